import logging
import os
import signal
import sys
import threading
import time
from typing import Any

from django.db import close_old_connections
from django_tasks_db.management.commands import db_worker

from changesets import jobs
from records.analyze import analyze_register
from records.connections import ReadOnlyError, is_read_only
from records.noting import catch_up
from records.terminal import TerminalCommand

logger = logging.getLogger(__name__)
_PAUSE = 5  # seconds between looks whether anything is taken in again
# Seconds that changes are noted at a time, and between: on SQLite nobody else writes meanwhile. And between looks.
_NOTING, _BREATH, _LOOKS = 0.3, 0.1, 1.0


class Command(TerminalCommand, db_worker.Command):
    help = "Plan and write large imports, one after the other; at the start, give up the jobs of workers that died."

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument("--with-parent", action="store_true", help="end when the standard input does")

    def handle(self, **options: Any) -> None:
        if options.pop("with_parent", False):
            threading.Thread(target=_end_with_input, daemon=True).start()
        jobs.expect_many_rows()
        if not options["batch"]:  # which is done when no job is left
            threading.Thread(target=_note_changes, daemon=True).start()
        while True:
            while is_read_only():
                time.sleep(_PAUSE)
            try:
                jobs.reap()
                jobs.clear_outdated()
                analyze_register()
                super().handle(**options)
            except ReadOnlyError:
                continue  # what it was at is rolled back, and given up when it begins again
            return


def _note_changes() -> None:
    """Beside the jobs, which may take long: what they write is told while they do the next."""
    while True:
        try:
            done = is_read_only() or catch_up(_NOTING, waited_for=False)
        except Exception:  # it goes on, whatever it was: the database may be away
            logger.exception("Changes could not be noted")
            done = True
        close_old_connections()
        time.sleep(_LOOKS if done else _BREATH)


def _end_with_input() -> None:
    """Whoever started us holds the other end, and lets go of it when it ends, however that is."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)
