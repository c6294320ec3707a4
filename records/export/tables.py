"""The tables of the register by the name they have in addresses, imports and downloads."""

import difflib
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

from records.models import Link, TrackedModel

Table = TypeVar("Table", bound=Model)


class UnknownTable(LookupError):
    """There is no table of that name; the text says which there are."""


@cache
def tables() -> dict[str, type[TrackedModel]]:
    """Every collection and its model, in alphabetical order."""
    named = {
        model.collection: model for model in apps.get_models() if issubclass(model, TrackedModel) and model.collection
    }
    return dict(sorted(named.items()))


def tables_in_order() -> list[type[TrackedModel]]:
    """Every table, what a reader looks for first at the top."""
    return sorted(tables().values(), key=lambda model: model.table_order)


def by_dependency(models: Iterable[type[Table]]) -> list[type[Table]]:
    """The models, each after those that its rows refer to, themselves or by way of a link."""
    chosen = dict.fromkeys(models)
    needs = {model: [other for other in _named(model) if other in chosen and other is not model] for model in chosen}
    return list(TopologicalSorter(needs).static_order())


def _named(model: Any) -> Iterator[Any]:
    for field in (*model._meta.fields, *model._meta.many_to_many):
        if field.is_relation:
            yield field.related_model
            if issubclass(field.related_model, Link):
                yield from _named(field.related_model)


def table(name: str) -> type[TrackedModel]:
    """Return the model of the collection `name`.

    Raises:
        UnknownTable: with the nearest name and all of them.
    """
    if name in tables():
        return tables()[name]
    told = {"name": name, "listed": ", ".join(tables())}
    if near := difflib.get_close_matches(name, tables(), n=1):
        said = _("There is no table “%(name)s”. Did you mean “%(near)s”? The tables are: %(listed)s.")
        raise UnknownTable(said % {**told, "near": near[0]})
    raise UnknownTable(_("There is no table “%(name)s”. The tables are: %(listed)s.") % told)


def export_order(model: type[TrackedModel]) -> tuple[str, ...]:
    """By slug, or by that of what a row is part of and then as entered: read again, it stays the same."""
    first: Any = model._meta.get_field(model.key_fields[0])
    return (f"{first.name}__slug", "pk") if first.is_relation else (first.name,)
