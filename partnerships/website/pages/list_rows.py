"""What lists of agreements show of each beside its own columns: its parties, where they are, the bar of its period."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from articles.models import certainty_of
from partnerships.models import Agreement, Partner, Party
from partnerships.models.area_tree import places
from partnerships.website.charts.timeline import Timeline, timeline
from records.spoken import together

from .called import body_called
from .sentences import doubted


class _Sure(NamedTuple):
    """What a party says of how sure it is."""

    certainty: str
    reason: str


def with_parties(agreements: Iterable[Agreement]) -> list[Any]:
    """The agreements, loaded `with_readings`, each with its public parties in words (`between`) and the places of those
    that provide nothing: one query."""
    found: list[Any] = list(agreements)
    rows = {agreement.pk: agreement for agreement in found}
    tree, names = places(), defaultdict(list)
    for agreement in found:
        agreement.between, agreement.places = "", []
    parties = Party.objects.filter(Partner.public_q("partner__"), agreement__in=rows)
    columns = ("agreement", "partner__name", "side", "partner__area", "certainty", "reason")
    for pk, name, side, area, *doubt in parties.values_list(*columns):
        names[pk].append(doubted(body_called(name), certainty_of(_Sure(*doubt))))
        signed = rows[pk].signed or rows[pk].period
        if side != Party.Side.PROVIDER and (place := tree.then_and_now(area, signed)):
            rows[pk].places.append(place)
    for pk, named in names.items():
        rows[pk].between = together(" · ".join("{}" for _name in named), *named)
    return found


def draw(rows: Sequence[Any]) -> Timeline | None:
    """Give each agreement the bar of its period, on one axis; None if none is dated."""
    drawn = timeline(rows)
    for row, bar in zip(rows, drawn.bars if drawn else (), strict=bool(drawn)):
        row.bar = bar
    return drawn
