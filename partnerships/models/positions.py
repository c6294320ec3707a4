"""Offices people held, as far as articles tell."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models import Citation, Fact, cited_passages, explained
from people.models import Person
from records.checks import Check, in_order, not_ahead
from records.constraints import known_date, once
from records.fields import EDTFField, LineField, SortDateField, bounds
from records.indexes import KnownFirst
from records.models import PublishableModel, TrackedManager, TrackedQuerySet
from records.text import words

from .partners import Partner

LONGEST_TITLE = 200


class PositionQuerySet(TrackedQuerySet):
    def held_between(self, first: Any, last: Any) -> Self:
        """Possibly held on a day from `first` to `last`, both days or expressions."""
        begun = Q(started_earliest__isnull=True) | Q(started_earliest__lte=last)
        return self.filter(begun, Q(ended_latest__isnull=True) | Q(ended_latest__gte=first))


class Position(PublishableModel, Fact):
    """A person's office at a partner: when it is first and last cited; its start and end only where known."""

    collection = "positions"
    table_order = 90
    key_fields = ("person", "partner", "title")
    public_parents = ("person", "partner")
    column_names = tuple(
        "person partner title status "
        "first_cited first_cited_earliest last_cited last_cited_latest started ended".split()
    )

    person = models.ForeignKey(Person, models.CASCADE, verbose_name=_("person"), related_name="positions")
    partner = models.ForeignKey(Partner, models.PROTECT, verbose_name=_("partner"), related_name="positions")
    title = LineField(_("office held"), max_length=LONGEST_TITLE, help_text=_("E.g. Phó Tổng Giám đốc."))
    first_cited = EDTFField(_("first cited"))
    first_cited_earliest, first_cited_latest = bounds("first_cited")
    last_cited = EDTFField(_("last cited"))
    last_cited_earliest, last_cited_latest = bounds("last_cited")
    started = EDTFField(_("started"))
    started_earliest, started_latest = bounds("started")
    ended = EDTFField(_("ended"))
    ended_earliest, ended_latest = bounds("ended")
    passages = cited_passages("PositionCitation", "positions")
    sort_date = SortDateField(sources=("first_cited", "started"))

    objects = TrackedManager.from_queryset(PositionQuerySet)()

    class Meta(PublishableModel.Meta):
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ("sort_date", "id")
        indexes = (
            models.Index(fields=("status", "sort_date", "id"), name="partnerships_position_list"),
            models.Index(fields=("status", "first_cited_earliest", "id"), name="partnerships_position_cited"),
            KnownFirst(fields=("status", "-first_cited_earliest", "-id"), name="partnerships_position_last"),
        )
        constraints = (
            explained(),
            known_date("first_cited"),
            known_date("last_cited"),
            known_date("started"),
            known_date("ended"),
            once("person", "partner", "title", sentence=_("This position is already recorded.")),
        )

    @classmethod
    def is_told_anew(cls, capacity: str, recorded: Iterable[str]) -> bool:
        """Whether what somebody signed as is an office beside those `recorded` of them there; else it stands with them,
        with more words perhaps, or is longer than any office: a sentence."""
        said = " ".join(words(capacity))
        return 0 < len(capacity) <= LONGEST_TITLE and not any(
            said.startswith(" ".join(words(title))) for title in recorded
        )

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        sentence = _("It ended before it began: look at both dates again.")
        ahead = _("One of its days lies in the future: write only what a passage tells of.")
        return (
            *super().checks(),
            in_order("ended-before-started", "started", "ended", sentence),
            not_ahead(ahead, "started", "ended", "first_cited", "last_cited"),
        )


class PositionCitation(Citation):
    fact = models.ForeignKey(Position, models.CASCADE, related_name="citations")
