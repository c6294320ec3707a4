"""Load the seed records. Run again, it changes nothing, and it never undoes what the office has done since."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.serializers.base import DeserializationError
from django.core.serializers.python import Deserializer
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from records.analyze import analyze_register
from records.checks import Severity
from records.checks.asking import Finding, all_checks, broken_rows
from records.export.tables import by_dependency
from records.fields import DerivedField
from records.locks import writing_alone
from records.models import TrackedModel
from records.terminal import TerminalCommand
from records.upgrades import upgraded_entries

REASON = "seed"


class Command(TerminalCommand):
    help = "Load the seed records from fixtures/; rows the office has changed or deleted since stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--overwrite", action="store_true", help="Bring every row back to its fixture.")

    def handle(self, *args: Any, overwrite: bool = False, **options: Any) -> None:
        with writing_alone():
            before = contradictions()
            # Of one moment, like an import: what is written after a record is no correction of it.
            moment = timezone.now()
            for path, entries in fixtures():
                counts = Counter(self.load(path, entries, moment, overwrite=overwrite))
                if options["verbosity"]:
                    self.stdout.write(f"{path.stem}: {summary(counts)}")
            if new := contradictions() - before:
                raise CommandError("\n".join(f"{model._meta.label} {pk}: {check.sentence}" for model, check, pk in new))
        analyze_register()

    def load(self, path: Path, entries: list[dict[str, Any]], moment: datetime, *, overwrite: bool) -> Iterator[str]:
        for number, entry in enumerate(entries, start=1):
            try:
                (loaded,) = Deserializer([entry])
                yield store(loaded.object, loaded.m2m_data or {}, moment, overwrite=overwrite)
            except (ValidationError, DeserializationError) as error:
                raise CommandError(f"{path.name}, record {number}, {entry['fields']}: {error}") from error


def fixtures() -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    files: dict[Any, tuple[Path, list[dict[str, Any]]]] = {}
    for path in sorted((settings.BASE_DIR / "fixtures").glob("*.json")):
        for entry in upgraded_entries(json.loads(path.read_text(encoding="utf-8"))):
            files.setdefault(apps.get_model(entry["model"]), (path, []))[1].append(entry)
    for model in by_dependency(files):
        yield files[model]


def contradictions() -> set[Finding]:
    """What the whole register breaks of the checks that nothing may break."""
    errors = ((model, check) for model, check in all_checks() if check.severity == Severity.ERROR)
    return {Finding(model, check, row.pk) for model, check in errors for row in broken_rows(model, check)}


def summary(counts: Counter[str]) -> str:
    said = {
        "created": _("%(rows)s created"),
        "updated": _("%(rows)s updated"),
        "unchanged": _("%(rows)s unchanged"),
        "kept": _("%(rows)s kept as the office left them"),
    }
    return ", ".join(said[outcome] % {"rows": counts[outcome]} for outcome in said if counts[outcome])


def store(row: Any, links: dict[str, list[Any]], moment: datetime, *, overwrite: bool) -> str:
    """Create or update one row with its links; say which of the two, `unchanged` or `kept`."""
    model: Any = type(row)
    if row.pk is None:
        key = {name: getattr(row, name) for name in model.key_fields}
        if not overwrite and model.history.filter(history_type="-", **key).exists():
            return "kept"
        outcome, current = "created", row
    else:
        current = model._default_manager.get(pk=row.pk)
        outcome = "updated" if _differs(current, row, links) else "unchanged"
        if outcome == "unchanged":
            return outcome
        if not overwrite and current.history.latest().history_change_reason != REASON:
            return "kept"
        for name in _stored(model):
            setattr(current, name, getattr(row, name))
    # The database itself refuses what breaks a constraint: asking it for each of each row takes a third of the time.
    current.full_clean(validate_unique=False, validate_constraints=False)
    current._change_reason, current._history_date = REASON, moment  # read by simple-history
    try:
        with transaction.atomic():
            current.save()
    except IntegrityError:
        current.full_clean()  # says in words what was refused
        raise
    for name, targets in links.items():
        linked = model._meta.get_field(name).related_model
        current.set_links(name, linked._default_manager.filter(pk__in=targets))
    return outcome


def _differs(current: TrackedModel, row: TrackedModel, links: dict[str, list[Any]]) -> bool:
    return any(getattr(current, name) != getattr(row, name) for name in _stored(type(row))) or any(
        set(getattr(current, name).values_list("pk", flat=True)) != {int(target) for target in targets}
        for name, targets in links.items()
    )


def _stored(model: type[TrackedModel]) -> list[str]:
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.name not in ("id", "version") and not isinstance(field, DerivedField)
    ]
