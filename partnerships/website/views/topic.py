"""The lists of topics and solutions, and the page of one of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from articles.models import load_sources, unsure_q
from partnerships.filters import SolutionFilterSet, TopicFilterSet
from partnerships.models import Agreement, Clause, Lifecycle, Partner, Solution, Topic
from partnerships.website.counts import InState, TopicCount, by_state, by_topic
from partnerships.website.pages.first import first
from partnerships.website.views.detail import DatedDetail
from records.columns import linked
from records.facets import LinkFacet
from records.pagination import Page
from records.rows import Row
from records.views import RecordList

SHOWN = 100


@dataclass(slots=True)
class TopicRow(Row):
    """`apart`: how many points on it nobody promised."""

    view = "topic"
    description: str
    agreements: TopicCount
    apart: int


@dataclass(slots=True)
class SolutionRow(Row):
    """With the name of who offers it ("" for nobody), and in how many places it was in which state."""

    view = "solution"
    description: str
    provider: str
    states: Sequence[InState]


class TopicList(RecordList):
    filterset_class = TopicFilterSet
    template_name = "partnerships/topic_list.html"
    orderings = (("label", _("Name, A to Z")), ("-label", _("Name, Z to A")))

    def rows(self, page: Page) -> list[Any]:
        agreements, points = by_topic(), Clause.objects.public().exclude(Clause.agreed_q()).order_by()
        apart = dict(points.filter(topics__in=page.keys).values_list("topics").annotate(n=Count("pk")))
        return [
            TopicRow(
                topic.slug,
                str(topic),
                topic.description,
                agreements.get(topic.slug, TopicCount()),
                apart.get(topic.pk, 0),
            )
            for topic in page.records(Topic.objects.public())
        ]


class SolutionList(RecordList):
    filterset_class = SolutionFilterSet
    template_name = "partnerships/solution_list.html"
    facets = (LinkFacet("provider", Partner),)
    orderings = (("name", _("Name, A to Z")), ("-name", _("Name, Z to A")))

    def rows(self, page: Page) -> list[Any]:
        provider: Any = linked(Solution, "provider", "name").shown
        found = page.values(Solution.objects.public(), "slug", "name", "description", provider)
        states = by_state([slug for slug, *_named in found])
        return [
            SolutionRow(slug, name, description, offered_by, states.get(slug, ()))
            for slug, name, description, offered_by in found
        ]


class TopicDetail(DatedDetail):
    model = Topic
    template_name = "partnerships/topic_detail.html"

    def context(self, topic: Topic) -> dict[str, Any]:
        found = topic.clauses.public().select_related("agreement")
        newest = found.order_by("-agreement__sort_date", "agreement", "number")
        clauses = first(newest, SHOWN, "commitments", topic=topic.slug)
        load_sources(clauses.rows)
        return {"groups": by_agreement(clauses.rows), "cut": clauses, "counts": counts(topic)}


def by_agreement(clauses: Iterable[Clause]) -> list[tuple[Agreement, list[Clause]]]:
    return [(agreement, list(group)) for agreement, group in groupby(clauses, key=lambda clause: clause.agreement)]


def counts(topic: Topic) -> dict[str, int]:
    """How many agreements have a clause on the topic, how many clauses, and how many may be in force today."""
    clauses = Clause.objects.public().agreed().filter(topics=topic)
    in_state = {
        name: Count("pk", filter=Q(pk__in=Agreement.objects.public().in_states(state).values("pk")))
        for name, state in (("in_force", Lifecycle.IN_FORCE), ("no_period", Lifecycle.UNKNOWN))
    }
    agreements = Agreement.objects.public().filter(pk__in=clauses.values("agreement"))
    sure = Q(pk__in=clauses.exclude(unsure_q()).values("agreement"))
    return {
        "clauses": clauses.count(),
        **agreements.aggregate(agreements=Count("pk"), unsure=Count("pk", filter=~sure), **in_state),
    }


class SolutionDetail(DatedDetail):
    model = Solution
    template_name = "partnerships/solution_detail.html"

    def context(self, solution: Solution) -> dict[str, Any]:
        found = solution.deployments.public().with_subject()
        deployments = first(found, SHOWN, "api:deployments-list", solution=solution.slug)
        load_sources(deployments.rows)
        return {
            "deployments": deployments.rows,
            "cut": deployments,
            "states": by_state([solution.slug]).get(solution.slug, ()),
        }
