"""The nouns of cooperation, one module each; import them from here."""

from articles.models import Fact

from .agreement_sources import AgreementCitation, AgreementReading
from .agreements import Agreement
from .area_history import AreaName, AreaNameCitation, AreaSuccession, AreaSuccessionCitation
from .areas import Area, AreaCode
from .clauses import Clause, ClauseCitation, ClauseObligor, ClauseReading, ClauseTopic
from .deployments import Deployment, DeploymentCitation, DeploymentReading
from .events import Event, EventAgreement, EventCitation
from .legal_basis import AgreementLegalBasis
from .lifecycle import Lifecycle
from .lineage import Tie, lineage
from .outcomes import Indicator, Observation, ObservationCitation
from .parties import Party, PartyCitation, PartyReading, Signatory, SignatoryCitation
from .partners import Partner, PartnerName, Succession, SuccessionCitation
from .positions import Position, PositionCitation
from .relations import AgreementRelation, RelationCitation
from .reminders import Reminder
from .topics import Solution, Topic

# The kinds of facts that passages carry; each stands among a passage's under its `collection`.
FACTS: tuple[type[Fact], ...] = tuple(sorted(Fact.__subclasses__(), key=lambda fact: fact.table_order))
