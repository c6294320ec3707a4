"""A person's career as the articles tell it: the offices, what was signed in each, and who else was there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from articles.models import Certainty, Reason, certainty_of, surest
from partnerships.models import Agreement, Party, Position, Signatory
from people.models import Person

# Of the others: how many are shown, and among how many of their parts they are looked for.
MET, LOOKED_AT = 20, 2_000
# So many of the agreements that two people share are named.
NAMED = 3


@dataclass(slots=True)
class Signing:
    """The parts one person played in the signing of one agreement."""

    agreement: Agreement
    parts: list[Signatory] = field(default_factory=list)

    @property
    def certainty(self) -> Certainty:
        """How sure it is that the person was there: as the surest of the parts."""
        return surest(map(presence, self.parts))


def presence(part: Signatory) -> Certainty:
    """How sure it is that somebody was there, whichever side for."""
    return Certainty.STATED if part.reason == Reason.RELATION_NOT_SAID else certainty_of(part)


def siding(part: Signatory) -> Certainty:
    """How sure it is that somebody was there for the party that is recorded, if there at all."""
    return certainty_of(part) if part.reason == Reason.RELATION_NOT_SAID else Certainty.STATED


@dataclass(slots=True)
class Office:
    """An office and what its holder did in it; `position` is None where no recorded office fits."""

    position: Position | None
    signings: list[Signing] = field(default_factory=list)


def signings_by_office(positions: Sequence[Position], parts: Iterable[Signatory]) -> tuple[list[Office], list[Signing]]:
    """The offices in their order, each with the signings that belong to it; and the signings that belong to none."""
    offices = {position.pk: Office(position) for position in positions}
    others = Office(None)
    for part in parts:
        held = office_of(part, positions)
        office = offices[held.pk] if held else others
        if not office.signings or office.signings[-1].agreement.pk != part.agreement_id:
            office.signings.append(Signing(part.agreement))
        office.signings[-1].parts.append(part)
    return list(offices.values()), others.signings


def signings_of(parts: Iterable[Signatory]) -> dict[int, Signing]:
    found: dict[int, Signing] = {}
    for part in parts:
        found.setdefault(part.agreement_id, Signing(part.agreement)).parts.append(part)
    return found


def office_of(part: Signatory, positions: Iterable[Position]) -> Position | None:
    """The office somebody had at a signing: one that the same passage prints, or one cited on that day.

    Of several, the one at the party it was signed for; else the first.
    """
    told = {passage.pk for passage in part.sources}
    partner = part.party.partner_id if part.party else None
    fitting = [
        (each.partner_id != partner, not same, each)
        for each in positions
        if (same := bool(told & {passage.pk for passage in each.sources}))
        or (each.partner_id == partner and cited_on(each, part.agreement))
    ]
    return min(fitting, key=lambda found: found[:2])[2] if fitting else None


def cited_on(position: Position, agreement: Agreement) -> bool:
    """The agreement may have been signed while the office is cited."""
    first, last = position.first_cited_earliest or date.min, position.last_cited_latest or date.max
    signed = agreement.signed_earliest or date.min, agreement.signed_latest or date.max
    return bool(agreement.signed and position.first_cited) and first <= signed[1] and signed[0] <= last


@dataclass(slots=True)
class Met:
    """Somebody else who is recorded at the signing of the same agreements: each with how sure it is of both."""

    person: Person
    agreements: dict[int, tuple[Agreement, Certainty]] = field(default_factory=dict)
    # None where no party is recorded for one of the two.
    same_side: bool | None = None
    side_certainty: Certainty = Certainty.STATED

    @property
    def count(self) -> int:
        return len(self.agreements)

    @property
    def unsure(self) -> int:
        return sum(certainty != Certainty.STATED for _agreement, certainty in self.agreements.values())

    @property
    def named(self) -> list[tuple[Agreement, Certainty]]:
        return list(self.agreements.values())[:NAMED]


def met(person: Person, parts: Sequence[Signatory]) -> list[Met]:
    """Whom the person met at signings, who shares most agreements first."""
    signings = signings_of(parts)
    sides: dict[int, dict[str, Certainty]] = defaultdict(dict)
    for part in parts:
        if part.party and part.party.side != Party.Side.NEITHER:
            sides[part.agreement_id][part.party.side] = siding(part)
    present = Signatory.objects.public().with_person().filter(agreement__in=signings).exclude(person=person)
    found: dict[int, Met] = {}
    for other in present.order_by("agreement__sort_date", "pk")[:LOOKED_AT]:
        one = found.setdefault(other.person_id, Met(other.person))
        own = signings[other.agreement_id]
        both, before = certainty_of(own.certainty, presence(other)), one.agreements.get(other.agreement_id)
        one.agreements[other.agreement_id] = own.agreement, surest([both, before[1]]) if before else both
        if other.party and other.party.side != Party.Side.NEITHER and sides[other.agreement_id]:
            own_sides = sides[other.agreement_id]
            one.same_side = bool(one.same_side) or other.party.side in own_sides
            one.side_certainty = certainty_of(*own_sides.values(), siding(other))
    return sorted(found.values(), key=lambda each: (-each.count, each.person.sort_key))[:MET]
