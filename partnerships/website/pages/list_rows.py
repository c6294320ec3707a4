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

from partnerships.area_tree import Places, places
from partnerships.models import Agreement, Deployment, Lifecycle, Partner, Party, Position, Solution, Topic
from partnerships.models.lifecycle import Doubt, state_of
from partnerships.website.charts.timeline import Bar, Timeline, timeline
from partnerships.website.counts import by_topic
from people.models import Person
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


@dataclass(slots=True)
class PartnerRow(Row):
    kind: str
    parent: str
    place: PlaceLabel | None
    agreements: int


def _partners(keys: Iterable[int]) -> Any:
    parts = Party.objects.public().filter(partner=OuterRef("pk")).order_by().values("partner")
    counted = Subquery(parts.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    parent = Case(
        When(Partner.public_q("parent__"), then=F("parent__name")), default=Value(""), output_field=TextField()
    )
    rows = Partner.objects.public().filter(pk__in=keys).order_by()
    return rows.values_list("pk", "slug", "name", "kind", parent, "area", Coalesce(counted, 0))


def partner_rows(page: Page) -> list[PartnerRow]:
    address, tree, kinds = page_of("partner"), places(), {str(kind): str(kind.label) for kind in Partner.Kind}
    return [
        PartnerRow(slug, name, address(slug), kinds[kind], parent, place_label(tree, area), n)
        for _pk, slug, name, kind, parent, area, n in page.rows(_partners)
    ]


@dataclass(slots=True)
class TopicRow(Row):
    description: str
    agreements: int


def topic_rows(page: Page) -> list[TopicRow]:
    address, agreements = page_of("topic"), by_topic()
    return [
        TopicRow(topic.slug, str(topic), address(topic.slug), topic.description, agreements.get(topic.slug, 0))
        for topic in page.records(Topic.objects.public())
    ]


@dataclass(slots=True)
class SolutionRow(Row):
    """With the name of who offers it ("" for nobody), and in how many places it is recorded in use."""

    description: str
    provider: str
    places: int


def _solutions(keys: Iterable[int]) -> Any:
    in_use = Deployment.objects.public().filter(solution=OuterRef("pk")).order_by().values("solution")
    places = Subquery(in_use.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    provider = Case(
        When(Partner.public_q("provider__"), then=F("provider__name")), default=Value(""), output_field=TextField()
    )
    rows = Solution.objects.public().filter(pk__in=keys).order_by()
    return rows.values_list("pk", "slug", "name", "description", provider, Coalesce(places, 0))


def solution_rows(page: Page) -> list[SolutionRow]:
    address = page_of("solution")
    return [SolutionRow(slug, name, address(slug), *told) for _pk, slug, name, *told in page.rows(_solutions)]


@dataclass(slots=True)
class PersonRow(Row):
    description: str
    offices: list[str]


def _people(keys: Iterable[int]) -> Any:
    return Person.objects.public().filter(pk__in=keys).order_by().values_list("pk", "slug", "name", "description")


def _offices(people: Iterable[int]) -> Any:
    held = Position.objects.public().filter(person__in=people).order_by("sort_date", "pk")
    return held.values_list("person", "title", "partner__name")


def person_rows(page: Page) -> list[PersonRow]:
    address, offices = page_of("person"), defaultdict(list)
    for person, title, partner in _offices(page.keys):
        offices[person].append(f"{title}, {partner}")
    return [
        PersonRow(slug, name, address(slug), description, offices[pk])
        for pk, slug, name, description in page.rows(_people)
    ]
