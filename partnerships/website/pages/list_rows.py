"""What lists of agreements show of each, read as plain values."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from articles.models import certainty_of
from partnerships.models import Agreement, Lifecycle, Partner, Party
from partnerships.models.area_tree import ThenAndNow, places
from partnerships.models.instruments import signing_told
from partnerships.models.lifecycle import Doubt, Known, other_readings, state_of
from partnerships.website.charts.timeline import Bar, Timeline, timeline
from records import dates
from records.dates import UncertainDate
from records.pagination import Page
from records.rows import Row

from .sentences import doubted, spoken


@dataclass(slots=True)
class AgreementRow(Row):
    view = "agreement"
    kind: str
    signed: UncertainDate
    period: UncertainDate
    known: Known
    lifecycle: Lifecycle
    lifecycle_doubt: Doubt | None
    parties: str = ""
    places: list[ThenAndNow] = field(default_factory=list)
    bar: Bar | None = None

    @property
    def signing_told(self) -> bool:
        return signing_told(self.signed, self.kind)


class _Sure(NamedTuple):
    """What a party says of how sure it is."""

    certainty: str
    reason: str


# Of these columns `agreement_rows` is made.
AGREEMENT = ("pk", "slug", "title", "kind", "signed", "period", "terminated", "certainty", other_readings())


def _agreements(keys: Iterable[int]) -> Any:
    return Agreement.objects.public().filter(pk__in=keys).order_by().values_list(*AGREEMENT)


def agreement_rows(page: Page) -> list[AgreementRow]:
    return rows_of(page.rows(_agreements))


def rows_of(found: Iterable[tuple[Any, ...]]) -> list[AgreementRow]:
    """Rows of agreements, each a tuple of the columns `AGREEMENT`, with their public parties: one query."""
    today = dates.today()
    rows = {}
    for pk, slug, title, kind, signed, period, *dated in found:
        known = Known.of(signed, period, *dated)
        rows[pk] = AgreementRow(slug, title, kind, signed, period, known, *state_of(known, today))
    tree, names = places(), defaultdict(list)
    parties = Party.objects.filter(Partner.public_q("partner__"), agreement__in=rows)
    columns = ("agreement", "partner__name", "side", "partner__area", "certainty", "reason")
    for agreement, name, side, area, *doubt in parties.values_list(*columns):
        names[agreement].append(doubted(name, certainty_of(_Sure(*doubt))))
        if side != Party.Side.PROVIDER and (
            place := tree.then_and_now(area, rows[agreement].signed or rows[agreement].period)
        ):
            rows[agreement].places.append(place)
    for agreement, row in rows.items():
        if names[agreement]:
            row.parties = spoken(" · ".join("{}" for _name in names[agreement]), *names[agreement])
    return list(rows.values())


def draw(rows: Sequence[AgreementRow]) -> Timeline | None:
    """Give each row the bar of its period, on one axis; None if none is dated."""
    drawn = timeline(rows)
    for row, bar in zip(rows, drawn.bars if drawn else (), strict=bool(drawn)):
        row.bar = bar
    return drawn
