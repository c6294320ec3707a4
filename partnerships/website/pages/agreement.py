"""What one agreement holds: its parties, its clauses, its people, its ties to others, and what came of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain as chain_of
from typing import Any

from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from articles.models import Fact, Passage
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
from partnerships.website.counts import by_topic
from people.models import Person
from records.choice_filters import key_of_name
from records.models import Status

from .commitments import APART

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

    @property
    def runs(self) -> list[tuple[list[Clause], list[Passage]]]:
        """The clauses, with the passages that are shown beside the first of each run, once for all of them."""
        found: list[tuple[list[Clause], list[Passage]]] = []
        for clause in self.facts:
            if clause.beside or not found:
                found.append(([], clause.beside))
            found[-1][0].append(clause)
        return found


def parties_of(agreement: Agreement) -> list[Party]:
    """The public parties with their partners, and where these are."""
    parties, tree = list(agreement.parties.public().select_related("partner")), places()
    for party in parties:
        party.place = tree.then_and_now(party.partner.area_id, agreement.signed or agreement.period)
    return parties


def clauses_of(agreement: Agreement, parties: Iterable[Party]) -> list[Clause]:
    """The clauses with their topics; whoever owes one is among the public `parties`, which are loaded already."""
    owing, owed, about = {party.pk: party for party in parties}, defaultdict(list), defaultdict(list)
    if clauses := list(agreement.clauses.public().with_state()):
        topics = ClauseTopic.objects.filter(Topic.public_q("topic__"), clause__agreement=agreement)
        for link in topics.select_related("topic").order_by(f"topic__{key_of_name(Topic)}", "topic"):
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
    """What each side took on, in the order of the articles; then what was hoped and what is told of as done; each apart
    by who owes it, of whom it was hoped or who did it."""
    groups: dict[tuple[Any, tuple[int, ...]], Group] = {}
    for clause in sorted(clauses, key=lambda clause: clause.kind in APART):
        owing = tuple(clause.owed_by)
        label = APART.get(clause.kind) or (_("Taken on by") if owing else Clause.Side.SHARED.label)
        key = (clause.kind if clause.kind in APART else "", tuple(party.pk for party in owing))
        groups.setdefault(key, Group(label, owing)).facts.append(clause)
    return sorted(groups.values(), key=lambda group: group.facts[0].kind in APART)


def on_topics(clauses: Iterable[Clause]) -> tuple[int, list[tuple[Topic, list[Clause], int]]]:
    """How many agreements are in the register; and the topics with the clauses on each, and how many of those promise
    anything on it."""
    found: dict[Topic, list[Clause]] = {}
    for clause in clauses:
        for topic in clause.about:
            found.setdefault(topic, []).append(clause)
    common = by_topic()
    topics = [(topic, on, common[topic.slug].count if topic.slug in common else 0) for topic, on in found.items()]
    return common[""].count, sorted(topics, key=lambda each: -len(each[1]))


def cite_once(groups: Iterable[Group], *others: Iterable[Fact]) -> list[Passage]:
    """Let each passage be shown once: beside the first clause that cites it, or in the list that this returns, of all
    that no clause cites. Wherever else it is cited, only its place is named."""
    shown: dict[int, Passage] = {}
    for fact in chain_of(*(group.facts for group in groups)):
        fact.beside = [passage for passage in fact.sources if passage.pk not in shown]
        fact.elsewhere = [passage for passage in fact.sources if passage.pk in shown]
        shown.update((passage.pk, passage) for passage in fact.beside)
    rest: dict[int, Passage] = {}
    for fact in chain_of(*others):
        fact.beside, fact.elsewhere = [], fact.sources
        rest.update((passage.pk, passage) for passage in fact.sources if passage.pk not in shown)
    return list(rest.values())


@dataclass(slots=True)
class Attendance:
    """One person at a signing: every part that is told of, and the offices as printed."""

    person: Person
    parts: list[Signatory]

    @property
    def offices(self) -> list[str]:
        return list(dict.fromkeys(filter(None, (part.capacity for part in self.parts))))

    @property
    def sources(self) -> list[Passage]:
        return list(dict.fromkeys(passage for part in self.parts for passage in part.sources))


def by_party(signatories: Iterable[Signatory]) -> list[Group]:
    """Who was there, by the party they were there for; a person stands there once. Of those of no party who signed
    come first."""
    groups: dict[Any, Group] = {}
    people: dict[Any, Attendance] = {}
    told = [*signatories]
    signed = {each.person_id for each in told if each.part == Signatory.Part.SIGNED and not each.party}
    for signatory in told:
        party, label = signatory.party, _("Also there")
        if party is None and signatory.person_id in signed:
            label = _("Signed, for whom is not said")
        group = groups.setdefault(party.pk if party else label, Group(label, (party,) if party else ()))
        key = (party and party.pk, signatory.person_id)
        if key not in people:
            people[key] = Attendance(signatory.person, [])
            group.facts.append(people[key])
        people[key].parts.append(signatory)
    return sorted(groups.values(), key=lambda group: (not group.parties, group.label == _("Also there")))


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
    known = {end.pk: end for each in related for end in (each.relation.agreement, each.relation.other)}
    if further := found - known.keys():
        known |= Agreement.objects.public().with_readings().in_bulk(further)
    return sorted((known[pk] for pk in found if pk in known), key=lambda each: (each.sort_date, each.pk))


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
