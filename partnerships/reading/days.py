"""Days, periods and visions as announcements print them, as EDTF; which of them are the agreement's, others decide."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from partnerships.models.sheet_dates import lasting

# What a day without a year, or in figures alone, has before it; else it is a share (24/7, 47/63).
_BEFORE = r"(?:(?:ngày|sáng|chiều|tối|trưa|mùng|hôm|qua|nay)\s*,?\s*\(?(?:ngày\s+)?)"
_IN_WORDS = re.compile(
    r"(?:ngày|sáng|chiều|tối|mùng)\s+(\d{1,2})\s+tháng\s+(\d{1,2})(?:(?:\s*,?\s*năm\s+|[/-]|\s+)(\d{4}))?",
    re.IGNORECASE,
)
_FULL = re.compile(r"(?<![\d/.])(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)")
_SHORT = re.compile(rf"(?i)(?:{_BEFORE}|\(|^|^[^\d.;]{{2,30}},\s)(\d{{1,2}})\s?[/.-]\s?(\d{{1,2}})(?![\d/%]|[.,]\d)")
_MONTH = re.compile(r"(?i)(?:hồi |trong |vào )?tháng\s+(\d{1,2})(?:[/-]|\s+năm\s+|\s*-\s*)(\d{4})")
_SPOKEN = re.compile(r"(?i)(?:hôm\s+(?P<day>qua|nay)|(?:sáng|chiều|tối|trưa)\s+(?P<part>qua|nay))")
# How long something lasts: between years, until one, or for some.
_BETWEEN = re.compile(
    r"(?<![\d/])(?P<one>20\d\d)\s*(?:[-–—÷]|đến(?: hết)?(?: năm)?|tới(?: năm)?)\s*(?:năm )?(?P<two>20\d\d|"
    r"\d\d)(?!\d|[/.]\d|%)",
    re.IGNORECASE,
)
_DATE = r"(?:(?:ngày|tháng) )*(?:\d{1,2}(?:\s?[/.-]\s?| tháng | năm )){1,2}20\d\d"
_FROM_TO = re.compile(
    rf"(?i)(?:từ (?:(?:ngày|khi) )?(?:ký(?: kết)?|(?P<one>{_DATE}))|(?:hiệu lực|giá trị|thời hạn|"
    rf"kéo dài)[^\W\d]*(?: [^\W\d]+){{0,4}}),? đến (?:hết )?(?P<two>{_DATE})"
)
_SINCE = re.compile(rf"(?i),? (?:kể |tính |bắt đầu )?từ (?P<day>{_DATE})")
_UNTIL = re.compile(r"(?i)(?<!\w)(?:giai đoạn )?(?:từ nay )?đến (?:hết )?năm (20\d\d)")
_LASTING = re.compile(
    r"(?:(?:thời hạn|thời gian|hiệu lực|giai đoạn|trong vòng|trong|kéo dài|thời hạn là|là)\s+(?:là\s+)?)"
    r"(\d{1,2}|một|hai|ba|bốn|năm|sáu|mười)\s*(?:\(\w+\)\s*)?năm(?=\W|$)(?!\s+(?:qua|trước|gần|vừa|liên))",
    re.IGNORECASE,
)
_VISION = re.compile(r"(?i)(?:tầm nhìn|định hướng)\s+(?:đến\s+)?(?:năm\s+)?(20\d\d)")
NUMBERS = {
    word: at for at, word in enumerate("một hai ba bốn năm sáu bảy tám chín mười mười-một mười-hai".split(), 1)
} | {"tư": 4, "bẩy": 7, "mươi": 10}


class Day(NamedTuple):
    """A day of a text in EDTF and where it stands. `printed`: with its year."""

    edtf: str
    start: int
    end: int
    printed: bool


class Period(NamedTuple):
    edtf: str
    start: int
    end: int


def number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS.get(word.lower(), 0)


def days(text: str, published: date | None) -> Iterator[Day]:
    """The days that a text prints; the year of one that prints none is the last in which it lay before `published`."""
    taken: list[tuple[int, int]] = []
    for pattern in (_FULL, _IN_WORDS, _SHORT):
        for found in pattern.finditer(text):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            day, month = int(found[1]), int(found[2])
            year = int(found[3]) if found.re.groups > 2 and found[3] else None
            if said := _day(day, month, year, text[max(0, found.start() - 12) : found.end()], published):
                taken.append(found.span())
                yield Day(said, found.start(), found.end(), printed="?" not in said)
    for found in _MONTH.finditer(text):
        if not any(start < found.end() and found.start() < end for start, end in taken) and 0 < int(found[1]) < 13:
            yield Day(f"{found[2]}-{int(found[1]):02d}", found.start(), found.end(), printed=True)
    for found in _SPOKEN.finditer(text):
        if published and not any(start - 8 <= found.start() < end for start, end in taken):
            back = "qua" in (found["day"], found["part"])
            yield Day(str(published - timedelta(days=back)), found.start(), found.end(), printed=True)


def _day(day: int, month: int, year: int | None, around: str, published: date | None) -> str:
    today = re.search(r"(?i)(?:hôm nay|(?:sáng|chiều|tối) nay|hôm qua|(?:sáng|chiều|tối) qua)", around)
    try:
        if year:
            return str(date(year, month, day))
        if not published:
            date(2020, month, day)
            return f"....-{month:02d}-{day:02d}"
        said = date(published.year, month, day)
    except ValueError:
        return ""
    if said > published:
        said = said.replace(year=said.year - 1)
    near = today and (published - said).days <= 1
    return str(said) if near else f"{said.year}?-{month:02d}-{day:02d}"


def _dated(text: str) -> str:
    """“1/7/2024”, “tháng 7 năm 2024” in EDTF; empty where there is no such day."""
    said = "-".join(f"{int(part):02d}" for part in reversed(re.findall(r"\d+", text)))
    try:
        date.fromisoformat(f"{said}-01"[:10])
    except ValueError:
        return ""
    return said


def periods(text: str, signed: str = "") -> Iterator[Period]:
    """Those of which the text says both ends; the day `signed` is one where it begins with the signing."""
    for found in _FROM_TO.finditer(text):
        first, last = _dated(found["one"]) if found["one"] else signed.replace("?", ""), _dated(found["two"])
        if first[:4].isdigit() and first < last:
            yield Period(f"{first}/{last}", found.start(), found.end())
    for found in _BETWEEN.finditer(text):
        first, last = found["one"], found["two"]
        last = last if len(last) == 4 else first[:2] + last
        if first < last and int(last) - int(first) <= 30:
            yield Period(f"{first}/{last}", found.start(), found.end())


def lengths(text: str, signed: str) -> Iterator[Period]:
    """Periods of so many years from the day that is printed, else from the day `signed`; empty of a day of which it is
    not known when it was."""
    for found in _LASTING.finditer(text):
        years, since = number(found[1]), _SINCE.match(text, found.end())
        if since and (first := _dated(since["day"])) and (both := lasting(f"{years} năm", first)):
            yield Period(both, found.start(), found.end())
        elif years:
            yield Period(lasting(f"{years} năm", signed.replace("?", "")), found.start(), found.end())


def untils(text: str) -> Iterator[Period]:
    for found in _UNTIL.finditer(text):
        yield Period(f"../{found[1]}", found.start(), found.end())


def visions(text: str) -> Iterator[tuple[str, int]]:
    for found in _VISION.finditer(text):
        yield found[1], found.start()
