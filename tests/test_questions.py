"""What may be asked of the public addresses: one answer at all of them."""

from __future__ import annotations

import gc
from time import thread_time

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from tests import factories as make
from tests.pages import attributes, texts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

FILES = (
    "/partners/vnpt/brief.docx",
    "/data/register.zip",
    "/data/register.xlsx",
    "/data/people.csv",
    "/data/templates/people.csv",
)
FOLLOWED = [
    f"/{path}agreements.{ending}"
    for path in ("", "partners/vnpt/", "topics/ha-tang/", "places/hung-yen/", "agreements/thai-binh-2020/")
    for ending in ("atom", "ics")
]
# Every address whose query means something, or that answers something else than a page about one record.
ASKED = (
    "/agreements/",
    "/people/",
    "/search/",
    "/compare/",
    "/map/",
    "/trends/",
    "/claims/",
    "/data/",
    "/commitments/",
    "/about/",
    "/places/",
    "/places/hung-yen/brief/",
)


@pytest.fixture
def register(db: None) -> None:
    make.whole_register()


def test_an_unknown_parameter_is_named_on_a_page(register: None, client: Client):
    for address in (*ASKED, *FILES, *FOLLOWED):
        response = client.get(f"/en{address}?frmat=csv")
        assert (response.status_code, len(texts(response, "h1"))) == (400, 1), address
        (told,) = texts(response, "div", "problems")
        assert "frmat=csv: Unknown parameter" in told, address
        assert attributes(response, "link", "rel")[:1] != ["canonical"], address


def test_what_trackers_hang_on_a_link_leads_to_the_address_without_it(register: None, client: Client):
    for address in ("/", "/agreements/", "/agreements/thai-binh-2020/", "/agreements.atom", "/data/"):
        response = client.get(f"/en{address}?fbclid=x&utm_source=fb&gclid=1")
        assert (response.status_code, response["location"]) == (302, f"/en{address}")
        assert client.get(f"/en{address}?frmat=csv").status_code == 400, address
    assert client.get("/agreements/?page=1&fbclid=x")["location"] == "/agreements/?page=1"
    assert client.get("/api/v1/agreements/?fbclid=x").status_code == 200


def test_the_page_of_a_refusal_leads_back(register: None, client: Client):
    for address in ("/data/", *FILES, *FOLLOWED, "/claims/", "/map/", "/trends/"):
        assert address in attributes(client.get(f"{address}?x=1"), "a", "href"), address
        assert client.get(address).status_code == 200, address


CERTAINLY = "It only sharpens other filters: give lifecycle, lifecycle_not or in_force_on with it."


@pytest.mark.parametrize("value", ["true", "false"])
def test_certainly_sharpens_something_or_is_refused(db: None, client: Client, value: str):
    page = client.get(f"/en/agreements/?certainly={value}")
    assert (page.status_code, texts(page, "li")[-1:]) != (200, [])
    (told,) = texts(page, "div", "problems")
    assert told == f"This cannot be shown as asked. certainly={value}: {CERTAINLY}"
    for address in ("/en/agreements/?format=csv&", "/en/agreements.atom?", "/en/agreements.ics?"):
        answer = client.get(f"{address}certainly={value}")
        assert (answer.status_code, texts(answer, "div", "problems")) == (400, [told]), address
    answer = client.get(f"/api/v1/agreements/?certainly={value}", headers={"accept-language": "en"})
    assert answer.status_code == 400
    told_by_api = {"parameter": "certainly", "value": value, "code": "needs_another", "message": CERTAINLY}
    assert answer.json()["errors"] == [told_by_api]


@pytest.mark.parametrize(
    "query", ["certainly=", "certainly=true&lifecycle=expired", "certainly=true&in_force_on=1/7/2023"]
)
def test_certainly_with_what_it_sharpens_is_answered(db: None, client: Client, query: str):
    assert client.get(f"/agreements/?{query}").status_code == 200
    # A form sends what was left empty; a program that does has a fault.
    assert client.get(f"/api/v1/agreements/?{query}").status_code == (400 if query.endswith("=") else 200)


def test_a_filter_taken_away_takes_with_it_what_only_sharpened_it(db: None, client: Client):
    page = client.get("/en/agreements/?lifecycle=expired&certainly=true&kind=plan")
    without = {chip.name: chip.without for chip in page.context["form"].chips}
    assert without == {
        "lifecycle": "kind=plan",
        "certainly": "lifecycle=expired&kind=plan",
        "kind": "lifecycle=expired&certainly=true",
    }
    refused = client.get("/en/agreements/?certainly=true")
    assert refused.context["form"].kept == []  # else the form of the refusal would be refused again


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "DELETE", "POST", "FOO"])
def test_public_addresses_only_read(db: None, method: str):
    client = Client(enforce_csrf_checks=True)
    probes = ("/healthz", "/readyz", "/robots.txt", "/sitemap.xml", "/sitemap-pages.xml")
    details = ("/", "/agreements/thai-binh-2020/", "/topics/", "/search/suggest/", "/solutions/")
    for address in (*ASKED, *FILES, *FOLLOWED, *probes, *details):
        response = client.generic(method, address)
        assert (response.status_code, response.get("allow")) == (405, "GET, HEAD"), (method, address)
        assert not response.streaming


def test_of_the_head_alone_no_body_is_sent_and_no_file_made(register: None, rf, monkeypatch: pytest.MonkeyPatch):
    """As a server gets it: the test client drops the body itself."""
    application = WSGIHandler()

    def sent(method: str, address: str) -> tuple[int, dict[str, str], bytes]:
        response = application.get_response(rf.generic(method, address))
        own = ("Expires", "X-Request-ID")  # of each answer
        return (
            response.status_code,
            {name: response[name] for name in response.headers if name not in own},
            response.getvalue(),
        )

    def no_file(*_args: object) -> None:
        raise AssertionError("A file is made.")

    lists = (
        "/agreements/?format=csv",
        "/agreements/?format=xlsx",
        "/agreements/?format=readable",
        "/admin/",
        "/khong/",
    )
    api = ("/api/v1/", "/api/v1/agreements/", "/api/v1/agreements/?format=csv", "/api/v1/khong/", "/api/v1/?x=1")
    for address in (*ASKED, *FILES, *FOLLOWED, *lists, *api, "/", "/healthz", "/readyz", "/robots.txt", "/sitemap.xml"):
        status, headers, body = sent("GET", address)
        assert (body != b"") == (status not in (301, 302)), address
        with monkeypatch.context() as made:
            for way in (
                "tempfile.TemporaryFile",
                "tempfile.NamedTemporaryFile",
                "partnerships.website.sharing.word.Document",
            ):
                made.setattr(way, no_file)
            assert sent("HEAD", address) == (status, headers, b""), address


# Some 8 kB each, which is what a server takes of a line.
LONG_QUESTIONS = [
    "/agreements/?signed_from={" + "2020," * 1_600 + "2021}",
    "/agreements/?in_force_on=" + "2020-01-01/" * 700,
    "/api/v1/agreements/?signed_from=[" + "2020..2021," * 700 + "2022]",
    "/agreements/?search=" + "a+" * 4_000,
    "/search/?q=" + "đ%E1%BA%A5t+" * 600,
    "/search/?q=" + "%22" * 2_600,
    "/agreements/?" + "province=ha-noi&" * 500,
    "/agreements/?" + "&".join(f"x{number}=1" for number in range(900)),
    "/agreements/?ordering=" + "-signed," * 1_000,
    "/agreements/?page=" + "9" * 8_000,
    "/compare/?a=" + "x" * 8_000,
    "/trends/?topic=" + "a," * 4_000,
    "/api/v1/agreements/?fields=" + "title," * 1_300,
    "/api/v1/agreements/?expand=" + "nested," * 1_100,
    "/api/v1/agreements/?cursor=" + "A" * 8_000,
    "/" + "a/" * 4_000,
]


@pytest.mark.parametrize("question", LONG_QUESTIONS, ids=lambda question: question[:32])
def test_no_question_costs_more_than_a_third_of_a_second(register: None, client: Client, question: str):
    client.get(question.partition("?")[0])
    gc.collect()  # what tests before have left is none of the question's work
    began = thread_time()
    response = client.get(question)
    took = thread_time() - began
    assert response.status_code in (200, 400, 404, 414)
    assert took < 0.6, f"{took:.2f} s"  # on a machine that does nothing else it is half of that
