"""Agreements and what belongs to them."""

from django.db.models import F

from articles.api import CitingViewSet
from records.api.serializers import Nested
from records.columns import Column

from .. import filters, models


class AgreementViewSet(CitingViewSet):
    queryset = models.Agreement.objects.public()
    filterset_class = filters.AgreementFilterSet
    nested = (
        Nested("parties", models.Party, "agreement", extra=(Column("partner_name", F("partner__name")),)),
        Nested("clauses", models.Clause, "agreement"),
        Nested("signatories", models.Signatory, "agreement", extra=(Column("person_name", F("person__name")),)),
        Nested("relations", models.AgreementRelation, "agreement", extra=(Column("other_title", F("other__title")),)),
        Nested(
            "related_from", models.AgreementRelation, "other", extra=(Column("agreement_title", F("agreement__title")),)
        ),
        Nested("events", models.Event, "agreements", listed="agreement"),
    )


class PartyViewSet(CitingViewSet):
    queryset = models.Party.objects.public()
    filterset_class = filters.PartyFilterSet


class ClauseViewSet(CitingViewSet):
    queryset = models.Clause.objects.public()
    filterset_class = filters.ClauseFilterSet


class SignatoryViewSet(CitingViewSet):
    queryset = models.Signatory.objects.public()
    filterset_class = filters.SignatoryFilterSet


class RelationViewSet(CitingViewSet):
    queryset = models.AgreementRelation.objects.public()
    filterset_class = filters.RelationFilterSet
