"""What the lists of this app show of each record, read as plain values and said once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from people.models import Person
from records import dates
from records.dates import Told
from records.pagination import Page
from records.rows import Row, page_of

from .models import Agreement, Lifecycle, Partner, Party, Position
from .models.lifecycle import Dated, state_of
from .periods import Bar, Timeline, timeline
from .places import Places, places


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """Where something is: as it was, and what that is part of today where it is another; else when it ended."""

    then: str
    now: str = ""
    became: str = ""
    ended: Told | None = None


def tell_place(tree: Places, pk: int | None) -> PlaceTold | None:
    if (place := tree.get(pk)) is None:
        return None
    around, today = tree.province(place), tree.now(place)
    then = f"{place.label}, {around.label}" if around else place.label
    if today:
        became = _("now part of the enlarged") if today.name == place.name else _("now part of")
        return PlaceTold(then, today.label, became)
    return PlaceTold(then, ended=dates.tell(place.ended) if place.ended else None)


@dataclass(slots=True)
class AgreementRow(Row):
    """`signed_on` is the day of signing where it is known, as `<time datetime>` wants it."""

    signed: str
    signed_on: str
    period: str
    lifecycle: Lifecycle
    state: str
    doubtful: bool
    dated: Dated
    parties: str = ""
    places: list[PlaceTold] = field(default_factory=list)
    bar: Bar | None = None


# Of these columns `agreement_rows` is made; the last ones, as `Dated` names them, say where it stands.
AGREEMENT = ("pk", "slug", "title", *Dated._fields)


@cache
def _agreements() -> Any:
    """Django takes longer to see what is asked than the database to answer; asked for once, it is copied."""
    return Agreement.objects.public().values_list(*AGREEMENT)


@cache
def _parties() -> Any:
    public = Party.objects.filter(Partner.public_q("partner__"))
    return public.values_list("agreement", "partner__name", "side", "partner__area")


def agreement_rows(page: Page) -> list[AgreementRow]:
    return rows_of(page.rows(_agreements()))


def rows_of(found: Iterable[tuple[Any, ...]]) -> list[AgreementRow]:
    """Rows of agreements, each a tuple of the columns `AGREEMENT`, with their public parties: one query."""
    address, today, said = page_of("agreement"), dates.today(), {each: str(each.label) for each in Lifecycle}
    rows = {}
    for pk, slug, title, *rest in found:
        dated = Dated(*rest)
        state, certain = state_of(dated, today)
        signed, period = dates.tell(dated.signed), dates.describe(dated.period)
        doubtful = not certain and state is not Lifecycle.UNKNOWN
        rows[pk] = AgreementRow(
            slug, title, address(slug), signed.said, signed.exact, period, state, said[state], doubtful, dated
        )
    tree, names = places(), defaultdict(list)
    told = cache(lambda area: tell_place(tree, area))
    for agreement, name, side, area in _parties().filter(agreement__in=list(rows)):
        names[agreement].append(name)
        if side != Party.Side.PROVIDER and (place := told(area)):
            rows[agreement].places.append(place)
    for agreement, row in rows.items():
        row.parties = " · ".join(names[agreement])
    return list(rows.values())


def draw(rows: Sequence[AgreementRow]) -> Timeline | None:
    """Give each row the bar of its period, on one axis; None if none is dated."""
    drawn = timeline(row.dated for row in rows)
    for row, bar in zip(rows, drawn.bars if drawn else (), strict=bool(drawn)):
        row.bar = bar
    return drawn


@dataclass(slots=True)
class PartnerRow(Row):
    kind: str
    parent: str
    place: PlaceTold | None
    agreements: int


@cache
def _partners() -> Any:
    parts = Party.objects.public().filter(partner=OuterRef("pk")).order_by().values("partner")
    counted = Subquery(parts.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    parent = Case(
        When(Partner.public_q("parent__"), then=F("parent__name")), default=Value(""), output_field=TextField()
    )
    return Partner.objects.public().values_list("pk", "slug", "name", "kind", parent, "area", Coalesce(counted, 0))


def partner_rows(page: Page) -> list[PartnerRow]:
    address, tree, kinds = page_of("partner"), places(), {str(kind): str(kind.label) for kind in Partner.Kind}
    return [
        PartnerRow(slug, name, address(slug), kinds[kind], parent, tell_place(tree, area), n)
        for _pk, slug, name, kind, parent, area, n in page.rows(_partners())
    ]


@dataclass(slots=True)
class PersonRow(Row):
    description: str
    offices: list[str]


def person_rows(page: Page) -> list[PersonRow]:
    address, offices = page_of("person"), defaultdict(list)
    held = Position.objects.public().filter(person__in=page.keys).order_by("sort_date", "pk")
    for person, title, partner in held.values_list("person", "title", "partner__name"):
        offices[person].append(f"{title}, {partner}")
    people = Person.objects.public().values_list("pk", "slug", "name", "description")
    return [
        PersonRow(slug, name, address(slug), description, offices[pk])
        for pk, slug, name, description in page.rows(people)
    ]
