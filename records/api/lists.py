"""Which rows a list has and which page of them is shown."""

from typing import Any

from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from records.caching.counts import CountsCache
from records.filters import active_filters
from records.pagination import HIGHEST, MOST_PER_PAGE, PARAMETERS, PER_PAGE, page_problems, paginate

from .cursor import START, after_problems, walk
from .serializers import listed_row

counts_cache = CountsCache(most=300)


class RecordFilterBackend(DjangoFilterBackend):
    """Rows of a list by its `filterset_class`; everything that is wrong with the question is said in one answer."""

    def get_filterset_kwargs(self, request: Any, queryset: Any, view: Any) -> dict[str, Any]:
        return {"data": request.query_params, "queryset": queryset, "others": (*PARAMETERS, "after", *view.parameters)}

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        filterset: Any = self.get_filterset(request, queryset, view)
        data = request.query_params
        view.refuse_parameters(request, [*filterset.problems(), *page_problems(data), *after_problems(data)])
        return filterset.qs


class KeysFirstPagination(BasePagination):
    """Pages of flat rows by number, keys first (`records.pagination`)."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        # Counted once for every page of a program that reads them all.
        asked = (view.filterset_class, active_filters(view.filterset_class.parameters(), request.query_params))
        self.request = request
        count = counts_cache.get_or_compute(asked, queryset.order_by().count)
        self.walked = None
        if "after" in request.query_params:
            self.page, self.walked = walk(queryset, request.query_params, count)
        else:
            self.page = paginate(queryset, request.query_params, count, or_none=True)
        return self.page.rows(listed_row(queryset.model).of)

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "count": self.page.count,
                "next": self.address("after", self.walked) or self.address("page", self.page.following),
                "previous": self.address("page", self.page.preceding),
                "results": data,
            }
        )

    def address(self, name: str, value: Any) -> str | None:
        return replace_query_param(self.request.build_absolute_uri(), name, value) if value else None

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        address = {"type": "string", "format": "uri", "nullable": True}
        properties = {
            "count": {"type": "integer", "description": _("All rows that the filters leave.")},
            "next": address | {"description": _("Null on the last page, and where page numbers end: see “after”.")},
            "previous": address,
            "results": schema,
        }
        return {"type": "object", "properties": properties, "required": list(properties)}

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        page = {"type": "integer", "minimum": 1, "maximum": HIGHEST, "default": 1}
        size = {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE}
        after = {"type": "string", "pattern": f"^({START}|[0-9a-f-]{{36}})$"}
        walk = _("Rows in an order that no edit moves, each exactly once: begin with 0, then follow “next”.")
        said = (
            ("page", page, _("Which page of the list.")),
            ("page_size", size, _("How many rows a page has.")),
            ("after", after, walk),
        )
        return [{"in": "query", "name": name, "schema": of, "description": text} for name, of, text in said]
