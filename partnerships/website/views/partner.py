"""The page of one partner: its agreements with those of its units and predecessors, its people, what runs there."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from articles.models import load_sources
from partnerships.area_tree import places
from partnerships.models import (
    Agreement,
    Deployment,
    Lifecycle,
    Observation,
    Partner,
    Party,
    Position,
    Solution,
    Succession,
)
from partnerships.models.lifecycle import lifecycle
from partnerships.website.pages.claims import claims
from partnerships.website.pages.partner import SHOWN, agreements_over_time, lineage
from records.views import RecordDetail


class PartnerDetail(RecordDetail):
    model = Partner
    template_name = "partnerships/partner_detail.html"

    def context(self, partner: Partner) -> dict[str, Any]:
        found = {name: list(rows) for name, rows in _of_partner(partner.pk).items()}
        held = claims(_claimed(partner.pk, partner.area_id or 0))
        cited = ("positions", "predecessors", "successors", "deployments", "delivered", "observations")
        load_sources((claim.observation for claim in held), *(found[name] for name in cited))
        return {
            "counts": counts(partner),
            "history": agreements_over_time(lineage(partner)),
            "claims": held,
            "place": places().then_and_now(partner.area_id),
            **found,
        }


def _of_partner(pk: int) -> dict[str, Any]:
    successions = Succession.objects.public().select_related("successor", "predecessor")
    deployments = Deployment.objects.public().with_subject()
    return {
        "units": Partner.objects.public().filter(parent=pk)[:SHOWN],
        "positions": Position.objects.public().select_related("person", "partner").filter(partner=pk)[:SHOWN],
        "solutions": Solution.objects.public().filter(provider=pk)[:SHOWN],
        "predecessors": successions.filter(successor=pk),
        "successors": successions.filter(predecessor=pk),
        "deployments": deployments.filter(partner=pk)[:SHOWN],
        # What it has brought to others.
        "delivered": deployments.filter(provider=pk).exclude(partner=pk)[:SHOWN],
        "observations": Observation.objects.public().with_subject().filter(partner=pk)[:SHOWN],
    }


def _claimed(partner: int, area: int) -> Any:
    told = Q(partner=partner) | Q(indicator__counterpart=partner) | Q(area=area)
    return Observation.objects.public().counted().filter(told)[:SHOWN]


def counts(partner: Partner) -> dict[str, int]:
    """Of the agreements that the partner itself is party to: all, and those that may be in force today."""
    own = Party.objects.public().filter(partner=partner).values("agreement")
    agreements = Agreement.objects.public().filter(pk__in=own).alias(state=lifecycle())
    return agreements.aggregate(all=Count("pk"), in_force=Count("pk", filter=Q(state=Lifecycle.IN_FORCE)))
