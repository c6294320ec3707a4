"""XLSX: a workbook of one sheet written, the first sheet of any workbook read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.writer.excel import ExcelWriter

from .reading import MAX_COLUMNS, MAX_ROWS, Cells, Fault, Refused, assembled, bound, refused
from .values import escape, plain, unescape

# A spreadsheet keeps 15 digits of a number; longer ones are written as text.
EXACT_DIGITS = 15
NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 -- XLSX knows no time zones
# A zip of 1 kB can hold gigabytes.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 1000


def write_xlsx(names: Iterable[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a workbook, its headings bold and in sight; the same rows make the same bytes."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("table")
    sheet.freeze_panes = "A2"
    headings = [WriteOnlyCell(sheet, name) for name in names]
    for heading in headings:
        heading.font = Font(bold=True)
    sheet.append(headings)
    for row in rows:
        sheet.append([_cell(value) for value in row])
    book.properties.created = book.properties.modified = NO_TIME
    file = io.BytesIO()
    with _TimelessZip(file, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
    return file.getvalue()


def _cell(value: Any) -> Any:
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

    def writestr(
        self, zinfo_or_arcname: Any, data: Any, compress_type: int | None = None, compresslevel: int | None = None
    ) -> None:
        member = zipfile.ZipInfo(zinfo_or_arcname)  # dated 1980
        member.compress_type = zipfile.ZIP_DEFLATED
        super().writestr(member, data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        with open(filename, "rb") as part:  # noqa: PTH123 -- openpyxl passes either kind of path
            self.writestr(arcname, part.read())


def read_xlsx(content: bytes) -> Any:
    """Read the first sheet.

    Raises:
        Refused: no workbook, or one that unpacks to far more than a table.
    """
    bound(content)
    not_one = refused(_("This is not an XLSX workbook that can be read. Save it again, or save it as CSV."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise refused(_("The workbook unpacks to more than a table can be."))
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is not believed
        return assembled(_records(sheet))
    except Refused:
        raise
    except Exception:  # noqa: BLE001 -- openpyxl fails on a broken workbook wherever it happens to be
        raise not_one from None


def _records(sheet: Any) -> Iterator[tuple[int, Cells | Fault]]:
    headings: list[str] = []
    rows = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1)
    for line, row in enumerate(rows, 1):
        cells = [_text(cell) for cell in row]
        while len(cells) > len(headings) and not cells[-1]:
            cells.pop()
        headings = headings or [cell or "" for cell in cells]
        bad = next((at for at, cell in enumerate(cells) if cell is None), None)
        if bad is None:
            yield line, cells
        else:
            column = headings[bad] if bad < len(headings) else ""
            message = _("A formula or an error stands here: paste its value instead.")
            yield line, Fault(line, column, str(row[bad].value), message)


def _text(cell: Any) -> str | None:
    """The text of a cell as `formats.plain` writes it, or None for a formula or an error."""
    if cell.value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return None
    match cell.value:
        case str() as text:
            return unescape(text)
        case bool() as truth:
            return "true" if truth else "false"
        case float() as number:
            return format(Decimal(repr(number)).normalize(), "f") if number else "0"
        case datetime() as moment if moment.time() == time():
            return moment.date().isoformat()
        case date() | time() as moment:
            return moment.isoformat()
    return str(cell.value)
