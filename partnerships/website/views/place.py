"""The list of places; and one, as it was and as it is."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.filters import AreaFilterSet
from partnerships.models import Area
from partnerships.models.area_tree import ThenAndNow, places
from partnerships.website.counts import Standing, by_area
from partnerships.website.pages.place import of_place
from partnerships.website.views.detail import DatedDetail
from records.dates import UncertainDate
from records.facets import TermFacet
from records.pagination import Page
from records.rows import Row
from records.views import RecordList


@dataclass(slots=True)
class AreaRow(Row):
    view = "area"
    level: str
    founded: UncertainDate
    last_day: UncertainDate
    place: ThenAndNow | None
    counts: Standing


class AreaList(RecordList):
    filterset_class = AreaFilterSet
    template_name = "partnerships/area_list.html"
    heading = _("Places")
    facets = (TermFacet("level", Area.Level),)
    orderings = (("name", _("Name, A to Z")), ("-name", _("Name, Z to A")))

    def rows(self, page: Page) -> list[Any]:
        counts, tree = by_area(), places()
        return [
            AreaRow(
                area.slug,
                str(area),
                area.get_level_display(),
                area.founded,
                area.last_day,
                tree.then_and_now(area.pk),
                counts.get(area.slug, Standing()),
            )
            for area in page.records(Area.objects.public())
        ]


class AreaDetail(DatedDetail):
    model = Area
    template_name = "partnerships/area_detail.html"

    def context(self, area: Area) -> dict[str, Any]:
        area.parent = places().get(area.parent_id)
        return of_place(area)
