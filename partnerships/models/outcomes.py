"""What came of agreements: deployments, figures as of a day, events."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.models import Citation, Fact, Passage, Reading, explained, read_field
from records.checks import Check
from records.checks.timing import not_ahead
from records.fields import (
    BoundField,
    EDTFField,
    FoldedField,
    LineField,
    ProseField,
    SortDateField,
    SortKeyField,
    TermField,
    known_date,
)
from records.models import PublishableModel, Record, TrackedManager, TrackedQuerySet

from .areas import Area
from .partners import Partner
from .topics import Solution


def one_subject() -> models.CheckConstraint:
    """A constraint: a row is about a partner or about an area, one of them."""
    return models.CheckConstraint(
        condition=Q(partner__isnull=True, area__isnull=False) | Q(partner__isnull=False, area__isnull=True),
        name="%(app_label)s_%(class)s_one_subject",
        violation_error_message=_("Name a partner or an area, one of them."),
    )


# Two rows about nobody would be distinct to a database, since NULL equals nothing: hence the Coalesce
# in the unique constraints below (SQLite knows no NULLS NOT DISTINCT).


class DeploymentQuerySet(TrackedQuerySet):
    def with_subject(self) -> Self:
        """What was deployed, where, and by whom it was brought."""
        return self.select_related("solution", "partner", "area", "provider")


class Deployment(PublishableModel, Fact):
    """A solution at a partner or in an area, and how far that had come on the day it was told of."""

    collection = "deployments"
    table_order = 130
    key_fields = ("solution", "partner", "area", "provider")
    public_parents = ("solution", "partner", "area", "provider")
    column_names = (
        "solution",
        "partner",
        "area",
        "provider",
        "status",
        "state",
        "as_of",
        "as_of_earliest",
        "as_of_latest",
        "since",
        "since_earliest",
        "since_latest",
        "coverage",
    )

    class State(models.TextChoices):
        """How far it had come on a day; nobody knows of the days since."""

        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        IN_USE = "in_use", _("in use")
        ENDED = "ended", _("no longer in use")

    solution = models.ForeignKey(Solution, models.PROTECT, verbose_name=_("solution"), related_name="deployments")
    partner = models.ForeignKey(
        Partner, models.PROTECT, verbose_name=_("partner"), related_name="deployments", null=True, blank=True
    )
    area = models.ForeignKey(
        Area, models.PROTECT, verbose_name=_("area"), related_name="deployments", null=True, blank=True
    )
    provider = models.ForeignKey(
        Partner, models.PROTECT, verbose_name=_("provider"), related_name="provided_deployments", null=True, blank=True
    )
    state = TermField(
        _("state"),
        choices=State.choices,
        default=State.IN_USE,  # what all were taken for before there were states; the form has it chosen
        help_text=_("How far it had come, as the passage says; a plan is not in use."),
    )
    as_of = EDTFField(
        _("as of"), help_text=_("The day the state is told of: that of the article, if it gives no other.")
    )
    as_of_earliest = BoundField("as_of", "earliest")
    as_of_latest = BoundField("as_of", "latest")
    since = EDTFField(_("since"))
    since_earliest = BoundField("since", "earliest")
    since_latest = BoundField("since", "latest")
    coverage = ProseField(_("coverage"), max_length=1000, blank=True, help_text=_("Where and how widely it is used."))
    passages = models.ManyToManyField(
        Passage, through="DeploymentCitation", verbose_name=_("passages"), related_name="deployments", blank=True
    )

    objects = TrackedManager.from_queryset(DeploymentQuerySet)()

    class Meta(PublishableModel.Meta):
        verbose_name = _("deployment")
        verbose_name_plural = _("deployments")
        ordering = ("solution_id", "id")
        constraints = (
            explained(),
            known_date("as_of"),
            known_date("since"),
            one_subject(),
            models.UniqueConstraint(
                "solution",
                *(Coalesce(link, Value(0)) for link in ("partner", "area", "provider")),
                name="partnerships_deployment_once",
                violation_error_message=_("This deployment is already recorded."),
            ),
        )

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def subject(self) -> Partner | Area | None:
        return self.partner or self.area


class DeploymentCitation(Citation):
    fact = models.ForeignKey(Deployment, models.CASCADE, related_name="citations")


class DeploymentReading(Reading):
    citation = models.ForeignKey(DeploymentCitation, models.CASCADE, related_name="readings")
    field = read_field(provider=_("provider"))


class Indicator(Record):
    """What is counted or measured (SDMX), e.g. communes with 4G coverage."""

    collection = "indicators"
    table_order = 140
    column_names = ("slug", "status", "name", "unit", "description", "counts", "counterpart")

    class Counts(models.TextChoices):
        """What of the register is the same thing, so that a claim can be held against it."""

        DISTRICTS = "districts", _("district-level bodies with an agreement")
        STRATEGIC = "strategic", _("public bodies with a strategic cooperation agreement")

    name = LineField(_("name"), max_length=300)
    unit = LineField(_("unit"), max_length=60, help_text=_("E.g. %, xã, tài khoản."))
    description = ProseField(_("description"), max_length=2000, blank=True)
    counts = TermField(
        _("counted in the register as"),
        choices=Counts.choices,
        blank=True,
        help_text=_(
            "Only where the register can count the very same thing: claims are then shown beside what it holds."
        ),
    )
    counterpart = models.ForeignKey(
        Partner,
        models.PROTECT,
        verbose_name=_("agreements with"),
        related_name="counted_by",
        null=True,
        blank=True,
        help_text=_("The provider whose agreements are counted."),
    )
    folded = FoldedField(sources=("name", "description"))
    sort_key = SortKeyField(sources=("name",))

    class Meta(Record.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ("sort_key", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(counts="", counterpart__isnull=True) | (~Q(counts="") & Q(counterpart__isnull=False)),
                name="partnerships_indicator_counted_with",
                violation_error_message=_(
                    "What the register counts needs the provider of the agreements, and the reverse."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.name


class ObservationQuerySet(TrackedQuerySet):
    def counted(self) -> Self:
        """Of these, those that say how many of something there are that the register can count too."""
        held = Partner.public_q("indicator__counterpart__") & Q(indicator__counterpart__isnull=False)
        return self.with_subject().select_related("indicator__counterpart").filter(held, ~Q(indicator__counts=""))

    def with_subject(self) -> Self:
        """What was counted, and of whom or where."""
        return self.select_related("indicator", "partner", "area")


class Observation(PublishableModel, Fact):
    """The value of an indicator for a partner or an area on a day."""

    collection = "observations"
    table_order = 150
    key_fields = ("indicator", "partner", "area", "as_of")
    public_parents = ("indicator", "partner", "area")
    column_names = (
        "indicator",
        "partner",
        "area",
        "as_of",
        "status",
        "as_of_earliest",
        "as_of_latest",
        "value",
        "denominator",
        "bound",
        "target",
        "against_target",
    )

    class Bound(models.TextChoices):
        EXACT = "exact", _("exactly")
        ABOUT = "about", _("about")
        AT_LEAST = "at_least", _("at least")
        MORE_THAN = "more_than", _("more than")
        AT_MOST = "at_most", _("at most")
        ALMOST = "almost", _("almost")

    class Against(models.TextChoices):
        EXCEEDED = "exceeded", _("exceeds it")
        REACHED = "reached", _("reaches it")
        MISSED = "missed", _("misses it")

    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name=_("indicator"), related_name="observations")
    partner = models.ForeignKey(
        Partner, models.PROTECT, verbose_name=_("partner"), related_name="observations", null=True, blank=True
    )
    area = models.ForeignKey(
        Area, models.PROTECT, verbose_name=_("area"), related_name="observations", null=True, blank=True
    )
    as_of = EDTFField(_("as of"))
    as_of_earliest = BoundField("as_of", "earliest")
    as_of_latest = BoundField("as_of", "latest")
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=3)
    denominator = models.DecimalField(
        _("out of"), max_digits=16, decimal_places=3, null=True, blank=True, help_text=_("63 in “47/63 provinces”.")
    )
    bound = TermField(_("bound"), choices=Bound.choices, default=Bound.EXACT)
    target = LineField(
        _("target"),
        max_length=300,
        blank=True,
        help_text=_("What it is held against: a number, or the plan that sets one."),
    )
    against_target = TermField(
        _("against the target"),
        choices=Against.choices,
        blank=True,
        help_text=_("How it compares, as the passage says."),
    )
    passages = models.ManyToManyField(
        Passage, through="ObservationCitation", verbose_name=_("passages"), related_name="observations", blank=True
    )
    sort_date = SortDateField(sources=("as_of",))

    objects = TrackedManager.from_queryset(ObservationQuerySet)()

    class Meta(PublishableModel.Meta):
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ("indicator_id", "sort_date", "id")
        constraints = (
            explained(),
            known_date("as_of"),
            one_subject(),
            models.UniqueConstraint(
                "indicator",
                *(Coalesce(link, Value(0)) for link in ("partner", "area")),
                "as_of",
                name="partnerships_observation_once",
                violation_error_message=_("This observation is already recorded."),
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0),
                name="partnerships_observation_denominator",
                violation_error_message=_("“Out of” is more than zero."),
            ),
            models.CheckConstraint(
                condition=Q(against_target="") | ~Q(target=""),
                name="partnerships_observation_target",
                violation_error_message=_("Say which target it is held against."),
            ),
        )

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        return (*super().checks(), not_ahead("as_of", _("The day of the figure lies in the future: look at it again.")))

    def __str__(self) -> str:
        return f"{self.get_bound_display()} {self.value:f}"

    @property
    def subject(self) -> Partner | Area | None:
        return self.partner or self.area


class ObservationCitation(Citation):
    fact = models.ForeignKey(Observation, models.CASCADE, related_name="citations")
