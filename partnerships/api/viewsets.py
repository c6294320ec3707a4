"""Every collection of the API, in the order of its root: what narrows it, and what a detail carries."""

from typing import Any

from django.db.models import F, Q

from articles.api import CitingSerializer
from articles.filters import ArticleFilterSet, OutletFilterSet, PassageFilterSet
from articles.models import Article, Outlet, Passage
from records.api.serializers import Nested
from records.api.viewsets import CollectionViewSet
from records.columns import Column
from records.filters import RecordFilterSet

from .. import filters, models
from .articles import ArticleSerializer, PassageSerializer

OTHER_TITLE = (Column("other_title", F("other__title")),)
AGREEMENT_TITLE = (Column("agreement_title", F("agreement__title")),)
AGREEMENT = (*AGREEMENT_TITLE, Column("agreement_signed", F("agreement__signed")))
PARTNER_NAME = (Column("partner_name", F("partner__name")),)
PERSON_NAME = (Column("person_name", F("person__name")),)


def agreements_on(topic: Any) -> Q:
    return Q(pk__in=models.Clause.objects.public().agreed().filter(topic_links__topic=topic).values("agreement"))


def collection(
    filterset_class: type[RecordFilterSet], *nested: Nested, serializer_class: Any = CitingSerializer
) -> type[CollectionViewSet]:
    model: Any = filterset_class._meta.model
    members = {"filterset_class": filterset_class, "nested": nested, "serializer_class": serializer_class}
    return type(f"{model.__name__}ViewSet", (CollectionViewSet,), {"queryset": model.objects.public(), **members})


VIEWSETS = (
    collection(
        filters.AreaFilterSet,
        Nested("parent", models.Area, "areas", single=True),
        Nested("names", models.AreaName, "area"),
        Nested("predecessors", models.AreaSuccession, "successor"),
        Nested("successors", models.AreaSuccession, "predecessor"),
        Nested("areas", models.Area, "parent", listed="within"),
    ),
    collection(
        filters.PartnerFilterSet,
        Nested("parent", models.Partner, "units", single=True),
        Nested("area", models.Area, "partners", single=True),
        Nested("units", models.Partner, "parent", listed="parent"),
        Nested("agreements", models.Agreement, "parties__partner", listed="partner"),
        Nested("positions", models.Position, "partner", extra=PERSON_NAME, listed="partner"),
        Nested("solutions", models.Solution, "provider", listed="provider"),
        Nested("deployments", models.Deployment, "partner", listed="partner"),
        Nested("provided_deployments", models.Deployment, "provider", listed="provider"),
        Nested("observations", models.Observation, "partner", listed="partner"),
        Nested("predecessors", models.Succession, "successor"),
        Nested("successors", models.Succession, "predecessor"),
    ),
    collection(
        filters.AgreementFilterSet,
        Nested("parties", models.Party, "agreement", extra=PARTNER_NAME, listed="agreement"),
        Nested("clauses", models.Clause, "agreement", listed="agreement"),
        Nested("signatories", models.Signatory, "agreement", extra=PERSON_NAME, listed="agreement"),
        Nested("relations", models.AgreementRelation, "agreement", extra=OTHER_TITLE, listed="agreement"),
        Nested("related_from", models.AgreementRelation, "other", extra=AGREEMENT_TITLE, listed="other"),
        Nested("events", models.Event, "agreements", listed="agreement"),
    ),
    collection(filters.PartyFilterSet),
    collection(filters.ClauseFilterSet),
    collection(filters.SignatoryFilterSet),
    collection(
        filters.PersonFilterSet,
        Nested("positions", models.Position, "person", extra=PARTNER_NAME, listed="person"),
        Nested("signatories", models.Signatory, "person", extra=AGREEMENT, listed="person"),
    ),
    collection(filters.PositionFilterSet),
    collection(OutletFilterSet, Nested("articles", Article, "outlet", listed="outlet")),
    collection(
        ArticleFilterSet,
        Nested("outlet", Outlet, "articles", single=True),
        Nested("passages", Passage, "article", listed="article"),
        serializer_class=ArticleSerializer,
    ),
    collection(PassageFilterSet, serializer_class=PassageSerializer),
    collection(filters.TopicFilterSet, Nested("agreements", models.Agreement, agreements_on, listed="topic")),
    collection(
        filters.SolutionFilterSet,
        Nested("provider", models.Partner, "solutions", single=True),
        Nested("deployments", models.Deployment, "solution", listed="solution"),
    ),
    collection(filters.DeploymentFilterSet),
    collection(filters.IndicatorFilterSet, Nested("observations", models.Observation, "indicator", listed="indicator")),
    collection(filters.ObservationFilterSet),
    collection(filters.EventFilterSet, Nested("agreements", models.Agreement, "events")),
    collection(filters.RelationFilterSet),
    collection(filters.SuccessionFilterSet),
    collection(filters.AreaNameFilterSet),
    collection(filters.AreaSuccessionFilterSet),
)
