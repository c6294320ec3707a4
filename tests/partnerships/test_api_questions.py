"""Questions that cannot be answered: never an error of ours, never all rows instead."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from partnerships.api.urls import COLLECTIONS
from partnerships.api.viewsets import VIEWSETS
from tests import NIGHTLY, factories
from tests.pages import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def register() -> dict[str, Any]:
    return factories.whole_register()


SHORT = """
    page=0 page=-1 page=x page=99999999999999999999 page=1&page=2 page= page=%00 page=1e9 page=%D9%A1 page_size=0
    page_size=201 page_size=%FF page=9&page_size=200 ordering=%00 ordering=- ordering=,,, ordering=status
    ordering=pk format=csv format=xml format=json&format=api format=%00 search=%00 search=[ search=%FF%FE
    search=%25_%25 search=%22 search=%27;-- partner=%00 partner=%ED%A0%80 partner=[ partner=1 kind=%00
    kind=[&kind=] certainty=zzz status=draft status__in=draft slug__regex=%5B pk=1 id=99999999999999999999
    folded__contains=a %00=1 %FF=%FF = a[]=1 signed_from=99999999999 signed_from=2020-13-45 signed_to=%00
    signed_from=2020&signed_from=x in_force_on=0000-00-00 in_force_on=2020 certainly=perhaps scheme=%00
    province=%2e%2e%2f lifecycle=in_force&lifecycle=%00 as_of_from=[.. due_from=%2F.. language=%F0%9F%98%80
    date_to=9999999-01-01
""".split()
# What is empty asks for nothing, and a page may be asked for; every other odd question is refused or finds nothing.
HARMLESS = {"ordering=,,,", "page=", "&" * 3000}
HOSTILE = [
    *SHORT,
    "ordering=" + "a," * 5000,
    "search=" + "x" * 10_000,
    "search=" + "%22a" * 90,
    "partner=" + "y" * 10_000,
    "partner=" + "9" * 400,
    "&".join(["partner=vnpt"] * 200),
    "&".join(f"partner=p{number}" for number in range(45)),
    "&" * 3000,
    "x=" + "&x=" * 6000,
]


def some() -> Iterator[tuple[str, str]]:
    """Each question to some that know its parameter, or to the one that knows most: all read questions alike."""
    for query in HOSTILE:
        parameter = query.partition("=")[0]
        knowing = [
            view.queryset.model.collection for view in VIEWSETS if parameter in view.filterset_class.base_filters
        ]
        yield from ((name, query) for name in knowing[:3] or ["agreements"])


def test_a_bad_question_is_answered_and_never_with_everything(client: Client, register: dict[str, Any]) -> None:
    for name, query in product(COLLECTIONS, HOSTILE) if NIGHTLY else some():
        answer = client.get(f"/api/v1/{name}/?{query}")
        assert answer.status_code in {200, 400, 404}, (name, query)
        if answer.status_code == 200:
            assert query in HARMLESS or answer.json()["count"] == 0, (name, query[:200])
        else:
            assert answer["Content-Type"] == "application/problem+json", (name, query)
            assert len(answer.content) < 20_000, (name, query)
    for name, query in product(COLLECTIONS, HOSTILE[::9]):
        assert client.get(f"/api/v1/{name}/{quote(register[name].key)}/?{query}").status_code in {200, 400}, query


def test_an_unknown_parameter_of_a_list_is_named(client: Client) -> None:
    for name in COLLECTIONS:
        answer = client.get(f"/api/v1/{name}/?pag=2")
        told = {"parameter": "pag", "value": "2", "message": "Unknown parameter; did you mean “page”?"}
        assert (answer.status_code, answer.json()["errors"]) == (400, [told]), name


def test_no_question_asks_for_a_search_of_every_value(client: Client, register: dict[str, Any]) -> None:
    linked = ("partner", "person", "provider", "province", "lineage", "topic", "legal_basis")
    slugs = "&".join(f"{name}=khong-{number}" for name in linked for number in range(50))
    assert queries(client, f"/api/v1/agreements/?{slugs}", status=400) < 60
    named = [f"partner=T%C3%AAn {number}" for number in range(11)]
    too_many, unknown = "&".join(named), "&".join([*named[1:], "pag=2"])
    for query, message in (
        (too_many, "At most 10 names in one question: write slugs."),
        (unknown, "Unknown parameter; did you mean “page”?"),
    ):
        answer = client.get(f"/api/v1/agreements/?{query}")
        assert [each["message"] for each in answer.json()["errors"]] == [message]
        assert queries(client, f"/api/v1/agreements/?{query}", status=400) <= 1
