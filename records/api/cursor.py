"""A walk through a list that misses no row and meets none twice, whatever is written meanwhile."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from records.filters import Problem
from records.models import PublicRow
from records.pagination import MOST_PER_PAGE, PER_PAGE, Page, read_number

# Before all rows, and before all changes.
START = "0"


def after_problems(data: Any) -> list[Problem]:
    """What is wrong with `after` of a list."""
    if not (values := data.getlist("after")):
        return []
    others = [name for name in ("page", "ordering") if name in data]
    found = [Problem(name, data[name], _("A walk with “after” has an order of its own.")) for name in others]
    if len(values) > 1 or _id(values[0]) is None:
        found.append(Problem("after", values[-1], _("Give 0 for the beginning, and then follow “next”.")))
    return found


def walk(queryset: Any, data: Any, count: int) -> tuple[Page, UUID | None]:
    """The page of rows behind `after`, in the order of their ids; and the id behind which the next begins, if any.

    An id is given once and moves for no edit: whatever is published all the while comes exactly once.
    """
    size: Any = read_number(data, "page_size", PER_PAGE, MOST_PER_PAGE)
    shown = Exists(queryset.order_by().filter(pk=OuterRef("row")))
    rows = PublicRow.objects.filter(shown, collection=queryset.model.collection, gone=False, pk__gt=_id(data["after"]))
    found = list(rows.order_by("pk").values_list("row", "pk")[: size + 1])
    page = Page(tuple(row for row, _id in found[:size]), 1, size, count, continued=len(found) > size)
    return page, found[size - 1][1] if page.continued else None


def _id(text: str) -> UUID | None:
    try:
        return UUID(int=0) if text == START else UUID(text)
    except ValueError:
        return None
