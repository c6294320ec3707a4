import json
from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import ngettext

from records.checks import Check, Severity
from records.checks.asking import all_checks, broken_rows, name_of, with_keys
from records.checks.counting import keep
from records.models import KeptCount, TrackedModel
from records.terminal import TerminalCommand


class Command(TerminalCommand):
    help = "Ask every check of the whole register, for the desk as well; exit with 1 if any row contradicts another."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one object")

    def handle(self, *args: Any, **options: Any) -> None:
        asked, found = [*all_checks()], []
        for model, check in asked:
            began = monotonic()
            if keys := _keys(broken_rows(model, check)):
                found.append((model, check, keys))
            # The desk shows it where it is slow to count.
            seconds = monotonic() - began
            keep([KeptCount(name=name_of(model, check), rows=len(keys), at=timezone.now(), seconds=seconds)])
        if options["json"]:
            told = [_told(*each) for each in found]
            self.stdout.write(json.dumps({"checks": len(asked), "broken": told}, indent=2))
        else:
            for model, check, keys in found:
                self.stdout.write(f"{check.severity.label}: {model._meta.verbose_name_plural}")
                self.stdout.write(f"  {check.sentence}")
                for key in keys:
                    self.stdout.write(f"    {key}")
            said = ngettext(
                "%(asked)s check asked, %(broken)s broken.", "%(asked)s checks asked, %(broken)s broken.", len(asked)
            )
            self.stdout.write(said % {"asked": len(asked), "broken": len(found)})
        if any(check.severity == Severity.ERROR for _model, check, _keys in found):
            raise SystemExit(1)


def _keys(rows: models.QuerySet) -> list[str]:
    return [row.key for row in with_keys(rows)]


def _told(model: type[TrackedModel], check: Check, keys: list[str]) -> dict[str, Any]:
    return {
        "check": check.name,
        "severity": check.severity.value,
        "table": model.collection or model._meta.model_name,
        "sentence": str(check.sentence),
        "keys": keys,
    }
