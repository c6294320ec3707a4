"""The agreement of before that this one continues or amends, as far as the article tells of it."""

import re
from collections.abc import Sequence

from .agreement import KINDS, OF_ANOTHER, Found, Value
from .bodies import Body
from .context import INSTRUMENT, Context, is_near
from .days import days, periods
from .text import Sentence

_OF_OTHERS = re.compile(r"(?i)(?:tập đoàn|doanh nghiệp|công ty|tỉnh|đơn vị|đối tác|địa phương|ngân hàng) khác|với một ")
# Signed in a year of which nothing more is printed.
_IN_YEAR = re.compile(
    r"(?i)(?<!đến )(?<!\d )năm (20\d\d)(?!\d)[^.;]{0,60}\bk[ýí]\b|\bk[ýí]\b[^.;]{0,60}? năm (20\d\d)(?!\d)"
)
_OF_EARLIER = re.compile(rf"(?i){INSTRUMENT}|ký kết|đã ký|từng ký")


def earlier(context: Context, sides: Sequence[Body]) -> Found | None:
    """The agreement of the same sides that this one goes on from, as far as the article tells of it."""
    found, of_year = Found(), dict[str, Value]()
    ours = {body.place for body in sides} | {body.key for body in sides}
    for sentence in context.sentences:
        start, end = context.earlier_part(sentence)
        if is_annex(sentence):
            start, end = 0, len(sentence.text)
        part = sentence.text[max(start, 0) : end]
        others = [
            body for body in context.bodies(sentence) if start <= body.start and not ({body.key, body.place} & ours)
        ]
        if (
            start < 0
            or _OF_OTHERS.search(part)
            or any(not body.is_business for body in others)
            or not _OF_EARLIER.search(part)
        ):
            continue
        kind = Value(next((kind for kind, form in KINDS if form.search(part)), "not_named"), (sentence.place,))
        found.values = _told(part, sentence, context) | found.values
        if found.values:
            found.values.setdefault("kind", kind)
        elif (said := _IN_YEAR.search(part)) and _is_before(year := said[1] or said[2], context):
            of_year = of_year or {"signed": Value(year, (sentence.place,)), "kind": kind}
    found.values = found.values or of_year
    return found if found.values else None


def _told(part: str, sentence: Sentence, context: Context) -> dict[str, Value]:
    """The first period and the first day of what was before that it tells of; a day that bounds a period is none."""
    lasting, found = [*periods(part)], dict[str, Value]()
    for each in lasting:
        if not OF_ANOTHER.search(part[max(0, each.start - 40) : each.start]):
            found.setdefault("period", Value(each.edtf, (sentence.place,)))
    for day in days(part, context.day):
        within = any(each.start <= day.start < each.end for each in lasting)
        if day.printed and not within and not is_near(day.edtf, context.day):
            found.setdefault("signed", Value(day.edtf, (sentence.place,)))
    return found


def _is_before(year: str, context: Context) -> bool:
    return not context.day or int(year) < context.day.year


def is_annex(sentence: Sentence) -> bool:
    """Whether the sentence tells of an annex to what was signed before."""
    return bool(re.search(r"(?i)ký (?:kết )?phụ lục|phụ lục (?:số )?\d* ?(?:của|thỏa)", sentence.text))
