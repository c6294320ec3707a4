"""Which of the rows found come first: those that say it in their title, and those that say it with its very marks.

The database finds and bounds, Python compares: a database's own ranking of a word that every row holds reads
every row, and knows nothing of tones. A thousand rows are compared for a page.
"""

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from unicodedata import normalize

from records import text

from .abbreviations import full
from .terms import Term

_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_WORD = re.compile(r"[^\W_]+")


class Level(IntEnum):
    """Where a row holds all the terms, the worst place first."""

    ELSEWHERE = 0  # in several places, or in the words of other rows
    TEXT = 1
    TEXT_EXACTLY = 2
    TITLE = 3
    TITLE_EXACTLY = 4


class Together(IntEnum):
    """How a title holds the words of the search."""

    APART = 0
    IN_A_ROW = 1
    AT_ITS_BEGINNING = 2
    AS_A_WHOLE = 3


Score = tuple[Level, Together, int, int]


@lru_cache(maxsize=1000)
def spellings(word: str) -> tuple[str, ...]:
    """The word in small letters with its tone on each letter it may stand on: `hòa` and `hoà` are one word."""
    marked = normalize("NFD", normalize("NFC", word).casefold())
    tones = "".join(_TONE.findall(marked))
    letters = list(normalize("NFC", _TONE.sub("", marked)))
    if not tones:
        return ("".join(letters),)
    placed = ("".join([*letters[:n], letters[n] + tones, *letters[n + 1 :]]) for n in range(len(letters)))
    # Where the tone makes no letter that there is, it cannot stand.
    return tuple(said for said in (normalize("NFC", each) for each in placed) if not _TONE.search(said))


def exactly(term: Term) -> re.Pattern[str]:
    """Finds the term in a text in small letters, as it was typed, marks and all."""
    words = (f"(?:{'|'.join(map(re.escape, spellings(word)))})" for word in _WORD.findall(term.typed))
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(words) + ("" if term.begun else r"(?![^\W_])"))


class Ranking:
    """Compares rows by where they hold `terms`.

    said: the search as it was typed, with what the terms leave out.
    short_first: of two titles as good, the shorter.
    """

    def __init__(self, terms: Sequence[Term], said: str = "", *, short_first: bool = False) -> None:
        self.needles = [term.needles() for term in terms]
        self.typed = [exactly(term) for term in terms]
        self.whole = " ".join(term.phrases[0] for term in terms)
        self.names = {full(self.whole.split()), full(text.words(said))}
        self.longest = max(map(len, self.names))  # short forms stand for more words, never for fewer
        self.short_first = short_first

    def of_title(self, title: str) -> Score:
        words = text.words(title)
        folded = f" {' '.join(words)} "
        held = self._held(folded)
        if held < len(self.needles):
            return Level.ELSEWHERE, Together.APART, held, 0
        level = Level.TITLE_EXACTLY if self._said(title) else Level.TITLE
        if len(words) <= self.longest and full(words) in self.names:
            return level, Together.AS_A_WHOLE, held, 0
        return level, self._together(folded), held, -len(title) if self.short_first else 0

    def of_row(self, titles: Sequence[str], folded: str, texts: Sequence[str] = ()) -> Score:
        """The score of a row by its best title; `folded` holds the words of its first title and of all `texts`."""
        best = max(map(self.of_title, titles))
        if best[0] == Level.ELSEWHERE and self._held(folded) == len(self.needles):
            level = Level.TEXT_EXACTLY if texts and self._said("\n".join((*titles, *texts))) else Level.TEXT
            return level, Together.IN_A_ROW if f" {self.whole} " in folded else Together.APART, *best[2:]
        return best

    def _held(self, folded: str) -> int:
        """How many of the terms a folded text holds."""
        return sum(any(needle in folded for needle in needles) for needles in self.needles)

    def _said(self, words: str) -> bool:
        words = words.lower()
        return all(typed.search(words) for typed in self.typed)

    def _together(self, folded: str) -> Together:
        if f" {self.whole}" not in folded:
            return Together.APART
        return Together.AT_ITS_BEGINNING if folded.startswith(f" {self.whole}") else Together.IN_A_ROW
