"""What the register calls things, as far as one article asks: some queries for it, whatever its length."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Q

from articles.models import Outlet
from partnerships.models import Agreement, Area, AreaName, Party, Solution, Topic
from records.names import spelling
from records.search.abbreviations import at as short_forms
from records.search.abbreviations import full
from records.search.vocabulary import Lexicon
from records.sheet_names import SheetNames
from records.text import fold, spans, words
from records.text import spelling as spelt

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


@dataclass(frozen=True)
class Known:
    """An agreement of the register, with the slugs of its parties."""

    slug: str
    title: str
    kind: str
    signed: str
    period: str
    parties: frozenset[str]


class Phrases:
    """What is called by which phrases, found wherever a text has them."""

    def __init__(self, called: Iterable[tuple[str, str]]) -> None:
        called = [*called]
        self._lexicon = Lexicon(called)
        folded = [tuple(words(name)) for name, _slug in called]
        self._begun = {form[:2] for each in folded for form in (each, full(each)) if form}

    def found(self, text: str) -> Iterator[tuple[int, int, set[str]]]:
        """Where each of the phrases begins and ends, and the slugs of what is called so."""
        places = [*spans(text)]
        folded = tuple(word for _start, _end, word in places)
        typed, at = tuple(spelt(text)), 0
        while at < len(folded) and len(typed) == len(folded):
            length = 0
            if self._may_begin(folded[at : at + 4]):
                length, slugs = self._lexicon.longest(folded[at : at + 8], typed[at : at + 8])
                if length:
                    yield places[at][0], places[at + length - 1][1], slugs
            at += length or 1

    def _may_begin(self, some: Words) -> bool:
        return bool(some[:2] in self._begun or some[:1] in self._begun or short_forms(some, 0) or short_forms(some, 1))


class Names:
    """`only_lists`: areas, topics and outlets alone are known. `without`: slugs of records that are left out."""

    def __init__(self, *, only_lists: bool = False, without: Iterable[str] = ()) -> None:
        self.only_lists, self.without = only_lists, frozenset(without)
        self._records = SheetNames()
        self._free: dict[tuple[type[Any], str], str] = {}

    @cached_property
    def areas(self) -> dict[Words, list[Called]]:
        """The areas by the spelling of their names, with and without what they are."""
        found: dict[Words, list[Called]] = defaultdict(list)
        rows = Area.objects.exclude(level=Area.Level.COUNTRY).order_by("pk")
        for row in rows.values(*_OF_AREA, "name", "designation")[:MOST_KNOWN]:
            _add(found, row, row["name"], row["designation"])
        named = AreaName.objects.order_by("pk").values("name", "designation", *(f"area__{name}" for name in _OF_AREA))
        for row in named[:MOST_KNOWN]:
            _add(found, {name: row[f"area__{name}"] for name in _OF_AREA}, row["name"], row["designation"])
        return found

    def area(self, name: str, on: date | None = None, level: str = "") -> list[Called]:
        """The areas of that name that existed on the day (today), if any did; else all of that name."""
        called = [each for each in self.areas.get(spelling(name), ()) if not level or each.level == level]
        return [each for each in called if each.existed(on)] or called

    @cached_property
    def topics(self) -> Phrases:
        rows = Topic.objects.order_by("pk")[:MOST_KNOWN]
        return Phrases((name, row.slug) for row in rows for name in (row.label_vi, *row.synonym_list))

    @cached_property
    def topic_labels(self) -> dict[str, str]:
        return {row.slug: row.label_vi for row in Topic.objects.order_by("pk")[:MOST_KNOWN]}

    @cached_property
    def solutions(self) -> Phrases:
        rows = [] if self.only_lists else Solution.objects.exclude(slug__in=self.without).order_by("pk")[:MOST_KNOWN]
        return Phrases((name, row.slug) for row in rows for name in (row.name, *row.synonym_list))

    def outlet(self, said: str) -> str:
        """The slug of the outlet of that name, slug or address; the name itself where there is none."""
        host = said.rsplit("//", maxsplit=1)[-1].split("/", maxsplit=1)[0].removeprefix("www.").lower()
        for row in Outlet.objects.order_by("pk")[:MOST_KNOWN] if said else ():
            known = row.url.split("//")[-1].split("/")[0].removeprefix("www.").lower()
            if said == row.slug or fold(said) == fold(row.name) or (host and host == known):
                return row.slug
        return said

    def look_up(self, model: type[Any], names: Iterable[str]) -> None:
        if not self.only_lists:
            self._records.look_up(model, names)

    def found(self, model: type[Any], name: str) -> list[str]:
        """The slugs of the records of that name."""
        known = [] if self.only_lists else self._records.found(model, name)
        return [slug for slug in known if slug not in self.without]

    def agreements(self, partners: Iterable[str]) -> list[Known]:
        """The agreements of which all these are parties, the latest first."""
        slugs = {*partners}
        if self.only_lists or len(slugs) < 2:
            return []
        rows = Agreement.objects.filter(parties__partner__slug__in=slugs).exclude(slug__in=self.without)
        rows = rows.annotate(met=Count("parties", filter=Q(parties__partner__slug__in=slugs))).filter(met=len(slugs))
        found = {row.pk: row for row in rows.order_by("-sort_date", "-pk")[:100]}
        parties: dict[int, set[str]] = defaultdict(set)
        for pk, slug in Party.objects.filter(agreement__in=found).values_list("agreement", "partner__slug"):
            parties[pk].add(slug)
        return [
            Known(row.slug, row.title, row.kind, str(row.signed), str(row.period), frozenset(parties[pk]))
            for pk, row in found.items()
        ]

    def free_slug(self, model: type[Any], text: str) -> str:
        """A slug made of `text` that no record has; the same for the same words."""
        if (model, text) not in self._free:
            self._free[model, text] = self._records.free(model, text)
        return self._free[model, text]


_OF_AREA = ("slug", "level", "parent__slug", "founded_earliest", "ended_earliest")


def _add(found: dict[Words, list[Called]], row: dict[str, Any], name: str, designation: str) -> None:
    area = Called(
        row["slug"], name, designation, row["level"], row["parent__slug"] or "",
        row["founded_earliest"], row["ended_earliest"],
    )  # fmt: skip
    for form in {spelling(name), spelling(f"{designation} {name}"), spelling(name.replace(" - ", " "))}:
        if area not in found[form]:
            found[form].append(area)
