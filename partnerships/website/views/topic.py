"""The pages of one topic and of one solution."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import Count, Q

from articles.models import load_sources
from partnerships.models import Agreement, Clause, Solution, Topic
from records.views import RecordDetail

SHOWN = 100


class TopicDetail(RecordDetail):
    model = Topic
    template_name = "partnerships/topic_detail.html"

    def context(self, topic: Topic) -> dict[str, Any]:
        found = topic.clauses.public().select_related("agreement")
        clauses = list(found.order_by("-agreement__sort_date", "agreement", "number")[:SHOWN])
        load_sources(clauses)
        return {"groups": by_agreement(clauses), "counts": counts(topic)}


def by_agreement(clauses: Iterable[Clause]) -> list[tuple[Agreement, list[Clause]]]:
    """The clauses that stand together, under the agreement they are of."""
    return [(agreement, list(group)) for agreement, group in groupby(clauses, key=lambda clause: clause.agreement)]


def counts(topic: Topic) -> dict[str, int]:
    """How many agreements have a clause on the topic, how many clauses, and how many may be in force today."""
    clauses = Clause.objects.public().filter(topics=topic)
    running = Q(pk__in=Agreement.objects.public().in_force().values("pk"))
    agreements = Agreement.objects.public().filter(pk__in=clauses.values("agreement"))
    return {
        "clauses": clauses.count(),
        **agreements.aggregate(agreements=Count("pk"), in_force=Count("pk", filter=running)),
    }


class SolutionDetail(RecordDetail):
    model = Solution
    template_name = "partnerships/solution_detail.html"

    def context(self, solution: Solution) -> dict[str, Any]:
        deployments = list(solution.deployments.public().with_subject()[:SHOWN])
        load_sources(deployments)
        return {"deployments": deployments}
