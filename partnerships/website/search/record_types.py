"""The kinds of record a search shows: what ranks them, in plain values, and how the best of them are shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import F, OuterRef, Prefetch, TextField, Value
from django.db.models.functions import Concat
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.models import Article, Passage
from partnerships.models import (
    Agreement,
    Area,
    AreaName,
    Clause,
    Event,
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
from records.rows import page
from records.search.highlight import Piece, excerpt, highlighted
from records.search.ranking import Level, Ranking, Score, Together
from records.search.terms import Term
from records.spoken import called, language_of

# The column of the other names of a row, and how many rows are read whole for one that is shown.
_NAMES, _READ_FOR_ONE_SHOWN = "other_names", 4


@dataclass(frozen=True, slots=True)
class Hit:
    """One record: `title`, `remark` and `excerpt` are data, `label` and `detail` are in the language of the interface.

    `language` is that of the title; `remark` is a title or name of what it belongs to or is also called. `named`: it is
    called as the search is; `place`: by which it was found.
    """

    record: Any
    label: str
    title: Sequence[Piece]
    address: str
    remark: Sequence[Piece]
    remark_language: str
    excerpt: Sequence[Piece]
    detail: Any
    language: str
    level: Level
    held: int
    named: bool
    place: ThenAndNow | None

    @property
    def name(self) -> str:
        return "".join(piece.text for piece in self.title)

    @property
    def found_by_name(self) -> bool:
        return _found(self.title) or _found(self.remark)


@dataclass(frozen=True)
class Kind:
    """What ranks the rows of a model, their `titles`, other `names` and `texts`; and what is shown of the best.

    `load` reads these with what `title`, `part_of` (what it belongs to, by name), `detail`, `address` and `language`
    ask of them. `areas` are the keys of its places.
    """

    model: Any
    titles: tuple[str, ...]
    texts: tuple[str, ...] = ()
    names: Any = None
    order: tuple[str, ...] = ()
    # Of two names as good, the shorter: VNPT before VNPT Thái Bình.
    short_first: bool = False
    areas: Any = None
    load: Callable[[Any], Any] = lambda rows: rows
    title: Callable[[Any], str] = called
    part_of: Callable[[Any], str] | None = None
    detail: Callable[[Any], Any] = lambda row: ""
    address: Callable[[Any], str] = page
    language: Callable[[Any], str] = lambda row: language_of(called(row))

    def public(self) -> Any:
        """The public rows in the order that equals are shown in."""
        return self.model.objects.public().order_by(*(self.order or self.model._meta.ordering))

    def candidates(self, rows: Any) -> list[Mapping[str, Any]]:
        """What ranks `rows`, a part of `public()`: key, folded words, titles. Wide rows are slow to sort and read."""
        if not (keys := list(rows.values_list("pk", flat=True))):
            return []
        chosen = self._with_names(self.model.objects.filter(pk__in=keys).order_by(*rows.query.order_by))
        return [*chosen.values("pk", "folded", *self.titles, *([_NAMES] if self.names else []))]

    def best(self, candidates: list[Mapping[str, Any]], terms: Sequence[Term], most: int, said: str = "") -> list[Hit]:
        """The `most` best of the candidates as hits; `said` is the whole search."""
        if not candidates:
            return []
        ranking = Ranking(terms, said, short_first=self.short_first)
        scored = sorted(candidates, key=lambda row: self._score(ranking, row), reverse=True)
        # Texts are read, and their very marks compared, of those alone that may be shown.
        keys = [row["pk"] for row in scored[: most * _READ_FOR_ONE_SHOWN]]
        # Once more in public only: a row may have gone since it was found.
        rows = self._with_names(self.load(self.model.objects.public().filter(pk__in=keys))).order_by()
        if meant := frozenset[int]().union(*(term.meaning.areas for term in terms if term.meaning)):
            rows = rows.annotate(found_in=self.areas) if self.areas is not None else rows
        whole = rows.in_bulk()
        still = [(self._score(ranking, vars(whole[key]), self.texts), whole[key]) for key in keys if key in whole]
        best = sorted(still, key=itemgetter(0), reverse=True)[:most]
        asked = (said, " ".join(term.typed for term in terms))
        return [self._hit(row, terms, score, asked, meant) for score, row in best]

    def _with_names(self, rows: Any) -> Any:
        return rows.annotate(**{_NAMES: self.names}) if self.names else rows

    def _score(self, ranking: Ranking, row: Mapping[str, Any], texts: Sequence[str] = ()) -> Score:
        return ranking.of_row(self._called(row), row["folded"], [row[name] for name in texts])

    def _called(self, row: Mapping[str, Any]) -> list[str]:
        return [name for column in (*self.titles, _NAMES) for name in _split(row.get(column))]

    def _hit(self, row: Any, terms: Sequence[Term], score: Score, asked: Sequence[str], meant: frozenset[int]) -> Hit:
        names, title = self._called(vars(row)), highlighted(self.title(row), terms)
        whole = self.part_of(row) if self.part_of else ""
        if self.part_of:
            remark: Sequence[Piece] = [Piece(whole)]
        else:  # found by another name, it says by which
            others = () if _found(title) else (highlighted(name, terms) for name in names)
            remark = next(filter(_found, others), ())
        shown = excerpt(getattr(row, self.texts[0]), terms) if self.texts else []
        as_a_whole = score[1] is Together.AS_A_WHOLE
        return Hit(
            record=row,
            label=capfirst(str(self.model._meta.verbose_name)),
            title=title,
            address=self.address(row),
            remark=remark,
            remark_language=language_of(whole),
            excerpt=shown or ([Piece(row.description)] if self.model is Person else []),
            detail=self.detail(row),
            language=self.language(row),
            level=score[0],
            held=score[2],
            named=as_a_whole and any(means(typed, name) for typed in asked for name in names),
            place=_place(getattr(row, "found_in", ""), meant) if score[0] is Level.ELSEWHERE else None,
        )


def _found(pieces: Sequence[Piece]) -> bool:
    return any(piece.found for piece in pieces)


def _split(names: str | None) -> list[str]:
    return [each for name in names.split(SEPARATOR) if (each := name.strip())] if names else []


def _place(areas: str | int | None, meant: frozenset[int]) -> ThenAndNow | None:
    """The place of a row by which it was found, where that is called otherwise."""
    keys = [int(key) for key in _split(str(areas or "")) if int(key) in meant]
    return places().then_and_now(keys[0]) if keys else None


def _when(area: Area) -> str:
    """Its level, and of two of one name, when they were."""
    day = dates.format_date(day_before(area.ended) or area.founded)
    told = _("%(level)s, until %(day)s") if area.ended else _("%(level)s, since %(day)s")
    level = area.get_level_display()
    return told % {"level": level, "day": day} if day else level


def _of_event(event: Event) -> str:
    agreement = next(iter(event.agreements.all()), None)
    return f"{page(agreement)}#events" if agreement else ""


# Beside the name, how it is said: tỉnh Thái Bình.
_said = Concat("designation", Value(" "), "name", output_field=TextField())
_in_all_ways = Concat("name", Value(SEPARATOR), _said, output_field=TextField())
_area_names = joined(AreaName.objects.filter(area=OuterRef("pk")), _in_all_ways, "sort_key", "id")
_partner_names = joined(PartnerName.objects.filter(partner=OuterRef("pk")), "name", "sort_key", "id")
_person_names = joined(PersonName.objects.filter(person=OuterRef("pk")), "name", "sort_key", "id")
_offices = Position.objects.public().filter(person=OuterRef("pk"), partner__area__isnull=False)

AGREEMENTS = Kind(
    Agreement, ("title",), ("summary", "place"), areas=AREA_KEYS, detail=lambda row: dates.format_date(row.signed)
)
PARTNERS = Kind(
    Partner,
    ("name",),
    ("description",),
    _partner_names,
    short_first=True,
    areas=F("area"),
    detail=lambda row: row.get_kind_display(),
)
PEOPLE = Kind(
    Person, ("name",), ("description",), _person_names, short_first=True, areas=joined(_offices, "partner__area_id")
)
AREAS = Kind(
    Area,
    ("name",),
    names=Concat(_said, Value(SEPARATOR), _area_names, output_field=TextField()),
    order=("ended", "sort_key", "id"),  # today's before what went into it
    short_first=True,
    areas=F("pk"),
    detail=_when,
)
TOPICS = Kind(Topic, ("label_vi", "label_en", "synonyms"), ("description",), short_first=True)
SOLUTIONS = Kind(Solution, ("name", "synonyms"), ("description",), short_first=True)
INDICATORS = Kind(Indicator, ("name",), ("description",), short_first=True)
CLAUSES = Kind(
    Clause,
    ("heading",),
    ("text", "condition"),
    # By their own key: no other order is in an index that ends early.
    order=("-pk",),
    load=lambda rows: rows.select_related("agreement"),
    title=lambda row: row.heading,
    part_of=lambda row: called(row.agreement),
    # A hit stands alone: what nobody promised is not to be read as agreed.
    detail=lambda row: "" if row.kind in Clause.PROMISED else row.get_kind_display(),
    address=lambda row: f"{page(row.agreement)}#clause-{row.number}",
)
EVENTS = Kind(
    Event,
    ("title",),
    ("place",),
    load=lambda rows: rows.prefetch_related(Prefetch("agreements", Agreement.objects.public())),
    detail=lambda row: dates.format_date(row.date),
    address=_of_event,
)
ARTICLES = Kind(
    Article,
    ("title", "number"),
    ("summary", "byline"),
    load=lambda rows: rows.with_related().defer("full_text"),
    part_of=lambda row: row.number or row.publisher,
    language=lambda row: row.language,
)
PASSAGES = Kind(
    Passage,
    ("gist",),
    order=("-pk",),
    load=lambda rows: rows.select_related("article").defer("article__full_text"),
    title=lambda row: row.gist,
    part_of=lambda row: row.article.title,
    address=lambda row: f"{page(row.article)}#{row.place}",
)

# In the order they are shown.
KINDS = (AGREEMENTS, PARTNERS, PEOPLE, AREAS, TOPICS, SOLUTIONS, INDICATORS, CLAUSES, EVENTS, ARTICLES, PASSAGES)
# What is named, and suggested while somebody types.
NAMED = (AREAS, PARTNERS, PEOPLE, TOPICS, SOLUTIONS, INDICATORS, AGREEMENTS)
