"""Two records that may be one: side by side, value by value; what moves and what collides; and the merge."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from changesets.models import Import
from changesets.plan.at_once import Changes, NotDone
from changesets.plan.merging import Merge, choices
from records.admin.links import change_address
from records.admin.steps import whom_to_ask
from records.approval import WORDS_LENGTH, too_long
from records.checks.asking import in_words
from records.checks.same import candidates
from records.models import Status, ToldApart
from records.past import Names
from records.roles import permissions

from .asked import say_written, table_of

KEEP, LOSE = "keep", "lose"
SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: Any, collection: str, key: int) -> HttpResponse:
    """A record that is kept, beside another that becomes one with it, or those that may be.

    Of a published record and another the published one is kept, unless it is said (`kept`) that this one is.
    """
    model = table_of(request, collection)
    rows = model._default_manager
    if not (keep := rows.filter(pk=key).first()):
        raise Http404
    slug = request.GET.get("with", "").strip()[:200].replace("\0", "")
    pages: Any = admin.site.get_model_admin(model)
    lose = rows.filter(slug=slug).exclude(pk=key).first() if slug else None
    called = [*pages.completions(slug).exclude(pk=key)[:SHOWN]] if slug and lose is None else []
    if len(called) == 1:
        return redirect(f"{request.path}?{urlencode({'with': called[0].slug})}")
    context = {**admin.site.each_context(request), "opts": model._meta, "record": in_words(keep), "keep": keep}
    context |= {"address": change_address(model, key), "title": _("Merge"), "slug": slug}
    if lose is None:
        said = _("Nothing else in this table is called “%(slug)s”, or has it for its slug.")
        reasons = [said % {"slug": slug}] if slug and not called else []
        apart = rows.filter(pk__in=ToldApart.others(model, [key]).get(key, set()))
        context |= {"candidates": candidates(keep), "reasons": reasons, "apart": apart, "called": called}
        context["may_tell"] = request.user.has_perms(permissions("change", model))
        return TemplateResponse(request, "admin/desk/merge_whom.html", context, status=400 if reasons else 200)
    draft_kept = lose.status == Status.PUBLISHED != keep.status
    if draft_kept and request.method != "POST" and "kept" not in request.GET:
        return redirect(f"{reverse('desk:merge', args=[collection, lose.pk])}?{urlencode({'with': keep.slug})}")
    seen = f"{keep.version} {lose.version}"
    chosen = {name.removeprefix("value-"): value for name, value in request.POST.items() if name.startswith("value-")}
    names = Names()
    names.load([keep, lose])
    shown = [
        {
            "name": field.name,
            "label": field.verbose_name,
            "keep": names.said(keep, field),
            "lose": names.said(lose, field),
            "chosen": chosen.get(field.name) or _offered(keep, lose, field),
        }
        for field in choices(keep, lose)
    ]
    reason = " ".join(request.POST.get("reason", "").split())
    context["apart"] = ToldApart.objects.filter(**ToldApart.pair(keep, lose)).exists()
    context["may_tell"] = request.user.has_perms(permissions("change", model))
    # Only an address that readers had leads on.
    context["leads_on"] = model.history.filter(slug=lose.slug, id=lose.pk, status=Status.PUBLISHED).exists()
    context |= {"lose": lose, "other": in_words(lose), "fields": shown, "seen": seen, "reason": reason}
    values = {
        field.attname: getattr(lose, field.attname)
        for field in choices(keep, lose)
        if (chosen.get(field.name) or _offered(keep, lose, field)) == LOSE
    }
    changes = Changes(request.user)
    found = Merge(changes, rows.get(pk=key), rows.get(pk=lose.pk), values)
    context["why_not"] = lacking(changes)
    reasons = []
    if request.method == "POST":
        try:
            return _merged(request, changes, context)
        except NotDone as refused:
            other_way = [_("This would withdraw the published record: keep that instead.")] if draft_kept else []
            reasons = [*other_way, *refused.reasons]
    context |= {
        "moved": [(part._meta.verbose_name_plural, count) for part, count in found.moved.items()],
        "collisions": _told(found.collisions),
        "more": len(found.collisions[SHOWN:]),
        "differing": _told(found.differing),
        "more_differing": len(found.differing[SHOWN:]),
        "reasons": reasons,
        "most": WORDS_LENGTH,
    }
    return TemplateResponse(request, "admin/desk/merge.html", context, status=409 if reasons else 200)


def _told(pairs: list[tuple[Any, Any]]) -> list[tuple[str, str, Any]]:
    return [(kept and in_words(kept), in_words(row), row._meta.verbose_name) for kept, row in pairs[:SHOWN]]


def _offered(keep: Any, lose: Any, field: Any) -> str:
    """The one value that there is; of two the user chooses."""
    empty = [getattr(row, field.attname) in (None, "") for row in (keep, lose)]
    return LOSE if empty[0] else KEEP if empty[1] else ""


def lacking(changes: Changes) -> str:
    said = _("Only a publisher publishes, withdraws and changes what is published. Ask one: %(names)s.")
    if tables := changes.lacking():
        return said % {"names": whom_to_ask(tables[0])}
    return "" if changes.user.has_perms(changes.needs) else _("Your account may not change all of it.")


def _merged(request: Any, changes: Changes, context: dict[str, Any]) -> HttpResponse:
    """Merge what the page shows.

    Raises:
        NotDone: why not.
    """
    keep, lose, reason, shown = (context[name] for name in ("keep", "lose", "reason", "fields"))
    if context["why_not"]:
        raise NotDone(context["why_not"])
    if request.POST.get("seen") != context["seen"]:
        raise NotDone(_("Somebody changed it meanwhile: look at it again."))
    if open_ := [str(each["label"]) for each in shown if each["chosen"] not in (KEEP, LOSE)]:
        raise NotDone(_("Choose a value of: %(fields)s.") % {"fields": ", ".join(open_)})
    if not reason:
        raise NotDone(_("Say why they are one."))
    if told := too_long(reason):
        raise NotDone(told)
    if lose.merged_into_id or keep.merged_into_id:
        raise NotDone(_("One of them is merged already."))
    done = changes.carry_out(Import.Kind.MERGE, reason)
    say_written(request, _("They are one now."), done)
    return redirect("desk:timeline", keep.collection, keep.pk)
