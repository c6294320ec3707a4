"""The web server behind the proxy (register-web.service); the worker is a unit of its own."""

import os
import shutil
from pathlib import Path
from typing import Any

from prometheus_client import multiprocess

wsgi_app = "config.wsgi"
limit_request_line = 8_190  # what is too long for us is told in JSON or as a page
bind = "127.0.0.1:8000"
preload_app = True
workers = int(os.environ.get("WEB_CONCURRENCY", 2 * (os.cpu_count() or 1)))
threads = 4
timeout = 120  # a thread at work does not count as silence; a worker that is stuck does
graceful_timeout = 30
max_requests, max_requests_jitter = 20_000, 2_000
umask = 0o077
control_socket_disable = True
loglevel = "warning"  # the proxy keeps the log of requests


# The figures of the workers of before are theirs alone. Here, for the application is loaded before any hook is called.
if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    shutil.rmtree(folder, ignore_errors=True)
    Path(folder).mkdir(parents=True)


def child_exit(server: Any, worker: Any) -> None:
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.mark_process_dead(worker.pid)
