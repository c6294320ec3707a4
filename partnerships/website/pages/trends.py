"""The register over the years and by topic: what the page of trends draws and tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.models import Lifecycle, Topic
from partnerships.models.instruments import Kind, Strategic
from partnerships.website.charts.year_columns import Columns, Row, Term, columns
from partnerships.website.counts import Terms, TopicCount, by_topic, periods, signings
from records import dates

# More years than these have no room side by side.
MOST_YEARS = 30
POSSIBLY = "possibly"


# The fills of static/site/charts.css, from the bottom of a column upwards.
_SHADES: dict[Terms, dict[Any, int]] = {
    Terms.LIFECYCLE: {
        Lifecycle.IN_FORCE: 7,
        Lifecycle.UNSIGNED: 8,  # rarely there, and like the next still to come
        Lifecycle.UPCOMING: 8,
        Lifecycle.EXPIRED: 3,
        Lifecycle.TERMINATED: 1,
        Lifecycle.UNKNOWN: 5,
    },
    Terms.KIND: {Kind.AGREEMENT: 4, Kind.MEMORANDUM: 3, Kind.MINUTES: 1, Kind.PLAN: 5, Kind.NOT_NAMED: 2},
    Terms.STRATEGIC: {Strategic.YES: 4, Strategic.NO: 2, Strategic.NOT_SAID: 5},
}
_UNSURE = 6


@dataclass(frozen=True, slots=True)
class Signed:
    """Agreements by year of signing.

    In each year stand those that were signed in it and those that possibly were, as the list finds them; who is
    possible in several years stands in each. `unsure` counts these once, `inferred` those whose date is marked
    uncertain, `undated` those of no known day, and `outside` those of years that are not drawn.
    """

    chart: Columns
    inferred: int
    unsure: int
    undated: int
    outside: int


def signed_by_year(by: Terms) -> Signed | None:
    """None if nothing is dated."""
    found = signings(by)
    ends = [year for span in found.spans for year in span if year]
    years = _years([*found.years, *ends])
    if not years:
        return None
    rows = [
        Row(
            name=year,
            label=str(year),
            counts={**found.years.get(year, {}), POSSIBLY: found.possibly_in(year)},
            query=f"signed_from={year}&signed_to={year}",
        )
        for year in years
    ]
    terms = [Term(term, term.label, shade) for term, shade in _SHADES[by].items()]
    chart = columns(rows, [*terms, Term(POSSIBLY, _("possibly that year"), _UNSURE)])
    outside = sum(counts.total() for year, counts in found.years.items() if year not in years)
    beside = sum(
        n for (first, last), n in found.spans.items() if (first or 0) > years[-1] or (last or years[0]) < years[0]
    )
    return Signed(chart, found.inferred, found.spans.total() - beside, found.undated, outside + beside)


def in_force_by_year() -> Columns | None:
    """How many were in force at the end of each year, and today for this one; None if no period is known."""
    found, today = periods(), dates.today()
    years = _years([found.first_year] if found.first_year else [])
    if not years:
        return None
    days = [min(date(year, 12, 31), today) for year in years]
    rows = [
        Row(
            name=day.year,
            label=dates.format_date(day.isoformat()),
            counts=dict(zip(("certain", POSSIBLY), found.in_force(day), strict=True)),
            query=f"in_force_on={day}",
        )
        for day in days
    ]
    return columns(rows, [Term("certain", _("for certain"), 7), Term(POSSIBLY, _("possibly"), 8)])


def _years(known: Sequence[int]) -> range:
    """From the first of the years `known` to this one, but not more than can be drawn."""
    this = dates.today().year
    first = min((year for year in known if year <= this), default=this + 1)
    return range(max(first, this + 1 - MOST_YEARS), this + 1)


@dataclass(frozen=True, slots=True)
class OnTopic:
    topic: Topic
    count: int
    unsure: int
    width: str


def topics() -> dict[str, Any]:
    """The topics with agreements, most first, as bars; and those without."""
    numbers = by_topic()
    counted = [(topic, numbers.get(topic.slug, TopicCount())) for topic in Topic.objects.public()]
    most = max((n.count for _topic, n in counted), default=0)
    drawn = [OnTopic(topic, n.count, n.unsure, f"{100 * n.count / most:.2f}%") for topic, n in counted if n.count]
    return {
        "topics": sorted(drawn, key=lambda each: -each.count),
        "unused_topics": [topic for topic, n in counted if not n.count],
    }
