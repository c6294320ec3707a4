"""The page of one agreement: the answer first, then what was agreed, by whom, and what came of it."""

from __future__ import annotations

from typing import Any

from partnerships.models import Agreement
from partnerships.website.charts.timeline import timeline
from partnerships.website.pages.agreement import by_obligor, by_party, by_side, chain, facts_of, outcomes, parties_of
from partnerships.website.pages.sentences import summary
from records.views import RecordDetail


class AgreementDetail(RecordDetail):
    model = Agreement
    template_name = "partnerships/agreement_detail.html"

    @classmethod
    def related(cls) -> Any:
        return Agreement.objects.public()  # its parties come from `parties_of`

    def context(self, agreement: Agreement) -> dict[str, Any]:
        parties = parties_of(agreement)
        facts = facts_of(agreement, parties)
        return {
            "summary": summary(agreement, parties),
            "passages": agreement.sources,
            "parties": parties,
            "sides": by_side(parties),
            "clause_groups": by_obligor(facts.clauses),
            "outcomes": outcomes(facts.clauses),
            "people": by_party(facts.people),
            "timeline": timeline(chain(agreement, facts.relations)),
            "relations": facts.relations,
            "events": facts.events,
            "deployments": facts.deployments,
            "observations": facts.observations,
            "claims": facts.claims,
            "points": facts.points,
        }
