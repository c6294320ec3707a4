"""Records of almost the same name: one letter more, less, other or swapped, whatever the case, marks and signs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from rapidfuzz import process
from rapidfuzz.distance import OSA

from records import text

from .check import Check, Severity, among


def look_alikes() -> Check:
    """A warning about records that go by almost the same name as another, for a model with `name` and `names`."""
    return Check(
        "look-alike",
        Severity.WARNING,
        lambda rows: rows.filter(pk__in=alike(rows.model, rows.values_list("pk", flat=True))),
        _("It goes by almost the same name as another: is it the same?"),
        lambda rows: among(type(rows[0]), alike(type(rows[0]), [row.pk for row in rows])),
        same=True,
    )


def alike(model: Any, keys: Iterable[int]) -> dict[int, set[int]]:
    """Of those of the records `keys` that go by almost the name of others of their table, the keys of such others.

    `model` has a `name`, and `names` in a table of their own.
    """
    sought, by_name = set(keys), defaultdict[str, set[int]](set)
    for pk, name in _names_of(model) if sought else ():
        by_name[name].add(pk)
    by_length = defaultdict[int, list[str]](list)
    for name in by_name:
        by_length[len(name)].append(name)
    found = defaultdict[int, set[int]](set)
    for name, going_by_it in by_name.items():
        if here := going_by_it & sought:
            there = {pk for near in _near(name, by_length) for pk in by_name[near]}
            for pk in here:
                found[pk] |= there - {pk}
    return {pk: others for pk, others in found.items() if others}


def _near(name: str, by_length: dict[int, list[str]]) -> Iterator[str]:
    for length in range(len(name) - 1, len(name) + 2):
        names = by_length.get(length, ())
        found = process.extract(name, names, scorer=OSA.distance, score_cutoff=1, limit=None)
        yield from (near for near, _distance, _at in found)


def _names_of(model: Any) -> Iterator[tuple[int, str]]:
    link = model._meta.get_field("names").field
    own: models.QuerySet = model._default_manager.filter(merged_into=None).order_by().values_list("pk", "name")
    others = link.model._default_manager.filter(**{f"{link.name}__merged_into": None}).order_by()
    others = others.values_list(link.attname, "name")
    for pk, name in own.union(others, all=True):
        yield pk, " ".join(text.words(name))
