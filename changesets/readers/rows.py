"""Files as tables: what staff bring back from their spreadsheets, read strictly, row by row and within bounds.

This is what all formats share; `csv_reader`, `json_reader` and `xlsx_reader` read one each, and
`sources` says which tables a file holds. Whatever is wrong with a file as a whole, all of them raise `Refused`: some of
it only once the rows are read.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from changesets.limits import MAX_BYTES, MAX_CELL, MAX_COLUMNS, MAX_EMPTY, MAX_ROWS
from changesets.plan.source import Cells, Fault, Refused, refused

from .legacy_encodings import FOREIGN_LETTER, Spelling

TITLE_WORDS = 4  # no heading of ours has so many
MOST_TITLES = 20  # rows above the headings

# The column that our own file of refused rows adds.
ERROR_COLUMN = "error"

# NUL, and halves of characters, which JSON can spell and no database stores.
NO_CHARACTER = re.compile("[\0\ud800-\udfff]")
_ODD = re.compile(f"{NO_CHARACTER.pattern}|{FOREIGN_LETTER.pattern}")


def bound(file: BinaryIO, most: int | None = None) -> None:
    most = most or MAX_BYTES
    if file.seek(0, io.SEEK_END) > most:
        raise refused(_("The file is larger than %(size)s MB.") % {"size": most // 1024**2})


class Rows:
    """One table of a file, read while it is iterated, once.

    `headings` stand on `line`, made unlike each other and none of them empty; `typed` is what stands there, and
    `faults` what is wrong with that. Iterating yields the line that each row begins on, and its cells, one a
    heading, or the `Fault` for which the row cannot be taken. None is a cell that a JSON object leaves out.
    Empty rows are skipped, and so is our own column of errors. `note`: see `plan.source.Rows`.

    Raises:
        Refused: there are no headings; while iterating: the file breaks off, or a bound is exceeded.
    """

    def __init__(self, records: Iterable[tuple[int, Cells | Fault]], note: str = "") -> None:
        """`records`: the line and the cells, or what is wrong with them, of each row; the headings first."""
        self.note = note
        self._records = _filled(records)
        self.line, first, _joined = next(self._records, (1, [], ""))
        self.found = 0
        try:
            typed = _headings(first, self.line)
        except Refused as error:
            refusal = self.refused_by(*error.problems)
            refusal.of_headings = False
            raise refusal from None
        self._names, self.faults = _unlike(typed, self.line)
        self._dropped = self._names.index(ERROR_COLUMN) if ERROR_COLUMN in self._names else None
        self.headings = [name for name in self._names if name != ERROR_COLUMN]
        self.typed = [heading for heading, name in zip(typed, self._names, strict=True) if name != ERROR_COLUMN]

    def refused_by(self, *problems: Fault) -> Refused:
        """The refusal of the whole table for `problems`, and for what else is wrong with the rest, which may be why.

        The rows are counted, for nobody will read them. Who finds fault with headings does not know their line.
        """
        problems = tuple(replace(each, line=self.line) if each.line == 1 else each for each in problems)
        later: tuple[Fault, ...] = ()
        try:
            for _record in islice(self._records, MAX_ROWS):
                self.found += 1
        except Refused as error:
            later = error.problems
        refusal = Refused(*problems, *later)
        refusal.of_headings = not later
        refusal.rows = self.found
        return refusal

    def __iter__(self) -> Iterator[tuple[int, Cells | Fault]]:
        spelling = Spelling()
        try:
            for line, record, joined in self._records:
                row = record if isinstance(record, Fault) else self._row(line, record, joined, spelling)
                if self.found == MAX_ROWS:
                    raise too_many(line)
                self.found += 1
                yield line, self._without_errors(row)
        except Refused as error:
            error.rows = self.found + 1  # with the row it broke off at
            raise

    def _row(self, line: int, record: Cells, joined: str, spelling: Spelling) -> Cells | Fault:
        if len(record) != len(self._names) and (problem := self._ragged(line, record)):
            return problem.beside(record)
        cells = record[: len(self._names)]
        spelling.rows += 1
        if (len(joined) > MAX_CELL or _ODD.search(joined)) and (problem := self._odd(line, cells, spelling)):
            return problem.beside(cells)
        return cells

    def _without_errors(self, row: Cells | Fault) -> Cells | Fault:
        if self._dropped is None:
            return row
        cells = row.cells if isinstance(row, Fault) else row
        kept = [*cells[: self._dropped], *cells[self._dropped + 1 :]]
        return row.beside(kept) if isinstance(row, Fault) else kept

    def _ragged(self, line: int, cells: Cells) -> Fault | None:
        if len(cells) < len(self._names):
            message = _("The row has fewer cells than there are headings: %(cells)s, not %(headings)s.")
            return Fault(line, "", "", message % {"cells": len(cells), "headings": len(self._names)})
        extra = next(filter(None, cells[len(self._names) :]), None)
        return too_wide(line, len(cells), len(self._names), extra) if extra else None

    def _odd(self, line: int, cells: Cells, spelling: Spelling) -> Fault | None:
        for name, cell in zip(self._names, cells, strict=True):
            if cell and len(cell) > MAX_CELL:
                message = _("The cell has more than %(most)s characters, and no column takes so many.")
                return Fault(line, name, cell, message % {"most": MAX_CELL})
            if cell and NO_CHARACTER.search(cell):
                return Fault(line, name, NO_CHARACTER.sub("�", cell), _("This holds what is no character."))
        if not (mistake := spelling.mistaken(cells)):
            return None
        problem = Fault(line, self._names[mistake.at], cells[mistake.at] or "", mistake.message)
        if mistake.whole:
            raise Refused(problem)
        return problem


class Place(io.RawIOBase):
    """A reader's own place in a file that stays open, and that others may read too."""

    def __init__(self, file: BinaryIO, most: int = MAX_BYTES) -> None:
        """`most`: how many bytes may be read at once."""
        self._file, self._at, self._most = file, 0, most

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_CUR:
            offset, whence = self._at + offset, io.SEEK_SET
        self._at = self._file.seek(offset, whence)
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        most = self._most + 1
        self._file.seek(self._at)
        content = self._file.read(most if size is None or size < 0 else min(size, most))
        if len(content) == most:
            raise refused(_("The file unpacks to more than tables can be."))
        self._at += len(content)
        return content

    def readinto(self, buffer: Any) -> int:
        content = self.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)


def _filled(records: Iterable[tuple[int, Cells | Fault]]) -> Iterator[tuple[int, Cells | Fault, str]]:
    """The rows that hold anything, with all their text, from the headings on; spreadsheets leave empty ones behind."""
    empty = 0
    for line, record in _without_titles(iter(records)):
        joined = "" if isinstance(record, Fault) else "".join(filter(None, record))
        if isinstance(record, Fault) or (joined and not joined.isspace()):
            yield line, record, joined
            continue
        empty += 1
        if empty > MAX_EMPTY:
            raise too_many_empty(line)


def _without_titles(records: Iterator[tuple[int, Cells | Fault]]) -> Iterator[tuple[int, Cells | Fault]]:
    """The rows from the headings on: what stands above them is shorter than they are."""
    above: list[tuple[int, Cells | Fault]] = []
    for each in records:
        line_is_title = not isinstance(each[1], Fault) and is_title(each[1])
        if not line_is_title and (isinstance(each[1], Fault) or sum(map(_is_filled, each[1])) > 1):
            above = []
        above.append(each)
        if not line_is_title or len(above) > MOST_TITLES:
            break
    yield from chain(above, records)


def _is_filled(cell: str | None) -> bool:
    return bool(cell and not cell.isspace())


def is_title(cells: Cells) -> bool:
    """Whether a row above the headings says what the table is: a sentence alone, or two apart as in a letterhead."""
    filled = [(at, cell) for at, cell in enumerate(cells) if cell and _is_filled(cell)]
    if len(filled) == 2 and filled[1][0] - filled[0][0] == 1:
        return False
    return not filled or (len(filled) <= 2 and max(len(cell.split()) for _at, cell in filled) >= TITLE_WORDS)


def too_wide(line: int, cells: int, headings: int, extra: str) -> Fault:
    message = _("The row has more cells than there are headings: %(cells)s, not %(headings)s.")
    return Fault(line, "", extra, message % {"cells": cells, "headings": headings})


def too_many(line: int) -> Refused:
    return refused(_("The file has more than %(rows)s rows.") % {"rows": MAX_ROWS}, line)


def too_many_empty(line: int) -> Refused:
    return refused(_("The file has more than %(rows)s empty rows: delete them.") % {"rows": MAX_EMPTY}, line)


def _headings(cells: Cells | Fault, line: int) -> list[str]:
    if isinstance(cells, Fault):
        raise Refused(cells)
    headings = [(cell or "").strip() for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise refused(_("The file is empty: its first line names the columns."), 1)
    if len(headings) > MAX_COLUMNS:
        raise refused(_("The file has more than %(columns)s columns.") % {"columns": MAX_COLUMNS}, line)
    return headings


def _unlike(headings: Sequence[str], line: int) -> tuple[list[str], list[Fault]]:
    """The headings as names, each another, and what is wrong with those that are none."""
    names: list[str] = []
    faults = []
    for at, heading in enumerate(headings, 1):
        name = heading
        if not heading or NO_CHARACTER.search(heading):
            name = f"#{at}"
            faults.append(Fault(line, "", "", _("Column %(number)s has no heading.") % {"number": at}))
        elif heading in headings[: at - 1]:
            name = f"{heading} #{at}"
            faults.append(Fault(line, heading, heading, _("This heading stands there twice.")))
        names.append(name)
    return names, faults
