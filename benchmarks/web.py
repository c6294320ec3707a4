"""How long readers and editors wait while others import."""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Thread
from typing import Any

from django.db import connection, transaction
from django.test import Client

from articles.models import Outlet

from . import files
from .alone import Figures, figures, finish, start
from .imports import ours
from .verdicts import at_most, show, verdict

PREFIX = "luc-ban-"
ALONE = 5.0  # seconds of requests before the import, to compare
PAUSE = 0.05  # between two requests of one reader
MOST_SECONDS = {"postgresql": 1, "sqlite": 5}
Request = tuple[str, float, float, str]  # kind, begun, seconds, what went wrong


def table(n: int, directory: Path) -> None:
    """Print the longest waits while `n` agreements are created, and while they are updated."""
    rows: list[Sequence[str | float | None]] = []
    for what, said in (("created", ""), ("updated", " (sửa)")):
        path = files.write(directory / "meanwhile.csv", PREFIX, n, said)
        others = start(until_told)
        others.stdout.readline()  # type: ignore[union-attr]  # it says that it is ready
        quiet = (time.monotonic(), time.monotonic() + ALONE)
        time.sleep(ALONE)
        importing = figures(ours, path, what, n)
        requests = [tuple(each) for each in finish(others)["requests"]]
        planned, written = importing["planned_at"], importing["written_at"]
        if what == "created":
            rows.append(_row("nothing", requests, quiet, None))
        most = MOST_SECONDS[connection.vendor]
        rows.append(_row(f"{n:,} are planned to be {what}", requests, planned, most))
        rows.append(_row(f"{n:,} are {what}", requests, written, most))
    show(("meanwhile", "requests", "longest read s", "longest save s", "refused", "verdict"), rows)


def _row(name: str, requests: Sequence[Any], during: Sequence[float], most: float | None) -> tuple[Any, ...]:
    """The requests of which any part fell into the time `during`."""
    fell = [each for each in requests if each[1] < during[1] and each[1] + each[2] > during[0]]
    longest = {kind: max((each[2] for each in fell if each[0] == kind), default=0.0) for kind in ("read", "save")}
    refused = [each[3] for each in fell if each[3]]
    if most is None:
        said = ""
    elif refused:
        said = f"**missed**: {refused[0]}"
    else:
        said = verdict(at_most(max(longest.values()), most, "s"))
    return name, len(fell), longest["read"], longest["save"], len(refused), said


def until_told() -> Figures:
    """Read the public list and save an outlet, again and again, until standard input ends."""
    read()
    save()
    print("ready", flush=True)
    requests: list[Request] = []
    told = Event()
    works = (("read", read), ("save", save))
    threads = [Thread(target=_repeat, args=(kind, work, requests, told)) for kind, work in works]
    for thread in threads:
        thread.start()
    sys.stdin.read()
    told.set()
    for thread in threads:
        thread.join()
    return {"requests": requests}


def _repeat(kind: str, work: Callable[[], None], requests: list[Request], told: Event) -> None:
    work()  # the first opens a connection
    while not told.wait(PAUSE):
        begun, wrong = time.monotonic(), ""
        try:
            work()
        except Exception as error:  # noqa: BLE001 -- whatever it is, somebody was refused
            wrong = f"{type(error).__name__}: {error}"
        requests.append((kind, begun, time.monotonic() - begun, wrong))
    connection.close()


def read() -> None:
    answer = Client().get("/agreements/")
    if answer.status_code != 200:
        raise ValueError(f"the list answered {answer.status_code}")


def save() -> None:
    """What the admin does: in a transaction, read, change, validate, save with history."""
    with transaction.atomic():
        outlet = Outlet.objects.get(slug="bao-mau")
        outlet.name = f"Báo mẫu {time.monotonic():.3f}"
        outlet.full_clean()
        outlet.save()
