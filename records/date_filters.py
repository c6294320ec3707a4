"""Filters by dates that may be uncertain: from a day, until a day, on a day, in a year."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat, Replace, StrIndex, Substr
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThanOrEqual
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import dates
from .fields import unmarked
from .labels import code_called


class _NoYear(models.TextChoices):
    UNKNOWN = "unknown", gettext_lazy("not known")


# The year of a date of which no one year is known.
NO_YEAR = _NoYear.UNKNOWN.value


class BoundFormField(forms.CharField):
    """A date with a first day, or with a last one where it bounds from above (`until`)."""

    def __init__(self, *args: Any, until: bool, **kwargs: Any) -> None:
        self.until = until
        super().__init__(*args, **kwargs)

    def clean(self, value: Any) -> date | None:
        known = dates.span(dates.read(super().clean(value) or ""))
        bound = known.latest if self.until else known.earliest
        if value and bound is None:
            raise ValidationError(_("This date is open on the side that is asked for."), code="open")
        return bound


class DateFilter(django_filters.Filter):
    def in_words(self, values: list[str], chosen: Any) -> dict[str, str]:
        last = values[-1]  # what the form has read; of others before it nothing is known
        return {last: dates.format_date(dates.read(last))}


# What bounds a date, by the ending of the parameter, and how its label says that of the date.
BOUNDS = {
    "from": gettext_lazy("%(date)s, from"),
    "to": gettext_lazy("%(date)s, to"),
    "certainly_from": gettext_lazy("%(date)s, certainly from"),
    "certainly_to": gettext_lazy("%(date)s, certainly to"),
}
_label = lazy(lambda bound, label: str(BOUNDS[bound]) % {"date": label}, str)


class BoundFilter(DateFilter):
    """Rows whose uncertain date `field_name` lies, possibly or certainly, from or until the day given.

    An open end possibly lies anywhere. A date that is not known at all is found by no range. Where sources read another
    date, *possibly* means any of them and *certainly* all.
    """

    field_class = BoundFormField

    def __init__(self, bound: str, *, label: Any, **kwargs: Any) -> None:
        self.until, self.certainly = bound.endswith("to"), bound.startswith("certainly")
        super().__init__(until=self.until, label=_label(bound, label), help_text=dates.HINT, **kwargs)

    def filter(self, queryset: Any, value: date | None) -> Any:
        if not value:
            return queryset
        name = self.field_name
        met = self._met(value, name, f"{name}_")
        if (others := queryset.model.other_readings(name)) is not None:
            read = self._met(value, "value", "")
            if self.certainly:
                met &= ~Q(pk__in=others.rows.exclude(read).values(others.way))
            else:
                met |= Q(pk__in=others.rows.filter(read).values(others.way))
        return queryset.exclude(**{name: ""}).filter(met)

    def _met(self, day: date, text: str, prefix: str) -> Q:
        column = f"{prefix}latest" if self.until == self.certainly else f"{prefix}earliest"
        within = Q(**{f"{column}__{'lte' if self.until else 'gte'}": day})
        return within & unmarked(text) if self.certainly else within | Q(**{f"{column}__isnull": True})


class EndFilter(BoundFilter):
    """Rows whose period `field_name` ends, possibly or certainly, from or until the day given; never before it begins.

    Of an end that is open nothing is certain.
    """

    def _met(self, day: date, text: str, prefix: str) -> Q:
        if self.until == self.certainly:
            return super()._met(day, text, prefix)
        first, bound, earliest = _first_day_of_end(text), Value(day.isoformat()), f"{prefix}earliest"
        is_open = Q(**{f"{prefix}latest__isnull": True})
        if self.certainly:
            begun = Q(**{f"{earliest}__gte": day})
            return (Q(GreaterThanOrEqual(first, bound)) | begun) & ~is_open & unmarked(text)
        begun = Q(**{f"{earliest}__lte": day}) | Q(**{f"{earliest}__isnull": True})
        return (Q(LessThanOrEqual(first, bound)) | is_open) & begun


def _first_day_of_end(name: str) -> Any:
    """The first day, as text, on which the EDTF period `name` may end; only its last is a column."""
    end: Any = Substr(name, StrIndex(name, Value("/")) + 1)
    for mark in dates.MARKS:
        end = Replace(end, Value(mark))
    return Substr(Concat(end, Value("-01-01"), output_field=CharField()), 1, 10)


class DayField(forms.DateField):
    """One day, in any words that files may say it in; a month or a year would leave open which."""

    def to_python(self, value: Any) -> Any:
        return dates.read_day(value) if isinstance(value, str) else super().to_python(value)


class DayFilter(DateFilter):
    field_class = DayField


class YearsField(forms.MultipleChoiceField):
    default_error_messages = {
        "invalid_choice": gettext_lazy("“%(value)s” is no year: write four digits, or “unknown”.")
    }

    def valid_value(self, value: Any) -> bool:
        plain = value.isascii() and value.isdecimal() and len(value) == 4
        return value == NO_YEAR or (plain and dates.FIRST_YEAR <= int(value) <= dates.LAST_YEAR)


def year_in_words(value: str) -> str:
    return str(_NoYear.UNKNOWN.label) if value == NO_YEAR else value


def _year_read(said: str) -> str:
    try:
        year = dates.read(said)
    except ValidationError:
        return said
    return year if year.isdecimal() else said


class YearsFilter(django_filters.MultipleChoiceFilter):
    """Rows whose uncertain date `field_name` lies in one of the years given, whichever of its days it was.

    `unknown` are those that may lie in several years, by what sources read too, and those of which nothing is known.
    """

    field_class = YearsField

    def codes_called(self, values: Collection[str]) -> Mapping[str, str]:
        """The years of “năm 2017” and the like, and `unknown` for what that is called in any language."""
        return {value: code_called(_NoYear, value) or _year_read(value) for value in values}

    def filter(self, queryset: Any, value: list[str]) -> Any:
        if not value:
            return queryset
        return queryset.filter(reduce(or_, (in_year(queryset.model, self.field_name, each) for each in value)))

    def in_words(self, values: list[str], chosen: Any) -> dict[str, str]:
        return {value: year_in_words(value) for value in values}


def in_year(model: Any, name: str, year: str) -> Q:
    """The condition that the date `name` lies in the year, whatever sources read, or for `NO_YEAR` in no one year."""
    earliest, latest, several = f"{name}_earliest", f"{name}_latest", in_several_years(model, name)
    if year == NO_YEAR:
        return _other_year(earliest, latest) | several
    days = {f"{earliest}__gte": date(int(year), 1, 1), f"{latest}__lte": date(int(year), 12, 31)}
    return Q(**days) & ~several


def in_several_years(model: Any, name: str) -> Q:
    others = model.other_readings(name)
    if others is None:
        return Q(pk__in=())
    own = f"{others.way}__{name}_earliest"
    return Q(pk__in=others.rows.filter(_other_year("latest", own) | _other_year("earliest", own)).values(others.way))


def _other_year(*days: str) -> Q:
    """One of the two days is open, or they lie in two years."""
    # SQLite would call Python for the year of each row; both write a date with its year in front.
    first, last = (Substr(Cast(F(name), CharField()), 1, 4) for name in days)
    return Q(**{f"{days[0]}__isnull": True}) | Q(**{f"{days[1]}__isnull": True}) | ~Q(Exact(first, last))
