"""Articles and passages with the facts they carry, which their own app knows nothing of."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from articles.models import Passage
from records.api.serializers import DetailSerializer, Entries, Nested, Rows, RowSerializer, make_serializer
from records.columns import as_dicts, public

from ..models import FACTS


def facts_by_passage(within: Q) -> dict[str, dict[str, list[str]]]:
    """The keys of the public facts that passages `within` carry: reference -> collection -> keys."""
    found: dict[str, dict[str, list[str]]] = {}
    for model in FACTS:
        wanted = (*model.key_fields, "passages")
        columns = [column for column in public(model.columns()) if column.name in wanted]
        cited = model.objects.public().filter(pk__in=model.objects.filter(within).values("pk"))
        for fact in as_dicts(cited.rows(columns), columns):
            for reference in fact["passages"]:
                found.setdefault(reference, {}).setdefault(model.collection, []).append(model.key_in(fact))
    return found


def facts_field() -> serializers.Field:
    keys = serializers.ListField(child=serializers.CharField())
    return serializers.DictField(child=keys, help_text=_("The public facts it carries: collection -> their keys."))


class CarryingSerializer(RowSerializer):
    """A passage with the facts that it carries."""

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"facts": facts_field()}


class ArticleSerializer(DetailSerializer):
    @classmethod
    def row_class(cls, nested: Nested) -> Any:
        if nested.model is Passage:
            return make_serializer(nested.flat, "ArticlePassage", CarryingSerializer)
        return super().row_class(nested)

    def nest(self, rows: Rows, entries: Entries, names: Collection[str], *, lists: bool) -> None:
        super().nest(rows, entries, names, lists=lists)
        if "passages" in names:
            facts = facts_by_passage(Q(passages__article__in=[row[0] for row in rows]))
            for passage in (passage for entry in entries for passage in entry["nested"]["passages"]):
                passage["facts"] = facts.get(passage["place"], {})


class PassageSerializer(DetailSerializer):
    """A passage; the facts that it carries are nested."""

    @classmethod
    def offered(cls, lists: bool = False) -> list[str]:
        return ["facts"]

    def nested_fields(self) -> dict[str, Any]:
        return {"facts": facts_field()}

    def nest(self, rows: Rows, entries: Entries, names: Collection[str], *, lists: bool) -> None:
        super().nest(rows, entries, names, lists=lists)
        if "facts" in names:
            facts = facts_by_passage(Q(passages__in=[row[0] for row in rows]))
            for entry in entries:
                entry["nested"]["facts"] = facts.get(entry["place"], {})
