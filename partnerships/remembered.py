"""Counts over the whole register, remembered until a row that they count changes.

At 100,000 agreements such a count takes the database half a second; whether anything changed, it knows at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db.models import Max, Sum

from records import dates
from records.models import Traced

# Of two writers that overlap, the one that began first may commit last, with the smaller numbers in the
# history. It is noticed among so many latest rows.
LOOKED_AT = 200

Asked = ParamSpec("Asked")
Counted = TypeVar("Counted")


def remembered(*models: type[Traced]) -> Callable[[Callable[Asked, Counted]], Callable[Asked, Counted]]:
    """Remember what a function of the rows of `models` and of the day returned, each worker for itself.

    The function takes few different arguments, each hashable, and nobody changes what it returned. Rows that were
    changed past the history, by SQL of one's own, are noticed with the next change that is not.
    """

    def decorate(count: Callable[Asked, Counted]) -> Callable[Asked, Counted]:
        found: dict[Any, tuple[Any, Counted]] = {}

        @wraps(count)
        def counted(*args: Asked.args, **kwargs: Asked.kwargs) -> Counted:
            # Read before it is counted: what changes in between is counted again the next time.
            key, now = (args, *sorted(kwargs.items())), state(*models)
            before, known = found.get(key, (None, None))
            if now is None or before != now or known is None:
                known = count(*args, **kwargs)
                found[key] = now, known
            return known

        return counted

    return decorate


def state(*models: type[Traced]) -> tuple[Any, ...] | None:
    """What is different after any change to the rows of `models`, and every day; None where there is no history."""
    latest = [
        model.history.order_by("-history_id")[:LOOKED_AT].aggregate(
            Max("history_id"), Sum("history_id"), Max("history_date")
        )
        for model in models
    ]
    if not any(each["history_id__max"] for each in latest):
        return None
    newest = [model.objects.aggregate(Max("pk"))["pk__max"] for model in models]
    return (dates.today(), *newest, *(value for each in latest for value in each.values()))
