"""What no article says of an agreement is said: who signed, when, until when, with whose money, what came of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from tests import factories as make
from tests.pages import attributes, texts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def asked(response: Any) -> list[str]:
    return texts(response, "ul", "questions")


def test_an_agreement_of_which_nothing_is_known_asks_for_everything(client: Client):
    agreed = make.signed_agreement("nghe-an-2020", signed="", period="")
    make.clause(agreed, 1)
    make.clause(agreed, 2, kind="goal", due="2017")
    make.clause(agreed, 3, kind="obligation", outcome="met")
    make.clause(agreed, 4, kind="wish")
    response = client.get("/en/agreements/nghe-an-2020/")
    assert asked(response) == [
        "Who signed it? On which day was it signed? From when until when does it hold? "
        "What does it cost, and who pays for it? What came of 2 of its 3 clauses?"
    ]
    (way,) = [
        href for href in attributes(response, "a", "href") if "agreement=nghe-an-2020&" in href and "state" in href
    ]
    assert client.get(way).context["page"].count == 2
    assert "No article names a signer." in texts(response, "p", "signers")


def test_who_signed_is_said_first_and_who_exchanged_the_documents_only_where_nobody_did(client: Client):
    agreed = make.signed_agreement("nghe-an-2020", signed="2020-12-18", period="2020/2025")
    make.clause(agreed, 1, outcome="met", text="Tỉnh bố trí kinh phí.")
    first, second = make.person("a", name="Lương Mạnh Hoàng"), make.person("b", name="Nguyễn Duy Hưng")
    for person in (first, second):
        make.signatory(agreed, person, part="attended")
        make.signatory(agreed, person, part="exchanged")
    response = client.get("/en/agreements/nghe-an-2020/")
    told = "No article names a signer; Lương Mạnh Hoàng and Nguyễn Duy Hưng exchanged the documents."
    assert told in texts(response, "p", "signers")
    assert asked(response) == ["Who signed it?"]
    # A line a person.
    assert texts(response, "span", "role").count("attended, exchanged the documents") == 2
    make.signatory(agreed, second, part="signed", certainty="inferred", note="Vì sao.")
    response = client.get("/en/agreements/nghe-an-2020/")
    assert "Signed by Nguyễn Duy Hưng (inferred)." in texts(response, "p", "signers")
    assert asked(response) == []


def test_a_cooperation_of_which_no_signing_is_told_has_no_signer_to_ask_for(client: Client):
    make.signed_agreement("nghe-an-2020", kind="not_named", signed="", period="2020/2025")
    response = client.get("/en/agreements/nghe-an-2020/")
    assert asked(response) == ["What does it cost, and who pays for it?"]
    assert texts(response, "p", "signers") == []


def test_of_a_signer_who_is_hidden_nothing_is_said(client: Client):
    agreed = make.signed_agreement("nghe-an-2020", signed="2020", period="2020/2025")
    make.signatory(agreed, make.person("kin", name="Kín", status="draft"), part="signed")
    make.signatory(agreed, make.person("b", name="Nguyễn Duy Hưng"), part="exchanged")
    response = client.get("/en/agreements/nghe-an-2020/")
    assert asked(response) == ["What does it cost, and who pays for it?"]
    assert texts(response, "p", "signers") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Tổng giá trị 100 tỷ đồng.", True),
        ("Mỗi bên chịu 300 triệu đồng mỗi năm.", True),
        ("Chi từ ngân sách tỉnh.", True),
        ("Công ty đồng hành cùng tỉnh.", False),
        ("Phục vụ hai triệu đồng bào.", False),
    ],
)
def test_what_speaks_of_money_answers_who_pays(client: Client, text: str, told: bool):
    agreed = make.signed_agreement("nghe-an-2020", period="2020/2025")
    make.clause(agreed, 1, text=text)
    response = client.get("/en/agreements/nghe-an-2020/")
    assert ("What does it cost" in " ".join(asked(response))) != told


def test_what_nobody_says_is_asked_of_who_administers_the_place_today(client: Client):
    agreed = make.signed_agreement("thai-binh-2014", signed="2014", period="2014/2020")
    today = make.area("hung-yen", name="Hưng Yên", designation="Tỉnh")
    gone = make.area("thai-binh", name="Thái Bình", designation="Tỉnh", ended="2025-07-01", succeeded_by=today)
    agreed.parties.filter(side="public_body").update(
        partner=make.partner("ubnd-tb", name="UBND tỉnh Thái Bình", kind="peoples_committee", area=gone)
    )
    (mail,) = [
        unquote(href)
        for href in attributes(client.get("/en/agreements/thai-binh-2014/"), "a", "href")
        if href.startswith("mailto:?")
    ]
    assert "UBND tỉnh Hưng Yên" in mail and "UBND tỉnh Thái Bình" not in mail
    assert "Ai ký?" in mail  # it is read by an office in Viet Nam
    assert "http://testserver/en/agreements/thai-binh-2014/" in mail
    # Where no public body took part, none is to be asked.
    agreed.parties.filter(side="public_body").delete()
    assert not [
        href
        for href in attributes(client.get("/en/agreements/thai-binh-2014/"), "a", "href")
        if href.startswith("mailto:?")
    ]
