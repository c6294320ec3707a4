"""CSV read: separated by commas, semicolons or tabs, as any spreadsheet program writes it."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import chain
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
    return Rows(_records(open_text(file, "csv")))


def _records(text: TextIO) -> Iterator[tuple[int, Cells | Fault]]:
    csv.field_size_limit(2 * MAX_RECORD)  # the module's own, for the whole process; ours is met first
    above, begun, separator = _beginning(text)
    first = length = 0

    def lines() -> Iterator[str]:
        """The lines for the csv module, which takes as many of them as a record has."""
        nonlocal length
        for line in chain(begun, iter(lambda: _line(text), "")):
            length += len(line)
            if length > MAX_RECORD:
                if above + reader.line_num >= first:
                    raise _wrong_quotes(first)
                raise refused(_("A cell is longer than any of the register."), first)
            yield line

    reader = csv.reader(lines(), delimiter=separator, strict=True)
    headings: Cells = []
    while True:
        first, length = above + reader.line_num + 1, 0
        try:
            record = next(reader, None)
        except csv.Error:
            raise _wrong_quotes(first) from None
        if record is None:
            return
        headings = headings or record
        if len(record) > MAX_COLUMNS and record is not headings:
            # A line of a million commas is told of, or cut, before it costs anything.
            if extra := next(filter(None, record[MAX_COLUMNS:]), None):
                kept = [unescape(cell) for cell in (*record[:MAX_COLUMNS], extra)]
                yield first, too_wide(first, len(record), len(headings), extra).beside(kept)
                continue
            del record[MAX_COLUMNS:]
        yield first, [unescape(cell) for cell in record]


def _line(text: TextIO) -> str:
    return text.readline(MAX_RECORD + 1)


def _beginning(text: TextIO) -> tuple[int, list[str], str]:
    """How many lines stand above the first record, the lines of that, and what separates the cells, as it tells."""
    above, first = 0, without_marks(_line(text))
    while first and not first.strip(f"{SEPARATORS} \r\n"):
        above += 1
        if above > MAX_EMPTY:
            raise too_many_empty(above)
        first = _line(text)
    if said := _SAID.fullmatch(first):
        return above + 1, [], said[1]
    begun = [first] if first else []
    while first.count('"') % 2 and len(first) < MAX_RECORD and (line := _line(text)):
        begun.append(line)
        first += line
    return above, begun, max(SEPARATORS, key=lambda separator: _headings(first, separator))


def _headings(first: str, separator: str) -> int:
    try:
        cells = next(csv.reader(io.StringIO(first, newline=""), delimiter=separator, strict=True), [])
    except csv.Error:
        return 0
    return sum(bool(cell) and not any(other in cell for other in SEPARATORS) for cell in cells)


def _wrong_quotes(line: int) -> Refused:
    return refused(_("A quotation mark is not closed, or not doubled inside a cell."), line)
