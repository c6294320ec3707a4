"""Rows that share what only one should have."""

from collections import defaultdict
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Count, Q

from records import text

from .check import Check, Severity, among


def twins(name: str, sentence: Any, *columns: str) -> Check:
    """A warning about rows that share what one of the texts `columns` holds with others."""

    def broken(rows: models.QuerySet) -> models.QuerySet:
        def shared(column: str) -> Q:
            held = (
                rows.model._default_manager.filter(merged_into=None).order_by().exclude(**{column: ""}).values(column)
            )
            return Q(**{f"{column}__in": held.annotate(n=Count("pk")).filter(n__gt=1).values(column)})

        return rows.filter(reduce(or_, map(shared, columns)))

    def others(rows: Sequence[Any]) -> dict[int, set[int]]:
        found = defaultdict[int, set[int]](set)
        for column in columns:
            held = {getattr(row, column) for row in rows} - {""}
            same = defaultdict[str, set[int]](set)
            sharing = type(rows[0])._default_manager.filter(**{f"{column}__in": held}, merged_into=None).order_by()
            for pk, value in sharing.values_list("pk", column):
                same[value].add(pk)
            for row in rows:
                found[row.pk] |= same[getattr(row, column)] - {row.pk}
        return found

    return Check(name, Severity.WARNING, broken, sentence, lambda rows: among(type(rows[0]), others(rows)), same=True)


def namesakes(name: str, sentence: Any, *columns: str) -> Check:
    """A warning about rows of which the texts `columns` have the same words, whatever the case, marks and signs."""

    def others(rows: models.QuerySet) -> dict[int, set[int]]:
        same = defaultdict[tuple[str, ...], set[int]](set)
        for pk, *texts in rows.model._default_manager.filter(merged_into=None).order_by().values_list("pk", *columns):
            same[tuple(" ".join(text.words(each)) for each in texts)].add(pk)
        keys = set(rows.values_list("pk", flat=True))
        return {pk: alike - {pk} for alike in same.values() if len(alike) > 1 for pk in alike & keys}

    def named(rows: Sequence[Any]) -> dict[int, list[Any]]:
        model = type(rows[0])
        return among(model, others(model._default_manager.filter(pk__in=[row.pk for row in rows])))

    return Check(name, Severity.WARNING, lambda rows: rows.filter(pk__in=others(rows)), sentence, named, same=True)
