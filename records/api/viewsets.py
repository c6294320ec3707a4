"""The public JSON API: read only, flat rows from the columns."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import wraps
from typing import Any, ClassVar

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from records.caching.pages import kept_answer
from records.export.values import shortened
from records.filters import Problem, RecordFilterSet, unknown_parameters
from records.languages import preferred_language
from records.models import Record

from .lists import KeysFirstPagination, RecordFilterBackend
from .problems import BadParameters
from .schema import CHOSEN, CollectionSchema
from .serializers import DetailSerializer, Nested, RowSerializer, listed_row, make_serializer


class OneFormat(DefaultContentNegotiation):
    """A wrong `?format=` is a 400 that names it (`refuse_parameters`), not a 404."""

    def filter_renderers(self, renderers: Any, format: str) -> Any:  # noqa: A002 -- DRF's name
        return renderers


class PublicView(APIView):
    """A view of the API: speaks the client's language, refuses parameters it does not know."""

    content_negotiation_class: Any = OneFormat
    parameters: ClassVar[tuple[str, ...]] = ("format",)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # The addresses are outside `i18n_patterns`, where the middleware speaks Vietnamese only.
        translation.activate(preferred_language(request.headers.get("Accept-Language", "")))
        super().initial(request, *args, **kwargs)

    def handle_exception(self, exc: Exception) -> Response:
        answer = super().handle_exception(exc)
        # A problem is JSON, whatever the view itself writes.
        self.request.accepted_renderer, self.request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
        return answer

    def refuse_parameters(self, request: Request, found: Iterable[Problem] | None = None) -> None:
        """Raise what was `found` wrong; if nobody has looked yet, whatever is not in `parameters`."""
        data = request.query_params
        if found is None:
            found = unknown_parameters(data, self.parameters)
        if problems := [*found, *self.own_problems(data)]:
            raise BadParameters(problems)

    def own_problems(self, data: QueryDict) -> list[Problem]:
        wrong = [value for value in data.getlist("format") if value != "json"]
        return [Problem("format", value, _("The API answers in JSON only.")) for value in wrong[:1]]


def cached_answer(action: Callable[..., Any]) -> Callable[..., Any]:
    """Keep what an action of a view answers, as pages are kept; who asks too often is refused before, in `initial`."""

    @wraps(action)
    def answered(self: APIView, request: Any, *args: Any, **kwargs: Any) -> Any:
        def make() -> Any:
            answer = action(self, request, *args, **kwargs)
            return self.finalize_response(request, answer, *args, **kwargs).render()

        return kept_answer(request, make, request.accepted_media_type)

    return answered


def no_choice(value: str, choices: Iterable[str]) -> str:
    told = {"value": shortened(value), "choices": ", ".join(choices) or "–"}
    return _("“%(value)s” is none of these: %(choices)s.") % told


class NothingHere(PublicView):
    """Whatever lies under the API's address and is nothing of it."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound(_("Nothing is published at this address."))


class CollectionViewSet(PublicView, ReadOnlyModelViewSet):
    """List and detail of the public rows of `queryset`; `nested` is what a detail carries beside its own row."""

    queryset: Any
    filterset_class: ClassVar[type[RecordFilterSet]]
    nested: ClassVar[tuple[Nested, ...]] = ()
    serializer_class: Any = DetailSerializer
    filter_backends = (RecordFilterBackend,)
    pagination_class = KeysFirstPagination
    schema = CollectionSchema()
    lookup_field = "key"
    lookup_value_regex = ".+"  # titles stand in keys, slashes included
    parameters = ("format", "fields", "expand")

    @property
    def detail_class(self) -> Any:
        flat = listed_row(self.queryset.model)
        return make_serializer(flat, f"{flat.model.__name__}Detail", self.serializer_class, nested=self.nested)

    def get_serializer_class(self) -> Any:
        """Rows in a list; in a detail what `serializer_class` makes of the row and of what it nests."""
        flat = listed_row(self.queryset.model)
        return make_serializer(flat, flat.model.__name__, RowSerializer) if self.action == "list" else self.detail_class

    def get_object(self) -> tuple[Any, ...]:
        key, flat = self.kwargs["key"], listed_row(self.queryset.model)
        rows: Any = ()
        if "\0" in key:  # PostgreSQL takes no NUL, not even to say that it is nowhere
            pass
        elif not issubclass(flat.model, Record):
            rows = flat.rows.by_key(key)
        elif not (rows := flat.where("slug", key)) and (moved := flat.model.objects.by_former_slug(key)):
            rows = flat.of([moved.pk])
        for row in rows:
            return row
        raise NotFound(_("Nothing is published at this address."))

    def chosen(self, name: str) -> list[str]:
        """The values of a parameter of several: given once each, or with commas between them."""
        return [value for text in self.request.query_params.getlist(name) for value in text.split(",")]

    def choices(self) -> dict[str, list[str]]:
        """What each parameter of several may name."""
        flat = listed_row(self.queryset.model)
        fields = make_serializer(flat, flat.model.__name__, RowSerializer)().fields
        return {"fields": [*fields], "expand": self.detail_class.offered(lists=self.action == "list")}

    def own_problems(self, data: QueryDict) -> list[Problem]:
        return super().own_problems(data) + [
            Problem(name, value, no_choice(value, choices))
            for name, choices in self.choices().items()
            for value in self.chosen(name)
            if value not in choices
        ]

    def entries(self, rows: Sequence[tuple[Any, ...]], expand: Collection[str]) -> list[dict[str, Any]]:
        serializer = self.detail_class(context=self.get_serializer_context())
        entries = [serializer.to_representation(row) for row in rows]
        if expand:
            serializer.nest(rows, entries, expand, lists=self.action == "list")
        return entries

    def chosen_answer(self, answer: Response, entries: list[dict[str, Any]]) -> Response:
        """The same `answer`; if the client has chosen what its rows hold, with that alone and called `CHOSEN`."""
        fields, expand = self.chosen("fields"), self.chosen("expand")
        if fields or expand:
            answer.content_type = CHOSEN
        if fields:
            kept = {*fields, *(["nested"] if expand else [])}
            for entry in entries:
                for name in entry.keys() - kept:
                    del entry[name]
        return answer

    @cached_answer
    def list(self, request: Request) -> Response:
        rows: Any = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        entries = self.entries(rows, self.chosen("expand"))
        return self.chosen_answer(self.get_paginated_response(entries), entries)

    @cached_answer
    def retrieve(self, request: Request, key: str) -> Response:
        self.refuse_parameters(request)
        expand = self.chosen("expand") or ([] if self.chosen("fields") else self.detail_class.offered())
        (entry,) = entries = self.entries([self.get_object()], expand)
        if self.queryset.model.key_in(entry) != key:  # a former slug, or written otherwise, e.g. 6/2018 for 2018-06
            return Response(status=301, headers={"Location": entry["api_url"]})
        return self.chosen_answer(Response(entry), entries)
