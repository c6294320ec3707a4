"""The rows that hold every term of a search, each term in any of the places its model names (`searched`).

There are three ways to the same rows, and how many rows hold a term decides which is quick:

- few: they are looked up in the indexes, and the rest is compared with them;
- many: they are looked up, and the list is walked in its order and compared with them until a page is full;
- very many: nothing is looked up, for a page is full after some rows of the list have been read (`_read`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connections, models
from django.db.models import Exists, OuterRef, Q

from . import index
from .lookups import Search, match, part_of, tsquery
from .terms import Term

# From how many rows on a list is walked, and from how many on it is read.
MANY, VERY_MANY = 2_000, 20_000

# How many rows of a table hold all of some terms; more than `VERY_MANY` may be told as one more.
Sizes = Mapping[tuple[str, tuple[Term, ...]], int]


def narrowed(rows: Any, terms: Sequence[Term], sizes: Sizes | None = None) -> Any:
    """Those of `rows` that hold every term; `sizes` if they have been found out."""
    model = rows.model
    sizes = sizes_of(terms, [model], rows.db) if sizes is None else sizes
    if len(model.searched) == 1:
        return narrowed_by_own(rows, terms, sizes)
    if not possible(model, terms, sizes):
        return rows.none()
    size = {term: max(sizes[table, (term,)] for table in _near(model)) for term in terms}
    walked = min(size.values()) > MANY
    for term in terms:
        if size[term] > VERY_MANY:
            rows = rows.filter(_read(model, term, model.searched))
        else:
            rows = rows.filter(pk__matches_any=Search(model, (term,), model.searched, walked or size[term] > MANY))
    return rows


def possible(model: Any, terms: Sequence[Term], sizes: Sizes) -> bool:
    """Whether rows of `model` may hold every term, by `sizes`: not if one of them is in none of the places."""
    if len(model.searched) == 1:
        return bool(sizes[model._meta.db_table, tuple(terms)])
    return all(any(sizes[table, (term,)] for table in _searched(model)) for term in terms)


def narrowed_by_own(rows: Any, terms: Sequence[Term], sizes: Sizes) -> Any:
    """Those of `rows` that hold every term in words of their own."""
    model, terms = rows.model, tuple(terms)
    size = sizes[model._meta.db_table, terms]
    if size <= VERY_MANY:
        sought = Search(model, terms, model.searched[:1], walked=size > MANY)
        return rows.filter(pk__matches_any=sought) if size else rows.none()
    for term in terms:
        rows = rows.filter(_read(model, term, model.searched[:1]))
    return rows


def holding(model: Any, term: Term) -> Q:
    """The condition under which a row holds the term, for conditions made of several."""
    return Q(pk__matches_any=Search(model, (term,), model.searched))


def sizes_of(terms: Sequence[Term], searched: Sequence[Any], using: str) -> Sizes:
    """How many rows hold each term, and all of them, in the tables that `searched` read: one query."""
    connection = connections[using]
    tables = dict.fromkeys(table for model in searched for table in _searched(model))
    together = dict.fromkeys([*((term,) for term in terms), tuple(terms)])
    asked = [(table, sought) for sought in together for table in tables]
    count = _counted if connection.vendor == "sqlite" else _estimated
    return dict(zip(asked, count(connection, asked), strict=True))


def _counted(connection: Any, asked: Sequence[tuple[str, tuple[Term, ...]]]) -> list[int]:
    found = '(SELECT COUNT(*) FROM (SELECT 1 FROM "{0}" WHERE "{0}" MATCH %s LIMIT {1}))'
    sql = ", ".join(found.format(index.name_of(table), VERY_MANY + 1) for table, _terms in asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", [match(terms) for _table, terms in asked])
        return list(cursor.fetchone())


def _estimated(connection: Any, asked: Sequence[tuple[str, tuple[Term, ...]]]) -> list[int]:
    sizes = zip(asked, _planned(connection, asked), strict=True)
    return [size if all(map(_known, terms)) else VERY_MANY + 1 for (_table, terms), size in sizes]


def _planned(connection: Any, asked: Sequence[tuple[str, tuple[Term, ...]]]) -> list[int]:
    """What PostgreSQL's own statistics say: counting would cost what it is to spare."""
    found = f'SELECT 1 FROM "{{}}" WHERE {index.vector()} @@ ({{}})'
    parts = [(table, *tsquery(terms)) for table, terms in asked]
    sql = " UNION ALL ".join(found.format(table, query) for table, query, _words in parts)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", [word for *_rest, words in parts for word in words])
        plan = cursor.fetchone()[0][0]["Plan"]
    arms = plan["Plans"] if plan["Node Type"] == "Append" else [plan]
    # Workers that share the arms would have them in another order; settings forbid them, another host may not.
    return list(map(_size, arms)) if len(arms) == len(asked) else [VERY_MANY + 1] * len(asked)


def _size(arm: Mapping[str, Any]) -> int:
    """How many rows an arm of a plan finds, by its estimate."""
    size = int(arm["Plan Rows"])
    # Nearly every row: it would leave the index alone and parse each text anew.
    return VERY_MANY + 1 if size > MANY and arm["Node Type"] == "Seq Scan" else size


def _known(term: Term) -> bool:
    """Whether PostgreSQL's parser takes all of it for words; it leaves out `½`, and so finds what has none."""
    return all(char.isalpha() or char.isdecimal() or char == " " for phrase in term.phrases for char in phrase)


@cache
def _searched(model: Any) -> tuple[str, ...]:
    """The tables in whose words `model` is sought."""
    tables = []
    for path in model.searched:
        step = model
        for name in path.split("__")[:-1]:
            step = step._meta.get_field(name).related_model
        tables.append(step._meta.db_table)
    return tuple(tables)


@cache
def _near(model: Any) -> tuple[str, ...]:
    """The tables whose words are read for `model` row by row: its own and those of its parts."""
    parts = (path.split("__")[0] for path in model.searched if path.count("__") == 1)
    return model._meta.db_table, *(model._meta.get_field(part).related_model._meta.db_table for part in parts)


def _read(model: Any, term: Term, paths: Sequence[str]) -> Q:
    found = Q()
    for needle in term.needles():
        found |= Q(folded__contains=needle)
        for path in paths[1:]:
            rows, link, rest = part_of(model, path)
            found |= Q(Exists(_parts(rows, link, rest, needle)))
    return found


def _parts(rows: models.QuerySet, link: str, rest: str, needle: str) -> models.QuerySet:
    return rows.filter(**{link: OuterRef("pk"), f"{rest}__contains": needle}).order_by()
