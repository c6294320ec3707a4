"""Serializers made from the columns of a model: flat rows are taken as they are read, so they cost no more than dicts.

Their fields are what the OpenAPI document says of a row; no value passes through them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from typing import Any, ClassVar, cast
from urllib.parse import quote
from uuid import UUID

from django.db import models
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from records.changes import lasting_ids, ledger_columns
from records.columns import Column, as_dicts
from records.export import data_dictionary
from records.flat_rows import Condition, Flat, flat_of
from records.models import Record, TrackedModel

Rows = Sequence[tuple[Any, ...]]
Entries = Sequence[dict[str, Any]]
# How many rows of one kind a detail carries; `more` names the list that has the rest.
MOST_NESTED = 200
MOST_NESTED_IN_LISTS = 20  # of each row of a list; fewer where many rows carry many kinds
MOST_NESTED_IN_ALL = 2_000  # about, of a whole list
CLOCK = r"^\d\d:\d\d:\d\d$"
BOUNDS = ("earliest", "latest")
FIELDS: tuple[tuple[type[models.Field], type[serializers.Field]], ...] = (
    (models.BooleanField, serializers.BooleanField),
    (models.UUIDField, serializers.UUIDField),
    (models.DateTimeField, serializers.DateTimeField),
    (models.IntegerField, serializers.IntegerField),
    (models.DecimalField, serializers.FloatField),
    (models.DateField, serializers.DateField),
)


def listed_row(model: type[TrackedModel], extra: tuple[Column, ...] = ()) -> Flat:
    """As `flat_of`, and of rows of a collection their lasting id and the time of their last change."""
    return flat_of(model, (*(ledger_columns(model) if model.collection else ()), *extra))


def column_field(model: type[models.Model], column: Column) -> serializers.Field:
    if column.many:
        child = object_class(*column.keys)() if column.keys else serializers.CharField()
        return serializers.ListField(child=child, help_text=column.help or None)
    field = data_dictionary.value_field(model, column)
    text = column.help or data_dictionary.help_text(field)
    options: dict[str, Any] = {"allow_null": bool(field and field.null), **({"help_text": text} if text else {})}
    for kind, described in FIELDS:
        if isinstance(field, kind):
            return described(**options)
    if isinstance(field, models.TimeField):
        # No time of RFC 3339, which has a zone or an offset.
        return serializers.RegexField(CLOCK, **(options | {"help_text": _("As printed, in Viet Nam: 08:01:00.")}))
    if field is not None and field.choices:
        return serializers.ChoiceField(field.choices, allow_blank=field.blank, **options)
    if column.item:
        return serializers.CharField(**(options | {"allow_null": True}))
    return serializers.CharField(allow_blank=True, **options)


@cache
def object_class(*keys: str) -> Any:
    fields: dict[str, Any] = {key: serializers.CharField(allow_blank=True) for key in keys}
    fields |= {key: serializers.DateField(allow_null=True) for key in BOUNDS if key in keys}
    return type("".join(key.title() for key in keys), (serializers.Serializer,), fields)


class RowSerializer(serializers.Serializer):
    """One flat row of `flat` as a JSON object, with its address, and with its key where that is no slug."""

    flat: ClassVar[Flat]

    def get_fields(self) -> dict[str, Any]:
        model: Any = self.flat.model
        columns = {column.name: column_field(model, column) for column in self.flat.columns[1:]}
        fields: dict[str, Any] = {}
        if model.collection:
            fields |= {name: columns[name] for name in ("id", "updated")}
            fields["api_url"] = serializers.URLField(help_text=_("The address of its detail."))
            text = _("The page that shows it to people, in the language of the answer.")
            fields["page_url"] = serializers.URLField(help_text=text, allow_null=True)
            if not issubclass(model, Record):
                fields["key"] = serializers.CharField(help_text=_("Its name in addresses, parts joined by “~”."))
        return fields | {name: field for name, field in columns.items() if name not in fields}

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
        known, changed = entry.pop("id"), entry.pop("updated")
        lasting = {
            "id": str(UUID(str(known))) if known else None,
            "updated": f"{str(changed)[:19].replace(' ', 'T')}Z" if known else None,
        }
        page, column = self.page
        page_url = f"{page}{entry[column]}/" if page else None
        addresses = {"api_url": f"{self.address}{quote(key, safe='')}/", "page_url": page_url}
        return {**lasting, **addresses, **identity, **entry}

    def entries(self, rows: Rows) -> list[dict[str, Any]]:
        """The rows as objects; what is not noted yet has the id under which it will be, and is as of now."""
        entries, model = [self.to_representation(row) for row in rows], self.flat.model
        if model.collection and not all(entry["id"] for entry in entries):
            new = [(row[0], entry) for row, entry in zip(rows, entries, strict=True) if not entry["id"]]
            ids = lasting_ids(model, {pk: model.key_in(entry) for pk, entry in new})
            for pk, entry in new:
                entry |= {"id": str(ids[pk]), "updated": f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}"}
        return entries

    @cached_property
    def page(self) -> tuple[str, str]:
        """The beginning of the addresses of pages that show such rows, empty where none does; the column of slugs."""
        model, column = cast("Any", self.flat.model), self.flat.model.key_fields[0]
        if column != "slug":
            model = model._meta.get_field(column).related_model
        try:
            page = reverse(model._meta.model_name, args=["-"])
        except NoReverseMatch:
            return "", column
        return self.context["request"].build_absolute_uri(page).removesuffix("-/"), column

    @cached_property
    def address(self) -> str:
        return self.address_of(self.flat.model)

    def address_of(self, model: type[TrackedModel]) -> str:
        return self.context["request"].build_absolute_uri(reverse(f"api:{model.collection}-list"))


@cache
def make_serializer(flat: Flat, name: str, base: type[RowSerializer], **members: Any) -> Any:
    """A subclass of `base` for the rows of `flat`, called `name` in the OpenAPI document."""
    return type(name, (base,), {"flat": flat, "__doc__": flat.model.__doc__, **members})


@dataclass(frozen=True, eq=False)
class Nested:
    """Public rows of another model that a detail, or a list that is asked to, carries under `name`.

    `within`: the lookup from those rows to the record, or a function of its primary key that gives a Q, which lists
    do not offer. `extra`: columns beside those of the list, e.g. the name of a partner. `single`: one row or null.
    `listed`: the parameter of the list of those rows that finds the same ones; where there is one, only the first are
    carried.
    """

    name: str
    model: type[TrackedModel]
    within: Condition
    extra: tuple[Column, ...] = ()
    single: bool = False
    listed: str = ""

    @cached_property
    def flat(self) -> Flat:
        return listed_row(self.model, self.extra)

    def rows(self, pk: Any) -> list[tuple[Any, ...]]:
        return self.flat.where(self.within, pk, MOST_NESTED + 1 if self.listed else None)

    def rows_of(self, keys: Sequence[int], most: int) -> dict[int, list[tuple[Any, ...]]]:
        """The rows of each of several records, at most `most` and one more of what has a list: two queries."""
        within, order = cast("str", self.within), cast("Any", self.model._meta.ordering)
        found = self.model._default_manager.public().filter(**{f"{within}__in": keys})
        if self.listed:
            nth = Window(RowNumber(), partition_by=F(within), order_by=order)
            found = found.annotate(nth_of_its=nth).filter(nth_of_its__lte=most + 1)
        pairs = list(found.values_list(within, "pk"))
        by_key = {row[0]: row for row in self.flat.of(list({key for _of, key in pairs}))}
        rows: dict[int, list[tuple[Any, ...]]] = {key: [] for key in keys}
        for of, key in pairs:
            if key in by_key:  # or it has just gone
                rows[of].append(by_key[key])
        return rows


class DetailSerializer(RowSerializer):
    """A flat row and, in `nested`, rows of other tables that belong to it; its `more` names lists of what is cut."""

    nested: ClassVar[tuple[Nested, ...]] = ()

    @classmethod
    def offered(cls, lists: bool = False) -> list[str]:
        """What can be nested in a detail, or in the rows of `lists`."""
        return [nested.name for nested in cls.nested if not (lists and callable(nested.within))]

    @classmethod
    def row_class(cls, nested: Nested) -> Any:
        """The serializer of nested rows; with columns of its own it has a name of its own in the document."""
        name = nested.model.__name__
        if nested.extra:
            name = f"{cls.flat.model.__name__}{nested.name.title().replace('_', '')}"
        return make_serializer(nested.flat, name, RowSerializer)

    def nested_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for nested in self.nested:
            row_class = self.row_class(nested)
            fields[nested.name] = row_class(allow_null=True) if nested.single else row_class(many=True)
        if any(nested.listed for nested in self.nested):
            text = _("Where rows are cut: the address of all of them.")
            fields["more"] = serializers.DictField(child=serializers.URLField(), help_text=text)
        return fields

    def get_fields(self) -> dict[str, Any]:
        fields, nested = super().get_fields(), self.nested_fields()
        name = f"{self.flat.model.__name__}Nested"
        return fields | {"nested": inline_serializer(name, nested)} if nested else fields

    def nest(self, rows: Rows, entries: Entries, names: Collection[str], *, lists: bool) -> None:
        """Put into each of `entries`, which were made of `rows`, what it nests of `names`."""
        keys, most = [row[0] for row in rows], MOST_NESTED
        if lists:
            most = max(1, min(MOST_NESTED_IN_LISTS, MOST_NESTED_IN_ALL // (len(names) * len(keys) or 1)))
        for entry in entries:
            entry["nested"] = {}
        for nested in (nested for nested in self.nested if nested.name in names):
            found = nested.rows_of(keys, most) if lists else {key: nested.rows(key) for key in keys}
            serializer = self.row_class(nested)(context=self.context)
            told = iter(serializer.entries([row for key in keys for row in found[key]]))  # those of all at once
            for key, entry in zip(keys, entries, strict=True):
                below = [*islice(told, len(found[key]))]
                if nested.listed:
                    more = entry["nested"].setdefault("more", {})
                    if len(below) > most:
                        below = below[:most]
                        more[nested.name] = f"{self.address_of(nested.model)}?{nested.listed}={entry['slug']}"
                entry["nested"][nested.name] = next(iter(below), None) if nested.single else below
