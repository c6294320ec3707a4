"""Articles and passages with the facts they carry, which their own app knows nothing of."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from records.api.serializers import DetailSerializer, Nested, RowSerializer
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


class CarryingSerializer(RowSerializer):
    """A passage with the facts that it carries."""

    def get_fields(self) -> dict[str, Any]:
        keys = serializers.ListField(child=serializers.CharField())
        text = _("The public facts it carries: collection -> their keys.")
        return super().get_fields() | {"facts": serializers.DictField(child=keys, help_text=text)}


class ArticleSerializer(DetailSerializer):
    @classmethod
    def row_class(cls, nested: Nested, base: type[RowSerializer] = RowSerializer, prefix: str = "") -> Any:
        if nested.name == "passages":
            base, prefix = CarryingSerializer, "Article"
        return super().row_class(nested, base, prefix)

    def to_representation(self, row: tuple[Any, ...]) -> dict[str, Any]:
        entry = super().to_representation(row)
        facts = facts_by_passage(Q(passages__article=row[0]))
        for passage in entry["passages"]:
            passage["facts"] = facts.get(passage["place"], {})
        return entry


class PassageSerializer(CarryingSerializer, DetailSerializer):
    def to_representation(self, row: tuple[Any, ...]) -> dict[str, Any]:
        entry = super().to_representation(row)
        return {**entry, "facts": facts_by_passage(Q(passages=row[0])).get(entry["place"], {})}
