"""Flat rows for the API and the exports, read by SQL that Django compiles once.

Compiling a question for two dozen columns costs more than answering it (docs/adr/0011).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from . import dates, replica
from .columns import Column, converter, public
from .export.data_dictionary import value_field
from .models import TrackedModel

Value = int | str | Sequence[int]
Condition = str | Callable[[Any], Q]  # a lookup, or a function of its value


class Question:
    """The rows of a `values_list` as a function of one value: tuples of the primary key and `columns`.

    `build` gets a stand-in for the value, a number, a text or a list of keys, and returns the queryset. The SQL is kept
    for the day, the language and the length of the list for which it was compiled: none of them is frozen into it.
    Filtered by anything but the value as it is, e.g. `value + 1`, it is refused with a TypeError.
    """

    def __init__(self, model: type[models.Model], columns: Sequence[Column], build: Callable[[Any], QuerySet]) -> None:
        self.build = build
        converters = [(place, converter(value_field(model, column))) for place, column in enumerate(columns, 1)]
        self.converters = [(place, convert) for place, convert in converters if convert]
        self._compiled = lru_cache(maxsize=50)(self._compile)

    def __call__(self, value: Value) -> list[tuple[Any, ...]]:
        kind: type = int if isinstance(value, int) else str if isinstance(value, str) else list
        values: list[Any] = [value] if isinstance(value, int | str) else _filled_up(value)
        sql, params = self._compiled(kind, len(values), dates.today(), get_language())
        if not sql:  # nothing is ever found
            return []
        with connections[replica.alias()].cursor() as cursor:
            cursor.execute(sql, [param if place is None else values[place] for param, place in params])
            rows = cursor.fetchall()
        return list(map(self._converted, rows)) if self.converters else rows

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, convert in self.converters:
            if values[place] is not None:
                values[place] = convert(values[place])
        return tuple(values)

    def _compile(self, kind: type, length: int, day: date, language: str) -> tuple[str, list[tuple[Any, Any]]]:
        """The SQL and its parameters, each with the place of the value that stands for it."""
        stand_ins = [(str if kind is str else int)(-1_000_000_007 - place) for place in range(length)]
        queryset = self.build(stand_ins if kind is list else stand_ins[0])
        try:
            sql, params = queryset.query.sql_with_params()
        except EmptyResultSet:
            return "", []
        if not {*stand_ins} <= {*params}:
            raise TypeError(f"{self.build} does not filter by its value as it is")
        return sql, [(each, stand_ins.index(each) if each in stand_ins else None) for each in params]


def _filled_up(keys: Sequence[int]) -> list[int]:
    """1, 2, 4, 8 ... keys that find what `keys` find: few lengths, and no row has the key 0."""
    length = 1 << max(0, len(keys) - 1).bit_length()
    return [*keys, *[0] * (length - len(keys))]


@dataclass(frozen=True, eq=False)  # equal to itself alone, as a key of the caches below
class Flat:
    """The public rows of `model` as tuples of `columns`; the primary key comes first."""

    model: type[TrackedModel]
    columns: tuple[Column, ...]

    @cached_property
    def decimals(self) -> list[str]:
        return [
            each.name for each in self.columns[1:] if isinstance(value_field(self.model, each), models.DecimalField)
        ]

    @property
    def rows(self) -> Any:
        return self.model.objects.public().rows(self.columns)

    def of(self, keys: Sequence[int]) -> list[tuple[Any, ...]]:
        return _where(self, "pk__in", None)(keys)

    def where(self, condition: Condition, value: Value, most: int | None = None) -> list[tuple[Any, ...]]:
        return _where(self, condition, most)(value)


@cache
def _where(flat: Flat, condition: Condition, most: int | None) -> Question:
    def build(value: Any) -> Any:
        met = Q(**{condition: value}) if isinstance(condition, str) else condition(value)
        if condition == "pk__in":
            return flat.rows.filter(met).order_by()
        # Which rows they are is found first: SQLite would read the columns of all and then sort.
        found = Q(pk__in=flat.model.objects.public().filter(met).values("pk")[:most]) if most else met
        return flat.rows.filter(found)

    return Question(flat.model, flat.columns[1:], build)


@cache
def flat_of(model: type[TrackedModel], extra: tuple[Column, ...] = ()) -> Flat:
    """The columns of the list and those `extra` that stand beside them."""
    return Flat(model, (Column("pk"), *public([*model.columns(), *extra])))
