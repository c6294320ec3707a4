"""Provinces, districts and communes, and what became of them.

On 2025-07-01 Viet Nam went from 63 provinces to 34 (Resolution 202/2025/QH15) and ended its districts
(Law 72/2025/QH15), so every area may be looked at as it was then and as it is now.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from records.checks import Check, Severity
from records.checks.cycles import on_cycle
from records.checks.timing import in_order
from records.fields import (
    BoundField,
    EDTFField,
    FoldedField,
    LineField,
    ProseField,
    SortKeyField,
    TermField,
    known_date,
)
from records.models import Record


class Area(Record):
    """A country, province, district or commune, in force between `founded` and `ended`."""

    collection = "areas"
    table_order = 100
    column_names = (
        "slug",
        "status",
        "name",
        "level",
        "designation",
        "code",
        "scheme",
        "parent",
        "founded",
        "founded_earliest",
        "founded_latest",
        "ended",
        "ended_earliest",
        "ended_latest",
        "succeeded_by",
        "note",
    )

    class Level(models.TextChoices):
        COUNTRY = "country", _("country")
        PROVINCE = "province", _("province")
        DISTRICT = "district", _("district")
        COMMUNE = "commune", _("commune")

    name = LineField(_("name"), max_length=200, help_text=_("Without “tỉnh” or “huyện”, e.g. Thái Bình."))
    level = TermField(_("level"), choices=Level.choices)
    designation = LineField(_("designation"), max_length=60, blank=True, help_text=_("E.g. Tỉnh, Thành phố, Huyện."))
    code = LineField(_("code"), max_length=20, blank=True)
    scheme = LineField(_("code scheme"), max_length=40, blank=True, help_text=_("Who gave the code, e.g. gso-2025."))
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("part of"), related_name="areas", null=True, blank=True
    )
    founded = EDTFField(_("founded"))
    founded_earliest = BoundField("founded", "earliest")
    founded_latest = BoundField("founded", "latest")
    ended = EDTFField(_("ended"))
    ended_earliest = BoundField("ended", "earliest")
    ended_latest = BoundField("ended", "latest")
    succeeded_by = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("succeeded by"), related_name="predecessors", null=True, blank=True
    )
    note = ProseField(_("note"), max_length=2000, blank=True, help_text=_("The law that founded or ended it."))
    folded = FoldedField(sources=("name", "designation"))
    sort_key = SortKeyField(sources=("name",))

    class Meta(Record.Meta):
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ("sort_key", "id")
        constraints = (
            known_date("founded"),
            known_date("ended"),
            models.CheckConstraint(
                condition=Q(code="", scheme="") | (~Q(code="") & ~Q(scheme="")),
                name="partnerships_area_code_and_scheme",
                violation_error_message=_("A code needs the scheme it belongs to, and the reverse."),
            ),
            models.UniqueConstraint(
                fields=("scheme", "code"),
                condition=~Q(code=""),
                name="partnerships_area_code_once",
                violation_error_message=_("Another area has this code in this scheme."),
            ),
            models.CheckConstraint(
                condition=Q(succeeded_by__isnull=True) | ~Q(ended=""),
                name="partnerships_area_successor_after_end",
                violation_error_message=_("An area with a successor has ended: say when."),
            ),
            models.CheckConstraint(
                condition=Q(level="country", parent__isnull=True) | ~Q(level="country"),
                name="partnerships_area_country_on_top",
                violation_error_message=_("A country is part of nothing."),
            ),
            models.CheckConstraint(
                condition=(Q(parent__isnull=True) | ~Q(parent=F("id")))
                & (Q(succeeded_by__isnull=True) | ~Q(succeeded_by=F("id"))),
                name="partnerships_area_not_itself",
                violation_error_message=_("An area is not part of itself and does not succeed itself."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.designation} {self.name}" if self.designation else self.name

    @property
    def is_province(self) -> bool:
        return self.level == Area.Level.PROVINCE

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        parts = _("It is part of itself, by way of others: correct what it is part of.")
        follows = _("It succeeds itself, by way of others: correct what succeeded it.")
        return (
            *super().checks(),
            in_order(
                "ended-before-founded",
                "founded",
                "ended",
                _("It ended before it was founded: look at both dates again."),
            ),
            Check("circle-of-parts", Severity.ERROR, lambda rows: on_cycle(rows, "pk", "parent"), parts),
            Check("circle-of-successors", Severity.ERROR, lambda rows: on_cycle(rows, "pk", "succeeded_by"), follows),
            Check("part-of-smaller", Severity.ERROR, cls._in_no_larger, _("It is part of an area that is no larger.")),
        )

    @classmethod
    def _in_no_larger(cls, rows: models.QuerySet) -> models.QuerySet:
        ranks = list(cls.Level.values)
        wrong = Q()
        for rank, level in enumerate(ranks):
            wrong |= Q(level=level, parent__level__in=ranks[rank:])
        return rows.filter(wrong)

    def before_and_after(self) -> Any:
        """The areas that it took the place of or that took its place."""
        return Area.objects.filter(Q(succeeded_by=self) | Q(predecessors=self))

    def clean_relations(self) -> None:
        self.refuse_cycle("parent", "succeeded_by")
        ranks = list(Area.Level.values)
        if self.parent and ranks.index(self.parent.level) >= ranks.index(self.level):
            raise ValidationError({"parent": _("An area is part of a larger one.")}, code="level")


def province_then(path: str) -> Case:
    """The slug of the province around the area at `path`, as it was; empty if none or not public."""
    return _province(path, ("",))


def province_now(path: str) -> Case:
    """The slug of today's province for the area at `path`: the successor of its province, or its province."""
    # Hà Tây went into Hà Nội in 2008; no province of the law has had more than two successions.
    return _province(path, ("succeeded_by__succeeded_by__", "succeeded_by__", ""))


def _province(path: str, successions: tuple[str, ...]) -> Case:
    # Area.Level is closed: a commune is at most two steps below its province.
    whens: list[Any] = []
    way = Q()
    for up in ("", "parent__", "parent__parent__"):
        way &= Area.public_q(f"{path}{up}")  # a hidden area on the way shows nothing beyond it
        own = way & Q(**{f"{path}{up}level": Area.Level.PROVINCE})
        for successor in successions:
            condition = own
            for hops in range(1, successor.count("succeeded_by__") + 1):
                condition &= Area.public_q(f"{path}{up}{'succeeded_by__' * hops}")
            whens.append(When(condition, then=F(f"{path}{up}{successor}slug")))
    return Case(*whens, default=Value(""), output_field=models.TextField())
