"""JSON read: an array of flat objects, or one a line."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from changesets.limits import MAX_COLUMNS, MAX_JSON_BYTES, MAX_OBJECT, MAX_ROWS
from changesets.plan.source import Cells, Fault, Refused, refused
from records.columns import SEPARATOR

from .file_types import line_ends, open_text, without_marks
from .rows import ERROR_COLUMN, Rows, bound, too_many

# An object keeps its pairs, a name as often as it stands there: a tuple, where an array is a list.
# Numbers keep their digits; the only floats are NaN and the infinities, which JSON does not know.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, object_pairs_hook=tuple)
_SPACE = re.compile(r"[ \t\n\r]*")

_Pairs = tuple[tuple[str, Any], ...]


def read_json_lines(file: BinaryIO) -> Rows:
    return read_json(file, _one_a_line)


def read_json(file: BinaryIO, objects: Callable[[str], Iterator[tuple[int, _Pairs]]] | None = None) -> Rows:
    """Read an array of flat objects, or those that `objects` finds; an array inside one is a column of many values."""
    bound(file, MAX_JSON_BYTES)
    text, objects = without_marks(open_text(file, "json").read()), objects or _in_array
    # The names of all objects are the headings, so the text is gone through twice.
    headings: dict[str, None] = {}
    for number, (line, pairs) in enumerate(objects(text)):
        if number == MAX_ROWS:
            raise too_many(line)
        headings |= dict.fromkeys(name for name, _value in pairs)
        if len(headings) > MAX_COLUMNS:
            raise refused(_("The file has more than %(columns)s columns.") % {"columns": MAX_COLUMNS}, line)
    for number, name in enumerate(headings, 1):
        if not name.strip():
            raise refused(_("Column %(number)s has no heading.") % {"number": number}, 1)
    names = list(headings) or [ERROR_COLUMN]  # `[]` has none, and this one is dropped
    return Rows(chain([(1, names)], ((line, _cells(line, pairs, names)) for line, pairs in objects(text))))


class _Cursor:
    """A place in the text, and the line that it is on."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.line = text, 0, 1

    def go(self, at: int) -> None:
        self.line += line_ends(self.text[self.at : at])
        self.at = at

    def sign(self) -> str:
        """Go to the next character that is no space, and return it; empty at the end."""
        self.go(_SPACE.match(self.text, self.at).end())  # type: ignore[union-attr]  # it matches nothing as well
        return self.text[self.at : self.at + 1]


def _one_a_line(text: str) -> Iterator[tuple[int, _Pairs]]:
    cursor, last = _Cursor(text), 0
    while sign := cursor.sign():
        line = cursor.line
        if sign != "{" or line == last:
            raise refused(_("Each line must be an object: {…}."), line)
        yield line, _object(cursor)
        last = cursor.line


def _in_array(text: str) -> Iterator[tuple[int, _Pairs]]:
    """The objects of an array, each with the line that it begins on."""
    cursor = _Cursor(text)
    if cursor.sign() != "[":
        raise _no_array(cursor.line)
    cursor.go(cursor.at + 1)
    after, last = cursor.sign(), 0
    while after != "]":
        if (sign := cursor.sign()) != "{":
            raise _no_array(cursor.line) if sign else _no_json(cursor.line)
        line, pairs = cursor.line, _object(cursor)
        last = max(line, last + 1)  # of several objects on one line, no two are called the same
        yield last, pairs
        after = cursor.sign()
        if after not in {",", "]"}:
            raise _no_json(cursor.line)
        if after == ",":
            cursor.go(cursor.at + 1)
    cursor.go(cursor.at + 1)
    if cursor.sign():
        raise _no_json(cursor.line)


def _object(cursor: _Cursor) -> _Pairs:
    at, longest = cursor.at, cursor.at + MAX_OBJECT
    try:
        pairs, end = _DECODER.raw_decode(cursor.text, at)
    except RecursionError:
        raise _no_json(cursor.line) from None
    except json.JSONDecodeError as error:
        if len(cursor.text) > longest and ("Unterminated" in error.msg or error.pos > longest):
            end = longest + 1
        else:
            cursor.go(error.pos)
            raise _no_json(cursor.line) from None
    if end > longest:
        raise refused(_("This object is longer than any row of the register."), cursor.line)
    cursor.go(end)
    return pairs


def _no_json(line: int) -> Refused:
    return refused(_("This is not JSON."), line)


def _no_array(line: int) -> Refused:
    return refused(_("The file must be an array of objects: [{…}, …]."), line)


def _cells(line: int, pairs: _Pairs, names: list[str]) -> Cells | Fault:
    record = dict(pairs)
    if len(record) < len(pairs):
        given = [name for name, _value in pairs]
        twice = next(name for name in given if given.count(name) > 1)
        return Fault(line, twice, twice, _("The object names this column twice."))
    cells: list[str | None] = []
    for name in names:
        text = _text(record[name]) if name in record else None
        if text is None and name in record:
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
        case list():
            texts = [_item(item) for item in value]
            return None if None in texts else SEPARATOR.join(map(str, texts))
    return None


def _item(value: Any) -> str | None:
    """One of many values: a text, or an object of two, such as {"kind": "short", "name": "VNPT"}, as `short=VNPT`."""
    match value:
        case str():
            text = value
        case ((_, str(first)), (_, str(second))):
            text = f"{first}={second}"
        case _:
            return None
    return text if SEPARATOR not in text else None


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return "{…}"
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        return "[…]"
    return json.dumps(value, ensure_ascii=False)
