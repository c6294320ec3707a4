"""The rules that look beyond a row, asked of the register as a plan leaves it.

They are asked inside a transaction in which the plan was written: in a trial that is rolled back before
anybody confirms, and once more when it is applied.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.checks import Severity
from records.checks.asking import Finding, Findings, complaints, complaints_of, findings, in_words, newly, readers_of
from records.checks.trials import Effects
from records.export.tables import tables
from records.models import PublishableModel, Record, Status, TrackedModel

from .source import Fault
from .staged_rows import CREATE
from .staging import BLAMED, CREATED, WRITTEN, Stage

# Larger plans are tried out only where rules look beyond a row: on SQLite a trial holds the write lock.
ALWAYS_TRIED = 5_000
_BATCH = 500
Found = dict[type[Any], Findings]
# What is said of records that are not of the file, of which so many are named.
MOST_NAMED = 20
_OF_OTHERS = {
    Severity.ERROR: gettext_lazy("“%(records)s” would contradict it: %(sentences)s"),
    Severity.PUBLICATION: gettext_lazy(
        "“%(records)s” would stay published, but: %(sentences)s Withdraw that in the same file, or withdraw by hand, "
        "where a reason is asked."
    ),
    Severity.WARNING: gettext_lazy("“%(records)s” would have to be looked at: %(sentences)s"),
}


def tried(stage: Stage) -> bool:
    """Whether the staged rows are tried out before anybody confirms; they are judged when they are applied anyhow."""
    return (
        stage.size <= ALWAYS_TRIED
        or stage.blames
        # That a slug is taken is an error of every table, and happens hardly ever.
        or any(each.severity == Severity.ERROR and each.column != "slug" for m in stage.models for each in m.checks())
        or any(any(_told_elsewhere(stage, model).values()) for model in stage.models)
    )


def asked(stage: Stage, where: str, *severities: str) -> Found:
    """What the records on `stage` that `where` is true of break: call it before and after `write`."""
    found: Found = {model: {} for model in stage.models if issubclass(model, PublishableModel)}
    for model, broken in found.items():
        left = iter(stage.rows(model, where))
        while batch := list(islice(left, _BATCH)):
            rows = model._default_manager.filter(pk__in=batch)
            if Severity.PUBLICATION in severities:
                rows = rows.filter(status=Status.PUBLISHED)
            broken.update(findings(model, list(rows.values_list("pk", flat=True)), *severities))
    return found


def warnings(stage: Stage) -> Found:
    """What gives cause to look at the written records; of large plans the list of checks tells it afterwards."""
    return asked(stage, WRITTEN, Severity.WARNING) if stage.size <= ALWAYS_TRIED else {}


class Judgement:
    """What a plan newly breaks: made before `write`, asked after it. What was broken before is mended step by step."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.unfit = asked(stage, BLAMED, Severity.PUBLICATION)
        self.wrong = asked(stage, WRITTEN, Severity.ERROR)
        self.elsewhere = []
        for model in stage.models:
            if issubclass(model, PublishableModel) and any((told := _told_elsewhere(stage, model)).values()):
                blame = {pk: at for rows in told.values() for pk, at in rows.items()}
                self.elsewhere.append((blame, Effects(model, told)))

    def told(self, *, alone: bool = False) -> tuple[list[tuple[str, Fault]], list[tuple[str, int, str]]]:
        """Why the plan is refused, and what is to be looked at first; `alone` says that the file is of one table."""
        new, followed = self._unfit()
        faults = [*self._contradictions(), *_unfit(self.stage, new, alone=alone)]
        to_look_at = [*_taken(self.stage, followed)]
        for grave, table, fault in self._losses():
            if grave:
                faults.append((table, fault))
            else:
                to_look_at.append((table, fault.line, fault.message))
        return faults, to_look_at

    def _unfit(self) -> tuple[Found, Found]:
        """What published rows newly break; and of that what follows from records that the file brings as withdrawn.

        A record may be withdrawn though published ones depend on it, and what was exported then comes back as it was.
        In a register that was empty it may also follow from drafts of the file: they may have been withdrawn before.
        """
        stage = self.stage
        now = asked(stage, BLAMED, Severity.PUBLICATION)
        new = {model: newly(self.unfit[model], after) for model, after in now.items()}
        if not any(new.values()):
            return new, {}
        records = [model for model in tables().values() if issubclass(model, PublishableModel)]
        created = {model: list(stage.rows(model, CREATED)) for model in records if model in stage.models}
        empty = all(model._default_manager.count() == len(created.get(model, ())) for model in records)
        with transaction.atomic():
            for model, keys in created.items():
                for at in range(0, len(keys), _BATCH):
                    rows = model._default_manager.filter(pk__in=keys[at : at + _BATCH])
                    if issubclass(model, Record):
                        rows = rows.filter(merged_into=None)  # which stays withdrawn
                    (rows if empty else rows.filter(status=Status.WITHDRAWN)).update(status=Status.PUBLISHED)
            still = {model: findings(model, list(rows), Severity.PUBLICATION) for model, rows in new.items()}
            transaction.set_rollback(True)
        followed = {model: newly(still[model], rows) for model, rows in new.items()}
        return {model: newly(followed[model], rows) for model, rows in new.items()}, followed

    def _contradictions(self) -> Iterator[tuple[str, Fault]]:
        """What breaks checks that nothing may break: of each cell the first, or of a part that no row tells of."""
        found: dict[tuple[str, int, str], tuple[str, str]] = {}
        for model, after in asked(self.stage, WRITTEN, Severity.ERROR).items():
            owners = self.stage.rows(model, WRITTEN)
            for pk, new in newly(self.wrong[model], after).items():
                for one in new:
                    written = one.model in self.stage.models
                    row = self.stage.rows(one.model, f"{WRITTEN} AND id = {one.pk}").get(one.pk) if written else None
                    if row:
                        said = _written(one), str(one.check.sentence)
                        found.setdefault((row.table, row.line, one.check.column), said)
                    else:
                        (complaint,) = complaints([one])
                        found.setdefault((owners[pk].table, owners[pk].line, ""), ("", str(complaint)))
        for (table, line, column), said in found.items():
            yield table, Fault(line, column, *said)

    def _losses(self) -> Iterator[tuple[bool, str, Fault]]:
        """What it takes from other records or makes wrong in them; and whether that is only to be looked at."""
        found: dict[tuple[tuple[str, int, str], Severity, str], list[str]] = {}
        for blame, effects in self.elsewhere:
            for record, said, cause in effects.consequences():
                for severity in _OF_OTHERS:
                    if told := " ".join(str(each) for each in said if each.severity == severity):
                        found.setdefault((blame[cause], severity, told), []).append(in_words(record))
        # What is so of most is said first, and once.
        for ((table, line, column), severity, told), records in sorted(found.items(), key=lambda each: -len(each[1])):
            named = "”, “".join(records[:MOST_NAMED])
            if len(records) > MOST_NAMED:
                named += f"”, “… ({len(records)})"
            message = _OF_OTHERS[severity] % {"records": named, "sentences": told}
            yield severity != Severity.WARNING, table, Fault(line, column, "", message)


def _written(found: Finding) -> str:
    columns = [column for column in found.model.columns() if column.name == found.check.column]
    return str(found.model.objects.filter(pk=found.pk).rows(columns)[0][0]) if columns else ""


def _told_elsewhere(stage: Stage, model: type[TrackedModel]) -> dict[str, dict[int, tuple[str, int, str]]]:
    """The rows of `model` whose change others may feel: by field, with the table, line and column that says it."""
    if not issubclass(model, PublishableModel):
        return {}
    read = {name for _table, _check, _way, name in readers_of(model)}
    told = {name: stage.changed(model, [name]) for name in read}
    for pk, at in stage.changed(model, ["status", *model.public_parents], published=True).items():
        told.setdefault(at[2], {})[pk] = at
    return told


def _unfit(stage: Stage, found: Found, *, alone: bool) -> Iterator[tuple[str, Fault]]:
    for model, broken in found.items():
        staged = stage.rows(model, BLAMED)
        for pk, new in broken.items():
            row = staged[pk]
            sentences = [str(complaint) for complaint in complaints(new)]
            if alone and row.op == CREATE and (parts := part_tables(model)):
                said = _(
                    "A new record comes as a draft: import it so, then its parts (%(tables)s), then publish it. "
                    "So far: %(sentences)s"
                )
                sentences = [said % {"tables": ", ".join(parts), "sentences": " ".join(sentences)}]
            yield from ((row.table, Fault(row.line, row.blame, "", sentence)) for sentence in sentences)


def _taken(stage: Stage, found: Found) -> Iterator[tuple[str, int, str]]:
    """What is published all the same, as table, line and sentence: what `found` follows from."""
    for model, rows in found.items():
        staged = stage.rows(model, BLAMED)
        for pk, new in rows.items():
            said = _("It is published as the file has it, though: %(sentences)s")
            told = said % {"sentences": " ".join(map(str, complaints(new)))}
            yield staged[pk].table, staged[pk].line, told


def noted(stage: Stage, before: Found) -> Iterator[tuple[str, int, str]]:
    for model, after in warnings(stage).items():
        staged = stage.rows(model, WRITTEN)
        for pk, told in complaints_of(newly(before[model], after)).items():
            yield from ((staged[pk].table, staged[pk].line, str(complaint)) for complaint in told)


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
    return [
        str(part._meta.verbose_name_plural)
        for part in tables().values()
        if not issubclass(part, PublishableModel) and part._meta.get_field(part.key_fields[0]).related_model is model
    ]
