"""Public pages and the API read from a standby of the database, where `DATABASE_REPLICA_URL` names one.

A standby is a moment behind. Whoever has a session, and may have saved something, reads what was saved; so nobody sees
an older state than the page they just saved. One that lags or dies is left until it is well again.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, OperationalError, connections

logger = logging.getLogger(__name__)

REPLICA = "replica"
_ASKED_EVERY = 5.0  # seconds between looks at how far it is
_reading: ContextVar[str] = ContextVar("reading", default=DEFAULT_DB_ALIAS)
_BEHIND = "SELECT pg_last_wal_replay_lsn()::text, EXTRACT(EPOCH FROM now() - pg_last_xact_replay_timestamp())"
_AHEAD = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), %s::pg_lsn) > 0"


def alias() -> str:
    """The database that is read from just now."""
    return _reading.get()


@contextmanager
def reading(using: str = REPLICA) -> Iterator[None]:
    before = _reading.set(using)
    try:
        yield
    finally:
        _reading.reset(before)


def read_along(parts: Iterable[bytes]) -> Iterator[bytes]:
    """`parts`, each of which is read from the standby when its turn comes."""
    left = iter(parts)
    while True:
        try:
            with reading():
                part = next(left, None)
        except DatabaseError:
            standby.note(good=False)  # what was sent cannot be taken back: the next request is answered elsewhere
            raise
        if part is None:
            return
        yield part


class ReplicaRouter:
    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return alias()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, *objects: Any, **hints: Any) -> bool:
        return True  # rows of both are those of one register

    def allow_migrate(self, db: str, *args: Any, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


class _Standby:
    """What this process knows of the standby."""

    def __init__(self) -> None:
        self.asked_at, self.good = -_ASKED_EVERY, False

    def usable(self) -> bool:
        if monotonic() - self.asked_at >= _ASKED_EVERY:
            self.asked_at = monotonic()  # the others go on with what is known meanwhile
            self.note(_keeps_up())
        return self.good

    def note(self, good: bool) -> None:
        if good is not self.good:
            logger.warning("The standby is %s", "read from" if good else "left")
        self.asked_at, self.good = monotonic(), good


standby = _Standby()


def _keeps_up() -> bool:
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(_BEHIND)
            replayed, seconds = cursor.fetchone()
    except DatabaseError:
        return False
    if replayed is None:  # it is none
        return False
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(_AHEAD, [replayed])
            (behind,) = cursor.fetchone()
    except OperationalError:
        return True  # better a moment old than nothing
    # One that has been started anew and has repeated no transaction since does not know how far behind it is.
    return not behind or (seconds is not None and seconds <= settings.REPLICA_LAG_SECONDS)
