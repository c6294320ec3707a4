"""Vietnamese text that was read in the wrong encoding: “Céng hßa” and “Coäng hoøa” are no words.

The fonts of the 1990s (TCVN3, VNI) put Vietnamese letters in the places of Western ones. Such text is
still met, in old files and, opened and saved again, as valid UTF-8. Nothing refuses it but a look at
the words: whether they are Vietnamese syllables as they stand, or only once they are read right.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Letters and signs of Western encodings that Vietnamese does not use; quotation marks and dashes it does.
FOREIGN_LETTER = re.compile("[¡-ª¬-¯±-¶¸-º¼-¿Ä-ÇËÎ-ÑÖ-ØÛÜÞßä-çëî-ñö-øûüþÿƒ„†‡ˆ‰Š‹ŒŽ˜™š›œžŸ\xad]")

ENOUGH_WORDS = 5
MOST_WORDS_OF_A_ROW = 60
MOST_WORDS = 200_000  # of a file: a sample tells, and a second is enough to look at it
LEAST_SHARE = 0.1  # of the rows, so that a few odd names do not condemn a long file

_WORD = re.compile(r"[A-Za-z\x80-\U0010ffff]*[\x80-\U0010ffff][A-Za-z\x80-\U0010ffff]*")
_TONES = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
_SYLLABLE = re.compile(
    "(?:[bcdđghklmnpqrstvx]|ch|gh|gi|kh|ng|ngh|nh|ph|qu|th|tr)?"
    "(?:[aăâeêioôơuưy]|a[iouy]|âu|ây|eo|êu|i[aêu]|iêu|o[aăei]|oa[iy]|oeo|ôi|ơi|u[aâêiôơy]|uô[i]|uâ[y]|uy[aêu]|"
    "ư[aiơu]|ươ[iu]|yê|yêu)"
    "(?:ch|ng|nh|[ckmnpt])?"
)

_TCVN3 = str.maketrans(
    bytes.fromhex(
        "a1a2a3a4a5a6a7 a8a9aaabacadae b5b6b7b8b9 bbbcbdbec6 c7c8c9cacb cccecfd0d1 d2d3d4d5d6 d7d8dcddde"
        "dfe1e2e3e4 e5e6e7e8e9 eaebecedee eff1f2f3f4 f5f6f7f8f9 fafbfcfdfe"
    ).decode("latin-1"),
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
_VNI_LETTERS = dict(zip("ñÑöÖôÔìíæóòÌÍÆÓÒîÎ", "đĐưƯơƠìíỉĩịÌÍỈĨỊỵỴ", strict=True))
# A mark stands behind its vowel, and may be a circumflex or breve together with a tone.
_VNI_MARKS = {
    **dict(zip("øùûõï", "\u0300\u0301\u0309\u0303\u0323", strict=True)),
    **dict(zip("âàáåãä", ("\u0302", *(f"\u0302{tone}" for tone in "\u0300\u0301\u0309\u0303\u0323")), strict=True)),
    **dict(zip("êèéúüë", ("\u0306", *(f"\u0306{tone}" for tone in "\u0300\u0301\u0309\u0303\u0323")), strict=True)),
}


def _tcvn3(word: str) -> str:
    return word.translate(_TCVN3)


def _vni(word: str) -> str:
    read: list[str] = []
    for letter in word:
        mark = _VNI_MARKS.get(letter.lower())
        after = read[-1].lower() if read else ""
        if mark and after and after in "aeouyơư":
            read.append(mark)
        else:
            read.append(_VNI_LETTERS.get(letter, letter))
    return unicodedata.normalize("NFC", "".join(read))


# What Windows-1252 makes of each byte; five mean nothing, and come through as control characters.
_WESTERN = [bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)]
_WESTERN_BYTES = {letter: byte for byte, letter in enumerate(_WESTERN)}


def _windows_1258(word: str) -> str:
    return unicodedata.normalize("NFC", bytes(_WESTERN_BYTES[letter] for letter in word).decode("cp1258"))


def _utf8(word: str) -> str:
    return unicodedata.normalize("NFC", bytes(_WESTERN_BYTES[letter] for letter in word).decode())


_Reading = Callable[[str], str]
_ENCODINGS: dict[_Reading, tuple[str, Promise]] = {
    _utf8: (
        "UTF-8 (Windows-1252)",
        gettext_lazy("Open the original again with “Data › From Text/CSV” and file origin 65001 (UTF-8)."),
    ),
    _windows_1258: (
        "Windows-1258",
        gettext_lazy("Open it with “Data › From Text/CSV” and file origin 1258, and save it as “CSV UTF-8”."),
    ),
    _tcvn3: ("TCVN3 (ABC)", gettext_lazy("Convert it to Unicode with UniKey, and save it as “CSV UTF-8” or XLSX.")),
    _vni: ("VNI", gettext_lazy("Convert it to Unicode with UniKey, and save it as “CSV UTF-8” or XLSX.")),
}


def is_vietnamese(word: str) -> bool:
    """Whether `word`, in NFC, could be a Vietnamese syllable: one tone at most, in its letters and their order."""
    plain = unicodedata.normalize("NFD", word.lower())
    toneless = plain.translate(_TONES)
    return len(plain) - len(toneless) <= 1 and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)))


@lru_cache(maxsize=10_000)
def _readings(word: str) -> tuple[_Reading, ...]:
    """The encodings that make a Vietnamese syllable out of `word`, which is none as it stands."""
    if _is_ordinary(word):
        return ()
    found = []
    for read in _ENCODINGS:
        try:
            meant = read(word)
        except (KeyError, UnicodeDecodeError):
            continue
        if not meant.isascii() and is_vietnamese(meant):
            found.append(read)
    return tuple(found)


@lru_cache(maxsize=10_000)
def _is_ordinary(word: str) -> bool:
    return is_vietnamese(unicodedata.normalize("NFC", word.strip("“”‘’–—…")))


class Mistake(NamedTuple):
    """The place of the cell that shows it, what to tell the user, and whether the whole file is so."""

    at: int
    message: str
    whole: bool


class Spelling:
    """What the rows of a file tell, the more the more of them are read."""

    def __init__(self) -> None:
        self.rows = 0
        self._odd_rows = 0
        self._read = 0
        self._words: dict[_Reading, set[str]] = {read: set() for read in _ENCODINGS}

    def mistaken(self, cells: Sequence[str | None]) -> Mistake | None:
        """Whether this row is in another encoding, by its own words or after those before it."""
        if self._read > MOST_WORDS:
            return None
        found = ((at, match[0]) for at, cell in enumerate(cells) if cell for match in _WORD.finditer(cell))
        words = list(islice(found, MOST_WORDS_OF_A_ROW))
        self._read += len(words)
        telling = [(at, word) for at, word in words if _readings(word)]
        if len(telling) <= sum(_is_ordinary(word) for _at, word in words):
            return None
        self._odd_rows += 1
        for _at, word in telling:
            for read in _readings(word):
                self._words[read].add(word)
        best = max(self._words, key=lambda read: len(self._words[read]))
        here = [(at, word) for at, word in telling if best in _readings(word)]
        whole = len(self._words[best]) >= ENOUGH_WORDS and self._odd_rows >= self.rows * LEAST_SHARE
        if here and (whole or len({word for _at, word in here}) >= ENOUGH_WORDS):
            at, word = here[0]
            return Mistake(at, _told(best, word), whole)
        return None


def of_bytes(content: bytes) -> str:
    """What to tell the user of text that is not UTF-8, empty if most of its words show no encoding we know."""
    text = "".join(_WESTERN[byte] for byte in content)
    words = [word for word in dict.fromkeys(_WORD.findall(text)) if not _is_ordinary(word)]
    telling = {read: [word for word in words if read in _readings(word)] for read in _ENCODINGS if read is not _utf8}
    best = max(telling, key=lambda read: len(telling[read]))
    return _told(best, telling[best][0]) if len(telling[best]) > len(words) / 2 else ""


def _told(read: _Reading, word: str) -> str:
    name, advice = _ENCODINGS[read]
    told = _("This is %(encoding)s, not Unicode: “%(word)s” stands for “%(meant)s”. %(advice)s")
    return told % {"encoding": name, "word": word, "meant": read(word), "advice": advice}
