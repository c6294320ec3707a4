"""Filters that take nothing but what they offer, and columns that say dates as they are known."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet

from records import dates
from records.fields import EDTFField


class ChoiceFilter(admin.SimpleListFilter):
    """A filter over a closed list; any other value finds nothing, never everything."""

    parameter_name: str

    def has_output(self) -> bool:
        return bool(self.lookup_choices) or self.value() is not None

    def queryset(self, request: Any, queryset: QuerySet) -> QuerySet:
        value = self.value()
        if value is None:
            return queryset
        if value not in {choice for choice, _label in self.lookup_choices}:
            return queryset.none()
        return self.narrowed(queryset, value)

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(**{self.parameter_name: value})


@cache
def by_field(name: str) -> type[ChoiceFilter]:
    """A filter over the choices of the field `name`."""

    class FieldFilter(ChoiceFilter):
        title = name  # the field's own words once the model is known
        parameter_name = name

        def __init__(self, request: Any, params: Any, model: Any, model_admin: Any) -> None:
            super().__init__(request, params, model, model_admin)
            self.title = model._meta.get_field(name).verbose_name

        def lookups(self, request: Any, model_admin: Any) -> Any:
            return model_admin.model._meta.get_field(name).choices

    return FieldFilter


def date_column(field: EDTFField) -> Callable[[Any], str]:
    """In words, sorted by its last possible day."""

    @admin.display(description=field.verbose_name, ordering=f"{field.name}_latest")
    def column(row: Any) -> str:
        return dates.format_date(getattr(row, field.name))

    column.__name__ = field.name
    return column
