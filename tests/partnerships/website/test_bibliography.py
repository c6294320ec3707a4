"""The citation block: APA and BibTeX of a page of the register, and of an article as it was printed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.timezone import localdate

from partnerships.website.sharing.bibliography import citation, latex
from records import dates
from tests import factories as make
from tests.pages import texts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "today", lambda: date(2026, 11, 22))


def block(client: Client, address: str) -> tuple[str, str]:
    """The citation in words, and as BibTeX with its lines kept."""
    response = client.get(address)
    (bibtex,) = re.findall(r'<pre class="bibtex"><code>(.*?)</code></pre>', response.content.decode(), re.DOTALL)
    return texts(response, "p", "citation")[0], bibtex


@pytest.mark.parametrize(
    ("maker", "address"),
    [
        (make.agreement, "/en/agreements/nghe-an-2020/"),
        (make.partner, "/en/partners/nghe-an-2020/"),
        (make.person, "/en/people/nghe-an-2020/"),
        (make.solution, "/en/solutions/nghe-an-2020/"),
    ],
)
def test_a_page_of_the_register_is_cited_with_the_day_it_was_read(client: Client, maker: Any, address: str):
    record = maker("nghe-an-2020")
    changed = localdate()
    edition = f"{changed:%B} {changed.day}, {changed.year}"
    words, bibtex = block(client, address)
    assert words == (
        f"Register of cooperation agreements. ({changed.year}). {record}. Edition of {edition}. "
        f"Retrieved November 22, 2026, from http://testserver{address}"
    )
    assert bibtex == (
        "@misc{nghe-an-2020,\n"
        "  author = {{Register of cooperation agreements}},\n"
        f"  title = {{{{{record}}}}},\n"
        f"  edition = {{Edition of {edition}}},\n"
        f"  year = {{{changed.year}}},\n"
        f"  date = {{{changed.year}}},\n"
        f"  url = {{http://testserver{address}}},\n"
        "  urldate = {2026-11-22},\n"
        "  langid = {vietnamese},\n"
        "}"
    )


def test_a_topic_is_cited_in_the_language_it_is_read_in(client: Client):
    make.topic("ha-tang", label_vi="Hạ tầng", label_en="Infrastructure")
    words, bibtex = block(client, "/en/topics/ha-tang/")
    assert ". Infrastructure. " in words
    assert "langid = {english}" in bibtex
    assert "langid = {vietnamese}" in block(client, "/topics/ha-tang/")[1]


def test_an_article_is_cited_as_it_was_printed(client: Client):
    printed = {"title": "VNPT ký với Nghệ An", "byline": "Thúy Ngà", "published": "2020-12-18"}
    make.article("bai", outlet=make.outlet(name="ICTPress"), url="https://ictpress.vn/bai", **printed)
    words, bibtex = block(client, "/en/articles/bai/")
    assert words == "Thúy Ngà. (2020, December 18). VNPT ký với Nghệ An. ICTPress. https://ictpress.vn/bai"
    assert bibtex == (
        "@misc{bai,\n"
        "  author = {{Thúy Ngà}},\n"
        "  title = {{VNPT ký với Nghệ An}},\n"
        "  howpublished = {ICTPress},\n"
        "  year = {2020},\n"
        "  date = {2020-12-18},\n"
        "  url = {https://ictpress.vn/bai},\n"
        "  urldate = {2026-11-22},\n"
        "  langid = {vietnamese},\n"
        "}"
    )


def test_a_title_of_ours_stands_in_brackets_and_an_outlet_without_author_is_not_said_twice(client: Client):
    make.article("bai", outlet=make.outlet(name="ICTPress"), title="Lễ ký ở Nghệ An", title_is_ours=True)
    words, _bibtex = block(client, "/en/articles/bai/")
    assert words == "ICTPress. (n.d.). [Lễ ký ở Nghệ An]. http://testserver/en/articles/bai/"


def test_what_nobody_is_known_to_have_published_is_cited_by_its_title(client: Client):
    make.article("bai", outlet=None, title="Lễ ký ở Nghệ An", published="2020")
    words, bibtex = block(client, "/en/articles/bai/")
    assert words == "Lễ ký ở Nghệ An. (2020). http://testserver/en/articles/bai/"
    assert "author" not in bibtex
    assert "howpublished" not in bibtex


def test_an_official_document_is_cited_by_issuer_and_number(client: Client):
    law = {"kind": "official_document", "number": "202/2025/QH15", "issuer": "Quốc hội", "outlet": None}
    make.article("nq", title="Nghị quyết về tỉnh", published="2025-06-12", url="https://vanban.vn/1", **law)
    words, bibtex = block(client, "/en/articles/nq/")
    assert words == "Quốc hội. (2025, June 12). Nghị quyết về tỉnh (202/2025/QH15). https://vanban.vn/1"
    assert "  number = {202/2025/QH15},\n" in bibtex


@pytest.mark.parametrize(
    ("published", "said", "dated"),
    [
        ("2020-12-18", "2020, December 18", "2020-12-18"),
        ("2020-12", "2020, December", "2020-12"),
        ("2020", "2020", "2020"),
        ("2020?-12-18", "ca. 2020", ""),
        ("2020~", "ca. 2020", ""),
        ("[..2014-10-15]", "n.d.", ""),
        ("", "n.d.", ""),
    ],
)
def test_a_day_is_never_said_more_exactly_than_it_is_known(published: str, said: str, dated: str):
    with translation.override("en"):
        cited = citation(make.article("bai", published=published), "")
    assert (cited.when, cited.dated) == (said, dated)


def test_nothing_in_a_title_is_read_as_a_command():
    assert latex("50% & A_B #1 $x {y} \\input ~^") == (
        r"50\% \& A\_B \#1 \$x \{y\} \textbackslash{}input \textasciitilde{}\textasciicircum{}"
    )
    article = make.article("bai", title="a} , note = {b", url="https://example.org/a}{b%20c")
    bibtex = citation(article, "").bibtex
    assert "title = {{a\\} , note = \\{b}}" in bibtex
    assert "url = {https://example.org/a%7D%7Bb%20c}" in bibtex


def test_the_day_an_article_was_fetched_is_the_day_it_was_read():
    assert "urldate = {2020-01-02}" in citation(make.article("bai", retrieved=date(2020, 1, 2)), "").bibtex
