"""Tables written as files: CSV, XLSX and JSON, the same rows in each.

`download` answers a public list, `write` makes the same bytes for a command, and the format classes serve
both and the admin's export. What is written is read back as the same text.
"""

import csv
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from types import MappingProxyType
from typing import IO, Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header
from import_export.formats.base_formats import Format

from records import dates
from records.columns import Column, as_dicts
from records.text import words

from .values import escape, plain
from .xlsx_writer import Sheet, write_workbook

BLOCK = 64 * 1024
LONGEST_FILTER = 80  # of a file's name; file systems take 255 bytes for all of it


def write(
    ending: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], table: str = "table"
) -> Iterator[bytes]:
    """Yield the blocks of a file of `rows` (tuples in the order of `columns`) under their headings.

    `table` is what a workbook calls its sheet.
    """
    return FORMATS[ending]().write(columns, rows, table)


def download(
    request: HttpRequest,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    table: str,
    ending: str,
    *,
    params: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> StreamingHttpResponse:
    """Answer with the rows of `table` that the filter `params` leaves as a file, written while they are read.

    Raises:
        KeyError: `ending` is none of `FORMATS`.
        TooLarge: a workbook cannot hold the rows.
    """
    blocks = write(ending, columns, rows, table)
    return attachment(request, blocks, file_name(table, params, ending), FORMATS[ending].content_type)


def attachment(request: HttpRequest, blocks: Iterator[bytes], name: str, content_type: str) -> StreamingHttpResponse:
    # The first block is made here: if the database is away, that is an error page and no half a file. Who asks for the
    # head alone has no file made.
    return StreamingHttpResponse(
        () if request.method == "HEAD" else chain([next(blocks, b"")], blocks),
        content_type=content_type,
        headers={"Content-Disposition": content_disposition_header(True, name) or ""},
    )


def file_name(table: str, params: Mapping[str, Iterable[str]], ending: str) -> str:
    """Name a file by its table, its filter and the day in Viet Nam: `agreements_kind-plan_2026-11-22.csv`.

    `params` are the values given for each parameter, found valid by whoever asks.
    """
    given = ([name, *filter(None, values)] for name, values in params.items())
    said = ("-".join(re.findall("[a-z0-9]+", " ".join(words(" ".join(each))))) for each in given if len(each) > 1)
    chosen = "_".join(said)[:LONGEST_FILTER].strip("-_")
    return "_".join(filter(None, (table, chosen, f"{dates.today()}.{ending}")))


class TableFormat(Format):
    """A file format, as django-import-export's forms want it."""

    ending = ""
    content_type = ""

    def __init__(self, encoding: str | None = None) -> None:
        """`encoding` is what django-import-export passes; all text is UTF-8."""

    def write(self, columns: Sequence[Column], rows: Iterable[Sequence[Any]], table: str = "table") -> Iterator[bytes]:
        raise NotImplementedError

    def get_title(self) -> str:
        return self.ending.upper()

    def can_export(self) -> bool:
        return True


def _gathered(pieces: Iterable[str]) -> Iterator[bytes]:
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

    def write(self, columns: Sequence[Column], rows: Iterable[Sequence[Any]], table: str = "table") -> Iterator[bytes]:
        line: Callable[[Iterable[str]], Any] = csv.writer(_Echo()).writerow
        cells = ([escape(value) if isinstance(value, str) else plain(value) for value in row] for row in rows)
        headings = [column.name for column in columns]
        return _gathered(chain(["\ufeff", line(headings)], map(line, cells)))


class JSON(TableFormat):
    """An array with one object a line; columns of many values are arrays."""

    ending = "json"
    content_type = "application/json"

    def write(self, columns: Sequence[Column], rows: Iterable[Sequence[Any]], table: str = "table") -> Iterator[bytes]:
        return _gathered(self._pieces(columns, rows))

    @staticmethod
    def _pieces(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
        before = "[\n"
        for named in as_dicts(map(tuple, rows), columns):
            yield before + _json_object(named)
            before = ",\n"
        yield "[]\n" if before == "[\n" else "\n]\n"


class JSONLines(JSON):
    """An object a line, and nothing else: what can be read while it comes."""

    ending = "jsonl"
    content_type = "application/x-ndjson"

    @staticmethod
    def _pieces(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
        return (f"{_json_object(named)}\n" for named in as_dicts(map(tuple, rows), columns))


_encode = json.JSONEncoder(ensure_ascii=False, default=plain).encode


def _json_object(named: Mapping[str, Any]) -> str:
    # The json module knows no decimals, and as a float a long one would change.
    texts = ((name, plain(value) if isinstance(value, Decimal) else _encode(value)) for name, value in named.items())
    return f"{{{', '.join(f'{_encode(name)}: {text}' for name, text in texts)}}}"


class XLSX(TableFormat):
    """A workbook of one sheet, made whole in a file before the first block: what it cannot hold is told in time."""

    ending = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def write(self, columns: Sequence[Column], rows: Iterable[Sequence[Any]], table: str = "table") -> Iterator[bytes]:
        return workbook([Sheet(table, [column.name for column in columns], rows)])


def workbook(sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """Yield the blocks of a workbook of `sheets`, all of which are read before the first."""
    with tempfile.TemporaryFile() as file:
        write_workbook(file, sheets)
        yield from in_blocks(file)


def in_blocks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    yield from iter(lambda: file.read(BLOCK), b"")


FORMATS: dict[str, type[TableFormat]] = {each.ending: each for each in (CSV, XLSX, JSON, JSONLines)}
