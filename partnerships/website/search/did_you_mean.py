"""What to try where a search found nothing. Public records alone have a say in it."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from records.search.queries import narrowed
from records.search.terms import Term, read

from .record_types import AREAS, KINDS, PARTNERS, PEOPLE, SOLUTIONS, TOPICS
from .results import Suggestion, suggest

# More words are not looked at one by one.
MOST_LOOKED_AT = 4
# Of each kind so many names lend their words.
MOST_NAMES = 5000
MOST_MEANT = 3


@dataclass(frozen=True, slots=True)
class Loosening:
    """`missing`: words that are nowhere; `without`: the search without them, or without its quotes; `meant`: names."""

    missing: list[str]
    without: str
    meant: list[Suggestion]


def relax(query: str) -> Loosening:
    terms = read(query)
    unquoted = " ".join(query.replace('"', " ").split())
    if terms and '"' in query and _anywhere(read(unquoted)):
        return Loosening([], unquoted, [])
    # One that was sought alone is known to be nowhere.
    missing = [term for term in terms[:MOST_LOOKED_AT] if len(terms) == 1 or not _anywhere([term])]
    without = " ".join(term.typed for term in terms if term not in missing) if missing else ""
    return Loosening([term.typed for term in missing], without, _meant(terms, missing) if missing else [])


def _anywhere(terms: Sequence[Term]) -> bool:
    return any(narrowed(kind.model.objects.public(), terms).exists() for kind in KINDS)


def _meant(terms: Sequence[Term], missing: Sequence[Term]) -> list[Suggestion]:
    """Names that hold the other words and, for those that are missing, the nearest that any name has."""
    known: set[str] = set()
    for kind in (AREAS, PARTNERS, PEOPLE, TOPICS, SOLUTIONS):
        names = kind.model.objects.public().order_by("pk").values_list("folded", flat=True)[:MOST_NAMES]
        known.update(*map(str.split, names))
    words = []
    for term in terms:
        for word in term.phrases[0].split():
            nearest = _nearest(word, known) if term in missing else word
            if nearest is None:
                return []
            words.append(nearest)
    return suggest(" ".join(words), typing=False)[:MOST_MEANT]


def _nearest(word: str, known: set[str]) -> str | None:
    """The known word that is most like `word`; a slip of the finger leaves length and letters nearly alone."""
    alike = sorted(other for other in known if abs(len(other) - len(word)) <= 1 and other[0] == word[0])
    return next(iter(difflib.get_close_matches(word, alike, n=1, cutoff=0.6)), None)
