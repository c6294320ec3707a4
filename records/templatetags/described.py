"""Uncertain dates and numbers in words, for templates."""

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from records import dates
from records.facets import Choice

register = template.Library()

register.filter("described", dates.format_date)


@register.filter
def dated(day: dates.UncertainDate) -> SafeString:
    """A date in words; one day without a doubt is marked up as that."""
    words = dates.format_date(day)
    return format_html('<time datetime="{}">{}</time>' if day.exact_day else "{1}", day, words)


@register.filter
def ticked(choices: Iterable[Choice], name: str) -> SafeString:
    """The values of the filter `name` to choose from, each with how many rows it finds."""
    box = '<label><input type="checkbox" name="{}" value="{}"{}>{} <span class="n">{}</span></label>'
    rows = ((name, each.value, " checked" * each.chosen, each.label, figure(each.count)) for each in choices)
    return format_html_join("", box, rows)


@register.filter
def figure(value: Decimal | int | None) -> str:
    """A number as the reader writes it, thousands apart, no zeros behind the last digit that counts."""
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value) if 0 <= value < 1000 else number_format(value, use_l10n=True, force_grouping=True)
    places = max(0, -value.normalize().as_tuple().exponent)  # type: ignore[operator]
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
