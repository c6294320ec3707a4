"""`python -m benchmarks [--sizes 1000,10000] [--rows 100000] [--databases sqlite,postgresql]`: figures beside their limits.

Each size and database is measured in a process of its own on a fresh register; the request goes through the
whole of Django but no network. Times are medians, wall clock, the database's share included.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--databases", default="sqlite,postgresql")
    asked = parser.parse_args()
    failed = 0
    for database in asked.databases.split(","):
        for size in asked.sizes.split(","):
            with tempfile.TemporaryDirectory(prefix="register-bench-") as directory:
                environment = {**os.environ, "DATA_DIR": directory, "DATABASE_URL": "", "API_RATE": "1000000/min"}
                command = [sys.executable, "-m", "benchmarks.measure", size]
                if database == "postgresql":
                    command = [sys.executable, str(ROOT / "bin" / "with_postgres.py"), *command]
                failed |= subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    return failed


sys.exit(main())
