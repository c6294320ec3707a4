"""The dependents of a record: published records that name it, or what readers see no more with it."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from .models import PublishableModel, Status, TrackedModel

# Of each table, published records with the record for whose sake they are found.
Dependents = dict[type[PublishableModel], dict[int, int]]


def relations_to(target: type[TrackedModel]) -> list[Any]:
    """The foreign keys of our tables that point to rows of `target`, seen from there; citations have no name there."""
    fields: list[Any] = target._meta.get_fields(include_hidden=True)
    related = (field for field in fields if field.auto_created and not field.concrete and not field.many_to_many)
    return [relation for relation in related if issubclass(relation.related_model, TrackedModel)]


def dependents_of(target: type[PublishableModel], keys: Collection[int]) -> Dependents:
    """The published records that may lose something once readers see the rows `keys` of `target` no more."""
    found: Dependents = defaultdict(dict)
    seen: dict[type[TrackedModel], dict[int, int]] = defaultdict(dict)
    seen[target] = {key: key for key in keys}
    steps: list[tuple[type[TrackedModel], dict[int, int]]] = [(target, seen[target])]
    while steps:
        model, hidden = steps.pop()
        for relation in relations_to(model):
            link, part = relation.field, relation.related_model
            record, path = part.governing()
            rows = part._default_manager.filter(**{f"{link.name}__in": list(hidden), f"{path}status": Status.PUBLISHED})
            also: dict[int, int] = {}
            for gone, pk, owner in rows.order_by().values_list(link.attname, "pk", f"{path}pk"):
                found[record].setdefault(owner, hidden[gone])
                if link.name in part.public_parents and pk not in seen[part]:
                    also[pk] = hidden[gone]
            if also:
                seen[part] |= also
                steps.append((part, also))
    for key in keys:
        found[target].pop(key, None)
    return {record: found[record] for record in sorted(found, key=lambda each: each.table_order) if found[record]}
