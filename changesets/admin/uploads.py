"""The forms that take a file and say which column is which, and the bound that stops a file while it arrives."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter

from changesets.jobs import receive
from changesets.limits import MAX_BYTES, MAX_ROWS
from changesets.models import Import
from changesets.plan.source import Refused
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
from records.approval import WORDS_LENGTH
from records.export.data_dictionary import table_title
from records.export.tables import tables
from records.export.values import shortened
from records.locks import writing_alone
from records.models import TrackedModel

# Of a request that is far too long the rest is not even read to be told so.
MOST_DRAINED = 4 * MAX_BYTES
_FIRST_WORD = re.compile(r"[a-z]+")


class BoundedUpload(FileUploadHandler):
    """Stops what is larger than any table of ours, or comes from nobody of the staff; see `stopped`."""

    stopped = False

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any) -> None:  # noqa: N803 -- Django's
        self.length, self.taken = content_length, 0
        self.most = MAX_BYTES if getattr(getattr(self.request, "user", None), "is_staff", False) else 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.taken += len(raw_data)
        if self.taken > self.most:
            self.stopped = True
            raise StopUpload(connection_reset=self.length > MOST_DRAINED)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def stopped(request: Any) -> bool:
    return any(isinstance(handler, BoundedUpload) and handler.stopped for handler in request.upload_handlers)


class UploadForm(forms.Form):
    """A file and the table that it holds.

    Without a table it is told by the file: by its sheets or members, or by the first word of its name.
    """

    table = forms.ChoiceField(
        label=gettext_lazy("Table"),
        required=False,
        help_text=gettext_lazy(
            "A workbook or zip may hold several tables: name each sheet or file as its table, such as “agreements”. "
            "Of a table of your own shape you say what each column is on the next page."
        ),
    )
    file = forms.FileField(label=gettext_lazy("File"))
    why = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=WORDS_LENGTH,
        help_text=gettext_lazy(
            "Stands in the history, and on the public page of corrections where published records are changed. "
            "A file that withdraws records needs one."
        ),
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = sorted((capfirst(str(model._meta.verbose_name_plural)), name) for name, model in tables().items())
        self.fields["table"].choices = [  # type: ignore[attr-defined]
            ("", _("(as the file says)")),
            *((name, f"{title} ({name})") for title, name in listed),
        ]
        bounds = {"size": MAX_BYTES // 1024**2, "rows": MAX_ROWS}
        file = self.fields["file"]
        file.help_text = _("CSV, XLSX, JSON or a zip of them; at most %(size)s MB and %(rows)s rows.") % bounds
        file.widget.attrs["accept"] = ".csv,.xlsx,.json,.jsonl,.zip"
        if too_large:
            file.error_messages["required"] = _("The file is larger than %(size)s MB.") % bounds

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if (file := given.get("file")) and not given.get("table"):
            given["table"] = named_by(file.name)
        return given

    def receive(self, owner: Any) -> Import | None:
        """Store the file for `owner`; None if it is refused, as `errors` then say."""
        file = self.cleaned_data["file"]
        try:
            given = {name: self.cleaned_data[name] for name in ("table", "why")}
            return receive(file, file.name, owner=owner, **given)
        except Refused as refusal:
            self.add_error("file", str(refusal))
            return None


def named_by(name: str) -> str:
    """The table that a file's name begins with, such as `agreements` of `agreements-2026.csv`; empty if none."""
    word = _FIRST_WORD.match(name.lower())
    return word[0] if word and word[0] in tables() else ""


# Columns


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
