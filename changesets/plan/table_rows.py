"""What the rows of a file say, against what the register holds: a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from records.columns import importable
from records.export.values import plain
from records.fields import ProseField
from records.models import PublishableModel, Status, TrackedModel
from records.text import normalise

from .cells import Cell, LinkCell, table_cells
from .context import PlanContext
from .report import RowResult
from .row_plan import Entry, Owner, Texts
from .source import Fault

# Days, terms and places come again and again, titles do not.
_SHORT, _MOST_KNOWN = 40, 10_000


class TableRows:
    """The rows of `model` that a file holds under `headings`."""

    def __init__(self, context: PlanContext, model: type[TrackedModel], headings: Sequence[str]) -> None:
        self.context, self.model, self.table = context, model, model.collection
        self.references = context.references
        self.cells = {name: cell for name, cell in table_cells(model).items() if name in headings}
        self.columns = [column for column in importable(model.columns()) if column.name in self.cells]
        self.names = [column.name for column in self.columns]
        self.keys = [(name, table_cells(model)[name]) for name in model.key_fields]
        self.by_slug = model.key_fields == ("slug",)
        self.editorial = issubclass(model, PublishableModel)
        first: Any = model._meta.get_field(model.key_fields[0])
        self.owners: type[Any] = model if self.editorial else first.related_model
        self.absent = [name for name, cell in table_cells(model).items() if name not in headings and _required(cell)]
        self.seen: dict[str, int] = {}
        # How stored slugs are spelt, by their small letters, where a new one may differ from them in nothing else.
        self._spelt: dict[str, str] = {}
        self._looked = False
        self.known: dict[str, dict[str, tuple[Any, str]]] = {name: {} for name in self.cells}

    @property
    def point_to_themselves(self) -> bool:
        """Whether a row may name another of the same file that follows it."""
        return any(isinstance(cell, LinkCell) and cell.target is self.model for cell in self.cells.values())

    # Keys

    def announce(self, rows: Iterable[Texts]) -> None:
        """Number the new rows of the file, so that those before them may point to them."""
        keys = []
        for row in rows:
            try:
                keys.append(self.key(row))
            except ValidationError:
                continue  # told when the row is planned
        self.references.load(self.model, keys)
        for key in keys:
            if key not in self.references.found[self.model]:
                self.references.create(self.model, key)

    def key(self, row: Texts) -> str:
        """Return the key of the row, in the one way it is written.

        Raises:
            ValidationError: by column.
        """
        if self.by_slug:
            return self._key_text(row, "slug")
        texts, errors = {}, {}
        for name, cell in self.keys:
            try:
                text = self._key_text(row, name, optional=cell.field.blank)
                link = isinstance(cell, LinkCell)
                texts[name] = text if link else cell.written(text, cell.read(text, row, self.references))
            except ValidationError as error:
                errors[name] = error.messages
        if errors:
            raise ValidationError(errors)
        return self.model.key_in(texts)

    @staticmethod
    def _key_text(row: Texts, name: str, *, optional: bool = False) -> str:
        raw = row.get(name)
        text = normalise(raw) if raw else ""
        if raw is None or not (text or optional):
            raise ValidationError({name: [_("This may not be empty: the row is found by it.")]})
        return text

    # A batch

    def changing(self, batch: Sequence[tuple[int, Texts | Fault]]) -> list[Entry]:
        """The rows of `batch` that are new, changed or wrong, read; the others are counted and left."""
        entries = [self._entry(line, row) for line, row in batch]
        keyed = [entry for entry in entries if not entry.result.faults]
        self._find(keyed)
        for entry in keyed:
            self._compare_letters(entry)
        self._read([entry for entry in keyed if not entry.unchanged])
        left = [entry for entry in entries if not entry.unchanged]
        self.context.report.unchanged(self.table, len(entries) - len(left))
        return left

    def _entry(self, line: int, row: Texts | Fault) -> Entry:
        if isinstance(row, Fault):
            return Entry(RowResult(self.table, line, "", faults=[row]), {})
        entry = Entry(RowResult(self.table, line, ""), row)
        try:
            entry.result.key = key = self.key(row)
        except ValidationError as error:
            for column, messages in error.message_dict.items():
                entry.fault(column, *messages)
            return entry
        # A slug in other letters is the same; an office in other letters may be another.
        if (folded := key.casefold() if self.by_slug else key) in self.seen:
            message = _("Line %(line)s of the file is about the same record.") % {"line": self.seen[folded]}
            entry.fault(self.model.key_fields[0], message)
        else:
            self.seen[folded] = line
        return entry

    def _find(self, entries: list[Entry]) -> None:
        """Tell the rows that are in the register from new ones, and read the former."""
        model, known = self.model, self.references.found[self.model]
        if not self.editorial:
            self._find_owners(entries)
        records: Any = model._default_manager
        keys = [entry.result.key for entry in entries]
        if self.by_slug:
            rows = records.filter(slug__in=keys)
        else:
            self.references.load(model, keys)
            rows = records.filter(pk__in=[pk for key in keys if (pk := known.get(key, 0)) > 0])
        versions = ("version", "status") if self.editorial else ()
        key = F("slug") if self.by_slug else F("pk")
        stored = {
            found: (pk, values)
            for found, pk, *values in rows.order_by().values_list(
                key, "pk", *versions, *(column.expression() for column in self.columns)
            )
        }
        for entry in entries:
            found = stored.get(entry.result.key if self.by_slug else known.get(entry.result.key))
            if found:
                self._found(entry, *found)
                continue
            entry.pk = known.get(entry.result.key, 0) or self.references.create(model, entry.result.key)
            entry.result.created = entry.pk < 0
            if not entry.result.created:
                entry.fault(model.key_fields[0], _("Somebody deleted this row at the same moment."))
            elif self.editorial:
                entry.owner = Owner(entry.pk, None, Status.DRAFT)

    def _found(self, entry: Entry, pk: int, values: list[Any]) -> None:
        self.references.found[self.model][entry.result.key] = entry.pk = pk
        if self.editorial:
            version, status, *values = values
            entry.owner = Owner(pk, version, status)
        entry.before = dict(zip(self.names, values, strict=True))

    def _find_owners(self, entries: list[Entry]) -> None:
        """The record that each part belongs to, as it is before the part is read: later would be too late."""
        name = self.model.key_fields[0]
        keys = [normalise(entry.row.get(name) or "") for entry in entries]
        self.references.load(self.owners, keys)
        known = self.references.found[self.owners]
        rows = self.owners._default_manager.filter(pk__in={known[key] for key in keys if known.get(key, 0) > 0})
        stored = {pk: Owner(pk, version, status) for pk, version, status in rows.values_list("pk", "version", "status")}
        for entry, key in zip(entries, keys, strict=True):
            try:
                pk = self.references(self.owners, key)
            except ValidationError as error:
                entry.fault(name, *error.messages)
                continue
            status = self.context.statuses.get((self.owners, pk), Status.DRAFT)
            entry.owner = stored.get(pk) or Owner(pk, None, status)

    def _compare_letters(self, entry: Entry) -> None:
        """Most rows say what is stored already, to the letter: they need not be understood."""
        if entry.pk < 0 or entry.result.faults:
            return
        row = entry.row
        entry.unchanged = all(
            (text := row[name]) is None or text == value or text == plain(value) for name, value in entry.before.items()
        )
        if not entry.unchanged:
            entry.before = {name: self.cells[name].stored(value) for name, value in entry.before.items()}

    # A row

    def _read(self, entries: list[Entry]) -> None:
        texts = [{name: _text(cell, entry.row[name]) for name, cell in self.cells.items()} for entry in entries]
        self._load_references(entries, texts)
        if self.by_slug:
            self._load_spellings([entry.result.key for entry in entries if entry.result.created])
        for entry, row in zip(entries, texts, strict=True):
            for name, cell in self.cells.items():
                text = row[name]
                # What it holds already need not be understood.
                if text is None or text == entry.before.get(name):
                    continue
                known = self.known[name] if type(cell) is Cell else {}
                try:
                    entry.values[name], entry.after[name] = known.get(text) or self._value(cell, text, row)
                except ValidationError as error:
                    if not any(fault.column == name for fault in entry.result.faults):
                        entry.fault(name, *error.messages)
            if entry.result.created:
                self._require(entry, row)
            before = entry.before.get
            changes = [(name, old, text) for name, text in entry.after.items() if (old := before(name, "")) != text]
            entry.result.changes, entry.changed = changes, [name for name, _old, _text in changes]
            # Written otherwise, it may still say what is stored.
            entry.unchanged = not (entry.result.created or entry.result.faults or entry.result.changes)

    def _value(self, cell: Cell, text: str, row: Texts) -> tuple[Any, str]:
        value = cell.read(text, row, self.references)
        read = value, cell.written(text, value)
        if type(cell) is Cell and len(text) <= _SHORT and len(self.known[cell.name]) < _MOST_KNOWN:
            self.known[cell.name][text] = read
        return read

    def _load_spellings(self, keys: list[str]) -> None:
        """Learn how stored slugs are spelt that differ from the new `keys` in the case of letters only."""
        slugs = self.model._default_manager.order_by().values_list("slug", flat=True)
        if keys and not self._looked:
            # Almost none has capital letters: they are read once, and not with every batch.
            self._spelt |= {slug.lower(): slug for slug in slugs.exclude(slug=Lower("slug"))}
            self._looked = True
        if lower := [key.lower() for key in keys if key != key.lower()]:
            self._spelt |= {slug: slug for slug in slugs.filter(slug__in=lower)}

    def _load_references(self, entries: list[Entry], texts: list[dict[str, str | None]]) -> None:
        wanted: dict[type[TrackedModel], set[str]] = {}
        for cell in self.cells.values():
            if isinstance(cell, LinkCell):
                for entry, row in zip(entries, texts, strict=True):
                    if (text := row[cell.name]) and text != entry.before.get(cell.name):
                        for target, key in cell.references(text, row):
                            wanted.setdefault(target, set()).add(key)
        for target, keys in wanted.items():
            self.references.load(target, keys)

    def _require(self, entry: Entry, row: Texts) -> None:
        missing = self.absent + [name for name, cell in self.cells.items() if row[name] is None and _required(cell)]
        for name in missing:
            entry.fault(name, _("A new row needs this column."))
        key = entry.result.key
        if self.by_slug and (stored := self._spelt.get(key.lower(), key)) != key:
            entry.fault("slug", _("There is “%(slug)s”: write it so.") % {"slug": stored})


def _required(cell: Cell) -> bool:
    field = cell.field
    return not cell.many and not field.blank and not field.has_default()


def _text(cell: Cell, raw: str | None) -> str | None:
    if not raw:
        return raw
    return raw.strip() if isinstance(cell.field, ProseField) else normalise(raw)
