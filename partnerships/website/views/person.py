"""The list of people; and one: the offices held, what was signed in each, and who else was there."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.models import load_sources
from partnerships.filters import PersonFilterSet
from partnerships.models import Position
from partnerships.website.charts.career import drawn
from partnerships.website.facets import OfficeFacet
from partnerships.website.pages.called import office_called
from partnerships.website.pages.person import met, signings_by_office, signings_of
from partnerships.website.pages.sentences import career
from partnerships.website.views.detail import DatedDetail
from people.models import Person
from records.pagination import Page
from records.views import RecordList

SHOWN = 100


class PersonList(RecordList):
    filterset_class = PersonFilterSet
    template_name = "partnerships/person_list.html"
    heading = _("People")
    facets = (OfficeFacet(),)
    orderings = (("name", _("Name, A to Z")), ("-name", _("Name, Z to A")))

    def rows(self, page: Page) -> list[Any]:
        people, offices = super().rows(page), defaultdict(list)
        held = Position.objects.public().filter(person__in=page.keys).select_related("partner")
        for position in held.order_by("sort_date", "pk"):
            offices[position.person_id].append(office_called(position))
        for person in people:
            person.offices = offices[person.pk]
        return people


class PersonDetail(DatedDetail):
    model = Person
    template_name = "partnerships/person_detail.html"

    def context(self, person: Person) -> dict[str, Any]:
        positions = list(person.positions.public().select_related("partner").order_by("sort_date", "pk")[:SHOWN])
        signings = person.signatories.public().with_agreement().order_by("agreement__sort_date", "agreement", "pk")
        parts = list(signings[:SHOWN])
        load_sources(positions, parts)
        offices, others = signings_by_office(positions, parts)
        return {
            "summary": career(positions, signings_of(parts).values()),
            "positions": positions,
            "offices": offices,
            "career": drawn(offices) if len(offices) > 1 else None,
            "others": others,
            "met": met(person, parts),
        }
