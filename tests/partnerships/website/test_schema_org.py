"""What a page says of itself in its head: under which address it is known, cards, linked data, its other forms."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page

from articles.models import Article
from partnerships.models import Agreement, Partner
from tests import factories as make
from tests.pages import attributes, texts
from tests.test_site import HIDDEN, MARK, body, both, hide, public_world

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SITE = "http://testserver"


class Head(HTMLParser):
    """The links, metas and data blocks of a page's head, the first of each name."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.links: list[dict[str, str]] = []
        self.metas: dict[str, str] = {}
        self.data: list[Any] = []
        self.in_data = False
        self.feed(response.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link":
            self.links.append(given)
        if tag == "meta" and (name := given.get("property") or given.get("name")):
            assert name not in self.metas, name
            self.metas[name] = given["content"]
        self.in_data = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self.in_data:
            self.data.append(json.loads(data))
            self.in_data = False

    def leads(self, rel: str, **given: str) -> list[str]:
        wanted = {"rel": rel, **given}.items()
        return [link["href"] for link in self.links if wanted <= link.items()]

    def languages(self) -> dict[str, str]:
        return {link["hreflang"]: link["href"] for link in self.links if "hreflang" in link}


def head(client: Client, address: str, status: int = 200) -> Head:
    response = client.get(address)
    assert response.status_code == status, address
    return Head(response)


# Addresses


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("/agreements/", "/agreements/"),
        ("/agreements/?x=1", None),
        ("/agreements/?page=1", "/agreements/"),
        ("/agreements/?page=2", "/agreements/?page=2"),
        ("/agreements/?page=2&page_size=1", "/agreements/"),
        ("/agreements/?ordering=title&search=&page_size=10", "/agreements/"),
        ("/agreements/?topic=&search=a+b%26c", None),
        (
            "/agreements/?search=th%C3%A1i&ordering=title&kind=plan&kind=minutes&kind=plan",
            "/agreements/?kind=minutes&kind=plan&search=th%C3%A1i",
        ),
        ("/agreements/nghe-an-2020/?x=1", None),
        ("/agreements/nghe-an-2020/", "/agreements/nghe-an-2020/"),
        ("/search/?q=Th%C3%A1i+B%C3%ACnh", "/search/?q=Th%C3%A1i+B%C3%ACnh"),
    ],
)
def test_a_page_is_known_by_what_says_which_records_it_shows(
    client: Client, monkeypatch: pytest.MonkeyPatch, asked: str, known: str | None
):
    make.signed_agreement("nghe-an-2020")
    make.agreement("khac")
    monkeypatch.setattr("records.pagination.PER_PAGE", 1)
    for prefix in ("", "/en"):
        found = head(client, prefix + asked, status=200 if known else 400)
        if known is None:
            assert (found.leads("canonical"), found.languages()) == ([], {})
            continue
        own = f"{SITE}{prefix}{known}"
        assert (found.leads("canonical"), found.metas["og:url"]) == ([own], own)
        assert found.languages() == {
            "vi": f"{SITE}{known}",
            "en": f"{SITE}/en{known}",
            "x-default": f"{SITE}{known}",
        }


def test_what_is_not_there_is_known_under_no_address(client: Client):
    found = head(client, "/en/nothing/", status=404)
    assert (found.leads("canonical"), found.languages(), found.data) == ([], {}, [])


# Cards


def test_a_record_is_shown_by_its_own_words(client: Client):
    make.agreement("nghe-an-2020", title="Nghệ An & VNPT", summary="Sáu nội dung. " * 40)
    said = head(client, "/agreements/nghe-an-2020/").metas["description"]
    assert said == ("Sáu nội dung. " * 40)[:199] + "…"
    metas = head(client, "/en/agreements/nghe-an-2020/").metas
    said = metas["description"]
    assert said == metas["og:description"]
    assert said.startswith("Nghệ An & VNPT in the register:")  # our summary is in Vietnamese
    assert metas["og:title"] == "Nghệ An & VNPT"
    assert (metas["og:type"], metas["og:locale"], metas["og:locale:alternate"]) == ("article", "en_US", "vi_VN")
    assert metas["og:site_name"] == "Register of cooperation agreements"
    assert metas["twitter:card"] == "summary_large_image"


def test_a_record_without_words_is_shown_by_its_name(client: Client):
    make.person("pham-duc-long", name="Phạm Đức Long")
    metas = head(client, "/en/people/pham-duc-long/").metas
    assert metas["og:type"] == "profile"
    assert metas["description"] == (
        "Phạm Đức Long in the register: who, what, until when, and which passage of which article says so."
    )


@pytest.mark.parametrize(
    ("address", "title", "description"),
    [
        ("/en/map/", "Agreements by province", "A map of Viet Nam: how many cooperation agreements each province has"),
        ("/en/trends/", "Over the years and by topic", "How many cooperation agreements were signed and in force"),
        ("/en/claims/", "Reported and recorded", "Which telecom and IT groups agreed with which public bodies"),
        ("/en/compare/", "Compare agreements", "Which telecom and IT groups agreed with which public bodies"),
    ],
)
def test_a_page_of_its_own_is_shown_by_its_heading(client: Client, address: str, title: str, description: str):
    metas = head(client, address).metas
    assert metas["og:title"] == title
    assert metas["description"] == metas["og:description"]
    assert metas["description"].startswith(description)


def test_the_picture_of_a_card_is_our_own_and_small(client: Client):
    metas = head(client, "/en/").metas
    assert metas["og:image"] == f"{SITE}/static/card.png"
    with open(finders.find("card.png"), "rb") as file:  # noqa: PTH123 -- the finder gives text
        picture = file.read()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    size = [str(int.from_bytes(picture[at : at + 4], "big")) for at in (16, 20)]
    assert size == [metas["og:image:width"], metas["og:image:height"]]
    assert len(picture) < 20_000


# Linked data


def linked(client: Client, address: str) -> Any:
    (data,) = head(client, address).data
    assert data.pop("@context") == "https://schema.org"
    return data


def reference(kind: str, address: str, name: str, language: str = "/en") -> dict[str, str]:
    return {"@type": kind, "@id": f"{SITE}{address}#it", "name": name, "url": f"{SITE}{language}{address}"}


def test_an_agreement_as_linked_data(client: Client):
    row = make.whole_register()["agreements"]
    Agreement.objects.filter(pk=row.pk).update(title="Thái Bình", place="Hà Nội", summary="Sáu nội dung.")
    assert linked(client, "/en/agreements/thai-binh-2020/") == {
        **reference("CreativeWork", "/agreements/thai-binh-2020/", "Thái Bình"),
        "genre": "Strategic cooperation agreement",
        "inLanguage": "vi",
        "abstract": "Sáu nội dung.",
        "dateCreated": "2020-12-18",
        "temporalCoverage": "2020/2025",
        "locationCreated": {"@type": "Place", "name": "Hà Nội"},
        "spatialCoverage": [{"@type": "AdministrativeArea", "name": "Thai Binh"}],
        "author": [
            reference("Corporation", "/partners/vnpt/", "VNPT"),
            reference("GovernmentOrganization", "/partners/ubnd-tinh-thai-binh/", "UBND TINH THAI BINH"),
        ],
        "subjectOf": [reference("NewsArticle", "/articles/bai-bao/", "Bài bai-bao")],
    }


@pytest.mark.parametrize(
    "doubt",
    [
        {"signed": "2020?-12-18", "period": "2020?/2025"},
        {"signed": "[..2014-10-15]", "period": "2020/2025~"},
        {"period": "2020/2025", "certainty": "disputed", "note": "Hai bài khác nhau."},
    ],
)
def test_what_is_doubtful_is_no_date_for_search_engines(client: Client, doubt: dict[str, str]):
    make.agreement("nghe-an-2020", **doubt)
    data = linked(client, "/agreements/nghe-an-2020/")
    assert {"dateCreated", "temporalCoverage"} & set(data) == set()


def test_a_partner_and_a_person_as_linked_data(client: Client):
    rows = make.whole_register()
    group = rows["positions"].partner
    Partner.objects.filter(pk=group.pk).update(website="https://vnpt.vn", description="Tập đoàn nhà nước.")
    assert linked(client, "/en/partners/vnpt/") == {
        **reference("Corporation", "/partners/vnpt/", "VNPT"),
        "alternateName": ["Tập đoàn VNPT"],
        "description": "Tập đoàn nhà nước.",
        "sameAs": "https://vnpt.vn",
    }
    assert linked(client, "/en/partners/vnpt-thai-binh/") == {
        **reference("Organization", "/partners/vnpt-thai-binh/", "VNPT THAI BINH"),
        "areaServed": [{"@type": "AdministrativeArea", "name": "Thai Binh"}],
        "parentOrganization": reference("Corporation", "/partners/vnpt/", "VNPT"),
    }
    rows["positions"].started, rows["positions"].last_cited = "2018", "2020-12-18"
    rows["positions"].save()
    assert linked(client, "/people/pham-duc-long/") == {
        **reference("Person", "/people/pham-duc-long/", "Pham Duc Long", language=""),
        "alternateName": ["ông Long"],
        "memberOf": [
            {
                "@type": "OrganizationRole",
                "roleName": "Tổng Giám đốc",
                "startDate": "2018",
                "description": "Được nhắc tới ở chức vụ này: 2020-12-18",
                "memberOf": reference("Corporation", "/partners/vnpt/", "VNPT", language=""),
            }
        ],
    }


def test_an_article_as_linked_data_is_the_article_and_not_our_page(client: Client):
    press = make.outlet(name="ICTPress", url="https://ictpress.vn")
    printed = {"title": "VNPT ký", "byline": "PV", "published": "2020-12-18", "published_time": "09:30"}
    make.article("bai", outlet=press, url="https://ictpress.vn/bai", summary="Lễ ký.", **printed)
    data = linked(client, "/en/articles/bai/")
    assert data == {
        **reference("NewsArticle", "/articles/bai/", "VNPT ký"),
        "url": "https://ictpress.vn/bai",
        "headline": "VNPT ký",
        "inLanguage": "vi",
        "datePublished": "2020-12-18T09:30:00+07:00",
        "publisher": {"@type": "NewsMediaOrganization", "name": "ICTPress", "url": "https://ictpress.vn"},
        "creditText": "PV",
        "abstract": "Lễ ký.",
        "mainEntityOfPage": f"{SITE}/en/articles/bai/",
    }
    Article.objects.update(title_is_ours=True, url="", published_time=None)
    data = linked(client, "/en/articles/bai/")
    assert ("headline" in data, data["url"], data["datePublished"]) == (False, f"{SITE}/en/articles/bai/", "2020-12-18")


def test_an_official_document_as_linked_data_is_legislation(client: Client):
    law = {"kind": "official_document", "number": "202/2025/QH15", "issuer": "Quốc hội", "outlet": None}
    make.article("nq", title="Nghị quyết", archive_url="https://luu.vn/1", **law)
    data = linked(client, "/en/articles/nq/")
    assert data == {
        **reference("Legislation", "/articles/nq/", "Nghị quyết"),
        "url": f"{SITE}/en/articles/nq/",
        "archivedAt": "https://luu.vn/1",
        "headline": "Nghị quyết",
        "inLanguage": "vi",
        "legislationIdentifier": "202/2025/QH15",
        "legislationPassedBy": {"@type": "GovernmentOrganization", "name": "Quốc hội"},
        "mainEntityOfPage": f"{SITE}/en/articles/nq/",
    }


def test_a_topic_and_a_solution_as_linked_data(client: Client):
    make.topic("ha-tang", label_vi="Hạ tầng", label_en="Infrastructure", synonyms="mạng; viễn thông")
    make.solution("ioffice", name="VNPT iOffice", synonyms="iOffice", provider=make.partner("vnpt"))
    assert linked(client, "/en/topics/ha-tang/") == {
        **reference("DefinedTerm", "/topics/ha-tang/", "Infrastructure"),
        "alternateName": ["Hạ tầng", "mạng", "viễn thông"],
        "inDefinedTermSet": f"{SITE}/en/topics/",
    }
    assert linked(client, "/en/solutions/ioffice/") == {
        **reference("Product", "/solutions/ioffice/", "VNPT iOffice"),
        "alternateName": ["iOffice"],
        "manufacturer": reference("Corporation", "/partners/vnpt/", "VNPT"),
    }


def test_a_list_as_linked_data_counts_on_from_the_page_before(client: Client):
    for slug in ("a", "b", "c"):
        make.topic(slug, label_en=slug.upper())
    assert linked(client, "/en/topics/?page=2&page_size=2") == {
        "@type": "ItemList",
        "name": "Topics",
        "numberOfItems": 3,
        "itemListElement": [{"@type": "ListItem", "position": 3, "name": "C", "url": f"{SITE}/en/topics/c/"}],
    }
    assert head(client, "/en/topics/?search=c").data == []  # no page for search engines
    assert head(client, "/en/agreements/").data == []


@pytest.mark.parametrize("address", ["/en/", "/en/data/"])
def test_the_site_as_linked_data_says_how_to_search_and_what_to_take(client: Client, address: str):
    site, data = linked(client, address)["@graph"]
    assert (site["@type"], site["url"]) == ("WebSite", f"{SITE}/en/")
    pattern = site["potentialAction"]["target"]["urlTemplate"]
    assert pattern == f"{SITE}/en/search/?q={{search_term_string}}"
    assert (data["@type"], data["url"]) == ("Dataset", f"{SITE}/en/data/")
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    for download in data["distribution"]:
        response = client.get(download["contentUrl"].removeprefix(SITE))
        assert response.status_code == 200
        assert response["content-type"].split(";")[0] == download["encodingFormat"]


HOSTILE = "</script><script>document.title='run'</script><!-- \u2028 & "


def test_no_text_ends_the_block_of_data(client: Client):
    make.agreement("nghe-an-2020", title=HOSTILE, summary=HOSTILE)
    response = client.get("/agreements/nghe-an-2020/")
    markup = response.content.decode()
    the_data_and_our_file = 2
    assert markup.count("<script") == markup.count("</script>") == the_data_and_our_file
    (data,) = Head(response).data
    assert data["abstract"] == Agreement.objects.get().summary
    assert unescape(texts(response, "h1")[0]) == Agreement.objects.get().title


def test_no_browser_runs_or_refuses_the_block_of_data(seeded: None, page: Page):
    """The page fixture fails on what the policy against inline scripts refuses."""
    page.goto("/en/agreements/thai-binh-2014/")
    block = page.locator('script[type="application/ld+json"]')
    assert json.loads(block.text_content() or "")["@type"] == "CreativeWork"
    Agreement.objects.filter(slug="thai-binh-2014").update(summary=HOSTILE)
    page.reload()
    assert "run" not in page.title().split()
    assert page.locator("script").count() == 2  # the data, and our file


# Other forms


def test_a_record_leads_to_its_twin_in_the_api_and_to_what_can_be_followed(client: Client):
    rows = make.whole_register()
    for row, name, parameter in (
        (rows["agreements"], "agreements", "tied_to"),
        (rows["people"], "people", ""),
        (rows["articles"], "articles", ""),
        (rows["solutions"], "solutions", ""),
        (rows["topics"], "topics", "topic"),
        (rows["positions"].partner, "partners", "lineage"),
    ):
        address = f"/en/{name}/{row.slug}/"
        response = client.get(address)
        twin = f"/api/v1/{name}/{row.slug}/"
        expected = [twin]
        if parameter:
            expected += [f"{address}agreements.{ending}" for ending in ("atom", "ics")]
            formats = ("readable", "csv")
            expected += [f"/en/agreements/?{parameter}={row.slug}&format={ending}" for ending in formats]
        shown = Head(response)
        found = [link["href"] for link in shown.links if link["rel"] == "alternate" and "hreflang" not in link]
        assert found == ["/en/agreements.atom", *expected]
        assert set(expected) <= set(attributes(response, "a", "href"))
        assert client.get(twin).json()["slug"] == row.slug
        for other in expected[1:]:
            assert client.get(other).status_code == 200


def test_a_list_leads_to_the_same_rows_in_other_forms(client: Client):
    make.signed_agreement("nghe-an-2020")
    response = client.get("/en/agreements/?province=nghe-an&ordering=title")
    same = "?province=nghe-an"
    assert Head(response).leads("alternate", type="application/json") == [f"/api/v1/agreements/{same}&ordering=title"]
    forms = [href for href in attributes(response, "a", "href") if ".atom" in href or ".ics" in href]
    assert forms == [f"/en/agreements.atom{same}", f"/en/agreements.ics{same}"]
    assert all(client.get(form).status_code == 200 for form in forms)


# What is not there


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/nothing/here/", "here"),
        ("/nghe-an_2020.html", "nghe an 2020"),
        ("/en/agreements/nghe-an-2021/", "nghe an 2021"),
        ("/thoa-thuan/Th%C3%A1i%20B%C3%ACnh", "Thái Bình"),
        ("/en/agreements/?page=99", ""),
        ("/partners/vnpt-moi/agreements.atom", "vnpt moi"),
        ("/%3Cscript%3E", "script"),
        (f"/{'x-' * 300}/", ("x " * 300)[:200]),
        ("/...%00%FF/", "FF"),
    ],
)
def test_an_address_without_a_page_is_searched_by_its_words(client: Client, address: str, words: str):
    response = client.get(address)
    assert response.status_code == 404
    assert attributes(response, "input", "value") == [words] * bool(words)
    (action,) = attributes(response, "form", "action")
    assert client.get(action, {"q": words.strip()}).status_code == 200


# On paper


def test_paper_keeps_the_citation_and_leaves_out_what_only_a_screen_can_do(seeded: None, page: Page):
    page.goto("/en/agreements/thai-binh-2014/")
    page.emulate_media(media="print")
    shown = {name: page.locator(name).first.is_visible() for name in (".citation", ".bibtex", "summary", "nav", "h1")}
    assert shown == {".citation": True, ".bibtex": False, "summary": False, "nav": False, "h1": True}
    # The passages stand open, so that paper says where each fact comes from.
    passages = page.locator("details.gist > :not(summary)").all()
    assert passages and all(passage.is_visible() for passage in passages)
    # Whoever reads in the dark prints dark on white all the same.
    ink = "getComputedStyle(document.body).color"
    light = page.evaluate(ink)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(ink) == light


# Nothing hidden


def follow(slugs: Iterable[str] = ("vnpt", "ubnd-tinh-nghe-an")) -> list[str]:
    """Every address of a feed, a calendar and the files for robots."""
    found = [
        "/agreements.atom",
        "/agreements.ics",
        "/agreements.atom?province=nghe-an",
        "/topics/ha-tang/agreements.atom",
    ]
    found += [f"/partners/{slug}/agreements.{ending}" for slug in slugs for ending in ("atom", "ics")]
    return [local for address in found for local in both(address)] + ["/robots.txt"]


def test_nothing_hidden_changes_what_is_followed(client: Client):
    world = public_world()
    before = {address: body(client, address) for address in follow()}
    assert b"nghe-an-2020" in before["/agreements.atom"]
    assert b"nghe-an-2020" in before["/partners/vnpt/agreements.ics"]
    for status in HIDDEN:
        hide(world, status)
        world["agreed"].save()  # as the office's form does with every change to a part
    assert {address: body(client, address) for address in follow()} == before
    assert not [address for address, content in before.items() if MARK in content.decode()]
    Agreement.objects.filter(pk=world["agreed"].pk).update(summary="Điều ai cũng thấy.")
    assert body(client, "/agreements.atom") != before["/agreements.atom"]
