"""XLSX written: workbooks of one sheet or several, made in a file and with flat memory."""

import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .values import escape, plain

# What a sheet holds beside its headings, and a cell in UTF-16 units; of neither is anything ever cut.
MOST_ROWS = 1_048_575
LONGEST_CELL = 32_767
# A spreadsheet keeps 15 digits of a number; longer ones are written as text.
EXACT_DIGITS = 15
# Spreadsheets count days from 1899-12-30, and disagree about those before March 1900.
FIRST_DAY = date(1900, 3, 1)
NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 -- XLSX knows no time zones

# The widths of columns, in characters, follow the first rows.
MEASURED = 100
NARROWEST, WIDEST = 8, 60
PADDING = 3  # the filter's arrow stands beside the heading

# XML cannot carry these at all.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class TooLarge(Exception):
    """A workbook cannot hold a table; the text says what of it, and what to take instead."""


@dataclass(frozen=True)
class Sheet:
    """A table for a workbook; its title has at most 31 characters."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]


def write_workbook(file: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """Write `sheets` to `file`, headings bold and in sight; the same rows make the same bytes.

    Raises:
        TooLarge: a table has more rows, or a cell more characters, than a workbook can hold.
        OSError: there is no room for it.
    """
    # Whatever goes wrong on the way, what stands beside `file` goes with the directory.
    with tempfile.TemporaryDirectory() as beside:
        book = Workbook(file, {"constant_memory": True, "tmpdir": beside, "use_zip64": True})
        book.set_properties({"created": NO_TIME})
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.title), sheet, bold, day)
        try:
            book.close()
        except FileCreateError as error:
            raise error.args[0] from None  # the OSError, e.g. of a full disk


def _fill(worksheet: Worksheet, sheet: Sheet, bold: Format, day: Format) -> None:
    rows = iter(sheet.rows)
    first = list(islice(rows, MEASURED))
    for at, width in enumerate(_widths([sheet.headings, *first])):
        worksheet.set_column(at, at, width)
    for at, name in enumerate(sheet.headings):
        if name:
            worksheet.write_string(0, at, name, bold)
    number = 0
    for number, row in enumerate(chain(first, rows), 1):
        if number > MOST_ROWS:
            message = _("“%(table)s” has more than the %(most)d rows that a workbook holds: take CSV or JSON.")
            raise TooLarge(message % {"table": sheet.title, "most": MOST_ROWS})
        for at, (name, value) in enumerate(zip(sheet.headings, row, strict=True)):
            if isinstance(value, str) and len(value) > LONGEST_CELL // 2:
                _refuse_longest(value, sheet.title, number + 1, name)
            _write_cell(worksheet, number, at, value, day)
    worksheet.freeze_panes(1, 0)
    worksheet.autofilter(0, 0, number, len(sheet.headings) - 1)


def _refuse_longest(text: str, table: str, number: int, column: str) -> None:
    if len(_text(text).encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_CELL:
        message = _(
            "“%(table)s”, row %(row)d, column %(column)s: the text is longer than the %(most)d characters that a "
            "cell of a workbook holds. Take CSV or JSON."
        )
        raise TooLarge(message % {"table": table, "row": number, "column": column, "most": LONGEST_CELL})


def _write_cell(worksheet: Worksheet, row: int, column: int, value: Any, day: Format) -> None:
    match value:
        case str():
            if value:
                worksheet.write_string(row, column, _text(value))
            return
        case None:
            return
        case bool():
            worksheet.write_boolean(row, column, value)
            return
        case date() if value >= FIRST_DAY:
            worksheet.write_datetime(row, column, value, day)
            return
    text = plain(value)
    if isinstance(value, int | Decimal) and len(text.strip("-").replace(".", "")) <= EXACT_DIGITS:
        worksheet.write_number(row, column, value)
    else:
        worksheet.write_string(row, column, text)


def _text(text: str) -> str:
    """The text as a cell takes it; `values.unescape` undoes the mark before it."""
    text = _ILLEGAL.sub("\ufffd", escape(text))
    # XlsxWriter takes this for markup of its own.
    return f"'{text}" if text.startswith("<r>") and text.endswith("</r>") else text


def _widths(rows: Iterable[Sequence[Any]]) -> list[int]:
    """How wide the columns of `rows` are to be: the longest line of each, within bounds."""
    lengths = ([max(map(len, plain(value).split("\n"))) for value in row] for row in rows)
    return [min(max(*column, NARROWEST) + PADDING, WIDEST) for column in zip(*lengths, strict=True)]
