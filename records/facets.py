"""The filter form of a list as plain values: what may be chosen, what is chosen, the address without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.text import capfirst

from . import dates
from .filters import BoundFilter, DayFilter, RecordFilterSet, SlugsFilter, TermsFilter

# What is about the page shown, not about the records found.
SHOWING = ("page", "page_size", "format", "ordering")


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """Some of the choices of a facet under a heading of their own, or under none."""

    heading: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter as the form offers it; without `groups` it is typed."""

    name: str
    label: str
    value: str = ""
    message: str = ""
    groups: Sequence[Choices] = ()

    @property
    def chosen(self) -> list[Choice]:
        return [choice for group in self.groups for choice in group.choices if choice.chosen]


@dataclass(frozen=True, slots=True)
class Chip:
    """One value that narrows the list, and the query string of the same list without it."""

    label: str
    value: str
    without: str


# Headed groups of (value, label) for the filter of a record's slug; called once a page.
Options = Callable[[], Iterable[tuple[str, Iterable[tuple[str, str]]]]]


class FilterForm:
    """What the filter form of a list shows, out of a FilterSet whose `problems` were asked for."""

    def __init__(self, filterset: RecordFilterSet, offered: Iterable[str], options: Mapping[str, Options]) -> None:
        self.filterset = filterset
        self.data: QueryDict = filterset.data
        self.facets = [self._facet(name, options.get(name)) for name in offered]
        self.chips = list(self._chips())

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What narrows the list though the form does not offer it: it goes along as hidden fields."""
        offered = {facet.name for facet in self.facets} | set(SHOWING)
        return [
            (name, value)
            for name in self.filterset.filters
            if name not in offered
            for value in self.data.getlist(name)
            if value
        ]

    def _facet(self, name: str, options: Options | None) -> Facet:
        known = self.filterset.filters[name]
        label = capfirst(str(known.label))
        message = " ".join(map(str, self.filterset.form.errors.get(name, ())))
        if options or isinstance(known, TermsFilter):
            groups = options() if options else [("", known.extra["choices"])]
            given = set(self.data.getlist(name))
            chosen = [
                Choices(heading, [Choice(value, capfirst(str(text)), value in given) for value, text in choices])
                for heading, choices in groups
            ]
            return Facet(name, label, message=message, groups=chosen)
        return Facet(name, label, value=self.data.get(name, ""), message=message)

    def _chips(self) -> Iterator[Chip]:
        for name, known in self.filterset.filters.items():
            values = [value for value in self.data.getlist(name) if value]
            if name in SHOWING or not values:
                continue
            said = self._said(name, known)
            for value in values:
                yield Chip(capfirst(str(known.label)), said.get(value, value), self._without(name, value))

    def _said(self, name: str, known: Any) -> dict[str, str]:
        """The values of a filter in the reader's words; a value that could not be used stays as it is."""
        if name in self.filterset.form.errors:
            return {}
        if isinstance(known, SlugsFilter):
            return {record.slug: str(record) for record in self.filterset.form.cleaned_data[name]}
        if isinstance(known, TermsFilter):
            return {value: str(label) for value, label in known.extra["choices"]}
        if isinstance(known, BoundFilter | DayFilter):
            # The form reads one date, the last; of the others nothing is known.
            value = self.data.getlist(name)[-1]
            return {value: dates.describe(dates.read(value))}
        return {}

    def _without(self, name: str, value: str) -> str:
        query = self.data.copy()
        query.setlist(name, [other for other in query.getlist(name) if other != value])
        query.pop("page", None)
        query.pop("format", None)
        return query.urlencode()
