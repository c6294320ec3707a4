"""The filter form of a list as plain values: what may be chosen, what is chosen, the address without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.text import capfirst

from . import dates
from .date_filters import BoundFilter, DayFilter, YearsFilter, year_in_words
from .facets import Offered
from .filters import MOST_VALUES, RecordFilterSet, SlugsFilter, TermsFilter
from .pagination import counted

# What is about the page shown, not about the records found.
SHOWING = ("page", "page_size", "format", "ordering")
# Who found nothing is told how many rows a filter less would find, up to here.
MOST_LOOSENED = 1_000


@dataclass(frozen=True, slots=True)
class Chip:
    """What narrows the list by one filter, and the query string of the same list without it.

    `count`: how many rows that list has, where it was counted; there may be `more`.
    """

    name: str
    label: str
    value: str
    without: str
    count: int = 0
    more: bool = False


class FilterForm:
    """What the filter form of a list shows, out of a FilterSet whose `problems` were asked for.

    `offered` are names of filters, in order; those that `facets` knows are chosen from, the others typed. A facet with
    nothing to choose from is left out.
    """

    def __init__(self, filterset: RecordFilterSet, offered: Iterable[str], facets: Mapping[str, Offered]) -> None:
        self.filterset = filterset
        self.data: QueryDict = filterset.data
        self.offered = tuple(offered)
        self.typed = [self._typed(name) for name in self.offered]
        self.facets = list(facets.values())
        self.chips = list(self._chips())

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What narrows the list though the form does not offer it: it goes along as hidden fields."""
        offered = {*self.offered, *(facet.name for facet in self.facets), *SHOWING}
        return [
            (name, value)
            for name in self.filterset.filters
            if name not in offered
            for value in self.data.getlist(name)
            if value
        ]

    @property
    def folds(self) -> bool:
        """Whether there is anything to narrow by but words."""
        return bool(self.facets) or any(each.name != "search" for each in self.typed)

    @property
    def chosen(self) -> int:
        """How many values are chosen or typed, other than words to search for."""
        return sum(chip.name != "search" for chip in self.chips)

    def loosened(self) -> list[Chip]:
        """The lists that one filter less would find, the longest first; those that stay empty are none."""
        ways = []
        for name in dict.fromkeys(chip.name for chip in self.chips):
            if n := counted(self.filterset.filtered(exclude=name), MOST_LOOSENED):
                own = [chip for chip in self.chips if chip.name == name]
                values = ", ".join(chip.value for chip in own)
                without = self._without(name, *self.data.getlist(name))
                ways.append(Chip(name, own[0].label, values, without, min(n, MOST_LOOSENED), n > MOST_LOOSENED))
        return sorted(ways, key=lambda way: -way.count)

    def _typed(self, name: str) -> Offered:
        message = " ".join(map(str, self.filterset.form.errors.get(name, ())))
        label = capfirst(str(self.filterset.filters[name].label))
        return Offered(name, label, self.data.get(name, ""), message)

    def _chips(self) -> Iterator[Chip]:
        for name, known in self.filterset.filters.items():
            # More are refused, and each chip holds the whole query.
            values = [value for value in self.data.getlist(name) if value][:MOST_VALUES]
            if name not in SHOWING and values:
                label, words = capfirst(str(known.label)), self._in_words(name, known)
                yield from (Chip(name, label, words.get(value, value), self._without(name, value)) for value in values)

    def _in_words(self, name: str, known: Any) -> dict[str, str]:
        """The values of a filter in the reader's words; a value that could not be used stays as it is."""
        if name in self.filterset.form.errors:
            return {}
        if isinstance(known, SlugsFilter):
            return {record.slug: str(record) for record in self.filterset.form.cleaned_data[name]}
        if isinstance(known, TermsFilter):
            return {value: str(label) for value, label in known.extra["choices"]}
        if isinstance(known, YearsFilter):
            return {value: year_in_words(value) for value in self.data.getlist(name)}
        if isinstance(known, BoundFilter | DayFilter):
            # The form reads one date, the last; of the others nothing is known.
            value = self.data.getlist(name)[-1]
            return {value: dates.format_date(dates.read(value))}
        return {}

    def _without(self, name: str, *values: str) -> str:
        query = self.data.copy()
        query.setlist(name, [other for other in query.getlist(name) if other not in values])
        query.pop("page", None)
        query.pop("format", None)
        return query.urlencode()
