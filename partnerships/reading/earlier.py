"""The agreement of before that this one continues or amends, as far as the article tells of it."""

import re
from collections.abc import Sequence

from .agreement import KINDS, OF_ANOTHER, Found, Value
from .bodies import Body
from .context import INSTRUMENT, Context, is_near
from .days import days, periods
from .text import Sentence

_OF_OTHERS = re.compile(r"(?i)(?:tập đoàn|doanh nghiệp|công ty|tỉnh|đơn vị|đối tác|địa phương|ngân hàng) khác|với một ")
_OF_EARLIER = re.compile(rf"(?i){INSTRUMENT}|ký kết|đã ký|từng ký")


def earlier(context: Context, sides: Sequence[Body]) -> Found | None:
    """The agreement of the same sides that this one goes on from, as far as the article tells of it."""
    found = Found()
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
        for each in periods(part):
            if not OF_ANOTHER.search(part[max(0, each.start - 40) : each.start]):
                found.values.setdefault("period", Value(each.edtf, (sentence.place,)))
        for day in days(part, context.day):
            if day.printed and not is_near(day.edtf, context.day):
                found.values.setdefault("signed", Value(day.edtf, (sentence.place,)))
        if found.values:
            kind = next((kind for kind, form in KINDS if form.search(part)), "not_named")
            found.values.setdefault("kind", Value(kind, (sentence.place,)))
    return found if found.values else None


def is_annex(sentence: Sentence) -> bool:
    """Whether the sentence tells of an annex to what was signed before."""
    return bool(re.search(r"(?i)ký (?:kết )?phụ lục|phụ lục (?:số )?\d* ?(?:của|thỏa)", sentence.text))
