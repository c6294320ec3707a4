"""The lists of topics and solutions, and the page of one of each."""

from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from articles.models import load_sources, unsure_q
from partnerships.filters import SolutionFilterSet, TopicFilterSet
from partnerships.models import Agreement, Clause, Partner, Solution, Topic
from partnerships.website.counts import TopicCount, by_state, by_topic, standing
from partnerships.website.pages.first import first
from partnerships.website.views.detail import DatedDetail
from records.choice_filters import key_of_name
from records.facets import LinkFacet
from records.pagination import Page
from records.views import RecordList

SHOWN = 100


class TopicList(RecordList):
    filterset_class = TopicFilterSet
    template_name = "partnerships/topic_list.html"
    orderings = (("label", _("Name, A to Z")), ("-label", _("Name, Z to A")))

    def in_order(self, found: Any, total: int | None) -> Any:
        return found if self.request.GET.get("ordering") else found.order_by(key_of_name(Topic), "pk")

    def rows(self, page: Page) -> list[Any]:
        agreements, points = by_topic(), Clause.objects.public().exclude(Clause.agreed_q()).order_by()
        # How many points on it nobody promised.
        apart = dict(points.filter(topics__in=page.keys).values_list("topics").annotate(n=Count("pk")))
        topics = super().rows(page)
        for topic in topics:
            topic.agreements, topic.apart = agreements.get(topic.slug, TopicCount()), apart.get(topic.pk, 0)
        return topics


class SolutionList(RecordList):
    filterset_class = SolutionFilterSet
    template_name = "partnerships/solution_list.html"
    facets = (LinkFacet("provider", Partner),)
    orderings = (("name", _("Name, A to Z")), ("-name", _("Name, Z to A")))

    def rows(self, page: Page) -> list[Any]:
        solutions = page.records(Solution.objects.public().with_related())
        states = by_state([solution.slug for solution in solutions])
        for solution in solutions:
            solution.states = states.get(solution.slug, ())
        return solutions


class TopicDetail(DatedDetail):
    model = Topic
    template_name = "partnerships/topic_detail.html"

    def context(self, topic: Topic) -> dict[str, Any]:
        found = topic.clauses.public().with_state().select_related("agreement")
        newest = found.order_by("-agreement__sort_date", "agreement", "number")
        clauses = first(newest, SHOWN, "commitments", topic=topic.slug)
        load_sources(clauses.rows)
        promised = found.order_by().agreed()
        agreements = Agreement.objects.public().filter(pk__in=promised.values("agreement"))
        return {
            "groups": [(each, [*group]) for each, group in groupby(clauses.rows, attrgetter("agreement"))],
            "cut": clauses,
            "promised": promised.count(),
            "standing": standing(agreements, promised.exclude(unsure_q()).values("agreement")),
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
