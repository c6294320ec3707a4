"""The collections of the API: what a row is, what a detail nests, how many queries, and nothing hidden."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Outlet, Passage
from partnerships.api.urls import COLLECTIONS
from partnerships.api.viewsets import VIEWSETS
from partnerships.models import (
    Agreement,
    AgreementRelation,
    Area,
    AreaCode,
    AreaName,
    AreaSuccession,
    Clause,
    Deployment,
    Event,
    Indicator,
    Observation,
    Partner,
    PartnerName,
    Party,
    Position,
    Signatory,
    Solution,
    Succession,
    Topic,
)
from people.models import Person, PersonName
from records.api import serializers
from records.api.serializers import MOST_NESTED, MOST_NESTED_IN_LISTS
from records.caching import pages
from records.export.tables import tables
from records.flat_rows import Flat
from records.models import Status
from records.noting import catch_up
from tests import factories
from tests.statistics import count_rows

pytestmark = pytest.mark.django_db
API = "http://testserver/api/v1"


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def register() -> dict[str, Any]:
    return factories.whole_register()


def results(client: Client, address: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


# What a row is


def test_every_table_is_a_collection() -> None:
    assert sorted(COLLECTIONS) == list(tables())


@pytest.mark.parametrize("viewset", VIEWSETS, ids=COLLECTIONS)
def test_every_row_has_its_address_and_the_public_columns(
    client: Client, register: dict[str, Any], viewset: Any
) -> None:
    name = viewset.queryset.model.collection
    row = register[name]
    found = {entry.get("key", entry.get("slug")): entry for entry in results(client, f"{name}/")}
    entry = found[row.key]
    assert entry["api_url"] == f"{API}/{name}/{quote(row.key)}/"
    columns = [column.name for column in viewset.queryset.model.columns() if not column.staff]
    assert [column for column in entry if column not in ("id", "updated", "api_url", "page_url", "key")] == columns
    detail = client.get(entry["api_url"]).json()
    assert {name: value for name, value in detail.items() if name != "nested"} == entry


@pytest.mark.parametrize("viewset", VIEWSETS, ids=COLLECTIONS)
def test_a_list_carries_what_it_is_asked_to(client: Client, register: dict[str, Any], viewset: Any) -> None:
    name = viewset.queryset.model.collection
    view = viewset(action="list", request=None)
    expand = view.choices()["expand"]
    answer = client.get(f"/api/v1/{name}/?expand={','.join(expand)}" if expand else f"/api/v1/{name}/")
    for entry in answer.json()["results"]:
        detail = client.get(entry["api_url"]).json()
        if expand:
            assert answer["Content-Type"] == "application/vnd.chosen+json"
            assert list(entry["nested"]) == [each for each in detail["nested"] if each in {*expand, "more"}]
            assert all(entry["nested"][each] == detail["nested"][each] for each in expand), (entry, detail)
    fields = "&".join(f"fields={column}" for column in list(entry)[:2])
    for address in (f"/api/v1/{name}/?{fields}", f"{entry['api_url']}?{fields}"):
        answer = client.get(address)
        row = answer.json()["results"][-1] if "results" in answer.json() else answer.json()
        assert (row, answer["Content-Type"]) == (
            {column: entry[column] for column in list(entry)[:2]},
            "application/vnd.chosen+json",
        )


def test_what_cannot_be_chosen_is_named(client: Client, register: dict[str, Any]) -> None:
    answer = client.get("/api/v1/topics/ha-tang/?fields=slug,folded&expand=clauses")
    assert [(error["parameter"], error["message"]) for error in answer.json()["errors"]] == [
        (
            "fields",
            "“folded” is none of these: id, updated, api_url, page_url, slug, label_vi, label_en, synonyms, "
            "description.",
        ),
        ("expand", "“clauses” is none of these: agreements."),
    ]
    only = client.get("/api/v1/agreements/thai-binh-2020/?fields=slug&expand=events,passages").json()
    assert (only["slug"], list(only), list(only["nested"])) == (
        "thai-binh-2020",
        ["slug", "nested"],
        ["more", "events", "passages"],
    )


def test_what_refers_to_nothing_is_null_and_what_is_several_a_list(client: Client) -> None:
    partner, topic = factories.partner("vnpt"), factories.topic("ha-tang", synonyms="mạng; cáp quang")
    factories.partner_name(partner, "Tập đoàn VNPT")
    (row,) = results(client, "partners/")
    assert (row["parent"], row["area"], row["province_then"], row["provinces_now"]) == (None, None, None, [])
    assert row["names"] == [{"kind": "variant", "name": "Tập đoàn VNPT"}]
    assert [each["synonyms"] for each in results(client, "topics/")] == [topic.synonym_list]


def test_an_agreement_nests_what_belongs_to_it(client: Client, register: dict[str, Any]) -> None:
    row = client.get("/api/v1/agreements/thai-binh-2020/").json()
    found = row["nested"]
    assert [(row["key"], row["partner_name"]) for row in found["parties"]] == [
        ("thai-binh-2020~vnpt", "VNPT"),
        ("thai-binh-2020~ubnd-tinh-thai-binh", "UBND TINH THAI BINH"),
    ]
    (clause,) = found["clauses"]
    assert (clause["key"], clause["topics"], clause["obligors"]) == ("thai-binh-2020~1", ["ha-tang"], ["vnpt"])
    (signatory,) = found["signatories"]
    assert (signatory["key"], signatory["party"]) == ("thai-binh-2020~pham-duc-long~attended", "vnpt")
    assert signatory["person_name"] == "Pham Duc Long"
    assert [(row["kind"], row["other_title"]) for row in found["relations"]] == [
        ("follows", "Thỏa thuận thai-binh-2014")
    ]
    assert found["related_from"] == []
    assert [event["slug"] for event in found["events"]] == ["khai-truong-ioc"]
    (passage,) = found["passages"]
    assert (passage["place"], passage["article_title"]) == ("bai-bao#paragraph-1", "Bài bai-bao")
    for fact in (*found["parties"][:1], clause, signatory, *found["relations"]):
        assert fact["passages"] == [passage["place"]]
    assert (row["provinces_then"], row["provinces_now"]) == (["thai-binh"], ["hung-yen"])

    earlier = client.get("/api/v1/agreements/thai-binh-2014/").json()
    assert [row["agreement"] for row in earlier["nested"]["related_from"]] == ["thai-binh-2020"]
    assert (earlier["signed"], earlier["signed_earliest"], earlier["signed_latest"]) == (
        "[..2014-10-15]",
        None,
        "2014-10-15",
    )


def test_a_partner_nests_what_it_did(client: Client, register: dict[str, Any]) -> None:
    found = client.get("/api/v1/partners/vnpt/").json()["nested"]
    assert (found["parent"], [unit["slug"] for unit in found["units"]]) == (None, ["vnpt-thai-binh"])
    assert [row["slug"] for row in found["agreements"]] == ["thai-binh-2020"]
    assert [row["person_name"] for row in found["positions"]] == ["Pham Duc Long"]
    assert [row["slug"] for row in found["solutions"]] == ["vnpt-ioffice"]
    assert [row["key"] for row in found["provided_deployments"]] == ["vnpt-ioffice~ubnd-tinh-thai-binh~~vnpt"]
    assert [row["predecessor"] for row in found["predecessors"]] == ["vnpt-thai-binh"]
    assert (found["deployments"], found["observations"], found["successors"], found["more"]) == ([], [], [], {})
    unit = client.get("/api/v1/partners/vnpt-thai-binh/").json()["nested"]
    assert (unit["parent"]["slug"], unit["area"]["succeeded_by"]) == ("vnpt", ["hung-yen"])


def test_an_area_nests_its_neighbours_in_time_and_space(client: Client, register: dict[str, Any]) -> None:
    found = client.get("/api/v1/areas/hung-yen/").json()
    assert (found["nested"]["parent"]["slug"], found["succeeded_by"]) == ("viet-nam", [])
    assert [(row["predecessor"], row["date"]) for row in found["nested"]["predecessors"]] == [
        ("thai-binh", "2025-07-01")
    ]
    former = client.get("/api/v1/areas/thai-binh/").json()
    assert (former["succeeded_by"], former["ended"]) == (["hung-yen"], "2025-07-01")
    assert [row["successor"] for row in former["nested"]["successors"]] == ["hung-yen"]
    assert [row["name"] for row in former["nested"]["names"]] == ["Thái Bình"]


def test_figures_are_numbers(client: Client) -> None:
    indicator, province = factories.indicator(), factories.area()
    factories.observation(indicator, area=province, as_of="2020", value="47", denominator="63")
    factories.observation(indicator, area=province, as_of="2021", value="99.5")
    rows = results(client, "observations/")
    assert [(row["value"], row["denominator"]) for row in rows] == [(47, 63), (99.5, None)]


def test_what_is_too_much_to_nest_is_named(client: Client, register: dict[str, Any]) -> None:
    grow(MOST_NESTED + 1)
    found = client.get("/api/v1/partners/vnpt/").json()["nested"]
    assert len(found["agreements"]) == len(found["positions"]) == MOST_NESTED
    assert found["more"]["agreements"] == f"{API}/agreements/?partner=vnpt"
    for address in found["more"].values():
        assert client.get(address).json()["count"] > MOST_NESTED
    expanded = results(client, "partners/?search=VNPT&expand=agreements,parent")
    (listed,) = (row for row in expanded if row["slug"] == "vnpt")
    assert len(listed["nested"]["agreements"]) == MOST_NESTED_IN_LISTS
    assert listed["nested"]["agreements"] == found["agreements"][:MOST_NESTED_IN_LISTS]
    assert listed["nested"]["more"] == {"agreements": found["more"]["agreements"]}


def test_a_list_carries_no_more_than_a_bound_in_all(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serializers, "MOST_NESTED_IN_ALL", 8)
    for slug in ("a", "b"):
        agreement = factories.agreement(slug)
        for number in range(1, 6):
            factories.clause(agreement, number)
    for entry in results(client, "agreements/?expand=clauses,parties"):
        assert [row["number"] for row in entry["nested"]["clauses"]] == [1, 2]
        assert entry["nested"]["more"] == {"clauses": f"{API}/clauses/?agreement={entry['slug']}"}
        assert len(client.get(entry["nested"]["more"]["clauses"]).json()["results"]) == 5


def test_what_is_not_noted_is_asked_for_at_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "catch_up", lambda: False)
    asked, shared = [], factories.partner("vnpt")
    for slugs in ("ab", "cdefgh"):
        for slug in slugs:
            factories.party(factories.agreement(slug), shared)
        with CaptureQueriesContext(connection) as queries:
            rows = results(client, "agreements/?expand=parties")
        assert all(party["id"] for row in rows for party in row["nested"]["parties"])
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_every_kind_of_which_there_may_be_many_has_a_list_of_the_rest() -> None:
    few = {"names", "predecessors", "successors"}  # of an area or partner; and agreements of an event
    without = {nested.name for view in VIEWSETS for nested in view.nested if not (nested.listed or nested.single)}
    assert without == few | {"agreements"}
    for view in VIEWSETS:
        for nested in view.nested:
            of_it = next(each for each in VIEWSETS if each.queryset.model is nested.model)
            assert not nested.listed or nested.listed in of_it.filterset_class.parameters()


def test_what_goes_between_two_questions_is_left_out(
    client: Client, register: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Flat.of
    catch_up()  # which reads clauses, too

    def of(flat: Flat, keys: Any) -> Any:
        if flat.model is Clause:
            Clause.objects.all().delete()
        return read(flat, keys)

    monkeypatch.setattr(Flat, "of", of)
    (entry,) = results(client, "agreements/?slug=thai-binh-2020&expand=clauses")
    assert entry["nested"]["clauses"] == []


@pytest.mark.parametrize(
    "title", ["Phó Giám đốc", "a/b", "../../topics", "x~y~", "50% + 1?", "Sở TT&TT #1", "end/", "“quoted”", ";"]
)
def test_a_key_of_any_text_is_an_address(client: Client, title: str) -> None:
    factories.position(factories.person(), factories.partner(), title)
    (row,) = results(client, "positions/")
    assert row["key"] == f"pham-duc-long~vnpt~{title}"
    assert client.get(row["api_url"]).json()["title"] == title


def test_a_key_written_otherwise_is_sent_to_its_own_address(client: Client, register: dict[str, Any]) -> None:
    answer = client.get("/api/v1/observations/phu-song-4g~~hung-yen~12%2F2020/")
    assert (answer.status_code, answer["Location"]) == (
        301,
        f"{API}/observations/phu-song-4g~~hung-yen~2020-12/",
    )


@pytest.mark.parametrize(
    "key",
    ["thai-binh-2020", "thai-binh-2020~0", "thai-binh-2020~x", "~", "~~~~", "thai-binh-2020~" + "9" * 3900, "%00~1"],
)
def test_a_key_that_is_none_is_not_found(client: Client, register: dict[str, Any], key: str) -> None:
    assert client.get(f"/api/v1/clauses/{key}/").status_code == 404


# Lists


def test_pages_link_to_each_other_with_the_same_filters(client: Client) -> None:
    for year in range(2014, 2019):
        factories.agreement(f"a-{year}", signed=str(year), kind="plan")
    factories.agreement("other", signed="2020")
    first = client.get("/api/v1/agreements/?kind=plan&ordering=signed&page_size=2").json()
    assert (first["count"], [row["slug"] for row in first["results"]]) == (5, ["a-2014", "a-2015"])
    assert first["previous"] is None
    second = client.get(first["next"]).json()
    assert [row["slug"] for row in second["results"]] == ["a-2016", "a-2017"]
    third = client.get(second["next"]).json()
    assert ([row["slug"] for row in third["results"]], third["next"]) == (["a-2018"], None)
    assert client.get(third["previous"]).json() == second
    assert client.get("/api/v1/agreements/?page=4&page_size=2").json()["results"] == []


def test_todays_province_finds_what_was_signed_with_its_predecessors(client: Client, register: dict[str, Any]) -> None:
    assert [row["slug"] for row in results(client, "agreements/?province=hung-yen")] == ["thai-binh-2020"]


def test_search_is_folded(client: Client, register: dict[str, Any]) -> None:
    assert [row["slug"] for row in results(client, "agreements/?search=THOA%20thuan%202014")] == ["thai-binh-2014"]


# Queries


def grow(many: int) -> None:
    """`many` more rows of every kind beside and under those of `whole_register`."""
    published = {"status": Status.PUBLISHED}
    slugs = [f"more-{number:03}" for number in range(many)]
    vnpt, made = Partner.objects.get(slug="vnpt"), Agreement.objects.get(slug="thai-binh-2020")
    province, head = Area.objects.get(slug="hung-yen"), Person.objects.get(slug="pham-duc-long")
    press, paper = Outlet.objects.get(slug="ictpress"), Article.objects.get(slug="bai-bao")
    figure, product = Indicator.objects.get(), Solution.objects.get()

    def add(model: Any, *rows: dict[str, Any], **shared: Any) -> list[Any]:
        return model.objects.bulk_create([model(**row, **shared) for row in rows])

    named = [{"slug": slug, "name": slug} for slug in slugs]
    titled = [{"slug": slug, "title": slug} for slug in slugs]
    add(Outlet, *named, **published)
    add(Article, *titled, outlet=press, **published)
    places = add(Passage, *({"number": 2 + n, "gist": "ý"} for n in range(many)), article=paper, **published)
    areas = add(Area, *named, level="district", parent=province, **published)
    former = add(Area, *({"slug": f"f-{s}", "name": s} for s in slugs), level="province", ended="2025", **published)
    add(
        AreaSuccession,
        *({"predecessor": each} for each in former),
        successor=province,
        kind="merge",
        date="2025",
        **published,
    )
    add(AreaName, *({"name": s} for s in slugs), area=province, kind="variant")
    add(AreaCode, *({"scheme": s} for s in slugs), area=province, code="1")
    partners = add(Partner, *named, kind="department", parent=vnpt, area=province, **published)
    people = add(Person, *named, **published)
    topics = add(Topic, *({"slug": s, "label_vi": s, "label_en": s} for s in slugs), **published)
    add(Solution, *named, provider=vnpt, **published)
    agreements = add(Agreement, *titled, kind="plan", **published)
    events = add(Event, *titled, kind="launch", **published)
    add(Indicator, *named, unit="xã", **published)
    add(PartnerName, *({"name": s} for s in slugs), partner=vnpt, kind="variant")
    add(PersonName, *({"name": s} for s in slugs), person=head)
    add(Party, *({"agreement": each} for each in agreements), partner=vnpt, side="provider")
    add(Party, *({"partner": each} for each in partners), agreement=made, side="neither")
    clauses = add(Clause, *({"number": 2 + n, "heading": "điều"} for n in range(many)), agreement=made)
    add(Clause, *({"agreement": each} for each in agreements), number=1, heading="điều")
    add(Signatory, *({"person": each} for each in people), agreement=made)
    add(Signatory, *({"agreement": each} for each in agreements), person=head)
    add(AgreementRelation, *({"other": each} for each in agreements), agreement=made, kind="follows")
    add(AgreementRelation, *({"agreement": each} for each in agreements), other=made, kind="part_of")
    add(Position, *({"title": s} for s in slugs), person=head, partner=vnpt, **published)
    add(Succession, *({"predecessor": each} for each in partners), successor=vnpt, kind="merge", **published)
    add(Succession, *({"successor": each} for each in partners), predecessor=vnpt, kind="split", **published)
    add(Deployment, *({"partner": each} for each in partners), solution=product, provider=vnpt, **published)
    add(Deployment, *({"area": each} for each in areas), solution=product, **published)
    years = [{"as_of": str(2100 + n)} for n in range(many)]
    add(Observation, *years, indicator=figure, partner=vnpt, value=1, **published)
    link: Any = Clause.topics.through
    link.objects.bulk_create([link(clause=clause, topic=topic) for clause, topic in zip(clauses, topics, strict=True)])
    event_link: Any = Event.agreements.through
    event_link.objects.bulk_create([event_link(event=event, agreement=made) for event in events])
    facts: tuple[Any, ...] = (Agreement, Clause, Event, Position)
    for model in facts:
        citation = model.passages.through
        fact = model.objects.order_by("pk").first()
        citation.objects.bulk_create([citation(fact=fact, passage=place) for place in places])
    count_rows()
    while not catch_up():
        pass


# One of them is of every answer: the versions of the tables, by which it is kept, and whether changes are to be noted.
BUDGETS = {
    "areas": 8, "partners": 14, "agreements": 9, "people": 5, "outlets": 3, "articles": 16, "passages": 14,
    "topics": 3, "solutions": 5, "indicators": 4, "events": 4,
}  # fmt: skip


def test_queries_do_not_grow_with_the_rows(client: Client, register: dict[str, Any]) -> None:
    addresses = [f"/api/v1/{name}/?page_size=200" for name in COLLECTIONS]
    addresses += [f"/api/v1/{name}/{quote(row.key)}/" for name, row in register.items()]
    expanded = [
        (view.queryset.model.collection, view(action="list", request=None).choices()["expand"]) for view in VIEWSETS
    ]
    addresses += [f"/api/v1/{name}/?page_size=200&expand={','.join(expand)}" for name, expand in expanded if expand]

    def counted() -> dict[str, int]:
        found = {}
        for address in addresses:
            client.get(address)  # the first after an edit also counts the rows
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200, address
            found[address] = len(queries)
        return found

    few = counted()
    grow(40)
    assert counted() == few
    lists, details = list(few.values())[: len(COLLECTIONS)], list(few.values())[len(COLLECTIONS) : 2 * len(COLLECTIONS)]
    assert set(lists) == {3}
    assert dict(zip(register, details, strict=True)) == {name: BUDGETS.get(name, 3) for name in register}
