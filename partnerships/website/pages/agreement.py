"""What one agreement holds: its parties, its clauses, its people, its ties to others, and what came of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from partnerships.models import (
    Agreement,
    AgreementRelation,
    Clause,
    ClauseObligor,
    ClauseTopic,
    Deployment,
    Observation,
    Party,
    Signatory,
    Topic,
)
from partnerships.models.area_tree import places
from records.models import Status

# What is reported of a large province fills pages; an agreement's shows the first of each kind.
SHOWN = 50
# How many links of a chain are followed either way; each is a query.
LONGEST_CHAIN = 6
_Kind = AgreementRelation.Kind
_Side = Party.Side
# In the order in which a page names them.
SIDES = (_Side.PUBLIC_BODY, _Side.ORGANISATION, _Side.PROVIDER, _Side.NEITHER)
INVERSE = {
    _Kind.RENEWS: _("is renewed by"),
    _Kind.SUPERSEDES: _("is superseded by"),
    _Kind.AMENDS: _("is amended by"),
    _Kind.PART_OF: _("comprises"),
    _Kind.FOLLOWS: _("is followed by"),
    _Kind.EXTENDS: _("Beside it was also signed"),
}


@dataclass(slots=True)
class Group:
    """Facts under one heading; `parties` are whom they concern."""

    label: Any
    parties: tuple[Party, ...] = ()
    facts: list[Any] = field(default_factory=list)


def parties_of(agreement: Agreement) -> list[Party]:
    """The public parties with their partners, and where these are."""
    parties, tree = list(agreement.parties.public().select_related("partner")), places()
    for party in parties:
        party.place = tree.then_and_now(party.partner.area_id, agreement.signed or agreement.period)
    return parties


def clauses_of(agreement: Agreement, parties: Iterable[Party]) -> list[Clause]:
    """The clauses with their topics; whoever owes one is among the public `parties`, which are loaded already."""
    owing, owed, about = {party.pk: party for party in parties}, defaultdict(list), defaultdict(list)
    if clauses := list(agreement.clauses.public()):
        topics = ClauseTopic.objects.filter(Topic.public_q("topic__"), clause__agreement=agreement)
        for link in topics.select_related("topic").order_by("topic__sort_key", "topic"):
            about[link.clause_id].append(link.topic)
        obligors = ClauseObligor.objects.filter(clause__agreement=agreement).order_by("party")
        for clause, party in obligors.values_list("clause", "party"):
            if party in owing:
                owed[clause].append(owing[party])
    for clause in clauses:
        clause.about, clause.owed_by = about[clause.pk], owed[clause.pk]
    return clauses


def signatories_of(agreement: Agreement, parties: Iterable[Party]) -> list[Signatory]:
    known = {party.pk: party for party in parties}
    signatories = list(agreement.signatories.public().select_related("person"))
    for signatory in signatories:
        signatory.party = known.get(signatory.party_id)
    return signatories


def by_side(parties: Iterable[Party]) -> list[Group]:
    groups = {side: Group(side.label) for side in SIDES}
    for party in parties:
        groups[Party.Side(party.side)].facts.append(party)
    return [group for group in groups.values() if group.facts]


def by_obligor(clauses: Iterable[Clause]) -> list[Group]:
    """Areas of cooperation, then obligations and goals, what was hoped and what is told of as done; each apart by who
    owes it, of whom it was hoped or who did it."""
    labels = {
        Clause.Kind.AREA: _("Areas of cooperation"),
        Clause.Kind.OBLIGATION: _("Obligations"),
        Clause.Kind.GOAL: _("Goals"),
        Clause.Kind.WISH: _("Hoped for, not promised"),
        Clause.Kind.REPORTED_DEED: _("Told of as done, not as promised"),
    }
    groups: dict[tuple[str, tuple[int, ...]], Group] = {}
    for kind, label in labels.items():
        for clause in clauses:
            if clause.kind == kind:
                key = (kind, tuple(party.pk for party in clause.owed_by))
                groups.setdefault(key, Group(label, tuple(clause.owed_by))).facts.append(clause)
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
    """Another agreement, seen from the one at hand; `compared`: it goes on with the same or is gone on with."""

    label: Any
    agreement: Agreement
    relation: AgreementRelation
    compared: bool

    @property
    def beside(self) -> bool:
        """One of the two extends the other to another body; neither comes before or after."""
        return self.relation.kind == _Kind.EXTENDS

    @property
    def opening(self) -> bool:
        """The label begins a sentence of its own: it is not said of this agreement that it did anything."""
        return self.beside and self.agreement.pk == self.relation.agreement_id


def relations(agreement: Agreement) -> list[Related]:
    found = []
    relations = [*AgreementRelation.objects.public().filter(Q(agreement=agreement) | Q(other=agreement))]
    if not relations:
        return []
    ends = {pk for each in relations for pk in (each.agreement_id, each.other_id)}
    # Where they stand follows from what passages read of their dates: asked for all at once.
    agreements = Agreement.objects.public().with_readings().in_bulk(ends)
    for relation in relations:
        relation.agreement, relation.other = agreements[relation.agreement_id], agreements[relation.other_id]
        kind, ahead = _Kind(relation.kind), relation.agreement_id == agreement.pk
        label = kind.label if ahead else INVERSE[kind]
        related = relation.other if ahead else relation.agreement
        found.append(Related(label, related, relation, kind in AgreementRelation.CONTINUING))
    return sorted(found, key=lambda each: each.relation.agreement_id != agreement.pk)


def chain(agreement: Agreement, related: Iterable[Related]) -> Iterable[Agreement]:
    """The agreement with those it continues and those that continue it; others that do either are none of it.

    The way leads through public agreements only. Itself alone costs no query.
    """
    if not any(each.compared for each in related):
        return [agreement]
    found = {agreement.pk}
    for near, far in (("agreement", "other"), ("other", "agreement")):
        public = AgreementRelation.objects.continuing().filter(Agreement.public_q(f"{far}__"))
        added = {agreement.pk}
        for _step in range(LONGEST_CHAIN):
            added = set(public.filter(**{f"{near}__in": added}).values_list(far, flat=True)) - found
            if not added:
                break
            found |= added
    return Agreement.objects.public().with_readings().filter(pk__in=found).order_by("sort_date", "pk")


def told_in(articles: Collection[int]) -> dict[Any, list[int]]:
    """The deployments and observations that published passages of the public `articles` tell of, by their models."""
    told: dict[Any, list[int]] = {Deployment: [], Observation: []}
    if not articles:
        return told
    cited = {"passage__article__in": articles, "passage__status": Status.PUBLISHED}
    first, second = (model.citations_of(**cited).values_list(Value(model.collection), "fact") for model in told)
    facts = [*first.union(second)]
    return {model: [fact for kind, fact in facts if kind == model.collection] for model in told}


def reported(model: Any, parties: Sequence[Party], told: Collection[int]) -> list[Any]:
    """What is recorded of the public side and where it is; first what is `told` in the agreement's own articles."""
    public_side = [party for party in parties if party.side != Party.Side.PROVIDER]
    areas = {party.place.area.pk for party in public_side if party.place}
    about = Q(partner__in={party.partner_id for party in public_side}) | Q(area__in=areas)
    rows = model.objects.public().with_subject().filter(about)
    first = [Case(When(pk__in=told, then=0), default=1)] if told else []
    return list(rows.order_by(*first, *model._meta.ordering)[:SHOWN])
