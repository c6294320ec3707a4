"""Agreements that a reader follows: all that a filter finds, those of a partner or place, on a topic, tied to one."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from partnerships.filters import AgreementFilterSet
from partnerships.models import Agreement, Area, Partner, Topic
from records.caching.pages import cached_page
from records.changes import lasting_id, lasting_ids
from records.filter_forms import FilterForm
from records.filters import unknown_parameters
from records.models import Record
from records.rows import page
from records.spoken import called
from records.text import normalise
from records.view_decorators import refused
from records.views import redirect_former

# Neither XML nor iCalendar can hold these: one of them would spoil a whole feed.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def printable(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


@dataclass(frozen=True, slots=True)
class Selection:
    """Public agreements and what they are called together.

    `page`: the address of the page that shows them. `query`: what of the query chose them. `name`: lasts for ever.
    """

    agreements: Any
    heading: str
    page: str
    name: UUID
    query: str = ""

    def address(self, path: str) -> str:
        return f"{path}?{self.query}" if self.query else path


# What of a record is followed: the filter of the list of agreements that finds it, and what it is called.
FOLLOWED: dict[type[Record], tuple[str, Any]] = {
    Agreement: ("tied_to", gettext_lazy("%(name)s, with the agreements it is tied to")),
    Area: ("province", gettext_lazy("Agreements with %(name)s")),
    Partner: ("lineage", gettext_lazy("Agreements of %(name)s")),
    Topic: ("topic", gettext_lazy("Agreements on %(name)s")),
}


@method_decorator(cached_page, name="dispatch")
class SelectionView(View):
    """A selection in a form that programs ask for again and again: unchanged, it is answered with 304.

    A subclass says in `answer` which form; the address says which selection: what the query finds, or what is followed
    of the record of a `model`.
    """

    model: type[Record] | None = None

    def get(self, request: HttpRequest, slug: str = "") -> HttpResponseBase:
        if self.model is None:
            filterset = AgreementFilterSet(request.GET)
            problems = filterset.problems()
            return refused(request, problems) if problems else self.answer(filtered(filterset))
        if problems := unknown_parameters(request.GET, ()):
            return refused(request, problems)
        if record := self.model.objects.public().filter(slug=slug).first():
            return self.answer(followed(record))
        return redirect_former(request, self.model, slug)  # nobody's subscription ends with a renaming

    def answer(self, selection: Selection) -> HttpResponse:
        raise NotImplementedError


def filtered(filterset: AgreementFilterSet) -> Selection:
    """What the list of agreements shows for the same query, and what it calls it."""
    narrowed = [f"{chip.label}: {chip.value}" for chip in FilterForm(filterset, ()).chips]
    heading = normalise(printable(" · ".join([_("Agreements"), *narrowed])))
    query = urlencode(sorted((name, value) for name, values in filterset.data.lists() for value in values if value))
    return Selection(filterset.qs, heading, reverse("agreements"), lasting_id("agreements", query), query)


def followed(record: Record) -> Selection:
    """What the list of agreements shows for the record."""
    parameter, heading = FOLLOWED[type(record)]
    agreements = AgreementFilterSet.base_filters[parameter].filter(Agreement.objects.public(), [record])
    lasting = lasting_ids(type(record), {record.pk: record.slug})[record.pk]
    return Selection(agreements, heading % {"name": printable(called(record))}, page(record), lasting)
