"""Agreements and what belongs to them."""

from __future__ import annotations

from django.db.models import F

from articles.api import CitingViewSet
from records.api.viewsets import Nested
from records.columns import Column

from ..filters import AgreementFilterSet, ClauseFilterSet, PartyFilterSet, RelationFilterSet, SignatoryFilterSet
from ..models import Agreement, AgreementRelation, Clause, Event, Party, Signatory


class AgreementViewSet(CitingViewSet):
    model = Agreement
    filterset_class = AgreementFilterSet
    nested = (
        Nested("parties", Party, "agreement", extra=(Column("partner_name", F("partner__name")),)),
        Nested("clauses", Clause, "agreement"),
        Nested("signatories", Signatory, "agreement", extra=(Column("person_name", F("person__name")),)),
        Nested("relations", AgreementRelation, "agreement", extra=(Column("other_title", F("other__title")),)),
        Nested("related_from", AgreementRelation, "other", extra=(Column("agreement_title", F("agreement__title")),)),
        Nested("events", Event, "agreements", listed="agreement"),
    )


class PartyViewSet(CitingViewSet):
    model = Party
    filterset_class = PartyFilterSet


class ClauseViewSet(CitingViewSet):
    model = Clause
    filterset_class = ClauseFilterSet


class SignatoryViewSet(CitingViewSet):
    model = Signatory
    filterset_class = SignatoryFilterSet


class RelationViewSet(CitingViewSet):
    model = AgreementRelation
    filterset_class = RelationFilterSet
