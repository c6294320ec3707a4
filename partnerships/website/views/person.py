"""The page of one person: the offices held, what was signed in each, and who else was there."""

from __future__ import annotations

from typing import Any

from articles.models import load_sources
from partnerships.website.pages.person import met, signings_by_office
from partnerships.website.pages.sentences import career
from people.models import Person
from records.views import RecordDetail

SHOWN = 100


class PersonDetail(RecordDetail):
    model = Person
    template_name = "partnerships/person_detail.html"

    def context(self, person: Person) -> dict[str, Any]:
        positions = list(person.positions.public().select_related("partner").order_by("sort_date", "pk")[:SHOWN])
        signings = person.signatories.public().with_agreement().order_by("agreement__sort_date", "agreement", "pk")
        parts = list(signings[:SHOWN])
        load_sources(positions, parts)
        offices, others = signings_by_office(positions, parts)
        agreements = {part.agreement_id: part.agreement for part in parts}
        return {
            "summary": career(len(positions), list(agreements.values())),
            "positions": positions,
            "offices": offices,
            "others": others,
            "met": met(person, parts),
        }
