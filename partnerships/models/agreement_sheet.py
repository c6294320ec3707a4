"""A sheet of agreements, one a row with who signed what with whom, as people keep it for themselves."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Article, Outlet, Passage
from people.models import Person
from records import dates
from records.columns import SEPARATOR
from records.labels import code_called
from records.names import spelling
from records.sheet_names import SheetNames
from records.sheets import Sheet, SheetRow, Texts
from records.text import cut, fold

from .areas import Area
from .instruments import Kind
from .partners import Partner
from .sheet_dates import read_period, read_signing
from .sheet_headings import COLUMNS, agreed, headed, resembled
from .sheet_parties import Side, area_of, bodies_of, names_of, sides_of, signers_of
from .sheet_words import COMMITTEE, INSTRUMENTS, addresses, by_words, is_nothing, items

LONGEST_TITLE = 300
_PARTS = ("title", "published", "outlet")


class Sources:
    """The articles of a sheet; those of the register are asked for once, for all its `rows`."""

    def __init__(self, rows: Sequence[Texts], names: SheetNames) -> None:
        self.names = names
        urls = {_whole(url) for texts in rows for url in addresses(texts.get("articles.url", ""))}
        self.by_url = (
            dict(Article.objects.filter(url__in=urls).order_by("-pk").values_list("url", "slug")) if urls else {}
        )
        names.look_up(Article, (title for texts in rows for title in _titles(texts)))
        names.look_up(Outlet, (outlet for texts in rows for outlet in items(texts.get("articles.outlet", ""))))
        titles = (slug for texts in rows for title in _titles(texts) for slug in names.found(Article, title))
        slugs = {*self.by_url.values(), *titles}
        passages = Passage.objects.filter(kind="headline", article__slug__in=slugs) if slugs else Passage.objects.none()
        self.with_headline = {*passages.values_list("article__slug", flat=True)}

    def of(self, texts: Texts, agreement: str) -> list[str]:
        """The slugs of the articles that the row of `agreement` names; drafts of those that the register has not."""
        urls = addresses(texts.get("articles.url", ""))
        said = {part: items(texts.get(f"articles.{part}", "")) for part in _PARTS}
        number = len(urls) or bool(said["title"])
        if not number:
            if texts.get("articles.url") or any(said.values()):
                self.names.note(
                    _("An article is known by its headline or address: outlet and day alone are left aside.")
                )
            return []
        # What is not said of each is said of the first.
        each = {part: texts if len(texts) == number else ["; ".join(texts)] for part, texts in said.items()}
        found = []
        for at in range(number):
            own = {part: texts[at] if at < len(texts) else "" for part, texts in each.items()}
            found.append(self._article(urls[at] if urls else "", agreement, own))
        return found

    def headline(self, article: str, agreement: str) -> str:
        """The passage that tells of `agreement`: the headline, drafted where there is none."""
        if article not in self.with_headline:
            self.with_headline.add(article)
            self.names.draft(Passage, article, article=article, kind="headline", number="0", gist=agreement)
        return f"{article}#headline"

    def _article(self, typed: str, agreement: str, said: dict[str, str]) -> str:
        if (url := _whole(typed)) in self.by_url:
            return str(self.by_url[url])
        known = self.names.found(Article, said["title"])
        return known[0] if known else self._new(typed, url, agreement, said)

    def _new(self, typed: str, url: str, agreement: str, said: dict[str, str]) -> str:
        doubts = [_("“%(text)s” was read as %(read)s.") % {"text": typed, "read": url}] if typed != url else []
        if (outlet := said["outlet"]) and not self.names.found(Outlet, outlet):
            said["outlet"], _new = self.names.draft(Outlet, outlet, name=outlet)
        called = said["title"] or cut(f"Bài về {agreement}", LONGEST_TITLE)
        said |= {"title": called, "title_is_ours": "false" if said["title"] else "true"}
        said["published"] = _published(said["published"])
        slug, _new = self.names.draft(Article, called, url, doubts, url=url, **said)
        return slug


def _titles(texts: Texts) -> list[str]:
    said = items(texts.get("articles.title", ""))
    return [*said, "; ".join(said)] if len(said) > 1 else said


def _whole(url: str) -> str:
    return url if not url or "://" in url else f"https://{url}"


def _published(text: str) -> str:
    """The day; nothing where people say that they do not know it."""
    try:
        return dates.read(text)
    except ValidationError as error:
        return "" if error.code == "unknown" else text


Rows = Iterator[SheetRow]
_TELLING = {"slug", "signed", "parties", "signatories"}


@dataclass
class Known:
    """What is there of an agreement already, in the register or in a row before, to which a row adds."""

    slug: str
    signed: str = ""
    period: str = ""
    passages: str = ""
    articles: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)
    people: dict[str, str] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)  # the people of rows before
    clauses: set[str] = field(default_factory=set)
    # What a row before has made of it, which may still be added to.
    record: dict[str, str] | None = None


class AgreementSheet(Sheet):
    columns: ClassVar[Any] = COLUMNS
    heads = staticmethod(headed)
    resembles = staticmethod(resembled)
    agreed = staticmethod(agreed)

    def prepare(self, rows: Sequence[Texts]) -> None:
        names = self.names
        self.names_parties = any(name.startswith("parties.") for texts in rows for name in texts)
        names.look_up(Partner, (name for texts in rows for name in bodies_of(texts)))
        names.look_up(Area, (area_of(name) for texts in rows for name in bodies_of(texts)))
        names.look_up(Person, (name for texts in rows for name in names_of(texts)))
        names.look_up(self.model, (texts.get("title", "") for texts in rows))
        self.sources = Sources(rows, names)
        slugs = {slug for texts in rows for name in bodies_of(texts) for slug in names.found(Partner, name)}
        self.partners = (
            Partner.objects.select_related("area").filter(slug__in=slugs).in_bulk(field_name="slug") if slugs else {}
        )
        titles = {slug for texts in rows for slug in names.found(self.model, texts.get("title", ""))}
        self.stored = self._stored(titles | {texts["slug"] for texts in rows if texts.get("slug")})
        # Those of the rows before, by title, day and parties.
        self.before: dict[Any, Known] = {}
        self.last: Known | None = None

    def _stored(self, slugs: set[str]) -> dict[str, Known]:
        if not slugs:
            return {}
        rows = self.model._default_manager.filter(slug__in=slugs).order_by()
        passages = [column for column in self.model.columns() if column.name in ("slug", "passages")]
        cited = dict(rows.rows(sorted(passages, key=lambda column: column.name == "passages")))
        related = ("parties__partner", "signatories__person", "clauses", "passages__article")
        return {
            row.slug: Known(
                row.slug,
                signed=row.signed,
                period=row.period,
                passages=cited[row.slug],
                articles={passage.article.slug for passage in row.passages.all()},
                parties={party.partner.slug for party in row.parties.all()},
                people={each.person.slug: each.part for each in row.signatories.all()},
                clauses={fold(clause.heading) for clause in row.clauses.all()},
            )
            for row in rows.prefetch_related(*related)
        }

    def is_one(self, texts: Texts) -> bool:
        """A row that names no party, day or person, where others do, is a total, a section or who made the list."""
        told = [name.partition(".")[0] for name, text in texts.items() if name == "signed" or not is_nothing(text)]
        return not self.names_parties or (len(told) > 1 and not _TELLING.isdisjoint(told))

    def rows(self, texts: Texts) -> Rows:
        """A new agreement with all that belongs to it; of one that the register has what the sheet says beside it."""
        texts, doubts = read_signing(texts)
        parties = sides_of(texts, self.names, self.partners)
        if not parties:
            doubts.append(_("The row names no party: leave it out if it is no agreement, such as a total."))
        slug = texts.get("slug", "")
        known = self.stored.get(slug) if slug else self._known(texts, parties)
        if self.names.continues and self.last:
            known = self.last
        texts, more = read_period(texts, known.period if known else "")
        record = {name: text for name, text in texts.items() if "." not in name and name != "clauses"}
        title = record.get("title") or _title([side.name for side in parties], _year(texts))
        if not known:
            last = COMMITTEE.sub("", parties[-1].slug) if parties else ""
            slug = slug or self.names.free(self.model, f"{last or title} {_year(texts)}")
            record |= {"slug": slug, "title": title}
            there = Known(slug)
            if texts.get("title") and texts.get("signed"):
                self.before[self._key(texts, parties)] = there
        else:
            there, record["slug"] = known, known.slug
            if not slug:  # it was found by its title
                record.pop("title", None)
        if not known or record.get("kind"):
            record["kind"], doubt = _kind(record.get("kind", ""), title)
            more += doubt
        if cited := self._cited(texts, title, there):
            (record if there.record is None else there.record)["passages"] = there.passages = cited
        if there.record is None:
            there.record = record
            yield SheetRow("agreements", record, [*doubts, *more])
        else:
            self.names.note(_("The row is of the agreement of a row before, and adds to it."))
        self.last = there
        yield from self._parts(there, texts, parties)

    def _parts(self, there: Known, texts: Texts, parties: Sequence[Side]) -> Rows:
        """What belongs to the agreement and is not there."""
        own = {"agreement": there.slug}
        for party in parties:
            if party.said not in there.parties:
                there.parties.add(party.said)
                yield SheetRow("parties", {**own, "partner": party.said, "side": party.side}, party.doubts)
        for signer in signers_of(texts, parties, self.names):
            record = {**own, "person": signer.person, "part": signer.part, "capacity": signer.capacity}
            if signer.person in there.told:
                continue
            there.told.add(signer.person)
            if signer.person in there.people:  # what else is known of them stays
                if signer.capacity:
                    yield SheetRow("signatories", {**record, "part": there.people[signer.person]}, signer.doubts)
                continue
            yield SheetRow("signatories", record | ({"party": signer.party} if signer.party else {}), signer.doubts)
        headings = items(texts.get("clauses", ""))
        if there.clauses:
            if not {*map(fold, headings)} <= there.clauses:
                self.names.note(_("There are clauses of this agreement, and those of the sheet are left aside."))
            return
        for number, heading in enumerate(headings, 1):
            there.clauses.add(fold(heading))
            yield SheetRow("clauses", {**own, "number": str(number), "heading": heading})

    def _known(self, texts: Texts, parties: Sequence[Side]) -> Known | None:
        """The agreement of this title, day and partners, of the register or of a row before."""
        slugs = {party.slug for party in parties}
        for slug in self.names.found(self.model, texts.get("title", "")):
            stored = self.stored.get(slug)
            if stored and slugs and slugs <= stored.parties and stored.signed == texts.get("signed", ""):
                return stored
        return self.before.get(self._key(texts, parties))

    @staticmethod
    def _key(texts: Texts, parties: Sequence[Side]) -> Any:
        return spelling(texts.get("title", "")), texts.get("signed", ""), frozenset(party.said for party in parties)

    def _cited(self, texts: Texts, title: str, there: Known) -> str:
        """The headlines of the articles that the row names, behind what is cited; empty if nothing changes."""
        new = [slug for slug in dict.fromkeys(self.sources.of(texts, title)) if slug not in there.articles]
        there.articles |= {*new}
        said = texts.get("passages", "")
        headlines = [self.sources.headline(slug, title) for slug in new]
        return SEPARATOR.join(filter(None, (said or there.passages, *headlines))) if new else said


def _kind(said: str, title: str) -> tuple[str, list[str]]:
    """What the words of its column, or else its title, say of the instrument."""
    kind = by_words(INSTRUMENTS, said, code_called(Kind, said)) if said else ""
    if kind or not said:
        return kind or by_words(INSTRUMENTS, title, Kind.NOT_NAMED), []
    kind = by_words(INSTRUMENTS, title, Kind.NOT_NAMED)
    return kind, [_("“%(text)s” was read as %(read)s.") % {"text": said, "read": Kind(kind).label}]


def _title(parties: Sequence[str], year: str) -> str:
    """What an agreement is called of which the sheet says no name."""
    said = "Thỏa thuận hợp tác" + (f" giữa {' và '.join(parties)}" if parties else "")
    return ", ".join(filter(None, (cut(said, 290), year)))


def _year(texts: Texts) -> str:
    found = re.search(r"\d{4}", texts.get("signed", "")) or re.search(r"\d{4}", texts.get("period", ""))
    return found[0] if found else ""
