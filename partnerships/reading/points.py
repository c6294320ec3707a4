"""What was agreed, point by point: where each stands, its topics, and who owes it. Its words are people's to write."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .agreement import POINTS
from .bodies import OFFICE_OF, Body
from .context import INSTRUMENT, Context
from .text import Sentence

# How an item of a list begins, and how one within a sentence or among sentences does.
_ORDER = r"nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười"
_ITEM = re.compile(
    rf"(?i)^\s*(?:[-–+•*]|\(?\d{{1,2}}[.)]|[a-zđ]\)|(?:một|{_ORDER}) là,?|thứ (?:{_ORDER}),?|đầu tiên|tiếp đến|"
    r"tiếp theo|cuối cùng)\s*"
)
_NUMBERED = re.compile(r"^\s*\(?\d{1,2}[.)]")
# What introduces a list within a sentence.
_INTRO = re.compile(
    rf"(?i)(?:nội dung|lĩnh vực|trụ cột|nhiệm vụ|gồm|như|theo|cụ thể|thống nhất|tập trung|{INSTRUMENT}|hợp tác|"
    r"cam kết|sau|nêu rõ|là)[^:.;]{0,90}:\s*"
)
# How a paragraph begins that tells what was agreed, besides by a party.
_AGREED = re.compile(
    rf"(?i)^[“\"]?(?:[^.:;]{{0,60}}(?:{INSTRUMENT}|nội dung|thống nhất|hai bên|các bên|ba bên)|cụ thể|ngược lại|"
    r"theo (?!báo cáo|ông|bà|đồng chí|sở|quyết định|nghị quyết|kế hoạch|thống kê)|(?:ở )?chiều ngược lại|bên cạnh đó|"
    r"đồng thời|ngoài ra|trước mắt|(?:về|với|đối với|riêng) \w|(?:về )?phía|trong (?:lĩnh vực|công tác|ngành|đó|"
    r"khuôn khổ)|(?:tập đoàn|doanh nghiệp|nhà trường|tỉnh|thành phố|bộ|ngân hàng|công ty|đơn vị|ngành) )"
)
# A sentence that promises something.
_OWES = re.compile(
    r"(?i)(?<!\w)(?:sẽ|cam kết|trách nhiệm|tạo|hỗ trợ|bố trí|ưu tiên|phối hợp|cung cấp|xây dựng|triển khai|đầu tư|"
    r"tư vấn|thống nhất|phủ sóng|hoàn thiện|mở|hướng dẫn|miễn phí|đào tạo|tổ chức|thông báo|dành|cử|tiếp nhận|"
    r"bảo đảm|đảm bảo|rút ngắn|nghiên cứu|kết nối|chia sẻ|tham gia|chủ trì|giới thiệu|phát triển|thử nghiệm|"
    r"thí điểm|nâng cấp|chi trả|thanh toán|giảm|trao|vận động|đưa|lắp|giúp|lập|làm)(?!\w)"
)
# What tells of something else: speeches, who was there, how things stand or stood.
_SAID = re.compile(
    r"(?i)phát biểu|cho biết|khẳng định|nhấn mạnh|chia sẻ(?= rằng|:|,)|đánh giá|bày tỏ|(?<!theo )(?:đề nghị|yêu cầu)|"
    r"cho hay|cho rằng|lưu ý|kết luận|chứng kiến|tham dự|đến dự|dự lễ|^(?:theo |\W*)(?:ông|bà|đồng chí) |"
    r"mong muốn|hứa |có (?:các )?(?:ông|bà|đồng chí)\W|[”\"],? (?:ông|bà|đồng chí|đại diện) "
)
_STANDS = re.compile(
    r"(?i)^\W*(?:hiện(?! đại)|đến nay|tính đến|thời gian qua|trước đó|những năm|nhiều năm|năm \d{4}|cùng ngày|dịp này|"
    r"đây |tại (?:buổi|lễ|hội))|hiện nay|đến hết (?:năm|tháng) [^.;]* có |hiện (?:có|toàn|đang)|thời gian qua|"
    r"(?<!\w)đã (?!thống nhất|ký|cam kết)\w+|về (?:fpt|vnpt|viettel|cmc|mobifone)[\w ]*:"
)
# Where within a sentence the next point begins, and where it may: if what stands on both sides names a topic.
_NEXT = re.compile(
    r"(?i);\s*|\s*•\s*|\s*\(\d{1,2}\)\s*|(?:^|\s)[-–+]\s(?=\w)|,?\s+(?:đồng thời|bên cạnh đó)\s*,?\s*|"
    r"[,.]\s+(?=(?:một|hai|ba|bốn|năm|sáu|bảy|tám) là\W)"
)
_PERHAPS = re.compile(rf"(?:,|,? và|, và) (?={_OWES.pattern[4:]})")
_SHORTEST, _BEGINNING = 8, 40


@dataclass(frozen=True)
class Point:
    place: str
    topics: tuple[str, ...]
    obligor: Body | None
    is_listed: bool


def points(context: Context, sides: Sequence[Body]) -> list[Point]:
    """The points of the agreement, in the order of the text: those of lists, and those told in sentences."""
    found: list[Point] = []
    for place, text, listed in _parts(context, sides):
        obligor = _obligor(text, context, sides)
        for piece in [text] if _NUMBERED.match(text) else _pieces(text, listed, context):
            topics = topics_of(piece, context)
            if len(piece.strip()) >= _SHORTEST and (topics or listed or _OWES.search(piece)):
                found.append(Point(place, topics or context.other_topics, obligor, listed and bool(topics)))
    return found


def _pieces(text: str, listed: bool, context: Context) -> Iterator[str]:
    for part in _NEXT.split(text):
        named = [] if listed else [(start, end) for start, end, _slugs in context.names.topics.found(part)]
        begun = 0
        for each in _PERHAPS.finditer(part) if len(named) > 1 else ():
            before = any(begun <= start and end <= each.start() for start, end in named)
            if before and named[-1][0] >= each.end():
                yield part[begun : each.end()]
                begun = each.end()
        yield part[begun:]


def _parts(context: Context, sides: Sequence[Body]) -> Iterator[tuple[str, str, bool]]:
    """Each part of the text that holds points, with its place, and whether it is an item of a list or holds one.

    Each sentence of a paragraph that tells what was agreed is such a part, unless it tells of something else.
    """
    in_list = signed = False
    for place, text in context.passages.items():
        if not place.startswith("paragraph"):
            continue
        if text.count("|") > 1:
            printed = context.article.paragraphs[int(place[10:]) - 1]
            yield from ((place, row, True) for row in _rows(printed))
        elif in_list and _ITEM.match(text):
            yield place, text, True
        elif text.endswith(":"):
            in_list = bool(_INTRO.search(text))
        else:
            in_list = False
            told = context.told(place)
            if signed and _tells_what(told[0], context, sides):
                yield from _told(told, context)
            elif introduced := next((each for each in told if _lists(each, context)), None):
                yield from _told(told[told.index(introduced) :], context)
        signed = signed or any(map(context.tells_of_signing, context.told(place)))


def _tells_what(first: Sentence, context: Context, sides: Sequence[Body]) -> bool:
    """Whether a paragraph that begins so tells what was agreed."""
    if _is_of_before(first, context) or _SAID.search(first.text):
        return False
    if POINTS.search(first.text):
        return True
    if _STANDS.search(first.text) or context.tells_of_signing(first):
        return False
    keys = {body.key for body in sides}
    begins = any(body.start < 12 and body.key in keys for body in context.bodies(first))
    return begins or bool(_AGREED.match(first.text) or _ITEM.match(first.text))


def _is_of_before(sentence: Sentence, context: Context) -> bool:
    return 0 <= context.earlier_at(sentence) < _BEGINNING


def _lists(sentence: Sentence, context: Context) -> bool:
    """Whether the sentence introduces a list that follows in it."""
    intro = _INTRO.search(sentence.text)
    return bool(
        intro
        and not _is_of_before(sentence, context)
        and not _SAID.search(sentence.text[: intro.start()])
        and _NEXT.search(sentence.text, intro.end())
    )


def _told(told: Sequence[Sentence], context: Context) -> Iterator[tuple[str, str, bool]]:
    listed = False
    for each in told:
        intro = _INTRO.search(each.text)
        if _lists(each, context) and intro:
            yield each.place, each.text[intro.end() :], True
            listed = each.text.rstrip().endswith(";")
        elif listed:
            yield each.place, each.text, True
            listed = each.text.rstrip().endswith(";")
        elif _ITEM.match(each.text):
            yield each.place, each.text, True
        elif not (_is_of_before(each, context) or context.tells_of_signing(each)) and not (
            _SAID.search(each.text) or _STANDS.search(each.text) or POINTS.search(each.text)
        ):
            yield each.place, each.text, False


def _rows(text: str) -> Iterator[str]:
    """The rows of a table that is printed with bars, without what heads its columns."""
    for row in re.split(r"\n|\s•\s", text):
        if row.count("|") > 1 and not re.match(r"(?i)\s*(?:stt|tt)\b", row):
            yield row.replace("|", " ").replace(";", ",")


def _obligor(text: str, context: Context, sides: Sequence[Body]) -> Body | None:
    """Who owes it: the one party that stands before the verb; none where both do, or nobody is named."""
    owes = _OWES.search(text)
    before = text[: owes.start()] if owes else ""
    if re.search(r"(?i)hai bên|các bên|cùng", before):
        return None
    named = [body for body in sides if any(form and form in before for form in (body.name, body.name.split()[-1]))]
    return named[0] if len(named) == 1 else None


def topics_of(text: str, context: Context) -> tuple[str, ...]:
    """The topics whose labels or synonyms the text has, those named first before the others."""
    found = [
        slug for _start, _end, slugs in context.names.topics.found(OFFICE_OF.sub(" ", text)) for slug in sorted(slugs)
    ]
    return tuple(dict.fromkeys(found))
