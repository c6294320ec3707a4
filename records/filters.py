"""What every FilterSet shares: one serves the page, the API and the download, and refuses what it does not know."""

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import QueryDict
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.fields import ModelMultipleChoiceField, MultipleChoiceField

from . import names
from .date_filters import BOUNDS, BoundFilter
from .fields import EDTFField
from .labels import code_called, code_of, truth

MOST_VALUES = 50
# By name, in one question: each is searched for.
MOST_NAMES = 10
MOST_PROBLEMS = 20
UNREADABLE = gettext_lazy("Not UTF-8 text, or a NUL in it.")
LONGEST_SEARCH = 200
# What a search finds is searched once and then named by its keys, if these are no more.
MOST_SOUGHT = 1_000


@dataclass(frozen=True)
class Problem:
    parameter: str
    value: str
    message: str


class RecordFilterSet(django_filters.FilterSet):
    """A FilterSet over public records: of the `fields` it names a link is chosen by slugs, a term by its code or label,
    a date bounded.

    Give it the query and the parameters that others read (`page`, `format`): anything else is unknown, and
    `problems` says so. Its `qs` is never "all rows" for a bad filter: ask `problems` first.
    """

    search = django_filters.CharFilter(
        method="filter_search", label=gettext_lazy("search"), max_length=LONGEST_SEARCH, strip=True
    )

    data: QueryDict
    # Filters that only sharpen others, by name, and mean nothing without one of them.
    sharpening: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    class Meta:
        fields: tuple[str, ...] = ()

    @classmethod
    def get_fields(cls) -> dict[str, Any]:
        fields = {name: cls._meta.model._meta.get_field(name) for name in cls._meta.fields}
        return {name: BOUNDS if isinstance(field, EDTFField) else ["exact"] for name, field in fields.items()}

    @classmethod
    def get_filter_name(cls, field_name: str, lookup_expr: str) -> str:
        return field_name if lookup_expr == "exact" else f"{field_name}_{lookup_expr}"

    @classmethod
    def filter_for_field(cls, field: Any, field_name: str, lookup_expr: Any = None) -> Any:
        if lookup_expr in BOUNDS:
            return BoundFilter(lookup_expr, field_name=field_name, label=field.verbose_name)
        if field.is_relation:
            return SlugsFilter(
                field.related_model, lambda rows: Q(**{f"{field_name}__in": rows}), label=field.verbose_name
            )
        return TermsFilter(field, field_name=field_name, label=field.verbose_name)

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        """Those declared, those of the fields and, of records with a name, an order by that and by their date."""
        filters = {**cls.declared_filters, **super().get_filters()}
        columns = {field.name: field for field in cls._meta.model._meta.concrete_fields} if cls._meta.model else {}
        if "sort_key" in columns and "ordering" not in filters:
            sorting = {name: columns[name].sources[0] for name in ("sort_date", "sort_key") if name in columns}
            filters["ordering"] = StableOrdering(fields={name: by.removesuffix("_vi") for name, by in sorting.items()})
        return filters

    def __init__(self, data: QueryDict, queryset: models.QuerySet | None = None, *, others: Iterable[str] = ()) -> None:
        self.others = tuple(others)
        model: Any = self._meta.model
        super().__init__(data, queryset=model.objects.public() if queryset is None else queryset)
        # What is refused anyhow is asked of no table.
        self._refused = self._unusable()
        if not self._refused:
            self.data = self._as_codes(self.data)

    def _as_codes(self, data: QueryDict) -> QueryDict:
        """The same question with codes and slugs for what people call them, so that all that reads it sees those."""
        said = data.copy()
        for name in data.keys() & {name for name, each in self.filters.items() if hasattr(each, "codes_called")}:
            codes = self.filters[name].codes_called(
                {value for value in data.getlist(name) if 0 < len(value) <= LONGEST_SEARCH}
            )
            said.setlist(name, [codes.get(value, value) for value in data.getlist(name)])
        return said

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.search(value)

    @property
    def active_filters(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return active_filters(self.filters, self.data)

    def filtered(self, exclude: str = "") -> Any:
        """What all filters find together, in no order; the filter `exclude` is left out."""
        rows = self.queryset.order_by() if exclude == "search" else self.search_hits
        for name, value in self._asked.items():
            if name not in (exclude, "search", "ordering"):
                rows = self.filters[name].filter(rows, value)
        return rows

    @property
    def _asked(self) -> dict[str, Any]:
        self.form.is_valid()
        return self.form.cleaned_data

    @cached_property
    def search_hits(self) -> Any:
        rows = self.queryset.order_by()
        if not (query := self._asked.get("search")):
            return rows
        found = self.filters["search"].filter(rows, query).order_by()
        keys = list(found.values_list("pk", flat=True)[: MOST_SOUGHT + 1])
        return rows.filter(pk__in=keys) if len(keys) <= MOST_SOUGHT else found

    def problems(self) -> list[Problem]:
        if self._refused:
            return self._refused[:MOST_PROBLEMS]
        wrong = {name: " ".join(map(str, messages)) for name, messages in self.form.errors.items()}
        for name in self.without_meaning(self.data):
            names = get_text_list([*self.sharpening[name]], _("or"))
            wrong.setdefault(name, _("It only sharpens other filters: give %(names)s with it.") % {"names": names})
        return [Problem(name, self.data.get(name, ""), message) for name, message in wrong.items()]

    def _unusable(self) -> list[Problem]:
        found = unknown_parameters(self.data, [*self.filters, *self.others])
        named: set[tuple[str, str]] = set()
        for name, each in self.filters.items():
            values = self.data.getlist(name)
            if any(map(unreadable, values)):
                found.append(Problem(name, "", str(UNREADABLE)))
            elif len(values) > 1 and not isinstance(each, django_filters.MultipleChoiceFilter):
                found.append(Problem(name, values[-1], _("Give it once.")))
            elif len(values) > MOST_VALUES:
                found.append(Problem(name, "", _("At most %(most)d values.") % {"most": MOST_VALUES}))
            elif isinstance(each, SlugsFilter):
                named |= {(name, value) for value in values if not names.SLUG.fullmatch(value)}
                if len(named) > MOST_NAMES:
                    told = _("At most %(most)d names in one question: write slugs.") % {"most": MOST_NAMES}
                    return [*found, Problem(name, "", told)]
        return found

    @classmethod
    def without_meaning(cls, data: QueryDict) -> list[str]:
        """Those of the `sharpening` filters that are given in `data` without anything to sharpen."""
        return [
            name
            for name, sharpened in cls.sharpening.items()
            if any(data.getlist(name)) and not any(any(data.getlist(other)) for other in sharpened)
        ]


class FactFilterSet(RecordFilterSet):
    """Of rows that have no words of their own to search."""

    search = None


def active_filters(names: Iterable[str], data: QueryDict) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What narrows the rows: the same for every question that finds the same ones, empty where nothing does."""
    given = ((name, data.getlist(name)) for name in sorted(names) if name != "ordering")
    asked = ((name, tuple(sorted({value for value in values if value}))) for name, values in given)
    return tuple((name, values) for name, values in asked if values)


def unreadable(text: str) -> bool:
    """It holds what stands for bytes that are no UTF-8, or a NUL, which PostgreSQL takes nowhere."""
    return "\0" in text or "\ufffd" in text


# What others hang on links to see where readers come from: it asks for nothing here.
OF_TRACKERS = re.compile(r"utm_\w+|(fbcl|gcl|dcl|ycl|ttcl|twcl|msclk|gbra|wbra|igsh)id|zarsrc|mc_[ce]id")


def is_tracking(name: str) -> bool:
    return bool(OF_TRACKERS.fullmatch(name))


def unknown_parameters(data: QueryDict, known: Collection[str]) -> list[Problem]:
    """The parameters that are not `known`, each with the one that was probably meant."""
    unknown = [name for name in data if name not in known and not is_tracking(name)]
    return [Problem(name, data.get(name, ""), _unknown(name, known)) for name in unknown]


def _unknown(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    if not names:
        return _("Unknown parameter: this address takes none.")
    if nearest := difflib.get_close_matches(name, names, n=1):
        return _("Unknown parameter; did you mean “%(nearest)s”?") % {"nearest": nearest[0]}
    return _("Unknown parameter. Known: %(names)s.") % {"names": ", ".join(names)}


class SlugsField(ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except ValidationError as error:
            said = str((error.params or {}).get("value", ""))
            raise ValidationError(names.missing(self.queryset, said, names.called(self.queryset, said))) from None


class SlugsFilter(django_filters.ModelMultipleChoiceFilter):
    """Rows linked to any of the public records named by their slugs.

    `condition` turns those records into a Q; subqueries instead of joins, so that no row comes twice. A name that only
    one of them has stands for its slug.
    """

    field_class = SlugsField

    def __init__(self, model: type[models.Model], condition: Callable[[Any], Q], **kwargs: Any) -> None:
        self.condition = condition
        self._known: tuple[Any, Q] = (None, Q())
        super().__init__(
            queryset=lambda request: model.objects.public(),  # type: ignore[attr-defined]
            to_field_name="slug",
            **{"label": model._meta.verbose_name, **kwargs},
        )

    def codes_called(self, values: Collection[str]) -> Mapping[str, str]:
        """The slugs of the public records that were published under those of `values`, or the only one called so."""
        rows: Any = self.queryset(None)
        others = {*values} - {*rows.filter(slug__in=values).values_list("slug", flat=True)}
        slugs = {value for value in others if names.SLUG.fullmatch(value)}
        found = dict(rows.model.objects.slugs_now(slugs)) if slugs else {}
        for name in others - slugs:
            exact, _found = names.called(rows, name)
            if len(exact) == 1:
                found[name] = exact[0]
        return found

    def filter(self, queryset: Any, value: Any) -> Any:
        if not value:
            return queryset
        if self._known[0] is not value:  # each facet asks the same again, and a condition may read the tree of areas
            self._known = value, self.condition(list(value))
        return queryset.filter(self._known[1])

    def in_words(self, values: list[str], chosen: Any) -> dict[str, str]:
        return {record.slug: str(record) for record in chosen}


class TermsField(MultipleChoiceField):
    def __init__(self, *args: Any, terms: Any, **kwargs: Any) -> None:
        self.terms = terms
        super().__init__(*args, **kwargs)

    def clean(self, value: Any) -> Any:
        return super().clean([each and code_of(self.terms, each) for each in value or ()])


class TermsFilter(django_filters.MultipleChoiceFilter):
    """Rows whose term is one of those given, by its code or by its label in any language."""

    field_class = TermsField

    def __init__(self, terms: Any, **kwargs: Any) -> None:
        # A term is a column of the row itself: none comes twice, and DISTINCT would sort them all.
        super().__init__(choices=terms.choices, terms=terms, distinct=False, **kwargs)

    def codes_called(self, values: Collection[str]) -> Mapping[str, str]:
        return {value: code_called(self.extra["terms"], value) or value for value in values}

    def in_words(self, values: list[str], chosen: Any) -> dict[str, str]:
        return {value: str(label) for value, label in self.extra["choices"]}


class TruthFilter(django_filters.ChoiceFilter):
    def __init__(self, **kwargs: Any) -> None:
        wrong = {"invalid_choice": gettext_lazy("Write true or false.")}
        choices = (("true", gettext_lazy("yes")), ("false", gettext_lazy("no")))
        super().__init__(choices=choices, error_messages=wrong, **kwargs)

    def codes_called(self, values: Collection[str]) -> Mapping[str, str]:
        return {value: truth(value) for value in values}


class StableOrdering(django_filters.OrderingFilter):
    """Allow-listed orderings that always end in the primary key: a page never repeats a row."""

    def filter(self, queryset: Any, value: Any) -> Any:
        names = [self.get_ordering_value(name) for name in value or () if name]
        if not names:
            return queryset
        terms = (term for name in names for term in self.terms(queryset.model, name))
        return queryset.order_by(*terms, "-pk" if names[0].startswith("-") else "pk")

    def terms(self, model: type[models.Model], name: str) -> Iterable[Any]:
        # PostgreSQL and SQLite disagree on where NULL sorts; an expression where none is needed loses the index.
        column = name.removeprefix("-")
        if not model._meta.get_field(column).null:
            return [name]
        return [F(column).desc(nulls_last=True) if name.startswith("-") else F(column).asc(nulls_last=True)]
