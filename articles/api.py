"""How every fact's detail in the API carries its passages."""

from typing import Any

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from records.api.serializers import DetailSerializer, Nested, RowSerializer, make_serializer
from records.columns import Column
from records.flat_rows import flat_of
from records.models import Record, TrackedModel

from .models import Fact, Passage

# What a reader of a fact wants to know of the article that carries it.
ARTICLE_COLUMNS = (
    Column("article_title", F("article__title")),
    Column("article_url", F("article__url")),
    Column("article_archive_url", F("article__archive_url")),
    Column("article_published", F("article__published")),
    Column("outlet", Coalesce(F("article__outlet__slug"), Value(""), output_field=models.SlugField(blank=True))),
)
CitedPassage = make_serializer(flat_of(Passage, ARTICLE_COLUMNS), "CitedPassage", RowSerializer)


class CitedSerializer(RowSerializer):
    """A fact with its passages in place of the references to them, which `CitingSerializer` puts there."""

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"passages": CitedPassage(many=True)}


class CitingSerializer(DetailSerializer):
    """In details, the passages of facts are no references but the passages, each with its article."""

    @classmethod
    def row_class(cls, nested: Nested, base: type[RowSerializer] = RowSerializer, prefix: str = "") -> Any:
        if carries_passages(nested.model):
            base, prefix = CitedSerializer, "Cited"
        return super().row_class(nested, base, prefix)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        return fields | {"passages": CitedPassage(many=True)} if issubclass(self.flat.model, Fact) else fields

    def to_representation(self, row: tuple[Any, ...]) -> dict[str, Any]:
        entry = super().to_representation(row)
        facts = [entry] if issubclass(self.flat.model, Fact) else []
        for nested in self.nested:
            if carries_passages(nested.model):
                facts += entry[nested.name]
        passages = self.passages({reference for fact in facts for reference in fact["passages"]})
        for fact in facts:
            fact["passages"] = [passages[reference] for reference in fact["passages"] if reference in passages]
        return entry

    def passages(self, references: set[str]) -> dict[str, dict[str, Any]]:
        """The public passages of these `article#place`, by that reference: one query."""
        slugs = {reference.partition("#")[0] for reference in references}
        found = CitedPassage.flat.rows.filter(article__slug__in=slugs)
        return {entry["place"]: entry for entry in self.nest(CitedPassage, found)}


def carries_passages(model: type[TrackedModel]) -> bool:
    """Whether nested rows of `model` carry their passages: facts that no reader would look up by themselves."""
    return issubclass(model, Fact) and not issubclass(model, Record)
