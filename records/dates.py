"""Dates that may be uncertain: EDTF (ISO 8601-2) as text, and the days it may mean.

People type `27/10/2017`, `6/2018`, `2016`, `2020-2025`, `2020 – 25` or EDTF; `read` turns all of it
into EDTF, `span` into days and `format_date` into words of the reader's language. `UncertainDate` is the value of
a column that holds such a date.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils import dateformat, timezone
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from edtf.parser.parser_classes import Season

from .text import normalise

HINT = gettext_lazy("Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].")
FIRST_YEAR, LAST_YEAR = 1000, 2999
# What an EDTF date is marked with that is uncertain, approximate, or both.
MARKS = "?~%"
PRECISIONS = ("", "year", "month", "day")

_DATE = re.compile(r"(\d{4})([?~%]?)(?:-(\d\d)([?~%]?)(?:-(\d\d)([?~%]?))?)?", re.ASCII)
_SET = re.compile(r"\[([^,\]]*?)\.\.([^,\]]*?)\]")
_TYPED = re.compile(r"(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"(?:\d{1,2}[/.-])?\d{1,2}[/.-]\d{2}")
_SHORT_PERIOD = re.compile(r"(\d\d)(\d\d)\s*[-–—]\s*(\d\d)")
_DASH = re.compile(r"\s*[–—]\s*|\s+-\s+|(?<=^\d{4})-(?=\d{4}$)")


@dataclass(frozen=True, slots=True)
class Span:
    """The days a date may mean; `None` is open.

    Of an interval, `starts_latest` and `ends_earliest` are the inner bounds: `2020/2025` has begun for
    certain on 2020-12-31 and may end from 2025-01-01 on (ISO 8601-2, 4.4). `certain` is False when
    the writer marked any part with `?`, `~` or `%`.
    """

    earliest: date | None = None
    starts_latest: date | None = None
    ends_earliest: date | None = None
    latest: date | None = None
    interval: bool = False
    certain: bool = True


class UncertainDate(str):
    """An EDTF date as it is written, and what its form says; empty is "not known"."""

    __slots__ = ()

    @property
    def span(self) -> Span:
        """The days it may mean."""
        return span(self)

    @property
    def certain(self) -> bool:
        """No part of it is marked as uncertain or approximate."""
        return not any(mark in self for mark in MARKS)

    @property
    def precision(self) -> str:
        """`day`, `month` or `year`, marked or not; empty for an interval, a set and what is not known."""
        parts = _DATE.fullmatch(self)
        return PRECISIONS[sum(part is not None for part in parts.group(1, 3, 5))] if parts else ""

    @property
    def exact_day(self) -> str:
        """The same if it is one day without a mark, as `<time datetime>` wants it; else empty."""
        return self if self.certain and self.precision == "day" else ""

    @property
    def plain(self) -> str:
        """The same if it is written with days, months or years alone, and `..` for an open end; else empty."""
        start, slash, end = self.partition("/")
        dated = UncertainDate(start).precision and (not slash or end == ".." or UncertainDate(end).precision)
        return self if dated and self.certain else ""


def today() -> date:
    """The day it is in Viet Nam (`settings.TIME_ZONE`)."""
    return timezone.localdate()


def read(typed: str) -> str:
    """Return EDTF for what was typed or printed; empty stays empty.

    Raises:
        ValidationError: with a sentence that says what would be right.
    """
    text = shown = normalise(typed)
    if not text:
        return ""
    if short := _SHORT_PERIOD.fullmatch(text):
        century, start, end = short.groups()
        # `2020-25` can be no month; `2020-12` is December unless a long dash or spaces part it.
        if end > start and (int(end) > 12 or not re.fullmatch(r"\d{4}-\d\d", text)):
            text = f"{century}{start}/{century}{end}"
    elif "/.." not in text and len(parts := _DASH.split(text)) == 2:
        text = "/".join(_read_date(part) for part in parts)
    else:
        text = _read_date(text)
    try:
        span(text)
    except ValidationError as error:  # name what was typed, not what was made of it
        raise ValidationError(error.message.replace(f"“{text}”", f"“{shown}”"), code=error.code) from None
    return text


def _read_date(text: str) -> str:
    if typed := _TYPED.fullmatch(text):
        return "-".join(part.zfill(2) for part in reversed(typed.groups()) if part)
    if _SHORT_YEAR.fullmatch(text):
        raise ValidationError(_("“%(text)s”: write the year with four digits.") % {"text": text}, code="year")
    return text


@lru_cache(maxsize=65536)
def span(text: str) -> Span:
    """Return the days that the EDTF `text` may mean.

    Plain dates, intervals and bounded sets are read here, everything else in EDTF by the `edtf`
    library, which is slow and fails on open sets; a test compares both.

    Raises:
        ValidationError: not EDTF, not a day of the calendar, or ends before it begins.
    """
    if not text:
        return Span()
    certain = UncertainDate(text).certain
    if not text.isascii() or text.count("/") > 1 or "T" in text:  # `edtf` also reads clock times
        raise _invalid(text)
    if "/" in text:
        start_text, _slash, end_text = text.partition("/")
        start = _day_bounds(start_text) if start_text not in ("", "..") else (None, None)
        end = _day_bounds(end_text) if end_text not in ("", "..") else (None, None)
        if start == end == (None, None):
            raise _invalid(text)
        found = Span(start[0], start[1], end[0], end[1], interval=True, certain=certain)
    elif bounded := _SET.fullmatch(text):
        first, last = bounded.groups()
        if not (first or last):
            raise _invalid(text)
        earliest = _day_bounds(first)[0] if first else None
        latest = _day_bounds(last)[1] if last else None
        found = Span(earliest, latest, earliest, latest, certain=certain)
    else:
        earliest, latest = _day_bounds(text)
        found = Span(earliest, latest, earliest, latest, certain=certain)
    if found.earliest and found.latest and found.earliest > found.latest:
        raise ValidationError(_("“%(text)s” ends before it begins.") % {"text": text}, code="order")
    return found


def _day_bounds(text: str) -> tuple[date, date]:
    plain = _DATE.fullmatch(text)
    if not plain:
        return _other_edtf(text)
    year, month, day = int(plain[1]), int(plain[3] or 0), int(plain[5] or 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _invalid(text)
    if 20 < month < 25:
        raise ValidationError(_("“%(text)s”: seasons are not kept; write the months.") % {"text": text})
    try:
        first = date(year, month or 1, day or 1)
        last = first if day else date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    except (ValueError, calendar.IllegalMonthError):
        raise ValidationError(_("“%(text)s” is no day of the calendar.") % {"text": text}, code="day") from None
    return first, last


def _other_edtf(text: str) -> tuple[date, date]:
    try:
        parsed = parse_edtf(text)
        if isinstance(parsed, Season):
            raise _invalid(text)
        first, last = (date(*bound[:3]) for bound in (parsed.lower_strict(), parsed.upper_strict()))
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError):
        raise _invalid(text) from None
    if not (first.year >= FIRST_YEAR and last.year <= LAST_YEAR):
        raise _invalid(text)
    return first, last


def _invalid(text: str) -> ValidationError:
    return ValidationError(_("“%(text)s” is not a date. %(hint)s") % {"text": text, "hint": HINT}, code="invalid")


def format_date(text: str) -> str:
    """Write an EDTF date in the active language, never more exactly than it is known."""
    return _format(text, get_language()) if text else ""


# A list formats the same few thousand dates again and again.
@lru_cache(maxsize=16384)
def _format(text: str, language: str | None) -> str:
    if "/" in text:
        return _format_interval(*text.split("/", 1))
    if bounded := _SET.fullmatch(text):
        first, last = (format_date(part) for part in bounded.groups())
        if not first:
            return _("no later than %(date)s") % {"date": last}
        if not last:
            return _("no earlier than %(date)s") % {"date": first}
        return _("between %(first)s and %(last)s") % {"first": first, "last": last}
    if plain := _DATE.fullmatch(text):
        return _format_parts(plain)
    try:
        known = span(text)
    except ValidationError:
        return text
    words = f"{_format_day(known.earliest, 'day')} – {_format_day(known.latest, 'day')}"
    return words if known.certain else f"{words} ({_('uncertain')})"


def _format_interval(start: str, end: str) -> str:
    words = [format_date(part) if part not in ("", "..") else "" for part in (start, end)]
    if not words[1]:
        return _("from %(date)s") % {"date": words[0]}
    if not words[0]:
        return _("until %(date)s") % {"date": words[1]}
    return "–".join(words) if start.isdigit() and end.isdigit() else " – ".join(words)


def _format_parts(plain: re.Match[str]) -> str:
    year, year_mark, month, month_mark, day, day_mark = plain.groups()
    try:
        known = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return plain[0]
    words = _format_day(known, "day" if day else "month" if month else "year")
    last_mark = day_mark or (month_mark if not day else "") or (year_mark if not month else "")
    if "~" in (year_mark, month_mark, day_mark) or "%" in (year_mark, month_mark, day_mark):
        words = _("about %(date)s") % {"date": words}
    if "?" in plain[0] or "%" in plain[0]:
        if last_mark and month:
            reason = _("uncertain")
        elif month_mark:
            reason = _("year and month inferred")
        else:
            reason = _("year inferred")
        words = f"{words} ({reason})"
    return words


def _format_day(day: date | None, precision: str) -> str:
    if day is None:
        return "…"
    patterns = {
        "day": pgettext("format of a day", "j F Y"),
        "month": pgettext("format of a month", "F Y"),
        "year": "Y",
    }
    return dateformat.format(day, patterns[precision])
