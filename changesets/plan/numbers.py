"""Numbers as people write them: what is none to a machine is refused with what would be right."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from records.export.values import shortened

_COMMA = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}", re.ASCII)
_ONE_POINT = re.compile(r"-?\d{1,3}\.\d{3}", re.ASCII)
_PLAIN = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
LONGEST = 40  # characters; patterns need a bound, and no column takes so long a number
# A number with what is counted behind it, or the like.
_COUNTED = re.compile(r"\D*?(-?\d[\d.,]*)\s*\D*", re.ASCII)


def refuse_unclear_number(field: Any, text: str) -> None:
    """Refuse what may be meant for a number of `field` in several ways, or says more than one."""
    whole = isinstance(field, models.IntegerField)
    if len(text) > LONGEST:
        said = _("“%(text)s” is no whole number.") if whole else _("This is no number.")
        raise ValidationError(said % {"text": shortened(text)}, code="form")
    if re.fullmatch(r"[-+]?\d+", text, re.ASCII) if whole else _PLAIN.fullmatch(text):
        return
    found = _COUNTED.fullmatch(text)
    number = found[1].rstrip(".,") if found else text
    if _COMMA.fullmatch(number):
        number = number.replace(".", "").replace(",", ".")
    elif _GROUPED.fullmatch(number):
        number = number.replace(".", "")
    told = {"text": shortened(text), "form": shortened(number)}
    if not whole:
        if number != text:
            raise ValidationError(_("“%(text)s”: write %(form)s.") % told, code="form")
    elif re.fullmatch(r"-?\d+", number, re.ASCII):
        raise ValidationError(_("“%(text)s”: write %(form)s.") % told, code="form")
    elif _ONE_POINT.fullmatch(number):
        said = _("“%(text)s” is no whole number. If thousands are meant, write %(form)s.")
        raise ValidationError(said % {**told, "form": number.replace(".", "")}, code="form")
    else:
        raise ValidationError(_("“%(text)s” is no whole number.") % told, code="form")


def asked_of_thousands(text: str) -> str:
    """The number without its point, where three digits behind it may be meant for thousands; else empty."""
    return text.replace(".", "") if _ONE_POINT.fullmatch(text) else ""
