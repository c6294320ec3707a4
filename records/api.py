"""The public JSON API: read only, flat rows from the columns, errors as RFC 9457 problem details."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView, exception_handler
from rest_framework.viewsets import ViewSetMixin

from .columns import Column, as_dicts, public
from .filters import Problem, RecordFilterSet, unknown
from .models import Record, Traced
from .openapi import CollectionSchema, row_serializer
from .pagination import PARAMETERS, page_problems, paginate

# How many rows of one kind a detail carries; `more` names the list that has the rest.
MOST_NESTED = 200
_LONGEST_ECHO = 200

TITLES = {
    400: gettext_lazy("Bad request"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("Method not allowed"),
    406: gettext_lazy("Not acceptable"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("Server error"),
    503: gettext_lazy("Not available for the moment"),
}

MORE = gettext_lazy("Where a nested list is cut: the address of the whole.")

logger = logging.getLogger("django.request")


class BadParameters(APIException):
    """Query parameters that are unknown or have values that cannot be used."""

    status_code = 400
    default_detail = gettext_lazy("Some parameters cannot be used.")

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = problems


def problem_response(exc: Exception, context: dict[str, Any]) -> Response:
    """The answer to any error of the API: `application/problem+json` (RFC 9457)."""
    answer = exception_handler(exc, context)
    if answer is None:
        answer = _unforeseen(exc, context["request"])
    status = answer.status_code
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": str(TITLES.get(status) or HTTPStatus(status).phrase),
        "status": status,
        "detail": str(answer.data["detail"]),
    }
    if isinstance(exc, BadParameters):
        body["errors"] = [
            {
                "parameter": _echo(problem.parameter),
                "value": _echo(problem.value),
                "message": Truncator(problem.message).chars(3 * _LONGEST_ECHO),
            }
            for problem in exc.problems
        ]
    answer.data, answer.content_type = body, "application/problem+json"
    return answer


def _unforeseen(exc: Exception, request: Request) -> Response:
    if isinstance(exc, SuspiciousOperation):  # e.g. thousands of parameters
        return Response({"detail": _("The request cannot be read.")}, 400)
    # Django would report it, had this handler not caught it.
    got_request_exception.send(sender=None, request=request._request)
    logger.error("API error: %s", request.path, exc_info=exc)
    if isinstance(exc, OperationalError):
        return Response({"detail": _("The register cannot be read just now.")}, 503, headers={"Retry-After": "10"})
    return Response({"detail": _("The error is ours and has been noted.")}, 500)


def _echo(text: str) -> str:
    return Truncator(text).chars(_LONGEST_ECHO)


def preferred_language(header: str) -> str:
    """The first language of an Accept-Language header that the register speaks; no cookie has a say."""
    for code, _quality in parse_accept_lang_header(header):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


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

    def refuse_parameters(self, request: Request, found: Iterable[Problem] | None = None) -> None:
        """Raise what was `found` wrong; if nobody has looked yet, whatever is not in `parameters`."""
        data = request.query_params
        if found is None:
            found = [
                Problem(name, data.get(name, ""), unknown(name, self.parameters))
                for name in data
                if name not in self.parameters
            ]
        if problems := [*found, *self.format_problems(data)]:
            raise BadParameters(problems)

    def format_problems(self, data: QueryDict) -> list[Problem]:
        wrong = [value for value in data.getlist("format") if value != "json"]
        return [Problem("format", value, _("The API answers in JSON only.")) for value in wrong[:1]]


class NothingHere(PublicView):
    """Whatever lies under the API's address and is nothing of it."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound(_("Nothing is published at this address."))


@dataclass(frozen=True)
class Nested:
    """Public rows of another model that a detail carries under `name`.

    `within`: the lookup from those rows to the record, or a function of its primary key that gives a Q.
    `extra`: columns beside those of the list, e.g. the name of a partner. `columns`: all there are, for a
    model that has no list. `single`: one row or null. `listed`: the parameter of the list of those rows that finds
    the same ones; where there is one, only the first MOST_NESTED are carried.
    """

    name: str
    model: type[Traced]
    within: str | Callable[[Any], Q]
    extra: tuple[Column, ...] = ()
    columns: tuple[Column, ...] = ()
    single: bool = False
    listed: str = ""

    def shown(self) -> list[Column]:
        return public([*(self.columns or self.model.columns()), *self.extra])

    def rows(self, pk: Any) -> list[tuple[Any, ...]]:
        within = Q(**{self.within: pk}) if isinstance(self.within, str) else self.within(pk)
        found = self.model.objects.public().filter(within).rows(self.shown())
        return list(found[: MOST_NESTED + 1] if self.listed else found)


class CollectionViewSet(ViewSetMixin, PublicView):
    """List and detail of one model: name the model, its FilterSet and what its detail nests."""

    model: ClassVar[type[Traced]]
    filterset_class: ClassVar[type[RecordFilterSet]]
    nested: ClassVar[tuple[Nested, ...]] = ()
    schema = CollectionSchema()
    lookup_field = "key"
    lookup_value_regex = ".+"  # titles stand in keys, slashes included

    @property
    def columns(self) -> list[Column]:
        return public(self.model.columns())

    def list(self, request: Request) -> Response:
        data = request.query_params
        filterset = self.filterset_class(data, others=(*PARAMETERS, *self.parameters))
        self.refuse_parameters(request, [*filterset.problems(), *page_problems(data)])
        page = paginate(filterset.qs, data)
        rows = page.rows(self.model.objects.public(), self.columns)
        return Response(
            {
                "count": page.count,
                "next": self.page_address(page.following),
                "previous": self.page_address(page.preceding),
                "results": list(self.entries(self.model, self.columns, rows)),
            }
        )

    def retrieve(self, request: Request, key: str) -> Response:
        self.refuse_parameters(request)
        found = None
        if "\0" not in key:  # PostgreSQL takes no NUL, not even to say that it is nowhere
            found = self.model.objects.public().by_key(key).rows([Column("pk"), *self.columns]).first()
        if found is None:
            return self.redirect(self.key_now(key))
        pk, *row = found
        (entry,) = self.entries(self.model, self.columns, [tuple(row)])
        if (own := self.model.key_in(entry)) != key:  # written otherwise, e.g. 6/2018 for 2018-06
            return self.redirect(own)
        return Response(self.detail(pk, entry))

    def detail(self, pk: Any, entry: dict[str, Any]) -> dict[str, Any]:
        """The flat row and what it nests; `more` names the lists of what is too much to nest."""
        more = {}
        for nested in self.nested:
            rows = nested.rows(pk)
            if nested.listed and len(rows) > MOST_NESTED:
                rows = rows[:MOST_NESTED]
                more[nested.name] = f"{self.address(nested.model)}?{nested.listed}={entry['slug']}"
            entries = list(self.entries(nested.model, nested.shown(), rows))
            entry[nested.name] = (entries or [None])[0] if nested.single else entries
        if any(nested.listed for nested in self.nested):
            entry["more"] = more
        return entry

    def entries(
        self, model: type[Traced], columns: Sequence[Column], rows: Iterable[tuple[Any, ...]]
    ) -> Iterator[dict[str, Any]]:
        """Rows as JSON objects, each with its address, and with its key where that is no slug."""
        base = self.address(model) if model.collection else ""
        for row in as_dicts(rows, columns):
            for name, value in row.items():
                if isinstance(value, Decimal):
                    row[name] = int(value) if value == int(value) else float(value)
            if not base:
                yield row
                continue
            key = model.key_in(row)
            identity = {} if issubclass(model, Record) else {"key": key}
            yield {"url": f"{base}{quote(key, safe='')}/", **identity, **row}

    @classmethod
    def detail_fields(cls) -> dict[str, serializers.Field]:
        """What the detail has beside the flat row, for the OpenAPI document."""
        fields: dict[str, serializers.Field] = {}
        for nested in cls.nested:
            row = cls.nested_serializer(nested)
            fields[nested.name] = row(allow_null=True) if nested.single else row(many=True)
        if any(nested.listed for nested in cls.nested):
            addresses = serializers.URLField()
            fields["more"] = serializers.DictField(child=addresses, help_text=MORE)
        return fields

    @classmethod
    def nested_serializer(cls, nested: Nested) -> type[serializers.Serializer]:
        name = nested.model.__name__
        if nested.extra:
            name = f"{cls.model.__name__}{nested.name.title().replace('_', '')}"
        return row_serializer(nested.model, name, nested.extra, nested.columns)

    def address(self, model: type[Traced]) -> str:
        return self.request.build_absolute_uri(reverse(f"api:{model.collection}-list"))

    def page_address(self, number: int | None) -> str | None:
        return number and replace_query_param(self.request.build_absolute_uri(), "page", number)

    def key_now(self, key: str) -> str:
        """The slug of the record that was once published under `key`.

        Raises:
            NotFound: there is none.
        """
        moved = None
        if issubclass(self.model, Record) and "\0" not in key:
            moved = self.model.objects.by_former_slug(key)
        if moved is None:
            raise NotFound(_("Nothing is published at this address."))
        return moved.key

    def redirect(self, key: str) -> Response:
        return Response(status=301, headers={"Location": f"{self.address(self.model)}{quote(key, safe='')}/"})
