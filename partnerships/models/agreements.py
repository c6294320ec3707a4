"""Agreements: what was signed, for how long, and what the press says of it."""

from datetime import date, timedelta
from functools import cached_property
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Fact, cited_passages, explained
from articles.models.readings import written
from records import dates
from records.checks import Check, Severity, in_order, not_ahead
from records.columns import SEPARATOR, Column, derived_slugs, field_columns
from records.constraints import known_date, rule
from records.fields import (
    BoundField,
    EDTFField,
    FoldedField,
    LineField,
    ProseField,
    SortDateField,
    SortKeyField,
    TermField,
    bounds,
)
from records.indexes import KnownFirst
from records.models import Record, RecordManager, TrackedQuerySet

from .agreement_sheet import AgreementSheet
from .area_history import province_then, with_province_now
from .clauses import Clause, ClauseTopic
from .english import agreement_in_english
from .instruments import FORMER, Kind, Strategic, instrument, signing_told
from .legal_basis import only_official
from .lifecycle import Doubt, Known, Lifecycle, lifecycle, lifecycle_certain, other_readings, possibly_ends_by, state_of
from .parties import Party, Signatory
from .partners import Partner
from .signed_twice import signed_twice
from .stated_points import points_differ
from .topics import Topic

# What the title of a copy begins with until somebody names it; so it is published at no door.
COPIED_TITLE = "BẢN SAO, hãy đặt tên: "


class AgreementQuerySet(TrackedQuerySet):
    def in_states(self, *states: str, on: date | None = None, certainly: bool = False) -> Self:
        """In one of the `states` on a day (default today); with `certainly`, if the dates leave no doubt of it."""
        rows = self.alias(state=lifecycle(on)).filter(state__in=states)
        return rows.filter(lifecycle_certain(on)) if certainly else rows

    def in_force(self, on: date | None = None, *, certainly: bool = False) -> Self:
        return self.in_states(Lifecycle.IN_FORCE, on=on, certainly=certainly)

    def expiring_within(self, days: int, on: date | None = None) -> Self:
        """In force on `on` (default today) and possibly at an end in the `days` after it."""
        start = on or dates.today()
        return (
            self.in_force(start).filter(possibly_ends_by(start + timedelta(days=days))).order_by("period_latest", "id")
        )

    def with_related(self) -> Self:
        return self.with_readings().prefetch_related(models.Prefetch("parties", Party.objects.public().with_partner()))

    def with_readings(self) -> Self:
        return self.annotate(read_as=other_readings())


class Agreement(Record, Fact):
    """An instrument between partners, as the press reports it."""

    collection = "agreements"
    table_order = 10
    shows = ("parties__partner", "clauses__topic_links__topic", "signatories__person")
    searched = tuple(
        "folded clauses__folded parties__folded parties__partner__folded parties__partner__names__folded "
        "signatories__person__folded signatories__person__names__folded".split()
    )

    Kind, Strategic = Kind, Strategic
    former = FORMER
    sheet = AgreementSheet

    title = LineField(_("title"), max_length=300, help_text=_("What it is, between whom, for which years."))
    kind = TermField(
        _("kind"),
        choices=Kind.choices,
        help_text=_("The instrument, as the article calls it; strategic or not is apart."),
    )
    strategic = TermField(
        _("strategic or not"),
        choices=Strategic.choices,
        default=Strategic.NOT_SAID,
        help_text=_("Whether a passage calls the cooperation strategic; that it calls the partner so is not enough."),
    )
    signed = EDTFField(_("date of signing"))
    signed_earliest, signed_latest = bounds("signed")
    period = EDTFField(_("period"), interval=True)
    period_earliest = BoundField("period", "earliest")
    period_starts_latest = BoundField("period", "starts_latest")
    period_ends_earliest = BoundField("period", "ends_earliest")
    period_latest = BoundField("period", "latest")
    vision = models.PositiveSmallIntegerField(
        _("vision"),
        null=True,
        blank=True,
        help_text=_("The year of “tầm nhìn 2035”, which reaches beyond the period: 2000 to 2100."),
    )
    terminated = EDTFField(_("terminated"), help_text=_("Only if it was ended before its time."))
    terminated_earliest, terminated_latest = bounds("terminated")
    place = LineField(_("place of signing"), max_length=200, blank=True)
    summary = ProseField(_("summary"), blank=True, help_text=_("In our own words, two or three sentences."))
    stated_points = models.PositiveSmallIntegerField(
        _("stated points"), null=True, blank=True, help_text=_("“on 6 points”: how many the article says there are.")
    )
    legal_basis = models.ManyToManyField(
        Article,
        through="AgreementLegalBasis",
        verbose_name=_("legal basis"),
        related_name="agreements_resting_on_it",
        blank=True,
        limit_choices_to={"kind": Article.Kind.OFFICIAL_DOCUMENT},
        help_text=_("The official documents that it rests on, as a passage says."),
    )
    passages = cited_passages("AgreementCitation", "agreements")
    folded = FoldedField(sources=("title", "summary", "place"))
    sort_key = SortKeyField(sources=("title",))
    # Lists are by day of signing; one that is not known sorts by what else bounds it.
    sort_date = SortDateField(sources=("signed", "period"))

    objects = RecordManager.from_queryset(AgreementQuerySet)()

    class Meta(Record.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ("-sort_date", "-id")
        indexes = (
            models.Index(fields=("status", "-sort_date", "-id"), name="partnerships_agreement_list"),
            models.Index(fields=("status", "sort_key", "id"), name="partnerships_agreement_title"),
            models.Index(fields=("status", "period_latest", "id"), name="partnerships_agreement_end"),
            KnownFirst(fields=("status", "-period_latest", "-id"), name="partnerships_agreement_last"),
            # All that the facets of the list count by: without it they read every row whole, one after the other.
            models.Index(
                fields=(
                    *("status", "kind", "strategic", "certainty", "signed_earliest", "signed_latest"),
                    *("terminated", "terminated_earliest", "period", "period_earliest", "period_latest"),
                ),
                name="partnerships_agreement_facets",
            ),
        )
        constraints = (
            *Record.Meta.constraints,
            explained(),
            known_date("signed"),
            known_date("period"),
            known_date("terminated"),
            rule(
                "vision_year",
                Q(vision__isnull=True) | Q(vision__range=(2000, 2100)),
                _("A vision is a year from 2000 to 2100."),
            ),
        )

    @property
    def english(self) -> str:
        return agreement_in_english(self.title, self.kind, self.strategic)

    @property
    def instrument(self) -> str:
        return instrument(self.kind, self.strategic)

    @property
    def signing_told(self) -> bool:
        return self.lifecycle is not Lifecycle.UNSIGNED and signing_told(self.signed, self.kind)

    @cached_property
    def read_as(self) -> str:
        """What public passages give in place of its values: loaded by `with_readings` or `load_sources`, or a query."""
        if (readings := vars(self).get("readings")) is not None:
            return SEPARATOR.join(written(each.field, each.value) for each in readings if each.value)
        return type(self).objects.with_readings().values_list("read_as", flat=True).get(pk=self.pk)

    @cached_property
    def known(self) -> Known:
        return Known.of(self.signed, self.period, self.terminated, self.certainty, self.read_as)

    @cached_property
    def _lifecycle(self) -> tuple[Lifecycle, Doubt | None]:
        return state_of(self.known, dates.today())

    @cached_property
    def lifecycle(self) -> Lifecycle:
        return self._lifecycle[0]

    @cached_property
    def lifecycle_doubt(self) -> Doubt | None:
        return self._lifecycle[1]

    @classmethod
    def own_columns(cls) -> tuple[Column, ...]:
        # What belongs to it is shown, as the public sees it, but it is imported as rows of other tables.
        as_they_were = _("The provinces of its parties as they were.")
        as_today = _("The same provinces under the division in force today.")
        parties = Party.objects.public().filter(agreement=OuterRef("pk"))
        placed = parties.exclude(partner__area__isnull=True)
        then = placed.annotate(item=province_then("partner__area__")).exclude(item="").distinct()
        now = with_province_now(placed, "partner__area__").exclude(province_now="").distinct()
        topics = ClauseTopic.objects.filter(
            Topic.public_q("topic__"), Clause.agreed_q("clause__"), clause__agreement=OuterRef("pk")
        ).distinct()
        people = Signatory.objects.public().filter(agreement=OuterRef("pk")).distinct()
        clauses = Clause.objects.agreed().filter(agreement=OuterRef("pk")).order_by().values("agreement")
        count = Coalesce(models.Subquery(clauses.annotate(n=models.Count("pk")).values("n")), Value(0))
        return (
            *field_columns(cls, "slug", "status", "title", "kind", "strategic"),
            *field_columns(cls, "signed", "signed_earliest", "signed_latest"),
            *field_columns(cls, "period", "period_earliest", "period_latest", "vision", "terminated"),
            Column("lifecycle", lifecycle(), derived=True, label=_("lifecycle")),
            Column("lifecycle_certain", lifecycle_certain(), derived=True, label=_("lifecycle certain")),
            *field_columns(cls, "place", "summary", "stated_points", "legal_basis"),
            derived_slugs("parties", parties, "partner__slug", "side", "id", refers="partners", label=_("parties")),
            derived_slugs("provinces_then", then, "item", refers="areas", label=_("provinces then"), help=as_they_were),
            derived_slugs(
                "provinces_now", now, "province_now", refers="areas", label=_("provinces now"), help=as_today
            ),
            derived_slugs("topics", topics, "topic__slug", refers="topics", label=_("topics")),
            derived_slugs("people", people, "person__slug", refers="people", label=_("people")),
            Column("clause_count", Cast(count, models.IntegerField()), derived=True, label=_("clauses")),
        )

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        few = _("It needs at least two published principal parties.")
        late = _("It was signed after its period had ended: look at both dates again.")
        copied = _("It is called a copy: give it a title of its own.")
        early = _("It was terminated before it was signed: look at both dates again.")
        return (
            *super().checks(),
            Check("two-principals", Severity.PUBLICATION, cls._without_two_principals, few),
            Check(
                "copied-title", Severity.PUBLICATION, lambda rows: rows.filter(title__startswith=COPIED_TITLE), copied
            ),
            only_official(),
            in_order("signed-after-period", "signed", "period", late),
            in_order("terminated-before-signed", "signed", "terminated", early),
            not_ahead(_("The day of signing lies in the future: look at it again."), "signed"),
            signed_twice(),
            points_differ(),
        )

    @classmethod
    def _without_two_principals(cls, rows: models.QuerySet) -> models.QuerySet:
        parties = Party.objects.filter(Partner.public_q("partner__"), role=Party.Role.PRINCIPAL).order_by()
        of_each = parties.filter(agreement__in=rows.values("pk")).values("agreement").annotate(n=models.Count("pk"))
        return rows.exclude(pk__in=of_each.filter(n__gte=2).values("agreement"))
