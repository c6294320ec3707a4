"""The XML of a workbook's parts, element by element: no more of it is in memory than the row that is being read."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from defusedxml import DTDForbidden
from defusedxml.ElementTree import ParseError, iterparse
from django.utils.translation import gettext as _

from changesets.plan.source import Refused, refused
from records.export.values import unescape

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BLOCK = 64 * 1024
_MOST_TAG = 256 * 1024  # bytes
_MOST_TEXT = 1024 * 1024  # bytes of one text; see `limits.MAX_CELL`
_MOST_WHOLE = 8 * 1024 * 1024  # characters of one row
_MOST_DEPTH = 64
_MOST_NAMES = 5000
_WHOLE = frozenset({"row", "si"})  # a row, a shared string


_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, ParseError, EOFError, LookupError),
    *(NotImplementedError, OSError, OverflowError, RuntimeError, ValueError),
)
# How XML carries the characters that it cannot, and this spelling itself.
_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class _Bounded:
    """The bytes of a part. The parser would keep a tag, a comment or a text in memory however long it is."""

    def __init__(self, part: IO[bytes], most: int) -> None:
        self._part, self._elements_left = part, most
        self._in_tag = False
        self.waiting = 0  # bytes since an element began or ended

    def read(self, _size: int) -> bytes:
        while block := self._part.read(_BLOCK):
            self._elements_left -= block.count(b"<") - block.count(b"</")
            opened, closed = block.rfind(b"<"), block.rfind(b">")
            self._in_tag = opened > closed or (self._in_tag and opened == closed)
            if self._elements_left < 0 or self.waiting > (_MOST_TAG if self._in_tag else 2 * _MOST_TEXT):
                raise too_much()
            if self.waiting <= _MOST_TEXT or opened >= 0:
                self.waiting += len(block)
                return block
            # The rest of a text that no cell of ours takes is left out.
        return b""


def elements(part: IO[bytes], most: int = 100_000) -> Iterator[tuple[str, Element]]:
    """Yield each element of a part when it ends, with its name; a row or a shared string with all that it holds.

    Raises:
        Refused: it defines entities, has more than `most` elements, or is made to cost.
        ParseError: it is no XML.
    """
    source = _Bounded(part, most)
    path: list[Element] = []
    names: set[str] = set()  # the parser keeps them all
    whole: Element | None = None
    size = 0
    try:
        for event, element in iterparse(source, ("start", "end"), forbid_dtd=True):
            source.waiting = 0
            if event == "start":
                path.append(element)
                names.add(element.tag)
                names.update(element.attrib)
                if len(path) > _MOST_DEPTH or len(names) > _MOST_NAMES or size > _MOST_WHOLE:
                    raise too_much()
                if whole is None and local_name(element.tag) in _WHOLE:
                    whole, size = element, 0
                continue
            path.pop()
            if whole is None or element is whole:
                whole, size = None, 0
                yield local_name(element.tag), element
                if path:
                    del path[-1][:]
            else:
                size += 200 + len(element.text or "")  # what an element costs, in characters
    except DTDForbidden:
        raise refused(
            _("The workbook defines entities, which no spreadsheet program does. Save it again in one.")
        ) from None


def local_name(name: str) -> str:
    """Return the name without its namespace: workbooks of the strict kind have others."""
    return name.rpartition("}")[2]


def too_much() -> Refused:
    return refused(_("The workbook holds more than tables can: delete what is empty around them."))


@contextmanager
def refusing_what_is_broken() -> Iterator[None]:
    try:
        yield
    except _BROKEN:
        raise refused(_("This is not an XLSX workbook that can be read. Save it again, or save it as CSV.")) from None


def plain_text(element: Element) -> str:
    """The text of a string, whose runs may differ in style; not how it is pronounced."""
    parts = [(local_name(part.tag), part) for part in element]
    return "".join((part.text or "") if name == "t" else plain_text(part) for name, part in parts if name != "rPh")


def decoded(text: str) -> str:
    if "_x" in text:
        text = _CODED.sub(lambda code: chr(int(code[1], 16)), text)
    return unescape(text)
