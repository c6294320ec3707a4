"""Amounts with what is counted, systems by name, and official documents by number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from partnerships.models import Deployment, Observation
from records import text as records_text

from .bodies import BRAND
from .context import Context
from .people import is_surname
from .signs import LISTS
from .text import WORD, Sentence, any_of

Bound, State = Observation.Bound, Deployment.State
_BOUNDS = (
    (Bound.MORE_THAN, r"hơn|trên|vượt|quá|ngoài"),
    (Bound.ALMOST, r"gần|chưa tới|chưa đến|suýt|ngót|xấp xỉ gần"),
    (Bound.ABOUT, r"khoảng|chừng|xấp xỉ|ước|ước đạt|cỡ|độ"),
    (Bound.AT_LEAST, r"tối thiểu|ít nhất|không dưới|từ"),
    (Bound.AT_MOST, r"tối đa|không quá|dưới|nhiều nhất"),
)
_BOUND = [(bound, re.compile(rf"(?i)(?<!\w)(?:{words})(?: (?:là|đạt))?\s*$")) for bound, words in _BOUNDS]
# So many letters before an amount say what bounds it, or that it is none.
_BEFORE = 40
_SCALE = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_SCALE |= {"nghìn tỷ": 10**12, "ngàn tỷ": 10**12, "triệu tỷ": 10**15}
_NUMBER = re.compile(
    r"(?<![\w/.,:-])(?P<n>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d{1,2})?)(?:\s?/\s?(?P<of>\d+(?:\.\d{3})*))?"
    r"(?:\s(?P<scale>(?:nghìn|ngàn|triệu) tỷ|nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?!\w))?\s?(?P<unit>%|[a-zà-ỹđ][\wà-ỹ]*|"
    r"(?:GB|BTS|km|ha|[MGT]bps|TB|USD|EUR|VND|VNĐ|MW)\b)?"
)
_THOUSANDS = re.compile(r"(?i)hàng (nghìn|ngàn|triệu|vạn|trăm) ([a-zà-ỹđ]\w*)")
# What is counted otherwise: days, years, points, ordinals, numbers of things.
_NOT_BEFORE = re.compile(
    r"(?i)(?:ngày|tháng|năm|quý|lần thứ|khóa|số|mục|điều|khoản|đề án|cấp|mức độ|mức|giờ|phiên bản|đoạn|quốc lộ|kỳ|đợt|"
    r"thế hệ|sáng|chiều|tối|trưa|giai đoạn|trang|lúc|phụ lục|cách mạng công nghiệp|công nghiệp|bão số|chỉ thị|khu|top|"
    r"covid)\s*\(?$"
)
_NOT_UNIT = re.compile(
    r"(?i)(?:năm|tháng|ngày|giờ|phút|tuần|nội|lĩnh|điểm(?! (?:wifi|giao|phục|cầu|bưu))|trụ|nhóm|bên|phương|mặt|mảng|"
    r"chương|điều|khâu|cấp|và|đến|của|là|tại|với|đã|thì|quý|g|trong|có|nhiệm|mục|đơn vị ký|giai|bước|khía|vấn|lần|thế|"
    r"thành (?!viên|phố)|nước)(?!\w)|(?:" + LISTS["no_unit_word"] + r")(?!\w)"
)
# What is counted has two syllables but for some, behind which stands what kind; behind a percentage, what it is of.
_KIND = rf"(?: (?!(?:{LISTS['no_unit_word']})(?!\w))[^\W_]+)"
_UNIT = re.compile(
    rf"(?P<measure>{LISTS['measures']})(?!\w)|(?P<alone>{LISTS['units_alone']})(?!\w){_KIND}{{0,2}}|"
    rf"(?P<share>%){_KIND}{{0,3}}|[^\W_]+{_KIND}?"
)
_PER = re.compile(r"/(?:năm|tháng|ngày|giờ|người|hộ|lượt|xã|km)(?!\w)")
_PROMISED, _DONE = any_of(LISTS["promised"]), any_of(LISTS["done"])
_NATIONWIDE, _HERE = any_of(LISTS["nationwide"]), any_of(LISTS["here"])
_ALL_PROVINCES = ("63", "64", "34")
_ENDS = re.compile(r"[.!?…]\s")
_OTHER_YEAR = re.compile(r"(?i)(?<!\w)(?:năm|tháng \d{1,2}[/-]|tháng \d{1,2} năm) ?((?:19|20)\d\d)(?!\d)")
# So many letters around it say whether something is there or promised, and where.
_AROUND = 300
_STATES = [(state, any_of(LISTS[state])) for state in (State.PLANNED, State.UNDER_WAY, State.BUILT, State.IN_USE)]
_RANK = re.compile(r"(?i)(?:hạng|thứ|xếp thứ)\s*$")

# A product of one of the groups, or what is written as names of software are.
_GROUPS = r"(?:VNPT|Viettel|FPT|MobiFone|[Mm]obifone|CMC)"
_WRITTEN = r"(?:[A-Za-z]*[a-z][A-Z]\w*|[A-Z]{2,}\w*(?:[/-][A-Z]{2,}\w*)*|[A-Z]-[A-Z]\w+|[A-Z]\d+[A-Z]\w+)"
_WORDS = (
    "Mobile|Online|Plus|Office|Smart|Hub|Learning|Care|Money|Cloud|Invoice|Agents|Edu|Gate|Pay|Portal|Check|Home|"
    "Meeting|Ticket|Camera|Sign"
)
_MORE = rf"(?: (?:{_WRITTEN}|{_WORDS}|\d\.\d|[A-Z][a-z]{{3,}}(?<!n[gh])(?!\w)))*"
_PRODUCT = re.compile(
    rf"(?<![\w/.-])(?:{_GROUPS}(?:\s?[-–]\s?|[\s.])(?:[a-z]+[A-Z]\w*|{_WRITTEN}|{_WORDS}){_MORE}|"
    rf"[A-Za-z]+[a-z][A-Z]\w*{_MORE}|(?:i|e)[A-Z]\w+|[A-ZĐ]\w+(?: [A-ZĐ]\w+)? Smart|Mobile Money|[A-Z]-[A-Z]\w+)"
    r"(?!\w)"
)
# What goes on behind the name of a system: “hệ thống PACS, LIS và RIS”.
_ALSO = re.compile(rf"(?:, | và )(?P<name>{_WRITTEN}{_MORE})(?![\w/-])")
# What is written so is a product; “4G”, “trung tâm dữ liệu” may be said in passing.
_LIKE_PRODUCT = re.compile("[a-z]{2}[A-Z]|[a-z][A-Z][a-z]{2}|[A-Z][A-Z].*[- ]")
_OF_GROUP = re.compile(rf"{_GROUPS}[\s.-]+\w|(?:mobi|vn|v)[A-Z]")
# What is called a system, and by which name; or what it does is its name.
_SYSTEM = (
    r"(?:[Hh]ệ (?:thống|sinh thái)|[Nn]ền tảng|[Pp]hần mềm|[Gg]iải pháp|[Tt]hiết bị|[Tt]rợ lý ảo|[Cc]ổng|[Ứứ]ng dụng|"
    r"[Ss]àn|[Aa]pp|[Vv]í|[Dd]ịch vụ|[Mm]ạng xã hội|[Cc]hữ ký số|[Cc]hatbot)"
)
_CALLED = re.compile(
    rf"{_SYSTEM}(?: (?!của|cho|tại|với|trên|ở|từ|do|trong|và)[a-zà-ỹđ]\w*){{0,5}} "
    rf"(?:(?P<name>{_WRITTEN}{_MORE}|[a-z]\w+\.(?:vn|ai|io))|[“\"](?P<quoted>[A-ZĐ][^“”\"]{{2,40}})[”\"])(?![\w/-])|"
    rf"(?:[Hh]ệ thống|[Nn]ền tảng|[Pp]hần mềm|[Tt]rục)(?: [a-zà-ỹđ]\w*,?){{1,8}} \((?P<short>[A-Z]{{3,}}\w*)\)|"
    rf"{_SYSTEM} (?:số |di động |(?:thương mại )?điện tử )?(?P<plain>[A-Z][a-z]{{3,}}|{WORD}(?: {WORD}){{1,2}})"
    rf"(?=\W*$|\W?[,;.)”\"]| (?:cho|của|tại|trên|với|đã|được|để|nhằm|và|đến|vào|từ|do|ở|là)(?!\w))"
)
_DOES = re.compile(
    r"(?P<name>[Tt]rung tâm (?i:điều hành|tích hợp|xử lý)(?: [a-zà-ỹđ]\w*){1,5}|"
    r"(?:[Hh]ệ thống|[Nn]ền tảng|[Pp]hần mềm) (?:giám sát|quản lý|quản trị|thông tin(?= [a-zà-ỹđ])|"
    r"giao thông|giám định)"
    r"(?: [a-zà-ỹđ]\w*){0,5}(?: (?:BHYT|BHXH|GIS))?|"
    r"(?i:cổng dịch vụ công quốc gia)|[Hh]ội nghị truyền hình(?: trực tuyến)?|"
    r"[Cc]ơ sở dữ liệu quốc gia(?: [a-zà-ỹđ]\w*){0,3}|"
    r"[Cc]amera giám sát(?: \w+){0,2} thông minh)"
)
_NOT_PRODUCT = re.compile(
    rf"(?i)(?:{_GROUPS}|email|ecommerce|CNTT|VT-CNTT|UBND|HĐND|TTHC|OCOP|FDI|AI|CĐS|TT&TT|QR|SMS|ICT|PCI|DTI|GRDP|IoT|"
    r"BHYT|BHXH|GIS|TikTok\w*|Facebook|YouTube|Zalo|Google\w*|Shopee|Lazada|WiFi|VietGAP|GlobalGAP|ChatGPT|iPhone|"
    r"LAN|WAN|MoU|ThS|HoSE|BSc|PhD|CQNN|DVC|\w*bank)$"
)
_SYSTEM_ENDS = re.compile(
    r"\s(?:cấp|cho|của|tại|trên|với|đã|được|để|nhằm|phục|trong|do|và|đến|vào|từ|theo|có|kết|đặt|chạy|hiện|dùng|ở|mà|là|"
    r"gắn|đang|tiếp|hoạt|cung|sẽ|cùng|cũng|này|nội)(?!\w).*$"
)
_NUMBER_OF = re.compile(
    r"(?<![\w/])(\d+[a-z]?(?:/\d{4})?[/-](?:NQ|QĐ|CT|KH|CTr|NĐ|TT|TB|CV|HD|QH|KL|TTr|BC|Đ[AÁ]|TTLT|ĐA|L|PL|CTPH|"
    r"TTHT)(?:[\w&-]*)(?:[-/][\w&-]+)?)"
)
_ISSUERS = (("TTg", "Thủ tướng Chính phủ"), ("CP", "Chính phủ"), ("QH", "Quốc hội"), ("TW", "Trung ương Đảng"))


@dataclass(frozen=True)
class Figure:
    """is_promised: it is not there yet. is_here, is_now: whether it may be one of the place that the article speaks
    of, and of its day."""

    value: str
    denominator: str
    bound: str
    unit: str
    what: str
    place: str
    is_promised: bool = False
    is_here: bool = True
    is_now: bool = True


@dataclass(frozen=True)
class System:
    """state: how far it has come; empty where no word says it.

    is_product: whether it is called a system, by the name of a product; else it may be said in passing.
    """

    name: str
    slug: str
    state: str
    place: str
    is_product: bool
    is_here: bool


def figures(context: Context) -> Iterator[Figure]:
    seen: set[tuple[str, str, str]] = set()
    for place, text in context.passages.items():
        if place == "headline":
            continue
        for found in _NUMBER.finditer(text):
            figure = _figure(text, found, place, context)
            if figure and (figure.value, figure.denominator, figure.unit) not in seen:
                seen.add((figure.value, figure.denominator, figure.unit))
                yield figure
        for found in _THOUSANDS.finditer(text):
            scale = {"trăm": 100, **_SCALE}[found[1].lower()]
            unit, what = _unit(text, found.start(2))
            yield Figure(str(scale), "", Bound.AT_LEAST, unit, what, place, *_told(text, found, context))


def _unit(text: str, start: int) -> tuple[str, str]:
    """What is counted there, and what it is called with the word behind it."""
    kept: Any = _UNIT.match(text, start)
    per = _PER.match(text, kept.end())
    return (kept[kept.lastgroup or 0]) + (per[0] if per else ""), kept[0] + (per[0] if per else "")


def _told(text: str, found: re.Match[str], context: Context) -> tuple[bool, bool, bool]:
    """Whether a figure is promised, may be of the place and of the day that the article speaks of."""
    before = _ENDS.split(text[max(0, found.start() - _AROUND) : found.start()])[-1]
    told = before + _ENDS.split(text[found.start() : found.end() + _AROUND])[0]
    promised, done = (max((each.end() for each in form.finditer(before)), default=-1) for form in (_PROMISED, _DONE))
    years = {*_OTHER_YEAR.findall(before)} - {str(context.day.year) if context.day else ""}
    return promised > done, _may_be_here(told, context), not years


def _may_be_here(told: str, context: Context) -> bool:
    """Whether what is told of may be at the place that the article speaks of: neither everywhere nor at the group."""
    named = _HERE.search(told) or (context.province and context.province.name in told)
    return not _NATIONWIDE.search(told) and bool(named or not BRAND.search(told))


def _figure(text: str, found: re.Match[str], place: str, context: Context) -> Figure | None:
    before, unit = text[max(0, found.start() - _BEFORE) : found.start()], found["unit"] or ""
    if re.match(r"\w*/", text[found.end() :]) and not _PER.match(text, found.end()):  # the number of a document
        return None
    rank, unit = _RANK.search(before), "" if unit == "trên" else unit  # “thứ 9 trên toàn quốc”
    counted = unit == "%" or (unit and not _NOT_UNIT.match(text, found.start("unit")))
    if not (counted and not _NOT_BEFORE.search(before)) and not (rank and (found["of"] or not unit)):
        return None
    value = _value(found["n"]) * _SCALE.get(found["scale"] or "", 1)
    bound = next((bound for bound, form in _BOUND if form.search(before)), Bound.EXACT)
    if bound == Bound.AT_LEAST and re.search(r"(?i)(?<!\w)từ\s*$", before):
        bound = Bound.AT_LEAST if "trở lên" in text[found.end() : found.end() + 40] else Bound.EXACT
    unit, what = _unit(text, found.start("unit")) if unit else ("hạng", "hạng")
    said = _value(found["of"]) if found["of"] else None
    promised, here, now = _told(text, found, context)
    here = bool(rank) or (here and not (said and _plain(said) in _ALL_PROVINCES and unit == "tỉnh"))
    return Figure(_plain(value), _plain(said) if said else "", bound, unit, what, place, promised, here, now)


def _value(text: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    return float(text.replace(",", "."))


def _plain(value: float) -> str:
    return f"{round(value, 3):.3f}".rstrip("0").rstrip(".")


def systems(context: Context) -> Iterator[System]:
    """The solutions of the register that the text names, and what is written like the name of one."""
    seen: set[str] = set()
    for sentence in context.sentences:
        for name, slug, start, is_product in _named(sentence, context):
            key = slug or " ".join(records_text.words(name))
            if key not in seen:
                seen.add(key)
                here = _may_be_here(sentence.text, context)
                yield System(name, slug, _state(sentence, start, context), sentence.place, is_product, here)


def _named(sentence: Sentence, context: Context) -> Iterator[tuple[str, str, int, bool]]:
    text = sentence.text
    named = [(body.start, body.end) for body in context.bodies(sentence)]
    taken: list[tuple[int, int]] = []
    for start, end, slugs in context.names.solutions.found(text):
        taken.append((start, end))
        slug = min(slugs)
        if not re.fullmatch(WORD, text[start:end]) or text[start:end].isupper():  # not “Sóc” for SOC
            name = context.names.solution_names[slug]
            yield name, slug, start, bool(_LIKE_PRODUCT.search(name))
    for pattern in (_CALLED, _PRODUCT, _DOES):
        for found in pattern.finditer(text):
            part = found.lastgroup or 0
            start, name = found.start(part), _SYSTEM_ENDS.sub("", found[part])
            last = start + len(name)
            is_body = any(begun <= start and last <= end for begun, end in named)
            # “Hệ thống quản lý văn bản VNPT iOffice” is one system, of the last name.
            says_what = pattern is _DOES and any(text[last:begun] in (" ", " “", " (") for begun, _end in taken)
            is_taken = says_what or any(begun < last and start < end for begun, end in taken)
            if is_body or is_taken or _NOT_PRODUCT.match(name):
                continue
            if part == "plain" and (is_surname(name.split()[0]) or context.names.area(name)):
                continue
            taken.append((found.start(), last))
            is_product = part == "quoted" or bool(_OF_GROUP.match(name))
            yield re.sub(r"\s?[-–]\s", "-", name), "", start, is_product
            while part == "name" and pattern is _CALLED and (also := _ALSO.match(text, last)):
                taken.append(also.span())
                last = also.end()
                if not _NOT_PRODUCT.match(also["name"]):
                    yield also["name"], "", also.start("name"), False


def _state(sentence: Sentence, start: int, context: Context) -> str:
    """How far it has come by the nearest word before it, with what semicolons part, else by the first behind it."""
    begun, text = sentence.at, context.passages[sentence.place]
    for each in reversed(context.told(sentence.place)):
        if each.at < begun and each.text.rstrip().endswith(";") and each.at + len(each.text) == begun:
            begun = each.at
    before = text[max(begun, sentence.at + start - _AROUND) : sentence.at + start]
    found = [(each.end(), state) for state, form in _STATES for each in form.finditer(before)]
    if found:
        return max(found, key=itemgetter(0))[1]
    behind = ((each.start(), state) for state, form in _STATES for each in form.finditer(sentence.text, start))
    return min(behind, key=itemgetter(0), default=(0, ""))[1]


def documents(context: Context) -> Iterator[tuple[str, str, str]]:
    """The official documents that the text names: number, issuer where the number or the words say it, and place."""
    seen: set[str] = set()
    for place, text in context.passages.items():
        for found in _NUMBER_OF.finditer(text):
            if (number := found[1].rstrip("-/")) not in seen:
                seen.add(number)
                issuer = next((name for mark, name in _ISSUERS if re.search(rf"{mark}\d*$", number)), "")
                behind = re.compile(
                    rf"[^.;,]{{0,40}}?của ({WORD}(?: (?:{WORD}|và|nhân dân|phủ|hội|tướng|[a-zà-ỹ]+))*)"
                ).match(text, found.end())
                yield number, issuer or (behind[1] if behind else ""), place
