"""Who was there: names, offices before or behind them, for which side, and the part each played."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from partnerships.models import Signatory
from partnerships.models.sheet_words import SURNAMES
from records.names import spelling
from records.text import fold

from .bodies import Body
from .context import Context
from .text import TERRITORY, WORD, Sentence

Part = Signatory.Part
_RANK = (
    r"(?:(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy)|(?:GS|PGS|TS|ThS|Ths|BS|KS|CN|NGƯT|NGND|TSKH|BSCKII|CKII|CKI)\b\.?|"
    r"[Bb]ác sĩ|[Tt]iến sĩ|[Tt]hạc sĩ|[Kk]ỹ sư|[Ll]uật sư|Giáo sư|Phó Giáo sư|Nhà giáo)"
)
_ADDRESS = (
    r"(?:(?:[ÔôOo]ng|ÔNG|[Bb]à|BÀ|(?:[Cc]ác )?[Đđ]ồng chí|[Đđ]/c|[Mm]rs?|[Mm]s|[Aa]nh|[Cc]hị|"
    rf"{_RANK})\b[.:,]?\s*)+"
)
_ADDRESSED, _ADDRESS_ENDS = re.compile(_ADDRESS), re.compile(rf"(?<!\w){_ADDRESS}$")
# What an office begins with; the longest first.
_HEAD = (
    r"(?:Quyền |Nguyên |Q\. ?)?(?:Phó |P\.)?(?:Tổng [Gg]iám đốc|Giám đốc|TGĐ|PTGĐ|Chủ tịch(?! đoàn)|CT HĐTV|Bí thư|"
    r"Thủ tướng|Tổng [Tt]hư ký|Tổng [Bb]iên tập|Tổng [Tt]hanh tra|Tổng cục trưởng|(?:Bộ|Thứ|Cục|Vụ|Viện|Hiệu|Chi cục|"
    r"Tổng cục|Đội|Chánh|Chỉ huy|Khoa|Kế toán|Trạm) trưởng|Hiệu phó|Trưởng (?:[Pp]hòng|[Bb]an|[Kk]hoa|[Đđ]oàn|"
    r"[Đđ]ại diện|bộ phận|bộ môn|Trung tâm|Công an|Chi nhánh)|Chánh (?:[Vv]ăn phòng|[Tt]hanh tra|án)|"
    r"(?:[UỦ]y|Ủy|Uỷ) viên|(?:Tỉnh|Thành|Quận|Huyện) ủy viên|Thành viên (?:HĐTV|HĐQT|Hội đồng|BGH|Ban)|Tư lệnh|"
    r"Chính ủy|Chủ nhiệm|Chỉ huy trưởng|Đại sứ|Trợ lý|Phụ trách|CEO|CTO|Founder|Chairman|"
    r"(?:(?:Senior|Country|Managing|Regional|Vice) )*(?:President|Director|Manager))"
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
_NAME = re.compile(rf"{WORD}(?: {WORD})*")
_OFFICE_ENDS = re.compile(
    rf"[,;:()“”\"]|\.(?:\s|/|$)|\s+[-–—]\s+|\s(?:và|cùng|với)\s+(?={_ADDRESS}|(?i:{_HEAD})|các|lãnh đạo|đại diện|hơn|"
    rf"một|toàn thể|{WORD} {WORD} {WORD})|\s(?=(?:{_VERBS})(?!\w))"
)
# A comma that parts no offices: “Phòng Cảnh sát phòng, chống ma túy”.
_COMMA_WITHIN = re.compile(r",\s*(?:chống|an toàn|an ninh|thể thao|đào tạo)", re.IGNORECASE)
# Capitalised words that are no part of a name.
_NO_NAME = re.compile(
    r"(?i)(?:ủy ban|ban|bộ|sở|tỉnh|thành|huyện|tập đoàn|tổng|công ty|trung|hội|đảng|nhà nước|việt nam|lễ|phó|chủ tịch|"
    r"giám đốc|trưởng|chính phủ|ngày|thứ|theo|tại|phát|nghị quyết|quyết định|đoàn|ông|bà|đại biểu|nguồn|ảnh|tin|khu|"
    r"ngân hàng|đài|báo|trường|đại học|viện|cục|văn phòng|phòng|bí thư|mặt trận|quốc|trong|thời|hai|các|về|với|sau|"
    r"trước|từ|như|dịp|đến|cùng)\b"
)
_TERRITORY_BEFORE = re.compile(rf"(?:{TERRITORY}|ủy|[Tt]rường|THPT|THCS|đường|[Kk]hu|[Cc]hợ|chi nhánh)\s*$")
_LIST = re.compile(rf"(?i)(?:có|gồm|:)\s*(?:các )?(?:đồng chí|ông|bà)?\s*:?\s*$|;\s*$|{_ADDRESS}$|^[\s\d.+-]*$")
# What joins an office to the next, to a name before it, to one behind it, and names to one another.
_BETWEEN = re.compile(r"\s*(?:,|,? kiêm|,? và|,? đồng thời là)?\s*")
_BEHIND = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:,|-|–|—|\(|:|,? (?:hiện )?là|,? giữ chức)\s*(?:các |đều là )?")
_EACH = re.compile(r"\s*,?\s*(?:lần lượt|theo thứ tự)(?: là| giữ chức)?\s*")
_BEFORE = re.compile(r"\s*(?:[,:]|-|–|—|là)?\s*")
_AND = re.compile(r"\s*(?:[,;]|,? và|,? cùng)\s*")
_TWO = re.compile(r"\s*,?\s*và\s*")
_SEVERAL = re.compile(r"(?i)(?:các|hai|ba|những|\d+) (?:đồng chí )?$")


# Family names beside the common ones, of all the peoples of the country.
_RARER = frozenset(
    "an âu bạch bàn bành bế biện bồ cam cầm chế chung chử cổ cù cung danh diệp đăng đậu đèo điêu điểu đồng đổng đới "
    "đường giáp giản  hàn hạng khổng khúc khuất khương kha kiên la lã lại lang lầu lều liêu liễu lỗ lộc lục lù lư lữ "
    "ly lỳ ma mã mẫn mua mùa nhâm nhan  nhữ ôn phí quản sầm sản siu sùng tẩn tiêu tiết thiều thẩm thượng thi tôn "
    "tưởng từ triệu trà ứng ung uông vàng vân văn vi viên vừ xa  ksor rơ rah nay y h k niê kpă rcom ndu kră bố".split()
)


@dataclass
class Man:
    """A person as the article names them: offices as printed, for whom, what they did, where it says so."""

    name: str
    office: str = ""
    parts: set[str] = field(default_factory=set)
    places: list[str] = field(default_factory=list)
    body: Body | None = None

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


class Run(NamedTuple):
    """A name or an office in a sentence. `begun`: where the address or rank before a name begins.

    is_known: whether it begins with a family name.
    """

    begun: int
    start: int
    end: int
    is_known: bool = False
    is_addressed: bool = False


def people(context: Context) -> list[Man]:
    found: dict[str, Man] = {}
    for sentence in context.sentences:
        for run, offices in _named(sentence, context):
            name = sentence.text[run.start : run.end]
            man = found.get(fold(name))
            if man is None:
                if not (offices or run.is_addressed):
                    continue
                man = found[fold(name)] = Man(name)
            office = ", ".join(sentence.text[each.start : each.end].strip() for each in offices)
            if (len([*titles(office)]), len(office)) > (len([*titles(man.office)]), len(man.office)):
                man.office = office
            man.places += [sentence.place] if sentence.place not in man.places else []
            man.parts.add(_part(sentence, run.start, run.end))
            man.body = man.body or _body(sentence, run, offices, context)
    # “bà Ngọc Thục” is who was named in full.
    short = {key for key in found for other in found if other.endswith(f" {key}") and not found[key].office}
    return [man for key, man in found.items() if key not in short]


def _named(sentence: Sentence, context: Context) -> list[tuple[Run, list[Run]]]:
    """The persons of a sentence, each with the offices that it says they hold."""
    text, names = sentence.text, [*_names(sentence, context)]
    held: dict[Run, list[Run]] = {name: [] for name in names}
    for chain in _chains(text, _offices(text, names)):
        _hold(held, chain, text)
    return [
        (name, offices)
        for name, offices in held.items()
        if not offices
        or name.is_known
        or name.is_addressed
        or offices[0].start < name.start
        or _LIST.search(text[: name.begun])
    ]


def _chains(text: str, offices: Iterable[Run]) -> list[list[Run]]:
    """The offices, those together that one name may have."""
    found: list[list[Run]] = []
    for office in offices:
        if found and _BETWEEN.fullmatch(text, found[-1][-1].end, office.start):
            found[-1].append(office)
        else:
            found.append([office])
    return found


def _hold(held: dict[Run, list[Run]], chain: list[Run], text: str) -> None:
    """Give offices to whom they belong: of those between two names all to the one before, unless it has some already;
    but the last to the one behind if nothing parts it from it.

    “Các Phó Chủ tịch A, B” are both, and so are A and B in “A và B, Phó Chủ tịch”.
    """
    start, end = chain[0].start, chain[-1].end
    before = [name for name in held if name.end <= start]
    behind = [name for name in held if name.begun >= end]
    if before and _EACH.fullmatch(text, before[-1].end, start):
        held.update({name: [office] for name, office in zip(before[-len(chain) :], chain, strict=False)})
        return
    if not (behind and _BEFORE.fullmatch(text, end, behind[0].begun)):
        behind = []
    own: list[Run] = []
    if before and not held[before[-1]] and _BEHIND.fullmatch(text, before[-1].end, start):
        own = chain[:-1] if behind and not text[end : behind[0].begun].strip() else chain
        held[before[-1]] = own
        if len(before) > 1 and not held[before[-2]] and _TWO.fullmatch(text, before[-2].end, before[-1].begun):
            held[before[-2]] = own
    if behind and len(own) < len(chain):
        held[behind[0]] = chain[len(own) :]
        for name, following in pairwise(behind if _SEVERAL.search(text[:start]) else ()):
            if not _AND.fullmatch(text, name.end, following.begun):
                break
            held[following] = held[name]


def _names(sentence: Sentence, context: Context) -> Iterator[Run]:
    """What is written like somebody's name: addressed, or begun with a family name, or behind an organisation's."""
    text, spans = sentence.text, [(body.start, body.end) for body in context.bodies(sentence)]
    for run in _NAME.finditer(text):
        start = max((end for begun, end in spans if begun <= run.start() < end), default=run.start())
        if start >= run.end():
            continue
        behind_body = any(0 <= start - end < 2 for _begun, end in spans)
        start += len(text[start : run.end()]) - len(text[start : run.end()].lstrip(" -–"))
        if rank := _ADDRESSED.match(text, start, run.end()):
            start = rank.end()
        address = _ADDRESS_ENDS.search(text, max(0, start - 60), start)
        if not address:
            start = _from_surname(text, start, run.end())
        name = text[start : run.end()]
        known = is_surname(name.split(" ", maxsplit=1)[0])
        may_be = bool(address or ((behind_body or known) and not _of_place(name, text[:start])))
        if may_be and _is_name(name, known=known, addressed=bool(address)):
            yield Run(address.start() if address else start, start, run.end(), known, bool(address))


def _of_place(name: str, before: str) -> bool:
    return name.count(" ") < 2 and bool(_TERRITORY_BEFORE.search(before))


def _is_name(name: str, *, known: bool, addressed: bool) -> bool:
    parts = name.split()
    if not 1 < len(parts) < 6 and not (addressed and re.fullmatch(r"\w+[’']\w+", name)):  # “ông K'Brếu”
        return False
    if any(len(part) > 1 and part.isupper() for part in parts) and not name.isupper():
        return False
    return not _NO_NAME.match(name) or (known and (addressed or len(parts) > 2))


def _offices(text: str, names: Sequence[Run]) -> Iterator[Run]:
    """The offices in a text: from a title to what ends it, or to a name."""
    end = 0
    for title in TITLE.finditer(text):
        if title.start() < end or any(name.begun <= title.start() < name.end for name in names):
            continue
        end = min((name.begun for name in names if name.begun >= title.end()), default=len(text))
        for stop in _OFFICE_ENDS.finditer(text, title.end(), end):
            if not _COMMA_WITHIN.match(text, stop.start()):
                end = stop.start()
                break
        end = title.start() + len(re.sub(r"(?:[\s,:–—-]|\s(?:và|cùng|với))+$", "", text[title.start() : end]))
        yield Run(title.start(), title.start(), end)


def _from_surname(text: str, start: int, end: int) -> int:
    """Where in a run of capitalised words a name begins: at a family name with a word or more behind it."""
    parts = [*re.finditer(r"\S+", text[start:end])]
    for at, part in enumerate(parts):
        if is_surname(part[0]) and 2 <= len(parts) - at <= 5:
            return start + part.start()
    return start


def is_surname(word: str) -> bool:
    return word.casefold() in SURNAMES or word.casefold() in _RARER


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


def _body(sentence: Sentence, run: Run, offices: Sequence[Run], context: Context) -> Body | None:
    """For whom somebody stands there: the organisation in their office, else that of “Về phía ...” before them."""
    there = context.bodies(sentence)
    if own := [body for body in there for office in offices if office.start <= body.start < office.end]:
        return own[-1]
    for found in reversed([*_FOR.finditer(sentence.text[: run.start])]):
        if body := next((each for each in there if 0 <= each.start - found.end() < 25), None):
            return body
    return None
