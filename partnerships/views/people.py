"""The pages of people."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from partnerships.filters import PersonFilterSet
from partnerships.models import Position
from people.models import Person
from records.views import RecordDetail, RecordList

SHOWN = 100


class PersonList(RecordList):
    filterset_class = PersonFilterSet
    template_name = "partnerships/person_list.html"
    orderings = (("name", _("Name, A to Z")), ("-name", _("Name, Z to A")))

    def related(self) -> Any:
        offices = Position.objects.public().select_related("partner").order_by("sort_date", "pk")
        return super().related().prefetch_related(Prefetch("positions", offices, to_attr="offices"))


class PersonDetail(RecordDetail):
    model = Person
    template_name = "partnerships/person_detail.html"

    def context(self, person: Person) -> dict[str, Any]:
        signings = person.signatories.public().with_related().order_by("agreement__sort_date", "pk")
        return {
            "positions": list(person.positions.public().with_related().order_by("sort_date", "pk")[:SHOWN]),
            "signings": list(signings[:SHOWN]),
        }
