"""The pages of topics and solutions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.filters import SolutionFilterSet, TopicFilterSet
from partnerships.models import Solution, Topic
from records.views import RecordDetail, RecordList

SHOWN = 100


class TopicList(RecordList):
    filterset_class = TopicFilterSet
    template_name = "partnerships/topic_list.html"
    orderings = (("label", _("Name, A to Z")), ("-label", _("Name, Z to A")))


class TopicDetail(RecordDetail):
    model = Topic
    template_name = "partnerships/topic_detail.html"

    def context(self, topic: Topic) -> dict[str, Any]:
        clauses = topic.clauses.public().with_related().order_by("-agreement__sort_date", "agreement", "number")
        return {"clauses": list(clauses[:SHOWN])}


class SolutionList(RecordList):
    filterset_class = SolutionFilterSet
    template_name = "partnerships/solution_list.html"
    orderings = (("name", _("Name, A to Z")), ("-name", _("Name, Z to A")))


class SolutionDetail(RecordDetail):
    model = Solution
    template_name = "partnerships/solution_detail.html"

    def context(self, solution: Solution) -> dict[str, Any]:
        return {"deployments": list(solution.deployments.public().with_related()[:SHOWN])}
