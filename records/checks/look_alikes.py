"""Records that go by almost the same name: one letter more, less or other, whatever the case, marks and signs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from records import text

from .check import Check, Severity


def look_alikes() -> Check:
    """A warning about records that go by almost the same name as another, for a model with `name` and `names`."""
    return Check(
        "look-alike",
        Severity.WARNING,
        lambda rows: rows.filter(pk__in=alike(rows)),
        _("It goes by almost the same name as another: is it the same?"),
        lambda row: type(row)._default_manager.filter(pk__in=alike(_only(row)).get(row.pk, ())),
    )


def _only(row: Any) -> models.QuerySet:
    return type(row)._default_manager.order_by().filter(pk=row.pk)


def alike(rows: models.QuerySet) -> dict[int, set[int]]:
    """Of those of `rows` that go by almost the name of another record of their table, the primary keys of such others.

    `rows` are of a model with a `name` and with `names` in a table of their own.
    """
    sought = _Names()
    for pk, name in _names_of(rows):
        sought.add(name, pk)
    found: dict[int, set[int]] = defaultdict(set)
    for pk, name in _names_of(rows.model._default_manager.order_by()) if sought.lengths else ():
        for near in sought.near(name) - {pk}:
            found[near].add(pk)
    return found


def _names_of(rows: Any) -> Iterator[tuple[int, str]]:
    link = rows.model._meta.get_field("names").field
    other = link.model._default_manager.order_by().filter(**{f"{link.name}__in": rows.values("pk")})
    for pk, name in [*rows.values_list("pk", "name"), *other.values_list(link.attname, "name")]:
        yield pk, " ".join(text.words(name))


class _Names:
    """Names by their halves: an edit of one letter leaves one of the two as it is."""

    def __init__(self) -> None:
        self.lengths: set[int] = set()
        self._by_half: dict[tuple[int, bool, str], list[tuple[str, int]]] = defaultdict(list)

    def add(self, name: str, pk: int) -> None:
        length, half = len(name), len(name) // 2
        self.lengths.add(length)
        for key in ((length, False, name[:half]), (length, True, name[half:])):
            self._by_half[key].append((name, pk))

    def near(self, name: str) -> set[int]:
        """The records that go by `name` or almost so."""
        found = set()
        for length in self.lengths & {len(name) - 1, len(name), len(name) + 1}:
            half = length // 2
            for key in ((length, False, name[:half]), (length, True, name[len(name) - (length - half) :])):
                found |= {pk for other, pk in self._by_half.get(key, ()) if one_edit(name, other)}
        return found


def one_edit(one: str, other: str) -> bool:
    """Whether the texts are equal, or become so by adding, dropping or changing one letter."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[at + (len(one) == len(other)) :] == other[at + 1 :]
