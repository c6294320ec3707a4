"""The API's own addresses: what collections there are, the OpenAPI document, and a page to read it on."""

from functools import cache
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from .schema import FORMAT, problems
from .viewsets import PublicView, cached_answer

ADDRESSES = {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}


class RootView(PublicView):
    """Every collection and the address of its list."""

    collections: ClassVar[tuple[str, ...]] = ()

    @extend_schema(
        operation_id="collections",
        tags=["collections"],
        auth=[],
        parameters=[FORMAT],
        responses={"200": ADDRESSES, **problems("400", "406", "414", "429")},
    )
    @cached_answer
    def get(self, request: Request) -> Response:
        self.refuse_parameters(request)
        return Response({name: request.build_absolute_uri(reverse(f"api:{name}-list")) for name in self.collections})


@cache
def document(language: str) -> dict[str, Any]:
    """The OpenAPI document with its descriptions in `language`; it changes with the code only."""
    with translation.override(language):
        return SchemaGenerator().get_schema(request=None, public=True)


class SchemaView(PublicView):
    """The OpenAPI document as YAML or JSON, by Accept or `?format=`."""

    schema = None
    formats = ("json", "yaml")
    renderer_classes = SpectacularAPIView.renderer_classes

    @cached_answer
    def get(self, request: Request) -> Response:
        self.refuse_parameters(request)
        return Response(document(translation.get_language()))


class DocsView(PublicView, SpectacularSwaggerSplitView):
    """The OpenAPI document to read and to try; script and style come as files, as the CSP wants."""

    schema = None
    parameters = ("script",)
    template_name = "api/docs.html"

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        self.refuse_parameters(request)
        return super().get(request, *args, **kwargs)
