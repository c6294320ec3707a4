"""The nouns of cooperation, one module each; import them from here."""

from articles.models import Fact

from .agreements import Agreement, AgreementCitation
from .areas import Area
from .clauses import Clause, ClauseCitation, ClauseObligor, ClauseTopic
from .events import Event, EventAgreement, EventCitation
from .lifecycle import Lifecycle
from .outcomes import Deployment, DeploymentCitation, Indicator, Observation, ObservationCitation
from .parties import Party, PartyCitation, Signatory, SignatoryCitation
from .partners import Partner, PartnerName, Succession, SuccessionCitation
from .positions import Position, PositionCitation
from .relations import AgreementRelation, RelationCitation
from .topics import Solution, Topic

# The kinds of facts that passages carry; each stands among a passage's under its `collection`.
FACTS: tuple[type[Fact], ...] = tuple(sorted(Fact.__subclasses__(), key=lambda fact: fact.table_order))

__all__ = [
    "FACTS",
    "Agreement",
    "AgreementCitation",
    "AgreementRelation",
    "Area",
    "Clause",
    "ClauseCitation",
    "ClauseObligor",
    "ClauseTopic",
    "Deployment",
    "DeploymentCitation",
    "Event",
    "EventAgreement",
    "EventCitation",
    "Indicator",
    "Lifecycle",
    "Observation",
    "ObservationCitation",
    "Partner",
    "PartnerName",
    "Party",
    "PartyCitation",
    "Position",
    "PositionCitation",
    "RelationCitation",
    "Signatory",
    "SignatoryCitation",
    "Solution",
    "Succession",
    "SuccessionCitation",
    "Topic",
]
