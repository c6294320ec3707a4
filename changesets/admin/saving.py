"""Forms of records that are saved by way of a plan: those of published records, and those that were overtaken."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from typing import Any

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin

from changesets.models import Import, Submission
from changesets.plan.proposals import propose, taken_back
from changesets.plan.second_save import as_opened, brought, overtaken, write
from changesets.plan.up_to_date import NOW, PROPOSED, Rows, clashes_in_words
from records.admin.steps import whom_to_ask
from records.admin.unsaved import AUTHOR, as_new, not_saved, typed_into
from records.approval import REASON_LENGTH, TYPED
from records.checks.asking import MOST_NAMED
from records.forms import RETURN, row_ids
from records.locks import writing_alone
from records.past import Names, State, differing, in_words

from .notices import tell

logger = logging.getLogger(__name__)

# What the form of a published record sends beside its fields: why, and the proposal that it is in place of.
WORDS, REVISES = "why", "revises"
MOST_WORDS = 1000
# Posted by the page of two saves: the version that what was chosen there was compared with.
SEEN = "_seen"


class SavingAdmin(ImportExportMixin):
    """Proposals, and two who save the same record."""

    # On a copy of the admin that only reads what a form would write: that.
    read: list[Rows] | None = None

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """With what became of the record when it was last submitted for review, and the proposals beside it."""
        context["why"] = request.POST.get(WORDS, "")
        if record := context.get("original"):
            place = {"table": self.model.collection, "row": record.pk}
            given = Submission.objects.select_related("owner", "decided_by")
            own = given.filter(**place, changeset=None)
            context["submission"] = own.prefetch_related("rounds__history_user").first()
            context["proposals"] = [*(given.waiting() | given.returned()).touching(**place)]
            if self.proposes(request, record):
                context |= {
                    "proposes": True,
                    "revises": request.POST.get(REVISES, ""),
                    "show_save": False,
                    "show_close": False,
                    "show_save_and_continue": False,
                }
                context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        obj._change_reason = _reason(request) or None
        super().save_model(request, obj, form, change)

    # Proposals

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        record = form.instance
        record.proposed = None
        if not change or (self.read is None and not self.proposes(request, record)):
            super().save_related(request, form, formsets, change)
            return
        with taken_back() as record.proposed:
            super().save_related(request, form, formsets, change)
        record.unfit = []  # it stands against approval

    def log_change(self, request: Any, obj: Any, message: Any) -> Any:
        return None if getattr(obj, "proposed", None) is not None else super().log_change(request, obj, message)

    def answer(self, request: Any, obj: Any) -> HttpResponse | None:
        rows = getattr(obj, "proposed", None)
        if rows is not None and self.read is not None:
            self.read.append(rows)
            return HttpResponse()
        if rows is None or obj.contradicts:
            answer: HttpResponse | None = super().answer(request, obj)
            return answer
        return self.answer_proposed(request, obj, rows)

    def answer_proposed(self, request: Any, obj: Any, rows: Rows) -> HttpResponse:
        if not rows:
            messages.info(request, _("You changed nothing, so nothing is proposed."))
            return redirect(request.path)
        mine = Submission.objects.filter(changeset__state=Import.State.PLANNED, owner=request.user)
        number = request.POST.get(REVISES, "")
        revised = mine.touching(obj.collection, obj.pk).filter(changeset__in=row_ids([number]))
        submission = propose(
            request.user,
            self.model._default_manager.get(pk=obj.pk),
            rows,
            words=_words(request),
            typed=typed_into(request),
            revised=revised.first(),
        )
        tell(request, [submission])
        said = _("Your correction is proposed: it is public once it is approved.")
        self.message_user(request, said, messages.SUCCESS)
        return redirect("desk:proposal", submission.changeset_id)

    # Overtaken

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Save what was typed together with what somebody else has saved since the form was opened."""
        if request.method != "POST" or self.read is not None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            return self.save_typed(request, object_id, form_url, extra_context)
        except OperationalError as error:
            logger.exception("A form could not be saved")
            busy = _("The register was too busy. Nothing is saved: save again.")
            return self.not_saved(request, [_full(error) or busy])

    def save_typed(self, request: HttpRequest, object_id: Any, form_url: str, extra_context: Any) -> Any:
        if object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with writing_alone():
            record = self.get_object(request, object_id)
            if AUTHOR in request.POST and (gone := self.gone(request, record)):
                return gone
            since = overtaken(record, request.POST) if record else None
            if since is None or not self.has_change_permission(request, record):
                return super().changeform_view(request, object_id, form_url, extra_context)
            then = State.before(self.model, record.pk, since)
            reader = copy(self)
            reader.read = []
            with as_opened(then):
                response = reader.changeform_view(request, object_id, form_url, extra_context)
                if not reader.read:
                    # Shown with what it was opened on: it is not fit to be saved, or only looked at.
                    return response.render() if hasattr(response, "render") else response
            return self.save_second(request, record, then, reader.read[0])

    def gone(self, request: HttpRequest, record: Any) -> HttpResponse | None:
        """What was typed, where the record was deleted or taken from the user while the form was open."""
        if record is None and self.has_add_permission(request):
            said = _("It was deleted meanwhile. Nothing is saved; what you typed can become a new record.")
            address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
            return not_saved(request, self.opts, [said], as_new(self.model, typed_into(request)), address, shown=True)
        if record is None or self.has_change_permission(request, record) or not self.has_change_permission(request):
            return None
        said = _("It is %(status)s by now, and only a publisher changes it. Nothing is saved. Ask one: %(names)s.")
        told = said % {"status": record.get_status_display(), "names": whom_to_ask(self.model)}
        return not_saved(request, self.opts, [told], typed_into(request), shown=True)

    def save_second(self, request: Any, record: Any, then: State, rows: Rows) -> HttpResponse:
        """Write `rows`, of a form that was opened on `then`, or ask what holds where both changed the same."""
        told, seen = _saved_meanwhile(record, then), str(record.version)
        chosen = {name: value for name, value in request.POST.items() if value in (NOW, PROPOSED)}
        plan = brought(rows, then, chosen if request.POST.get(SEEN) == seen else {})
        if plan.open:
            names = {SEEN, *(each.name for each in plan.clashes)}
            context = {
                **self.admin_site.each_context(request),
                "title": _("Both changed the same: choose what holds"),
                "opts": self.opts,
                "told": told,
                "clashes": clashes_in_words(plan.clashes, plan.chosen),
                "typed": [each for each in typed_into(request) if each[0] not in names],
                "seen": (SEEN, seen),
                "return_name": RETURN,
            }
            return TemplateResponse(request, "admin/second_save.html", context, status=409)
        if self.proposes(request, record):
            return self.answer_proposed(request, record, plan.rows)
        held = " ".join(_held(clashes_in_words(plan.clashes, plan.chosen)))
        if reasons := write(plan.rows, request.user, _reason(request)):
            return self.not_saved(request, reasons)
        saved = self.get_object(request, str(record.pk))
        saved.contradicts, saved.unfit, saved.felt, saved.edited = [], [], [], bool(rows)
        self.log_change(request, saved, [{"changed": {}}])
        messages.info(request, f"{told} {held}")
        return self.response_change(request, saved)


def _full(error: OperationalError) -> str:
    """What is said where the database has no room left; empty if it is something else."""
    code = getattr(error.__cause__, "sqlstate", "") or ""  # PostgreSQL, class 53: insufficient resources
    if "is full" not in str(error) and not code.startswith("53"):
        return ""
    return _("The register has no room left on its disk. Nothing is saved: tell who runs it, and keep this page open.")


def _words(request: Any) -> str:
    return " ".join(request.POST.get(WORDS, "").split())[:MOST_WORDS]


def _reason(request: Any) -> str:
    """What the history says of what was typed: why, if that was said."""
    words = _words(request)
    return f"{TYPED}: {words}"[:REASON_LENGTH] if words else ""


def _held(clashes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Of what two have changed, what holds by now and what does not."""
    for each in clashes:
        what = f"{each['noun']} “{each['row']}”" + (f": {each['label']}" if each["label"] else "")
        told, stays = {"what": capfirst(what)}, each["chosen"] == NOW
        if each["values"]:
            _before, theirs, typed = (Truncator(value or "–").chars(80) for value in each["values"])
            told |= {"theirs": theirs, "typed": typed}
            said = (
                _("%(what)s: “%(theirs)s” stays; “%(typed)s”, which you typed, is not kept.")
                if stays
                else _("%(what)s: “%(typed)s”, which you typed, holds now; “%(theirs)s” is not kept.")
            )
        elif each["deleted"] == stays:
            said = _("%(what)s is deleted; what was changed in it is not kept.")
        else:
            said = _("%(what)s stays; that it was deleted does not hold.")
        yield said % told
    yield _("All else that you both changed is kept.") if clashes else _("Both are kept.")


def _saved_meanwhile(record: Any, then: State) -> str:
    """Who saved `record` last, when, and what has changed since it was as `then`."""
    last = record.history.select_related("history_user").latest("history_id")
    pairs, names = differing(then, State.now(then.record, then.pk)), Names()
    names.load(row for _key, old, new in pairs for row in (*old, *new))
    changes = []
    for change in in_words(then.record, pairs, names):
        for each in change.differences[: None if change.own else 0]:
            old, new = (Truncator(value).chars(80) for value in (each.old, each.new))
            changes.append(f"{each.label} (“{old}” → “{new}”)")
        if not change.own:
            changes.append(f"{change.noun} “{change.title}”")
    left = len(changes) - MOST_NAMED
    said = _("%(user)s saved this record at %(time)s, after you opened it, and changed: %(changes)s.")
    return said % {
        "user": last.history_user or _("Somebody"),
        "time": date_format(timezone.localtime(last.history_date), "SHORT_DATETIME_FORMAT"),
        "changes": "; ".join([*changes[:MOST_NAMED], *([f"… ({left})"] if left > 0 else [])])
        or _("nothing but the version"),
    }
