"""A sheet of agreements, one a row with who signed what with whom, as people keep it for themselves."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Outlet, Passage
from people.models import Person
from records import dates
from records.columns import SEPARATOR
from records.sheets import Names, Sheet, SheetColumn, Texts
from records.text import fold

from .instruments import Kind
from .parties import Party, Signatory
from .partners import Partner
from .sheet_words import (
    ADDRESSED,
    COMMITTEE,
    IN_BRACKETS,
    INSTRUMENTS,
    KINDS,
    TERRITORY,
    WHOLE_NAME,
    by_words,
    committee,
    is_nothing,
    items,
    lasting,
    person_and_office,
    side_of,
)

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

    def __init__(self, model: Any) -> None:
        super().__init__(model)
        self.people: set[str] = set()  # new ones of the rows so far

    def likely(self, name: str, cells: Sequence[str]) -> str:
        """Who comes first in a document differs; the names say who is the provider."""
        kinds = [by_words(KINDS, cell, "") for cell in cells]
        if name == "parties.partner" and 2 * sum(kind in Partner.BUSINESS for kind in kinds) > len(kinds):
            return "parties.provider"
        if name == "parties.provider" and 2 * sum(side_of(kind) == "public_body" for kind in kinds) > len(kinds):
            return "parties.partner"
        return name

    def rows(self, texts: Texts, names: Names) -> Rows:
        """A new agreement with all that belongs to it; of one that the register has what the sheet says beside it."""
        record = {name: text for name, text in texts.items() if "." not in name and name != "clauses"}
        texts = self._lasting(texts, names)
        parties = self._parties(texts, names)
        if not parties:
            names.warn(
                self.model, str(_("The row names no party: leave it out if it is no agreement, such as a total."))
            )
        year = _year(record.get("signed", "")) or _year(_period(texts, "").get("period", ""))
        title = record.get("title") or _title([names.called(Partner, side.slug) or side.said for side in parties], year)
        slug = record.get("slug") or self._slug(title, record.get("signed", ""), parties, year, names)
        stored = self.model._default_manager.filter(slug=slug).first()
        record |= {**_period(texts, stored.period if stored else ""), "slug": slug}
        if not stored:
            instrument = record.get("kind", "")
            record |= {
                "title": title,
                "kind": by_words(INSTRUMENTS, instrument or title, instrument or Kind.NOT_NAMED),
            }
        elif not texts.get("slug"):  # it was found by its title
            record.pop("title", None)
        if stored and record.get("kind"):
            record["kind"] = by_words(INSTRUMENTS, record["kind"], record["kind"])
        if passages := self._passages(texts, title, stored, names):
            record["passages"] = passages
        yield "agreements", record
        there = {*stored.parties.values_list("partner__slug", flat=True)} if stored else set()
        for said, known, side in parties:
            if known not in there:
                yield "parties", {"agreement": slug, "partner": said, "side": side}
        yield from self._signatories(slug, stored, texts, parties, names)
        yield from self._clauses(slug, stored, items(texts.get("clauses", "")), names)

    def _lasting(self, texts: Texts, names: Names) -> Texts:
        """The row, a period that is said by its length alone counted from the signing."""
        period = lasting(texts.get("period", ""), _read(texts.get("signed", "")))
        if not period:
            return texts
        told = {"text": texts["period"], "period": period}
        names.warn(self.model, _("“%(text)s” was counted from the signing: %(period)s.") % told)
        return {**texts, "period": period}

    def _parties(self, texts: Texts, names: Names) -> list[_Side]:
        said = [(name, str(Party.Side.PROVIDER)) for name in items(texts.get("parties.provider", ""))]
        said += [(committee(name), "") for name in items(texts.get("parties.province", ""))]
        said += [
            (committee(name) if TERRITORY.match(name) else name, "") for name in items(texts.get("parties.partner", ""))
        ]
        found: dict[str, _Side] = {}
        for text, side in said:
            if is_nothing(text):
                continue
            bare = IN_BRACKETS.sub("", text)
            name = text if names.found(Partner, text) or not names.found(Partner, bare) else bare
            if known := names.found(Partner, name):
                kind = Partner.objects.get(slug=known[0]).kind
                party = _Side(name, known[0] if len(known) == 1 else "", side or side_of(kind))
            else:
                kind = by_words(KINDS, name, Partner.Kind.ENTERPRISE if side else Partner.Kind.OTHER)
                slug = names.draft(Partner, name, name=name, kind=kind)
                party = _Side(slug, slug, side or side_of(kind))
                told = {"name": name, "kind": Partner.Kind(kind).label, "side": Party.Side(party.side).label}
                names.warn(Partner, _("“%(name)s” is new, by its name: %(kind)s. Side: %(side)s.") % told)
            found.setdefault(party.slug or name, party)
        return [*found.values()]

    def _slug(self, title: str, signed: str, parties: Sequence[_Side], year: str, names: Names) -> str:
        """That of the agreement of this title, day and partners; a new one is of the partner and the year."""
        slugs = {party.slug for party in parties}
        for slug in names.found(self.model, title):
            stored = self.model._default_manager.filter(slug=slug, signed=_read(signed))
            if slugs and slugs <= {*stored.values_list("parties__partner__slug", flat=True)}:
                return slug
        last = parties[-1].slug if parties else ""
        return names.free(self.model, f"{COMMITTEE.sub('', last) or title} {year}")

    def _passages(self, texts: Texts, title: str, stored: Any, names: Names) -> str:
        """The headline of the article that the row names, behind what `stored` cites, unless it cites that article."""
        said = {name: texts.get(f"articles.{name}", "") for name in ("title", "url", "published", "outlet")}
        if not (said["title"] or said["url"]):
            if any(said.values()):
                names.note(
                    str(_("An article is known by its headline or address: outlet and day alone are left aside."))
                )
            return ""
        known = Article.objects.filter(url=said["url"]) if said["url"] else Article.objects.none()
        found = [*known.values_list("slug", flat=True)[:1]] or names.found(Article, said["title"])
        if stored and stored.passages.filter(article__slug__in=found).exists():
            return ""
        if not found:
            if (outlet := said["outlet"]) and not names.found(Outlet, outlet):
                said["outlet"] = names.draft(Outlet, outlet, name=outlet)
            called = said["title"] or f"Bài về {title}"[:300]
            said |= {"title": called, "title_is_ours": "false" if said["title"] else "true"}
            found = [names.draft(Article, called, said["url"], **said)]
        if not Passage.objects.filter(article__slug=found[0], kind="headline").exists():
            names.draft(Passage, found[0], article=found[0], kind="headline", number="0", gist=title)
        cited = texts.get("passages", "")
        if stored and not cited:
            column = [column for column in self.model.columns() if column.name == "passages"]
            cited = self.model._default_manager.filter(pk=stored.pk).rows(column)[0][0]
        return SEPARATOR.join(filter(None, (cited, f"{found[0]}#headline")))

    def _signatories(self, agreement: str, stored: Any, texts: Texts, parties: Sequence[_Side], names: Names) -> Rows:
        there = dict(stored.signatories.values_list("person__slug", "part")) if stored else {}
        for column in ("provider", "partner", "signed", "not_said"):
            people = [(text, *person_and_office(text)) for text in items(texts.get(f"signatories.{column}", ""))]
            offices = items(texts.get(f"signatories.{column}.office", ""))
            if len(people) == 1 and offices:
                offices = ["; ".join(offices)]
            if offices and len(offices) != len(people):
                said = _("%(offices)s offices stand beside %(people)s names: write as many, with “;” between them.")
                told = said % {"offices": len(offices), "people": len(people)}
                raise ValidationError({f"signatories.{column}.office": told})
            of_provider = column == "provider"
            sides = [side.slug for side in parties if (side.side == Party.Side.PROVIDER) == of_provider]
            part = Signatory.Part.NOT_SAID if column == "not_said" else Signatory.Part.SIGNED
            for at, (text, name, office) in enumerate(people):
                if is_nothing(text):
                    continue
                known = names.found(Person, name)
                capacity = offices[at] if offices else office
                if len(known) == 1 and known[0] in there:  # what else the register holds of them stays
                    if capacity:
                        kept = {"person": known[0], "part": there[known[0]]}
                        yield "signatories", {"agreement": agreement, **kept, "capacity": capacity}
                    continue
                person = name if known else self._new_person(text, name, names)
                record = {"agreement": agreement, "person": person, "part": str(part), "capacity": capacity}
                if column in ("provider", "partner") and sides:
                    record["party"] = sides[0]
                yield "signatories", record

    def _new_person(self, text: str, name: str, names: Names) -> str:
        slug = names.draft(Person, name, name=name)
        if slug in self.people:
            said = _("“%(name)s” stands in an earlier row too: both are taken for one person.")
            names.warn(Signatory, said % {"name": name})
        elif ADDRESSED.match(text) and len(name.split()) < WHOLE_NAME:
            names.warn(Person, _("“%(text)s” was read as “%(name)s”.") % {"text": text, "name": name})
        self.people.add(slug)
        return slug

    def _clauses(self, agreement: str, stored: Any, headings: Sequence[str], names: Names) -> Rows:
        if stored and (there := {fold(heading) for heading in stored.clauses.values_list("heading", flat=True)}):
            if not {*map(fold, headings)} <= there:
                names.note(str(_("The register has clauses of this agreement, and those of the sheet are left aside.")))
            return
        for number, heading in enumerate(headings, 1):
            yield "clauses", {"agreement": agreement, "number": str(number), "heading": heading}


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


def _period(texts: Texts, stored: str) -> dict[str, str]:
    """The period of which the sheet says the beginning, the end or both; the other end is as `stored`."""
    names = ("period.from", "period.until")
    ends = {name: texts[name] for name in names if texts.get(name)}
    if not ends:
        return {"period": texts["period"]} if "period" in texts else {}
    for name, text in ends.items():
        try:
            ends[name] = dates.read(text)
        except ValidationError as error:
            raise ValidationError({name: error.messages}) from None
    whole = _read(texts.get("period", "")) or stored
    there = whole.split("/") if whole.count("/") == 1 else ["..", ".."]
    for name, end in zip(names, there, strict=True):
        said = ends.setdefault(name, end)
        if texts.get("period") and not (said.startswith(end) or end in ("..", "")):
            told = {"period": texts["period"], "end": texts[name]}
            raise ValidationError({name: _("The period “%(period)s” says another end than “%(end)s”.") % told})
    return {"period": "/".join(ends[name] for name in names)}
