"""Rows that share what only one should have."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Count, Q

from records import text

from .check import Check
from .same import same


def twins(name: str, sentence: Any, *columns: str) -> Check:
    """A warning about rows that share what one of the texts `columns` holds with others."""

    def others(rows: models.QuerySet) -> dict[int, set[int]]:
        everyone = rows.model._default_manager.filter(merged_into=None).order_by()
        keys, found = {*rows.values_list("pk", flat=True)}, defaultdict[int, set[int]](set)
        for column in columns:
            held = everyone.exclude(**{column: ""}).values(column)
            shared = held.annotate(n=Count("pk")).filter(n__gt=1).values(column)
            sharing = everyone.filter(**{f"{column}__in": shared}).filter(**{f"{column}__in": rows.values(column)})
            for pk, alike in _groups(sharing.values_list("pk", column)).items():
                found[pk] |= alike
        return {pk: found[pk] for pk in found.keys() & keys}

    def typed(everyone: models.QuerySet, given: Mapping[str, Sequence[str]]) -> models.QuerySet:
        held = [Q(**{column: given[column][0].strip()}) for column in columns if any(given.get(column, ()))]
        return everyone.filter(reduce(or_, held)).values_list("pk", flat=True)

    return same(name, sentence, others, typed, *columns)


def namesakes(name: str, sentence: Any, *columns: str) -> Check:
    """A warning about rows of which the texts `columns` have the same words, whatever the case, marks and signs."""

    def others(rows: models.QuerySet) -> dict[int, set[int]]:
        everyone = rows.model._default_manager.filter(merged_into=None).order_by()
        keys, found = {*rows.values_list("pk", flat=True)}, _groups(_in_words(everyone, columns))
        return {pk: found[pk] for pk in found.keys() & keys}

    def typed(everyone: models.QuerySet, given: Mapping[str, Sequence[str]]) -> list[int]:
        words = tuple(" ".join(text.words((*given.get(column, ()), "")[0])) for column in columns)
        return [pk for pk, there in _in_words(everyone, columns) if there == words]

    return same(name, sentence, others, typed, *columns)


def _in_words(rows: models.QuerySet, columns: Sequence[str]) -> Any:
    return (
        (pk, tuple(" ".join(text.words(each)) for each in texts)) for pk, *texts in rows.values_list("pk", *columns)
    )


def _groups(values: Any) -> dict[int, set[int]]:
    """Of the pairs of a key and a value, the other keys with the same value, for keys that have such."""
    by_value = defaultdict[Any, set[int]](set)
    for pk, value in values:
        by_value[value].add(pk)
    return {pk: keys - {pk} for keys in by_value.values() if len(keys) > 1 for pk in keys}
