"""What an area was a part of then and is a part of today; reads only what `with_related` has loaded."""

from django import template

from partnerships.models import Area, Lifecycle

register = template.Library()


@register.filter
def province(area: Area) -> Area | None:
    """The province around `area`; None where it is a province itself, or lies in none."""
    return area.parent if area.level != Area.Level.PROVINCE and area.parent else None


@register.filter
def now(area: Area) -> Area | None:
    """The area that has taken the place of `area` or of its province; None where both still are."""
    around = province(area)
    return area.succeeded_by or (around.succeeded_by if around else None)


@register.filter
def lifecycle(value: str) -> str:
    """The state of an agreement in words."""
    return str(Lifecycle(value).label)
