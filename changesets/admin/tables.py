"""Tables out of the admin's lists, and into them: django-import-export's addresses, before our files and plans."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from import_export.forms import SelectableFieldsExportForm

from changesets.models import Import
from changesets.resources import table_resource
from records.export.formats import FORMATS, download
from records.export.xlsx_writer import TooLarge
from records.pagination import in_turn

from .saving import SavingAdmin


class TableExport(SelectableFieldsExportForm):
    """Names each column in the reader's language, and as the file does."""

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        for resource in resources:
            model = resource._meta.model
            for column in resource().chosen():
                words = capfirst(column.label or model._meta.get_field(column.name).verbose_name)
                self.fields[self.create_boolean_field_name(resource, column.name)].label = f"{words} ({column.name})"


class TableAdmin(SavingAdmin):
    formats = tuple(FORMATS.values())
    export_form_class = TableExport

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {**(extra_context or {}), "table": self.model.collection})

    def get_resource_classes(self, request: HttpRequest) -> list[Any]:
        return [table_resource(self.model)]

    # In

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self._imports().has_add_permission(request)

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Take a file for this table; its plan is previewed and confirmed where those of all imports are."""
        return self._imports().upload_view(request, self.model.collection)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Lead to the upload: what is confirmed is a stored plan, never a file that is read a second time."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        return redirect("{}:{}_{}_import".format(self.admin_site.name, *self.get_model_info()))

    def _imports(self) -> Any:
        return self.admin_site.get_model_admin(Import)

    # Out

    def export_action(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """The chosen columns of the list as it is filtered, written while they are read; the stock way holds it all."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        formats, resources = self.get_export_formats(), self.get_export_resource_classes(request)
        queryset = self.get_export_queryset(request)
        form = self.get_export_form_class()(formats, resources, data=request.POST or None)
        if form.is_valid():
            resource = table_resource(self.model)()
            columns = resource.chosen(form.get_selected_resource_export_fields())
            rows = in_turn(resource.ordered(queryset), self.model._default_manager.get_queryset(), columns)
            ending = formats[int(form.cleaned_data["format"])].ending
            try:
                return download(request, columns, rows, self.model.collection, ending, params=dict(request.GET.lists()))
            except TooLarge as error:
                messages.error(request, str(error))
        request.current_app = self.admin_site.name
        return TemplateResponse(request, [self.export_template_name], self.init_request_context_data(request, form))
