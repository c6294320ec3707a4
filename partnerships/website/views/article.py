"""An article with the facts that its passages carry."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from articles.models import Article, load_sources
from partnerships.models import FACTS, Agreement
from partnerships.website.pages.claims import claims, of_articles, points_of
from records.views import RecordDetail


class ArticleDetail(RecordDetail):
    model = Article
    template_name = "partnerships/article_detail.html"

    def context(self, article: Article) -> dict[str, Any]:
        kinds = [
            Prefetch(model.collection, model.objects.public().select_related(*(model.public_parents or [None])))
            for model in FACTS
        ]
        passages: list[Any] = list(article.passages.public().prefetch_related(*kinds))
        for passage in passages:
            passage.facts = [fact for model in FACTS for fact in getattr(passage, model.collection).all()]
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
