"""What somebody proposes of published records: kept as a plan, and brought up to date before it is written.

A form is saved, what it wrote is read, and it is taken back (`taken_back`); a file is planned as any other. Either may
be overtaken (`up_to_date`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import get_language

from changesets.models import Import, Submission, Touched
from records.approval import WORDS_LENGTH
from records.checks import Severity
from records.checks.asking import Complaint, Findings, complaints_of, findings, in_words, newly
from records.locks import trial, writing_alone
from records.models import PublishableModel, TrackedModel
from records.roles import permissions
from records.text import cut

from . import rules
from .staged_rows import ACTIONS, CREATE, DELETE, UPDATE, StagedRow, store, stored, stored_values_of, value_fields
from .staging import WRITTEN, Stage
from .up_to_date import Rows, updated


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
    return updated(line, former, table, values)


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
            needs |= permissions(ACTIONS[row.op], model) if model.collection else set()
            if model.collection:
                counts[row.table]["created" if row.op == CREATE else "updated"] += 1
    values = {
        "file_name": cut(in_words(record), 200),
        "why": words[:WORDS_LENGTH],
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
    with trial(), Stage() as stage:
        for model, staged in rows.items():
            stage.load(model, staged)
        records: Any = [model for model in stage.models if issubclass(model, PublishableModel)]
        before = {model: findings(model, [*stage.rows(model, WRITTEN)], *Severity) for model in records}
        found = Trial(timezone.now())
        try:
            with transaction.atomic():
                judgement = rules.Judgement(stage)
                stage.write(None, "", timezone.now())
                connection.check_constraints()
        except IntegrityError as error:
            found.faults = [rules.contradiction(stage.models, error)]
        else:
            found.faults = [*dict.fromkeys(fault.message for _table, fault in judgement.told()[0])]
        for model in records:
            keys = found.records[model] = [*stage.rows(model, WRITTEN)]
            after = findings(model, keys, *Severity)
            found.broken[model] = complaints_of(newly(before[model], after))
            found.mended[model] = newly(after, before[model])
        yield found
