"""Kept pages and "not modified": the same answer until something that readers see is another, and never longer."""

from __future__ import annotations

import gzip
from copy import copy
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from articles.models import Article
from partnerships.models import Agreement, Area, Indicator, Partner, Party, Solution, Topic
from people.models import Person
from records.caching import data_version as versions
from records.caching.triggers import install_version_triggers
from records.models import Status, TrackedModel
from tests import factories as make

PAGE = "/agreements/nghe-an-2020/"


@pytest.fixture
def agreement(db: None) -> Agreement:
    return make.agreement("nghe-an-2020", title="Thỏa thuận Nghệ An 2020")


def data_version(*models: Any) -> int:
    """The version of the tables of `models`, or of the whole register."""
    tables = [model._meta.db_table for model in models or _models() if issubclass(model, TrackedModel)]
    return versions.data_version(tables)


def etag(client: Client, address: str = PAGE) -> str:
    return client.get(address)["ETag"]


def asked_again(client: Client, etag: str, address: str = PAGE) -> Any:
    return client.get(address, headers={"If-None-Match": etag})


# The edition


MANY = Agreement(slug="nhieu", title="Nhiều", kind=Agreement.Kind.MEMORANDUM, status=Status.PUBLISHED)


def ways_to_change() -> list[Any]:
    rows = Agreement.objects.filter(slug="nghe-an-2020")
    return [
        lambda: rows.update(place="Vinh"),
        lambda: rows.get().save(),
        lambda: make.agreement("khac"),
        lambda: Agreement.objects.bulk_create([copy(MANY)]),
        rows.delete,
        lambda: connection.cursor().execute("UPDATE partnerships_agreement SET place = 'Vinh'"),
    ]


@pytest.mark.parametrize("way", range(6))
def test_whatever_changes_a_row_makes_another_edition(agreement: Agreement, way: int):
    before, of_parties = data_version(Agreement), data_version(Party)
    whole = data_version()
    ways_to_change()[way]()
    assert data_version(Agreement) != before
    assert data_version() != whole
    assert data_version(Party) == of_parties


def test_a_draft_counts_once_it_is_published_and_until_it_no_longer_is(agreement: Agreement):
    known = data_version()
    make.agreement("nhap", status=Status.DRAFT)
    drafts = Agreement.objects.filter(slug="nhap")
    drafts.update(title="Nháp", status=Status.WITHDRAWN)
    drafts.delete()
    assert data_version() == known
    for status in (Status.DRAFT, Status.PUBLISHED):  # both ways, of one row among others
        make.agreement(f"khac-{status}", status=Status.DRAFT)
        Agreement.objects.filter(pk=agreement.pk).update(status=status)
        assert data_version() != known
        known = data_version()
    # Of many rows in one statement, one is enough.
    Agreement.objects.update(place="Vinh")
    assert data_version() != known


def test_triggers_of_an_earlier_release_are_replaced(agreement: Agreement):
    table = Agreement._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            mark = "UPDATE records_edition SET mark = abs(random())"
            cursor.execute(f'DROP TRIGGER "{table}_edition_insert"')
            cursor.execute(f'CREATE TRIGGER "{table}_edition_insert" AFTER INSERT ON "{table}" BEGIN {mark}; END')
        else:
            cursor.execute(
                f'CREATE TRIGGER edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}" '
                "FOR EACH STATEMENT EXECUTE FUNCTION records_mark_edition()"
            )
    before = data_version(Agreement)
    make.agreement("nhap", status=Status.DRAFT)
    assert data_version(Agreement) != before
    install_version_triggers(agreement._meta.app_config)
    before = data_version(Agreement)
    make.agreement("nhap-hai", status=Status.DRAFT)
    assert data_version(Agreement) == before


def test_reading_makes_no_other_edition(client: Client, agreement: Agreement):
    before = data_version()
    client.get(PAGE)
    client.get("/agreements/?format=csv")
    assert data_version() == before


def test_every_table_of_the_register_has_an_edition(db: None):
    traced = [model for model in _models() if issubclass(model, TrackedModel)]
    assert len(traced) > 30
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_edition_%'")
        else:
            cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'edition_truncate'")
        assert {name for (name,) in cursor.fetchall()} >= {model._meta.db_table for model in traced}


def test_lost_triggers_come_back_with_migrate(agreement: Agreement):
    with connection.cursor() as cursor:
        table = Agreement._meta.db_table
        if connection.vendor == "sqlite":
            cursor.execute(f'DROP TRIGGER "{table}_edition_update"')
        else:
            cursor.execute(f'DROP TRIGGER edition_update ON "{table}"')
    before = data_version()
    Agreement.objects.update(place="Vinh")
    assert data_version() == before
    for config in {model._meta.app_config for model in _models()}:
        install_version_triggers(config)
    Agreement.objects.update(place="Nghi Lộc")
    assert data_version() != before


@pytest.mark.django_db(transaction=True)
def test_writers_do_not_wait_for_each_other():
    if connection.vendor == "sqlite":
        return  # it has one writer at a time
    first, second = make.agreement("mot"), make.agreement("hai")
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
            cursor.execute("UPDATE partnerships_agreement SET place = 'Vinh' WHERE id = %s", [first.pk])
        before = data_version()
        Agreement.objects.filter(pk=second.pk).update(place="Huế")
        between = data_version()
        other.commit()
        assert len({before, between, data_version()}) == 3
    finally:
        other.close()


# Not modified


def test_an_unchanged_page_is_not_sent_again(client: Client, agreement: Agreement):
    known = etag(client)
    answer = asked_again(client, known)
    assert (answer.status_code, answer.content) == (304, b"")
    assert (answer["ETag"], answer["Cache-Control"]) == (known, "public, no-cache")


def test_not_modified_takes_one_query(client: Client, agreement: Agreement):
    known = etag(client)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert asked_again(client, known).status_code == 304
    assert len(queries) == 1


def test_an_edit_is_seen_at_once(client: Client, agreement: Agreement):
    known = etag(client)
    agreement.title = "Thỏa thuận đã sửa"
    agreement.save()
    answer = asked_again(client, known)
    assert answer.status_code == 200
    assert "Thỏa thuận đã sửa" in answer.content.decode()
    assert answer["ETag"] != known


@pytest.mark.parametrize("address", [PAGE, "/agreements/", "/", "/search/?q=nghe+an"])
def test_what_is_not_public_changes_no_etag(client: Client, agreement: Agreement, address: str):
    known = etag(client, address)
    make.party(agreement, make.partner("an-danh", status=Status.DRAFT))
    make.agreement("nhap", title="Nghệ An nháp", status=Status.DRAFT)
    assert asked_again(client, known, address).status_code == 304


@pytest.mark.parametrize("step", ["withdraw", "delete_selected"])
def test_no_worker_shows_what_is_withdrawn_or_deleted_once_that_is_acknowledged(
    client: Client, agreement: Agreement, step: str, settings: Any
):
    addresses = (PAGE, "/agreements/", "/api/v1/agreements/", "/search/?q=nghe+an")

    def shown(worker: str) -> list[bool]:
        """What a worker with a memory of its own answers; without Redis each has one."""
        settings.CACHES = settings.CACHES | {"pages": settings.CACHES["pages"] | {"LOCATION": worker}}
        answers = [client.get(address) for address in addresses]
        return [each.status_code == 200 and agreement.slug in each.content.decode() for each in answers]

    workers = ("one", "another")
    assert [shown(worker) for worker in workers for _twice in range(2)] == [[True] * 4] * 4
    make.party(make.agreement("khac", title="Khác"), make.partner())
    staff = Client()
    staff.force_login(make.staff("publisher") if step == "withdraw" else make.staff("admin"))
    posted = {"action": step, "_selected_action": agreement.pk, "post": "yes", "why": "Nhầm"}
    assert staff.post("/admin/partnerships/agreement/", posted).status_code == 302
    assert not Agreement.objects.public().filter(pk=agreement.pk).exists()
    assert [shown(worker) for worker in workers] == [[False] * 4] * 2


def test_midnight_makes_other_pages(client: Client, db: None, monkeypatch: pytest.MonkeyPatch):
    make.agreement("nghe-an-2020", period="2020/2025")
    monkeypatch.setattr("records.dates.today", lambda: date(2025, 12, 31))
    known = etag(client)
    monkeypatch.setattr("records.dates.today", lambda: date(2026, 1, 1))
    assert asked_again(client, known).status_code == 200


def test_each_language_and_each_offer_is_a_page_of_its_own(client: Client, agreement: Agreement):
    offer = "This page is also in English"
    plain = client.get(PAGE)
    offered = client.get(PAGE, headers={"Accept-Language": "en-GB,en;q=0.9,vi;q=0.5"})
    vietnamese = client.get(PAGE, headers={"Accept-Language": "vi,en;q=0.9"})
    english = client.get(f"/en{PAGE}", headers={"Accept-Language": "en"})
    told = [offer in answer.content.decode() for answer in (plain, offered, vietnamese, english)]
    assert told == [False, True, False, False]
    assert plain.content == vietnamese.content
    assert 'href="/en/agreements/nghe-an-2020/"' in offered.content.decode()
    assert "Accept-Language" in offered["Vary"]


def test_a_kept_page_travels_packed_to_whoever_unpacks_it(client: Client, agreement: Agreement):
    plain = client.get(PAGE)
    packed = client.get(PAGE, headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Content-Encoding" not in plain
    for refused in ("gzip;q=0", "br, gzip; q=0.0, *", "identity"):
        assert client.get(PAGE, headers={"Accept-Encoding": refused}).content == plain.content
    assert client.get(PAGE, headers={"Accept-Encoding": "br, gzip;q=0.5"}).content == packed.content
    assert packed["ETag"] == plain["ETag"]


def test_what_was_refused_or_is_missing_is_not_kept(client: Client, agreement: Agreement):
    for address in ("/agreements/?nothing=1", "/agreements/khong-co/"):
        answer = client.get(address)
        assert answer.status_code in (400, 404)
        assert "ETag" not in answer


def test_a_download_is_not_kept(client: Client, agreement: Agreement):
    assert "ETag" not in client.get("/agreements/?format=csv")
    assert "ETag" not in client.get("/agreements/?format=xlsx")


# Every page


def _models() -> list[Any]:
    return [model for model in apps.get_models() if model._meta.app_label in APPS and model._meta.managed]


APPS = ("records", "articles", "people", "partnerships")
# Not pages: feeds and calendars answer for themselves, downloads stream.
OTHERS = ("-feed", "-calendar", "-brief", "data-")
NOT_IN_PUBLIC = ("styleguide",)


def page_names() -> list[str]:
    pages = {
        pattern.name
        for resolver in get_resolver().url_patterns
        if getattr(resolver, "namespace", None) is None
        for included in getattr(resolver, "url_patterns", ())
        for pattern in getattr(included, "url_patterns", ())
        if getattr(pattern, "name", None) and getattr(included, "namespace", None) is None
    }
    return sorted(name for name in pages if not any(part in name for part in OTHERS) and name not in NOT_IN_PUBLIC)


RECORDS = (Agreement, Area, Partner, Person, Article, Topic, Solution, Indicator)


def test_every_page_says_whether_it_changed(client: Client, seeded: None):
    slugs = {model._meta.model_name: model.objects.public().first().slug for model in RECORDS}
    names = page_names()
    assert {"home", "agreements", "search", "map", "trends", "data", *slugs} <= set(names)
    for name in names:
        address = reverse(name, args=[slugs[name]] if name in slugs else [])
        packed = client.get(address, headers={"Accept-Encoding": "gzip"})
        if packed.status_code == 200:
            assert asked_again(client, packed["ETag"], address).status_code == 304, name
            plain = client.get(address).content
            assert plain.lstrip().startswith(b"<") or not plain.strip(), name
            assert gzip.decompress(packed.content) == plain, name


@pytest.mark.django_db(transaction=True)
def test_a_flushed_register_keeps_its_editions():
    call_command("flush", interactive=False, verbosity=0)
    before = data_version()
    make.agreement("nghe-an-2020")
    assert data_version() != before
