"""Atom feeds: what is in them, in which order, and what is never."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.models import Agreement, Area, Partner
from partnerships.models.area_tree import places
from partnerships.website.feeds import atom
from partnerships.website.feeds.atom import FOUNDED
from records.models import PublicRow
from records.noting import catch_up
from tests import factories as make
from tests.pages import attributes, texts

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(client: Client, address: str = "/en/agreements.atom") -> Any:
    response = client.get(address)
    assert (response.status_code, response["content-type"]) == (200, "application/atom+xml; charset=utf-8")
    return ElementTree.fromstring(response.content)


def text(element: Any, path: str) -> str:
    return element.findtext(f"a:{path}", namespaces=ATOM)


def links(element: Any) -> dict[tuple[str, str], str]:
    found = element.findall("a:link", ATOM)
    return {(link.get("rel"), link.get("type", "")): link.get("href") for link in found}


def titles(root: Any) -> list[str]:
    return [text(entry, "title") for entry in root.findall("a:entry", ATOM)]


def published(slug: str, day: int, **fields: Any) -> Agreement:
    """An agreement of VNPT and Nghệ An that was published on that day of March 2026."""
    agreement = make.signed_agreement(slug, **fields)
    then = datetime(2026, 3, day, 9, tzinfo=UTC)
    agreement.history.update(history_date=then)
    catch_up()
    PublicRow.objects.filter(collection="agreements", row=agreement.pk).update(updated=then)
    return agreement


def test_an_entry_says_what_was_agreed_and_where_more_is_told(client: Client):
    summary = {"summary": "Sáu nội dung.", "signed": "2020-12-18", "period": "2020/2025"}
    published("nghe-an-2020", 5, title="Thỏa thuận VNPT – Nghệ An", **summary)
    root = feed(client)
    assert root.get(LANG) == "en"
    assert text(root, "title") == "Agreements – Register of cooperation agreements"
    assert text(root, "author/a:name") == "Register of cooperation agreements"
    assert text(root, "updated") == "2026-03-05T09:00:00+00:00"
    assert links(root) == {
        ("alternate", ""): "http://testserver/en/agreements/",
        ("self", ""): "http://testserver/en/agreements.atom",
    }
    (entry,) = root.findall("a:entry", ATOM)
    assert text(entry, "title") == "Thỏa thuận VNPT – Nghệ An"
    assert entry.find("a:title", ATOM).get(LANG) == "vi"
    assert text(entry, "published") == text(entry, "updated") == "2026-03-05T09:00:00+00:00"
    assert links(entry) == {
        ("alternate", "text/html"): "http://testserver/en/agreements/nghe-an-2020/",
        ("alternate", "application/json"): "http://testserver/api/v1/agreements/nghe-an-2020/",
    }
    content = ElementTree.fromstring(f"<div>{text(entry, 'content')}</div>")
    assert entry.find("a:content", ATOM).get("type") == "html"
    assert [" ".join("".join(part.itertext()).split()) for part in content] == [
        "Strategic cooperation agreement. Signed 18 December 2020. Period 2020–2025.",
        "VNPT UBND TINH NGHE AN",
        "Sáu nội dung.",
    ]


def test_newest_change_first_and_no_more_than_the_bound(client: Client, monkeypatch: pytest.MonkeyPatch):
    for day, slug in enumerate("abc", start=1):
        published(slug, day, title=slug)
    assert titles(feed(client)) == ["c", "b", "a"]
    Agreement.objects.get(slug="a").save()  # a version without news
    assert titles(feed(client)) == ["c", "b", "a"]
    agreement = Agreement.objects.get(slug="a")
    agreement.summary = "Mới."
    agreement.save()
    monkeypatch.setattr(atom, "MOST", 2)
    assert titles(feed(client)) == ["a", "c"]


def test_an_entry_is_the_same_in_every_feed_in_every_language_and_under_a_new_slug(client: Client):
    agreement = published("nghe-an-2020", 5)
    addresses = ["/agreements.atom", "/en/agreements.atom", "/en/partners/vnpt/agreements.atom"]
    roots = [feed(client, address) for address in addresses]
    entries = {text(root, "entry/a:id") for root in roots}
    assert len(entries) == 1
    assert len({text(root, "id") for root in roots}) == 3
    assert all(name.startswith("urn:uuid:") for name in entries)
    agreement.slug = "nghe-an-moi"
    agreement.save()
    root = feed(client)
    assert {text(root, "entry/a:id")} == entries
    assert links(root.find("a:entry", ATOM))["alternate", "text/html"] == "http://testserver/en/agreements/nghe-an-moi/"


def test_a_partners_feed_has_its_units_agreements_and_no_others(client: Client):
    group = make.partner("vnpt", name="VNPT")
    unit = make.partner("vnpt-nghe-an", parent=group)
    for slug, partner in (("cua-tap-doan", group), ("cua-don-vi", unit), ("cua-khac", make.partner("viettel"))):
        make.party(make.agreement(slug, title=slug), partner)
    root = feed(client, "/en/partners/vnpt/agreements.atom")
    assert text(root, "title") == "Agreements of VNPT – Register of cooperation agreements"
    assert titles(root) == ["cua-don-vi", "cua-tap-doan"]
    assert links(root)["alternate", ""] == "http://testserver/en/partners/vnpt/"


def test_a_topics_feed_has_the_agreements_with_a_clause_on_it(client: Client):
    on_it, other = make.agreement("ve-ha-tang", title="Về hạ tầng"), make.agreement("khac")
    make.clause(on_it, topics=[make.topic("ha-tang", label_en="Infrastructure")])
    make.clause(other)
    root = feed(client, "/en/topics/ha-tang/agreements.atom")
    assert text(root, "title") == "Agreements on Infrastructure – Register of cooperation agreements"
    assert titles(root) == ["Về hạ tầng"]


def test_an_agreements_feed_has_it_and_those_it_is_tied_to(client: Client):
    first, second = published("dau", 1, title="Đầu"), published("giua", 2, title="Giữa")
    make.relation(second, first, kind="renews")
    make.relation(published("sau", 3, title="Sau"), second, kind="follows")
    make.relation(published("khong-cong-bo", 4, status="draft"), second, kind="amends")
    root = feed(client, "/en/agreements/giua/agreements.atom")
    assert text(root, "title").startswith("Giữa, with the agreements it is tied to – ")
    assert titles(root) == ["Sau", "Giữa", "Đầu"]
    assert titles(feed(client, "/en/agreements/dau/agreements.atom")) == ["Giữa", "Đầu"]
    page = client.get("/en/agreements/giua/")
    assert "/en/agreements/giua/agreements.atom" in attributes(page, "link", "href")
    assert b"".join(client.get("/en/agreements/?tied_to=dau&format=csv")).count(b"\n") == 3


def test_a_filtered_list_is_followed_with_its_filter(client: Client):
    published("nghe-an-2020", 1, title="Nghệ An")
    make.agreement("khac", title="Khác", kind="plan")
    root = feed(client, "/en/agreements.atom?province=nghe-an&search=")
    assert titles(root) == ["Nghệ An"]
    name = Area.objects.get(slug="nghe-an").name
    assert text(root, "title") == f"Agreements · Province or district: {name} – Register of cooperation agreements"
    assert links(root)["alternate", ""] == "http://testserver/en/agreements/?province=nghe-an"
    assert text(root, "id") != text(feed(client), "id")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("provnce=x", "provnce=x: Unknown parameter; did you mean “province”?"),
        ("page=2", "page=2: Unknown parameter"),
        ("province=nowhere", "province=nowhere: "),
        ("search=%00", "search: Not UTF-8 text, or a NUL in it."),
    ],
)
def test_a_filter_that_cannot_be_used_is_named_and_never_everything(client: Client, query: str, said: str):
    response = client.get(f"/en/agreements.atom?{query}")
    assert (response.status_code, texts(response, "h1")) == (400, ["The request could not be understood"])
    (told,) = texts(response, "div", "problems")
    assert told.startswith(f"This cannot be shown as asked. {said}")


def test_an_old_slug_leads_to_the_feed_of_today(client: Client):
    partner = make.partner("vnpt")
    name = text(feed(client, "/en/partners/vnpt/agreements.atom"), "id")
    partner.slug = "tap-doan-vnpt"
    partner.save()
    response = client.get("/en/partners/vnpt/agreements.atom")
    assert (response.status_code, response["location"]) == (301, "/en/partners/tap-doan-vnpt/agreements.atom")
    assert text(feed(client, response["location"]), "id") == name


@pytest.mark.parametrize("address", ["/partners/{}/agreements.atom", "/topics/{}/agreements.atom"])
def test_what_is_hidden_has_no_feed(client: Client, address: str):
    make.partner("bi-mat", status="draft")
    make.topic("bi-mat", status="draft")
    hidden, never = (client.get(address.format(slug)) for slug in ("bi-mat", "khong-co"))
    assert hidden.status_code == never.status_code == 404


def test_an_empty_feed_is_the_same_every_time(client: Client):
    root = feed(client)
    assert titles(root) == []
    assert text(root, "updated") == FOUNDED.isoformat()


def test_hostile_text_stays_text(client: Client):
    told = {"title": "Ký <script>alert(1)</script> & ]]>", "summary": "<img src=x onerror=alert(1)>"}
    agreement = make.signed_agreement("nghe-an-2020", **told)
    # No door takes control characters now; rows of before may hold some.
    Agreement.objects.update(**{name: f"{value}\x01" for name, value in told.items()})
    Partner.objects.filter(slug="vnpt").update(name="<b>VNPT</b>")
    make.clause(agreement, topics=[make.topic()])
    root = feed(client, "/en/agreements.atom?search=k%C3%BD+%01+%3Cscript%3E")
    assert titles(root) == ["Ký <script>alert(1)</script> & ]]>"]
    content = ElementTree.fromstring(f"<div>{text(root, 'entry/a:content')}</div>")
    assert [element.tag for element in content.iter()] == ["div", "p", "ul", "li", "span", "li", "span", "p"]
    assert content.findtext("ul/li/span") == "<b>VNPT</b>"


def test_a_reader_that_has_the_feed_is_told_so(client: Client):
    published("nghe-an-2020", 5)
    etag = client.get("/agreements.atom")["etag"]
    again = client.get("/agreements.atom", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    make.agreement("moi")
    assert client.get("/agreements.atom", headers={"if-none-match": etag}).status_code == 200


def test_a_feed_asks_as_much_for_many_agreements_as_for_two(client: Client):
    topic = make.topic()
    asked = ["/agreements.atom", "/partners/vnpt/agreements.atom", "/topics/ha-tang/agreements.atom"]
    asked += ["/agreements.atom?province=nghe-an"]

    def more(numbers: range) -> None:
        for number in numbers:
            make.clause(make.signed_agreement(f"so-{number}", period="2020/2025"), topics=[topic])

    def queries() -> list[int]:
        counted = []
        while not catch_up():
            pass
        caches[
            "pages"
        ].clear()  # an answer that is kept and holds no more asks once more than one made for the first time
        for address in asked:
            with CaptureQueriesContext(connection) as captured:
                feed(client, address)
            counted.append(len(captured))
        return counted

    more(range(2))
    places()  # known until an area changes
    counted = queries()
    more(range(2, 20))
    assert queries() == counted
    assert max(counted) <= 16, counted
