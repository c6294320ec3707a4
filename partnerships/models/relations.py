"""How agreements stand to each other: renewals, amendments, parts."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models import Citation, Fact, Passage, explained
from records.checks import Check, Severity
from records.checks.cycles import on_cycle
from records.fields import TermField
from records.models import TrackedManager, TrackedModel, TrackedQuerySet


class RelationQuerySet(TrackedQuerySet):
    def continuing(self) -> Self:
        """What leads from one agreement to the next between the same sides."""
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
        EXTENDS = "extends", _("extends")

    # The same sides go on. What extends an agreement is none of these: there another body joins beside it.
    CONTINUING = (Kind.RENEWS, Kind.SUPERSEDES, Kind.FOLLOWS)

    agreement = models.ForeignKey("Agreement", models.CASCADE, verbose_name=_("agreement"), related_name="relations")
    kind = TermField(_("kind"), choices=Kind.choices)
    other = models.ForeignKey(
        "Agreement", models.PROTECT, verbose_name=_("other agreement"), related_name="related_from"
    )
    passages = models.ManyToManyField(
        Passage, through="RelationCitation", verbose_name=_("passages"), related_name="relations", blank=True
    )

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
        check = Check("circle", Severity.ERROR, lambda rows: on_cycle(rows, "agreement", "other"), sentence)
        return (*super().checks(), check)

    def clean_relations(self) -> None:
        """Refuse a chain that leads back to its beginning, whatever its links are."""
        self.refuse_circle("agreement", "other", _("This would make the agreement follow itself."))


class RelationCitation(Citation):
    fact = models.ForeignKey(AgreementRelation, models.CASCADE, related_name="citations")
