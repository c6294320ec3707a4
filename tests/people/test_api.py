from __future__ import annotations

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db
API = "http://testserver/api/v1"


def test_a_person_with_offices_and_signings(client: Client) -> None:
    place = factories.passage()
    head = factories.person("pham-duc-long", name="Phạm Đức Long")
    factories.person_name(head, "ông Long")
    agreement = factories.signed_agreement(signed="2020?-12-18")
    vnpt = agreement.parties.get(side="provider").partner
    factories.position(head, vnpt, "Phó Tổng Giám đốc", first_cited="2018", passages=[place])
    factories.position(head, vnpt, "Chủ tịch", first_cited="2020")
    factories.position(head, vnpt, "Trợ lý", status="draft")
    factories.signatory(agreement, head, capacity="Tổng Giám đốc", passages=[place])
    factories.signatory(factories.agreement("hidden", status="withdrawn"), head)

    found = client.get("/api/v1/people/pham-duc-long/").json()
    assert (found["name"], found["names"]) == ("Phạm Đức Long", ["ông Long"])
    found = found["nested"]
    assert [(row["title"], row["partner"], row["partner_name"]) for row in found["positions"]] == [
        ("Phó Tổng Giám đốc", "vnpt", "VNPT"),
        ("Chủ tịch", "vnpt", "VNPT"),
    ]
    assert found["positions"][0]["passages"] == ["bai-bao#paragraph-1"]
    (signing,) = found["signatories"]
    assert (signing["agreement"], signing["agreement_signed"]) == ("nghe-an-2020", "2020?-12-18")
    assert (signing["capacity"], signing["passages"]) == ("Tổng Giám đốc", ["bai-bao#paragraph-1"])
    assert [(passage["place"], passage["gist"]) for passage in found["passages"]] == [("bai-bao#paragraph-1", "Ý 1")]
    assert found["more"] == {}


def test_people_are_found_by_the_names_they_go_by(client: Client) -> None:
    factories.person("bui-quang-huy")
    factories.person_name(factories.person("pham-duc-long"), "Phạm Đức Long")
    for search in ("pham duc long", "PHẠM  đức", "long"):
        answer = client.get("/api/v1/people/", {"search": search}).json()
        assert [row["slug"] for row in answer["results"]] == ["pham-duc-long"], search
    assert client.get("/api/v1/people/", {"search": "lon"}).json()["count"] == 0


def test_a_former_address_redirects_for_ever(client: Client) -> None:
    person = factories.person("pham-long")
    person.slug = "pham-duc-long"
    person.save()
    answer = client.get("/api/v1/people/pham-long/")
    assert (answer.status_code, answer["Location"]) == (301, f"{API}/people/pham-duc-long/")
    person.status = "withdrawn"
    person.save()
    assert client.get("/api/v1/people/pham-long/").status_code == 404
