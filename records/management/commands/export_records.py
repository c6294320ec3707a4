from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from records.columns import importable
from records.tables import formats
from records.tables.registry import UnknownTable, table
from records.tables.row_order import export_order


class Command(BaseCommand):
    help = "Write every row of a table to a file that `import_records` reads again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("table", help="e.g. agreements")
        parser.add_argument("file", nargs="?", help="ends in .csv, .xlsx or .json; CSV to the output if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            model = table(options["table"])
        except UnknownTable as error:
            raise CommandError(str(error)) from None
        columns = importable(model.columns())
        rows = model._default_manager.order_by(*export_order(model)).rows(columns).iterator()
        if not options["file"]:
            for block in formats.write("csv", columns, rows):
                self.stdout.write(block.decode(), ending="")
            return
        path = Path(options["file"])
        ending = ending_of(path)  # before a file is made
        with path.open("wb") as file:
            file.writelines(formats.write(ending, columns, rows))


def ending_of(path: Path) -> str:
    """The format that a file's name ends in.

    Raises:
        CommandError: none of ours.
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending not in formats.FORMATS:
        listed = ", ".join(f".{each}" for each in formats.FORMATS)
        raise CommandError(_("“%(path)s” must end in one of %(listed)s.") % {"path": path, "listed": listed})
    return ending
