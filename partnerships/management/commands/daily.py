import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.utils.translation import gettext as _

from changesets import jobs
from partnerships.desk.reminders import remind
from records.analyze import analyze_register
from records.connections import is_read_only
from records.noting import catch_up
from records.terminal import TerminalCommand


def count_checks() -> None:
    with suppress(SystemExit):  # what contradicts itself is shown by the desk, and is no failure of the day
        call_command("check_register", stdout=StringIO())


YEAR = 365
# What is done each day, by the name under which its failure is told; each is done whatever became of the others.
STEPS: tuple[tuple[str, Callable[[], Any]], ...] = (
    ("reminders", remind),
    ("changes", partial(catch_up, 60 * 60, waited_for=False)),  # what the worker has left, and what turned at midnight
    ("checks", count_checks),
    ("tables", analyze_register),
    ("imports", jobs.clear_outdated),
    ("jobs", jobs.clear_finished),
    ("sessions", partial(call_command, "clearsessions")),
    ("sign-ins", partial(call_command, "axes_reset_logs", age=YEAR, stdout=StringIO())),
)
logger = logging.getLogger(__name__)


class Command(TerminalCommand):
    help = (
        "What is done once a day: reminders, checks, clearing up. Exits with 1 if a step fails, after all the others."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if is_read_only():
            self.stdout.write(_("The register is read-only."))
            return
        failed = []
        for name, step in STEPS:
            try:
                step()
            except Exception as error:
                logger.exception("daily: %s failed", name)
                failed.append(f"{name} ({error})")
        if failed:
            self.stderr.write(_("Failed: %(steps)s.") % {"steps": ", ".join(failed)})
            raise SystemExit(1)
        self.stdout.write(_("All is done."))
