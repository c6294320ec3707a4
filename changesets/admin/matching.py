"""The form that says which column of the register each column of a file is, and which rows stay out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter

from changesets.models import Import
from changesets.readers.flat import MATCHED, may_be_matched, shape_of
from changesets.readers.matching import (
    LEFT_OUT,
    guessed,
    kept_match,
    likely_table,
    lines_of,
    match_problems,
    sheet_columns,
)
from records.export.data_dictionary import table_title
from records.export.tables import tables
from records.export.values import shortened
from records.locks import writing_alone
from records.models import TrackedModel

SAMPLES = 2


class MatchForm(forms.Form):
    lines = forms.CharField(
        label=gettext_lazy("Rows left out"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Their lines in the file, such as 3, 7-9."),
    )

    def __init__(self, upload: Import, asked: Mapping[str, str], data: Any = None) -> None:
        """`asked`: the table and the lines that the address of the page names."""
        super().__init__(data, initial={"lines": asked.get("lines") or upload.match.get("lines", "")})
        self.upload, self.shape, chosen = upload, shape_of(upload), asked.get("table", "")
        shape = self.shape
        self.model: type[TrackedModel] = tables()[
            shape.table or (chosen if chosen in tables() else upload.table) or likely_table(shape.headings)
        ]
        own = upload.match.get("columns", {}) if upload.table == self.model.collection else {}
        self.kept = None if own else kept_match(self.model, shape.headings)
        columns = own or guessed(self.model, shape.headings, shape.first)
        choices = self._choices()
        for at, heading in enumerate(shape.headings):
            self.fields[f"column-{at}"] = forms.ChoiceField(
                label=heading, choices=choices, initial=columns.get(heading, ""), required=False
            )

    def _choices(self) -> list[Any]:
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name, column in sheet_columns(self.model).items():
            groups[column.fills[0][0]].append((name, capfirst(str(column.label))))
        titles = {name: table_title(tables()[name]) for name in groups}
        by_table = [
            (titles[name], [(column, f"{titles[name]} › {label}") for column, label in columns])
            for name, columns in groups.items()
        ]
        return [("", _("not recognised: is left out")), (LEFT_OUT, _("leave this column out")), *by_table]

    def columns(self) -> Iterator[dict[str, Any]]:
        for at, heading in enumerate(self.shape.headings):
            cells = [cell for row in self.shape.first if (cell := (row[at] or "").strip())]
            yield {
                "letter": get_column_letter(at + 1),
                "heading": heading,
                "samples": [shortened(cell) for cell in cells[:SAMPLES]],
                "field": self[f"column-{at}"],
                "filled": self.shape.filled.get(heading, 0),
            }

    def clean_lines(self) -> str:
        lines_of(self.cleaned_data["lines"])
        return str(self.cleaned_data["lines"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        chosen = {heading: given.get(f"column-{at}") or LEFT_OUT for at, heading in enumerate(self.shape.headings)}
        for fault in match_problems(self.model, self.shape.headings, chosen):
            name = f"column-{self.shape.headings.index(fault.column)}"
            if name not in self.errors:
                self.add_error(name, ValidationError(fault.message))
        self.match = {"headings": sorted(chosen), "columns": chosen, "lines": given.get("lines", "")}
        return given

    def wait(self) -> bool:
        """Have the file wait to be read so; False if somebody was quicker."""
        values = {"match": self.match, "table": self.model.collection, "faults": []}
        with writing_alone():
            self.upload.hold()
            return may_be_matched(self.upload) and self.upload.move(MATCHED, Import.State.WAITING, **values)
