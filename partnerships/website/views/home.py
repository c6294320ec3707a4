"""The front page: what the register holds and ways in."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Article, unsure_q
from partnerships.models import Agreement, Area, Clause, Lifecycle, Partner, Party
from partnerships.website.counts import Division, by_province, standing
from partnerships.website.pages.first import first
from partnerships.website.pages.list_rows import with_parties
from people.models import Person
from records.caching.counts import cached_counts
from records.caching.pages import cached_page
from records.view_decorators import takes

SHOWN = 6
DAYS = 365
# The query that lists what was promised.
PROMISED = urlencode({"kind": Clause.PROMISED}, doseq=True)


@cached_page
@takes()
def home(request: HttpRequest) -> HttpResponse:
    agreements = Agreement.objects.public()
    context = {
        **counts(),
        "promised": PROMISED,
        "latest": with_parties(agreements.with_readings()[:SHOWN]),
        # Whatever is in force stands in this order in its list: those that end soonest come first.
        "expiring": first(
            agreements.with_readings().expiring_within(DAYS),
            SHOWN,
            "agreements",
            lifecycle=Lifecycle.IN_FORCE.value,
            ordering="period_end",
        ),
        "provinces": provinces(),
        "providers": providers(),
    }
    return render(request, "partnerships/home.html", context)


@cached_counts
def counts() -> Mapping[str, Any]:
    """How much the register holds, by the names the page has for it."""
    return {
        "counts": {model.collection: model.objects.public().count() for model in (Agreement, Partner, Person)},
        **sources(),
        "standing": standing(),
        "clause_count": Clause.objects.public().agreed().count(),
        "overdue": Clause.objects.public()
        .in_states(Clause.State.OVERDUE)
        .aggregate(
            count=Count("pk", filter=Clause.agreed_q()),
            unsure=Count("pk", filter=Clause.agreed_q() & Clause.state_unsure_q()),
            hoped=Count("pk", filter=~Clause.agreed_q()),
        ),
    }


def sources() -> dict[str, int]:
    found = dict(Article.objects.public().order_by().values_list("kind").annotate(n=Count("pk")))
    names = {"articles": Article.Kind.PRESS_ARTICLE, "documents": Article.Kind.OFFICIAL_DOCUMENT}
    return {name: found.get(kind, 0) for name, kind in names.items()}


def provinces() -> list[dict[str, Any]]:
    """Today's provinces and how many agreements were signed with them or what they took the place of."""
    counts = by_province(Division.TODAY)
    areas = Area.objects.public().filter(slug__in=list(counts))
    return [{"area": area, "counts": counts[area.slug]} for area in areas]


@cached_counts
def providers() -> Sequence[Mapping[str, Any]]:
    parties = Party.objects.public().filter(side=Party.Side.PROVIDER).order_by()
    named = parties.values("partner__slug", "partner__name").annotate(
        count=Count("agreement", distinct=True), unsure=Count("agreement", filter=unsure_q(), distinct=True)
    )
    return list(named.order_by("-count", "partner__sort_key")[:SHOWN])
