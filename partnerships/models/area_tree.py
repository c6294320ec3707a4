"""Areas as one tree in memory: what lies in what, what it was called, and what became of it.

There are some thousand; a list asks for the places of each party, and a facet for the provinces of each row.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from records.caching.counts import cached_counts
from records.dates import UncertainDate

from .area_history import AreaName, AreaSuccession
from .areas import Area


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """An area, the province `around` it, and those that have taken the place of either, none where there is none.

    `then` is what the area was called on the day that was asked for, `then_around` what the province was.
    """

    area: Area
    then: str
    around: Area | None = None
    then_around: str = ""
    today: tuple[Area, ...] = ()

    @property
    def now(self) -> tuple[Area, ...]:
        """What it is today where that is something else or called otherwise; none if nobody says so."""
        if self.today or self.area.ended:
            return self.today
        if self.then != str(self.area):
            return (self.area,)
        return (self.around,) if self.around and self.then_around != str(self.around) else ()

    @property
    def became(self) -> str:
        if not self.today:
            return _("now called")
        if len(self.today) > 1:
            return _("now divided into")
        return _("now part of the enlarged") if self.today[0].name == self.area.name else _("now part of")


class Places:
    def __init__(
        self, areas: Iterable[Area], successions: Iterable[AreaSuccession] = (), names: Iterable[AreaName] = ()
    ) -> None:
        self.by_pk = {area.pk: area for area in areas}
        self.by_slug = {area.slug: area for area in self.by_pk.values()}
        self._after: dict[int, list[int]] = defaultdict(list)
        for each in successions:
            self._after[each.predecessor_id].append(each.successor_id)
        self._names: dict[int, list[AreaName]] = defaultdict(list)
        for name in names:
            if name.kind in AreaName.LEGAL:
                self._names[name.area_id].append(name)
        self._inside: dict[int, list[int]] = defaultdict(list)
        for area in self.by_pk.values():
            for outer in self._steps_out(area):
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
                added += self._steps_out(area)
        return found

    def successors(self, area: Area) -> tuple[Area, ...]:
        """What has taken its place as far as is known today, however many steps on: none, one, or several."""
        found: dict[int, Area] = {}
        seen, ahead = {area.pk}, list(self._after.get(area.pk, ()))
        while ahead:
            pk = ahead.pop(0)
            if pk in seen or (next_ := self.get(pk)) is None:
                continue
            seen.add(pk)
            later = [each for each in self._after.get(pk, ()) if each in self.by_pk]
            ahead += later
            if not later:
                found[pk] = next_
        return tuple(sorted(found.values(), key=lambda each: each.sort_key))

    def province_of(self, area: Area) -> Area | None:
        """The province around it, or it itself if it is one; none for a country or behind a hidden area."""
        step: Area | None = area
        while step and not step.is_province:
            step = self.get(step.parent_id)
        return step

    def provinces_now(self, area: Area) -> tuple[Area, ...]:
        province = self.province_of(area)
        return (self.successors(province) or (province,)) if province else ()

    def called(self, area: Area, on: UncertainDate | None) -> str:
        """What the law called the area at a date, with its designation; without one what it is shown under."""
        span = on.span if on else None
        if span and (day := span.starts_latest or span.earliest or span.latest):
            for name in self._names.get(area.pk, ()):
                begun = name.since_earliest is None or name.since_earliest <= day
                if begun and (name.until_latest is None or day <= name.until_latest):
                    return str(name)
        return str(area)

    def then_and_now(self, pk: int | None, on: UncertainDate | None = None) -> ThenAndNow | None:
        """What that area was a part of and what it belongs to today; None for a hidden one."""
        if (area := self.get(pk)) is None:
            return None
        around = None if area.is_province else self.get(area.parent_id)
        today = self.successors(area) or (self.successors(around) if around else ())
        return ThenAndNow(area, self.called(area, on), around, self.called(around, on) if around else "", today)

    def _steps_out(self, area: Area) -> list[int]:
        """The keys of what the area is part of and of what has taken its place; either may be hidden."""
        return [*([area.parent_id] if area.parent_id else []), *self._after.get(area.pk, ())]


@cached_counts
def places() -> Places:
    """The tree of the public areas: no way in it leads through a hidden one."""
    return Places(Area.objects.public(), AreaSuccession.objects.public().whole(), AreaName.objects.public())


def all_places() -> Places:
    return Places(Area.objects.all(), AreaSuccession.objects.whole(), AreaName.objects.all())
