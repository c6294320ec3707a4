"""A search over everything at once, which says what it searched."""

from typing import Any, ClassVar

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from records.columns import CALLED
from records.filters import Problem

from .schema import FORMAT, SEARCHED, problems, searched_in
from .serializers import RowSerializer, listed_row, make_serializer
from .viewsets import CollectionViewSet, PublicView, cached_answer

SHOWN = 10  # of each collection


def answer_fields() -> serializers.Field:
    text, address = serializers.CharField, serializers.URLField
    found: dict[str, Any] = {
        "api_url": address(),
        "page_url": address(allow_null=True),
        "key": text(),
        "called": text(),
    }
    collection: dict[str, Any] = {
        "collection": text(),
        "searched": text(help_text=_("What of its rows is searched.")),
        "count": serializers.IntegerField(),
        "api_url": address(help_text=_("The list of all that is found.")),
        "results": inline_serializer("Found", found, many=True),
    }
    return inline_serializer("Search", {"results": inline_serializer("FoundIn", collection, many=True)})


class SearchView(PublicView):
    """The first rows of every collection that are found by words, and how many there are."""

    viewsets: ClassVar[tuple[type[CollectionViewSet], ...]] = ()
    parameters = ("format", "search")

    @extend_schema(
        operation_id="search",
        tags=["search"],
        auth=[],
        parameters=[
            OpenApiParameter("search", SEARCHED, required=True, description=_("The words that are looked for.")),
            FORMAT,
        ],
        responses={("200", "application/json"): answer_fields(), **problems("400", "406", "414", "429")},
    )
    @cached_answer
    def get(self, request: Request) -> Response:
        asked = QueryDict(urlencode({"search": request.query_params.get("search", "")}))
        searched = [each.filterset_class for each in self.viewsets if "search" in each.filterset_class.base_filters]
        self.refuse_parameters(request)
        if wrong := [*searched[0](asked).problems(), *self.missing(request)]:
            self.refuse_parameters(request, wrong)
        return Response({"results": [self.found(filterset(asked), request) for filterset in searched]})

    def missing(self, request: Request) -> list[Problem]:
        given = request.query_params.getlist("search")
        if len(given) > 1:
            return [Problem("search", given[-1], _("Give it once."), "repeated")]
        return [] if given else [Problem("search", "", _("Say what is looked for."), "required")]

    def found(self, filterset: Any, request: Request) -> dict[str, Any]:
        model = filterset._meta.model
        flat, keys = listed_row(model), list(filterset.qs.values_list("pk", flat=True)[:SHOWN])
        serializer = make_serializer(flat, model.__name__, RowSerializer)(context={"request": request})
        rows = sorted(flat.of(keys), key=lambda row: keys.index(row[0]))
        entries = [serializer.to_representation(row) for row in rows]
        address = request.build_absolute_uri(reverse(f"api:{model.collection}-list"))
        return {
            "collection": model.collection,
            "searched": searched_in(model),
            "count": filterset.filtered().count(),
            "api_url": f"{address}?{filterset.data.urlencode()}",
            "results": [
                {
                    "api_url": entry["api_url"],
                    "page_url": entry["page_url"],
                    "key": model.key_in(entry),
                    "called": next((entry[name] for name in CALLED if name in entry), model.key_in(entry)),
                }
                for entry in entries
            ],
        }
