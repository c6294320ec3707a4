"""The pages of indicators: what is counted, and its values over time."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.filters import IndicatorFilterSet
from partnerships.models import Indicator
from records.views import RecordDetail, RecordList

SHOWN = 100


class IndicatorList(RecordList):
    filterset_class = IndicatorFilterSet
    template_name = "partnerships/indicator_list.html"
    orderings = (("name", _("Name, A to Z")), ("-name", _("Name, Z to A")))


class IndicatorDetail(RecordDetail):
    model = Indicator
    template_name = "partnerships/indicator_detail.html"

    def context(self, indicator: Indicator) -> dict[str, Any]:
        return {"observations": list(indicator.observations.public().with_related()[:SHOWN])}
