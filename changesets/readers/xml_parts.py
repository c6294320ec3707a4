"""XML of a workbook read in passing: no tree is built, so a part costs no more memory than its reader keeps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext as _

from changesets.plan.source import Refused, refused

from .rows import MAX_CELL

# 100,000 rows of 20 cells with a value each, or of 14 with a text as we write it: no table has more columns.
MAX_ELEMENTS = 4_400_000

_BLOCK = 64 * 1024
_MOST_TOKEN = 256 * 1024  # bytes of one tag
MOST_DEPTH = 64
_MOST_NAMES = 5000
_ENCODINGS = {"utf-8", "utf-16", "us-ascii", "iso-8859-1"}


class Reader:
    """What is told of a part, by names without their prefix, and only of elements it has `heard` of.

    `pieces` gathers text, and is there to be cleared and joined; past what a cell may hold it is cut.
    """

    heard: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise too_much()
        if name in self.heard:
            self.begin(name, attributes)

    def end(self, name: str) -> None:
        self._depth -= 1
        if name in self.heard:
            self.finish(name)

    def begin(self, name: str, attributes: dict[str, str]) -> None: ...

    def finish(self, name: str) -> None: ...


def read_part(part: IO[bytes], reader: Reader, most: int = MAX_ELEMENTS) -> Iterator[None]:
    """Tell `reader` of the part, of `most` elements, block by block, pausing after each.

    Raises:
        Refused: it defines entities, or holds far more than a table.
        expat.ExpatError: it is no XML.
    """
    parser = _parser(reader)
    fed = elements = 0
    while block := part.read(_BLOCK):
        parser.Parse(block, False)
        fed += len(block)
        elements += block.count(b"<") - block.count(b"</")
        # The parser keeps a tag until it is whole, and every name for ever.
        if elements > most or fed - parser.CurrentByteIndex > _MOST_TOKEN or len(parser.intern) > _MOST_NAMES:
            raise too_much()
        if reader.pieces:
            reader.pieces[:] = ["".join(reader.pieces)[: MAX_CELL + 1]]
        yield
    parser.Parse(b"", True)
    yield


def too_much() -> Refused:
    return refused(_("The workbook holds more than tables can: delete what is empty around them."))


def _parser(reader: Reader) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def root(name: str, attributes: dict[str, str]) -> None:
        # Told at once which it is, the parser calls the reader of millions of cells without a detour.
        if ":" in name:
            parser.StartElementHandler = lambda name, attributes: reader.start(_local(name), attributes)
            parser.EndElementHandler = lambda name: reader.end(_local(name))
        else:
            parser.StartElementHandler = reader.start
            parser.EndElementHandler = reader.end
        reader.start(_local(name), attributes)

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _ENCODINGS:
            raise ValueError(encoding)

    def no_document_type(*_declaration: object) -> None:
        raise refused(_("The workbook defines entities, which no spreadsheet program does. Save it again in one."))

    parser.StartElementHandler = root
    parser.CharacterDataHandler = reader.pieces.append
    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = no_document_type
    return parser


def _local(name: str) -> str:
    return name.rpartition(":")[2]
