import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from changesets import jobs
from changesets.models import COUNTED, Import
from changesets.plan.apply import confirm
from changesets.plan.report import columns_called, faults_of, warnings_of
from changesets.plan.source import Fault, Refused
from changesets.readers.flat import asks_for_columns, shape_of
from changesets.readers.matching import LEFT_OUT, guessed, lines_of
from records.approval import too_long
from records.export.data_dictionary import table_title
from records.export.tables import UnknownTable, table, tables
from records.terminal import TerminalCommand

ALL = "all"


class Command(TerminalCommand):
    help = "Create and update rows from a file, all of them or none, by the plan that the admin shows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("table", help=f"e.g. agreements; {ALL} where the file itself names its tables")
        parser.add_argument("file", type=Path, help="ends in .csv, .xlsx, .json, .jsonl or .zip")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument(
            "--map", type=Path, help="JSON: what each column of the file is, by its heading; - leaves it out"
        )
        parser.add_argument("--leave-out", default="", help="lines of a file with --map, such as 3,7-9")
        parser.add_argument("--reason", default="", help="for the history; a file that withdraws records needs one")
        parser.add_argument("--json", action="store_true", help="answer with one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        jobs.expect_many_rows()
        name, path = options["table"], options["file"]
        refusals: Sequence[str] = ()
        try:
            if told := too_long(options["reason"]):
                raise CommandError(told)
            if options["leave_out"] and not options["map"]:
                raise CommandError(_("--leave-out is for files whose columns --map says."))
            report, refusals = self.run_import(name, path, options)
        except Refused as error:
            report, refusals = report_of([("", each) for each in error.problems]), [*map(str, error.problems)]
        except CommandError as error:
            if not options["json"]:
                raise
            report = report_of([("", Fault(0, "", str(path) if name in (*tables(), ALL) else name, str(error)))])
        if options["json"]:
            self.stdout.write(json.dumps(report))
        else:
            self.tell(report, refusals, options["dry_run"])
        if report["errors"]:
            sys.exit(1)

    def run_import(self, name: str, path: Path, options: Mapping[str, Any]) -> tuple[dict[str, Any], Sequence[str]]:
        """Return the report, and why it is refused in the words of the file.

        Raises:
            CommandError: there is no such table or file.
            Refused: it is too large, or its columns cannot be what they are said to be.
        """
        try:
            collection = "" if name == ALL else table(name).collection
            with path.open("rb") as file:
                upload = jobs.receive(file, path.name, owner=None, table=collection, why=options["reason"])
        except UnknownTable as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        try:
            if options["map"]:
                upload.match = match_of(upload, options["map"], options["leave_out"])
                upload.save(update_fields=["match"])
            jobs.plan_now(upload)
            if not options["dry_run"] and confirm(upload, None):
                jobs.apply_now(upload)
            applied = upload.state == Import.State.APPLIED
            self.warn(upload)
            report = report_of(faults_of(upload), applied=applied, **upload.counts())
            return report | self.columns_of(upload), sentences_of(upload)
        finally:
            if upload.state != Import.State.APPLIED:
                upload.clear()
                upload.delete()

    def columns_of(self, upload: Import) -> dict[str, Any]:
        """What the columns of a sheet of people's own shape are, or would be with --map."""
        columns = upload.match.get("columns")
        if asks_for_columns(upload) and upload.table:
            shape = shape_of(upload)
            columns = guessed(table(upload.table), shape.headings, shape.first)
            self.stderr.write(_("With --map FILE headings of your own are read. If the file says {}, the columns are:"))
        for heading, name in (columns or {}).items():
            self.stderr.write(f"  {heading}: {name or LEFT_OUT}")
        return {"columns": {heading: name or LEFT_OUT for heading, name in columns.items()}} if columns else {}

    def warn(self, upload: Import) -> None:
        """Say what somebody should look at; it hinders nothing."""
        for note in filter(None, (found["note"] for found in upload.summary)):
            self.stderr.write(note)
        several = len(upload.summary) > 1
        for name, line, sentence in warnings_of(upload):
            said = str(Fault(line, "", "", sentence))
            self.stderr.write(_("Warning: %(sentence)s") % {"sentence": f"{name}: {said}" if several else said})
        for found in upload.summary:
            if cells := found.get("cleared", 0):
                said = ngettext(
                    "%(title)s: %(cells)s cell is empty in the file and not in the register: its value is deleted.",
                    "%(title)s: %(cells)s cells are empty in the file and not in the register: "
                    "their values are deleted.",
                    cells,
                )
                self.stderr.write(said % {"title": table_title(table(found["table"])), "cells": cells})
        if not (upload.total or upload.faults):
            self.stderr.write(_("The file has headings and no rows."))

    def tell(self, report: dict[str, Any], refusals: Sequence[str], dry_run: bool) -> None:
        for said in refusals:
            self.stderr.write(said)
        self.stdout.write(
            _("%(created)s created, %(updated)s updated, %(unchanged)s unchanged, %(refused)s refused.") % report
        )
        if not report["applied"]:
            self.stdout.write(_("Nothing was written: this was a trial.") if dry_run else _("Nothing was written."))


def sentences_of(upload: Import) -> list[str]:
    """What `upload` is refused for, with its columns by the words of the file or of our pages beside their names."""
    faults = faults_of(upload)
    several = len({name for name, _fault in faults if name}) > 1
    told = []
    for name, fault in faults:
        column = fault.column
        if (called := columns_called(upload, name).get(column, column)) != column:
            column = f"{called} ({column})"
        said = str(Fault(fault.line, column, fault.value, fault.message))
        told.append(f"{name}: {said}" if several else said)
    return told


def match_of(upload: Import, path: Path, left_out: str) -> dict[str, Any]:
    """What the columns of the file of `upload` are: as the file `path` says, and the others as they seem to be.

    Raises:
        CommandError: there is no such file, or it says no columns.
        Refused: the file of `upload` is no single table.
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        lines_of(left_out)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None
    except ValidationError as error:
        raise CommandError(error.messages[0]) from None
    except ValueError:
        said = None
    if not isinstance(said, dict) or not all(isinstance(name, str) for name in said.values()):
        raise CommandError(_("“%(path)s” is no JSON object of headings and columns.") % {"path": path})
    if not upload.table:
        raise CommandError(_("Say which table this is: the file does not."))
    shape = shape_of(upload)
    seeming = guessed(table(upload.table), shape.headings, shape.first)
    columns = {heading: name or LEFT_OUT for heading, name in {**seeming, **said}.items()}
    return {"headings": sorted(shape.headings), "columns": columns, "lines": left_out}


def report_of(faults: Sequence[tuple[str, Fault]], *, applied: bool = False, **counts: int) -> dict[str, Any]:
    """What `--json` prints; an error names its table where the file has several."""
    several = len({name for name, _fault in faults if name}) > 1
    errors = [{"table": name, **asdict(fault)} if several else asdict(fault) for name, fault in faults]
    return {**dict.fromkeys(COUNTED, 0), **counts, "applied": applied, "errors": errors}
