"""What was agreed, point by point: where each stands, its topics, and who owes it. Its words are people's to write."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .agreement import POINTS
from .bodies import OFFICE_OF, Body
from .context import INSTRUMENT, Context
from .parties import other_signings
from .signs import LISTS
from .text import Sentence, any_of

# What somebody does who owes something; what it is done to follows.
_WORK = LISTS["work"]
_WORKS = any_of(_WORK)
# Who says so promises it, whatever it is; and how a passage begins that tells what was agreed.
_PROMISES = any_of("sẽ|cam kết|trách nhiệm|thống nhất|phối hợp|hai bên|các bên|tạo điều kiện|đề nghị hỗ trợ|nhất trí")
_OPENS = re.compile(
    rf"(?i)^\W*(?:theo (?:đó|nội dung|bản|chương trình|{INSTRUMENT})|(?:các |những |về )?nội dung|cụ thể|"
    rf"trong khuôn khổ|với (?:{INSTRUMENT}|hợp đồng|chương trình)|trên cơ sở|hai (?:bên|đơn vị)|các bên|"
    rf"(?:ở )?(?:chiều )?ngược lại|"
    rf"đổi lại|về ph(?:ần|ía) mình|chúng tôi (?:thống nhất|cam kết)|{INSTRUMENT})"
)
# How an item of a list begins, and the next point within a sentence.
_ORDER = r"nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười"
_ITEM = re.compile(
    rf"(?i)^\s*(?:[-–+•*]|\(?(?:\d{{1,2}}|i{{1,3}}|iv|vi{{0,3}})[.)]|[a-zđ]\)|(?:một|{_ORDER}) là,?|thứ (?:{_ORDER}),?|"
    r"đầu tiên|trước hết|tiếp đến|tiếp theo|cuối cùng)\s*"
)
_ENUMERATED = re.compile(r"^\s*(?:[-–+•*]|\(?\d{1,2}[.)])")
_NEXT = re.compile(
    r"(?i);\s*|\s*•\s*|\s*\((?:\d{1,2}|i{1,3}|iv|vi{0,3})\)\s*|(?:^|\s)[-–+]\s(?=\w)|,?\s+(?:đồng thời|bên cạnh đó|"
    r"ngoài ra)\s*,?\s*|[,.]\s+(?=(?:một|hai|ba|bốn|năm|sáu|bảy|tám) là\W)"
)
_MAY_BE_NEXT = re.compile(
    rf"(?:,|,? và|,? cũng như) "
    rf"(?=(?:(?:cùng nhau|cùng|sẽ|còn|tiếp tục|từng bước|chủ động|kịp thời) )*(?:{_WORK})(?!\w))"
)
_LISTS = re.compile(
    rf"(?i)(?:nội dung|lĩnh vực|trụ cột|nhiệm vụ|gồm|như|theo|cụ thể|thống nhất|tập trung|{INSTRUMENT}|hợp tác|"
    r"cam kết|sau|nêu rõ|đó|là|ưu tiên|phía|hướng|việc)[^:.;]{0,90}:\s*|"
    r"(?:nội dung|lĩnh vực|nhiệm vụ|việc|mảng|trụ cột)[^:.;]{0,60}"
    r"(?:bao gồm|gồm|là|như|trong đó(?: có| gồm)?)\s+"
)
# What tells of something else: speeches, who was there, how things stand, stood or should one day be, who somebody is.
_SAID = re.compile(
    r"(?i)phát biểu|cho biết|khẳng định|nhấn mạnh|chia sẻ(?= rằng|:|,)|đánh giá cao|bày tỏ|cho hay|cho rằng|lưu ý|"
    r"kết luận|chứng kiến|tham dự|đến dự|tới dự|(?:^\W*|cùng )dự |dự lễ|chủ trì (?:buổi|lễ|hội)|mong muốn|hứa |"
    rf"(?:{INSTRUMENT})[^.;,]{{0,60}}(?<!\w)có (?:thời hạn|hiệu lực|giá trị)(?! (?:cao|lớn))|"
    r"thu hút [^.;]{0,30}đại biểu|thay mặt[^.;]* k[ýí]\W|"
    r"tin tưởng|kỳ vọng|(?:đề nghị|yêu cầu) (?:các|từng|sở|văn phòng|\w+ cần)|^theo (?:ông|bà|đồng chí) "
)
_BY_SOMEBODY = re.compile(r"^\W*[“\"]|(?<!\w)(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|đại diện) [A-ZĐ]|(?i:tôi\W)")
_STANDS = re.compile(
    r"(?i)^\W*(?:hiện(?! đại)|đến nay|tính đến|thời gian qua|trước đó|những năm|nhiều năm|năm \d{4}|cùng ngày|dịp này|"
    r"nhân dịp|đây |tại (?:buổi|lễ|hội)|việc ký|lễ ký|buổi lễ|sau (?:lễ|hội|buổi))|hiện nay|hiện (?:có|toàn|đang)|"
    r"(?<!\w)đang (?:triển|vận|cung|phục|có|được|dùng)|"
    r"đến hết (?:năm|tháng) [^.;]* có |thời gian qua|(?<!\w)đã (?!thống nhất|ký|cam kết|xác định)\w+|đánh dấu|"
    r"góp phần|phấn đấu|mục tiêu (?:của|là|đến)|là (?:một trong|doanh nghiệp|tập đoàn|"
    r"đơn vị(?! (?:xây|cung|triển|thực|chủ|phụ|hỗ)))|"
    r"về (?:fpt|vnpt|viettel|cmc|mobifone)[\w ]*:"
)
_LINE = re.compile(r"\s*•\s*")
# What the text calls a party that is a business (or is none) besides by its name.
_BY_KIND = {
    True: "Tập đoàn|tập đoàn|doanh nghiệp|Công ty|nhà mạng".split("|"),
    False: "UBND|tỉnh|Tỉnh|thành phố|Thành phố|huyện|Bộ|Sở|Nhà trường|nhà trường|Trường|Bệnh viện|Hội".split("|"),
}
# Words of a point that names no topic, and of one before a comma, which may be half of what follows.
_FEWEST, _HALF = 4, 6
_BEGINNING = 40
_COMMA = re.compile(r",? và |, ")
_FEWEST_ITEMS, _LONGEST_ITEM = 3, 8  # of a list that parts its items by commas; words


@dataclass(frozen=True)
class Point:
    place: str
    topics: tuple[str, ...]
    obligor: Body | None
    is_listed: bool


def points(context: Context, sides: Sequence[Body]) -> list[Point]:
    """The points of the agreement, in the order of the text."""
    found: list[Point] = []
    for part, listed in _agreed(context, other_signings(context, sides)):
        obligor = _obligor(part, sides)
        found += (
            Point(part.place, topics or context.other_topics, obligor, bool(listed and topics))
            for topics in _pieces(part, context, owed=listed is not False or obligor is not None)
        )
    return found


def _agreed(context: Context, others: Sequence[Sentence]) -> Iterator[tuple[Sentence, bool | None]]:
    """What tells what was agreed, sentence by sentence, and whether it is an item of a list, or a list of its own;
    None: of a list that only commas part, of which an item may be half of one.

    It is all that is told behind the signing and is nothing else.
    """
    in_list = signed = False
    for place, text in context.passages.items():
        if not place.startswith("paragraph"):
            continue
        if text.count("|") > 1:
            yield from ((row, True) for row in _rows(place, text))
        elif in_list and _ITEM.match(text):
            yield from ((Sentence(place, line, 0), True) for line in _LINE.split(text))
        elif text.endswith(":"):
            in_list = bool(_LISTS.search(text))
        else:
            in_list = False
            yield from _told(context.told(place), context, others, signed=signed)
        signed = signed or any(map(context.tells_of_signing, context.told(place)))


def _told(
    told: Sequence[Sentence], context: Context, others: Sequence[Sentence], *, signed: bool
) -> Iterator[tuple[Sentence, bool | None]]:
    is_else, listed, goes_on = not signed, False, False
    for each in told:
        if each in others:  # what stands behind it is told of that
            return
        text, opens = each.text, bool(_OPENS.match(each.text) or _ITEM.match(each.text))
        before = 0 <= context.earlier_at(each) < _BEGINNING
        intro = _LISTS.search(text)
        if intro and _NEXT.search(text, intro.end()) and not (before or _tells_else(text[: intro.start()], opens=True)):
            yield Sentence(each.place, text[intro.end() :], each.at + intro.end()), True
            is_else, listed = False, text.rstrip().endswith(";")
        elif items := _named_alone(each, intro):
            yield items, None
        elif listed:
            yield each, True
            listed = text.rstrip().endswith(";")
        elif before or _tells_else(text, opens=opens) or (goes_on and is_else):
            is_else, goes_on = True, text.rstrip().endswith(";")
        elif opens or not (is_else or context.tells_of_signing(each)):
            is_else = False
            if not POINTS.search(text):
                yield each, bool(_ITEM.match(text))


def _named_alone(sentence: Sentence, intro: re.Match[str] | None) -> Sentence | None:
    """“Các lĩnh vực ưu tiên là y tế, giáo dục và du lịch”: some words each, as a list."""
    listed = sentence.text[intro.end() :] if intro else ""
    items = _COMMA.split(listed)
    if len(items) < _FEWEST_ITEMS or any(len(item.split()) > _LONGEST_ITEM for item in items):
        return None
    return Sentence(sentence.place, "; ".join(items), sentence.at)


def _tells_else(text: str, *, opens: bool) -> bool:
    return bool(_SAID.search(text) or _STANDS.search(text) or (not opens and _BY_SOMEBODY.search(text)))


def _rows(place: str, text: str) -> Iterator[Sentence]:
    """The rows of a table that is printed with bars, without what heads its columns."""
    for row in _LINE.split(text):
        if row.count("|") > 1 and not re.match(r"(?i)\s*(?:stt|tt)\b", row):
            yield Sentence(place, row.replace("|", " ").replace(";", ","), 0)


def _pieces(part: Sentence, context: Context, *, owed: bool) -> Iterator[tuple[str, ...]]:
    """The topics of each point that a sentence or an item holds; of one that names none, none."""
    text, begun = part.text, 0
    named = [*_topics(text, context)]
    is_one = bool(_ENUMERATED.match(text))
    parted = [] if is_one else [each.span() for each in _NEXT.finditer(text)]
    for end, following in (*parted, (len(text), len(text))):
        for each in () if is_one else _MAY_BE_NEXT.finditer(text, begun, end):
            topics, words = _within(begun, each.start(), named), len(text[begun : each.start()].split())
            if (topics or words >= _HALF) and _within(each.end(), end, named):
                yield topics
                begun = each.end()
        topics, piece = _within(begun, end, named), text[begun:end]
        if topics and (owed or _WORKS.search(piece)):
            yield topics
        elif len(piece.split()) >= _FEWEST and ((owed and _WORKS.search(piece)) or _PROMISES.search(piece)):
            yield ()
        begun = following


def _within(begun: int, end: int, named: Sequence[tuple[int, int, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slug for start, until, slug in named if begun <= start and until <= end))


def _topics(text: str, context: Context) -> Iterator[tuple[int, int, str]]:
    """Where the text has the label or a synonym of a topic, but for the names of offices."""
    text = OFFICE_OF.sub(lambda found: " " * len(found[0]), text)
    for start, end, slugs in context.names.topics.found(text):
        yield from ((start, end, slug) for slug in sorted(slugs))


def _obligor(part: Sentence, sides: Sequence[Body]) -> Body | None:
    """Who owes it: the one party that stands before the verb; none where both do, or nobody is named."""
    owes = _WORKS.search(part.text)
    before = part.text[: owes.start()] if owes else ""
    if re.search(r"(?i)hai bên|các bên|cùng", before):
        return None
    called = {body.key: (body.name, body.name.split()[-1], *_BY_KIND.get(body.is_business, ())) for body in sides}
    named = [
        body
        for body in sides
        if any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", before) for form in called[body.key])
    ]
    return named[0] if len(named) == 1 else None
