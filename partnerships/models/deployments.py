"""What was deployed, where, and how far it had come on the day it was told of."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.models import Citation, Fact, Reading, cited_passages, explained, read_field
from records.checks import Check, not_ahead
from records.constraints import known_date, rule
from records.fields import EDTFField, ProseField, TermField, bounds
from records.indexes import KnownFirst
from records.models import PublishableModel, TrackedManager, TrackedQuerySet
from records.upgrades import lacks

from .areas import Area
from .partners import Partner
from .topics import Solution


class OfPartnerOrArea(models.Model):
    """About a partner or about an area, one of them.

    Two rows about nobody would be distinct to a database, since NULL equals nothing: hence the Coalesce in unique
    constraints (SQLite knows no NULLS NOT DISTINCT).
    """

    partner = models.ForeignKey(
        Partner, models.PROTECT, verbose_name=_("partner"), related_name="%(class)ss", null=True, blank=True
    )
    area = models.ForeignKey(
        Area, models.PROTECT, verbose_name=_("area"), related_name="%(class)ss", null=True, blank=True
    )

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            rule(
                "one_subject",
                Q(partner__isnull=True, area__isnull=False) | Q(partner__isnull=False, area__isnull=True),
                _("Name a partner or an area, one of them."),
            ),
        )

    @property
    def subject(self) -> Partner | Area | None:
        return self.partner or self.area


class DeploymentQuerySet(TrackedQuerySet):
    def with_subject(self) -> Self:
        return self.select_related("solution", "partner", "area", "provider")


class Deployment(OfPartnerOrArea, PublishableModel, Fact):
    """A solution at a partner or in an area, and how far that had come on the day it was told of."""

    collection = "deployments"
    table_order = 130
    shows_far = ("partners",)  # of which passages say that they provide it
    key_fields = ("solution", "partner", "area", "provider")
    public_parents = ("solution", "partner", "area", "provider")
    column_names = tuple(
        "solution partner area provider status state "
        "as_of as_of_earliest as_of_latest since since_earliest since_latest coverage".split()
    )

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        BUILT = "built", _("built")  # of which no passage says that it is used
        IN_USE = "in_use", _("in use")
        ENDED = "ended", _("no longer in use")

    former = (lacks("state", State.IN_USE),)

    solution = models.ForeignKey(Solution, models.PROTECT, verbose_name=_("solution"), related_name="deployments")
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
    as_of_earliest, as_of_latest = bounds("as_of")
    since = EDTFField(_("since"))
    since_earliest, since_latest = bounds("since")
    coverage = ProseField(_("coverage"), max_length=1000, blank=True, help_text=_("Where and how widely it is used."))
    passages = cited_passages("DeploymentCitation", "deployments")

    objects = TrackedManager.from_queryset(DeploymentQuerySet)()

    class Meta(OfPartnerOrArea.Meta, PublishableModel.Meta):
        verbose_name = _("deployment")
        verbose_name_plural = _("deployments")
        ordering = ("solution_id", "id")
        indexes = (
            models.Index(fields=("status", "solution", "id"), name="partnerships_deployment_list"),
            models.Index(fields=("status", "as_of_latest", "id"), name="partnerships_deployment_as_of"),
            KnownFirst(fields=("status", "-as_of_latest", "-id"), name="partnerships_deployment_last"),
        )
        constraints = (
            explained(),
            known_date("as_of"),
            known_date("since"),
            *OfPartnerOrArea.Meta.constraints,
            models.UniqueConstraint(
                "solution",
                *(Coalesce(link, Value(0)) for link in ("partner", "area", "provider")),
                name="partnerships_deployment_once",
                violation_error_message=_("This deployment is already recorded."),
            ),
        )

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        told = _("The day that it is told of lies in the future: look at it again.")
        begun = _("It is told as begun, and the day since when lies in the future: is it only planned?")
        return (
            *super().checks(),
            not_ahead(told, "as_of"),
            not_ahead(begun, "since", among=~Q(state=cls.State.PLANNED)),
        )

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class DeploymentCitation(Citation):
    fact = models.ForeignKey(Deployment, models.CASCADE, related_name="citations")


class DeploymentReading(Reading):
    citation = models.ForeignKey(DeploymentCitation, models.CASCADE, related_name="readings")
    field = read_field(provider=_("provider"))
