"""What every statement passes on its way to the database: read-only mode, and the log of slow ones.

In read-only mode the connections themselves refuse to write, so it holds at every door: forms, imports, the worker,
commands. Signing in goes on, for the staff reads on.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import OperationalError

logger = logging.getLogger(__name__)

# What only reads: it begins so, and nothing in it writes. Values are no part of a statement.
_READS = re.compile(
    r"[\s(]*(SELECT|WITH|EXPLAIN|SHOW|SET|RESET|PRAGMA|BEGIN|SAVEPOINT|RELEASE|ROLLBACK|COMMIT)\b", re.IGNORECASE
)
_WRITES = re.compile(
    r"\b(INSERT\s+INTO|UPDATE\s+\W?\w+\W?\s+SET|DELETE\s+FROM|MERGE\s+INTO|REPLACE\s+INTO|SELECT\b.*\bINTO|setval|nextval|lo_\w+)\b"
    r"|\bPRAGMA\s+\w+\s*=(?<!analysis_limit =)(?<!busy_timeout =)",
    re.IGNORECASE | re.DOTALL,
)
# What signing in writes: sessions, attempts, the last code that was used.
_OF_SIGN_IN = re.compile(
    r'(INSERT INTO|DELETE FROM|UPDATE) "(django_session|axes_\w+)"'
    r'|UPDATE "auth_user" SET "last_login"|UPDATE "otp_\w+"|DELETE FROM "otp_static_statictoken"'
)
_SHOWN = 1000  # letters of a slow statement; its values, which may be anybody's, are not
_lifted: ContextVar[bool] = ContextVar("lifted", default=False)


class ReadOnlyError(OperationalError):
    """The register takes nothing in for the moment."""


def switch() -> Path:
    """The file that is there while the register is read-only."""
    return Path(settings.DATA_DIR) / "read-only"


def is_read_only() -> bool:
    return not _lifted.get() and (settings.READ_ONLY or switch().exists())


@contextmanager
def writing_anyway() -> Iterator[None]:
    """For whoever keeps the others out: an upgrade, a restore."""
    before = _lifted.set(True)
    try:
        yield
    finally:
        _lifted.reset(before)


def watch(connection: Any, **kwargs: Any) -> None:
    """Have the statements of a new connection pass here."""
    if _passed not in connection.execute_wrappers:
        connection.execute_wrappers.append(_passed)


def _passed(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    text = str(sql)
    if (not _READS.match(text) or _WRITES.search(text)) and not _OF_SIGN_IN.match(text) and is_read_only():
        raise ReadOnlyError("read-only mode")
    began = monotonic()
    try:
        return execute(sql, params, many, context)
    finally:
        took = (monotonic() - began) * 1000
        if 0 < settings.SLOW_QUERY_MS <= took:
            logger.warning("%d ms: %s", took, " ".join(text[:_SHOWN].split()))
