"""The text of an article as patterns read it: one spelling, its sentences and what is written like a name."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from records.text import normalise

_LETTERS = [chr(code) for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))]
UPPER = "".join(letter for letter in _LETTERS if letter.isupper())
# A word that begins with a capital, and several of them.
WORD = rf"[{UPPER}][\w’']*"
TERRITORY = r"(?:tỉnh|thành phố|TP\.?|tp\.|Tp\.?|huyện|quận|thị xã|thị trấn|xã|phường|Tỉnh|Thành phố|Huyện|Quận|Thị xã)"

# Where the tone stands is a matter of schools; the length stays.
_TONES = {"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe"}
_TONES |= {"oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy"}
_TONES |= {old.capitalize(): new.capitalize() for old, new in _TONES.items()}
_TONE = re.compile(rf"(?<![qQ])(?:{'|'.join(_TONES)})(?!\w)")
_NEWER = {new: old for old, new in _TONES.items()}
_NEW_TONE = re.compile(rf"(?<![qQ])(?:{'|'.join(_NEWER)})(?!\w)")
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160)])
_END = re.compile(rf"\s*•\s*|(?:[.!?…]+[”\"]?|;)\s+(?=[“\"(-]*\s*[{UPPER}\d])|\n+")
_SHORT = re.compile(r"\b(?:TP|Tp|tp|TS|ThS|PGS|GS|BS|KS|Mr|Ms|Mrs|CN|St|Q|P|S|TT|[A-ZĐ])\.$")


LONGEST = 2_000  # letters of a sentence


class Sentence(NamedTuple):
    """A sentence at its `place` in the article, and where in it it stands."""

    place: str
    text: str
    at: int


def any_of(words: str) -> re.Pattern[str]:
    """What finds each of `words`, parted by bars, as a word of its own."""
    return re.compile(rf"(?i)(?<!\w)(?:{words})(?!\w)")


def one_spelling(text: str) -> str:
    """One line, without what is not seen and spaces that are misprints, each tone where the older school puts it."""
    plain = re.sub(r"\s+(?=[,;](?:\s|$))|\s(?=:\s)", "", normalise(text.translate(_CONTROLS)))
    plain = re.sub(rf"(?<=[,;])(?=[^\W\d_])|(?<=[a-zà-ỹ]\.)(?=[{UPPER}][a-zà-ỹ])", " ", plain)
    return _TONE.sub(lambda found: _TONES[found[0]], plain)


def newer_spelling(text: str) -> str:
    """The text with its tones where the newer school puts them: `Hoà` for `Hòa`."""
    return _NEW_TONE.sub(lambda found: _NEWER[found[0]], text)


def sentences(place: str, text: str) -> Iterator[Sentence]:
    """The sentences of a text; one longer than any is cut, as patterns look through all of it."""
    begun = 0
    for stop in (*_END.finditer(text), None):
        if stop and text[stop.start()] == "." and _SHORT.search(text, max(begun, stop.start() - 5), stop.start() + 1):
            continue
        end = stop.end() if stop else len(text)
        while end - begun > LONGEST:
            cut = max(text.rfind(", ", begun, begun + LONGEST), begun + LONGEST // 2) + 1
            yield Sentence(place, text[begun:cut], begun)
            begun = cut
        if begun < end:
            yield Sentence(place, text[begun:end], begun)
            begun = end
