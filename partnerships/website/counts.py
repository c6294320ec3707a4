"""How many public agreements there are by province, year and topic, counted by the database."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, F, Max, Min, OuterRef, Q, TextChoices, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Substr
from django.utils.translation import gettext_lazy as _

from articles.models import unsure_q
from partnerships.models import Agreement, Area, Clause, ClauseTopic, Deployment, Lifecycle, Partner, Party, Topic
from partnerships.models.area_tree import Places, places
from partnerships.models.lifecycle import Known, lifecycle, lifecycle_certain, other_readings, state_of
from records import dates
from records.caching.counts import cached_counts
from records.columns import joined
from records.dates import UncertainDate
from records.facets import linked_values


class Division(TextChoices):
    """Which provinces: those of today or those there were before the mergers of 2025-07-01."""

    TODAY = "today", _("since 1 July 2025")
    BEFORE = "before", _("before 1 July 2025")

    def provinces(self, area: Area, tree: Places) -> Sequence[Area]:
        """The provinces around an area; several where what was one has been divided."""
        if self is Division.TODAY:
            return tree.provinces_now(area)
        province = tree.province_of(area)
        return (province,) if province else ()


OVER = (Lifecycle.EXPIRED, Lifecycle.TERMINATED)
AHEAD = (Lifecycle.UNSIGNED, Lifecycle.UPCOMING)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many agreements are in force today, over, still ahead and recorded at all; and of how many of each it is not
    certain. `no_period`: how many may be in force, as no period of them is known."""

    in_force: int = 0
    recorded: int = 0
    possibly: int = 0
    unsure: int = 0
    over: int = 0
    possibly_over: int = 0
    no_period: int = 0
    ahead: int = 0
    possibly_ahead: int = 0


def _add(counts: Counter[str], n: int, state: str, *, dated: bool, there: bool = True) -> None:
    """Count `n` agreements of a state, which is certain where `dated`; `there`: and so is where they are."""
    counts["recorded"] += n
    counts["unsure"] += n * (not there)
    doubted = n * (not dated or not there)
    if state == Lifecycle.IN_FORCE:
        counts["in_force"] += n
        counts["possibly"] += doubted
    elif state in OVER:
        counts["over"] += n
        counts["possibly_over"] += doubted
    elif state in AHEAD:
        counts["ahead"] += n
        counts["possibly_ahead"] += doubted
    elif state == Lifecycle.UNKNOWN and not dated:
        counts["no_period"] += n


# For `records.facets.linked_values`, what agreements are linked to: the areas of parties, the topics of clauses.
_placed = Party.objects.filter(Partner.public_q("partner__"), agreement=OuterRef("pk"), partner__area__isnull=False)
_on_topics = ClauseTopic.objects.filter(Clause.agreed_q("clause__"), clause__agreement=OuterRef("pk"))
AREAS, SURE_AREAS = (joined(rows, "partner__area_id") for rows in (_placed, _placed.exclude(unsure_q())))
TOPICS, SURE_TOPICS = (joined(rows, "topic_id") for rows in (_on_topics, _on_topics.exclude(unsure_q("clause__"))))


@cached_counts
def by_province(division: Division) -> Mapping[str, Standing]:
    """By the slug of the province in or around which a party is; an agreement counts once in each."""
    tree = places()
    provinces = {str(pk): [each.slug for each in division.provinces(area, tree)] for pk, area in tree.by_pk.items()}
    return _by_slug(provinces)


@cached_counts
def by_area() -> Mapping[str, Standing]:
    """By the slug of each area in which a party is, around it or what took the place of either."""
    tree = places()
    return _by_slug({str(pk): tree.slugs_around(pk) for pk in tree.by_pk})


def _by_slug(slugs: Mapping[str, Collection[str]]) -> Mapping[str, Standing]:
    """By the `slugs` that the areas of parties count for."""
    alike = Agreement.objects.public().order_by().values_list(AREAS, SURE_AREAS, lifecycle(), lifecycle_certain())
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for areas, sure_areas, state, dated, n in alike.annotate(n=Count("pk")):
        surely = linked_values(sure_areas, slugs)
        for slug in linked_values(areas, slugs):
            _add(found[slug], n, state, dated=dated, there=slug in surely)
    return {slug: Standing(**counts) for slug, counts in found.items()}


def standing(agreements: Any = None, sure: Any = None) -> Standing:
    """Of all public agreements or of `agreements`; `sure` are the keys of those that certainly belong to them."""
    rows = Agreement.objects.public() if agreements is None else agreements
    there = Value(True) if sure is None else Case(When(pk__in=sure, then=Value(True)), default=Value(False))
    found = Counter[str]()
    alike = rows.order_by().values_list(lifecycle(), lifecycle_certain(), there).annotate(n=Count("pk"))
    for state, dated, surely, n in alike:
        _add(found, n, state, dated=dated, there=surely)
    return Standing(**found)


@dataclass(frozen=True, slots=True)
class TopicCount:
    """How many agreements are on a topic, and of how many that is not certain."""

    count: int = 0
    unsure: int = 0


@cached_counts
def by_topic() -> Mapping[str, TopicCount]:
    """How many agreements have a clause on each public topic, by its slug; by "", how many there are."""
    slugs = {str(pk): (slug,) for pk, slug in Topic.objects.public().order_by().values_list("pk", "slug")}
    found, unsure = Counter[str](), Counter[str]()
    alike = Agreement.objects.public().order_by().values_list(TOPICS, SURE_TOPICS).annotate(n=Count("pk"))
    for topics, sure_topics, n in alike:
        found[""] += n
        for slug in (on := linked_values(topics, slugs)):
            found[slug] += n
        for slug in on - linked_values(sure_topics, slugs):
            unsure[slug] += n
    return {slug: TopicCount(n, unsure[slug]) for slug, n in found.items()}


@dataclass(frozen=True, slots=True)
class InState:
    """How many deployments were in a state, of how many the area is the country.

    `first` and `last` are the years in which that was told of, if known. `unsure`: of how many the row or its day is
    not simply stated.
    """

    state: Deployment.State
    count: int
    countrywide: int
    first: int | None
    last: int | None
    unsure: int

    @property
    def places(self) -> int:
        """In how many places: each lies within the country, which is not another one beside them."""
        return self.count - self.countrywide

    @property
    def years(self) -> str:
        return f"{self.first}–{self.last}" if self.first != self.last else str(self.last or "")


def by_state(solutions: Collection[str]) -> Mapping[str, list[InState]]:
    """By the slugs of `solutions`, their public deployments by state: a plan is counted apart from what was in use."""
    rows = Deployment.objects.public().filter(solution__slug__in=solutions).order_by()
    counted = rows.values_list("solution__slug", "state").annotate(
        n=Count("pk"),
        countrywide=Count("pk", filter=Q(area__level=Area.Level.COUNTRY)),
        first=Min(Coalesce("as_of_earliest", "as_of_latest")),
        last=Max(Coalesce("as_of_latest", "as_of_earliest")),
        unsure=Count("pk", filter=unsure_q(dated="as_of")),
    )
    found: dict[str, list[InState]] = defaultdict(list)
    for slug, state, n, countrywide, first, last, doubted in counted:
        told = InState(Deployment.State(state), n, countrywide, first and first.year, last and last.year, doubted)
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
    STRATEGIC = "strategic", _("strategic or not")

    @property
    def expression(self) -> Any:
        return lifecycle() if self is Terms.LIFECYCLE else F(self.value)


@cached_counts
def signings(by: Terms) -> Signings:
    # Grouped by what is written, a few thousand dates: SQLite would call Python for the year of each row.
    written = Agreement.objects.public().order_by().annotate(term=by.expression, others=other_readings())
    found = Signings()
    for signed, others, name, n in written.values_list("signed", "others", "term").annotate(n=Count("pk")):
        known = Known.of(signed, "", UncertainDate(), "", others)
        first, last = (day.year if day else None for day in (known.earliest_signing, known.latest_signing))
        if not signed:
            found.undated += n
        elif first and first == last:
            found.years[first][name] += n
            found.inferred += 0 if all(each.certain for each in known.signed) else n
        else:
            found.spans[first, last] += n
    return found


@dataclass(frozen=True, slots=True)
class Periods:
    """How many agreements there are of each kind that stands alike on the days of the chart.

    There are few hundred kinds, so one query serves all days of the chart.
    """

    counts: Sequence[tuple[Known, int]]

    @property
    def first_year(self) -> int | None:
        """When the first of them began that has a known beginning."""
        starts = (known.possibly[0] for known, _n in self.counts)
        return min((start.year for start in starts if start), default=None)

    def in_force(self, day: date) -> tuple[int, int]:
        """How many agreements are in force for certain on `day`, and how many more possibly are."""
        certain = possible = 0
        for known, n in self.counts:
            state, doubt = state_of(known, day)
            if state is Lifecycle.IN_FORCE and doubt:
                possible += n
            elif state is Lifecycle.IN_FORCE:
                certain += n
        return certain, possible


@cached_counts
def periods() -> Periods:
    """By how they are written. The chart asks for last days of years and for today: of a signing in a year that is over
    the year tells as much as the day."""
    this_year = date(dates.today().year, 1, 1)
    first, last = (Substr(Cast(f"signed_{bound}", CharField()), 1, 4) for bound in ("earliest", "latest"))
    years = Concat(Value("["), Coalesce(first, Value("")), Value(".."), Coalesce(last, Value("")), Value("]"))
    signing = Case(When(signed_latest__lt=this_year, then=years), default=F("signed"), output_field=CharField())
    columns = (signing, "period", "terminated", "certainty", other_readings())
    alike = Agreement.objects.public().exclude(period="").order_by().values_list(*columns)
    return Periods([(Known.of(*kind), n) for *kind, n in alike.annotate(n=Count("pk"))])
