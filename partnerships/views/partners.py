"""The pages of partners."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from partnerships.filters import PartnerFilterSet
from partnerships.models import Agreement, Deployment, Partner, Party
from partnerships.periods import timeline
from records.views import RecordDetail, RecordList

from .choices import provinces

# A group as large as VNPT fills lists of its own; its page shows the first of each.
SHOWN = 50


class PartnerList(RecordList):
    filterset_class = PartnerFilterSet
    template_name = "partnerships/partner_list.html"
    offered = ("search", "kind", "province")
    choices = {"province": provinces}
    orderings = (("name", _("Name, A to Z")), ("-name", _("Name, Z to A")))

    def related(self) -> Any:
        parts = Party.objects.public().filter(partner=OuterRef("pk")).order_by().values("partner")
        counted = Subquery(parts.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        return super().related().annotate(agreement_count=Coalesce(counted, 0))


class PartnerDetail(RecordDetail):
    model = Partner
    template_name = "partnerships/partner_detail.html"

    def context(self, partner: Partner) -> dict[str, Any]:
        agreements = agreements_of(Party.objects.public().filter(partner=partner))
        through = agreements_of(Party.objects.public().filter(partner__in=partner.units.public()))
        shown = list(agreements[:SHOWN])
        return {
            "agreements": shown,
            "more_agreements": len(shown) == SHOWN,
            "agreements_of_units": list(through.exclude(pk__in=agreements.order_by().values("pk"))[:SHOWN]),
            "timeline": timeline(shown),
            "units": list(partner.units.public()[:SHOWN]),
            "positions": list(partner.positions.public().with_related()[:SHOWN]),
            **outcomes_of(partner),
            "successors": list(partner.successions_to.public().with_related()),
            "predecessors": list(partner.successions_from.public().with_related()),
        }


def agreements_of(parties: QuerySet) -> Any:
    return Agreement.objects.public().with_related().filter(pk__in=parties.values("agreement"))


def outcomes_of(partner: Partner) -> dict[str, Any]:
    """What runs at `partner`, what it has delivered elsewhere, and its figures."""
    delivered = Deployment.objects.public().with_related().filter(provider=partner).exclude(partner=partner)
    return {
        "deployments": list(partner.deployments.public().with_related()[:SHOWN]),
        "delivered": list(delivered[:SHOWN]),
        "solutions": list(partner.solutions.public()[:SHOWN]),
        "observations": list(partner.observations.public().with_related()[:SHOWN]),
    }
