"""The sitemap for search engines, a section a noun, every page in both languages; and robots.txt."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from partnerships.website.record_pages import RECORD_PAGES
from records.models import PublicRow
from records.view_decorators import read_only

# Addresses of one page of a section: the protocol allows 50,000, but a page is written while the reader waits.
MOST = 2_000
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class BilingualSitemap(Sitemap):
    """Pages that exist in every language. Django's own way to it reads a whole section into memory."""

    limit = MOST // len(LANGUAGES)

    def get_urls(self, page: Any = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        home = f"{self.get_protocol(protocol)}://{self.get_domain(site)}"
        return [entry for item in self.paginator.page(page).object_list for entry in self.entries(item, home)]

    def entries(self, item: Any, site: str) -> Iterable[dict[str, Any]]:
        locations = {}
        for language in LANGUAGES:
            with translation.override(language):
                locations[language] = f"{site}{self.location(item)}"
        default = {"lang_code": "x-default", "location": locations[settings.LANGUAGE_CODE]}
        alternates = [{"lang_code": code, "location": location} for code, location in locations.items()]
        entry = {"alternates": [*alternates, default], "lastmod": self.lastmod(item)}
        return [{"location": location, **entry} for location in locations.values()]

    def lastmod(self, item: Any) -> Any:
        return None


class Pages(BilingualSitemap):
    """Those that are there whatever is published."""

    def items(self) -> list[str]:
        lists = (model.collection for model in RECORD_PAGES)
        return ["home", "about", "commitments", "map", "trends", "claims", "corrections", *lists, "data"]

    def location(self, item: str) -> str:
        return reverse(item)


class Records(BilingualSitemap):
    def __init__(self, model: Any) -> None:
        self.model = model

    def items(self) -> Any:
        row = PublicRow.objects.filter(collection=self.model.collection, row=OuterRef("pk"), gone=False)
        return self.model.objects.public().order_by("pk").values_list("slug", Subquery(row.values("updated")))

    def location(self, item: tuple[str, Any]) -> str:
        return reverse(self.model._meta.model_name, args=[item[0]])

    def lastmod(self, item: tuple[str, Any]) -> Any:
        return item[1]


SECTIONS: dict[str, Sitemap] = {"pages": Pages(), **{model.collection: Records(model) for model in RECORD_PAGES}}


@read_only
def robots(request: HttpRequest) -> HttpResponse:
    sitemap = request.build_absolute_uri(reverse("sitemap-index"))
    return render(request, "robots.txt", {"sitemap": sitemap}, content_type="text/plain; charset=utf-8")
