"""What templates draw out of rows that are loaded anyway."""

from django import template

from partnerships.website.charts.series import in_series

register = template.Library()

register.filter("in_series", in_series)
