"""What a database is told when somebody connects to it."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config.environment import env_int, own_file


def database(url: str) -> dict[str, Any]:
    """The entry of `DATABASES` for `url`."""
    found: dict[str, Any] = {
        **dj_database_url.parse(url),
        "CONN_MAX_AGE": env_int("CONN_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": True,
    }
    options = found.setdefault("OPTIONS", {})
    if found["ENGINE"] == "django.db.backends.sqlite3":
        own_file(path := Path(found["NAME"]))  # hashes of passwords, sessions and drafts are in it, as in the uploads
        options |= {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            "transaction_mode": "IMMEDIATE",  # wait for the lock at the start, not fail in the middle
            "timeout": 20,
        }
        # A file, not memory: WAL, locks and the live server's threads behave as they will when served.
        found["TEST"] = {"NAME": path.with_name("test.sqlite3")}
    elif found["ENGINE"] == "django.db.backends.postgresql":
        session = {
            "statement_timeout": env_int("STATEMENT_TIMEOUT_MS", 30_000),
            "lock_timeout": env_int("LOCK_TIMEOUT_MS", 10_000),
            "idle_in_transaction_session_timeout": env_int("IDLE_TIMEOUT_MS", 60_000),
            "jit": "off",  # a page's many small expressions are not worth compiling
            "max_parallel_workers_per_gather": 0,  # nor is starting workers
        }
        given = options.get("options", "")
        options["options"] = " ".join([given, *(f"-c {k}={v}" for k, v in session.items())]).strip()
        options.setdefault("connect_timeout", 5)  # seconds: a host that is away keeps nobody waiting
    else:
        raise ImproperlyConfigured("DATABASE_URL must name SQLite or PostgreSQL.")
    return found
