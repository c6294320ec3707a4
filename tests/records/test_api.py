"""What every address of the API shares: errors, languages, limits, the OpenAPI document and its page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import translation

from partnerships.models import Agreement, Topic
from records.api.problems import TITLES
from records.api.throttle import RATES, AddressThrottle, count
from records.export.tables import tables
from records.languages import preferred_language
from records.models import Status
from tests import factories

pytestmark = pytest.mark.django_db

NOTHING_HERE = {
    "type": "about:blank",
    "title": "Not found",
    "status": 404,
    "code": "not_found",
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
        "code": "bad_request",
        "detail": "Some parameters cannot be used.",
        "errors": [
            {
                "parameter": "formatt",
                "value": "json",
                "code": "unknown_parameter",
                "message": "Unknown parameter; did you mean “format”?",
            }
        ],
    }


def test_every_wrong_parameter_is_named(client: Client) -> None:
    answer = client.get("/api/v1/agreements/?page=x&page_size=900&format=xml&kind=nothing")
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
    ("accept", "address", "sent"),
    [
        ("application/vnd.api+json", "topics/", "application/json"),
        ("text/json, application/problem+json; q=0.5", "topics/", "application/json"),
        ("application/vnd.chosen+json", "topics/?fields=slug", "application/vnd.chosen+json"),
        ("application/vnd.oai.openapi+json", "schema/", "application/vnd.oai.openapi+json"),
        ("application/vnd.api+xml", "topics/", None),
    ],
)
def test_whatever_kind_of_json_is_asked_for_is_answered(client: Client, accept: str, address: str, sent: str) -> None:
    answer = client.get(f"/api/v1/{address}", headers={"accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == ((200, sent) if sent else (406, "application/problem+json"))


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
    monkeypatch.setattr(AddressThrottle, "THROTTLE_RATES", {"anon": "2/day"})

    def asked(address: str) -> tuple[int, str]:
        answer = client.get("/api/v1/topics/", REMOTE_ADDR=address)
        return answer.status_code, answer["RateLimit-Remaining"]

    # One customer has a /64 of IPv6.
    assert [asked(f"2001:db8::{n}") for n in range(1, 4)] == [(200, "1"), (200, "0"), (429, "0")]
    assert asked("2001:db8:0:1::1") == asked("::ffff:192.0.2.1") == (200, "1")
    assert asked("192.0.2.1") == (200, "0")
    answer = client.get("/api/v1/topics/", REMOTE_ADDR="2001:db8::5", headers={"origin": "https://example.org"})
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.json()["title"], answer.json()["code"]) == ("Too many requests", "too_many_requests")
    assert 0 < int(answer["Retry-After"]) <= 86_400
    assert (answer["RateLimit-Limit"], answer["RateLimit-Reset"]) == ("2", answer["Retry-After"])
    assert {"ETag", "Retry-After", "RateLimit-Remaining"} <= set(answer["Access-Control-Expose-Headers"].split(", "))


def test_what_every_worker_counts_is_one_number() -> None:
    def ask(_n: int) -> int:
        return count("60-of-this-test", "192.0.2.7", 60)

    with ThreadPoolExecutor(8) as workers:  # each opens the file by itself, as another process would
        assert max(workers.map(ask, range(200))) == 200
    assert count("60-the-next", "192.0.2.7", 60) == 1
    assert [each.name for each in RATES.iterdir()] == ["60-the-next"]


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
        assert set(answer.json()) == {"type", "title", "status", "code", "detail"}
        with pytest.raises(type(error)):  # tests and error reports still hear of it
            Client().get("/api/v1/topics/")


def test_other_sites_may_read(client: Client) -> None:
    answer = client.get("/api/v1/topics/", headers={"origin": "https://example.org"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    answer = client.options(
        "/api/v1/topics/", headers={"origin": "https://example.org", "access-control-request-method": "DELETE"}
    )
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_what_is_public_may_be_read_by_pages_of_others(client: Client) -> None:
    origin = {"origin": "https://example.org"}
    for address in (
        "/api/v1/topics/",
        "/data/topics.csv",
        "/agreements/?format=csv",
        "/agreements.atom",
        "/api/v1/schema/",
    ):
        answer = client.get(address, headers=origin)
        assert (answer.status_code, answer.get("Access-Control-Allow-Origin")) == (200, "*"), address
    for address in ("/admin/login/", "/en/admin/login/"):
        assert not client.get(address, headers=origin).has_header("Access-Control-Allow-Origin"), address
    asked = {"access-control-request-method": "GET", "access-control-request-headers": "if-none-match"}
    assert "if-none-match" in client.options("/api/v1/", headers=origin | asked)["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    "path", ["", "topics/", "topics/ha-tang/", "search/?search=tang", "schema/", "schema/?format=json"]
)
def test_what_has_not_changed_is_not_sent_again_and_what_is_sent_is_packed(client: Client, path: str) -> None:
    factories.topic("ha-tang")
    answer = client.get(f"/api/v1/{path}", headers={"accept-encoding": "gzip"})
    assert (answer.status_code, answer["Content-Encoding"]) == (200, "gzip")
    again = client.get(f"/api/v1/{path}", headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_whatever_goes_wrong_under_api_is_a_problem(client: Client) -> None:
    for address, status, code in (
        ("/api/", 404, "not_found"),
        ("/api/v2/topics/", 404, "not_found"),
        (f"/api/v1/topics/?search={'x' * 4_000}", 414, "address_too_long"),
        ("/api/v1/schema/?format=xml", 400, "bad_request"),
    ):
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), address
        assert answer.json()["code"] == code
    assert client.get("/api")["Location"] == "/api/"


def test_a_search_over_everything_says_what_it_searched(client: Client) -> None:
    factories.topic("ha-tang", label_en="Infrastructure")
    factories.agreement("a", title="Hạ tầng số")
    factories.agreement("hidden", title="Hạ tầng", status="draft")
    found = {each["collection"]: each for each in client.get("/api/v1/search/?search=ha+tang").json()["results"]}
    (agreement,) = found["agreements"].pop("results")
    assert found["agreements"] == {
        "collection": "agreements",
        "searched": found["agreements"]["searched"],
        "count": 1,
        "api_url": "http://testserver/api/v1/agreements/?search=ha+tang",
    }
    assert found["agreements"]["searched"].startswith("title, summary, place")
    assert agreement == {
        "api_url": "http://testserver/api/v1/agreements/a/",
        "page_url": "http://testserver/en/agreements/a/",
        "key": "a",
        "called": "Hạ tầng số",
    }
    assert (found["topics"]["count"], found["people"]["count"], found["people"]["searched"]) == (
        1,
        0,
        "name, description; other name (name)",
    )
    for query, code in (("", "required"), ("?search=", "empty"), ("?search=a&search=b", "repeated")):
        (error,) = client.get(f"/api/v1/search/{query}").json()["errors"]
        assert (error["parameter"], error["code"]) == ("search", code), query


def test_the_openapi_document_has_no_warnings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In one language after the other: what was kept for one is the other's too."""
    for language in ("en", "vi"):
        with translation.override(language):
            call_command("spectacular", validate=True, file=str(tmp_path / "schema.yml"), stdout=StringIO())
        assert capsys.readouterr().err == ""
    assert (tmp_path / "schema.yml").read_text().startswith("openapi: 3.")


def test_the_openapi_document_knows_every_list_and_parameter(client: Client) -> None:
    document = client.get("/api/v1/schema/?format=json").json()
    assert set(document["paths"]) == {"/api/v1/", "/api/v1/changes/", "/api/v1/search/"} | {
        f"/api/v1/{name}/{key}" for name in tables() for key in ("", "{key}/")
    }
    operation = document["paths"]["/api/v1/agreements/"]["get"]
    names = {parameter["name"] for parameter in operation["parameters"]}
    assert names >= {"page", "page_size", "ordering", "search", "signed_certainly_from", "lifecycle", "province"}
    assert "security" not in operation
    assert set(operation["responses"]["400"]["content"]) == {"application/problem+json"}
    row = document["components"]["schemas"]["Agreement"]
    shown = [column.name for column in Agreement.columns() if not column.staff]
    assert list(row["properties"]) == ["id", "updated", "api_url", "page_url", *shown]
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
