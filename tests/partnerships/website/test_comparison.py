"""Agreements side by side: what a later one added, kept and dropped, and the form that picks them."""

from __future__ import annotations

import pytest
from django.test import Client

from partnerships.models import Agreement, AgreementRelation, Party
from partnerships.website.pages.comparison import Change, compare
from tests import factories as make
from tests.pages import attributes, queries, texts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TWO = "?agreement=nghe-an-2020&agreement=nghe-an-2014"


@pytest.fixture
def topics() -> dict[str, object]:
    return {slug: make.topic(slug, label_vi=slug, label_en=slug) for slug in ("ha-tang", "y-te", "nong-nghiep")}


@pytest.fixture
def pair(topics: dict[str, object]) -> list[Agreement]:
    """Infrastructure is in both, health in the earlier one only, agriculture in the later one only."""
    earlier = make.signed_agreement("nghe-an-2014", signed="2014-09-13", period="2014/2020", stated_points=2)
    later = make.signed_agreement("nghe-an-2020", signed="2020?-12-18", period="2020/2025", stated_points=3)
    make.clause(earlier, 1, heading="Hạ tầng cũ", topics=[topics["ha-tang"]], outcome="met")
    make.clause(earlier, 2, heading="Y tế", topics=[topics["y-te"]])
    make.clause(later, 1, heading="Hạ tầng mới", topics=[topics["ha-tang"]])
    make.clause(later, 2, heading="Nông nghiệp", topics=[topics["nong-nghiep"]])
    make.clause(later, 3, heading="Việc khác")
    return [earlier, later]


def test_topics_stand_side_by_side_in_the_order_of_signing(client: Client, pair: list[Agreement]):
    response = client.get(f"/en/compare/{TWO}")
    assert response.status_code == 200
    assert texts(response, "p", "lead") == [
        "Only in Nghe An 2020: nong-nghiep. "
        "Only in Nghe An 2014: y-te; not mentioned does not mean dropped. In both: 1 topic."
    ]
    assert texts(response, "tr", "group") == [
        "In all of them 1 topic",
        "Only in Nghe An 2020 1 topic",
        "Only in Nghe An 2014 1 topic",
        "On no topic of the register 1 topic",
    ]
    assert texts(response, "tr", "on-topic") == [
        "ha-tang 1. Hạ tầng cũ 1. Hạ tầng mới",
        "nong-nghiep not mentioned 2. Nông nghiệp",
        "y-te 2. Y tế not mentioned any more",
        "not mentioned 3. Việc khác",
    ]
    assert attributes(response, "span", "aria-label", "outcome")[0] == "met"
    assert "/en/agreements/nghe-an-2020/#clause-2" in attributes(response, "a", "href")


def test_what_is_left_over_of_both_is_not_in_both(client: Client, pair: list[Agreement]):
    other = make.topic("hop-tac-khac", label_vi="Hợp tác khác", label_en="other")
    for agreement in pair:
        make.clause(agreement, 9, heading="Khác", topics=[other])
    response = client.get(f"/en/compare/{TWO}")
    assert texts(response, "p", "lead")[0].endswith("In both: 1 topic.")
    assert texts(response, "tr", "group")[0] == "In all of them 1 topic"
    assert texts(response, "tr", "group")[-1] == "On no topic of the register 2 topics"
    assert "other 9. Khác 9. Khác" in texts(response, "tr", "on-topic")


def test_dates_parties_and_points_stand_in_a_table(client: Client, pair: list[Agreement]):
    response = client.get(f"/en/compare/{TWO}")
    rows = [row.replace(" expired", "") for row in texts(response, "tr")][:10]  # the topics follow
    assert rows == [
        "Nghe An 2014 Nghe An 2020",
        "Kind Strategic cooperation agreement Strategic cooperation agreement",
        "Signed 13 September 2014 18 December 2020 (year inferred)",
        "Period 2014–2020 2020–2025",
        "Today",
        "Public body UBND TINH NGHE AN UBND TINH NGHE AN",
        "Provider VNPT VNPT",
        "Points stated 2 3",
        "Areas of cooperation recorded 2 3",
        "All clauses recorded 2 3",
    ]


def test_a_topic_may_go_and_come_again(topics: dict[str, object]):
    for year, on_it in (("2010", True), ("2014", False), ("2018", False), ("2020", True)):
        agreed = make.signed_agreement(f"nghe-an-{year}", signed=year)
        if on_it:
            make.clause(agreed, 1, topics=[topics["ha-tang"]])
    found = compare(Agreement.objects.public().with_related())
    assert [cell.change for cell in found.topics[0].cells] == [
        Change.FIRST,
        Change.DROPPED,
        Change.ABSENT,
        Change.ADDED,
    ]
    assert [(step.earlier.short, step.later.short, len(step.added), len(step.dropped)) for step in found.steps] == [
        ("Nghe An 2010", "Nghe An 2014", 0, 1),
        ("Nghe An 2014", "Nghe An 2018", 0, 0),
        ("Nghe An 2018", "Nghe An 2020", 1, 0),
    ]


def test_a_long_agreement_takes_nothing_from_the_others(pair: list[Agreement], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("partnerships.website.pages.comparison.MOST_CLAUSES", 2)
    for number in range(4, 12):
        make.clause(pair[1], number, heading="Dài")
    shown = {str(each.topic): [len(cell.clauses) for cell in each.cells] for each in compare(pair).topics}
    assert shown == {"ha-tang": [1, 1], "nong-nghiep": [0, 1], "y-te": [1, 0]}


def test_agreements_of_one_place_and_year_go_by_their_titles():
    make.signed_agreement("mot", title="Bản một", signed="2018-03")
    make.signed_agreement("hai", title="Bản hai", signed="2018-05")
    found = compare(Agreement.objects.public().with_related())
    assert [each.short for each in found.agreements] == ["Bản một", "Bản hai"]


@pytest.mark.parametrize(
    ("query", "status", "message"),
    [
        ("?agreement=nghe-an-2014&agreement=nghe-an-2014", 400, "Name each agreement once."),
        ("?agreement=a&agreement=b&agreement=c&agreement=d&agreement=e", 400, "5 agreements are too many"),
        ("?agremeent=nghe-an-2014", 400, "Unknown parameter; did you mean “agreement”?"),
        ("?q=%00", 400, "Null characters are not allowed."),
        ("?q=%FF", 400, "Not UTF-8 text, or a NUL in it."),
        ("?agreement=nghe-an-2014&agreement=a%00b", 400, "Not UTF-8 text, or a NUL in it."),
        ("?agreement=nghe-an-2014&agreement=chua-co", 404, "agreement=chua-co: There is no such agreement"),
        ("?agreement=nghe-an-2014&agreement=nhap", 404, "agreement=nhap: There is no such agreement"),
    ],
)
def test_what_cannot_be_compared_is_said_with_what_would_be_right(
    client: Client, pair: list[Agreement], query: str, status: int, message: str
):
    make.signed_agreement("nhap", status="draft")
    response = client.get(f"/en/compare/{query}")
    assert response.status_code == status
    (problems,) = texts(response, "div", "problems")
    assert message in problems
    assert "The address names two to four published agreements by their slugs, each once:" in problems


def test_an_old_slug_leads_to_the_same_comparison(client: Client, pair: list[Agreement]):
    pair[0].slug = "nghe-an-13-9-2014"
    pair[0].save()
    response = client.get("/en/compare/?agreement=nghe-an-2014&agreement=nghe-an-2020")
    assert response.status_code == 301
    assert response["Location"] == "/en/compare/?agreement=nghe-an-13-9-2014&agreement=nghe-an-2020"


def test_one_agreement_is_offered_those_before_and_after_it_then_those_of_its_parties(
    client: Client, pair: list[Agreement]
):
    elsewhere = make.agreement("thai-binh-2014", title="Thái Bình")
    make.party(elsewhere, make.partner("ubnd-thai-binh"), Party.Side.PUBLIC_BODY)
    far = make.agreement("bac-kan-2015", title="Bắc Kạn")
    make.relation(pair[0], far, kind=AgreementRelation.Kind.FOLLOWS)
    response = client.get("/en/compare/?agreement=nghe-an-2014")
    assert response.status_code == 200
    offered = attributes(response, "input", "value")
    assert offered[:3] == ["nghe-an-2014", "bac-kan-2015", "nghe-an-2020"]
    assert "thai-binh-2014" not in offered
    response = client.get("/en/compare/?agreement=nghe-an-2014&q=thai+binh")
    assert attributes(response, "input", "value")[:2] == ["nghe-an-2014", "thai-binh-2014"]


def test_comparisons_are_not_for_search_engines(client: Client, pair: list[Agreement]):
    content = client.get(f"/en/compare/{TWO}").content.decode()
    assert '<meta name="robots" content="noindex, follow">' in content


def test_a_comparison_asks_as_much_for_50_clauses_as_for_2(client: Client, pair: list[Agreement]):
    before = queries(client, f"/en/compare/{TWO}")
    for number in range(10, 60):
        make.clause(pair[1], number)
    assert queries(client, f"/en/compare/{TWO}") <= before <= 12


def test_drafts_change_nothing_of_a_comparison(client: Client, pair: list[Agreement], topics: dict[str, object]):
    before = client.get(f"/en/compare/{TWO}").content
    hidden = make.signed_agreement("nhap", status="draft")
    make.relation(hidden, pair[0])
    make.party(pair[0], make.partner("an", status="draft"), Party.Side.PUBLIC_BODY)
    pair[1].clauses.get(number=3).set_links("topics", [make.topic("kin", status="draft")])
    assert client.get(f"/en/compare/{TWO}").content == before
