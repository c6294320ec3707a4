"""Search over everything, grouped by kind and bounded in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import Article, Passage
from partnerships.models import Agreement, Area, Clause, Event, Partner, Solution, Topic
from people.models import Person
from records import dates
from records.filters import LONGEST_SEARCH
from records.views import unknown_parameters

SHOWN = 5


class SearchForm(forms.Form):
    q = forms.CharField(max_length=LONGEST_SEARCH, required=False)

    def clean_q(self) -> str:
        query: str = self.cleaned_data["q"]
        if "\ufffd" in query:
            raise ValidationError(_("Not UTF-8 text, or a NUL in it."), code="encoding")
        return query


@dataclass(frozen=True, slots=True)
class Hit:
    """One record: `title` and `remark` are data, `said` is the interface speaking; `language` is the title's."""

    title: str
    address: str
    remark: str = ""
    said: Any = ""
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class Found:
    """The first hits of a kind; `more` is the address of the list with all of them."""

    label: Any
    hits: list[Hit]
    more: str


def _agreement(found: Agreement) -> Hit:
    return Hit(found.title, reverse("agreement", args=[found.slug]), said=dates.describe(found.signed))


def _area(found: Area) -> Hit:
    return Hit(str(found), f"{reverse('agreements')}?province={found.slug}", said=_("agreements signed there"))


def _clause(found: Clause) -> Hit:
    address = f"{reverse('agreement', args=[found.agreement.slug])}#clause-{found.number}"
    return Hit(found.heading, address, found.agreement.title)


def _passage(found: Passage) -> Hit:
    address = f"{reverse('article', args=[found.article.slug])}#{found.place}"
    return Hit(found.gist, address, found.article.title)


def _event(found: Event) -> Hit:
    agreement = next(iter(found.agreements.all()), None)
    address = f"{reverse('agreement', args=[agreement.slug])}#outcomes" if agreement else ""
    return Hit(found.title, address, said=dates.describe(found.date))


def _partner(found: Partner) -> Hit:
    return Hit(found.name, reverse("partner", args=[found.slug]), said=found.get_kind_display())


def _topic(found: Topic) -> Hit:
    return Hit(str(found), reverse("topic", args=[found.slug]), language=get_language() or "")


# The kinds in the order they are shown, how a hit of each is told, and the list that holds them all.
KINDS: tuple[tuple[Any, Callable[[Any], Hit], str], ...] = (
    (Agreement, _agreement, "agreements"),
    (Partner, _partner, "partners"),
    (Person, lambda found: Hit(found.name, reverse("person", args=[found.slug]), found.description), "people"),
    (Area, _area, ""),
    (Topic, _topic, "topics"),
    (Solution, lambda found: Hit(found.name, reverse("solution", args=[found.slug])), "solutions"),
    (Clause, _clause, ""),
    (Event, _event, ""),
    (Article, lambda found: Hit(found.title, reverse("article", args=[found.slug]), found.outlet.name), "articles"),
    (Passage, _passage, ""),
)


def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    problems = unknown_parameters(request, ("q",))
    valid = form.is_valid() and not problems
    query = form.cleaned_data["q"] if valid else ""
    context = {
        "problems": problems,
        "messages_of_q": form.errors.get("q", ()),
        "query": query if valid else request.GET.get("q", ""),
        "found": find(query) if query else (),
    }
    return render(request, "partnerships/search.html", context, status=200 if valid else 400)


def find(query: str) -> list[Found]:
    groups = []
    for model, told, name in KINDS:
        hits = list(model.objects.public().with_related().search(query)[: SHOWN + 1])
        if hits:
            more = f"{reverse(name)}?{urlencode({'search': query})}" if name and len(hits) > SHOWN else ""
            label = capfirst(str(model._meta.verbose_name_plural))
            groups.append(Found(label, [told(hit) for hit in hits[:SHOWN]], more))
    return groups
