"""XLSX written: workbooks of one sheet or several, made in a file and with flat memory."""

from __future__ import annotations

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
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from .values import escape, plain

# What a sheet holds beside its headings, and a cell in UTF-16 units; of neither is anything ever cut.
MOST_ROWS = 1_048_575
LONGEST_CELL = 32_767
# A spreadsheet keeps 15 digits of a number; longer ones are written as text.
EXACT_DIGITS = 15
# Spreadsheets count days from 1899-12-30, and disagree about those before March 1900.
FIRST_DAY = date(1900, 3, 1)
DAY_ZERO = date(1899, 12, 30).toordinal()
NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 -- XLSX knows no time zones

# The widths of columns, in characters, follow the first rows.
MEASURED = 100
NARROWEST, WIDEST = 8, 60
PADDING = 3  # the filter's arrow stands beside the heading

# XML cannot carry these at all.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# `_x000D_` is how XLSX writes a character by its number, so text that looks so has its first mark written so.
_NUMBERED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


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
            book.add_worksheet(sheet.title, _Table).fill(sheet, bold, day)
        try:
            book.close()
        except FileCreateError as error:
            raise error.args[0] from None  # the OSError, e.g. of a full disk


class _Table(Worksheet):
    """A worksheet that writes whole rows.

    Cell by cell, XlsxWriter takes three times as long, and takes a text like `<r>&</r>` for markup of its own.
    """

    def fill(self, sheet: Sheet, bold: Any, day: Any) -> None:
        rows = iter(sheet.rows)
        first = list(islice(rows, MEASURED))
        for at, width in enumerate(_widths([sheet.headings, *first])):
            self.set_column(at, at, width)
        columns = [(xl_col_to_name(at), name) for at, name in enumerate(sheet.headings)]
        bold_style, day_style = bold._get_xf_index(), day._get_xf_index()
        self._write_whole_row(1, [_text_cell(f"{letter}1", name, bold_style) for letter, name in columns if name])
        number = 1
        for number, row in enumerate(chain(first, rows), 2):
            if number > MOST_ROWS + 1:
                message = _("“%(table)s” has more than the %(most)d rows that a workbook holds: take CSV or JSON.")
                raise TooLarge(message % {"table": sheet.title, "most": MOST_ROWS})
            cells = []
            for (letter, name), value in zip(columns, row, strict=True):
                if isinstance(value, str) and len(value) > LONGEST_CELL // 2:
                    _refuse_longest(value, sheet.title, number, name)
                cells.append(_cell(f"{letter}{number}", value, day_style))
            self._write_whole_row(number, cells)
        for row_number in (0, number - 1):
            self._check_dimensions(row_number, len(columns) - 1)  # the base class keeps the sheet's extent
        self.freeze_panes(1, 0)
        self.autofilter(0, 0, number - 1, len(columns) - 1)

    def _write_whole_row(self, number: int, cells: Sequence[str]) -> None:
        self.fh.write(f'<row r="{number}">{"".join(cells)}</row>')


def _refuse_longest(text: str, table: str, number: int, column: str) -> None:
    if len(escape(text).encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_CELL:
        message = _(
            "“%(table)s”, row %(row)d, column %(column)s: the text is longer than the %(most)d characters that a "
            "cell of a workbook holds. Take CSV or JSON."
        )
        raise TooLarge(message % {"table": table, "row": number, "column": column, "most": LONGEST_CELL})


def _cell(place: str, value: Any, day_style: int) -> str:
    """The XML of a cell, nothing for an empty one."""
    match value:
        case str():
            return _text_cell(place, escape(value)) if value else ""
        case None:
            return ""
        case bool():
            return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
        case date() if value >= FIRST_DAY:
            return f'<c r="{place}" s="{day_style}"><v>{value.toordinal() - DAY_ZERO}</v></c>'
    text = plain(value)
    if isinstance(value, int | Decimal) and len(text.strip("-").replace(".", "")) <= EXACT_DIGITS:
        return f'<c r="{place}"><v>{text}</v></c>'
    return _text_cell(place, text)


def _text_cell(place: str, text: str, style: int = 0) -> str:
    # Most texts need nothing done, and this finds out in a tenth of the time that a pattern takes.
    if not text.isprintable() or "&" in text or "<" in text or ">" in text or "_x" in text:
        text = _NUMBERED.sub("_x005F_", _ILLEGAL.sub("\ufffd", text))
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "_x000D_")
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _widths(rows: Iterable[Sequence[Any]]) -> list[int]:
    """How wide the columns of `rows` are to be: the longest line of each, within bounds."""
    lengths = ([max(map(len, plain(value).split("\n"))) for value in row] for row in rows)
    return [min(max(*column, NARROWEST) + PADDING, WIDEST) for column in zip(*lengths, strict=True)]
