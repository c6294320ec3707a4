"""One article as the readers share it: its sentences, the organisations in them, and what each sentence speaks of."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import groupby

from partnerships.models import Area, Partner

from .bodies import Body, bodies, committee_of
from .days import days
from .names import Called, Names
from .proposal import ReadArticle
from .text import WORD, Sentence, one_spelling, sentences

INSTRUMENT = (
    r"thỏa thuận|ghi nhớ|MOU|MoU|biên bản|giao ước|quy chế phối hợp|hợp đồng nguyên tắc|phụ lục|"
    r"(?:chương trình|kế hoạch) (?:phối hợp|hợp tác)"
)
_SIGNED = re.compile(
    rf"(?<!\w)(?:[Kk][ýí] kết|[Ll]ễ k[ýí]|LỄ KÝ|KÝ KẾT|[Kk][ýí] (?:[\w ,]{{0,20}}(?:{INSTRUMENT})|hợp tác|văn bản|"
    rf"gia hạn|cam kết|bản|[Cc]hương trình|[Kk]ế hoạch|[Tt]hỏa|[Bb]iên|[Gg]iao)|(?:đã|vừa|cùng|chính thức|hai bên|"
    rf"thay mặt[\w ]*|đại diện[\w ]*|"
    rf"tiến hành|tổ chức|được|đặt bút) k[ýí]|k[ýí] (?:mới|tiếp|lại)|"
    rf"trao (?:(?:đổi|nhận|bản|biên bản) )*(?:{INSTRUMENT})|"
    rf"(?:{INSTRUMENT})[^.;:]{{0,120}} do [^.;:]{{0,120}} k[ýí])(?!\w)",
    re.IGNORECASE,
)
_WISHED = re.compile(
    r"(?:mong (?:muốn|rằng)|đề xuất|đề nghị|tiến tới|sẽ|dự kiến|xem xét|chuẩn bị|nghiên cứu|có thể|hướng tới|chưa|"
    r"thống nhất (?:sẽ|chủ trương|giao))[^.;]{0,50}\bk[ýí](?: kết)?\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"(?i)trước đó|trước đây|(?<!\w)(?-i:Trước [A-ZĐ])|giai đoạn trước|từng ký|"
    r"(?:thỏa thuận|ghi nhớ|biên bản|chương trình)[^,.;]{0,20} (?:đầu tiên|thứ nhất)|"
    r"từ năm 20\d\d(?! (?:đến|tới))|sau khi ký|tương tự|"
    r"cũng (?:vừa |đã )?ký|(?:sau|qua|trong) (?:hơn |gần )?(?:\d{1,2}|một|hai|ba|bốn|năm|sáu|mười) năm (?:thực hiện|"
    r"triển khai|hợp tác|ký)|kế thừa|tiếp nối|nối tiếp|lần trước|đã ký (?:kết )?(?:từ|hồi|vào|ngày|năm)|"
    r"\(ký (?:kết )?(?:từ|hồi|năm|ngày)|"
    r"(?:^|, )(?:vào )?năm 20\d\d,? [^,.;]{0,40}(?:đã|từng) (?:cùng )?ký|(?:sơ|tổng) kết|hợp tác trước|"
    r"(?:thỏa thuận|ghi nhớ|chương trình)[^,.;]{0,60}(?:cũ|trước|hết hạn|hết hiệu lực)|(?:^|\. )(?:vào )?năm 20\d\d,|"
    r"thay thế|kể từ khi ký|"
    r"đã được ký (?:năm|ngày|từ)|hết hiệu lực|hết hạn"
)
# A review of some years, and what is signed behind it in the same sentence.
_REVIEW = re.compile(r"(?i)(?:sơ|tổng) kết|năm (?:thực hiện|triển khai)")
_AFRESH = re.compile(
    r"(?i)(?:[,;]|,? (?:và|rồi|đồng thời))\s+(?:(?:hai bên|hai đơn vị|các bên|tiếp tục|tiến hành|tổ chức|cùng|"
    r"thống nhất|lễ|hội nghị) )*k[ýí](?: kết)?(?!\w)(?! (?:từ|ngày|năm|hồi|vào))"
)
# A review of what was signed on a day that is printed.
_REVIEWED = re.compile(rf"(?i)(?:{_REVIEW.pattern[4:]})[^.;]*(?:{INSTRUMENT}).*?(?<!\w)k[ýí](?: kết)?(?: vào)? ngày \d")
_IN_BRACKETS = re.compile(r"\([^()]*\)")


class Context:
    def __init__(self, article: ReadArticle, names: Names) -> None:
        self.article, self.names = article, names
        self.day: date | None = article.published
        # By sentence: whether it tells of the signing, and what of it speaks of what was before.
        self._told: dict[Sentence, bool] = {}
        self._parts: dict[Sentence, tuple[int, int]] = {}
        self.passages = {place: one_spelling(text) for place, text in article.passages().items()}
        # Nothing is signed in it: it tells of what was signed earlier, as of the agreement that it is about.
        self.is_review = False
        if not self.signings:
            self.is_review = any(_REVIEWED.search(each.text) for each in self.sentences if weight(each.place) > 1)
        if self.is_review:
            self._told, self._parts = {}, {}
            del self.signings

    @cached_property
    def sentences(self) -> list[Sentence]:
        return [each for place, text in self.passages.items() for each in sentences(place, text)]

    @cached_property
    def _by_place(self) -> dict[str, list[Sentence]]:
        return {place: [*each] for place, each in groupby(self.sentences, lambda each: each.place)}

    def told(self, place: str) -> list[Sentence]:
        return self._by_place.get(place, [])

    @cached_property
    def _found(self) -> dict[Sentence, list[Body]]:
        return {each: bodies(each.text, self.names, self.day) for each in self.sentences}

    @cached_property
    def _named(self) -> list[Body]:
        return [body for each in self._found.values() for body in each if body.place]

    @cached_property
    def _bodies(self) -> dict[Sentence, list[Body]]:
        whole = {body.key: body for each in self._found.values() for body in each if not body.bare}
        return {sentence: [self._whole(body, whole) for body in each] for sentence, each in self._found.items()}

    def _whole(self, body: Body, whole: dict[str, Body]) -> Body:
        """“UBND tỉnh”, “Sở Y tế”: of the province that the article speaks of."""
        if not body.bare or body.place:
            return body
        if body.kind == Partner.Kind.PEOPLES_COMMITTEE:
            meant = next((each for each in self._named if each.key.startswith(f"{body.key} ")), None)
            area = self.province
            if meant is None and area and body.key in ("ubnd", "ubnd tỉnh", f"ubnd {area.designation.lower()}"):
                return committee_of(area, body.start, body.end, bare=False)
        else:
            meant = next((each for key, each in whole.items() if key.startswith(f"{body.key} ")), None)
            if meant is None and (area := self.province):
                return replace(body, name=f"{body.name} {area.name}", area=area, place=area.name)
        return replace(meant, start=body.start, end=body.end, bare=body.bare) if meant else body

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
        if sentence not in self._told:
            self._told[sentence] = self._tells_of_signing(sentence)
        return self._told[sentence]

    def _tells_of_signing(self, sentence: Sentence) -> bool:
        if self.is_review:
            return bool(_REVIEWED.search(sentence.text))
        return self.has_now(sentence, _SIGNED) and not self.is_wished(sentence)

    @staticmethod
    def is_wished(sentence: Sentence) -> bool:
        """Whether what the sentence says of a signing is a wish or a plan."""
        return bool(_WISHED.search(sentence.text))

    def earlier_at(self, sentence: Sentence) -> int:
        """Where the sentence begins to speak of what was before; -1: nowhere."""
        found = _EARLIER.search(sentence.text)
        return found.start() if found else -1

    @cached_property
    def other_topics(self) -> tuple[str, ...]:
        """What the register has for points of no topic of their own."""
        return tuple(slug for _start, _end, slugs in self.names.topics.found("nội dung khác") for slug in slugs)

    def is_earlier(self, sentence: Sentence, at: int = 0) -> bool:
        """Whether what stands at `at` in the sentence speaks of what was before, and so not of what is signed now."""
        start, end = self.earlier_part(sentence)
        return start <= at < end

    def has_now(self, sentence: Sentence, form: re.Pattern[str]) -> bool:
        """Whether the sentence has what is looked for, and not of what was before."""
        return any(not self.is_earlier(sentence, each.start()) for each in form.finditer(sentence.text))

    def earlier_part(self, sentence: Sentence) -> tuple[int, int]:
        """The part of the sentence that speaks of what was before; it is all of it, unless this day is named in it."""
        if sentence not in self._parts:
            self._parts[sentence] = self._earlier_part(sentence.text)
        return self._parts[sentence]

    def _earlier_part(self, text: str) -> tuple[int, int]:
        if self.is_review or not (found := _EARLIER.search(text)):
            return -1, -1
        afresh = _AFRESH.search(text, found.end()) if _REVIEW.search(found[0]) else None
        now = [day.start for day in days(text, self.day) if is_near(day.edtf, self.day)]
        if any(at < found.start() for at in now) or _SIGNED.search(text[: found.start()]):
            return found.start(), afresh.start() if afresh else len(text)
        return 0, afresh.start() if afresh else now[0] if now else len(text)

    @cached_property
    def province(self) -> Called | None:
        """The province that the article speaks of: that of the first organisation in one, else of its first words."""
        named = [body.area for body in self._named if body.area and body.area.level == Area.Level.PROVINCE]
        if named:
            return named[0]
        for place in ("headline", "paragraph-1", "paragraph-2"):
            for run in re.finditer(rf"{WORD}(?: {WORD})*", self.passages.get(place, "")):
                for area in self.names.area(run[0], self.day, Area.Level.PROVINCE):
                    return area
        return None


def is_near(edtf: str, published: date | None) -> bool:
    """A signing is told within days."""
    plain = edtf.replace("?", "")
    return bool(
        published and len(plain) == 10 and plain[0] != "." and 0 <= (published - date.fromisoformat(plain)).days <= 10
    )


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
