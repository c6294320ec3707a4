"""Rows of a record put back as they were: what was changed, and what was deleted."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from records.models import Link, PublishableModel
from records.past import Key, State, targets, values

from .at_once import Changes


def put_back(changes: Changes, then: State, now: State, chosen: Collection[str]) -> None:
    """Stage what makes the `chosen` rows of `now` what they were `then`: `label:number`, of the record with a field.

    A record that is deleted comes back as it was; of one that is there, the status stays: for that there are steps.
    """
    before, after = then.units(), now.units()
    whole = not now.rows[now.record]
    for key in dict.fromkeys([*before, *after]):
        mark = f"{key[0]._meta.label_lower}:{key[1]}"
        own = key == (now.record, now.pk) and not whole
        if own or mark in chosen:
            fields = {name.removeprefix(f"{mark}:") for name in chosen if name.startswith(f"{mark}:")} if own else None
            _put_back(changes, _by_key(before.get(key, [])), _by_key(after.get(key, [])), fields)
    if not whole and changes.rows:
        changes.update(now.rows[now.record][now.pk])


def all_is_back(changes: Changes, then: State, now: State) -> bool:
    """Whether nothing but a status is left of what was changed since `then`, once `changes` of `now` are written."""
    for model, rows in then.rows.items():
        after = {**now.rows[model], **changes.after.get(model, {})}
        left = {pk: row for pk, row in after.items() if pk not in changes.gone(model)}
        if {pk: _but_status(row) for pk, row in left.items()} != {pk: _but_status(row) for pk, row in rows.items()}:
            return False
    return True


def _but_status(row: Any) -> dict[str, Any]:
    return {name: value for name, value in values(row).items() if name != "status"}


def _by_key(unit: list[Any]) -> dict[Key, Any]:
    return {(type(row), row.pk): row for row in unit}


def _put_back(changes: Changes, was: dict[Key, Any], is_now: dict[Key, Any], fields: set[str] | None) -> None:
    """One row with its links and readings; of the record itself the `fields` alone."""
    links = {*was, *is_now}
    if fields is not None:
        row = next(row for row in is_now.values() if not isinstance(row, Link))
        many = {each.remote_field.through for each in row._meta.many_to_many if each.name in fields}
        links = {key for key in links if {key[0], key[0]._meta.get_field(key[0].key_fields[0]).related_model} & many}
    for key in is_now.keys() - was.keys():
        if key in links:
            changes.delete(is_now[key])
    for key, row in was.items():
        if key not in is_now:
            if key in links:
                changes.create(row)
            continue
        stored, new = is_now[key], values(row)
        if not isinstance(row, Link) and fields is not None:
            new = {name: value for name, value in new.items() if row._meta.get_field(name).name in fields}
        elif key not in links:
            continue
        new = {name: value for name, value in new.items() if name not in ("status", "merged_into_id")}
        if any(getattr(stored, name) != value for name, value in new.items()):
            changes.update(stored, **new)


def missing(changes: Changes) -> Iterator[tuple[Any, type[Any], int]]:
    """The rows that would name what is deleted, each with the table and number of that."""
    named: dict[type[Any], dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for staged in changes.after.values():
        for row in staged.values():
            for target, pk in targets([row]):
                named[target][pk].append(row)
    for model, keys in named.items():
        there = {*model._default_manager.filter(pk__in=list(keys)).values_list("pk", flat=True)}
        there |= changes.after.get(model, {}).keys()
        for pk, rows in keys.items():
            if pk not in there or pk in changes.gone(model):
                yield from ((row, model, pk) for row in rows)


def governing(model: Any, pk: int) -> tuple[type[PublishableModel], int] | None:
    """The record that the deleted row `pk` of `model` was part of; None if nothing is known of it."""
    while not issubclass(model, PublishableModel):
        first: Any = model._meta.get_field(model.key_fields[0])
        history: Any = model.history
        found = history.filter(id=pk).order_by("history_id").values_list(first.attname, flat=True).last()
        if found is None:
            return None
        model, pk = first.related_model, found
    return model, pk
