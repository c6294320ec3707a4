"""What was observed of one partner or area over time, drawn no more exactly than it is known."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from articles.models import Certainty
from partnerships.models import Observation
from records import dates

from .timeline import Axis, Stretch, Tick
from .year_columns import ABOVE, BASE, PLOT, pixels

# Above the highest mark there is room for its arrow, as a share of what is drawn.
HEADROOM = 0.12
# Of more marks than these not every number has room beside its mark.
MOST_LABELS = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """One value: at `x`, or on any day of `span`; `ends` are the ends of it that are known, an open one is none.

    `doubtful`: the value or its day is inferred, disputed or marked uncertain. `anchor` keeps its text inside.
    """

    observation: Observation
    x: str
    y: str
    span: Stretch | None
    ends: Sequence[str]
    doubtful: bool
    labelled: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one indicator for one `subject`, by day; `first` and `last` are the years of the axis."""

    indicator: Any
    subject: Any
    first: int
    last: int
    ticks: Sequence[Tick]
    marks: Sequence[Mark]
    base: int = BASE
    above: int = ABOVE

    @property
    def name(self) -> str:
        """What the ids of its drawing begin with."""
        return f"{self.indicator.slug}-{self.subject.slug}"

    @property
    def key(self) -> list[tuple[str, Any]]:
        """The bounds that occur, and what they are called; nothing to explain where all values are exact."""
        found = {mark.observation.bound for mark in self.marks}
        bounds = [(bound.value, bound.label) for bound in Observation.Bound if bound in found]
        return bounds if found != {Observation.Bound.EXACT} else []

    @property
    def has_spans(self) -> bool:
        return any(mark.span for mark in self.marks)

    @property
    def has_doubts(self) -> bool:
        return any(mark.doubtful for mark in self.marks)


def in_series(observations: Iterable[Observation]) -> list[Series]:
    """One series for each indicator and subject that was observed on at least two known days."""
    groups: dict[tuple[int, int | None, int | None], list[Observation]] = defaultdict(list)
    for observation in observations:
        if observation.as_of and observation.value >= 0:
            groups[observation.indicator_id, observation.partner_id, observation.area_id].append(observation)
    return [_series(sorted(group, key=lambda each: each.sort_date)) for group in groups.values() if len(group) > 1]


def _series(group: Sequence[Observation]) -> Series:
    days = [day for each in group for day in (each.as_of_earliest, each.as_of_latest) if day]
    first, last = min(days).year, max(days).year
    axis, top = Axis.of(first, last), float(max(each.value for each in group)) * (1 + HEADROOM) or 1
    marks = [_mark(axis, top, each, labelled=len(group) <= MOST_LABELS) for each in group]
    one = group[0]
    return Series(one.indicator, one.subject, first, last, axis.ticks, marks)


def _mark(axis: Axis, top: float, observation: Observation, *, labelled: bool) -> Mark:
    first, last = observation.as_of_earliest, observation.as_of_latest
    # An open date stands at the bound that is known; between two, in the middle.
    at = first + (last - first) / 2 if first and last else first or last
    assert at is not None  # `known_date`: a date has a bound  # noqa: S101
    share, height = axis.share(at), float(observation.value) / top
    if observation.indicator.is_rank:  # the first stands on top
        height = 1 - height
    return Mark(
        observation=observation,
        x=axis.x(at),
        y=pixels(BASE - PLOT * height),
        span=axis.stretch(first, last) if first != last else None,
        ends=[axis.x(day) for day in (first, last) if day and first != last],
        doubtful=observation.certainty != Certainty.STATED or not dates.span(observation.as_of).certain,
        labelled=labelled,
        anchor="start" if share < 20 else "end" if share > 80 else "middle",
    )
