"""What was agreed: areas of cooperation, obligations by side, goals; and what came of each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from articles.models import Citation, Fact, Reading, cited_passages, explained, read_field, unsure_q
from records.checks import Check, Severity, not_ahead
from records.columns import Column, Today, field_columns, many_linked
from records.constraints import known_date, once, rule
from records.fields import EDTFField, FoldedField, LineField, ProseField, TermField, bounds, unmarked
from records.indexes import KnownFirst
from records.models import Link, TrackedManager, TrackedModel, TrackedQuerySet
from records.upgrades import worked_out

from .deployments import Deployment
from .lifecycle import terminated_q, unsigned_q
from .parties import Party, party_elsewhere
from .topics import Topic


class ClauseQuerySet(TrackedQuerySet):
    def agreed(self) -> Self:
        """What the sides agreed on or hope for: not what is only told of as done."""
        return self.filter(Clause.agreed_q())

    def in_states(self, *states: str, on: date | None = None) -> Self:
        return self.alias(state=Clause.how_far(on)).filter(state__in=states)

    def by_state(self) -> Self:
        return self.order_by(*Clause.by_state())

    def with_state(self) -> Self:
        """How far it has come today, and whether that is not certain."""
        unsure = Case(When(Clause.state_unsure_q(), then=True), default=False, output_field=models.BooleanField())
        return self.annotate(told_state=Clause.how_far(), state_unsure=unsure)

    def with_obligors(self) -> Self:
        """Its state, its agreement and, as `owed_by`, the public parties that owe it."""
        owing = Party.objects.public().select_related("partner").order_by("pk")
        return (
            self.with_state()
            .select_related("agreement")
            .prefetch_related(models.Prefetch("obligors", owing, to_attr="owed_by"))
        )

    def with_topics(self) -> Self:
        return self.prefetch_related(models.Prefetch("topics", Topic.objects.public()))


class Clause(Fact):
    """One thing that an agreement holds, in our own words."""

    collection = "clauses"
    table_order = 30
    former = (worked_out("overdue", "state"),)
    key_fields = ("agreement", "number")
    public_parents = ("agreement",)
    shows = ("agreement__citations__readings", "agreement__passages__article__outlet")

    class Kind(models.TextChoices):
        AREA = "area", _("area of cooperation")
        OBLIGATION = "obligation", _("obligation")
        GOAL = "goal", _("goal")
        WISH = "wish", _("wish")
        REPORTED_DEED = "reported_deed", _("reported deed")

    class Strength(models.TextChoices):
        COMMITS = "commits", _("commits")
        WILL = "will", _("will")
        FACILITATES = "facilitates", _("facilitates")
        INTENDS = "intends", _("intends")
        HOPES = "hopes", _("hopes")

    class Outcome(models.TextChoices):
        UNKNOWN = "unknown", _("unknown")
        SCHEDULED = "scheduled", _("scheduled")
        MET = "met", _("met")
        PARTIALLY_MET = "partially_met", _("partially met")
        NOT_MET = "not_met", _("not met")

    class State(models.TextChoices):
        """How far a clause has come, as far as anybody says: by its kind, its outcome and when it is due."""

        OVERDUE = "overdue", _("past due, nothing reported")
        DUE_SOON = "due_soon", _("due within 12 months")
        NOT_MET = "not_met", _("not met")
        PARTIALLY_MET = "partially_met", _("partially met")
        MET = "met", _("met")
        SCHEDULED = "scheduled", _("scheduled")
        NOT_TOLD = "not_told", _("nothing reported")
        REPORTED = "reported", _("told of as done")

    class Side(models.TextChoices):
        PROVIDER = Party.Side.PROVIDER.value, Party.Side.PROVIDER.label
        PUBLIC_BODY = Party.Side.PUBLIC_BODY.value, Party.Side.PUBLIC_BODY.label
        ORGANISATION = Party.Side.ORGANISATION.value, Party.Side.ORGANISATION.label
        NEITHER = Party.Side.NEITHER.value, Party.Side.NEITHER.label
        SHARED = "shared", _("both sides, or not said")

    # What the sides gave their word on.
    PROMISED = (Kind.AREA, Kind.OBLIGATION, Kind.GOAL)
    # What may fall due, and the outcomes that leave it open.
    DUE = (Kind.OBLIGATION, Kind.GOAL, Kind.WISH)
    OPEN = (Outcome.UNKNOWN, Outcome.SCHEDULED)
    # What is due by then, whichever of its days it is, is due soon.
    SOON = timedelta(days=365)

    agreement = models.ForeignKey("Agreement", models.CASCADE, verbose_name=_("agreement"), related_name="clauses")
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Counted from 1 in the order of the article."))
    kind = TermField(
        _("kind"),
        choices=Kind.choices,
        default=Kind.AREA,
        help_text=_("A wish is hoped of the other side, a reported deed is told of as done; nobody promised either."),
    )
    heading = LineField(_("heading"), max_length=300)
    text = ProseField(_("text"), blank=True, help_text=_("In our own words; who does what, how much, where."))
    topics = models.ManyToManyField(
        Topic, through="ClauseTopic", verbose_name=_("topics"), related_name="clauses", blank=True
    )
    obligors = models.ManyToManyField(
        Party,
        through="ClauseObligor",
        verbose_name=_("obligors"),
        related_name="obligations",
        blank=True,
        help_text=_("Who owes it, is hoped to do it or did it; none for an area both share."),
    )
    strength = TermField(_("strength"), choices=Strength.choices, blank=True, help_text=_("The verb of the article."))
    condition = LineField(_("condition"), max_length=500, blank=True)
    due = EDTFField(_("due"))
    due_earliest, due_latest = bounds("due")
    outcome = TermField(_("outcome"), choices=Outcome.choices, default=Outcome.UNKNOWN)
    outcome_date = EDTFField(
        _("date of the outcome"), help_text=_("When it came about or, if it did not, the day that is told of.")
    )
    outcome_date_earliest, outcome_date_latest = bounds("outcome_date")
    passages = cited_passages("ClauseCitation", "clauses")
    folded = FoldedField(sources=("heading", "text", "condition"))
    # Its public topics and the public parties among its obligors, where the page of its agreement has told them.
    about: list[Topic]
    owed_by: list[Party]
    # By `with_state`.
    told_state: str
    state_unsure: bool

    objects = TrackedManager.from_queryset(ClauseQuerySet)()

    class Meta(TrackedModel.Meta):
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ("agreement_id", "number", "id")
        indexes = (
            # Of each agreement those that were promised are counted, in lists and in facets.
            models.Index(fields=("agreement", "kind"), name="partnerships_clause_kinds"),
            models.Index(fields=("due_latest", "id"), name="partnerships_clause_due"),
            KnownFirst(fields=("-due_latest", "-id"), name="partnerships_clause_last_due"),
        )
        constraints = (
            explained(),
            known_date("due"),
            known_date("outcome_date"),
            once(
                "agreement",
                "number",
                sentence=_("The agreement already has a clause of this number."),
                name="number_once",
            ),
            rule("number_from_one", Q(number__gte=1), _("Clauses count from 1.")),
            rule(
                "outcome_dated",
                Q(outcome_date="") | ~Q(outcome="unknown"),
                _("An outcome that is not known has no date."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.heading}"

    @property
    def state(self) -> Clause.State:
        return self.State(self.told_state)

    @staticmethod
    def agreed_q(path: str = "") -> Q:
        return Q(**{f"{path}kind__in": Clause.PROMISED})

    @classmethod
    def how_far(cls, on: date | None = None, *, ranked: bool = False) -> Case:
        """The `State` on a day, today where none is given; `ranked`: its place among them."""
        today, soon = (on, on + cls.SOON) if on else (Today(), Today(cls.SOON))
        open_ = Q(kind__in=cls.DUE, outcome__in=cls.OPEN, due_latest__lte=soon) & ~cls._void(today)
        told = [outcome for outcome in cls.Outcome if outcome != cls.Outcome.UNKNOWN]
        states = [
            (cls.State.REPORTED, Q(kind=cls.Kind.REPORTED_DEED)),
            (cls.State.OVERDUE, Q(outcome=cls.Outcome.UNKNOWN, due_latest__lt=today) & open_),
            (cls.State.DUE_SOON, Q(due_latest__gte=today) & open_),
            *((cls.State(outcome.value), Q(outcome=outcome)) for outcome in told),
            (cls.State.NOT_TOLD, Q(outcome=cls.Outcome.UNKNOWN)),
        ]
        place = list(cls.State).index if ranked else str
        of_each = (When(condition, then=Value(place(state))) for state, condition in states)
        return Case(*of_each, output_field=models.IntegerField() if ranked else models.TextField())

    @staticmethod
    def _void(today: date | Today) -> Q:
        """What never falls due: its agreement is none yet, or was ended before the day."""
        ended_before = Q(due_latest__gte=today) | Q(due_latest__gte=F("agreement__terminated_latest"))
        return unsigned_q(today, "agreement__") | terminated_q(today, "agreement__") & ended_before

    @staticmethod
    def _void_unsure(today: Today) -> Q:
        """It is not certain whether it is so."""
        signed = ~unsigned_q(today, "agreement__") | ~unmarked("agreement__signed")
        same_days = Q(
            agreement__terminated_earliest__lt=F("due_latest"), agreement__terminated_latest__gt=F("due_earliest")
        )
        ending = Q(agreement__terminated_earliest__lte=today, agreement__terminated_latest__gt=today)
        ended = ~unmarked("agreement__terminated") | ending | same_days
        return Q(agreement__signed_latest__gt=today) & signed | ~Q(agreement__terminated="") & ended

    @classmethod
    def state_unsure_q(cls) -> Q:
        """Those of which it is not certain that they have come as far as `how_far` says today."""
        by_its_day = Q(kind__in=cls.DUE, outcome__in=cls.OPEN, due_latest__lte=Today(cls.SOON))
        return unsure_q() | by_its_day & (unsure_q(dated="due") | cls._void_unsure(Today()))

    @classmethod
    def by_state(cls) -> tuple[Any, ...]:
        """In this order, first what was promised, then what was hoped for and what is told of as done; of each first
        what is overdue, and the soonest due."""
        apart = Case(When(kind=cls.Kind.REPORTED_DEED, then=2), When(kind=cls.Kind.WISH, then=1), default=0)
        soonest = F("due_latest").asc(nulls_last=True)
        return apart, cls.how_far(ranked=True), soonest, "-agreement__sort_date", "agreement", "number"

    @classmethod
    def owed_by_side_q(cls, sides: Collection[str]) -> Q:
        """What a party on one of the `sides` owes; shared is what no public party is named for."""
        public = ClauseObligor.objects.filter(Party.public_q("party__"))
        found = Q(pk__in=public.filter(party__side__in=sides).values("clause"))
        return found | ~Q(pk__in=public.values("clause")) if cls.Side.SHARED in sides else found

    @classmethod
    def own_columns(cls) -> tuple[Column, ...]:
        slugs = _("The slugs of the parties' partners.")
        told = _("How far it has come, as far as anybody says; past due: before today, and nothing is reported.")
        return (
            *field_columns(cls, "agreement", "number", "kind", "heading", "text", "topics"),
            many_linked(cls, "obligors", "partner__slug", refers="partners", help=slugs),
            *field_columns(cls, "strength", "condition", "due", "due_earliest", "due_latest"),
            *field_columns(cls, "outcome", "outcome_date", "outcome_date_earliest", "outcome_date_latest"),
            Column("state", cls.how_far(), derived=True, label=_("state"), help=told),
        )

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        asked = _("A passage of this promise also carries something in use: is that only planned, or was it kept?")
        reads = ("passages__deployments__state", "passages__deployments__since")
        check = Check("promised-and-in-use", Severity.WARNING, cls._of_something_in_use, asked, reads=reads)
        told = _("The day of the outcome lies in the future: it is scheduled at most, or the day is another.")
        ahead = not_ahead(told, "outcome_date", among=~Q(outcome=cls.Outcome.SCHEDULED))
        return (*super().checks(), check, ahead)

    @classmethod
    def _of_something_in_use(cls, rows: models.QuerySet) -> models.QuerySet:
        """Open promises from a passage that tells of no deed, and that a deployment cites which says not since when."""
        deeds = ClauseCitation.objects.filter(fact__kind=cls.Kind.REPORTED_DEED).values("passage")
        in_use = Deployment.objects.filter(state=Deployment.State.IN_USE, since="").values("passages")
        promised = Q(kind__in=(cls.Kind.OBLIGATION, cls.Kind.WISH), outcome__in=cls.OPEN)
        cited = ClauseCitation.objects.filter(passage__in=in_use).exclude(passage__in=deeds).values("fact")
        return rows.filter(promised, pk__in=cited)


class ClauseCitation(Citation):
    fact = models.ForeignKey(Clause, models.CASCADE, related_name="citations")


class ClauseReading(Reading):
    citation = models.ForeignKey(ClauseCitation, models.CASCADE, related_name="readings")
    field = read_field(outcome=_("outcome"))


class ClauseTopic(Link):
    key_fields = ("clause", "topic")

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="topic_links")
    topic = models.ForeignKey(Topic, models.PROTECT, verbose_name=_("topic"), related_name="clause_links")

    class Meta(Link.Meta):
        verbose_name = _("topic of a clause")
        verbose_name_plural = _("topics of clauses")
        constraints = (models.UniqueConstraint(fields=("clause", "topic"), name="partnerships_clausetopic_once"),)


class ClauseObligor(Link):
    key_fields = ("clause", "party")

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="obligor_links")
    party = models.ForeignKey(Party, models.CASCADE, verbose_name=_("party"), related_name="obligor_links")

    class Meta(Link.Meta):
        verbose_name = _("obligor of a clause")
        verbose_name_plural = _("obligors of clauses")
        constraints = (models.UniqueConstraint(fields=("clause", "party"), name="partnerships_clauseobligor_once"),)

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        return (*super().checks(), party_elsewhere(~Q(party__agreement=F("clause__agreement")), "obligors"))
