"""The front page: what the register holds and ways in."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Article
from partnerships.models import Agreement, Area, Clause, Partner, Party
from partnerships.models.areas import province_now
from people.models import Person

SHOWN = 6
DAYS = 365


def home(request: HttpRequest) -> HttpResponse:
    agreements = Agreement.objects.public()
    context = {
        "counts": {model.collection: model.objects.public().count() for model in (Agreement, Partner, Person, Article)},
        "in_force": agreements.in_force().count(),
        "clause_count": Clause.objects.public().count(),
        "latest": list(agreements.with_related()[:SHOWN]),
        "expiring": list(agreements.with_related().expiring_within(DAYS)[:SHOWN]),
        "provinces": provinces(),
        "providers": providers(),
    }
    return render(request, "partnerships/home.html", context)


def provinces() -> list[dict[str, Any]]:
    """Today's provinces and how many agreements were signed with them or what they took the place of."""
    parties = Party.objects.public().annotate(province=province_now("partner__area__")).exclude(province="")
    counted = parties.order_by().values_list("province").annotate(agreements=Count("agreement", distinct=True))
    numbers = dict(counted)
    areas = Area.objects.public().with_partners()
    return [{"area": area, "count": numbers[area.slug]} for area in areas if area.slug in numbers]


def providers() -> list[dict[str, Any]]:
    parties = Party.objects.public().filter(side=Party.Side.PROVIDER).order_by()
    named = parties.values("partner__slug", "partner__name").annotate(count=Count("agreement", distinct=True))
    return list(named.order_by("-count", "partner__sort_key")[:SHOWN])
