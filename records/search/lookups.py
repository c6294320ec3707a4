"""Asking the full-text indexes: `folded__match=terms`, and `pk__matches_any=places` for words in other tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Lookup

from records.fields import FoldedField

from . import index
from .terms import Term

Sql = tuple[str, list[Any]]


def match(terms: Iterable[Term]) -> str:
    """The terms as FTS5 asks; folded words have no quotes and no operators in them."""
    ends = {False: '"', True: '"*'}
    ways = ([f'"{phrase}{ends[term.begun]}' for phrase in term.phrases] for term in terms)
    return " AND ".join(f"({' OR '.join(each)})" for each in ways)


def tsquery(terms: Iterable[Term]) -> tuple[str, list[str]]:
    """The terms as PostgreSQL asks: an expression and its parameters."""
    parts, params = [], []
    for term in terms:
        # Of a word that is being typed, the beginning: only the parser of queries knows `:*`.
        ask = "to_tsquery" if term.begun else "phraseto_tsquery"
        parts.append("(" + " || ".join([f"{ask}('simple', %s)"] * len(term.phrases)) + ")")
        for phrase in term.phrases:
            words = " <-> ".join(f"'{word}'" for word in phrase.split())
            params.append(f"{words}:*" if term.begun else phrase)
    return " && ".join(parts), params


@FoldedField.register_lookup
class Match(Lookup):
    """Whether the folded column itself holds all the terms."""

    lookup_name = "match"
    prepare_rhs = False
    rhs: Sequence[Term]

    def as_sqlite(self, compiler: Any, connection: Any) -> Sql:
        quote = connection.ops.quote_name
        target: Any = self.lhs
        row = f"{quote(target.alias)}.{quote('id')}"
        return f"{row} IN ({_rows_on_sqlite(target.target.model)})", [match(self.rhs)]

    def as_postgresql(self, compiler: Any, connection: Any) -> Sql:
        column, params = self.process_lhs(compiler, connection)
        asked, words = tsquery(self.rhs)
        return f"{index.vector(column)} @@ ({asked})", [*params, *words]


@dataclass(frozen=True, slots=True)
class Search:
    """Where `terms` are sought for a row of `model`: any of the `paths` (`TrackedModel.searched`).

    walked: more rows hold them than are asked for: compare rows as they come, do not look up each.
    """

    model: Any
    terms: tuple[Term, ...]
    paths: tuple[str, ...]
    walked: bool = False


@models.BigAutoField.register_lookup
class MatchesAny(Lookup):
    """Whether the row of this primary key holds the terms in any of the places."""

    lookup_name = "matches_any"
    prepare_rhs = False
    rhs: Search

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        sought = self.rhs
        key, params = self.process_lhs(compiler, connection)
        arms = [_own(sought, connection)]
        for path in sought.paths[1:]:
            rows, link, rest = part_of(sought.model, path)
            rows = rows.filter(**{f"{rest}__match": sought.terms})
            arms.append(rows.order_by().values(link).query.get_compiler(connection=connection).as_sql())
        found = " UNION ALL ".join(sql for sql, _words in arms)
        # With the sign SQLite takes the key for a value, and keeps to the order of the list.
        sign = "+" if sought.walked and connection.vendor == "sqlite" else ""
        return f"{sign}{key} IN ({found})", (*params, *(word for _sql, words in arms for word in words))


def _own(sought: Search, connection: Any) -> Sql:
    if connection.vendor == "sqlite":
        return _rows_on_sqlite(sought.model), [match(sought.terms)]
    asked, words = tsquery(sought.terms)
    return f'SELECT id FROM "{sought.model._meta.db_table}" WHERE {index.vector()} @@ ({asked})', words


def _rows_on_sqlite(model: Any) -> str:
    return 'SELECT rowid FROM "{0}" WHERE "{0}" MATCH %s'.format(index.name(model))


@cache
def part_of(model: Any, path: str) -> tuple[models.QuerySet, str, str]:
    """The rows of the first step of `path`, their link back to `model`, and the path from there.

    All that a row belongs to besides must be public, too: nothing is found by the name of a hidden record.
    """
    step, _dot, rest = path.partition("__")
    relation = model._meta.get_field(step)
    part = relation.related_model
    others = [part._meta.get_field(name) for name in part.public_parents if name != relation.field.name]
    conditions = [other.related_model.public_q(f"{other.name}__") for other in others]
    return part._base_manager.filter(*conditions), relation.field.attname, rest
