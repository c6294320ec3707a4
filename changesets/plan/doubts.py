"""What a cell may have been meant to say instead: asked of changes that are taken."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from records import dates
from records.fields import EDTFField

from .numbers import asked_of_thousands


def doubt(column: str, field: Any, text: str, old: str, new: str) -> str:
    """What is to be asked of `text` in `column`, which makes `new` of `old`; empty if nothing is."""
    said = {"column": column, "text": text, "old": old, "new": new}
    if isinstance(field, EDTFField | models.DateField) and old and dates.mirrored(old) == new:
        return _("%(column)s “%(text)s”: its day and month change places: %(old)s becomes %(new)s.") % said
    if isinstance(field, models.DecimalField) and (whole := asked_of_thousands(text)):
        question = _("%(column)s “%(text)s” is read with three decimals. If thousands are meant, write %(whole)s.")
        return question % {**said, "whole": whole}
    return ""
