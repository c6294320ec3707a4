"""The brief for a meeting: the same tables to print and as a Word file, of how many each shows the first."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from docx import Document
from docx.oxml.ns import qn

from partnerships.models import Area, Partner, Party
from partnerships.website.pages.brief import AGREEMENTS, FIGURES, OFFICES, POINTS, about_partner
from tests import factories as make
from tests.pages import attributes, queries, texts
from tests.statistics import count_rows

pytestmark = pytest.mark.django_db


def word(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Disposition"].startswith('attachment; filename="')
    return Document(io.BytesIO(response.getvalue()))


def links_of(row: Any) -> list[Any]:
    return [link for cell in row.cells for paragraph in cell.paragraphs for link in paragraph.hyperlinks]


def marked(file: Any, language: str) -> set[str]:
    """The texts of links that say that they are in the language."""
    runs = (run for table in file.tables for row in table.rows for link in links_of(row) for run in link.runs)
    spoken = ((run.text, run.element.find(f".//{qn('w:lang')}")) for run in runs)
    return {text for text, said in spoken if said is not None and said.get(qn("w:val")) == language}


def many(numbers: range) -> None:
    """A partner and a place with one of everything for each number, with texts as long as they may be."""
    place = Area.objects.filter(slug="nghe-an").first() or make.area("nghe-an", name="Nghệ An", designation="Tỉnh")
    group = Partner.objects.filter(slug="vnpt").first() or make.partner("vnpt", name="Tập đoàn VNPT", kind="group")
    body = Partner.objects.filter(slug="ubnd").first() or make.partner("ubnd", area=place)
    for number in numbers:
        agreed = make.agreement(
            f"so-{number}", title=("Dài " * 75).strip(), signed="[2018-08-01..2018-08-13]", period="2018-06/2030-12"
        )
        owing = make.party(agreed, group)
        make.party(agreed, body, Party.Side.PUBLIC_BODY)
        long = ("việc cần làm " * 20).strip()
        make.clause(agreed, 1, kind="wish", heading=long, due="[2017-01-01..2017-12-31]", obligors=[owing])
        person = make.person(f"nguoi-{number}", name=f"Nguyễn Thị Rất Là Dài {number}")
        for at in (group, body):
            make.position(person, at, title="Phó Tổng Giám đốc " * 8, first_cited="2016?-08-03", last_cited="2018")
        for subject in ({"partner": group}, {"area": place}):
            named = make.indicator(f"so-{number}-{'-'.join(subject)}", name="Tỷ lệ " * 40, unit="đơn vị")
            make.observation(named, as_of=f"{1900 + number}", value=1000, denominator=6300, bound="about", **subject)


def asked_once_known(client: Client) -> list[int]:
    """How many queries each takes where what several pages show is known."""
    for address in ADDRESSES:
        client.get(f"/en{address}/")
    return [queries(client, f"/en{address}/") for address in ADDRESSES]


ADDRESSES = ("/partners/vnpt/brief", "/places/nghe-an/brief")


def test_the_page_of_a_partner_counts_as_its_brief_does(seeded: None, client: Client):
    for partner in Partner.objects.public():
        assert client.get(f"/partners/{partner.slug}/").context["standing"] == about_partner(partner).standing
    agreed = "15 recorded agreements (7 of them not certain)"
    assert (
        f"With those below it and those it came from, party to {agreed}."
        in texts(client.get("/en/partners/vnpt/"), "p", "lead")[0]
    )
    assert (
        "15 agreements are recorded (7 of them not certain)."
        in texts(client.get("/en/partners/vnpt/brief/"), "p", "lead")[0]
    )


def test_what_stands_on_the_page_stands_in_the_file(seeded: None, client: Client):
    for language in ("", "/en"):
        for address in ("/partners/vnpt/", "/places/hung-yen/", "/partners/tinh-uy-bac-kan/"):
            response = client.get(f"{language}{address}brief/")
            told = response.context["brief"]
            file = word(client, f"{language}{address}brief.docx")
            rows = [[cell.text for cell in row.cells] for table in file.tables for row in table.rows]
            assert [" ".join(" ".join(row).split()) for row in rows] == texts(response, "tr")
            said = [paragraph.text for paragraph in file.paragraphs]
            assert [told.heading, *(table.heading for table in told.tables)] == [
                *texts(response, "h1"),
                *texts(response, "h2"),
            ]
            assert all(each in said for each in texts(response, "h1") + texts(response, "h2"))
            assert told.lead in said[1]
            assert f"http://testserver{language}{address}" in said[1]
            cells = [cell for table in told.tables for row in table.rows for cell in row if cell.way]
            ways = [f"http://testserver{cell.way}" for cell in cells]
            linked = [link.address for table in file.tables for row in table.rows for link in links_of(row)]
            assert linked == ways != []
            vietnamese = {text for cell in cells for text, spoken in getattr(cell.text, "parts", ()) if spoken == "vi"}
            assert vietnamese or not language
            assert marked(file, "vi-VN") == (vietnamese if language else set())
            assert file.core_properties.language == ("en-GB" if language else "vi-VN")
            assert round(file.sections[0].page_width.mm) == 210


def test_one_click_leads_from_a_partner_and_a_place_to_both(seeded: None, client: Client):
    for address in ("/partners/vnpt/", "/places/hung-yen/"):
        links = attributes(client.get(address), "a", "href")
        for way in (f"{address}brief/", f"{address}brief.docx"):
            assert way in links
            assert client.get(way).status_code == 200


def test_overdue_comes_first_with_its_source_and_a_wish_is_no_promise(seeded: None, client: Client):
    response = client.get("/en/partners/ubnd-tinh-hung-yen/brief/")
    agreed, _held, _figures, asked = (texts(response, "tr")[at] for at in (1, -6, -4, -1))
    assert agreed.startswith("1 ")
    (overdue,) = [row for row in texts(response, "tr") if "past due" in row]
    assert "Hoped for, not promised; past due, nothing reported: 2017 1 " in overdue
    assert overdue.endswith("đi…, paragraph 12")
    assert asked == "What came of 17 of 17 clauses? 1"


def test_who_began_and_ended_an_office_is_told_and_who_held_one_at_a_predecessor(client: Client, db: None):
    before, after = make.partner("so-tttt", name="Sở Thông tin và Truyền thông"), make.partner("so-khcn")
    make.succession(before, after)
    of_unit = make.partner("vien-cu")
    make.succession(of_unit, make.partner("vien", parent=after))
    make.position(make.person("c", name="An Viện"), of_unit, title="Viện trưởng")
    make.position(make.person("a", name="An"), before, title="Giám đốc", started="2019-05", ended="2025-02-28")
    make.position(make.person("b", name="Bình"), after, title="Giám đốc", started="2025-03-01", first_cited="2025-04")
    response = client.get("/en/partners/so-khcn/brief/")
    held = [row for row in texts(response, "tr") if row.startswith(("An", "Bình"))]
    assert [row.split("  ")[0] for row in held] == [
        "Bình Giám đốc, SO KHCN In office from 1 March 2025; April 2025",
        "An Director, Department of Information and Communications In office from May 2019, until 28 February 2025",
    ]


def test_what_has_taken_the_place_of_a_place_is_told_with_its_brief(seeded: None, client: Client):
    for address in ("/en/partners/ubnd-tinh-thai-binh/", "/en/places/thai-binh/"):
        response = client.get(f"{address}brief/")
        said = "Thái Bình province, now part of Hưng Yên province"
        assert said in texts(response, "p")
        assert "/en/places/hung-yen/brief/" in attributes(response, "a", "href")
        (became,) = [each for each in word(client, f"{address}brief.docx").paragraphs if each.text == said]
        assert [link.address for link in became.hyperlinks] == ["http://testserver/en/places/hung-yen/brief/"]


def test_a_partner_of_nothing_says_so(client: Client, db: None):
    make.partner("fpt", name="FPT")
    response = client.get("/en/partners/fpt/brief/")
    assert texts(response, "tr") == []
    assert texts(response, "p", "lead")[0].endswith("No agreement is recorded. All that the register holds of it")
    nothing = [text for text in texts(response, "p") if text.startswith(("No", "None"))]
    assert nothing[:1] == ["None is recorded."]
    assert len(nothing) == 5
    assert [paragraph.text for paragraph in word(client, "/en/partners/fpt/brief.docx").paragraphs][3:4] == nothing[:1]


def test_a_long_brief_says_of_how_many_it_shows_the_first_and_asks_no_more(client: Client, db: None):
    many(range(1, 12))
    few = asked_once_known(client)
    many(range(12, 14))
    count_rows()
    assert asked_once_known(client) == few
    for address in ADDRESSES:
        cut, most = texts(client.get(f"/en{address}/"), "p", "cut"), (AGREEMENTS, POINTS, OFFICES, FIGURES)
        said = [f"{each} of 13 are shown" for each in most]
        said[1] += "; 13 of all were only hoped for"
        assert cut == said
        assert [each.text for each in word(client, f"/en{address}.docx").paragraphs if each.text in cut] == cut


def test_a_former_address_leads_to_today_s(client: Client, db: None):
    partner = make.partner("vnpt")
    partner.slug = "tap-doan-vnpt"
    partner.save()
    for ending in ("brief/", "brief.docx"):
        response = client.get(f"/partners/vnpt/{ending}")
        assert (response.status_code, response["Location"]) == (301, f"/partners/tap-doan-vnpt/{ending}")
