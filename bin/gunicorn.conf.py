"""The web server of `make run`, with the worker for large imports beside it."""

import subprocess
import sys
from pathlib import Path
from typing import Any

_MANAGE = Path(__file__).resolve().parent.parent / "manage.py"
_beside: list[subprocess.Popen[bytes]] = []


def when_ready(server: Any) -> None:
    # A session of its own: ctrl-C reaches the server alone, which then ends the worker.
    command = [sys.executable, str(_MANAGE), "worker", "--verbosity", "0"]
    _beside.append(subprocess.Popen(command, start_new_session=True))


def on_exit(server: Any) -> None:
    for worker in _beside:
        worker.terminate()
        worker.wait()
