"""The rules that look beyond a row, asked of the register as a plan leaves it.

They are asked inside a transaction in which the plan was written: in a trial that is rolled back before
anybody confirms, and once more when it is applied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from records.checks import Severity
from records.checks.asking import Findings, complaints, complaints_of, findings, newly
from records.checks.trials import consequences, published
from records.dependents import dependents_of
from records.export.tables import tables
from records.models import PublishableModel, Status, TrackedModel

from .source import Fault
from .staged_rows import CREATE, StagedRow
from .staging import BLAMED, CREATED, OF_THE_SOURCE, WRITTEN, Stage

# Larger plans are tried out only where rules look beyond a row: on SQLite a trial holds the write lock.
ALWAYS_TRIED = 5_000
_BATCH = 500
Found = dict[type[Any], Findings]


def apply_to(stage: Stage) -> bool:
    """Whether the staged rows have to be written to be judged."""
    return (
        stage.size <= ALWAYS_TRIED
        or stage.blames
        or any(map(_has_cross_row_rules, stage.models))
        or any(issubclass(model, PublishableModel) and stage.withdrawn(model) for model in stage.models)
    )


def _has_cross_row_rules(model: type[TrackedModel]) -> bool:
    return model.clean_relations is not TrackedModel.clean_relations


def asked(stage: Stage, where: str, *severities: str) -> Found:
    """What the records on `stage` that `where` is true of break: call it before and after `write`."""
    judged = [model for model in stage.models if issubclass(model, PublishableModel)]
    return {model: _asked(model, stage.rows(model, where), severities) for model in judged}


def blockers(stage: Stage) -> Found:
    """What keeps the published records that the plan touches from being so."""
    return asked(stage, BLAMED, Severity.PUBLICATION)


def warnings(stage: Stage) -> Found:
    """What gives cause to look at the written records; of large plans the list of checks tells it afterwards."""
    return asked(stage, WRITTEN, Severity.WARNING) if stage.size <= ALWAYS_TRIED else {}


def _asked(model: type[PublishableModel], keys: dict[int, StagedRow], severities: Sequence[str]) -> Findings:
    found: Findings = {}
    left = iter(keys)
    while batch := list(islice(left, _BATCH)):
        rows = model._default_manager.filter(pk__in=batch)
        if Severity.PUBLICATION in severities:
            rows = rows.filter(status=Status.PUBLISHED)
        found |= findings(model, list(rows.values_list("pk", flat=True)), *severities)
    return found


def judged(stage: Stage, before: Found) -> tuple[Found, Found]:
    """What published rows newly break; and of that what follows from records that the file brings as withdrawn.

    A record may be withdrawn though published ones depend on it, and what was exported then comes back as it was. In a
    register that was empty it may also follow from drafts of the file: older rules of publication asked less.
    """
    # What was wrong before the file is not the file's doing: else nobody could mend it step by step.
    new = {model: newly(before[model], after) for model, after in blockers(stage).items()}
    if not any(new.values()):
        return new, {}
    records = [model for model in tables().values() if issubclass(model, PublishableModel)]
    created = {model: list(stage.rows(model, CREATED)) for model in records if model in stage.models}
    empty = all(model._default_manager.count() == len(created.get(model, ())) for model in records)
    with transaction.atomic():
        for model, keys in created.items():
            for at in range(0, len(keys), _BATCH):
                rows = model._default_manager.filter(pk__in=keys[at : at + _BATCH])
                (rows if empty else rows.filter(status=Status.WITHDRAWN)).update(status=Status.PUBLISHED)
        still = {model: findings(model, list(rows), Severity.PUBLICATION) for model, rows in new.items()}
        transaction.set_rollback(True)
    followed = {model: newly(still[model], rows) for model, rows in new.items()}
    return {model: newly(followed[model], rows) for model, rows in new.items()}, followed


def broken(stage: Stage, found: Found, *, alone: bool = False) -> Iterator[tuple[str, Fault]]:
    """What the written rows break, with their tables: `found` of `judged`, and what their own rules say.

    `alone` says that the file is of one table.
    """
    for model in stage.models:
        if _has_cross_row_rules(model):
            yield from _unclean(model, stage)
    for model, broken in found.items():
        staged = stage.rows(model, BLAMED)
        for pk, new in broken.items():
            row = staged[pk]
            sentences = [str(complaint) for complaint in complaints(new)]
            if alone and row.op == CREATE and (parts := part_tables(model)):
                said = _("A new record comes as a draft: import it so, then its parts (%(tables)s), then publish it.")
                sentences.append(said % {"tables": ", ".join(parts)})
            yield from ((row.table, Fault(row.line, row.blame, "", sentence)) for sentence in sentences)


def followed(stage: Stage, found: Found) -> Iterator[tuple[str, int, str]]:
    """What is published all the same, as table, line and sentence: `found` of `judged`."""
    for model, rows in found.items():
        staged = stage.rows(model, BLAMED)
        for pk, new in rows.items():
            said = _("It is published as the file has it, though: %(sentences)s")
            told = said % {"sentences": " ".join(map(str, complaints(new)))}
            yield staged[pk].table, staged[pk].line, told


def noted(stage: Stage, before: Found) -> Iterator[tuple[str, int, str]]:
    """What the written rows give cause to look at, as table, line and sentence."""
    for model, after in warnings(stage).items():
        staged = stage.rows(model, WRITTEN)
        for pk, told in complaints_of(newly(before[model], after)).items():
            yield from ((staged[pk].table, staged[pk].line, str(complaint)) for complaint in told)


class Losses:
    """What published records lose by what a plan withdraws or deletes; made before `write`, `told` after it."""

    def __init__(self, stage: Stage) -> None:
        self.asked = []
        for model in stage.models:
            if issubclass(model, PublishableModel) and (lines := stage.withdrawn(model)):
                dependents = dependents_of(model, list(lines))
                self.asked.append((lines, dependents, published(dependents)))

    def told(self) -> Iterator[tuple[str, int, str]]:
        """The table and line that withdraws, and the sentence."""
        for lines, dependents, before in self.asked:
            for record, said, cause in consequences(before, published(dependents), dependents):
                sentence = _("“%(record)s” stays published, but: %(sentences)s")
                yield *lines[cause], sentence % {"record": record, "sentences": " ".join(map(str, said))}


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
