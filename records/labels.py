"""The terms of a closed list, by their codes or by what pages call them in any language."""

from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from .export.values import shortened
from .text import words

TRUTHS = {"yes": "true", "co": "true", "dung": "true", "1": "true", "no": "false", "khong": "false", "sai": "false"}
TRUTHS |= {"true": "true", "false": "false", "0": "false"}


def truth(text: str) -> str:
    """`true` or `false` for what people write for it in either language; other texts as they are."""
    return TRUTHS.get(" ".join(words(text)), text)


def code_called(terms: Any, text: str) -> str:
    """The code in `terms` (a field or `TextChoices`) that `text` is, or is called by in any language; "" if none."""
    return text if text in dict(_choices(terms)) else codes_called(terms).get(" ".join(words(text)), "")


def code_of(terms: Any, text: str) -> str:
    """The code in `terms` that `text` is, or is called by in any language, or a ValidationError with all of them."""
    if code := code_called(terms, text):
        return code
    said = _("“%(text)s” is none of these: %(terms)s.") % {"text": shortened(text), "terms": listed(terms)}
    raise ValidationError(said, code="invalid_choice")


def listed(terms: Any) -> str:
    named = (code if code == str(label) else f"{code} ({label})" for code, label in _choices(terms) if code)
    return "; ".join(named)


def _choices(terms: Any) -> Any:
    return terms.flatchoices if hasattr(terms, "flatchoices") else terms.choices


@cache
def codes_called(terms: Any) -> dict[str, str]:
    """The codes by themselves and by their labels, in folded words; not by what means several."""
    found: dict[str, set[str]] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for code, label in _choices(terms):
                for called in (str(code), str(label)):
                    found.setdefault(" ".join(words(called)), set()).add(code)
    return {called: next(iter(codes)) for called, codes in found.items() if len(codes) == 1}
