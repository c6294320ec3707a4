"""The public JSON API: read only, flat rows from the columns."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import wraps
from typing import Any, ClassVar

from django.http import HttpResponseBase, QueryDict
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAcceptable, NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from records import dates
from records.caching.pages import kept_answer
from records.columns import public
from records.export.formats import download
from records.export.values import shortened
from records.filters import Problem, RecordFilterSet, unknown_parameters
from records.languages import preferred_language
from records.models import Record
from records.pagination import PARAMETERS, in_turn

from .lists import KeysFirstPagination, RecordFilterBackend
from .problems import AddressTooLong, BadParameters
from .schema import CHOICES, CHOSEN, CollectionSchema
from .serializers import DetailSerializer, Nested, RowSerializer, listed_row, make_serializer

# What a list can be taken as, whole, beside the JSON of its pages; and what makes no sense of that.
FILES = ("csv", "jsonl")
NOT_IN_FILES = (*PARAMETERS, "expand")
LONGEST_ADDRESS = 4_000
_ANY_JSON = re.compile(r"\s*(application/[\w.-]+\+|text/)json\b")


class ByFormat(DefaultContentNegotiation):
    """`?format=` decides, whatever Accept says; a wrong one is a 400 that names it (`refuse_parameters`), not a 404."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        if not (asked := request.query_params.get("format")):
            try:
                return super().select_renderer(request, renderers, format_suffix)
            except NotAcceptable:  # whatever kind of JSON is asked for is answered with ours
                if not any(map(_ANY_JSON.match, self.get_accept_list(request))):
                    raise
                asked = "json"
        found = next((each for each in renderers if each.format == asked), renderers[0])
        return found, found.media_type


class PublicView(APIView):
    """A view of the API: speaks the client's language, refuses parameters it does not know."""

    content_negotiation_class: Any = ByFormat
    parameters: ClassVar[tuple[str, ...]] = ("format",)
    formats: tuple[str, ...] = ("json",)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # The addresses are outside `i18n_patterns`, where the middleware speaks Vietnamese only.
        translation.activate(preferred_language(request.headers.get("Accept-Language", "")))
        super().initial(request, *args, **kwargs)
        if len(request.get_full_path()) > LONGEST_ADDRESS:
            raise AddressTooLong

    def handle_exception(self, exc: Exception) -> Response:
        answer = super().handle_exception(exc)
        # A problem is JSON, whatever the view itself writes.
        self.request.accepted_renderer, self.request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
        return answer

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        if "As-Of" not in answer:  # the day of what is derived from dates: lifecycles, states
            answer["As-Of"] = dates.today().isoformat()
        return answer

    def refuse_parameters(self, request: Request, found: Iterable[Problem] | None = None) -> None:
        """Raise what was `found` wrong; if nobody has looked yet, whatever is not in `parameters`."""
        data = request.query_params
        if found is None:
            found = unknown_parameters(data, self.parameters)
        problems = [*found]
        unknown = {problem.parameter for problem in problems if problem.code == "unknown_parameter"}
        problems += [problem for problem in self.own_problems(data) if problem.parameter not in unknown]
        empty = [
            name
            for name, values in data.lists()
            if name not in unknown and name != "script" and not all(map(str.strip, values))
        ]
        problems = [problem for problem in problems if problem.parameter not in empty]
        problems += [Problem(name, "", _("It is empty: give a value, or leave it out."), "empty") for name in empty]
        if problems:
            raise BadParameters(problems)

    def own_problems(self, data: QueryDict) -> list[Problem]:
        asked = data.getlist("format")
        if len(asked) > 1:
            return [Problem("format", asked[-1], _("Give it once."), "repeated")]
        return [
            Problem("format", value, no_choice(value, self.formats), "invalid_choice")
            for value in asked
            if value not in self.formats
        ]


def cached_answer(action: Callable[..., Any]) -> Callable[..., Any]:
    """Keep what an action of a view answers, as pages are kept; who asks too often is refused before, in `initial`."""

    @wraps(action)
    def answered(self: APIView, request: Any, *args: Any, **kwargs: Any) -> Any:
        def make() -> Any:
            answer = action(self, request, *args, **kwargs)
            answer = self.finalize_response(request, answer, *args, **kwargs)
            return answer.render() if isinstance(answer, Response) else answer  # a file is written while it is read

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
            rows = flat.rows.by_key(key) or flat.rows.by_key(flat.model.key_now(key))
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
        fields = [*make_serializer(flat, flat.model.__name__, RowSerializer)().fields]
        if self.request and self.request.query_params.get("format") in FILES:
            fields = [column.name for column in public(flat.model.columns())]
        return {"fields": fields, "expand": self.offered}

    @property
    def parameters(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("format", "fields", *(["expand"] if self.offered else []))

    @property
    def offered(self) -> list[str]:
        """What `expand` may name."""
        found: list[str] = self.detail_class.offered(lists=self.action == "list")
        return found

    @property
    def formats(self) -> tuple[str, ...]:  # type: ignore[override]
        return ("json", *FILES) if self.action == "list" else ("json",)

    def own_problems(self, data: QueryDict) -> list[Problem]:
        problems = super().own_problems(data)
        if data.get("format") in FILES:
            told = _("A file has all rows, and columns alone: leave it out, or ask for JSON.")
            problems += [Problem(name, str(data[name]), told, "not_in_files") for name in NOT_IN_FILES if name in data]
        chosen = [(name, value) for name in CHOICES if name in data for value in self.chosen(name)]
        choices = self.choices() if chosen else {}
        return problems + [
            Problem(name, value, no_choice(value, choices[name]), "invalid_choice")
            for name, value in chosen
            if value not in choices[name]
        ]

    def entries(self, rows: Sequence[tuple[Any, ...]], expand: Collection[str]) -> list[dict[str, Any]]:
        serializer = self.detail_class(context=self.get_serializer_context())
        entries: list[dict[str, Any]] = serializer.entries(rows)
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

    def file(self, found: Any, ending: str) -> HttpResponseBase:
        model, fields = self.queryset.model, self.chosen("fields")
        columns = [column for column in public(model.columns()) if not fields or column.name in fields]
        rows = in_turn(found, model.objects.public(), columns)
        asked = {name: self.request.query_params.getlist(name) for name in self.filterset_class.parameters()}
        return download(self.request, columns, rows, model.collection, ending, params=asked)

    @cached_answer
    def list(self, request: Request) -> HttpResponseBase:
        found: Any = self.filter_queryset(self.get_queryset())
        if (ending := request.query_params.get("format")) in FILES:
            return self.file(found, str(ending))
        rows: Any = self.paginate_queryset(found)
        entries = self.entries(rows, self.chosen("expand"))
        return self.chosen_answer(self.get_paginated_response(entries), entries)

    @cached_answer
    def retrieve(self, request: Request, key: str) -> Response:
        self.refuse_parameters(request)
        expand = self.chosen("expand") or ([] if self.chosen("fields") else self.offered)
        (entry,) = entries = self.entries([self.get_object()], expand)
        if self.queryset.model.key_in(entry) != key:  # a former slug, or written otherwise, e.g. 6/2018 for 2018-06
            asked = request.META["QUERY_STRING"]
            return Response(status=301, headers={"Location": f"{entry['api_url']}{asked and f'?{asked}'}"})
        return self.chosen_answer(Response(entry), entries)
