"""The sitemap for search engines, a section a noun, every page in both languages; and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from articles.models import Article
from partnerships.models import Agreement, Indicator, Partner, Solution, Topic
from people.models import Person

# Addresses of one page of a section: the protocol allows 50,000, and writing those takes many seconds.
MOST = 2_000
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class BilingualSitemap(Sitemap):
    """Pages that exist in every language. Django's own way to it reads a whole section into memory."""

    limit = MOST // len(LANGUAGES)

    def _urls(self, page: int | str, protocol: str, domain: str) -> list[dict[str, Any]]:
        of_page: Page = self.paginator.page(page)
        return [entry for item in of_page.object_list for entry in self.entries(item, f"{protocol}://{domain}")]

    def entries(self, item: Any, site: str) -> Iterable[dict[str, Any]]:
        """The addresses of `item`, each with all of them."""
        locations = {}
        for language in LANGUAGES:
            with translation.override(language):
                locations[language] = f"{site}{self.location(item)}"
        default = {"lang_code": "x-default", "location": locations[settings.LANGUAGE_CODE]}
        alternates = [{"lang_code": code, "location": location} for code, location in locations.items()]
        return [{"location": location, "alternates": [*alternates, default]} for location in locations.values()]


class Pages(BilingualSitemap):
    """Those that are there whatever is published."""

    def items(self) -> list[str]:
        return "home map trends agreements partners people articles topics solutions indicators data".split()

    def location(self, item: str) -> str:
        return reverse(item)


class Records(BilingualSitemap):
    def __init__(self, model: Any) -> None:
        self.model = model

    def items(self) -> Any:
        return self.model.objects.public().order_by("pk").values_list("slug", flat=True)

    def location(self, item: str) -> str:
        return reverse(self.model._meta.model_name, args=[item])


NOUNS: tuple[Any, ...] = (Agreement, Partner, Person, Article, Topic, Solution, Indicator)
SECTIONS: dict[str, Sitemap] = {"pages": Pages(), **{model.collection: Records(model) for model in NOUNS}}


def robots(request: HttpRequest) -> HttpResponse:
    sitemap = request.build_absolute_uri(reverse("sitemap-index"))
    return render(request, "robots.txt", {"sitemap": sitemap}, content_type="text/plain; charset=utf-8")
