"""What was agreed, point by point: where each stands, its topics, and who owes it. Its words are people's to write."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .bodies import Body
from .context import INSTRUMENT, Context
from .text import UPPER, Sentence

_ITEM = re.compile(r"^\s*(?:[-–+•*]|\(?\d{1,2}[.)]|[a-zđ]\)|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám) là,?|Thứ \w+,)\s*")
_INTRO = re.compile(
    rf"(?i)(?:nội dung|lĩnh vực|trụ cột|nhiệm vụ|gồm|bao gồm|như|theo|cụ thể|thống nhất|tập trung|{INSTRUMENT}|"
    rf"hợp tác|cam kết|sau|là)"
    r"[^:.;]{0,90}:\s*"
)
_OF_WHAT = re.compile(
    rf"(?i)^(?:cụ thể|theo|căn cứ|trong khuôn khổ|nội dung|hai bên|các bên|chương trình|thỏa thuận|phụ lục|"
    rf"bên cạnh đó|ngược lại|đồng thời|"
    rf"ngoài ra|về phía|trước mắt|về |đối với)|{INSTRUMENT}|nội dung hợp tác"
)
_OWES = re.compile(
    r"(?i)(?<!\w)(?:sẽ|cam kết|có trách nhiệm|chịu trách nhiệm|tạo điều kiện|hỗ trợ|bố trí|ưu tiên|phối hợp|"
    r"cung cấp|xây dựng|triển khai|"
    r"đầu tư|tư vấn|thống nhất|hợp tác|phủ sóng|hoàn thiện|mở|hướng dẫn|miễn phí|đào tạo|tổ chức|thông báo|dành|"
    r"cử|tiếp nhận|bảo đảm|"
    r"đảm bảo|rút ngắn|nghiên cứu|kết nối|chia sẻ|tham gia|chủ trì|giới thiệu|phát triển|thử nghiệm|nâng cấp|"
    r"chi trả|giảm)(?!\w)"
)
_SAID = re.compile(
    r"(?i)phát biểu|cho biết|khẳng định|nhấn mạnh|chia sẻ(?= rằng|:|,)|đánh giá|bày tỏ|đề nghị|yêu cầu|cho hay|"
    r"cho rằng|lưu ý|kết luận|“|"
    r"hiện nay|đến nay|tính đến|thời gian qua|trước đó|hiện,|hiện toàn|hiện có|chứng kiến|tham dự|đến dự|dự lễ"
)
_DONE = re.compile(r"(?i)(?<!\w)(?:đã (?!thống nhất|ký|cam kết)\w+|hiện (?:đang|có|nay))")
# Where within a sentence the next point begins.
_NEXT = re.compile(
    r";\s*|,?\s*(?:đồng thời|bên cạnh đó)\s*,?\s*|\s*\(\d{1,2}\)\s*|,\s+(?:và\s+)?(?=(?:cử|cung cấp|hỗ trợ|"
    r"triển khai|xây dựng|phối hợp|đào tạo|"
    r"tạo điều kiện|bố trí|ưu tiên|tiếp nhận|đầu tư|tham gia|tư vấn|kết nối|bảo đảm|đảm bảo|tổ chức|phát triển|"
    r"tập huấn|hướng dẫn|thử nghiệm|"
    r"nghiên cứu|chia sẻ|giảm|miễn|phủ)(?!\w))|\s+và\s+(?=(?:tạo điều kiện|hỗ trợ|cung cấp|tập huấn|cử|tổ chức|"
    r"phối hợp|bố trí|đầu tư|xây dựng|"
    r"triển khai|đào tạo)(?!\w))"
)
_NEXT_ITEM = re.compile(r";\s*|\s*•\s*|\s*\(\d{1,2}\)\s*|(?:^|\s)[-–+]\s(?=\w)")
_SHORTEST = 8


@dataclass(frozen=True)
class Point:
    place: str
    topics: tuple[str, ...]
    obligor: Body | None
    is_listed: bool


def points(context: Context, sides: Sequence[Body]) -> list[Point]:
    """The points of the agreement, in the order of the text: those of lists, then those told in sentences."""
    found: list[Point] = []
    for place, text, listed in _parts(context, sides):
        obligor = _obligor(text, context, sides)
        for piece in (_NEXT_ITEM if listed else _NEXT).split(text):
            topics = topics_of(piece, context)
            if len(piece.strip()) >= _SHORTEST and (topics or listed or _OWES.search(piece)):
                found.append(Point(place, topics, obligor, listed))
    return found


def _parts(context: Context, sides: Sequence[Body]) -> Iterator[tuple[str, str, bool]]:
    """Each part of the text that holds points, with its place, and whether it is a list."""
    in_list = within = False
    for place, text in context.passages.items():
        if not place.startswith("paragraph"):
            continue
        if in_list and _ITEM.match(text):
            yield place, _ITEM.sub("", text), True
            continue
        if "|" in text:
            yield from ((place, row, True) for row in _rows(context.article.paragraphs[int(place[10:]) - 1]))
            continue
        intro = _INTRO.search(text)
        told = [each for each in context.sentences if each.place == place]
        in_list = bool(text.rstrip().endswith(":") and _INTRO.search(text))
        if in_list:
            continue
        lists = intro is not None and not context.is_earlier(told[0]) and not _SAID.search(text[: intro.start()])
        if intro and lists and (";" in text[intro.end() :] or re.search(r"\(1\)", text)):
            end = re.search(rf"\.\s*(?=[{UPPER}])", text[intro.end() :])
            until = intro.end() + end.start() if end else len(text)
            yield place, text[intro.end() : until], True
            told = [each for each in told if each.at >= until]
            within = True
        first = True
        for sentence in told:
            if (
                context.is_earlier(sentence)
                or _DONE.search(sentence.text)
                or _SAID.search(sentence.text)
                or context.tells_of_signing(sentence)
            ):
                first = False
                continue
            begins = bool(_OF_WHAT.search(sentence.text[:120])) or _is_party(sentence, context, sides)
            if (begins or (within and not first) or _ITEM.match(sentence.text)) and _OWES.search(sentence.text):
                within = True
                yield place, _ITEM.sub("", sentence.text), False
            first = False
        within = within and not in_list


def _rows(text: str) -> Iterator[str]:
    """The rows of a table that is printed with bars."""
    for row in re.split(r"\n|\s•\s", text):
        if row.count("|") > 1 and re.match(r"\s*\d", row):
            yield row.replace("|", " ").replace(";", ",")


def _is_party(sentence: Sentence, context: Context, sides: Sequence[Body]) -> bool:
    """Whether a party, or both, is what the sentence begins with."""
    keys = {body.key for body in sides}
    return any(body.start < 12 and body.key in keys for body in context.bodies(sentence)) or bool(
        re.match(r"(?:Hai|Các|Ba) bên|Tỉnh ", sentence.text)
    )


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
    found = [slug for _start, _end, slugs in context.names.topics.found(text) for slug in sorted(slugs)]
    return tuple(dict.fromkeys(found))
