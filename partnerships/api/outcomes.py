"""What is cooperated on, what is delivered, and what came of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from articles.api import CitingViewSet
from records.api.viewsets import CollectionViewSet, Nested

from ..filters import (
    DeploymentFilterSet,
    EventFilterSet,
    IndicatorFilterSet,
    ObservationFilterSet,
    SolutionFilterSet,
    TopicFilterSet,
)
from ..models import Agreement, Clause, Deployment, Event, Indicator, Observation, Partner, Solution, Topic


def agreements_on(topic: Any) -> Q:
    return Q(pk__in=Clause.objects.public().filter(topic_links__topic=topic).values("agreement"))


class TopicViewSet(CollectionViewSet):
    model = Topic
    filterset_class = TopicFilterSet
    nested = (Nested("agreements", Agreement, agreements_on, listed="topic"),)


class SolutionViewSet(CitingViewSet):
    model = Solution
    filterset_class = SolutionFilterSet
    nested = (
        Nested("provider", Partner, "solutions", single=True),
        Nested("deployments", Deployment, "solution", listed="solution"),
    )


class DeploymentViewSet(CitingViewSet):
    model = Deployment
    filterset_class = DeploymentFilterSet


class IndicatorViewSet(CitingViewSet):
    model = Indicator
    filterset_class = IndicatorFilterSet
    nested = (Nested("observations", Observation, "indicator", listed="indicator"),)


class ObservationViewSet(CitingViewSet):
    model = Observation
    filterset_class = ObservationFilterSet


class EventViewSet(CitingViewSet):
    model = Event
    filterset_class = EventFilterSet
    nested = (Nested("agreements", Agreement, "events"),)
