"""What the register calls things, as far as one article asks: some queries for it, whatever its length."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Q

from articles.models import Outlet
from partnerships.models import Agreement, Area, AreaName, Partner, Party, Solution, Topic
from people.models import Person
from records.names import called_each, spelling
from records.search.abbreviations import at as short_forms
from records.search.abbreviations import full
from records.search.vocabulary import Lexicon
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
        self._first = {form[0] for each in folded for form in (each, full(each)) if form}

    def found(self, text: str) -> Iterator[tuple[int, int, set[str]]]:
        """Where each of the phrases begins and ends, and the slugs of what is called so."""
        places = [*spans(text)]
        folded = tuple(word for _start, _end, word in places)
        typed, at = tuple(spelt(text)), 0
        while at < len(folded) and len(typed) == len(folded):
            length = 0
            if folded[at] in self._first or short_forms(folded[at : at + 3], 0):
                length, slugs = self._lexicon.longest(folded[at : at + 8], typed[at : at + 8])
                if length:
                    yield places[at][0], places[at + length - 1][1], slugs
            at += length or 1


class Names:
    """`only_lists`: areas, topics and outlets alone are known. `without`: slugs of records that are left out."""

    def __init__(self, *, only_lists: bool = False, without: Iterable[str] = ()) -> None:
        self.only_lists, self.without = only_lists, frozenset(without)
        self._found: dict[tuple[Any, str], list[str]] = {}

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
        asked = {name for name in names if name and (model, name) not in self._found}
        rows = {} if self.only_lists or not asked else called_each(model._default_manager, asked)
        for name in asked:
            self._found[model, name] = [slug for slug in rows.get(name, ()) if slug not in self.without]

    def partners(self, name: str) -> list[str]:
        self.look_up(Partner, (name,))
        return self._found[Partner, name]

    def people(self, name: str) -> list[str]:
        self.look_up(Person, (name,))
        return self._found[Person, name]

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
        """A slug made of `text` that no record has."""
        base = "-".join(words(text))[:100] or model._meta.model_name or ""
        taken = {*model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True)}
        taken -= self.without
        if self.only_lists:
            taken = set()
        return next(slug for n in range(1, 10_000) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


_OF_AREA = ("slug", "level", "parent__slug", "founded_earliest", "ended_earliest")


def _add(found: dict[Words, list[Called]], row: dict[str, Any], name: str, designation: str) -> None:
    area = Called(
        row["slug"], name, designation, row["level"], row["parent__slug"] or "",
        row["founded_earliest"], row["ended_earliest"],
    )  # fmt: skip
    for form in {spelling(name), spelling(f"{designation} {name}"), spelling(name.replace(" - ", " "))}:
        if area not in found[form]:
            found[form].append(area)
