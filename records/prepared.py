"""Questions that Django puts into SQL once, to be asked again and again with other values.

To build and compile the twenty queries of a page takes Django ten times as long as the database needs to answer them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from copy import copy
from functools import update_wrapper
from itertools import count
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

Value = int | str | Collection[int | None]


class Prepared:
    """A queryset as a function of the values that it is filtered by; called with them, it returns its rows.

    `build` gets a stand-in for each value, an integer, a text or a list of primary keys, and returns the queryset. It
    is asked once for each length of the lists among the values, and what else it reads is read then: neither the day
    nor the language nor a setting may change what it builds, nor may it look at a value but to filter by it.

    Raises:
        TypeError: when first called: a value is of another type, or not asked for as it is (`contains`, `value + 1`).
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build = build
        self._known: dict[tuple[int | None, ...], _Compiled] = {}
        update_wrapper(self, build)

    def __call__(self, *values: Value) -> list[Any]:
        asked = [value if isinstance(value, int | str) else _rounded(value) for value in values]
        shape = tuple(len(value) if isinstance(value, list) else None for value in asked)
        if shape not in self._known:
            self._known[shape] = _Compiled(self.build, _stand_ins(asked))
        return self._known[shape].rows(_flat(asked))


class _Compiled:
    """One queryset in SQL; `marks` stand where its values go. Without SQL nothing is ever found."""

    def __init__(self, build: Callable[..., QuerySet], stand_ins: list[Any]) -> None:
        self.marks, self.queryset = _flat(stand_ins), build(*stand_ins)
        self.compiler: Any = self.queryset.query.get_compiler(connection=connections[self.queryset.db])
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql = ""
            return
        if not {*self.marks} <= {*self.params}:
            raise TypeError(f"{build} does not filter by each of its values as they are")
        self.converters = self.compiler.get_converters(column for column, _sql, _alias in self.compiler.select)
        self.compiler.connection = None  # it is this thread's, and would outlive it

    def rows(self, values: list[Any]) -> list[Any]:
        if not self.sql:
            return []
        given = dict(zip(self.marks, values, strict=True))
        asked = self.sql, [given.get(param, param) for param in self.params]
        queryset: Any = self.queryset.all()
        compiler = copy(self.compiler)
        compiler.connection = connections[queryset.db]  # of this thread, and which the router says now
        compiler.as_sql = lambda *args, **kwargs: asked
        compiler.get_converters = lambda expressions: self.converters
        queryset.query.get_compiler = lambda *args, **kwargs: compiler
        return list(queryset)


def _rounded(values: Collection[int | None]) -> list[int]:
    """1, 2, 4, 8 ... keys that find what `values` find: few lengths, and no row has the key 0."""
    keys = [key for key in values if key is not None]
    length = 1 << max(0, len(keys) - 1).bit_length()
    return [*keys, *[0] * (length - len(keys))]


def _stand_ins(asked: list[Any]) -> list[Any]:
    """In place of each value one of its type that no query of ours names."""
    marks = count(-1_000_000_007, -1)
    if {type(value) for value in _flat(asked)} - {int, str} or any(isinstance(key, str) for key in _keys(asked)):
        raise TypeError(f"{asked}: values are integers and texts, and lists of primary keys")
    return [[next(marks) for _key in value] if isinstance(value, list) else type(value)(next(marks)) for value in asked]


def _keys(asked: list[Any]) -> list[Any]:
    return [key for value in asked if isinstance(value, list) for key in value]


def _flat(asked: list[Any]) -> list[Any]:
    return [each for value in asked for each in (value if isinstance(value, list) else [value])]
