"""What an article tells of the agreement itself: instrument, day, place, period, number of points, what was before."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from articles.models import Reason

from .context import INSTRUMENT, Context, weight
from .days import Period, days, lengths, number, periods, untils, visions
from .signs import LISTS
from .text import UPPER, WORD, Sentence

KINDS = (
    ("memorandum", re.compile(r"(?i)ghi nhớ|MOU\b|MoU\b")),
    ("plan", re.compile(r"(?i)(?:chương trình|kế hoạch) (?:(?:phối hợp|hợp tác|liên tịch)\b|[^,.;]{0,20}phối hợp)|"
                        r"ký (?:kết )?(?:chương trình|kế hoạch)(?! (?:hành động|công tác))")),
    (
        "agreement",
        re.compile(r"(?i)thỏa thuận|hợp đồng (?:nguyên tắc|khung|hợp tác)|giao ước|quy chế phối hợp|phụ lục"),
    ),
    ("minutes", re.compile(r"(?i)biên bản (?!ghi nhớ)")),
)  # fmt: skip
_STRATEGIC = re.compile(
    r"hợp tác (?:toàn diện |lâu dài |và phát triển )?(?:, )?chiến lược|(?:thỏa thuận|ghi nhớ|biên bản|"
    r"chương trình|quan hệ)"
    r"(?: khung)?(?: về)?(?: hợp tác)?(?: toàn diện)? chiến lược|ký kết chiến lược|chiến lược hợp tác",
    re.IGNORECASE,
)
_OF_COOPERATION = re.compile(rf"(?i){INSTRUMENT}|hợp tác|phối hợp|ký kết|ký\b")
# Before a period, and nearer to it than the agreement: whose it is instead.
OF_ANOTHER = re.compile(LISTS["of_another"], re.IGNORECASE)
_OF_DOCUMENT = re.compile(r"(?i)(?:số [\w/-]+|quyết định|nghị quyết|chỉ thị|công văn|luật|kế hoạch)[\w\s,/-]{0,40}$")
_SIGNED_ON = re.compile(r"(?i)k[ýí](?: kết)?(?: vào)?(?: ngày)?\s*$")
_BY_THEN = re.compile(r"(?i)(?:trước|đến|chậm nhất|từ|kể từ|hết|hoàn thành|xong)\s+(?:ngày\s*)?$")
POINTS = re.compile(
    r"(?<![\w/.,])(\d{1,2}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+(?:nhóm |mảng )?(?:nội dung|lĩnh vực|nhóm|"
    r"điểm|phương diện|"
    r"mặt|trụ cột|nhiệm vụ|mảng|vấn đề|hạng mục|khía cạnh|cam kết|nguyên tắc|đầu việc|việc)(?! \d)(?=\W|$)",
    re.IGNORECASE,
)
_OF_POINTS = re.compile(
    r"thỏa thuận|hợp tác|phối hợp|ghi nhớ|hai bên|các bên|cam kết|gồm|tập trung|thống nhất|chương trình|theo đó|"
    r"biên bản|văn bản|trụ cột|nội dung|trong đó",
    re.IGNORECASE,
)
_AT = re.compile(
    rf"(?<!\w)[Tt]ại\s+((?:(?:hội trường|trụ sở|trung tâm|phòng họp|khách sạn|nhà|thành phố|TP\.?|tỉnh|huyện|thị xã|"
    rf"quận|văn phòng|khu|cơ quan|UBND|Trường|trường|đô thị|thủ đô|Thủ đô|tòa nhà)\s+)*[\w]*[{UPPER}\d]?[^,.;:()“”]*)"
)
_COUNTED = re.compile(r"[^:]{0,59}:|,? (?:bao )?gồm(?!\w)")
# “Hà Nội, ngày 3/8, ...”
_DATED_AT = re.compile(rf"({WORD}(?: {WORD}){{0,3}}),\s+(?:ngày|sáng|chiều|tối|hôm)(?!\w)")
_NO_PLACE = re.compile(LISTS["no_place"], re.IGNORECASE)
_PLACE_ENDS = re.compile(
    r"\s+(?:(?:đã|vừa|sẽ|cùng|diễn ra|tổ chức|và|với|ký|kí|do|dưới|trong|giữa|có|nhằm|trước|để|vào|nhân)(?!\w)|"
    r"UBND (?:tỉnh|thành)|Lễ|lễ|Tập đoàn|Bộ [A-ZĐ]|Sở|Đoàn|ngày|sáng|chiều)(?!\w)"
)


@dataclass
class Value:
    """A value of a column with the places that carry it; `doubt`: why somebody should look at it."""

    text: str
    places: tuple[str, ...]
    doubt: str = ""
    reason: str = ""


@dataclass
class Found:
    """What was read of one agreement, by column."""

    values: dict[str, Value] = field(default_factory=dict)

    def text(self, column: str) -> str:
        return self.values[column].text if column in self.values else ""


def agreement(context: Context) -> Found | None:
    """What the article tells of the agreement that is signed in it; None where it tells of no signing."""
    signings = context.signings
    if not any(weight(each.place) >= 2 for each in signings):
        return None
    found = Found()
    found.values["kind"] = _kind(context)
    found.values["strategic"] = _strategic(context)
    readers = (
        ("signed", _signed),
        ("period", _period),
        ("vision", _vision),
        ("place", _place),
        ("stated_points", _points),
    )
    for column, read in readers:
        if context.is_review and column not in ("signed", "period"):
            continue
        if value := read(context, found):
            found.values[column] = value
    return found


def _kind(context: Context) -> Value:
    worth: dict[str, float] = defaultdict(float)
    places: dict[str, list[str]] = defaultdict(list)
    for sentence in context.sentences:
        factor = 1.0 if context.tells_of_signing(sentence) else 0.2
        for kind, form in KINDS:
            if context.has_now(sentence, form):
                worth[kind] += factor * weight(sentence.place)
                places[kind].append(sentence.place)
                break
    if not worth:
        return Value("not_named", _at(context.signings[:2]))
    kind = max(worth, key=lambda each: worth[each])
    rivals = [each for each in worth if each != kind and worth[each] >= 0.6 * worth[kind]]
    doubt = _("The article calls it by several names.") if rivals else ""
    return Value(kind, tuple(dict.fromkeys(places[kind])), doubt)


def _strategic(context: Context) -> Value:
    said = [each for each in context.sentences if context.has_now(each, _STRATEGIC)]
    told = [each for each in said if context.tells_of_signing(each) or _OF_COOPERATION.search(each.text)]
    told = [each for each in told if context.tells_of_signing(each) or weight(each.place) > 1]
    return Value("yes", _at(told)) if told else Value("not_said", ())


def _at(sentences: list[Sentence]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.place for each in sentences))


def _signed(context: Context, found: Found) -> Value | None:
    best: tuple[float, str, str, str] | None = None
    for sentence in context.sentences:
        signing = context.tells_of_signing(sentence)
        for day in days(sentence.text, context.day):
            before = sentence.text[: day.start]
            if _OF_DOCUMENT.search(before) or _BY_THEN.search(before[-12:]):
                continue
            if context.is_review and not _SIGNED_ON.search(before):
                continue
            worth: float = (
                weight(sentence.place) + (4 if signing else 0) - (6 if context.is_earlier(sentence, day.start) else 0)
            )
            worth += _nearness(day.edtf, context)
            worth += (1 if len(before) < 25 else 0) + (4 if _SIGNED_ON.search(before) else 0)
            if worth > 3 and (best is None or worth > best[0]):
                best = worth, day.edtf, sentence.place, sentence.text[day.start : day.end]
    if best is None:
        if not context.day:
            return None
        return Value(f"[..{context.day}]", ("dateline",), _("The day is not printed; it is no later than the article."))
    return _with_year(*best[1:], context)


def _nearness(edtf: str, context: Context) -> float:
    """A signing is told within days; what lies far before the article, or behind it, is another's day."""
    if not context.day or edtf.startswith(".") or context.is_review:
        return 0
    plain = edtf.replace("?", "")
    if len(plain) < 10:
        return -4
    back = (context.day - date.fromisoformat(plain)).days
    return 2 if 0 <= back <= 10 else 0 if 0 <= back <= 60 else -8


def _of_unknown_year(printed: str) -> Value:
    return Value("", (), _("“%(printed)s” is printed, and its year is not known.") % {"printed": printed})


def _with_year(edtf: str, place: str, printed: str, context: Context) -> Value:
    if edtf.startswith("...."):
        year = _first_year(context)
        if not year:
            return _of_unknown_year(printed)
        said = _("The year is not printed; it is the first of the period.")
        return Value(f"{year}?{edtf[4:]}", (place,), said, Reason.FROM_PERIOD)
    if "?" in edtf:
        said = _("The year is not printed; it is the one of the article.")
        return Value(edtf, (place, "dateline"), said, Reason.YEAR_NOT_PRINTED)
    return Value(edtf, (place,))


def _first_year(context: Context) -> str:
    found = _period(context, Found())
    return found.text[:4] if found and found.text[:4].isdigit() else ""


def _period(context: Context, found: Found) -> Value | None:
    year = int(signed[:4]) if (signed := found.text("signed"))[:4].isdigit() else context.day.year if context.day else 0
    worth: dict[str, float] = defaultdict(float)
    places: dict[str, list[str]] = defaultdict(list)
    printed: dict[str, str] = {}
    for sentence, (edtf, start, end), factor in _spans(context, found):
        score = _of_agreement(sentence, start, context) * factor
        if year and edtf[:4].isdigit() and abs(int(edtf[:4]) - year) > 1:
            score -= 8
        if score > 0:
            worth[edtf] += score * weight(sentence.place)
            places[edtf].append(sentence.place)
            printed.setdefault(edtf, sentence.text[start:end])
    if not worth:
        return None
    best = max(worth, key=lambda each: worth[each])
    if not best:
        return _of_unknown_year(printed[best])
    if best.startswith("../") and int(best[3:]) < year:
        return None
    if best.startswith("../") and year:
        best, said = f"{year}/{best[3:]}", best
        places[best] = places[said]
        return Value(
            best, tuple(dict.fromkeys(places[best])), _("It begins in the year of the signing."), Reason.FROM_CONTEXT
        )
    rivals = [each for each in worth if each != best and worth[each] >= 0.6 * worth[best]]
    doubt = _("Another period is printed nearby.") if rivals else ""
    if "-" in best:
        doubt = _("It is counted from the signing.")
    return Value(best, tuple(dict.fromkeys(places[best])), doubt)


def _spans(context: Context, found: Found) -> Iterator[tuple[Sentence, Period, float]]:
    signed = found.text("signed")
    for sentence in context.sentences:
        yield from ((sentence, each, 1.0) for each in periods(sentence.text, signed))
        yield from ((sentence, each, 0.7) for each in lengths(sentence.text, signed))
        yield from ((sentence, each, 0.3) for each in untils(sentence.text))


def _of_agreement(sentence: Sentence, start: int, context: Context) -> float:
    """How probably what stands at `start` is said of what is signed, and not of a plan, a term or what was before."""
    before = sentence.text[:start]
    ours = max((each.end() for each in _OF_COOPERATION.finditer(before)), default=-1)
    others = max((each.end() for each in OF_ANOTHER.finditer(before)), default=-1)
    behind = sentence.text[start : start + 60]
    if others > ours:
        return -4
    score = 2.0 if ours >= 0 else 0.5 if _OF_COOPERATION.search(behind) else -1
    if context.tells_of_signing(sentence):
        score += 1
    return score - (5 if context.is_earlier(sentence, start) else 0)


def _vision(context: Context, _found: Found) -> Value | None:
    for sentence in context.sentences:
        for year, start in visions(sentence.text):
            if _of_agreement(sentence, start, context) >= 2 and weight(sentence.place) > 1:
                return Value(year, (sentence.place,))
    return None


def _place(context: Context, _found: Found) -> Value | None:
    best: tuple[float, str, str] | None = None
    for sentence in context.sentences:
        text = sentence.text
        if context.is_earlier(sentence) or weight(sentence.place) < 2 or sentence.place == "headline":
            continue
        for at in _AT.finditer(text):
            place = _PLACE_ENDS.split(at[1])[0].strip(" -–")
            if (
                not place
                or _NO_PLACE.match(place)
                or len(place) > 90
                or not re.search(rf"[{UPPER}]|trụ sở|hội trường", place)
            ):
                continue
            dated = bool(re.search(r"\d[^,]{0,12},\s*$|(?:qua|nay)[^,]{0,12},\s*$", text[: at.start()]))
            held = bool(re.search(r"(?i)(?:lễ ký|diễn ra|tổ chức|ký)[^.]*$", text[: at.start()]))
            worth = weight(sentence.place) + 4 * dated + 2 * held + 3 * context.tells_of_signing(sentence)
            if worth >= 6 and (best is None or worth > best[0]):
                best = worth, place, sentence.place
    if best is None:
        first = [each for each in context.signings if weight(each.place) > 1]
        best = next(((0.0, found[1], each.place) for each in first if (found := _DATED_AT.match(each.text))), None)
    return Value(best[1], (best[2],)) if best else None


def _points(context: Context, _found: Found) -> Value | None:
    best: tuple[float, str, str] | None = None
    for sentence in context.sentences:
        if context.is_earlier(sentence):
            continue
        for said in POINTS.finditer(sentence.text):
            around = sentence.text[max(0, said.start() - 120) : said.end() + 60]
            worth = len(_OF_POINTS.findall(around)) + (2 if _COUNTED.match(sentence.text, said.end()) else 0)
            if worth >= 2 and number(said[1]) > 1 and (best is None or worth > best[0]):
                best = worth, str(number(said[1])), sentence.place
    return Value(best[1], (best[2],)) if best else None
