"""What became of a record: its timeline, two versions beside each other, and what is put back; what was deleted."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db.models import Exists, OuterRef, Value
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from changesets.admin.notices import tell
from changesets.models import Import, Submission
from changesets.plan.at_once import Changes, NotDone
from changesets.plan.proposals import propose
from changesets.plan.put_back import all_is_back, governing, missing, put_back
from records import roles
from records.admin.links import change_address
from records.admin.steps import whom_to_ask
from records.approval import WORDS_LENGTH, too_long
from records.export.tables import tables, tables_in_order
from records.forms import ROW_ID
from records.models import PublishableModel
from records.past import Names, State, as_row, differing, in_words
from records.templatetags.office import import_number
from records.timeline import at, events, versions

from .asked import say_written
from .merging import lacking

SHOWN = 20


def _record(request: Any, collection: str, key: int) -> tuple[Any, Any]:
    """The table and the last version of a record; of a part, of the record that it is part of."""
    model: Any = tables().get(collection)
    found = model and governing(model, key)
    if not found:
        raise Http404
    model, key = found
    if not request.user.has_perms(roles.permissions("view", model)):
        raise PermissionDenied
    if not (last := versions(model, key).first()):
        raise Http404
    return model, last


def _page_number(request: Any) -> int:
    number = request.GET.get("page", "1")
    return int(number) if ROW_ID.fullmatch(number) and len(number) < 8 else 1


def _context(request: Any, model: Any, last: Any) -> dict[str, Any]:
    names, row = Names(), as_row(last)
    names.load([row])
    return {
        **admin.site.each_context(request),
        "opts": model._meta,
        "record": names.title(row),
        "last": last,
        "deleted": last.history_type == "-",
        "address": "" if last.history_type == "-" else change_address(model, last.id),
        "place": [model.collection, last.id],
    }


@require_safe
def timeline(request: Any, collection: str, key: int) -> HttpResponse:
    """Every version of a record with what changed in it and its parts, the latest first."""
    model, last = _record(request, collection, key)
    if (model.collection, last.id) != (collection, key):
        return redirect("desk:timeline", model.collection, last.id)
    number, found = _page_number(request), versions(model, last.id)
    start = (number - 1) * SHOWN
    shown = [*found[max(0, start - 1) : start + SHOWN + 1]]
    newer = shown.pop(0) if start and shown else None
    older = shown.pop() if len(shown) > SHOWN else None
    _note_proposals(shown)
    own = Submission.objects.filter(table=model.collection, row=last.id, changeset=None)
    context = _context(request, model, last) | {
        "title": _("History"),
        "events": events(model, shown, newer, older),
        "count": found.count(),
        "submission": own.prefetch_related("rounds__history_user").first(),
        "newer": number - 1 if newer else None,
        "older": number + 1 if older else None,
    }
    return TemplateResponse(request, "admin/desk/timeline.html", context)


def _note_proposals(shown: list[Any]) -> None:
    """On the versions that were proposed, what was said of that until it was approved."""
    numbers = {version.pk: import_number(version.history_change_reason) for version in shown}
    found = Submission.objects.filter(changeset__in=[*filter(None, numbers.values())])
    proposals = {each.changeset_id: each for each in found.prefetch_related("rounds__history_user")}
    for version in shown:
        version.proposal = proposals.get(numbers[version.pk])


def _version(request: Any, name: str, model: Any, key: int) -> Any:
    number = request.GET.get(name, "")
    if not number:
        return None
    if not ROW_ID.fullmatch(number) or not (version := versions(model, key).filter(pk=number).first()):
        raise Http404
    return version


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: Any, collection: str, key: int) -> HttpResponse:
    """A record with its parts as it was with one version and with another, or now: and what of it is put back."""
    model, last = _record(request, collection, key)
    before = _version(request, "from", model, key) or versions(model, key).exclude(history_type="-").first()
    until = _version(request, "to", model, key)
    if before is None or key != last.id:
        raise Http404
    then, now = at(model, before), at(model, until) if until else State.now(model, key)
    if until and until.pk == last.pk:
        until = None
    pairs = differing(then, now)
    reasons: list[str] = []
    together: dict[str, str] = {}
    if request.method == "POST":
        if until:
            raise SuspiciousOperation("only the present is changed")
        try:
            return _restored(request, before, then, now, last)
        except NotDone as refused:
            reasons = [*refused.reasons]
            together = refused.together if isinstance(refused, Gone) else {}
    names = Names()
    names.load(row for _key, old, new in pairs for row in (*old, *new))
    # What comes of putting it back: the other way round than time goes.
    changes = in_words(model, [(place, new, old) for place, old, new in pairs], names)
    why_not = "" if until else _hindrance(request.user, model, last, now)
    context = _context(request, model, last) | {
        "title": _("Compare"),
        "before": before,
        "until": until,
        "changes": [each for each in changes if each.differences],
        "may": not until and not why_not,
        "why_not": why_not,
        "proposes": any(roles.may_propose(request.user, row) for row in now.rows[model].values()),
        "whole": not now.rows[model],
        "chosen": request.POST.getlist("chosen")
        if request.method == "POST"
        else [each.mark for each in changes if not now.rows[model]],
        "together": together,
        "reasons": reasons,
        "reason": _reason(request),
        "most": WORDS_LENGTH,
        "seen": last.pk,
    }
    return TemplateResponse(request, "admin/desk/compare.html", context, status=409 if reasons else 200)


def _reason(request: Any) -> str:
    return " ".join(request.POST.get("reason", "").split())


def _hindrance(user: Any, model: Any, last: Any, now: State) -> str:
    """Why `user` may put nothing back; empty if that is not so."""
    row = now.rows[model].get(now.pk)
    if not user.has_perms(roles.permissions("change" if row else "add", model)):
        return _("Your account may not change it.")
    status = row.status if row else last.status
    if row and roles.may_propose(user, row):
        return ""
    if status not in roles.UNPUBLISHED and not roles.may_publish(user, model):
        said = _("Only a publisher publishes, withdraws and changes what is published. Ask one: %(names)s.")
        return said % {"names": whom_to_ask(model)}
    return ""


def _restored(request: Any, version: Any, then: State, now: State, last: Any) -> HttpResponse:
    """Put back what is chosen of the record as it was `then`, with the `version`.

    Raises:
        NotDone: why not.
    """
    chosen, reason = request.POST.getlist("chosen"), _reason(request)
    if why := _hindrance(request.user, then.record, last, now):
        raise NotDone(why)
    if request.POST.get("seen") != str(last.pk):
        raise NotDone(_("Somebody changed it meanwhile: look at it again."))
    if not reason:
        raise NotDone(_("Say why it is put back."))
    if told := too_long(reason):
        raise NotDone(told)
    changes, whole = Changes(request.user), f"{then.record._meta.label_lower}:{then.pk}"
    if not now.rows[then.record] and whole not in chosen:
        raise NotDone(_("The record itself is deleted: choose it too."))
    together = _deleted_records(request.POST.getlist("together"))
    for model, pk in together:
        gone = versions(model, pk).exclude(history_type="-").first()
        state = at(model, gone) if gone else State.before(model, pk, None)
        put_back(changes, state, State.now(model, pk), [f"{row._meta.label_lower}:{n}" for row, n in state.units()])
    put_back(changes, then, now, chosen)
    if not changes.rows:
        raise NotDone(_("Choose what is to be put back."))
    record = now.rows[then.record].get(then.pk)
    if record and roles.may_propose(request.user, record) and not together:
        _refuse_missing(changes)
        rows = {model: [*staged.values()] for model, staged in changes.rows.items()}
        submission = propose(request.user, record, rows, words=reason, typed=())
        tell(request, [submission])
        messages.success(request, _("It is proposed: it is public once it is approved."))
        return redirect("desk:proposal", submission.changeset_id)
    if why := lacking(changes):
        raise NotDone(why)
    _refuse_missing(changes)
    as_of = version.history_date if all_is_back(changes, then, now) and not together else None
    done = changes.carry_out(Import.Kind.RESTORE, reason, as_of)
    say_written(request, _("It is put back."), done)
    return redirect("desk:timeline", then.record.collection, then.pk)


def _deleted_records(marks: list[str]) -> list[tuple[Any, int]]:
    named = {model._meta.label_lower: model for model in tables_in_order() if issubclass(model, PublishableModel)}
    found = []
    for mark in marks:
        label, _colon, pk = mark.partition(":")
        if label not in named or not ROW_ID.fullmatch(pk):
            raise SuspiciousOperation("no record")
        found.append((named[label], int(pk)))
    return found


class Gone(NotDone):
    """What is chosen names deleted rows; `together` are the records that may come back with it, by their marks."""

    def __init__(self, reasons: list[str], together: dict[str, str]) -> None:
        super().__init__(*dict.fromkeys(reasons))
        self.together = together


def _refuse_missing(changes: Changes) -> None:
    gone = [*missing(changes)]
    if not gone:
        return
    names = Names()
    names.load(row for row, _model, _pk in gone)
    said = _("%(noun)s “%(row)s” names %(target)s “%(name)s”, which is deleted: choose that too.")
    reasons, together = [], {}
    for row, model, pk in gone:
        words = {"noun": row._meta.verbose_name, "row": names.title(row)}
        target = {"target": model._meta.verbose_name, "name": names.called((model, pk))}
        reasons.append(said % (words | target))
        if issubclass(model, PublishableModel):
            together[f"{model._meta.label_lower}:{pk}"] = "{target}: {name}".format(**target)
    raise Gone(reasons, together)


@require_safe
def deleted(request: Any) -> HttpResponse:
    """The records that were deleted, the last first."""
    seen = [
        model
        for model in tables_in_order()
        if issubclass(model, PublishableModel) and request.user.has_perms(roles.permissions("view", model))
    ]
    found = []
    for model in seen:
        history: Any = model.history
        later = history.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
        gone = history.filter(history_type="-").exclude(Exists(later)).order_by()
        found.append(gone.values_list("history_date", "history_id", Value(model.collection)))
    number = _page_number(request)
    page: list[Any] = []
    if found:
        last_first = found[0].union(*found[1:], all=True).order_by("-history_date", "-history_id")
        page = [*last_first[(number - 1) * SHOWN : number * SHOWN + 1]]
    entries: dict[tuple[str, int], Any] = {}
    names = Names()
    for collection in {collection for _date, _pk, collection in page[:SHOWN]}:
        wanted = [pk for _date, pk, name in page if name == collection]
        history = tables()[collection].history
        for version in history.filter(pk__in=wanted).select_related("history_user"):
            entries[collection, version.pk] = version
    told = {key: as_row(version) for key, version in entries.items()}
    names.load(told.values())
    context = {
        **admin.site.each_context(request),
        "title": _("What was deleted"),
        "entries": [
            {
                "version": entries[name, pk],
                "title": names.title(told[name, pk]),
                "noun": tables()[name]._meta.verbose_name,
                "address": reverse("desk:timeline", args=[name, entries[name, pk].id]),
            }
            for _date, pk, name in page[:SHOWN]
        ],
        "newer": number - 1 if number > 1 else None,
        "older": number + 1 if len(page) > SHOWN else None,
    }
    return TemplateResponse(request, "admin/desk/deleted.html", context)
