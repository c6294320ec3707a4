"""Numbers of a workbook as the text that their format shows: dates, percentages, plain numbers."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, auto
from functools import lru_cache

from django.utils.translation import gettext as _
from openpyxl.utils.datetime import from_excel

_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_PLAIN = re.compile(r"0|[1-9]\d{0,14}", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,400}", re.ASCII)
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|am/pm|a/p', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_NO_SUCH_DAY = 60  # 29 February 1900, which spreadsheets have kept since the first of them


class Shown(Enum):
    """What a number format shows of a number."""

    NUMBER = auto()
    PERCENT = auto()
    DURATION = auto()
    TIME = auto()
    DAY_OF_ANY_YEAR = auto()
    DATE = auto()
    MONTH = auto()
    YEAR = auto()


class Unclear(ValueError):
    """A cell whose value cannot be told; the text says what to do."""


@lru_cache(maxsize=1000)
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


@lru_cache(maxsize=10_000)
def number_text(text: str, shown: Shown, epoch: datetime) -> str:
    """Return the number `text` of a cell as its format means it; `epoch` is the workbook's day 0.

    Raises:
        Unclear: it is no number, or one from which the date shown cannot be told.
    """
    if shown is Shown.NUMBER and _PLAIN.fullmatch(text):
        return text
    if not _NUMBER.fullmatch(text) or abs(number := float(text)) == float("inf"):
        raise Unclear(_("This is no number."))
    if shown is Shown.NUMBER:
        if _WHOLE.fullmatch(text):
            return str(int(text))
        return format(Decimal(repr(number)).normalize(), "f") if number else "0"
    if shown is Shown.PERCENT:
        raise Unclear(_("This is shown as a percentage: write the number itself, such as 50, in the format “General”."))
    if shown is Shown.DURATION:
        raise Unclear(_("This is shown as a duration: write it as a number or a text."))
    try:
        if number < 0 or (int(number) == _NO_SUCH_DAY and epoch.year < 1900):
            raise ValueError(text)
        moment = from_excel(number, epoch)
    except (OverflowError, ValueError):
        raise _no_such_day() from None
    return _moment_text(moment, shown)


def iso_text(text: str, shown: Shown) -> str:
    """Return the date or time that a cell holds in ISO 8601, as its format means it.

    Raises:
        Unclear: there is no such day, or its year is not shown.
    """
    try:
        moment = time.fromisoformat(text) if "-" not in text else datetime.fromisoformat(text)
    except ValueError:
        raise _no_such_day() from None
    return _moment_text(moment, shown)


def _no_such_day() -> Unclear:
    return Unclear(_("This is shown as a date, and there is no such day: write the date as a text."))


def _moment_text(moment: date | time, shown: Shown) -> str:
    """Return the moment in ISO 8601, a date no finer than it is shown.

    “6/2018” is the first of June to a spreadsheet program, shown as “Jun-18”.

    Raises:
        Unclear: the year is not shown, and so most likely not meant.
    """
    if isinstance(moment, time):
        return _to_the_second(moment)
    if shown is Shown.DAY_OF_ANY_YEAR:
        raise Unclear(_("This date is shown without its year: write it in full, such as 27/10/2017."))
    if isinstance(moment, datetime) and moment.time() != time():
        return (moment + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat()
    if shown is Shown.MONTH and moment.day == 1:
        return moment.isoformat()[:7]
    if shown is Shown.YEAR and (moment.month, moment.day) == (1, 1):
        return moment.isoformat()[:4]
    return moment.isoformat()[:10]


def _to_the_second(clock: time) -> str:
    moment = datetime.combine(date(2000, 1, 1), clock) + timedelta(microseconds=500_000)
    return moment.time().isoformat(timespec="seconds")
