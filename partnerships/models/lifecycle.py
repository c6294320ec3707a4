"""Where an agreement stands on a day: derived from its dates, never stored.

Of a date that passages read in several ways, *possibly* means any reading and *certainly* all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Any

from django.db import models
from django.db.models import Case, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from articles.models import Certainty
from articles.models.readings import read
from records.columns import SEPARATOR, Today, joined
from records.dates import Span, UncertainDate, span
from records.fields import unmarked

from .agreement_sources import AgreementReading


class Lifecycle(models.TextChoices):
    """Where an agreement stands on a day. What may be in force is in force: one state always holds."""

    UNSIGNED = "unsigned", _("not signed yet")
    UPCOMING = "upcoming", _("upcoming")
    IN_FORCE = "in_force", _("in force")
    EXPIRED = "expired", _("expired")
    TERMINATED = "terminated", _("terminated")
    UNKNOWN = "unknown", _("period not known")


class Doubt(Enum):
    MARKED = auto()
    DISPUTED = auto()
    SIGNING_OPEN = auto()
    BEGINNING_UNKNOWN = auto()
    BEGINNING_OPEN = auto()
    END_UNKNOWN = auto()
    END_OPEN = auto()
    PERIOD_UNKNOWN = auto()


Day = date | Today


def lifecycle(on: date | None = None) -> Case:
    """The state on a day; each condition is asked where those before it do not hold.

    Before the earliest day on which it may have been signed, an agreement is none.
    """
    day = on or Today()
    return Case(
        When(unsigned_q(day), then=Value(Lifecycle.UNSIGNED.value)),
        When(terminated_q(day), then=Value(Lifecycle.TERMINATED.value)),
        When(period="", then=Value(Lifecycle.UNKNOWN.value)),
        When(_running(day, "period_") | _read("period", _running(day)), then=Value(Lifecycle.IN_FORCE.value)),
        When(period_latest__lt=day, then=Value(Lifecycle.EXPIRED.value)),
        default=Value(Lifecycle.UPCOMING.value),
        output_field=models.CharField(choices=Lifecycle.choices),
    )


def lifecycle_certain(on: date | None = None) -> Case:
    """Whether the dates leave no doubt of the state on a day.

    `2020/2025` is in force for certain from 2020-12-31 to 2025-01-01 (ISO 8601-2, 4.4: it may begin and end on any
    day of those years).
    """
    day = on or Today()
    # By no reading it is still unsigned; and by all of them it is signed.
    begun = Q(signed="") | ~Q(signed_earliest__gt=day) & ~_read("signed", Q(earliest__gt=day))
    signed = Q(signed="") | Q(signed_latest__lte=day) & ~_read("signed", _open_or(latest__gt=day))
    over = Q(period_latest__lt=day) & ~_read("period", _open_or(latest__gte=day))
    ahead = Q(period_earliest__gt=day) & ~_read("period", _open_or(earliest__lte=day))
    covered = Q(period_starts_latest__lte=day, period_ends_earliest__gte=day)
    elsewhere = _open_or(starts_latest__gt=day) | _open_or(ends_earliest__lt=day)
    return Case(
        When(unsigned_q(day), then=unmarked("signed") & ~_read("signed", ~unmarked("value"))),
        When(terminated_q(day) & Q(terminated_latest__lte=day) & unmarked("terminated"), then=Value(True)),
        When(terminated_q(day) | Q(period="") | _undecided(), then=Value(False)),
        When(begun & over | signed & (ahead | covered & ~_read("period", elsewhere)), then=Value(True)),
        default=Value(False),
        output_field=models.BooleanField(),
    )


def possibly_ends_by(day: date) -> Q:
    return Q(period_latest__lte=day) | _read("period", Q(latest__lte=day))


def unsigned_q(day: Day, path: str = "") -> Q:
    signed_later = Q(**{f"{path}signed_earliest__gt": day})
    return signed_later & ~_read("signed", _open_or(earliest__lte=day), path)


def terminated_q(day: Day, path: str = "") -> Q:
    return ~Q(**{f"{path}terminated": ""}) & _open_or(**{f"{path}terminated_earliest__lte": day})


def _running(day: Day, prefix: str = "") -> Q:
    return _open_or(**{f"{prefix}earliest__lte": day}) & _open_or(**{f"{prefix}latest__gte": day})


def _undecided() -> Q:
    """Nothing that follows from the period is certain: a part is marked, or the passages disagree on who knows what."""
    marked = ~unmarked("period") | _read("period", ~unmarked("value"))
    return marked | Q(certainty=Certainty.DISPUTED) & ~Q(pk__in=_others())


def _open_or(**bound: Any) -> Q:
    (lookup,) = bound
    return Q(**bound) | Q(**{f"{lookup.rpartition('__')[0]}__isnull": True})


def _read(name: str, condition: Q, path: str = "") -> Q:
    """A public passage gives another value for the date `name`, of which `condition` is true."""
    return Q(**{f"{path}pk__in": _others().filter(condition, field=name)})


def _others() -> models.QuerySet:
    return AgreementReading.public().exclude(value="").order_by().values("citation__fact")


def other_readings() -> Case:
    """For `Known.of`: what public passages give in place of the values of an agreement."""
    said = AgreementReading.public().exclude(value="").filter(citation__fact=OuterRef("pk"))
    return Case(
        When(pk__in=_others(), then=joined(said, AgreementReading.text(), "field", "value")),
        default=Value(""),
        output_field=models.TextField(),
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What the lifecycle of an agreement follows from: all readings of its dates, its own first; none, not known.

    `disputed`: passages disagree, and which value is not kept.
    """

    signed: tuple[Span, ...]
    period: tuple[Span, ...]
    terminated: UncertainDate
    disputed: bool

    @classmethod
    def of(cls, signed: str, period: str, terminated: UncertainDate, certainty: str, others: str) -> Known:
        read_as = [read(each) for each in others.split(SEPARATOR) if each]

        def spans(name: str, own: str) -> tuple[Span, ...]:
            return (span(own), *(span(value) for field, value in read_as if field == name)) if own else ()

        disputed = certainty == Certainty.DISPUTED and not read_as
        return cls(spans("signed", signed), spans("period", period), terminated, disputed)

    @property
    def earliest_signing(self) -> date | None:
        return _first(each.earliest for each in self.signed)

    @property
    def latest_signing(self) -> date | None:
        return _last(each.latest for each in self.signed)

    @property
    def doubt(self) -> Doubt | None:
        """Why nothing that follows from the period is certain, on whatever day."""
        if any(not each.certain for each in self.period):
            return Doubt.MARKED
        return Doubt.DISPUTED if self.disputed else None

    @property
    def possibly(self) -> tuple[date | None, date | None]:
        """The first and the last day on which it may be in force, None where it is open."""
        first = _first(each.earliest for each in self.period)
        signed = self.earliest_signing
        return max(first or date.min, signed) if signed else first, _last(each.latest for each in self.period)

    def next_end(self, on: date) -> date | None:
        """The first day from `on` on which the period may end, by any reading."""
        return min((each.latest for each in self.period if each.latest and each.latest >= on), default=None)

    @property
    def certainly(self) -> tuple[date, date] | None:
        """The first and the last day on which it is in force for certain, if there are such days."""
        begun = [each.starts_latest for each in self.period] + [each.latest for each in self.signed]
        ending = [each.ends_earliest for each in self.period]
        if not self.period or self.doubt or None in begun or None in ending:
            return None
        first, last = max(filter(None, begun)), min(filter(None, ending))
        return (first, last) if first <= last else None


def _first(days: Iterable[date | None]) -> date | None:
    found = list(days)
    return None if None in found else min(filter(None, found), default=None)


def _last(days: Iterable[date | None]) -> date | None:
    found = list(days)
    return None if None in found else max(filter(None, found), default=None)


def state_of(known: Known, on: date) -> tuple[Lifecycle, Doubt | None]:
    """The state on a day and why it is not certain, if it is not: `lifecycle` for rows that are read already."""
    if (signed := known.earliest_signing) and signed > on:
        return Lifecycle.UNSIGNED, None if all(each.certain for each in known.signed) else Doubt.MARKED
    ended = known.terminated.span
    if known.terminated and (ended.earliest is None or ended.earliest <= on):
        dated = ended.certain and ended.latest is not None and ended.latest <= on
        return Lifecycle.TERMINATED, None if dated else Doubt.MARKED
    if not known.period:
        return Lifecycle.UNKNOWN, Doubt.PERIOD_UNKNOWN
    states = [_state(each, on) for each in known.period]
    state = Lifecycle.IN_FORCE if Lifecycle.IN_FORCE in states else states[0]
    unsigned = any(each.earliest and each.earliest > on for each in known.signed)
    if known.doubt or unsigned or any(each is not state for each in states):
        return state, known.doubt or Doubt.DISPUTED
    if state is not Lifecycle.EXPIRED and known.signed and (known.latest_signing is None or known.latest_signing > on):
        return state, Doubt.SIGNING_OPEN
    doubts = (_doubt_in_force(each, on) for each in known.period) if state is Lifecycle.IN_FORCE else ()
    return state, next(filter(None, doubts), None)


def _state(period: Span, on: date) -> Lifecycle:
    if period.latest and period.latest < on:
        return Lifecycle.EXPIRED
    return Lifecycle.UPCOMING if period.earliest and period.earliest > on else Lifecycle.IN_FORCE


def _doubt_in_force(period: Span, on: date) -> Doubt | None:
    if period.starts_latest is None or period.starts_latest > on:
        return Doubt.BEGINNING_OPEN if period.starts_latest else Doubt.BEGINNING_UNKNOWN
    if period.ends_earliest is None or period.ends_earliest < on:
        return Doubt.END_OPEN if period.ends_earliest else Doubt.END_UNKNOWN
    return None
