"""Partners, the areas they act in, and the people who hold office there."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q

from articles.api import CitingViewSet
from people.api import PersonViewSet as PlainPersonViewSet
from records.api.viewsets import CollectionViewSet, Nested
from records.columns import Column

from ..filters import AreaFilterSet, PartnerFilterSet, PersonFilterSet, PositionFilterSet, SuccessionFilterSet
from ..models import (
    Agreement,
    Area,
    Deployment,
    Observation,
    Partner,
    PartnerName,
    Party,
    Position,
    Signatory,
    Solution,
    Succession,
)

AGREEMENT_COLUMNS = (
    Column("agreement_title", F("agreement__title")),
    Column("agreement_signed", F("agreement__signed")),
)


def agreements_of(partner: Any) -> Q:
    return Q(pk__in=Party.objects.public().filter(partner=partner).values("agreement"))


class AreaViewSet(CollectionViewSet):
    model = Area
    filterset_class = AreaFilterSet
    nested = (
        Nested("parent", Area, "areas", single=True),
        Nested("succeeded_by", Area, "predecessors", single=True),
        Nested("predecessors", Area, "succeeded_by"),
        Nested("areas", Area, "parent"),
    )


class PartnerViewSet(CitingViewSet):
    model = Partner
    filterset_class = PartnerFilterSet
    nested = (
        Nested("names", PartnerName, "partner", columns=(Column("kind"), Column("name"))),
        Nested("parent", Partner, "units", single=True),
        Nested("area", Area, "partners", single=True),
        Nested("units", Partner, "parent", listed="parent"),
        Nested("agreements", Agreement, agreements_of, listed="partner"),
        Nested("positions", Position, "partner", extra=(Column("person_name", F("person__name")),), listed="partner"),
        Nested("solutions", Solution, "provider", listed="provider"),
        Nested("deployments", Deployment, "partner", listed="partner"),
        Nested("provided_deployments", Deployment, "provider", listed="provider"),
        Nested("observations", Observation, "partner", listed="partner"),
        Nested("predecessors", Succession, "successor"),
        Nested("successors", Succession, "predecessor"),
    )


class PersonViewSet(CitingViewSet, PlainPersonViewSet):
    filterset_class = PersonFilterSet
    nested = (
        Nested("positions", Position, "person", extra=(Column("partner_name", F("partner__name")),), listed="person"),
        Nested("signatories", Signatory, "person", extra=AGREEMENT_COLUMNS, listed="person"),
    )


class PositionViewSet(CitingViewSet):
    model = Position
    filterset_class = PositionFilterSet


class SuccessionViewSet(CitingViewSet):
    model = Succession
    filterset_class = SuccessionFilterSet
