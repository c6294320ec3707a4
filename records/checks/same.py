"""Records that may be one: warned of, by what they hold or by what somebody types, unless they are known to be two."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import Q
from rapidfuzz import fuzz

from records import text
from records.dependents import relations_to
from records.models import PublishableModel, Status, ToldApart

from .asking import with_keys
from .check import Check, Severity, among

# So many are named of those that are alike.
MOST_NAMED = 10
Others = Callable[[models.QuerySet], Mapping[int, set[int]]]
Typed = Callable[[models.QuerySet, Mapping[str, Sequence[str]]], Iterable[int]]


def same(name: str, sentence: Any, others: Others, typed: Typed | None = None, *fields: str) -> Check:
    """A warning about records that may be one with the `others` of their table, by the keys of both.

    `typed` finds, among records, the keys of those that may be one with what is typed into the `fields` of a form.
    """

    def found(rows: models.QuerySet) -> dict[int, set[int]]:
        alike = others(rows)
        apart = _apart(rows.model, alike)
        left = {pk: keys - apart.get(pk, set()) for pk, keys in alike.items()}
        return {pk: keys for pk, keys in left.items() if keys}

    def named(rows: Sequence[Any]) -> dict[int, list[Any]]:
        model = type(rows[0])
        return among(model, found(model._default_manager.filter(pk__in=[row.pk for row in rows])))

    def broken(rows: models.QuerySet) -> models.QuerySet:
        return rows.filter(pk__in=found(rows))

    return Check(name, Severity.WARNING, broken, sentence, named, same=True, typed=typed, typed_into=fields)


def _apart(model: Any, keys: Collection[int]) -> dict[int, set[int]]:
    """Of the records `keys`, those that each is told apart from; what continues another, or follows it, is another."""
    known = []
    for part in {relation.related_model for relation in relations_to(model)} if keys else ():
        ends = [name for name in part.key_fields if part._meta.get_field(name).related_model is model]
        if len(ends) < 2:
            continue
        rows = part._default_manager.filter(Q(*((f"{end}__in", keys) for end in ends), _connector=Q.OR))
        if issubclass(part, PublishableModel):
            rows = rows.exclude(status=Status.WITHDRAWN)
        known.append(rows.order_by().values_list(*ends))
    return ToldApart.others(model, keys, *known)


def alike(one: str, other: str) -> int:
    """How alike two names are, in percent, whatever the order, case and marks of their words."""
    return round(fuzz.token_sort_ratio(*(" ".join(text.words(each)) for each in (one, other))))


def candidates(record: Any) -> list[tuple[Any, Any, int]]:
    """The records that may be the same as `record`, with why, and how alike what they are called is, in percent."""
    model, found = type(record), {}
    for check in model.checks():
        if check.same and (rows := [*check.broken(model._default_manager.filter(pk=record.pk))]):
            for other in check.named(rows)[record.pk]:
                found[other.pk] = (other, check.sentence, alike(str(record), str(other)))
    return sorted(found.values(), key=lambda each: (-each[2], each[0].pk))


def candidates_for(model: Any, typed: Mapping[str, Sequence[str]], pk: int | None) -> list[tuple[Any, Any, str]]:
    """The records that may be the same as what is `typed` into the form of the record `pk`, or of a new one.

    Each with why, and the field that tells so.
    """
    found: dict[int, tuple[Any, str]] = {}
    everyone = model._default_manager.filter(merged_into=None).exclude(pk=pk).order_by()
    for check in model.checks():
        if check.typed and all(any(typed.get(name, ())) for name in check.typed_into[:1]):
            for key in check.typed(everyone, typed):
                found.setdefault(key, (check.sentence, check.typed_into[0]))
    apart = _apart(model, [pk]).get(pk, set()) if pk else set()
    rows = with_keys(everyone.filter(pk__in=[*found.keys() - apart][:MOST_NAMED]).order_by("pk"))
    return [(row, *found[row.pk]) for row in rows]


def typed_fields(model: Any) -> list[str]:
    """The fields of a form that tell, while somebody types, whether there is the record already."""
    return [*dict.fromkeys(name for check in model.checks() if check.typed for name in check.typed_into)]
