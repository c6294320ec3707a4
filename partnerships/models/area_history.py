"""What areas were called and what became of them, by the laws that say so.

On 2025-07-01 Viet Nam went from 63 provinces to 34 (Resolution 202/2025/QH15) and ended its districts (Resolution
203/2025/QH15 and Law 72/2025/QH15). The same territory under a new name or rank is the same area with another name;
another territory is another area, which the former ones are succeeded by.
"""

from typing import Any, Self

from django.db import models
from django.db.models import Case, F, FilteredRelation, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.models import Certainty, Citation, Fact, cited_passages, explained
from records.checks import Check, Severity, of_each
from records.constraints import known_date, once, rule, single_name
from records.fields import EDTFField, FoldedField, LineField, SortKeyField, TermField, bounds
from records.models import PublishableModel, TrackedManager, TrackedQuerySet

from .areas import Area
from .english import area_in_english
from .successions import Continuing


class AreaName(Fact):
    """What an area is or was called, with its designation of that time; visible where its area is."""

    collection = "area-names"
    table_order = 102
    key_fields = ("area", "designation", "name")
    public_parents = ("area",)
    column_names = tuple(
        "area kind designation name since since_earliest since_latest until until_earliest until_latest".split()
    )

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official")
        FORMER = "former", _("former")
        SHORT = "short", _("short")
        VARIANT = "variant", _("variant")

    # By law, and so what an area is shown under on the days that they hold.
    LEGAL = (Kind.OFFICIAL, Kind.FORMER)
    # Everyday names and spellings that no document sets may do without a source, if they say so.
    to_be_sourced = Q(kind__in=LEGAL) | Q(certainty=Certainty.STATED)

    area = models.ForeignKey(Area, models.CASCADE, verbose_name=_("area"), related_name="area_names")
    kind = TermField(_("kind"), choices=Kind.choices)
    designation = LineField(_("designation"), max_length=60, blank=True, help_text=_("E.g. Tỉnh, Thành phố, Huyện."))
    name = LineField(_("name"), max_length=200, help_text=_("Without “tỉnh” or “huyện”, e.g. Thái Bình."))
    since = EDTFField(_("since"))
    since_earliest, since_latest = bounds("since")
    until = EDTFField(_("last day"))
    until_earliest, until_latest = bounds("until")
    passages = cited_passages("AreaNameCitation", "area_names")
    folded = FoldedField(sources=("designation", "name"))
    sort_key = SortKeyField(sources=("name",))

    class Meta(Fact.Meta):
        verbose_name = _("name of an area")
        verbose_name_plural = _("names of areas")
        ordering = ("area_id", F("since_earliest").desc(nulls_last=True), "sort_key", "id")
        constraints = (
            explained(),
            known_date("since"),
            known_date("until"),
            single_name(),
            once("area", "designation", "name", sentence=_("This area already has that name.")),
        )

    def __str__(self) -> str:
        return f"{self.designation} {self.name}" if self.designation else self.name

    @property
    def english(self) -> str:
        return area_in_english(self.designation, self.name)

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        shown_otherwise = Check(
            "area-shown-otherwise",
            Severity.WARNING,
            lambda rows: rows.filter(kind=cls.Kind.OFFICIAL, until="").exclude(
                area__name=F("name"), area__designation=F("designation")
            ),
            _("It is the official name in force, and the area is shown under another: correct one of the two."),
        )
        return (*super().checks(), shown_otherwise)


class AreaNameCitation(Citation):
    fact = models.ForeignKey(AreaName, models.CASCADE, related_name="citations")


class AreaSuccessionQuerySet(TrackedQuerySet):
    def whole(self) -> Self:
        return self.filter(kind__in=AreaSuccession.WHOLE)


class AreaSuccession(Continuing, PublishableModel, Fact):
    """One area continued by another: merged into it, divided into several, or a part of it handed over."""

    collection = "area-successions"
    table_order = 104

    class Kind(models.TextChoices):
        MERGE = "merge", _("merged into")
        SPLIT = "split", _("divided into")
        BOUNDARY = "boundary", _("handed a part over to")

    # What ends the predecessor: whatever was there is now there.
    WHOLE = (Kind.MERGE, Kind.SPLIT)

    predecessor = models.ForeignKey(Area, models.PROTECT, verbose_name=_("former area"), related_name="successions_to")
    successor = models.ForeignKey(Area, models.PROTECT, verbose_name=_("later area"), related_name="successions_from")
    kind = TermField(_("kind"), choices=Kind.choices)
    date = EDTFField(_("date"), blank=False)
    passages = cited_passages("AreaSuccessionCitation", "area_successions")

    objects = TrackedManager.from_queryset(AreaSuccessionQuerySet)()

    class Meta(Continuing.Meta, PublishableModel.Meta):
        verbose_name = _("succession of areas")
        verbose_name_plural = _("successions of areas")
        constraints = (
            explained(),
            *Continuing.Meta.constraints,
            rule("not_itself", ~Q(predecessor=F("successor")), _("An area does not succeed itself.")),
        )

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        ended = _("The former area has not ended: say when, or that only a part was handed over.")
        return (
            *super().checks(),
            Check(
                "not-ended",
                Severity.ERROR,
                lambda rows: rows.filter(kind__in=cls.WHOLE, predecessor__ended=""),
                ended,
                of_each(lambda row: [row.predecessor]),
                column="predecessor",
                reads=("predecessor__ended",),
            ),
        )


class AreaSuccessionCitation(Citation):
    fact = models.ForeignKey(AreaSuccession, models.CASCADE, related_name="citations")


# From a commune to its province, and from a province of before to today's: none of the law has had more successions.
_UP, _HOPS = ("", "parent__", "parent__parent__"), 3


def province_then(path: str) -> Case:
    """The slug of the province around the area at `path`, as it was; empty if none or not public."""
    return _province(path, lambda place: F(f"{place}slug"))


def with_province_now(rows: Any, path: str) -> Any:
    """`rows` with `province_now`, the slug of today's province for the area at `path`: what succeeded its province, or
    its province. Divided into several, it comes once for each."""
    # No part of a public chain; those that are not hidden would be too long a list to look a link up in.
    hidden = Subquery(AreaSuccession.objects.order_by().exclude(AreaSuccession.public_q()).values("pk"))
    chains: dict[str, Any] = {}
    for number, up in enumerate(_UP):
        place = f"{path}{up}"
        slugs: list[Any] = [F(f"{place}slug")]
        for hop in range(_HOPS):
            link, alias = f"{place}successions_to", f"succession_{number}_{hop}"
            leads_on = Q(**{f"{link}__kind__in": AreaSuccession.WHOLE}) & ~Q(**{f"{link}__pk__in": hidden})
            rows = rows.alias(**{alias: FilteredRelation(link, condition=leads_on)})
            place = f"{alias}__successor__"
            slugs.insert(0, F(f"{place}slug"))
        chains[f"{path}{up}"] = Coalesce(*slugs)
    return rows.annotate(province_now=_province(path, chains.__getitem__))


def _province(path: str, shown: Any) -> Case:
    # Area.Level is closed: a commune is at most two steps below its province.
    whens: list[Any] = []
    way = Q()
    for up in _UP:
        way &= Area.public_q(f"{path}{up}")  # a hidden area on the way shows nothing beyond it
        whens.append(When(way & Q(**{f"{path}{up}level": Area.Level.PROVINCE}), then=shown(f"{path}{up}")))
    return Case(*whens, default=Value(""), output_field=models.TextField())


def before_and_after(area: Area) -> models.QuerySet:
    whole = AreaSuccession.objects.order_by().whole()
    near = Q(pk__in=whole.filter(successor=area).values("predecessor"))
    return Area.objects.filter(near | Q(pk__in=whole.filter(predecessor=area).values("successor")))
