"""What became of a record and its parts, change by change."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Min

from .models import PublishableModel
from .past import Change, Names, State, as_row, differing, ids_of, in_words

# Of a deletion the histories tell row by row, parts first: those of so long before belong to it.
DELETION = timedelta(seconds=10)


class Event(NamedTuple):
    """A version of a record, and what changed with it in the record and its parts."""

    version: Any
    changes: list[Change]


def began(version: Any) -> datetime:
    """When the change that led to `version` began: of a deletion, with the first part that went."""
    found: list[datetime] = [version.history_date]
    if version.history_type == "-":
        for model, ids in [*ids_of(version.instance_type, version.id)][1:]:
            gone = model.history.filter(
                id__in=ids,
                history_type="-",
                history_user=version.history_user_id,
                history_date__lte=version.history_date,
                history_date__gt=version.history_date - DELETION,
            )
            first = gone.aggregate(first=Min("history_date"))["first"]
            found += [first] if first else []
    return min(found)


def versions(record: type[PublishableModel], pk: int) -> Any:
    """The versions of a record, the latest first; parts change with it."""
    history: Any = record.history
    return history.filter(id=pk).select_related("history_user").order_by("-history_id")


def at(record: type[PublishableModel], version: Any) -> State:
    """The record as it was with `version`, until the next."""
    if version.history_type == "-":
        return State.before(record, version.id, None)
    after = versions(record, version.id).filter(pk__gt=version.pk).last()
    return State.before(record, version.id, began(after)) if after else State.now(record, version.id)


def events(record: type[PublishableModel], shown: Sequence[Any], newer: Any, older: Any) -> list[Event]:
    """What happened with each of the versions `shown`, the latest first; `newer` and `older` stand around them."""
    if not shown:
        return []
    pk, window = shown[0].id, {}
    if newer:
        window["history_date__lt"] = began(newer)
    start = began(shown[-1]) if older else None
    if start:
        window["history_date__gte"] = start
    state = State.before(record, pk, start)
    rows = [row for model, ids in [*ids_of(record, pk)][1:] for row in model.history.filter(id__in=ids, **window)]
    rows.sort(key=lambda row: (row.history_date, row.pk))
    pairs = []
    ascending = [*reversed(shown)]
    for version, after in zip(ascending, [*ascending[1:], None], strict=True):
        before, until = state.copy(), began(after) if after else None
        with_it = [version]
        while rows and (until is None or rows[0].history_date < until):
            with_it.append(rows.pop(0))
        for row in with_it:
            if row.history_type == "-":
                state.rows[row.instance_type].pop(row.id, None)
            else:
                state.rows[row.instance_type][row.id] = as_row(row)
        state.drop_strays()
        pairs.append(differing(before, state))
    names = Names()
    names.load(row for found in pairs for _key, old, new in found for row in (*old, *new))
    told = [Event(version, in_words(record, found, names)) for version, found in zip(ascending, pairs, strict=True)]
    return told[::-1]
