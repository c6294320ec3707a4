"""The lists of topics and solutions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.filters import SolutionFilterSet, TopicFilterSet
from partnerships.models import Partner, Solution, Topic
from records.facets import LinkFacet
from records.pagination import Page
from records.rows import NotedRow, page_of
from records.views import RecordList


class TopicList(RecordList):
    filterset_class = TopicFilterSet
    template_name = "partnerships/topic_list.html"
    orderings = (("label", _("Name, A to Z")), ("-label", _("Name, Z to A")))

    def rows(self, page: Page) -> list[Any]:
        topics, address = page.records(Topic.objects.public()), page_of("topic")
        return [NotedRow(topic.slug, str(topic), address(topic.slug), topic.description) for topic in topics]


class SolutionList(RecordList):
    filterset_class = SolutionFilterSet
    template_name = "partnerships/solution_list.html"
    facets = (LinkFacet("provider", Partner),)
    orderings = (("name", _("Name, A to Z")), ("-name", _("Name, Z to A")))

    def rows(self, page: Page) -> list[Any]:
        address = page_of("solution")
        return [
            NotedRow(each.slug, each.name, address(each.slug), each.description, each.provider and each.provider.name)
            for each in page.records(Solution.objects.public().with_related())
        ]
