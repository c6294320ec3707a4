"""Sheets of people's own shape as tables of rows by column and key, which the engine plans like any others."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count, islice
from typing import Any, BinaryIO, NamedTuple, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from changesets.limits import MAX_SHEET_ROWS
from changesets.models import Import
from changesets.plan.references import References
from changesets.plan.source import Cells, Fault, Refused, Source, refused
from records.export.tables import table
from records.models import Record, Status, TrackedModel
from records.names import Words, spelling
from records.text import words

from .matching import LEFT_OUT, lines_of, match_problems, sheet_columns
from .rows import NO_CHARACTER, Rows
from .sources import typed_sources

LOOKED_AT = 50
LONGEST_SLUG = 110
# A formula that shows no value, or what is no character.
_UNREAD = re.compile(f"=|.*{NO_CHARACTER.pattern}", re.DOTALL)

Found = dict[str, list[tuple[int, dict[str, str] | Fault]]]


class RowNames:
    """What the register and the rows read so far call things; see `records.sheets.Names`."""

    def __init__(self) -> None:
        self.references = References()
        self.rows: Found = defaultdict(list)
        self.warnings: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self.notes: dict[str, list[int]] = defaultdict(list)
        self.line = 0
        self._drafts: dict[tuple[type[TrackedModel], str | Words], str] = {}
        self._called: dict[tuple[type[TrackedModel], str], str] = {}

    def found(self, model: type[TrackedModel], text: str) -> list[str]:
        self.references.load(model, (text,))
        if text in self.references.found[model]:
            return [text]
        return self.references.called(model, text)[0] if text else []

    def called(self, model: type[Any], slug: str) -> str:
        if slug and (model, slug) not in self._called:
            self._called[model, slug] = str(model._default_manager.filter(slug=slug).first() or "")
        return self._called.get((model, slug), "")

    def free(self, model: type[Any], text: str) -> str:
        base = "-".join(words(text))[:LONGEST_SLUG] or model.collection
        slugs = (base if number == 1 else f"{base}-{number}" for number in count(1))
        slug = next(slug for slug in slugs if self._is_free(model, slug))
        self.references.create(model, slug)
        return slug

    def _is_free(self, model: type[Any], slug: str) -> bool:
        self.references.load(model, (slug,))
        # An address of before leads to its record for ever.
        before = issubclass(model, Record) and model.history.filter(slug=slug, status=Status.PUBLISHED).exists()
        return not before and slug not in self.references.found[model]

    def draft(self, model: type[TrackedModel], text: str, key: str = "", **columns: str) -> str:
        known = model, key or spelling(text)
        if known not in self._drafts:
            own = model.key_fields == ("slug",)
            self._drafts[known] = slug = self.free(model, text) if own else text
            self._called[model, slug] = text
            record = {"slug": slug, **columns} if own else columns
            self.rows[model.collection].append((self.line, {name: said for name, said in record.items() if said}))
        return self._drafts[known]

    def warn(self, model: type[TrackedModel], sentence: str) -> None:
        self.warnings[model.collection].append((self.line, sentence))

    def note(self, sentence: str) -> None:
        self.notes[sentence].append(self.line)


@dataclass
class SheetRows:
    """The rows of one table that a sheet says, by the lines of the sheet."""

    found: list[tuple[int, dict[str, str] | Fault]]
    note: str = ""

    @property
    def headings(self) -> list[str]:
        return list(dict.fromkeys(name for _line, row in self.found if not isinstance(row, Fault) for name in row))

    def __iter__(self) -> Iterator[tuple[int, Cells | Fault]]:
        headings = self.headings
        for line, row in self.found:
            yield line, row if isinstance(row, Fault) else [row.get(name) for name in headings]

    def refused_by(self, *problems: Fault) -> Refused:
        refusal = Refused(*problems)
        refusal.rows = len(self.found)
        return refusal


def sheet_sources(file: BinaryIO, upload: Import) -> Iterator[Source]:
    """The tables of the sheet in `file`, whose columns `upload.match` says.

    Raises:
        Refused: the file is no single table, or its columns are not as they are said to be.
    """
    source = single(file, upload.file_name)
    model = table(source.table or upload.table)
    rows: Any = source.read()
    columns = upload.match["columns"]
    if problems := [*match_problems(model, rows.headings, columns)]:
        raise rows.refused_by(*problems)
    reading = _Reading(model, rows, columns, lines_of(upload.match.get("lines", "")))
    for name, found in reading.read().items():
        note = reading.note if name == model.collection else ""
        yield Source(name, source.label, partial(SheetRows, found, note), reading.names.warnings[name])


def single(file: BinaryIO, name: str) -> Source:
    """The one table of a file.

    Raises:
        Refused: it has several, or is none.
    """
    found = typed_sources(file, name)
    if len(found) > 1:
        raise refused(_("Columns are matched in a file of one table, and this has several."))
    return found[0]


class Shape(NamedTuple):
    """A file as its author shaped it: the table it says it holds, its headings, its first rows, how many cells hold
    anything by heading, and how many rows there are."""

    table: str
    headings: list[str]
    first: list[Any]
    filled: dict[str, int]
    rows: int


def shape_of(upload: Import) -> Shape:
    """Look at the file of `upload`.

    Raises:
        Refused: it is no single table, or cannot be read.
    """
    with upload.file.open("rb") as file:
        source = single(cast(BinaryIO, file), upload.file_name)
        rows: Any = source.read()
        return Shape(source.table, rows.headings, *_look(rows))


def _look(rows: Rows) -> tuple[list[Any], dict[str, int], int]:
    first: list[Any] = []
    filled: dict[str, int] = defaultdict(int)
    number = 0
    for number, (_line, row) in enumerate(islice(rows, MAX_SHEET_ROWS), 1):
        cells = row.cells if isinstance(row, Fault) else row
        if number <= LOOKED_AT and len(cells) >= len(rows.headings):
            first.append(cells)
        for heading, cell in zip(rows.headings, cells, strict=False):
            filled[heading] += bool((cell or "").strip())
    return first, filled, number


class _Reading:
    """The rows of a sheet of `model`, read with `columns`, the lines `left_out` left out."""

    def __init__(self, model: Any, rows: Rows, columns: dict[str, str], left_out: set[int]) -> None:
        self.model, self.rows, self.columns, self.left_out = model, rows, columns, left_out
        self.lines_left = 0
        self.names = RowNames()
        # Where rows are found by a key of the file, an empty cell empties, as in any table.
        self.emptied = set(sheet_columns(model)) if {*model.key_fields} <= {*columns.values()} else set()
        self.emptied -= {column.name for column in model.sheet.columns if column.label}

    @property
    def note(self) -> str:
        left = [name for name in self.columns.values() if name == LEFT_OUT]
        columns = ngettext("%(n)s column", "%(n)s columns", len(left)) % {"n": len(left)}
        rows = ngettext("%(n)s row", "%(n)s rows", self.lines_left) % {"n": self.lines_left}
        said = _("Left out of the file: %(columns)s and %(rows)s.") % {"columns": columns, "rows": rows}
        more = [
            _("%(sentence)s Lines: %(lines)s.") % {"sentence": each, "lines": ", ".join(map(str, lines))}
            for each, lines in self.names.notes.items()
        ]
        return " ".join(filter(None, (self.rows.note, said if left or self.lines_left else "", *more)))

    def read(self) -> Found:
        names, sheet = self.names, self.model.sheet(self.model)
        names.rows[self.model.collection] = []
        for number, (line, row) in enumerate(self.rows):
            if number == MAX_SHEET_ROWS:
                raise refused(_("The file has more than %(rows)s rows.") % {"rows": MAX_SHEET_ROWS}, line)
            if line in self.left_out:
                self.lines_left += 1
                continue
            if isinstance(row, Fault) and not self._is_left_out(row):
                names.rows[self.model.collection].append((line, row))
                continue
            names.line = line
            texts = self._texts(row.cells if isinstance(row, Fault) else row)
            try:
                for name, record in [*sheet.rows(texts, names)]:
                    names.rows[name].append((line, record))
            except ValidationError as error:
                column, (message, *_more) = next(iter(error.message_dict.items()))
                heading = next(heading for heading, name in self.columns.items() if name == column)
                names.rows[self.model.collection].append((line, Fault(line, heading, texts[column], message)))
        return names.rows

    def _is_left_out(self, fault: Fault) -> bool:
        """Whether nothing is wrong but in a column that is left out; a row tells of its first fault alone."""
        kept = zip(self.rows.headings, fault.cells, strict=False)
        wrong = [cell for heading, cell in kept if self.columns[heading] != LEFT_OUT and _UNREAD.match(cell or "")]
        return self.columns.get(fault.column) == LEFT_OUT and not wrong

    def _texts(self, cells: Cells) -> dict[str, str]:
        found: dict[str, list[str]] = defaultdict(list)
        for heading, cell in zip(self.rows.headings, cells, strict=False):
            name, text = self.columns[heading], (cell or "").strip()
            if name != LEFT_OUT and (text or (name in self.emptied and cell is not None)):
                found[name].append(text)
        return {name: "; ".join(texts) for name, texts in found.items()}


def headings_of(upload: Import) -> Callable[[str, str], str]:
    """What a sheet calls the columns of the tables that it becomes."""
    headings: dict[tuple[str, str], list[str]] = defaultdict(list)
    known = sheet_columns(table(upload.table)) if upload.table else {}
    for heading, name in upload.match["columns"].items():
        for filled in known[name].fills if name in known else ():
            headings[filled].append(heading)

    def called(name: str, column: str) -> str:
        return column if column in upload.match["columns"] else " / ".join(headings.get((name, column), ()))

    return called
