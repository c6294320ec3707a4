"""What every FilterSet shares: one serves the page, the API and the download, and refuses what it does not know."""

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, ClassVar

import django_filters
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import names
from .choice_filters import VARIANTS, KnownFilter, SlugsFilter, StableOrdering, TermsFilter, variant
from .date_filters import BOUNDS, BoundFilter
from .fields import EDTFField

MOST_VALUES = 50
# By name, in one question: each is searched for.
MOST_NAMES = 10
MOST_PROBLEMS = 20
# What may be given several times.
SEVERAL = (django_filters.MultipleChoiceFilter, django_filters.OrderingFilter)
UNREADABLE = gettext_lazy("Not UTF-8 text, or a NUL in it.")
LONGEST_SEARCH = 200
# What a search finds is searched once and then named by its keys, if these are no more.
MOST_SOUGHT = 1_000


# What programs know the problem of a parameter by: no release changes one. docs/api.md lists them.
CODES = frozenset(
    "unknown_parameter empty repeated too_many invalid_choice invalid no_number max_length open unreadable "
    "needs_another not_in_files required outdated unknown_record".split()
)


@dataclass(frozen=True)
class Problem:
    """What is wrong with a parameter: in words for people, and by a `code` for programs."""

    parameter: str
    value: str
    message: str
    code: str = "invalid"


class RecordFilterSet(django_filters.FilterSet):
    """A FilterSet over public records: of the `fields` it names a link is chosen by slugs, a term by its code or label,
    a date bounded.

    Give it the query and the parameters that others read (`page`, `format`): anything else is unknown, and
    `problems` says so. Its `qs` is never "all rows" for a bad filter: ask `problems` first. `parameters()` are all its
    filters, `filters` those that the query asks for.
    """

    search = django_filters.CharFilter(
        method="filter_search", label=gettext_lazy("search"), max_length=LONGEST_SEARCH, strip=True
    )

    data: QueryDict
    base_filters: dict[str, django_filters.Filter]  # of the class all, of a question those it asks for
    # Filters that only sharpen others, by name, and mean nothing without one of them.
    sharpening: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    class Meta:
        fields: tuple[str, ...] = ()

    @classmethod
    def get_fields(cls) -> dict[str, Any]:
        fields = {name: cls._meta.model._meta.get_field(name) for name in cls._meta.fields}
        return {
            name: [*BOUNDS, "known"]
            if isinstance(field, EDTFField)
            else ["exact", *(["known"] * field.is_relation * field.null)]
            for name, field in fields.items()
        }

    @classmethod
    def get_filter_name(cls, field_name: str, lookup_expr: str) -> str:
        return field_name if lookup_expr == "exact" else f"{field_name}_{lookup_expr}"

    @classmethod
    def filter_for_field(cls, field: Any, field_name: str, lookup_expr: Any = None) -> Any:
        if lookup_expr in BOUNDS:
            return BoundFilter(lookup_expr, field_name=field_name, label=field.verbose_name)
        if lookup_expr == "known":
            return KnownFilter(field)
        if field.is_relation:
            return SlugsFilter(
                field.related_model,
                lambda rows: Q(**{f"{field_name}__in": rows}),
                label=field.verbose_name,
                single=True,
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
        if "slug" in columns:
            filters["slug"] = SlugsFilter(
                cls._meta.model,
                lambda rows: Q(pk__in=[row.pk for row in rows]),
                label=gettext_lazy("slug"),
                single=True,
            )
        return filters

    @classmethod
    @cache
    def variants(cls) -> dict[str, tuple[str, str]]:
        """Of which filter each variant is, and which: `topic_not`, `topic_all`."""
        return {
            f"{name}_{kind}": (name, kind)
            for name, each in cls.base_filters.items()
            for kind, fits in VARIANTS.items()
            if fits(each) and name != "slug"
        }

    @classmethod
    @cache
    def parameters(cls) -> dict[str, django_filters.Filter]:
        """Every filter by the name of its parameter."""
        filters = cls.base_filters
        return {**filters, **{name: variant(filters[of], kind) for name, (of, kind) in cls.variants().items()}}

    def __init__(self, data: QueryDict, queryset: models.QuerySet | None = None, *, others: Iterable[str] = ()) -> None:
        self.others = tuple(others)
        model: Any = self._meta.model
        variants = {name: each for name, each in self.variants().items() if name in data}
        # Few are asked for, and each of `filters` is copied.
        asked, known = {*data, *(of for of, _kind in variants.values())}, type(self).base_filters
        self.base_filters = {name: each for name, each in known.items() if name in asked}
        super().__init__(data, queryset=model.objects.public() if queryset is None else queryset)
        self.filters |= {name: variant(self.filters[of], kind) for name, (of, kind) in variants.items()}
        self.known = [*self.parameters(), *self.others]
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
        if len(orders := data.getlist("ordering")) > 1:  # each by itself, or with a comma between them
            said["ordering"] = ",".join(orders)
        return said

    def get_form_class(self) -> Any:
        """Of what is asked alone: it judges values and is drawn nowhere."""
        fields = {name: each.field for name, each in self.filters.items() if name in self.data}
        return type(f"{type(self).__name__}Form", (self._meta.form,), fields)

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
        codes = {name: str(errors[0].code) for name, errors in self.form.errors.as_data().items()}
        wrong = {
            name: (" ".join(map(str, said)), codes[name] if codes[name] in CODES else "invalid")
            for name, said in self.form.errors.items()
        }
        for name in self.without_meaning(self.data):
            names = get_text_list([*self.sharpening[name]], _("or"))
            told = _("It only sharpens other filters: give %(names)s with it.") % {"names": names}
            wrong.setdefault(name, (told, "needs_another"))
        return [Problem(name, self.data.get(name, ""), *said) for name, said in wrong.items()]

    def _unusable(self) -> list[Problem]:
        found = unknown_parameters(self.data, self.known)
        named: set[tuple[str, str]] = set()
        for name, each in self.filters.items():
            values = self.data.getlist(name)
            if any(map(unreadable, values)):
                found.append(Problem(name, "", str(UNREADABLE), "unreadable"))
            elif len(values) > 1 and not isinstance(each, SEVERAL):
                found.append(Problem(name, values[-1], _("Give it once."), "repeated"))
            elif len(values) > MOST_VALUES:
                found.append(Problem(name, "", _("At most %(most)d values.") % {"most": MOST_VALUES}, "too_many"))
            elif isinstance(each, SlugsFilter):
                named |= {(name, value) for value in values if not names.SLUG.fullmatch(value)}
                if len(named) > MOST_NAMES:
                    told = _("At most %(most)d names in one question: write slugs.") % {"most": MOST_NAMES}
                    return [*found, Problem(name, "", told, "too_many")]
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
    return [Problem(name, data.get(name, ""), _unknown(name, known), "unknown_parameter") for name in unknown]


def _unknown(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    if not names:
        return _("Unknown parameter: this address takes none.")
    if nearest := difflib.get_close_matches(name, names, n=1):
        return _("Unknown parameter; did you mean “%(nearest)s”?") % {"nearest": nearest[0]}
    return _("Unknown parameter. Known: %(names)s.") % {"names": ", ".join(names)}
