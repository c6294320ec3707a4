"""Model fields that keep their own promises in the database, SQLite included.

PostgreSQL enforces `max_length` and Django's forms enforce the rest; `loaddata`, bulk writes and SQLite
do not. These fields put the promise into the column (`db_check`), where no way round exists.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core import validators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.lookups import Exact
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from . import dates, text
from .damage import not_damaged


def _stored(*attributes: str) -> tuple[str, ...]:
    """What migrations may pass over in a field whose `db_check` is made of its `attributes`."""
    return tuple(name for name in models.Field.non_db_attrs if name not in attributes)


class NormalisedField(models.Field):
    """Text in NFC without NUL and not damaged; not empty unless `blank`, never over `max_length`."""

    default_validators = [validators.ProhibitNullCharactersValidator(), not_damaged]
    non_db_attrs = _stored("blank")

    @staticmethod
    def normalise(value: str, /) -> str:
        raise NotImplementedError

    def db_check(self, connection: Any) -> str:
        column = connection.ops.quote_name(self.column)
        least = 0 if self.blank else 1
        return f"LENGTH({column}) BETWEEN {least} AND {self.max_length}"

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return self.normalise(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return self.to_python(super().get_prep_value(value))


class LineField(NormalisedField, models.CharField):
    normalise = staticmethod(text.normalise)


class ProseField(NormalisedField, models.TextField):
    normalise = staticmethod(text.normalise_prose)

    def __init__(self, *args: Any, max_length: int = 4000, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_length": max_length})
        self.validators.append(validators.MaxLengthValidator(max_length))


class TermField(models.CharField):
    """One of a closed list of terms (`TextChoices`), also in the database."""

    # A new term has to reach the check in the database: to Django choices are none of its business.
    non_db_attrs = _stored("blank", "choices")

    def __init__(self, *args: Any, max_length: int = 30, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_length": max_length})

    def db_check(self, connection: Any) -> str:
        terms = [value for value, _label in self.flatchoices] + ([""] if self.blank else [])
        listed = ", ".join(f"'{term}'" for term in dict.fromkeys(terms))
        return f"{connection.ops.quote_name(self.column)} IN ({listed})"


@TermField.register_lookup
class Unindexed(Exact):
    """As `exact`, of a record behind a foreign key, but no place for SQLite to begin at.

    It begins a join with whatever an index finds by a value, and sorts all that comes of it, however few rows are
    asked for. Nearly every record is public: the rows are read in their order, and each is looked at for what it is of.
    """

    lookup_name = "unindexed"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return f"= {rhs}"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        sql, params = self.as_sql(compiler, connection)
        return f"+{sql}", params


class _UncertainDate(DeferredAttribute):
    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = dates.UncertainDate(value) if isinstance(value, str) else value


if TYPE_CHECKING:
    _DateField = models.CharField[str, dates.UncertainDate]
else:
    _DateField = models.CharField


class EDTFField(_DateField):
    """An `UncertainDate`, stored as its text; `interval` says whether it must be (True) or must not be one (False).

    The days it may mean are `bounds` of it in the same model. Empty is "not known".
    """

    descriptor_class = _UncertainDate

    def __init__(self, *args: Any, interval: bool = False, **kwargs: Any) -> None:
        self.interval = interval
        kwargs.setdefault("max_length", dates.LONGEST)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("help_text", dates.HINT)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["help_text"]
        return name, path, args, {**kwargs, "interval": self.interval}

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        if not isinstance(value, str):
            return value
        typed = value
        value = dates.UncertainDate(dates.read(value))  # a row holds what was typed as an `UncertainDate`, too
        if value and value.span.interval is not self.interval:
            said = _("“%(text)s” is a period; a single date is wanted.")
            if self.interval:
                said = _("“%(text)s” is a single date; a period is wanted, such as 2020-2025.")
            elif ".." in value:
                said = _("“%(text)s” is a period. If a day in it is meant, write %(form)s.")
            told = {"text": text.normalise(typed), "form": dates.as_typed(f"[{value.replace('/', '')}]")}
            raise ValidationError(said, code="interval", params=told)
        return value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else dates.UncertainDate(value)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value if value is None else str(value)


class _Derived:
    """Reads its value off the row, so that save, bulk_create and loaddata (raw) all write the same."""

    def __init__(self, field: Any) -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type | None = None) -> Any:
        if row is None:
            return self
        values = row.__dict__
        for source in self.field.sources:
            if source not in values and self.field.attname in values:
                return values[self.field.attname]  # the sources were deferred
        return self.field.derive(row)

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.field.attname] = value  # Django asks __dict__ what is deferred


class DerivedField(models.Field):
    """A column computed in Python from other columns of its row: `sources` names them."""

    descriptor_class = _Derived

    def __init__(self, *args: Any, sources: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.sources = tuple(sources)
        super().__init__(*args, **{**kwargs, "editable": False})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"]
        return name, path, args, {**kwargs, "sources": self.sources}

    def derive(self, row: models.Model) -> Any:
        raise NotImplementedError


class FoldedField(DerivedField, models.TextField):
    """The folded words of the sources, each between two spaces: a whole word is `LIKE '% word %'`."""

    def derive(self, row: models.Model) -> str:
        return f" {' '.join(text.words(' '.join(getattr(row, source) or '' for source in self.sources)))} "


class WordsKeyField(DerivedField, models.CharField):
    """What tells the words of the one source from those of other rows, whatever case, marks, signs and space."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 64, "db_index": True, "default": "", **kwargs})

    def derive(self, row: models.Model) -> str:
        words = " ".join(text.words(getattr(row, self.sources[0]) or ""))
        return hashlib.sha256(words.encode()).hexdigest() if words else ""


class SortKeyField(DerivedField, models.CharField):
    """The Vietnamese dictionary key of the one source; indexed, cut where order no longer matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 200, "db_index": True, **kwargs})

    def derive(self, row: models.Model) -> str:
        return text.sort_key(getattr(row, self.sources[0])[:60])


def _span(row: models.Model, source: str) -> dates.Span:
    try:
        return dates.span(getattr(row, source))
    except ValidationError:
        return dates.Span()  # refused by the field and, past the field, by `known_date`


class BoundField(DerivedField, models.DateField):
    """A day out of the `Span` of an EDTF column; null is open. `bound` is an attribute of `Span`."""

    def __init__(self, source: str = "", bound: str = "", **kwargs: Any) -> None:
        self.bound = bound
        super().__init__(**{"sources": (source,), "null": True, "blank": True, **kwargs})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, _args, kwargs = super().deconstruct()
        (source,) = kwargs.pop("sources")
        return name, path, [], {**kwargs, "source": source, "bound": self.bound}

    def derive(self, row: models.Model) -> Any:
        return getattr(_span(row, self.sources[0]), self.bound)


def bounds(source: str) -> tuple[BoundField, BoundField]:
    return BoundField(source, "earliest"), BoundField(source, "latest")


class SortDateField(DerivedField, models.DateField):
    """The last possible day of the first source that is known; never null, for the list's index."""

    def derive(self, row: models.Model) -> date:
        for source in self.sources:
            known = _span(row, source)
            if day := (known.starts_latest or known.earliest or known.latest):
                return day
        return date.min


@EDTFField.register_lookup
@LineField.register_lookup
class HasMark(models.Lookup):
    """The text has this mark in it; SQLite plans a statement with LIKE anew each time it is asked."""

    lookup_name = "has_mark"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        (text, of_text), (part, of_part) = (
            self.process_lhs(compiler, connection),
            self.process_rhs(compiler, connection),
        )
        place = "INSTR" if connection.vendor == "sqlite" else "STRPOS"
        return f"{place}({text}, {part}) > 0", (*of_text, *of_part)


def unmarked(name: str) -> Q:
    """The condition that no part of the EDTF column `name` is marked as uncertain or approximate."""
    marked = Q()
    for mark in dates.MARKS:
        marked |= Q(**{f"{name}__has_mark": mark})
    return ~marked


def value_in_words(field: Any, value: Any) -> Any:
    """What people call a value of `field`; of a link, its record stays that."""
    return dates.format_date(value) if isinstance(field, EDTFField) else dict(field.flatchoices).get(value, value)
