"""What a search finds, kind by kind: bounded, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst

from partnerships.models.area_tree import places
from partnerships.website.record_pages import RECORD_PAGES
from records.search.queries import narrowed, narrowed_by_own
from records.search.terms import Term, read

from .record_types import AGREEMENTS, AREAS, KINDS, NAMED, Hit, Kind, Row

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
    """The best hits of a kind, and how many there are: `count`, or more than that; `more` leads to all of them."""

    label: str
    hits: list[Hit]
    more: str
    count: int
    beyond: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    hit: Hit
    label: str


def find(query: str) -> list[Found]:
    """What the public records hold of `query`, kinds without a hit left out."""
    terms = read(query)
    if not terms:
        return []
    groups = []
    for kind in KINDS:
        if rows := _candidates(kind, terms):
            listed = kind.model in RECORD_PAGES and len(rows) > SHOWN
            more = f"{reverse(kind.model.collection)}?{urlencode({'search': query})}" if listed else ""
            label = capfirst(str(kind.model._meta.verbose_name_plural))
            hits = kind.best(rows, terms, SHOWN)
            groups.append(Found(label, hits, more, min(len(rows), COMPARED), len(rows) > COMPARED))
    return groups


def suggest(query: str, *, typing: bool = True) -> list[Suggestion]:
    """Public records whose names hold `query`, the last word of which may be a beginning."""
    terms = read(query, typing=typing)
    if not terms or len("".join(terms[0].phrases)) < SHORTEST:
        return []  # a single letter begins half of all words
    # Too many words of the many titles begin with one or two letters.
    short = terms[-1].begun and len(terms[-1].phrases[0]) <= SHORTEST
    found: list[Suggestion] = []
    for kind in NAMED:
        if len(found) < SUGGESTED and not (short and kind is AGREEMENTS):
            find_rows = narrowed_by_own if kind is AGREEMENTS else narrowed
            rows = kind.candidates(find_rows(kind.public(), terms)[:COMPARED_WHILE_TYPING])
            label = capfirst(str(kind.model._meta.verbose_name))
            best = kind.best(rows, terms, SUGGESTED_OF_A_KIND)
            if kind is AREAS:
                best = _leading_apart(best)
            found += [Suggestion(hit, label) for hit in best if hit.found_by_name]
    return found[:SUGGESTED]


def _leading_apart(hits: Sequence[Hit]) -> list[Hit]:
    """Areas without those that are called as a better hit is and have become the same as it: its page names them."""
    tree, found = places(), dict[object, Hit]()
    for hit in hits:
        area = tree.get(hit.area)
        found.setdefault((hit.name, (tree.successors(area) if area else ()) or (area,)), hit)
    return [*found.values()]


def _candidates(kind: Kind, terms: Sequence[Term]) -> list[Row]:
    """Rows to compare: at least one more than `COMPARED` where there are more."""
    rows = kind.candidates(narrowed(kind.public(), terms)[: COMPARED + 1])
    if len(rows) <= COMPARED or len(kind.model.searched) == 1:
        return rows
    # The words of its parts have found too many: whatever says it itself is compared in any case.
    own = kind.candidates(narrowed_by_own(kind.public(), terms)[:COMPARED])
    return [*{row["pk"]: row for row in (*own, *rows)}.values()]
