"""XLSX read: the sheets of a workbook, strictly and within bounds."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from changesets.plan.source import Cells, Fault, refused

from .archives import MAX_PARTS, open_archive
from .file_types import refuse_unless
from .number_formats import Shown, builtin, shown_by
from .rows import Rows, bound
from .worksheets import sheet_records
from .xml_parts import MAX_ELEMENTS, Reader, read_part, too_much

MAX_STYLES = 65_536  # a little more than Excel keeps
MAX_STRINGS = 128 * 1024 * 1024  # bytes of text

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def read_xlsx(file: BinaryIO) -> Rows:
    """Read the first visible sheet that holds anything.

    Raises:
        Refused: no workbook, or one that unpacks to far more than a table.
    """
    book = Workbook(file)
    filled = book.filled()
    return book.rows(filled[0], book.note(filled))


@dataclass(frozen=True)
class Sheet:
    name: str
    part: str
    hidden: bool


class Workbook:
    """A workbook and what its sheets share. Its file stays open; each reading of a sheet starts anew."""

    def __init__(self, file: BinaryIO) -> None:
        """Find the sheets.

        Raises:
            Refused: this is no workbook.
        """
        bound(file)
        refuse_unless(file, "xlsx")
        self._file = file
        with _told(), open_archive(file) as archive:
            self._read_book(archive)

    def _read_book(self, archive: zipfile.ZipFile) -> None:
        main = dict(_related(archive, "").values())["officeDocument"]
        related = _related(archive, main)
        parts = dict(related.values())
        self._styles, self._strings = parts.get("styles"), parts.get("sharedStrings")
        listed = _SheetList()
        _read(archive, main, listed)
        self.epoch: datetime = MAC_EPOCH if listed.since_1904 else WINDOWS_EPOCH
        self.sheets = [
            Sheet(name, related[key][1], hidden)
            for name, key, hidden in listed.sheets
            if related[key][0] == "worksheet"  # a chart may be a sheet of its own
        ]

    # What a sheet looks up

    def string(self, number: int) -> str:
        """The text that cells share under this number."""
        return self._shared[number]

    def shown(self, style: int) -> Shown:
        """What cells of this style show of a number."""
        return self._formats[style] if self._formats else Shown.NUMBER

    @cached_property
    def _shared(self) -> _Strings:
        strings = _Strings()
        with open_archive(self._file) as archive:
            if self._strings:
                _read(archive, self._strings, strings, MAX_ELEMENTS)
        return strings

    @cached_property
    def _formats(self) -> list[Shown]:
        styles = _Styles()
        with open_archive(self._file) as archive:
            if self._styles:
                _read(archive, self._styles, styles)
        return styles.formats

    # The sheets

    def rows(self, sheet: Sheet, note: str = "") -> Rows:
        """The rows of `sheet`.

        Raises:
            Refused: it has no headings; while iterating: it breaks off or goes beyond a bound.
        """
        return Rows(self._records(sheet), note)

    def note(self, filled: Sequence[Sheet]) -> str:
        """What to tell of the sheets when only the first of the `filled` ones is read."""
        first, *others = filled
        told = _("Only the first sheet is read, “%(first)s”, not: %(names)s.")
        also = told % {"first": first.name, "names": ", ".join(sheet.name for sheet in others)} if others else ""
        return f"{also} {self.hidden_note()}".strip()

    def hidden_note(self) -> str:
        hidden = [sheet.name for sheet in self.sheets if sheet.hidden]
        return _("Hidden sheets are not read: %(names)s.") % {"names": ", ".join(hidden)} if hidden else ""

    def is_empty(self, sheet: Sheet) -> bool:
        """Whether nothing stands in `sheet`; what cannot be read is something."""
        return next(self._records(sheet), None) is None

    def filled(self) -> list[Sheet]:
        """The visible sheets that hold anything.

        Raises:
            Refused: there are none.
        """
        filled = [sheet for sheet in self.sheets if not (sheet.hidden or self.is_empty(sheet))]
        if not filled:
            raise refused(_("The workbook has no visible sheet that holds anything."))
        return filled

    def _records(self, sheet: Sheet) -> Iterator[tuple[int, Cells | Fault]]:
        with _told(), open_archive(self._file) as archive, archive.open(sheet.part) as part:
            yield from sheet_records(part, self)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except _BROKEN:
        raise refused(_("This is not an XLSX workbook that can be read. Save it again, or save it as CSV.")) from None


def _read(archive: zipfile.ZipFile, part: str, reader: Reader, most: int = 500_000) -> None:
    with archive.open(part) as opened:
        for _pause in read_part(opened, reader, most):
            pass


def _related(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """The kind and the name of the parts that `part` refers to, by its keys for them."""
    folder, name = posixpath.split(part)
    reader = _Relations()
    _read(archive, posixpath.join(folder, "_rels", f"{name}.rels"), reader)
    # A name is relative to the part that refers to it, or begins with “/”.
    return {
        key: (kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
        for key, kind, target in reader.found
    }


class _Relations(Reader):
    heard = frozenset({"Relationship"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes["Type"].rpartition("/")[2]
            self.found.append((attributes["Id"], kind, attributes["Target"]))


class _SheetList(Reader):
    heard = frozenset({"workbookPr", "sheet"})

    def __init__(self) -> None:
        super().__init__()
        self.since_1904 = False
        self.sheets: list[tuple[str, str, bool]] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.since_1904 = attributes.get("date1904") in {"1", "true", "on"}
        elif name == "sheet":
            key = next(value for name, value in attributes.items() if name.rpartition(":")[2] == "id")
            self.sheets.append((attributes["name"], key, attributes.get("state", "visible") != "visible"))
            if len(self.sheets) > MAX_PARTS:
                raise too_much()


class _Styles(Reader):
    """What each style of cells shows of a number."""

    heard = frozenset({"numFmt", "cellXfs", "xf"})

    def __init__(self) -> None:
        super().__init__()
        self.formats: list[Shown] = []
        self._codes: dict[int, Shown] = {}
        self._listing = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt" and len(self._codes) < MAX_STYLES:
            self._codes[int(attributes["numFmtId"])] = shown_by(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            self._listing = True
        elif name == "xf" and self._listing and len(self.formats) < MAX_STYLES:
            number = int(attributes.get("numFmtId", 0))
            self.formats.append(self._codes.get(number) or builtin(number))

    def finish(self, name: str) -> None:
        if name == "cellXfs":
            self._listing = False


class _Strings(Reader):
    """The texts that cells share, in one piece: millions of small ones would cost gigabytes."""

    heard = frozenset({"si", "t", "rPh"})

    def __init__(self) -> None:
        super().__init__()
        self._bytes = bytearray()
        self._ends = array("I", [0])
        self._phonetic = False

    def __getitem__(self, number: int) -> str:
        if number < 0:
            raise IndexError(number)
        return self._bytes[self._ends[number] : self._ends[number + 1]].decode()

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self.pieces.clear()
        elif name == "rPh":
            self._phonetic = True

    def finish(self, name: str) -> None:
        if name == "t" and not self._phonetic:
            self._bytes += "".join(self.pieces).encode()
            if len(self._bytes) > MAX_STRINGS:
                raise too_much()
        elif name == "si":
            self._ends.append(len(self._bytes))
        elif name == "rPh":
            self._phonetic = False
