"""Figures from processes of their own: none inherits another's caches, connections or memory.

`python -m benchmarks.alone MODULE FUNCTION ARGUMENTS` is such a process; the last line it prints is
what the function returns, as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
Figures = dict[str, Any]


def command(module: str, function: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", "benchmarks.alone", f"benchmarks.{module}", function, *map(str, arguments)]


def start(work: Callable[..., Figures], *arguments: object) -> subprocess.Popen[str]:
    """Begin `work` in a process of its own; its standard input stays open until `finish`."""
    asked = command(work.__module__.removeprefix("benchmarks."), work.__name__, *arguments)
    return subprocess.Popen(asked, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> Figures:
    printed, _nothing = process.communicate()
    if process.returncode:
        raise SystemExit(f"{process.args!r} ended with {process.returncode}")
    return json.loads(printed.splitlines()[-1])


def figures(work: Callable[..., Figures], *arguments: object) -> Figures:
    return finish(start(work, *arguments))


class Clock:
    """Seconds by the clock on the wall and of this process alone; use as a context."""

    def __enter__(self) -> Clock:
        self.begun, self._cpu = time.monotonic(), time.process_time()
        return self

    def __exit__(self, *failure: object) -> None:
        self.ended = time.monotonic()
        self.wall, self.cpu = self.ended - self.begun, time.process_time() - self._cpu


def memory(which: str) -> float:
    """MB of this process: `VmRSS` now, `VmHWM` at most. (What getrusage says of a child begins with its parent's.)"""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(which))


def main(module: str, function: str, *arguments: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    found = getattr(import_module(module), function)(*arguments)
    if found is not None:
        print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
