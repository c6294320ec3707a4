"""An article with the facts that its passages carry; the list is the business of `articles`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch

from articles.models import Article, Passage, load_sources
from partnerships.models import FACTS, Agreement
from partnerships.website.pages.claims import claims, of_articles, points_of
from records.views import RecordDetail


class ArticleDetail(RecordDetail):
    model = Article
    template_name = "partnerships/article_detail.html"

    def context(self, article: Article) -> dict[str, Any]:
        facts = [
            Prefetch(model.collection, model.objects.public().select_related(*(model.public_parents or [None])))
            for model in FACTS
        ]
        passages = list(article.passages.public().prefetch_related(*facts))
        held = claims(of_articles([article.pk]))
        load_sources(claim.observation for claim in held)
        agreements = told(passages, Agreement)
        return {
            "passages": passages,
            "facts": sum(len(told(passages, model)) for model in FACTS),
            "agreements": agreements,
            "claims": held,
            "points": points_of(Agreement.objects.public().filter(pk__in=[each.pk for each in agreements])),
        }


def told(passages: Sequence[Passage], model: Any) -> list[Any]:
    """The facts of one kind that the passages carry, each once."""
    found = {fact.pk: fact for passage in passages for fact in getattr(passage, model.collection).all()}
    return [found[pk] for pk in sorted(found)]
