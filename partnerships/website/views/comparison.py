"""Two to four agreements side by side, and the form that picks them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.models import Agreement, AgreementRelation, Party
from partnerships.website.pages.comparison import FEWEST, MOST, compare
from records.caching.pages import cached_page
from records.filters import UNREADABLE, Problem, unknown_parameters, unreadable

from .search import SearchForm

OFFERED = 12
TEMPLATE = "partnerships/compare.html"
SLUG, QUERY = "agreement", "q"


@cached_page
def comparison_view(request: HttpRequest) -> HttpResponse:
    asked, form = request.GET.getlist(SLUG), SearchForm(request.GET)
    if problems := [*unknown_parameters(request.GET, (SLUG, QUERY)), *wrong(asked), *wrong_words(form)]:
        return render(request, TEMPLATE, {"problems": problems}, status=400)
    chosen, missing = looked_up(asked)
    if missing:
        problems = [Problem(SLUG, slug, _("There is no such agreement, or it is not published.")) for slug in missing]
        return moved(asked, missing) or render(request, TEMPLATE, {"problems": problems}, status=404)
    context = {
        "chosen": chosen,
        "query": form.cleaned_data[QUERY],
        "offered": offered(chosen, form.cleaned_data[QUERY]) if len(chosen) < MOST else [],
        "comparison": compare(chosen) if len(chosen) >= FEWEST else None,
    }
    return render(request, TEMPLATE, context)


def wrong(asked: Sequence[str]) -> list[Problem]:
    """What cannot be compared, whatever the register holds."""
    if len(asked) > MOST:
        said = _("%(n)s agreements are too many to stand side by side: take two to four.") % {"n": len(asked)}
        return [Problem(SLUG, "", said)]
    if problems := [Problem(SLUG, slug, str(UNREADABLE)) for slug in asked if unreadable(slug)]:
        return problems
    twice = dict.fromkeys(slug for slug in asked if asked.count(slug) > 1)
    return [Problem(SLUG, slug, _("Name each agreement once.")) for slug in twice]


def wrong_words(form: SearchForm) -> list[Problem]:
    messages: Any = [] if form.is_valid() else form.errors.get(QUERY, [])
    return [Problem(QUERY, "", str(message)) for message in messages]


def looked_up(asked: Sequence[str]) -> tuple[list[Agreement], list[str]]:
    """The agreements asked for, in their order, and the slugs of which there is none."""
    found = {each.slug: each for each in Agreement.objects.public().with_related().filter(slug__in=asked)}
    return [found[slug] for slug in asked if slug in found], [slug for slug in asked if slug not in found]


def moved(asked: Sequence[str], missing: Sequence[str]) -> HttpResponse | None:
    """To the same comparison under the slugs that the agreements have today; None if one never was."""
    now = Agreement.objects.slugs_now(missing)
    if now.keys() != {*missing}:
        return None
    today = dict.fromkeys(now.get(slug, slug) for slug in asked)
    return redirect(f"{reverse('compare')}?{urlencode([(SLUG, slug) for slug in today])}", permanent=True)


def offered(chosen: Sequence[Agreement], query: str) -> list[Agreement]:
    """What may be added: what is found by `query`; else what goes before or after, then what has the same parties."""
    others: Any = Agreement.objects.public().exclude(pk__in=[each.pk for each in chosen])
    if query:
        return list(others.search(query)[:OFFERED])
    if not chosen:
        return list(others[:OFFERED])
    links = AgreementRelation.objects.public()
    near = Q(pk__in=links.filter(agreement__in=chosen).values("other"))
    near |= Q(pk__in=links.filter(other__in=chosen).values("agreement"))
    related = list(others.filter(near)[:OFFERED])
    bodies = Party.objects.public().filter(side=Party.Side.PUBLIC_BODY)
    same = bodies.filter(partner__in=bodies.filter(agreement__in=chosen).values("partner")).values("agreement")
    more = others.filter(pk__in=same).exclude(pk__in=[each.pk for each in related])
    return related + list(more[: OFFERED - len(related)])
