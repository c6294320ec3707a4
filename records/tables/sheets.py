"""XLSX written: a workbook of one sheet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.writer.excel import ExcelWriter

from .values import escape, plain

# A spreadsheet keeps 15 digits of a number; longer ones are written as text.
EXACT_DIGITS = 15
NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 -- XLSX knows no time zones


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
