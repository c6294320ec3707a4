"""From rows to a stored plan: read once, compared with the register, validated, tried out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from graphlib import TopologicalSorter
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from changesets.models import COUNTED, Import, PlanWrites
from changesets.plan.cells import LinkCell, table_cells
from changesets.plan.headings import heading_problems
from records.export.tables import UnknownTable, table
from records.models import Status, TrackedModel

from . import rules
from .near_duplicates import NearDuplicates
from .references import References
from .report import Report
from .row_plan import Owner, Texts
from .source import Fault, Refused, Source
from .staging import UPDATE, Stage, column_names, value_fields, values_of
from .table_plan import TablePlan

BATCH = 1000
_State = Import.State


class Cancelled(Exception):
    """The owner has cancelled the import while it was read."""


def plan(upload: Import, sources: Iterable[Source]) -> None:
    """Read the rows of `sources` for `upload` and store what they would do; faults are stored, not raised.

    What the iteration of `sources` refuses is stored too, in the language of the upload.

    Raises:
        Cancelled: the upload waits to be read no more.
    """
    if not upload.move((_State.WAITING,), _State.PLANNING, done=0, total=0, run=upload.run + 1):
        raise Cancelled
    with translation.override(upload.language), Stage() as stage:
        planner = Planner(upload, stage)
        try:
            planner.run(sources)
        except Refused as error:
            planner.faults += [("", fault) for fault in error.problems]
        planner.finish()


class Planner:
    """What the plans of the tables of one file share."""

    def __init__(self, upload: Import, stage: Stage) -> None:
        self.upload, self.stage, self.user = upload, stage, upload.owner
        self.references = References()
        self.findings = Report(upload)
        self.lookalikes = NearDuplicates()
        self.faults: list[tuple[str, Fault]] = []
        self.absent: dict[str, list[str]] = {}
        self.notes: dict[str, str] = {}
        self.needs: set[str] = set()
        self.many_tables = False
        # Records that the plan changes themselves, and those of which it only changes parts.
        self.changed: set[tuple[type[Any], int]] = set()
        self.touched: dict[tuple[type[Any], int], tuple[Owner, tuple[str, int, str]]] = {}
        # Of records that the plan writes, as they are then.
        self.statuses: dict[tuple[type[Any], int], str] = {}
        self._waiting: dict[type[Any], list[Any]] = {}
        self._stored = 0

    # The rows

    def run(self, sources: Iterable[Source]) -> None:
        found = self._in_order([*sources])
        self.many_tables = len(found) > 1
        for source, model in found:
            self._plan_table(source, model)

    def _in_order(self, found: Sequence[Source]) -> list[tuple[Source, type[TrackedModel]]]:
        """The tables, those that others point to before those.

        Raises:
            Refused: nobody said which table it is.
        """
        named: dict[type[TrackedModel], Source] = {}
        chosen, said = self.upload.table, ", ".join(source.table for source in found if source.table)
        if chosen and said and chosen not in said.split(", "):
            message = _("You chose the table “%(chosen)s”, and the file says “%(name)s”.")
            raise Refused(Fault(0, "", "", message % {"chosen": chosen, "name": said}))
        for source in found:
            name = source.table or self.upload.table
            if not name:
                raise Refused(Fault(0, "", source.label, _("Say which table this is: the file does not.")))
            self.notes[name] = source.note
            try:
                named[table(name)] = source
            except UnknownTable as error:
                raise Refused(Fault(0, "", source.label, str(error))) from None
        needs = {model: _targets(model) & named.keys() - {model} for model in named}
        return [(named[model], model) for model in TopologicalSorter(needs).static_order()]

    def _plan_table(self, source: Source, model: type[TrackedModel]) -> None:
        name = model.collection
        try:
            rows = source.read()
            self.notes[name] = source.note or rows.note
            headings = rows.headings or list(model.key_fields)  # `[]` is JSON for a table without rows
            if problems := heading_problems(model, headings):
                raise rows.refused_by(*problems)
        except Refused as error:
            self.faults += [(name, fault) for fault in error.problems]
            self.findings.refuse_unread(name, error.rows)
            return
        self.absent[name] = [each for each in table_cells(model) if each not in headings]
        plan = TablePlan(self, model, name, headings)
        try:
            if plan.rows.point_to_themselves:
                for batch in _batches(_texts(source.read())):
                    plan.rows.announce([row for _line, row in batch if not isinstance(row, Fault)])
            for batch in _batches(_texts(rows)):
                plan.plan(batch)
                self._beat(len(batch))
            plan.finish()
        except Refused as error:
            self.faults += [(name, fault) for fault in error.problems]
            self.findings.refuse_unread(name, error.rows - self.findings.rows(name))

    def _beat(self, rows: int, **values: int) -> None:
        # Once a batch, for every transaction waits for the disk.
        with transaction.atomic():
            for model in [model for model, rows_of in self._waiting.items() if len(rows_of) >= BATCH]:
                self._store(model)
            self.findings.save()
            going_on = self.upload.move((_State.PLANNING,), _State.PLANNING, done=self.upload.done + rows, **values)
        if not going_on:
            self.upload.forget_plan()
            raise Cancelled

    # What the plans of the tables tell

    def keep(self, model: type[Any], rows: Sequence[list[Any]], old: Sequence[list[Any] | None] = ()) -> None:
        """Store staged rows for the day they are confirmed, updates with what they replace."""
        waiting = self._waiting.setdefault(model, [])
        waiting += zip(rows, old or [None] * len(rows), strict=True)

    def _store(self, model: type[Any]) -> None:
        if rows := self._waiting.pop(model, []):
            columns = column_names(model)
            PlanWrites.objects.create(
                plan=self.upload,
                run=self.upload.run,
                number=self._stored,
                model=model._meta.label,
                columns=columns,
                rows=rows,
            )
            self._stored += 1

    def touch(self, model: type[Any], owner: Owner, blame: tuple[str, int, str]) -> None:
        """A record whose parts change is a new version: a form that is open meanwhile is told."""
        self.touched.setdefault((model, owner.pk), (owner, blame))

    def _stage_touched(self) -> None:
        left: dict[Any, list[int]] = {}
        for model, pk in self.touched:
            if (model, pk) not in self.changed:
                left.setdefault(model, []).append(pk)
        for model, keys in left.items():
            fields = value_fields(model)
            for batch in _batches(keys):
                rows, old = [], []
                for record in model._default_manager.filter(pk__in=batch):
                    owner, (table, line, column) = self.touched[model, record.pk]
                    old.append(values_of(record, fields))
                    record.version = (owner.version or 0) + 1
                    blame = column if record.status == Status.PUBLISHED else ""
                    rows.append([UPDATE, line, owner.version, blame, record.pk, table, *values_of(record, fields)])
                self.stage.load(model, rows)
                self.keep(model, rows, old)

    # The end

    def finish(self) -> None:
        if not (self.faults or self.findings.counts["refused"]):
            self._stage_touched()
            self._try_out()
        self.findings.finish()
        for model in list(self._waiting):
            self._store(model)
        counts = self.findings.counts
        refused = bool(self.faults or counts["refused"])
        if refused:
            self.upload.writes.delete()
        moved = self.upload.move(
            (_State.PLANNING,),
            _State.REFUSED if refused else _State.PLANNED,
            total=sum(counts[name] for name in COUNTED),
            **{name: counts[name] for name in (*COUNTED, "warned")},
            needs=sorted(self.needs),
            faults=[(name, fault.line, fault.column, fault.value, fault.message) for name, fault in self.faults],
            summary=[self._summary(name, found) for name, found in self.findings.by_table.items()],
        )
        if not moved:
            self.upload.forget_plan()
            raise Cancelled

    def _try_out(self) -> None:
        """Write the plan and take it back: what only the whole register can tell is told before anybody confirms."""
        if not rules.apply_to(self.stage):
            return
        self._beat(0, total=self.upload.done)  # all is read; a trial takes its time
        found: dict[tuple[str, int], list[Fault]] = {}
        try:
            with transaction.atomic():
                before = rules.blockers(self.stage)
                self.stage.write(None, "", timezone.now())
                for name, fault in rules.broken(self.stage, before, alone=not self.many_tables):
                    found.setdefault((name, fault.line), []).append(fault)
                transaction.set_rollback(True)
        except IntegrityError as error:
            self.faults.append(("", Fault(0, "", "", rules.contradiction(self.stage.models, error))))
        for (name, line), faults in found.items():
            self.findings.refuse(name, line, faults)

    def _summary(self, name: str, counts: Counter[str]) -> dict[str, Any]:
        return {"table": name, **counts, "absent": self.absent.get(name, []), "note": self.notes.get(name, "")}


def _targets(model: type[TrackedModel]) -> set[type[TrackedModel]]:
    """The tables that the rows of `model` point to."""
    return {cell.target for cell in table_cells(model).values() if isinstance(cell, LinkCell)}


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Up to `BATCH` at a time."""
    each = iter(rows)
    while batch := list(islice(each, BATCH)):
        yield batch


def _texts(rows: Any) -> Iterator[tuple[int, Texts | Fault]]:
    """The rows of a file as texts by column."""
    for line, row in rows:
        yield line, row if isinstance(row, Fault) else dict(zip(rows.headings, row, strict=True))
