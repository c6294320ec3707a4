from __future__ import annotations

import pytest
from django.test import Client

from partnerships.models import Clause
from records.changes import lasting_id
from tests import factories

pytestmark = pytest.mark.django_db
API = "http://testserver/api/v1"


def test_an_article_in_a_list(client: Client) -> None:
    factories.article("vnpt-nghe-an", published="2020-12-18", byline="PV", full_text="for staff only")
    answer = client.get("/api/v1/articles/").json()
    assert answer == {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "id": str(lasting_id("articles", "vnpt-nghe-an")),
                "updated": answer["results"][0]["updated"],
                "api_url": f"{API}/articles/vnpt-nghe-an/",
                "page_url": "http://testserver/articles/vnpt-nghe-an/",
                "slug": "vnpt-nghe-an",
                "kind": "press_article",
                "number": "",
                "issuer": "",
                "title": "Bài vnpt-nghe-an",
                "title_is_ours": False,
                "outlet": "ictpress",
                "byline": "PV",
                "url": "",
                "archive_url": "",
                "language": "vi",
                "published": "2020-12-18",
                "published_earliest": "2020-12-18",
                "published_latest": "2020-12-18",
                "published_time": None,
                "retrieved": None,
                "sha256": "",
                "summary": "",
                "note": "",
            }
        ],
    }


def test_an_article_carries_passages_and_they_carry_facts(client: Client) -> None:
    article = factories.article()
    first, second = factories.passage(article), factories.passage(article, 2)
    agreement = factories.signed_agreement(passages=[first])
    for number in (1, 2):
        factories.clause(agreement, number, kind=Clause.Kind.GOAL, passages=[first, second])
    hidden = factories.agreement("hidden", status="draft", passages=[first])
    factories.clause(hidden, passages=[first])

    found = client.get("/api/v1/articles/bai-bao/").json()["nested"]
    assert found["outlet"]["api_url"] == f"{API}/outlets/ictpress/"
    assert [(passage["key"], passage["facts"]) for passage in found["passages"]] == [
        ("bai-bao~paragraph-1", {"agreements": ["nghe-an-2020"], "clauses": ["nghe-an-2020~1", "nghe-an-2020~2"]}),
        ("bai-bao~paragraph-2", {"clauses": ["nghe-an-2020~1", "nghe-an-2020~2"]}),
    ]
    passage = client.get("/api/v1/passages/bai-bao~paragraph-2/").json()
    assert passage == {
        "id": str(lasting_id("passages", "bai-bao~paragraph-2")),
        "updated": passage["updated"],
        "api_url": f"{API}/passages/bai-bao~paragraph-2/",
        "page_url": "http://testserver/articles/bai-bao/",
        "key": "bai-bao~paragraph-2",
        "article": "bai-bao",
        "kind": "paragraph",
        "number": 2,
        "place": "bai-bao#paragraph-2",
        "gist": "Ý 2",
        "first_words": "",
        "last_words": "",
        "nested": {"facts": {"clauses": ["nghe-an-2020~1", "nghe-an-2020~2"]}},
    }


def test_an_outlet_carries_its_articles(client: Client) -> None:
    factories.article("b", published="2020")
    factories.article("a", published="2018")
    factories.article("hidden", status="in_review")
    found = client.get("/api/v1/outlets/ictpress/").json()["nested"]
    assert [article["slug"] for article in found["articles"]] == ["b", "a"]
    assert found["more"] == {}


def test_official_documents_are_found_by_kind_and_by_number(client: Client) -> None:
    factories.article("bao")
    law = {"kind": "official_document", "number": "202/2025/QH15", "issuer": "Quốc hội", "outlet": None}
    factories.article("nq-202", **law)
    for asked in ("kind=official_document", "search=202/2025/QH15"):
        (found,) = client.get(f"/api/v1/articles/?{asked}").json()["results"]
        assert (found["slug"], found["issuer"], found["outlet"]) == ("nq-202", "Quốc hội", None)
    assert client.get("/api/v1/articles/nq-202/").json()["nested"]["outlet"] is None


def test_passages_of_an_article(client: Client) -> None:
    factories.passage(factories.article("a"))
    factories.passage(factories.article("b"), 0, kind="headline")
    answer = client.get("/api/v1/passages/?article=b&kind=headline").json()
    assert [row["key"] for row in answer["results"]] == ["b~headline"]


@pytest.mark.parametrize("key", ["bai-bao~paragraph-01", "bai-bao~paragraph-1-", "bai-bao~Paragraph-1", "bai-bao", "~"])
def test_a_passage_has_one_address(client: Client, key: str) -> None:
    factories.passage()
    answer = client.get(f"/api/v1/passages/{key}/")
    assert answer.status_code in {301, 404}
    if answer.status_code == 301:
        assert answer["Location"] == f"{API}/passages/bai-bao~paragraph-1/"
