"""What the parts of a form ask, of the office and of the public pages."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html_join

register = template.Library()


@register.filter
def attributes(told: dict[str, Any] | None) -> str:
    return flatatt(told or {})


@register.filter
def options(choices: Iterable[dict[str, Any]]) -> str:
    """The values of a select; Django's own template of each asks for every attribute apart."""
    rows = ((each["value"], flatatt(each["attrs"]), each["label"]) for each in choices)
    return format_html_join("\n", '<option value="{}"{}>{}</option>', rows)
