"""What drf-spectacular cannot read off the code: our filters, our errors, and the names of things."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiFilterExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_parameter_type
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from records.choice_filters import SlugsFilter
from records.date_filters import NO_YEAR, BoundFilter, DayFilter, YearsFilter
from records.filters import LONGEST_SEARCH, MOST_VALUES

PROBLEM = "application/problem+json"
# JSON whose rows hold what `fields` and `expand` name: `application/json` is always the whole row, as documented.
CHOSEN = "application/vnd.chosen+json"


class ErrorSerializer(serializers.Serializer):
    parameter = serializers.CharField(help_text=_("Its name as given."))
    value = serializers.CharField(allow_blank=True)
    code = serializers.CharField(help_text=_("What is wrong, for programs; no release changes it."))
    message = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """RFC 9457 problem details; `errors` names each parameter that could not be used."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text=_("Which error it is, for programs; no release changes it."))
    detail = serializers.CharField()
    errors = ErrorSerializer(many=True, required=False)  # type: ignore[assignment]  # RFC 9457 has no name for it


PROBLEMS = {
    "400": _("A parameter is unknown or cannot be used."),
    "404": _("Nothing is published there or under what a parameter names, or the list has ended before."),
    "406": _("What Accept names is not offered."),
    "414": _("The address is longer than 4,000 characters."),
    "429": _("Too many requests; Retry-After says how many seconds to wait."),
}


def problems(*codes: str) -> dict[Any, OpenApiResponse]:
    return {(code, PROBLEM): OpenApiResponse(ProblemSerializer, PROBLEMS[code]) for code in codes}


CHOICES = {
    "fields": _("Only these of each row; with a comma between them, or once each."),
    "expand": _("Rows of other tables that come along in `nested`: in a list none, in a detail all, unless named."),
}


FORMAT = OpenApiParameter("format", str, enum=["json"], description=_("JSON is the only one."))


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
        choices = [(name, {"type": "string", "enum": each}) for name, each in self.view.choices().items() if each]
        several = [
            OpenApiParameter(name, {"type": "array", "items": of}, description=CHOICES[name]) for name, of in choices
        ]
        text = _("Of a list `csv` and `jsonl` are files of all rows, with the columns of the downloads.")
        parameters = [OpenApiParameter("format", str, enum=self.view.formats, description=text), *several]
        if self.view.action == "list":
            return parameters
        text = _("Its slug or key, percent-encoded.")
        return [OpenApiParameter("key", str, OpenApiParameter.PATH, required=True, description=text), *parameters]

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name}Page"

    def get_response_serializers(self) -> Any:
        answers: dict[Any, Any] = {
            ("200", "application/json"): super().get_response_serializers(),
            ("200", CHOSEN): OpenApiResponse({"type": "object"}, _("Where `fields` or `expand` is given.")),
        }
        if self.view.action == "list":
            files = OpenApiResponse(OpenApiTypes.STR, _("Where `format` names a file."))
            answers |= {("200", "text/csv"): files, ("200", "application/x-ndjson"): files}
        else:
            answers["301"] = OpenApiResponse(
                description=_("It is published under another key now; Location says which.")
            )
        return answers | problems("400", "404", "406", "414", "429")


class RecordFilterExtension(OpenApiFilterExtension):
    """The parameters of a FilterSet; the library's own extension knows neither their slugs nor their dates."""

    target_class = "records.api.lists.RecordFilterBackend"
    priority = 1

    def get_schema_operation_parameters(self, auto_schema: Any, *args: Any, **kwargs: Any) -> list[Any]:
        filterset: Any = auto_schema.view.filterset_class
        return [filter_parameter(filterset._meta.model, name, each) for name, each in filterset.parameters().items()]


# What is written in an address: patterns that say no more than what is taken for certain.
SEARCHED = {
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST_SEARCH,
    "pattern": r"^[^\u0000\ufffd]*[^\s\u0000\ufffd][^\u0000\ufffd]*$",
}
SLUG = {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "^[a-z0-9-]+$"}
YEAR = {"type": "string", "pattern": f"^([12][0-9]{{3}}|{NO_YEAR})$"}
DAY = "[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
DATE = {"type": "string", "pattern": f"^([12][0-9]{{3}}(-(0[1-9]|1[0-2]))?|{DAY})$"}
NAMED = _("slugs, former ones too, or names; rows of any of them, unless it says all or none")
OF_YEARS = _("whichever of its days the date was, by all readings")
LIMITS = _(
    "A month, a year or EDTF is taken, too. “certainly” finds rows whose date lies there by all readings, whichever of "
    "its days it was; without it, those whose date may lie there by any."
)


def searched_in(model: Any) -> str:
    """What a search finds rows of `model` by: names of fields, after the noun that they are of where it is another."""
    found = []
    for path in model.searched:
        *way, column = path.split("__")
        of = model
        for step in way:
            of = of._meta.get_field(step).related_model
        names = ", ".join(str(of._meta.get_field(name).verbose_name) for name in of._meta.get_field(column).sources)
        found.append(names if of is model else f"{of._meta.verbose_name} ({names})")
    return "; ".join(found)


def filter_parameter(model: Any, name: str, each: django_filters.Filter) -> dict[str, Any]:
    field, text = each.field, str(each.label or "")
    schema: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[a-z0-9-]+$"}
    example: Any = None
    if name == "search":
        schema, example = SEARCHED, "VNPT"
        text = _("Every word, in whole words without their marks, or a “quoted phrase”, in: %(searched)s.") % {
            "searched": searched_in(model)
        }
    elif isinstance(each, django_filters.OrderingFilter):
        terms = [value for value, _label in each.extra["choices"] if value]
        schema, example = several({"type": "string", "enum": terms}), terms[:1]
        text = str(_("Order; “-” in front turns it round. Of several the first counts most."))
    elif isinstance(each, SlugsFilter):
        schema, text = several(SLUG), f"{text}: {NAMED}"
    elif isinstance(each, YearsFilter):
        schema, example, text = several(YEAR), ["2018"], f"{text}: {OF_YEARS}"
    elif isinstance(each, django_filters.MultipleChoiceFilter):
        terms = [value for value, _label in field.choices]
        schema, example = several({"type": "string", "enum": terms}), terms[:1]
    elif isinstance(each, django_filters.ChoiceFilter):
        schema["enum"] = [value for value, _label in field.choices if value]
        example = schema["enum"][0]
    elif isinstance(each, BoundFilter):
        schema, text, example = DATE, f"{text}. {LIMITS}", "2018-06"
    elif isinstance(each, DayFilter):
        schema, example = {"type": "string", "pattern": f"^{DAY}$"}, "2019-06-01"
    parameter = build_parameter_type(name=name, schema=schema, location="query", description=text)
    return parameter | ({"example": example} if example else {})


def several(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema, "maxItems": MOST_VALUES}
