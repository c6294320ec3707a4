"""Vietnamese text: one spelling, one fold for searching, one key for sorting."""

import re
import unicodedata

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
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_ZERO_WIDTH)).strip()


def normalise_prose(text: str) -> str:
    """Like `normalise`, line by line: paragraphs survive."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(normalise(line) for line in lines).strip()


def fold(text: str) -> str:
    """Return `text` without case, marks and superfluous space: `THÁI  BÌNH` becomes `thai binh`.

    NFD alone leaves đ as it is, so it is replaced first; `thỏa` and `thoả` meet because every
    mark is dropped wherever it stands.
    """
    plain = unicodedata.normalize("NFC", text).casefold().replace("đ", "d")
    letters = (c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return normalise("".join(letters))


def words(text: str) -> list[str]:
    """Return the folded words of `text`: `VNPT-HIS` is `vnpt` and `his`."""
    return _NOT_WORD.sub(" ", fold(text)).split()


def sort_key(text: str) -> str:
    """Return digits that sort as a Vietnamese dictionary does, whatever the database's collation.

    Each letter is two digits in alphabet order (a ă â b c d đ ...), a word break is `00`; the tones
    follow behind `00 00` because they only decide between words of the same letters.
    """
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", normalise(text)).casefold():
        base, tone = char, "0"
        for part in unicodedata.normalize("NFD", char):
            if part in _TONES:
                tone = _TONES[part]
            elif part in _SHAPES:
                base = _SHAPES[part].get(base, base)
            elif not unicodedata.combining(part):
                base = part
        letters.append(_WEIGHTS.get(base, "00"))
        tones.append(tone)
    return "".join(letters) + "0000" + "".join(tones)
