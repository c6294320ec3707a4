"""The terms of a column, by their codes or by what pages call them in any language."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from records.export.values import shortened
from records.text import words

TRUTHS = {"yes": "True", "co": "True", "dung": "True", "no": "False", "khong": "False", "sai": "False"}


def code_of(field: Any, text: str) -> str:
    """The term of `field` that `text` is, or is called in any language.

    Raises:
        ValidationError: with the terms there are.
    """
    terms = dict(field.flatchoices)
    if text in terms or (code := _codes_called(field).get(" ".join(words(text)), "")):
        return text if text in terms else code
    said = _("“%(text)s” is none of these: %(terms)s.") % {"text": shortened(text), "terms": ", ".join(terms)}
    raise ValidationError(said, code="choice")


@cache
def _codes_called(field: Any) -> dict[str, str]:
    """The terms of `field` by their codes and labels, in folded words; not by what means several."""
    found: dict[str, set[str]] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for code, label in field.flatchoices:
                for called in (str(code), str(label)):
                    found.setdefault(" ".join(words(called)), set()).add(code)
    return {called: next(iter(codes)) for called, codes in found.items() if len(codes) == 1}
