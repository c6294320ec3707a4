"""What the rows of a file say, against what the register holds: a batch at a time."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import DateField
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from changesets.models import Import
from records import dates
from records.approval import needs_another
from records.columns import SEPARATOR, importable
from records.export.values import shortened
from records.fields import EDTFField
from records.models import PublishableModel, Status, TrackedModel
from records.text import normalise

from .cells import LinkCell, table_cells
from .plain_cells import Cell, doubt
from .references import References
from .report import Owner, Report, RowPlan
from .source import Fault, Texts
from .staged_rows import StagedRow, store
from .staging import Stage

# Texts of cells kept with what they mean.
_MOST_UNDERSTOOD = 10_000
# A cell that holds certainly no name, as most do: nothing is looked up for it.
_REFERENCES = re.compile(r"[a-z0-9;#@=/.-]*")


class PlanContext:
    """What the plans of the tables of one `changeset` share: what they need of each other, and the rows they stage."""

    def __init__(self, changeset: Import, stage: Stage) -> None:
        self.changeset, self.stage, self.user = changeset, stage, changeset.owner
        self.many_tables = False
        self.references = References()
        self.report = Report(changeset)
        # The permissions that the plan takes.
        self.needs: set[str] = set()
        # Of records that the plan writes, as they are then.
        self.statuses: dict[tuple[type[Any], int], str] = {}
        # Records that the plan changes themselves, and those of which it changes parts, with whom to blame: the latter
        # are new versions as well, so that a form that is open meanwhile is warned.
        self.changed: set[tuple[type[Any], int]] = set()
        self.touched: dict[tuple[type[Any], int], tuple[Owner, tuple[str, int, str]]] = {}
        # Whether it touches what its owner may not publish.
        self.proposes = False
        self._approves: dict[type[Any], bool] = {}
        self._numbers = count()

    def approves(self, model: type[Any]) -> bool:
        """Whether the plan may publish records of `model`: a file of somebody whom another has to approve may not."""
        if self.user is None or self.changeset.kind == Import.Kind.REVIEW:
            return True
        if model not in self._approves:
            self._approves[model] = not needs_another(self.user, model)
        return self._approves[model]

    def add(self, model: type[Any], rows: Sequence[StagedRow]) -> None:
        """Put `rows` on the stage, and store them for the day they are confirmed."""
        self.stage.load(model, rows)
        store(self.changeset, next(self._numbers), model, rows)


class TableRows:
    """The rows of `model` that a file holds under `headings`; `typed` are those that people call otherwise."""

    def __init__(
        self, context: PlanContext, model: type[TrackedModel], headings: Sequence[str], typed: Mapping[str, str]
    ) -> None:
        self.context, self.model, self.references = context, model, context.references
        self.typed = typed
        cells = table_cells(model)
        self.cells = {name: cell for name, cell in cells.items() if name in headings}
        self.absent = [name for name, cell in cells.items() if name not in headings and cell.required]
        self.columns = [column for column in importable(model.columns()) if column.name in self.cells]
        self.by_slug = model.key_fields == ("slug",)
        self.editorial = issubclass(model, PublishableModel)
        first: Any = model._meta.get_field(model.key_fields[0])
        self.owners: type[Any] = model if self.editorial else first.related_model
        self.lines: dict[str, int] = {}
        self.understood: dict[tuple[str, str], tuple[Any, str]] = {}
        # Names that were read as slugs, in sentences by line.
        self.readings: dict[int, list[str]] = defaultdict(list)
        # The dates of a column that can only be read with the month first, with their rows; and how many of the others
        # are read with the day first alone, or in both ways.
        self.month_first: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self.ordered: dict[str, Counter[str]] = defaultdict(Counter)

    @property
    def columns_month_first(self) -> Iterator[tuple[str, int, str]]:
        """The columns whose dates all may have the month first, and one has, with its row; one date is no column."""
        for name, found in self.month_first.items():
            if not self.ordered[name]["day"] and len(found) + self.ordered[name]["either"] > 1:
                yield (name, *found[0])

    @property
    def point_to_themselves(self) -> bool:
        """Whether a row may name another of the same file that follows it."""
        return any(isinstance(cell, LinkCell) and cell.target is self.model for cell in self.cells.values())

    def announce(self, rows: Iterable[Texts]) -> None:
        """Number the new rows of the file, so that those before them may point to them."""
        keyed: dict[str, Texts] = {}
        for row in rows:
            try:
                keyed[self.key(row)] = row
            except ValidationError:
                continue  # told when the row is planned
        self.references.load(self.model, keyed)
        for key, row in keyed.items():
            if key not in self.references.found[self.model]:
                self.references.create(self.model, key)
                self.references.name(self.model, key, row)

    def key(self, row: Texts) -> str:
        """Return the key of the row, in the one way it is written, or raise a ValidationError by column."""
        texts, errors = {}, {}
        for name in self.model.key_fields:
            cell = table_cells(self.model)[name]
            texts[name] = text = normalise(row.get(name) or "")
            try:
                if row.get(name) is None or not (text or cell.field.blank):
                    raise ValidationError(_("This may not be empty: the row is found by it."))
                if not (self.by_slug or isinstance(cell, LinkCell)):
                    texts[name] = cell.written(text, cell.read(text, row, self.references))
            except ValidationError as error:
                errors[name] = error.messages
        if errors:
            raise ValidationError(errors)
        return self.model.key_in(texts)

    def changing(self, batch: Sequence[tuple[int, Texts | Fault]]) -> list[RowPlan]:
        """The rows of `batch` that are new, changed or wrong, read; the others are counted and left."""
        rows = [self._row(line, texts) for line, texts in self._by_slugs(batch)]
        keyed = [row for row in rows if not row.faults]
        if not self.editorial:
            self._find_owners(keyed)
        self._find(keyed)
        self._read(keyed)
        left = [row for row in rows if not row.unchanged]
        self.context.report.count(self.model.collection, "unchanged", len(rows) - len(left))
        return left

    def _by_slugs(self, batch: Sequence[tuple[int, Texts | Fault]]) -> Iterator[tuple[int, Texts | Fault]]:
        """The rows with slugs in the place of names that each mean one record; what was read so is noted by line."""
        links = [(name, cell) for name, cell in self.cells.items() if isinstance(cell, LinkCell)]
        for line, texts in batch:
            if isinstance(texts, Fault):
                yield line, texts
                continue
            read: Texts = texts
            for name, cell in links:
                if _REFERENCES.fullmatch(text := texts[name] or ""):
                    continue
                items, typed = cell.items(text), self.typed.get(name, name)
                called = [cell.called(item, read, self.references) for item in items]
                for item, meant in zip(items, called, strict=True):
                    if item != meant:
                        said = _("%(column)s “%(text)s” was read as %(slug)s.")
                        self.readings[line].append(said % {"column": typed, "text": shortened(item), "slug": meant})
                if called != items:
                    read = {**read, name: SEPARATOR.join(called)}
            yield line, read

    def _row(self, line: int, texts: Texts | Fault) -> RowPlan:
        table = self.model.collection
        if isinstance(texts, Fault):
            return RowPlan(table, line, {}, faults=[texts])
        row = RowPlan(table, line, texts, warnings=self.readings.pop(line, []))
        try:
            row.key = self.key(texts)
        except ValidationError as error:
            for column, messages in error.message_dict.items():
                row.fault(column, *messages)
            return row
        # A slug in other letters is the same; an office in other letters may be another.
        first = self.lines.setdefault(row.key.casefold() if self.by_slug else row.key, line)
        if first != line:
            message = _("Line %(line)s of the file is about the same record.")
            message %= {"line": self.context.report.plan.line_of(first)}
            row.fault(self.model.key_fields[0], message)
        return row

    def _find_owners(self, rows: list[RowPlan]) -> None:
        """The record that each part belongs to, as it is before the part is read: later would be too late."""
        name = self.model.key_fields[0]
        keys = [normalise(row.texts.get(name) or "") for row in rows]
        self.references.load(self.owners, keys)
        known = self.references.found[self.owners]
        owners = self.owners._default_manager.filter(pk__in={known[key] for key in keys if known.get(key, 0) > 0})
        stored = {
            pk: Owner(pk, version, status) for pk, version, status in owners.values_list("pk", "version", "status")
        }
        for row, key in zip(rows, keys, strict=True):
            try:
                pk = self.references(self.owners, key)
            except ValidationError as error:
                row.fault(name, *error.messages)
                continue
            status = self.context.statuses.get((self.owners, pk), Status.DRAFT)
            row.owner = stored.get(pk) or Owner(pk, None, status)

    def _find(self, rows: list[RowPlan]) -> None:
        """Tell the rows that are in the register from new ones, and read the former."""
        self.references.load(self.model, [row.key for row in rows])
        known = self.references.found[self.model]
        for row in rows:
            row.pk = known.get(row.key) or self.references.create(self.model, row.key)
            row.created = row.pk < 0
            if row.created and self.by_slug:
                self.references.name(self.model, row.key, row.texts)
            if row.created and self.editorial:
                row.owner = Owner(row.pk, None, Status.DRAFT)
        records = self.model._default_manager.filter(pk__in=[row.pk for row in rows if not row.created]).order_by()
        versions = ("version", "status") if self.editorial else ()
        expressions = [column.expression() for column in self.columns]
        stored = {pk: values for pk, *values in records.values_list("pk", *versions, *expressions)}
        for row in rows:
            if row.created:
                continue
            if row.pk not in stored:
                row.fault(self.model.key_fields[0], _("Somebody deleted this row at the same moment."))
                continue
            values = stored[row.pk]
            if self.editorial:
                version, status, *values = values
                row.owner = Owner(row.pk, version, status)
            row.before = {column.name: value for column, value in zip(self.columns, values, strict=True)}

    def _read(self, rows: list[RowPlan]) -> None:
        """Understand the cells that do not say what is stored already."""
        texts = [self._new_texts(row) for row in rows]
        wanted: dict[type[TrackedModel], set[str]] = defaultdict(set)
        for row, said in zip(rows, texts, strict=True):
            for name, text in said.items():
                for target, key in self.cells[name].references(text, row.texts):
                    wanted[target].add(key)
        for target, keys in wanted.items():
            self.references.load(target, keys)
        for row, said in zip(rows, texts, strict=True):
            for name, text in said.items():
                self._read_cell(row, name, text)
        self._require([row for row in rows if row.created])

    def _new_texts(self, row: RowPlan) -> dict[str, str]:
        found = {}
        for name, cell in self.cells.items():
            raw, before = row.texts[name], row.before.get(name)
            if raw is None or raw == before:
                continue
            if name in row.before:
                row.before[name] = before = cell.stored(before)
            text = cell.text(raw)
            if text != before:
                found[name] = text
        return found

    def _read_cell(self, row: RowPlan, name: str, text: str) -> None:
        cell, known = self.cells[name], (name, text)
        try:
            # Kinds, places and dates come again and again; what a plain cell says is the same in every row.
            if not (understood := self.understood.get(known)):
                value = cell.read(text, row.texts, self.references)
                understood = value, cell.written(text, value)
                if type(cell) is Cell and len(self.understood) < _MOST_UNDERSTOOD:
                    self.understood[known] = understood
        except ValidationError as error:
            if getattr(error, "code", "") == "month-first":
                self.month_first[name].append((row.line, text))
            if not any(fault.column == name for fault in row.faults):
                remedy = _("Open the original file again, and save it as “CSV UTF-8” or XLSX.")
                lost = any(each.code == "lost" for each in error.error_list)
                row.fault(name, *(f"{said} {remedy}" if lost else said for said in error.messages))
            return
        row.values[name], new = understood
        if isinstance(cell.field, EDTFField | DateField) and (order := dates.order(text)):
            self.ordered[name][order] += 1
        # Written otherwise, it may still say what is stored.
        old = row.before.get(name, "")
        if old != new:
            row.changes.append((name, old, new))
            if question := doubt(self.typed.get(name, name), cell.field, text, old, new):
                row.warnings.append(question)

    def _require(self, created: list[RowPlan]) -> None:
        """Refuse new rows that lack a column, or whose slug differs from a stored one in the case of letters only."""
        spelt = {}
        if self.by_slug and created:
            slugs = self.model._default_manager.order_by().alias(lower=Lower("slug"))
            found = slugs.filter(lower__in=[row.key.lower() for row in created]).values_list("slug", flat=True)
            spelt = {slug.lower(): slug for slug in found}
        for row in created:
            missing = [name for name, cell in self.cells.items() if row.texts[name] is None and cell.required]
            for name in self.absent + missing:
                row.fault(name, _("A new row needs this column."))
            if stored := spelt.get(row.key.lower()):
                row.fault("slug", _("There is “%(slug)s”: write it so.") % {"slug": stored})
