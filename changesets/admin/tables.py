"""Tables out of the admin's lists, and into them: django-import-export's addresses, before our files and plans."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin
from import_export.forms import SelectableFieldsExportForm

from changesets.models import Import, Submission
from changesets.plan.proposals import propose, taken_back
from changesets.resources import table_resource
from records.admin.unsaved import typed_into
from records.export.formats import FORMATS, download
from records.export.xlsx_writer import TooLarge
from records.pagination import in_turn

from .notices import tell

# What the form of a published record sends beside its fields: why, and the proposal that it is in place of.
WORDS, REVISES = "why", "revises"
MOST_WORDS = 1000


class TableExport(SelectableFieldsExportForm):
    """Names each column in the reader's language, and as the file does."""

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        for resource in resources:
            model = resource._meta.model
            for column in resource().chosen():
                words = capfirst(column.label or model._meta.get_field(column.name).verbose_name)
                self.fields[self.create_boolean_field_name(resource, column.name)].label = f"{words} ({column.name})"


class TableAdmin(ImportExportMixin):
    formats = tuple(FORMATS.values())
    export_form_class = TableExport

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {**(extra_context or {}), "table": self.model.collection})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """With what became of the record when it was last submitted for review, and the proposals beside it."""
        if record := context.get("original"):
            place = {"table": self.model.collection, "row": record.pk}
            given = Submission.objects.select_related("owner", "decided_by")
            context["submission"] = given.filter(**place, changeset=None).first()
            context["proposals"] = [*(given.waiting() | given.returned()).touching(**place)]
            if self.proposes(request, record):
                typed = {name: request.POST.get(name, "") for name in (WORDS, REVISES)}
                context |= {"proposes": typed, "show_save": False, "show_close": False, "show_save_and_continue": False}
                context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    # Proposals

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        record = form.instance
        record.proposed = None
        if not (change and self.proposes(request, record)):
            super().save_related(request, form, formsets, change)
            return
        with taken_back() as record.proposed:
            super().save_related(request, form, formsets, change)
        record.unfit = []  # it stands against approval

    def log_change(self, request: Any, obj: Any, message: Any) -> Any:
        return None if getattr(obj, "proposed", None) is not None else super().log_change(request, obj, message)

    def answer(self, request: Any, obj: Any) -> HttpResponse | None:
        rows = getattr(obj, "proposed", None)
        if rows is None or obj.contradicts:
            return super().answer(request, obj)
        if not rows:
            messages.info(request, _("You changed nothing, so nothing is proposed."))
            return redirect(request.path)
        mine = Submission.objects.filter(changeset__state=Import.State.PLANNED, owner=request.user)
        number = request.POST.get(REVISES, "")
        revised = mine.touching(obj.collection, obj.pk).filter(changeset=number) if number.isdecimal() else mine.none()
        submission = propose(
            request.user,
            self.model._default_manager.get(pk=obj.pk),
            rows,
            words=" ".join(request.POST.get(WORDS, "").split())[:MOST_WORDS],
            typed=typed_into(request),
            revised=revised.first(),
        )
        tell(request, [submission])
        messages.success(request, _("Your correction is proposed: it is public once it is approved."))
        return redirect("desk:proposal", submission.changeset_id)

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
                return download(columns, rows, self.model.collection, ending, dict(request.GET.lists()))
            except TooLarge as error:
                messages.error(request, str(error))
        request.current_app = self.admin_site.name
        return TemplateResponse(request, [self.export_template_name], self.init_request_context_data(request, form))
