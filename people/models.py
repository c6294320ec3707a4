"""Persons and the names they go by; what they signed is the business of the apps above."""

from typing import Self

from django.db import models
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from records.checks import Check
from records.checks.look_alikes import look_alikes
from records.columns import Column, field_columns, joined
from records.constraints import once, single_name
from records.fields import FoldedField, LineField, SortKeyField
from records.models import Record, RecordManager, TrackedModel, TrackedQuerySet


class PersonQuerySet(TrackedQuerySet):
    def with_related(self) -> Self:
        return self.prefetch_related("names")


class Person(Record):
    """One human being. Two may bear one name: the slug and the description tell them apart."""

    collection = "people"
    table_order = 80
    searched = ("folded", "names__folded")

    name = LineField(_("name"), max_length=200, help_text=_("Without title or honorific."))
    description = LineField(
        _("description"), max_length=300, blank=True, help_text=_("Half a line that tells namesakes apart.")
    )
    folded = FoldedField(sources=("name", "description"))
    sort_key = SortKeyField(sources=("name",))

    objects = RecordManager.from_queryset(PersonQuerySet)()

    class Meta(Record.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("sort_key", "id")
        indexes = (models.Index(fields=("status", "sort_key", "id"), name="people_person_name"),)

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        return (*super().checks(), look_alikes())

    @classmethod
    def own_columns(cls) -> tuple[Column, ...]:
        names = joined(PersonName.objects.filter(person=OuterRef("pk")), "name", "sort_key", "id")
        return (
            *field_columns(cls, "slug", "status", "name"),
            Column("names", names, many=True, label=_("other names"), help=_("Variants as printed.")),
            *field_columns(cls, "description"),
        )


class PersonName(TrackedModel):
    """A way an article prints a person's name."""

    key_fields = ("person", "name")
    public_parents = ("person",)

    person = models.ForeignKey(Person, models.CASCADE, verbose_name=_("person"), related_name="names")
    name = LineField(_("name"), max_length=200)
    folded = FoldedField(sources=("name",))
    sort_key = SortKeyField(sources=("name",))

    class Meta(TrackedModel.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ("sort_key", "id")
        constraints = (single_name(), once("person", "name", sentence=_("This person already has that name.")))
