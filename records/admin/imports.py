"""Tables in and out in the admin: a preview belongs to who made it, and a refusal is said to be one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.admin import ImportExportModelAdmin
from import_export.forms import ConfirmImportForm, SelectableFieldsExportForm

from records.tables.formats import FORMATS
from records.tables.reading import Refused
from records.tables.resources import table_resource

MOST_PROBLEMS_SHOWN = 20


class OwnImport(ConfirmImportForm):
    """Confirms an upload by the name of its file, signed for one user and one table.

    Unsigned, any name in the temporary folder would do, another user's upload among them.
    """

    owner = ""

    def clean_import_file_name(self) -> str:
        try:
            return Signer(salt=self.owner).unsign(self.cleaned_data["import_file_name"])
        except BadSignature:
            raise forms.ValidationError(_("This upload is not yours: upload the file yourself.")) from None

    def clean_format(self) -> str:
        number = self.cleaned_data["format"]
        if number not in map(str, range(len(FORMATS))):
            raise forms.ValidationError(_("There is no such format."))
        return number


class TableExport(SelectableFieldsExportForm):
    """Names each column in the reader's language, and as the file does."""

    def _get_field_label(self, resource: Any, field_name: str) -> str:
        model = resource._meta.model
        column = next(column for column in model.columns() if column.name == field_name)
        return f"{capfirst(column.label or model._meta.get_field(field_name).verbose_name)} ({field_name})"


class TableImport(ImportExportModelAdmin):
    formats = tuple(FORMATS.values())
    export_form_class = TableExport

    def get_resource_classes(self, request: HttpRequest) -> list[Any]:
        return [table_resource(self.model)]

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        # Only what was written for the user is shown to the user.
        if isinstance(e, Refused):
            form.add_error("import_file", str(e))
        else:
            super().add_data_read_fail_error_to_form(form, e)

    def get_confirm_form_class(self, request: HttpRequest) -> type[OwnImport]:
        owner = f"{self.opts.label}:{request.user.pk}"
        return type("OwnImport", (OwnImport,), {"owner": owner})

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_confirm_form_initial(request, import_form)
        if initial:
            owner = f"{self.opts.label}:{request.user.pk}"
            initial["import_file_name"] = Signer(salt=owner).sign(initial["import_file_name"])
        return initial

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return super().process_import(request, **kwargs)
        except FileNotFoundError:
            messages.warning(request, _("This upload has been confirmed already."))
            return redirect(self._page("changelist"))

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """Report the confirmed import; the rows may have changed since the preview, and nothing is applied then."""
        if not (result.has_errors() or result.has_validation_errors()):
            return super().process_result(result, request)
        messages.error(request, _("Nothing was imported:"))
        for problem in result.problems[:MOST_PROBLEMS_SHOWN]:
            messages.error(request, str(problem))
        return redirect(self._page("import"))

    def _page(self, name: str) -> str:
        return f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{name}"
