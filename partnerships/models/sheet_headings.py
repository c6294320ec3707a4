"""What people head the columns of a sheet of agreements, and what these columns are."""

import re
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from records.sheets import SheetColumn
from records.text import words

from .partners import Partner
from .sheet_words import KINDS, addresses, by_words
from .sides import side_of

_PARTNER = (("parties", "partner"), ("partners", "name"), ("partners", "kind"))
_PERSON = (("signatories", "person"), ("people", "name"))
_OFFICE = (("signatories", "capacity"),)
_PERIOD = (("agreements", "period"),)
_ARTICLE = (("articles", "title"), ("passages", "gist"))
_PUBLISHED = (("articles", "published"),)
_OUTLET = (("articles", "outlet"), ("outlets", "name"))

_UNTIL = "hiệu lực đến|đến ngày|hết hạn|ngày hết hạn|ngày hết hiệu lực|kết thúc|valid until|expires|end"
_PROVIDERS = "nhà cung cấp|đơn vị cung cấp|doanh nghiệp|tập đoàn|provider|supplier|company"
_PARTNERS = "đối tác|bên ký|cơ quan|cơ quan nhà nước|địa phương|đơn vị ký|các bên|counterpart|public body|partner"
_PROVINCES = "tỉnh|tỉnh thành|tỉnh/thành phố|province"
_SIGNERS = "người ký|ký bởi|đại diện ký|signed by|signers|signatories"
_CLAUSES = "nội dung hợp tác|lĩnh vực|lĩnh vực hợp tác|fields of cooperation"
_URL = "link|đường dẫn|địa chỉ bài|liên kết|nguồn|url|link bài báo"
_OUTLETS = "báo|tờ báo|nguồn tin|báo đưa tin|báo đăng|cơ quan báo chí|newspaper|source"

COLUMNS = (
    SheetColumn("title", "tên văn bản|tên thỏa thuận|văn bản|tên|tên gọi|trích yếu|agreement"),
    SheetColumn("kind", "loại văn bản|hình thức|loại hình|instrument|type"),
    SheetColumn("signed", "ngày ký|ngày ký kết|thời gian ký|thời điểm ký|ký ngày|date signed|signed on|date"),
    SheetColumn("period", "giai đoạn|GĐ|thời hạn|hiệu lực|thời gian thực hiện|term|validity"),
    SheetColumn("place", "nơi ký|địa điểm|địa điểm ký|venue|signed at"),
    SheetColumn("summary", "tóm tắt|nội dung|nội dung chính|mô tả|description"),
    SheetColumn("stated_points", "số nội dung|số điểm|number of points"),
    SheetColumn("period.from", "hiệu lực từ|từ ngày|bắt đầu|valid from|start", _("period, from"), _PERIOD),
    SheetColumn("period.until", _UNTIL, _("period, until"), _PERIOD),
    SheetColumn("parties.provider", _PROVIDERS, _("provider"), _PARTNER),
    SheetColumn("parties.partner", _PARTNERS, _("partner, its side by its name"), _PARTNER),
    SheetColumn("parties.province", _PROVINCES, _("people’s committee of this province"), _PARTNER),
    SheetColumn("signatories.provider", "", _("who signed for the provider"), _PERSON),
    SheetColumn("signatories.provider.office", "", _("offices for the provider"), _OFFICE),
    SheetColumn("signatories.partner", "", _("who signed for the partner"), _PERSON),
    SheetColumn("signatories.partner.office", "", _("offices for the partner"), _OFFICE),
    SheetColumn("signatories.signed", _SIGNERS, _("who signed"), _PERSON),
    SheetColumn("signatories.signed.office", "chức vụ|chức danh|office", _("offices of who signed"), _OFFICE),
    SheetColumn("signatories.not_said", "người dự|tham dự|thành phần|present", _("who was there"), _PERSON),
    SheetColumn("clauses", _CLAUSES, _("what is cooperated on"), (("clauses", "heading"),)),
    SheetColumn("articles.title", "tiêu đề bài|tên bài|bài báo|tít|headline|article", _("title"), _ARTICLE),
    SheetColumn("articles.url", _URL, _("address"), (("articles", "url"),)),
    SheetColumn("articles.published", "ngày đăng|ngày đăng bài", _("date of publication"), _PUBLISHED),
    SheetColumn("articles.outlet", _OUTLETS, _("outlet"), _OUTLET),
)

# Who is meant, in the folded words of a heading: by a letter or number, or for signers by what that side is.
_LETTER = re.compile(r"\b(?:(?:ben|phia|party|side) (?P<one>a|b|1|2|i|ii|thu nhat|thu hai)\b|(?P<last>a|b)$)")
_FIRST = {"a", "1", "i", "thu nhat"}
_PROVIDING = re.compile(r"\b(?:doanh nghiep|nha cung cap|nha mang|tap doan|cong ty|provider|supplier|vendor|company)\b")
_PARTNERED = re.compile(
    r"\b(?:doi tac|don vi|dia phuong|co quan|chinh quyen|tinh|ubnd|partner|public body|agency|counterpart)\b"
)
_OFFICES = re.compile(r"\b(?:chuc vu|chuc danh|office|position|job title)\b")
_PERSONS = re.compile(
    r"\b(?:nguoi|dai dien|ho (?:va )?ten|ky ten|lanh dao|sign(?:ed|er|ers|atory|atories)|represent\w+)\b"
)
_BODY = re.compile(
    r"(?:(?:ten|cac) )*(?:ben|don vi|co quan|to chuc|doi tac|doanh nghiep|cong ty|party|name|organi[sz]ation)?"
    r"(?: ky(?: ket)?| tham gia)*"
)


# What a heading most probably means by its words: the first that is met.
_RESEMBLED = tuple(
    (name, re.compile(rf"\b(?:{said})\b"))
    for name, said in (
        (
            "title",
            "^(?:ten|trich yeu|name|title)(?: \\w+)* (?:van ban|thoa thuan|hop tac|ghi nho|agreement|document|mou)",
        ),
        ("articles.published", "ngay dang|ngay dua tin|published"),
        ("period.from", "(?:hieu luc|thoi han|ap dung) tu|tu ngay|bat dau|valid from|start\\w*"),
        ("period.until", "(?:hieu luc|thoi han|ap dung) den|den ngay|het han|ket thuc|het hieu luc|until|expir\\w+"),
        ("signed", "(?:ngay|thoi gian|thoi diem|date)(?: \\w+)* (?:ky|sign\\w*)|signed on|ky ngay"),
        ("place", "noi(?! dung)|dia diem|where|place|venue"),
        ("articles.url", "link|url|duong dan|lien ket|web|website"),
        ("articles.outlet", "bao|nguon|dua tin|source|newspaper|press"),
        ("period", "giai doan|thoi han|hieu luc|thoi gian thuc hien|duration|term|period"),
        ("kind", "loai|hinh thuc|type"),
        ("clauses", "linh vuc|noi dung hop tac|fields?"),
        ("signatories.signed.office", "^(?:chuc vu|chuc danh|position|office|job title)"),
        ("signatories.signed", "nguoi ky|dai dien|ky ten|signed by|signers?|signator\\w+"),
        ("parties.provider", _PROVIDING.pattern),
        ("parties.partner", rf"{_PARTNERED.pattern}|cac ben"),
    )
)


def resembled(heading: str) -> str:
    said = " ".join(words(heading))
    return next((name for name, form in _RESEMBLED if form.search(said)), "")


def headed(heading: str) -> str:
    """The column of a party, or of who signed for it, that a heading says in whatever words; empty of others."""
    said = " ".join(words(heading))
    letter = _LETTER.search(said)
    if letter:
        side = "provider" if (letter["one"] or letter["last"]) in _FIRST else "partner"
        if _BODY.fullmatch(f"{said[: letter.start()]} {said[letter.end() :]}".strip()):
            return f"parties.{side}"
    else:
        side = "provider" if _PROVIDING.search(said) else "partner" if _PARTNERED.search(said) else ""
    office, person = _OFFICES.search(said), _PERSONS.search(said)
    if not side or not (office or person):
        return ""
    first = office and not (person and person.start() < office.start())
    return f"signatories.{side}.office" if first else f"signatories.{side}"


def agreed(columns: dict[str, str], cells: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The `columns` of headings, by what stands beside and under them."""
    found = {heading: _by_cells(name, heading, cells.get(heading, ())) for heading, name in columns.items()}
    if "title" not in found.values():
        found = {heading: "title" if name == "summary" else name for heading, name in found.items()}
    found = _like_their_parties(_in_their_places(found, cells))
    before = ""
    for heading, name in found.items():  # an office stands behind its people
        behind = name == "signatories.signed.office" and before in ("signatories.provider", "signatories.partner")
        found[heading] = before = f"{before}.office" if behind else name
    if {"parties.provider", "parties.partner"} <= {*found.values()}:
        # Beside both sides a province says where it was, and no party.
        return {heading: "-" if name == "parties.province" else name for heading, name in found.items()}
    return found


def _like_their_parties(columns: dict[str, str]) -> dict[str, str]:
    """Who signed for “đối tác” signed for whomever the column of that word names."""
    sides: dict[str, str] = {}
    for heading, name in columns.items():
        if name.startswith("parties."):
            sides |= dict.fromkeys(_sides_in(heading), name.partition(".")[2])
    found = dict(columns)
    for heading, name in columns.items():
        if name.startswith(("signatories.provider", "signatories.partner")):
            table, _side, *office = name.split(".")
            if side := next((sides[word] for word in _sides_in(heading) if word in sides), ""):
                found[heading] = ".".join((table, side, *office))
    return found


def _sides_in(heading: str) -> list[str]:
    said = " ".join(words(heading))
    return (
        [] if _LETTER.search(said) else [found[0] for form in (_PROVIDING, _PARTNERED) for found in form.finditer(said)]
    )


def _by_cells(name: str, heading: str, cells: Sequence[str]) -> str:
    if name in ("articles.url", "articles.outlet") and cells:
        return "articles.url" if any(map(addresses, cells)) else "articles.outlet"
    if name.startswith("parties.") and not _LETTER.search(" ".join(words(heading))):
        public, business = _weighed(cells)
        if name == "parties.partner" and 2 * business > len(cells):
            return "parties.provider"
        if name == "parties.provider" and 2 * public > len(cells):
            return "parties.partner"
    return name


def _in_their_places(columns: dict[str, str], cells: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Who comes first in a document differs: A is not the provider where the names say so, nor are A's signers his."""
    lettered = {heading: name for heading, name in columns.items() if _LETTER.search(" ".join(words(heading)))}
    against = 0
    for heading, name in lettered.items():
        public, business = _weighed(cells.get(heading, ()))
        against += {"parties.provider": public - business, "parties.partner": business - public}.get(name, 0)
    if against <= 0:
        return columns
    other = {"provider": "partner", "partner": "provider"}
    turned = {h: ".".join(other.get(part, part) for part in name.split(".")) for h, name in lettered.items()}
    return {**columns, **turned}


def _weighed(cells: Sequence[str]) -> tuple[int, int]:
    """How many of `cells` name public bodies, and how many businesses."""
    kinds = [by_words(KINDS, cell, "") for cell in cells]
    return sum(side_of(kind) == "public_body" for kind in kinds), sum(kind in Partner.BUSINESS for kind in kinds)
