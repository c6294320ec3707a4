"""The pages of agreements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from articles.models import Passage
from partnerships.filters import AgreementFilterSet
from partnerships.models import (
    Agreement,
    AgreementRelation,
    Area,
    Clause,
    Deployment,
    Observation,
    Party,
    Signatory,
)
from partnerships.periods import timeline
from records.views import RecordDetail, RecordList

from .choices import provinces, topics

LONGEST_CHAIN = 6
_Kind = AgreementRelation.Kind
# What leads from one agreement to the next between the same sides.
CONTINUES = (_Kind.RENEWS, _Kind.SUPERSEDES, _Kind.FOLLOWS)
INVERSE = {
    _Kind.RENEWS: _("is renewed by"),
    _Kind.SUPERSEDES: _("is superseded by"),
    _Kind.AMENDS: _("is amended by"),
    _Kind.PART_OF: _("comprises"),
    _Kind.FOLLOWS: _("is followed by"),
}


class AgreementList(RecordList):
    filterset_class = AgreementFilterSet
    template_name = "partnerships/agreement_list.html"
    offered = ("search", "lifecycle", "kind", "province", "topic", "signed_from", "signed_to")
    choices = {"province": provinces, "topic": topics}
    orderings = (
        ("-signed", _("Newest signed first")),
        ("signed", _("Oldest signed first")),
        ("period_end", _("Soonest end of period first")),
        ("title", _("Title, A to Z")),
    )

    def context(self, filterset: Any, rows: list[Agreement]) -> dict[str, Any]:
        chosen = filterset.form.cleaned_data["province"]
        return {
            "timeline": timeline(rows),
            "predecessors": predecessors(chosen, filterset.qs) if chosen else (),
        }


def predecessors(chosen: Iterable[Area], agreements: QuerySet) -> list[Area]:
    """The provinces that became part of the `chosen` ones and with which some of `agreements` were signed."""
    parties = Party.objects.public().filter(agreement__in=agreements.order_by().values("pk"))
    found = Area.objects.public().filter(pk__in=parties.values("partner__area"))
    named = Q(pk__in=found.values("pk")) | Q(pk__in=found.values("parent"))
    return [
        area
        for each in chosen
        for area in Area.objects.public().within(each).filter(named, succeeded_by__isnull=False).with_related()
        if area.pk != each.pk and area.succeeded_by
    ]


class AgreementDetail(RecordDetail):
    model = Agreement
    template_name = "partnerships/agreement_detail.html"

    def related(self) -> Any:
        return Agreement.objects.public().with_evidence()

    def context(self, agreement: Agreement) -> dict[str, Any]:
        clauses = list(agreement.clauses.public().with_related())
        public_side = [party for party in agreement.parties.all() if party.side != Party.Side.PROVIDER]
        return {
            "passages": Passage.objects.public().with_related().filter(agreements=agreement),
            "sides": by_side(agreement.parties.all()),
            "clause_groups": by_obligor(clauses),
            "recorded_points": sum(clause.kind == Clause.Kind.AREA for clause in clauses),
            "people": by_party(agreement.signatories.public().with_related()),
            "timeline": timeline(chain(agreement)),
            "relations": relations(agreement),
            "events": agreement.events.public().with_related(),
            "deployments": about(Deployment, public_side),
            "observations": about(Observation, public_side),
        }


@dataclass(slots=True)
class Group:
    """Facts under one heading; `parties` are whom they concern."""

    label: Any
    parties: tuple[Party, ...] = ()
    facts: list[Any] = field(default_factory=list)


def by_side(parties: Iterable[Party]) -> list[Group]:
    groups = {side: Group(side.label) for side in (Party.Side.PUBLIC_BODY, Party.Side.PROVIDER, Party.Side.OTHER)}
    for party in parties:
        groups[Party.Side(party.side)].facts.append(party)
    return [group for group in groups.values() if group.facts]


def by_obligor(clauses: Iterable[Clause]) -> list[Group]:
    """Areas of cooperation, then obligations, then goals; each apart by who owes it."""
    labels = {
        Clause.Kind.AREA: _("Areas of cooperation"),
        Clause.Kind.OBLIGATION: _("Obligations"),
        Clause.Kind.GOAL: _("Goals"),
    }
    groups: dict[tuple[str, tuple[int, ...]], Group] = {}
    for kind, label in labels.items():
        for clause in clauses:
            if clause.kind == kind:
                owing = tuple(sorted(clause.obligors.all(), key=lambda party: party.pk))
                key = (kind, tuple(party.pk for party in owing))
                groups.setdefault(key, Group(label, owing)).facts.append(clause)
    return list(groups.values())


def by_party(signatories: Iterable[Signatory]) -> list[Group]:
    """Who was there, by the party they were there for; one person's parts stay together."""
    groups: dict[Any, Group] = {}
    for signatory in signatories:
        party = signatory.party
        group = groups.setdefault(party and party.pk, Group("", (party,) if party else ()))
        group.facts.append(signatory)
    for group in groups.values():
        order = {signatory.person_id: place for place, signatory in reversed(list(enumerate(group.facts)))}
        group.facts.sort(key=lambda signatory: order[signatory.person_id])
    return sorted(groups.values(), key=lambda group: not group.parties)


@dataclass(frozen=True, slots=True)
class Related:
    """Another agreement, seen from the one at hand."""

    label: Any
    agreement: Agreement
    relation: AgreementRelation


def relations(agreement: Agreement) -> list[Related]:
    ahead = agreement.relations.public().with_related()
    back = agreement.related_from.public().with_related()
    return [Related(relation.get_kind_display(), relation.other, relation) for relation in ahead] + [
        Related(INVERSE[_Kind(relation.kind)], relation.agreement, relation) for relation in back
    ]


def chain(agreement: Agreement) -> list[Agreement]:
    """`agreement` among those it continues and those that continue it, oldest first."""
    found, added = {agreement.pk}, {agreement.pk}
    for _step in range(LONGEST_CHAIN):
        links = AgreementRelation.objects.public().filter(kind__in=CONTINUES)
        pairs = links.filter(Q(agreement__in=added) | Q(other__in=added)).values_list("agreement", "other")
        added = {pk for pair in pairs for pk in pair} - found
        if not added:
            break
        found |= added
    return list(Agreement.objects.public().with_lifecycle().filter(pk__in=found).order_by("sort_date", "pk"))


def about(model: Any, parties: Iterable[Party]) -> QuerySet:
    """What is recorded of `parties` and of the areas they stand for."""
    partners = {party.partner_id for party in parties}
    areas = {party.partner.area_id for party in parties if party.partner.area}
    return model.objects.public().with_related().filter(Q(partner__in=partners) | Q(area__in=areas))
