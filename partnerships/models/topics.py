"""What is cooperated on (topics) and what is delivered (solutions)."""

from typing import Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from records.columns import Column, field_columns, parted
from records.fields import FoldedField, LineField, ProseField, SortKeyField
from records.models import Record, RecordManager, TrackedQuerySet

from .partners import Partner


class Topic(Record):
    """An entry of the taxonomy, labelled in both languages."""

    collection = "topics"
    table_order = 110

    label_vi = LineField(_("label in Vietnamese"), max_length=200)
    label_en = LineField(_("label in English"), max_length=200)
    synonyms = LineField(_("synonyms"), max_length=1000, blank=True, help_text=_("Separated by “;”."))
    description = ProseField(_("description"), max_length=2000, blank=True)
    folded = FoldedField(sources=("label_vi", "label_en", "synonyms", "description"))
    sort_key = SortKeyField(sources=("label_vi",))
    sort_key_en = SortKeyField(sources=("label_en",), db_default="")  # which the release before does not write

    class Meta(Record.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("sort_key", "id")

    def __str__(self) -> str:
        return self.label_en if get_language() == "en" else self.label_vi

    @property
    def english(self) -> str:
        return self.label_en

    @property
    def in_a_sentence(self) -> str:
        """Without the capital that a label begins with, unless it is one of an abbreviation."""
        label = str(self)
        return label if label[1:2].isupper() else label[:1].lower() + label[1:]

    @classmethod
    def own_columns(cls) -> tuple[Column, ...]:
        first = field_columns(cls, "slug", "status", "label_vi", "label_en")
        return (*first, Column("synonyms", many=True), *field_columns(cls, "description"))

    @property
    def synonym_list(self) -> list[str]:
        return parted(self.synonyms)


class SolutionQuerySet(TrackedQuerySet):
    def with_related(self) -> Self:
        return self.prefetch_related(models.Prefetch("provider", Partner.objects.public()))


class Solution(Record):
    """A product or service, e.g. VNPT iOffice; where it runs is a `Deployment`."""

    collection = "solutions"
    table_order = 120

    name = LineField(_("name"), max_length=200)
    provider = models.ForeignKey(
        Partner, models.PROTECT, verbose_name=_("provider"), related_name="solutions", null=True, blank=True
    )
    synonyms = LineField(_("synonyms"), max_length=1000, blank=True, help_text=_("Separated by “;”."))
    description = ProseField(_("description"), max_length=2000, blank=True)
    folded = FoldedField(sources=("name", "synonyms", "description"))
    sort_key = SortKeyField(sources=("name",))

    objects = RecordManager.from_queryset(SolutionQuerySet)()

    class Meta(Record.Meta):
        verbose_name = _("solution")
        verbose_name_plural = _("solutions")
        ordering = ("sort_key", "id")

    @classmethod
    def own_columns(cls) -> tuple[Column, ...]:
        first = field_columns(cls, "slug", "status", "name", "provider")
        return (*first, Column("synonyms", many=True), *field_columns(cls, "description"))

    @property
    def synonym_list(self) -> list[str]:
        return parted(self.synonyms)
