import pytest
from django.test import Client

from tests import factories as make
from tests.pages import attributes, slugs, texts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_list_is_newest_first_and_tells_outlet_and_date_as_known(client: Client):
    paper = make.outlet("nhan-dan", name="Nhân Dân")
    make.article("cu", title="Bài cũ", outlet=paper, published="2014-10-15")
    make.article("moi", title="Bài mới", outlet=paper, published="2018-06", byline="PV")
    response = client.get("/en/articles/")
    assert texts(response, "h3") == ["Bài mới", "Bài cũ"]
    assert texts(response, "p", "when") == ["June 2018", "15 October 2014"]
    *outlets, language = texts(response, "p", "remark")
    assert language.startswith("Clauses, summaries, notes and headlines are in Vietnamese.")
    assert outlets == ["Nhân Dân · PV", "Nhân Dân"]
    # A month is no day, so no machine is told one.
    assert attributes(response, "time", "datetime") == ["2014-10-15"]


def test_list_filters_by_outlet_and_says_so_in_a_chip_that_can_be_removed(client: Client):
    make.article("mot", outlet=make.outlet("nhan-dan", name="Nhân Dân"))
    make.article("hai", outlet=make.outlet("ictnews"))
    response = client.get("/en/articles/?outlet=nhan-dan&search=bai")
    assert slugs(response) == ["mot"]
    chips = response.context["form"].chips
    assert [(chip.label, chip.value, chip.without) for chip in chips] == [
        ("Search", "bai", "outlet=nhan-dan"),
        ("Outlet", "Nhân Dân", "search=bai"),
    ]


LAW = {"kind": "official_document", "number": "202/2025/QH15", "issuer": "Quốc hội", "outlet": None}


def test_documents_are_listed_by_number_and_an_unknown_outlet_is_said_to_be_unknown(client: Client):
    make.article("bao", published="2014", outlet=None)
    make.article("nq-202", published="2025", **LAW)
    response = client.get("/en/articles/")
    assert texts(response, "p", "remark")[:-1] == ["Quốc hội · 202/2025/QH15", "outlet not known"]
    assert slugs(client.get("/en/articles/?kind=official_document")) == ["nq-202"]
    assert texts(client.get("/en/articles/bao/"), "p", "kicker") == ["Press article · outlet not known"]
    page = client.get("/en/articles/nq-202/")
    assert texts(page, "p", "kicker") == ["Official document · Quốc hội"]
    assert texts(page, "dd") == ["202/2025/QH15", "2025", "No address is known: search for the title and the outlet."]


def test_a_reader_is_led_to_the_very_words_from_the_article_and_from_the_fact(client: Client):
    article = make.article(url="https://bao.vn/bai")
    passage = make.passage(article, first_words="Ngày 3/8", last_words="năm 2020")
    make.signed_agreement(passages=[passage])
    address = "https://bao.vn/bai#:~:text=Ng%C3%A0y%203%2F8,n%C4%83m%202020"
    for page in ("/en/articles/bai-bao/", "/en/agreements/nghe-an-2020/"):
        assert address in attributes(client.get(page), "a", "href")
