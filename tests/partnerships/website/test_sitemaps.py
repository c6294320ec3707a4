"""The sitemap and robots.txt: every public page in both languages, and nothing else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.views import View

from partnerships.website import sitemaps
from partnerships.website.record_pages import RECORD_PAGES
from partnerships.website.search.record_types import KINDS
from partnerships.website.sharing import schema_org
from partnerships.website.urls import urlpatterns
from records.views import RecordDetail
from tests import factories as make
from tests.test_site import HIDDEN, LISTS, MARK, hide, public_world

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def read(client: Client, address: str) -> Any:
    response = client.get(address)
    assert (response.status_code, response["content-type"]) == (200, "application/xml")
    return ElementTree.fromstring(response.content)


def locations(root: Any) -> list[str]:
    return [urlsplit(found.text)._replace(scheme="", netloc="").geturl() for found in root.iter(f"{{{NS['s']}}}loc")]


def all_pages(client: Client) -> list[str]:
    return [page for part in locations(read(client, "/sitemap.xml")) for page in locations(read(client, part))]


def test_every_record_with_a_page_is_known_to_the_sitemap_to_search_engines_and_to_the_search():
    views = [getattr(pattern.callback, "view_class", View) for pattern in urlpatterns]
    assert {view.model for view in views if issubclass(view, RecordDetail)} == set(RECORD_PAGES)
    assert list(sitemaps.SECTIONS) == ["pages", *(model.collection for model in RECORD_PAGES)]
    details = schema_org.details
    assert [model for model in RECORD_PAGES if details.dispatch(model) is details.dispatch(object)] == []
    # Indicators are found by their list alone.
    assert set(RECORD_PAGES) <= {kind.model for kind in KINDS}


def test_every_public_page_is_in_it_in_both_languages_and_answers(client: Client):
    public_world()
    records = {
        "agreements": "nghe-an-2020",
        "places": "nghe-an",
        "partners": "vnpt ubnd-tinh-nghe-an",
        "people": "pham-duc-long",
        "articles": "bai-bao",
        "topics": "ha-tang",
        "solutions": "vnpt-ioffice",
        "indicators": "phu-song-4g",
    }
    pages = ("data", "map", "trends", "claims", "commitments", "about", "corrections")
    expected = ["/", *(f"/{name}/" for name in (*LISTS, *pages))]
    expected += [f"/{name}/{slug}/" for name, slugs in records.items() for slug in slugs.split()]
    assert sorted(all_pages(client)) == sorted([*expected, *(f"/en{address}" for address in expected)])
    for address in all_pages(client):
        assert client.get(address).status_code == 200, address


def test_nothing_hidden_changes_it(client: Client):
    world = public_world()
    before = {part: client.get(part).content for part in ("/sitemap.xml", *locations(read(client, "/sitemap.xml")))}
    for status in HIDDEN:
        hide(world, status)
    assert {part: client.get(part).content for part in before} == before
    assert MARK.encode() not in b"".join(before.values())


def test_each_address_names_all_of_its_languages(client: Client):
    make.topic("ha-tang")
    root = read(client, "/sitemap-topics.xml")
    vietnamese, english = "http://testserver/topics/ha-tang/", "http://testserver/en/topics/ha-tang/"
    alternates = {"vi": vietnamese, "en": english, "x-default": vietnamese}
    assert [
        (url.findtext("s:loc", namespaces=NS), {x.get("hreflang"): x.get("href") for x in url.findall("x:link", NS)})
        for url in root.findall("s:url", NS)
    ] == [(vietnamese, alternates), (english, alternates)]


def test_a_long_section_is_paged(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sitemaps.BilingualSitemap, "limit", 2)
    for slug in ("a", "b", "c"):
        make.topic(slug)
    parts = locations(read(client, "/sitemap.xml"))
    assert [part for part in parts if "topics" in part] == ["/sitemap-topics.xml", "/sitemap-topics.xml?p=2"]
    assert locations(read(client, "/sitemap-topics.xml")) == [
        "/topics/a/",
        "/en/topics/a/",
        "/topics/b/",
        "/en/topics/b/",
    ]
    assert locations(read(client, "/sitemap-topics.xml?p=2")) == ["/topics/c/", "/en/topics/c/"]
    for beyond in ("/sitemap-topics.xml?p=3", "/sitemap-topics.xml?p=x", "/sitemap-topics.xml?p=%00", "/sitemap-x.xml"):
        assert client.get(beyond).status_code == 404, beyond


def test_a_section_is_two_queries_whatever_its_length(client: Client):
    for number in range(5):
        make.topic(f"so-{number}")
        with CaptureQueriesContext(connection) as captured:
            read(client, "/sitemap-topics.xml")
        assert len(captured) == 2


def test_robots_are_led_to_the_sitemap_and_read_of_narrowed_lists_that_they_are_not_indexed(client: Client):
    for narrowed in ("/agreements/?kind=plan", "/commitments/?state=overdue", "/search/?q=vnpt", "/compare/"):
        assert '<meta name="robots" content="noindex, follow">' in client.get(narrowed).content.decode(), narrowed
    response = client.get("/robots.txt")
    assert response["content-type"] == "text/plain; charset=utf-8"
    assert response.content.decode().strip().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /en/admin/",
        "Disallow: /api/",
        "Disallow: /*format=",
        "Allow: /api/v1/docs/",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]
