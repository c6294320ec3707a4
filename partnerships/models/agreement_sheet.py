"""A sheet of agreements, one a row with who signed what with whom, as people keep it for themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Outlet, Passage
from people.models import Person
from records import dates
from records.sheets import Names, Sheet, SheetColumn, Texts
from records.text import normalise, words

from .instruments import Kind
from .parties import Party, Signatory
from .partners import Partner

Rows = Iterator[tuple[str, dict[str, str]]]

_PARTNER = (("parties", "partner"), ("partners", "name"), ("partners", "kind"))
_PERSON = (("signatories", "person"), ("people", "name"))
_OFFICE = (("signatories", "capacity"),)
_PERIOD = (("agreements", "period"),)
_ARTICLE = (("articles", "title"), ("passages", "gist"))
_PUBLISHED = (("articles", "published"),)
_OUTLET = (("articles", "outlet"), ("outlets", "name"))

# What people head these columns.
_UNTIL = "hiệu lực đến|đến ngày|hết hạn|ngày hết hạn|kết thúc|valid until|expires|end"
_PROVIDERS = "bên A|nhà cung cấp|đơn vị cung cấp|doanh nghiệp|tập đoàn|provider|supplier|company"
_PARTNERS = "bên B|đối tác|bên ký|cơ quan|địa phương|đơn vị ký|counterpart|public body|partner"
_PROVINCES = "tỉnh|tỉnh thành|tỉnh/thành phố|province"
_SIGNERS_A = "người ký bên A|đại diện bên A|đại diện doanh nghiệp|signed for the provider"
_SIGNERS_B = "người ký bên B|đại diện bên B|đại diện đối tác|đại diện địa phương|signed for the partner"
_OFFICES_A = "chức vụ bên A|chức vụ người ký bên A|chức vụ đại diện bên A|office of the provider"
_OFFICES_B = "chức vụ bên B|chức vụ người ký bên B|chức vụ đại diện bên B|office of the partner"
_CLAUSES = "nội dung hợp tác|lĩnh vực|lĩnh vực hợp tác|fields of cooperation"

# What the words of a name say of a partner, or of an instrument: the first that is met.
_KINDS = (
    (Partner.Kind.PEOPLES_COMMITTEE, "ubnd|uy ban nhan dan|hdnd"),
    (Partner.Kind.PARTY_COMMITTEE, "(tinh|thanh|huyen|quan|dang) uy"),
    (Partner.Kind.TAX_OFFICE, "(cuc|chi cuc|tong cuc) thue"),
    (Partner.Kind.ARMED_FORCES, "cong an|bo tu lenh|quan khu|quan doan|quan chung|bo chi huy|bien phong"),
    (Partner.Kind.SCHOOL, "(truong )?(dai hoc|cao dang|dh)|hoc vien|vien|truong"),
    (Partner.Kind.ASSOCIATION, "hiep hoi|lien doan|lien hiep|hoi (?!dong|nong dan|phu nu|cuu)"),
    (Partner.Kind.MASS_ORGANISATION, "(tinh|thanh|trung uong) doan|doan thanh nien|mat tran|cong doan|hoi"),
    (Partner.Kind.DEPARTMENT, "so|phong|cuc|tong cuc|kho bac|bao hiem xa hoi|bhxh|ban quan ly"),
    (Partner.Kind.MINISTRY, "bo|chinh phu|van phong chinh phu|toa an|vien kiem sat"),
    (Partner.Kind.GROUP, "tap doan|tong cong ty|(vnpt|viettel|fpt)$"),
    (Partner.Kind.PROVIDER_UNIT, "vnpt|viettel|mobifone .+"),
    (Partner.Kind.ENTERPRISE, "cong ty|cty|ngan hang|mobifone|.* (jsc|ltd|co|inc|corp|corporation|bank|group)$"),
)
_INSTRUMENTS = (
    (Kind.MEMORANDUM, ".*(ghi nho|mou|memorandum)"),
    (Kind.MINUTES, ".*(bien ban|minutes)"),
    (Kind.PLAN, ".*(ke hoach|chuong trinh|plan)"),
    (Kind.AGREEMENT, ".*(thoa thuan|agreement|hop dong)"),
)
# Of the others each is a public body.
_SIDES: dict[str, str] = {
    **dict.fromkeys((*Partner.BUSINESS, Partner.Kind.SCHOOL, Partner.Kind.OTHER), Party.Side.NEITHER),
    **dict.fromkeys((Partner.Kind.ASSOCIATION, Partner.Kind.MASS_ORGANISATION), Party.Side.ORGANISATION),
}
_SEVERAL = re.compile(r"[;\n]+")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_BULLET = re.compile(r"^\s*(?:[-–•+*]|\d+[.)])\s+")
_ADDRESSED = re.compile(r"^(?:(?:ông|bà|đồng chí|đ/c|mr|mrs|ms|gs|pgs|ts|ths)\b[.:]?\s*)+", re.IGNORECASE)
_WITH_OFFICE = re.compile(r"(?P<name>[^(,–]+?)\s*(?:\((?P<one>.+)\)|(?:,|\s[-–])\s+(?P<other>.+))")
_COMMITTEE = re.compile(r"^(?:ubnd|uy-ban-nhan-dan)-(?:(?:tinh|thanh-pho|tp|huyen|thi-xa|quan)-)?")


class _Side(NamedTuple):
    """A partner on a row: what stands for it in a table, its slug where one is known, and its side."""

    said: str
    slug: str
    side: str


class AgreementSheet(Sheet):
    columns = (
        SheetColumn("title", "tên văn bản|tên thỏa thuận|văn bản|tên|tên gọi|agreement"),
        SheetColumn("kind", "loại văn bản|hình thức|loại hình|instrument|type"),
        SheetColumn("signed", "ngày ký|ngày ký kết|thời gian ký|ký ngày|date signed|signed on|date"),
        SheetColumn("period", "giai đoạn|GĐ|thời hạn|hiệu lực|thời gian thực hiện|term|validity"),
        SheetColumn("place", "nơi ký|địa điểm|địa điểm ký|venue|signed at"),
        SheetColumn("summary", "tóm tắt|nội dung|nội dung chính|mô tả|description"),
        SheetColumn("stated_points", "số nội dung|số điểm|number of points"),
        SheetColumn("period.from", "hiệu lực từ|từ ngày|bắt đầu|valid from|start", _("period, from"), _PERIOD),
        SheetColumn("period.until", _UNTIL, _("period, until"), _PERIOD),
        SheetColumn("parties.provider", _PROVIDERS, _("provider"), _PARTNER),
        SheetColumn("parties.partner", _PARTNERS, _("partner, its side by its name"), _PARTNER),
        SheetColumn("parties.province", _PROVINCES, _("people’s committee of this province"), _PARTNER),
        SheetColumn("signatories.provider", _SIGNERS_A, _("who signed for the provider"), _PERSON),
        SheetColumn("signatories.provider.office", _OFFICES_A, _("offices for the provider"), _OFFICE),
        SheetColumn("signatories.partner", _SIGNERS_B, _("who signed for the partner"), _PERSON),
        SheetColumn("signatories.partner.office", _OFFICES_B, _("offices for the partner"), _OFFICE),
        SheetColumn("signatories.signed", "người ký|ký bởi|signed by|signers", _("who signed"), _PERSON),
        SheetColumn("signatories.signed.office", "chức vụ|chức danh|office", _("offices of who signed"), _OFFICE),
        SheetColumn("signatories.not_said", "người dự|tham dự|thành phần|present", _("who was there"), _PERSON),
        SheetColumn("clauses", _CLAUSES, _("what is cooperated on"), (("clauses", "heading"),)),
        SheetColumn("articles.title", "tiêu đề bài|tên bài|bài báo|tít|headline|article", _("title"), _ARTICLE),
        SheetColumn(
            "articles.url", "link|đường dẫn|địa chỉ bài|liên kết|nguồn|url", _("address"), (("articles", "url"),)
        ),
        SheetColumn("articles.published", "ngày đăng|ngày đăng bài", _("date of publication"), _PUBLISHED),
        SheetColumn("articles.outlet", "báo|tờ báo|nguồn tin|newspaper", _("outlet"), _OUTLET),
    )

    def likely(self, name: str, cells: Sequence[str]) -> str:
        """Who comes first in a document differs; the names say who is the provider."""
        kinds = [_by_words(_KINDS, cell, "") for cell in cells]
        if name == "parties.partner" and 2 * sum(kind in Partner.BUSINESS for kind in kinds) > len(kinds):
            return "parties.provider"
        if name == "parties.provider" and 2 * sum(_side_of(kind) == "public_body" for kind in kinds) > len(kinds):
            return "parties.partner"
        return name

    def rows(self, texts: Texts, names: Names) -> Rows:
        record = {name: text for name, text in texts.items() if "." not in name and name != "clauses"}
        record |= _period(texts)
        parties = self._parties(texts, names)
        year = _year(record.get("signed", "")) or _year(record.get("period", ""))
        record.setdefault("title", _title([names.called(Partner, side.slug) or side.said for side in parties], year))
        instrument = record.get("kind", "")
        record["kind"] = _by_words(_INSTRUMENTS, instrument or record["title"], instrument or Kind.NOT_NAMED)
        record.setdefault("slug", self._slug(record, parties, year, names))
        agreement = record["slug"]
        if passage := self._source(texts, record["title"], names):
            record["passages"] = passage
        yield "agreements", record
        for said, _slug, side in parties:
            yield "parties", {"agreement": agreement, "partner": said, "side": side}
        yield from self._signatories(agreement, texts, parties, names)
        for number, heading in enumerate(_items(texts.get("clauses", "")), 1):
            yield "clauses", {"agreement": agreement, "number": str(number), "heading": heading}

    def _parties(self, texts: Texts, names: Names) -> list[_Side]:
        said = [(name, str(Party.Side.PROVIDER)) for name in _items(texts.get("parties.provider", ""))]
        said += [(_committee(name), "") for name in _items(texts.get("parties.province", ""))]
        said += [(name, "") for name in _items(texts.get("parties.partner", ""))]
        found: dict[str, _Side] = {}
        for text, side in said:
            bare = _IN_BRACKETS.sub("", text)
            name = text if names.found(Partner, text) or not names.found(Partner, bare) else bare
            kind = _by_words(_KINDS, name, Partner.Kind.ENTERPRISE if side else Partner.Kind.OTHER)
            if known := names.found(Partner, name):
                kind = Partner.objects.get(slug=known[0]).kind
                party = _Side(name, known[0] if len(known) == 1 else "", side or _side_of(kind))
            else:
                slug = names.draft(Partner, name, name=name, kind=kind)
                party = _Side(slug, slug, side or _side_of(kind))
            found.setdefault(party.slug or name, party)
        return [*found.values()]

    def _slug(self, record: Texts, parties: Sequence[_Side], year: str, names: Names) -> str:
        """That of the agreement of this title, day and partners; a new one is of the partner and the year."""
        slugs = {party.slug for party in parties}
        for slug in names.found(self.model, record["title"]):
            stored = self.model._default_manager.filter(slug=slug, signed=_read(record.get("signed", "")))
            if slugs and slugs <= {*stored.values_list("parties__partner__slug", flat=True)}:
                return slug
        last = parties[-1].slug if parties else ""
        return names.free(self.model, f"{_COMMITTEE.sub('', last) or record['title']} {year}")

    def _source(self, texts: Texts, title: str, names: Names) -> str:
        """The headline of the article that the row names, which the agreement cites."""
        said = {name: texts.get(f"articles.{name}", "") for name in ("title", "url", "published", "outlet")}
        if not any(said.values()):
            return ""
        stored = Article.objects.filter(url=said["url"]) if said["url"] else Article.objects.none()
        found = [*stored.values_list("slug", flat=True)[:1]] or names.found(Article, said["title"])
        if not found:
            if (outlet := said["outlet"]) and not names.found(Outlet, outlet):
                said["outlet"] = names.draft(Outlet, outlet, name=outlet)
            called = said["title"] or f"Bài về {title}"[:300]
            said |= {"title": called, "title_is_ours": "false" if said["title"] else "true"}
            found = [names.draft(Article, called, said["url"], **said)]
        if not Passage.objects.filter(article__slug=found[0], kind="headline").exists():
            names.draft(Passage, found[0], article=found[0], kind="headline", number="0", gist=title)
        return f"{found[0]}#headline"

    def _signatories(self, agreement: str, texts: Texts, parties: Sequence[_Side], names: Names) -> Rows:
        for column in ("provider", "partner", "signed", "not_said"):
            people = [_person(text) for text in _items(texts.get(f"signatories.{column}", ""))]
            offices = _items(texts.get(f"signatories.{column}.office", ""))
            if len(people) == 1 and offices:
                offices = ["; ".join(offices)]
            if offices and len(offices) != len(people):
                said = _("%(offices)s offices stand beside %(people)s names: write as many, with “;” between them.")
                told = said % {"offices": len(offices), "people": len(people)}
                raise ValidationError({f"signatories.{column}.office": told})
            of_provider = column == "provider"
            sides = [side.slug for side in parties if (side.side == Party.Side.PROVIDER) == of_provider]
            part = Signatory.Part.NOT_SAID if column == "not_said" else Signatory.Part.SIGNED
            for at, (name, office) in enumerate(people):
                person = name if names.found(Person, name) else names.draft(Person, name, name=name)
                record = {"agreement": agreement, "person": person, "part": str(part)}
                record["capacity"] = offices[at] if offices else office
                if column in ("provider", "partner") and sides:
                    record["party"] = sides[0]
                yield "signatories", record


def _items(text: str) -> list[str]:
    """What stands in a cell with ; or lines between."""
    return [item for part in _SEVERAL.split(text) if (item := normalise(_BULLET.sub("", part)))]


def _by_words(kinds: Sequence[tuple[str, str]], text: str, otherwise: str) -> str:
    """The first of `kinds` whose words `text` begins with."""
    folded = " ".join(words(text))
    return next((str(kind) for kind, said in kinds if re.match(rf"(?:{said})(?:\b|$)", folded)), str(otherwise))


def _side_of(kind: str) -> str:
    return str(_SIDES.get(kind, Party.Side.PUBLIC_BODY)) if kind else ""


def _committee(name: str) -> str:
    """What the people's committee of a province is called."""
    said = re.match("(ubnd|uy ban) |(tinh|tp|thanh pho) ", " ".join(words(name)))
    return f"UBND tỉnh {name}" if not said else name if said[1] else f"UBND {name}"


def _person(text: str) -> tuple[str, str]:
    """The name in a cell, without how people are addressed, and the office behind it."""
    name, office = text, ""
    if both := _WITH_OFFICE.fullmatch(text):
        name, office = both["name"], both["one"] or both["other"]
    return normalise(_ADDRESSED.sub("", name)), normalise(office)


def _title(parties: Sequence[str], year: str) -> str:
    """What an agreement is called of which the sheet says no name."""
    said = "Thỏa thuận hợp tác" + (f" giữa {' và '.join(parties)}" if parties else "")
    return f"{said[:290]}, {year}" if year else said[:290]


def _read(text: str) -> str:
    """The date in EDTF; as it is where it is none, which is told where the row is read."""
    try:
        return dates.read(text)
    except ValidationError:
        return text


def _year(text: str) -> str:
    found = re.search(r"\d{4}", _read(text))
    return found[0] if found else ""


def _period(texts: Texts) -> dict[str, str]:
    """The period of which the sheet says the beginning, the end or both."""
    ends = {name: texts[name] for name in ("period.from", "period.until") if name in texts}
    for name, text in ends.items():
        try:
            ends[name] = dates.read(text)
        except ValidationError as error:
            raise ValidationError({name: error.messages}) from None
    return {"period": "/".join(ends.get(name, "..") for name in ("period.from", "period.until"))} if ends else {}
