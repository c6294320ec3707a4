"""What the register calls things, as far as one article asks: some queries for it, whatever its length."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Q

from partnerships.models import Agreement, Area, AreaName, Clause, Solution, Topic
from people.models import Person
from records.names import spelling
from records.search.abbreviations import GROUPS
from records.sheet_names import SheetNames
from records.text import sort_key

from .signs import SIGNS
from .text import newer_spelling, one_spelling

# So many rows of a table are known by heart.
MOST_KNOWN = 5_000
Words = tuple[str, ...]


@dataclass(frozen=True)
class Called:
    """An area under one of its names, from the day it was founded to the one before it ended."""

    slug: str
    name: str
    designation: str
    level: str
    parent: str
    founded: date | None
    ended: date | None

    def existed(self, on: date | None) -> bool:
        if on is None:
            return not self.ended
        return (not self.founded or self.founded <= on) and (not self.ended or on < self.ended)


class Phrases:
    """What is called by which phrases, in full or short, found wherever a text in one spelling has them."""

    def __init__(self, called: Iterable[tuple[str, str]]) -> None:
        self._called: dict[Words, set[str]] = defaultdict(set)
        self._longest: dict[str, int] = defaultdict(int)
        for name, slug in called:
            for form in _forms(_words(one_spelling(name))):
                self._called[form].add(slug)
                self._longest[form[0]] = max(self._longest[form[0]], len(form))

    def found(self, text: str) -> Iterator[tuple[int, int, set[str]]]:
        """Where each of the phrases begins and ends, and the slugs of what is called so."""
        places = [*_WORD.finditer(text)]
        words, at = tuple(each[0].casefold() for each in places), 0
        while at < len(words):
            lengths = range(min(self._longest.get(words[at], 0), len(words) - at), 0, -1)
            length = next((each for each in lengths if words[at : at + each] in self._called), 0)
            if length and text[places[at].start() : places[at + length - 1].end()] != "ai":
                yield places[at].start(), places[at + length - 1].end(), self._called[words[at : at + length]]
            at += length or 1


_WORD = re.compile(r"[^\W_]+")


def _words(text: str) -> Words:
    return tuple(each[0].casefold() for each in _WORD.finditer(text))


# By its first word, each short or full form with the others of its group.
_SHORT: dict[str, list[tuple[Words, list[Words]]]] = defaultdict(list)
for _group in GROUPS:
    for _form in (_all := [*map(_words, _group)]):
        _SHORT[_form[0]].append((_form, [each for each in _all if each != _form]))


def _forms(words: Words) -> Iterator[Words]:
    """The words as they are, and with each short or full form in them as every other of its group."""
    if words:
        yield words
    for at, word in enumerate(words):
        for form, others in _SHORT.get(word, ()):
            if words[at : at + len(form)] == form:
                yield from (words[:at] + other + words[at + len(form) :] for other in others)


class Names(SheetNames):
    """`only_lists`: areas and topics alone are known. `without`: slugs of records that are left out."""

    def __init__(self, *, only_lists: bool = False, without: Iterable[str] = ()) -> None:
        super().__init__()
        self.only_lists, self.without = only_lists, frozenset(without)
        self._free: dict[tuple[type[Any], str], str] = {}

    @cached_property
    def areas(self) -> dict[Words, list[Called]]:
        """The areas by the spelling of their names, with and without what they are."""
        found: dict[Words, list[Called]] = defaultdict(list)
        areas = Area.objects.exclude(level=Area.Level.COUNTRY).select_related("parent").order_by("pk")[:MOST_KNOWN]
        named = AreaName.objects.select_related("area__parent").order_by("pk")[:MOST_KNOWN]
        for row, of in (*((row, row) for row in areas), *((row, row.area) for row in named)):
            area = Called(
                of.slug, row.name, row.designation, of.level, of.parent.slug if of.parent else "",
                of.founded_earliest, of.ended_earliest,
            )  # fmt: skip
            for form in {
                spelling(each) for each in (row.name, f"{row.designation} {row.name}", row.name.replace(" - ", " "))
            }:
                if area not in found[form]:
                    found[form].append(area)
        return found

    def area(self, name: str, on: date | None = None, level: str = "") -> list[Called]:
        """The areas of that name that existed on the day (today), if any did; else all of that name."""
        called = [each for each in self.areas.get(spelling(name), ()) if not level or each.level == level]
        return [each for each in called if each.existed(on)] or called

    @cached_property
    def topics(self) -> Phrases:
        signs = {slug: [*filter(None, words.split(";"))] for slug, words in SIGNS.items()}
        rows = Topic.objects.order_by("pk")[:MOST_KNOWN]
        return Phrases(
            (name, row.slug) for row in rows for name in (row.label_vi, *row.synonym_list, *signs.get(row.slug, ()))
        )

    @cached_property
    def topic_labels(self) -> dict[str, str]:
        return {row.slug: row.label_vi for row in Topic.objects.order_by("pk")[:MOST_KNOWN]}

    @cached_property
    def solutions(self) -> Phrases:
        rows = Solution.objects.filter(slug__in=self.solution_names)
        return Phrases((name, row.slug) for row in rows for name in (row.name, *row.synonym_list))

    @cached_property
    def solution_names(self) -> dict[str, str]:
        rows = self._known(Solution).order_by("pk")[:MOST_KNOWN]
        return {row.slug: row.name for row in rows}

    def _known(self, model: type[Any], slug: str = "slug") -> Any:
        rows = model._default_manager.exclude(**{f"{slug}__in": self.without})
        return rows.none() if self.only_lists else rows

    def found(self, model: type[Any], text: str) -> list[str]:
        """The slugs of the records of that name."""
        return [] if self.only_lists else [slug for slug in super().found(model, text) if slug not in self.without]

    def people(self, names: Iterable[str]) -> dict[str, list[str]]:
        """The slugs of the people of each of these names, in one query: an article names many."""
        keys = {sort_key(form): name for name in names for form in (name, newer_spelling(name))}
        found: dict[str, list[str]] = defaultdict(list)
        rows = self._known(Person).filter(Q(sort_key__in=keys) | Q(names__sort_key__in=keys)).order_by("pk")
        for slug, *called in rows.values_list("slug", "sort_key", "names__sort_key"):
            for name in {keys[key] for key in called if key in keys}:
                found[name] += [slug] if slug not in found[name] else []
        return found

    def agreements(self, partners: Iterable[str]) -> list[Agreement]:
        """The agreements of which all these are parties, the latest first."""
        slugs = {*partners}
        rows = self._known(Agreement).filter(parties__partner__slug__in=slugs)
        rows = rows.annotate(met=Count("parties", filter=Q(parties__partner__slug__in=slugs))).filter(met=len(slugs))
        return [*rows.order_by("-sort_date", "-pk")[:100]] if len(slugs) > 1 else []

    def clauses(self, agreement: str) -> dict[int, tuple[dict[str, str], set[str]]]:
        """The points that the register has of an agreement by their numbers: kind and heading, and their topics."""
        found: dict[int, tuple[dict[str, str], set[str]]] = {}
        rows = self._known(Clause, "agreement__slug").filter(agreement__slug=agreement).order_by("number")
        for number, kind, heading, topic in rows.values_list("number", "kind", "heading", "topics__slug"):
            found.setdefault(number, ({"kind": kind, "heading": heading}, set()))[1].add(topic)
        return found

    def free(self, model: type[Any], text: str) -> str:
        """A slug made of `text` that no record has; the same for the same words."""
        if (model, text) not in self._free:
            self._free[model, text] = super().free(model, text)
        return self._free[model, text]
