"""Datasette over the same rows: it shows the tables of an SQLite file, and is fast at it.

It is no dependency of ours. `DATASETTE=path/to/bin/datasette` names one in an environment of its own, whose Python
runs `benchmarks/datasette_times.py`: both sides are asked in their own process, through all of them but the network.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from . import limits
from .alone import ROOT, Figures
from .verdicts import at_most, show, verdict

# Our page, the view that holds the same rows, what Datasette is asked of it, and how many times its time ours may take
# of a small register and of `MANY` agreements on.
MANY = 10_000
PAGES = (
    ("API list of 100", "bench_flat", "{view}.json?_shape=objects&_size=100", (1.0, 0.3)),
    ("list page of 50", "bench_listed", "{view}?_size=50&_nofacet=1", (1.5, 0.5)),
)


def table(ours: Figures, n: int) -> None:
    """Print our pages beside Datasette's, or that there is none."""
    program = Path(os.environ.get("DATASETTE") or ROOT / ".venv" / "bin" / "datasette")
    if not program.exists():
        print("Datasette was not measured: DATASETTE= names none.\n", flush=True)
        return
    path = Path(settings.DATABASES["default"]["NAME"])
    asked = [f"/{path.stem}/{address.format(view=view)}" for _page, view, address, _most in PAGES]
    command = [str(program.resolve().parent / "python"), str(ROOT / "benchmarks" / "datasette_times.py"), str(path)]
    with views():
        told = subprocess.run([*command, *asked], stdout=subprocess.PIPE, check=True, text=True).stdout
    found = json.loads(told.splitlines()[-1])
    rows = [
        (
            page,
            ours[page],
            taken,
            ours[page] / taken,
            verdict(at_most(ours[page] / taken, most[n >= MANY], "x Datasette")),
        )
        for (page, _view, _address, most), taken in zip(PAGES, found["ms"], strict=True)
    ]
    show(("page", "ms", f"Datasette {found['version']} ms", "ratio", "verdict"), rows)


@contextmanager
def views() -> Iterator[None]:
    limits.rows(f"CREATE VIEW bench_flat ({', '.join(limits.FLAT)}) AS {limits.flat()}")
    limits.rows(f"CREATE VIEW bench_listed AS {limits.listed()}")
    try:
        yield
    finally:
        limits.rows("DROP VIEW bench_flat")
        limits.rows("DROP VIEW bench_listed")
