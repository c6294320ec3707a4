"""Rows of lists as plain values: all that a template shows is said before it begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language


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

    All of them have one pattern, so it is looked up once and not for each row.
    """
    before, after = _around_slug(view, get_language(), get_script_prefix())
    return lambda slug: f"{before}{slug}{after}"


def page(record: Any) -> str:
    """The address of the page of `record`, in the language at hand."""
    return page_of(record._meta.model_name)(record.slug)


@cache
def _around_slug(view: str, _language: str | None, _prefix: str) -> tuple[str, str]:
    before, _slug, after = reverse(view, args=["-"]).rpartition("-")
    return before, after
