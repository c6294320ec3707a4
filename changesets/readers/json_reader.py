"""JSON read: an array of flat objects, one of them in memory at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, TextIO

from django.utils.translation import gettext as _

from changesets.plan.source import Cells, Fault, Refused, refused
from records.columns import SEPARATOR

from .rows import ERROR_COLUMN, MAX_COLUMNS, MAX_ROWS, Rows, too_many
from .text_files import line_ends, open_text, without_marks

_BLOCK = 256 * 1024
MAX_OBJECT = 4 * 1024 * 1024  # characters

_SPACE = re.compile(r"[ \t\n\r]*")


class _Object(tuple[tuple[str, Any], ...]):
    """The pairs of an object in their order, a name as often as it stands there."""

    __slots__ = ()


@dataclass(frozen=True)
class _Constant:
    """NaN and the infinities, which Python reads and JSON does not know."""

    name: str


def read_json(file: BinaryIO) -> Rows:
    """Read an array of flat objects; an array inside one is a column of many values.

    Raises:
        Refused: the file is anything else.
    """
    # The names of all objects are the headings, so the file is read twice.
    headings: dict[str, None] = {}
    for number, (line, pairs) in enumerate(_Array(open_text(file, "json"))):
        if number == MAX_ROWS:
            raise too_many(line)
        headings |= dict.fromkeys(name for name, _value in pairs)
        if len(headings) > MAX_COLUMNS:
            raise refused(_("The file has more than %(columns)s columns.") % {"columns": MAX_COLUMNS}, line)
    for number, name in enumerate(headings, 1):
        if not name.strip():
            raise refused(_("Column %(number)s has no heading.") % {"number": number}, 1)
    if not headings:
        return Rows([(1, [ERROR_COLUMN])])  # `[]` has none, and this one is dropped
    return Rows(_records(list(headings), open_text(file, "json")))


def _records(names: list[str], text: TextIO) -> Iterator[tuple[int, Cells | Fault]]:
    yield 1, names
    for line, pairs in _Array(text):
        yield line, _cells(line, pairs, names)


class _Array:
    """The objects of an array, each with the line that it begins on."""

    def __init__(self, text: TextIO) -> None:
        self._decoder = json.JSONDecoder(
            parse_int=str, parse_float=str, parse_constant=_Constant, object_pairs_hook=_Object
        )
        self._text = text
        self._held = without_marks(text.read(_BLOCK))
        self._at = 0
        self._line = 1

    def __iter__(self) -> Iterator[tuple[int, _Object]]:
        if self._next() != "[":
            raise self._no_array()
        self._take(self._at + 1)
        more = self._next() != "]"
        line = 0
        while more:
            if self._next() != "{":
                raise self._no_array() if self._next() else self._no_json(self._at)
            line = max(self._line, line + 1)  # of several objects on one line, no two are called the same
            yield line, self._object()
            if self._next() not in {",", "]"}:
                raise self._no_json(self._at)
            more = self._next() == ","
            self._take(self._at + more)
        self._take(self._at + 1)
        if self._next():
            raise self._no_json(self._at)

    def _next(self) -> str:
        """The next character that is no space, empty at the end; it is not taken."""
        while True:
            end = _SPACE.match(self._held, self._at).end()  # type: ignore[union-attr]  # it matches nothing as well
            self._take(end)
            if end < len(self._held):
                return self._held[end]
            if not self._more():
                return ""

    def _object(self) -> _Object:
        while True:
            try:
                found, end = self._decoder.raw_decode(self._held, self._at)
            except json.JSONDecodeError as error:
                # It may only be that the rest of the object is not read yet.
                within, left = error.pos - self._at, len(self._held) - self._at
                if left > MAX_OBJECT and ("Unterminated" in error.msg or within > left - _BLOCK):
                    raise refused(_("This object is longer than any row of the register."), self._line) from None
                if left > MAX_OBJECT or not self._more():
                    raise self._no_json(self._at + within) from None
            except RecursionError:
                raise self._no_json(self._at) from None
            else:
                self._take(end)
                return found

    def _take(self, end: int) -> None:
        self._line += line_ends(self._held[self._at : end])
        self._at = end

    def _more(self) -> bool:
        self._held = self._held[self._at :]
        self._at = 0
        more = self._text.read(max(_BLOCK, len(self._held)))
        if more.endswith("\r"):
            more += self._text.read(1)  # a line end is counted whole
        self._held += more
        return bool(more)

    def _no_json(self, at: int) -> Refused:
        return refused(_("This is not JSON."), self._line + line_ends(self._held[self._at : at]))

    def _no_array(self) -> Refused:
        return refused(_("The file must be an array of objects: [{…}, …]."), self._line)


def _cells(line: int, pairs: _Object, names: list[str]) -> Cells | Fault:
    record = dict(pairs)
    if len(record) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _value in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        return Fault(line, twice, twice, _("The object names this column twice."))
    cells: list[str | None] = []
    for name in names:
        if name not in record:
            cells.append(None)
            continue
        text = _text(record[name])
        if text is None:
            message = _("A cell holds a text, a number, true, false, null or an array of texts without “;”.")
            return Fault(line, name, _shown(record[name]), message)
        cells.append(text)
    return cells


def _text(value: Any) -> str | None:
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


def _shown(value: Any) -> str:
    match value:
        case _Constant():
            return value.name
        case list() if all(isinstance(item, str) for item in value):
            return json.dumps(value, ensure_ascii=False)
        case list():
            return "[…]"
    return "{…}"
