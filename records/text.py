"""Vietnamese text: one spelling, one fold for searching, one key for sorting."""

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import combining, is_normalized, normalize

# Keyboards and word processors leave these between letters, or turn the letters behind them round; none is ever meant.
_UNSEEN = dict.fromkeys(
    [*map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
# Đ as old keyboards and code pages give it: letters of Iceland and of Africa, which look the same.
_D = str.maketrans("ÐðƉɖ", "ĐđĐđ")
_OTHER_D = re.compile("[ÐðƉɖ]")
# What Vietnamese syllables begin and end with.
CONSONANTS = "bcdđghklmnpqrstvx"
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[\W_]+")

# Alphabet order of TCVN 5712 / CLDR vi: the letters first, then the tone as a secondary difference.
_LETTERS = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_WEIGHTS = {letter: f"{rank:02d}" for rank, letter in enumerate(_LETTERS, start=10)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"\u0306": {"a": "ă"}, "\u0302": {"a": "â", "e": "ê", "o": "ô"}, "\u031b": {"o": "ơ", "u": "ư"}}


def normalise(text: str) -> str:
    """Return one line in NFC, without characters that are not seen, with one Đ, every run of spaces as one space."""
    # Most texts are so already; telling it is ten times as fast as doing it again.
    if text.isprintable() and "  " not in text and text.strip() == text and is_normalized("NFC", text):
        return text.translate(_D) if _OTHER_D.search(text) else text
    return _SPACES.sub(" ", normalize("NFC", text.translate(_UNSEEN).translate(_D))).strip()


def normalise_prose(text: str) -> str:
    """Like `normalise`, line by line: paragraphs survive."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(map(normalise, lines)).strip()


@cache
def _fold(char: str) -> str:
    marked = normalize("NFD", char.casefold().translate(_D).replace("đ", "d")).translate(_UNSEEN)
    return normalize("NFC", "".join(part for part in marked if not combining(part)))


def fold(text: str) -> str:
    """Return `text` without case, marks and superfluous space: `THÁI  BÌNH` becomes `thai binh`."""
    return normalise("".join(map(_fold, text)))


def words(text: str) -> list[str]:
    return _NOT_WORD.sub(" ", "".join(map(_fold, text))).split()


@cache
def _weights(char: str) -> tuple[str, str]:
    """The letter of a character as two digits, and its tone as one."""
    base, tone = char, "0"
    for part in normalize("NFD", char):
        if part in _TONES:
            tone = _TONES[part]
        elif part in _SHAPES:
            base = _SHAPES[part].get(base, base)
        elif not combining(part):
            base = part
    return _WEIGHTS.get(base, "00"), tone


def sort_key(text: str) -> str:
    """Return digits that sort as a Vietnamese dictionary does, whatever the database's collation.

    Each letter is two digits in alphabet order (a ă â b c d đ ...), a word break is `00`; the tones
    follow behind `00 00` because they only decide between words of the same letters.
    """
    weights = [_weights(char) for char in normalise(text).casefold()]
    return f"{''.join(letter for letter, _tone in weights)}0000{''.join(tone for _letter, tone in weights)}"


def cut(text: str, most: int) -> str:
    """As much of `text` as fits into so many characters, with a sign that it is not all."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each of the `words` of `text` begins and ends in it, and the folded word."""
    begun, word = 0, ""
    for place, char in enumerate(text):
        folded = _NOT_WORD.sub(" ", _fold(char))
        if " " not in folded:
            begun = begun if word else place
            word += folded
        elif word:
            yield begun, place, word
            word = ""
    if word:
        yield begun, len(text), word


def spelling(text: str) -> list[str]:
    """The words in small letters, each with its marks behind its letters: `hòa` and `hoà` are one, `hóa` is another."""
    text = normalise(text)
    return [_marked(text[begun:end]) for begun, end, _word in spans(text)]


def _marked(word: str) -> str:
    return "".join(sorted(normalize("NFD", word.casefold()), key=lambda part: part if combining(part) else ""))
