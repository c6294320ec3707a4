"""The list of people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from partnerships.filters import PersonFilterSet
from partnerships.website.facets import OfficeFacet
from partnerships.website.pages.list_rows import person_rows
from records.pagination import Page
from records.views import RecordList


class PersonList(RecordList):
    filterset_class = PersonFilterSet
    template_name = "partnerships/person_list.html"
    facets = (OfficeFacet(),)
    orderings = (("name", _("Name, A to Z")), ("-name", _("Name, Z to A")))

    def rows(self, page: Page) -> list[Any]:
        return person_rows(page)
