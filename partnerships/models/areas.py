"""Provinces, districts and communes and their codes; what they were called and became is in `area_history`."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from records.checks import Check, Severity, in_order, no_circle, not_ahead, of_each
from records.columns import SEPARATOR, Column, derived_slugs, field_columns, joined, paired
from records.constraints import known_date, once, rule
from records.dates import UncertainDate
from records.fields import EDTFField, FoldedField, LineField, ProseField, SortKeyField, TermField, bounds
from records.models import Record, TrackedModel
from records.upgrades import Texts, columns

from .english import area_in_english


def _code_of_before(row: Texts) -> Texts | None:
    return {"codes": f"{row['scheme']}={row['code']}"} if row["code"] else None


def _successor_of_before(row: Texts) -> Texts | None:
    """A draft: the law is to be named before it is published. Several successors are written by today's lists only."""
    if not row["succeeded_by"] or SEPARATOR in str(row["succeeded_by"]):
        return None
    ended = row.get("ended") or ""
    return {"predecessor": row["slug"], "successor": row["succeeded_by"], "kind": "merge", "date": ended}


def day_before(ended: UncertainDate) -> UncertainDate:
    """The last day of what was no more on the day `ended`, where that is one day for certain; else `ended` itself."""
    return UncertainDate(str(date.fromisoformat(ended.exact_day) - timedelta(days=1))) if ended.exact_day else ended


class Area(Record):
    """A country, province, district or commune, from the day it was `founded` to the one before it `ended`."""

    collection = "areas"
    table_order = 100
    shows = ("successions_to__successor",)
    searched = ("folded", "area_names__folded")
    former = (
        columns(("code", "scheme"), ("codes",), _code_of_before),
        columns(
            ("code", "scheme", "succeeded_by"),  # without the others it is a column derived today
            ("predecessor", "successor", "kind", "date"),
            _successor_of_before,
            table="area-successions",
        ),
    )

    class Level(models.TextChoices):
        COUNTRY = "country", _("country")
        PROVINCE = "province", _("province")
        DISTRICT = "district", _("district")
        COMMUNE = "commune", _("commune")

    name = LineField(
        _("name"), max_length=200, help_text=_("Today's or its last; without “tỉnh” or “huyện”, e.g. Thái Bình.")
    )
    level = TermField(_("level"), choices=Level.choices)
    designation = LineField(_("designation"), max_length=60, blank=True, help_text=_("E.g. Tỉnh, Thành phố, Huyện."))
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("part of"), related_name="areas", null=True, blank=True
    )
    founded = EDTFField(_("founded"))
    founded_earliest, founded_latest = bounds("founded")
    ended = EDTFField(_("ended"))
    ended_earliest, ended_latest = bounds("ended")
    note = ProseField(_("note"), max_length=2000, blank=True, help_text=_("The law that founded or ended it."))
    # As they are said, so that a phrase finds them: thành phố Hồ Chí Minh.
    folded = FoldedField(sources=("designation", "name"))
    sort_key = SortKeyField(sources=("name",))

    class Meta(Record.Meta):
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ("sort_key", "id")
        constraints = (
            *Record.Meta.constraints,
            known_date("founded"),
            known_date("ended"),
            rule(
                "country_on_top",
                Q(level="country", parent__isnull=True) | ~Q(level="country"),
                _("A country is part of nothing."),
            ),
            rule("not_itself", Q(parent__isnull=True) | ~Q(parent=F("id")), _("An area is not part of itself.")),
        )

    def __str__(self) -> str:
        return f"{self.designation} {self.name}" if self.designation else self.name

    @property
    def english(self) -> str:
        return area_in_english(self.designation, self.name)

    @classmethod
    def own_columns(cls) -> tuple[Column, ...]:
        codes = AreaCode.objects.filter(area=OuterRef("pk"))
        scheme_and_code = Concat("scheme", Value("="), "code", output_field=models.TextField())
        model: Any = cls._meta.get_field("successions_to").related_model
        successions = model.objects.public().filter(predecessor=OuterRef("pk"))
        form = _("scheme=code, e.g. gso-2025=33: who gave the code, and the code.")
        label = _("succeeded by")
        became = _("What it merged into, was divided into or handed a part over to.")
        return (
            *field_columns(cls, "slug", "status", "name", "level", "designation"),
            Column(
                "codes",
                joined(codes, scheme_and_code, "scheme"),
                label=_("codes"),
                help=form,
                **paired("scheme", "code"),
            ),
            *field_columns(cls, "parent", "founded", "founded_earliest", "founded_latest"),
            *field_columns(cls, "ended", "ended_earliest", "ended_latest"),
            derived_slugs("succeeded_by", successions, "successor__slug", refers="areas", label=label, help=became),
            *field_columns(cls, "note"),
        )

    @property
    def last_day(self) -> UncertainDate:
        return day_before(self.ended)

    @property
    def is_province(self) -> bool:
        return self.level == Area.Level.PROVINCE

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        early = _("It ended before it was founded: look at both dates again.")
        parts = _("It is part of itself, by way of others: correct what it is part of.")
        return (
            *super().checks(),
            in_order("ended-before-founded", "founded", "ended", early),
            not_ahead(_("It is founded or ends in the future: look at it again."), "founded", "ended"),
            no_circle("circle-of-parts", "pk", "parent", parts),
            Check(
                "part-of-smaller",
                Severity.ERROR,
                cls._in_no_larger,
                _("It is part of an area that is no larger."),
                of_each(lambda row: [row.parent]),
                column="parent",
                reads=("parent__level",),
            ),
        )

    @classmethod
    def _in_no_larger(cls, rows: models.QuerySet) -> models.QuerySet:
        ranks = list(cls.Level.values)
        wrong = Q()
        for rank, level in enumerate(ranks):
            wrong |= Q(level=level, parent__level__in=ranks[rank:])
        return rows.filter(wrong)


class AreaCode(TrackedModel):
    """The code of an area in a scheme, such as the list of the statistics office of a year."""

    key_fields = ("area", "scheme", "code")
    public_parents = ("area",)

    area = models.ForeignKey(Area, models.CASCADE, verbose_name=_("area"), related_name="codes")
    scheme = LineField(_("code scheme"), max_length=40, help_text=_("Who gave the code, e.g. gso-2025."))
    code = LineField(_("code"), max_length=20)

    class Meta(TrackedModel.Meta):
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        ordering = ("scheme", "code")
        constraints = (
            once("scheme", "code", sentence=_("Another area has this code in this scheme.")),
            once("area", "scheme", sentence=_("This area already has a code in this scheme."), name="one_a_scheme"),
            rule(
                "separable",
                ~Q(scheme__contains="=") & ~Q(scheme__contains=";") & ~Q(code__contains=";"),
                _("Neither “;” nor “=”: tables write scheme=code;scheme=code."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.scheme}={self.code}"
