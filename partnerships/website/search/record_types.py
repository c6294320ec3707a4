"""The kinds of record a search shows: what is read of each to rank and show it, in plain values and one query."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import Article, Passage, place
from partnerships.models import (
    Agreement,
    Area,
    AreaName,
    Clause,
    Event,
    EventAgreement,
    Partner,
    PartnerName,
    Solution,
    Topic,
)
from partnerships.models.areas import day_before
from people.models import Person, PersonName
from records import dates
from records.columns import SEPARATOR, joined
from records.search.highlight import Piece, excerpt, highlighted
from records.search.ranking import Ranking, Score
from records.search.terms import Term

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """One record: `title`, `remark` and `excerpt` are data, `detail` is in the language of the interface.

    `language` is that of the title; `remark` is a title or name of what it belongs to or is also called; `area` is the
    key of an area.
    """

    title: Sequence[Piece]
    address: str
    remark: Sequence[Piece] = ()
    excerpt: Sequence[Piece] = ()
    detail: Any = ""
    language: str = "vi"
    area: int | None = None

    @property
    def name(self) -> str:
        return "".join(piece.text for piece in self.title)

    @property
    def found_by_name(self) -> bool:
        return _found(self.title) or _found(self.remark)


@dataclass(frozen=True)
class Kind:
    """What is read of a model's rows: to rank them by their `titles` and `texts`, and to make hits of them.

    `plain` and `added` are columns and expressions that only `as_hit` needs.
    """

    model: Any
    titles: tuple[str, ...]
    as_hit: Callable[[Row, Sequence[Term]], Hit]
    texts: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    added: Mapping[str, Any] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    # Of two names as good, the shorter: VNPT before VNPT Thái Bình.
    short_first: bool = False

    def public(self) -> Any:
        """The public rows in the order that equals are shown in."""
        return self.model.objects.public().order_by(*(self.order or self.model._meta.ordering))

    def candidates(self, rows: Any) -> list[Row]:
        """What ranks `rows`, a part of `public()`: key, folded words, titles. Wide rows are slow to sort and read."""
        names = {name: self.added[name] for name in self.added if name == _NAMES}
        chosen = self.model.objects.filter(pk__in=rows.values("pk")).order_by(*rows.query.order_by)
        return [*chosen.annotate(**names).values("pk", "folded", *self.titles, *names)]

    def best(self, candidates: list[Row], terms: Sequence[Term], most: int) -> list[Hit]:
        """The `most` best of the candidates as hits."""
        if not candidates:
            return []
        ranking = Ranking(terms, short_first=self.short_first)
        scored = sorted(candidates, key=lambda row: self._score(ranking, row), reverse=True)
        # Texts are read, and their very marks compared, of those alone that may be shown.
        keys = [row["pk"] for row in scored[: most * _READ_FOR_ONE_SHOWN]]
        columns = dict.fromkeys(("pk", "folded", *self.titles, *self.texts, *self.plain))
        # Once more in public only: a row may have gone since it was found.
        rows = self.model.objects.public().filter(pk__in=keys).annotate(**self.added).values(*columns, *self.added)
        whole = {row["pk"]: row for row in rows.order_by()}
        still = [whole[key] for key in keys if key in whole]
        ordered = sorted(still, key=lambda row: self._score(ranking, row, self.texts), reverse=True)
        return [self.as_hit(row, terms) for row in ordered[:most]]

    def _score(self, ranking: Ranking, row: Row, texts: Sequence[str] = ()) -> Score:
        titles = [*(row[title] for title in self.titles), *_split(row.get(_NAMES))]
        return ranking.of_row(titles, row["folded"], [row[name] for name in texts])


# The column of the other names of a row, and how many rows are read whole for one that is shown.
_NAMES, _READ_FOR_ONE_SHOWN = "other_names", 4


def _split(names: str | None) -> list[str]:
    return names.split(SEPARATOR) if names else []


def _agreement(row: Row, terms: Sequence[Term]) -> Hit:
    shown = excerpt(row["summary"], terms)
    return Hit(
        highlighted(row["title"], terms),
        reverse("agreement", args=[row["slug"]]),
        excerpt=shown,
        detail=dates.format_date(row["signed"]),
    )


def _found(pieces: Sequence[Piece]) -> bool:
    return any(piece.found for piece in pieces)


def _named(row: Row, terms: Sequence[Term], view: str, detail: Any = "") -> Hit:
    """Found by another name, it says by which."""
    title = highlighted(row["name"], terms)
    shown = excerpt(row["description"], terms)
    address = reverse(view, args=[row["slug"]])
    return Hit(title, address, remark=_other_name(title, row, terms), excerpt=shown, detail=detail)


def _other_name(title: Sequence[Piece], row: Row, terms: Sequence[Term]) -> Sequence[Piece]:
    """The other name that a record is found by, where its title is not."""
    if _found(title):
        return ()
    return next(filter(_found, (highlighted(name, terms) for name in _split(row.get(_NAMES)))), ())


def _partner(row: Row, terms: Sequence[Term]) -> Hit:
    return _named(row, terms, "partner", Partner.Kind(row["kind"]).label)


def _person(row: Row, terms: Sequence[Term]) -> Hit:
    hit = _named(row, terms, "person")
    return hit if hit.excerpt else Hit(hit.title, hit.address, hit.remark, [Piece(row["description"])])


def _area(row: Row, terms: Sequence[Term]) -> Hit:
    title = highlighted(str(Area(name=row["name"], designation=row["designation"])), terms)
    address = reverse("area", args=[row["slug"]])
    # Of two of one name, when they were.
    when = {
        "level": Area.Level(row["level"]).label,
        "day": dates.format_date(day_before(row["ended"]) or row["founded"]),
    }
    told = _("%(level)s, until %(day)s") if row["ended"] else _("%(level)s, since %(day)s")
    detail = told % when if when["day"] else when["level"]
    return Hit(title, address, _other_name(title, row, terms), detail=detail, area=row["pk"])


def _topic(row: Row, terms: Sequence[Term]) -> Hit:
    language = get_language() or "vi"
    here, there = ("label_en", "label_vi") if language == "en" else ("label_vi", "label_en")
    title, other = highlighted(row[here], terms), highlighted(row[there], terms)
    also = other if not _found(title) and _found(other) else ()
    shown = excerpt(row["synonyms"], terms) or excerpt(row["description"], terms)
    return Hit(title, reverse("topic", args=[row["slug"]]), also, shown, language=language)


def _solution(row: Row, terms: Sequence[Term]) -> Hit:
    return _named(row, terms, "solution")


def _clause(row: Row, terms: Sequence[Term]) -> Hit:
    address = f"{reverse('agreement', args=[row['agreement__slug']])}#clause-{row['number']}"
    shown = excerpt(row["text"], terms)
    # A hit stands alone: what nobody promised is not to be read as agreed.
    kind = "" if row["kind"] in Clause.PROMISED else Clause.Kind(row["kind"]).label
    return Hit(highlighted(row["heading"], terms), address, [Piece(row["agreement__title"])], shown, detail=kind)


def _event(row: Row, terms: Sequence[Term]) -> Hit:
    agreement = (row["agreement_slugs"] or "").partition(SEPARATOR)[0]
    address = f"{reverse('agreement', args=[agreement])}#events" if agreement else ""
    return Hit(highlighted(row["title"], terms), address, detail=dates.format_date(row["date"]))


def _article(row: Row, terms: Sequence[Term]) -> Hit:
    shown = excerpt(row["summary"], terms)
    address = reverse("article", args=[row["slug"]])
    return Hit(
        highlighted(row["title"], terms),
        address,
        [Piece(row["number"] or row["outlet__name"] or "")],
        shown,
        language=row["language"],
    )


def _passage(row: Row, terms: Sequence[Term]) -> Hit:
    address = f"{reverse('article', args=[row['article__slug']])}#{place(row['kind'], row['number'])}"
    return Hit(excerpt(row["gist"], terms), address, [Piece(row["article__title"])])


_partner_names = {_NAMES: joined(PartnerName.objects.filter(partner=OuterRef("pk")), "name", "sort_key", "id")}
_area_names = {_NAMES: joined(AreaName.objects.filter(area=OuterRef("pk")), "name", "sort_key", "id")}
_person_names = {_NAMES: joined(PersonName.objects.filter(person=OuterRef("pk")), "name", "sort_key", "id")}
_agreements = EventAgreement.objects.filter(Agreement.public_q("agreement__"), event=OuterRef("pk"))

AGREEMENTS = Kind(Agreement, ("title",), _agreement, ("summary", "place"), ("slug", "signed"))
PARTNERS = Kind(Partner, ("name",), _partner, ("description",), ("slug", "kind"), _partner_names, short_first=True)
PEOPLE = Kind(Person, ("name",), _person, ("description",), ("slug",), _person_names, short_first=True)
AREAS = Kind(
    Area,
    ("name",),
    _area,
    ("designation",),
    ("slug", "level", "founded", "ended"),
    _area_names,
    order=("ended", "sort_key", "id"),  # today's before what went into it
    short_first=True,
)
TOPICS = Kind(Topic, ("label_vi", "label_en"), _topic, ("synonyms", "description"), ("slug",), short_first=True)
SOLUTIONS = Kind(Solution, ("name",), _solution, ("synonyms", "description"), ("slug",), short_first=True)
CLAUSES = Kind(
    Clause,
    ("heading",),
    _clause,
    ("text", "condition"),
    ("number", "kind", "agreement__slug", "agreement__title"),
    # By their own key: no other order is in an index that ends early.
    order=("-pk",),
)
EVENTS = Kind(
    Event,
    ("title",),
    _event,
    ("place",),
    ("date",),
    {"agreement_slugs": joined(_agreements, "agreement__slug", "agreement__slug")},
)
ARTICLES = Kind(Article, ("title",), _article, ("byline", "summary"), ("slug", "language", "number", "outlet__name"))
PASSAGES = Kind(Passage, ("gist",), _passage, (), ("kind", "number", "article__slug", "article__title"), order=("-pk",))

# In the order they are shown.
KINDS = (AGREEMENTS, PARTNERS, PEOPLE, AREAS, TOPICS, SOLUTIONS, CLAUSES, EVENTS, ARTICLES, PASSAGES)
# What is named, and suggested while somebody types.
NAMED = (AREAS, PARTNERS, PEOPLE, TOPICS, SOLUTIONS, AGREEMENTS)
