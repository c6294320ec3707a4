"""The list of agreements."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.models import Certainty
from partnerships.filters import AgreementFilterSet
from partnerships.models import Agreement, Topic
from partnerships.website.counts import AREAS, TOPICS
from partnerships.website.facets import LifecycleFacet, ProviderFacet, ProvinceFacet, merged
from partnerships.website.pages.list_rows import agreement_rows, draw
from records.facets import Counted, LinkFacet, TermFacet, YearFacet
from records.pagination import Page
from records.views import RecordList


class AgreementList(RecordList):
    filterset_class = AgreementFilterSet
    template_name = "partnerships/agreement_list.html"
    typed = ("search", "signed_from", "signed_to")
    facets = (
        ProviderFacet(),
        ProvinceFacet(AREAS),
        LifecycleFacet(),
        TermFacet("kind", Agreement.Kind),
        LinkFacet("topic", Topic, TOPICS),
        YearFacet("year", "signed"),
        TermFacet("certainty", Certainty),
    )
    orderings = (
        ("-signed", _("Newest signed first")),
        ("signed", _("Oldest signed first")),
        ("period_end", _("Soonest end of period first")),
        ("title", _("Title, A to Z")),
    )

    def rows(self, page: Page) -> list[Any]:
        return agreement_rows(page)

    def context(self, filterset: Any, rows: list[Any], counts: Counted) -> dict[str, Any]:
        chosen = filterset.form.cleaned_data["province"]
        return {"timeline": draw(rows), "merged": merged(chosen, counts.counts["province"])}
