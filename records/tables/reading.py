"""Files as tables: what staff bring back from their spreadsheets, read strictly.

Every reader returns a `tablib.Dataset` (what django-import-export imports) of texts with three more
attributes: `lines`, the line of the file each row begins on; `problems`, by line, of rows that cannot
be taken; a cell that a JSON object leaves out is None.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import tablib
from django.utils.translation import gettext as _

from records.columns import SEPARATOR

from .values import unescape

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 100

_GAP = re.compile(r"[\s,]*")
# NUL, and halves of characters, which JSON can spell and no database stores.
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
Cells = Sequence[str | None]


@dataclass(frozen=True)
class Fault:
    """Why a file or a row of it is refused; line 0 is the file as a whole."""

    line: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        if not self.line:
            return self.message
        if not self.column:
            return _("Line %(line)s: %(message)s") % {"line": self.line, "message": self.message}
        return _("Line %(line)s, %(column)s “%(value)s”: %(message)s") % {
            "line": self.line,
            "column": self.column,
            "value": self.value,
            "message": self.message,
        }


class Refused(Exception):
    """A file that is not taken, and why; `rows` of it had been found by then."""

    rows = 0

    def __init__(self, *problems: Fault) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def refused(message: str, line: int = 0, column: str = "", value: str = "") -> Refused:
    return Refused(Fault(line, column, value, message))


def read_csv(content: bytes) -> Any:
    """Read UTF-8 (or UTF-16 that says so), separated by commas, semicolons or tabs.

    Raises:
        Refused: the file is not such text, or a quotation mark is left open.
    """
    text = _decode(content)
    first = text.partition("\n")[0]
    # Excel separates by semicolons where the comma is the decimal mark, as in Viet Nam.
    separator = max(",;\t", key=first.count)
    return assembled(_csv_records(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)))


def _csv_records(reader: Any) -> Iterator[tuple[int, Cells | Fault]]:
    line = 1
    while True:
        try:
            record = next(reader, None)
        except csv.Error as error:
            if "limit" in str(error):
                raise refused(_("A cell is longer than any of the register."), line) from None
            raise refused(_("A quotation mark is not closed, or not doubled inside a cell."), line) from None
        if record is None:
            return
        yield line, [unescape(cell) for cell in record]
        line = reader.line_num + 1


def _decode(content: bytes) -> str:
    bound(content)
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refused(_("This is not UTF-8 text. In Excel, save the sheet as “CSV UTF-8”."), line) from None


def bound(content: bytes) -> None:
    """Refuse what is larger than any table of ours."""
    if len(content) > MAX_BYTES:
        raise refused(_("The file is larger than %(size)s MB.") % {"size": MAX_BYTES // 1024**2})


def read_json(content: bytes) -> Any:
    """Read an array of flat objects; an array inside one is a column of many values.

    Raises:
        Refused: the file is anything else.
    """
    objects = list(_json_objects(_decode(content)))
    if not objects:
        return _empty([])
    headings = list(dict.fromkeys(name for _line, record in objects for name in record))
    rows = ((line, _json_cells(line, record, headings)) for line, record in objects)
    return assembled(((1, headings), *rows))


def _json_objects(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    decoder = json.JSONDecoder(parse_int=str, parse_float=str, object_pairs_hook=_json_object)
    try:
        objects = decoder.decode(text)
    except json.JSONDecodeError as error:
        raise refused(_("This is not JSON."), error.lineno) from None
    except RecursionError:
        raise refused(_("This is not JSON.")) from None
    if not isinstance(objects, list) or not all(isinstance(each, dict) for each in objects):
        raise refused(_("The file must be an array of objects: [{…}, …]."))
    # Decoded again one by one, for the line that each begins on.
    at = text.index("[") + 1
    line = text.count("\n", 0, at) + 1
    for each in objects:
        start = _GAP.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing as well
        line += text.count("\n", at, start)
        yield line, each
        _same, at = decoder.raw_decode(text, start)
        line += text.count("\n", start, at)


def _json_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        names = ", ".join(name for name, _value in pairs)
        raise refused(_("An object names a column twice: %(names)s.") % {"names": names})
    return dict(pairs)


def _json_cells(line: int, record: dict[str, Any], headings: list[str]) -> Cells | Fault:
    cells: list[str | None] = []
    for name in headings:
        text = _json_text(record[name]) if name in record else None
        if text is None and name in record:
            message = _("A cell holds a text, a number, true, false, null or an array of texts without “;”.")
            return Fault(line, name, str(record[name])[:100], message)
        cells.append(text)
    return cells


def _json_text(value: Any) -> str | None:
    """The text of a cell, or None if no cell holds such a value."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case list() if all(isinstance(item, str) and SEPARATOR not in item for item in value):
            return SEPARATOR.join(value)
    return None


def assembled(records: Iterable[tuple[int, Cells | Fault]]) -> Any:
    """Return the table of `records`, each with its line; the first holds the headings.

    Raises:
        Refused: the headings are none, or there are more rows than a table may have.
    """
    numbered = iter(records)
    first = next(numbered, (1, []))[1]
    try:
        headings = _headings(first)
    except Refused as error:
        error.rows = sum(isinstance(record, Fault) or any(record) for _line, record in numbered)
        raise
    table = _empty(headings)
    try:
        _fill(table, numbered)
    except Refused as error:
        error.rows = len(table) + 1  # with the row it broke off at
        raise
    return table


def _fill(table: Any, numbered: Iterator[tuple[int, Cells | Fault]]) -> None:
    headings = table.headers
    cells: list[str | None]
    problem: Fault | None
    for line, record in numbered:
        if isinstance(record, Fault):
            cells, problem = [None] * len(headings), record
        elif any(record):
            cells, problem = _row(line, record, headings)
        else:
            continue  # spreadsheets leave empty lines behind
        if len(table) == MAX_ROWS:
            raise refused(_("The file has more than %(rows)s rows.") % {"rows": MAX_ROWS}, line)
        if problem:
            table.problems[line] = problem
        table.lines.append(line)
        table.append(cells)


def _empty(headings: list[str]) -> Any:
    table = tablib.Dataset(headers=headings)
    table.lines, table.problems = [], {}
    return table


def _headings(cells: Cells | Fault) -> list[str]:
    if isinstance(cells, Fault):
        raise Refused(cells)
    headings = [(cell or "").strip() for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    if not headings:
        raise refused(_("The file is empty: its first line names the columns."), 1)
    if len(headings) > MAX_COLUMNS:
        raise refused(_("The file has more than %(columns)s columns.") % {"columns": MAX_COLUMNS}, 1)
    for at, heading in enumerate(headings):
        if not heading or _NO_TEXT.search(heading):
            raise refused(_("Column %(number)s has no heading.") % {"number": at + 1}, 1)
        if heading in headings[:at]:
            raise refused(_("This heading stands there twice."), 1, heading, heading)
    return headings


def _row(line: int, cells: Cells, headings: list[str]) -> tuple[list[str | None], Fault | None]:
    """The row as wide as the headings, and what is wrong with it."""
    width = len(headings)
    problem = None
    if extra := next((cell for cell in cells[width:] if cell), None):
        problem = Fault(line, "", extra, _("The row has more cells than there are headings."))
    elif len(cells) < width:
        problem = Fault(line, "", "", _("The row has fewer cells than there are headings."))
    for heading, cell in zip(headings, cells, strict=False):
        if cell and _NO_TEXT.search(cell):
            problem = Fault(line, heading, _NO_TEXT.sub("�", cell), _("This holds what is no character."))
    return [*cells, *[""] * (width - len(cells))][:width], problem
