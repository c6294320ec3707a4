"""What templates of the office ask."""

from typing import Any

from django import template

from records.admin import history, links
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
