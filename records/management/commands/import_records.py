import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from records.tables.formats import FORMATS
from records.tables.reading import MAX_BYTES, Fault, Refused
from records.tables.registry import UnknownTable, table, tables
from records.tables.resources import table_resource

from .export_records import ending_of


class Command(BaseCommand):
    help = "Create and update rows of a table from a file, all of them or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("table", help="e.g. agreements")
        parser.add_argument("file", type=Path, help="ends in .csv, .xlsx or .json")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        name, path = options["table"], options["file"]
        try:
            report = self.run_import(name, path, options["dry_run"])
        except CommandError as error:
            if not options["json"]:
                raise
            report = report_of([Fault(0, "", str(path) if name in tables() else name, str(error))])
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self.tell(report, options["dry_run"])
        if report["errors"]:
            sys.exit(1)

    def run_import(self, name: str, path: Path, dry_run: bool) -> dict[str, Any]:
        """Return the report.

        Raises:
            CommandError: there is no such table or file, or no such kind of file.
        """
        try:
            model = table(name)
        except UnknownTable as error:
            raise CommandError(str(error)) from None
        ending = ending_of(path)
        try:
            with path.open("rb") as file:
                dataset = FORMATS[ending]().create_dataset(file.read(MAX_BYTES + 1))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        except Refused as error:
            return report_of(error.problems, refused=error.rows)
        result = table_resource(model)().import_data(dataset, dry_run=dry_run, file_name=path.name)
        return report_of(result.problems, applied=result.applied, **result.counts())

    def tell(self, report: dict[str, Any], dry_run: bool) -> None:
        for error in report["errors"]:
            self.stderr.write(str(Fault(**error)))
        self.stdout.write(
            _("%(created)s created, %(updated)s updated, %(unchanged)s unchanged, %(refused)s refused.") % report
        )
        if not report["applied"]:
            self.stdout.write(_("Nothing was written: this was a trial.") if dry_run else _("Nothing was written."))


def report_of(faults: Iterable[Fault], *, applied: bool = False, **counts: int) -> dict[str, Any]:
    nothing = dict.fromkeys(("created", "updated", "unchanged", "refused"), 0)
    return {**nothing, **counts, "applied": applied, "errors": [asdict(each) for each in faults]}
