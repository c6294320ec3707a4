"""The list of articles; one article is shown with the facts it carries, which only `partnerships` knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.filters import ArticleFilterSet
from articles.models import Article, Outlet
from records.dates import UncertainDate
from records.facets import LinkFacet, YearFacet
from records.pagination import Page
from records.rows import Row, page_of
from records.views import RecordList


@dataclass(slots=True)
class ArticleRow(Row):
    outlet: str
    byline: str
    published: UncertainDate


class ArticleList(RecordList):
    filterset_class = ArticleFilterSet
    template_name = "articles/article_list.html"
    typed = ("search", "published_from", "published_to")
    facets = (LinkFacet("outlet", Outlet), YearFacet("year", "published"))
    orderings = (
        ("-published", _("Newest first")),
        ("published", _("Oldest first")),
        ("title", _("Title, A to Z")),
    )

    def rows(self, page: Page) -> list[Any]:
        address = page_of("article")
        return [
            ArticleRow(slug, title, address(slug), outlet, byline, published)
            for _pk, slug, title, outlet, byline, published in page.rows(_articles)
        ]


def _articles(keys: Iterable[int]) -> Any:
    rows = Article.objects.public().filter(pk__in=keys).order_by()
    return rows.values_list("pk", "slug", "title", "outlet__name", "byline", "published")
