"""A person's offices with what was signed in each, whom they met; a partner over its whole lineage."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from articles.models import Certainty, Reason
from partnerships.models import Agreement, Partner, Party, Position, Tie, lineage
from partnerships.website.charts.career import drawn
from partnerships.website.pages.brief import about_partner
from partnerships.website.pages.partner import NEWEST, agreements_over_time
from partnerships.website.pages.person import Office, met
from people.models import Person
from tests import factories as make
from tests.pages import attributes, queries, texts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def long() -> Person:
    """Deputy at VNPT in 2014, head of it in 2020, and on a committee all the while."""
    long = make.person(name="Phạm Đức Long")
    vnpt = make.partner("vnpt", name="VNPT")
    make.position(long, make.partner("dang-uy", name="Đảng ủy"), "Ủy viên", first_cited="2014", last_cited="2020")
    make.position(long, vnpt, "Phó", first_cited="2014", last_cited="2014")
    make.position(long, vnpt, "Chủ tịch", first_cited="2020", last_cited="2020")
    return long


def signed(slug: str, day: str, who: Person, **fields: object) -> Agreement:
    agreed = make.signed_agreement(slug, title=slug, signed=day)
    make.signatory(agreed, who, party=agreed.parties.get(partner__slug="vnpt"), **fields)
    return agreed


def test_signings_stand_under_the_office_held_at_that_party_on_that_day(client: Client, long: Person):
    signed("nghe-an-2014", "2014-09-13", long, capacity="Phó TGĐ")
    agreed = signed("nghe-an-2020", "2020?-12-18", long, part="signed", capacity="CT HĐTV")
    make.signatory(agreed, long, part="spoke", party=agreed.parties.get(partner__slug="vnpt"))
    signed("nghe-an-2017", "2017", long)
    response = client.get("/en/people/pham-duc-long/")
    assert texts(response, "p", "lead") == [
        "Recorded at the signing of 3 agreements, the first on 13 September 2014, "
        "the last on 18 December 2020 (year inferred), cited in 3 offices: Ủy viên (2014–2020); Phó (2014); "
        "Chairman (2020)."
    ]
    held, others = texts(response, "ol", "career")
    assert held == (
        "Cited from 2014 to 2020 Ủy viên Đảng ủy "
        "Cited: 2014 Phó VNPT 13 September 2014 nghe-an-2014 attended as Phó TGĐ · for VNPT "
        "Cited: 2020 Chairman VNPT 18 December 2020 (year inferred) nghe-an-2020 "
        "signed as CT HĐTV · for VNPT spoke · for VNPT"
    )
    assert others == "2017 nghe-an-2017 attended · for VNPT"


def test_an_office_printed_by_the_same_passage_was_held_at_the_signing(client: Client):
    long = make.person()
    told = make.passage()
    unit = make.partner("vnpt-thai-binh", name="VNPT Thái Bình")
    make.position(long, unit, "Giám đốc", passages=[told])
    signed("nghe-an-2014", "2014", long, passages=[told])
    (held,) = texts(client.get("/en/people/pham-duc-long/"), "ol", "career")
    assert "Director VNPT Thái Bình" in held
    assert "nghe-an-2014" in held


def test_whom_somebody_met_by_the_number_of_shared_agreements(client: Client, long: Person):
    chairman, guest = make.person("chu-tich", name="Chủ Tịch"), make.person("khach", name="Khách")
    for slug in ("nghe-an-2014", "nghe-an-2020"):
        agreed = signed(slug, slug[-4:], long)
        make.signatory(agreed, chairman, party=agreed.parties.get(partner__slug="ubnd-tinh-nghe-an"))
    make.signatory(agreed, guest, party=agreed.parties.get(partner__slug="vnpt"))
    make.signatory(make.agreement("khac"), make.person("nguoi-la"))
    response = client.get("/en/people/pham-duc-long/")
    assert texts(response, "tr") == [
        "Person At the signing of Agreements",
        "Chủ Tịch other side nghe-an-2014 nghe-an-2020 2",
        "Khách same side nghe-an-2020 1",
    ]


def test_nobody_hidden_was_met(long: Person):
    agreed = signed("nghe-an-2014", "2014", long)
    make.signatory(agreed, make.person("kin", status="draft"))
    parts = list(long.signatories.public().with_agreement())
    assert met(long, parts) == []


def test_a_career_asks_as_much_for_12_signings_as_for_2(client: Client, long: Person):
    found = []
    for numbers in (range(2), range(2, 12)):
        for number in numbers:
            make.signatory(signed(f"so-{number}", "2014", long), make.person(f"ai-{number}"))
        found.append(queries(client, "/people/pham-duc-long/"))
    assert found[1] <= found[0] <= 12


@pytest.mark.parametrize(
    ("told", "is_sure"),
    [
        ({"started": "2014", "ended": "2020"}, True),
        ({"started": "2014", "ended": "2020", "certainty": "inferred", "note": "Theo văn cảnh"}, False),
        ({"started": "2016", "ended": "2016"}, False),  # not even which came first
        ({"started": "[2015-01-01..]", "ended": "2020"}, False),
        ({"started": "2014"}, False),
    ],
)
def test_an_office_is_drawn_as_held_on_no_day_that_is_not_certain(told: dict[str, Any], is_sure: bool):
    position = make.position(make.person("ai"), make.partner("vnpt"), **told)
    drawn_as = drawn([Office(position)])
    assert drawn_as is not None
    assert bool(drawn_as.rows[0].known) is is_sure


def test_the_lineage_of_a_partner_is_its_units_and_whom_it_came_from():
    group, old, older = make.partner("vnpt"), make.partner("vnpt-cu"), make.partner("buu-dien")
    make.succession(old, group, date="2005")
    make.succession(older, old, date="1995")
    unit = make.partner("vnpt-nghe-an", parent=group)
    of_old = make.partner("buu-dien-nghe-an", parent=older)
    make.partner("nguoi-khac")
    hidden = make.partner("kin", parent=group, status="draft")
    make.partner("duoi-kin", parent=hidden)
    make.succession(make.partner("chua-dang"), group, status="draft")
    of_unit = make.partner("dien-bao-nghe-an")
    make.succession(of_unit, unit)
    merged = make.partner("vnpt-vinh", parent=group)
    make.succession(merged, group)
    assert lineage(group) == {
        group.pk: Tie.ITSELF,
        old.pk: Tie.PREDECESSOR,
        unit.pk: Tie.UNIT,
        older.pk: Tie.PREDECESSOR,
        of_old.pk: Tie.UNIT,
        of_unit.pk: Tie.UNIT,
        merged.pk: Tie.UNIT,
    }


def test_what_came_by_a_doubtful_succession_is_not_certain(client: Client):
    group, old, province = make.partner("vnpt"), make.partner("vnpt-cu"), make.partner("ubnd")
    succession = make.succession(old, group, date="2005")
    make.partner("vnpt-vinh", parent=group)
    for slug, own in (("truoc", old), ("sau", group)):
        agreed = make.agreement(slug)
        make.party(agreed, own)
        make.party(agreed, province, Party.Side.PUBLIC_BODY)

    make.position(make.person("an"), old)

    def told() -> str:
        return texts(client.get("/en/partners/vnpt/"), "p", "lead")[0].partition(". ")[0]

    assert told() == "With those below it and those it came from, party to 2 recorded agreements"
    succession.certainty, succession.reason = Certainty.DISPUTED, Reason.SOURCES_DISAGREE
    succession.save()
    assert told() == (
        "With those below it and those it came from, party to 2 recorded agreements (1 of them not certain)"
    )
    assert (
        "2 agreements are recorded (1 of them not certain)" in client.get("/en/partners/vnpt/brief/").content.decode()
    )
    way = "Through its predecessor (possibly) "
    assert [line[: len(way)] for line in texts(client.get("/en/partners/vnpt/"), "p", "remark") if way in line] == [way]
    assert not Position.objects.filter(about_partner(group).offices[0])
    # Another way that is stated makes it certain, though it is longer.
    between = make.partner("vnpt-giua")
    make.succession(old, between, date="2004")
    make.succession(between, group, date="2005-02")
    assert lineage(group).certain == set(lineage(group))
    assert "not certain" not in told()
    assert Position.objects.get(about_partner(group).offices[0]).partner == old
    # The list counts what each has of its own, and says so.
    listed = client.get("/en/partners/")
    assert "Its own agreements" in texts(listed, "th", "num")
    assert {row.slug: row.agreements for row in listed.context["rows"]} == {
        "ubnd": 2,
        "vnpt": 1,
        "vnpt-cu": 1,
        "vnpt-giua": 0,
        "vnpt-vinh": 0,
    }


def test_page_api_and_calendar_give_one_answer_to_what_a_lineage_agreed(client: Client):
    group, old = make.partner("vnpt"), make.partner("vnpt-cu")
    make.succession(old, group, date="2005")
    make.party(make.agreement("truoc", signed="2004-01-01", period="2004/2010"), old)
    assert [entry.agreement.slug for entry in agreements_over_time(group, lineage(group)).entries] == ["truoc"]
    found = client.get("/api/v1/agreements/?lineage=vnpt").json()["results"]
    assert [row["slug"] for row in found] == ["truoc"]
    assert client.get("/api/v1/agreements/?partner=vnpt").json()["count"] == 0
    assert b"truoc" in client.get("/partners/vnpt/agreements.ics").content


def test_one_timeline_holds_the_agreements_of_the_lineage_with_who_signed_then(client: Client):
    group, old = make.partner("vnpt", name="VNPT"), make.partner("buu-dien", name="Bưu điện")
    make.succession(old, group, date="2005")
    province = make.partner("ubnd", name="UBND", kind=Partner.Kind.PEOPLES_COMMITTEE)
    for slug, day, own in (("truoc", "2001", old), ("sau", "2020", group)):
        agreed = make.agreement(slug, title=slug, signed=day)
        party = make.party(agreed, own)
        other = make.party(agreed, province, Party.Side.PUBLIC_BODY)
        make.signatory(agreed, make.person(f"giam-doc-{slug}", name=f"Ông {slug}"), party=party, capacity="Giám đốc")
        make.signatory(agreed, make.person(f"chu-tich-{slug}"), party=other)
    make.agreement("khong-lien-quan")
    response = client.get("/en/partners/vnpt/")
    assert texts(response, "ol", "rows") == [
        "sau With UBND Ông sau, Director attended Signed 2020 period not known "
        "truoc With UBND Through its predecessor Bưu điện Ông truoc, Director attended Signed 2001 period not known"
    ]
    assert texts(response, "p", "lead") == [
        "With those below it and those it came from, party to 2 recorded agreements. Of 2 no period is known."
    ]
    # Of two years with one each, both bars are full.
    assert [box for box in attributes(response, "svg", "viewbox") if box.endswith(" 1")][:2] == ["0 0 1 1"] * 2
    # From the predecessor, what came after it is not its own.
    assert [entry.agreement.slug for entry in agreements_over_time(old, lineage(old)).entries] == ["truoc"]


def test_a_timeline_stops_where_it_says_so():
    group = make.partner()
    for number in range(NEWEST):
        make.party(make.agreement(f"so-{number}", signed=str(1950 + number)), group)
    assert not agreements_over_time(group, lineage(group)).first.cut
    make.party(make.agreement(f"so-{NEWEST}", signed="2000"), group)
    history = agreements_over_time(group, lineage(group))
    assert [entry.agreement.slug for entry in history.entries] == [f"so-{NEWEST - number}" for number in range(NEWEST)]
    assert history.first.cut


def test_hidden_positions_are_no_office(client: Client, long: Person):
    Position.objects.filter(title="Chủ tịch").update(status="draft")
    signed("nghe-an-2020", "2020", long)
    held, others = texts(client.get("/en/people/pham-duc-long/"), "ol", "career")
    assert "Chairman" not in held
    assert "nghe-an-2020" in others


def test_of_two_offices_in_one_passage_the_one_at_the_party_was_signed_in(client: Client):
    long, told = make.person(), make.passage()
    make.position(long, make.partner("dang-uy", name="Đảng ủy"), "Ủy viên", passages=[told])
    make.position(long, make.partner("vnpt", name="VNPT"), "Chủ tịch", passages=[told])
    signed("nghe-an-2020", "2020", long, passages=[told])
    (held,) = texts(client.get("/en/people/pham-duc-long/"), "ol", "career")
    committee, group = held.split("Chairman")
    assert "nghe-an-2020" not in committee
    assert "nghe-an-2020" in group
