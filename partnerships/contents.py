"""What one agreement holds: its clauses, its people, its ties to others, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from articles.models import Passage, load_sources

from .claims import Claim, Points, claims, of_articles, points_of
from .models import (
    Agreement,
    AgreementRelation,
    Clause,
    ClauseObligor,
    Deployment,
    Event,
    Observation,
    Party,
    Signatory,
)

# What is reported of a large province fills pages; an agreement's shows the first of each kind.
SHOWN = 50
_Kind, _Outcome = AgreementRelation.Kind, Clause.Outcome
INVERSE = {
    _Kind.RENEWS: _("is renewed by"),
    _Kind.SUPERSEDES: _("is superseded by"),
    _Kind.AMENDS: _("is amended by"),
    _Kind.PART_OF: _("comprises"),
    _Kind.FOLLOWS: _("is followed by"),
}


@dataclass(slots=True)
class Group:
    """Facts under one heading; `parties` are whom they concern."""

    label: Any
    parties: tuple[Party, ...] = ()
    facts: list[Any] = field(default_factory=list)


def clauses_of(agreement: Agreement, parties: Iterable[Party]) -> list[Clause]:
    """The clauses with their topics; whoever owes one is among the public `parties`, which are loaded already."""
    clauses = list(agreement.clauses.public().with_topics())
    owing = {party.pk: party for party in parties}
    links = ClauseObligor.objects.filter(clause__in=[clause.pk for clause in clauses]).order_by("party")
    owed = list(links.values_list("clause", "party")) if clauses else []
    for clause in clauses:
        clause.owed_by = [owing[party] for of, party in owed if of == clause.pk and party in owing]
    return clauses


def signatories_of(agreement: Agreement, parties: Iterable[Party]) -> list[Signatory]:
    known = {party.pk: party for party in parties}
    signatories = list(agreement.signatories.public().select_related("person"))
    for signatory in signatories:
        signatory.party = known.get(signatory.party_id)
    return signatories


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
                key = (kind, tuple(party.pk for party in clause.owed_by))
                groups.setdefault(key, Group(label, tuple(clause.owed_by))).facts.append(clause)
    return list(groups.values())


def outcomes(clauses: Sequence[Clause]) -> list[tuple[str, Any, int]]:
    """What came of the clauses: the term, its label and how many, the surest first; nothing where nothing is told."""
    found = Counter(clause.outcome for clause in clauses)
    order = (_Outcome.MET, _Outcome.PARTIALLY_MET, _Outcome.NOT_MET, _Outcome.SCHEDULED, _Outcome.UNKNOWN)
    told = [(term.value, term.label, found[term]) for term in order if found[term]]
    return told if any(term != _Outcome.UNKNOWN for term, _label, _n in told) else []


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
    """Another agreement, seen from the one at hand; `compared`: it goes on with the same or is gone on with."""

    label: Any
    agreement: Agreement
    relation: AgreementRelation
    compared: bool


def relations(agreement: Agreement) -> list[Related]:
    both = AgreementRelation.objects.public().filter(Q(agreement=agreement) | Q(other=agreement))
    found = []
    for relation in both.select_related("agreement", "other"):
        kind, ahead = _Kind(relation.kind), relation.agreement_id == agreement.pk
        label = kind.label if ahead else INVERSE[kind]
        related = relation.other if ahead else relation.agreement
        found.append(Related(label, related, relation, kind in AgreementRelation.CONTINUING))
    return sorted(found, key=lambda each: each.relation.agreement_id != agreement.pk)


def chain(agreement: Agreement, related: Iterable[Related]) -> Iterable[Agreement]:
    """The agreement with those it continues and that continue it; itself alone costs no query."""
    if not any(each.compared for each in related):
        return [agreement]
    return Agreement.objects.public().with_lifecycle().chain(agreement).order_by("sort_date", "pk")


def reported(model: Any, parties: Iterable[Party], agreement: Agreement) -> list[Any]:
    """What is recorded of the public side and of the areas it stands for; first what the agreement's articles say."""
    public_side = [party.partner for party in parties if party.side != Party.Side.PROVIDER]
    partners, areas = {each.pk for each in public_side}, {each.area_id for each in public_side if each.area}
    articles = Passage.objects.public().filter(agreements=agreement).values("article")
    told = model.cited(fact=OuterRef("pk"), passage__article__in=articles)
    about = model.objects.public().with_subject().filter(Q(partner__in=partners) | Q(area__in=areas))
    return list(about.order_by(Exists(told).desc(), *model._meta.ordering)[:SHOWN])


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is recorded of one agreement, each fact with its `sources`."""

    clauses: Sequence[Clause]
    people: Sequence[Signatory]
    relations: Sequence[Related]
    events: Sequence[Event]
    deployments: Sequence[Deployment]
    observations: Sequence[Observation]
    claims: Sequence[Claim]
    points: Sequence[Points]


def facts_of(agreement: Agreement, parties: Sequence[Party]) -> Facts:
    clauses, people = clauses_of(agreement, parties), signatories_of(agreement, parties)
    related, events = relations(agreement), list(agreement.events.public())
    deployments, observations = reported(Deployment, parties, agreement), reported(Observation, parties, agreement)
    counted = points_of(Agreement.objects.public().filter(pk=agreement.pk)) if agreement.stated_points else []
    itself = [agreement, *(each.agreement for each in counted)]
    ties = [each.relation for each in related]
    load_sources(itself, parties, clauses, people, ties, events, deployments, observations)
    held = claims(of_articles(passage.article_id for passage in agreement.sources))
    load_sources(claim.observation for claim in held)
    return Facts(clauses, people, related, events, deployments, observations, held, counted)
