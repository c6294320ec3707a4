"""Areas as one tree in memory: what lies in what, and what became of it.

There are some thousand; a list asks for the places of each party, and a facet for the provinces of each row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from records.caching.counts import cached_counts
from records.dates import UncertainDate

from .models import Area


@dataclass(frozen=True, slots=True)
class Place:
    """An area; `parent` and `successor` are the primary keys of others, which may be missing from the tree."""

    pk: int
    slug: str
    name: str
    label: str
    level: str
    ended: UncertainDate
    sort_key: str
    parent: int | None
    successor: int | None

    @property
    def is_province(self) -> bool:
        return self.level == Area.Level.PROVINCE


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """An area, the province `around` it, and the one that has taken the place of either; None where there is none."""

    area: Place
    around: Place | None = None
    today: Place | None = None


@dataclass(frozen=True, slots=True)
class Places:
    by_pk: Mapping[int, Place]
    by_slug: Mapping[str, Place]
    _inside: Mapping[int, list[int]]
    _slugs: dict[int, frozenset[str]] = field(default_factory=dict)

    def get(self, pk: int | None) -> Place | None:
        return self.by_pk.get(pk) if pk else None

    def within(self, pk: int) -> set[int]:
        """That area, those in it and those it has taken the place of, with what was in those; none of a hidden one."""
        found, added = set[int](), {pk} & self.by_pk.keys()
        while added:
            found |= added
            added = {inner for each in added for inner in self._inside.get(each, ())} - found
        return found

    def around(self, pk: int) -> tuple[Place, ...]:
        """The areas that have this one `within` them, it among them."""
        found, added = list[Place](), [pk]
        while added:
            if (place := self.get(added.pop())) and place not in found:
                found.append(place)
                added += [step for step in (place.parent, place.successor) if step]
        return tuple(found)

    def slugs_around(self, pk: int) -> frozenset[str]:
        """The slugs of the areas `around` that one; nothing for a hidden one."""
        if pk not in self._slugs:
            self._slugs[pk] = frozenset(place.slug for place in self.around(pk))
        return self._slugs[pk]

    def then_and_now(self, pk: int | None) -> ThenAndNow | None:
        """What that area was a part of and what it belongs to today; None for a hidden one."""
        if (area := self.get(pk)) is None:
            return None
        around = None if area.is_province else self.get(area.parent)
        return ThenAndNow(area, around, self.get(area.successor) or (self.get(around.successor) if around else None))


@cached_counts
def places() -> Places:
    """The tree of the public areas: no way in it leads through a hidden one."""
    return tree_of(Area.objects.public())


def tree_of(areas: QuerySet[Area]) -> Places:
    rows = areas.values_list(
        "pk", "slug", "name", "designation", "level", "ended", "sort_key", "parent", "succeeded_by"
    )
    found = {}
    for pk, slug, name, designation, level, ended, sort_key, parent, successor in rows:
        label = str(Area(name=name, designation=designation))
        found[pk] = Place(pk, slug, name, label, level, ended, sort_key, parent, successor)
    return Places(found, {place.slug: place for place in found.values()}, _inner(found.values()))


def _inner(found: Iterable[Place]) -> Mapping[int, list[int]]:
    inside: dict[int, list[int]] = defaultdict(list)
    for place in found:
        for step in (place.parent, place.successor):
            if step:
                inside[step].append(place.pk)
    return inside
