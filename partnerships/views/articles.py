"""An article with the facts that its passages carry; the list is the business of `articles`."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from articles.models import Article
from partnerships.models import FACTS
from records.views import RecordDetail


class ArticleDetail(RecordDetail):
    model = Article
    template_name = "partnerships/article_detail.html"

    def context(self, article: Article) -> dict[str, Any]:
        facts = [
            Prefetch(model.collection, model.objects.public().select_related(*(model.public_parents or [None])))
            for model in FACTS
        ]
        return {"passages": list(article.passages.public().prefetch_related(*facts))}
