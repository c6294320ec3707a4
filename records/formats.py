"""Tables as files: CSV, XLSX and JSON, the same rows in each.

`download` answers a public list, the format classes serve the admin's import and export, and
`write`/`read` everything else. What is written is read back as the same text.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from import_export.formats.base_formats import Format
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.writer.excel import ExcelWriter

from . import reading
from .columns import Column, as_dicts

# What a spreadsheet program takes for the beginning of a formula, and the mark itself.
FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠'")
# A spreadsheet keeps 15 digits of a number; longer ones are written as text.
EXACT_DIGITS = 15
BLOCK = 64 * 1024
NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 -- XLSX knows no time zones


def escape(text: str) -> str:
    """Return `text` so that no spreadsheet program runs it; `reading.unescape` undoes it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def plain(value: Any) -> str:
    """The canonical text of a value: ISO dates, `true`/`false`, decimals without trailing zeros."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value.normalize(), "f") if value else "0"
        case time():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
    return str(value)


def write(ending: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Yield the blocks of a file of `rows` (tuples in the order of `columns`) under their headings."""
    return FORMATS[ending]().write(columns, rows)


def download(columns: Sequence[Column], rows: Iterable[Sequence[Any]], name: str, ending: str) -> StreamingHttpResponse:
    """Answer with the rows as the file `name`.`ending`, written while they are read.

    Raises:
        KeyError: `ending` is none of `FORMATS`.
    """
    file_format = FORMATS[ending]()
    blocks = file_format.write(columns, rows)
    # The first block is made here: if the database is away, that is an error page and no half a file.
    first = next(blocks, b"")
    return StreamingHttpResponse(
        chain([first], blocks),
        content_type=file_format.content_type,
        headers={"Content-Disposition": content_disposition_header(True, f"{name}.{ending}") or ""},
    )


class TableFormat(Format):
    """A file format, as django-import-export's forms want it."""

    ending = ""
    content_type = ""
    reader: Callable[[bytes], Any]

    def __init__(self, encoding: str | None = None) -> None:
        """`encoding` is what django-import-export passes; the reader finds it out itself."""

    def write(self, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
        raise NotImplementedError

    def create_dataset(self, in_stream: bytes) -> Any:
        return type(self).reader(in_stream)

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        return b"".join(self.write(dataset.columns, dataset))

    def get_title(self) -> str:
        return self.ending.upper()

    def get_extension(self) -> str:
        return self.ending

    def get_content_type(self) -> str:
        return self.content_type

    def can_import(self) -> bool:
        return True

    def can_export(self) -> bool:
        return True


def _in_blocks(pieces: Iterable[str]) -> Iterator[bytes]:
    """Gather small pieces, so that a server does not send each row by itself."""
    held, size = [], 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= BLOCK:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()


class _Echo:
    """A file that hands back what is written, so that `csv.writer.writerow` returns its line."""

    def write(self, text: str) -> str:
        return text


class CSV(TableFormat):
    """UTF-8 with the mark that makes Excel read it as such."""

    ending = "csv"
    content_type = "text/csv; charset=utf-8"
    reader = staticmethod(reading.read_csv)

    def write(self, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
        line: Callable[[Iterable[str]], Any] = csv.writer(_Echo()).writerow
        cells = ([escape(value) if isinstance(value, str) else plain(value) for value in row] for row in rows)
        headings = [column.name for column in columns]
        return _in_blocks(chain(["\ufeff", line(headings)], map(line, cells)))


class JSON(TableFormat):
    """An array with one object a line; columns of many values are arrays."""

    ending = "json"
    content_type = "application/json"
    reader = staticmethod(reading.read_json)

    def write(self, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
        return _in_blocks(self._pieces(columns, rows))

    @staticmethod
    def _pieces(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
        before = "[\n"
        for named in as_dicts(map(tuple, rows), columns):
            pairs = (f'"{name}": {_json(value)}' for name, value in named.items())
            yield f"{before}{{{', '.join(pairs)}}}"
            before = ",\n"
        yield "[]\n" if before == "[\n" else "\n]\n"


def _json(value: Any) -> str:
    # The json module knows no decimals, and as a float a long one would change.
    if isinstance(value, Decimal):
        return plain(value)
    return json.dumps(value, ensure_ascii=False, default=plain)


class XLSX(TableFormat):
    """One sheet, its headings bold and in sight; the same rows make the same bytes."""

    ending = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    reader = staticmethod(reading.read_xlsx)

    def write(self, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("table")
        sheet.freeze_panes = "A2"
        headings = [WriteOnlyCell(sheet, column.name) for column in columns]
        for heading in headings:
            heading.font = Font(bold=True)
        sheet.append(headings)
        for row in rows:
            sheet.append([_xlsx(value) for value in row])
        # Bytes that tell the time would differ between two exports of the same rows.
        book.properties.created = book.properties.modified = NO_TIME
        file = io.BytesIO()
        with _TimelessZip(file, "w", zipfile.ZIP_DEFLATED) as archive:
            ExcelWriter(book, archive).save()
        yield file.getvalue()


def _xlsx(value: Any) -> Any:
    if isinstance(value, str):
        # XML cannot carry these control characters at all.
        return escape(ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)) or None
    if isinstance(value, int) or value is None:
        return value
    text = plain(value)
    if isinstance(value, Decimal) and len(text.strip("-").replace(".", "")) <= EXACT_DIGITS:
        return value
    return text


class _TimelessZip(zipfile.ZipFile):
    """An archive in which nothing tells when it was written."""

    def writestr(self, name: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        member = zipfile.ZipInfo(name)  # dated 1980
        member.compress_type = zipfile.ZIP_DEFLATED
        super().writestr(member, data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        with open(filename, "rb") as part:  # noqa: PTH123 -- openpyxl passes either kind of path
            self.writestr(arcname, part.read())


FORMATS: dict[str, type[TableFormat]] = {each.ending: each for each in (CSV, XLSX, JSON)}
