"""The rows that hold every term of a search, each term in any of the places its model names (`searched`).

Each place is looked up in its own index, whatever the number of rows that hold the term; the database joins the keys.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connections, models
from django.db.models import Lookup, Q

from records import replica
from records.fields import FoldedField

from . import index
from .terms import Term


def narrowed(rows: Any, terms: Sequence[Term]) -> Any:
    """Those of `rows` that hold every term."""
    if len(rows.model.searched) == 1 and not any(term.meaning and rows.model in term.meaning.rows for term in terms):
        return narrowed_by_own(rows, terms)
    for term in terms:
        rows = rows.filter(holding(rows.model, term))
    return rows


def anywhere(term: Term) -> bool:
    """Whether any row at all, public or not, holds the term: where none does, no table needs to be asked on its own."""
    asked, words, connection = [], list[str](), connections[replica.alias()]
    for model in index.indexed():
        if connection.vendor == "sqlite":
            found = connection.ops.quote_name(index.name(model))
            condition, needles = f"{found} MATCH %s", [_fts5([term])]
        else:
            found = connection.ops.quote_name(model._meta.db_table)
            condition, needles = _on_postgresql("folded", term)
        asked.append(f"SELECT 1 FROM {found} WHERE {condition}")
        words += needles
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION ALL '.join(asked)} LIMIT 1", words)
        return cursor.fetchone() is not None


def narrowed_by_own(rows: Any, terms: Sequence[Term]) -> Any:
    """Those of `rows` that hold every term in words of their own."""
    return rows.filter(folded__match=terms)


def holding(model: Any, term: Term) -> Q:
    """The condition under which a row holds the term in any of the places that are searched for its model, or is
    meant by it."""
    own = model._base_manager.filter(folded__match=[term]).order_by().values("pk")
    places = [
        parts.filter(**{f"{rest}__match": [term]}).values(link)
        for parts, link, rest in (_parts(model, path) for path in model.searched[1:])
    ]
    if term.meaning and model in term.meaning.rows:
        if (meant := term.meaning.rows[model]) is None:
            return Q()
        places.append(model._base_manager.filter(meant()).order_by().values("pk"))
    return Q(pk__in=own.union(*places, all=True)) if places else Q(folded__match=[term])


@cache
def _parts(model: Any, path: str) -> tuple[models.QuerySet, str, str]:
    """The rows of the first step of `path`, their link back to `model`, and the path from there.

    All that a row belongs to besides must be public, too: nothing is found by the name of a hidden record.
    """
    step, _dot, rest = path.partition("__")
    relation = model._meta.get_field(step)
    part = relation.related_model
    others = [part._meta.get_field(name) for name in part.public_parents if name != relation.field.name]
    conditions = [other.related_model.public_q(f"{other.name}__") for other in others]
    return part._base_manager.filter(*conditions).order_by(), relation.field.attname, rest


@FoldedField.register_lookup
class Match(Lookup):
    """Whether the folded column itself holds all the terms: `folded__match=terms`."""

    lookup_name = "match"
    prepare_rhs = False
    rhs: Sequence[Term]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        quote = connection.ops.quote_name
        target: Any = self.lhs
        found = quote(index.name(target.target.model))
        row = f"{quote(target.alias)}.{quote('id')}"
        return f"{row} IN (SELECT rowid FROM {found} WHERE {found} MATCH %s)", [_fts5(self.rhs)]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        conditions, asked = [], []
        for term in self.rhs:
            condition, words = _on_postgresql(column, term)
            conditions.append(condition)
            asked += [*params, *words]
        return " AND ".join(conditions), asked


def _fts5(terms: Sequence[Term]) -> str:
    """The terms as FTS5 asks; folded words have no quotes and no operators in them."""
    ends = {False: '"', True: '"*'}
    ways = ([f'"{phrase}{ends[term.begun]}' for phrase in term.sought] for term in terms)
    return " AND ".join(f"({' OR '.join(each)})" for each in ways)


def _on_postgresql(column: str, term: Term) -> tuple[str, list[str]]:
    # PostgreSQL's parser leaves out what it does not take for words, e.g. `½`.
    if not all(char.isalpha() or char.isdecimal() or char == " " for phrase in term.sought for char in phrase):
        end = "" if term.begun else " "
        needles = [f" {phrase}{end}" for phrase in term.sought]
        return "(" + " OR ".join([f"strpos({column}, %s) > 0"] * len(needles)) + ")", needles
    if not term.begun:
        asked, words = "phraseto_tsquery", list(term.sought)
    else:  # only the parser of queries knows `:*`
        asked, words = "to_tsquery", [" <-> ".join(phrase.split()) + ":*" for phrase in term.sought]
    query = " || ".join([f"{asked}('simple', %s)"] * len(words))
    return f"{index.vector(column)} @@ ({query})", words
