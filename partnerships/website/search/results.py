"""What a search finds: what is called so, the list it asks for, and hits kind by kind: bounded, the best first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst

from partnerships.models import Agreement, Clause, Partner
from partnerships.models.area_tree import places
from partnerships.website.record_pages import RECORD_PAGES
from records.search.queries import anywhere, narrowed, narrowed_by_own
from records.search.ranking import Level
from records.search.terms import Term, read

from .record_types import AGREEMENTS, AREAS, KINDS, NAMED, Hit, Kind

SHOWN = 5
# So many rows of a kind are compared and counted; of more it is said that there are more.
COMPARED = 1000
# While somebody types: of each kind, and of all.
SUGGESTED_OF_A_KIND, SUGGESTED = 4, 8
SHORTEST = 2
# Ranking some hundred names is quicker than the next key is typed.
COMPARED_WHILE_TYPING = 200


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits of a kind beside what is called so, how many there are (`count`, or more than that); `more` leads
    to all of them."""

    label: str
    hits: list[Hit]
    more: str
    count: int
    beyond: bool


@dataclass(frozen=True, slots=True)
class Card:
    """What is called as the search is, and the others that are, at other times."""

    hit: Hit
    same: Sequence[Hit] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """The list that the words ask for, by its filters."""

    label: str
    says: list[Any]
    address: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search finds. `weak`: nowhere in a name or title, and nothing is meant by the words."""

    terms: Sequence[Term] = ()
    listing: Listing | None = None
    cards: Sequence[Card] = ()
    groups: Sequence[Found] = ()

    def __bool__(self) -> bool:
        return bool(self.cards or self.groups)

    @property
    def hits(self) -> list[Hit]:
        """All of them, the best first."""
        called = (hit for card in self.cards for hit in (card.hit, *card.same))
        return [*called, *(hit for group in self.groups for hit in group.hits)]

    @property
    def weak(self) -> bool:
        meant = self and any(term.meaning for term in self.terms)
        return not (meant or self.cards or any(hit.level >= Level.TITLE for hit in self.hits))

    @property
    def understood(self) -> list[Any]:
        return [term.meaning.says for term in self.terms if term.meaning]

    @property
    def literally(self) -> str:
        """The same words, read as nothing but words."""
        return " ".join(f'"{term.typed}"' for term in self.terms)


def find(query: str) -> Answer:
    """What the public records hold of `query`, kinds without a hit left out."""
    terms = read(query)
    if not terms or any(not term.meaning and not anywhere(term) for term in terms):
        return Answer(terms, _listing(terms))
    cards: list[Card] = []
    groups: list[tuple[tuple[Any, ...], Found]] = []
    for kind in KINDS:
        if not (rows := _candidates(kind, terms)):
            continue
        hits = kind.best(rows, terms, SHOWN, query)
        named = [hit for hit in hits if hit.named and kind.model in RECORD_PAGES]
        cards += [Card(named[0], named[1:])] if kind is AREAS and named else map(Card, named)
        if others := [hit for hit in hits if hit not in named]:
            listed = (kind.model in RECORD_PAGES or kind.model is Clause) and len(rows) > SHOWN
            more = f"{_list_of(kind.model)}?{urlencode({'search': query})}" if listed else ""
            plural = capfirst(str(kind.model._meta.verbose_name_plural))
            beside = min(len(rows), COMPARED) - len(named)
            found = Found(plural, others, more, beside, len(rows) > COMPARED)
            best = max((min(hit.level, Level.TITLE), hit.held) for hit in others)
            groups.append(((best, kind in NAMED and kind is not AGREEMENTS), found))
    if not cards:  # what says it in its name comes first; beside what is called so, the agreements
        groups.sort(key=lambda group: group[0], reverse=True)
    return Answer(terms, _listing(terms), cards, [found for _best, found in groups])


def _listing(terms: Sequence[Term]) -> Listing | None:
    """The list of agreements, clauses or partners that the terms ask for: by a word that asks, or several names."""
    meanings = [term.meaning for term in terms if term.meaning]
    filters_of = [each.filters for each in meanings]
    apart = [of for of in filters_of if Agreement not in of]
    model: Any = Agreement
    if any(Clause in of for of in apart):
        model = Clause
    elif any(Partner in of for of in apart) and all(Partner in of for of in filters_of):
        model = Partner  # nothing is asked besides that only agreements are narrowed by
    meant = [each for each in meanings if model in each.filters]
    if len(meant) < 2 and not any(each.asks for each in meant):
        return None
    filters: dict[str, str] = {}
    words = []
    for term in terms:
        narrow = term.meaning.filters.get(model) if term.meaning else None
        if narrow is None or narrow.keys() & filters.keys():
            words.append(term.typed)
        else:
            filters |= narrow
    filters |= {"search": " ".join(words)} if words else {}
    says = [each.says for each in meant if each.filters[model]]
    label = capfirst(str(model._meta.verbose_name_plural))
    return Listing(label, [*says, *words], f"{_list_of(model)}?{urlencode(sorted(filters.items()))}")


def _list_of(model: Any) -> str:
    return reverse("commitments" if model is Clause else model.collection)


def suggest(query: str) -> list[Hit]:
    """Public records whose names hold `query`, the last word of which may be a beginning; what is called so first."""
    terms = read(query, typing=True)
    if all(len(term.phrases[0]) < SHORTEST for term in terms):
        return []  # a single letter begins half of all words
    # Too many words of the many titles begin with one or two letters.
    short = terms[-1].begun and len(terms[-1].phrases[0]) <= SHORTEST
    found: list[Hit] = []
    for kind in NAMED:
        if len(found) < SUGGESTED and not (short and kind is AGREEMENTS):
            find_rows = narrowed_by_own if kind is AGREEMENTS else narrowed
            rows = kind.candidates(find_rows(kind.public(), terms)[:COMPARED_WHILE_TYPING])
            best = kind.best(rows, terms, SUGGESTED_OF_A_KIND, query)
            found += [hit for hit in (_leading_apart(best) if kind is AREAS else best) if hit.found_by_name]
    return sorted(found, key=lambda hit: not hit.named)[:SUGGESTED]


def _leading_apart(hits: Sequence[Hit]) -> list[Hit]:
    """Areas without those that are called as a better hit is and have become the same as it: its page names them."""
    tree, found = places(), dict[object, Hit]()
    for hit in hits:
        found.setdefault((hit.name, tree.successors(hit.record) or (hit.record,)), hit)
    return [*found.values()]


def _candidates(kind: Kind, terms: Sequence[Term]) -> list[Mapping[str, Any]]:
    """Rows to compare: at least one more than `COMPARED` where there are more."""
    rows = kind.candidates(narrowed(kind.public(), terms)[: COMPARED + 1])
    if len(rows) <= COMPARED or len(kind.model.searched) == 1:
        return rows
    # The words of its parts have found too many: whatever says it itself is compared in any case.
    own = kind.candidates(narrowed_by_own(kind.public(), terms)[:COMPARED])
    return [*{row["pk"]: row for row in (*own, *rows)}.values()]
