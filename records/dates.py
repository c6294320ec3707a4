"""Dates that may be uncertain: EDTF (ISO 8601-2) as text, and the days it may mean.

People type `27/10/2017`, `6/2018`, `2016`, `2020-2025`, `2020 – 25`, EDTF or words (`date_parsing`); `read` turns all
of it into EDTF, `span` into days and `format_date` into words of the reader's language. `UncertainDate` is the value of
a column that holds such a date.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils import dateformat, timezone
from django.utils.formats import get_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from . import date_parsing
from .text import normalise

HINT = gettext_lazy(
    "Write 27/10/2017, 6/2018, 2016 or 2020-2025; in words what is not certain: about 2016, no later than 15/10/2014."
)
FIRST_YEAR, LAST_YEAR = 1000, 2999
# More is no date; what columns keep, and all that is ever looked at, wherever it comes from.
LONGEST = 60
# What an EDTF date is marked with that is uncertain, approximate, or both.
MARKS = "?~%"
PRECISIONS = ("", "year", "month", "day")

_DATE = re.compile(r"(\d{4})([?~%]?)(?:-(\d\d)([?~%]?)(?:-(\d\d)([?~%]?))?)?", re.ASCII)
_INTERVAL = re.compile(r"([^/]*)/([^/]*)")
_SET = re.compile(r"\[([^,.\]]*)\.\.([^,.\]]*)\]")
_IN_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}")
_SHORT_PERIOD = re.compile(r"(\d\d)(\d\d)\s*[-–—]\s*(\d\d)")
# A mark holds for all that stands before it.
_SAID_AGAIN = re.compile(r"([?~%])(?=(?:-\d\d)+\1)")


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
    """The day in Viet Nam, whichever zone is active; asked for each row of a list."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def read(typed: str) -> str:
    """Return EDTF for what was typed or printed; a ValidationError says what would be right. Empty stays empty."""
    text = normalise(typed)
    if len(text) > LONGEST:
        told = _("A date has at most %(most)d characters. %(hint)s")
        raise ValidationError(told % {"most": LONGEST, "hint": HINT}, code="max_length")
    return _read(text)


@lru_cache(maxsize=65536)
def _read(text: str) -> str:
    if short := _SHORT_PERIOD.fullmatch(text):
        century, start, end = short.groups()
        # `2020-25` can be no month; `2020-12` is December unless a long dash or spaces part it.
        if end > start and (int(end) > 12 or not re.fullmatch(r"\d{4}-\d\d", text)):
            return f"{century}{start}/{century}{end}"
    try:
        span(text)
    except ValidationError as error:
        if error.code != "invalid":
            raise
    else:
        return _one_spelling(text)
    if (bare := date_parsing.without_period(text)) != text:
        return _read(bare)
    date_parsing.refuse_other(text)
    form, typed = date_parsing.split(text)
    parts = [_read_single(part) for part in typed]
    for at, part in enumerate(parts):
        if form != "{}" and part.startswith("["):  # nothing in EDTF begins or ends in a quarter
            raise date_parsing.not_exact(typed[at], part[1:-1].split("..")[at])
    read = form.format(*parts)
    try:
        span(read)
    except ValidationError as error:  # name what was typed, not what was made of it
        raise ValidationError(error.message.replace(f"“{read}”", f"“{text}”"), code=error.code) from None
    return _one_spelling(read)


def read_day(typed: str) -> date | None:
    """The one day that was typed, None for empty text; a ValidationError if it leaves open which."""
    known = UncertainDate(read(typed))
    if known and not known.exact_day:
        raise ValidationError(_("“%(text)s”: name one day, such as 27/10/2017.") % {"text": typed})
    return known.span.earliest


def _read_single(typed: str) -> str:
    if _DATE.fullmatch(typed):
        span(typed)
        return typed
    if not (read := date_parsing.single(typed)):
        raise _invalid(typed)
    try:
        span(read)
    except ValidationError as error:
        year, _dash, rest = read.partition("-")
        month, _dash, day = rest.partition("-")
        if month > "12" >= day > "00":
            said = _("“%(text)s” is no day of the calendar. Is the month first in it? Then write %(form)s.")
            form = f"{month}/{day}/{year}"
            raise ValidationError(said % {"text": typed, "form": form}, code="month-first") from None
        raise ValidationError(error.message.replace(f"“{read}”", f"“{typed}”"), code=error.code) from None
    return read


def order(typed: str) -> str:
    """Of a day in numbers, whether it can be read with its day first alone (“day”), or with its month first as well
    (“either”); empty of other texts."""
    if not (found := _IN_NUMBERS.fullmatch(typed)) or found[1] == found[2]:
        return ""
    return "either" if int(found[1]) <= 12 else "day"


def mirrored(text: str) -> str:
    """The day that is written with the same two numbers for day and month in the other order; empty for other dates."""
    plain = _DATE.fullmatch(text)
    return f"{plain[1]}-{plain[5]}-{plain[3]}" if plain and plain[5] else ""


def _one_spelling(text: str) -> str:
    """Of EDTF that means the same, the one that is kept."""
    if bounds := _SET.fullmatch(text):
        return bounds[1] if bounds[1] == bounds[2] else text
    text = _SAID_AGAIN.sub("", text)
    if interval := _INTERVAL.fullmatch(text):
        return "/".join(part or ".." for part in interval.groups())
    return text


@lru_cache(maxsize=65536)
def span(text: str) -> Span:
    """Return the days that the EDTF `text` may mean.

    Dates with or without marks, intervals and sets with two bounds are all that is read of EDTF.

    Raises:
        ValidationError: not EDTF, not a day of the calendar, or ends before it begins.
    """
    if not text:
        return Span()
    first: tuple[date | None, date | None]
    last: tuple[date | None, date | None]
    interval = _INTERVAL.fullmatch(text)
    if bounds := interval or _SET.fullmatch(text):
        first, last = (_day_bounds(part) if part not in ("", "..") else (None, None) for part in bounds.groups())
        if first == last == (None, None):
            raise _invalid(text)
    else:
        first = last = _day_bounds(text)
    if first[0] and last[1] and first[0] > last[1]:
        raise ValidationError(_("“%(text)s” ends before it begins.") % {"text": text})
    certain = UncertainDate(text).certain
    if interval:
        return Span(first[0], first[1], last[0], last[1], interval=True, certain=certain)
    return Span(first[0], last[1], first[0], last[1], certain=certain)


def _day_bounds(text: str) -> tuple[date, date]:
    plain = _DATE.fullmatch(text)
    if not plain or not FIRST_YEAR <= int(plain[1]) <= LAST_YEAR:
        raise _invalid(text)
    year, month, day = int(plain[1]), int(plain[3] or 0), int(plain[5] or 0)
    if "00" in (plain[3], plain[5]):
        known = plain[1] if plain[3] == "00" else f"{plain[3]}/{plain[1]}"
        said = _("“%(text)s”: there is no month 0 and no day 0. If that is not known, write %(form)s.")
        raise ValidationError(said % {"text": text, "form": known})
    if 20 < month < 25:
        raise ValidationError(_("“%(text)s”: seasons are not kept; write the months.") % {"text": text})
    try:
        first = date(year, month or 1, day or 1)
        last = first if day else date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    except ValueError:
        raise ValidationError(_("“%(text)s” is no day of the calendar.") % {"text": text}) from None
    return first, last


def _invalid(text: str) -> ValidationError:
    return ValidationError(_("“%(text)s” is not a date. %(hint)s") % {"text": text, "hint": HINT}, code="invalid")


def as_typed(text: str) -> str:
    """The EDTF `text` as people type it in the active language, wherever that reads as the same; else itself."""
    words = format_date(text)
    try:
        return words if read(words) == text else text
    except ValidationError:
        return text


def format_date(text: str) -> str:
    """Write an EDTF date in the active language, never more exactly than it is known."""
    return _format(text, get_language())


@lru_cache(maxsize=65536)
def _format(text: str, _language: str | None) -> str:
    if interval := _INTERVAL.fullmatch(text):
        start, end = (format_date(part) if part != ".." else "" for part in interval.groups())
        if not end:
            return _("from %(date)s") % {"date": start}
        if not start:
            return _("until %(date)s") % {"date": end}
        return f"{start}–{end}" if start.isdigit() and end.isdigit() else f"{start} – {end}"
    if bounded := _SET.fullmatch(text):
        first, last = map(format_date, bounded.groups())
        if not first:
            return _("no later than %(date)s") % {"date": last}
        if not last:
            return _("no earlier than %(date)s") % {"date": first}
        return _("between %(first)s and %(last)s") % {"first": first, "last": last}
    plain = _DATE.fullmatch(text)
    return _format_plain(plain) if plain else text


def _format_plain(plain: re.Match[str]) -> str:
    text = plain[0]
    year, _year_mark, month, month_mark, day, _day_mark = plain.groups()
    pattern = get_format("DATE_FORMAT" if day else "YEAR_MONTH_FORMAT") if month else "Y"
    try:
        words = dateformat.format(date(int(year), int(month or 1), int(day or 1)), pattern)
    except ValueError:
        return text
    if "~" in text or "%" in text:
        words = _("about %(date)s") % {"date": words}
    if "?" in text or "%" in text:
        if month and text[-1] in MARKS:
            reason = _("uncertain")
        elif month_mark:
            reason = _("year and month inferred")
        else:
            reason = _("year inferred")
        words = f"{words} ({reason})"
    return words
