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
