"""Dates as articles, spreadsheets and our own pages write them, in Vietnamese and English, as EDTF.

`split` tells the dates of what was typed and what they are to each other, `single` reads one of them. Both know
patterns, not the calendar: whether there is such a day, `records.dates` asks.
"""

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class NotExact(ValidationError):
    """What is understood and yet no date: `text` is that part of what was typed, `form` what may be meant by it."""

    def __init__(self, said: str, text: str, form: str) -> None:
        super().__init__(said % {"text": text, "form": form})
        self.text, self.form = text, form


_ENGLISH = "january february march april may june july august september october november december".split()
_NUMBERS = ("một giêng", "hai", "ba", "tư bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
_MONTHS = {word: number for number, word in enumerate(_ENGLISH, 1)}
_MONTHS |= {word[:3]: number for word, number in _MONTHS.items()} | {"sept": 9}
_SPOKEN = {word: at for at, words in enumerate(_NUMBERS, 1) for word in ([words] if at > 10 else words.split())}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "first": 1, "second": 2, "third": 3, "fourth": 4} | _SPOKEN

_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_M = rf"(?P<m>\d{{1,2}}|{'|'.join(sorted(_SPOKEN, key=len, reverse=True))})"
_Y = r"(?P<y>\d{4})"
_D = r"(?P<d>\d{1,2})"
_OF_YEAR = r"(?:,?\s*(?:of |năm )\s*|\s*[/.,-]\s*|\s+)"
# What stands before a date and says nothing of it.
_BEFORE = re.compile(
    r"\A(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|(?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)"
    r"(?:day)?)[,.]?\s+)?(?:(?:sáng|trưa|chiều|tối)\s+)?(?:(?:vào|trong|on|in)\s+)?(?:the year\s+)?"
)
_FORMS = [
    re.compile(form, re.ASCII)
    for form in (
        rf"(?:năm |year )?\s*{_Y}",
        rf"{_Y}-(?P<m>\d\d)(?:-(?P<d>\d\d))?",
        rf"{_Y}\s*(?P<sep>[/.])\s*(?P<m>\d{{1,2}})\s*(?P=sep)\s*{_D}",
        rf"{_Y}-(?P<m>\d\d)-(?P<d>\d\d)[t ]00:00(?::00(?:\.0+)?)?(?:z|\+00:00|\+07:00)?",
        rf"(?:(?:ngày|mồng|mùng)\s*)*{_D}\s*(?P<sep>[/.-])\s*(?P<m>\d{{1,2}})\s*(?P=sep)\s*{_Y}",
        rf"(?:tháng |t)?\s*(?P<m>\d{{1,2}})\s*[/.-]\s*{_Y}",
        rf"(?:(?:ngày|mồng|mùng)\s*)*{_D}\s*(?:,?\s*tháng\s*{_M}{_OF_YEAR}|[/.-]\s*(?P<n>\d{{1,2}}),?\s*năm\s*){_Y}",
        rf"tháng\s*{_M}{_OF_YEAR}{_Y}",
        rf"{_D}(?:st|nd|rd|th)?(?:\s+(?:of\s+)?|[-/.])(?P<e>{_NAMES})[.,]?(?:\s+(?:of\s+)?|[-/]){_Y}",
        rf"(?P<e>{_NAMES})\.?\s+(?:the\s+)?{_D}(?:st|nd|rd|th)?(?:,\s*|\s+){_Y}",
        rf"(?P<e>{_NAMES})[.,]?(?:\s+(?:of\s+)?|[-/]){_Y}",
    )
]
_QUARTER = re.compile(
    rf"(?:quý\s*|q\s*|quarter\s+)(?P<q>[1-4]|iv|i{{1,3}}|một|hai|ba|tư|bốn){_OF_YEAR}{_Y}|"
    rf"(?:the\s+)?(?P<w>first|second|third|fourth|[1-4](?:st|nd|rd|th)) quarter{_OF_YEAR}{_Y.replace('<y>', '<z>')}"
)
_HALF = re.compile(
    rf"(?:(?:6|06|sáu) tháng|nửa) (?P<h>đầu|cuối){_OF_YEAR}{_Y}|"
    rf"(?:the )?(?P<w>first|second) half{_OF_YEAR}{_Y.replace('<y>', '<z>')}"
)
_VAGUE = re.compile(r"(?:đầu|giữa|cuối|early|mid|late|(?:the )?(?:beginning|start|middle|end) of)[\s-]+(?:năm )?(.+)")
_ABOUT = re.compile(r"(?:khoảng|chừng|about|around|circa|ca\.?|c\.|approximately|approx\.?)\s*(?=\S)(.+)")
# As our pages say what of a date is not certain, and how many of its parts that is.
_DOUBT = re.compile(
    r"(.+?)\s*\((?:(?P<year>năm suy ra|year inferred)|(?P<month>năm và tháng suy ra|year and month inferred)|"
    r"chưa chắc|uncertain)\)"
)
_THIS_CENTURY = 50  # a year of two digits up to this is one of it; no agreement is older than that
_SHORT_YEAR = re.compile(r"(?:ngày )?(?:\d{1,2}[/.-])?\d{1,2}[/.-]\d{2}")

_PERIOD = re.compile(
    r"(?:(?:trong )?(?:giai đoạn|nhiệm kỳ|thời kỳ)|(?:the )?(?:period|phase|term|years))\s+(?=\S)", re.IGNORECASE
)
# “05 năm (2018-2023)”, “5 years, from 2018 to 2023”: the dates say how long it is.
_WITH_DATES = re.compile(
    r"(?P<n>\d{1,2})\s*(?:năm|years?)(?:\s*\((?P<within>[^()]+)\)|,?\s+(?P<from>(?:kể )?từ .+|from .+))", re.IGNORECASE
)
# “5 năm”, “12 tháng kể từ ngày ký”: how long it is, and not when.
LENGTH = re.compile(
    r"(?:(?:trong|thời hạn|thời gian|có hiệu lực|for)\s+)*(?P<n>\d{1,2})\s*"
    r"(?:\(\w+\)\s*)?(?:năm|years?|(?P<months>tháng|months?))(?P<more>[\s,;(][^\d]*)?",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"(?:không|chưa) (?:rõ|biết|có|ghi|xác định)(?: (?:ngày|thời gian))?|không|(?:đang )?cập nhật(?: sau)?|n/?a|"
    r"(?:not )?known|unknown|none|tbd|[-–—?.…]+",
    re.IGNORECASE,
)
# As spreadsheets count days, from 1927 to 2091.
_SERIAL = re.compile(r"[1-6]\d{4}", re.ASCII)
_TO = r"(?:đến|tới|to|until|till)(?:\s+hết)?"
_RELATIONS = [
    (re.compile(form, re.IGNORECASE), pattern)
    for form, pattern in (
        (r"(?:không muộn hơn|chậm nhất(?: là)?|no later than|at the latest)\s+(.+)", "[..{}]"),
        (r"(?:không sớm hơn|sớm nhất(?: là)?|no earlier than|at the earliest)\s+(.+)", "[{}..]"),
        (r"(?:trong khoảng từ|trong khoảng|giữa|between)\s+(.+?)\s+(?:đến|và|and)\s+(.+)", "[{}..{}]"),
        (rf"(?:(?:kể )?từ\s+|from\s+|since\s+)?(.+?)(?:\s+{_TO}|\s*[-–—])\s*(?:nay|now|date|present)", "{}/.."),
        (rf"(?:(?:kể )?từ\s+|from\s+)?(.+?)(?:\s+{_TO}\s+|\s*[–—÷→]\s*|\s+-\s+)(.+)", "{}/{}"),
        (r"(\d{4})-(\d{4})", "{}/{}"),
        (r"([^-]*[/.][^-]*\d{4})-([^-]+)", "{}/{}"),
        (r"(?:(?:kể )?từ|from|since)\s+(.+)", "{}/.."),
        (rf"{_TO}\s+(.+)", "../{}"),
    )
]


def without_period(text: str) -> str:
    """What stands behind “giai đoạn” and its like, where `2011-12` is two years and no December.

    Raises:
        ValidationError: it says a number of years, and dates that are not so far from each other.
    """
    if lasting := _WITH_DATES.fullmatch(text):
        dates = lasting["within"] or lasting["from"]
        years = [int(year) for year in re.findall(r"\d{4}", dates)]
        if len(years) == 2 and years[1] - years[0] not in ((number := int(lasting["n"])) - 1, number):
            raise ValidationError(_("“%(text)s”: the dates say another number of years.") % {"text": text})
        return dates
    bare = _PERIOD.sub("", text, count=1) if _PERIOD.match(text) else text
    return bare if bare == text else re.sub(r"^(\d{4})-(\d\d)$", r"\1 – \2", bare)


def refuse_other(text: str) -> None:
    if _UNKNOWN.fullmatch(text):
        raise ValidationError(_("“%(text)s”: leave it empty where it is not known.") % {"text": text}, code="unknown")
    if _SERIAL.fullmatch(text):
        day = date(1899, 12, 30) + timedelta(int(text))
        said = _("“%(text)s” is how a spreadsheet counts days. If that day is meant, write %(form)s.")
        raise NotExact(said, text, f"{day.day}/{day.month}/{day.year}")
    if LENGTH.fullmatch(text):
        said = _("“%(text)s” says how long, and not when: write both ends, such as %(form)s.")
        raise ValidationError(said % {"text": text, "form": "2020-2025"})


def split(text: str) -> tuple[str, list[str]]:
    """The form of EDTF that `text` has, and the dates as they are typed that belong into it."""
    for relation, form in _RELATIONS:
        if found := relation.fullmatch(text):
            return form, [*found.groups()]
    return "{}", [text]


def single(typed: str) -> str:
    """The EDTF of one date, a set of a part of a year; empty if not understood, NotExact if vague."""
    text = typed.casefold().strip(" ,;")
    text = text if ".." in text else text.strip(" .,;")  # two stand for an open end
    marks = ["", "", ""]
    if doubt := _DOUBT.fullmatch(text):
        text = doubt[1]
        marks[0 if doubt["year"] else 1 if doubt["month"] else 2] = "?"
    elif text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    if about := _ABOUT.fullmatch(text):
        text = about[1]
        at = next((at for at, mark in enumerate(marks) if mark), 2)
        marks[at] = "%" if marks[at] else "~"
    text = _BEFORE.sub("", text, count=1)
    if vague := _VAGUE.fullmatch(text):
        if meant := single(vague[1]):
            raise not_exact(typed, meant)
        return ""
    if _SHORT_YEAR.fullmatch(text):
        said = _("“%(text)s”: write the year with four digits, such as %(form)s.")
        century = 20 if int(text[-2:]) <= _THIS_CENTURY else 19
        raise NotExact(said, typed, f"{text[:-2]}{century}{text[-2:]}")
    parts = _parts(text)
    if not parts:
        return "" if any(marks) else _part_of_year(text)
    last = len(parts) - 1
    for at in range(len(parts), 3):
        marks[last] = marks[last] or marks[at]
    return "-".join(part + mark for part, mark in zip(parts, marks, strict=False))


def not_exact(text: str, form: str) -> NotExact:
    said = _("“%(text)s” is not exact: write what is known for certain, such as %(form)s.")
    return NotExact(said, text, "/".join(reversed(form.split("-"))))


def _parts(text: str) -> list[str]:
    for form in _FORMS:
        if found := form.fullmatch(text):
            said = found.groupdict()
            month = said.get("e") or said.get("m") or said.get("n") or ""
            month = str(_MONTHS.get(month) or _SPOKEN.get(month) or month)
            return [said["y"], *(part.zfill(2) for part in (month, said.get("d") or "") if part)]
    return []


def _part_of_year(text: str) -> str:
    if found := _QUARTER.fullmatch(text):
        word = found["q"] or found["w"]
        number, months = _QUARTERS.get(word) or int(word[0]), 3
    elif found := _HALF.fullmatch(text):
        number, months = 1 if (found["h"] or found["w"]) in ("đầu", "first") else 2, 6
    else:
        return ""
    year = found["y"] or found["z"]
    return f"[{year}-{(number - 1) * months + 1:02d}..{year}-{number * months:02d}]"
