import os
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.export.formats import FORMATS, XLSX
from records.export.package import as_workbook, as_zip, office_table, template_workbook
from records.export.tables import UnknownTable, table, tables
from records.export.xlsx_writer import TooLarge
from records.terminal import TerminalCommand

ALL = "all"
PACKAGES = ("zip", "xlsx")


class Command(TerminalCommand):
    help = "Write every row of a table, or of all tables, to a file that `import_records` reads again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("table", help=f"e.g. agreements; {ALL} for every table in one file")
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            help=f"ends in .csv, .xlsx, .json or .jsonl, that of {ALL} in .zip or .xlsx; CSV to the output if left out",
        )
        parser.add_argument(
            "--empty", action="store_true", help=f"with {ALL}: a workbook to fill in, with headings and no rows"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name, path = options["table"], options["file"]
        try:
            models = list(tables().values()) if name == ALL else [table(name)]
        except UnknownTable as error:
            raise CommandError(str(error)) from None
        if options["empty"] and name != ALL:
            raise CommandError(_("--empty is for all tables in one workbook: write “all” for the table."))
        if name == ALL:
            if path is None:
                raise CommandError(_("Name the file: all tables go into a .zip or an .xlsx."))
            if options["empty"]:
                ending_of(path, [XLSX.ending])
                write_file(path, template_workbook())
                self.stdout.write(_("A workbook to fill in: %(file)s") % {"file": path})
                return
            pack = as_zip if ending_of(path, PACKAGES) == "zip" else as_workbook
            write_file(path, pack(map(office_table, models)))
        elif path is not None:
            write_file(path, office_table(models[0]).blocks(ending_of(path)))
        else:
            for block in office_table(models[0]).blocks("csv"):
                self.stdout.write(block.decode(), ending="")
            return
        rows = sum(model._default_manager.count() for model in models)
        said = ngettext("%(rows)s row in %(file)s", "%(rows)s rows in %(file)s", rows)
        self.stdout.write(said % {"rows": rows, "file": path})


def ending_of(path: Path, endings: Iterable[str] = tuple(FORMATS)) -> str:
    ending = path.suffix.lower().removeprefix(".")
    if ending not in endings:
        listed = ", ".join(f".{each}" for each in endings)
        raise CommandError(_("“%(path)s” must end in one of %(listed)s.") % {"path": path, "listed": listed})
    return ending


def write_file(path: Path, blocks: Iterator[bytes]) -> None:
    """Write `blocks` beside `path`, then give them its name; a CommandError leaves nothing behind."""
    path = path.resolve()  # a link goes on leading to the file
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("xb") as file:
            file.writelines(blocks)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None
    except TooLarge as error:
        raise CommandError(str(error)) from None
    finally:
        beside.unlink(missing_ok=True)
