"""An article with the facts that its passages carry; the list is the business of `articles`."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from articles.models import Article
from partnerships.models import (
    Agreement,
    AgreementRelation,
    Clause,
    Deployment,
    Event,
    Observation,
    Party,
    Position,
    Signatory,
    Succession,
)
from records.views import RecordDetail

# The facts a passage may carry, by the name it knows them under, and whom each names.
NAMED: dict[str, tuple[Any, tuple[str, ...]]] = {
    "agreements": (Agreement, ()),
    "parties": (Party, ("agreement", "partner")),
    "clauses": (Clause, ("agreement",)),
    "signatories": (Signatory, ("agreement", "person")),
    "relations": (AgreementRelation, ("agreement", "other")),
    "positions": (Position, ("person", "partner")),
    "deployments": (Deployment, ("solution", "partner", "area")),
    "observations": (Observation, ("indicator", "partner", "area")),
    "events": (Event, ()),
    "successions": (Succession, ("predecessor", "successor")),
}
# Headings and captions are numbered apart, so where they stand among the paragraphs is not known.
ORDER = ("headline", "byline", "dateline", "heading", "paragraph", "caption")


class ArticleDetail(RecordDetail):
    model = Article
    template_name = "partnerships/article_detail.html"

    def context(self, article: Article) -> dict[str, Any]:
        facts = [
            Prefetch(name, model.objects.public().select_related(*(named or [None])))
            for name, (model, named) in NAMED.items()
        ]
        passages = article.passages.public().prefetch_related(*facts)
        return {"passages": sorted(passages, key=lambda passage: (ORDER.index(passage.kind), passage.number))}
