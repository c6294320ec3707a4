"""The page of a proposal: what it would change in published records and what moved meanwhile; and the decision."""

from typing import Any

from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from changesets.admin.notices import tell
from changesets.admin.saving import REVISES
from changesets.models import Import
from changesets.plan.at_once import NotDone
from changesets.plan.proposals import tried
from changesets.plan.staged_rows import stored
from changesets.plan.up_to_date import NOW, PROPOSED, UpToDate, clashes_in_words
from partnerships.website.record_pages import RECORD_PAGES
from records import roles
from records.admin.links import change_address
from records.checks.asking import complaints_of, with_keys
from records.export.tables import tables
from records.forms import RETURN
from records.locks import writing_alone
from records.models import Status

from .differences import changes_of
from .proposals import MOST_SHOWN, WITHDRAW, Proposal
from .queues import next_of
from .review import APPROVE, MOST_WORDS, as_readers_see
from .review import RETURN as SEND_BACK


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: Any, number: int) -> HttpResponse:
    """A proposal, decided on or not."""
    changeset = _found(request, number)
    chosen = {name: value for name, value in request.POST.items() if value in (NOW, PROPOSED)}
    words, reasons = "", []
    if "decision" in request.POST:
        words = " ".join(request.POST.get("words", "").split())[:MOST_WORDS]
        try:
            return _decided(request, changeset, chosen, words)
        except NotDone as refused:
            reasons = [*refused.reasons]
            changeset = _found(request, number)
    shown = Proposal(request.user, changeset, chosen)
    context = {
        **admin.site.each_context(request),
        "title": shown.submission.title,
        "proposal": shown,
        "submission": shown.submission,
        "next": next_of(request.user, shown.submission),
        "reasons": reasons,
        "words": words,
        **(_contents(shown) if shown.waits else {}),
    }
    return TemplateResponse(request, "admin/desk/proposal.html", context, status=409 if reasons else 200)


def _contents(shown: Proposal) -> dict[str, Any]:
    """What it would change, break and mend, what moved meanwhile, and what may be decided."""
    entries: list[tuple[Any, list[Any]]] = []
    faults: list[str] = []
    mended: list[Any] = []
    if shown.few:
        with tried(shown.plan.rows) as trial:
            faults = trial.faults
            for model, keys in trial.records.items():
                rows = with_keys(model._default_manager.filter(pk__in=keys).order_by("pk"))
                told = [
                    _entry(row, changes, trial.broken.get(model, {}).get(row.pk, []))
                    for row, changes in changes_of(rows, trial.began).items()
                ]
                entries.append((model._meta.verbose_name_plural, told))
        mended = [said for found in trial.mended.values() for each in complaints_of(found).values() for said in each]
    return {
        "tables": entries,
        "faults": faults,
        "mended": mended,
        "moved": _moved(shown),
        "more_moved": max(0, len(shown.plan.overtaken) - MOST_SHOWN),
        "clashes": clashes_in_words(shown.plan.clashes[:MOST_SHOWN], shown.chosen),
        "previews": [
            (row, reverse("desk:proposal_preview", args=[shown.changeset.pk, row.collection, row.pk]))
            for _label, told in entries
            for row in (each["row"] for each in told)
            if type(row) in RECORD_PAGES and row.status == Status.PUBLISHED
        ],
        "decisions": [
            (APPROVE, _("Approve: make it public"), shown.against_approval(faults)),
            (SEND_BACK, _("Send back"), shown.against_return()),
            (WITHDRAW, _("Withdraw the proposal"), shown.against_withdrawal()),
        ],
        "revised": _revised(shown),
    }


def _revised(shown: Proposal) -> dict[str, Any]:
    """The form that it was made in, for its author to go on with; empty for others, and where a file made it."""
    record = next((row for row in shown.records if (row.collection, row.pk) == shown.place), None)
    if shown.user != shown.changeset.owner or not shown.submission.typed or record is None:
        return {}
    typed = [each for each in shown.submission.typed if each[0] not in (RETURN, REVISES)]
    again = [(RETURN, "1"), (REVISES, shown.changeset.pk)]
    return {"address": change_address(type(record), record.pk), "typed": typed + again}


def _entry(row: Any, changes: list[Any], complaints: list[Any]) -> dict[str, Any]:
    address = change_address(type(row), row.pk)
    return {"row": row, "changes": changes, "complaints": complaints, "address": address}


def _moved(shown: Proposal) -> list[dict[str, Any]]:
    """What others have changed in the first of its records since it was made."""
    found: dict[Any, list[int]] = {}
    for record in shown.plan.overtaken[:MOST_SHOWN]:
        found.setdefault(type(record), []).append(record.pk)
    return [
        _entry(row, changes, [])
        for model, keys in found.items()
        for row, changes in changes_of(
            with_keys(model._default_manager.filter(pk__in=keys)), shown.changeset.created_at
        ).items()
    ]


def _found(request: Any, number: int) -> Import:
    found = Import.objects.select_related("owner", "submission").exclude(submission=None)
    changeset = get_object_or_404(found.prefetch_related("submission__rounds__history_user"), pk=number)
    models = {tables()[name] for name in changeset.submission.touched.values_list("table", flat=True)}
    if not request.user.has_perms(roles.permissions("view", *models)):
        raise PermissionDenied
    return changeset


def _decided(request: Any, changeset: Import, chosen: dict[str, str], words: str) -> HttpResponse:
    """Take the decision, or raise why not."""
    decision = request.POST["decision"]
    if decision not in (APPROVE, SEND_BACK, WITHDRAW):
        raise SuspiciousOperation("no decision")
    with writing_alone():
        changeset.hold()
        shown = Proposal(request.user, changeset, chosen)
        mine = request.user == changeset.owner
        if not (mine if decision == WITHDRAW else request.user.has_perms(changeset.needs)):
            raise PermissionDenied
        if not shown.waits:
            raise NotDone(_("Somebody decided on it meanwhile."))
        if decision != WITHDRAW and request.POST.get("seen", "") != shown.versions:
            raise NotDone(_("Somebody changed it meanwhile: look at it again."))
        if decision == WITHDRAW:
            shown.withdraw()
        elif decision == SEND_BACK:
            shown.send_back(words)
        else:
            shown.approve(words)
    if decision == WITHDRAW:
        messages.success(request, _("The proposal is withdrawn."))
    elif decision == SEND_BACK:
        tell(request, [shown.submission])
        messages.success(request, _("It is sent back, with your words."))
    else:
        shown.write()
        tell(request, [shown.submission])
        linked = change_address(Import, shown.changeset.pk), _("What was done, and how to undo it")
        messages.success(request, format_html('{} <a href="{}">{}</a>', _("The correction is public."), *linked))
    return redirect("desk:today")


@require_safe
@xframe_options_sameorigin
# It is shown within the page of the proposal.
@csp_replace({"frame-ancestors": ["'self'"]})  # type: ignore[arg-type]
def preview(request: Any, number: int, collection: str, key: int) -> HttpResponse:
    """The public page of a record as it would be; nothing of it is kept."""
    changeset = _found(request, number)
    model: Any = tables().get(collection)
    if changeset.state != Import.State.PLANNED or model not in RECORD_PAGES:
        raise Http404
    with tried(UpToDate(stored(changeset), {}).rows) as trial:
        if key not in trial.records.get(model, ()):
            raise Http404
        page = as_readers_see(request, model, key)
    return HttpResponse(render_to_string(*page, request))
