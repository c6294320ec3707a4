"""What the text of a cell means: the value of a field, the record it names, or several of them.

Each kind reads its text, puts the value on the row, and says what a flat row will hold of it, so
that whether a row changed is told by comparing texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
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
from records.columns import SEPARATOR, importable
from records.damage import not_damaged
from records.export.values import plain, shortened
from records.fields import LineField, ProseField
from records.models import KEY_SEPARATOR, TrackedModel
from records.text import normalise, words

from .references import References
from .row_plan import Texts
from .terms import TRUTHS, code_of

_COMMA = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+", re.ASCII)

_TOLD = {
    models.BooleanField: gettext_lazy("Say “true” or “false”."),
    models.TimeField: gettext_lazy("This is no time of day: write it as 14:30."),
    models.URLField: gettext_lazy("This is no web address: write it as https://example.vn/page."),
}


class Cell:
    """A column of a table whose field takes the value as it is."""

    # Kept in rows of its own, which need the number of this one.
    many = False

    def __init__(self, field: Any) -> None:
        self.field = field

    @property
    def required(self) -> bool:
        """Whether a new row has to say it."""
        return not (self.many or self.field.blank or self.field.has_default())

    def text(self, raw: str) -> str:
        """The text of a cell as it is read; lines are kept where there may be several."""
        return raw.strip() if isinstance(self.field, ProseField) else normalise(raw)

    def references(self, text: str, row: Texts) -> Iterator[tuple[type[TrackedModel], str]]:
        """The model and key of every row that `text` names."""
        yield from ()

    def read(self, text: str, row: Texts, references: References) -> Any:
        """Return the value that `text` means in `row` (texts by column); an empty text clears.

        Raises:
            ValidationError: with a sentence for the editor.
        """
        field = self.field
        if not text:
            if not field.blank:
                raise ValidationError(field.error_messages["blank"], code="blank")
            return "" if field.empty_strings_allowed else None
        if self._is_plain_text and "\0" not in text and 0 < len(value := field.to_python(text)) <= field.max_length:
            not_damaged(value)
            return value  # most cells; what follows takes a third of an import that creates rows
        if field.flatchoices:
            text = code_of(field, text)
        elif isinstance(field, models.BooleanField):
            text = TRUTHS.get(" ".join(words(text)), text.capitalize())
        elif isinstance(field, models.DateField):
            text = dates.read(text)
        elif isinstance(field, models.DecimalField) and _COMMA.fullmatch(text):
            form = text.replace(".", "").replace(",", ".")
            raise ValidationError(_("“%(text)s”: write %(form)s.") % {"text": text, "form": form}, code="form")
        value = self._understood(text)
        if isinstance(field, models.IntegerField):
            # SQLite alone would take any number, and the register could never move to PostgreSQL.
            least, most = BaseDatabaseOperations.integer_field_ranges[field.get_internal_type()]
            MinValueValidator(least)(value)
            MaxValueValidator(most)(value)
        field.run_validators(value)  # before anybody writes out 1e999999999
        if value in field.empty_values and not field.blank:
            raise ValidationError(field.error_messages["blank"], code="blank")
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
        """The same of a flat row from the database."""
        return plain(value)


class LinkCell(Cell):
    """The record that a foreign key points to, by its reference.

    A reference is the slug; of a row with a key of two parts, `article-slug#place`, or the second part
    alone if the row already names the first (a party of the clause's own agreement).
    """

    @property
    def target(self) -> type[TrackedModel]:
        return self.field.related_model

    @property
    def names_records(self) -> bool:
        """Whether a reference is a slug alone, so that a name may stand in its place."""
        return self.target.key_length() == 1

    @staticmethod
    def items(text: str) -> list[str]:
        """The references in a cell."""
        return [item] if (item := normalise(text)) else []

    @property
    def within(self) -> str:
        """The column whose record the references are looked for in, if any."""
        first = self.target.key_fields[0]
        return first if self.target.key_length() > 1 and first in self.field.model.key_fields else ""

    def key(self, reference: str, row: Texts) -> str:
        if self.within:
            return f"{normalise(row.get(self.within) or '')}{KEY_SEPARATOR}{reference}"
        return reference.replace("#", KEY_SEPARATOR) if self.target.key_length() > 1 else reference

    def references(self, text: str, row: Texts) -> Iterator[tuple[type[TrackedModel], str]]:
        if text:
            yield self.target, self.key(text, row)

    def read(self, text: str, row: Texts, references: References) -> Any:
        if text:
            return self.find(text, row, references)
        if not self.field.null:
            raise ValidationError(self.field.error_messages["null"], code="null")
        return None

    def find(self, reference: str, row: Texts, references: References) -> int:
        if KEY_SEPARATOR in reference and self.target.key_length() > 1:
            # As it is in addresses; of two spellings of one passage, one would always seem to be new.
            right = reference.replace(KEY_SEPARATOR, "#")
            raise ValidationError(
                _("“%(text)s”: write %(form)s.") % {"text": shortened(reference), "form": shortened(right)}, code="form"
            )
        owner = normalise(row.get(self.within) or "") if self.within else ""
        return references(self.target, self.key(reference, row), reference, owner)

    def written(self, text: str, value: Any) -> str:
        return text


class ManyCell(LinkCell):
    """The records of a many-to-many, by their references with `;` between them."""

    many = True

    @staticmethod
    def items(text: str) -> list[str]:
        return list(filter(None, map(normalise, text.split(SEPARATOR))))

    def references(self, text: str, row: Texts) -> Iterator[tuple[type[TrackedModel], str]]:
        for item in self.items(text):
            yield self.target, self.key(item, row)

    def read(self, text: str, row: Texts, references: References) -> dict[str, tuple[Any, ...]]:
        """What tells every item apart, by its canonical text."""
        read: dict[str, tuple[Any, ...]] = {}
        errors: list[str] = []
        for item in self.items(text):
            try:
                text, identity = self.read_one(item, row, references)
                read[text] = identity
            except ValidationError as error:
                errors += error.messages
        if errors:
            raise ValidationError(errors)
        return read

    def read_one(self, item: str, row: Texts, references: References) -> tuple[str, tuple[Any, ...]]:
        return item, (self.find(item, row, references),)

    def written(self, text: str, value: dict[str, Any]) -> str:
        return SEPARATOR.join(sorted(value))

    def stored(self, value: str | None) -> str:
        return SEPARATOR.join(sorted((value or "").split(SEPARATOR)))

    @property
    def part(self) -> tuple[type[TrackedModel], str, tuple[str, ...]]:
        """The model whose rows hold the items, its link to this row, and what tells the items apart."""
        through = self.field.remote_field.through
        here, there = self.field.m2m_field_name(), self.field.m2m_reverse_field_name()
        return through, f"{here}_id", (f"{there}_id",)


class ReadingsCell(ManyCell):
    """Passages, each with what it reads of the row: `article-slug#place@field@field=value`, in any order.

    A value that is given is read as the column of its name is; `%3B`, `%40`, `%3D` and `%25` stand for `;`, `@`, `=`
    and `%` in it.
    """

    @property
    def readings(self) -> Any:
        return self.field.remote_field.through.readings.rel.related_model

    def key(self, reference: str, row: Texts) -> str:
        return super().key(reference.partition("@")[0], row)

    def read_one(self, item: str, row: Texts, references: References) -> tuple[str, tuple[Any, ...]]:
        reference, *said = item.split("@")
        found: dict[str, str] = {}
        for each in said:
            name, value = self.readings.read(each)
            if name in found:
                raise ValidationError(
                    _("“%(text)s”: it reads one value twice.") % {"text": shortened(item)}, code="form"
                )
            found[name] = self._value(name, value, row, references)
        passage, identity = super().read_one(reference, row, references)
        readings = sorted(found.items())
        text = "@".join([passage, *(self.readings.written(*reading) for reading in readings)])
        return text, (*identity, tuple(readings))

    def read(self, text: str, row: Texts, references: References) -> dict[str, tuple[Any, ...]]:
        found = super().read(text, row, references)
        if len({identity[0] for identity in found.values()}) < len(found):
            raise ValidationError(_("Name each passage once, with all that it reads behind it."), code="form")
        return found

    def _value(self, name: str, text: str, row: Texts, references: References) -> str:
        self.readings.refuse_unreadable(name)
        cell = table_cells(self.field.model)[name]
        return cell.written(text, cell.read(text, row, references)) if text else ""


class PartsCell(ManyCell):
    """Rows that are nothing but a key under this one, such as other names: `kind=name;kind=name`."""

    names_records = False

    def references(self, text: str, row: Texts) -> Iterator[tuple[type[TrackedModel], str]]:
        yield from ()

    def read_one(self, item: str, row: Texts, references: References) -> tuple[str, tuple[Any, ...]]:
        part, names = self.target, self.target.key_fields[1:]
        texts = [text.strip() for text in item.split("=", len(names) - 1)]
        if len(texts) < len(names):
            raise ValidationError(
                _("“%(text)s”: write %(form)s.") % {"text": shortened(item), "form": "=".join(names)}, code="form"
            )
        fields: list[Any] = [part._meta.get_field(name) for name in names]
        texts = [code_of(field, text) if field.choices else text for field, text in zip(fields, texts, strict=True)]
        value = part(**dict(zip(names, texts, strict=True)))
        value.clean_fields(exclude=[self.field.field.name])
        found = tuple(getattr(value, name) for name in names)
        return "=".join(found), found

    @property
    def part(self) -> tuple[type[TrackedModel], str, tuple[str, ...]]:
        return self.target, self.field.field.attname, tuple(self.target.key_fields[1:])


@cache
def table_cells(model: type[TrackedModel]) -> dict[str, Cell]:
    """What the importable columns of `model` hold, by name."""
    fields: list[Any] = [model._meta.get_field(column.name) for column in importable(model.columns())]
    return {field.name: _kind(field)(field) for field in fields}


def _kind(field: Any) -> type[Cell]:
    if field.one_to_many:
        return PartsCell
    if field.many_to_many:
        return ReadingsCell if hasattr(field.remote_field.through, "readings") else ManyCell
    return LinkCell if field.is_relation else Cell
