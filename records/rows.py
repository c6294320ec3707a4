"""Rows of lists as plain values: all that a template shows is said before it begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
    """The address of each slug's page, in the language at hand."""
    return lambda slug: reverse(view, args=[slug])


def page(record: Any) -> str:
    """The address of the page of `record`, in the language at hand."""
    return reverse(record._meta.model_name, args=[record.slug])
