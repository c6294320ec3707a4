"""Vietnamese text: one spelling, one fold for searching, one key for sorting."""

import re
from collections.abc import Iterator
from unicodedata import combining, is_normalized, normalize

# Keyboards and word processors leave these between letters; none of them is ever meant.
_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[\W_]+")

# Alphabet order of TCVN 5712 / CLDR vi: the letters first, then the tone as a secondary difference.
_LETTERS = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_WEIGHTS = {letter: f"{rank:02d}" for rank, letter in enumerate(_LETTERS, start=10)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"\u0306": {"a": "ă"}, "\u0302": {"a": "â", "e": "ê", "o": "ô"}, "\u031b": {"o": "ơ", "u": "ư"}}


def normalise(text: str) -> str:
    """Return one line in NFC, without zero-width characters, every run of spaces as one space."""
    # Most texts are so already, and need no copy.
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:] and is_normalized("NFC", text):
        return text
    return _SPACES.sub(" ", normalize("NFC", text.translate(_ZERO_WIDTH))).strip()


def normalise_prose(text: str) -> str:
    """Like `normalise`, line by line: paragraphs survive."""
    if "\n" not in text and "\r" not in text:
        return normalise(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(map(normalise, lines)).strip()


class _Folds(dict[int, str]):
    """What each character folds to, found out once."""

    def __missing__(self, code: int) -> str:
        marked = normalize("NFD", chr(code).casefold().replace("đ", "d")).translate(_ZERO_WIDTH)
        self[code] = folded = normalize("NFC", "".join(char for char in marked if not combining(char)))
        return folded


class _Words(dict[int, str]):
    """The same, and a space for what is part of no word."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _NOT_WORD.sub(" ", _FOLDS[code])
        return folded


_FOLDS, _WORDS = _Folds(), _Words()


def fold(text: str) -> str:
    """Return `text` without case, marks and superfluous space: `THÁI  BÌNH` becomes `thai binh`.

    NFD alone leaves đ as it is, so it is replaced first; `thỏa` and `thoả` meet because every
    mark is dropped wherever it stands.
    """
    return normalise(text.translate(_FOLDS))


def words(text: str) -> list[str]:
    """Return the folded words of `text`: `VNPT-HIS` is `vnpt` and `his`."""
    return text.translate(_WORDS).split()


class _Weighed(dict[int, str]):
    """The letter of each character as two digits, or its `tone` as one, found out once."""

    def __init__(self, *, tone: bool) -> None:
        self._tone = tone

    def __missing__(self, code: int) -> str:
        base, tone = chr(code), "0"
        for part in normalize("NFD", base):
            if part in _TONES:
                tone = _TONES[part]
            elif part in _SHAPES:
                base = _SHAPES[part].get(base, base)
            elif not combining(part):
                base = part
        self[code] = tone if self._tone else _WEIGHTS.get(base, "00")
        return self[code]


_LETTER_WEIGHTS, _TONE_WEIGHTS = _Weighed(tone=False), _Weighed(tone=True)


def sort_key(text: str) -> str:
    """Return digits that sort as a Vietnamese dictionary does, whatever the database's collation.

    Each letter is two digits in alphabet order (a ă â b c d đ ...), a word break is `00`; the tones
    follow behind `00 00` because they only decide between words of the same letters.
    """
    small = normalise(text).casefold()
    return f"{small.translate(_LETTER_WEIGHTS)}0000{small.translate(_TONE_WEIGHTS)}"


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each of the `words` of `text` begins and ends in it, and the folded word."""
    begun, word = 0, ""
    for place, char in enumerate(text):
        folded = _WORDS[ord(char)]
        if " " not in folded:
            begun = begun if word else place
            word += folded
        elif word:
            yield begun, place, word
            word = ""
    if word:
        yield begun, len(text), word
