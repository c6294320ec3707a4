"""Writing alone, so that what a rule saw in other rows is still so when its own row is written."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# One lock for all rules that look beyond a row: publication looks at nearly every table, so most writers would take
# that one anyway, and several locks would have to be taken in one order everywhere.
_KEY = int.from_bytes(hashlib.sha256(b"rules across rows").digest()[:8], "big", signed=True)


@contextmanager
def writing_alone() -> Iterator[None]:
    """A transaction beside which nobody else is in one of these: ask the rules and write inside it.

    It is entered before anything is read or locked that the rules are about. On SQLite each of our transactions takes
    the one write lock when it begins (`config.databases`); PostgreSQL lets writers read past each other without this.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_KEY,))
        yield
