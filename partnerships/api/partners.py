"""Partners, the areas they act in, and the people who hold office there."""

from typing import Any

from django.db.models import F, Q

from articles.api import CitingViewSet
from people.models import Person
from records.api.serializers import Nested
from records.columns import Column

from .. import filters, models

AGREEMENT_COLUMNS = (
    Column("agreement_title", F("agreement__title")),
    Column("agreement_signed", F("agreement__signed")),
)


def agreements_of(partner: Any) -> Q:
    return Q(pk__in=models.Party.objects.public().filter(partner=partner).values("agreement"))


class AreaViewSet(CitingViewSet):
    queryset = models.Area.objects.public()
    filterset_class = filters.AreaFilterSet
    nested = (
        Nested("parent", models.Area, "areas", single=True),
        Nested("names", models.AreaName, "area"),
        Nested("predecessors", models.AreaSuccession, "successor"),
        Nested("successors", models.AreaSuccession, "predecessor"),
        Nested("areas", models.Area, "parent"),
    )


class PartnerViewSet(CitingViewSet):
    queryset = models.Partner.objects.public()
    filterset_class = filters.PartnerFilterSet
    nested = (
        Nested("names", models.PartnerName, "partner", columns=(Column("kind"), Column("name"))),
        Nested("parent", models.Partner, "units", single=True),
        Nested("area", models.Area, "partners", single=True),
        Nested("units", models.Partner, "parent", listed="parent"),
        Nested("agreements", models.Agreement, agreements_of, listed="partner"),
        Nested(
            "positions", models.Position, "partner", extra=(Column("person_name", F("person__name")),), listed="partner"
        ),
        Nested("solutions", models.Solution, "provider", listed="provider"),
        Nested("deployments", models.Deployment, "partner", listed="partner"),
        Nested("provided_deployments", models.Deployment, "provider", listed="provider"),
        Nested("observations", models.Observation, "partner", listed="partner"),
        Nested("predecessors", models.Succession, "successor"),
        Nested("successors", models.Succession, "predecessor"),
    )


class PersonViewSet(CitingViewSet):
    queryset = Person.objects.public()
    filterset_class = filters.PersonFilterSet
    nested = (
        Nested(
            "positions", models.Position, "person", extra=(Column("partner_name", F("partner__name")),), listed="person"
        ),
        Nested("signatories", models.Signatory, "person", extra=AGREEMENT_COLUMNS, listed="person"),
    )


class PositionViewSet(CitingViewSet):
    queryset = models.Position.objects.public()
    filterset_class = filters.PositionFilterSet


class SuccessionViewSet(CitingViewSet):
    queryset = models.Succession.objects.public()
    filterset_class = filters.SuccessionFilterSet


class AreaNameViewSet(CitingViewSet):
    queryset = models.AreaName.objects.public()
    filterset_class = filters.AreaNameFilterSet


class AreaSuccessionViewSet(CitingViewSet):
    queryset = models.AreaSuccession.objects.public()
    filterset_class = filters.AreaSuccessionFilterSet
