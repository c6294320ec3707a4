"""Build the full-text indexes anew, should a table ever have been written with its triggers off."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS

from records.search.index import install


class Command(BaseCommand):
    help = "Build the indexes of the search anew from the rows."

    def handle(self, *args: Any, **options: Any) -> None:
        for table in install(DEFAULT_DB_ALIAS, anew=True):
            self.stdout.write(table)
