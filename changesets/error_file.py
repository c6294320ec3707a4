"""The file as it was uploaded, with one more column that says why each row is refused: to be mended and sent again."""

import json
from collections.abc import Iterator
from typing import BinaryIO, cast

from django.http import HttpRequest, StreamingHttpResponse

from changesets.limits import MAX_COLUMNS
from changesets.models import Import
from changesets.plan.source import Fault, Refused
from changesets.readers.rows import ERROR_COLUMN, Rows
from changesets.readers.sources import typed_sources
from records.columns import Column
from records.export.formats import FORMATS, attachment, workbook
from records.export.xlsx_writer import Sheet

from .plan.report import faults_of


def has_error_file(upload: Import) -> bool:
    """Whether anything is to be mended by rows or columns; what is wrong with a whole file is mended in the file."""
    read = all(table for table, *_fault in upload.faults) and not any(told.get("unread") for told in upload.summary)
    return bool(upload.state == Import.State.REFUSED and upload.file and upload.refused and read)


def error_file(request: HttpRequest, upload: Import) -> StreamingHttpResponse:
    """Answer with the rows of `upload`, which `has_error_file`, in the format they came in; a zip is a workbook now."""
    stem, _dot, kind = upload.file_name.rpartition(".")
    kind = "xlsx" if kind.lower() == "zip" else kind.lower()
    name = f"{stem}-errors.{kind}"
    return attachment(request, _blocks(upload, kind), name, FORMATS[kind].content_type)


def _blocks(upload: Import, kind: str) -> Iterator[bytes]:
    faults = _faults(upload)
    with upload.file.open("rb") as file:
        tables = [
            _Table(source.read(), faults.get(name, {}), name)
            for source in typed_sources(cast(BinaryIO, file), upload.file_name)
            for name in [source.table or upload.table]
        ]
        if kind == "xlsx":
            yield from workbook(table.sheet() for table in tables)
        elif kind == "json":
            yield from tables[0].json("[\n", ",\n", "\n]\n")
        elif kind == "jsonl":
            yield from tables[0].json("", "\n", "\n")
        else:
            yield from tables[0].csv()


def _faults(upload: Import) -> dict[str, dict[int, list[Fault]]]:
    found: dict[str, dict[int, list[Fault]]] = {}
    for table, fault in faults_of(upload):
        # What a sheet of people's own shape says of other tables stands on its own lines.
        found.setdefault(upload.table if upload.match else table, {}).setdefault(fault.line, []).append(fault)
    return found


class _Table:
    """One table of the file. The reason comes first: behind a row that is too long nobody would find it."""

    def __init__(self, rows: Rows, faults: dict[int, list[Fault]], name: str) -> None:
        self.rows, self.faults, self.name = rows, faults, name
        self.headings = [ERROR_COLUMN, *rows.typed]

    def __iter__(self) -> Iterator[list[str | None]]:
        # What is wrong with the columns is said beside the first row: the headings must stay as they are.
        waiting = sorted(self.faults, reverse=True)
        try:
            for line, row in self.rows:
                cells = row.cells if isinstance(row, Fault) else row
                faults: list[Fault] = []
                while waiting and waiting[-1] <= line:
                    faults += self.faults[waiting.pop()]
                said = (f"{each.column}: {each.message}" if each.column else each.message for each in faults)
                yield [" ".join(said), *cells]
        except Refused:
            return  # said of merged cells at the end of all rows, and told by `faults`

    def csv(self) -> Iterator[bytes]:
        return FORMATS["csv"]().write([Column(name) for name in self.headings], self)

    def sheet(self) -> Sheet:
        # A row that is refused as a whole may have more cells than headings, and is to be refused for it again.
        whole = any(not each.column for faults in self.faults.values() for each in faults)
        width = MAX_COLUMNS + 2 if whole else len(self.headings)
        rows = ([*row, *[""] * (width - len(row))][:width] for row in self)
        return Sheet(self.name, [*self.headings, *[""] * (width - len(self.headings))], rows)

    def json(self, before: str, between: str, end: str) -> Iterator[bytes]:
        for cells in self:
            # What an object leaves out stays untouched, and so must stay out.
            told = {name: cell for name, cell in zip(self.headings, cells, strict=False) if cell is not None}
            # Half a character can be spelt in JSON only.
            yield f"{before}{json.dumps(told, ensure_ascii=False)}".encode(errors="backslashreplace")
            before = between
        yield end.encode()
