"""What a search asks for, read out of what was typed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from unicodedata import normalize

from records import text

from . import abbreviations, vocabulary

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
    before: phrases that find a record, but are not what it was sought by: names of what a place took the place of.
    meaning: what finds rows beside the words.
    """

    phrases: tuple[str, ...]
    typed: str
    begun: bool = False
    also: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    meaning: vocabulary.Meaning | None = field(default=None, compare=False)

    @property
    def sought(self) -> tuple[str, ...]:
        """All phrases that find a record."""
        return (*self.phrases, *self.before)

    def needles(self) -> list[str]:
        """The texts, any of which is part of a folded column that holds the term."""
        return [f" {phrase}" if self.begun else f" {phrase} " for phrase in self.phrases]


def read(query: str, *, typing: bool = False, literally: bool = False) -> tuple[Term, ...]:
    """The terms of a search, at most `MOST_TERMS`: words, what is said in several words, and "quoted phrases".

    Short forms and what the `vocabulary` knows are read outside quotes; words that only make a question of the others
    are left out.
    typing: the last word may be only its beginning, unless a space follows it.
    literally: nothing is known of the words but their short forms.
    """
    # As everything is stored: what a Mac has on its clipboard is spelt otherwise.
    query = normalize("NFC", query)
    typing = typing and query[-1:].isalnum()
    known_by = None if literally else vocabulary.recognisers() if query.strip(' "') else []
    found: dict[tuple[str, ...], Term] = {}
    idle: dict[tuple[str, ...], Term] = {}
    last: Term | None = None
    for number, part in enumerate(query.split('"')):
        words = list(text.spans(part))
        for asked, term in _phrase(part, words) if number % 2 else _single(part, words, known_by):
            last = term
            (found if asked else idle).setdefault(term.phrases, term)
    if typing and last:
        for known in (found, idle):
            known.pop(last.phrases, None)  # another word of the query may be the same
        found[last.phrases] = Term(last.phrases[:1], last.typed, begun=True)
    terms = tuple((found or idle).values())
    return terms[-MOST_TERMS:] if typing else terms[:MOST_TERMS]


Spans = Sequence[tuple[int, int, str]]


def _single(
    part: str, spans: Spans, known_by: Sequence[vocabulary.Recogniser] | None = None
) -> Iterator[tuple[bool, Term]]:
    """The terms in their order, and whether each asks for anything; literally, if nobody is asked."""
    words = tuple(word for _start, _end, word in spans)
    raw = tuple(part[begun:end] for begun, end, _word in spans)
    spelt = tuple("".join(text.spelling(word)) for word in raw)
    at = 0
    while at < len(spans):
        forms = abbreviations.at(words, at)
        if forms and len(forms[0]) == 1 and not abbreviations.meant(raw[at]):
            forms = ()
        length = known_as = len(forms[0]) if forms else 1
        before: tuple[str, ...] = ()
        also, meaning, asked = tuple(map(abbreviations.shown, forms[1:])), None, True
        if known_by is not None:
            known = vocabulary.known(known_by, words[at:], spelt[at:])
            if known and known.length >= length:
                length, meaning, others, before = known
                also = (*(also if length == known_as else ()), *others)
            idle = vocabulary.idle(words[at:], spelt[at:], plain=spelt == words)
            if idle > length or (idle == length and not forms and not meaning):
                also, before, length, meaning, asked = (), (), idle, None, False
        phrases = (" ".join(words[at : at + length]), *(" ".join(text.words(each)) for each in also))
        typed = part[spans[at][0] : spans[at + length - 1][1]]
        former = tuple(" ".join(text.words(each)) for each in before)
        yield asked, Term(tuple(dict.fromkeys(phrases)), typed, also=also, before=former, meaning=meaning)
        at += length


def _phrase(part: str, spans: Spans) -> Iterator[tuple[bool, Term]]:
    """One term: every reading of the short forms in it."""
    pieces: list[tuple[str, ...]] = []
    also: list[str] = []
    for _asked, term in _single(part, spans):
        pieces.append(term.phrases)
        also += term.also
    if pieces:
        readings = islice(product(*pieces), _MOST_READINGS)
        typed = part[spans[0][0] : spans[-1][1]]
        yield True, Term(tuple(map(" ".join, readings)), typed, also=tuple(also))
