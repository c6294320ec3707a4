"""The list of partners; and one: what it and its units and predecessors agreed, its people, what runs there."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from articles.models import load_sources, unsure_q
from partnerships.filters import AgreementFilterSet, PartnerFilterSet
from partnerships.models import Deployment, Observation, Partner, Party, Position, Solution, Succession, lineage
from partnerships.models.area_tree import places
from partnerships.website.facets import ProvinceFacet
from partnerships.website.pages.claims import claims
from partnerships.website.pages.first import First, first
from partnerships.website.pages.partner import SHOWN, agreed_in_all, agreements_over_time
from partnerships.website.views.agreement import AgreementList
from partnerships.website.views.detail import DatedDetail
from records.facets import Offered, TermFacet, count, offer
from records.pagination import Page
from records.views import RecordList, counts_cache


class PartnerList(RecordList):
    filterset_class = PartnerFilterSet
    template_name = "partnerships/partner_list.html"
    facets = (TermFacet("kind", Partner.Kind), ProvinceFacet(F("area")))
    # English names are made by rule when they are shown, and no column holds them to sort by.
    orderings = (("name", _("Vietnamese name, A to Z")), ("-name", _("Vietnamese name, Z to A")))

    def rows(self, page: Page) -> list[Any]:
        tree = places()
        parts = Party.objects.public().filter(partner=OuterRef("pk")).order_by().values("partner")
        agreements, unsure = (
            Coalesce(Subquery(some.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
            for some in (parts, parts.filter(unsure_q()))
        )
        shown = Partner.objects.public().prefetch_related(Prefetch("parent", Partner.objects.public()))
        partners = page.records(shown.annotate(agreements=agreements, unsure=unsure))
        for partner in partners:
            partner.place = tree.then_and_now(partner.area_id)
        return partners


DIVIDED = ("lifecycle", "year", "province", "topic")


def divided(partner: Partner) -> dict[str, Offered]:
    """What its lineage agreed, by where it stands, its year, place and topic: each a way into the list."""
    filterset = AgreementFilterSet(QueryDict(urlencode({"lineage": partner.slug})))
    facets = [each for each in AgreementList.facets if each.name in DIVIDED]
    counted = counts_cache.get_or_compute((divided, partner.slug), lambda: count(filterset, facets))
    return {each.name: each for each in offer(filterset, facets, counted)}


class PartnerDetail(DatedDetail):
    model = Partner
    template_name = "partnerships/partner_detail.html"

    def context(self, partner: Partner) -> dict[str, Any]:
        cuts, successions = _of_partner(partner), Succession.objects.public().select_related("successor", "predecessor")
        found = {
            **{name: each.rows for name, each in cuts.items()},
            "predecessors": list(successions.filter(successor=partner)),
            "successors": list(successions.filter(predecessor=partner)),
        }
        about = Q(partner=partner) | Q(indicator__counterpart=partner) | Q(area=partner.area_id or 0)
        held = claims(Observation.objects.public().counted().filter(about)[:SHOWN])
        cited = ("positions", "predecessors", "successors", "deployments", "delivered", "observations")
        load_sources((claim.observation for claim in held), *(found[name] for name in cited))
        ties = lineage(partner)
        return {
            "standing": agreed_in_all(ties)[1],
            "alone": len(ties) == 1,
            "divided": divided(partner),
            "history": agreements_over_time(partner, ties),
            "claims": held,
            "place": places().then_and_now(partner.area_id),
            "cuts": cuts,
            **found,
        }


def _of_partner(partner: Partner) -> dict[str, First]:
    deployments = Deployment.objects.public().with_subject()
    delivered = deployments.filter(provider=partner)
    positions = Position.objects.public().select_related("person", "partner")
    observations = Observation.objects.public().with_subject()
    lists: dict[str, tuple[Any, str, str]] = {
        "units": (Partner.objects.public().filter(parent=partner), "partners", "parent"),
        "positions": (positions.filter(partner=partner), "api:positions-list", "partner"),
        "solutions": (Solution.objects.public().filter(provider=partner), "solutions", "provider"),
        "deployments": (deployments.filter(partner=partner), "api:deployments-list", "partner"),
        # What it has brought to others.
        "delivered": (delivered.exclude(partner=partner), "api:deployments-list", "provider"),
        "observations": (observations.filter(partner=partner), "api:observations-list", "partner"),
    }
    return {name: first(rows, SHOWN, view, **{of: partner.slug}) for name, (rows, view, of) in lists.items()}
