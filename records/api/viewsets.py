"""The public JSON API: read only, flat rows from the columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import quote

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSetMixin

from records.caching.counts import CountsCache
from records.columns import Column, as_dicts
from records.filters import Problem, RecordFilterSet, unknown
from records.flat_rows import Condition, Flat, flat_of
from records.models import Record, TrackedModel
from records.pagination import PARAMETERS, page_problems, paginate

from .problems import BadParameters
from .schema import CollectionSchema, row_serializer

# How many rows of one kind a detail carries; `more` names the list that has the rest.
MOST_NESTED = 200
MORE = gettext_lazy("Where a nested list is cut: the address of the whole.")
counts_cache = CountsCache(most=300)


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

    def handle_exception(self, exc: Exception) -> Response:
        answer = super().handle_exception(exc)
        # A problem is JSON, whatever the view itself writes.
        self.request.accepted_renderer, self.request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
        return answer

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
    model: type[TrackedModel]
    within: Condition
    extra: tuple[Column, ...] = ()
    columns: tuple[Column, ...] = ()
    single: bool = False
    listed: str = ""

    @cached_property
    def flat(self) -> Flat:
        return flat_of(self.model, self.extra, self.columns)

    def rows(self, pk: Any) -> list[tuple[Any, ...]]:
        return self.flat.where(self.within, pk, MOST_NESTED + 1 if self.listed else None)


class CollectionViewSet(ViewSetMixin, PublicView):
    """List and detail of one model: name the model, its FilterSet and what its detail nests."""

    model: ClassVar[type[TrackedModel]]
    filterset_class: ClassVar[type[RecordFilterSet]]
    nested: ClassVar[tuple[Nested, ...]] = ()
    schema = CollectionSchema()
    lookup_field = "key"
    lookup_value_regex = ".+"  # titles stand in keys, slashes included

    def list(self, request: Request) -> Response:
        data = request.query_params
        filterset = self.filterset_class(data, others=(*PARAMETERS, *self.parameters))
        self.refuse_parameters(request, [*filterset.problems(), *page_problems(data)])
        page = paginate(filterset.qs, data, lambda: self.count(filterset))
        found = flat_of(self.model)
        return Response(
            {
                "count": page.count,
                "next": self.page_address(page.following),
                "previous": self.page_address(page.preceding),
                "results": list(self.entries(found, page.rows(found.of))),
            }
        )

    def count(self, filterset: RecordFilterSet) -> int:
        """How many rows there are, all of them: counted once for every page of a program that reads them all."""
        return counts_cache.get_or_compute(
            (type(filterset), filterset.active_filters), lambda: filterset.qs.order_by().count()
        )

    def retrieve(self, request: Request, key: str) -> Response:
        self.refuse_parameters(request)
        this = flat_of(self.model)
        found: list[tuple[Any, ...]] = []
        if "\0" not in key:  # PostgreSQL takes no NUL, not even to say that it is nowhere
            found = this.where("slug", key) if issubclass(self.model, Record) else list(this.rows.by_key(key))
        if not found:
            return self.redirect(self.key_now(key))
        (entry,) = self.entries(this, found)
        if (own := self.model.key_in(entry)) != key:  # written otherwise, e.g. 6/2018 for 2018-06
            return self.redirect(own)
        return Response(self.with_nested(found[0][0], entry))

    def with_nested(self, pk: Any, entry: dict[str, Any]) -> dict[str, Any]:
        """The flat row and what it nests; `more` names the lists of what is too much to nest."""
        more = {}
        for nested in self.nested:
            rows = nested.rows(pk)
            if nested.listed and len(rows) > MOST_NESTED:
                rows = rows[:MOST_NESTED]
                more[nested.name] = f"{self.address(nested.model)}?{nested.listed}={entry['slug']}"
            entries = list(self.entries(nested.flat, rows))
            entry[nested.name] = next(iter(entries), None) if nested.single else entries
        if any(nested.listed for nested in self.nested):
            entry["more"] = more
        return entry

    def entries(self, flat: Flat, rows: Iterable[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
        """Rows of `flat` as JSON objects, each with its address, and with its key where that is no slug."""
        model = flat.model
        base = self.address(model) if model.collection else ""
        for row in as_dicts(rows, flat.columns):
            del row["pk"]
            for name in flat.decimals:
                if (value := row[name]) is not None:
                    row[name] = int(value) if value == int(value) else float(value)
            if not base:
                yield row
                continue
            key = model.key_in(row)
            identity = {} if issubclass(model, Record) else {"key": key}
            yield {"api_url": f"{base}{quote(key, safe='')}/", **identity, **row}

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

    def address(self, model: type[TrackedModel]) -> str:
        return self.request.build_absolute_uri(reverse(f"api:{model.collection}-list"))

    def page_address(self, number: int | None) -> str | None:
        return replace_query_param(self.request.build_absolute_uri(), "page", number) if number else None

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
