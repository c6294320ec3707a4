"""What the register holds of the very things that articles count."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, Q

from articles.models import Reason, certainty_of, surest

from .area_tree import Places, places
from .areas import Area
from .instruments import Strategic
from .parties import Party

# Among so many parties of some claims the bodies are looked for; where there are more, they are "at least" so many.
LOOKED_AT = 5_000
# "About 20" and "almost 20" are still so many where so much of them is missing or too many.
ROUGHLY = Decimal("0.25")


class Held(NamedTuple):
    """The public bodies of what an observation counts: parties, one a body, with their partner and agreement.

    `more`: there may be others, which nobody looked at.
    """

    parties: Sequence[Party]
    more: bool

    def differs_from(self, observation: Any) -> bool:
        value, count, bound = observation.value, len(self.parties), observation.Bound
        little, much = value * (1 - ROUGHLY), value * (1 + ROUGHLY)
        few, many = {
            bound.EXACT: (count < value, count > value),
            bound.AT_LEAST: (count < value, False),
            bound.MORE_THAN: (count <= value, False),
            bound.AT_MOST: (False, count > value),
            bound.ABOUT: (count < little, count > much),
            bound.ALMOST: (count < little, count >= value),
        }[bound(observation.bound)]
        return many or (few and not self.more)


def held(observations: Sequence[Any]) -> list[Held]:
    """What the register holds of each of the `counted` observations: as many queries for fifty as for one."""
    if not observations:
        return []
    (bodies, more), tree = _bodies({each.indicator.counterpart_id for each in observations}), places()
    return [Held(_held(each, bodies[each.indicator.counterpart_id], tree), more) for each in observations]


def with_held(rows: Any) -> Iterator[tuple[Any, Held]]:
    counted = [*rows.counted()]
    return zip(counted, held(counted), strict=True)


def _bodies(counterparts: set[int | None]) -> tuple[dict[int | None, list[Party]], bool]:
    """By counterpart the public bodies of its agreements that any claim may count, those that signed first first; and
    whether there are more than were looked at."""
    countable = Q(partner__area__level=Area.Level.DISTRICT) | Q(agreement__strategic=Strategic.YES)
    found = Party.objects.public().filter(
        countable,
        side=Party.Side.PUBLIC_BODY,
        agreement__parties__partner__in=counterparts,
        agreement__parties__side=Party.Side.PROVIDER,
    )
    of_provider = {
        "counterpart": F("agreement__parties__partner"),
        "provider_certainty": F("agreement__parties__certainty"),
        "provider_reason": F("agreement__parties__reason"),
    }
    named: Any = found.annotate(**of_provider).select_related("partner", "agreement")
    parties = named.order_by("agreement__sort_date", "pk")[:LOOKED_AT]
    bodies: dict[int | None, list[Party]] = defaultdict(list)
    for party in parties:
        provider = Party(certainty=party.provider_certainty, reason=party.provider_reason)
        # Which one of that name it was is not what is counted: that the body signed with it is stated.
        named = provider.reason == Reason.NAME_AMBIGUOUS
        party.certainty_held = certainty_of(party) if named else certainty_of(party, provider)
        bodies[party.counterpart].append(party)
    return bodies, len(parties) == LOOKED_AT


def _held(observation: Any, bodies: Iterable[Party], tree: Places) -> list[Party]:
    indicator, area = observation.indicator, observation.area
    inside = tree.within(area.pk) if area else set()

    def is_counted(party: Party) -> bool:
        if indicator.counts == indicator.Counts.DISTRICTS:
            place = tree.get(party.partner.area_id)
            fits = place is not None and place.level == Area.Level.DISTRICT
        else:
            fits = party.agreement.strategic == Strategic.YES
        near = not area or party.partner.area_id in inside
        return fits and near and possibly_signed_by(party.agreement, observation.as_of_latest)

    one_each: dict[int, Party] = {}
    for party in filter(is_counted, bodies):
        before = one_each.setdefault(party.partner_id, party)
        if surest((party.certainty_held, before.certainty_held)) != before.certainty_held:
            one_each[party.partner_id] = party
    return sorted(one_each.values(), key=lambda party: party.partner.sort_key)


def possibly_signed_by(agreement: Any, day: date | None) -> bool:
    """It may have been signed by `day`; of one without a date its period tells."""
    since_ever = agreement.signed and agreement.signed_earliest is None
    return day is None or since_ever or (agreement.signed_earliest or agreement.sort_date) <= day
