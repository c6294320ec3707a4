"""`python -m benchmarks [--sizes 1000,10000] [--alone 1000000] [--rows 100000] [--readers 32] [--databases sqlite]`.

`--sizes` are registers whose pages are asked for, `--alone` so many rows of each noun that grows with nothing of
theirs, for lists and every order that is offered, `--rows` the agreements that come in and go out as files,
`--readers` so many at once; each may be empty. Each register is measured in processes of its own on a fresh database,
through the whole of Django; `--readers` come over the network of this machine. Times are wall clock, the database's
share included.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

from .alone import ROOT, command
from .verdicts import at_most, show, verdict

# How much longer a page may take on a larger register (it is not counted there).
FLAT = 1.4
LISTS = ("list page of 50", "list page of 50, again", "list page, narrowed", "detail page", "API detail")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--alone", default="")
    parser.add_argument("--rows", default="100000")
    parser.add_argument("--readers", default="32,256")
    parser.add_argument("--databases", default="sqlite,postgresql")
    asked = parser.parse_args()
    failed = 0
    for database in asked.databases.split(","):
        works = [(size, "pages", size) for size in filter(None, asked.sizes.split(","))]
        works += [(f"{size} alone", "lists", size) for size in filter(None, asked.alone.split(","))]
        found = {}
        for name, function, size in works:
            code, found[name] = on_fresh(database, command("measure", function, size))
            failed |= code
        flat(database, found)
        if asked.rows:
            failed |= on_fresh(database, command("tables", "show", asked.rows))[0]
        if asked.readers:
            failed |= on_fresh(database, command("load", "table", asked.readers))[0]
    return failed


def on_fresh(database: str, work: list[str]) -> tuple[int, dict[str, float]]:
    """Run `work`, which prints; what it returns is its last line, if that is JSON."""
    with tempfile.TemporaryDirectory(prefix="register-bench-") as directory:
        settings = {"DATA_DIR": directory, "DATABASE_URL": "", "API_RATE": "1000000/min", "LOG_LEVEL": "WARNING"}
        if database == "postgresql":
            work = [sys.executable, str(ROOT / "bin" / "with_postgres.py"), *work]
        environment = {**os.environ, **settings}
        with subprocess.Popen(work, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
            found: dict[str, float] = {}
            for line in process.stdout or ():
                if line.startswith('{"'):
                    found = json.loads(line)
                else:
                    print(line, end="", flush=True)
        return process.returncode, found


def flat(database: str, found: dict[str, dict[str, float]]) -> None:
    """Print how pages grow with the register, in times of the smallest."""
    if len(found) < 2:
        return
    first = next(iter(found.values()))
    rows = []
    for page in LISTS:
        ratios = [each[page] / first[page] if first.get(page) and each.get(page) else None for each in found.values()]
        if worst := max(filter(None, ratios), default=None):
            rows.append((page, *ratios, verdict(at_most(worst, FLAT, "x the smallest"))))
    print(f"#### {database}, each page in times of the smallest register\n")
    show(("page", *found, "verdict"), rows)


sys.exit(main())
