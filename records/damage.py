"""Text that is damaged, or looks like what it is not: letters lost on the way, letters of another alphabet."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .text import CONSONANTS

_ASKED = re.compile("[?\ufffd\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u0370-\u03ff\u0400-\u052f]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# A sign in the place of a letter; behind a word without a vowel too, which is no word, but “plan B?” at the end is one.
_LOST = re.compile(r"(?<=([^\W\d_]))\?(?=([^\W\d_]))")
_NO_VOWEL = re.compile(rf"(?<![^\W_])[{CONSONANTS}{CONSONANTS.upper()}][{CONSONANTS}]{{0,2}}\?(?=\s|$)")
# Greek has signs beside Latin letters (µm, Δt): only those letters that look Latin are taken for a mistake.
_OTHER = "Ѐ-ԯΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"
_MIXED = re.compile(rf"[A-Za-zÀ-ɏḀ-ỹ][\u0300-\u036f]*[{_OTHER}]|[{_OTHER}][A-Za-zÀ-ɏḀ-ỹ]")


def not_damaged(text: str) -> None:
    if not _ASKED.search(text):
        return
    if _CONTROL.search(text):
        shown = _CONTROL.sub("\ufffd", text)
        raise _damaged(_word(shown, shown.index("\ufffd")), _("it holds a control character. Delete it."))
    if "\ufffd" in text or (lost := _lost(text)) is not None:
        at = text.index("\ufffd") if "\ufffd" in text else lost
        said = _("letters were lost on its way, and a sign stands in their place. Take it from the original again.")
        raise _damaged(_word(text, at or 0), said, "lost")
    if mixed := _MIXED.search(text):
        odd = next(letter for letter in mixed[0] if re.match(f"[{_OTHER}]", letter))
        said = _("“%(letter)s” in it is a Cyrillic letter that only looks like a Latin one. Type the word again.")
        if odd < "Ѐ":
            said = _("“%(letter)s” in it is a Greek letter that only looks like a Latin one. Type the word again.")
        raise _damaged(_word(text, mixed.start()), said % {"letter": odd})


def _lost(text: str) -> int | None:
    for sign in _LOST.finditer(text):
        before, after = sign.groups()
        if after.isupper() > before.isupper():
            continue  # a sentence begins there
        if not re.search(r"[/=&@]|www\.", _word(text, sign.start())):
            return sign.start()
    lost = [sign.start() for sign in _NO_VOWEL.finditer(text)]
    return lost[0] if len(lost) > 1 or (lost and not text.endswith("?")) else None


def _word(text: str, at: int) -> str:
    return text[: at + 1].rsplit(maxsplit=1)[-1] + text[at + 1 :].split(" ", 1)[0].split("\n", 1)[0]


def _damaged(word: str, said: str, code: str = "damaged") -> ValidationError:
    return ValidationError(f"“{word[:80]}”: {said}", code=code)
