"""Rows of lists as plain values: all that a template shows is said before it begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse


@dataclass(slots=True)
class Row:
    """One record in a list: what it is called there, and the address of its page."""

    slug: str
    name: str
    address: str


@dataclass(slots=True)
class NotedRow(Row):
    """With what it is, and what stands beside it."""

    description: str = ""
    aside: str | None = ""


def page_of(view: str) -> Callable[[str], str]:
    """The address of each slug's page, in the language at hand.

    All of them have one pattern; to have Django find it anew for each row takes ten times as long.
    """
    before, _slug, after = reverse(view, args=["-"]).rpartition("-")
    return lambda slug: f"{before}{slug}{after}"
