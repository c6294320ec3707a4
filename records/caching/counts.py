"""What was counted, kept for as long as nothing that it was counted from changes.

A count reads every row of a large table; whether anything changed is one small row.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from .data_version import Basis, made_from

Asked = ParamSpec("Asked")
Counted = TypeVar("Counted")


class _Answer:
    def __init__(self) -> None:
        self.lock = Lock()
        self.known: tuple[Any, Basis] | None = None


class CountsCache:
    """The `most` latest answers of one worker; nobody changes what it returned.

    An answer lasts until a row of the tables that it was counted from changes, or the day does.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._answers: OrderedDict[Hashable, _Answer] = OrderedDict()
        self._tidying = Lock()

    def get_or_compute(self, key: Hashable, count: Callable[[], Counted]) -> Counted:
        with self._tidying:
            answer = self._answers.setdefault(key, _Answer())
            self._answers.move_to_end(key)
            while len(self._answers) > self.most:
                self._answers.popitem(last=False)
        # After an edit everybody asks at once: one counts, and the others wait for it.
        with answer.lock:
            if answer.known is None or not answer.known[1].holds():
                answer.known = made_from(count)
            return answer.known[0]

    def forget(self) -> None:
        self._answers.clear()


def cached_counts(count: Callable[Asked, Counted]) -> Callable[Asked, Counted]:
    """Keep the latest answers of a function of the register and the day, in no reader's language."""
    kept = CountsCache(most=50)

    @wraps(count)
    def counted(*args: Asked.args, **kwargs: Asked.kwargs) -> Counted:
        return kept.get_or_compute((args, *sorted(kwargs.items())), lambda: count(*args, **kwargs))

    return counted
