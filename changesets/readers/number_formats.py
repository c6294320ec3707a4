"""Numbers of a workbook as the text that their format shows: dates, percentages, plain numbers."""

import re
from datetime import datetime, time
from decimal import Decimal
from enum import Enum, auto

from django.utils.translation import gettext as _
from openpyxl.utils.datetime import from_excel

from records.export.values import plain

_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|am/pm|a/p', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_NO_SUCH_DAY = 60  # 29 February 1900, which spreadsheets have kept since the first of them
_DAY = 24 * 60 * 60  # seconds, to which times are rounded


class Shown(Enum):
    NUMBER = auto()
    PERCENT = auto()
    DURATION = auto()
    TIME = auto()
    DAY_OF_ANY_YEAR = auto()
    DATE = auto()
    MONTH = auto()
    YEAR = auto()


class Unclear(Exception):
    """A cell whose value cannot be told; the text says what to do."""


def shown_by(code: str) -> Shown:
    """Return what the format `code`, such as `dd/mm/yyyy`, shows."""
    code = _LITERAL.sub("", code.partition(";")[0]).lower()
    if _ELAPSED.search(code):
        return Shown.DURATION
    if code == "general" or not (set(code) & set("ydmhs")):
        return Shown.PERCENT if "%" in code else Shown.NUMBER
    clock = "h" in code or "s" in code
    if "y" in code:
        return Shown.DATE if "d" in code or clock else Shown.MONTH if "m" in code else Shown.YEAR
    return Shown.TIME if clock and "d" not in code else Shown.DAY_OF_ANY_YEAR


def digits_of(code: str) -> int:
    """How many digits a format such as `00` shows at least: what it shows is a code."""
    return len(code) if code.strip("0") == "" else 0


def number_text(text: str, shown: Shown, epoch: datetime, digits: int = 0) -> str:
    """Return the number `text` of a cell as its format means it; `epoch` is the workbook's day 0."""
    if not _NUMBER.fullmatch(text) or abs(number := float(text)) == float("inf"):
        raise Unclear(_("This is no number."))
    match shown:
        case Shown.NUMBER:
            return str(int(text)).zfill(digits) if text.removeprefix("-").isdigit() else plain(Decimal(repr(number)))
        case Shown.PERCENT:
            raise Unclear(
                _("This is shown as a percentage: write the number itself, such as 50, in the format “General”.")
            )
        case Shown.DURATION:
            raise Unclear(_("This is shown as a duration: write it as a number or a text."))
    try:
        if number < 0 or (int(number) == _NO_SUCH_DAY and epoch.year < 1900):
            raise ValueError(text)
        return _moment_text(from_excel(round(number * _DAY) / _DAY, epoch), shown)
    except (OverflowError, ValueError):
        raise _no_such_day() from None


def iso_text(text: str, shown: Shown) -> str:
    """Return the date or time that a cell holds in ISO 8601, as its format means it."""
    try:
        return _moment_text(datetime.fromisoformat(text) if "-" in text else time.fromisoformat(text), shown)
    except ValueError:
        raise _no_such_day() from None


def _no_such_day() -> Unclear:
    return Unclear(_("This is shown as a date, and there is no such day: write the date as a text."))


def _moment_text(moment: datetime | time, shown: Shown) -> str:
    """Return the moment in ISO 8601, a date no finer than it is shown.

    “6/2018” is the first of June to a spreadsheet program, shown as “Jun-18”.

    Raises:
        Unclear: the year is not shown, and so most likely not meant.
    """
    if isinstance(moment, time):
        return moment.isoformat(timespec="seconds")
    if shown is Shown.DAY_OF_ANY_YEAR:
        raise Unclear(_("This date is shown without its year: write it in full, such as 27/10/2017."))
    if moment.time() != time():
        return moment.isoformat(timespec="seconds")
    if shown is Shown.MONTH and moment.day == 1:
        return moment.isoformat()[:7]
    if shown is Shown.YEAR and (moment.month, moment.day) == (1, 1):
        return moment.isoformat()[:4]
    return moment.isoformat()[:10]
