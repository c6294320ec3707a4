"""What of a text a search has found, for `<mark>`: plain values, which the template escapes."""

from collections.abc import Sequence
from dataclasses import dataclass

from records import text

from .terms import Term


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, and whether the search found it."""

    text: str
    found: bool = False


def highlighted(whole: str, terms: Sequence[Term]) -> list[Piece]:
    """`whole` in pieces: whole words as they are written, whatever the marks and capitals of the search."""
    spans = list(text.spans(whole))
    words = [word for _start, _end, word in spans]
    pieces: list[Piece] = []
    begin, at = 0, 0
    while at < len(spans):
        length = max((_length(words, at, term) for term in terms), default=0)
        if length:
            start, end = spans[at][0], spans[at + length - 1][1]
            pieces += [Piece(whole[begin:start]), Piece(whole[start:end], found=True)]
            begin = end
        at += length or 1
    return [piece for piece in (*pieces, Piece(whole[begin:])) if piece.text]


def _length(words: Sequence[str], at: int, term: Term) -> int:
    """How many of the words from `at` on are a phrase of the term."""
    longest = 0
    for phrase in term.phrases:
        wanted = phrase.split()
        here = words[at : at + len(wanted)]
        same = here[:-1] == wanted[:-1] and here[-1].startswith(wanted[-1]) if term.begun else here == wanted
        if same and len(here) == len(wanted):
            longest = max(longest, len(wanted))
    return longest


def excerpt(whole: str, terms: Sequence[Term], longest: int = 200) -> list[Piece]:
    """The part of a long text around what was found first, highlighted; nothing if nothing was."""
    pieces = highlighted(whole, terms)
    first = next((number for number, piece in enumerate(pieces) if piece.found), None)
    if first is None:
        return []
    before = sum(len(piece.text) for piece in pieces[:first])
    start = whole.rfind(" ", 0, max(0, before - longest // 3)) + 1 if before > longest // 2 else 0
    end = len(whole) if len(whole) - start <= longest else whole.rfind(" ", start, start + longest)
    shown = whole[start : end if end > before else start + longest]
    return highlighted(f"{'… ' if start else ''}{shown}{' …' if start + len(shown) < len(whole) else ''}", terms)
