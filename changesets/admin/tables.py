"""Tables out of the admin's lists; tables in are uploaded under Imports."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.text import capfirst
from import_export.admin import ExportMixin
from import_export.forms import SelectableFieldsExportForm

from changesets.resources import table_resource
from records.export.formats import FORMATS, TableFormat, download
from records.export.xlsx_writer import TooLarge
from records.pagination import in_turn


class TableExport(SelectableFieldsExportForm):
    """Names each column in the reader's language, and as the file does."""

    def _get_field_label(self, resource: Any, field_name: str) -> str:
        model = resource._meta.model
        column = next(column for column in model.columns() if column.name == field_name)
        return f"{capfirst(column.label or model._meta.get_field(field_name).verbose_name)} ({field_name})"


class TableAdmin(ExportMixin):
    formats = tuple(FORMATS.values())
    export_form_class = TableExport

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {**(extra_context or {}), "table": self.model.collection})

    def _do_file_export(
        self, file_format: TableFormat, request: HttpRequest, queryset: Any, export_form: Any = None
    ) -> StreamingHttpResponse:
        """The chosen columns of the list as it is filtered, written while they are read; the stock way holds it all."""
        resource = table_resource(self.model)()
        names = export_form.get_selected_resource_export_fields() if export_form else ()
        columns = resource.chosen(names)
        rows = in_turn(resource.ordered(queryset), self.model._default_manager.get_queryset(), columns)
        filters = dict(request.GET.lists())
        try:
            return download(columns, rows, self.model.collection, file_format.ending, filters)
        except TooLarge as error:
            raise ValueError(str(error)) from None

    def get_resource_classes(self, request: HttpRequest) -> list[Any]:
        return [table_resource(self.model)]
