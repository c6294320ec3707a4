"""The import that a line of a record's history comes from."""

from django import template

from records.approval import REASON

register = template.Library()


@register.filter
def import_number(reason: str | None) -> int | None:
    """The number of the import that gives `reason` in the history of its rows; None if none does."""
    found = REASON.match(reason or "")
    return int(found["number"]) if found else None
