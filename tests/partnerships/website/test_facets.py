"""What lists are narrowed by: exact counts, over public records only, that keep what they promise."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Certainty, Outlet, Passage
from partnerships.models import (
    Agreement,
    AgreementCitation,
    AgreementReading,
    Area,
    AreaName,
    AreaSuccession,
    Clause,
    ClauseTopic,
    Partner,
    Party,
    Position,
    Solution,
    Topic,
)
from partnerships.website.views.agreement import AgreementList
from partnerships.website.views.article import ArticleList
from partnerships.website.views.partner import PartnerList
from partnerships.website.views.person import PersonList
from partnerships.website.views.topic import SolutionList
from people.models import Person
from records import facets, filter_forms, pagination, views
from records.models import TrackedModel
from tests import factories as make
from tests.pages import slugs, texts

pytestmark = pytest.mark.django_db

Offered = dict[str, list[tuple[str, int]]]


def offered(response: Any) -> Offered:
    """By facet, its values and their counts in the order they are shown; under a heading, that stands between."""
    found: Offered = {}
    for facet in response.context["form"].facets:
        found[facet.name] = [
            line
            for group in facet.groups
            for line in [
                *([(group.heading, 0)] if group.heading else []),
                *((choice.value, choice.count) for choice in (*group.first, *group.rest)),
            ]
        ]
    return found


def chosen(response: Any) -> dict[str, list[str]]:
    return {facet.name: [each.value for each in facet.chosen] for facet in response.context["form"].facets}


@pytest.fixture
def world() -> None:
    """Two agreements with VNPT in Nghệ An, one with its unit in Thái Bình (Hưng Yên today), one with FPT."""
    vnpt, fpt = make.partner("vnpt"), make.partner("fpt")
    unit = make.partner("vnpt-thai-binh", kind=Partner.Kind.PROVIDER_UNIT, parent=vnpt)
    hung_yen = make.area("hung-yen", name="Hưng Yên")
    thai_binh = make.area("thai-binh", name="Thái Bình", ended="2025-07-01", succeeded_by=hung_yen)
    nghe_an = make.area("nghe-an", name="Nghệ An")
    vinh = make.area("vinh", name="Vinh", level=Area.Level.DISTRICT, parent=nghe_an)
    bodies = {
        area.slug: make.partner(f"ubnd-{area.slug}", kind="peoples_committee", area=area)
        for area in (hung_yen, thai_binh, nghe_an, vinh)
    }
    network, people = make.topic("ha-tang", label_en="Infrastructure"), make.topic("nhan-luc", label_en="People")
    plan = Agreement.Kind.PLAN

    def agreed(slug: str, providers: list[Partner], areas: list[str], topics: list[Any], **fields: Any) -> None:
        made = make.agreement(slug, **fields)
        for provider in providers:
            make.party(made, provider)
        for area in areas:
            make.party(made, bodies[area], Party.Side.PUBLIC_BODY)
        for number, topic in enumerate(topics, start=1):
            make.clause(made, number, topics=[topic])

    doubt = {"certainty": Certainty.INFERRED, "note": "Bài không in năm."}
    agreed("a", [vnpt], ["nghe-an"], [network, network, people], signed="2014-10", period="2014/2020")
    agreed(
        "b", [vnpt, unit], ["nghe-an", "vinh"], [network], signed="2020?-12-18", period="2020/2999", kind=plan, **doubt
    )
    agreed("c", [unit], ["thai-binh"], [people], signed="[..2014-10-15]", kind=plan)
    agreed("d", [fpt], ["hung-yen"], [], signed="2020", period="2020/2021")


def test_agreements_are_counted_by_everything_they_may_be_narrowed_by(client: Client, world: None) -> None:
    response = client.get("/en/agreements/")
    assert offered(response) == {
        "provider": [("vnpt", 3), ("fpt", 1)],
        "province": [
            ("Provinces today", 0),
            ("hung-yen", 2),
            ("nghe-an", 2),
            ("Former provinces", 0),
            ("thai-binh", 1),
        ],
        "lifecycle": [("in_force", 1), ("expired", 2), ("unknown", 1)],
        "kind": [("agreement", 2), ("plan", 2)],
        "strategic": [("yes", 4)],
        "topic": [("ha-tang", 2), ("nhan-luc", 2)],
        "year": [("2020", 2), ("2014", 1), ("unknown", 1)],
        "certainty": [("stated", 3), ("inferred", 1)],
    }
    assert texts(response, "details", "facet")[0] == "Provider Provider VNPT 3 FPT 1 Apply"
    assert texts(response, "details", "facet")[6] == "Year of signing Year of signing 2020 2 2014 1 Not known 1 Apply"


def test_a_facet_is_counted_beside_the_other_filters_but_not_its_own(client: Client, world: None) -> None:
    response = client.get("/en/agreements/?kind=plan&provider=vnpt&province=vinh")
    assert slugs(response) == ["b"]
    assert offered(response) == {
        "provider": [("vnpt", 1)],
        "province": [
            ("Provinces today", 0),
            ("hung-yen", 1),
            ("nghe-an", 1),
            ("vinh", 1),
            ("Former provinces", 0),
            ("thai-binh", 1),
        ],
        "lifecycle": [("in_force", 1)],
        "kind": [("plan", 1)],
        "strategic": [("yes", 1)],
        "topic": [("ha-tang", 1)],
        "year": [("2020", 1)],
        "certainty": [("inferred", 1)],
    }
    assert chosen(response) == {
        "provider": ["vnpt"],
        "province": ["vinh"],
        "lifecycle": [],
        "kind": ["plan"],
        "strategic": [],
        "topic": [],
        "year": [],
        "certainty": [],
    }
    # A second value adds to the first.
    assert slugs(client.get("/en/agreements/?kind=plan&province=vinh&province=hung-yen&ordering=title")) == ["b", "c"]


def test_what_is_chosen_is_shown_though_nothing_has_it(client: Client, world: None) -> None:
    response = client.get("/en/agreements/?kind=minutes&kind=plan&provider=vnpt-thai-binh&certainty=disputed")
    assert slugs(response) == []
    assert offered(response)["kind"] == [("minutes", 0), ("plan", 0)]
    assert offered(response)["provider"] == [("vnpt-thai-binh", 0)]
    assert offered(response)["certainty"] == [("stated", 1), ("inferred", 1), ("disputed", 0)]
    assert texts(response, "span", "chosen") == ["VNPT THAI BINH", "Minutes, Plan", "Disputed"]


def test_a_unit_counts_for_itself_where_it_is_asked_for(client: Client, world: None) -> None:
    response = client.get("/en/agreements/?provider=vnpt-thai-binh&ordering=title")
    assert slugs(response) == ["b", "c"]
    assert offered(response)["provider"] == [("vnpt", 3), ("vnpt-thai-binh", 2), ("fpt", 1)]


def test_states_that_leave_no_doubt_are_counted_where_only_they_are_found(client: Client, world: None) -> None:
    Agreement.objects.filter(slug="b").update(period="2020?/2999")
    assert offered(client.get("/en/agreements/?lifecycle=expired&certainly=true"))["lifecycle"] == [("expired", 2)]


@pytest.mark.parametrize("address", ["agreements", "partners", "people", "articles", "solutions"])
def test_each_choice_finds_as_many_as_it_says(client: Client, seeded: None, address: str) -> None:
    for base in ("", "search=vnpt&"):
        response: Any = client.get(f"/en/{address}/?{base}")
        view, told = response.resolver_match.func.view_class, offered(response)
        assert told
        for name, lines in told.items():
            for value, n in lines:
                if n:
                    found = view.filterset_class(QueryDict(f"{base}{name}={value}"))
                    assert (found.problems(), found.qs.count()) == ([], n), (base, name, value)


def test_partners_people_articles_and_solutions_have_facets_of_their_own(client: Client, world: None) -> None:
    assert offered(client.get("/en/partners/")) == {
        "kind": [("group", 2), ("provider_unit", 1), ("peoples_committee", 4)],
        "province": [
            ("Provinces today", 0),
            ("hung-yen", 2),
            ("nghe-an", 2),
            ("Former provinces", 0),
            ("thai-binh", 1),
        ],
    }
    head = make.person("a", name="A")
    make.position(head, Partner.objects.get(slug="vnpt"), "Chủ tịch")
    make.position(head, Partner.objects.get(slug="vnpt"), "Tổng Giám đốc")
    make.position(make.person("b", name="B"), Partner.objects.get(slug="vnpt"))
    make.position(head, Partner.objects.get(slug="fpt"))
    assert offered(client.get("/en/people/")) == {"partner": [("vnpt", 2), ("fpt", 1)]}
    make.article("x", outlet=make.outlet("nhan-dan"), published="2014-10-15")
    make.article("y", outlet=make.outlet("ictnews"), published="2018-06")
    make.article("z", outlet=make.article("w").outlet, published="[2014..2018]")
    assert offered(client.get("/en/articles/")) == {
        "kind": [("press_article", 4)],
        "outlet": [("ictpress", 2), ("ictnews", 1), ("nhan-dan", 1)],
        "year": [("2018", 1), ("2014", 1), ("unknown", 2)],
    }
    make.solution(provider=Partner.objects.get(slug="fpt"))
    assert offered(client.get("/en/solutions/")) == {"provider": [("fpt", 1)]}
    assert offered(client.get("/en/topics/")) == {}


def test_years_are_those_of_which_nothing_else_is_possible(client: Client, world: None) -> None:
    years = {
        year: slugs(client.get(f"/en/agreements/?year={year}&ordering=title")) for year in ("2014", "2020", "2015")
    }
    assert years == {"2014": ["a"], "2020": ["b", "d"], "2015": []}
    assert slugs(client.get("/en/agreements/?year=unknown&year=2014&ordering=title")) == ["a", "c"]
    data = client.get("/api/v1/agreements/?year=unknown").json()
    assert [row["slug"] for row in data["results"]] == ["c"]
    assert b"\r\nc," in client.get("/en/agreements/?year=unknown&format=csv").getvalue()
    for wrong in ("14", "20140", "0999", "%D9%A2%D9%A0%D9%A1%D9%A4", "x"):
        response = client.get(f"/en/agreements/?year={wrong}")
        assert response.status_code == 400
        assert [problem.parameter for problem in response.context["problems"]] == ["year"]


def test_former_provinces_of_several_successions_are_offered_with_what_each_finds(client: Client) -> None:
    today = make.area("ha-noi", name="Hà Nội")
    gone = make.area("ha-tay", name="Hà Tây", ended="2008-08-01", succeeded_by=today)
    older = make.area("ha-son-binh", name="Hà Sơn Bình", ended="1991", succeeded_by=gone)
    district = make.area("ba-vi", level=Area.Level.DISTRICT, parent=older)
    make.partner("ubnd-xa", area=make.area("xa", level=Area.Level.COMMUNE, parent=district))
    make.partner("ubnd-ha-tay", area=gone)
    make.area("cao-bang", name="Cao Bằng")
    hidden = make.area("huyen", level=Area.Level.DISTRICT, parent=make.area("lang-son"), status="draft")
    make.partner("ubnd-huyen", area=hidden)
    assert offered(client.get("/en/partners/"))["province"] == [
        ("Provinces today", 0),
        ("ha-noi", 2),
        ("Former provinces", 0),
        ("ha-tay", 2),
        ("ha-son-binh", 1),
    ]


def test_a_long_facet_shows_the_most_frequent_and_what_is_chosen(client: Client) -> None:
    for number in range(13):
        group = make.partner(f"nhom-{number:02}")
        for time in range(1 + (number == 12)):
            make.party(make.agreement(f"so-{number}-{time}"), group)
    response = client.get("/en/agreements/?provider=nhom-11")
    (facet,) = (each for each in response.context["form"].facets if each.name == "provider")
    (group,) = facet.groups
    assert [choice.value for choice in group.first] == ["nhom-12", *(f"nhom-{n:02}" for n in range(9)), "nhom-11"]
    assert [choice.value for choice in group.rest] == ["nhom-09", "nhom-10"]
    assert texts(response, "details", "rest") == ["2 more NHOM 09 1 NHOM 10 1"]


def test_what_is_hidden_changes_no_count(client: Client, world: None) -> None:
    lists = ("agreements", "partners", "people", "articles", "solutions")
    asked = [*(f"/en/{name}/" for name in lists), "/en/agreements/?kind=plan", "/en/agreements/?search=thoa+thuan"]
    before = [offered(client.get(address)) for address in asked]
    vnpt, nghe_an = Partner.objects.get(slug="vnpt"), Area.objects.get(slug="nghe-an")
    draft = make.agreement("nhap", signed="2020", status="draft", kind="plan")
    make.party(draft, vnpt)
    make.clause(draft, topics=[make.topic("kin", status="draft"), *make.Topic.objects.public()[:1]])
    away = make.partner("kin", status="withdrawn", area=nghe_an)
    make.party(Agreement.objects.get(slug="d"), away)
    Partner.objects.filter(slug="fpt").update(parent=away)
    make.position(make.person("kin", status="draft"), vnpt)
    make.position(make.person("ai"), away)
    make.position(make.person("do"), vnpt, status="draft")
    make.person("ai-do")
    make.article("kin", outlet=make.outlet("kin", status="draft"), published="2020")
    make.solution("kin", provider=vnpt, status="draft")
    assert [offered(client.get(address)) for address in asked] == before


def test_counts_are_made_again_when_anything_changes(
    client: Client, world: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    monkeypatch.setattr(views, "count", lambda *asked: made.append(asked) or facets.count(*asked))
    for address in ("?kind=plan", "?kind=plan&ordering=title", "?page=1&kind=plan"):
        assert offered(client.get(f"/en/agreements/{address}"))["year"] == [("2020", 1), ("unknown", 1)]
    assert len(made) == 1
    Agreement.objects.filter(slug="d").update(kind="plan")  # past every hook
    assert offered(client.get("/en/agreements/?kind=plan"))["year"] == [("2020", 2), ("unknown", 1)]


def test_counts_stay_when_something_else_changes(client: Client, world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr(views, "count", lambda *asked: made.append(asked) or facets.count(*asked))
    addresses = ("/en/agreements/", "/en/agreements/?provider=vnpt&province=nghe-an", "/en/partners/")
    searches = ("/en/agreements/?search=thoa", "/en/agreements/?person=a")
    make.person("a")
    for address in (*addresses, *searches):
        client.get(address)
    assert len(made) == 5
    make.person("b")
    for address in addresses:
        client.get(address)
    assert len(made) == 5
    for address in searches:  # these may have read people
        client.get(address)
    assert len(made) == 7
    make.topic("an-toan")  # counted by agreements alone
    for address in addresses:
        client.get(address)
    assert len(made) == 9


# What other values passages give for the dates of agreements.
AREAS = (Area, AreaName, AreaSuccession)
READ = (AgreementReading, AgreementCitation, Passage, Article, Outlet)


@pytest.mark.parametrize(
    ("view", "tables"),
    [
        (AgreementList, (Agreement, Party, Partner, *AREAS, Clause, ClauseTopic, Topic, *READ)),
        (PartnerList, (Partner, *AREAS)),
        (PersonList, (Person, Position, Partner)),
        (SolutionList, (Solution, Partner)),
        (ArticleList, (Article, Outlet)),
    ],
)
def test_counts_read_no_other_tables(world: None, view: type[views.RecordList], tables: tuple[Any, ...]) -> None:
    filterset = view.filterset_class(QueryDict())
    with CaptureQueriesContext(connection) as asked:
        facets.count(filterset, view.facets)
    ours = {model._meta.db_table for model in apps.get_models() if issubclass(model, TrackedModel)}
    read = {table for query in asked for table in re.findall(r'"(\w+)"', query["sql"])} & ours
    assert read <= {table._meta.db_table for table in tables}


def test_the_form_keeps_what_is_chosen_when_something_else_is_wrong(client: Client, world: None) -> None:
    response = client.get("/en/agreements/?kind=plan&province=vinh&year=soon&signed_from=2014")
    assert response.status_code == 400
    assert chosen(response)["kind"] == ["plan"]
    assert offered(response)["kind"] == [("agreement", 2), ("plan", 2)]
    assert response.context["form"].typed[1].value == "2014"


def test_nothing_found_says_how_much_each_filter_less_would_find(client: Client, world: None) -> None:
    response = client.get("/en/agreements/?kind=minutes&kind=memorandum&provider=vnpt&year=2020&topic=nhan-luc")
    assert texts(response, "h2")[0] == "0 agreements"
    # Of these none helps alone.
    assert texts(response, "div", "empty")[0].startswith("Nothing matches these filters, nor all of them but one.")
    response = client.get("/en/agreements/?search=%22thoa+thuan+d%22&provider=fpt&kind=plan&kind=minutes")
    assert [(way.label, way.value, way.without, way.count, way.more) for way in response.context["loosened"]] == [
        ("Kind", "plan, minutes", "search=%22thoa+thuan+d%22&provider=fpt", 1, False)
    ]
    assert texts(response, "div", "empty")[0].startswith(
        "Nothing matches all of these filters together. Try without one of them: Without “Kind: plan, minutes” 1 "
    )
    assert texts(response, "div", "empty")[0].endswith("Show everything →")
    assert texts(client.get("/en/agreements/?kind=minutes"), "div", "empty")[0].startswith(
        "Nothing matches this filter. Without “Kind: minutes” 4 "
    )


def test_loosened_counts_are_bounded(client: Client, world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filter_forms, "MOST_LOOSENED", 2)
    response = client.get("/en/agreements/?kind=minutes")
    assert [(way.count, way.more) for way in response.context["loosened"]] == [(2, True)]
    assert texts(response, "div", "empty")[0].count("“Kind: minutes” more than 2") == 1


def test_a_long_list_is_counted_to_its_bound_where_it_is_narrowed(
    client: Client, world: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_COUNTED", 2)
    assert texts(client.get("/en/agreements/?page_size=1"), "h2")[0] == "4 agreements"  # remembered
    first = client.get("/en/agreements/?page_size=1&provider=vnpt&ordering=title")
    assert texts(first, "h2")[0] == "More than 2 agreements"
    assert texts(first, "nav", "pages") == ["Page 1 Go to page Open Next →"]
    last = client.get("/en/agreements/?page_size=1&provider=vnpt&ordering=title&page=3")
    assert (slugs(last), texts(last, "nav", "pages")) == (["c"], ["← Previous Page 3 Go to page Open"])
    assert client.get("/en/agreements/?page_size=1&provider=vnpt&page=4").status_code == 404
    assert client.get("/api/v1/agreements/?provider=vnpt").json()["count"] == 3


def test_a_facet_with_one_value_too_many_for_a_fold_stays_whole() -> None:
    lines = [(str(number), str(number)) for number in range(facets.FIRST + 1)]
    group = facets._group("", lines, dict.fromkeys(map(str, range(facets.FIRST + 1)), 1), set())
    assert (len(group.first), len(group.rest)) == (facets.FIRST + 1, 0)
    assert pagination.MOST_COUNTED == 10_000


def test_of_very_many_records_those_of_most_rows_are_offered_and_what_is_chosen(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets.RecordFacet, "most", 2)
    for held, name in enumerate(("one", "two", "three", "four"), 1):
        office = make.partner(name)
        for number in range(held):
            make.position(make.person(f"person-{name}-{number}"), office)
    response = client.get("/en/people/")
    assert offered(response)["partner"] == [("four", 4), ("three", 3)]
    assert "2 more values: narrow the list to see them." in texts(response, "p", "group")
    response = client.get("/en/people/?partner=one")
    assert offered(response)["partner"] == [("four", 4), ("three", 3), ("one", 1)]
    assert "1 more value: narrow the list to see it." in texts(response, "p", "group")


def test_the_bars_of_a_partner_say_how_many_they_leave_out(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets.RecordFacet, "most", 2)
    partner = make.partner("vnpt")
    for slug in ("y-te", "ha-tang", "du-lich"):
        agreed = make.agreement(slug)
        make.party(agreed, partner)
        make.clause(agreed, topics=[make.topic(slug)])
    response = client.get("/en/partners/vnpt/")
    assert [text for text in texts(response, "td") if "more" in text] == ["1 more in the list"]
