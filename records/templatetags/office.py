"""What templates of the office ask."""

from typing import Any

from django import template

from records.admin import history, links
from records.approval import REASON
from records.checks.asking import in_words

register = template.Library()
register.filter("linked", links.linked)
register.filter("reason_in_words", history.reason_in_words)
register.filter("in_words", in_words)


@register.filter
def change_address(row: Any) -> str:
    return links.change_address(type(row), row.pk)


@register.filter
def noun(row: Any) -> Any:
    return row._meta.verbose_name


@register.filter
def import_number(reason: str | None) -> int | None:
    """The number of the import that gives `reason` in the history of its rows; None if none does."""
    found = REASON.match(reason or "")
    return int(found["number"]) if found else None
