"""The kinds of record a search shows: what is read of each to rank and show it, in plain values and one query."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from operator import itemgetter
from typing import Any

from django.db.models import F, OuterRef, TextField, Value
from django.db.models.functions import Concat
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
    Indicator,
    Partner,
    PartnerName,
    Position,
    Solution,
    Topic,
)
from partnerships.models.area_tree import ThenAndNow, places
from partnerships.models.areas import day_before
from partnerships.website.counts import AREAS as AREA_KEYS
from people.models import Person, PersonName
from records import dates
from records.columns import SEPARATOR, joined
from records.names import means
from records.search.highlight import Piece, excerpt, highlighted
from records.search.ranking import Level, Ranking, Score, Together
from records.search.terms import Term

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """One record: `title`, `remark` and `excerpt` are data, `detail` is in the language of the interface.

    `language` is that of the title; `remark` is a title or name of what it belongs to or is also called; `area`: a key,
    if it is one. `named`: it is called as the search is; `place`: by which it was found.
    """

    title: Sequence[Piece]
    address: str
    remark: Sequence[Piece] = ()
    excerpt: Sequence[Piece] = ()
    detail: Any = ""
    language: str = "vi"
    area: int | None = None
    level: Level = Level.ELSEWHERE
    held: int = 0
    named: bool = False
    place: ThenAndNow | None = None

    @property
    def name(self) -> str:
        return "".join(piece.text for piece in self.title)

    @property
    def found_by_name(self) -> bool:
        return _found(self.title) or _found(self.remark)


@dataclass(frozen=True)
class Kind:
    """What is read of a model's rows: to rank them by their `titles` and `texts`, and to make hits of them.

    `plain` and `added` are columns and expressions that only `as_hit` needs. `areas` are the keys of its places.
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
    areas: Any = None

    def public(self) -> Any:
        """The public rows in the order that equals are shown in."""
        return self.model.objects.public().order_by(*(self.order or self.model._meta.ordering))

    def candidates(self, rows: Any) -> list[Row]:
        """What ranks `rows`, a part of `public()`: key, folded words, titles. Wide rows are slow to sort and read."""
        if not (keys := list(rows.values_list("pk", flat=True))):
            return []
        names = {name: self.added[name] for name in self.added if name == _NAMES}
        chosen = self.model.objects.filter(pk__in=keys).order_by(*rows.query.order_by)
        return [*chosen.annotate(**names).values("pk", "folded", *self.titles, *names)]

    def best(self, candidates: list[Row], terms: Sequence[Term], most: int, said: str = "") -> list[Hit]:
        """The `most` best of the candidates as hits; `said` is the whole search."""
        if not candidates:
            return []
        ranking = Ranking(terms, said, short_first=self.short_first)
        scored = sorted(candidates, key=lambda row: self._score(ranking, row), reverse=True)
        # Texts are read, and their very marks compared, of those alone that may be shown.
        keys = [row["pk"] for row in scored[: most * _READ_FOR_ONE_SHOWN]]
        placed = any(term.meaning and term.meaning.areas for term in terms) and self.areas is not None
        added = {**self.added, **({"found_in": self.areas} if placed else {})}
        columns = dict.fromkeys(("pk", "folded", *self.titles, *self.texts, *self.plain, *added))
        # Once more in public only: a row may have gone since it was found.
        rows = self.model.objects.public().filter(pk__in=keys).annotate(**added).values(*columns)
        whole = {row["pk"]: row for row in rows.order_by()}
        still = [(self._score(ranking, whole[key], self.texts), whole[key]) for key in keys if key in whole]
        asked = (said, " ".join(term.typed for term in terms))
        return [
            replace(
                self.as_hit(row, terms),
                level=score[0],
                held=score[2],
                named=score[1] is Together.AS_A_WHOLE
                and any(means(typed, name) for typed in asked for name in self._names(row)),
                place=_place(row.get("found_in"), terms) if placed and score[0] is Level.ELSEWHERE else None,
            )
            for score, row in sorted(still, key=itemgetter(0), reverse=True)[:most]
        ]

    def _score(self, ranking: Ranking, row: Row, texts: Sequence[str] = ()) -> Score:
        return ranking.of_row(self._names(row), row["folded"], [row[name] for name in texts])

    def _names(self, row: Row) -> list[str]:
        return [*(name for title in self.titles for name in _split(row[title])), *_split(row.get(_NAMES))]


# The column of the other names of a row, and how many rows are read whole for one that is shown.
_NAMES, _READ_FOR_ONE_SHOWN = "other_names", 4


def _split(names: str | None) -> list[str]:
    return [each for name in names.split(SEPARATOR) if (each := name.strip())] if names else []


def _place(areas: str | int | None, terms: Sequence[Term]) -> ThenAndNow | None:
    """The place of a row by which it was found, where that is called otherwise."""
    meant = frozenset[int]().union(*(term.meaning.areas for term in terms if term.meaning))
    keys = [int(key) for key in _split(str(areas or "")) if int(key) in meant]
    return places().then_and_now(keys[0]) if keys else None


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
    names = (*_split(row.get(_NAMES)), *_split(row.get("synonyms")))
    return next(filter(_found, (highlighted(name, terms) for name in names)), ())


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
    also = other if not _found(title) and _found(other) else _other_name(title, row, terms)
    shown = excerpt(row["description"], terms)
    return Hit(title, reverse("topic", args=[row["slug"]]), also, shown, language=language)


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
# Beside the name, how it is said: tỉnh Thái Bình.
_said = partial(Concat, "designation", Value(" "), "name", output_field=TextField())
_others = joined(
    AreaName.objects.filter(area=OuterRef("pk")),
    Concat("name", Value(SEPARATOR), _said(), output_field=TextField()),
    "sort_key",
    "id",
)
_area_names = {_NAMES: Concat(_said(), Value(SEPARATOR), _others, output_field=TextField())}
_person_names = {_NAMES: joined(PersonName.objects.filter(person=OuterRef("pk")), "name", "sort_key", "id")}
_agreements = EventAgreement.objects.filter(Agreement.public_q("agreement__"), event=OuterRef("pk"))
_offices = Position.objects.public().filter(person=OuterRef("pk"), partner__area__isnull=False)

AGREEMENTS = Kind(Agreement, ("title",), _agreement, ("summary", "place"), ("slug", "signed"), areas=AREA_KEYS)
PARTNERS = Kind(
    Partner, ("name",), _partner, ("description",), ("slug", "kind"), _partner_names, short_first=True, areas=F("area")
)
PEOPLE = Kind(
    Person,
    ("name",),
    _person,
    ("description",),
    ("slug",),
    _person_names,
    short_first=True,
    areas=joined(_offices, "partner__area_id"),
)
AREAS = Kind(
    Area,
    ("name",),
    _area,
    (),
    ("slug", "level", "designation", "founded", "ended"),
    _area_names,
    order=("ended", "sort_key", "id"),  # today's before what went into it
    short_first=True,
    areas=F("pk"),
)
TOPICS = Kind(Topic, ("label_vi", "label_en", "synonyms"), _topic, ("description",), ("slug",), short_first=True)
SOLUTIONS = Kind(
    Solution, ("name", "synonyms"), partial(_named, view="solution"), ("description",), ("slug",), short_first=True
)
INDICATORS = Kind(
    Indicator, ("name",), partial(_named, view="indicator"), ("description",), ("slug",), short_first=True
)
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
ARTICLES = Kind(Article, ("title", "number"), _article, ("byline", "summary"), ("slug", "language", "outlet__name"))
PASSAGES = Kind(Passage, ("gist",), _passage, (), ("kind", "number", "article__slug", "article__title"), order=("-pk",))

# In the order they are shown.
KINDS = (AGREEMENTS, PARTNERS, PEOPLE, AREAS, TOPICS, SOLUTIONS, INDICATORS, CLAUSES, EVENTS, ARTICLES, PASSAGES)
# What is named, and suggested while somebody types.
NAMED = (AREAS, PARTNERS, PEOPLE, TOPICS, SOLUTIONS, INDICATORS, AGREEMENTS)
