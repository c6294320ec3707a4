"""What was counted, remembered for as long as nothing that it counts changes.

A count reads every row of a large table; whether anything changed is one small row.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from django.db import models

from records import dates

from .data_version import data_version

Asked = ParamSpec("Asked")
Counted = TypeVar("Counted")


class CountsCache:
    """The `most` latest answers of one worker; nobody changes what it returned.

    An answer lasts until a row of the tables that it was counted from changes, or the day does.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._known: OrderedDict[Hashable, tuple[Any, Any]] = OrderedDict()
        self._counting: dict[Hashable, Lock] = {}
        self._tidying = Lock()

    def get_or_compute(self, key: Hashable, count: Callable[[], Counted], *tables: type[models.Model]) -> Counted:
        """What `count` returns, asked only if it is not known; it counts rows of `tables`, by default of any."""
        # After an edit everybody asks at once: one counts, and the others wait for it.
        with self._counting.setdefault(key, Lock()):
            # Read before it is counted: what changes in between is counted again the next time.
            now = (dates.today(), data_version(*tables))
            before, answer = self._known.get(key, (None, None))
            if before != now:
                try:
                    answer = count()
                except BaseException:
                    self._counting.pop(key, None)
                    raise
                self._known[key] = now, answer
        with self._tidying:
            if key in self._known:
                self._known.move_to_end(key)
            while len(self._known) > self.most:
                old, _answer = self._known.popitem(last=False)
                self._counting.pop(old, None)
        return answer

    def forget(self) -> None:
        self._known.clear()


def cached_counts(
    *tables: type[models.Model], most: int = 50
) -> Callable[[Callable[Asked, Counted]], Callable[Asked, Counted]]:
    """Remember the `most` latest answers of a function of the rows of `tables` and of the day.

    Its arguments are hashable; nothing that it returns is in a reader's language.
    """
    memory = CountsCache(most)

    def decorate(count: Callable[Asked, Counted]) -> Callable[Asked, Counted]:
        @wraps(count)
        def counted(*args: Asked.args, **kwargs: Asked.kwargs) -> Counted:
            return memory.get_or_compute((args, *sorted(kwargs.items())), lambda: count(*args, **kwargs), *tables)

        return counted

    return decorate
