import fcntl
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections

from records.connections import writing_anyway
from records.locks import Lock


class Command(migrate.Command):
    """Django's own, one at a time: a second waits and finds nothing left to do. Read-only mode is for others."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        with ExitStack() as over:
            # On this machine; and from several, in the database that they share.
            here = over.enter_context((settings.DATA_DIR / "upgrading").open("w"))
            fcntl.flock(here, fcntl.LOCK_EX)
            if connection.vendor == "postgresql":
                cursor = over.enter_context(connection.cursor())
                for name in ("lock_timeout", "statement_timeout"):  # a large table takes its time
                    cursor.execute(f"SET {name} = 0")
                    over.callback(cursor.execute, f"RESET {name}")
                cursor.execute("SELECT pg_advisory_lock(%s)", [Lock.MIGRATE])
                over.callback(cursor.execute, "SELECT pg_advisory_unlock(%s)", [Lock.MIGRATE])
            over.enter_context(writing_anyway())
            super().handle(*args, **options)
