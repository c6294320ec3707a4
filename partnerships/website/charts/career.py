"""Offices on one axis of years: when they were cited, held for certain, and what was signed then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.models import Certainty, certainty_of
from partnerships.models import Position
from partnerships.website.pages.person import Office
from records import dates
from records.dates import UncertainDate

from .timeline import Axis, Stretch, Tick


@dataclass(frozen=True, slots=True)
class Dot:
    """A signing; `unsure`: on some day of several, of which this is the last or the only known one."""

    x: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class Held:
    """An office; `cited` reaches over every day on which it may have been cited, `known` from its start to its end."""

    position: Position
    cited: Stretch | None
    known: Stretch | None
    dots: Sequence[Dot]


@dataclass(frozen=True, slots=True)
class Career:
    ticks: Sequence[Tick]
    today: str
    rows: Sequence[Held]


def drawn(offices: Iterable[Office]) -> Career | None:
    """None where no day is known of any."""
    rows = [(each.position, [one.agreement.signed for one in each.signings]) for each in offices if each.position]
    days = [day for at, signed in rows for day in (*signed, at.first_cited, at.last_cited, at.started, at.ended)]
    known = [bound for day in days for bound in (day.span.earliest, day.span.latest) if bound]
    if not known:
        return None
    today = dates.today()
    axis = Axis.of(min(known).year, max(*known, today).year)
    return Career(axis.ticks, axis.x(today), [_held(axis, *row) for row in rows])


def _held(axis: Axis, at: Position, signed: Sequence[UncertainDate]) -> Held:
    cited = [day for day in (at.first_cited, at.last_cited) if day]
    dots = [(day.span.latest or day.span.earliest, not day.exact_day) for day in signed if day]
    # Of a start alone nobody knows until when; of a doubtful one, nor since when.
    is_told = at.started and at.ended and certainty_of(at) is Certainty.STATED
    surely = (at.started.span.latest, at.ended.span.earliest) if is_told else (None, None)
    return Held(
        at,
        axis.stretch(cited[0].span.earliest, cited[-1].span.latest) if cited else None,
        axis.stretch(*surely) if surely[0] and surely[1] and surely[0] < surely[1] else None,
        [Dot(axis.x(day), unsure) for day, unsure in dots if day],
    )
