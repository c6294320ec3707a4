"""Charts as SVG wants them: along the page in per cent of its width, upwards in pixels.

So a chart is as wide as the page leaves room for, and its words keep their size on a phone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# The height of what is drawn, and the room above it for a number.
PLOT, ABOVE = 180, 24
BASE = PLOT + ABOVE
# Per cent of the width that stay free at the left, for the scale.
LEFT = 9.0
# So many names of columns have room side by side on a phone.
NAMES = 6


@dataclass(frozen=True, slots=True)
class Part:
    """One colour of a column: `shade` is the number of its fill, `y` and `height` are pixels."""

    term: str
    count: int
    shade: int
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Row:
    """What a column stands for: its name below it and in full, its counts by term, the query of the list of these."""

    name: Any
    label: str
    counts: Mapping[str, int]
    query: str

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Column:
    """`named`: its name has room below it. Not all have on a phone."""

    row: Row
    x: str
    width: str
    middle: str
    parts: Sequence[Part]
    # One for each term of the chart, for its table.
    counts: Sequence[int]
    named: bool

    @property
    def top(self) -> str:
        return self.parts[-1].y if self.parts else pixels(BASE)


@dataclass(frozen=True, slots=True)
class Level:
    """A line across the chart: how high, and the number it stands for."""

    y: str
    value: int


@dataclass(frozen=True, slots=True)
class Term:
    """What one colour stands for."""

    term: str
    label: Any
    shade: int


@dataclass(frozen=True, slots=True)
class Columns:
    columns: Sequence[Column]
    terms: Sequence[Term]
    levels: Sequence[Level]
    base: int = BASE

    @property
    def highest(self) -> Column:
        return max(self.columns, key=lambda column: column.row.total)


def columns(rows: Sequence[Row], terms: Sequence[Term]) -> Columns:
    """Stack the counts of each row in the order of `terms`; terms that never occur are left out.

    There is at least one row.
    """
    present = [term for term in terms if any(row.counts.get(term.term) for row in rows)]
    levels = _levels(max(row.total for row in rows))
    pixel = PLOT / levels[-1].value
    step, share = -(-len(rows) // NAMES), (100 - LEFT) / len(rows)
    drawn = [
        Column(
            row=row,
            x=_percent(LEFT + share * (place + 0.15)),
            width=_percent(share * 0.7),
            middle=_percent(LEFT + share * (place + 0.5)),
            parts=_stacked(row.counts, present, pixel),
            counts=[row.counts.get(term.term, 0) for term in present],
            # Counted from the last one, which is today.
            named=(len(rows) - 1 - place) % step == 0,
        )
        for place, row in enumerate(rows)
    ]
    return Columns(drawn, present, levels)


def _stacked(counts: Mapping[str, int], terms: Sequence[Term], pixel: float) -> list[Part]:
    parts, below = [], 0
    for term in terms:
        if count := counts.get(term.term, 0):
            below += count
            parts.append(Part(term.term, count, term.shade, pixels(BASE - below * pixel), pixels(count * pixel)))
    return parts


def ceiling(value: float) -> int:
    """The smallest of 2, 4, 6, 8, 10, 20, 40, 60, 80, 100, 200 ... that `value` does not pass."""
    return next(
        top for zeros in range(20) for top in range(2 * 10**zeros, 10 ** (zeros + 1) + 1, 2 * 10**zeros) if top >= value
    )


def _levels(highest: int) -> list[Level]:
    top = ceiling(highest)
    return [Level(pixels(BASE - PLOT * value / top), value) for value in (0, top // 2, top)]


def pixels(value: float) -> str:
    """As SVG reads it, whatever the reader's language writes for a point."""
    return f"{value:.1f}"


def _percent(value: float) -> str:
    return f"{value:.2f}%"
