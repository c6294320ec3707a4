"""The periods of agreements as bars on one axis of years, in per cent of its width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from records import dates

MOST_TICKS = 6
# Further right the number of a year would stand outside of a narrow drawing.
LAST_LABEL = 90


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where something begins and how wide it is, as SVG wants it: `12.50%`."""

    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    year: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One agreement: the days its period may cover, those it covers for certain, and its signing."""

    agreement: Any
    possible: Stretch | None
    certain: Stretch | None
    signed: str


@dataclass(frozen=True, slots=True)
class Timeline:
    first: int
    last: int
    ticks: Sequence[Tick]
    today: str
    bars: Sequence[Bar]


def timeline(agreements: Iterable[Any]) -> Timeline | None:
    """Draw the agreements in their order, on an axis that holds them all and today; None if none is dated."""
    rows = list(agreements)
    today = dates.today()
    spans = [span for row in rows for span in (*row.known.signed, *row.known.period)]
    known = [day for span in spans for day in (span.earliest, span.latest) if day]
    if not known:
        return None
    first, last = min(known).year, max(*known, today).year
    axis = Axis.of(first, last)
    return Timeline(first, last, axis.ticks, axis.x(today), [_bar(axis, row) for row in rows])


@dataclass(frozen=True, slots=True)
class Axis:
    """Days along the width of a drawing; `end` is the day after its last."""

    start: date
    end: date

    @classmethod
    def of(cls, first: int, last: int) -> Axis:
        """The years from `first` to `last`, whole."""
        return cls(date(first, 1, 1), date(last + 1, 1, 1))

    @property
    def ticks(self) -> list[Tick]:
        step = -(-(self.end.year - self.start.year) // MOST_TICKS)
        years = (date(year, 1, 1) for year in range(self.start.year, self.end.year, step))
        return [Tick(self.x(day), day.year) for day in years if self.share(day) <= LAST_LABEL]

    def x(self, day: date) -> str:
        return f"{self.share(day):.2f}%"

    def stretch(self, first: date | None, last: date | None) -> Stretch:
        """From `first` to `last`; what is open reaches to the edge."""
        x = self.share(first or self.start)
        return Stretch(f"{x:.2f}%", f"{max(0.5, self.share(last or self.end) - x):.2f}%")

    def share(self, day: date) -> float:
        return 100 * (day - self.start).days / (self.end - self.start).days


def _bar(axis: Axis, row: Any) -> Bar:
    signed = row.signed.span.latest or row.signed.span.earliest
    possible = axis.stretch(*row.known.possibly) if row.period else None
    certain = axis.stretch(*days) if (days := row.known.certainly) and days[0] < days[1] else None
    return Bar(row, possible, certain, axis.x(signed) if signed else "")
