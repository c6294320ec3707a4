"""An article beside the record that it seems to tell of: numbered paragraphs left, drafts right, tied by numbers.

Nothing is remembered between two looks but what somebody said is not in the article: it is read anew each time.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.models import Article, Dismissed, Passage, Reason
from articles.pasted import Pasted, split
from changesets.plan.at_once import NotDone
from changesets.plan.cells import LinkCell, ManyCell, table_cells
from partnerships.models import Agreement, Topic
from partnerships.reading.names import Names
from partnerships.reading.proposal import ReadArticle
from partnerships.reading.reader import read
from records import dates
from records.checks.asking import in_words
from records.choice_filters import key_of_name
from records.export.data_dictionary import titles
from records.fields import value_in_words
from records.models import Status
from records.roles import permissions
from records.text import cut

from .accepted import Accepted
from .asked import say_written
from .drafts import ACCEPT, ASIDE, DROP, NOT_HERE, Draft, title

Called = dict[tuple[str, str], str]
# What of a row stands in the text as printed, the longest first.
PRINTED = ("name_as_printed", "name", "capacity", "title", "number", "value", "place", "heading")


@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: Any, key: int) -> HttpResponse:
    """An article with what it seems to say; what is accepted becomes drafts, all in one changeset."""
    if not request.user.has_perms(permissions("add", Article, Passage, Agreement)):
        raise PermissionDenied
    article = get_object_or_404(Article, pk=key)
    if not article.full_text:
        messages.info(request, _("The register has no text of this article: paste it."))
        return redirect("desk:paste")
    found = split(article.full_text.split("\n"))
    dismissed = Dismissed.objects.filter(article=key).order_by("pk")
    if "back" in request.POST:
        dismissed.filter(proposal=request.POST["back"][:64]).delete()
    drafts = drafts_of(article, found, request.POST, {*dismissed.values_list("proposal", flat=True)})
    reasons: list[str] = []
    if request.method == "POST":
        for draft in drafts:
            if draft.state == NOT_HERE:
                said = {"shown": cut(title(draft), 300)}
                Dismissed.objects.get_or_create(article=key, proposal=draft.key, defaults=said)
        if "make" in request.POST:
            try:
                return _made(request, Accepted(request.user, article, found, drafts))
            except NotDone as refused:
                reasons = [*refused.reasons]
    called, offered = _called(drafts)
    sure = [draft for draft in drafts if draft.is_sure and not (draft.is_known or draft.state)]
    if ticked := "sure" in request.POST:
        messages.info(request, _("Accepted as sure: %(count)s.") % {"count": len(sure)})
    entries = [_shown(draft, called, offered, sure=ticked) for draft in drafts]
    sure = [] if ticked else sure
    context = {
        **admin.site.each_context(request),
        "title": _("Read an article"),
        "article": article,
        "places": [(at, *_label(at), _pieces(at, text, drafts)) for at, text in found.places.items()],
        "groups": [(noun, [*group]) for noun, group in groupby(entries, key=itemgetter("noun"))],
        "sure": len(sure),
        "with_them": ", ".join(str(each.number) for each in Accepted.named_by(sure, drafts)),
        "states": [(ACCEPT, _("Accept")), (DROP, _("Drop")), (NOT_HERE, _("Not in this article")), ("", _("Open"))],
        "dismissed": dismissed,
        "reasons": reasons,
    }
    return TemplateResponse(request, "admin/desk/reading.html", context, status=409 if reasons else 200)


def drafts_of(article: Article, found: Pasted, posted: Any, dismissed: set[str]) -> list[Draft]:
    """What the article seems to say, but for itself and for what is not in it, by tables as they come first."""
    as_read = ReadArticle(
        headline=found.headline,
        paragraphs=found.of_kind("paragraph"),
        captions=found.of_kind("caption"),
        published=date.fromisoformat(article.published) if len(article.published) == 10 else None,
        outlet=article.outlet.slug if article.outlet else "",
        url=article.url,
        byline=article.byline,
        published_time=article.published_time,
        sha256=article.sha256,
    )
    proposals = [each for each in read(as_read, Names(without=[article.slug])) if each.table != Article.collection]
    order = [*dict.fromkeys(each.table for each in proposals)]
    proposals.sort(key=lambda each: order.index(each.table))
    drafts = [Draft(number, each, posted) for number, each in enumerate(proposals, 1)]
    return [each for each in drafts if each.key not in dismissed]


def _made(request: Any, accepted: Accepted) -> HttpResponse:
    changeset = accepted.write()
    say_written(request, _("Kept as drafts: look at them and submit them."), changeset)
    # The first is the one that the article is about, whatever it goes on from.
    slug = next((each.slug for each in accepted.drafts if each.model is Agreement), "")
    record: Any = Agreement.objects.filter(slug=slug).first() or accepted.article
    return redirect("desk:package", record.collection, record.pk)


def _label(at: str) -> tuple[str, str]:
    """What stands before a place of the text, and what a place is called."""
    kind, _dash, number = at.partition("-")
    return number if kind == Passage.Kind.PARAGRAPH else Passage.label_of(at), Passage.label_of(at)


def _called(drafts: list[Draft]) -> tuple[Called, Called]:
    """What the records are called that drafts name, by table and slug, and those that a link may lead to."""
    slugs: dict[Any, set[str]] = defaultdict(set)
    called: Called = {}
    for draft in drafts:
        for name, table, slug in draft.links({}):
            target: Any = table_cells(draft.model)[name].field.related_model
            if target.collection == table:
                slugs[target].add(slug)
        if "slug" in draft.values:
            slugs[draft.model] |= {*filter(None, (draft.proposal.known, *draft.proposal.alternatives))}
            called[draft.proposal.table, draft.values["slug"]] = title(draft)
    others = {(draft.proposal.table, each) for draft in drafts for each in draft.proposal.alternatives}
    for model, wanted in slugs.items():
        rows = model._default_manager.filter(slug__in=wanted)
        called |= {(model.collection, row.slug): in_words(row) for row in rows}
    # To be another record is said of the draft that may be it: all that names that follows.
    offered = {key: name for key, name in called.items() if key not in others}
    topics = Topic.objects.filter(merged_into=None).exclude(status=Status.WITHDRAWN).order_by(key_of_name(Topic), "pk")
    return called, offered | {(Topic.collection, row.slug): in_words(row) for row in topics}


def _shown(draft: Draft, called: Called, offered: Called, *, sure: bool) -> dict[str, Any]:
    labels = titles(draft.model)
    records = [*filter(None, (draft.proposal.known, *draft.proposal.alternatives))]
    places = [(at, _label(at)[1]) for at in draft.places]
    term = dict(Reason.choices).get(draft.values.get("reason", ""), Reason.FROM_CONTEXT.label)
    why = draft.proposal.reason or f"{term} ({', '.join(label for _at, label in places)})"
    said = {name: _in_words(draft, name, called) for name, value in draft.values.items() if value and name not in ASIDE}
    return {
        "draft": draft,
        "noun": draft.model._meta.verbose_name_plural,
        "title": title(draft) or " · ".join(text for name, text in said.items() if name != "agreement"),
        "state": ACCEPT if sure and draft.is_sure and not draft.state else draft.state,
        "values": [(labels[name], text) for name, text in said.items()],
        "places": places,
        "why": why,
        "fields": [
            {"name": f"{draft.key}-{name}", "label": labels[name], "reads": draft.readable.get(name, "")}
            | _field(draft, name, called, offered)
            for name in draft.values
            if name not in ("slug", "passages")
        ],
        "records": [(slug, called.get((draft.proposal.table, slug), slug)) for slug in records],
        "known": called.get((draft.proposal.table, draft.chosen), draft.chosen),
    }


def _field(draft: Draft, name: str, called: Called, offered: Called) -> dict[str, Any]:
    """What a field holds and may hold: of a link the records by their names."""
    cell, value = table_cells(draft.model)[name], draft.values[name]
    if not isinstance(cell, LinkCell):
        typed = dates.as_typed(value) if name in draft.dates else value
        return {"value": typed, "chosen": [value], "choices": cell.field.flatchoices}
    chosen = cell.items(value)
    table = draft.linked_table(cell)
    choices = {slug: label for (of, slug), label in offered.items() if of == table}
    choices = {slug: called.get((table, slug), slug) for slug in chosen} | choices
    many = isinstance(cell, ManyCell)
    return {"value": chosen if many else value, "chosen": chosen, "choices": [*choices.items()], "many": many}


def _in_words(draft: Draft, name: str, called: Called) -> str:
    cell, value = table_cells(draft.model)[name], draft.values[name]
    if isinstance(cell, LinkCell):
        linked = [called.get((table, slug), slug) for column, table, slug in draft.links({}) if column == name]
        return "; ".join(linked) or value
    return str(value_in_words(cell.field, value))


def _pieces(at: str, text: str, drafts: list[Draft]) -> Iterator[tuple[str, int]]:
    """The text of a place in pieces, with the number of the draft that one was read from, or 0; else at the end."""
    marks: dict[int, tuple[int, Draft]] = {}
    behind = []
    for draft in drafts:
        if at in draft.proposal.passages:
            printed = (draft.proposal.values.get(name, "") for name in PRINTED)
            hits = (re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text) for each in printed if len(each) > 1)
            free = (hit for hit in hits if hit and not _taken(marks, *hit.span()))
            if hit := next(free, None):
                marks[hit.start()] = (hit.end(), draft)
            else:
                behind.append(draft)
    begun = 0
    for start, (end, draft) in sorted(marks.items()):
        yield text[begun:start], 0
        yield text[start:end], draft.number
        begun = end
    yield text[begun:], 0
    for draft in behind:
        yield " ", 0  # else their numbers run together
        yield "", draft.number


def _taken(marks: dict[int, tuple[int, Draft]], start: int, end: int) -> bool:
    return any(start < other_end and other < end for other, (other_end, _draft) in marks.items())
