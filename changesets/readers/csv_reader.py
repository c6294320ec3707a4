"""CSV read: separated by commas, semicolons or tabs, as any spreadsheet program writes it."""

import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, TextIO

from django.utils.translation import gettext as _

from changesets.limits import MAX_COLUMNS, MAX_EMPTY, MAX_RECORD
from changesets.plan.source import Cells, Fault, Refused, refused
from records.export.values import unescape

from .file_types import open_text, without_marks
from .rows import Rows, too_many_empty, too_wide

SEPARATORS = ",;\t"
# Excel's own way to say how a file is separated.
_SAID = re.compile(r'"?sep=([,;\t])"?[\r\n]*', re.IGNORECASE)


def read_csv(file: BinaryIO) -> Rows:
    """Read UTF-8 (or UTF-16 that says so)."""
    return Rows(_records(_Lines(open_text(file, "csv"))))


class _Lines:
    """The lines of a text for the csv module, which takes as many of them as a record has."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._waiting: list[str] = []
        self.number = 0  # of the last line taken
        self.begin()

    def begin(self) -> None:
        self.first, self._length = self.number + 1, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.pop(0) if self._waiting else self._line()
        if not line:
            raise StopIteration
        self.number += 1
        self._length += len(line)
        if self._length > MAX_RECORD:
            if self.number > self.first:
                raise self.wrong_quotes()
            raise refused(_("A cell is longer than any of the register."), self.first)
        return line

    def _line(self) -> str:
        return self._text.readline(MAX_RECORD + 1)

    def wrong_quotes(self) -> Refused:
        return refused(_("A quotation mark is not closed, or not doubled inside a cell."), self.first)

    def separator(self) -> str:
        """What separates the cells, told by the first record, which is not taken yet."""
        first = without_marks(self._line())
        while first and not first.strip(f"{SEPARATORS} \r\n"):
            self.number += 1
            if self.number > MAX_EMPTY:
                raise too_many_empty(self.number)
            first = self._line()
        if said := _SAID.fullmatch(first):
            self.number += 1
            return said[1]
        self._waiting = [first]
        while first.count('"') % 2 and len(first) < MAX_RECORD and (line := self._line()):
            self._waiting.append(line)
            first += line
        return max(SEPARATORS, key=lambda separator: _headings(first, separator))


def _headings(first: str, separator: str) -> int:
    try:
        cells = next(csv.reader(io.StringIO(first, newline=""), delimiter=separator, strict=True), [])
    except csv.Error:
        return 0
    return sum(bool(cell) and not any(other in cell for other in SEPARATORS) for cell in cells)


def _records(lines: _Lines) -> Iterator[tuple[int, Cells | Fault]]:
    csv.field_size_limit(2 * MAX_RECORD)  # the module's own, for the whole process; `_Lines` meets ours first
    reader = csv.reader(lines, delimiter=lines.separator(), strict=True)
    headings: Cells = []
    while True:
        lines.begin()
        try:
            record = next(reader, None)
        except csv.Error:
            raise lines.wrong_quotes() from None
        if record is None:
            return
        headings = headings or record
        if len(record) > MAX_COLUMNS and record is not headings:
            # A line of a million commas is told of, or cut, before it costs anything.
            if extra := next(filter(None, record[MAX_COLUMNS:]), None):
                kept = [unescape(cell) for cell in (*record[:MAX_COLUMNS], extra)]
                yield lines.first, too_wide(lines.first, len(record), len(headings), extra).beside(kept)
                continue
            del record[MAX_COLUMNS:]
        yield lines.first, [unescape(cell) for cell in record]
