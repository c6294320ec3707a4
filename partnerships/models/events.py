"""Launches, signings, meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Citation, Fact, cited_passages, explained
from records.checks import Check, not_ahead
from records.constraints import known_date
from records.fields import EDTFField, FoldedField, LineField, SortDateField, SortKeyField, TermField, bounds
from records.models import Link, Record

from .agreements import Agreement


class Event(Record, Fact):
    """A launch, a signing, a meeting."""

    collection = "events"
    table_order = 160
    column_names = ("slug", "status", "title", "kind", "date", "date_earliest", "date_latest", "place", "agreements")

    class Kind(models.TextChoices):
        LAUNCH = "launch", _("launch")
        SIGNING = "signing", _("signing")
        MEETING = "meeting", _("meeting")

    title = LineField(_("title"), max_length=300)
    kind = TermField(_("kind"), choices=Kind.choices)
    date = EDTFField(_("date"))
    date_earliest, date_latest = bounds("date")
    place = LineField(_("place"), max_length=200, blank=True)
    agreements = models.ManyToManyField(
        Agreement, through="EventAgreement", verbose_name=_("agreements"), related_name="events", blank=True
    )
    passages = cited_passages("EventCitation", "events")
    folded = FoldedField(sources=("title", "place"))
    sort_key = SortKeyField(sources=("title",))
    sort_date = SortDateField(sources=("date",))

    class Meta(Record.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-sort_date", "-id")
        indexes = (
            models.Index(fields=("status", "-sort_date", "-id"), name="partnerships_event_list"),
            models.Index(fields=("status", "sort_key", "id"), name="partnerships_event_title"),
        )
        constraints = (*Record.Meta.constraints, explained(), known_date("date"))

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        return (*super().checks(), not_ahead(_("The day of the event lies in the future: look at it again."), "date"))


class EventCitation(Citation):
    fact = models.ForeignKey(Event, models.CASCADE, related_name="citations")


class EventAgreement(Link):
    key_fields = ("event", "agreement")

    event = models.ForeignKey(Event, models.CASCADE, related_name="agreement_links")
    agreement = models.ForeignKey(Agreement, models.CASCADE, verbose_name=_("agreement"), related_name="event_links")

    class Meta(Link.Meta):
        verbose_name = _("agreement of an event")
        verbose_name_plural = _("agreements of events")
        constraints = (models.UniqueConstraint(fields=("event", "agreement"), name="partnerships_eventagreement_once"),)
