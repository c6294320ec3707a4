"""The map of Viet Nam as SVG paths: lines out of a file, provinces that merged drawn as one.

`outlines.json` is made by `bin/map_shapes.py` (docs/map.md says from what). It holds lines, each with the one or
two of the 63 provinces of before July 2025 that it bounds. Whatever group of them is asked for, its outline
is the lines that bound an odd number of its members.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise, product
from pathlib import Path

FILE = Path(__file__).with_name("outlines.json")

Point = tuple[int, int]
Ring = list[Point]

# Half the height of a line of text on the map, and how far apart places for it are tried.
TEXT, APART = 24, 12


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of border; `bounds` are the slugs of the provinces on its sides, one at the sea or abroad."""

    bounds: frozenset[str]
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the archipelago `name` is drawn, nearer to the coast than it lies."""

    name: str
    x: int
    y: int
    width: int
    height: int

    def holds(self, ring: Ring) -> bool:
        x, y = ring[0]
        return 0 < x - self.x < self.width and 0 < y - self.y < self.height


@dataclass(frozen=True, slots=True)
class Borders:
    width: int
    height: int
    # How many units of the drawing are one pixel of a large screen.
    scale: int
    # By the slug of the province that the archipelago is a part of.
    frames: dict[str, Frame]
    lines: Sequence[Line]

    @property
    def provinces(self) -> frozenset[str]:
        return frozenset().union(*(line.bounds for line in self.lines))


@dataclass(frozen=True, slots=True)
class Outline:
    """`path` and, of archipelagos, `islets` are what SVG draws; a text of `room` units fits in around `x`, `y`.

    `box`: the least and the greatest x and y of the land.
    """

    path: str
    islets: str
    x: int
    y: int
    room: int
    box: tuple[int, int, int, int] = (0, 0, 0, 0)


@cache
def borders() -> Borders:
    read = json.loads(FILE.read_text(encoding="utf-8"))
    scale = read["scale"]
    width, height = (length * scale for length in read["size"])
    frames = {
        slug: Frame(frame["name"], *(length * scale for length in frame["at"]))
        for slug, frame in read["frames"].items()
    }
    lines = [Line(frozenset(names.split()), _points(numbers)) for names, *numbers in read["lines"]]
    return Borders(width, height, scale, frames, lines)


def _points(numbers: Sequence[int]) -> list[Point]:
    """The points of a line written as its beginning and the steps from there."""
    x, y = 0, 0
    points = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


@lru_cache(maxsize=256)
def outline(slugs: frozenset[str]) -> Outline:
    """The provinces `slugs` drawn as one; those that are not on the map draw nothing."""
    rings = list(_rings([line.points for line in borders().lines if len(line.bounds & slugs) % 2]))
    frames = borders().frames.values()
    islets = [ring for ring in rings if any(frame.holds(ring) for frame in frames)]
    land = [ring for ring in rings if ring not in islets]
    if not land:
        return Outline("", "", 0, 0, 0)
    across, down = zip(*(point for ring in land for point in ring), strict=True)
    box = (min(across), min(down), max(across), max(down))
    return Outline("".join(map(_path, land)), "".join(map(_path, islets)), *_label_position(max(land, key=_area)), box)


def _rings(lines: Sequence[Sequence[Point]]) -> Iterator[Ring]:
    ways: dict[Point, list[Sequence[Point]]] = defaultdict(list)
    for line in lines:
        ways[line[0]].append(line)
        ways[line[-1]].append(line)
    for start in list(ways):
        while ways[start]:
            ring = [start]
            while not (len(ring) > 1 and ring[-1] == start):
                line = ways[ring[-1]].pop()
                onward = list(line) if line[0] == ring[-1] else list(line)[::-1]
                ways[onward[-1]].remove(line)
                ring += onward[1:]
            yield ring[:-1]


def _path(ring: Ring) -> str:
    (x, y), *_rest = ring
    steps = (f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(ring))
    return f"M{x} {y}l{' '.join(steps)}z".replace(" -", "-")


def _area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in _sides(ring))) / 2


def _sides(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return pairwise([*ring, ring[0]])


def _label_position(ring: Ring) -> tuple[int, int, int]:
    """Where the longest text fits: its middle, and how long it may be."""
    heights = [y for _x, y in ring]
    best = (0, 0, 0)
    for y in range(min(heights) + TEXT, max(heights) - TEXT + 1, APART):
        for inside in product(*(_inside(ring, y + aside) for aside in (-TEXT, 0, TEXT))):
            left, right = max(start for start, _end in inside), min(end for _start, end in inside)
            best = max(best, ((left + right) // 2, y, right - left), key=lambda place: place[2])
    return best


def _inside(ring: Ring, y: int) -> list[tuple[int, int]]:
    """Where a level line through `y` runs inside the ring, from x to x."""
    crossed = sorted(
        round(x0 + (x1 - x0) * (y - y0) / (y1 - y0)) for (x0, y0), (x1, y1) in _sides(ring) if (y0 <= y) != (y1 <= y)
    )
    return list(zip(crossed[::2], crossed[1::2], strict=True))
