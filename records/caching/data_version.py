"""Whether what was made from the database still holds: which tables it was made from, and whether they have changed.

Triggers (`triggers`) draw a new mark for a table when a public row of it changes, so that nothing that writes has to
remember to: forms, imports, `loaddata`, SQL by hand. Which tables an answer reads is learnt while it is made, from
the SQL that the database is asked.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, TypeVar

from django.apps import apps
from django.db import connections

from records import dates, replica
from records.models import PublicRow, TrackedModel
from records.search import index

Made = TypeVar("Made")

# Stands for all public changes among the tables; its mark is the number of the last one (`records.changes`).
CHANGES = "records_changes"
# Among the marks: 1 while anything that was written waits to be noted among the changes.
WAITING = "waiting"
# While something is made, the marks that it is made from; and the tables found by all who look for them.
_marks: ContextVar[Mapping[str, int] | None] = ContextVar("marks", default=None)
_looking: ContextVar[tuple[set[str], ...]] = ContextVar("looking", default=())
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer was made from: `tables`, their version then, and the day, for lifecycles turn at midnight."""

    tables: tuple[str, ...]
    version: int
    day: date

    def holds(self) -> bool:
        return self.day == dates.today() and self.version == data_version(self.tables)


def made_from(make: Callable[[], Made], before: Mapping[str, int] | None = None) -> tuple[Made, Basis]:
    """What is made, and from what; `before` are the marks of a moment ago, if they are known."""
    # Read before the rows: what changes meanwhile makes another version.
    day, before = dates.today(), before or _marks.get() or marks()
    outer = _marks.set(before)
    try:
        with tables_read() as tables:
            made = make()
    finally:
        _marks.reset(outer)
    return made, Basis(tuple(sorted(tables)), sum(before.get(table, 0) for table in tables), day)


def data_version(tables: Iterable[str]) -> int:
    """The version of `tables` together: equal numbers mean that no public row changed in between.

    A page that shows a kept count depends on the tables that the count was made from; while it is made, on the versions
    that they had when it was begun.
    """
    names = {*tables}
    for found in _looking.get():
        found.update(names & _tables_by_name().keys())
    if (known := _marks.get()) is not None:
        return sum(known.get(name, 0) for name in names)
    with connections[replica.alias()].cursor() as cursor:
        places = ", ".join(["%s"] * len(names))
        cursor.execute(f'SELECT SUM(mark) FROM records_edition WHERE "table" IN ({places or "NULL"})', [*names])
        (mark,) = cursor.fetchone()
    return int(mark or 0)


@contextmanager
def tables_read() -> Iterator[set[str]]:
    """The tables of the register that the database is asked about meanwhile, by this thread."""
    found: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, *asked: Any) -> Any:
        found.update(_tables_in(sql))
        return execute(sql, *asked)

    outer = _looking.set((*_looking.get(), found))
    try:
        with connections[replica.alias()].execute_wrapper(note):
            yield found
    finally:
        _looking.reset(outer)


@lru_cache(maxsize=500)  # some are long, and asked again and again
def _tables_in(sql: str) -> frozenset[str]:
    known = _tables_by_name()
    return frozenset(known[word] for word in _WORD.findall(sql) if word in known)


def marks() -> dict[str, int]:
    """The version of each table, and whether anything is `WAITING`, as they are at one moment."""
    with connections[replica.alias()].cursor() as cursor:
        cursor.execute(
            f"""SELECT "table", SUM(mark) FROM records_edition GROUP BY "table"
            UNION ALL SELECT '{WAITING}', COUNT(*) FROM (SELECT 1 FROM records_touched LIMIT 1) found"""
        )
        return {table: int(mark) for table, mark in cursor.fetchall()}


@cache
def _tables_by_name() -> dict[str, str]:
    """The tables that have versions, by their own names and by those of their histories and full-text indexes."""
    # The rows of the ledger follow from those of other tables, and have no version of their own.
    found = {name: name for name in (CHANGES, PublicRow._meta.db_table)}
    for model in apps.get_models():
        if issubclass(model, TrackedModel):
            history: Any = model.history
            names = (model._meta.db_table, history.model._meta.db_table, index.name(model))
            found |= dict.fromkeys(names, model._meta.db_table)
    return found
