"""Where an agreement stands on a day: derived from its dates, never stored."""

from __future__ import annotations

from datetime import date
from enum import Enum, auto

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from articles.models import Certainty
from records.columns import Today
from records.dates import UncertainDate
from records.fields import unmarked


class Lifecycle(models.TextChoices):
    """Where an agreement stands on a day. What may be in force is in force: one state always holds."""

    UPCOMING = "upcoming", _("upcoming")
    IN_FORCE = "in_force", _("in force")
    EXPIRED = "expired", _("expired")
    TERMINATED = "terminated", _("terminated")
    UNKNOWN = "unknown", _("period not known")


class Doubt(Enum):
    """Why a state is not certain."""

    MARKED = auto()
    DISPUTED = auto()
    BEGINNING_UNKNOWN = auto()
    BEGINNING_OPEN = auto()
    END_UNKNOWN = auto()
    END_OPEN = auto()


def lifecycle(on: date | None = None) -> Case:
    """The state on a day; each condition is asked where those before it do not hold."""
    day = on or Today()
    return Case(
        When(_terminated(day), then=Value(Lifecycle.TERMINATED.value)),
        When(period="", then=Value(Lifecycle.UNKNOWN.value)),
        When(period_latest__lt=day, then=Value(Lifecycle.EXPIRED.value)),
        When(period_earliest__gt=day, then=Value(Lifecycle.UPCOMING.value)),
        default=Value(Lifecycle.IN_FORCE.value),
        output_field=models.CharField(choices=Lifecycle.choices),
    )


def lifecycle_certain(on: date | None = None) -> Case:
    """Whether the dates leave no doubt of the state on a day.

    `2020/2025` is in force for certain from 2020-12-31 to 2025-01-01 (ISO 8601-2, 4.4: it may begin and end on any
    day of those years).
    """
    day = on or Today()
    return Case(
        When(_terminated(day), then=Q(terminated_latest__lte=day) & unmarked("terminated")),
        When(period="", then=Value(True)),
        When(~unmarked("period") | Q(certainty=Certainty.DISPUTED), then=Value(False)),
        When(Q(period_latest__lt=day) | Q(period_earliest__gt=day), then=Value(True)),
        When(period_starts_latest__lte=day, period_ends_earliest__gte=day, then=Value(True)),
        default=Value(False),
        output_field=models.BooleanField(),
    )


def _terminated(on: date | Today) -> Q:
    return ~Q(terminated="") & (Q(terminated_earliest__lte=on) | Q(terminated_earliest__isnull=True))


def state_of(
    period: UncertainDate, terminated: UncertainDate, certainty: str, on: date
) -> tuple[Lifecycle, Doubt | None]:
    """The state on a day and why it is not certain, if it is not: the same for rows that are read already."""
    ended, runs = terminated.span, period.span
    if terminated and (ended.earliest is None or ended.earliest <= on):
        known = ended.certain and ended.latest is not None and ended.latest <= on
        return Lifecycle.TERMINATED, None if known else Doubt.MARKED
    if not period:
        return Lifecycle.UNKNOWN, None
    doubt = doubt_of(period, certainty)
    if runs.latest and runs.latest < on:
        return Lifecycle.EXPIRED, doubt
    if runs.earliest and runs.earliest > on:
        return Lifecycle.UPCOMING, doubt
    if not doubt and (runs.starts_latest is None or runs.starts_latest > on):
        doubt = Doubt.BEGINNING_OPEN if runs.starts_latest else Doubt.BEGINNING_UNKNOWN
    elif not doubt and (runs.ends_earliest is None or runs.ends_earliest < on):
        doubt = Doubt.END_OPEN if runs.ends_earliest else Doubt.END_UNKNOWN
    return Lifecycle.IN_FORCE, doubt


def doubt_of(period: UncertainDate, certainty: str) -> Doubt | None:
    """Why nothing that follows from the period is certain, on whatever day."""
    if not period.certain:
        return Doubt.MARKED
    return Doubt.DISPUTED if certainty == Certainty.DISPUTED else None
