"""What is told of changes: lasting ids, when a row changed last for its readers, and in which order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from articles.models import Article, Outlet, Passage
from partnerships.models import (
    Agreement,
    AgreementReading,
    Area,
    AreaSuccession,
    Clause,
    Partner,
    PartnerName,
    Party,
    Topic,
)
from people.models import Person, PersonName
from records import changes, dates, pagination
from records.changes import catch_up, lasting_id
from records.models import PublicRow, Status, Touched
from tests import factories as make


def told() -> list[tuple[str, str, bool]]:
    """What has changed since this was asked last, as the public is told."""
    known = getattr(told, "known", 0)
    while not catch_up():
        pass
    found = PublicRow.objects.filter(change__gt=known).order_by("change")
    told.known = changes.version()  # type: ignore[attr-defined]
    return [(row.collection, row.key, row.gone) for row in found]


def changed(*keys: str) -> set[tuple[str, str, bool]]:
    return {(*key.split("/", 1), False) for key in keys}  # type: ignore[misc]


def gone(*keys: str) -> set[tuple[str, str, bool]]:
    return {(*key.split("/", 1), True) for key in keys}  # type: ignore[misc]


@pytest.fixture
def register(db: None) -> dict[str, Any]:
    rows = make.whole_register()
    told()
    return rows


def test_a_row_keeps_its_id_whatever_it_is_called(db: None):
    agreement = make.agreement("a")
    told()
    named = lasting_id("agreements", "a")
    assert PublicRow.objects.get().pk == named
    agreement.slug = "b"
    agreement.save()
    assert told() == [("agreements", "b", False)]
    agreement.status = Status.WITHDRAWN
    agreement.save()
    assert told() == [("agreements", "b", True)]
    agreement.status = Status.PUBLISHED
    agreement.save()
    assert told() == [("agreements", "b", False)]
    assert PublicRow.objects.get().pk == named
    # Deleted and entered again under its first name, it is the same to whoever knew it.
    agreement.delete()
    make.agreement("a")
    assert told() == [("agreements", "a", False)]
    assert [row.pk for row in PublicRow.objects.all()] == [named]


def test_what_is_called_as_another_once_was_has_an_id_of_its_own(db: None):
    agreement, first, second = make.agreement("a"), make.partner("x"), make.partner("y")
    party = make.party(agreement, first)
    told()
    party.partner = second
    party.save()
    other = make.party(agreement, first)
    told()
    ids = dict(PublicRow.objects.filter(collection="parties").values_list("row", "pk"))
    assert ids[party.pk] == lasting_id("parties", "a~x") != ids[other.pk]


def test_the_numbers_go_on_without_a_gap_whatever_is_hidden(register: dict[str, Any]):
    before = changes.version()
    draft = make.agreement("nhap", status=Status.DRAFT)
    make.clause(draft, 1)
    make.party(Agreement.objects.public()[0], make.partner("an", status=Status.DRAFT))
    draft.delete()
    assert told() == []
    Agreement.objects.public().update(place="Vinh")
    told()
    assert changes.version() == before + Agreement.objects.public().count()


def test_what_a_parent_shows_or_hides_is_a_change_of_each_row(register: dict[str, Any]):
    agreement = Agreement.objects.get(slug="thai-binh-2020")
    of_it = {(name, row.key) for name, row in register.items() if row.key.startswith("thai-binh-2020~")}
    agreement.status = Status.WITHDRAWN
    agreement.save()
    hidden = told()
    assert {(name, key) for name, key, gone in hidden if gone} >= {("agreements", "thai-binh-2020"), *of_it}
    assert len(hidden) == len(set(hidden))
    agreement.status = Status.PUBLISHED
    agreement.save()
    assert {row[:2] for row in told()} == {row[:2] for row in hidden}


def rename(row: Any, slug: str = "moi") -> None:
    row.slug = slug
    row.save()


# What is written, and which row that shows it by way of another has changed.
DERIVED: dict[str, tuple[Any, str]] = {
    "a party's partner": (lambda: rename(Partner.objects.get(slug="vnpt")), "agreements/thai-binh-2020"),
    "a topic": (lambda: rename(Topic.objects.get()), "agreements/thai-binh-2020"),
    "a topic of a clause": (lambda: rename(Topic.objects.get()), "clauses/thai-binh-2020~1"),
    "who signed": (lambda: rename(Person.objects.get()), "agreements/thai-binh-2020"),
    "a party": (lambda: Party.objects.first().delete(), "agreements/thai-binh-2020"),
    "a clause": (lambda: Clause.objects.all().delete(), "agreements/thai-binh-2020"),
    "a province": (lambda: rename(Area.objects.get(slug="hung-yen")), "agreements/thai-binh-2020"),
    "a province of a partner": (lambda: rename(Area.objects.get(slug="hung-yen")), "partners/ubnd-tinh-thai-binh"),
    "a succession": (lambda: AreaSuccession.objects.all().delete(), "agreements/thai-binh-2020"),
    "a passage": (lambda: Passage.objects.update(number=7), "agreements/thai-binh-2020"),
    "an article": (lambda: rename(Article.objects.get()), "clauses/thai-binh-2020~1"),
    "an outlet": (lambda: Outlet.objects.update(status=Status.DRAFT), "agreements/thai-binh-2020"),
    "a reading": (lambda: AgreementReading.objects.all().delete(), "agreements/thai-binh-2020"),
    "a name": (lambda: PartnerName.objects.all().delete(), "partners/vnpt"),
    "a name of a person": (lambda: PersonName.objects.all().delete(), "people/pham-duc-long"),
    "a code": (lambda: Area.objects.get(slug="hung-yen").codes.create(scheme="a", code="1"), "areas/hung-yen"),
}


@pytest.mark.parametrize("name", DERIVED)
def test_a_row_changes_with_whatever_it_shows(register: dict[str, Any], name: str):
    write, key = DERIVED[name]
    passage = Passage.objects.get()
    agreement = Agreement.objects.get(slug="thai-binh-2020")
    make.reads(agreement, passage, signed="2020-12-19")
    if not Clause.objects.filter(topics=Topic.objects.get()).exists():
        Clause.objects.get().set_links("topics", Topic.objects.all())
    told()
    before = {row.pk: row.updated for row in PublicRow.objects.all()}
    write()
    assert key in {f"{collection}/{key}" for collection, key, gone in told()}
    (row,) = PublicRow.objects.filter(collection=key.partition("/")[0], key=key.partition("/")[2])
    assert row.updated > before[row.pk]


def test_what_turns_at_midnight_is_a_change(register: dict[str, Any], monkeypatch: pytest.MonkeyPatch):
    agreement = Agreement.objects.get(slug="thai-binh-2020")
    agreement.period, agreement.status = "2020/2035", Status.PUBLISHED
    agreement.save()
    told()
    monkeypatch.setattr(dates, "today", lambda: date(2040, 1, 1))
    assert ("agreements", "thai-binh-2020", False) in told()


def test_a_large_change_is_told_in_steps(register: dict[str, Any]):
    Agreement.objects.bulk_create(
        Agreement(slug=f"a-{number}", title="a", kind="plan", status=Status.PUBLISHED) for number in range(12)
    )
    steps = 0
    while not catch_up(5):
        steps += 1
    assert steps > 3
    assert not Touched.objects.exists()
    assert len(told()) == 12


# The API


def test_changes_are_told_in_order_and_once(client: Client, register: dict[str, Any]):
    found = client.get("/api/v1/changes/?after=0&page_size=200").json()
    assert found["next"] is None and found["version"] == len(found["results"]) == PublicRow.objects.count()
    asked = f"/api/v1/changes/?after={found['version']}&expand=row"
    assert client.get(asked).json() == {"version": found["version"], "next": None, "results": []}
    rename(Topic.objects.get(slug="ha-tang"), "ha-tang-so")
    Outlet.objects.create(slug="nhap", name="nháp")
    answer = client.get(asked).json()
    row = client.get("/api/v1/topics/ha-tang-so/").json()
    assert answer["version"] == found["version"] + len(answer["results"])
    (topic,) = (each for each in answer["results"] if each["collection"] == "topics")
    row.pop("nested")
    assert topic == {
        "change": topic["change"],
        "time": row["updated"],
        "id": str(lasting_id("topics", "ha-tang")),
        "collection": "topics",
        "key": "ha-tang-so",
        "gone": False,
        "row": row,
    }
    Topic.objects.update(status=Status.WITHDRAWN)
    last = client.get(f"/api/v1/changes/?after={answer['version']}&expand=row").json()["results"]
    (topic,) = (each for each in last if each["collection"] == "topics")
    assert (topic["key"], topic["gone"], topic["row"]) == ("ha-tang-so", True, None)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("changes/?after=999", "register was put back"),
        ("changes/?after=x", "whole number"),
        ("changes/?after=0&expand=rows", "row"),
        ("agreements/?after=x", "next"),
        ("agreements/?after=0&page=2", "order of its own"),
        ("agreements/?after=0&ordering=-signed", "order of its own"),
    ],
)
def test_what_cannot_be_asked_of_changes_is_said(client: Client, db: None, asked: str, message: str):
    answer = client.get(f"/api/v1/{asked}", headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert message in answer.json()["errors"][0]["message"]


def test_drafts_leave_no_trace_in_what_is_told(client: Client, register: dict[str, Any]):
    asked = ("/api/v1/changes/?after=0&page_size=200", "/api/v1/agreements/?after=0")
    before = [(answer.content, answer["ETag"]) for answer in map(client.get, asked)]
    draft = make.agreement("nhap", status=Status.DRAFT)
    make.clause(draft, 1)
    hidden = make.party(Agreement.objects.get(slug="thai-binh-2020"), make.partner("an", status=Status.DRAFT))
    hidden.delete()
    draft.title = "Khác"
    draft.save()
    assert [(answer.content, answer["ETag"]) for answer in map(client.get, asked)] == before


def test_a_walk_meets_each_row_once_whatever_is_written(client: Client, db: None):
    rows = {slug: make.agreement(slug) for slug in "abcdefgh"}
    rows["h"].signed = "2001"  # the first by its day
    hide = Agreement.objects.filter(slug="b").update
    writes = [lambda: make.agreement("i"), rows["a"].delete, rows["h"].save, lambda: hide(status=Status.DRAFT)]
    address, met = "/api/v1/agreements/?after=0&page_size=2", []
    while address:
        found = client.get(address).json()
        met += [row["slug"] for row in found["results"]]
        address = found["next"]
        if writes:
            writes.pop(0)()
    assert len(met) == len(set(met))
    assert set(met) >= set("cdefgh")


def test_no_page_leads_into_a_refusal(client: Client, db: None, monkeypatch: pytest.MonkeyPatch):
    for slug in "abcdefgh":
        make.agreement(slug)
    monkeypatch.setattr(pagination, "DEEPEST", 4)
    address, pages = "/api/v1/agreements/?page_size=2", 0
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        address, pages = answer.json()["next"], pages + 1
    assert pages == 3
    handed_out = client.get("/api/v1/agreements/?page_size=4").json()["next"]
    Agreement.objects.filter(slug__in="efgh").delete()
    assert client.get(handed_out).json()["results"] == []


def test_every_answer_says_for_which_day_it_holds(client: Client, register: dict[str, Any]):
    for address in ("agreements/", "agreements/thai-binh-2020/", "changes/", "nothing/", "agreements/?x=1"):
        answer = client.get(f"/api/v1/{address}")
        assert answer["As-Of"] == dates.today().isoformat(), address
        if "ETag" in answer:
            again = client.get(f"/api/v1/{address}", headers={"If-None-Match": answer["ETag"]})
            assert (again.status_code, again["As-Of"]) == (304, answer["As-Of"])
