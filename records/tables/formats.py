"""Tables as files: CSV, XLSX and JSON, the same rows in each.

`download` answers a public list, `write` makes the same bytes for a command, and the format classes serve
both and the admin's import and export. What is written is read back as the same text.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from import_export.formats.base_formats import Format

from records.columns import Column, as_dicts

from . import reading, workbooks
from .sheets import write_xlsx
from .values import escape, plain

BLOCK = 64 * 1024


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
    # How many rows a reader may ask for at once; None where they are sent while they are read.
    most: int | None = None

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
    """A workbook of one sheet, made as a whole: its format cannot be streamed."""

    ending = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    reader = staticmethod(workbooks.read_xlsx)
    most = 20_000

    def write(self, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
        yield write_xlsx([column.name for column in columns], rows)


FORMATS: dict[str, type[TableFormat]] = {each.ending: each for each in (CSV, XLSX, JSON)}
