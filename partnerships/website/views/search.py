"""Search over everything, and what is suggested while somebody types."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from partnerships.website.search.did_you_mean import relax
from partnerships.website.search.results import find, suggest
from records.caching.pages import cached_page
from records.filters import LONGEST_SEARCH, UNREADABLE, unknown_parameters, unreadable


class SearchForm(forms.Form):
    q = forms.CharField(max_length=LONGEST_SEARCH, required=False)

    def clean_q(self) -> str:
        query: str = self.cleaned_data["q"]
        if unreadable(query):
            raise ValidationError(UNREADABLE, code="encoding")
        return query


@cached_page
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    problems = unknown_parameters(request.GET, ("q",))
    valid = form.is_valid() and not problems
    query = form.cleaned_data["q"] if valid else ""
    answer = find(query)
    context: dict[str, Any] = {
        "problems": problems,
        "messages_of_q": form.errors.get("q", ()),
        "query": query if valid else request.GET.get("q", ""),
        "answer": answer,
        "loosening": relax(query, answer),
    }
    return render(request, "partnerships/search.html", context, status=200 if valid else 400)


@cached_page
def suggestions(request: HttpRequest) -> HttpResponse:
    """A part of a page: links to what is named like the words typed so far."""
    form = SearchForm(request.GET)
    valid = form.is_valid() and not unknown_parameters(request.GET, ("q",))
    query = request.GET.get("q", "") if valid else ""  # the form would strip the space that ends a word
    context = {"query": query.strip(), "found": suggest(query)}
    return render(request, "partnerships/_suggestions.html", context, status=200 if valid else 400)
