"""What is counted or measured, and its values as of a day."""

from typing import Self

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.models import Citation, Fact, cited_passages, explained
from records.checks import Check, Severity, not_ahead, said_and_recorded
from records.constraints import known_date, rule
from records.fields import EDTFField, FoldedField, LineField, ProseField, SortDateField, SortKeyField, TermField, bounds
from records.indexes import KnownFirst
from records.models import PublishableModel, Record, TrackedManager, TrackedQuerySet

from .claims import with_held
from .deployments import OfPartnerOrArea
from .partners import Partner


class Indicator(Record):
    """What is counted or measured (SDMX), e.g. communes with 4G coverage."""

    collection = "indicators"
    table_order = 140
    column_names = ("slug", "status", "name", "unit", "description", "counts", "counterpart")

    class Counts(models.TextChoices):
        """What of the register is the same thing, so that a claim can be held against it."""

        DISTRICTS = "districts", _("district-level bodies with an agreement")
        STRATEGIC = "strategic", _("public bodies in strategic cooperation")

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
            *Record.Meta.constraints,
            rule(
                "counted_with",
                Q(counts="", counterpart__isnull=True) | (~Q(counts="") & Q(counterpart__isnull=False)),
                _("What the register counts needs the provider of the agreements, and the reverse."),
            ),
        )

    @property
    def is_rank(self) -> bool:
        """Of its values the smallest is the best; its unit says so."""
        return self.unit.casefold() == "hạng"


class ObservationQuerySet(TrackedQuerySet):
    def counted(self) -> Self:
        """Of these, those that say how many of something there are that the register can count too."""
        held = Partner.public_q("indicator__counterpart__") & Q(indicator__counterpart__isnull=False)
        return self.with_subject().select_related("indicator__counterpart").filter(held, ~Q(indicator__counts=""))

    def with_subject(self) -> Self:
        return self.select_related("indicator", "partner", "area")


class Observation(OfPartnerOrArea, PublishableModel, Fact):
    """The value of an indicator for a partner or an area on a day."""

    collection = "observations"
    table_order = 150
    key_fields = ("indicator", "partner", "area", "as_of")
    public_parents = ("indicator", "partner", "area")
    column_names = tuple(
        "indicator partner area as_of status as_of_earliest as_of_latest "
        "value denominator bound target against_target".split()
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
    as_of = EDTFField(_("as of"))
    as_of_earliest, as_of_latest = bounds("as_of")
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
    passages = cited_passages("ObservationCitation", "observations")
    sort_date = SortDateField(sources=("as_of",))

    objects = TrackedManager.from_queryset(ObservationQuerySet)()

    class Meta(OfPartnerOrArea.Meta, PublishableModel.Meta):
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ("indicator_id", "sort_date", "id")
        indexes = (
            models.Index(fields=("status", "as_of_latest", "id"), name="partnerships_observed_as_of"),
            KnownFirst(fields=("status", "-as_of_latest", "-id"), name="partnerships_observed_last"),
            models.Index(fields=("status", "value", "id"), name="partnerships_observed_value"),
            models.Index(fields=("status", "indicator", "sort_date", "id"), name="partnerships_observed_shown"),
        )
        constraints = (
            explained(),
            known_date("as_of"),
            *OfPartnerOrArea.Meta.constraints,
            models.UniqueConstraint(
                "indicator",
                *(Coalesce(link, Value(0)) for link in ("partner", "area")),
                "as_of",
                name="partnerships_observation_once",
                violation_error_message=_("This observation is already recorded."),
            ),
            rule("denominator", Q(denominator__isnull=True) | Q(denominator__gt=0), _("“Out of” is more than zero.")),
            rule("target", Q(against_target="") | ~Q(target=""), _("Say which target it is held against.")),
        )

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        differs = Check(
            "claim-differs",
            Severity.WARNING,
            lambda rows: rows.filter(pk__in=[row.pk for row, found in with_held(rows) if found.differs_from(row)]),
            _("The register holds another number of what is counted: look for what is missing, or too many."),
            figures=lambda rows: {
                row.pk: said_and_recorded(row, len(found.parties))
                for row, found in with_held(cls.objects.filter(pk__in=[each.pk for each in rows]))
            },
        )
        return (
            *super().checks(),
            differs,
            not_ahead(_("The day of the figure lies in the future: look at it again."), "as_of"),
        )

    def __str__(self) -> str:
        return f"{self.get_bound_display()} {self.value.normalize():f}"


class ObservationCitation(Citation):
    fact = models.ForeignKey(Observation, models.CASCADE, related_name="citations")
