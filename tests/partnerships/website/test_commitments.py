"""What was agreed and how far it got: one state for pages, lists, filters, files and the API."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.core.cache import caches
from django.http import QueryDict
from django.test import Client

from partnerships import filters
from partnerships.filters import ClauseFilterSet
from partnerships.models import Clause
from partnerships.website.views import commitments
from records import dates
from records.changes import noted
from records.noting import _ways, catch_up
from tests import factories as make
from tests.pages import attributes, queries, texts
from tests.partnerships.website.test_facets import offered

pytestmark = pytest.mark.django_db

THIS = dates.today().year
TOMORROW = f"{dates.today() + timedelta(days=1)}"
SOON = f"{dates.today() + Clause.SOON}"
# It may be due by then, or not.
SPAN = f"[2015-01-01..{dates.today() + Clause.SOON + timedelta(days=1)}]"


def test_how_far_a_point_has_come_is_one_thing_for_rows_columns_and_filters():
    agreed, expected = make.signed_agreement(), {}
    days = ("2017", "2017?", "[2017..]", SPAN, SOON, "2999", "")
    for number, (kind, outcome, due) in enumerate(product(Clause.Kind, Clause.Outcome, days), start=1):
        state = {"unknown": "not_told"}.get(outcome, str(outcome))
        if kind == "reported_deed":
            state = "reported"
        elif kind != "area" and outcome in {"unknown", "scheduled"}:
            late = "overdue" if outcome == "unknown" else state  # of what is scheduled something is reported
            state = {"2017": late, "2017?": late, SOON: "due_soon"}.get(due, state)
        make.clause(agreed, number, kind=kind, outcome=outcome, due=due)
        expected[number] = state
    assert {clause.number: clause.state for clause in Clause.objects.with_state()} == expected
    columns = [column for column in Clause.columns() if column.name in {"number", "state"}]
    assert dict(Clause.objects.rows(columns)) == expected
    for state in Clause.State:
        asked = ClauseFilterSet(QueryDict(f"state={state}"))
        found = {number for number, one in expected.items() if one == state}
        assert (asked.problems(), {*asked.qs.values_list("number", flat=True)}) == ([], found)


def test_what_falls_due_today_is_not_overdue():
    make.clause(make.signed_agreement(), kind="obligation", due=dates.today().isoformat())
    clause = Clause.objects.with_state().get()
    assert (clause.state, Clause.objects.in_states("overdue").exists()) == ("due_soon", False)
    assert Clause.objects.in_states("overdue", on=date(2999, 1, 1)).get() == clause


@pytest.mark.parametrize(
    ("agreed", "due", "state", "unsure"),
    [
        ({"signed": f"{THIS + 1}-01"}, f"{THIS - 1}", "not_told", False),
        ({"signed": f"{THIS + 1}-01"}, f"{THIS + 1}-01", "not_told", False),
        ({"signed": f"{THIS + 1}-01?"}, f"{THIS - 1}", "not_told", True),
        ({"signed": f"[{THIS - 1}..{THIS + 1}]"}, f"{THIS - 1}", "overdue", True),
        ({"signed": f"{THIS + 1}-01", "reads": {"signed": f"{THIS - 2}"}}, f"{THIS - 1}", "overdue", True),
        ({"terminated": f"{THIS - 2}"}, f"{THIS - 1}", "not_told", False),
        ({"terminated": f"{THIS - 2}"}, TOMORROW, "not_told", False),
        ({"terminated": f"{THIS - 2}?"}, f"{THIS - 1}", "not_told", True),
        ({"terminated": f"{THIS - 1}"}, f"{THIS - 1}-05", "overdue", True),
        ({"terminated": f"{THIS - 1}"}, f"{THIS - 2}", "overdue", False),
        ({"terminated": f"{THIS + 1}"}, f"{THIS - 1}", "overdue", False),
        ({}, f"{THIS - 1}", "overdue", False),
    ],
)
def test_nothing_falls_due_before_its_agreement_is_signed_or_after_it_was_ended(
    client: Client, agreed: dict[str, Any], due: str, state: str, unsure: bool
):
    reads, place = agreed.get("reads"), make.passage()
    made = make.signed_agreement(passages=[place], **{name: day for name, day in agreed.items() if name != "reads"})
    if reads:
        make.reads(made, place, **reads)
    make.clause(made, kind="obligation", due=due)
    clause = Clause.objects.with_state().get()
    assert (clause.state, clause.state_unsure) == (state, unsure)
    (row,) = client.get("/api/v1/clauses/?ordering=state").json()["results"]
    assert row["state"] == state
    for one in Clause.State:
        assert client.get(f"/api/v1/clauses/?state={one}").json()["count"] == (one == state), one
    assert offered(client.get("/commitments/"))["state"] == [(state, 1)]


def test_readers_are_told_when_what_a_clause_hangs_on_changes_its_state(client: Client):
    place = make.passage()
    made = make.signed_agreement(signed=f"{THIS + 1}-01", passages=[place])
    make.clause(made, kind="obligation", due=f"{THIS - 1}")

    def told() -> tuple[str, int]:
        catch_up(60, waited_for=False)
        (row,) = client.get("/api/v1/clauses/").json()["results"]
        return row["state"], noted(Clause).get().change

    before = told()
    make.reads(made, place, signed=f"{THIS - 2}")
    after = told()
    assert (before[0], after[0]) == ("not_told", "overdue")
    assert after[1] > before[1]
    assert "partnerships_agreementreading" in _ways(Clause)  # else all clauses are looked through


def test_what_is_scheduled_is_not_said_to_be_reported_by_nobody(client: Client):
    made = make.signed_agreement()
    days = {1: f"{THIS - 2}", 2: TOMORROW}
    for number, due in days.items():
        make.clause(made, number, kind="obligation", due=due, outcome="scheduled", outcome_date=f"{THIS - 3}-12")
    page, listed = client.get("/en/agreements/nghe-an-2020/"), client.get("/en/commitments/")
    for shown in (page, listed, client.get("/en/places/nghe-an/")):
        assert "nothing reported" not in re.sub(r"\s+", " ", shown.content.decode().partition("<main")[2])
    marks = texts(page, "ul", "marks")
    assert marks[0].startswith(f"scheduled – December {THIS - 3} ")
    assert marks[1].startswith(f"due within 12 months, scheduled – December {THIS - 3} ")
    assert f"{THIS - 2} Scheduled: December {THIS - 3}" in texts(listed, "td")


def test_very_many_stand_as_they_are_due_until_they_are_narrowed(client: Client, monkeypatch: pytest.MonkeyPatch):
    agreed = make.signed_agreement()
    for number, due in enumerate(("", "2020", "2017"), 1):
        make.clause(
            agreed, number, heading=f"Điểm {number}", kind="goal", due=due, outcome="met" if number > 2 else "unknown"
        )

    def shown(asked: str = "") -> tuple[list[str], list[str]]:
        response = client.get(f"/en/commitments/{asked}")
        return texts(response, "a", "t"), [value for value, _label in response.context["orderings"]]

    def listed(asked: str) -> list[str]:
        return [row["heading"] for row in client.get(f"/api/v1/clauses/?ordering={asked}").json()["results"]]

    by_state = ["Điểm 2", "Điểm 3", "Điểm 1"]
    assert shown() == (by_state, ["state", "due", "-due"])
    assert listed("state") == listed("state,due") == by_state
    monkeypatch.setattr(commitments, "MOST_COUNTED", 2)
    monkeypatch.setattr(filters.agreements, "MOST_COUNTED", 2)
    caches["pages"].clear()
    assert shown() == (["Điểm 3", "Điểm 2", "Điểm 1"], ["due", "-due"])
    assert shown("?ordering=-due") == (["Điểm 2", "Điểm 3", "Điểm 1"], ["due", "-due"])
    assert shown("?ordering=state") == shown("?ordering=") == (["Điểm 3", "Điểm 2", "Điểm 1"], ["due", "-due"])
    assert listed("state") == listed("state,-due") == ["Điểm 3", "Điểm 2", "Điểm 1"]
    descending = ["Điểm 2", "Điểm 3", "Điểm 1"]
    assert listed("-due,state") == shown("?ordering=-due,state")[0] == descending
    assert listed("state&state=overdue&state=not_told") == ["Điểm 2", "Điểm 1"]
    assert shown("?state=overdue&state=not_told") == (["Điểm 2", "Điểm 1"], ["state", "due", "-due"])


def test_commitments_stand_by_how_far_they_got_and_wishes_and_deeds_apart(client: Client):
    agreed = make.signed_agreement()
    vnpt, committee = agreed.parties.order_by("pk")
    make.clause(agreed, 1, heading="Hạ tầng", topics=[make.topic("ha-tang")])
    make.clause(agreed, 2, kind="wish", heading="Xong 2017", due="2017", obligors=[vnpt])
    make.clause(agreed, 3, kind="goal", heading="Dẫn đầu", due="2020", obligors=[committee], passages=[make.passage()])
    make.clause(agreed, 4, kind="reported_deed", heading="Đã làm", obligors=[vnpt])
    make.clause(agreed, 5, kind="obligation", heading="Tư vấn", outcome="met", outcome_date="2018", obligors=[vnpt])
    make.clause(make.agreement("kin", status="draft"), 1, heading="Kín")
    response = client.get("/en/commitments/")
    assert texts(response, "tr", "group") == [
        "past due, nothing reported",
        "met",
        "nothing reported",
        "Hoped for, not promised: past due, nothing reported",
        "Told of as done, not as promised",
    ]
    assert texts(response, "a", "t") == ["Dẫn đầu", "Tư vấn", "Hạ tầng", "Xong 2017", "Đã làm"]
    assert texts(response, "dl", "tallies") == ["past due, nothing reported 1 met 1 nothing reported 1"]
    assert texts(response, "td", "who")[:2] == ["Goal: UBND TINH NGHE AN", "Obligation: VNPT"]
    assert {"2020", "Met: 2018"} <= set(texts(response, "td"))
    promised = "?kind=area&kind=obligation&kind=goal"
    assert f"{promised}&state=overdue" in attributes(response, "a", "href")
    assert texts(client.get(f"/en/commitments/{promised}&state=overdue"), "a", "t") == ["Dẫn đầu"]
    for query, found in (
        ("state=overdue", ["Dẫn đầu", "Xong 2017"]),
        ("side=provider", ["Tư vấn", "Xong 2017", "Đã làm"]),
        ("side=shared", ["Hạ tầng"]),
        ("side=shared&side=public_body", ["Dẫn đầu", "Hạ tầng"]),
        ("topic=ha-tang", ["Hạ tầng"]),
        ("province=nghe-an&year=2017", ["Xong 2017"]),
        ("ordering=due&side=provider", ["Xong 2017", "Đã làm", "Tư vấn"]),
        ("ordering=due,state&side=provider", ["Xong 2017", "Tư vấn", "Đã làm"]),
        ("ordering=state,-due&side=provider", ["Tư vấn", "Xong 2017", "Đã làm"]),
    ):
        assert texts(client.get(f"/commitments/?{query}"), "a", "t") == found, query
        assert client.get(f"/api/v1/clauses/?{query}").json()["count"] == len(found), query
    facets = {name: dict(choices) for name, choices in offered(response).items()}
    assert facets["state"] == {"overdue": 2, "met": 1, "not_told": 1, "reported": 1}
    assert facets["side"] == {"provider": 3, "public_body": 1, "shared": 1}
    assert (facets["topic"], facets["province"]) == ({"ha-tang": 1}, {"Provinces today": 0, "nghe-an": 5})
    assert facets["year"] == {"2020": 1, "2017": 1, "unknown": 3}
    csv = b"".join(client.get("/commitments/?state=met&format=csv")).decode("utf-8-sig").splitlines()
    assert [row.split(",")[:2] for row in csv] == [["agreement", "number"], ["nghe-an-2020", "5"]]
    committee.partner.status = "draft"
    committee.partner.save()
    assert offered(client.get("/en/commitments/"))["side"] == [("provider", 3), ("shared", 2)]


def test_commitments_ask_as_much_for_many_rows_as_for_two(client: Client):
    def more(slug: str) -> None:
        agreed = make.signed_agreement(slug)
        for number in (1, 2):
            place = make.passage(make.article(f"bai-{slug}-{number}"))
            obligors = [agreed.parties.first()]
            make.clause(agreed, number, topics=[make.topic(f"{slug}-{number}")], obligors=obligors, passages=[place])

    more("mot")
    queries(client, "/commitments/")  # the tree of areas is read
    more("hai")
    few = queries(client, "/commitments/")
    for slug in ("ba", "bon", "nam"):
        more(slug)
    assert queries(client, "/commitments/") == few


def test_the_number_of_the_front_page_leads_to_what_was_promised(seeded: None, client: Client):
    response = client.get("/en/")
    asked = "/en/commitments/?kind=area&kind=obligation&kind=goal"
    assert asked in attributes(response, "a", "href")
    count = client.get(asked).context["page"].count
    assert count == response.context["clause_count"] > 50
    # Of the same points it is said how many are past due; what was only hoped for is counted apart.
    told = "1 past due, nothing reported (1 not certain) not counted: 1 past due that was only hoped for"
    assert told in texts(response, "div", "tally")[0]
    for overdue, found in (
        (f"{asked}&state=overdue", "Tỉnh công nghiệp vào năm 2020, CNTT là ưu tiên"),
        ("/en/commitments/?kind=wish&state=overdue", "Hoàn thành chính quyền điện tử trong năm 2017"),
    ):
        assert overdue in attributes(response, "a", "href")
        assert texts(client.get(overdue), "a", "t") == [found]


def test_a_list_says_in_its_heading_and_title_what_narrows_it(client: Client):
    make.clause(make.signed_agreement(), kind="goal", due="2017")
    response = client.get("/en/commitments/?state=overdue&province=nghe-an")
    narrowed = "What was agreed, and how far it got in Nghe An: past due, nothing reported"
    assert texts(response, "h1") == [narrowed]
    assert texts(response, "title")[0].startswith(f"{narrowed} – ")


def test_what_is_counted_is_as_certain_as_the_points_are(client: Client):
    agreed = make.signed_agreement()
    doubted = {"certainty": "disputed", "note": "Hai bài nói khác nhau."}
    year = {"certainty": "inferred", "reason": "year_not_printed"}
    make.clause(agreed, 1, kind="goal", outcome="met", **doubted)
    make.clause(agreed, 2, kind="goal", outcome="met", outcome_date="2018?", **year)
    make.clause(agreed, 3, kind="goal", due="2017")
    make.clause(agreed, 4, kind="goal", due="2017?", **year)
    make.clause(agreed, 5, kind="goal", due="2999?", **year)
    told = [
        "past due, nothing reported 2 (1 not certain) met 2 (1 not certain) nothing reported 1",
    ]
    for address in ("agreements/nghe-an-2020", "commitments", "places/nghe-an"):
        assert texts(client.get(f"/en/{address}/"), "dl", "tallies") == told, address
    overdue = "2 past due, nothing reported (1 not certain)"
    assert overdue in texts(client.get("/en/"), "div", "tally")[0]
    assert "2 clauses past due or due within 12 months (1 not certain)" in texts(
        client.get("/en/places/nghe-an/"), "dd"
    )


def test_the_numbers_of_a_list_narrowed_by_kind_lead_to_what_they_count(client: Client):
    agreed = make.signed_agreement()
    make.clause(agreed, 1, kind="goal")
    make.clause(agreed, 2, kind="obligation")
    response = client.get("/en/commitments/?kind=goal&kind=wish")
    assert texts(response, "dl", "tallies") == ["nothing reported 1"]
    (way,) = {href for href in attributes(response, "a", "href") if href.endswith("&state=not_told")} - {
        "?kind=goal&kind=wish&state=not_told"
    }
    assert way == "?kind=goal&state=not_told"
