"""What lists of agreements show of each, read as plain values and said once; and where something is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from partnerships.area_tree import Places, places
from partnerships.models import Agreement, Lifecycle, Partner, Party
from partnerships.models.lifecycle import Doubt, state_of
from partnerships.website.charts.timeline import Bar, Timeline, timeline
from records import dates
from records.dates import UncertainDate
from records.pagination import Page
from records.rows import Row, page_of


@dataclass(frozen=True, slots=True)
class PlaceLabel:
    """Where something is: as it was, and what that is part of today where it is another; else when it ended."""

    then: str
    now: str = ""
    became: str = ""
    ended: UncertainDate | str = ""


def place_label(tree: Places, pk: int | None) -> PlaceLabel | None:
    if (told := tree.then_and_now(pk)) is None:
        return None
    area, around, today = told.area, told.around, told.today
    then = f"{area}, {around}" if around else str(area)
    if today:
        became = _("now part of the enlarged") if today.name == area.name else _("now part of")
        return PlaceLabel(then, str(today), became)
    return PlaceLabel(then, ended=area.ended)


@dataclass(slots=True)
class AgreementRow(Row):
    signed: UncertainDate
    period: UncertainDate
    lifecycle: Lifecycle
    lifecycle_doubt: Doubt | None
    parties: str = ""
    places: list[PlaceLabel] = field(default_factory=list)
    bar: Bar | None = None

    @property
    def lifecycle_certain(self) -> bool:
        return self.lifecycle_doubt is None


# Of these columns `agreement_rows` is made.
AGREEMENT = ("pk", "slug", "title", "signed", "period", "terminated", "certainty")


def _agreements(keys: Iterable[int]) -> Any:
    return Agreement.objects.public().filter(pk__in=keys).order_by().values_list(*AGREEMENT)


def _parties(agreements: Iterable[int]) -> Any:
    public = Party.objects.filter(Partner.public_q("partner__"), agreement__in=agreements)
    return public.values_list("agreement", "partner__name", "side", "partner__area")


def agreement_rows(page: Page) -> list[AgreementRow]:
    return rows_of(page.rows(_agreements))


def rows_of(found: Iterable[tuple[Any, ...]]) -> list[AgreementRow]:
    """Rows of agreements, each a tuple of the columns `AGREEMENT`, with their public parties: one query."""
    address, today = page_of("agreement"), dates.today()
    rows = {}
    for pk, slug, title, signed, period, terminated, certainty in found:
        state = state_of(period, terminated, certainty, today)
        rows[pk] = AgreementRow(slug, title, address(slug), signed, period, *state)
    tree, names = places(), defaultdict(list)
    told = cache(lambda area: place_label(tree, area))
    for agreement, name, side, area in _parties(rows) if rows else ():
        names[agreement].append(name)
        if side != Party.Side.PROVIDER and (place := told(area)):
            rows[agreement].places.append(place)
    for agreement, row in rows.items():
        row.parties = " · ".join(names[agreement])
    return list(rows.values())


def draw(rows: Sequence[AgreementRow]) -> Timeline | None:
    """Give each row the bar of its period, on one axis; None if none is dated."""
    drawn = timeline(rows)
    for row, bar in zip(rows, drawn.bars if drawn else (), strict=bool(drawn)):
        row.bar = bar
    return drawn
