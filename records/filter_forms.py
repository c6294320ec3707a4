"""The filter form of a list as plain values: what may be chosen, what is chosen, the address without it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.text import capfirst

from .facets import Offered
from .filters import MOST_VALUES, RecordFilterSet
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
    """What the filter form of a list shows: filters `typed`, by name in order, and `facets` chosen."""

    def __init__(self, filterset: RecordFilterSet, typed: Iterable[str], facets: Iterable[Offered] = ()) -> None:
        self.filterset = filterset
        self.data: QueryDict = filterset.data
        self.typed = [self._typed(name) for name in typed]
        self.facets = list(facets)
        self.chips = list(self._chips())

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What narrows the list though the form does not offer it: it goes along as hidden fields."""
        offered = {*(each.name for each in (*self.typed, *self.facets)), *SHOWING}
        offered |= {*self.filterset.without_meaning(self.data)}  # refused, so not asked again
        return [
            (name, value)
            for name in self.filterset.filters
            if name not in offered
            for value in self.data.getlist(name)
            if value
        ]

    @property
    def folds(self) -> bool:
        return bool(self.facets) or any(each.name != "search" for each in self.typed)

    @property
    def chosen(self) -> int:
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
        label = capfirst(str(self.filterset.parameters()[name].label))
        return Offered(name, label, self.data.get(name, ""), message)

    def _chips(self) -> Iterator[Chip]:
        for name, known in self.filterset.filters.items():
            # More are refused, and each chip holds the whole query.
            values = [value for value in self.data.getlist(name) if value][:MOST_VALUES]
            if name not in SHOWING and values:
                label, words = capfirst(str(known.label)), {}
                # What could not be used stays as it was typed, and so do the values of a filter that has no words.
                if hasattr(known, "in_words") and name not in self.filterset.form.errors:
                    words = known.in_words(self.data.getlist(name), self.filterset.form.cleaned_data[name])
                yield from (Chip(name, label, words.get(value, value), self._without(name, value)) for value in values)

    def _without(self, name: str, *values: str) -> str:
        query = self.data.copy()
        query.setlist(name, [other for other in query.getlist(name) if other not in values])
        for left in ("page", "format", *self.filterset.without_meaning(query)):
            query.pop(left, None)
        return query.urlencode()
