"""What the text of a cell means: the value of a field, the record it names, or several of them.

Each kind reads its text, puts the value on the row, and says what a flat row will hold of it, so
that whether a row changed is told by comparing texts.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from records.columns import SEPARATOR, importable
from records.export.values import shortened
from records.labels import code_of
from records.models import KEY_SEPARATOR, TrackedModel
from records.names import SLUG
from records.text import normalise

from .plain_cells import Cell, empty
from .references import References
from .source import Texts


class LinkCell(Cell):
    """The record that a foreign key points to, by its reference.

    A reference is the slug; of a row with a key of two parts, `article-slug#place`, or the second part
    alone if the row already names the first (a party of the clause's own agreement).
    """

    @property
    def target(self) -> type[TrackedModel]:
        return self.field.related_model

    @staticmethod
    def items(text: str) -> list[str]:
        return [item] if (item := normalise(text)) else []

    @property
    def within(self) -> str:
        """The column whose record the references are looked for in, if any."""
        first = self.target.key_fields[0]
        return first if self.target.key_length() > 1 and first in self.field.model.key_fields else ""

    def called(self, said: str, row: Texts, references: References) -> str:
        """The reference of the one record that is called `said` in `row`; the same text if it is one, or of none."""
        if SLUG.fullmatch(said):
            return said
        target: Any = self.target
        if target.key_length() == 1:
            references.load(target, (said,))
            return said if said in references.found[target] else references.named(target, said) or said
        if not self.within:
            owner, sign, place = said.rpartition("#")
            whose: Any = table_cells(target)[target.key_fields[0]]
            return f"{whose.called(owner, row, references)}#{target.place_called(place)}" if sign else said
        exact, _found = references.called(target._meta.get_field(target.key_fields[1]).related_model, said)
        keys = {slug: self.key(slug, row) for slug in exact}
        references.load(target, keys.values())
        own = [slug for slug, key in keys.items() if key in references.found[target]]
        return own[0] if len(own) == 1 else said

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
            raise empty()
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

    def called(self, said: str, row: Texts, references: References) -> str:
        reference, sign, readings = said.partition("@")
        return f"{super().called(reference, row, references)}{sign}{readings}"

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

    def called(self, said: str, row: Texts, references: References) -> str:
        return said

    def references(self, text: str, row: Texts) -> Iterator[tuple[type[TrackedModel], str]]:
        yield from ()

    def read_one(self, item: str, row: Texts, references: References) -> tuple[str, tuple[Any, ...]]:
        part, names = self.target, self.target.key_fields[1:]
        texts = [text.strip() for text in item.split("=", len(names) - 1)]
        fields: list[Any] = [part._meta.get_field(name) for name in names]
        if len(texts) < len(names):
            kinds = [label for _code, label in fields[0].flatchoices] or names[:1]
            forms = get_text_list([f"{kind}={shortened(item)}" for kind in kinds], _("or"))
            raise ValidationError(
                _("“%(text)s”: write %(form)s.") % {"text": shortened(item), "form": forms}, code="form"
            )
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
    fields: list[Any] = [model._meta.get_field(column.name) for column in importable(model.columns())]
    return {field.name: _kind(field)(field) for field in fields}


def _kind(field: Any) -> type[Cell]:
    if field.one_to_many:
        return PartsCell
    if field.many_to_many:
        return ReadingsCell if hasattr(field.remote_field.through, "readings") else ManyCell
    return LinkCell if field.is_relation else Cell
