"""Who was there: names, offices before or behind them, for which side, and the part each played."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from partnerships.models import Signatory
from partnerships.models.sheet_words import SURNAMES
from records.names import spelling
from records.text import fold

from .bodies import Body
from .context import Context
from .text import WORD, Sentence

Part = Signatory.Part
_RANK = (
    r"(?:(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy)|(?:GS|PGS|TS|ThS|Ths|BS|KS|CN|NGƯT|NGND|TSKH|BSCKII|CKII|CKI)\b\.?|"
    r"[Bb]ác sĩ|[Tt]iến sĩ|[Tt]hạc sĩ|[Kk]ỹ sư|[Ll]uật sư|Giáo sư|Phó Giáo sư|Nhà giáo)"
)
_ADDRESS = (
    r"(?:(?:[ÔôOo]ng|ÔNG|[Bb]à|BÀ|(?:[Cc]ác )?[Đđ]ồng chí|[Đđ]/c|[Mm]rs?|[Mm]s|[Aa]nh|[Cc]hị|"
    rf"{_RANK})\b[.:,]?\s*)+"
)
# What an office begins with; the longest first.
_HEAD = (
    r"(?:Quyền |Nguyên |Q\. ?)?(?:Phó |P\.)?(?:Tổng [Gg]iám đốc|Giám đốc|TGĐ|PTGĐ|Chủ tịch(?! đoàn)|CT HĐTV|Bí thư|"
    r"Thủ tướng|Tổng [Tt]hư ký|Tổng [Bb]iên tập|Tổng cục trưởng|(?:Bộ|Thứ|Cục|Vụ|Viện|Hiệu|Chi cục|Tổng cục|Đội|Chánh|"
    r"Chỉ huy|Khoa|Kế toán|Trạm) trưởng|Hiệu phó|Trưởng [Pp]hòng|Trưởng [Bb]an|Trưởng (?:khoa|đoàn|đại diện|bộ phận|"
    r"Khoa|Đoàn|Trung tâm|Công an|Chi nhánh)|Chánh (?:[Vv]ăn phòng|[Tt]hanh tra|án)|(?:[UỦ]y|Ủy|Uỷ) viên|(?:Tỉnh|Thành|"
    r"Quận|Huyện) ủy viên|Thành viên (?:HĐTV|HĐQT|Hội đồng|BGH|Ban)|Tư lệnh|Chính ủy|Chủ nhiệm|Chỉ huy trưởng|Đại sứ|"
    r"Trợ lý|Phụ trách|CEO|CTO|Founder|Chairman|(?:(?:Senior|Country|Managing|Regional|Vice) )*(?:President|Director|"
    r"Manager))"
)
_HEAD = rf"(?:{_HEAD}|P\.? ?(?:TGĐ|CT|GĐ)|PGĐ|PCT|Thường vụ (?:Tỉnh|Thành|Huyện) ủy)"
TITLE = re.compile(rf"(?<!\w)(?i:{_HEAD})(?!\w)")
# The title alone, without the body that it is held at.
_TITLE_ALONE = re.compile(
    rf"(?i)(?<!\w)({_HEAD}(?: (?:thường trực|phụ trách|kiêm {_HEAD}))*(?: (?:HĐTV|HĐQT|Hội đồng (?:thành viên|"
    rf"quản trị)|HĐND|UBND|"
    r"Ủy ban|Tỉnh ủy|Huyện ủy|Thành ủy|Đảng ủy))?)"
)
_VERBS = (
    r"đã|cho biết|cho hay|cho rằng|khẳng định|nhấn mạnh|phát biểu|chia sẻ|đánh giá|bày tỏ|đề nghị|yêu cầu|cam kết|nói|"
    r"ghi nhận|lưu ý|kết luận|chỉ đạo|tin tưởng|thông tin(?! và)|mong|kỳ vọng|cảm ơn|ký|kí|trao|tham dự|dự(?! khuyết)|"
    r"đến dự|tới dự|chứng kiến|chủ trì|đồng chủ trì|thay mặt|đại diện|làm|cùng|có|phát|bên (?:trái|phải)|tại|được|"
    r"vui mừng|giới thiệu|trình bày|báo cáo|nhắc|trong|đứng|là|khai mạc|đặt|giao|hoan nghênh|tiếp|bắt tay|sẽ|dẫn đầu|"
    r"theo|với|để|chúc mừng"
)
_SPOKE = re.compile(
    r"(?i)cho biết|cho hay|cho rằng|khẳng định|nhấn mạnh|phát biểu|chia sẻ|đánh giá|bày tỏ|đề nghị|yêu cầu|cam kết|"
    r"(?<!\w)nói(?!\w)|ghi nhận|lưu ý|kết luận|chỉ đạo|tin tưởng|mong muốn|kỳ vọng|cảm ơn|giới thiệu|nhắc lại|"
    r"hoan nghênh|trình bày|said|thông tin:"
)
_EXCHANGED = re.compile(r"(?i)trao (?!đổi kinh|tặng|quà|quyền)|trao đổi (?:biên bản|văn bản|thỏa thuận|bản)")
_SIGNS = re.compile(r"(?i)(?<!lễ )(?<!\w)(?:ký|kí)(?: kết)?(?!\w)(?! (?:số|hiệu|ức|túc))")
_WATCHED = re.compile(r"(?i)chứng kiến|tham dự|(?<!\w)dự(?!\w)(?! (?:án|kiến|thảo))|có mặt|chủ trì|về phía")
_FOR = re.compile(r"(?i)(?:về )?phía\s")
_BEHIND = re.compile(rf"\s*(?:,|-|–|—|\(|:|là)\s*(?:(?:các|đều là) )?(?=(?i:{_HEAD})(?!\w)|chủ (?=cơ sở|doanh))")
_NAME = re.compile(rf"{WORD}(?: {WORD})*")
_OFFICE_ENDS = re.compile(
    rf"[;:()“”\"]|\.(?:\s|/|$)|,(?!\s*(?:(?i:{_HEAD})(?!\w)|chống|an toàn|an ninh))|\s+[-–—]\s+(?=(?:{_ADDRESS}))|"
    rf"\s(?:và|cùng|với)\s+(?={_ADDRESS}|(?i:{_HEAD})|các|lãnh đạo|đại diện|hơn|một|toàn thể|{WORD} {WORD} {WORD})|"
    rf"\s(?=(?:{_VERBS})(?!\w))"
)
# Capitalised words that are no part of a name.
_NO_NAME = re.compile(
    r"(?i)(?:ủy ban|ban|bộ|sở|tỉnh|thành|huyện|tập đoàn|tổng|công ty|trung|hội|đảng|nhà nước|việt nam|lễ|phó|chủ tịch|"
    r"giám đốc|trưởng|chính phủ|ngày|thứ|theo|tại|phát|nghị quyết|quyết định|đoàn|ông|bà|đại biểu|nguồn|ảnh|tin|khu|"
    r"ngân hàng|đài|báo|trường|đại học|viện|cục|văn phòng|phòng|bí thư|mặt trận|quốc|trong|thời|hai|các|về|với|sau|"
    r"trước|từ|như|dịp|đến|cùng)\b"
)
_LIST = re.compile(rf"(?i)(?:có|gồm|:)\s*(?:các )?(?:đồng chí|ông|bà)?\s*:?\s*$|;\s*$|{_ADDRESS}$")


# Family names beside the common ones, of all the peoples of the country.
_RARER = frozenset(
    "an âu bạch bàn bành bế biện bồ cam cầm chế chung chử cổ cù cung danh diệp đăng đậu đèo điêu điểu đồng đổng đới "
    "đường giáp giản  hàn hạng khổng khúc khuất khương kha kiên la lã lại lang lầu lều liêu liễu lỗ lộc lục lù lư lữ "
    "ly lỳ ma mã mẫn mua mùa nhâm nhan  nhữ ôn phí quản sầm sản siu sùng tẩn tiêu tiết thiều thẩm thượng thi tôn "
    "tưởng từ triệu trà ứng ung uông vàng vân văn vi viên vừ xa  ksor rơ rah nay".split()
)


@dataclass
class Man:
    """A person as the article names them: offices as printed, for whom, what they did, where it says so."""

    name: str
    office: str = ""
    parts: set[str] = field(default_factory=set)
    places: list[str] = field(default_factory=list)
    body: Body | None = None
    is_doubtful: bool = False

    @property
    def part(self) -> str:
        return next(
            (each for each in (Part.SIGNED, Part.EXCHANGED, Part.SPOKE, Part.ATTENDED) if each in self.parts),
            Part.NOT_SAID,
        )


def titles(office: str) -> Iterator[str]:
    """The titles of an office, folded, without the body that it is held at: `phó chủ tịch ubnd`."""
    for found in _TITLE_ALONE.finditer(office):
        yield " ".join(spelling(fold(found[1])))


def people(context: Context) -> list[Man]:
    found: dict[str, Man] = {}
    for sentence in context.sentences:
        for name, office, start, end in _named(sentence, context):
            key = fold(name)
            man = found.get(key)
            if man is None:
                if not office and not _is_addressed(sentence.text[:start]):
                    continue
                man = found[key] = Man(name)
            if (len([*titles(office)]), len(office)) > (len([*titles(man.office)]), len(man.office)):
                man.office = office
            man.places += [sentence.place] if sentence.place not in man.places else []
            man.parts.add(_part(sentence, start, end))
            man.body = man.body or _body(sentence, start, office, context)
    _share_offices(found, context)
    # “bà Ngọc Thục” is who was named in full.
    short = {key for key in found for other in found if other.endswith(f" {key}") and not found[key].office}
    return [man for key, man in found.items() if key not in short]


def _is_addressed(before: str) -> bool:
    return bool(re.search(rf"(?<!\w){_ADDRESS}$", before))


def _named(sentence: Sentence, context: Context) -> Iterator[tuple[str, str, int, int]]:
    """The persons of a sentence: name, office, where the name begins and ends."""
    text, behind = sentence.text, 0
    spans = [(body.start, body.end) for body in context.bodies(sentence)]
    for run in _NAME.finditer(text):
        start = max((end for begun, end in spans if begun <= run.start() < end), default=run.start())
        if start >= run.end() or run.start() < behind:
            continue
        start += len(text[start : run.end()]) - len(text[start : run.end()].lstrip(" -–"))
        if rank := re.compile(_ADDRESS).match(text, start, run.end()):
            start = rank.end()
        if not (addressed := _is_addressed(text[behind:start])):
            start = _from_surname(text, start, run.end())
        name, before = text[start : run.end()], text[behind:start]
        held = "" if addressed else _office_before(before)
        count = len(name.split())
        if any(len(part) > 1 and part.isupper() for part in name.split()) and not name.isupper():
            continue
        addressed_name = addressed and name and is_surname(name.split()[0])  # “ông Đoàn Văn A”
        if not name or (_NO_NAME.match(name) and not (addressed_name and count > 1)) or count > 5:
            continue
        office, end = _office_behind(text, run.end())
        listed = bool(_LIST.search(text[:start])) or start == 0 or re.match(r"\d+\.\s*$", text[:start])
        if not (addressed or held or office) or (
            office and not addressed and not held and not (listed or is_surname(name.split()[0]))
        ):
            continue
        if count < 2 and not re.search(r"\w[’']\w", name):  # “bà Thục”, but “ông K'Brếu”
            continue
        yield name, ", ".join(filter(None, (held, office))), start, run.end()
        behind = max(end, run.end())


def _from_surname(text: str, start: int, end: int) -> int:
    """Where in a run of capitalised words a name begins: at a family name with a word or more behind it."""
    parts = [*re.finditer(r"\S+", text[start:end])]
    for at, part in enumerate(parts):
        if is_surname(part[0]) and 2 <= len(parts) - at <= 5 and not any(each[0].isupper() for each in parts[at:]):
            return start + part.start()
    return start


def is_surname(word: str) -> bool:
    return word.casefold() in SURNAMES or word.casefold() in _RARER


def _office_before(before: str) -> str:
    """The office that ends where a name begins: “Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh ”."""
    if before[-1:] != " " or before.rstrip()[-1:] in ",;:.-–":
        return ""
    office = ""
    for title in TITLE.finditer(before):
        tail = before[title.start() :].strip()
        ends = _OFFICE_ENDS.search(tail, title.end() - title.start())
        if ends is None or (
            ends[0].strip() in ("và", "") and not re.search(_ADDRESS, tail) and _is_office_word(ends, tail)
        ):
            return tail
    return office


def _is_office_word(ends: re.Match[str], tail: str) -> bool:
    return ends[0].strip() == "và" and not TITLE.search(tail, ends.end())


def _office_behind(text: str, start: int) -> tuple[str, int]:
    found = _BEHIND.match(text, start)
    if not found:
        return "", start
    title = TITLE.match(text, found.end())
    ends = _OFFICE_ENDS.search(text, title.end() if title else found.end())
    end = ends.start() if ends else len(text)
    last = re.search(rf"(?: |^)({WORD}) {WORD}(?: {WORD})+$", text[found.end() : end])
    if last and is_surname(last[1]):  # the office of whom it names itself
        return "", start
    return text[found.end() : end].strip(" ,.-–"), end


def _part(sentence: Sentence, start: int, end: int) -> str:
    """What somebody did in the sentence, by the verb behind the name, else by the one before it."""
    after, before = sentence.text[end:], sentence.text[:start]
    signs, watched = _SIGNS.search(after), _WATCHED.search(before)
    if re.match(r"\s*\(ký", after):
        return Part.SIGNED
    if _SPOKE.match(re.sub(rf"^[^.]*?(?=(?:{_SPOKE.pattern[4:]}))", "", after[:120])) and not signs and not watched:
        return Part.SPOKE
    if re.search(r"(?i)chứng kiến[^.;]{0,30}$|sự (?:chứng kiến|tham dự) của[^.;]*$", before):
        return Part.ATTENDED
    if sentence.place.startswith("caption") and _EXCHANGED.search(after):
        return Part.EXCHANGED
    told_before = re.search(
        r"(?i)(?:được )?ký (?:kết )?giữa|(?:văn bản|thỏa thuận|biên bản) do|thay mặt|đại diện", before
    )
    if (signs and not re.match(r".*(?:chứng kiến|dự)[^.]*$", after[: signs.start()])) or told_before:
        return Part.ATTENDED if watched and not told_before and sentence.place[:7] != "caption" else Part.SIGNED
    if _SPOKE.search(after) or re.search(r"(?i)^\W*(?:theo|phát biểu)", before):
        return Part.SPOKE if not watched else Part.ATTENDED
    if watched or _WATCHED.search(after):
        return Part.ATTENDED
    return Part.EXCHANGED if _EXCHANGED.search(after) else Part.NOT_SAID


def _body(sentence: Sentence, start: int, office: str, context: Context) -> Body | None:
    """For whom somebody stands there: the organisation in their office, else that of “Về phía ...” before them."""
    there = context.bodies(sentence)
    at = sentence.text.find(office, max(0, start - len(office) - 2)) if office else -1
    own = [body for body in there if at >= 0 and at <= body.start < at + len(office)]
    if own:
        return own[-1]
    for found in reversed([*_FOR.finditer(sentence.text[:start])]):
        if body := next((each for each in there if 0 <= each.start - found.end() < 25), None):
            return body
    return None


def _share_offices(found: dict[str, Man], context: Context) -> None:
    """“Ông A và bà B, Phó Tổng Giám đốc”: both are."""
    for man in found.values():
        if man.office:
            continue
        pattern = re.compile(rf"{re.escape(man.name)}\s*(?:,|và)\s*(?:{_ADDRESS})?({WORD}(?: {WORD})+)")
        for sentence in context.sentences:
            if (joined := pattern.search(sentence.text)) and (other := found.get(fold(joined[1]))) and other.office:
                man.office, man.body = other.office, man.body or other.body
                break
