"""The dependents of a record: published records that refer to it, or whose parts or citations do.

A record may be withdrawn all the same, for what turned out wrong must go at once. Its dependents stay published, or
are hidden with it, so whoever withdraws it sees how many there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import ngettext

from .models import PublishableModel, Status, TrackedModel


class _Reference(NamedTuple):
    """How rows of `model` refer to a record: by the column `link`, and as parts of the records at `path`."""

    model: type[TrackedModel]
    link: str
    path: str
    record: type[PublishableModel]


@cache
def _references(target: type[PublishableModel]) -> list[_Reference]:
    return [reference for relation in relations_to(target) if (reference := _reference(target, relation))]


def relations_to(target: type[TrackedModel]) -> list[Any]:
    """The foreign keys of our tables that point to rows of `target`, seen from there; citations have no name there."""
    fields: list[Any] = target._meta.get_fields(include_hidden=True)
    related = (field for field in fields if field.auto_created and not field.concrete and not field.many_to_many)
    return [relation for relation in related if issubclass(relation.related_model, TrackedModel)]


def _reference(target: type[PublishableModel], relation: Any) -> _Reference | None:
    model, steps = relation.related_model, []
    record = model
    while not issubclass(record, PublishableModel):
        steps.append(record.key_fields[0])
        record = record._meta.get_field(record.key_fields[0]).related_model
    if record is target and steps == [relation.field.name]:
        return None  # a part of the record itself
    return _Reference(model, relation.field.attname, "".join(f"{step}__" for step in steps), record)


def dependents_of(target: type[PublishableModel], keys: Collection[int]) -> dict[int, Counter[type[PublishableModel]]]:
    """How many published records of each table depend on each of the rows `keys` of `target`, other than itself."""
    found: dict[int, dict[type[PublishableModel], set[int]]] = defaultdict(lambda: defaultdict(set))
    for reference in _references(target) if keys else ():
        published = {f"{reference.path}status": Status.PUBLISHED, f"{reference.link}__in": list(keys)}
        rows = reference.model._default_manager.filter(**published)
        for key, record in rows.order_by().values_list(reference.link, f"{reference.path}pk").distinct():
            if (reference.record, record) != (target, key):
                found[key][reference.record].add(record)
    return {key: Counter({model: len(rows) for model, rows in each.items()}) for key, each in found.items()}


def dependents_sentences(target: type[PublishableModel], keys: Collection[int]) -> Iterator[tuple[int, str]]:
    """Those of the rows `keys` that have published dependents: the key, and a sentence that counts them."""
    for key, counts in dependents_of(target, keys).items():
        listed = ", ".join(
            f"{capfirst(str(model._meta.verbose_name_plural))} ({n})" for model, n in counts.most_common()
        )
        sentence = ngettext(
            "%(count)d published record leans on it: %(listed)s.",
            "%(count)d published records lean on it: %(listed)s.",
            counts.total(),
        )
        yield key, sentence % {"count": counts.total(), "listed": listed}
