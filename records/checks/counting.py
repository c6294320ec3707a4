"""How many rows there are of many kinds, in bounded time: counted anew where that is quick, else as of last time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from time import monotonic
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from records.models import KeptCount

PATIENCE = 1.0  # seconds for what a page counts
LASTING = timedelta(hours=1)


class Counted(NamedTuple):
    rows: int | None  # None: it was never counted
    at: datetime | None  # None: just now


def counted(asked: Mapping[str, Callable[[], QuerySet]]) -> dict[str, Counted]:
    """The number of rows of what each name asks for, by a name that means the same for everybody.

    The quickest are counted first, until `PATIENCE` is at an end; of the others, the one that was counted longest ago,
    unless that was lately. So a large register answers within that time and the slowest of its counts.
    """
    kept = KeptCount.objects.in_bulk(asked, field_name="name")
    found, fresh, left, began = {}, [], [], monotonic()
    for name in sorted(asked, key=lambda name: kept[name].seconds if name in kept else 0):
        if monotonic() - began + (kept[name].seconds if name in kept else 0) < PATIENCE:
            fresh.append(_count(name, asked[name]))
            found[name] = Counted(fresh[-1].rows, None)
        else:
            found[name] = Counted(kept[name].rows, kept[name].at) if name in kept else Counted(None, None)
            left += [kept[name]] if name in kept else []
    if left and (oldest := min(left, key=lambda each: each.at)).at < timezone.now() - LASTING:
        fresh.append(_count(oldest.name, asked[oldest.name]))
        found[oldest.name] = Counted(fresh[-1].rows, None)
    if len(fresh) < len(asked):  # else nobody will ask for them
        keep(fresh)
    return found


def _count(name: str, rows: Callable[[], QuerySet]) -> KeptCount:
    began = monotonic()
    return KeptCount(name=name, rows=rows().count(), at=timezone.now(), seconds=monotonic() - began)


def keep(counts: Iterable[KeptCount]) -> None:
    KeptCount.objects.bulk_create(
        counts, update_conflicts=True, unique_fields=["name"], update_fields=["rows", "at", "seconds"]
    )
