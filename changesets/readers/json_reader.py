"""JSON read: an array of flat objects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from changesets.plan.source import Cells, Fault, Refused, refused
from records.columns import SEPARATOR

from .rows import ERROR_COLUMN, MAX_COLUMNS, MAX_ROWS, Rows, bound, too_many
from .text_files import line_ends, open_text, without_marks

MAX_BYTES = 16 * 1024 * 1024  # the text is in memory as a whole; larger tables are CSV
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
    bound(file, MAX_BYTES)
    text = without_marks(open_text(file, "json").read())
    # The names of all objects are the headings, so the text is gone through twice.
    headings: dict[str, None] = {}
    for number, (line, pairs) in enumerate(_objects(text)):
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
    names = list(headings)
    return Rows(chain([(1, names)], ((line, _cells(line, pairs, names)) for line, pairs in _objects(text))))


def _objects(text: str) -> Iterator[tuple[int, _Object]]:
    """The objects of an array, each with the line that it begins on."""
    decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_Constant, object_pairs_hook=_Object)
    at, sign = _next(text, 0)
    begun, line, last = at, 1 + line_ends(text[:at]), 0
    if sign != "[":
        raise _no_array(line)
    at, sign = _next(text, at + 1)
    closed = sign == "]"
    while not closed:
        line += line_ends(text[begun:at])
        begun = at
        if sign != "{":
            raise _no_array(line) if sign else _no_json(line)
        try:
            found, end = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            raise _no_object(text, at, line, error) from None
        if end - at > MAX_OBJECT:
            raise _too_long(line)
        last = max(line, last + 1)  # of several objects on one line, no two are called the same
        yield last, found
        at, sign = _next(text, end)
        if sign not in {",", "]"}:
            raise _no_json(line + line_ends(text[begun:at]))
        if not (closed := sign == "]"):
            at, sign = _next(text, at + 1)
    end, sign = _next(text, at + 1)
    if sign:
        raise _no_json(line + line_ends(text[begun:end]))


def _next(text: str, at: int) -> tuple[int, str]:
    """Where the next character stands that is no space, and which it is; empty at the end."""
    end = _SPACE.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing as well
    return end, text[end : end + 1]


def _no_object(text: str, at: int, line: int, error: json.JSONDecodeError | RecursionError) -> Refused:
    if isinstance(error, RecursionError):
        return _no_json(line)
    if len(text) - at > MAX_OBJECT and ("Unterminated" in error.msg or error.pos - at > MAX_OBJECT):
        return _too_long(line)
    return _no_json(line + line_ends(text[at : error.pos]))


def _too_long(line: int) -> Refused:
    return refused(_("This object is longer than any row of the register."), line)


def _no_json(line: int) -> Refused:
    return refused(_("This is not JSON."), line)


def _no_array(line: int) -> Refused:
    return refused(_("The file must be an array of objects: [{…}, …]."), line)


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
