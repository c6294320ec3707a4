"""How what cites passages carries them in the API."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from records.api.serializers import DetailSerializer, Entries, Rows, RowSerializer, listed_row, make_serializer
from records.columns import Column, or_null

from .models import Fact, Passage

# What a reader of a fact wants to know of the article that carries it.
ARTICLE_COLUMNS = (
    Column("article_title", F("article__title")),
    Column("article_url", F("article__url")),
    Column("article_archive_url", F("article__archive_url")),
    Column("article_published", F("article__published")),
    Column("outlet", Coalesce(F("article__outlet__slug"), Value(""), output_field=models.TextField()), item=or_null),
)
CitedPassage = make_serializer(listed_row(Passage, ARTICLE_COLUMNS), "CitedPassage", RowSerializer)


class CitingSerializer(DetailSerializer):
    """Nests the passages of a fact and of the facts nested in it, each once, with its article."""

    @classmethod
    def citing(cls) -> list[str]:
        """The nested facts whose passages come along: those that no reader would look up by themselves."""
        facts = (each for each in cls.nested if issubclass(each.model, Fact))
        return [each.name for each in facts if "slug" not in each.model.key_fields]

    @classmethod
    def cites(cls) -> bool:
        return issubclass(cls.flat.model, Fact) or bool(cls.citing())

    @classmethod
    def offered(cls, lists: bool = False) -> list[str]:
        return [*super().offered(lists), *(["passages"] if cls.cites() else [])]

    def nested_fields(self) -> dict[str, Any]:
        return super().nested_fields() | ({"passages": CitedPassage(many=True)} if self.cites() else {})

    def nest(self, rows: Rows, entries: Entries, names: Collection[str], *, lists: bool) -> None:
        super().nest(rows, entries, names, lists=lists)
        if "passages" in names and self.cites():
            cited = [self.references(entry) for entry in entries]
            passages = self.passages({reference for each in cited for reference in each})
            for entry, references in zip(entries, cited, strict=True):
                entry["nested"]["passages"] = [passages[each] for each in references if each in passages]

    def references(self, entry: dict[str, Any]) -> list[str]:
        facts = [entry] if issubclass(self.flat.model, Fact) else []
        for name in self.citing():
            facts += entry["nested"].get(name, [])
        return list(dict.fromkeys(reference for fact in facts for reference in fact["passages"]))

    def passages(self, references: set[str]) -> dict[str, dict[str, Any]]:
        """The public passages of these `article#place`, by that reference: one query."""
        slugs = {reference.partition("#")[0] for reference in references}
        place = next(column for column in Passage.columns() if column.name == "place")
        found = Passage.objects.public().alias(cited=place.expression())
        found = found.filter(article__slug__in=slugs, cited__in=references).rows(CitedPassage.flat.columns)
        return {entry["place"]: entry for entry in CitedPassage(context=self.context).entries(found)}
