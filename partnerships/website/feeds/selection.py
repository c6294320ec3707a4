"""Agreements that a reader follows: all that a filter finds, those of a partner, those on a topic."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from partnerships.filters import AgreementFilterSet
from partnerships.filters.agreements import agreed_by
from partnerships.models import Agreement, Clause, Partner, Topic, lineage
from records.caching.pages import cached_page
from records.filter_forms import FilterForm
from records.filters import unknown_parameters
from records.text import normalise
from records.view_decorators import refused
from records.views import redirect_former

from .publication_dates import stable_id, stable_id_of

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


@method_decorator(cached_page, name="dispatch")
class SelectionView(View):
    """A selection in a form that programs ask for again and again: unchanged, it is answered with 304.

    A subclass says in `answer` which form; the address says which selection.
    """

    def get(self, request: HttpRequest, partner: str = "", topic: str = "") -> HttpResponseBase:
        model, slug = (Partner, partner) if partner else (Topic, topic)
        if slug and (problems := unknown_parameters(request.GET, ())):
            return refused(request, problems)
        record: Any = model.objects.public().filter(slug=slug).first() if slug else None
        if slug and not record:
            return redirect_former(request, model, slug)  # nobody's subscription ends with a renaming
        if record:
            return self.answer(of_partner(record) if partner else on_topic(record))
        filterset = AgreementFilterSet(request.GET)
        if problems := filterset.problems():
            return refused(request, problems)
        return self.answer(filtered(filterset))

    def answer(self, selection: Selection) -> HttpResponse:
        raise NotImplementedError


def filtered(filterset: AgreementFilterSet) -> Selection:
    """What the list of agreements shows for the same query, and what it calls it."""
    narrowed = [f"{chip.label}: {chip.value}" for chip in FilterForm(filterset, ()).chips]
    heading = normalise(printable(" · ".join([_("Agreements"), *narrowed])))
    query = urlencode(sorted((name, value) for name, values in filterset.data.lists() for value in values if value))
    return Selection(filterset.qs, heading, reverse("agreements"), stable_id("agreements", query), query)


def of_partner(partner: Partner) -> Selection:
    """What `partner`, its units and its predecessors are parties to: what its page lists."""
    agreements = Agreement.objects.public().filter(pk__in=agreed_by(lineage(partner)))
    heading = _("Agreements of %(partner)s") % {"partner": printable(partner.name)}
    return Selection(agreements, heading, reverse("partner", args=[partner.slug]), stable_id_of(partner))


def on_topic(topic: Topic) -> Selection:
    clauses = Clause.objects.agreed().filter(topic_links__topic=topic)
    agreements = Agreement.objects.public().filter(pk__in=clauses.values("agreement"))
    heading = _("Agreements on %(topic)s") % {"topic": printable(str(topic))}
    return Selection(agreements, heading, reverse("topic", args=[topic.slug]), stable_id_of(topic))
