"""What the words of a cell say that somebody filled by hand: kinds, sides, people and their offices."""

import re
from collections.abc import Callable, Sequence

from records.text import fold, normalise, words

from .instruments import Kind
from .partners import Partner

# What the words of a name say of a partner, or of an instrument: the first that is met.
KINDS = (
    (Partner.Kind.PARTY_COMMITTEE, ".* party committee"),
    (Partner.Kind.PEOPLES_COMMITTEE, ".*people s committee|.+ (city|province|district)$"),
    (Partner.Kind.SCHOOL, ".*(university|college|school|institute)"),
    (Partner.Kind.ARMED_FORCES, ".* police"),
    (Partner.Kind.MINISTRY, "(the )?(ministry|government)"),
    (Partner.Kind.DEPARTMENT, "(.* )?department of"),
    (Partner.Kind.PEOPLES_COMMITTEE, "ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan"),
    (Partner.Kind.PARTY_COMMITTEE, "(tinh|thanh|huyen|quan|dang) uy"),
    (Partner.Kind.TAX_OFFICE, "(cuc|chi cuc|tong cuc) thue"),
    (Partner.Kind.ARMED_FORCES, "cong an|bo tu lenh|quan khu|quan doan|quan chung|bo chi huy|bien phong"),
    (Partner.Kind.MINISTRY, "bo|chinh phu|van phong chinh phu|toa an|vien kiem sat"),
    (Partner.Kind.SCHOOL, "(truong )?(dai hoc|cao dang|dh)|hoc vien|vien (?!thong)|truong"),
    (Partner.Kind.ASSOCIATION, "hiep hoi|lien doan|lien hiep|hoi (?!dong|nong dan|phu nu|cuu|an$)"),
    (Partner.Kind.MASS_ORGANISATION, "(tinh|thanh|trung uong) doan|doan thanh nien|(uy ban |ub)?(mat tran|mttq)"),
    (Partner.Kind.MASS_ORGANISATION, "cong doan|hoi"),
    (Partner.Kind.DEPARTMENT, "so|phong|cuc|tong cuc|kho bac|bao hiem xa hoi|bhxh|ban quan ly"),
    (Partner.Kind.DEPARTMENT, "van phong (ubnd|uy ban|hdnd|hoi dong|tinh|thanh|huyen|doan dai bieu)"),
    (Partner.Kind.GROUP, "tap doan|tong cong ty|(vnpt|viettel|fpt)$"),
    (Partner.Kind.PROVIDER_UNIT, "vnpt|viettel|mobifone .+"),
    (Partner.Kind.ENTERPRISE, "cong ty|cty|ngan hang|mobifone|.* (jsc|ltd|co|inc|corp|corporation|bank|group)$"),
)
INSTRUMENTS = (
    (Kind.MEMORANDUM, ".*(ghi nho|mou|memorandum)"),
    (Kind.AGREEMENT, "(thoa thuan|agreement|hop dong)"),
    (Kind.MINUTES, ".*(bien ban|minutes)"),
    (Kind.PLAN, ".*(ke hoach|chuong trinh|plan)"),
    (Kind.AGREEMENT, ".*(thoa thuan|agreement|hop dong)"),
)
# Of the others each is a public body.
WHOLE_NAME = 3  # words; of fewer the first may be a surname and no address (Ông Ích Khiêm)
LONGEST_NAME = 5
_SEVERAL = re.compile(r"[;\n]+")
# What stands between names, and may stand within one.
_JOINT = re.compile(r"(\s*,\s*|\s+(?:và|and|cùng|[&+/])\s+)")
# What a name begins with that is an organisation's; the marks count, as there are other words without them.
_ORGANISATION = re.compile(
    r"(?:ubnd|[uủ][yỷ] ban|uỷ ban|hđnd|hội đồng|hội(?! nhập\b)|hiệp hội|liên đoàn|liên minh|liên hiệp|đoàn thanh niên|"
    r"(?:tỉnh|thành|huyện|quận) (?:ủy|uỷ|đoàn)|sở|phòng(?! (?:cháy|chống|thủ|ngừa)\b)|(?:chi |tổng )?cục|vụ|bộ|ban|quỹ|"
    r"văn phòng|trường|đại học|học viện|viện|bệnh viện|trung tâm|chi nhánh|công an|công đoàn|công ty|cty|tổng công ty|"
    r"tập đoàn|ngân hàng|bảo hiểm xã hội|bhxh|kho bạc|tòa án|toà án|vnpt|viettel|fpt|mobifone|cmc)\b",
    re.IGNORECASE,
)
BRAND = re.compile(r"(?:vnpt|viettel|fpt|mobifone|cmc)\b", re.IGNORECASE)
SURNAMES = frozenset(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh trương đinh lâm phùng "
    "mai tô hà tạ thái lưu cao châu tống quách chu kim thạch hứa triệu kiều nghiêm tào thân lương mạc nông lò hầu "
    "giàng đàm doãn ninh tăng trang".split()
)
_UNMARKED = frozenset(map(fold, SURNAMES))
_OFFICE = re.compile(
    r"(?:phó|chủ|giám|tổng|t?gđ|ptgđ|pgđ|p?ct\b|bí thư|trưởng|bộ trưởng|thứ trưởng|chánh|hiệu|viện|cục|vụ|quyền|q\.|"
    r"ủy viên|uỷ viên|thành viên|đại diện|nguyên|ceo|chair|director|president)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s;]+|(?<![\w@.])(?:[\w-]+\.)+(?:[a-z]{2,}/[^\s;]*|(?:vn|com|net|org|info)(?![\w@]))",
    re.IGNORECASE,
)
_JOINTLY = re.compile(r"liên danh\s+(?:giữa\s+)?", re.IGNORECASE)
# What stands within the province that follows it.
_WITHIN = re.compile(r"(?!.*\b(?:tỉnh|thành phố|tp)\b).*\b(?:huyện|quận|thị xã|xã|phường|thị trấn|sở)\b", re.IGNORECASE)
IN_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_BULLET = re.compile(r"^\s*(?:[-–•+*]|\d+[.)])\s+")
ADDRESSED = re.compile(
    r"^(?:(?:ông(?! thị\b)|bà|đồng chí|đ/c|mr|mrs|ms|gs|pgs|ts|ths|"
    r"(?:đại|thượng|trung|thiếu) (?:tướng|tá))\b[.:]?\s*)+",
    re.IGNORECASE,
)
_WITH_OFFICE = re.compile(r"(?P<name>[^(,–]+?)\s*(?:\((?P<one>.+)\)|(?:,|\s[-–])\s+(?P<other>.+))")
TERRITORY = re.compile(
    r"(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|xã|phường|thị trấn) (?!(?:đoàn|ủy|uỷ|hội|đội)\b)", re.IGNORECASE
)
COMMITTEE = re.compile(r"^(?:ubnd|uy-ban-nhan-dan)-(?:(?:tinh|thanh-pho|tp|huyen|thi-xa|quan)-)?")

# What people write where they have nothing to say.
_NOTHING = {"", "khong ro", "chua ro", "khong co", "khong", "n a", "na", "none", "unknown"}


def items(text: str) -> list[str]:
    return [item for part in _SEVERAL.split(text) if (item := normalise(_BULLET.sub("", part)))]


def parted(text: str, begins: Callable[[str], bool]) -> list[str]:
    """The names in `text` that “và” or a comma may join: each but the first `begins` as a name does."""
    if jointly := _JOINTLY.match(text):
        return re.split(r"\s+[-–]\s+|\s*,\s*|\s+và\s+", text[jointly.end() :])
    first, *more = _JOINT.split(text)
    names = [first]
    for joint, name in zip(more[::2], more[1::2], strict=True):
        if begins(name) and not (TERRITORY.match(name) and _WITHIN.match(names[-1])):
            names.append(name)
        else:
            names[-1] += joint + name
    return names if len(names) == 1 or begins(first) else [text]


def pieces(text: str) -> list[str]:
    return _JOINT.split(text)[::2]


def is_capitalised(text: str) -> bool:
    return all(word[0].isupper() for word in text.split())


def looks_joined(text: str) -> bool:
    """Whether a name may be several: behind “và” or a comma stands what is written like a name, and is no office."""
    behind = pieces(text)[1:]
    return any(is_capitalised(part) and not _OFFICE.match(part) for part in behind)


def is_body(text: str) -> bool:
    return bool(_ORGANISATION.match(text) or TERRITORY.match(text))


def is_person(text: str) -> bool:
    """Whether somebody’s name may begin so: with how people are addressed, or a family name."""
    first = text.split(" ", maxsplit=1)[0].casefold()
    known = first in SURNAMES or (text.isascii() and first in _UNMARKED)
    return bool(ADDRESSED.match(text)) or known or bool(_behind_office(text))


def addresses(text: str) -> list[str]:
    """The addresses of pages in a cell, with or without https."""
    parted_text = re.sub(r"[,;]\s*(?=https?://|www\.)", " ", text)
    return [found.rstrip(".,)") for found in _ADDRESS.findall(parted_text)]


def is_nothing(text: str) -> bool:
    """Whether a name is none: “không rõ”, “-”, a number."""
    return " ".join(words(text)) in _NOTHING or not any(map(str.isalpha, text))


def by_words(kinds: Sequence[tuple[str, str]], text: str, otherwise: str) -> str:
    """The first of `kinds` whose words `text` begins with."""
    folded = " ".join(words(text))
    return next((str(kind) for kind, said in kinds if re.match(rf"(?:{said})(?:\b|$)", folded)), str(otherwise))


def committee(name: str) -> str:
    """What the people's committee of a territory is called, which may be a province by its bare name."""
    if re.match("(ubnd|uy ban) ", " ".join(words(name))):
        return name
    first, _space, rest = name.partition(" ")
    if TERRITORY.match(name):
        return f"UBND {first if first.isupper() else first.lower()} {rest}"
    return f"UBND tỉnh {name}"


def person_and_office(text: str) -> tuple[str, str]:
    """The name in a cell, without how people are addressed, and the office behind it or before it."""
    name, office = text, ""
    if both := _WITH_OFFICE.fullmatch(text):
        name, office = both["name"], both["one"] or both["other"]
        if _OFFICE.match(name) and is_person(office) and not is_person(name):
            name, office = office, name
    name = ADDRESSED.sub("", name)
    if at := _behind_office(name):
        name, office = name[at:], ", ".join(filter(None, (name[:at].rstrip(), office)))
    return normalise(ADDRESSED.sub("", name)), normalise(office)


def _behind_office(text: str) -> int:
    """Where in “Chủ tịch UBND tỉnh Lê Văn Một” the name begins; 0 where no office stands before one."""
    if not _OFFICE.match(text):
        return 0
    for found in re.finditer(r"(\S+)\s+(?=(\S+))", text):
        name = text[found.start(2) :]
        long, place = len(name.split()), name == "Hồ Chí Minh"
        # A province of two words may begin as a family name does (Lâm Đồng).
        least = WHOLE_NAME if TERRITORY.match(f"{found[1]} ") else 2
        named = found[2].casefold() in SURNAMES or ADDRESSED.match(name)
        if named and least <= long <= LONGEST_NAME and is_capitalised(name) and not place:
            return found.start(2)
    return 0
