"""What is cooperated on, what is delivered, and what came of it."""

from typing import Any

from django.db.models import Q

from articles.api import CitingViewSet
from records.api.serializers import Nested
from records.api.viewsets import CollectionViewSet

from .. import filters, models


def agreements_on(topic: Any) -> Q:
    return Q(pk__in=models.Clause.objects.public().agreed().filter(topic_links__topic=topic).values("agreement"))


class TopicViewSet(CollectionViewSet):
    queryset = models.Topic.objects.public()
    filterset_class = filters.TopicFilterSet
    nested = (Nested("agreements", models.Agreement, agreements_on, listed="topic"),)


class SolutionViewSet(CitingViewSet):
    queryset = models.Solution.objects.public()
    filterset_class = filters.SolutionFilterSet
    nested = (
        Nested("provider", models.Partner, "solutions", single=True),
        Nested("deployments", models.Deployment, "solution", listed="solution"),
    )


class DeploymentViewSet(CitingViewSet):
    queryset = models.Deployment.objects.public()
    filterset_class = filters.DeploymentFilterSet


class IndicatorViewSet(CitingViewSet):
    queryset = models.Indicator.objects.public()
    filterset_class = filters.IndicatorFilterSet
    nested = (Nested("observations", models.Observation, "indicator", listed="indicator"),)


class ObservationViewSet(CitingViewSet):
    queryset = models.Observation.objects.public()
    filterset_class = filters.ObservationFilterSet


class EventViewSet(CitingViewSet):
    queryset = models.Event.objects.public()
    filterset_class = filters.EventFilterSet
    nested = (Nested("agreements", models.Agreement, "events"),)
