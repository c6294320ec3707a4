"""What every address of the API shares: errors, languages, limits, the OpenAPI document and its page."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import translation
from rest_framework.throttling import AnonRateThrottle

from partnerships.models import Agreement, Topic
from records.api.problems import TITLES
from records.export.tables import tables
from records.languages import preferred_language
from records.models import Status
from tests import factories

pytestmark = pytest.mark.django_db

NOTHING_HERE = {
    "type": "about:blank",
    "title": "Not found",
    "status": 404,
    "detail": "Nothing is published at this address.",
}


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


def test_the_root_names_every_collection_and_nothing_else(client: Client) -> None:
    answer = client.get("/api/v1/")
    assert answer.json() == {name: f"http://testserver/api/v1/{name}/" for name in tables()}


@pytest.mark.parametrize(
    "path", ["nothing/", "agreements/no-such/", "agreements/a/b/", "x/../y/", "agreements/%00/", "%ff/"]
)
def test_an_unknown_address_is_a_problem(client: Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, answer.json()) == (404, NOTHING_HERE)


def test_an_address_without_its_slash_is_sent_on(client: Client) -> None:
    answer = client.get("/api/v1/agreements?page=1")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/agreements/?page=1")


@pytest.mark.parametrize("path", ["", "topics/", "topics/ha-tang/", "schema/"])
def test_an_unknown_parameter_is_named_with_the_nearest(client: Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}?formatt=json")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Bad request",
        "status": 400,
        "detail": "Some parameters cannot be used.",
        "errors": [{"parameter": "formatt", "value": "json", "message": "Unknown parameter; did you mean “format”?"}],
    }


def test_every_wrong_parameter_is_named(client: Client) -> None:
    answer = client.get("/api/v1/agreements/?page=x&page_size=900&format=csv&kind=nothing")
    assert answer.status_code == 400
    assert sorted(error["parameter"] for error in answer.json()["errors"]) == ["format", "kind", "page", "page_size"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["", "topics/", "topics/ha-tang/", "schema/"])
def test_nothing_writes(client: Client, method: str, path: str) -> None:
    answer = getattr(client, method)(f"/api/v1/{path}", data="{", content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert answer.json()["title"] == "Method not allowed"
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_head_and_options(client: Client) -> None:
    head = client.head("/api/v1/topics/")
    assert (head.status_code, head.content) == (200, b"")
    assert client.options("/api/v1/topics/").status_code == 200


def test_another_form_than_json_is_not_acceptable(client: Client) -> None:
    answer = client.get("/api/v1/topics/", headers={"accept": "text/csv"})
    assert (answer.status_code, answer["Content-Type"]) == (406, "application/problem+json")
    assert (
        client.get("/api/v1/topics/", headers={"accept": "text/html,*/*;q=0.8"})["Content-Type"] == "application/json"
    )


@pytest.mark.parametrize(
    ("header", "language"), [("", "vi"), ("en", "en"), ("en-GB,vi;q=0.5", "en"), ("fr, en;q=0.3", "en")]
)
def test_messages_are_in_the_language_asked_for(header: str, language: str) -> None:
    client = Client()
    client.cookies["django_language"] = "en"  # has no say
    answer = client.get("/api/v1/topics/none/", headers={"accept-language": header})
    assert answer["Content-Language"] == language
    assert "Accept-Language" in answer["Vary"]
    with translation.override(language):
        assert answer.json()["title"] == str(TITLES[404])


@pytest.mark.parametrize(
    ("header", "language"), [("*", "vi"), ("xx", "vi"), ("en;q=0.1", "en"), ("vi,en", "vi"), ("\0;;q=,", "vi")]
)
def test_preferred_language(header: str, language: str) -> None:
    assert preferred_language(header) == language


def test_too_many_requests(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": "2/hour"})
    monkeypatch.setattr(AnonRateThrottle, "cache_format", "throttle_test_%(scope)s_%(ident)s")
    statuses = [client.get("/api/v1/topics/").status_code for _ in range(3)]
    answer = client.get("/api/v1/topics/")
    assert [*statuses, answer.status_code] == [200, 200, 429, 429]
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "Too many requests"
    assert 0 < int(answer["Retry-After"]) <= 3600


@pytest.mark.parametrize(("error", "status"), [(ValueError("SELECT secret"), 500), (OperationalError("away"), 503)])
def test_an_error_of_ours_says_nothing_of_our_insides(error: Exception, status: int) -> None:
    def fail(execute: Any, sql: str, *args: Any) -> Any:
        if "partnerships_topic" in sql:
            raise error
        return execute(sql, *args)

    factories.topic("ha-tang")
    with connection.execute_wrapper(fail):
        answer = Client(raise_request_exception=False).get("/api/v1/topics/")
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
        assert "SELECT" not in answer.content.decode()
        assert set(answer.json()) == {"type", "title", "status", "detail"}
        with pytest.raises(type(error)):  # tests and error reports still hear of it
            Client().get("/api/v1/topics/")


def test_other_sites_may_read(client: Client) -> None:
    answer = client.get("/api/v1/topics/", headers={"origin": "https://example.org"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    answer = client.options(
        "/api/v1/topics/", headers={"origin": "https://example.org", "access-control-request-method": "DELETE"}
    )
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_the_openapi_document_has_no_warnings(tmp_path: Path) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"), stdout=StringIO())
    assert (tmp_path / "schema.yml").read_text().startswith("openapi: 3.")


def test_the_openapi_document_knows_every_list_and_parameter(client: Client) -> None:
    document = client.get("/api/v1/schema/?format=json").json()
    assert set(document["paths"]) == {"/api/v1/"} | {
        f"/api/v1/{name}/{key}" for name in tables() for key in ("", "{key}/")
    }
    operation = document["paths"]["/api/v1/agreements/"]["get"]
    names = {parameter["name"] for parameter in operation["parameters"]}
    assert names >= {"page", "page_size", "ordering", "search", "signed_certainly_from", "lifecycle", "province"}
    assert "security" not in operation
    assert set(operation["responses"]["400"]["content"]) == {"application/problem+json"}
    row = document["components"]["schemas"]["Agreement"]
    shown = [column.name for column in Agreement.columns() if not column.staff]
    assert list(row["properties"]) == ["id", "updated", "api_url", *shown]
    assert "EDTF" in row["properties"]["signed"]["description"]


def test_the_openapi_document_comes_as_yaml_too(client: Client) -> None:
    answer = client.get("/api/v1/schema/")
    assert answer["Content-Type"].startswith("application/vnd.oai.openapi")
    assert answer.content.startswith(b"openapi: 3.")


@pytest.mark.browser
def test_the_docs_page_under_the_csp(page: Any) -> None:
    page.goto("/api/v1/docs/")
    page.wait_for_selector("text=/api/v1/agreements/")
    page.click("#operations-agreements-agreements_list button.opblock-summary-control")
    page.wait_for_selector("text=signed_certainly_from")


def test_a_list_counts_what_there_is_now(client: Client) -> None:
    counted = []
    for slug in ("an-toan", "ha-tang"):
        factories.topic(slug)
        counted += [client.get(f"/api/v1/topics/?page_size={size}").json()["count"] for size in (1, 2)]
    Topic.objects.update(status=Status.DRAFT)
    assert [*counted, client.get("/api/v1/topics/?page_size=1").json()["count"]] == [1, 1, 2, 2, 0]
