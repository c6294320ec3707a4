"""From rows to a stored plan: read once, compared with the register, validated, tried out."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from changesets.models import COUNTED, Import
from records.export.tables import UnknownTable, by_dependency, table
from records.models import Status, TrackedModel

from . import rules
from .headings import RowsToday, heading_problems, sources_elsewhere
from .source import Fault, Refused, Rows, Source, Texts
from .staged_rows import UPDATE, StagedRow, values_of
from .staging import Stage
from .table_plan import TablePlan
from .table_rows import PlanContext

BATCH = 1000
_State = Import.State


class Cancelled(Exception):
    """The owner has cancelled the import while it was read."""


def plan(upload: Import, sources: Iterable[Source], called: Callable[[str, str], str] | None = None) -> None:
    """Read the rows of `sources` for `upload` and store what they would do; faults are stored, not raised.

    `called`: what faults call a column of a table, if not by its name.

    What the iteration of `sources` refuses is stored too, in the language of the upload.

    Raises:
        Cancelled: the upload waits to be read no more.
    """
    if not upload.move((_State.WAITING,), _State.PLANNING, done=0, total=0, run=upload.run + 1):
        raise Cancelled
    with translation.override(upload.language), Stage() as stage:
        planner = Planner(upload, stage)
        planner.report.called = called or planner.report.called
        try:
            planner.run(sources)
        except Refused as error:
            planner.refuse("", error)
        planner.finish()


class Planner:
    """Plans one table after the other, tries out what they do together, and stores it."""

    def __init__(self, upload: Import, stage: Stage) -> None:
        self.upload, self.stage = upload, stage
        self.context = PlanContext(upload, stage)
        self.report = self.context.report
        self.faults: list[tuple[str, Fault]] = []
        self.tables: dict[str, RowsToday] = {}
        self.unread: set[str] = set()  # tables of which not all rows could be read

    def run(self, sources: Iterable[Source]) -> None:
        found = self._in_order([*sources])
        self.context.many_tables = len(found) > 1
        for source, model in found:
            try:
                self._plan_table(source, model)
            except Refused as error:
                self.refuse(model.collection, error)

    def refuse(self, name: str, error: Refused) -> None:
        """Note why a table, or all of them (""), is refused; of its rows nothing more is known."""
        self.faults += [(name, fault) for fault in error.problems]
        if not error.of_headings:
            self.unread.add(name)
        if name:
            self.report.count(name, "refused", error.rows - self.report.rows(name))

    def _in_order(self, found: Sequence[Source]) -> list[tuple[Source, type[TrackedModel]]]:
        named: dict[type[TrackedModel], Source] = {}
        chosen, said = self.upload.table, ", ".join(source.table for source in found if source.table)
        if chosen and said and chosen not in said.split(", "):
            message = _("You chose the table “%(chosen)s”, and the file says “%(name)s”.")
            raise Refused(Fault(0, "", "", message % {"chosen": chosen, "name": said}))
        for source in found:
            name = source.table or self.upload.table
            if not name:
                raise Refused(Fault(0, "", source.label, _("Say which table this is: the file does not.")))
            try:
                model = table(name)
            except UnknownTable as error:
                raise Refused(Fault(0, "", source.label, str(error))) from None
            named[model] = source
        for model, source in [*named.items()]:
            for more, other in sources_elsewhere(source, model):
                if other in named:
                    said = _("The table “%(table)s” is in the file twice.") % {"table": more.table}
                    raise Refused(Fault(0, "", source.label, said))
                named[other] = more
        return [(named[model], model) for model in by_dependency(named)]

    def _plan_table(self, source: Source, model: type[TrackedModel]) -> None:
        name = model.collection
        rows = self.tables[name] = RowsToday(model, source.read())
        names = rows.headings or list(model.key_fields)  # `[]` is JSON for a table without rows
        if problems := heading_problems(model, names):
            raise rows.refused_by(*problems)
        plan = TablePlan(self.context, model, names, rows.typed)
        for line, sentence in source.warnings:
            plan.rows.readings[line].append(sentence)
        if plan.rows.point_to_themselves:
            for batch in _batches(_texts(RowsToday(model, source.read()))):
                plan.rows.announce([row for _line, row in batch if not isinstance(row, Fault)])
        for batch in _batches(_texts(rows)):
            plan.plan(batch)
            self._beat(len(batch))
        self.faults += [(name, fault) for fault in plan.finish()]

    def _beat(self, rows: int, **values: int) -> None:
        if not self.upload.move((_State.PLANNING,), _State.PLANNING, done=self.upload.done + rows, **values):
            self.upload.forget_plan()
            raise Cancelled

    # The end

    def finish(self) -> None:
        counts = self.report.counts
        if not (self.faults or counts["refused"]):
            self._stage_touched()
            self._try_out()
        self.report.finish()
        refused = bool(self.faults or counts["refused"])
        if refused:
            self.upload.writes.delete()
        moved = self.upload.move(
            (_State.PLANNING,),
            _State.REFUSED if refused else _State.PLANNED,
            total=sum(counts[name] for name in COUNTED),
            **{name: counts[name] for name in (*COUNTED, "warned")},
            needs=sorted(self.context.needs),
            kind=self._kind(),
            faults=[
                (name, fault.line, self.report.called(name, fault.column), fault.value, fault.message)
                for name, fault in self.faults
            ],
            summary=[self._summary(name, found) for name, found in self.report.by_table.items()],
        )
        if not moved:
            self.upload.forget_plan()
            raise Cancelled

    def _kind(self) -> str:
        """Whether it is a proposal, which is known when it is read."""
        of_file = self.upload.kind in (Import.Kind.FILE, Import.Kind.PROPOSAL)
        return self.upload.kind if not of_file else Import.Kind.PROPOSAL if self.context.proposes else Import.Kind.FILE

    def _stage_touched(self) -> None:
        left: dict[Any, list[int]] = defaultdict(list)
        for model, pk in self.context.touched:
            if (model, pk) not in self.context.changed:
                left[model].append(pk)
        for model, keys in left.items():
            for batch in _batches(keys):
                rows = []
                for record in model._default_manager.filter(pk__in=batch):
                    owner, (table, line, column) = self.context.touched[model, record.pk]
                    old = values_of(record)
                    record.version = (owner.version or 0) + 1
                    if record.status == Status.IN_REVIEW:  # as with its own values (`TablePlan`)
                        record.status = Status.DRAFT
                    blame = column if record.status == Status.PUBLISHED else ""
                    rows.append(
                        StagedRow(UPDATE, line, owner.version, blame, record.pk, table, values_of(record), old=old)
                    )
                self.context.add(model, rows)

    def _try_out(self) -> None:
        """Write the plan and take it back: what only the whole register can tell is told before anybody confirms."""
        if not rules.tried(self.stage):
            return
        self._beat(0, total=self.upload.done)  # all is read; a trial takes its time
        found: dict[tuple[str, int], list[Fault]] = {}
        warnings: dict[tuple[str, int], list[str]] = {}
        try:
            with transaction.atomic():
                judgement, noted = rules.Judgement(self.stage), rules.warnings(self.stage)
                self.stage.write(None, "", timezone.now())
                faults, to_look_at = judgement.told(alone=not self.context.many_tables)
                for name, line, sentence in (*to_look_at, *rules.noted(self.stage, noted)):
                    warnings.setdefault((name, line), []).append(sentence)
                for name, fault in faults:
                    found.setdefault((name, fault.line), []).append(fault)
                transaction.set_rollback(True)
        except IntegrityError as error:
            self.faults.append(("", Fault(0, "", "", rules.contradiction(self.stage.models, error))))
        for (name, line), sentences in warnings.items():
            self.report.warn(name, line, sentences)
        for (name, line), of_line in found.items():
            self.report.refuse(name, line, of_line)

    def _summary(self, name: str, counts: Counter[str]) -> dict[str, Any]:
        rows = self.tables.get(name)
        new = counts["created"] + counts["refused"]
        notes = [note for note in (rows.note, rows.note_of_new if new else "") if note] if rows else []
        if self.stage.size > rules.ALWAYS_TRIED:
            notes.append(
                _("So many rows are not compared with others beforehand: look at what does not hold afterwards.")
            )
        absent, typed = (rows.absent, rows.typed) if rows else ([], {})
        unread = {"unread": True} if name in self.unread else {}
        return {"table": name, **counts, **unread, "absent": absent, "headings": typed, "note": " ".join(notes)}


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    each = iter(rows)
    while batch := list(islice(each, BATCH)):
        yield batch


def _texts(rows: Rows) -> Iterator[tuple[int, Texts | Fault]]:
    for line, row in rows:
        yield line, row if isinstance(row, Fault) else dict(zip(rows.headings, row, strict=True))
