"""The rows of one sheet of a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time
from typing import IO, NamedTuple, Protocol

from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string, get_column_letter

from changesets.plan.source import Cells, Fault, Refused
from records.export.values import unescape

from .number_formats import Shown, Unclear, moment_text, number_text
from .rows import MAX_COLUMNS
from .xml_parts import MOST_DEPTH, Reader, read_part, too_much

LAST_ROW = 1_048_576  # of any spreadsheet
LAST_COLUMN = 16_384
_DIGITS = "0123456789"
_MOST_MERGES, _MERGES_TOLD = 10_000, 10
_SHORT, _MOST_KNOWN = 200, 50_000
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_COLUMN = re.compile(r"[A-Z]{1,3}")
# How XML carries the characters that it cannot, and this spelling itself.
_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Book(Protocol):
    """What a sheet looks up in its workbook."""

    epoch: datetime

    def string(self, number: int) -> str: ...

    def shown(self, style: int) -> Shown: ...


class _Problem(NamedTuple):
    column: int
    value: str
    message: str


class _Row(NamedTuple):
    line: int
    cells: list[str]
    problem: _Problem | None


class _Merge(NamedTuple):
    cells: str
    first_column: int
    first_row: int


class _Columns(dict[str, int]):
    """The number of a column by its letters, from 1."""

    def __missing__(self, letters: str) -> int:
        if not _COLUMN.fullmatch(letters):
            raise ValueError(letters)
        self[letters] = number = column_index_from_string(letters)
        return number


_columns = _Columns()


class _Grid(Reader):
    """Puts together the rows of a sheet from its XML; keeps no more than a table may hold."""

    heard = frozenset({"row", "t", "f", "rPh", "mergeCell"})

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.rows: list[_Row] = []
        self.merges: list[_Merge] = []
        self._book = book
        # What stands in cells, by their kind, style and value: terms, names and dates come again and again.
        self._known: dict[tuple[str, str, str], str] = {}
        self._line = self._column = 0
        self._cells: list[str] = []
        self._problem: _Problem | None = None
        self._in_cell = self._in_value = self._phonetic = False
        self._kind = self._value = ""
        self._style = "0"
        self._formula: str | None = None

    # Cells and their values are millions, and count neither as depth: neither may hold another of its kind.

    # What is common is told without a further call, which would take longer than all the rest.

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            if self._in_cell:
                raise ValueError(name)
            self._in_cell = True
            get = attributes.get
            self._column = column = _columns[at.rstrip(_DIGITS)] if (at := get("r")) else self._column + 1
            if column > LAST_COLUMN:
                raise ValueError(column)
            self._kind, self._style = get("t", "n"), get("s", "0")
            self._value, self._formula = "", None
        elif name == "v":
            if self._in_value:
                raise ValueError(name)
            self._in_value = True
            self.pieces.clear()
        else:
            self._depth += 1
            if name in self.heard or self._depth > MOST_DEPTH:
                self.begin(name, attributes)

    def end(self, name: str) -> None:
        if name == "v":
            self._in_value = False
            pieces = self.pieces
            self._value = pieces[0] if len(pieces) == 1 else "".join(pieces)
        elif name == "c":
            self._in_cell = False
            if self._formula is not None:
                self._take_cell()
            elif self._value:
                text = self._known.get((self._kind, self._style, self._value))
                if text and self._column - 1 == len(self._cells) < MAX_COLUMNS:
                    self._cells.append(text)
                else:
                    self._take_cell()
        else:
            self._depth -= 1
            if name in self.heard:
                self.finish(name)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if self._depth > MOST_DEPTH:
            raise too_much()
        if name in {"t", "f"}:
            self.pieces.clear()
        elif name == "row":
            line = int(attributes["r"]) if "r" in attributes else self._line + 1
            if not self._line < line <= LAST_ROW:
                raise ValueError(line)
            self._line, self._column, self._cells, self._problem = line, 0, [], None
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def finish(self, name: str) -> None:
        if name == "t" and not self._phonetic:
            self._value += "".join(self.pieces)
        elif name == "f":
            self._formula = f"={''.join(self.pieces)}"
        elif name == "row" and (self._cells or self._problem):
            self.rows.append(_Row(self._line, self._cells, self._problem))
        elif name == "rPh":
            self._phonetic = False

    def _merge(self, cells: str) -> None:
        first, _colon, last = cells.partition(":")
        if (found := _REFERENCE.fullmatch(first)) and last not in {"", first}:
            self.merges.append(_Merge(cells, _columns[found[1]], int(found[2])))
        if len(self.merges) > _MOST_MERGES:
            raise too_much()

    def _take_cell(self) -> None:
        try:
            text = self._text()
            if len(text) < _SHORT > len(self._value) and len(self._known) < _MOST_KNOWN and self._formula is None:
                self._known[self._kind, self._style, self._value] = text
        except Unclear as error:
            self._refuse(self._formula or self._value, str(error))
            text = self._sent_back()
        if not text:
            return
        missing = self._column - 1 - len(self._cells)
        if self._column > MAX_COLUMNS + 1:
            told = _("It stands beside the table, which has %(columns)s columns at most.")
            self._refuse(text, told % {"columns": MAX_COLUMNS})
            if missing > 0 and len(self._cells) <= MAX_COLUMNS:
                # One is kept there, so that the row is refused again until it is mended.
                self._cells += [*[""] * (MAX_COLUMNS - len(self._cells)), text]
        elif missing < 0:
            raise ValueError(self._column)
        else:
            if missing:
                self._cells += [""] * missing
            self._cells.append(text)

    def _sent_back(self) -> str:
        """What stands in the place of a cell that is refused in the file that goes back with the errors.

        Of a formula it is the value that was shown, if there is one: moved by a column, it would show another.
        """
        formula, self._formula = self._formula, None
        try:
            return (self._text() if self._value else "") or formula or ""
        except Unclear:
            return formula or self._value

    def _refuse(self, value: str, message: str) -> None:
        self._problem = self._problem or _Problem(self._column, value, message)

    def _text(self) -> str:
        """The text of a cell.

        Raises:
            Unclear: it holds no value but a formula, an error or what cannot be read.
        """
        kind, value = self._kind, self._value
        if self._formula is not None:
            raise Unclear(_("A formula stands here: copy the column and paste its values."))
        if kind == "s":
            return _decoded(self._book.string(int(value)))
        if kind == "n":
            return number_text(value.strip(), self._book.shown(int(self._style)), self._book.epoch)
        if kind in {"str", "inlineStr"}:
            return _decoded(value)
        if kind == "b":
            return "true" if int(value) else "false"
        if kind == "d":
            return _moment(value, self._book.shown(int(self._style)))
        raise Unclear(_("An error stands here: put the value itself, or nothing."))


def _decoded(text: str) -> str:
    if "_x" in text:
        text = _CODED.sub(lambda code: chr(int(code[1], 16)), text)
    return unescape(text)


def _moment(text: str, shown: Shown) -> str:
    try:
        moment = time.fromisoformat(text) if "-" not in text else datetime.fromisoformat(text)
    except ValueError:
        raise Unclear(_("This is shown as a date, and there is no such day: write the date as a text.")) from None
    return moment_text(moment, shown)


def sheet_records(part: IO[bytes], book: Book) -> Iterator[tuple[int, Cells | Fault]]:
    """The rows of a sheet that hold anything, as `Rows` takes them.

    Raises:
        Refused: at the end, if cells of the table are merged; the sheet says so only there.
    """
    grid = _Grid(book)
    headings: list[str] = []
    first = last = 0
    for _pause in read_part(part, grid):
        rows, grid.rows = grid.rows, []
        for line, cells, problem in rows:
            last = line
            if problem:
                yield line, _fault(line, problem, headings).beside(cells)
                continue
            if not first and any(map(str.strip, cells)):
                headings, first = cells, line
            yield line, cells + [""] * (len(headings) - len(cells))
    merged = _("Cells %(cells)s are merged: unmerge them, and fill in each.")
    faults = [
        Fault(row, headings[column - 1] if headings else "", cells, merged % {"cells": cells})
        for cells, column, row in grid.merges
        if first <= row <= last and column <= (len(headings) or column)
    ]
    if faults:
        raise Refused(*faults[:_MERGES_TOLD])


def _fault(line: int, problem: _Problem, headings: list[str]) -> Fault:
    if problem.column <= len(headings):
        return Fault(line, headings[problem.column - 1].strip(), problem.value, problem.message)
    cell = f"{get_column_letter(problem.column)}{line}"
    return Fault(line, "", problem.value, _("Cell %(cell)s: %(message)s") % {"cell": cell, "message": problem.message})
