"""The rules that look beyond a row, asked of the register as a plan leaves it.

They are asked inside a transaction in which the plan was written: in a trial that is rolled back before
anybody confirms, and once more when it is applied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from records.export.tables import tables
from records.models import PublishableModel, Status, TrackedModel

from .source import Fault
from .staged_rows import CREATE, StagedRow
from .staging import BLAMED, OF_THE_SOURCE, Stage

# Larger plans are tried out only where rules look beyond a row: on SQLite a trial holds the write lock.
ALWAYS_TRIED = 5_000
_BATCH = 500
Blockers = dict[type[Any], dict[int, list[str]]]


def apply_to(stage: Stage) -> bool:
    """Whether the staged rows have to be written to be judged."""
    return stage.size <= ALWAYS_TRIED or stage.blames or any(map(_has_cross_row_rules, stage.models))


def _has_cross_row_rules(model: type[TrackedModel]) -> bool:
    return model.clean_relations is not TrackedModel.clean_relations


def blockers(stage: Stage) -> Blockers:
    """What keeps the published records that the plan touches from being so: call it before and after `write`."""
    judged = [model for model in stage.models if issubclass(model, PublishableModel)]
    return {model: _blockers(model, stage.rows(model, BLAMED)) for model in judged}


def _blockers(model: type[PublishableModel], keys: dict[int, StagedRow]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    left = iter(keys)
    while batch := list(islice(left, _BATCH)):
        published = model._default_manager.filter(pk__in=batch, status=Status.PUBLISHED)
        found |= model.publish_blockers_of(published.values_list("pk", flat=True))
    return found


def broken(stage: Stage, before: Blockers, *, alone: bool = False) -> Iterator[tuple[str, Fault]]:
    """What the written rows break, with their tables; `alone` says that the file is of one table."""
    for model in stage.models:
        if _has_cross_row_rules(model):
            yield from _unclean(model, stage)
    # What was wrong before the file is not the file's doing: else nobody could mend it step by step.
    for model, after in blockers(stage).items():
        staged = stage.rows(model, BLAMED)
        for pk, sentences in after.items():
            row = staged[pk]
            found = [sentence for sentence in sentences if sentence not in before[model].get(pk, ())]
            if found and alone and row.op == CREATE and (parts := part_tables(model)):
                said = _("A new record comes as a draft: import it so, then its parts (%(tables)s), then publish it.")
                found.append(said % {"tables": ", ".join(parts)})
            yield from ((row.table, Fault(row.line, row.blame, "", sentence)) for sentence in found)


def _unclean(model: type[TrackedModel], stage: Stage) -> Iterator[tuple[str, Fault]]:
    staged = stage.rows(model, OF_THE_SOURCE)
    links = [field.name for field in model._meta.concrete_fields if field.is_relation]
    keys = iter(staged)
    while batch := list(islice(keys, _BATCH)):
        for row in model._default_manager.filter(pk__in=batch).select_related(*links):
            try:
                row.clean_relations()
            except ValidationError as error:
                at = staged[row.pk]
                told = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
                for column, sentences in told.items():
                    named = "" if column == NON_FIELD_ERRORS else column
                    yield from ((at.table, Fault(at.line, named, "", sentence)) for sentence in sentences)


def contradiction(models_written: Sequence[type[TrackedModel]], error: IntegrityError) -> str:
    """A sentence for what only the database noticed: the constraint's own, if it can be told which one."""
    said = str(error)
    for model in models_written:
        for constraint in model._meta.constraints:
            fields: list[Any] = [model._meta.get_field(name) for name in getattr(constraint, "fields", ())]
            columns = [f"{model._meta.db_table}.{field.column}" for field in fields]
            if constraint.name in said or (columns and f"failed: {', '.join(columns)}" in said):
                return _("Rows of the file contradict each other or the register: %(sentence)s") % {
                    "sentence": constraint.get_violation_error_message()
                }
    return _("The database refuses these rows: they contradict each other or the register.")


def part_tables(model: type[TrackedModel]) -> list[str]:
    """The tables whose rows are parts of a record of `model`."""
    return [
        name
        for name, part in tables().items()
        if not issubclass(part, PublishableModel) and part._meta.get_field(part.key_fields[0]).related_model is model
    ]
