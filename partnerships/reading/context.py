"""One article as the readers share it: its sentences, the organisations in them, and what each sentence speaks of."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property

from partnerships.models import Partner

from .bodies import Body, bodies
from .names import Names
from .proposal import ReadArticle
from .text import Sentence, one_spelling, sentences

INSTRUMENT = (
    r"thỏa thuận|ghi nhớ|MOU|MoU|biên bản|giao ước|quy chế phối hợp|hợp đồng nguyên tắc|phụ lục|"
    r"(?:chương trình|kế hoạch) (?:phối hợp|hợp tác)"
)
_SIGNED = re.compile(
    rf"(?<!\w)(?:[Kk][ýí] kết|[Ll]ễ k[ýí]|LỄ KÝ|KÝ KẾT|[Kk][ýí] (?:[\w ,]{{0,20}}(?:{INSTRUMENT})|hợp tác|văn bản|"
    rf"gia hạn|cam kết|bản|"
    rf"[Cc]hương trình|[Kk]ế hoạch|[Tt]hỏa|[Bb]iên|[Gg]iao)|(?:đã|vừa|cùng|chính thức|hai bên|thay mặt[\w ]*|"
    rf"đại diện[\w ]*|"
    rf"tiến hành|tổ chức) k[ýí]|k[ýí] (?:mới|tiếp|lại))(?!\w)",
    re.IGNORECASE,
)
_WISHED = re.compile(
    r"(?:mong (?:muốn|rằng)|đề xuất|đề nghị|tiến tới|sẽ|dự kiến|xem xét|chuẩn bị|nghiên cứu|có thể|hướng tới|chưa|"
    r"thống nhất (?:sẽ|chủ trương|giao))[^.;]{0,50}\bk[ýí](?: kết)?\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"trước đó|trước đây|(?<!\w)Trước [A-ZĐ]|giai đoạn trước|từng ký|từ năm 20\d\d|sau khi ký|"
    r"(?:sau|qua|trong) (?:hơn |gần )?(?:\d{1,2}|một|hai|ba|bốn|năm|sáu|mười) năm (?:thực hiện|triển khai|hợp tác|"
    r"ký)|"
    r"kế thừa|tiếp nối|nối tiếp|lần trước|đã ký (?:kết )?(?:từ|hồi|vào|ngày|năm)|ký (?:kết )?(?:từ|hồi|năm|ngày)|"
    r"(?:sơ|tổng) kết|"
    r"hợp tác trước|(?:thỏa thuận|ghi nhớ|chương trình)[^,.;]{0,60}(?:cũ|trước|hết hạn)|năm 20\d\d, [^.]*đã ký|"
    r"thay (?:thế|cho)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")


class Context:
    def __init__(self, article: ReadArticle, names: Names) -> None:
        self.article, self.names = article, names
        self.day: date | None = article.published
        self.passages = {place: one_spelling(text) for place, text in article.passages().items()}

    @cached_property
    def sentences(self) -> list[Sentence]:
        return [each for place, text in self.passages.items() for each in sentences(place, text)]

    @cached_property
    def _bodies(self) -> dict[Sentence, list[Body]]:
        found = {each: bodies(each.text, self.names, self.day) for each in self.sentences}
        whole = {body.key: body for each in found.values() for body in each if not body.bare}
        named = [body for each in found.values() for body in each if body.place]
        return {sentence: [self._whole(body, whole, named) for body in each] for sentence, each in found.items()}

    def _whole(self, body: Body, whole: dict[str, Body], named: list[Body]) -> Body:
        """“UBND tỉnh”, “Sở Y tế”: of the province that the article speaks of."""
        if not body.bare or body.place:
            return body
        if body.kind == Partner.Kind.PEOPLES_COMMITTEE:
            meant = next((each for each in named if each.key.startswith(f"{body.key} ")), None)
        else:
            meant = next((each for key, each in whole.items() if key.startswith(f"{body.key} ")), None)
            where = next((each for each in named if each.area), None)
            if meant is None and where:
                return replace(body, name=f"{body.name} {where.place}", area=where.area, place=where.place)
        if meant is None:
            return body
        return replace(meant, start=body.start, end=body.end, bare=body.bare)

    def bodies(self, sentence: Sentence) -> list[Body]:
        return self._bodies[sentence]

    def all_bodies(self) -> Iterator[Body]:
        for each in self.sentences:
            yield from self._bodies[each]

    @cached_property
    def signings(self) -> list[Sentence]:
        """The sentences that tell of the signing, those of the headline and the first paragraphs first."""
        found = [each for each in self.sentences if self.tells_of_signing(each)]
        return sorted(found, key=lambda each: -weight(each.place))

    def tells_of_signing(self, sentence: Sentence) -> bool:
        text = sentence.text
        return bool(_SIGNED.search(text)) and not _WISHED.search(text) and not self.is_earlier(sentence)

    def is_earlier(self, sentence: Sentence) -> bool:
        """Whether the sentence speaks of what was before, and so does not tell of what is signed now."""
        return bool(_EARLIER.search(sentence.text))


def weight(place: str) -> int:
    """How much what stands there is about the signing: the headline, then the first paragraphs and the captions."""
    kind, _, number = place.partition("-")
    if kind == "headline":
        return 4
    if kind == "caption":
        return 2
    return {1: 4, 2: 3, 3: 2}.get(int(number), 1)


def bare(text: str) -> str:
    """The text with what stands in brackets blanked out, so that places stay."""
    return _IN_BRACKETS.sub(lambda found: " " * len(found[0]), text)
