"""The OpenAPI document, generated from the columns and the FilterSets, so that it cannot differ from them."""

from __future__ import annotations

from functools import cache
from typing import Any

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema_serializer
from rest_framework import serializers

from records.columns import Column, public
from records.date_filters import NO_YEAR, BoundFilter, YearsFilter
from records.export import data_dictionary
from records.fields import BoundField, EDTFField
from records.filters import SlugsFilter
from records.models import Record, TrackedModel
from records.pagination import MOST_PER_PAGE, PER_PAGE

PROBLEM = "application/problem+json"


class ErrorSerializer(serializers.Serializer):
    parameter = serializers.CharField(help_text=_("Its name as given."))
    value = serializers.CharField(allow_blank=True)
    message = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """RFC 9457 problem details; `errors` names each parameter that could not be used."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ErrorSerializer(many=True, required=False)  # type: ignore[assignment]  # RFC 9457 has no name for it


PROBLEMS = {
    "400": _("A parameter is unknown or cannot be used."),
    "404": _("Nothing is published there, or the list has ended before."),
    "406": _("Only JSON is offered."),
    "429": _("Too many requests; Retry-After says how many seconds to wait."),
}


def problems(*codes: str) -> dict[Any, OpenApiResponse]:
    return {(code, PROBLEM): OpenApiResponse(ProblemSerializer, PROBLEMS[code]) for code in codes}


def value_field(model: type[models.Model], column: Column) -> serializers.Field:
    """The serializer field that describes the values of a column."""
    if column.many:
        return serializers.ListField(child=serializers.CharField(), help_text=column.help or None)
    field = data_dictionary.value_field(model, column)
    said: dict[str, Any] = {"allow_null": bool(field and field.null)}
    if text := column.help or _said(field):
        said["help_text"] = text
    for kind, described in (
        (models.BooleanField, serializers.BooleanField),
        (models.IntegerField, serializers.IntegerField),
        (models.DecimalField, serializers.FloatField),
        (models.DateField, serializers.DateField),
        (models.TimeField, serializers.TimeField),
    ):
        if isinstance(field, kind):
            return described(**said)
    if field is not None and field.choices:
        return serializers.ChoiceField(field.choices, allow_blank=field.blank, **said)
    return serializers.CharField(allow_blank=True, **said)


def _said(field: Any) -> Any:
    if isinstance(field, EDTFField):
        return data_dictionary.EDTF
    if isinstance(field, BoundField):
        return data_dictionary.BOUND
    return getattr(field, "help_text", "")


@cache
def row_serializer(
    model: type[TrackedModel], name: str, extra: tuple[Column, ...], own: tuple[Column, ...]
) -> type[serializers.Serializer]:
    """The flat row of `model` as a component called `name`; `own` stands for its columns if it has none."""
    fields: dict[str, Any] = {}
    if model.collection:
        fields["api_url"] = serializers.URLField(help_text=_("The address of its detail."))
        if not issubclass(model, Record):
            fields["key"] = serializers.CharField(help_text=_("Its name in addresses, parts joined by “~”."))
    fields |= {column.name: value_field(model, column) for column in public([*(own or model.columns()), *extra])}
    return type(name, (serializers.Serializer,), fields | {"__doc__": model.__doc__})


@cache
def page_serializer(model: type[TrackedModel]) -> type[serializers.Serializer]:
    name = model.__name__
    fields = {
        "count": serializers.IntegerField(help_text=_("All rows that the filters leave.")),
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": row_serializer(model, name, (), ())(many=True),
    }
    page = type(f"{name}Page", (serializers.Serializer,), fields)
    return extend_schema_serializer(many=False)(page)  # else the document would say: an array of pages


@cache
def detail_serializer(viewset: Any) -> type[serializers.Serializer]:
    row = row_serializer(viewset.model, viewset.model.__name__, (), ())
    return type(f"{viewset.model.__name__}Detail", (row,), viewset.detail_fields())


class CollectionSchema(AutoSchema):
    """Describes a `CollectionViewSet`."""

    view: Any

    def get_auth(self) -> list[Any]:
        return []

    def get_tags(self) -> list[str]:
        return [self.view.model.collection]

    def get_operation_id(self) -> str:
        return f"{self.view.model.collection}_{self.view.action}"

    def get_summary(self) -> str:
        names = self.view.model._meta
        return str(names.verbose_name_plural if self.view.action == "list" else names.verbose_name)

    def get_description(self) -> str:  # type: ignore[override]
        return self.view.model.__doc__ or ""

    def get_override_parameters(self) -> list[Any]:
        said = OpenApiParameter("format", str, enum=["json"], description=_("JSON is the only one."))
        if self.view.action != "list":
            path = OpenApiParameter(
                "key", str, OpenApiParameter.PATH, required=True, description=_("Its slug or key, percent-encoded.")
            )
            return [path, said]
        filters = self.view.filterset_class.base_filters.items()
        return [
            *(filter_parameter(name, each) for name, each in filters),
            OpenApiParameter("page", {"type": "integer", "minimum": 1, "default": 1}),
            OpenApiParameter(
                "page_size", {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE}
            ),
            said,
        ]

    def get_response_serializers(self) -> Any:
        model = self.view.model
        if self.view.action == "list":
            return {"200": page_serializer(model), **problems("400", "404", "406", "429")}
        moved = OpenApiResponse(description=_("It is published under another key now; Location says which."))
        return {"200": detail_serializer(self.view.__class__), "301": moved, **problems("400", "404", "406", "429")}


def filter_parameter(name: str, each: django_filters.Filter) -> OpenApiParameter:
    """A filter as a query parameter."""
    field = each.field
    schema: dict[str, Any] = {"type": "string"}
    options: dict[str, Any] = {}
    said = str(each.label or "")
    if isinstance(each, django_filters.OrderingFilter):
        terms = [value for value, _label in each.extra["choices"] if value]
        schema = {"type": "array", "items": {"type": "string", "enum": terms}}
        options, said = {"explode": False, "style": "form"}, str(_("Order; “-” in front turns it round."))
    elif isinstance(each, SlugsFilter):
        schema = {"type": "array", "items": {"type": "string"}}
        of_any = _("slugs; rows of any of them")  # makemessages does not look into f-strings
        said = f"{said}: {of_any}"
    elif isinstance(each, YearsFilter):
        schema = {"type": "array", "items": {"type": "string", "pattern": rf"^([12]\d{{3}}|{NO_YEAR})$"}}
    elif isinstance(each, django_filters.MultipleChoiceFilter):
        schema = {"type": "array", "items": {"type": "string", "enum": [value for value, _label in field.choices]}}
    elif isinstance(each, django_filters.BooleanFilter):
        schema = {"type": "boolean"}
    elif isinstance(each, django_filters.ChoiceFilter):
        schema["enum"] = [value for value, _label in field.choices if value]
    elif isinstance(each, BoundFilter) or field.help_text:
        said = f"{said}. {field.help_text}"
    if longest := getattr(field, "max_length", None):
        schema["maxLength"] = longest
    return OpenApiParameter(name, schema, description=said, **options)
