"""`python -m benchmarks [--sizes 1000,10000] [--rows 100000] [--databases sqlite,postgresql]`: figures and limits.

`--sizes` are registers whose pages are asked for, `--rows` the agreements that come in and go out as files; either
may be empty. Each register is measured in processes of its own on a fresh database, through the whole of Django but
no network. Times are wall clock, the database's share included.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile

from .alone import ROOT, command


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--rows", default="100000")
    parser.add_argument("--databases", default="sqlite,postgresql")
    asked = parser.parse_args()
    failed = 0
    for database in asked.databases.split(","):
        for size in filter(None, asked.sizes.split(",")):
            failed |= on_fresh(database, [sys.executable, "-m", "benchmarks.measure", size])
        if asked.rows:
            failed |= on_fresh(database, command("tables", "show", asked.rows))
    return failed


def on_fresh(database: str, work: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="register-bench-") as directory:
        settings = {"DATA_DIR": directory, "DATABASE_URL": "", "API_RATE": "1000000/min", "LOG_LEVEL": "WARNING"}
        if database == "postgresql":
            work = [sys.executable, str(ROOT / "bin" / "with_postgres.py"), *work]
        return subprocess.run(work, cwd=ROOT, env={**os.environ, **settings}, check=False).returncode


sys.exit(main())
