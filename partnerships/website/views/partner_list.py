"""The list of partners."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from partnerships.filters import PartnerFilterSet
from partnerships.models import Partner
from partnerships.website.facets import ProvinceFacet
from partnerships.website.pages.list_rows import partner_rows
from records.facets import TermFacet
from records.pagination import Page
from records.views import RecordList


class PartnerList(RecordList):
    filterset_class = PartnerFilterSet
    template_name = "partnerships/partner_list.html"
    facets = (TermFacet("kind", Partner.Kind), ProvinceFacet(F("area")))
    orderings = (("name", _("Name, A to Z")), ("-name", _("Name, Z to A")))

    def rows(self, page: Page) -> list[Any]:
        return partner_rows(page)
