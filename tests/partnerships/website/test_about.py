"""The register about itself: what it is, when it last changed, and a prepared mail of whoever finds an error."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from partnerships.models import Clause, Lifecycle
from records.models import PublicRow
from records.noting import catch_up
from tests import factories as make
from tests.pages import attributes, texts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def mails(response: Any) -> list[str]:
    """Those to somebody: whoever asks for information says himself whom."""
    return [href for href in attributes(response, "a", "href") if re.match(r"mailto:[^?]", href)]


def test_about_says_what_is_in_and_how_sure_it_is(client: Client):
    response = client.get("/en/about/")
    assert texts(response, "h2") == [
        "What is in it, and what is not",
        "Where it comes from",
        "How sure it is",
        "The states",
        "People, and readers",
        "Following",
        "Reuse",
        "Corrections",
    ]
    # Each state by its word, and what it means.
    states = texts(response, "dt")
    assert {*states} == {str(state.label) for state in (*Lifecycle, *Clause.State)}
    assert len(texts(response, "dd")) == len(states)
    assert all(texts(response, "dd"))
    assert "/en/about/" in attributes(client.get("/en/"), "a", "href")
    assert mails(response) == []  # nobody to write to is set


def test_a_page_says_in_which_section_it_stands(client: Client):
    make.agreement("nghe-an-2020")
    for address, section, said in (
        ("/en/agreements/", "Agreements", "page"),
        ("/en/agreements/?kind=plan", "Agreements", "page"),
        ("/en/agreements/nghe-an-2020/", "Agreements", "true"),
        ("/en/about/", "About", "page"),
    ):
        response = client.get(address)
        assert (attributes(response, "a", "aria-current")[0], section) == (said, at_hand(response)), address
    assert at_hand(client.get("/en/topics/")) is None
    assert at_hand(client.get("/en/nothing/")) is None


def at_hand(response: Any) -> str | None:
    """The section of the head that is marked."""
    (sections,) = re.findall(r'<nav class="sections".*?</nav>', response.content.decode(), re.DOTALL)
    found = re.search(r"aria-current[^>]*>([^<]+)<", sections)
    return found[1] if found else None


def test_every_page_offers_a_mail_that_names_it(client: Client, settings: Any):
    settings.CONTACT_EMAIL = "so@example.vn"
    make.signed_agreement("nghe-an-2020")
    for address, about in (
        ("/en/agreements/nghe-an-2020/", "agreements/nghe-an-2020"),
        ("/en/agreements/?kind=plan", "http://testserver/en/agreements/?kind=plan"),
    ):
        (mail,) = {*mails(client.get(address))}
        assert mail.startswith("mailto:so@example.vn?")
        written = parse_qs(urlsplit(mail).query)
        assert written["subject"] == [f"Error in the register: {about}"]
        assert written["body"][0].startswith(f"http://testserver{address}\n\nWhat is wrong:")
    assert "so@example.vn" in texts(client.get("/en/about/"), "a")


def test_a_record_says_when_readers_last_saw_it_change(client: Client):
    for record in (make.agreement("thoa-thuan"), make.topic("ha-tang", label_vi="Hạ tầng")):
        catch_up()
        PublicRow.objects.update(updated=datetime(2024, 5, 1, tzinfo=UTC))
        record.save()  # which shows readers nothing new
        address = f"/en/{record.collection}/{record.slug}/"
        assert (
            f"Key: {record.collection}/{record.slug} · This entry itself last changed: 1 May 2024 (corrections)"
            in texts(client.get(address), "p", "remark")
        )
    assert texts(client.get("/en/about/"), "time") == ["1 May 2024"]
    make.topic("khac")
    assert texts(client.get("/en/about/"), "time") != ["1 May 2024"]
