"""Imports in the office: upload a file, look at what it would do, confirm, undo. `changesets.plan` does the work."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import date as date_format
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from changesets import jobs
from changesets.error_file import error_file, has_error_file
from changesets.models import Import
from changesets.plan import apply
from changesets.plan.proposals import submit
from changesets.plan.source import Refused
from changesets.plan.undo import NotUndoable, ReasonMissing, hindrance, undo
from changesets.readers.flat import asks_for_columns, may_be_matched
from records.approval import too_long
from records.export.data_dictionary import table_title
from records.export.tables import tables_in_order
from records.export.xlsx_writer import TooLarge
from records.locks import writing_alone
from records.roles import permissions

from .import_list import ImportList
from .notices import tell
from .previews import preview, problems, refused_lines, summary
from .uploads import MatchForm, UploadForm, stopped

logger = logging.getLogger(__name__)

_State = Import.State
_AGAIN = (_State.FAILED, _State.REFUSED)
# A worker looks for jobs every second; who waits longer is told that there may be none.
PATIENCE = timedelta(seconds=15)
SECONDS_BETWEEN_LOOKS = 2


def _step(
    view: Callable[[Any, HttpRequest, Import], HttpResponse | bool],
) -> Callable[[Any, HttpRequest, int], HttpResponse]:
    """A step of an import's owner, which tells whether it did anything; then the page of the import.

    What was submitted is decided on at its own page.
    """

    @wraps(view)
    def step(self: Any, request: HttpRequest, number: int) -> HttpResponse:
        upload = self._found(request, number)
        if not (self.has_add_permission(request) and upload.owner == request.user):
            raise PermissionDenied
        if hasattr(upload, "submission"):
            return redirect("desk:proposal", number)
        done = view(self, request, upload)
        if isinstance(done, HttpResponse):
            return done
        if not done:
            self._told(request, upload)
        return self._to(upload)

    return step


@admin.register(Import)
class ImportAdmin(ImportList):
    # The list

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        _tidy()
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, {**(extra_context or {}), **title})

    # Rights: what an import may do is asked again when it is applied

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def offers(self, request: HttpRequest, upload: Import) -> set[str]:
        """What the user may do with `upload` as it stands: confirm, discard, cancel, again, undo."""
        own, changes = apply.owns(upload, request.user), upload.created + upload.updated
        if not (self.has_add_permission(request) and (own or request.user.is_superuser)):
            return set()
        if upload.state == _State.APPLIED:
            return {"undo"} if changes and upload.expires_at and not upload.undoes else set()
        if not own:
            return set()
        if upload.state == _State.PLANNED:
            if hasattr(upload, "submission"):
                return set()  # its own page has what there is to decide
            return {"confirm", "discard"} if changes else {"discard"}
        if upload.state in Import.UNDER_WAY:
            return {"cancel"}
        return {"again"} if upload.state in _AGAIN and upload.file else set()

    # Pages

    def get_urls(self) -> list[Any]:
        views: dict[str, tuple[str, Callable[..., HttpResponseBase]]] = {
            "changelist": ("", self.changelist_view),
            "add": ("add/", self.upload_view),
            "change": ("<int:number>/change/", self.change_view),
            "confirm": ("<int:number>/confirm/", self.confirm_view),
            "cancel": ("<int:number>/cancel/", self.cancel_view),
            "again": ("<int:number>/again/", self.again_view),
            "columns": ("<int:number>/columns/", self.columns_view),
            "undo": ("<int:number>/undo/", self.undo_view),
            "errors": ("<int:number>/errors/", self.errors_view),
        }
        return [
            path(route, self.admin_site.admin_view(view), name=f"changesets_import_{name}")
            for name, (route, view) in views.items()
        ]

    def upload_view(self, request: HttpRequest, table: str = "") -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        _tidy()
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        form = UploadForm(*posted, initial={"table": table or request.GET.get("table", "")}, too_large=stopped(request))
        if form.is_valid() and (upload := form.receive(request.user)):
            _run(jobs.start_planning, upload)
            return self._to(upload, "columns" if asks_for_columns(upload) else "change")
        return self._page(request, "upload", title=_("Import tables"), form=form, table=form["table"].value())

    @method_decorator(require_safe)
    def change_view(self, request: HttpRequest, number: int) -> HttpResponse:  # type: ignore[override]
        _tidy()
        upload = self._found(request, number)
        under_way = upload.state in Import.UNDER_WAY
        since = upload.beat_at or upload.created_at
        page = self._page(
            request,
            "page",
            title=f"{capfirst(upload.get_kind_display())} {upload.pk}: {upload.file_name}",
            upload=upload,
            offers=self.offers(request, upload),
            preview=None if under_way else preview(upload, request.GET.get("show", ""), request.GET.get("page")),
            summary=summary(upload),
            problems=problems(upload),
            conflict=upload.state == _State.REFUSED and upload.writes.exists(),
            has_error_file=has_error_file(upload),
            matched=upload.owner == request.user and may_be_matched(upload),
            refused_lines=refused_lines(upload),
            taken=upload.state in Import.AT_WORK or timezone.now() - since < PATIENCE,
            to_write=upload.created + upload.updated,
        )
        if under_way:
            page["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
        return page

    @_step
    def columns_view(self, request: HttpRequest, upload: Import) -> HttpResponse | bool:
        if not may_be_matched(upload):
            return False
        try:
            form = MatchForm(upload, request.GET.dict(), request.POST if request.method == "POST" else None)
        except Refused as error:
            messages.error(request, str(error))
            return True
        if form.is_valid():
            return form.wait() and _run(jobs.start_planning, upload)
        named = [(model.collection, table_title(model)) for model in tables_in_order()]
        return self._page(
            request,
            "columns",
            title=_("What is each column?"),
            upload=upload,
            shape=form.shape,
            form=form,
            tables=named,
        )

    @method_decorator(require_safe)
    def errors_view(self, request: HttpRequest, number: int) -> HttpResponseBase:
        upload = self._found(request, number)
        if not has_error_file(upload):
            raise Http404
        try:
            return error_file(request, upload)
        except TooLarge as error:
            messages.error(request, str(error))
            return self._to(upload)

    # Steps: each does its work once, however often it is sent

    @method_decorator(require_POST)
    @_step
    def confirm_view(self, request: HttpRequest, upload: Import) -> HttpResponse | bool:
        if upload.kind != Import.Kind.PROPOSAL:
            return apply.confirm(upload, request.user) and _run(jobs.start_applying, upload)
        with writing_alone():
            upload.hold()
            given = [submit(upload, upload.why)] if "confirm" in self.offers(request, upload) else []
        tell(request, given)
        return redirect("desk:proposal", upload.pk) if given else False

    @method_decorator(require_POST)
    @_step
    def cancel_view(self, request: HttpRequest, upload: Import) -> bool:
        return jobs.cancel(upload)

    @method_decorator(require_POST)
    @_step
    def again_view(self, request: HttpRequest, upload: Import) -> bool:
        waits = bool(upload.file) and upload.move(_AGAIN, _State.WAITING, faults=[])
        return waits and _run(jobs.start_planning, upload)

    def undo_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Ask first; then apply the opposite plan, which is an import of its own."""
        upload = self._found(request, number)
        may = apply.owns(upload, request.user) or request.user.is_superuser
        if not (self.has_add_permission(request) and may):
            raise PermissionDenied
        if request.method != "POST":
            title = _("Undo import %(number)s?") % {"number": upload.pk}
            why_not = hindrance(upload, request.user)
            may = "undo" in self.offers(request, upload) and not why_not
            shown = {"upload": upload, "may": may, "why_not": why_not, "summary": summary(upload)}
            return self._page(request, "undo", title=title, **shown)
        why = " ".join(request.POST.get("why", "").split())
        if told := too_long(why):
            messages.error(request, told)
            return self._to(upload, "undo")
        try:
            opposite = undo(upload, request.user, why)
        except (ReasonMissing, NotUndoable) as reason:
            messages.error(request, str(reason))
            return self._to(upload, "undo" if isinstance(reason, ReasonMissing) else "change")
        if apply.confirm(opposite, request.user):
            _run(jobs.start_applying, opposite)
        return self._to(opposite)

    # Parts of these

    def _found(self, request: HttpRequest, number: int) -> Import:
        if not self.has_view_permission(request):
            raise PermissionDenied
        upload = get_object_or_404(Import.objects.select_related("owner", "undoes", "undone_by"), pk=number)
        # Its pages show rows: of others' files to whoever may see their tables, which are all until it is read.
        named = {upload.table, *(told["table"] for told in upload.summary)}
        tables = [model for model in tables_in_order() if model.collection in named] or tables_in_order()
        if upload.owner_id != request.user.pk and not request.user.has_perms(permissions("view", *tables)):
            raise PermissionDenied
        return upload

    @staticmethod
    def _told(request: HttpRequest, upload: Import) -> None:
        """Say why a step did nothing: it was taken before, here or in another window."""
        upload.refresh_from_db()
        if upload.state == _State.PLANNED and upload.expires_at and upload.expires_at < timezone.now():
            expired = date_format(timezone.localtime(upload.expires_at), "SHORT_DATETIME_FORMAT")
            said = _("The plan was kept until %(time)s, and is not any more: upload the file again.")
            messages.error(request, said % {"time": expired})
            return
        said = _("Nothing was done now. This import is: %(state)s.")
        messages.info(request, said % {"state": upload.get_state_display()})

    def _to(self, upload: Import, name: str = "change") -> HttpResponse:
        return redirect(f"{self.admin_site.name}:changesets_import_{name}", upload.pk)

    def _page(self, request: HttpRequest, name: str, **context: Any) -> TemplateResponse:
        context |= {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/changesets/import/{name}.html", context)


def _tidy() -> None:
    jobs.reap()
    jobs.clear_outdated()


def _run(job: Callable[[Import], None], upload: Import) -> bool:
    try:
        job(upload)
    except Exception:  # whatever it is, the import is marked as failed and its page says so
        logger.exception("Import %s failed", upload.pk)
    return True
