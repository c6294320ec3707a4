"""Serializers made from the columns of a model: flat rows are taken as they are read, so they cost no more than dicts.

Their fields are what the OpenAPI document says of a row; no value passes through them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, ClassVar
from urllib.parse import quote

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from records.columns import Column, as_dicts
from records.export import data_dictionary
from records.flat_rows import Condition, Flat, flat_of
from records.models import Record, TrackedModel

# How many rows of one kind a detail carries; `more` names the list that has the rest.
MOST_NESTED = 200
FIELDS: tuple[tuple[type[models.Field], type[serializers.Field]], ...] = (
    (models.BooleanField, serializers.BooleanField),
    (models.IntegerField, serializers.IntegerField),
    (models.DecimalField, serializers.FloatField),
    (models.DateField, serializers.DateField),
    (models.TimeField, serializers.TimeField),
)


def column_field(model: type[models.Model], column: Column) -> serializers.Field:
    if column.many:
        return serializers.ListField(child=serializers.CharField(), help_text=column.help or None)
    field = data_dictionary.value_field(model, column)
    text = column.help or data_dictionary.help_text(field)
    options: dict[str, Any] = {"allow_null": bool(field and field.null), **({"help_text": text} if text else {})}
    for kind, described in FIELDS:
        if isinstance(field, kind):
            return described(**options)
    if field is not None and field.choices:
        return serializers.ChoiceField(field.choices, allow_blank=field.blank, **options)
    return serializers.CharField(allow_blank=True, **options)


class RowSerializer(serializers.Serializer):
    """One flat row of `flat` as a JSON object, with its address, and with its key where that is no slug."""

    flat: ClassVar[Flat]

    def get_fields(self) -> dict[str, Any]:
        model: Any = self.flat.model
        fields: dict[str, Any] = {}
        if model.collection:
            fields["api_url"] = serializers.URLField(help_text=_("The address of its detail."))
            if not issubclass(model, Record):
                fields["key"] = serializers.CharField(help_text=_("Its name in addresses, parts joined by “~”."))
        return fields | {column.name: column_field(model, column) for column in self.flat.columns[1:]}

    def to_representation(self, row: tuple[Any, ...]) -> dict[str, Any]:
        model = self.flat.model
        (entry,) = as_dicts([row], self.flat.columns)
        del entry["pk"]
        for name in self.flat.decimals:
            if (value := entry[name]) is not None:
                entry[name] = int(value) if value == int(value) else float(value)
        if not model.collection:
            return entry
        key = model.key_in(entry)
        identity = {} if issubclass(model, Record) else {"key": key}
        return {"api_url": f"{self.address}{quote(key, safe='')}/", **identity, **entry}

    @cached_property
    def address(self) -> str:
        return self.address_of(self.flat.model)

    def address_of(self, model: type[TrackedModel]) -> str:
        return self.context["request"].build_absolute_uri(reverse(f"api:{model.collection}-list"))

    def nest(self, row_class: type[RowSerializer], rows: Iterable[tuple[Any, ...]]) -> Any:
        return row_class(rows, many=True, context=self.context).data


@cache
def make_serializer(flat: Flat, name: str, base: type[RowSerializer], **members: Any) -> Any:
    """A subclass of `base` for the rows of `flat`, called `name` in the OpenAPI document."""
    return type(name, (base,), {"flat": flat, "__doc__": flat.model.__doc__, **members})


@dataclass(frozen=True, eq=False)
class Nested:
    """Public rows of another model that a detail carries under `name`.

    `within`: the lookup from those rows to the record, or a function of its primary key that gives a Q.
    `extra`: columns beside those of the list, e.g. the name of a partner. `columns`: all there are, for a
    model that has no list. `single`: one row or null. `listed`: the parameter of the list of those rows that finds
    the same ones; where there is one, only the first MOST_NESTED are carried.
    """

    name: str
    model: type[TrackedModel]
    within: Condition
    extra: tuple[Column, ...] = ()
    columns: tuple[Column, ...] = ()
    single: bool = False
    listed: str = ""

    @cached_property
    def flat(self) -> Flat:
        # Without columns of its own it is the row of the list, for the document too.
        return flat_of(self.model, self.extra, self.columns) if self.extra or self.columns else flat_of(self.model)

    def rows(self, pk: Any) -> list[tuple[Any, ...]]:
        return self.flat.where(self.within, pk, MOST_NESTED + 1 if self.listed else None)


class DetailSerializer(RowSerializer):
    """A flat row and what it nests; `more` names the lists of what is too much to nest."""

    nested: ClassVar[tuple[Nested, ...]] = ()

    @classmethod
    def row_class(cls, nested: Nested, base: type[RowSerializer] = RowSerializer, prefix: str = "") -> Any:
        """The serializer of nested rows; with columns of its own it has a name of its own in the document."""
        name = f"{prefix}{nested.model.__name__}"
        if nested.extra:
            name = f"{cls.flat.model.__name__}{nested.name.title().replace('_', '')}"
        return make_serializer(nested.flat, name, base)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for nested in self.nested:
            row_class = self.row_class(nested)
            fields[nested.name] = row_class(allow_null=True) if nested.single else row_class(many=True)
        if any(nested.listed for nested in self.nested):
            text = _("Where a nested list is cut: the address of the whole.")
            fields["more"] = serializers.DictField(child=serializers.URLField(), help_text=text)
        return fields

    def to_representation(self, row: tuple[Any, ...]) -> dict[str, Any]:
        entry, more = super().to_representation(row), {}
        for nested in self.nested:
            rows = nested.rows(row[0])
            if nested.listed and len(rows) > MOST_NESTED:
                rows = rows[:MOST_NESTED]
                more[nested.name] = f"{self.address_of(nested.model)}?{nested.listed}={entry['slug']}"
            entries = self.nest(self.row_class(nested), rows)
            entry[nested.name] = next(iter(entries), None) if nested.single else entries
        if any(nested.listed for nested in self.nested):
            entry["more"] = more
        return entry
