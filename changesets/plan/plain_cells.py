"""What the text of a cell means to a field that takes the value as it is."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
    ProhibitNullCharactersValidator,
)
from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records import dates
from records.damage import not_damaged
from records.export.values import plain, shortened
from records.fields import EDTFField, LineField, ProseField
from records.labels import code_of, listed, truth
from records.models import TrackedModel
from records.text import normalise

from .references import References
from .source import Texts

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


_TOLD = {
    models.BooleanField: gettext_lazy("Say “true” or “false”."),
    models.TimeField: gettext_lazy("This is no time of day: write it as 14:30."),
    models.URLField: gettext_lazy("This is no web address: write it as https://example.vn/page."),
}


def empty(field: Any = None) -> ValidationError:
    if field is not None and field.flatchoices:
        said = _("This cell may not be empty: write one of %(terms)s.")
        return ValidationError(said % {"terms": listed(field)}, code="blank")
    return ValidationError(_("This cell may not be empty."), code="blank")


class Cell:
    """A column of a table whose field takes the value as it is."""

    # Kept in rows of its own, which need the number of this one.
    many = False

    def __init__(self, field: Any) -> None:
        self.field = field

    @property
    def required(self) -> bool:
        return not (self.many or self.field.blank or self.field.has_default())

    def text(self, raw: str) -> str:
        """The text of a cell as it is read; lines are kept where there may be several."""
        return raw.strip() if isinstance(self.field, ProseField) else normalise(raw)

    def references(self, text: str, row: Texts) -> Iterator[tuple[type[TrackedModel], str]]:
        """The model and key of every row that `text` names."""
        yield from ()

    def read(self, text: str, row: Texts, references: References) -> Any:
        """Return the value that `text` means in `row` (texts by column), or a ValidationError; an empty text clears."""
        field = self.field
        if not text:
            if not field.blank:
                raise empty(field)
            return "" if field.empty_strings_allowed else None
        if self._is_plain_text and "\0" not in text and 0 < len(value := field.to_python(text)) <= field.max_length:
            not_damaged(value)
            return value  # most cells; what follows takes a third of an import that creates rows
        if field.flatchoices:
            text = code_of(field, text)
        elif isinstance(field, models.BooleanField):
            text = truth(text).capitalize()
        elif isinstance(field, models.DateField):
            return dates.read_day(text)
        elif isinstance(field, models.DecimalField | models.IntegerField):
            refuse_unclear_number(field, text)
        value = self._understood(text)
        if isinstance(field, models.IntegerField):
            # SQLite alone would take any number, and the register could never move to PostgreSQL.
            least, most = BaseDatabaseOperations.integer_field_ranges[field.get_internal_type()]
            MinValueValidator(least)(value)
            MaxValueValidator(most)(value)
        field.run_validators(value)  # before anybody writes out 1e999999999
        if value in field.empty_values and not field.blank:
            raise empty()
        return value

    @cached_property
    def _is_plain_text(self) -> bool:
        """Whether the field asks nothing of a text but its length and that it is whole."""
        usual = (MaxLengthValidator, ProhibitNullCharactersValidator)
        known = type(self.field) in (LineField, ProseField) and not self.field.choices
        return known and all(each is not_damaged or type(each) in usual for each in self.field.validators)

    def _understood(self, text: str) -> Any:
        """The value of the field, where Django's own sentences would speak of Python."""
        field: Any = self.field
        try:
            value = field.to_python(text)
            if isinstance(field, models.URLField):
                field.run_validators(value)
        except ValidationError:
            for kind, told in _TOLD.items():
                if isinstance(self.field, kind) and len(text) <= (field.max_length or len(text)):
                    raise ValidationError(str(told), code="invalid") from None
            raise
        return value

    def written(self, text: str, value: Any) -> str:
        """What a flat row holds of `value`, which was read from `text`, once it is saved."""
        return plain(value)

    def stored(self, value: Any) -> str:
        return plain(value)


def doubt(column: str, field: Any, text: str, old: str, new: str) -> str:
    """What is to be asked of `text` in `column`, which makes `new` of `old`; empty if nothing is."""
    said = {"column": column, "text": text, "old": old, "new": new}
    if isinstance(field, EDTFField | models.DateField) and old and dates.mirrored(old) == new:
        return _("%(column)s “%(text)s”: its day and month change places: %(old)s becomes %(new)s.") % said
    if isinstance(field, models.DecimalField) and _ONE_POINT.fullmatch(text):
        question = _("%(column)s “%(text)s” is read with three decimals. If thousands are meant, write %(whole)s.")
        return question % {**said, "whole": text.replace(".", "")}
    return ""
