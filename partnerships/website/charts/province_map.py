"""The map of provinces: how many agreements each has, which of the register's areas it is, where its list is."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from partnerships.models import Area, AreaCode
from partnerships.models.area_tree import Places, places
from partnerships.website.counts import Division, Standing, by_province

from .outlines import Borders, Frame, Outline, borders, outline

# By how many steps there are, their shades: the numbers of the fills in static/site/charts.css.
SHADES = {1: (4,), 2: (2, 4), 3: (1, 2, 4), 4: (1, 2, 3, 4)}
# How wide a digit is on the map, in units of the drawing.
DIGIT = 28


class Measure(TextChoices):
    IN_FORCE = "in_force", _("in force today")
    RECORDED = "recorded", _("all that are recorded")

    def of(self, counts: Standing) -> int:
        return counts.in_force if self is Measure.IN_FORCE else counts.recorded


@dataclass(frozen=True, slots=True)
class Step:
    """The provinces with `least` to `most` agreements share a shade."""

    shade: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Province:
    """A province of the division that is shown.

    `others`: today, the provinces it was made of; before, the one that took its place. `count` is the number
    the map shows, `shade` its shade, 0 for none; `labelled` says whether the number fits into the outline.
    """

    area: Area
    counts: Standing
    count: int
    shade: int
    outline: Outline
    frames: Sequence[Frame]
    others: Sequence[Area]

    @property
    def labelled(self) -> bool:
        return self.count > 0 and self.outline.room >= DIGIT * len(f"{self.count:,}")


@dataclass(frozen=True, slots=True)
class ProvinceMap:
    """What the map and the table beside it show.

    `provinces` run from north to south as their codes do; `ranked` are those with agreements, most first, and
    `without` those with none at all; `elsewhere` are provinces with agreements that the other division has and
    this one has not. `unknown` draws the provinces that are not public.
    """

    division: Division
    measure: Measure
    borders: Borders
    provinces: Sequence[Province]
    steps: Sequence[Step]
    ranked: Sequence[Province]
    without: Sequence[Province]
    elsewhere: Sequence[Province]
    unknown: Outline

    @property
    def of_today(self) -> bool:
        return self.division is Division.TODAY

    @property
    def in_force(self) -> bool:
        return self.measure is Measure.IN_FORCE

    @property
    def shaded(self) -> int:
        return sum(province.count > 0 for province in self.provinces)


def province_map(division: Division, measure: Measure | None = None) -> ProvinceMap:
    """Count and draw; without a measure what is in force, or all that is recorded where nothing is in force."""
    by_slug = by_province(division)
    measure = measure or (Measure.IN_FORCE if any(each.in_force for each in by_slug.values()) else Measure.RECORDED)
    drawn = borders()
    tree = places()
    before = [area for slug in drawn.provinces if (area := tree.by_slug.get(slug))]
    # The map draws whole provinces of before: of one divided since, the first that took its place.
    today = {area.slug: tree.provinces_now(area)[0].slug for area in before}
    groups = _groups(today, division)
    areas = _north_to_south({*by_slug, *today, *today.values()}, tree)
    steps = shade_steps(measure.of(counts) for slug, counts in by_slug.items() if slug in groups)

    def province(slug: str) -> Province:
        counts, members = by_slug.get(slug, Standing()), groups.get(slug, frozenset())
        count = measure.of(counts)
        others = members if division is Division.TODAY else {today.get(slug, slug)}
        return Province(
            area=areas[slug],
            counts=counts,
            count=count,
            shade=_shade(count, steps),
            outline=outline(members),
            frames=[drawn.frames[name] for name in sorted(members) if name in drawn.frames],
            others=[areas[other] for other in sorted(others) if others != {slug}],
        )

    provinces = [province(slug) for slug in areas if slug in groups]
    return ProvinceMap(
        division=division,
        measure=measure,
        borders=drawn,
        provinces=provinces,
        steps=steps,
        ranked=_ranked(each for each in provinces if each.counts.recorded),
        without=_ranked(each for each in provinces if not each.counts.recorded),
        elsewhere=_ranked(province(slug) for slug in areas if slug in by_slug and slug not in groups),
        unknown=outline(frozenset(drawn.provinces - today.keys())),
    )


def _north_to_south(slugs: Iterable[str], tree: Places) -> dict[str, Area]:
    """The public areas with these slugs by slug, in the order of their codes."""
    areas = [area for slug in slugs if (area := tree.by_slug.get(slug))]
    # Of two codes the later one.
    known = AreaCode.objects.filter(scheme__startswith="gso-").order_by("scheme").values_list("area", "code")
    codes = dict(known)
    return {area.slug: area for area in sorted(areas, key=lambda area: (codes.get(area.pk, ""), area.slug))}


def _groups(today: Mapping[str, str], division: Division) -> dict[str, frozenset[str]]:
    """By the slug of each province of the division, the slugs on the map that draw it."""
    groups = defaultdict(set)
    for before, now in today.items():
        groups[now if division is Division.TODAY else before].add(before)
    return {slug: frozenset(members) for slug, members in groups.items()}


def _ranked(provinces: Iterable[Province]) -> list[Province]:
    return sorted(provinces, key=lambda each: (-each.count, -each.counts.recorded, each.area.sort_key))


def shade_steps(counts: Iterable[int]) -> list[Step]:
    """The numbers from the least to the most of `counts` in at most four steps, the later ones from a round number on.

    Round are 1, 2, 5, 10, 20, 50 ...; zeros do not count.
    """
    counted = [count for count in counts if count]
    if not counted:
        return []
    least, most = min(counted), max(counted)
    round_numbers = [digit * 10**zeros for zeros in range(len(str(most))) for digit in (1, 2, 5)]
    starts = [least, *[number for number in round_numbers if least < number <= most][1 - len(SHADES) :]]
    ends = [*(start - 1 for start in starts[1:]), most]
    return [Step(*each) for each in zip(SHADES[len(starts)], starts, ends, strict=True)]


def _shade(count: int, steps: Sequence[Step]) -> int:
    place = bisect_right([step.least for step in steps], count)
    return steps[place - 1].shade if place else 0
