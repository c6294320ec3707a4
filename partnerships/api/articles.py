"""Articles and passages with the facts they carry, which their own app knows nothing of."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from articles.api import ArticleViewSet as PlainArticleViewSet
from articles.api import PassageViewSet as PlainPassageViewSet
from articles.models import Fact
from records.api.viewsets import Nested
from records.columns import Column, as_dicts, public

from ..models import FACTS

FACTS_HELP = _("The public facts it carries: collection -> their keys.")


@cache
def keys_and_passages(model: type[Fact]) -> tuple[list[Column], Any]:
    wanted = (*model.key_fields, "passages")
    columns = [column for column in public(model.columns()) if column.name in wanted]
    return columns, model.objects.public().rows(columns)


def facts_by_passage(within: Q) -> dict[str, dict[str, list[str]]]:
    """The keys of the public facts that passages `within` carry: reference -> collection -> keys."""
    found: dict[str, dict[str, list[str]]] = {}
    for model in FACTS:
        columns, flat_keys = keys_and_passages(model)
        cited = model.objects.filter(within).values("pk")
        rows = flat_keys.filter(pk__in=cited)
        for fact in as_dicts(rows, columns):
            for reference in fact["passages"]:
                found.setdefault(reference, {}).setdefault(model.collection, []).append(model.key_in(fact))
    return found


def facts_field() -> serializers.Field:
    keys = serializers.ListField(child=serializers.CharField())
    return serializers.DictField(child=keys, help_text=FACTS_HELP)


class ArticleViewSet(PlainArticleViewSet):
    def with_nested(self, pk: Any, entry: dict[str, Any]) -> dict[str, Any]:
        entry = super().with_nested(pk, entry)
        facts = facts_by_passage(Q(passages__article=pk))
        for passage in entry["passages"]:
            passage["facts"] = facts.get(passage["place"], {})
        return entry

    @classmethod
    def nested_serializer(cls, nested: Nested) -> type[serializers.Serializer]:
        row = super().nested_serializer(nested)
        return type("ArticlePassage", (row,), {"facts": facts_field()}) if nested.name == "passages" else row


class PassageViewSet(PlainPassageViewSet):
    def with_nested(self, pk: Any, entry: dict[str, Any]) -> dict[str, Any]:
        entry = super().with_nested(pk, entry)
        return {**entry, "facts": facts_by_passage(Q(passages=pk)).get(entry["place"], {})}

    @classmethod
    def detail_fields(cls) -> dict[str, serializers.Field]:
        return {**super().detail_fields(), "facts": facts_field()}
