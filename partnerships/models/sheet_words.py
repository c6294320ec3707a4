"""What the words of a cell say that somebody filled by hand: kinds, sides, people and their offices."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from records.text import normalise, words

from .instruments import Kind
from .parties import Party
from .partners import Partner

# What the words of a name say of a partner, or of an instrument: the first that is met.
KINDS = (
    (Partner.Kind.PEOPLES_COMMITTEE, "ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan"),
    (Partner.Kind.PARTY_COMMITTEE, "(tinh|thanh|huyen|quan|dang) uy"),
    (Partner.Kind.TAX_OFFICE, "(cuc|chi cuc|tong cuc) thue"),
    (Partner.Kind.ARMED_FORCES, "cong an|bo tu lenh|quan khu|quan doan|quan chung|bo chi huy|bien phong"),
    (Partner.Kind.MINISTRY, "bo|chinh phu|van phong chinh phu|toa an|vien kiem sat"),
    (Partner.Kind.SCHOOL, "(truong )?(dai hoc|cao dang|dh)|hoc vien|vien|truong"),
    (Partner.Kind.ASSOCIATION, "hiep hoi|lien doan|lien hiep|hoi (?!dong|nong dan|phu nu|cuu)"),
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
_SIDES: dict[str, str] = {
    **dict.fromkeys((*Partner.BUSINESS, Partner.Kind.SCHOOL, Partner.Kind.OTHER), Party.Side.NEITHER),
    **dict.fromkeys((Partner.Kind.ASSOCIATION, Partner.Kind.MASS_ORGANISATION), Party.Side.ORGANISATION),
}
WHOLE_NAME = 3  # words; of fewer the first may be a surname and no address (Ông Ích Khiêm)
_SEVERAL = re.compile(r"[;\n]+")
IN_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_BULLET = re.compile(r"^\s*(?:[-–•+*]|\d+[.)])\s+")
ADDRESSED = re.compile(r"^(?:(?:ông(?! thị\b)|bà|đồng chí|đ/c|mr|mrs|ms|gs|pgs|ts|ths)\b[.:]?\s*)+", re.IGNORECASE)
_WITH_OFFICE = re.compile(r"(?P<name>[^(,–]+?)\s*(?:\((?P<one>.+)\)|(?:,|\s[-–])\s+(?P<other>.+))")
TERRITORY = re.compile(
    r"(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|xã|phường|thị trấn) (?!(?:đoàn|ủy|uỷ|hội|đội)\b)", re.IGNORECASE
)
COMMITTEE = re.compile(r"^(?:ubnd|uy-ban-nhan-dan)-(?:(?:tinh|thanh-pho|tp|huyen|thi-xa|quan)-)?")

# What people write where they have nothing to say.
_NOTHING = {"", "khong ro", "chua ro", "khong co", "khong", "n a", "na", "none", "unknown"}
_LASTING = re.compile(
    r"(?P<n>\d{1,2})\s*(?:năm|years?|(?P<months>tháng|months?))"
    r"(?:,?\s+(?:kể )?từ (?:ngày|khi) ký(?: kết)?|,? from (?:the )?(?:day of )?signing)?",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2}))?(?:-(?P<day>\d{2}))?")


def items(text: str) -> list[str]:
    """What stands in a cell with ; or lines between."""
    return [item for part in _SEVERAL.split(text) if (item := normalise(_BULLET.sub("", part)))]


def is_nothing(text: str) -> bool:
    """Whether a name is none: “không rõ”, “-”."""
    return " ".join(words(text)) in _NOTHING


def lasting(period: str, signed: str) -> str:
    """The period in EDTF of “5 năm”, “12 tháng kể từ ngày ký” behind the day, month or year `signed`; empty where it
    is said otherwise, or of a day of which it is not known when it was."""
    said, day = _LASTING.fullmatch(normalise(period)), _PLAIN.fullmatch(signed)
    if not said or not day or (said["months"] and not day["month"]):
        return ""
    months = int(day["month"] or 1) - 1 + int(said["n"]) * (1 if said["months"] else 12)
    end = date(int(day["year"]) + months // 12, months % 12 + 1, 1)
    if not day["day"]:
        return f"{signed}/{end.isoformat()[: len(signed)]}"
    last = monthrange(end.year, end.month)[1]
    return f"{signed}/{end.replace(day=min(int(day['day']), last))}"


def by_words(kinds: Sequence[tuple[str, str]], text: str, otherwise: str) -> str:
    """The first of `kinds` whose words `text` begins with."""
    folded = " ".join(words(text))
    return next((str(kind) for kind, said in kinds if re.match(rf"(?:{said})(?:\b|$)", folded)), str(otherwise))


def side_of(kind: str) -> str:
    return str(_SIDES.get(kind, Party.Side.PUBLIC_BODY)) if kind else ""


def committee(name: str) -> str:
    """What the people's committee of a territory is called, which may be a province by its bare name."""
    if re.match("(ubnd|uy ban) ", " ".join(words(name))):
        return name
    first, _space, rest = name.partition(" ")
    if TERRITORY.match(name):
        return f"UBND {first if first.isupper() else first.lower()} {rest}"
    return f"UBND tỉnh {name}"


def person_and_office(text: str) -> tuple[str, str]:
    """The name in a cell, without how people are addressed, and the office behind it."""
    name, office = text, ""
    if both := _WITH_OFFICE.fullmatch(text):
        name, office = both["name"], both["one"] or both["other"]
    return normalise(ADDRESSED.sub("", name)), normalise(office)
