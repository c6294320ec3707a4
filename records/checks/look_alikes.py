"""Records of almost the same name: one letter more, less, other or swapped, whatever the case, marks and signs."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from rapidfuzz import process
from rapidfuzz.distance import OSA

from records import text

from .check import Check
from .same import same


def look_alikes() -> Check:
    """A warning about records that go by almost the same name as another, for a model with `name` and `names`."""
    sentence = _("It goes by almost the same name as another: is it the same?")
    return same("look-alike", sentence, _alike, _typed, "name")


def _alike(rows: models.QuerySet) -> dict[int, set[int]]:
    sought = {*rows.values_list("pk", flat=True)}
    by_name = _by_name(rows.model._default_manager.all()) if sought else {}
    by_length = _by_length(by_name)
    found = defaultdict[int, set[int]](set)
    for name, going_by_it in by_name.items():
        if here := going_by_it & sought:
            there = {pk for near in _near(name, by_length) for pk in by_name[near]}
            for pk in here:
                found[pk] |= there - {pk}
    return {pk: others for pk, others in found.items() if others}


def _typed(everyone: models.QuerySet, typed: Mapping[str, Sequence[str]]) -> set[int]:
    by_name = _by_name(everyone)
    name = " ".join(text.words(typed["name"][0]))
    return {pk for near in _near(name, _by_length(by_name)) for pk in by_name[near]}


def _by_name(rows: models.QuerySet) -> dict[str, set[int]]:
    found = defaultdict[str, set[int]](set)
    for pk, name in _names_of(rows):
        found[name].add(pk)
    return found


def _by_length(names: Mapping[str, Any]) -> dict[int, list[str]]:
    found = defaultdict[int, list[str]](list)
    for name in names:
        found[len(name)].append(name)
    return found


def _near(name: str, by_length: Mapping[int, list[str]]) -> Iterator[str]:
    for length in range(len(name) - 1, len(name) + 2):
        names = by_length.get(length, ())
        found = process.extract(name, names, scorer=OSA.distance, score_cutoff=1, limit=None)
        yield from (near for near, _distance, _at in found)


def _names_of(rows: models.QuerySet) -> Iterator[tuple[int, str]]:
    """What those of `rows` that are merged into no other go by."""
    link: Any = rows.model._meta.get_field("names").field
    rows = rows.filter(merged_into=None).order_by()
    others = link.model._default_manager.filter(**{f"{link.name}__in": rows.values("pk")}).order_by()
    for pk, name in rows.values_list("pk", "name").union(others.values_list(link.attname, "name"), all=True):
        yield pk, " ".join(text.words(name))
