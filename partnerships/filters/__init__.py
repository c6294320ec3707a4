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
from .partners import (
    AreaFilterSet,
    AreaNameFilterSet,
    AreaSuccessionFilterSet,
    PartnerFilterSet,
    PersonFilterSet,
    PositionFilterSet,
    SuccessionFilterSet,
)

__all__ = [
    "AgreementFilterSet",
    "AreaFilterSet",
    "AreaNameFilterSet",
    "AreaSuccessionFilterSet",
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
