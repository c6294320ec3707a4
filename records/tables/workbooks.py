"""XLSX read: the first sheet of a workbook, strictly and within bounds."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from .reading import MAX_COLUMNS, MAX_ROWS, Cells, Fault, Refused, assembled, bound, refused
from .values import unescape

# A zip of 1 kB can hold gigabytes.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 1000


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
