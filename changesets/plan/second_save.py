"""A form that is saved when somebody else has saved the record since it was opened.

The record is put back as it was (`as_opened`), the form is saved upon that and what it wrote is read, and all of it is
taken back. What the form changed is then brought to the register as it is now, as a proposal is (`brought`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from records.forms import ROW_ID
from records.models import PublishableModel
from records.past import Key, State, parts_of

from . import rules
from .at_once import Changes
from .put_back import put_back
from .staged_rows import CREATE, DELETE, UPDATE, StagedRow, values_of
from .staging import Stage
from .up_to_date import PROPOSED, Clash, Rows, UpToDate, as_kept, row_of

VERSION = "base_version"  # what a form calls the version that it was opened on


def overtaken(record: Any, posted: Mapping[str, Any]) -> datetime | None:
    """When the first change was saved that the form `posted` of `record` does not know of; None if there is none."""
    table: Any = type(record)
    known = [(table, str(record.pk), posted.get(VERSION, ""))]
    for part in parts_of(table):
        if issubclass(part.model, PublishableModel):
            link: Any = part.model._meta.get_field(part.link.removesuffix("_id"))
            prefix = link.remote_field.get_accessor_name()
            rows = [name.removesuffix(VERSION) for name in posted if name.startswith(prefix) and name.endswith(VERSION)]
            known += [(part.model, posted.get(f"{row}id", ""), posted[row + VERSION]) for row in rows]
    since = []
    for model, pk, version in known:
        if ROW_ID.fullmatch(pk) and ROW_ID.fullmatch(version):
            newer = model.history.filter(id=pk, version__gt=version).order_by("pk")
            since += newer.values_list("history_date", flat=True)[:1]
    return min(since, default=None)


@contextmanager
def as_opened(then: State) -> Iterator[None]:
    """The record as it was `then`, until this is left; its status and those of its parts stay, and decide who may what.

    Entered where nobody else writes.
    """
    now, changes = State.now(then.record, then.pk), Changes(None)
    records = [model for model in then.rows if issubclass(model, PublishableModel)]
    status = {(model, pk): row.status for model in records for pk, row in now.rows[model].items()}
    own = f"{then.record._meta.label_lower}:{then.pk}"
    fields = (*then.record._meta.concrete_fields, *then.record._meta.many_to_many)
    marks = [f"{model._meta.label_lower}:{pk}" for model, pk in (*then.units(), *now.units())]
    put_back(changes, then, now, [*marks, *(f"{own}:{field.name}" for field in fields)])
    with Stage() as stage, transaction.atomic():
        for model, rows in changes.rows.items():
            stage.load(model, [*rows.values()])
        stage.write(None, "", timezone.now())
        for model in records:
            for pk, row in then.rows[model].items():
                held = {"version": row.version, "status": status.get((model, pk), row.status)}
                model._base_manager.filter(pk=pk).update(**held)
        yield
        transaction.set_rollback(True)


def brought(rows: Rows, then: State, chosen: Mapping[str, str]) -> UpToDate:
    """What a form wrote upon the record as it was `then`, for the register as it is now."""
    now = State.now(then.record, then.pk).units()
    units: dict[Key, Rows] = defaultdict(lambda: defaultdict(list))
    for model, staged in rows.items():
        for row in staged:
            row.values, row.old = as_kept(row.values), row.old and as_kept(row.old)
            units[then.unit_of(row_of(model, row.number, row.values))][model].append(row)
    plan: Rows = defaultdict(list)
    clashes = []
    for key, typed in units.items():
        mine, ops = typed, {row.op for staged in typed.values() for row in staged}
        if key[1] > 0 and key not in now and ops != {DELETE}:
            clash = Clash(*key, None, None, None, None)
            clashes.append(clash)
            mine = _brought_back(then.units()[key], typed) if chosen.get(clash.name) == PROPOSED else {}
        for model, staged in mine.items():
            plan[model] += staged
    found = UpToDate(plan.items(), chosen)
    found.clashes += clashes
    return found


def _brought_back(unit: list[Any], mine: Rows) -> Rows:
    """What makes a row that is deleted, and its links, anew as the form has it."""
    found: Rows = defaultdict(list)
    table = next(row.table for staged in mine.values() for row in staged)
    typed = {(model, row.number) for model, staged in mine.items() for row in staged}
    for row in unit:
        if (type(row), row.pk) not in typed:
            found[type(row)].append(StagedRow(CREATE, 0, None, "", row.pk, table, values_of(row)))
    for model, staged in mine.items():
        for each in staged:
            if each.op == UPDATE:
                each.op, each.version, each.old = CREATE, None, None
            if each.op == CREATE:
                found[model].append(each)
    return found


def write(rows: Rows, user: Any, reason: str) -> list[str]:
    """Write `rows`, or nothing and say why. Called where nobody else writes."""
    with Stage() as stage:
        for model, staged in rows.items():
            stage.load(model, staged)
        try:
            with transaction.atomic():
                judgement = rules.Judgement(stage)
                stage.write(user, reason, timezone.now())
                connection.check_constraints()
                if faults := judgement.told()[0]:
                    transaction.set_rollback(True)
        except IntegrityError as error:
            return [rules.contradiction(stage.models, error)]
    return [*dict.fromkeys(fault.message for _table, fault in faults)]
