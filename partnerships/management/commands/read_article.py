import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from partnerships.reading import read
from partnerships.reading.measuring import article_of
from records.terminal import TerminalCommand


class Command(TerminalCommand):
    help = "Print what an article proposes to the register; nothing is written there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="its text, or the saved page")
        parser.add_argument("--url", default="", help="where it was published")
        parser.add_argument("--json", action="store_true", help="print a list of objects")

    def handle(self, *args: Any, file: Path, url: str, **options: Any) -> None:
        try:
            proposals = read(article_of(file.read_bytes().decode("utf-8-sig", "replace"), url))
        except OSError as error:
            raise CommandError(_("The file cannot be read: %(error)s") % {"error": error}) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if options["json"]:
            told = [each.as_json() for each in proposals]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        for each in proposals:
            known = f" = {each.known}" if each.known else ""
            self.stdout.write(f"{each.table}{known} ({each.certainty.label}; {', '.join(each.passages)})")
            for column, value in each.values.items():
                self.stdout.write(f"  {column}: {value}")
            if each.reason:
                self.stdout.write(f"  {each.reason}")
