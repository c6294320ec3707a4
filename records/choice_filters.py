"""Filters by terms and by records: by any of several, by all, by none; and the order of what is found."""

from collections.abc import Callable, Collection, Iterable, Mapping
from copy import copy
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext_lazy
from django_filters.fields import ModelMultipleChoiceField, MultipleChoiceField

from . import names
from .labels import code_called, code_of, truth
from .spoken import called


class SlugsField(ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        if not value:
            return []  # an empty QuerySet builds its question whenever somebody looks whether it is empty
        try:
            return super().clean(value)
        except ValidationError as error:
            said = str((error.params or {}).get("value", ""))
            told = names.missing(self.queryset, said, names.called(self.queryset, said))
            raise ValidationError(told, code="unknown_record") from None


class SlugsFilter(django_filters.ModelMultipleChoiceFilter):
    """Rows linked to any of the public records named by their slugs.

    `condition` turns those records into a Q; subqueries instead of joins, so that no row comes twice. A name that only
    one of them has stands for its slug. `single`: no row is linked to two of them.
    """

    field_class = SlugsField

    def __init__(
        self, model: type[models.Model], condition: Callable[[Any], Q], *, single: bool = False, **kwargs: Any
    ) -> None:
        self.condition, self.single = condition, single
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
        return {record.slug: called(record) for record in chosen}


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


class KnownFilter(TruthFilter):
    """Rows of which the date or the link `field` is known, or those of which it is not."""

    def __init__(self, field: Any) -> None:
        super().__init__(field_name=field.name, label=format_lazy("{}: {}", field.verbose_name, gettext_lazy("known")))
        self.known = field.related_model.public_q(f"{field.name}__") if field.is_relation else ~Q(**{field.name: ""})

    def filter(self, queryset: Any, value: str) -> Any:
        if not value:
            return queryset
        return queryset.filter(self.known) if value == "true" else queryset.exclude(self.known)


class _Not:
    """Rows that a filter of several values does not find."""

    label = gettext_lazy("none of these")

    def __init__(self, of: django_filters.Filter) -> None:
        self.of = of

    def __call__(self, queryset: Any, value: Any) -> Any:
        if not value:
            return queryset
        found = self.of.filter(queryset.model.objects.public().order_by(), value)
        return queryset.exclude(pk__in=found.values("pk"))


class _All(_Not):
    """Rows that it finds by each of the values."""

    label = gettext_lazy("all of these")

    def __call__(self, queryset: Any, value: Any) -> Any:
        for each in value or ():
            queryset = self.of.filter(queryset, [each])
        return queryset


def variant(of: django_filters.Filter, kind: str) -> django_filters.Filter:
    """The filter `of` several values turned round (`not`), or made to hold for each of the values (`all`)."""
    found = copy(of)
    made = {"not": _Not, "all": _All}[kind]
    found.label, found.filter = format_lazy("{}: {}", of.label, made.label), made(of)
    return found


# Which filters have which variants: a row has one term and one link of a column, but may belong to several records.
VARIANTS: dict[str, Callable[[Any], bool]] = {
    "not": lambda each: isinstance(each, django_filters.MultipleChoiceFilter),
    "all": lambda each: isinstance(each, SlugsFilter) and not each.single,
}


def key_of_name(model: type[models.Model]) -> str:
    """The column by which the names of a model sort as they are shown to the reader."""
    english = get_language() == "en" and any(field.name == "sort_key_en" for field in model._meta.concrete_fields)
    return "sort_key_en" if english else "sort_key"


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
        if column == "sort_key" and (shown := key_of_name(model)) != column:
            return [name.replace(column, shown)]
        if not model._meta.get_field(column).null:
            return [name]
        return [F(column).desc(nulls_last=True) if name.startswith("-") else F(column).asc(nulls_last=True)]
