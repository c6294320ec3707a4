"""Sheets of people's own shape as tables of rows by column and key, which the engine plans like any others."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO, NamedTuple, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from changesets.limits import MAX_SHEET_ROWS
from changesets.models import Import
from changesets.plan.headings import has_key
from changesets.plan.source import Cells, Fault, ListedRows, Refused, Source, refused
from records.export.tables import table
from records.sheet_names import SheetNames
from records.sheets import SheetRow

from .matching import LEFT_OUT, is_number, lines_of, match_problems, sheet_columns
from .merged_cells import Carried
from .rows import NO_CHARACTER, Rows
from .sources import ending, typed_sources

MATCHED = (Import.State.REFUSED, Import.State.FAILED, Import.State.PLANNED)
LOOKED_AT = 50
# A formula that shows no value, or what is no character.
_UNREAD = re.compile(f"=|.*{NO_CHARACTER.pattern}", re.DOTALL)


def sheet_sources(file: BinaryIO, upload: Import) -> Iterator[Source]:
    """The tables of the sheet in `file`, whose columns `upload.match` says."""
    source = single(file, upload.file_name)
    model = table(source.table or upload.table)
    rows: Any = source.read()
    columns = upload.match["columns"]
    if problems := [*match_problems(model, rows.headings, columns)]:
        raise rows.refused_by(*problems)
    reading = _Reading(model, rows, columns, lines_of(upload.match.get("lines", "")))
    for name, found in reading.read().items():
        yield _source(name, source.label, found, reading.note if name == model.collection else "")


def _source(name: str, label: str, found: Sequence[tuple[int, SheetRow | Fault]], note: str) -> Source:
    """The rows of the table `name`, each numbered: several may come of one line (`Import.line_of`)."""
    there: Counter[int] = Counter()
    numbered = []
    for line, row in found:
        numbered.append((line * Import.ROWS_OF_A_LINE + min(there[line], Import.ROWS_OF_A_LINE - 1), row))
        there[line] += 1
    taken = [(number, row) for number, row in numbered if isinstance(row, SheetRow)]
    headings = list(dict.fromkeys(name for _number, row in taken for name in row.texts))
    cells = [(n, row if isinstance(row, Fault) else [*map(row.texts.get, headings)]) for n, row in numbered]
    rows = ListedRows(headings, cells, note)
    return Source(name, label, lambda: rows, [(number, said) for number, row in taken for said in row.doubts])


def single(file: BinaryIO, name: str) -> Source:
    found = typed_sources(file, name, merged=True)
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
        self.filled: dict[str, None] = {}  # the headings over anything
        # The lines that go on with the record of the line above: its number or title is merged over both.
        self.continuing: set[int] = set()
        self.names = SheetNames()
        # Where rows are found by a key of the file, an empty cell empties, as in any table.
        self.emptied = set(sheet_columns(model)) if {*model.key_fields} <= {*columns.values()} else set()
        self.emptied -= {column.name for column in model.sheet.columns if column.label}

    @property
    def note(self) -> str:
        left = [heading for heading in self.filled if self.columns[heading] == LEFT_OUT]
        columns = ngettext("%(n)s column", "%(n)s columns", len(left)) % {"n": len(left)}
        columns += f" (“{'”, “'.join(left)}”)" if left else ""
        rows = ngettext("%(n)s row", "%(n)s rows", self.lines_left) % {"n": self.lines_left}
        said = _("Left out of the file: %(columns)s and %(rows)s.") % {"columns": columns, "rows": rows}
        more = [
            _("%(sentence)s Lines: %(lines)s.") % {"sentence": each, "lines": ", ".join(map(str, lines))}
            for each, lines in self.names.notes.items()
        ]
        return " ".join(filter(None, (self.rows.note, said if left or self.lines_left else "", *more)))

    def read(self) -> dict[str, list[tuple[int, SheetRow | Fault]]]:
        names = self.names
        names.rows[self.model.collection] = []
        sheet = self.model.sheet(self.model, names)
        read = [*self._read()]
        sheet.prepare([texts for _line, texts, fault in read if not fault])
        for line, texts, fault in read:
            names.line, names.continues = line, line in self.continuing
            if not sheet.is_one(texts):
                names.note(_("What names no party, day or signer is no agreement, and is left aside."))
            elif fault:
                names.refuse(self.model.collection, fault)
            else:
                self._become(sheet, texts)
        return names.rows

    def _read(self) -> Iterator[tuple[int, dict[str, str], Fault | None]]:
        for number, (line, row) in enumerate(self.rows):
            if number == MAX_SHEET_ROWS:
                raise refused(_("The file has more than %(rows)s rows.") % {"rows": MAX_SHEET_ROWS}, line)
            if line in self.left_out:
                self.lines_left += 1
            elif isinstance(row, Fault):
                yield line, self._texts(row.cells), None if self._is_left_out(row) else row
            else:
                if any(isinstance(cell, Carried) and self._counts(at) for at, cell in enumerate(row)):
                    self.continuing.add(line)
                yield line, self._texts(row), None

    def _counts(self, at: int) -> bool:
        """Whether a column says which record a row is: its number, or its title."""
        heading = self.rows.headings[at]
        return self.columns[heading] == "title" or is_number(heading)

    def _become(self, sheet: Any, texts: dict[str, str]) -> None:
        try:
            for row in [*sheet.rows(texts)]:
                self.names.add(row)
        except ValidationError as error:
            column, (message, *_more) = next(iter(error.message_dict.items()))
            heading = next(heading for heading, name in self.columns.items() if name == column)
            self.names.refuse(self.model.collection, Fault(self.names.line, heading, texts[column], message))

    def _is_left_out(self, fault: Fault) -> bool:
        """Whether nothing is wrong but in a column that is left out; a row tells of its first fault alone."""
        kept = zip(self.rows.headings, fault.cells, strict=False)
        wrong = [cell for heading, cell in kept if self.columns[heading] != LEFT_OUT and _UNREAD.match(cell or "")]
        return self.columns.get(fault.column) == LEFT_OUT and not wrong

    def _texts(self, cells: Cells) -> dict[str, str]:
        found: dict[str, list[str]] = defaultdict(list)
        for heading, cell in zip(self.rows.headings, cells, strict=False):
            name, text = self.columns[heading], (cell or "").strip()
            if text:
                self.filled[heading] = None
            if name != LEFT_OUT and (text or (name in self.emptied and cell is not None)):
                found[name].append(text)
        return {name: "; ".join(texts) for name, texts in found.items()}


def headings_of(upload: Import) -> Callable[[str, str], str]:
    headings: dict[tuple[str, str], list[str]] = defaultdict(list)
    known = sheet_columns(table(upload.table)) if upload.table else {}
    for heading, name in upload.match["columns"].items():
        for filled in known[name].fills if name in known else ():
            headings[filled].append(heading)

    def called(name: str, column: str) -> str:
        return column if column in upload.match["columns"] else " / ".join(headings.get((name, column), ()))

    return called


def may_be_matched(upload: Import) -> bool:
    """Whether the file of `upload` may be one table, whose columns can be said."""
    single = upload.match or (upload.state != Import.State.PLANNED and len(upload.summary) < 2)
    found = upload.file and not upload.undoes_id and ending(upload.file_name) != "zip"
    if hasattr(upload, "submission"):
        return False  # what is approved is what was submitted
    return bool(upload.state in MATCHED and single and found)


def asks_for_columns(upload: Import) -> bool:
    """Whether the refused file of `upload` is a table of its author's own shape: no column says what its rows are."""
    if upload.match or upload.state != Import.State.REFUSED or not may_be_matched(upload):
        return False
    try:
        shape = shape_of(upload)
    except Refused:
        return False
    name = shape.table or upload.table
    return bool(shape.headings) and not (name and has_key(table(name), shape.headings))
