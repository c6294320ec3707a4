"""Areas as one tree in memory: what lies in what, and what became of it.

There are some thousand; a list asks for the places of each party, and a facet for the provinces of each row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from records.caching.counts import cached_counts

from .models import Area


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """An area, the province `around` it, and the one that has taken the place of either; None where there is none."""

    area: Area
    around: Area | None = None
    today: Area | None = None

    @property
    def became(self) -> str:
        """How a list leads over from the area to the one of `today`."""
        enlarged = self.today and self.today.name == self.area.name
        return _("now part of the enlarged") if enlarged else _("now part of")


class Places:
    def __init__(self, areas: Iterable[Area]) -> None:
        self.by_pk = {area.pk: area for area in areas}
        self.by_slug = {area.slug: area for area in self.by_pk.values()}
        self._inside: dict[int, list[int]] = defaultdict(list)
        for area in self.by_pk.values():
            for outer in _steps_out(area):
                self._inside[outer].append(area.pk)

    def get(self, pk: int | None) -> Area | None:
        return self.by_pk.get(pk) if pk else None

    def within(self, pk: int) -> set[int]:
        """That area, those in it and those it has taken the place of, with what was in those; none of a hidden one."""
        found, added = set[int](), {pk} & self.by_pk.keys()
        while added:
            found |= added
            added = {inner for each in added for inner in self._inside.get(each, ())} - found
        return found

    def slugs_around(self, pk: int) -> set[str]:
        """The slugs of the areas that have this one `within` them, its own among them; nothing for a hidden one."""
        found, added = set[str](), [pk]
        while added:
            if (area := self.get(added.pop())) and area.slug not in found:
                found.add(area.slug)
                added += _steps_out(area)
        return found

    def then_and_now(self, pk: int | None) -> ThenAndNow | None:
        """What that area was a part of and what it belongs to today; None for a hidden one."""
        if (area := self.get(pk)) is None:
            return None
        around = None if area.is_province else self.get(area.parent_id)
        today = self.get(area.succeeded_by_id) or (self.get(around.succeeded_by_id) if around else None)
        return ThenAndNow(area, around, today)


@cached_counts
def places() -> Places:
    """The tree of the public areas: no way in it leads through a hidden one."""
    return Places(Area.objects.public())


def _steps_out(area: Area) -> list[int]:
    """The primary keys of what the area is part of and of what has taken its place; either may be hidden."""
    return [pk for pk in (area.parent_id, area.succeeded_by_id) if pk]
