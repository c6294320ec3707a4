"""What the text of a cell means: the value of a field, the record it names, or several of them.

Each kind reads its text, puts the value on the row, and says what a flat row will hold of it, so
that whether a row changed is told by comparing texts.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from import_export.fields import Field

from records import dates
from records.columns import SEPARATOR, Column
from records.fields import EDTFField
from records.models import Traced

from .values import plain

# Among how many slugs of the same beginning the nearest is looked for.
ALIKE = 1000


class Cell(Field):
    """A column of a table whose field takes the value as it is."""

    # Written after the row itself, which must have its primary key first.
    after_save = False

    def __init__(self, name: str, model: type[Traced]) -> None:
        super().__init__(attribute=name, column_name=name)
        self.name, self.model = name, model

    @property
    def field(self) -> Any:
        return self.model._meta.get_field(self.name)

    def read(self, text: str, row: Traced, lookup: Lookup) -> Any:
        """Return the value that `text` means on `row`; an empty text clears.

        Raises:
            ValidationError: with a sentence for the editor.
        """
        field = self.field
        if not text:
            return "" if field.empty_strings_allowed else None
        if field.choices and text not in dict(field.flatchoices):
            terms = ", ".join(term for term, _label in field.flatchoices)
            raise ValidationError(
                _("“%(text)s” is none of these: %(terms)s.") % {"text": text, "terms": terms}, code="choice"
            )
        if isinstance(field, models.BooleanField):
            text = text.capitalize()
        elif isinstance(field, models.DateField):
            text = dates.read(text)
        elif isinstance(field, EDTFField):
            field.run_validators(text)  # its parser takes long over long texts
        value = field.to_python(text)
        field.run_validators(value)  # before anybody writes out 1e999999999
        return value

    def put(self, row: Traced, value: Any) -> None:
        setattr(row, self.name, value)

    def written(self, text: str, value: Any) -> str:
        """What a flat row holds of `value`, which was read from `text`, once it is saved."""
        return plain(value)

    def stored(self, value: Any) -> str:
        """The same of a flat row from the database."""
        return plain(value)


class LinkCell(Cell):
    """The record that a foreign key points to, by its reference."""

    def read(self, text: str, row: Traced, lookup: Lookup) -> Any:
        return lookup(self.field.related_model, text, row) if text else None

    def written(self, text: str, value: Any) -> str:
        return text


class ManyCell(Cell):
    """The records of a many-to-many, by their references with `;` between them."""

    after_save = True

    def read(self, text: str, row: Traced, lookup: Lookup) -> dict[str, Any]:
        read: dict[str, Any] = {}
        errors: list[str] = []
        for item in filter(None, map(str.strip, text.split(SEPARATOR))):
            try:
                reference, value = self.read_one(item, row, lookup)
                read[reference] = value
            except ValidationError as error:
                errors += error.messages
        if errors:
            raise ValidationError(errors)
        return read

    def read_one(self, item: str, row: Traced, lookup: Lookup) -> tuple[str, Any]:
        return item, lookup(self.field.related_model, item, row)

    def put(self, row: Traced, value: dict[str, Any]) -> None:
        row.set_links(self.name, value.values())

    def written(self, text: str, value: dict[str, Any]) -> str:
        return SEPARATOR.join(sorted(value))

    def stored(self, value: str | None) -> str:
        return SEPARATOR.join(sorted((value or "").split(SEPARATOR)))


class PartsCell(ManyCell):
    """Rows that are nothing but a key under this one, such as other names: `kind=name;kind=name`."""

    def read_one(self, item: str, row: Traced, lookup: Lookup) -> tuple[str, Any]:
        part, names = self.field.related_model, self.field.related_model.key_fields[1:]
        texts = [text.strip() for text in item.split("=", len(names) - 1)]
        if len(texts) < len(names):
            raise ValidationError(
                _("“%(text)s”: write %(form)s.") % {"text": item, "form": "=".join(names)}, code="form"
            )
        value = part(**dict(zip(names, texts, strict=True)))
        value.clean_fields(exclude=[self.field.field.name])
        return "=".join(getattr(value, name) for name in names), value

    def put(self, row: Traced, value: dict[str, Any]) -> None:
        wanted = dict(value)
        names = self.field.related_model.key_fields[1:]
        for part in getattr(row, self.name).all():
            if wanted.pop("=".join(getattr(part, name) for name in names), None) is None:
                row.credit(part).delete()
        for part in wanted.values():
            setattr(part, self.field.field.name, row)
            row.credit(part).save()


def cells(model: type[Traced], columns: Iterable[Column]) -> dict[str, Cell]:
    """The cell of each of `columns`, which are `importable`."""
    return {column.name: _kind(model._meta.get_field(column.name))(column.name, model) for column in columns}


def _kind(field: Any) -> type[Cell]:
    if field.one_to_many:
        return PartsCell
    if field.many_to_many:
        return ManyCell
    return LinkCell if field.is_relation else Cell


class Lookup:
    """Finds records by reference, and each but once.

    A reference is the slug; of a record with a key of two parts, `article-slug#place`, or the second part
    alone if the row already names the first (a party of the clause's own agreement).
    """

    def __init__(self) -> None:
        self.known: dict[tuple[Any, ...], Traced] = {}

    def __call__(self, target: type[Traced], reference: str, row: Traced) -> Traced | None:
        """Return the record, or None if it hangs on another cell of `row` that is wrong itself.

        Raises:
            ValidationError: there is no such record; with the nearest there is.
        """
        owner = None
        if target.key_length() == 1:
            parts = [reference]
        elif any(field.name == target.key_fields[0] for field in row._meta.fields):
            owner = getattr(row, target.key_fields[0], None)
            if owner is None:
                return None
            parts = [*owner.natural_key(), reference]
        else:
            parts = reference.split("#")
        if record := self.known.get((target, *parts)):
            return record
        try:
            record = target._default_manager.get(**target.key_lookup(parts))
        except (ObjectDoesNotExist, ValueError, ValidationError):
            raise ValidationError(_missing(target, reference, owner), code="reference") from None
        if target is not type(row):  # rows of the table that is being read change under way
            self.known[target, *parts] = record
        return record


def _missing(target: type[Traced], reference: str, owner: Traced | None) -> str:
    said = {"noun": target._meta.verbose_name, "reference": reference, "owner": owner}
    if owner is not None:
        return _("“%(reference)s” is no %(noun)s of “%(owner)s”.") % said
    if target.key_length() == 1:
        records: Any = target._default_manager
        slugs = records.filter(slug__startswith=reference[:2]).values_list("slug", flat=True)
        if near := difflib.get_close_matches(reference, slugs[:ALIKE], n=1):
            return _("There is no %(noun)s “%(reference)s”. Did you mean “%(near)s”?") % {
                **said,
                "near": near[0],
            }
    return _("There is no %(noun)s “%(reference)s”.") % said
