"""The page of one partner: its agreements with those of its units and predecessors, its people, what runs there."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from articles.models import load_sources
from partnerships.claims import claims
from partnerships.lineage import agreements_over_time, lineage
from partnerships.models import Agreement, Deployment, Lifecycle, Observation, Partner, Party, Succession
from partnerships.models.lifecycle import lifecycle_q
from records import dates
from records.views import RecordDetail

# A group as large as VNPT fills lists of its own; its page shows the first of each.
SHOWN = 50


class PartnerDetail(RecordDetail):
    model = Partner
    template_name = "partnerships/partner_detail.html"

    def context(self, partner: Partner) -> dict[str, Any]:
        positions = list(partner.positions.public().select_related("person", "partner")[:SHOWN])
        before_and_after, came = successions_of(partner), outcomes_of(partner)
        told = Q(partner=partner) | Q(indicator__counterpart=partner)
        if partner.area_id:
            told |= Q(area=partner.area_id)
        held = claims(Observation.objects.public().counted().filter(told)[:SHOWN])
        load_sources(positions, (claim.observation for claim in held), *before_and_after.values(), *came.values())
        return {
            "counts": counts(partner),
            "lived": agreements_over_time(lineage(partner), SHOWN),
            "claims": held,
            "units": list(partner.units.public()[:SHOWN]),
            "positions": positions,
            "solutions": list(partner.solutions.public()[:SHOWN]),
            **before_and_after,
            **came,
        }


def counts(partner: Partner) -> dict[str, int]:
    """Of the agreements that the partner itself is party to: all, and those that may be in force today."""
    own = Party.objects.public().filter(partner=partner).values("agreement")
    running = Q(lifecycle_q(Lifecycle.IN_FORCE, dates.today()))
    return (
        Agreement.objects.public().filter(pk__in=own).aggregate(all=Count("pk"), in_force=Count("pk", filter=running))
    )


def successions_of(partner: Partner) -> dict[str, list[Succession]]:
    """Whom it came from and what became of it."""
    return {
        "predecessors": list(partner.successions_from.public().select_related("successor", "predecessor")),
        "successors": list(partner.successions_to.public().select_related("successor", "predecessor")),
    }


def outcomes_of(partner: Partner) -> dict[str, Any]:
    """What runs at `partner`, what it has delivered elsewhere, and its figures."""
    delivered = Deployment.objects.public().with_subject().filter(provider=partner).exclude(partner=partner)
    return {
        "deployments": list(partner.deployments.public().with_subject()[:SHOWN]),
        "delivered": list(delivered[:SHOWN]),
        "observations": list(partner.observations.public().with_subject()[:SHOWN]),
    }
