import sqlite3
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils.formats import localize
from django.utils.translation import gettext as _

from records import backups
from records.terminal import TerminalCommand


class Command(TerminalCommand):
    help = "Write the database and the uploads into one archive in BACKUP_DIR, while people work; old ones go."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            path = backups.make()
        except (backups.BackupError, OSError, sqlite3.Error, DatabaseError) as error:
            raise CommandError(str(error)) from None
        size = localize(round(path.stat().st_size / 1e6, 1))
        self.stdout.write(_("%(path)s (%(size)s MB)") % {"path": path, "size": size})
