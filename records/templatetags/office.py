"""What templates of the office ask."""

from collections.abc import Iterator
from typing import Any

from django import template

from records.admin import history, links
from records.admin.understood import understood
from records.approval import REASON
from records.checks.asking import in_words
from records.forms import UncertainDateField, in_the_form

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


@register.filter
def cells(row: Any) -> Iterator[tuple[str, str]]:
    """What a closed part shows: the name of each field of its `line`, and what that holds in words."""
    found: dict[str, str] = {}
    for field in (field for fieldset in row for line in fieldset for field in line):
        if field.is_readonly:
            found[field.field["name"]] = str(field.contents())
        else:
            found[field.field.name] = in_the_form(field.field)
    return ((name, found.get(name, "")) for name in row.model_admin.line)


@register.filter
def reading(bound: Any) -> dict[str, str] | None:
    """How what a field of a date holds is understood; None of any other field."""
    field = bound.field
    if not isinstance(field, UncertainDateField):
        return None
    return understood(str(bound.value() or ""), interval=field.interval)
