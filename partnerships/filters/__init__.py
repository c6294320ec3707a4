"""One FilterSet a listed model: the page, the API and the download take the same parameters."""

from .agreements import AgreementFilterSet, ClauseFilterSet, PartyFilterSet, RelationFilterSet, SignatoryFilterSet
from .outcomes import (
    DeploymentFilterSet,
    EventFilterSet,
    IndicatorFilterSet,
    ObservationFilterSet,
    SolutionFilterSet,
    TopicFilterSet,
)
from .partners import AreaFilterSet, PartnerFilterSet, PersonFilterSet, PositionFilterSet, SuccessionFilterSet

__all__ = [
    "AgreementFilterSet",
    "AreaFilterSet",
    "ClauseFilterSet",
    "DeploymentFilterSet",
    "EventFilterSet",
    "IndicatorFilterSet",
    "ObservationFilterSet",
    "PartnerFilterSet",
    "PartyFilterSet",
    "PersonFilterSet",
    "PositionFilterSet",
    "RelationFilterSet",
    "SignatoryFilterSet",
    "SolutionFilterSet",
    "SuccessionFilterSet",
    "TopicFilterSet",
]
