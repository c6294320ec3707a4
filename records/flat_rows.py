"""The public flat rows of a model as the API reads them, by questions that are put into SQL once a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any

from django.db import models
from django.db.models import Q

from . import dates
from .columns import Column, public
from .export.data_dictionary import value_field
from .models import TrackedModel
from .prepared import Prepared, Value

# A lookup, or a function of its value that gives a Q.
Condition = str | Callable[[Any], Q]


@dataclass(frozen=True, eq=False)  # itself is all it is equal to: expressions take long to compare
class Flat:
    """The public rows of `model` as tuples of `columns`; the primary key comes first.

    The columns may depend on the day (`columns.Today`), but neither on the reader nor on the language.
    """

    model: type[TrackedModel]
    columns: tuple[Column, ...]

    @cached_property
    def decimals(self) -> list[str]:
        """The names of the columns that hold decimal numbers."""
        own = self.columns[1:]
        return [column.name for column in own if isinstance(value_field(self.model, column), models.DecimalField)]

    @property
    def rows(self) -> Any:
        return self.model.objects.public().rows(self.columns)

    def of(self, keys: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows with these primary keys, in no order."""
        return _of(self, dates.today())(keys)

    def where(self, condition: Condition, value: Value, most: int | None = None) -> list[tuple[Any, ...]]:
        """The rows that meet `condition`, at `most` the first so many."""
        return _where(self, condition, most, dates.today())(value)


# `day` is what `columns.Today` says: another day, another question.
@lru_cache(maxsize=100)
def _of(flat: Flat, day: date) -> Prepared:
    return Prepared(lambda keys: flat.rows.filter(pk__in=keys).order_by())


@lru_cache(maxsize=200)
def _where(flat: Flat, condition: Condition, most: int | None, day: date) -> Prepared:
    def build(value: Any) -> Any:
        met = Q(**{condition: value}) if isinstance(condition, str) else condition(value)
        if most is None:
            return flat.rows.filter(met)
        # Which rows they are is found first: SQLite would read the columns of all and then sort.
        return flat.rows.filter(pk__in=flat.model.objects.public().filter(met).values("pk")[:most])

    return Prepared(build)


@cache
def flat_of(model: type[TrackedModel], extra: tuple[Column, ...] = (), own: tuple[Column, ...] = ()) -> Flat:
    """The columns of the list, or its `own` where `model` has none, and those `extra` that stand beside them."""
    return Flat(model, (Column("pk"), *public([*(own or model.columns()), *extra])))
