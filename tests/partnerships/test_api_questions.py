"""Questions that cannot be answered: never an error of ours, never all rows instead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client

from partnerships.api.urls import COLLECTIONS
from partnerships.api.viewsets import VIEWSETS
from records.choice_filters import SlugsFilter
from records.filters import CODES
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
    ordering=pk format=xlsx format=xml format=json&format=api format=%00 search=%00 search=[ search=%FF%FE
    search=%25_%25 search=%22 search=%27;-- partner=%00 partner=%ED%A0%80 partner=[ partner=1 kind=%00
    kind=[&kind=] certainty=zzz status=draft status__in=draft slug__regex=%5B pk=1 id=99999999999999999999
    folded__contains=a %00=1 %FF=%FF = a[]=1 signed_from=99999999999 signed_from=2020-13-45 signed_to=%00
    signed_from=2020&signed_from=x in_force_on=0000-00-00 in_force_on=2020 certainly=perhaps scheme=%00
    province=%2e%2e%2f lifecycle=in_force&lifecycle=%00 as_of_from=[.. due_from=%2F.. language=%F0%9F%98%80
    date_to=9999999-01-01
""".split()
# What is empty asks for nothing; every other odd question is refused or finds nothing.
HARMLESS = {"ordering=,,,", "&" * 3000}
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
        assert answer.status_code in {200, 400, 404, 414}, (name, query[:200])
        if answer.status_code == 200:
            assert query in HARMLESS or answer.json()["results"] == [], (name, query[:200])
        else:
            assert answer["Content-Type"] == "application/problem+json", (name, query)
            assert {each["code"] for each in answer.json().get("errors", ())} <= CODES, (name, query)
            assert len(answer.content) < 20_000, (name, query)
    for name, query in product(COLLECTIONS, HOSTILE[::9]):
        assert client.get(f"/api/v1/{name}/{quote(register[name].key)}/?{query}").status_code in {200, 400, 414}, query[
            :200
        ]


def documented() -> set[str]:
    """The codes that the document gives of parameters and of addresses that name nothing."""
    document = (settings.BASE_DIR / "docs/api.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| 40[04] \| (.+) \|$", document, re.MULTILINE)
    return {code for row in rows for code in re.findall(r"`([a-z_]+)`", row)} - {"after"}


ODD = """nope 2014-02-30 01/02/03 43750 2020-2018 n/a 5+năm 00/2020 2020-21 cuối+năm+2018 10/27/2017 2020/..
    2020-01-01.. ../2020 2020/2021 2020-13-45 [..2014] 0 -1 %00""".split()


def test_codes_are_those_of_the_document() -> None:
    assert documented() == {*CODES, "bad_request", "not_found"}
    met = set()
    for view, value in product(VIEWSETS, [*ODD, "x" * 300]):
        known = view.filterset_class.parameters()
        asked = [name for name, each in known.items() if not isinstance(each, SlugsFilter)]
        query = "&".join(f"{name}={value}" for name in asked)
        met |= {problem.code for problem in view.filterset_class(QueryDict(query)).problems()}
    assert met == {"invalid_choice", "invalid", "open", "max_length", "unreadable"}
    sources = [path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "records").rglob("*.py")]
    written = {code for source in sources for code in re.findall(r'Problem\(.*, "(\w+)"\)', source)}
    assert written == {*CODES} - met - {"needs_another", "unknown_record"} | {"invalid_choice", "unreadable"}


def test_an_unknown_parameter_of_a_list_is_named(client: Client) -> None:
    for name in COLLECTIONS:
        answer = client.get(f"/api/v1/{name}/?pag=2")
        message = "Unknown parameter; did you mean “page”?"
        told = {"parameter": "pag", "value": "2", "code": "unknown_parameter", "message": message}
        assert (answer.status_code, answer.json()["errors"]) == (400, [told]), name


def test_no_question_asks_for_a_search_of_every_value(client: Client, register: dict[str, Any]) -> None:
    linked = ("partner", "person", "provider", "province", "lineage", "topic", "legal_basis")
    slugs = "&".join(f"{name}=khong-{number}" for name in linked for number in range(25))
    assert queries(client, f"/api/v1/agreements/?{slugs}", status=404) < 60
    named = [f"partner=T%C3%AAn {number}" for number in range(11)]
    too_many, unknown = "&".join(named), "&".join([*named[1:], "pag=2"])
    for query, message in (
        (too_many, "At most 10 names in one question: write slugs."),
        (unknown, "Unknown parameter; did you mean “page”?"),
    ):
        answer = client.get(f"/api/v1/agreements/?{query}")
        assert [each["message"] for each in answer.json()["errors"]] == [message]
        assert queries(client, f"/api/v1/agreements/?{query}", status=400) <= 2


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_list_is_a_file_by_the_same_filters(client: Client, register: dict[str, Any], name: str) -> None:
    rows = client.get(f"/api/v1/{name}/?page_size=200").json()["results"]
    lines = b"".join(client.get(f"/api/v1/{name}/?format=jsonl")).decode().splitlines()
    columns = [column for column in rows[0] if column not in ("id", "updated", "api_url", "page_url", "key")]
    assert [json.loads(line) for line in lines] == [{column: row[column] for column in columns} for row in rows]
    answer = client.get(f"/api/v1/{name}/?format=csv&fields={columns[0]}", headers={"accept": "text/csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert len(b"".join(answer).decode("utf-8-sig").splitlines()) == len(rows) + 1
    wrong = client.get(f"/api/v1/{name}/?format=csv&page=1&fields=api_url").json()["errors"]
    assert [(each["parameter"], each["code"]) for each in wrong] == [
        ("page", "not_in_files"),
        ("fields", "invalid_choice"),
    ]


def test_what_is_empty_is_refused_alike(client: Client) -> None:
    for view in VIEWSETS:
        names = [*view.filterset_class.parameters(), "page", "page_size", "format", "fields"]
        answer = client.get(f"/api/v1/{view.queryset.model.collection}/?{'&'.join(f'{name}=' for name in names)}")
        errors = answer.json()["errors"]
        assert (answer.status_code, {each["code"] for each in errors}) == (400, {"empty"})
        assert [each["parameter"] for each in errors] == names


def test_who_stood_for_a_party_in_which_part(client: Client) -> None:
    agreed = factories.signed_agreement("nghe-an-2020")
    ours, theirs = agreed.parties.get(side="provider"), agreed.parties.get(side="public_body")
    for name, party, part in (
        ("an", ours, "signed"),
        ("binh", ours, "attended"),
        ("chi", theirs, "attended"),
        ("dung", None, "attended"),
    ):
        factories.signatory(agreed, factories.person(name), party=party, part=part)
    provider, body = ours.partner.slug, theirs.partner.slug

    def found(query: str) -> list[str]:
        answer = client.get(f"/api/v1/signatories/?{query}")
        assert answer.status_code == 200, answer.content
        return sorted(row["person"] for row in answer.json()["results"])

    assert found(f"party={provider}") == ["an", "binh"]
    assert found("part=attended") == ["binh", "chi", "dung"]
    assert found(f"party={provider}&part=attended") == ["binh"]
    assert found(f"party={body}&part=attended") == ["chi"]
    assert found(f"party={body}&part=signed") == []


def test_facts_of_a_renamed_record_are_found_under_its_former_name(client: Client, register: dict[str, Any]) -> None:
    agreement = register["agreements"]
    slug, agreement.slug = agreement.slug, "doi-ten"
    agreement.save()
    answer = client.get(f"/api/v1/parties/{slug}~vnpt/")
    assert (answer.status_code, answer["Location"]) == (301, "http://testserver/api/v1/parties/doi-ten~vnpt/")
    answer = client.get("/api/v1/parties/thai-binh-2020~vnpt/?fields=key&format=json")
    assert answer["Location"] == "http://testserver/api/v1/parties/doi-ten~vnpt/?fields=key&format=json"
    assert client.get(f"/api/v1/parties/?agreement={slug}").json()["count"] == 2
    found = client.get(f"/api/v1/agreements/?slug={slug}&slug=thai-binh-2014").json()["results"]
    assert {row["slug"] for row in found} == {"doi-ten", "thai-binh-2014"}
