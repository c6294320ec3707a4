"""How agreements stand to each other: renewals, amendments, parts."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from articles.models import Citation, Fact, cited_passages, explained
from records.checks import Check, Severity, no_circle
from records.fields import TermField
from records.models import TrackedManager, TrackedModel, TrackedQuerySet

from .parties import Party


class RelationQuerySet(TrackedQuerySet):
    def continuing(self) -> Self:
        return self.filter(kind__in=AgreementRelation.CONTINUING)


class AgreementRelation(Fact):
    """How an agreement stands to an earlier or larger one: `agreement` renews `other`."""

    collection = "relations"
    table_order = 50
    key_fields = ("agreement", "kind", "other")
    public_parents = ("agreement", "other")
    column_names = ("agreement", "kind", "other")

    class Kind(models.TextChoices):
        RENEWS = "renews", _("renews")
        SUPERSEDES = "supersedes", _("supersedes")
        AMENDS = "amends", _("amends")
        PART_OF = "part_of", _("is part of")
        FOLLOWS = "follows", _("follows")
        EXTENDS = "extends", _("was also signed beside")

    # The same sides go on. What extends an agreement is none of these: there another body joins beside it.
    CONTINUING = (Kind.RENEWS, Kind.SUPERSEDES, Kind.FOLLOWS)

    agreement = models.ForeignKey("Agreement", models.CASCADE, verbose_name=_("agreement"), related_name="relations")
    kind = TermField(_("kind"), choices=Kind.choices)
    other = models.ForeignKey(
        "Agreement", models.PROTECT, verbose_name=_("other agreement"), related_name="related_from"
    )
    passages = cited_passages("RelationCitation", "relations")

    objects = TrackedManager.from_queryset(RelationQuerySet)()

    class Meta(TrackedModel.Meta):
        verbose_name = _("relation of agreements")
        verbose_name_plural = _("relations of agreements")
        ordering = ("agreement_id", "id")
        constraints = (
            explained(),
            models.UniqueConstraint(
                fields=("agreement", "kind", "other"),
                name="partnerships_relation_once",
                violation_error_message=_("This relation is already recorded."),
            ),
            models.CheckConstraint(
                condition=~Q(agreement=F("other")),
                name="partnerships_relation_not_itself",
                violation_error_message=_("An agreement does not relate to itself."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.pk})"

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        sentence = _("The agreement follows itself, by way of others: correct one of these relations.")
        early = _("It begins before the agreement that it renews or follows has ended: look at both periods again.")
        late = _("It begins later than the agreement that it renews or follows has ended: is there one between them?")
        return (
            *super().checks(),
            no_circle("circle", "agreement", "other", sentence),
            Check(
                "other-sides",
                Severity.WARNING,
                cls._between_other_sides,
                _("What renews, replaces or follows joins the same sides: correct the relation or the parties."),
                reads=tuple(
                    f"{of}parties__partner__successions_{way}"
                    for of in ("agreement__", "other__")
                    for way in ("to__successor", "from__predecessor")
                ),
            ),
            Check("periods-overlap", Severity.WARNING, cls._overlapping, early),
            Check("periods-apart", Severity.WARNING, cls._apart, late),
        )

    @classmethod
    def _between_other_sides(cls, rows: models.QuerySet) -> models.QuerySet:
        """Those that continue, both of whose agreements have principals, one of which is missing on the other."""

        def principals(of: str) -> models.QuerySet:
            return Party.objects.filter(agreement=OuterRef(of), role=Party.Role.PRINCIPAL)

        def missing(here: str, there: str) -> Exists:
            # What has taken the place of a partner is the same side.
            same = Q(partner=OuterRef("partner"))
            same |= Q(partner__successions_to__successor=OuterRef("partner"))
            same |= Q(partner__successions_from__predecessor=OuterRef("partner"))
            held = Party.objects.filter(same, agreement=OuterRef(OuterRef(there)))
            return Exists(principals(here).exclude(Exists(held)))

        both = rows.filter(Exists(principals("agreement")), Exists(principals("other")), kind__in=cls.CONTINUING)
        return both.filter(missing("agreement", "other") | missing("other", "agreement"))

    @classmethod
    def _in_turn(cls, rows: models.QuerySet) -> models.QuerySet:
        """Those of which one begins when the other ends; what is replaced, or was ended early, ends earlier."""
        return rows.filter(kind__in=(cls.Kind.RENEWS, cls.Kind.FOLLOWS), other__terminated="")

    @classmethod
    def _overlapping(cls, rows: models.QuerySet) -> models.QuerySet:
        return cls._in_turn(rows).filter(other__period_ends_earliest__gt=F("agreement__period_starts_latest"))

    @classmethod
    def _apart(cls, rows: models.QuerySet) -> models.QuerySet:
        next_day = ExpressionWrapper(F("other__period_latest") + timedelta(days=1), output_field=DateField())
        return cls._in_turn(rows).filter(agreement__period_earliest__gt=next_day)


class RelationCitation(Citation):
    fact = models.ForeignKey(AgreementRelation, models.CASCADE, related_name="citations")
