"""What topics, solutions and what came of agreements are narrowed by."""

from django.db.models import Q
from django_filters.filterset import filterset_factory

from records.choice_filters import SlugsFilter, StableOrdering
from records.filters import FactFilterSet, RecordFilterSet

from ..models import Agreement, Deployment, Event, Indicator, Observation, Solution, Topic
from .places import ProvinceFilter, within

TopicFilterSet = filterset_factory(Topic, RecordFilterSet)
SolutionFilterSet = filterset_factory(Solution, RecordFilterSet, ("provider",))
IndicatorFilterSet = filterset_factory(Indicator, RecordFilterSet)


class DeploymentFilterSet(FactFilterSet):
    province = ProvinceFilter(lambda areas: within(areas, "area") | within(areas, "partner__area"))

    ordering = StableOrdering(fields={"as_of_latest": "as_of"})

    class Meta:
        model = Deployment
        fields = ("solution", "partner", "area", "provider", "state", "as_of", "certainty")


class ObservationFilterSet(FactFilterSet):
    province = ProvinceFilter(lambda areas: within(areas, "area") | within(areas, "partner__area"))

    ordering = StableOrdering(fields={"as_of_latest": "as_of", "value": "value"})

    class Meta:
        model = Observation
        fields = ("indicator", "partner", "area", "as_of", "certainty")


class EventFilterSet(RecordFilterSet):
    agreement = SlugsFilter(
        Agreement,
        lambda agreements: Q(pk__in=Event.objects.filter(agreement_links__agreement__in=agreements).values("pk")),
    )

    class Meta:
        model = Event
        fields = ("kind", "date", "certainty")
