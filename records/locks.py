"""Writing alone, so that what a rule saw in other rows is still so when its own row is written."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum, unique

from django.db import connection, transaction

from .connections import writing_anyway


@unique
class Lock(IntEnum):
    """All advisory locks of PostgreSQL that we take, so that no two have one number."""

    EDITION = 7_203_511  # with the number of a slot beside it (`records.caching.triggers`)
    CHANGES = 7_203_512  # of who notes changes (`records.changes`)
    MIGRATE = 7_203_520  # of who brings the tables up to a release
    # One for all rules that look beyond a row: publication looks at nearly every table, so most writers would take
    # that one anyway, and several locks would have to be taken in one order everywhere.
    RULES = int.from_bytes(hashlib.sha256(b"rules across rows").digest()[:8], "big", signed=True)


@contextmanager
def writing_alone() -> Iterator[None]:
    """A transaction beside which nobody else is in one of these: ask the rules and write inside it.

    It is entered before anything is read or locked that the rules are about. On SQLite each of our transactions takes
    the one write lock when it begins (`config.databases`); PostgreSQL lets writers read past each other without this.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.RULES])
        yield


@contextmanager
def trial() -> Iterator[None]:
    """Write alone to see what comes of it, in read-only mode, too: when this is left, all of it is taken back."""
    with writing_anyway(), writing_alone():
        yield
        transaction.set_rollback(True)
