"""The page of a package: what is new and doubtful in it, how readers would see it; and the decision."""

from collections.abc import Iterator
from typing import Any

from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article, Certainty, Fact
from changesets.admin.notices import tell
from changesets.models import Submission
from changesets.plan.at_once import NotDone
from partnerships.website.record_pages import RECORD_PAGES
from records.admin.actions import CHOSEN
from records.admin.history import APPROVED, APPROVED_ALONE, SENT_BACK, SUBMITTED
from records.admin.links import change_address
from records.checks.asking import in_words
from records.checks.trials import publication
from records.forms import ROW_ID
from records.models import PublishableModel, Status
from records.past import REMOVED, Change
from records.roles import may_publish, permissions
from records.rows import page
from records.text import cut

from .asked import table_of
from .differences import changes_of
from .packages import Package
from .queues import next_of

SUBMIT, APPROVE, RETURN = "submit", "approve", "return"
MOST_WORDS = 1000


@require_http_methods(["GET", "HEAD", "POST"])
def package(request: Any, collection: str, key: int) -> HttpResponse:
    """One record with all that it needs."""
    return _reviewed(request, _table(request, collection, key), [key])


@require_safe
def missing(request: Any, collection: str, key: int) -> HttpResponse:
    """What is to be looked at before one record is submitted, as its package says it: beside its form."""
    shown = Package(request.user, _table(request, collection, key), [key])
    if not request.user.has_perms(permissions("view", *shown.rows)):
        raise PermissionDenied
    entries = [_entry(shown, row, ()) for row in shown.records]
    return TemplateResponse(request, "admin/desk/_doubts.html", {"tables": [("", entries)], "blocked": shown.blocked})


@require_http_methods(["GET", "HEAD", "POST"])
def chosen(request: Any, collection: str) -> HttpResponse:
    """The rows that were selected in a list, or those of them that were ticked here, with all that they need."""
    model = _table(request, collection)
    if request.method == "POST":
        keys = request.POST.getlist("chosen")
        if not all(map(ROW_ID.fullmatch, keys)):
            raise SuspiciousOperation("no row id")
    else:
        table, keys = request.session.get(CHOSEN, ("", []))
        keys = keys if table == collection else []
    there = [*model._default_manager.filter(pk__in=keys).values_list("pk", flat=True)]
    if not there:
        messages.info(request, _("Nothing is selected."))
        return redirect(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
    return _reviewed(request, model, there)


def _table(request: Any, collection: str, key: int | None = None) -> Any:
    """The table of that name, which has a row of the `key` if one is given."""
    model = table_of(request, collection, of=PublishableModel)
    if key is not None and not model._default_manager.filter(pk=key).exists():
        raise Http404
    return model


def _reviewed(request: Any, model: Any, keys: list[int]) -> HttpResponse:
    shown = Package(request.user, model, keys)
    if not request.user.has_perms(permissions("view", *shown.rows)):
        raise PermissionDenied
    words, reasons = "", []
    if "decision" in request.POST:
        words = " ".join(request.POST.get("words", "").split())[:MOST_WORDS]
        try:
            return _decided(request, shown, request.POST["decision"], words)
        except NotDone as refused:
            reasons = [*refused.reasons]
    given = _given(shown)
    submission = given.pop((model.collection, keys[0]), None) if len(keys) == 1 else None
    context = {
        **admin.site.each_context(request),
        "title": str(shown.roots[0]) if len(keys) == 1 else capfirst(model._meta.verbose_name_plural),
        "opts": model._meta,
        "package": shown,
        "tables": [
            (
                table._meta.verbose_name_plural,
                [
                    _entry(shown, row, told) | {"submission": given.get((row.collection, row.pk))}
                    for row, told in changes_of(rows).items()
                ],
            )
            for table, rows in shown.rows.items()
        ],
        "submission": submission,
        "next": next_of(request.user, submission),
        "changed_since": _changed_since(shown, submission),
        "one": len(keys) == 1,
        "preview": reverse("desk:preview", args=[model.collection, keys[0]])
        if len(keys) == 1 and model in RECORD_PAGES
        else "",
        "decisions": [
            (SUBMIT, _("Submit for review"), shown.against_submission()),
            (APPROVE, _("Approve and publish"), shown.against_approval()),
            (RETURN, _("Send back"), shown.against_return()),
        ],
        "reasons": reasons,
        "words": words,
    }
    return TemplateResponse(request, "admin/desk/package.html", context, status=409 if reasons else 200)


def _entry(shown: Package, row: Any, told: Any) -> dict[str, Any]:
    return {
        "row": row,
        "changes": told,
        "complaints": shown.said_of(row),
        "unsure": [*_unsure(told)],
        "root": row in shown.roots,
        "address": change_address(type(row), row.pk),
    }


def _unsure(told: list[Change]) -> Iterator[str]:
    """What is not sure of a record and its parts that readers have not seen so: no check asks for it."""
    for change in told:
        row = change.row
        if change.change == REMOVED:
            continue
        if isinstance(row, Fact) and row.certainty != Certainty.STATED:
            part = "" if change.own else f"{change.noun} “{change.title}”: "
            why = ": ".join(filter(None, (str(row.get_certainty_display()), str(row.get_reason_display() or row.note))))
            yield f"{part}{why}"
        if isinstance(row, Article):
            yield from () if row.outlet_id else (_("outlet not known"),)
            yield from () if row.url or row.archive_url else (_("address not known"),)


def _given(shown: Package) -> dict[tuple[str, int], Submission]:
    """What was given to review of the records of a package, by table and number."""
    found = Submission.objects.filter(changeset=None, row__in=[row.pk for row in shown.records])
    return {(each.table, each.row): each for each in found.prefetch_related("rounds__history_user")}


def _place(record: Any) -> dict[str, Any]:
    return {"table": record.collection, "row": record.pk, "changeset": None}


def _changed_since(shown: Package, submission: Submission | None) -> list[Any]:
    """The records that were changed after the package was submitted."""
    if not submission or submission.state != Submission.State.WAITING:
        return []
    return [row for row, edit in shown.edits.items() if edit.when > submission.sent_at]


# Decisions


def _decided(request: Any, shown: Package, decision: str, words: str) -> HttpResponse:
    """Take the decision, or raise why not."""
    against = {SUBMIT: shown.against_submission, APPROVE: shown.against_approval, RETURN: shown.against_return}
    if decision not in against:
        raise SuspiciousOperation("no decision")
    if decision != SUBMIT and not may_publish(request.user, shown.model):
        raise PermissionDenied
    if decision == SUBMIT and not request.user.has_perms(permissions("change", shown.model)):
        raise PermissionDenied
    if reasons := against[decision]():
        raise NotDone(*reasons)
    if not shown.seen_in(request.POST.get("seen", "")):
        raise NotDone(_("Somebody changed it meanwhile: look at it again."))
    if decision == RETURN and not words:
        raise NotDone(_("Say what is to be changed: the editor reads it."))
    if decision == APPROVE and shown.alone and not words:
        raise NotDone(_("Nobody else may publish, so you approve your own work: say why it holds."))
    return {SUBMIT: _submit, APPROVE: _approve, RETURN: _return}[decision](request, shown, words)


def _name(shown: Package) -> str:
    first = in_words(shown.roots[0])
    return first if len(shown.roots) == 1 else _("%(first)s and others") % {"first": first}


def _submit(request: Any, shown: Package, words: str) -> HttpResponse:
    changeset = shown.move(Status.IN_REVIEW, f"{SUBMITTED}: {_name(shown)}")
    asked = {"state": Submission.State.WAITING, "decided_by": None, "decided_at": None, "answer": "", "words": words}
    submissions = []
    for record in shown.roots:
        sent = {"title": cut(in_words(record), 300), "owner": request.user, "sent_at": timezone.now()}
        submissions.append(Submission.objects.update_or_create(**_place(record), defaults=sent | asked)[0])
    tell(request, submissions)
    told = ngettext("%(count)d record is in review.", "%(count)d records are in review.", changeset.updated)
    messages.success(request, told % {"count": changeset.updated})
    return redirect(request.path if len(shown.keys) == 1 else "desk:today")


def _approve(request: Any, shown: Package, words: str) -> HttpResponse:
    done = APPROVED_ALONE if shown.alone else APPROVED
    changeset = shown.move(Status.PUBLISHED, f"{done}: {words or _name(shown)}")
    _decide(request, shown, Submission.State.APPROVED, words)
    told = ngettext("%(count)d record is published.", "%(count)d records are published.", changeset.updated)
    links = [(reverse("admin:changesets_import_change", args=[changeset.pk]), _("What was done, and how to undo it"))]
    if len(shown.roots) == 1 and shown.model in RECORD_PAGES:
        links.append((page(shown.roots[0]), _("Its public page")))
    linked = format_html_join(" · ", '<a href="{}">{}</a>', links)
    messages.success(request, format_html("{} {}", told % {"count": changeset.updated}, linked))
    return redirect("desk:today")


def _return(request: Any, shown: Package, words: str) -> HttpResponse:
    shown.move(Status.DRAFT, f"{SENT_BACK}: {words}")
    _decide(request, shown, Submission.State.RETURNED, words)
    messages.success(request, _("It is sent back, with your words."))
    return redirect("desk:today")


def _decide(request: Any, shown: Package, state: str, words: str) -> None:
    """Note what became of the packages; one that was put in review by a file goes back to who changed it last."""
    decided = {"state": state, "decided_by": request.user, "decided_at": timezone.now(), "answer": words}
    submissions = []
    for record in shown.roots:
        edit = shown.edits.get(record)
        owner = edit.user if edit and edit.user else request.user.pk
        sent = {"title": cut(in_words(record), 300), "owner_id": owner, "sent_at": timezone.now()}
        row = Submission.objects.update_or_create(**_place(record), defaults=decided, create_defaults=sent | decided)
        submissions.append(row[0])
    tell(request, submissions)


# As readers would see it


@require_safe
@xframe_options_sameorigin
# It is shown within the page of the package.
@csp_replace({"frame-ancestors": ["'self'"]})  # type: ignore[arg-type]
def preview(request: Any, collection: str, key: int) -> HttpResponse:
    """The public page of a record as it would be, made by the page's own function; nothing of it is kept."""
    model = _table(request, collection, key)
    if model not in RECORD_PAGES:
        raise Http404
    with publication({model: {key}}) as members:
        if not request.user.has_perms(permissions("view", *members)):
            raise PermissionDenied
        shown = as_readers_see(request, model, key)
    # Nobody waits while it is rendered: a template asks nothing of the database.
    return HttpResponse(render_to_string(*shown, request))


def as_readers_see(request: Any, model: Any, key: int) -> tuple[str, dict[str, Any]]:
    """The template of the public page of a record, and what it shows of the record as it is within a trial."""
    address = page(model._default_manager.get(pk=key))
    shown: Any = resolve(address).func.view_class()  # type: ignore[attr-defined]
    shown.setup(request)
    record = shown.related().filter(pk=key).first()
    if record is None:  # what it is part of is withdrawn
        raise Http404
    return shown.template_name, {**shown.shown(record), "is_preview": True}  # in a frame that runs no script
