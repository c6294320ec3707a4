"""Turn the map of `@svg-maps/vietnam` (CC BY 4.0) into the borders that `charts/outlines.py` of the website draws.

    npm pack @svg-maps/vietnam@2.0.0 && tar xzf svg-maps-vietnam-2.0.0.tgz
    python bin/map_shapes.py package/vietnam.svg partnerships/website/charts/outlines.json

The package draws each province by itself, so neighbours run along their border twice, a little apart. Here
the two are welded into one line that knows whom it parts; lines are thinned out and rounded whole. Provinces
that merged can then be drawn as one, and no gaps open between the others.
"""

import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

Point = tuple[float, float]
Line = list[Point]
Owners = frozenset[str]

SOURCE = "@svg-maps/vietnam 2.0.0, Stephen Truong, CC BY 4.0; changed: welded, simplified, archipelagos moved"
CODES = Path(__file__).parent.parent / "fixtures" / "area_codes.json"
# The package calls provinces by their names without marks and spaces, but for these.
NAMES = {"baria": "bariavungtau", "hcm": "hochiminh", "tthue": "hue"}
# Both archipelagos are part of a province, and lie too far out to be drawn in their place on a phone:
# each has a frame (left, top, width, height) off its province's coast.
NAMED = {"hoangsa": "Hoàng Sa", "truongsa": "Trường Sa"}
ARCHIPELAGOS = {"hoangsa": "danang", "truongsa": "khanhhoa"}
FRAMES = {"hoangsa": (412, 372, 156, 124), "truongsa": (352, 700, 216, 128)}
# Lines up to this far apart are one border, in units of the package, whose map is 812 wide.
WELD = 0.8
# A corner is left out if the triangle that it makes with its neighbours is smaller than this.
DETAIL = 0.7
# Islands smaller than this are left out, those of the archipelagos never; gaps and overlaps are closed.
SPECK = 2.0
SIZE = (570, 842)
# Rounded to so many parts of a unit.
SCALE = 4


def read(svg: str) -> dict[str, list[Line]]:
    """The rings of each shape; of curves, which only islets have, the corners."""
    found = re.findall(r'<path\s+id="(\w+)"[^>]*?\sd="([^"]*)"', svg)
    return {name: list(rings(path)) for name, path in found}


def rings(path: str) -> Iterator[Line]:
    tokens = re.findall(r"[a-zA-Z]|-?\d*\.?\d+(?:e-?\d+)?", path)
    x, y, command, at, ring = 0.0, 0.0, "", 0, list[Point]()
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
            if command in "zZ":
                x, y = ring[0]
                yield ring
                continue
            if command in "mM":
                ring = []
        width = 6 if command == "c" else 2
        dx, dy = map(float, tokens[at + width - 2 : at + width])
        x, y = (dx, dy) if command.isupper() else (x + dx, y + dy)
        ring.append((x, y))
        at += width


def sides(ring: Line) -> Iterator[tuple[Point, Point]]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def area(ring: Line) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in sides(ring))) / 2


class Grid:
    """Points, found by their place."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], list[Point]] = defaultdict(list)

    @staticmethod
    def cell(point: Point) -> tuple[int, int]:
        return int(point[0] // WELD), int(point[1] // WELD)

    def weld(self, point: Point) -> Point:
        """The nearest point met before if there is one within reach, else this one."""
        near = [other for other in self.around(point, point) if math.dist(point, other) <= WELD]
        if not near:
            self.cells[self.cell(point)].append(point)
        return min(near, key=lambda other: math.dist(point, other), default=point)

    def around(self, start: Point, end: Point) -> Iterator[Point]:
        (left, right), (top, bottom) = (sorted(pair) for pair in zip(self.cell(start), self.cell(end), strict=True))
        for column in range(left - 1, right + 2):
            for row in range(top - 1, bottom + 2):
                yield from self.cells.get((column, row), ())

    def along(self, start: Point, end: Point) -> list[Point]:
        """The points on the way from `start` to `end`, or within reach of it."""
        (x0, y0), (x1, y1) = start, end
        length, found = math.dist(start, end), []
        for x, y in self.around(start, end):
            done = ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length
            aside = abs((x - x0) * (y1 - y0) - (y - y0) * (x1 - x0)) / length
            if (x, y) not in (start, end) and 0 < done < length and aside <= WELD:
                found.append((done, (x, y)))
        return [point for _done, point in sorted(found)]


def edges(shapes: dict[str, list[Line]]) -> dict[frozenset[Point], Owners]:
    """Each bit of border and whom it parts; what a shape runs along twice is none of its border."""
    grid = Grid()
    snapped = {name: [[grid.weld(point) for point in ring] for ring in of] for name, of in shapes.items()}
    counted: dict[frozenset[Point], Counter[str]] = defaultdict(Counter)
    for name, of in snapped.items():
        for ring in of:
            for start, end in sides(ring):
                way = [start, *grid.along(start, end), end] if start != end else [start]
                for bit in pairwise(way):
                    counted[frozenset(bit)][name] += 1
    return {bit: frozenset(name for name, n in by.items() if n % 2) for bit, by in counted.items()}


def loops(bits: Iterable[frozenset[Point]]) -> Iterator[Line]:
    """Closed ways over the bits, each bit once."""
    ways: dict[Point, list[Point]] = defaultdict(list)
    for bit in bits:
        start, end = bit
        ways[start].append(end)
        ways[end].append(start)
    for origin in list(ways):
        way = [origin]
        while ways[way[-1]]:
            following = ways[way[-1]].pop()
            ways[following].remove(way[-1])
            if following in way:
                first = way.index(following)
                yield way[first:]
                del way[first:]
            way.append(following)


def mended(borders: dict[frozenset[Point], Owners]) -> dict[frozenset[Point], Owners]:
    """Close gaps and overlaps between neighbours and drop specks: give what is inside them to one who borders it.

    To take a place from or give it to X is the same act on the bits around it: whoever X was not, it now is.
    """
    borders = dict(borders)
    for ring in loops(bit for bit, owners in borders.items() if len(owners) % 2):
        if area(ring) < SPECK:
            around = [frozenset(side) for side in sides(ring)]
            (taker,) = sorted(borders[around[0]])[:1]
            for bit in around:
                borders[bit] ^= {taker}
    return {bit: owners for bit, owners in borders.items() if owners}


def lines(borders: dict[frozenset[Point], Owners]) -> Iterator[tuple[Owners, Line]]:
    """The bits chained to lines, from where three lines meet to where the next do."""
    ways: dict[Point, dict[Point, Owners]] = defaultdict(dict)
    for (start, end), owners in ((tuple(bit), owners) for bit, owners in borders.items()):
        ways[start][end] = ways[end][start] = owners
    nodes = [point for point, others in ways.items() if len(others) != 2 or len(set(others.values())) > 1]
    for origin in [*sorted(nodes), *sorted(ways)]:
        while ways[origin]:
            line = [origin]
            while True:
                following, owners = min(ways[line[-1]].items())
                del ways[line[-1]][following], ways[following][line[-1]]
                line.append(following)
                if following in nodes or not ways[following]:
                    break
            yield owners, line


def thinned(line: Line, detail: float) -> Line:
    """Visvalingam: leave out the corner that matters least until all that are left matter."""
    line = list(line)
    while len(line) > (4 if line[0] == line[-1] else 2):
        corners = [area(line[place - 1 : place + 2]) for place in range(1, len(line) - 1)]
        smallest = min(range(len(corners)), key=corners.__getitem__)
        if corners[smallest] > detail:
            break
        del line[smallest + 1]
    return line


def framed(name: str, of: list[Line]) -> Iterator[Line]:
    """The islets of an archipelago as large as its frame holds them."""
    left, top, width, height = FRAMES[name]
    xs, ys = [x for ring in of for x, _y in ring], [y for ring in of for _x, y in ring]
    larger = min((width - 16) / (max(xs) - min(xs)), (height - 36) / (max(ys) - min(ys)))
    x0, y0 = left + (width - larger * (max(xs) - min(xs))) / 2, top + 28
    for ring in of:
        moved = [(x0 + (x - min(xs)) * larger, y0 + (y - min(ys)) * larger) for x, y in ring]
        yield thinned([*moved, moved[0]], 0.05)


def whole(line: Line) -> list[int]:
    """The line in whole numbers: where it begins, then steps."""
    points = [(round(x * SCALE), round(y * SCALE)) for x, y in line]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    return [*points[0], *(n for step in steps if step != (0, 0) for n in step)]


def slugs() -> dict[str, str]:
    """The slug of each of the 63 provinces by its name in the package."""
    codes = [each["fields"] for each in json.loads(CODES.read_text(encoding="utf-8"))]
    former = [code["area"][0] for code in codes if code["scheme"] == "gso-2004"]
    named = {slug.removesuffix("-cu").replace("-", ""): slug for slug in former}
    return named | {own: named[name] for own, name in NAMES.items()}


def main(source: Path, target: Path) -> None:
    shapes = read(source.read_text(encoding="utf-8"))
    islets = {name: shapes.pop(name) for name in ARCHIPELAGOS}
    drawn = [(owners, thinned(line, DETAIL)) for owners, line in lines(mended(edges(shapes)))]
    drawn += [(frozenset({ARCHIPELAGOS[name]}), ring) for name, of in islets.items() for ring in framed(name, of)]
    slug = slugs()
    frames = {slug[ARCHIPELAGOS[name]]: {"name": NAMED[name], "at": frame} for name, frame in FRAMES.items()}
    head = {"source": SOURCE, "scale": SCALE, "size": SIZE, "frames": frames}
    rows = [[" ".join(sorted(slug[name] for name in owners)), *whole(line)] for owners, line in drawn]
    written = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    begun = json.dumps(head, ensure_ascii=False)[:-1]
    target.write_text(f'{begun}, "lines": [\n{written}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
