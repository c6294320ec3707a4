"""Checks of dates that contradict each other whichever days they mean; of one that is not known nothing is certain."""

from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import F, Q

from records import dates

from .check import Check, Severity


def wholly_before(earlier: str, later: str) -> Q:
    """No day that the date at the path `later` may mean is as early as any that the one at `earlier` may mean."""
    return Q(**{f"{earlier}_latest__lt": F(f"{later}_earliest")})


def in_order(name: str, first: str, then: str, sentence: Any) -> Check:
    return Check(name, Severity.WARNING, lambda rows: rows.filter(wholly_before(then, first)), sentence)


def not_ahead(sentence: Any, *names: str, among: Q | None = None) -> Check:
    """A warning about rows of which one of the dates `names`, which tell what has been, is still to come.

    Only those count that `among` is true of.
    """

    def broken(rows: models.QuerySet) -> models.QuerySet:
        ahead = (Q(**{f"{name}_earliest__gt": dates.today()}) for name in names)
        return rows.filter(reduce(or_, ahead), among or Q())

    return Check(f"{names[0].replace('_', '-')}-in-future", Severity.WARNING, broken, sentence)
