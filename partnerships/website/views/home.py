"""The front page: what the register holds and ways in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Article, unsure_q
from partnerships.models import Agreement, Clause, Lifecycle, Partner, Party
from partnerships.website.charts.leaders import leaders
from partnerships.website.charts.outlines import outline
from partnerships.website.charts.province_map import Measure, province_map
from partnerships.website.counts import Division, Terms, standing
from partnerships.website.pages.commitments import PROMISED, promised_apart
from partnerships.website.pages.first import first
from partnerships.website.pages.trends import signed_by_year
from people.models import Person
from records.caching.counts import cached_counts
from records.caching.pages import cached_page
from records.view_decorators import takes

SHOWN, LATEST = 8, 3
DAYS = 365


@cached_page
@takes()
def home(request: HttpRequest) -> HttpResponse:
    agreements = Agreement.objects.public()
    context = {
        **counts(),
        "promised": PROMISED,
        "latest": list(agreements.with_readings()[:LATEST]),
        # Whatever is in force stands in this order in its list: those that end soonest come first.
        "expiring": first(
            agreements.with_readings().expiring_within(DAYS),
            LATEST,
            "agreements",
            lifecycle=Lifecycle.IN_FORCE.value,
            ordering="period_end",
        ),
        "late": first(
            Clause.objects.public().in_states(Clause.State.OVERDUE).by_state().with_state().select_related("agreement"),
            LATEST,
            "commitments",
            state=Clause.State.OVERDUE.value,
        ),
        "signed": signed_by_year(Terms.LIFECYCLE),
        "map": (drawn := province_map(Division.TODAY, Measure.RECORDED)),
        "country": outline(drawn.borders.provinces),
        "leaders": leaders(drawn.provinces),
        "provinces": with_bars(
            [(each.area.slug, each.area.name, each.count, each.counts.unsure) for each in drawn.ranked[:SHOWN]]
        ),
        "providers": with_bars(providers()),
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
        "overdue": promised_apart(Clause.objects.public().in_states(Clause.State.OVERDUE)),
    }


def sources() -> dict[str, int]:
    found = dict(Article.objects.public().order_by().values_list("kind").annotate(n=Count("pk")))
    names = {"articles": Article.Kind.PRESS_ARTICLE, "documents": Article.Kind.OFFICIAL_DOCUMENT}
    return {name: found.get(kind, 0) for name, kind in names.items()}


def with_bars(rows: Sequence[tuple[str, str, int, int]]) -> list[dict[str, Any]]:
    """Slug, name, count and of how many that is not certain, as rows of a table with bars."""
    most = max((count for _slug, _name, count, _unsure in rows), default=0)
    return [
        {"slug": slug, "name": name, "count": count, "unsure": unsure, "width": f"{100 * count / most:.2f}%"}
        for slug, name, count, unsure in rows
    ]


@cached_counts
def providers() -> Sequence[tuple[str, str, int, int]]:
    parties = Party.objects.public().filter(side=Party.Side.PROVIDER).order_by()
    named = parties.values_list("partner__slug", "partner__name").annotate(
        count=Count("agreement", distinct=True), unsure=Count("agreement", filter=unsure_q(), distinct=True)
    )
    return list(named.order_by("-count", "partner__sort_key")[:SHOWN])
