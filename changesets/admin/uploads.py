"""The form that takes a file, and the bound that stops one while it arrives."""

import re
from typing import Any

from django import forms
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changesets.jobs import receive
from changesets.limits import MAX_BYTES, MAX_ROWS
from changesets.models import Import
from changesets.plan.source import Refused
from records.export.tables import tables

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
        max_length=80,
        help_text=gettext_lazy("Stands in the history. A file that withdraws records needs one."),
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
        file.widget.attrs["accept"] = ".csv,.xlsx,.json,.zip"
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
