"""The web server of `make run`, with the worker for large imports beside it."""

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

limit_request_line = 8_190  # what is too long for us is told in JSON or as a page; beyond, the server cuts it off
control_socket_disable = True  # it would lie in the home directory, and nobody steers the server through it
secure_scheme_headers: dict[str, str] = {}  # no proxy stands before it, so nobody says that a request came by https

_COMMAND = [
    sys.executable,
    str(Path(__file__).resolve().parent.parent / "manage.py"),
    "worker",
    "--with-parent",
    "--verbosity",
    "0",
]
_PAUSE = 5  # seconds before another worker takes the place of one that ended, and for the last one to end
_over = threading.Event()
_beside: list[subprocess.Popen[bytes]] = []


def _keep_a_worker() -> None:
    while not _over.is_set():
        # A session of its own: ctrl-C reaches the server alone, which then ends the worker. Whatever ends the server
        # closes the worker's input, and so ends it.
        _beside[:] = [subprocess.Popen(_COMMAND, start_new_session=True, stdin=subprocess.PIPE)]
        _beside[0].wait()
        _over.wait(_PAUSE)


def when_ready(server: Any) -> None:
    threading.Thread(target=_keep_a_worker, daemon=True).start()


def on_exit(server: Any) -> None:
    _over.set()
    for worker in _beside:
        worker.terminate()
        try:
            worker.wait(_PAUSE)
        except subprocess.TimeoutExpired:
            worker.kill()  # a write that is broken off is rolled back, and its import is given up
