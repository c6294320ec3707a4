"""Rows and what is said of them, with the way to where they are edited."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from records.checks.asking import Complaint, in_words, with_keys
from records.models import PublishableModel, TrackedModel


def noun(model: type[TrackedModel], count: int) -> str:
    return str(model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural)


def change_address(model: Any, pk: Any) -> str:
    """The form of the row `pk` of `model`; empty if the office has none."""
    if not admin.site.is_registered(model):
        return ""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])


def linked(complaint: Complaint | str) -> SafeString | str:
    """A complaint with links to the records that it is about."""
    if isinstance(complaint, str) or not complaint.records:
        return str(complaint)
    rows = [(change_address(type(row), row.pk), in_words(row), row.get_status_display()) for row in complaint.records]
    told = format_html_join("; ", '<a href="{}">{}</a> [{}]', rows)
    return format_html("{} ({}{})", complaint.text, told, "; …" if complaint.more else "")


def named(rows: Iterable[Any]) -> list[SafeString]:
    """The rows in words, with what they are, by table; a record with a link to its form."""
    keys: dict[type[TrackedModel], list[int]] = defaultdict(list)
    for row in rows:
        keys[type(row)].append(row.pk)
    found = (row for model, chosen in keys.items() for row in with_keys(model._default_manager.filter(pk__in=chosen)))
    return [format_html("{}: {}", capfirst(row._meta.verbose_name), _linked(row)) for row in found]


def _linked(row: Any) -> SafeString | str:
    if not isinstance(row, PublishableModel):
        return in_words(row)
    return format_html('<a href="{}">{}</a>', change_address(type(row), row.pk), in_words(row))


def said_of(row: Any, complaints: Sequence[Complaint | str]) -> SafeString:
    return format_html(
        "{}: {}", in_words(row), format_html_join(" ", "{}", ((linked(complaint),) for complaint in complaints))
    )
