"""Build the full-text indexes anew, should a table ever have been written with its triggers off."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.utils.translation import gettext as _

from records.search.index import install
from records.terminal import TerminalCommand


class Command(TerminalCommand):
    help = "Build the indexes of the search anew from the rows."

    def handle(self, *args: Any, **options: Any) -> None:
        for table in install(DEFAULT_DB_ALIAS, anew=True):
            self.stdout.write(_("Built anew: the search index of %(table)s") % {"table": table})
