"""The pages of agreements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
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

# What is reported of a large province fills pages; an agreement's shows the first of each kind.
SHOWN = 50
# Among how many agreements of a province its predecessors are looked for.
MOST_LOOKED_AT = 2_000
_Kind = AgreementRelation.Kind
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
    # Keys by way of Python: of four subqueries in each other PostgreSQL makes loops that last half a minute.
    keys = list(agreements.order_by().values_list("pk", flat=True)[:MOST_LOOKED_AT])
    parties = Party.objects.public().filter(Area.public_q("partner__area__"), agreement__in=keys)
    found = parties.order_by().values_list("partner__area", "partner__area__parent").distinct()
    named = {pk for pair in found for pk in pair}
    return [
        area
        for each in chosen
        for area in Area.objects.public().within(each).filter(succeeded_by__isnull=False).with_related()
        if area.pk in named and area.pk != each.pk and area.succeeded_by
    ]


class AgreementDetail(RecordDetail):
    model = Agreement
    template_name = "partnerships/agreement_detail.html"

    def related(self) -> Any:
        return Agreement.objects.public().with_evidence()

    def context(self, agreement: Agreement) -> dict[str, Any]:
        clauses = list(agreement.clauses.public().with_related())
        chain = Agreement.objects.public().with_lifecycle().chain(agreement)
        return {
            "passages": list(Passage.objects.public().with_related().filter(agreements=agreement)),
            "sides": by_side(agreement.parties.all()),
            "clause_groups": by_obligor(clauses),
            "recorded_points": sum(clause.kind == Clause.Kind.AREA for clause in clauses),
            "people": by_party(agreement.signatories.public().with_related()),
            "timeline": timeline(chain.order_by("sort_date", "pk")),
            "relations": relations(agreement),
            "settled": [clause for clause in clauses if clause.outcome != Clause.Outcome.UNKNOWN],
            "events": list(agreement.events.public().with_related()),
            "deployments": reported(Deployment, agreement),
            "observations": reported(Observation, agreement),
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


def reported(model: Any, agreement: Agreement) -> list[Any]:
    """What is recorded of the public side and of the areas it stands for; first what the agreement's articles say."""
    parties = [party for party in agreement.parties.all() if party.side != Party.Side.PROVIDER]
    partners = {party.partner_id for party in parties}
    areas = {party.partner.area_id for party in parties if party.partner.area}
    articles = Passage.objects.public().filter(agreements=agreement).values("article")
    told = model.objects.filter(pk=OuterRef("pk"), passages__in=Passage.objects.public().filter(article__in=articles))
    about = model.objects.public().with_related().filter(Q(partner__in=partners) | Q(area__in=areas))
    return list(about.order_by(Exists(told).desc(), *model._meta.ordering)[:SHOWN])
