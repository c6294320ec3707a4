"""The plan of one table: its changing rows as they are to be, who may write them, and what is staged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from records.dependents import dependents_sentences
from records.fields import DerivedField
from records.models import Record, Status, TrackedModel, no_step, steps_from
from records.roles import OPEN, permissions

from .cells import ManyCell, table_cells
from .context import PlanContext
from .row_plan import Entry, Texts
from .source import Fault
from .staged_rows import CREATE, DELETE, UPDATE, StagedRow, prepared, value_fields, values_of
from .table_rows import TableRows


class TablePlan:
    """Plans the rows of `model` that a file holds under `headings`."""

    def __init__(self, context: PlanContext, model: type[TrackedModel], headings: Sequence[str]) -> None:
        self.context, self.model, self.table = context, model, model.collection
        self.references = context.references
        self.rows = TableRows(context, model, headings)
        self.cells, self.editorial, self.owners = self.rows.cells, self.rows.editorial, self.rows.owners
        self.fields = value_fields(model)
        # One row that all rows of the file are in turn: making each anew would take longer than all the rest.
        self.row: Any = model()
        self.names = [field.attname for field in self.fields]
        own = [field for field in self.fields if not isinstance(field, DerivedField)]
        self.defaults = {field.attname: getattr(self.row, field.attname) for field in own}
        self.version_at = self.names.index("version") if self.editorial else 0
        # Where the values stand that are others when a column is.
        self.followers = {name: [*_followers(name, self.fields)] for name in self.cells}
        # Rows of the file that are wrong, which keep to themselves what they hold now.
        self.left_out: set[int] = set()

    def plan(self, batch: Sequence[tuple[int, Texts | Fault]]) -> None:
        entries = self.rows.changing(batch)
        taken = [entry for entry in entries if not entry.result.faults]
        self._build(taken)
        for entry in taken:
            self._allow(entry)
        self._stage([entry for entry in taken if not entry.result.faults])
        self._warn([entry for entry in entries if not entry.result.faults])
        for entry in entries:
            self.context.report.add(entry.result)
            if entry.result.faults:
                self.left_out.add(entry.pk)

    def finish(self) -> None:
        """Refuse what only all rows of the file together can tell."""
        found: dict[int, list[Fault]] = {}
        for line, holder, constraint, message in self.context.stage.clashes(self.model):
            # What a row holds that is to be mended, it may be about to give away.
            if holder not in self.left_out:
                found.setdefault(line, []).append(Fault(line, self._column_of(constraint), "", message))
        for line, faults in found.items():
            self.context.report.refuse(self.table, line, faults)

    def _build(self, entries: list[Entry]) -> None:
        """Work out the rows as they are to be."""
        model = self.model
        old = model._default_manager.filter(pk__in=[entry.pk for entry in entries if entry.pk > 0]).order_by()
        stored = {pk: values for pk, *values in old.values_list("pk", *self.names)}
        if entries and issubclass(model, Record):
            new = {entry.result.key: entry for entry in entries if entry.result.created}
            for slug in model.taken_slugs(new):
                new[slug].fault("slug", *model.slug_taken().messages)
        for entry in entries:
            if entry.result.created:
                self._fill(entry, self.defaults)
                entry.new = values_of(self.row, self.fields)
            elif self._as_read(entry, values := stored.get(entry.pk, ())):
                entry.old = prepared(values, self.fields)
                self._fill(entry, dict(zip(self.names, values, strict=True)))
                entry.new = self._changed(entry, [*entry.old])
            else:
                entry.fault(model.key_fields[0], _("Somebody changed this row at the same moment."))

    def _as_read(self, entry: Entry, values: Sequence[Any]) -> bool:
        """Whether the row is still what it was when it was compared, a moment ago."""
        owner: Any = entry.owner
        return bool(values) and (not self.editorial or values[self.version_at] == owner.version)

    def _fill(self, entry: Entry, values: dict[str, Any]) -> None:
        """Make the row what it was, or would be if nothing were said, and then what the file says."""
        row, owner = self.row, entry.owner
        row.pk, row._state.adding = entry.pk, entry.result.created
        row.__dict__.update(values)
        for name, value in entry.values.items():
            if not self.cells[name].many:
                self.cells[name].put(row, value)
        if self.editorial and owner and owner.version is not None:
            row.version = owner.version + 1
        entry.status = row.status if self.editorial else ""

    def _changed(self, entry: Entry, values: list[Any]) -> list[Any]:
        """`values` with those of the row that follow from what changed; to derive all of them would take longer."""
        places = {place for name in entry.changed for place in self.followers[name]}
        if self.editorial:
            places.add(self.version_at)
        for place in places:
            values[place] = prepared([getattr(self.row, self.names[place])], [self.fields[place]])[0]
        return values

    def _allow(self, entry: Entry) -> None:
        """Refuse what the user, or nobody, may do; note what the plan takes, for when it is applied."""
        if entry.new is None or entry.owner is None:
            return
        before, after = entry.owner.status, entry.status
        if after not in ("", before, *steps_from(before)) and not entry.result.created:
            entry.fault("status", no_step(before))
        action = "add" if entry.result.created else "change"
        needs = permissions(action, self.model)
        statuses = {before, after or before}
        if statuses - set(OPEN):
            needs |= permissions("publish", self.owners)
        user = self.context.user
        if user is not None and not user.has_perms(needs):
            column = "status" if self.editorial else self.model.key_fields[0]
            entry.fault(column, _("You may not do this: publishers change what is published."))
        self.context.needs |= needs

    def _stage(self, entries: list[Entry]) -> None:
        if not entries:
            return
        self.context.add(self.model, [self._staged(entry) for entry in entries])
        by_number = {entry.pk: entry for entry in entries}
        for number, constraint in self.context.stage.violations(self.model, list(by_number)):
            entry = by_number[number]
            entry.fault(self._column_of(constraint, entry.after), str(constraint.get_violation_error_message()))
        for name, cell in self.cells.items():
            if isinstance(cell, ManyCell):
                self._stage_parts(cell, [entry for entry in entries if name in entry.changed])
        for entry in entries:
            owner: Any = entry.owner
            if self.editorial:
                self.context.statuses[self.model, entry.pk] = entry.status
            elif owner.version is not None:
                self.context.touch(self.owners, owner, (self.table, entry.result.line, self.model.key_fields[0]))

    def _staged(self, entry: Entry) -> StagedRow:
        owner: Any = entry.owner
        version, blame = None, ""
        if self.editorial:
            version = owner.version
            if version is not None:
                self.context.changed.add((self.model, entry.pk))
            linked = any(self.cells[name].many for name in entry.changed) or self.context.many_tables
            if entry.status == Status.PUBLISHED and (owner.status != Status.PUBLISHED or linked or version is None):
                blame = "status" if entry.row.get("status") is not None else self.model.key_fields[0]
        op = CREATE if entry.result.created else UPDATE
        line, values = entry.result.line, entry.new or ()
        return StagedRow(op, line, version, blame, entry.pk, self.table, values, old=entry.old)

    def _stage_parts(self, cell: ManyCell, entries: list[Entry]) -> None:
        model, here, there = cell.part
        fields = value_fields(model)
        stored: dict[int, dict[tuple[Any, ...], Any]] = {}
        pks = [entry.pk for entry in entries if entry.pk > 0]
        for part in model._default_manager.filter(**{f"{here}__in": pks}) if pks else ():
            stored.setdefault(getattr(part, here), {})[tuple(getattr(part, name) for name in there)] = part
        rows, new = [], model()
        for entry in entries:
            kept = stored.get(entry.pk, {})
            line = entry.result.line
            for value in entry.values[cell.name].values():
                identity = cell.identity(value)
                if kept.pop(identity, None) is None:
                    for name, part_value in ((here, entry.pk), *zip(there, identity, strict=True)):
                        setattr(new, name, part_value)
                    number, values = self.references.create(model), values_of(new, fields)
                    rows.append(StagedRow(CREATE, line, None, "", number, self.table, values))
            gone = ((part.pk, self.table, values_of(part, fields)) for part in kept.values())
            rows += [StagedRow(DELETE, line, None, "", *part) for part in gone]
        if rows:
            self.context.add(model, rows)

    def _warn(self, entries: list[Entry]) -> None:
        for entry in entries:
            entry.result.warnings += self.context.near_duplicates.warnings(
                self.model, entry.new_names(), entry.result.key
            )
        if self.editorial:
            left = {entry.pk: entry for entry in entries if entry.unpublishes}
            for pk, sentence in dependents_sentences(self.owners, left):
                left[pk].result.warnings.append(sentence)

    def _column_of(self, constraint: models.BaseConstraint, said: Iterable[str] = ()) -> str:
        """The first column it speaks of: of those that are `said`, or else in the file, if any is."""
        condition = getattr(constraint, "condition", None)
        named = getattr(constraint, "fields", ()) or (condition.referenced_base_fields if condition else ())
        return next((name for name in (*said, *self.cells, *table_cells(self.model)) if name in named), "")


def _followers(name: str, fields: Sequence[models.Field]) -> Iterator[int]:
    for place, field in enumerate(fields):
        if field.name == name or (isinstance(field, DerivedField) and name in field.sources):
            yield place
