"""The file as it was uploaded, with one more column that says why each row is refused: to be mended and sent again."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from records.columns import Column
from records.models import Import
from records.tables.formats import FORMATS, attachment, in_blocks
from records.tables.reading import ERROR_COLUMN, MAX_COLUMNS, Fault, Rows
from records.tables.sheets import Sheet, write_workbook
from records.tables.sources import sources

from .findings import faults_of


def has_error_file(upload: Import) -> bool:
    """Whether there is anything to mend row by row: what is wrong with a file as a whole is mended in the file."""
    return bool(upload.state == Import.State.REFUSED and upload.file and upload.refused and not upload.faults)


def error_file(upload: Import) -> StreamingHttpResponse:
    """Answer with the rows of `upload`, which `has_error_file`, in the format they came in; a zip is a workbook now."""
    stem, _dot, kind = upload.file_name.rpartition(".")
    kind = "xlsx" if kind.lower() == "zip" else kind.lower()
    name = f"{stem}-{_('errors')}.{kind}"
    return attachment(_blocks(upload, kind), name, FORMATS[kind].content_type)


def _blocks(upload: Import, kind: str) -> Iterator[bytes]:
    reasons = _reasons(upload)
    with upload.file.open("rb") as file:
        tables = [
            _Table(source.read(), reasons.get(name, {}), name)
            for source in sources(cast(BinaryIO, file), upload.file_name)
            for name in [source.table or upload.table]
        ]
        if kind == "xlsx":
            with tempfile.TemporaryFile() as book:
                write_workbook(book, (table.sheet() for table in tables))
                yield from in_blocks(book)
        elif kind == "json":
            yield from tables[0].json()
        else:
            yield from tables[0].csv()


def _reasons(upload: Import) -> dict[str, dict[int, str]]:
    """What to write beside each line of each table."""
    found: dict[str, dict[int, list[str]]] = {}
    for table, fault in faults_of(upload):
        said = f"{fault.column}: {fault.message}" if fault.column else fault.message
        found.setdefault(table, {}).setdefault(fault.line, []).append(said)
    return {table: {line: " ".join(said) for line, said in lines.items()} for table, lines in found.items()}


class _Table:
    """One table of the file. The reason comes first: behind a row that is too long nobody would find it."""

    def __init__(self, rows: Rows, reasons: dict[int, str], name: str) -> None:
        self.rows, self.reasons, self.name = rows, reasons, name

    def __iter__(self) -> Iterator[list[str | None]]:
        for line, row in self.rows:
            cells = row.cells if isinstance(row, Fault) else row
            yield [self.reasons.get(line, ""), *cells]

    def csv(self) -> Iterator[bytes]:
        return FORMATS["csv"]().write(self._columns(), self)

    def sheet(self) -> Sheet:
        # A row may have more cells than there are headings, and would be refused for it again.
        width = MAX_COLUMNS + 2
        headings = [ERROR_COLUMN, *self.rows.headings]
        rows = ([*row, *[""] * (width - len(row))] for row in self)
        return Sheet(self.name, [*headings, *[""] * (width - len(headings))], rows)

    def json(self) -> Iterator[bytes]:
        before = "[\n"
        for cells in self:
            # What an object leaves out stays untouched, and so must stay out.
            told = {name: cell for name, cell in zip(self._names(), cells, strict=False) if cell is not None}
            # Half a character can be spelt in JSON only.
            yield f"{before}{json.dumps(told, ensure_ascii=False)}".encode(errors="backslashreplace")
            before = ",\n"
        yield b"\n]\n"

    def _names(self) -> Sequence[str]:
        return [ERROR_COLUMN, *self.rows.headings]

    def _columns(self) -> list[Column]:
        return [Column(name) for name in self._names()]
