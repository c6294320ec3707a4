"""What an import did to each row, and why it refused some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from import_export.results import Error, Result, RowResult

from records.models import Traced

from .reading import Fault

if TYPE_CHECKING:
    from .resources import TableResource


class Change:
    """What a row of the file does to each column, for the preview."""

    def __init__(self, resource: TableResource, instance: Traced, new: bool) -> None:
        self.before = dict(resource.before)

    def compare_with(self, resource: TableResource, instance: Traced) -> None:
        self.pairs = [
            (self.before.get(name, ""), resource.after.get(name, self.before.get(name, ""))) for name in resource.fields
        ]

    def as_html(self) -> list[str]:
        return [new if old == new else format_html("<del>{}</del> <ins>{}</ins>", old, new) for old, new in self.pairs]


class TableResult(Result):
    """What became of a file. `problems` are in the order of its lines."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[Fault] = []
        self.rows_in_file = 0
        self.applied = False

    def refuse(self, number: int, row: dict[str, Any], error: ValidationError) -> None:
        """Refuse after all the row that was taken as the file's `number`th, when all rows are in."""
        taken = self.rows[number - 1]
        self.totals[taken.import_type] -= 1
        taken.import_type, taken.validation_error = RowResult.IMPORT_TYPE_INVALID, error
        self.increment_row_result_total(taken)
        self.append_invalid_row(number, row, error)

    def counts(self) -> dict[str, int]:
        """Rows created, updated, unchanged and refused: together as many as the file has."""
        taken = {
            "created": self.totals[RowResult.IMPORT_TYPE_NEW],
            "updated": self.totals[RowResult.IMPORT_TYPE_UPDATE],
            "unchanged": self.totals[RowResult.IMPORT_TYPE_SKIP],
        }
        return {**taken, "refused": self.rows_in_file - sum(taken.values())}


class Refusal(Error):
    """An error that tells the reader what to do and nothing of the program."""

    traceback = ""
