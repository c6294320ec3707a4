"""The dependents of a record: published records that refer to it, or whose parts or citations do.

A record may be withdrawn all the same, for what turned out wrong must go at once. Its dependents stay published, or
are hidden with it, so whoever withdraws it sees how many there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import ngettext

from .models import PublishableModel, Status, TrackedModel


def relations_to(target: type[TrackedModel]) -> list[Any]:
    """The foreign keys of our tables that point to rows of `target`, seen from there; citations have no name there."""
    fields: list[Any] = target._meta.get_fields(include_hidden=True)
    related = (field for field in fields if field.auto_created and not field.concrete and not field.many_to_many)
    return [relation for relation in related if issubclass(relation.related_model, TrackedModel)]


def _record_of(model: Any) -> tuple[type[PublishableModel], str]:
    """The table of the records that rows of `model` are parts of, and the path to them; of a record, its own and ""."""
    path = ""
    while not issubclass(model, PublishableModel):
        step = model.key_fields[0]
        path, model = f"{path}{step}__", model._meta.get_field(step).related_model
    return model, path


def dependents_of(target: type[PublishableModel], keys: Collection[int]) -> dict[int, Counter[type[PublishableModel]]]:
    """How many published records of each table depend on each of the rows `keys` of `target`, other than itself."""
    found: dict[int, dict[type[PublishableModel], set[int]]] = defaultdict(lambda: defaultdict(set))
    for relation in relations_to(target) if keys else ():
        link, (model, path) = relation.field, _record_of(relation.related_model)
        if model is target and path == f"{link.name}__":
            continue  # a part of the record itself
        published = {f"{path}status": Status.PUBLISHED, f"{link.name}__in": list(keys)}
        rows = relation.related_model._default_manager.filter(**published).order_by()
        for key, record in rows.values_list(link.attname, f"{path}pk").distinct():
            if (model, record) != (target, key):
                found[key][model].add(record)
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
