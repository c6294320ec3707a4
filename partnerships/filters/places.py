"""Filters by province, as it is today and as it was."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.choice_filters import SlugsFilter

from ..models import Area
from ..models.area_tree import places


def within(areas: list[Area], path: str) -> Q:
    """Rows whose area at `path` lies in one of `areas`, or in what one of them has taken the place of."""
    tree = places()
    return Q(**{f"{path}__in": set[int]().union(*(tree.within(area.pk) for area in areas))})


class ProvinceFilter(SlugsFilter):
    """Rows of a province, those of its predecessors and districts included."""

    def __init__(self, condition: Any) -> None:
        super().__init__(Area, condition, label=_("province or district"))
