"""Nothing that is not published shows: every text of every hidden row carries a mark, and no answer does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import models, transaction
from django.test import Client

from partnerships.api.urls import COLLECTIONS
from partnerships.api.viewsets import VIEWSETS
from partnerships.models import Agreement, Area, Partner, PartnerName
from people.models import PersonName
from records.choice_filters import SlugsFilter
from records.fields import DerivedField, EDTFField
from records.filters import RecordFilterSet
from records.models import PublishableModel, Status, TrackedModel
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def register() -> dict[str, Any]:
    return factories.whole_register()


def test_nobody_filters_by_what_only_the_staff_see():
    """A filter of a column that is not published would tell it value by value."""
    for filterset in filtersets(RecordFilterSet):
        if model := filterset._meta.model:
            own = {field.name for field in model._meta.get_fields()}
            by = {each.field_name for each in filterset.base_filters.values()} & own
            assert by <= {column.name for column in model.columns()} - {"status"}, filterset


def filtersets(model: Any) -> Iterator[Any]:
    for each in model.__subclasses__():
        yield each
        yield from filtersets(each)


MARK = "zqmark"
OF_DOCUMENTS = ("number", "issuer")  # no press article has them
EDITORIAL = [viewset.queryset.model for viewset in VIEWSETS if issubclass(viewset.queryset.model, PublishableModel)]
EVERY: list[Any] = [*(viewset.queryset.model for viewset in VIEWSETS), PersonName, PartnerName]
STATES = [Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN]


def mark_what_is_hidden() -> dict[str, set[str]]:
    """Write the mark into every text of every row that is not public; the hidden keys by collection."""
    hidden: dict[str, set[str]] = {}
    found: list[tuple[Any, list[int]]] = [
        (model, list(model.objects.exclude(pk__in=model.objects.public().values("pk")).values_list("pk", flat=True)))
        for model in EVERY
    ]
    for model, keys in found:
        for number, pk in enumerate(keys):
            model.objects.filter(pk=pk).update(**marked(model, number))
    for model, keys in found:
        rows: list[TrackedModel] = list(model.objects.filter(pk__in=keys))
        if model.collection:
            hidden[model.collection] = {row.key for row in rows}
    return hidden


def marked(model: type[TrackedModel], number: int) -> dict[str, str]:
    texts = {}
    for field in model._meta.concrete_fields:
        if not isinstance(field, (models.CharField, models.TextField)) or field.choices or isinstance(field, EDTFField):
            continue
        if isinstance(field, models.URLField):
            texts[field.name] = f"https://{MARK}.vn/"
        elif isinstance(field, models.SlugField):
            texts[field.name] = f"{MARK}-{model._meta.model_name}-{number}"
        elif field.name == "sha256":
            texts[field.name] = MARK.ljust(64, "0")
        elif field.name == "folded":
            texts[field.name] = f" {MARK} "
        elif not isinstance(field, DerivedField) and field.name not in OF_DOCUMENTS:
            texts[field.name] = f"{MARK} {number}"
    return texts


def hide(model: type[PublishableModel], status: Status) -> None:
    model.objects.update(status=status)


def assert_nothing_hidden(client: Client, hidden: dict[str, set[str]]) -> None:
    for viewset in VIEWSETS:
        name, model = viewset.queryset.model.collection, viewset.queryset.model
        answer = client.get(f"/api/v1/{name}/?page_size=200")
        rows = answer.json()["results"]
        assert MARK not in answer.content.decode(), name
        assert answer.json()["count"] == len(rows) == model.objects.public().count()
        for row in rows:
            detail = client.get(row["api_url"])
            assert detail.status_code == 200
            assert MARK not in detail.content.decode(), row["api_url"]
        for key in hidden[name]:
            assert client.get(f"/api/v1/{name}/{quote(key, safe='')}/").status_code == 404, key
        assert_no_filter_knows(client, viewset)


def assert_no_filter_knows(client: Client, viewset: Any) -> None:
    name = viewset.queryset.model.collection
    if "search" in viewset.filterset_class.base_filters:
        assert client.get(f"/api/v1/{name}/?search={MARK}").json()["count"] == 0
    for parameter, each in viewset.filterset_class.parameters().items():
        if not isinstance(each, SlugsFilter):
            continue
        linked = each.queryset(None).model
        for slug in linked.objects.filter(slug__startswith=MARK).values_list("slug", flat=True)[:1]:
            there = client.get(f"/api/v1/{name}/?{urlencode({parameter: slug})}")
            assert there.status_code == 404
            assert there.content.decode().replace(slug, "no-such-slug") == refused(name, parameter)


@cache
def refused(name: str, parameter: str) -> str:
    """What a slug that never was is answered, whatever is hidden."""
    response = Client(headers={"accept-language": "en"}).get(f"/api/v1/{name}/?{parameter}=no-such-slug")
    assert response.status_code == 404
    return response.content.decode()


@contextmanager
def undone() -> Iterator[None]:
    """The register is as it was, afterwards: to build it costs more than to ask of it."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


def test_a_hidden_record_and_what_hangs_on_it_show_nowhere(client: Client, register: dict[str, Any]) -> None:
    for number, model in enumerate(EDITORIAL):
        with undone():
            hide(model, STATES[number % len(STATES)])
            assert_nothing_hidden(client, mark_what_is_hidden())


def test_one_hidden_among_public_shows_nowhere(client: Client, register: dict[str, Any]) -> None:
    for model, slug, status in (
        (Partner, "vnpt", Status.DRAFT),
        (Partner, "vnpt-thai-binh", Status.IN_REVIEW),
        (Partner, "ubnd-tinh-thai-binh", Status.WITHDRAWN),
        (Area, "thai-binh", Status.DRAFT),
        (Area, "hung-yen", Status.IN_REVIEW),
        (Agreement, "thai-binh-2014", Status.WITHDRAWN),
    ):
        with undone():
            assert model.objects.filter(slug=slug).update(status=status) == 1
            assert_nothing_hidden(client, mark_what_is_hidden())


def test_where_all_is_hidden_all_is_empty(client: Client, register: dict[str, Any]) -> None:
    for status in STATES:
        for model in EDITORIAL:
            hide(model, status)
        lists = [client.get(f"/api/v1/{name}/").json()["results"] for name in COLLECTIONS]
        assert lists == [[]] * len(COLLECTIONS)
    assert_nothing_hidden(client, mark_what_is_hidden())
