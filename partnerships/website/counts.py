"""How many public agreements there are by province, year and topic, counted by the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Max, Min, OuterRef, Q, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.models import Certainty
from partnerships.models import Agreement, Area, Clause, ClauseTopic, Deployment, Lifecycle, Partner, Party, Topic
from partnerships.models.areas import province_now, province_then
from partnerships.models.lifecycle import lifecycle, state_of
from records.caching.counts import cached_counts
from records.columns import joined
from records.dates import UncertainDate
from records.facets import once_each
from records.fields import unmarked


class Division(TextChoices):
    """Which provinces: those of today or those there were before the mergers of 2025-07-01."""

    TODAY = "today", _("since 1 July 2025")
    BEFORE = "before", _("before 1 July 2025")

    @property
    def province(self) -> Callable[[str], Case]:
        """The expression for the slug of the province around an area."""
        return province_now if self is Division.TODAY else province_then


@dataclass(frozen=True, slots=True)
class ProvinceCounts:
    """How many agreements are in force today, and how many are recorded at all."""

    in_force: int = 0
    recorded: int = 0


# For `records.facets.once_each`, what agreements are linked to: the areas of parties, the topics of clauses.
AREAS = joined(
    Party.objects.filter(Partner.public_q("partner__"), agreement=OuterRef("pk"), partner__area__isnull=False),
    "partner__area_id",
)
TOPICS = joined(ClauseTopic.objects.filter(Clause.agreed_q("clause__"), clause__agreement=OuterRef("pk")), "topic_id")


@cached_counts
def by_province(division: Division) -> Mapping[str, ProvinceCounts]:
    """By the slug of the province in or around which a party is; an agreement counts once in each."""
    placed = Area.objects.public().filter(pk__in=Partner.objects.public().values("area")).order_by()
    around = placed.annotate(province=division.province("")).exclude(province="")
    provinces = {str(pk): (province,) for pk, province in around.values_list("pk", "province")}
    agreements = Agreement.objects.public().order_by()
    in_force = once_each(agreements.in_force(), AREAS, provinces)
    recorded = once_each(agreements, AREAS, provinces)
    return {slug: ProvinceCounts(in_force[slug], n) for slug, n in recorded.items()}


@cached_counts
def by_topic() -> Mapping[str, int]:
    """How many agreements have a clause on each public topic, by its slug."""
    slugs = Topic.objects.public().order_by().values_list("pk", "slug")
    return once_each(Agreement.objects.public().order_by(), TOPICS, {str(pk): (slug,) for pk, slug in slugs})


@dataclass(frozen=True, slots=True)
class InState:
    """How many deployments were in a state; `first` and `last` are the years in which that was told of, if known.

    `unsure`: of how many the row or its day is not simply stated.
    """

    state: Deployment.State
    count: int
    first: int | None
    last: int | None
    unsure: int

    @property
    def years(self) -> str:
        return f"{self.first}–{self.last}" if self.first != self.last else str(self.last or "")


def by_state(solutions: Collection[str]) -> Mapping[str, list[InState]]:
    """By the slugs of `solutions`, their public deployments by state: a plan is counted apart from what was in use."""
    unsure = ~Q(certainty=Certainty.STATED) | ~unmarked("as_of")
    rows = Deployment.objects.public().filter(solution__slug__in=solutions).order_by().values("solution__slug", "state")
    counted = rows.annotate(
        count=Count("pk"),
        first=Min(Coalesce("as_of_earliest", "as_of_latest")),
        last=Max(Coalesce("as_of_latest", "as_of_earliest")),
        unsure=Count("pk", filter=unsure),
    )
    found: dict[str, list[InState]] = defaultdict(list)
    for slug, state, count, first, last, doubted in counted.values_list(
        "solution__slug", "state", "count", "first", "last", "unsure"
    ):
        told = InState(Deployment.State(state), count, first and first.year, last and last.year, doubted)
        found[slug].append(told)
    order = list(Deployment.State)
    return {slug: sorted(states, key=lambda each: order.index(each.state)) for slug, states in found.items()}


@dataclass(slots=True)
class Signings:
    """When agreements were signed.

    `years`: by the year of signing and then by term, those whose year is known. `inferred`: of how many of these
    the date is marked uncertain.
    `spans`: first and last year it may have been, either open, of those whose year is not; and how many.
    `undated`: how many of which nothing is known.
    """

    years: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    inferred: int = 0
    spans: Counter[tuple[int | None, int | None]] = field(default_factory=Counter)
    undated: int = 0

    def possibly_in(self, year: int) -> int:
        """How many were signed in `year` or in another one, nobody knows."""
        return sum(n for (first, last), n in self.spans.items() if (first or year) <= year <= (last or year))


class Terms(TextChoices):
    """What the agreements of a year are divided by."""

    LIFECYCLE = "lifecycle", _("where they stand today")
    KIND = "kind", _("kind of agreement")

    @property
    def expression(self) -> Any:
        return lifecycle() if self is Terms.LIFECYCLE else F("kind")


@cached_counts
def signings(by: Terms) -> Signings:
    # Grouped by what is written, a few thousand dates: SQLite would call Python for the year of each row.
    written = Agreement.objects.public().order_by().annotate(term=by.expression).values_list("signed", "term")
    found = Signings()
    for signed, name, n in written.annotate(n=Count("pk")):
        known = signed.span
        first = known.earliest.year if known.earliest else None
        last = known.latest.year if known.latest else None
        if not signed:
            found.undated += n
        elif first and first == last:
            found.years[first][name] += n
            found.inferred += 0 if known.certain else n
        else:
            found.spans[first, last] += n
    return found


@dataclass(frozen=True, slots=True)
class Periods:
    """How many agreements there are of each period, day of termination and certainty, as they are written.

    There are few hundred kinds, so one query serves all days of the chart.
    """

    counts: Mapping[tuple[UncertainDate, UncertainDate, str], int]

    @property
    def first_year(self) -> int | None:
        """When the first of them began that has a known beginning."""
        starts = (period.span.earliest for period, _terminated, _certainty in self.counts)
        return min((start.year for start in starts if start), default=None)

    def in_force(self, day: date) -> tuple[int, int]:
        """How many agreements are in force for certain on `day`, and how many more possibly are."""
        certain = possible = 0
        for dated, n in self.counts.items():
            state, doubt = state_of(*dated, day)
            if state is Lifecycle.IN_FORCE and doubt:
                possible += n
            elif state is Lifecycle.IN_FORCE:
                certain += n
        return certain, possible


@cached_counts
def periods() -> Periods:
    alike = Agreement.objects.public().exclude(period="").order_by().values_list("period", "terminated", "certainty")
    return Periods({tuple(kind): n for *kind, n in alike.annotate(n=Count("pk"))})
