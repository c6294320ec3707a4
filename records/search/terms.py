"""What a search asks for, read out of what was typed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from unicodedata import normalize

from records import text

from . import abbreviations

# More is no search any more, and databases refuse very deep conditions.
MOST_TERMS = 24
# A phrase may hold several short forms, each with several readings.
_MOST_READINGS = 12


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a record must hold: any of `phrases`, each of folded words with a space between.

    typed: as it was typed, marks and all.
    begun: the last word is still being typed, so that any word beginning with it will do.
    also: other forms of the same in the spelling of readers.
    """

    phrases: tuple[str, ...]
    typed: str
    begun: bool = False
    also: tuple[str, ...] = ()

    def needles(self) -> list[str]:
        """The texts, any of which is part of a folded column that holds the term."""
        return [f" {phrase}" if self.begun else f" {phrase} " for phrase in self.phrases]


def read(query: str, *, typing: bool = False) -> tuple[Term, ...]:
    """The terms of a search, at most `MOST_TERMS`: words and short forms, and "quoted phrases" that stay together.

    typing: the last word may be only its beginning, unless a space follows it.
    """
    # As everything is stored: what a Mac has on its clipboard is spelt otherwise.
    query = normalize("NFC", query)
    found: dict[tuple[str, ...], Term] = {}
    last: Term | None = None
    for number, part in enumerate(query.split('"')):
        words = list(text.spans(part))
        for term in _phrase(part, words) if number % 2 else _single(part, words):
            last = found.setdefault(term.phrases, term)
    if typing and last and query[-1:].isalnum():
        del found[last.phrases]  # another word of the query may be the same
        found[last.phrases] = Term(last.phrases[:1], last.typed, begun=True)
    return tuple(found.values())[-MOST_TERMS:] if typing else tuple(found.values())[:MOST_TERMS]


Spans = Sequence[tuple[int, int, str]]


def _single(part: str, spans: Spans) -> Iterator[Term]:
    words, at = tuple(word for _start, _end, word in spans), 0
    while at < len(spans):
        forms = abbreviations.at(words, at) or ((words[at],),)
        last = at + len(forms[0])
        typed = part[spans[at][0] : spans[last - 1][1]]
        yield Term(tuple(map(" ".join, forms)), typed, also=tuple(map(abbreviations.shown, forms[1:])))
        at = last


def _phrase(part: str, spans: Spans) -> Iterator[Term]:
    """One term: every reading of the short forms in it."""
    pieces: list[tuple[str, ...]] = []
    also: list[str] = []
    for term in _single(part, spans):
        pieces.append(term.phrases)
        also += term.also
    if pieces:
        readings = islice(product(*pieces), _MOST_READINGS)
        typed = part[spans[0][0] : spans[-1][1]]
        yield Term(tuple(map(" ".join, readings)), typed, also=tuple(also))
