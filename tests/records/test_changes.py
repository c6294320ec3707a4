"""What is told of changes: lasting ids, when a row changed last for its readers, and in which order."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Outlet, Passage
from changesets.management.commands import worker
from partnerships.management.commands import daily
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
from records import changes, dates, noting, pagination, replica
from records.caching import pages
from records.changes import lasting_id
from records.models import PublicRow, Status, Touched
from records.noting import catch_up
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


@pytest.fixture
def unnoted(client: Client, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The ids of a list by slug or key, as told while nothing can be noted; once all is noted they are the same."""

    def ids(collection: str) -> dict[str, str]:
        rows = client.get(f"/api/v1/{collection}/").json()["results"]
        return {row.get("slug") or row["key"]: row["id"] for row in rows}

    def found(collection: str) -> dict[str, str]:
        with monkeypatch.context() as patched:
            patched.setattr(pages, "catch_up", lambda: False)
            before = ids(collection)
            assert not changes.all_is_noted()
        assert ids(collection) == before
        assert changes.all_is_noted()
        return before

    return found


def test_an_id_is_the_same_before_it_is_noted(db: None, unnoted: Any):
    first, other = make.agreement("a"), make.agreement("b")
    first.slug = "c"
    first.save()
    party = make.party(other, make.partner("x"))
    assert unnoted("agreements") == {"c": str(lasting_id("agreements", "a")), "b": str(lasting_id("agreements", "b"))}
    # What takes the place of what is deleted has its id, of what is called otherwise one of its own.
    first.delete()
    make.agreement("a")
    party.partner = make.partner("y")
    party.save()
    again = make.party(other, Partner.objects.get(slug="x"))
    assert unnoted("agreements") == {"a": str(lasting_id("agreements", "a")), "b": str(lasting_id("agreements", "b"))}
    own = str(lasting_id("parties", "b~x", str(again.pk)))
    party.delete()
    assert unnoted("parties") == {"b~x": own}
    again.delete()
    last = make.party(other, Partner.objects.get(slug="x"))
    assert unnoted("parties") == {"b~x": str(lasting_id("parties", "b~x"))}
    assert set(PublicRow.objects.filter(row=last.pk, collection="parties").values_list("gone", flat=True)) == {False}


def test_no_two_rows_have_one_entry(db: None):
    make.agreement("a").delete()
    told()
    first = make.agreement("a")
    first.slug = "b"
    first.save()
    second = make.agreement("a")
    told()
    own = lasting_id("agreements", "a", str(second.pk))
    assert dict(PublicRow.objects.values_list("row", "pk")) == {first.pk: lasting_id("agreements", "a"), second.pk: own}


def test_what_is_only_hidden_keeps_its_id(db: None):
    hidden = make.agreement("a")
    told()
    hidden.slug, hidden.status = "b", Status.WITHDRAWN
    hidden.save()
    told()
    make.agreement("a")
    told()
    hidden.status = Status.PUBLISHED
    hidden.save()
    assert told() == [("agreements", "b", False)]
    assert PublicRow.objects.get(key="b").pk == lasting_id("agreements", "a") != PublicRow.objects.get(key="a").pk


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


def many_agreements(number: int = 12) -> None:
    Agreement.objects.bulk_create(
        Agreement(slug=f"a-{each}", title="a", kind="plan", status=Status.PUBLISHED) for each in range(number)
    )


def test_a_reader_does_a_little_of_what_is_left_and_is_told_what_is_noted(
    client: Client, register: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(noting, "STEP", 5)
    monkeypatch.setattr(pages, "catch_up", lambda: catch_up(0))
    before, found = changes.version(), []
    many_agreements()
    while Touched.objects.exists():
        answer = client.get(f"/api/v1/changes/?after={before}&page_size=200").json()
        found.append(answer["version"] - before)
        assert found[-1] == len(answer["results"])
    # Each step reaches for five rows or compares five.
    assert found == [0, 0, 0, 5, 10, 12]


def test_a_row_is_compared_once_by_however_many_ways_it_is_reached(
    register: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(noting, "STEP", 1)
    agreement = make.agreement("a")
    for number in range(1, 4):
        make.clause(agreement, number=number, heading="h")
    while Touched.objects.filter(kind=Touched.Kind.CHANGED).exists():
        catch_up(0)
    reached = [*Touched.objects.filter(kind=Touched.Kind.REACHED).values_list("table", "row")]
    assert ("agreements", agreement.pk) in reached
    assert len(reached) == len({*reached})


def test_the_worker_does_whatever_is_left(register: dict[str, Any]):
    many_agreements(300)
    assert not catch_up(0)
    assert catch_up(60)
    assert len(told()) == 300


def test_a_reader_works_at_it_for_a_moment_however_slow_the_database_is(
    register: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    def slowly(execute: Any, *told: Any) -> Any:
        time.sleep(0.02)
        return execute(*told)

    monkeypatch.setattr(noting, "STEP", 5)
    many_agreements(100)
    waiting = Touched.objects.count()
    with connection.execute_wrapper(slowly):
        assert catch_up(0.1) is False
    assert Touched.objects.filter(kind=Touched.Kind.CHANGED).count() == waiting - noting.STEP


def test_worker_and_daily_note_what_is_left(register: dict[str, Any], monkeypatch: pytest.MonkeyPatch):
    def sleep(seconds: float) -> None:
        if changes.all_is_noted():
            raise InterruptedError

    monkeypatch.setattr(worker.time, "sleep", sleep)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    many_agreements()
    with pytest.raises(InterruptedError):
        worker._note_changes()
    assert len(told()) == 12
    Agreement.objects.update(place="Vinh")
    dict(daily.STEPS)["changes"]()
    assert changes.all_is_noted()


@pytest.fixture
def tomorrow(register: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    today = dates.today()
    monkeypatch.setattr(dates, "today", lambda: today + timedelta(days=1))
    return today.isoformat(), dates.today().isoformat()


@pytest.mark.one_database  # on PostgreSQL a transaction that takes nothing in stays so, and that of a test is one
def test_a_register_that_takes_nothing_in_is_read_after_midnight(client: Client, tomorrow: Any, settings: Any):
    settings.READ_ONLY = True
    yesterday, today = tomorrow
    for address in (
        "/agreements/",
        "/agreements.atom",
        "/about/",
        "/api/v1/agreements/",
        "/api/v1/agreements/?after=0",
    ):
        answer = client.get(address)
        assert (answer.status_code, answer.get("As-Of", today)) == (200, today), address
    # What has turned is not among the changes yet, and they do not say so.
    assert client.get("/api/v1/changes/")["As-Of"] == yesterday
    settings.READ_ONLY = False
    assert client.get("/api/v1/changes/")["As-Of"] == today


def test_readers_of_a_standby_note_nothing(client: Client, tomorrow: Any, monkeypatch: pytest.MonkeyPatch):
    connections["replica"] = connections["default"]
    try:
        with replica.reading():
            answer = client.get("/api/v1/changes/")
            assert (answer.status_code, answer["As-Of"]) == (200, tomorrow[0])
            assert not changes.all_is_noted()
            # It may be behind its main database, which told of more.
            further = client.get(f"/api/v1/changes/?after={changes.version() + 1}").json()
            assert (further["results"], further["next"]) == ([], None)
    finally:
        del connections["replica"]
    assert client.get("/api/v1/changes/")["As-Of"] == tomorrow[1]


def test_what_was_answered_once_all_was_noted_is_kept(client: Client, register: dict[str, Any]):
    Agreement.objects.update(place="Vinh")
    for address, most in (("/api/v1/changes/?after=0", 2), ("/api/v1/agreements/", 1)):
        first = client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address)["ETag"] == first["ETag"]
        assert len(asked) == most, address
        Agreement.objects.update(place="Huế")


@pytest.mark.parametrize("address", ["/api/v1/agreements/", "/api/v1/changes/?after=0"])
def test_what_is_written_while_changes_are_noted_makes_another_answer(
    client: Client, register: dict[str, Any], monkeypatch: pytest.MonkeyPatch, address: str
):
    def with_another_writer() -> bool:
        done = catch_up()
        Agreement.objects.update(place="Vinh")
        return done

    Agreement.objects.update(place="Huế")
    with monkeypatch.context() as patched:
        patched.setattr(pages, "catch_up", with_another_writer)
        client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) > 2


def test_of_what_very_many_show_all_are_looked_through(register: dict[str, Any], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(noting, "FAR", 3)
    monkeypatch.setattr(noting, "STEP", 4)
    many_agreements()
    vnpt = Partner.objects.get(slug="vnpt")
    for agreement in Agreement.objects.exclude(parties__partner=vnpt):
        make.party(agreement, vnpt)
    told()
    rename(vnpt)
    assert catch_up(0) is False
    swept = Touched.objects.filter(table="agreements", kind=Touched.Kind.SWEEP)
    assert swept.count() == 1
    swept.update(row=Agreement.objects.earliest("pk").pk)  # it is being looked through when the next comes
    rename(vnpt, "vnpt-moi")
    while not catch_up(0) and Touched.objects.filter(kind=Touched.Kind.CHANGED).exists():
        pass
    assert min(swept.values_list("row", flat=True)) == 0 and swept.count() == 2
    assert len([row for row in told() if row[0] == "agreements"]) == Agreement.objects.count()


def test_whatever_shows_one_row_in_several_ways_is_told(db: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(noting, "FAR", 3)
    topic = make.topic()
    for slug in ("a", "b", "c"):
        agreement = make.agreement(slug)
        for number in (1, 2):
            make.clause(agreement, number, topics=[topic])
    told()
    topic.status = Status.WITHDRAWN
    topic.save()
    assert changed("agreements/a", "agreements/b", "agreements/c") <= {*told()}


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
        ("changes/?after=999", "No change has this number: begin a new copy, with “after=0”."),
        ("changes/?after=-5", "whole number from 0 to"),
        ("changes/?after=0&page_size=0", "whole number from 1 to 200."),
        ("changes/?after=0&expand=rows", "“rows” is none of these: row."),
        ("agreements/?zzz=1", ", topic, topic_all, topic_not, year, year_not."),
        ("topics/?expand=x", "Known: after, fields, format, ordering, page, page_size, search, slug."),
        ("topics/?format=csv&expand=x", "Unknown parameter. Known: after, fields,"),
        ("agreements/?after=x", "next"),
        ("agreements/?after=0&page=2", "order of its own"),
        ("agreements/?after=0&ordering=-signed", "order of its own"),
    ],
)
def test_what_cannot_be_asked_of_changes_is_said(client: Client, db: None, asked: str, message: str):
    answer = client.get(f"/api/v1/{asked}", headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert message in error["message"]


def test_a_copy_of_before_a_backup_was_put_back_is_told_so(client: Client, register: dict[str, Any]):
    def after(number: int) -> Any:
        return client.get(f"/api/v1/changes/?page_size=200&after={number}")

    known = after(0).json()
    walked = known["version"] + 2  # two changes that the backup does not know
    for _twice in range(2):
        noting.number_anew()
        Agreement.objects.update(place=f"Vinh {walked}")
        while not catch_up():
            pass
        for number in (walked, known["version"]):
            assert (after(number).status_code, after(number).json()["errors"][0]["code"]) == (400, "outdated")
        found = after(0).json()
        assert {row["id"] for row in found["results"]} == {row["id"] for row in known["results"]}
        assert min(row["change"] for row in found["results"]) > walked
        assert after(found["version"]).json()["results"] == []
        walked = found["version"]


@pytest.mark.django_db(transaction=True)
def test_what_an_open_transaction_writes_is_told_behind_what_was_told_meanwhile():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one write at a time")
    for slug in ("a", "b"):
        make.agreement(slug)
    told()

    def meanwhile() -> list[tuple[str, str, bool]]:
        try:
            Agreement.objects.filter(slug="b").update(title="B")
            return told()
        finally:
            connections.close_all()

    with transaction.atomic(), ThreadPoolExecutor(1) as other:
        Agreement.objects.filter(slug="a").update(title="A")
        assert other.submit(meanwhile).result() == [("agreements", "b", False)]
    assert told() == [("agreements", "a", False)]


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


@pytest.mark.django_db
def test_what_is_hidden_for_a_moment_stays_with_a_mirror(client, monkeypatch):
    outlets = [make.outlet(f"bao-{number}", name=f"Báo {number}") for number in range(4)]
    address = "/api/v1/changes/?after=0&expand=row"
    told = [each["key"] for each in client.get(address).json()["results"] if each["collection"] == "outlets"]
    monkeypatch.setattr(noting, "PATIENCE", 0)
    monkeypatch.setattr(noting, "STEP", 1)
    for each in outlets[1:3]:  # so that what comes after is not noted at once
        Outlet.objects.filter(pk=each.pk).update(url=f"https://{each.slug}.example/")
    hidden = Outlet.objects.filter(slug=told[1])
    hidden.update(status="draft")
    found = client.get(address).json()
    assert ([each["key"] for each in found["results"]], found["next"]) == (told[:1], None)
    hidden.update(status="published")
    change = found["results"][-1]["change"]
    while Touched.objects.exists():
        later = client.get(f"/api/v1/changes/?after={change}&expand=row").json()["results"]
    later = client.get(f"/api/v1/changes/?after={change}&expand=row").json()["results"]
    assert {each["key"] for each in later if each["row"]} == {*told[1:]}
