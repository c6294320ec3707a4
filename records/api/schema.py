"""What drf-spectacular cannot read off the code: our filters, our errors, and the names of things."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiFilterExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_parameter_type
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from records.date_filters import NO_YEAR, BoundFilter, YearsFilter
from records.filters import SlugsFilter

PROBLEM = "application/problem+json"
# JSON whose rows hold what `fields` and `expand` name: `application/json` is always the whole row, as documented.
CHOSEN = "application/vnd.chosen+json"


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


CHOICES = {
    "fields": _("Only these of each row; with a comma between them, or once each."),
    "expand": _("Rows of other tables that come along in `nested`: in a list none, in a detail all, unless named."),
}


def array_of(*terms: str) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", **({"enum": list(terms)} if terms else {})}}


class CollectionSchema(AutoSchema):
    view: Any

    def get_auth(self) -> list[Any]:
        return []

    def get_summary(self) -> str:
        names = self.view.queryset.model._meta
        return str(names.verbose_name_plural if self.view.action == "list" else names.verbose_name)

    def get_description(self) -> str:  # type: ignore[override]
        return self.view.queryset.model.__doc__ or ""

    def get_override_parameters(self) -> list[Any]:
        several = [
            OpenApiParameter(name, array_of(*terms), description=CHOICES[name])
            for name, terms in self.view.choices().items()
            if terms
        ]
        parameters = [OpenApiParameter("format", str, enum=["json"], description=_("JSON is the only one.")), *several]
        if self.view.action == "list":
            return parameters
        text = _("Its slug or key, percent-encoded.")
        return [OpenApiParameter("key", str, OpenApiParameter.PATH, required=True, description=text), *parameters]

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name}Page"

    def get_response_serializers(self) -> Any:
        moved = _("It is published under another key now; Location says which.")
        answers: dict[Any, Any] = {
            ("200", "application/json"): super().get_response_serializers(),
            ("200", CHOSEN): OpenApiResponse({"type": "object"}, _("Where `fields` or `expand` is given.")),
        }
        if self.view.action != "list":
            answers["301"] = OpenApiResponse(description=moved)
        return answers | problems("400", "404", "406", "429")


class RecordFilterExtension(OpenApiFilterExtension):
    """The parameters of a FilterSet; the library's own extension knows neither their slugs nor their dates."""

    target_class = "records.api.lists.RecordFilterBackend"
    priority = 1

    def get_schema_operation_parameters(self, auto_schema: Any, *args: Any, **kwargs: Any) -> list[Any]:
        filters = auto_schema.view.filterset_class.base_filters
        return [filter_parameter(name, each) for name, each in filters.items()]


def filter_parameter(name: str, each: django_filters.Filter) -> dict[str, Any]:
    field = each.field
    schema: dict[str, Any] = {"type": "string"}
    options: dict[str, Any] = {}
    text = str(each.label or "")
    if isinstance(each, django_filters.OrderingFilter):
        terms = [value for value, _label in each.extra["choices"] if value]
        schema = {"type": "array", "items": {"type": "string", "enum": terms}}
        options, text = {"explode": False, "style": "form"}, str(_("Order; “-” in front turns it round."))
    elif isinstance(each, SlugsFilter):
        schema = {"type": "array", "items": {"type": "string"}}
        of_any = _("slugs; rows of any of them")  # makemessages does not look into f-strings
        text = f"{text}: {of_any}"
    elif isinstance(each, YearsFilter):
        schema = {"type": "array", "items": {"type": "string", "pattern": rf"^([12]\d{{3}}|{NO_YEAR})$"}}
    elif isinstance(each, django_filters.MultipleChoiceFilter):
        schema = {"type": "array", "items": {"type": "string", "enum": [value for value, _label in field.choices]}}
    elif isinstance(each, django_filters.ChoiceFilter):
        schema["enum"] = [value for value, _label in field.choices if value]
    elif isinstance(each, BoundFilter) or field.help_text:
        text = f"{text}. {field.help_text}"
    if longest := getattr(field, "max_length", None):
        schema["maxLength"] = longest
    return build_parameter_type(name=name, schema=schema, location="query", description=text, **options)
