"""The plan of one table: its changing rows as they are to be, who may write them, and what is staged."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from records.models import Status, TrackedModel, no_step, steps_from
from records.roles import UNPUBLISHED, permissions

from .cells import ManyCell, ReadingsCell, table_cells
from .report import RowPlan
from .source import Fault, Texts
from .staged_rows import CREATE, DELETE, UPDATE, StagedRow, stored_values_of, values_of
from .table_rows import PlanContext, TableRows


class TablePlan:
    """Plans the rows of `model` that a file holds under `headings`; `typed` are those that people call otherwise."""

    def __init__(
        self, context: PlanContext, model: type[TrackedModel], headings: Sequence[str], typed: Mapping[str, str]
    ) -> None:
        self.context, self.model, self.table = context, model, model.collection
        self.rows = TableRows(context, model, headings, typed)
        self.cells, self.editorial, self.owners = self.rows.cells, self.rows.editorial, self.rows.owners
        # Rows of the file that are wrong, which keep to themselves what they hold now.
        self.left_out: set[int] = set()

    def plan(self, batch: Sequence[tuple[int, Texts | Fault]]) -> None:
        rows = self.rows.changing(batch)
        self._build([row for row in rows if not row.faults])
        self._stage([row for row in rows if not row.faults])
        for row in rows:
            self.context.report.add(row)
            if row.faults:
                self.left_out.add(row.pk)

    def finish(self) -> Iterator[Fault]:
        """Refuse what only all rows of the file together can tell; what is wrong with whole columns is returned."""
        found: dict[int, list[Fault]] = {}
        for name, cell in self.cells.items():
            if isinstance(cell, ManyCell):
                model, here, _there = cell.part
                # What a row holds that is to be mended, it may be about to give away.
                to_mend = model._default_manager.filter(**{f"{here}__in": self.left_out})
                excused = {*to_mend.values_list("pk", flat=True)} if self.left_out else set()
                for line, holder, message in self.context.stage.clashes(model):
                    if holder not in excused:
                        found.setdefault(line, []).append(Fault(line, name, "", message))
        for line, faults in found.items():
            self.context.report.refuse(self.table, line, faults)
        for name, row, text in self.rows.columns_month_first:
            said = _("This column seems to have the month first: write its dates with the day first, all of them.")
            yield Fault(self.context.report.plan.line_of(row), name, text, said)

    def _build(self, rows: list[RowPlan]) -> None:
        model: Any = self.model
        stored = model._default_manager.in_bulk([row.pk for row in rows if not row.created])
        for row in rows:
            record = model(pk=row.pk) if row.created else stored.get(row.pk)
            # Whether it is still what it was when it was compared, a moment ago.
            if not record or (self.editorial and not row.created and record.version != row.owner.version):
                row.fault(model.key_fields[0], _("Somebody changed this row at the same moment."))
                continue
            if not row.created:
                row.old = stored_values_of(record)
                if self.editorial:
                    record.version += 1
            for name, value in row.values.items():
                if not self.cells[name].many:
                    setattr(record, self.cells[name].field.attname, value)
            unsaid = self.editorial and not row.created and row.texts.get("status") is None
            if unsaid and record.status == Status.IN_REVIEW:  # what is approved is what was submitted
                record.status = Status.DRAFT
                row.warnings.append(_("It is in review, and this puts it back to draft."))
            row.new = values_of(record)
            row.status = record.status if self.editorial else ""
            self._allow(row)

    def _allow(self, row: RowPlan) -> None:
        """Refuse what the user, or nobody, may do; note what the plan takes, for when it is applied."""
        before, after = row.owner.status, row.status
        if after not in ("", before, *steps_from(before)) and not row.created:
            row.fault("status", no_step(before))
        upload = self.context.changeset
        action = "add" if row.created else "change"
        needs = permissions(action, self.model)
        statuses = {before, after or before}
        if statuses - set(UNPUBLISHED):
            needs |= permissions("publish", self.owners)
        user = self.context.user
        edits = statuses == {Status.PUBLISHED} and upload.file  # of who uploads, not of a decision
        if user is not None and edits and user.has_perms(needs - permissions("publish", self.owners)):
            self.context.proposes |= not user.has_perms(needs)
        elif user is not None and not user.has_perms(needs):
            column = "status" if row.texts.get("status") is not None else self.model.key_fields[0]
            row.fault(column, _("You may not do this: publishers change what is published."))
        elif after == Status.PUBLISHED and (row.created or before != after) and not self.context.approves(self.owners):
            row.fault("status", _("Another publisher has to approve it: bring it in as a draft, and submit it."))
        elif before == Status.PUBLISHED and after == Status.WITHDRAWN and upload.file and not upload.why:
            row.fault("status", _("Say why it is withdrawn: bring the file in with a reason."))
        self.context.needs |= needs

    def _stage(self, rows: list[RowPlan]) -> None:
        if not rows:
            return
        self.context.add(self.model, [self._staged(row) for row in rows])
        by_number = {row.pk: row for row in rows}
        for number, constraint in self.context.stage.violations(self.model, list(by_number)):
            row = by_number[number]
            row.fault(self._column_of(constraint, row.values), str(constraint.get_violation_error_message()))
        for name, cell in self.cells.items():
            if isinstance(cell, ManyCell):
                self._stage_parts(name, cell, [row for row in rows if name in row.changed])

    def _staged(self, row: RowPlan) -> StagedRow:
        op, version, blame = CREATE if row.created else UPDATE, None, ""
        if self.editorial:
            version = row.owner.version
            self.context.statuses[self.model, row.pk] = row.status
            if version is not None:
                self.context.changed.add((self.model, row.pk))
            linked = any(self.cells[name].many for name in row.changed) or self.context.many_tables
            if row.status == Status.PUBLISHED and (row.owner.status != Status.PUBLISHED or linked or version is None):
                blame = "status" if row.texts.get("status") is not None else self.model.key_fields[0]
        elif row.owner.version is not None:
            origin = (self.table, row.line, self.model.key_fields[0])
            self.context.touched.setdefault((self.owners, row.owner.pk), (row.owner, origin))
        return StagedRow(op, row.line, version, blame, row.pk, self.table, row.new or (), old=row.old)

    def _stage_parts(self, name: str, cell: ManyCell, rows: list[RowPlan]) -> None:
        model, here, there = cell.part
        stored: dict[int, dict[tuple[Any, ...], Any]] = defaultdict(dict)
        for part in model._default_manager.filter(**{f"{here}__in": [row.pk for row in rows if not row.created]}):
            stored[getattr(part, here)][tuple(getattr(part, name) for name in there)] = part
        staged = []
        read: dict[int, tuple[int, set[Any]]] = {}
        for row in rows:
            kept = stored[row.pk]
            for identity in row.values[name].values():
                link, said = identity[: len(there)], identity[len(there) :]
                if (part := kept.pop(link, None)) is None:
                    new = model(**{here: row.pk}, **dict(zip(there, link, strict=True)))
                    number = self.context.references.create(model)
                    staged.append(self._part(CREATE, row.line, number, new))
                read[part.pk if part else number] = row.line, {*said[0]} if said else set()
            staged += [self._part(DELETE, row.line, part.pk, part) for part in kept.values()]
            read |= {part.pk: (row.line, set()) for part in kept.values()}
        if staged:
            self.context.add(model, staged)
        if isinstance(cell, ReadingsCell):
            self._stage_readings(cell.readings, read)

    def _stage_readings(self, model: Any, read: dict[int, tuple[int, set[Any]]]) -> None:
        """Create and delete the rows of `model` that say what each citation reads: the line and the pairs it says."""
        stored: dict[int, dict[Any, Any]] = defaultdict(dict)
        for row in model._default_manager.filter(citation__in=[number for number in read if number > 0]):
            stored[row.citation_id][row.field, row.value] = row
        staged = []
        for number, (line, said) in read.items():
            before = stored[number]
            gone = [before[pair] for pair in before.keys() - said]
            staged += [self._part(DELETE, line, row.pk, row) for row in gone]
            for field, value in sorted(said - before.keys()):
                new = model(citation_id=number, field=field, value=value)
                staged.append(self._part(CREATE, line, self.context.references.create(model), new))
        if staged:
            self.context.add(model, staged)

    def _part(self, op: str, line: int, number: int, part: Any) -> StagedRow:
        return StagedRow(op, line, None, "", number, self.table, values_of(part))

    def _column_of(self, constraint: models.BaseConstraint, said: Iterable[str] = ()) -> str:
        """The first column it speaks of: of those that are `said`, or else in the file, if any is."""
        condition = getattr(constraint, "condition", None)
        named = getattr(constraint, "fields", ()) or (condition.referenced_base_fields if condition else ())
        return next((name for name in (*said, *self.cells, *table_cells(self.model)) if name in named), "")
