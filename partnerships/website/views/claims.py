"""Every number that an article gives and the register can hold against its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import load_sources
from partnerships.models import Agreement, Observation
from partnerships.website.pages.claims import SHOWN, claims, points_of
from records.caching.pages import cached_page
from records.view_decorators import takes


@cached_page
@takes()
def claims_view(request: HttpRequest) -> HttpResponse:
    found = claims(Observation.objects.public().counted()[:SHOWN])
    points = points_of(Agreement.objects.public())
    load_sources((claim.observation for claim in found), (each.agreement for each in points))
    return render(request, "partnerships/claims.html", {"claims": found, "points": points})
