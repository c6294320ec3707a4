"""Many readers at once, of the server as `make run` starts it, over the network of this machine: errors, waits, memory.

Each reader asks for the next address as soon as the last has answered, on a connection of its own, for `SECONDS`.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from records.noting import catch_up

from . import files, register
from .alone import ROOT, start
from .imports import OWNER, ours
from .verdicts import at_least, at_most, show, verdict

SECONDS = 15
AROUND = 1_000  # agreements with everything around them
ROWS = 50_000  # of the import, which takes longer than the readers
PATIENCE = 60  # seconds for an answer
MOST_MS = 1_000  # for 99 of 100 of as many readers as there are places for
FEW = 32
KEPT_RATE = 0.6
Asked = tuple[float, bool]  # seconds, and whether something went wrong


def addresses(number: int) -> str:
    """The address of one turn: pages that are kept by and by, pages made anew, searches and the API."""
    each = number * 37 % AROUND
    mixed = (
        "/",
        f"/agreements/thoa-thuan-{each - each % 10}/",
        "/agreements/",
        f"/api/v1/agreements/?page={1 + each % 9}",
        f"/agreements/?page={1 + each % 18}&ordering=title",
        f"/en/search/?q=hop+tac+{each}",
        f"/api/v1/agreements/thoa-thuan-{each - each % 10}/",
        f"/en/agreements/?kind=plan&signed_from={2012 + each % 12}",
        "/partners/",
        f"/api/v1/clauses/?page={1 + each % 40}",
    )
    return mixed[number % len(mixed)]


def table(connections: str) -> None:
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(1))  # the server ends with whoever measures it
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    register.make(AROUND)
    catch_up(float("inf"), waited_for=False)  # what is new to readers is noted, as the worker does it
    get_user_model()._default_manager.create_superuser(OWNER, password=OWNER)
    print(f"\n### {connection.vendor}, many readers at once (load before: {os.getloadavg()[0]:.1f})\n", flush=True)
    rows: list[Sequence[str | float | None]] = []
    with served() as (port, server):
        asked(port, FEW)  # what is kept of pages and counts is there, as it is all day
        for readers in map(int, connections.split(",")):
            quiet = asked(port, readers)
            rows.append(_row(f"{readers}", readers, quiet, server))
            path = files.write(Path(settings.DATA_DIR) / "load.csv", f"tai-{readers}-", ROWS)
            importing = start(ours, path, "created", ROWS)
            time.sleep(5)  # it plans a smaller file first
            busy = asked(port, readers)
            under_way = importing.poll() is None
            importing.kill()
            importing.communicate()
            name = f"{readers}, while {ROWS:,} are imported" + ("" if under_way else " (over before)")
            rows.append(_row(name, readers, busy, server, len(quiet) * KEPT_RATE / SECONDS))
    show(("readers", "requests/s", "errors", "half within ms", "99 of 100 within ms", "server MB", "verdict"), rows)


def _row(
    name: str, readers: int, found: list[Asked], server: int, least: float = 0.0
) -> tuple[str | float | None, ...]:
    took, wrong = sorted(seconds * 1000 for seconds, _wrong in found), sum(wrong for _seconds, wrong in found)
    half, most, rate = took[len(took) // 2], took[len(took) * 99 // 100], len(took) / SECONDS
    said = verdict(
        at_most(wrong, 0, "errors"),
        at_most(most, MOST_MS, "ms") if readers <= FEW else "",
        at_least(rate, least, f"requests/s ({KEPT_RATE} of those without)"),
    )
    return name, rate, wrong, half, most, memory_of(server), said


def asked(port: int, readers: int) -> list[Asked]:
    found: list[Asked] = []
    turns, until = count(), time.monotonic() + SECONDS

    def read() -> None:
        while time.monotonic() < until:
            begun = time.monotonic()
            with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as reader:
                try:
                    reader.request("GET", addresses(next(turns)), headers={"Accept-Encoding": "gzip"})
                    answer = reader.getresponse()
                    answer.read()
                    wrong = answer.status != 200
                except (OSError, HTTPException):
                    wrong = True
            found.append((time.monotonic() - begun, wrong))

    threads = [Thread(target=read) for _number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@contextmanager
def served() -> Iterator[tuple[int, int]]:
    """The port and the process of a server, and its worker, on the database of this process."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (words,) = re.findall(r"gunicorn (config\.wsgi .*)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    command = [sys.executable, "-m", "gunicorn", *words.replace("$(PORT)", str(port)).split()]
    environment = {**os.environ, "ENVIRONMENT": "development"}
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:
        try:
            for _try in range(PATIENCE * 5):
                time.sleep(0.2)
                with closing(socket.socket()) as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
            asked_once = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            asked_once.request("GET", "/")
            if asked_once.getresponse().status != 200:
                raise SystemExit("the server does not answer")
            yield port, server.pid
        finally:
            server.send_signal(signal.SIGTERM)


def memory_of(process: int) -> float:
    """MB of a process and all that it started, what they share counted once."""
    said = Path(f"/proc/{process}/smaps_rollup").read_text()
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    shared_out = next(int(line.split()[1]) for line in said.splitlines() if line.startswith("Pss:"))
    return shared_out / 1024 + sum(memory_of(int(child)) for child in children)
