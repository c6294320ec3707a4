"""The page of a place: what was signed there then and now, what is due, what runs there and who held office."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from partnerships.models import Area, Party
from partnerships.website.pages import first
from partnerships.website.pages import place as page_of_place
from records.export.formats import XLSX
from tests import factories as make
from tests.pages import attributes, queries, slugs, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def hung_yen() -> Area:
    """Today's province, out of one of the same name and one that is gone."""
    today = make.area("hung-yen", name="Hưng Yên", designation="Tỉnh", founded="2025-07-01")
    for slug, name in (("hung-yen-cu", "Hưng Yên"), ("thai-binh", "Thái Bình")):
        make.area(slug, name=name, designation="Tỉnh", ended="2025-07-01", succeeded_by=today)
    district = make.area(
        "huyen-tien-hai",
        name="Tiền Hải",
        designation="Huyện",
        level="district",
        parent=Area.objects.get(slug="thai-binh"),
        ended="2025-07-01",
    )
    group = make.partner("vnpt", name="VNPT")
    for slug, signed, period, place in (
        ("thai-binh-2014", "2014", "2014/2020", Area.objects.get(slug="thai-binh")),
        ("hung-yen-2026", "2026-01-05", "2026-01-05/2999", today),
        ("tien-hai", "2013", "", district),
    ):
        agreed = make.agreement(slug, title=slug.title(), period=period, signed=signed)
        body = make.partner(f"ubnd-{slug}", name=f"UBND {slug}", area=place)
        make.party(agreed, group)
        owing = make.party(agreed, body, Party.Side.PUBLIC_BODY)
        make.clause(agreed, 1, kind="goal", heading=f"Mục tiêu {slug}", due="2017", obligors=[owing])
        make.clause(agreed, 2, kind="area", heading="Hạ tầng")
        make.position(make.person(f"nguoi-{slug}", name=f"Người {slug}"), body, title="Chủ tịch")
        make.deployment(make.solution(f"may-{slug}", name=f"Máy {slug}"), area=place, as_of="2014")
        make.observation(make.indicator(f"so-{slug}", name=f"Số {slug}"), area=place, as_of="2014", value=7)
    return today


def shown(response: Any) -> list[str]:
    return [row.slug for row in response.context["agreed"].first.rows]


def rows(response: Any, heading: str) -> str:
    (found,) = [text for text in texts(response, "section") if text.startswith(heading)]
    return found


def test_today_s_province_shows_what_was_signed_with_those_it_took_the_place_of(client: Client, hung_yen: Area):
    response = client.get("/en/places/hung-yen/")
    assert texts(response, "h1") == ["Hưng Yên province"]
    assert texts(response, "p", "kicker") == ["province · since 1 July 2025"]
    assert texts(response, "p", "lead")[0].startswith("3 agreements are recorded with this place")
    in_force, over, due, *_others = texts(response, "dd")
    assert (in_force, over) == ("1 1 of no known period", "1")
    assert due == "3 clauses past due or due within 12 months"
    assert shown(response) == [
        "hung-yen-2026",
        "thai-binh-2014",
        "tien-hai",
    ]
    assert "Thái Bình province merged into Hưng Yên province, 1 July 2025" in rows(response, "Before and after")
    for heading, name in (("Systems reported here", "Máy"), ("Figures", "Số"), ("People cited in office", "Người")):
        section = rows(response, heading)
        assert all(f"{name} {slug}" in section for slug in ("thai-binh-2014", "hung-yen-2026", "tien-hai")), heading
    links = attributes(response, "a", "href")
    for way, found in (
        ("lifecycle=in_force", "hung-yen-2026"),
        ("lifecycle=unknown", "tien-hai"),
        ("lifecycle=expired&lifecycle=terminated", "thai-binh-2014"),
    ):
        address = f"/en/agreements/?province=hung-yen&{way}"
        assert address in links
        assert slugs(client.get(address)) == [found]
    listed = "/en/commitments/?province=hung-yen&state=overdue&state=due_soon&kind=area&kind=obligation&kind=goal"
    assert listed in links
    assert client.get(listed).context["page"].count == 3


def test_a_former_place_shows_its_own_and_what_became_of_it(client: Client, hung_yen: Area):
    response = client.get("/en/places/thai-binh/")
    assert texts(response, "p", "kicker") == ["province · until 30 June 2025"]
    assert texts(response, "title")[0].startswith("Thái Bình province (until 30 June 2025) – ")
    assert shown(response) == ["thai-binh-2014", "tien-hai"]
    assert "/en/places/hung-yen/" in attributes(response, "a", "href")
    district = client.get("/en/places/huyen-tien-hai/")
    assert shown(district) == ["tien-hai"]
    assert "/en/places/thai-binh/" in attributes(district, "a", "href")
    # Of the provinces on the map, those that are in it.
    assert response.context["shape"].province == district.context["shape"].province
    assert client.get("/en/places/hung-yen/").context["shape"].province != response.context["shape"].province


def test_a_place_has_feed_calendar_table_and_twin_and_is_found(client: Client, hung_yen: Area):
    response = client.get("/en/places/hung-yen/")
    forms = {
        "application/json": "/api/v1/areas/hung-yen/",
        "application/atom+xml": "/en/places/hung-yen/agreements.atom",
        "text/calendar": "/en/places/hung-yen/agreements.ics",
        XLSX.content_type: "/en/agreements/?province=hung-yen&format=readable",
        "text/csv": "/en/agreements/?province=hung-yen&format=csv",
    }
    for media, address in forms.items():
        assert address in attributes(response, "link", "href"), media
        assert client.get(address).status_code == 200, address
        texts_inside = media not in ("application/json", XLSX.content_type)
        assert b"thai-binh-2014" in b"".join(client.get(address)).lower() or not texts_inside
    assert attributes(response, "meta", "name").count("robots") == 0
    # Two of one name are told apart by their years.
    (card,) = client.get("/en/search/?q=hung+yen").context["answer"].cards
    found = {hit.address: hit.detail for hit in (card.hit, *card.same)}
    assert found["/en/places/hung-yen/"] == "province, since 1 July 2025"
    assert found["/en/places/hung-yen-cu/"] == "province, until 30 June 2025"
    assert "/en/places/hung-yen/" in attributes(client.get("/en/agreements/?province=hung-yen"), "a", "href")
    assert client.get("/api/v1/positions/?province=hung-yen").json()["count"] == 3


def test_a_place_renamed_is_found_under_its_former_slug(client: Client, hung_yen: Area):
    hung_yen.slug = "hung-yen-moi"
    hung_yen.save()
    response = client.get("/en/places/hung-yen/")
    assert (response.status_code, response["location"]) == (301, "/en/places/hung-yen-moi/")


def test_what_is_cut_says_of_how_many_and_leads_to_all(client: Client, hung_yen: Area, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(page_of_place, "SHOWN", 2)
    response = client.get("/en/places/hung-yen/")
    assert texts(response, "p", "cut") == ["2 of 3 are shown: all of them →"] * 5
    for address in attributes(response, "a", "href"):
        if address.startswith("/api/v1/") and "?" in address:
            assert client.get(address).json()["count"] == 3, address
    monkeypatch.setattr(first, "MOST_COUNTED", 2)
    caches["pages"].clear()
    assert texts(client.get("/en/places/hung-yen/"), "p", "cut") == ["2 of more than 2 are shown: all of them →"] * 5
    monkeypatch.setattr(first, "MOST_COUNTED", 10)
    few = queries(client, "/places/hung-yen/")
    for number in range(4):
        agreed = make.agreement(f"them-{number}", title="Thêm")
        body = make.partner(f"so-{number}", name="Sở", area=hung_yen)
        make.party(agreed, body, Party.Side.PUBLIC_BODY)
        make.clause(agreed, 1, kind="goal", due="2018")
        make.position(make.person(f"so-{number}"), body)
        make.deployment(make.solution(f"so-{number}"), partner=body)
        make.observation(make.indicator(f"so-{number}"), partner=body)
    queries(client, "/places/")  # the tree of areas is known
    assert queries(client, "/places/hung-yen/") == few


def test_nothing_hidden_is_on_the_page_of_a_place(client: Client, hung_yen: Area):
    before = client.get("/en/places/hung-yen/").content
    hidden = make.area("kin", name="Kín", parent=hung_yen, level="commune", status="draft")
    agreed = make.agreement("kin", title="Kín", status="draft", period="2026/2999")
    make.party(agreed, make.partner("ubnd-kin", name="Kín", area=hung_yen), Party.Side.PUBLIC_BODY)
    make.clause(agreed, 1, kind="goal", heading="Kín", due="2017")
    make.deployment(make.solution("kin", name="Kín"), area=hidden, status="draft")
    assert client.get("/en/places/hung-yen/").content == before
    assert client.get("/en/places/kin/").status_code == 404


def test_the_list_counts_what_the_pages_show(client: Client, hung_yen: Area):
    listed = {row.slug: row.counts.recorded for row in client.get("/en/places/").context["rows"]}
    assert listed == {"hung-yen": 3, "hung-yen-cu": 0, "thai-binh": 2, "huyen-tien-hai": 1}
    for slug, count in listed.items():
        assert client.get(f"/places/{slug}/").context["standing"].recorded == count


def test_the_numbers_of_a_place_are_as_certain_as_its_agreements(client: Client, hung_yen: Area):
    for party in Party.objects.filter(agreement__slug="thai-binh-2014"):
        party.certainty, party.note = "inferred", "Vì sao."
        party.save()
    response = client.get("/en/places/thai-binh/")
    assert texts(response, "p", "lead")[0].startswith("2 agreements are recorded")
    assert texts(response, "p", "lead")[0].endswith("(1 not certain)")
    assert texts(response, "dd")[1] == "1 1 of them possibly"
    assert "2 (1 not certain)" in texts(client.get("/en/places/"), "td", "num")


def test_places_of_one_name_are_told_apart_by_their_years_wherever_they_are_listed(seeded: None, client: Client):
    found = texts(client.get("/en/places/?search=hung+yen&level=province"), "a", "t")
    before = "Thái Bình province (until 30 June 2025)"  # what it took the place of is found, too
    assert found == ["Hưng Yên province (since 1 July 2025)", "Hưng Yên province (until 30 June 2025)", before]
    for slug, name in zip(("hung-yen", "hung-yen-cu"), found, strict=False):
        assert texts(client.get(f"/en/places/{slug}/"), "title")[0].startswith(f"{name} – ")
