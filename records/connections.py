"""What every statement passes on its way to the database: read-only mode, and the log of slow ones.

In read-only mode the database itself refuses to write, so it holds at every door: forms, imports, the worker, commands.
"""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DatabaseError, OperationalError
from psycopg.pq import TransactionStatus

logger = logging.getLogger(__name__)

_SWITCH = "read-only"
_SHOWN = 1000  # letters of a slow statement; its values, which may be anybody's, are not
_lifted: ContextVar[bool] = ContextVar("lifted", default=False)


class ReadOnlyError(OperationalError):
    """The register takes nothing in for the moment."""


def switch() -> Path:
    """The file that is there while the register is read-only."""
    return Path(settings.DATA_DIR) / _SWITCH


def is_read_only() -> bool:
    return settings.READ_ONLY or os.access(f"{settings.DATA_DIR}/{_SWITCH}", os.F_OK)  # asked before every statement


@contextmanager
def writing_anyway() -> Iterator[None]:
    """For an upgrade, which keeps the others out, and for sessions and signing in, so that the staff reads on."""
    before = _lifted.set(True)
    try:
        yield
    finally:
        _lifted.reset(before)


def watch(connection: Any, **kwargs: Any) -> None:
    """Have the statements of a new connection pass here."""
    connection.takes_nothing = False
    if _passed not in connection.execute_wrappers:
        connection.execute_wrappers.append(_passed)


def _passed(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    began = monotonic()
    try:
        _tell(context["connection"], read_only=not _lifted.get() and is_read_only())
        return execute(sql, params, many, context)
    except DatabaseError as error:
        # Of PostgreSQL and of SQLite.
        said = getattr(error.__cause__, "sqlstate", "") or getattr(error.__cause__, "sqlite_errorname", "")
        if said == "25006" or str(said).startswith("SQLITE_READONLY"):
            raise ReadOnlyError("read-only mode") from error
        raise
    finally:
        took = (monotonic() - began) * 1000
        if 0 < settings.SLOW_QUERY_MS <= took:
            logger.warning("%d ms: %s", took, " ".join(str(sql)[:_SHOWN].split()))


def _tell(connection: Any, *, read_only: bool) -> None:
    """Have the database take nothing in through `connection`, or take things in again."""
    session = connection.connection
    if connection.vendor == "sqlite":
        if read_only is not connection.takes_nothing:
            session.execute(f"PRAGMA query_only = {read_only}")
            connection.takes_nothing = read_only
    elif session.info.parameter_status("default_transaction_read_only") != ("on" if read_only else "off"):
        if session.info.transaction_status != TransactionStatus.IDLE and not read_only:
            return  # a transaction that has read cannot begin to write
        with connection.wrap_database_errors:
            session.execute(f"SET default_transaction_read_only = {read_only}")
            if connection.in_atomic_block and session.info.parameter_status("in_hot_standby") != "on":
                session.execute(f"SET transaction_read_only = {read_only}")  # of what is under way, too
