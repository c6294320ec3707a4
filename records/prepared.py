"""Questions that Django puts into SQL once, to be asked again and again with other values.

To build and compile the twenty queries of a page takes Django ten times as long as the database needs to answer them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from copy import copy
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Value = int | str | Collection[int]


class Prepared:
    """A queryset as a function of the values that it is filtered by; called with them, it returns its rows.

    `build` gets a stand-in for each value and returns the queryset. It is asked once for each length of the lists
    among the values, so whatever else it reads may not change: neither the day nor the language.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build = build
        self._known: dict[tuple[Any, ...], _Compiled] = {}

    def __call__(self, *values: Value) -> list[Any]:
        asked = [value if isinstance(value, int | str) else _rounded(value) for value in values]
        shape = (connection.vendor, *(len(value) if isinstance(value, list) else None for value in asked))
        if shape not in self._known:
            self._known[shape] = _Compiled(self.build, _stand_ins(asked))
        return self._known[shape].rows(_flat(asked))


class _Compiled:
    """One queryset in the SQL of one database; `marks` stand where its values go."""

    def __init__(self, build: Callable[..., QuerySet], stand_ins: list[Any]) -> None:
        self.marks, self.queryset = _flat(stand_ins), build(*stand_ins)
        self.compiler: Any = self.queryset.query.get_compiler(connection=connection)
        self.sql, self.params = self.compiler.as_sql()
        self.converters = self.compiler.get_converters(column for column, _sql, _alias in self.compiler.select)

    def rows(self, values: list[Any]) -> list[Any]:
        given = dict(zip(self.marks, values, strict=True))
        asked = self.sql, [given.get(param, param) for param in self.params]
        compiler = copy(self.compiler)
        compiler.as_sql = lambda *args, **kwargs: asked
        compiler.get_converters = lambda expressions: self.converters
        queryset: Any = self.queryset.all()
        queryset.query.get_compiler = lambda *args, **kwargs: compiler
        return list(queryset)


def _rounded(values: Collection[int]) -> list[int]:
    """1, 2, 4, 8 ... keys that find what `values` find: few lengths, and no row has the key 0."""
    length = 1 << max(0, len(values) - 1).bit_length()
    return [*values, *[0] * (length - len(values))]


def _stand_ins(asked: list[Any]) -> list[Any]:
    """In place of each value one of its type that no query of ours names."""
    marks = count(-1_000_000_007, -1)
    return [[next(marks) for _key in value] if isinstance(value, list) else type(value)(next(marks)) for value in asked]


def _flat(asked: list[Any]) -> list[Any]:
    return [each for value in asked for each in (value if isinstance(value, list) else [value])]
