"""The lists of topics and solutions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.filters import SolutionFilterSet, TopicFilterSet
from partnerships.models import Partner
from partnerships.website.pages.list_rows import solution_rows, topic_rows
from records.facets import LinkFacet
from records.pagination import Page
from records.views import RecordList


class TopicList(RecordList):
    filterset_class = TopicFilterSet
    template_name = "partnerships/topic_list.html"
    orderings = (("label", _("Name, A to Z")), ("-label", _("Name, Z to A")))

    def rows(self, page: Page) -> list[Any]:
        return topic_rows(page)


class SolutionList(RecordList):
    filterset_class = SolutionFilterSet
    template_name = "partnerships/solution_list.html"
    facets = (LinkFacet("provider", Partner),)
    orderings = (("name", _("Name, A to Z")), ("-name", _("Name, Z to A")))

    def rows(self, page: Page) -> list[Any]:
        return solution_rows(page)
