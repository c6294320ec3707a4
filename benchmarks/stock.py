"""django-import-export over the same table, as its documentation shows it: validated, in a transaction."""

from pathlib import Path
from typing import Any

from django.db import transaction
from import_export.resources import ModelResource
from tablib import Dataset

from partnerships.models import Agreement

from .alone import Clock, Figures
from .files import HEADINGS


class AgreementResource(ModelResource):
    class Meta:
        model = Agreement
        # A passage has no column by which the stock widget could find it: there is less to do than in ours.
        fields = tuple(name for name in HEADINGS if name != "passages")
        import_id_fields = ("slug",)
        clean_model_instances = True
        use_transactions = True


class ChangedAgreementResource(AgreementResource):
    class Meta(AgreementResource.Meta):
        skip_unchanged = True


def rates(created: str, updated: str) -> Figures:
    """Rows a second, each previewed and then imported: new ones, the same again, and changed ones."""
    found = {}
    with transaction.atomic():
        for what, path, resource, told in (
            ("created", created, AgreementResource(), "new"),
            ("unchanged", created, ChangedAgreementResource(), "skip"),
            ("updated", updated, AgreementResource(), "update"),
        ):
            with Clock() as clock:
                rows = {imported(resource, Path(path), told, dry_run=dry_run) for dry_run in (True, False)}
            found[what] = rows.pop() / clock.wall
        transaction.set_rollback(True)
    return found


def imported(resource: ModelResource, path: Path, told: str, *, dry_run: bool) -> int:
    """Read and import the file, as the stock page does at the preview and once more at the confirmation.

    Return its rows, which are all `told`.
    """
    dataset = Dataset().load(path.read_text(encoding="utf-8-sig"), format="csv")
    result: Any = resource.import_data(dataset, dry_run=dry_run)
    if result.totals[told] != len(dataset):
        wrong = [*result.row_errors()[:1], *result.invalid_rows[:1]]
        raise SystemExit(f"import-export, {path.name}: {result.totals} {wrong}")
    return len(dataset)
