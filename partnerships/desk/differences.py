"""What is new in records, field by field and part by part, beside what readers see of them or saw last."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from records.models import PublishableModel, Status
from records.past import Change, Names, State, differing, in_words


def changes_of(rows: Iterable[Any], began: datetime | None = None) -> dict[Any, list[Change]]:
    """Of each of some records of one table, what readers have not seen of it; or what changed since `began`."""
    records = {row.pk: row for row in rows}
    if not records:
        return {}
    model: Any = type(next(iter(records.values())))
    now = State.all_now(model, records)
    seen: dict[datetime | None, list[int]] = defaultdict(list)
    for pk, row in records.items():
        if began or row.status != Status.PUBLISHED:
            seen[began or _hidden_since(model, pk)].append(pk)
    pairs: dict[int, list[Any]] = {}
    for moment, keys in seen.items():
        then = State.all_before(model, keys, moment)
        pairs |= {pk: differing(then[pk], now[pk]) for pk in keys}
    names = Names()
    names.load(row for found in pairs.values() for _key, old, new in found for row in (*old, *new))
    return {row: [*_shown(in_words(model, pairs.get(pk, ()), names))] for pk, row in records.items()}


def _hidden_since(model: Any, pk: int) -> datetime | None:
    """When a record that is not public ceased to be, if it ever was."""
    versions = model.history.filter(id=pk).order_by("history_date", "history_id")
    last = versions.filter(status=Status.PUBLISHED).last()
    after = last and versions.filter(history_id__gt=last.history_id).first()
    return after.history_date if after else None


def _shown(changes: Iterable[Change]) -> Iterator[Change]:
    """Without what is shown beside them: the status, and parts that are records themselves."""
    for change in changes:
        if change.own or not issubclass(change.key[0], PublishableModel):
            yield change.leaving_out("status")
