"""Pages of a list, keys first: the narrow query finds which rows, the wide one reads only those.

An offset through joins and subqueries costs a hundred times what it costs through an index, so the
filtered query only ever counts and names primary keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from .filters import Problem

PARAMETERS = ("page", "page_size")
PER_PAGE = 50
MOST_PER_PAGE = 200
# How many rows may lie before a page; whoever wants more narrows the filter.
DEEPEST = 100_000
# A page for people says "more than" from here on: nobody reads so far, and to count on takes longer than the page.
MOST_COUNTED = 10_000
_LONGEST_NUMBER = 9


class NoSuchPage(Http404):
    """The list has ended before this page, or the page lies too deep."""


@dataclass(frozen=True)
class Page:
    """One page: the primary keys of its rows in order, and where it stands in the list.

    `more`: there are more rows than `count`, nobody knows how many. `continued`: rows follow on this page.
    """

    keys: tuple[Any, ...]
    number: int
    size: int
    count: int
    more: bool = False
    continued: bool = False

    @property
    def last(self) -> int:
        """The number of the last page, as far as it was counted; an empty list has one, empty, page."""
        return max(1, self.number, -(-self.count // self.size))

    @property
    def following(self) -> int | None:
        return self.number + 1 if self.continued else None

    @property
    def preceding(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    def rows(self, flat: Any) -> list[tuple[Any, ...]]:
        """The flat rows of the page, in its order; those of the queryset `flat` begin with the primary key."""
        by_key = {row[0]: row for row in flat.filter(pk__in=self.keys).order_by()}
        return [by_key[key] for key in self.keys if key in by_key]

    def records(self, queryset: Any) -> list[Any]:
        """The records of the page, in its order, as `queryset` loads them (`with_related()`)."""
        by_key = {record.pk: record for record in queryset.filter(pk__in=self.keys).order_by()}
        return [by_key[key] for key in self.keys if key in by_key]


def read_number(data: QueryDict, name: str, default: int, most: int | None = None) -> int | Problem:
    """The whole number from 1 to `most` that the parameter `name` gives, or what is wrong with it."""
    values = data.getlist(name)
    if not values:
        return default
    value = values[-1]
    fits = len(values) == 1 and value.isascii() and value.isdecimal() and len(value) <= _LONGEST_NUMBER
    if fits and 1 <= int(value) <= (most or int(value)):
        return int(value)
    if most:
        return Problem(name, value, _("Give one whole number from 1 to %(most)d.") % {"most": most})
    return Problem(name, value, _("Give one whole number from 1 on."))


def page_problems(data: QueryDict) -> list[Problem]:
    """What is wrong with `page` and `page_size`."""
    read = (read_number(data, "page", 1), read_number(data, "page_size", PER_PAGE, MOST_PER_PAGE))
    return [problem for problem in read if isinstance(problem, Problem)]


def paginate(queryset: models.QuerySet, data: QueryDict, count: int | None = None, most: int = 0) -> Page:
    """The page of the ordered `queryset` that `page` and `page_size` in `data` ask for: two queries.

    `count` is how many rows there are, if that is known. Otherwise they are counted, but only up to `most` if that
    is given. What `page_problems` objects to reads as the default.

    Raises:
        NoSuchPage: with a sentence for the reader.
    """
    number, size = read_number(data, "page", 1), read_number(data, "page_size", PER_PAGE, MOST_PER_PAGE)
    number = 1 if isinstance(number, Problem) else number
    size = PER_PAGE if isinstance(size, Problem) else size
    start = (number - 1) * size
    if start > DEEPEST:
        raise NoSuchPage(_("Only the first %(most)d rows can be paged; narrow the filter.") % {"most": DEEPEST})
    more = False
    if count is None:
        count = counted(queryset, most) if most else queryset.count()
        more = bool(most) and count > most
    keys: tuple[Any, ...] = ()
    if start < count or more:
        keys = tuple(queryset.values_list("pk", flat=True)[start : start + size + 1])
    if number > 1 and not keys:
        raise NoSuchPage(_("Page %(page)d lies beyond the end of the list.") % {"page": number})
    return Page(keys[:size], number, size, most if more else count, more, len(keys) > size)


def counted(queryset: models.QuerySet, most: int) -> int:
    """How many rows there are, but `most` and one where there are more."""
    return queryset.order_by()[: most + 1].count()
