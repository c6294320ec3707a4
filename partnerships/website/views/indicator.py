"""The pages of indicators: what is counted, and its values over time."""

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from articles.models import load_sources
from partnerships.filters import IndicatorFilterSet
from partnerships.models import Indicator, Observation
from partnerships.website.pages.claims import claims
from partnerships.website.pages.first import first
from partnerships.website.views.detail import DatedDetail
from records.pagination import Page
from records.views import RecordList

SHOWN = 100


class IndicatorList(RecordList):
    filterset_class = IndicatorFilterSet
    template_name = "partnerships/indicator_list.html"
    orderings = (("name", _("Name, A to Z")), ("-name", _("Name, Z to A")))

    def rows(self, page: Page) -> list[Any]:
        values = Observation.objects.public().filter(indicator__in=page.keys).order_by().values_list("indicator")
        counts, indicators = dict(values.annotate(n=Count("pk"))), super().rows(page)
        for indicator in indicators:
            indicator.observed = counts.get(indicator.pk, 0)
        return indicators


class IndicatorDetail(DatedDetail):
    model = Indicator
    template_name = "partnerships/indicator_detail.html"

    def context(self, indicator: Indicator) -> dict[str, Any]:
        found = indicator.observations.public().with_subject()
        observations = first(found, SHOWN, "api:observations-list", indicator=indicator.slug)
        held = claims(indicator.observations.public().counted()[:SHOWN]) if indicator.counts else []
        load_sources(observations.rows, (claim.observation for claim in held))
        return {"observations": observations.rows, "cut": observations, "claims": held}
