"""What a list may be narrowed by and how many rows each choice would leave."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Any

from django.db.models import Case, Count, F, Value, When
from django.db.models.expressions import Combinable
from django.utils.functional import Promise
from django.utils.text import capfirst

from .columns import SEPARATOR
from .date_filters import NO_YEAR, in_several_years, year_in_words
from .filters import RecordFilterSet
from .spoken import called

# Of a long facet so many choices stand open; the others under "more". Of records so many are offered at all, those of
# most rows: a page of ten thousand choices is read by nobody.
FIRST, MOST = 10, 100

Labels = Sequence[tuple[str, str]]


class Facet:
    """A filter of which a list offers the values that its rows have.

    `counts` says how many rows each value has beside the other filters; `groups` puts values in order, under
    headings, with what they are called. Where each row has `one_value`, all counts together are all rows; else a
    `note` may say why they are more.
    """

    one_value = False
    note: str | Promise = ""
    most: int | None = None  # how many values are offered

    def __init__(self, name: str) -> None:
        self.name = name

    def counts(self, filterset: RecordFilterSet) -> Mapping[str, int]:
        raise NotImplementedError

    def groups(self, counts: Mapping[str, int], chosen: Collection[str]) -> Iterable[tuple[str, Labels]]:
        raise NotImplementedError


class TermFacet(Facet):
    """A column with a closed list of terms, or the expression `term` over a row, in the order of that list."""

    one_value = True

    def __init__(self, name: str, terms: Any, term: Combinable | None = None) -> None:
        super().__init__(name)
        self.terms, self.term = terms, term or F(name)

    def counts(self, filterset: RecordFilterSet) -> Mapping[str, int]:
        return dict(filterset.filtered(self.name).values_list(self.term).annotate(n=Count("pk")))

    def groups(self, counts: Mapping[str, int], chosen: Collection[str]) -> Iterable[tuple[str, Labels]]:
        yield "", [(value, capfirst(str(label))) for value, label in self.terms.choices if value in counts]


class YearFacet(Facet):
    """The year of an uncertain date, the latest first and last those of no one year."""

    one_value = True

    def __init__(self, name: str, column: str) -> None:
        super().__init__(name)
        self.column, self.bounds = column, (f"{column}_earliest", f"{column}_latest")

    def counts(self, filterset: RecordFilterSet) -> Mapping[str, int]:
        # Grouped by days, a few thousand: SQLite would call Python for the year of each row.
        found, rows = Counter[str](), filterset.filtered(self.name)
        several = Case(When(in_several_years(rows.model, self.column), then=Value(True)), default=Value(False))
        for first, last, unsure, n in rows.values_list(*self.bounds, several).annotate(n=Count("pk")):
            known = first and last and first.year == last.year and not unsure
            found[str(first.year) if known else NO_YEAR] += n
        return found

    def groups(self, counts: Mapping[str, int], chosen: Collection[str]) -> Iterable[tuple[str, Labels]]:
        years = sorted((value for value in counts if value != NO_YEAR), reverse=True)
        unknown = [NO_YEAR] if NO_YEAR in counts else []
        yield "", [(value, capfirst(year_in_words(value))) for value in (*years, *unknown)]


class RecordFacet(Facet):
    """Other records that rows have to do with, of `model`, the most frequent first."""

    most: int | None = MOST

    def __init__(self, name: str, model: Any) -> None:
        super().__init__(name)
        self.model = model

    def groups(self, counts: Mapping[str, int], chosen: Collection[str]) -> Iterable[tuple[str, Labels]]:
        yield "", most_first(counts, named(self.model, counts))


class LinkFacet(RecordFacet):
    """Other records that rows are linked to.

    `links` is an expression over a row: the keys of the records of `model` that it is linked to, joined
    (`columns.joined`); by default the one key that its column `name` holds.
    """

    def __init__(self, name: str, model: Any, links: Combinable | None = None) -> None:
        super().__init__(name, model)
        self.links = links or F(name)

    def values(self) -> Mapping[str, Collection[str]]:
        """What a row counts for that is linked to a public record: the values, by the key of that record."""
        return {str(pk): (slug,) for pk, slug in self.model.objects.public().order_by().values_list("pk", "slug")}

    def counts(self, filterset: RecordFilterSet) -> Mapping[str, int]:
        return once_each(filterset.filtered(self.name), self.links, self.values())


def once_each(rows: Any, links: Combinable, values: Mapping[str, Collection[str]]) -> Counter[str]:
    """How many of `rows` have each value: once, however many of a row's `links` lead to it."""
    # The database counts rows with the same links. Joined to them, a row would come as often as it has links, and to
    # tell that apart again takes a sort of them all.
    counts = Counter[str]()
    for keys, n in rows.values_list(links).annotate(n=Count("pk")):
        counts.update(dict.fromkeys(linked_values(keys, values), n))
    return counts


def linked_values(keys: str | None, values: Mapping[str, Collection[str]]) -> set[str]:
    return {value for key in str(keys).split(SEPARATOR) for value in values.get(key, ())}


def named(model: Any, slugs: Iterable[str]) -> dict[str, str]:
    return {record.slug: called(record) for record in model.objects.public().filter(slug__in=list(slugs))}


def most_first(counts: Mapping[str, int], names: Mapping[str, str]) -> Labels:
    return sorted(names.items(), key=lambda each: (-counts.get(each[0], 0), each[1]))


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """Some of the choices of a facet under a heading of their own, or under none; `rest` is under "more"."""

    heading: str
    first: Sequence[Choice]
    rest: Sequence[Choice]

    @property
    def most(self) -> int:
        return max(choice.count for choice in (*self.first, *self.rest))


@dataclass(frozen=True, slots=True)
class Offered:
    """One filter as the form offers it; without `groups` it is typed."""

    name: str
    label: str
    value: str = ""
    message: str = ""
    groups: Sequence[Choices] = ()
    note: str = ""
    left_out: int = 0

    @property
    def long(self) -> bool:
        """Whether its values are more than somebody takes in at a glance, so that words narrow them."""
        return any(group.rest for group in self.groups)

    @property
    def chosen(self) -> list[Choice]:
        return [each for group in self.groups for each in (*group.first, *group.rest) if each.chosen]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows each value of each facet has, and, if that or nothing else tells, how many there are in all.

    `left_out`: how many values of a facet are not among them, none of more rows.
    """

    counts: Mapping[str, Mapping[str, int]]
    total: int | None
    left_out: Mapping[str, int]


def count(filterset: RecordFilterSet, facets: Iterable[Facet]) -> Counted:
    found: dict[str, Mapping[str, int]] = {}
    left_out: dict[str, int] = {}
    total: int | None = None
    for facet in facets:
        chosen = filterset.data.getlist(facet.name)
        counts = facet.counts(filterset)
        if facet.one_value and not any(chosen):
            total = sum(counts.values())
        most = nsmallest(facet.most, counts, key=lambda value: (-counts[value], value)) if facet.most else counts
        found[facet.name] = {value: counts.get(value, 0) for value in (*chosen, *most)}
        left_out[facet.name] = len(counts.keys() - found[facet.name].keys())
    if total is None and not filterset.active_filters:
        total = filterset.filtered().count()
    return Counted(found, total, left_out)


def offer(filterset: RecordFilterSet, facets: Iterable[Facet], counted: Counted) -> list[Offered]:
    offered = []
    for facet in facets:
        counts = counted.counts[facet.name]
        chosen = counts.keys() & set(filterset.data.getlist(facet.name))
        groups = [_group(heading, labels, counts, chosen) for heading, labels in facet.groups(counts, chosen)]
        if shown := [group for group in groups if group.first]:
            label = capfirst(str(filterset.parameters()[facet.name].label))
            note, left_out = str(facet.note), counted.left_out[facet.name]
            offered.append(Offered(facet.name, label, groups=shown, note=note, left_out=left_out))
    return offered


def _group(heading: str, labels: Labels, counts: Mapping[str, int], chosen: set[str]) -> Choices:
    """What is chosen stays in sight; what nothing has is left out unless it is chosen."""
    choices = [
        Choice(value, label, counts.get(value, 0), value in chosen)
        for value, label in labels
        if counts.get(value) or value in chosen
    ]
    if len(choices) <= FIRST + 1:  # a fold for one line takes a line itself
        return Choices(heading, choices, ())
    first = {choice.value for choice in choices[:FIRST]} | chosen
    return Choices(
        heading,
        [choice for choice in choices if choice.value in first],
        [choice for choice in choices if choice.value not in first],
    )
