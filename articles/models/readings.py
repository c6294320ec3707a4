"""Which value of a fact a passage carries, and what it says where it disagrees."""

from functools import partial
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, Replace
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records import dates
from records.columns import Column, joined
from records.export.values import shortened
from records.fields import BoundField, EDTFField, LineField, TermField, value_in_words
from records.models import Link, TrackedModel

from .passages import Passage, reference_at

# What parts a reading from its passage, its value and the next passage: inside of a value they are percent-encoded.
SIGNS = "%;@="


def written(field: str, value: str) -> str:
    """`period=2016/2019`, as tables write it behind `article#place@`; `field` alone where a passage just carries it."""
    for sign in SIGNS:
        value = value.replace(sign, f"%{ord(sign):02X}")
    return f"{field}={value}" if value else field


def read(text: str) -> tuple[str, str]:
    field, _equals, value = text.partition("=")
    return field.strip(), unquote(value).strip()


class Reading(Link):
    """One value of a fact that a passage carries: the fact's own where `value` is empty, or another.

    *Certainly* means all readings of a value, *possibly* any of them. A concrete reading adds the foreign key
    `citation` and `field` (`read_field`). The value of a link is a slug.
    """

    field: Any
    value = LineField(
        gettext_lazy("read as"), max_length=200, blank=True, help_text=gettext_lazy("Empty: as the fact says.")
    )
    earliest = BoundField("value", "earliest")
    starts_latest = BoundField("value", "starts_latest")
    ends_earliest = BoundField("value", "ends_earliest")
    latest = BoundField("value", "latest")

    # How tables write it; who reads tables knows no more of readings than this.
    written, read = staticmethod(written), staticmethod(read)

    key_fields = ("citation", "field")

    class Meta(Link.Meta):
        abstract = True
        verbose_name = gettext_lazy("reading")
        verbose_name_plural = gettext_lazy("readings")
        constraints = (models.UniqueConstraint(fields=("citation", "field"), name="%(app_label)s_%(class)s_once"),)

    def __str__(self) -> str:
        """The field and what the passage says of it, in words; tables have `written`."""
        label, said = self.get_field_display(), self.value  # type: ignore[attr-defined]
        field: Any = self.fact_model()._meta.get_field(self.field)
        if field.is_relation:
            said = field.related_model._default_manager.filter(slug=said).first() or said
        return f"{label}: {value_in_words(field, said)}" if said else label

    def clean(self) -> None:
        self.value = self.understood(self.field, self.value)

    @classmethod
    def readable(cls) -> list[str]:
        return [name for name, _label in cls._meta.get_field("field").flatchoices]  # type: ignore[union-attr]

    @classmethod
    def refuse_unreadable(cls, name: str) -> None:
        if name not in cls.readable():
            said = _("“%(field)s” is none of the values that may be read: %(fields)s.")
            said %= {"field": shortened(name), "fields": ", ".join(cls.readable())}
            raise ValidationError(said, code="field")

    @classmethod
    def fact_model(cls) -> type[TrackedModel]:
        citation: Any = cls._meta.get_field("citation").related_model
        return citation._meta.get_field("fact").related_model

    @classmethod
    def understood(cls, name: str, value: str) -> str:
        """`value` as the field `name` of the fact writes it; a ValidationError if it is none of it."""
        cls.refuse_unreadable(name)
        if not value:
            return ""
        field: Any = cls.fact_model()._meta.get_field(name)
        if not field.is_relation:
            return str(field.clean(value, None))
        if not field.related_model._default_manager.filter(slug=value).exists():
            said = _("There is no %(noun)s “%(reference)s”.")
            raise ValidationError(said % {"noun": field.related_model._meta.verbose_name, "reference": value})
        return value

    @classmethod
    def text(cls) -> Combinable:
        """`written` in the database."""
        value: Any = F("value")
        for sign in SIGNS:
            value = Replace(value, Value(sign), Value(f"%{ord(sign):02X}"))
        text = models.TextField()
        equals = Concat(Value("="), value, output_field=text)
        said = Case(When(value="", then=Value("")), default=equals, output_field=text)
        return Concat(F("field"), said, output_field=text)

    @classmethod
    def public(cls) -> models.QuerySet:
        shown = cls._default_manager.filter(Passage.public_q("citation__passage__"))
        for name in cls.readable():
            field: Any = cls.fact_model()._meta.get_field(name)
            if field.is_relation:
                named = field.related_model.objects.public().filter(slug=OuterRef("value"))
                shown = shown.filter(~Q(field=name) | Q(value="") | models.Exists(named))
        return shown


def read_field(**terms: Any) -> TermField:
    return TermField(gettext_lazy("value that is read"), choices=[*terms.items()])


def cited_with_readings(citation: Any) -> Combinable:
    """`article#place@field=value` of a citation, with all that it reads."""
    reading = reading_of(citation)
    if reading is None:
        return reference_at("passage__")
    text = Concat(Value("@"), reading.text(), output_field=models.TextField())
    said = joined(reading._default_manager.filter(citation=OuterRef("pk")), text, "field", separator="")
    read = Coalesce(said, Value(""), output_field=models.TextField())
    return Concat(reference_at("passage__"), read, output_field=models.TextField())


def reading_of(citation: Any) -> Any:
    """The model of what citations of this model read; None where facts of that kind have no value to read."""
    relation = getattr(citation, "readings", None)
    return relation.rel.related_model if relation else None


def readings_column(fact: type[TrackedModel], reading: Any) -> Column:
    """`article#place@field=value;...`: an object each in JSON."""
    item = Concat(reference_at("citation__passage__"), Value("@"), reading.text(), output_field=models.TextField())
    order = ("field", "citation__passage__article__slug", "citation__passage__sort_place")
    of_fact = {"citation__fact": OuterRef("pk")}
    return Column(
        "readings",
        joined(reading._default_manager.filter(**of_fact), item, *order),
        shown=joined(reading.public().filter(**of_fact), item, *order),
        many=True,
        derived=True,
        item=partial(_as_object, fact),
        keys=("passage", "field", "value", "earliest", "latest"),
        label=gettext_lazy("readings"),
        help=gettext_lazy(
            "Which value a passage carries: article#place@field; or what it says otherwise: article#place@field=value."
        ),
    )


def _as_object(fact: type[TrackedModel], text: str) -> dict[str, Any]:
    passage, _at, said = text.partition("@")
    name, value = read(said)
    dated = value and isinstance(fact._meta.get_field(name), EDTFField)
    span = dates.span(value) if dated else dates.Span()
    bounds = {"earliest": span.earliest, "latest": span.latest}
    days = {bound: day.isoformat() if day else None for bound, day in bounds.items()}
    return {"passage": passage, "field": name, "value": value, **days}
