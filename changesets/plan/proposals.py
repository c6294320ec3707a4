"""What somebody proposes of published records: kept as a plan, and brought up to date before it is written.

A form is saved, what it wrote is read, and it is taken back (`taken_back`); a file is planned as any other. Either may
be overtaken: what nobody else has changed since is taken over, the rest is chosen (`UpToDate`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import get_language

from changesets.models import Import, Submission, Touched
from records.checks import Severity
from records.checks.asking import Complaint, Findings, complaints_of, findings, in_words, newly
from records.fields import DerivedField
from records.locks import writing_alone
from records.models import Link, PublishableModel, Status, TrackedModel
from records.roles import permissions

from . import rules
from .staged_rows import CREATE, DELETE, UPDATE, StagedRow, store, stored, stored_values_of, value_fields, values_of
from .staging import WRITTEN, Stage

Rows = dict[type[TrackedModel], list[StagedRow]]
# What is chosen where both changed a value.
NOW, PROPOSED = "now", "proposed"
_ACTIONS = {CREATE: "add", UPDATE: "change", DELETE: "delete"}


@contextmanager
def taken_back() -> Iterator[Rows]:
    """Write within it; the rows to write instead are known after it. Entered where nobody else writes."""
    rows: Rows = {}
    written: dict[Any, dict[int, Any]] = {}
    moment = timezone.now()
    with transaction.atomic():
        yield rows
        for model in apps.get_models():
            if issubclass(model, TrackedModel):
                keys = {*model.history.filter(history_date__gte=moment).values_list("id", flat=True)}
                if keys:
                    rows_now = model._default_manager.in_bulk(keys)
                    written[model] = {pk: stored_values_of(rows_now[pk]) if pk in rows_now else None for pk in keys}
        transaction.set_rollback(True)
    before = {model: model._default_manager.in_bulk([*after]) for model, after in written.items()}
    numbers: dict[Any, dict[int, int]] = {
        model: {pk: -number for number, pk in enumerate((pk for pk in after if pk not in before[model]), 1)}
        for model, after in written.items()
    }
    line = count(1)
    for model, after in written.items():
        # Links to new rows lead to their numbers.
        numbered = [numbers.get(each.related_model, {}) for each in value_fields(model)]
        for pk, values in sorted(after.items()):
            former = before[model].get(pk)
            new = values and [known.get(value, value) for known, value in zip(numbered, values, strict=True)]
            if former or new:
                number = numbers[model].get(pk, pk)
                rows.setdefault(model, []).append(_staged(model, number, former, new, next(line)))


def _staged(model: Any, number: int, former: Any, values: list[Any] | None, line: int) -> StagedRow:
    """What makes `values` of the row as it was, of which one may be missing."""
    table = model.collection or model.governing()[0].collection
    if former is None:
        return StagedRow(CREATE, line, None, "", number, table, values or ())
    if values is None:
        return StagedRow(DELETE, line, None, "", number, table, stored_values_of(former))
    return _update(line, former, table, values)


def _update(line: int, row: Any, table: str, values: list[Any]) -> StagedRow:
    """The next version of `row`, of whatever version `values` are."""
    model: Any = type(row)
    version, blame = None, ""
    if isinstance(row, PublishableModel):
        version = row.version
        values[[each.name for each in value_fields(model)].index("version")] = version + 1
        blame = model.key_fields[0] if row.status == Status.PUBLISHED else ""
    return StagedRow(UPDATE, line, version, blame, row.pk, table, values, old=stored_values_of(row))


def propose(
    user: Any, record: Any, rows: Rows, *, words: str, typed: Any, revised: Submission | None = None
) -> Submission:
    """Keep `rows`, which the form of `record` would write, as a proposal of `user`, or in place of one of theirs."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: {"created": 0, "updated": 0})
    needs: set[str] = set()
    for model, staged in rows.items():
        owner = model.governing()[0]
        needs |= permissions("publish", owner)
        for row in staged:
            needs |= permissions(_ACTIONS[row.op], model) if model.collection else set()
            if model.collection:
                counts[row.table]["created" if row.op == CREATE else "updated"] += 1
    values = {
        "file_name": in_words(record)[:200],
        "created_at": timezone.now(),
        "needs": sorted(needs),
        "summary": [{"table": table, **told} for table, told in counts.items()],
        **{name: sum(told[name] for told in counts.values()) for name in ("created", "updated")},
    }
    with writing_alone():
        changeset = revised and revised.changeset
        if changeset:
            changeset.hold()
        if changeset and changeset.state == Import.State.PLANNED:
            changeset.forget_plan()
        else:
            changeset = Import.objects.create(
                owner=user, kind=Import.Kind.PROPOSAL, state=Import.State.PLANNED, language=get_language() or "vi"
            )
        Import.objects.filter(pk=changeset.pk).update(**values)
        changeset.refresh_from_db()
        keep(changeset, rows)
        return submit(changeset, words, record, typed)


def keep(changeset: Import, rows: Rows) -> None:
    """Have `rows` in place of the plan of `changeset`."""
    changeset.writes.delete()
    for number, (model, staged) in enumerate(rows.items()):
        store(changeset, number, model, staged)


def submit(changeset: Import, words: str, record: Any = None, typed: Any = ()) -> Submission:
    """Give the plan of `changeset` to review, of a file or of the form of `record`; it waits until somebody decides."""
    records = [
        (model.collection, row.number)
        for model, rows in stored(changeset)
        if issubclass(model, PublishableModel)
        for row in rows
        if row.op == UPDATE
    ]
    changeset.expires_at = None
    changeset.save(update_fields=["expires_at"])
    sent = {"title": changeset.file_name, "owner": changeset.owner, "sent_at": timezone.now(), "words": words}
    asked = {"state": Submission.State.WAITING, "decided_by": None, "decided_at": None, "answer": ""}
    table, row = (record.collection, record.pk) if record else records[0]
    place = {"table": table, "row": row, "typed": [*typed]}
    submission, _new = Submission.objects.update_or_create(changeset=changeset, defaults=sent | asked | place)
    submission.touched.all().delete()
    Touched.objects.bulk_create(Touched(submission=submission, table=table, row=row) for table, row in records)
    return submission


# Overtaken


@dataclass
class Clash:
    """A value that both have changed since: `base` is of before, `name` says what was chosen in a form.

    `field` is None where a row is to go that was changed meanwhile.
    """

    model: Any
    number: int
    field: Any
    base: Any
    now: Any
    proposed: Any

    @property
    def name(self) -> str:
        return f"{self.model._meta.label_lower}-{self.number}-{self.field.name if self.field else ''}"


class UpToDate:
    """A `plan` for the register as it is now.

    `rows` are to be written, `clashes` what was to be chosen (`chosen` holds what was, by their names), `gone` the rows
    that are not there any more, `overtaken` the records of which there is a newer version.
    """

    def __init__(self, plan: Iterable[tuple[Any, list[StagedRow]]], chosen: Mapping[str, str]) -> None:
        self.chosen = chosen
        self.rows: Rows = {}
        self.clashes: list[Clash] = []
        self.gone: list[Any] = []
        self.overtaken: list[Any] = []
        # Rows that the plan would make and somebody else has made by now.
        self.made: dict[type[TrackedModel], dict[int, int]] = defaultdict(dict)
        # Rows that are not to go after all, and what belongs to them stays as well.
        self.staying: dict[type[TrackedModel], set[int]] = defaultdict(set)
        plan = [*plan]
        for model, rows in plan:
            self._find_made(model, rows)
        for model, rows in plan:
            current = model._default_manager.in_bulk([row.number for row in rows if row.number > 0])
            brought = [self._brought(model, row, current.get(row.number)) for row in rows]
            self.rows.setdefault(model, []).extend(filter(None, brought))

    @property
    def open(self) -> list[Clash]:
        return [each for each in self.clashes if each.name not in self.chosen]

    def _find_made(self, model: Any, rows: Iterable[StagedRow]) -> None:
        if not issubclass(model, Link):
            return
        names = [model._meta.get_field(name).attname for name in model.key_fields]
        places = [[each.attname for each in value_fields(model)].index(name) for name in names]
        new = {
            tuple(self._linked(model, name, row.values[at]) for name, at in zip(names, places, strict=True)): row.number
            for row in rows
            if row.op == CREATE
        }
        there = model._default_manager.filter(**{f"{names[0]}__in": {key[0] for key in new}})
        for pk, *key in there.values_list("pk", *names) if new else ():
            if tuple(key) in new:
                self.made[model][new[tuple(key)]] = pk

    def _linked(self, model: Any, name: str, value: Any) -> Any:
        """A value, of a link to what somebody else has made by now its number."""
        return self.made.get(model._meta.get_field(name).related_model, {}).get(value, value)

    def _brought(self, model: Any, row: StagedRow, now: Any) -> StagedRow | None:
        fields = value_fields(model)
        if row.op == CREATE:
            row.values = [self._linked(model, each.name, value) for each, value in zip(fields, row.values, strict=True)]
            return None if row.number in self.made[model] else row
        if now is None:
            if row.op == UPDATE:
                self.gone.append(row_of(model, row.number, row.old or ()))
            return None
        values = as_kept(stored_values_of(now))
        if row.op == DELETE:
            changed = values != [*row.values]
            stays = changed and self._choice(Clash(model, row.number, None, row.values, now, None)) == NOW
            links: Any = zip(fields, values, strict=True)
            if stays or any(value in self.staying.get(each.related_model, ()) for each, value in links):
                self.staying[model].add(row.number)
                return None
            row.values = values
            return row
        if isinstance(now, PublishableModel) and now.version != row.version:
            self.overtaken.append(now)
        for at, each in enumerate(fields):
            base, proposed = (row.old or ())[at], row.values[at]
            if isinstance(each, DerivedField) or each.name == "version" or proposed in (base, values[at]):
                continue
            if base == values[at] or self._choice(Clash(model, row.number, each, base, values[at], proposed)) != NOW:
                values[at] = proposed
        # What follows from other columns is worked out anew.
        return _update(row.line, now, row.table, values_of(row_of(model, row.number, values)))

    def _choice(self, clash: Clash) -> str:
        self.clashes.append(clash)
        return self.chosen.get(clash.name, PROPOSED)


def row_of(model: Any, pk: int, values: Iterable[Any]) -> Any:
    fields = zip(value_fields(model), values, strict=True)
    return model(pk=pk, **{each.attname: each.to_python(value) for each, value in fields if not _derived(each)})


def _derived(each: Any) -> bool:
    return isinstance(each, DerivedField)


def as_kept(values: Iterable[Any]) -> list[Any]:
    kept: list[Any] = json.loads(json.dumps([*values], cls=DjangoJSONEncoder))
    return kept


# Tried out


@dataclass
class Trial:
    """What the register would be: the records that would be written, what speaks against it, what it breaks and mends.

    `began` is the moment before which all is as it is.
    """

    began: Any
    records: dict[type[PublishableModel], list[int]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    broken: dict[type[PublishableModel], dict[int, list[Complaint]]] = field(default_factory=dict)
    mended: dict[type[PublishableModel], Findings] = field(default_factory=dict)


@contextmanager
def tried(rows: Rows) -> Iterator[Trial]:
    """The register with `rows` written, until this is left."""
    with Stage() as stage, writing_alone():
        for model, staged in rows.items():
            stage.load(model, staged)
        records: Any = [model for model in stage.models if issubclass(model, PublishableModel)]
        before = {model: findings(model, [*stage.rows(model, WRITTEN)], *Severity) for model in records}
        trial = Trial(timezone.now())
        try:
            with transaction.atomic():
                judgement = rules.Judgement(stage)
                stage.write(None, "", timezone.now())
                connection.check_constraints()
        except IntegrityError as error:
            trial.faults = [rules.contradiction(stage.models, error)]
        else:
            trial.faults = [*dict.fromkeys(fault.message for _table, fault in judgement.told()[0])]
        for model in records:
            keys = trial.records[model] = [*stage.rows(model, WRITTEN)]
            after = findings(model, keys, *Severity)
            trial.broken[model] = complaints_of(newly(before[model], after))
            trial.mended[model] = newly(after, before[model])
        yield trial
        transaction.set_rollback(True)
