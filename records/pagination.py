"""Pages of a list, keys first: the narrow query finds which rows, the wide one reads only those.

An offset through joins and subqueries costs a hundred times what it costs through an index, so the
filtered query only ever counts and names primary keys.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from .columns import Column
from .filters import Problem
from .flat_rows import Question

PARAMETERS = ("page", "page_size")
PER_PAGE = 50
MOST_PER_PAGE = 200
# How many rows may lie before a page; whoever wants more narrows the filter.
DEEPEST = 100_000
# A page for people says "more than" from here on: nobody reads so far, so nothing beyond is counted.
MOST_COUNTED = 10_000
# How many rows of a download are read at a time.
PER_READ = 1_024
HIGHEST = 999_999_999


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
        return self.number + 1 if self.continued and self.number * self.size <= DEEPEST else None

    @property
    def preceding(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    def rows(self, read: Callable[[Sequence[int]], list[Any]]) -> list[tuple[Any, ...]]:
        """The flat rows of the page, in its order; `read` returns them by their primary keys, with which they begin."""
        return list(_in_order(self.keys, read(self.keys)))

    def values(self, queryset: models.QuerySet, *names: Any) -> list[list[Any]]:
        found = queryset.filter(pk__in=self.keys).order_by().values_list("pk", *names)
        return [values for _pk, *values in _in_order(self.keys, found)]

    def records(self, queryset: Any) -> list[Any]:
        by_key = {record.pk: record for record in queryset.filter(pk__in=self.keys).order_by()}
        return [by_key[key] for key in self.keys if key in by_key]


def read_number(data: QueryDict, name: str, default: int, most: int = HIGHEST, least: int = 1) -> int | Problem:
    """The whole number from `least` to `most` that the parameter `name` gives, or what is wrong with it."""
    values = data.getlist(name)
    if not values:
        return default
    value = values[-1]
    fits = len(values) == 1 and value.isascii() and value.isdecimal() and len(value) <= len(str(most))
    if fits and least <= int(value) <= most:
        return int(value)
    told = _("Give one whole number from %(least)d to %(most)d.") % {"least": least, "most": most}
    return Problem(name, value, told, "no_number")


def page_problems(data: QueryDict) -> list[Problem]:
    read = (read_number(data, "page", 1), read_number(data, "page_size", PER_PAGE, MOST_PER_PAGE))
    return [problem for problem in read if isinstance(problem, Problem)]


def paginate(
    queryset: models.QuerySet, data: QueryDict, count: int | None = None, most: int = 0, *, or_none: bool = False
) -> Page:
    """The page of the ordered `queryset` that `page` and `page_size` in `data` ask for: two queries.

    `count` is how many rows there are, if that is known. With `most`, they are counted no further, and of
    more it is only told that there are more. What `page_problems` objects to reads as the default. Beyond the
    end is no page, or with `or_none` one without rows.

    Raises:
        NoSuchPage: with a sentence for the reader.
    """
    number, size = read_number(data, "page", 1), read_number(data, "page_size", PER_PAGE, MOST_PER_PAGE)
    number = 1 if isinstance(number, Problem) else number
    size = PER_PAGE if isinstance(size, Problem) else size
    start = (number - 1) * size
    if count is None:
        count = counted(queryset, most) if most else queryset.count()
    more = 0 < most < count
    keys: tuple[Any, ...] = ()
    if start < count or more:
        if start > DEEPEST:
            raise NoSuchPage(_("Only the first %(most)d rows can be paged; narrow the filter.") % {"most": DEEPEST})
        keys = tuple(queryset.values_list("pk", flat=True)[start : start + size + 1])
    if number > 1 and not keys and not or_none:
        raise NoSuchPage(_("Page %(page)d lies beyond the end of the list.") % {"page": number})
    return Page(keys[:size], number, size, most if more else count, more, len(keys) > size)


def counted(queryset: models.QuerySet, most: int) -> int:
    return queryset.order_by()[: most + 1].count()


def in_turn(found: Any, rows: Any, columns: Sequence[Column]) -> Iterator[tuple[Any, ...]]:
    """All rows of `found` in its order as tuples of `columns`; `rows`, a `TrackedQuerySet`, reads them by their keys.

    Nothing is held open while a slow reader takes them: neither a transaction nor, on PostgreSQL, a cursor, which
    outside of one would work out all rows before it gave the first. What is deleted meanwhile is left out, what is
    changed is read as it then is.
    """
    keys = array("q", found.values_list("pk", flat=True).iterator())
    flat = rows.order_by().rows((Column("pk"), *columns))
    read = Question(rows.model, columns, lambda some: flat.filter(pk__in=some))
    for start in range(0, len(keys), PER_READ):
        some = keys[start : start + PER_READ].tolist()
        yield from (row[1:] for row in _in_order(some, read(some)))


def _in_order(keys: Sequence[int], rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    by_key = {row[0]: row for row in rows}
    return (by_key[key] for key in keys if key in by_key)
