"""What articles claim in number beside what the register holds of the very same thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Abs, Coalesce
from django.utils.translation import gettext as _

from articles.models import Certainty, Reason, certainty_of, surest
from partnerships.area_tree import Places, places
from partnerships.models import Agreement, Area, Clause, Indicator, Observation, Party

# So many claims stand on one page, and so many bodies are named in one.
SHOWN, NAMED = 50, 30
# Among so many parties of a page's claims the bodies are looked for; where there are more, they are "at least" so many.
LOOKED_AT = 5_000


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that an article gives, and the public bodies that the register holds of what it counts.

    `held` are parties, one a body, with their partner and agreement; `how` says how they were counted.
    `more`: there may be others, which nobody looked at.
    """

    observation: Observation
    held: Sequence[Party]
    how: str
    more: bool = False

    @property
    def unsure(self) -> int:
        """Of how many bodies it is not certain that they belong here."""
        return sum(party.certainty_held != Certainty.STATED for party in self.held)

    @property
    def named(self) -> Sequence[Party]:
        return self.held[:NAMED]


@dataclass(frozen=True, slots=True)
class Points:
    """The points that an article says an agreement has, and the areas of cooperation recorded of it."""

    agreement: Agreement
    recorded: int


def recorded_points(clauses: Iterable[Clause]) -> int:
    return sum(clause.kind == Clause.Kind.AREA for clause in clauses)


def claims(observations: Iterable[Observation]) -> list[Claim]:
    """Hold the `counted` observations against the register: as many queries for fifty as for one."""
    if not (asked := list(observations)):
        return []
    (bodies, more), tree = _bodies({each.indicator.counterpart_id for each in asked}), places()
    return [_claim(each, bodies[each.indicator.counterpart_id], tree, more=more) for each in asked]


def _bodies(counterparts: set[int | None]) -> tuple[dict[int | None, list[Party]], bool]:
    """By counterpart the public bodies of its agreements that any claim may count, those that signed first first; and
    whether there are more than were looked at."""
    countable = Q(partner__area__level=Area.Level.DISTRICT) | Q(agreement__strategic=Agreement.Strategic.YES)
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


def _claim(observation: Observation, bodies: Iterable[Party], tree: Places, *, more: bool) -> Claim:
    indicator, area = observation.indicator, observation.area
    inside = tree.within(area.pk) if area else set()

    def is_counted(party: Party) -> bool:
        if indicator.counts == Indicator.Counts.DISTRICTS:
            place = tree.get(party.partner.area_id)
            fits = place is not None and place.level == Area.Level.DISTRICT
        else:
            fits = party.agreement.strategic == Agreement.Strategic.YES
        near = not area or party.partner.area_id in inside
        return fits and near and possibly_signed_by(party.agreement, observation.as_of_latest)

    one_each: dict[int, Party] = {}
    for party in filter(is_counted, bodies):
        before = one_each.setdefault(party.partner_id, party)
        if surest((party.certainty_held, before.certainty_held)) != before.certainty_held:
            one_each[party.partner_id] = party
    held = sorted(one_each.values(), key=lambda party: party.partner.sort_key)
    return Claim(observation, held, _how(indicator, area), more)


def _how(indicator: Indicator, area: Area | None) -> str:
    said = {"provider": indicator.counterpart, "area": area}
    if indicator.counts == Indicator.Counts.DISTRICTS:
        if area:
            return _("Public bodies of districts of %(area)s with a recorded agreement with %(provider)s.") % said
        return _("Public bodies of districts with a recorded agreement with %(provider)s.") % said
    if area:
        return _("Public bodies of %(area)s with a recorded strategic cooperation with %(provider)s.") % said
    return _("Public bodies with a recorded strategic cooperation with %(provider)s.") % said


def possibly_signed_by(agreement: Agreement, day: date | None) -> bool:
    """It may have been signed by `day`; of one without a date its period tells."""
    since_ever = agreement.signed and agreement.signed_earliest is None
    return day is None or since_ever or (agreement.signed_earliest or agreement.sort_date) <= day


def points_of(agreements: Any) -> list[Points]:
    """Those of `agreements` of which an article says how many points they have, those that differ most first."""
    areas = Clause.objects.public().filter(agreement=OuterRef("pk"), kind=Clause.Kind.AREA).order_by()
    counted = Subquery(areas.values("agreement").annotate(n=Count("pk")).values("n"))
    rows = agreements.filter(stated_points__isnull=False).annotate(recorded=Coalesce(counted, 0))
    differing = Abs(F("stated_points") - F("recorded")).desc()
    ordered = rows.order_by(differing, *rows.query.order_by, *(Agreement._meta.ordering or ()))
    return [Points(row, row.recorded) for row in ordered[:SHOWN]]


def of_articles(articles: Iterable[int]) -> Any:
    """The counted observations that a passage of one of the articles carries."""
    cited = Observation.cited(passage__article__in=articles)
    return Observation.objects.public().counted().filter(pk__in=cited)[:SHOWN]
