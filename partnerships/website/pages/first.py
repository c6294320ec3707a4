"""The first rows of what may be long, and how many there are: whatever is cut says so and leads on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from records.pagination import MOST_COUNTED, counted
from records.templatetags.described import figure


@dataclass(frozen=True, slots=True)
class First:
    """The first rows of a list, how many there are, `MOST_COUNTED` if not more, and the address of all."""

    rows: Sequence[Any]
    count: int
    way: str

    @property
    def all(self) -> str:
        n = figure(min(self.count, MOST_COUNTED))
        return _("more than %(n)s") % {"n": n} if self.count > MOST_COUNTED else n

    @property
    def cut(self) -> bool:
        return self.count > len(self.rows)

    @property
    def in_words(self) -> str:
        return _("%(shown)s of %(all)s are shown") % {"shown": figure(len(self.rows)), "all": self.all}


def first(rows: Any, most: int, view: str, **query: Any) -> First:
    """The first `most` of the queryset `rows`; the list `view`, narrowed by `query`, shows all."""
    found = list(rows[: most + 1])
    count = counted(rows, MOST_COUNTED) if len(found) > most else len(found)
    return First(found[:most], count, f"{reverse(view)}?{urlencode(query, doseq=True)}")
