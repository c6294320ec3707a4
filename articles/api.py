"""Outlets, articles and passages in the API, and how every fact's detail carries its passages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from rest_framework import serializers

from records.api.schema import row_serializer
from records.api.viewsets import CollectionViewSet, Nested
from records.columns import Column
from records.flat_rows import flat_of
from records.models import Record

from .filters import ArticleFilterSet, OutletFilterSet, PassageFilterSet
from .models import Article, Fact, Outlet, Passage

# What a reader of a fact wants to know of the article that carries it.
ARTICLE_COLUMNS = (
    Column("article_title", F("article__title")),
    Column("article_url", F("article__url")),
    Column("article_published", F("article__published")),
    Column("outlet", F("article__outlet__slug")),
)


class CitingViewSet(CollectionViewSet):
    """In details, the passages of facts are no references but the passages, each with its article."""

    def with_nested(self, pk: Any, entry: dict[str, Any]) -> dict[str, Any]:
        entry = super().with_nested(pk, entry)
        facts = [entry] if issubclass(self.model, Fact) else []
        for nested in self.nested:
            if cites(nested):
                facts += entry[nested.name]
        passages = self.passages({reference for fact in facts for reference in fact["passages"]})
        for fact in facts:
            fact["passages"] = [passages[reference] for reference in fact["passages"] if reference in passages]
        return entry

    def passages(self, references: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The public passages of these `article#place`, by that reference: one query."""
        slugs = {reference.partition("#")[0] for reference in references}
        cited = flat_of(Passage, ARTICLE_COLUMNS)
        found = cited.rows.filter(article__slug__in=slugs)
        return {entry["place"]: entry for entry in self.entries(cited, found)}

    @classmethod
    def detail_fields(cls) -> dict[str, serializers.Field]:
        fields = super().detail_fields()
        return {**fields, "passages": cited_passage()(many=True)} if issubclass(cls.model, Fact) else fields

    @classmethod
    def nested_serializer(cls, nested: Nested) -> type[serializers.Serializer]:
        row = super().nested_serializer(nested)
        if not cites(nested):
            return row
        name = row.__name__ if nested.extra else f"Cited{row.__name__}"
        return citing(row, name)


def cites(nested: Nested) -> bool:
    """Whether nested rows carry their passages: facts that no reader would look up by themselves."""
    return issubclass(nested.model, Fact) and not issubclass(nested.model, Record)


_citing: dict[str, type[serializers.Serializer]] = {}


def citing(row: type[serializers.Serializer], name: str) -> type[serializers.Serializer]:
    return _citing.setdefault(name, type(name, (row,), {"passages": cited_passage()(many=True)}))


def cited_passage() -> type[serializers.Serializer]:
    return row_serializer(Passage, "CitedPassage", ARTICLE_COLUMNS, ())


class OutletViewSet(CollectionViewSet):
    model = Outlet
    filterset_class = OutletFilterSet
    nested = (Nested("articles", Article, "outlet", listed="outlet"),)


class ArticleViewSet(CollectionViewSet):
    model = Article
    filterset_class = ArticleFilterSet
    nested = (Nested("outlet", Outlet, "articles", single=True), Nested("passages", Passage, "article"))


class PassageViewSet(CollectionViewSet):
    model = Passage
    filterset_class = PassageFilterSet
