"""The list of places; and one, as it was and as it is."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.filters import AreaFilterSet
from partnerships.models import Area
from partnerships.models.area_tree import places
from partnerships.website.counts import Standing, by_area
from partnerships.website.pages.place import of_place
from partnerships.website.views.detail import DatedDetail
from records.facets import TermFacet
from records.pagination import Page
from records.views import RecordList


class AreaList(RecordList):
    filterset_class = AreaFilterSet
    template_name = "partnerships/area_list.html"
    heading = _("Places")
    facets = (TermFacet("level", Area.Level),)
    orderings = (("name", _("Name, A to Z")), ("-name", _("Name, Z to A")))

    def rows(self, page: Page) -> list[Any]:
        areas, counts, tree = super().rows(page), by_area(), places()
        for area in areas:
            area.place, area.counts = tree.then_and_now(area.pk), counts.get(area.slug, Standing())
        return areas


class AreaDetail(DatedDetail):
    model = Area
    template_name = "partnerships/area_detail.html"

    def context(self, area: Area) -> dict[str, Any]:
        area.parent = places().get(area.parent_id)
        return of_place(area)
