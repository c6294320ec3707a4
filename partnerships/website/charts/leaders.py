"""Names beside a map: lines lead from the provinces that have most to their names and numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .province_map import Province

# More names than these do not find room; the table has the others.
MOST_NAMES = 8
# In units of the drawing: how far apart lines of text stand, and where names end in the west and begin in the east.
APART, WEST, EAST = 112, 690, 1230
# South of this the sea in the east holds the frames of the archipelagos; further south than the last no name in the
# west stays clear of the land.
HALF, LAST = 1350, 2580


@dataclass(frozen=True, slots=True)
class Leader:
    """From the dot in a province to the `x`, `y` of its name."""

    province: Province
    x: int
    y: int

    @property
    def west(self) -> bool:
        return self.x == WEST


def leaders(provinces: Iterable[Province]) -> list[Leader]:
    """Of the provinces with the most agreements."""
    shown = sorted((each for each in provinces if each.count and each.outline.path), key=lambda each: -each.count)
    named = sorted(shown[:MOST_NAMES], key=lambda each: each.outline.y)
    north, south = (_spread([each for each in named if (each.outline.y < HALF) is side]) for side in (True, False))
    return [*(Leader(each, EAST, y) for each, y in north), *(Leader(each, WEST, y) for each, y in south)]


def _spread(provinces: Sequence[Province]) -> list[tuple[Province, int]]:
    """Each with the height of its name: its own, or as near to it as the names above and below leave."""
    heights: list[int] = []
    for each in provinces:
        heights.append(max(each.outline.y, heights[-1] + APART) if heights else each.outline.y)
    for place in range(len(heights) - 1, -1, -1):
        heights[place] = min(heights[place], LAST - APART * (len(heights) - 1 - place))
    return list(zip(provinces, heights, strict=True))
