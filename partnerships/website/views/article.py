"""The list of articles; and one with the facts that its passages carry, which only `partnerships` knows."""

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from articles.filters import ArticleFilterSet
from articles.models import Article, Outlet, load_sources
from partnerships.models import FACTS, Agreement
from partnerships.website.pages.claims import claims, of_articles, points_of
from partnerships.website.views.detail import DatedDetail
from records.facets import Counted, LinkFacet, TermFacet, YearFacet
from records.pagination import Page
from records.views import RecordList


class ArticleList(RecordList):
    filterset_class = ArticleFilterSet
    template_name = "articles/article_list.html"
    typed = ("search", "published_from", "published_to")
    facets = (TermFacet("kind", Article.Kind), LinkFacet("outlet", Outlet), YearFacet("year", "published"))
    orderings = (("-published", _("Newest first")), ("published", _("Oldest first")), ("title", _("Title, A to Z")))

    def rows(self, page: Page) -> list[Any]:
        return page.records(Article.objects.public().with_related().defer("full_text"))

    def context(self, filterset: Any, rows: list[Any], counts: Counted) -> dict[str, Any]:
        """How many pieces of press are found and how many official documents: they are counted apart."""
        asked, found = filterset.data.getlist("kind"), counts.counts["kind"]
        names = {"articles": Article.Kind.PRESS_ARTICLE, "documents": Article.Kind.OFFICIAL_DOCUMENT}
        return {name: found.get(kind, 0) if not any(asked) or kind in asked else 0 for name, kind in names.items()}


class ArticleDetail(DatedDetail):
    model = Article
    template_name = "partnerships/article_detail.html"

    def context(self, article: Article) -> dict[str, Any]:
        kinds = [
            Prefetch(_facts(model), model.objects.public().select_related(*(model.public_parents or [None])))
            for model in FACTS
        ]
        passages: list[Any] = list(article.passages.public().prefetch_related(*kinds))
        for passage in passages:
            passage.facts = [fact for model in FACTS for fact in getattr(passage, _facts(model)).all()]
        facts = {fact for passage in passages for fact in passage.facts}
        agreements = sorted((fact for fact in facts if isinstance(fact, Agreement)), key=lambda fact: fact.pk)
        held = claims(of_articles([article.pk]))
        load_sources(claim.observation for claim in held)
        return {
            "passages": passages,
            "facts": len(facts),
            "agreements": agreements,
            "claims": held,
            "points": points_of(Agreement.objects.public().filter(pk__in=[each.pk for each in agreements])),
        }


def _facts(model: Any) -> str:
    """How a passage names the facts of a kind that it carries."""
    return str(model._meta.get_field("passages").remote_field.get_accessor_name())
