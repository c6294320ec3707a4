import sqlite3
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from records import backups
from records.terminal import TerminalCommand


class Command(TerminalCommand):
    help = "Put back a backup: rows, history, accounts, uploads. Stop the server and the worker first."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, help="an archive that `backup` has written")
        parser.add_argument("--replace", action="store_true", help="what is here is lost, if anything is")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            backups.restore(file, replace=replace)
        except (backups.BackupError, OSError, sqlite3.Error, DatabaseError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(_("%(file)s is restored. Start the server and the worker.") % {"file": file.name})
