"""Uncertain dates and numbers in words, for templates."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format

from records import dates

register = template.Library()

register.filter("described", dates.format_date)


@register.filter
def figure(value: Decimal | int | None) -> str:
    """A number as the reader writes it, thousands apart, no zeros behind the last digit that counts."""
    if value is None:
        return ""
    places = max(0, -Decimal(value).normalize().as_tuple().exponent)  # type: ignore[operator]
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
