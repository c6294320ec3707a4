"""What was answered is kept by the tables that it was made from, and by no others."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.throttling import AnonRateThrottle

from articles.models import Article
from partnerships.models import Agreement, Indicator, Partner
from people.models import Person
from records.caching.counts import cached_counts
from records.caching.data_version import Basis, made_from, tables_read
from records.models import DataVersion, PublicRow, Status, Touched, TrackedModel
from tests import factories as make

PAGES = (
    "/",
    "/agreements/",
    "/agreements/?provider=vnpt",
    "/agreements/bac-kan-2015/",
    "/agreements/nghe-an-2020/",
    "/partners/vnpt/",
    "/partners/",
    "/people/pham-duc-long/",
    "/people/",
    "/articles/vnpt-nghe-an-2020/",
    "/topics/ha-tang/",
    "/solutions/vnpt-ioffice/",
    "/indicators/xep-hang-ung-dung-cntt/",
    "/claims/",
    "/compare/?agreement=nghe-an-2014&agreement=nghe-an-2020",
    "/map/",
    "/trends/",
    "/search/?q=thai+binh",
    "/data/",
    "/api/v1/area-names/",
    "/api/v1/area-successions/",
    "/agreements.atom",
    "/agreements.ics",
    "/partners/vnpt/agreements.atom",
)
API = (
    "/api/v1/agreements/?search=nghe+an",
    "/api/v1/agreements/nghe-an-2020/",
    "/api/v1/partners/vnpt/",
    "/api/v1/people/pham-duc-long/",
    "/api/v1/articles/vnpt-nghe-an-2020/",
)
# Of `factories.whole_register`: every noun is shown by some of them. What is made fastest is asked first.
OF_THE_WHOLE = (
    "/api/v1/agreements/thai-binh-2020/",
    "/api/v1/people/pham-duc-long/",
    "/api/v1/area-names/",
    "/api/v1/area-successions/",
    "/api/v1/agreements/?search=long",
    "/agreements.atom",
    "/indicators/phu-song-4g/",
    "/articles/bai-bao/",
    "/partners/vnpt/",
    "/people/pham-duc-long/",
    "/topics/ha-tang/",
    "/places/hung-yen/",
    "/commitments/",
    "/agreements/thai-binh-2020/",
    "/agreements/?provider=vnpt&province=hung-yen",
    "/search/?q=thai+binh",
    "/",
    "/data/",
)
LIST, DETAIL = "/api/v1/agreements/", "/api/v1/agreements/nghe-an-2020/"


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def kept(client: Client, addresses: tuple[str, ...]) -> list[str]:
    """Those that are answered from what was kept: one query asks whether it still holds."""
    return [address for address in addresses if queries(client, address) == 1]


def answers(client: Client, addresses: tuple[str, ...] = (*PAGES, *API)) -> dict[str, tuple[int, bytes]]:
    found = {address: client.get(address) for address in addresses}
    return {address: (answer.status_code, answer.content) for address, answer in found.items()}


# An edit


def test_a_draft_empties_nothing(seeded: None, client: Client) -> None:
    answers(client)
    make.agreement("nhap", title="Nháp", status=Status.DRAFT)
    Agreement.objects.filter(slug="nhap").update(title="Nghệ An nháp")
    Partner.objects.bulk_create([Partner(slug="nhap", name="Nháp", kind=Partner.Kind.values[0])])
    Agreement.objects.filter(slug="nhap").delete()
    assert kept(client, (*PAGES, *API)) == [*PAGES, *API]


def test_an_indicator_leaves_the_pages_that_show_none(seeded: None, client: Client) -> None:
    of_it, others = "/indicators/xep-hang-ung-dung-cntt/", ("/people/pham-duc-long/", "/people/", "/api/v1/people/")
    for address in (of_it, *others):
        client.get(address)
    Indicator.objects.filter(slug="xep-hang-ung-dung-cntt").update(name="Xếp hạng mới")
    assert kept(client, others) == [*others]
    assert kept(client, (of_it,)) == []
    assert "Xếp hạng mới" in client.get(of_it).content.decode()


def change(model: Any) -> None:
    """Change what the public may read of the rows of `model`: a text or a number of each, or else take them away."""
    rows = model._default_manager.order_by()
    for field in model._meta.concrete_fields:
        if field.is_relation or field.choices or field.primary_key or not field.editable or field.name == "slug":
            continue
        if isinstance(field, models.CharField | models.TextField):
            value: Any = Concat(F(field.name), Value(" x"))
        elif isinstance(field, models.IntegerField) and field.name != "version":
            value = F(field.name) + 1000
        else:
            continue
        try:
            with transaction.atomic():
                rows.update(**{field.name: value})
                return
        except IntegrityError:
            continue
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{model._meta.db_table}"')


@pytest.mark.one_database  # the names of tables are found in the SQL of either alike
def test_whatever_table_changes_no_answer_is_out_of_date(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.whole_register()
    before, read = {}, {}
    for address in OF_THE_WHOLE:
        with tables_read() as read[address]:
            before |= answers(client, (address,))
    assert {status for status, _content in before.values()} == {200}
    held = [model for model in apps.get_models() if issubclass(model, TrackedModel) and model._default_manager.exists()]
    unseen = []
    for model in held:
        point = transaction.savepoint()
        change(model)
        of_it = [address for address in OF_THE_WHOLE if model._meta.db_table in read[address]]
        if all(answers(client, (address,))[address] == before[address] for address in of_it):
            unseen.append(model._meta.label)
        transaction.savepoint_rollback(point)
    assert unseen == []
    # Whatever an answer does not read may change all at once: it is kept, and made anew it is the same.
    for address in OF_THE_WHOLE:
        client.get(address)
        point = transaction.savepoint()
        for model in held:
            if model._meta.db_table not in read[address]:
                change(model)
        assert kept(client, (address,)) == [address]
        with monkeypatch.context() as nothing_kept:
            nothing_kept.setattr(Basis, "holds", lambda self: False)
            assert answers(client, (address,))[address] == before[address], address
        transaction.savepoint_rollback(point)


def test_answers_read_no_table_that_has_no_version(
    seeded: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracked = [model for model in apps.get_models() if issubclass(model, TrackedModel)]
    # A history changes with the table it tells of.
    versioned = {table for model in tracked for table in (model._meta.db_table, model.history.model._meta.db_table)}
    monkeypatch.setattr(Basis, "holds", lambda self: False)
    with CaptureQueriesContext(connection) as captured:
        answers(client)
    asked = " ".join(query["sql"] for query in captured.captured_queries)
    # What is told of changes follows from them.
    versioned |= {model._meta.db_table for model in (DataVersion, PublicRow, Touched)}
    others = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - versioned
    assert [table for table in sorted(others) if f'"{table}"' in asked] == []


# Counts


def test_what_shows_a_kept_count_depends_on_what_was_counted(db: None) -> None:
    @cached_counts
    def people() -> int:
        return Person.objects.public().count()

    make.person()
    people()
    shown, basis = made_from(people)
    assert (shown, basis.tables) == (1, (Person._meta.db_table,))
    assert basis.holds()
    make.article()
    assert basis.holds()
    make.person("nguyen-van-yen")
    assert not basis.holds()
    assert people() == 2


# The API


@pytest.mark.parametrize("address", [LIST, DETAIL])
def test_an_unchanged_answer_of_the_api_is_not_sent_again(client: Client, db: None, address: str) -> None:
    agreement = make.agreement("nghe-an-2020", title="Thỏa thuận Nghệ An 2020")
    known = client.get(address)
    from_elsewhere = {"If-None-Match": known["ETag"], "Origin": "https://example.org"}
    again = client.get(address, headers=from_elsewhere)
    assert (again.status_code, again.content, again["Access-Control-Allow-Origin"]) == (304, b"", "*")
    with CaptureQueriesContext(connection) as captured:
        packed = client.get(address, headers={"Accept-Encoding": "gzip", "Origin": "https://example.org"})
    assert len(captured) == 1
    assert gzip.decompress(packed.content) == known.content
    assert (packed["Content-Encoding"], packed["ETag"]) == ("gzip", known["ETag"])
    assert packed["Content-Type"] == known["Content-Type"] == "application/json"
    assert (packed["Access-Control-Allow-Origin"], packed["Cache-Control"]) == ("*", "public, no-cache")
    agreement.title = "Thỏa thuận đã sửa"
    agreement.save()
    again = client.get(address, headers={"If-None-Match": known["ETag"]})
    assert again.status_code == 200
    assert "Thỏa thuận đã sửa" in again.content.decode()


def test_what_is_kept_counts_towards_the_rate(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": "3/hour"})
    monkeypatch.setattr(AnonRateThrottle, "cache_format", "throttle_kept_%(scope)s_%(ident)s")
    assert [client.get(LIST).status_code for _time in range(4)] == [200, 200, 200, 429]


def test_only_answers_of_the_api_that_succeed_are_kept(client: Client, db: None) -> None:
    client.get(LIST)
    refused = client.get(LIST, headers={"Accept": "text/csv"})
    assert (refused.status_code, refused["Content-Type"]) == (406, "application/problem+json")
    for address in (f"{LIST}?nothing=1", f"{LIST}khong-co/"):
        answer = client.get(address)
        assert answer.status_code in (400, 404)
        assert "ETag" not in answer
    make.article("bai-bao")
    Article.objects.update(slug="bai-bao")
    assert "ETag" in client.get("/api/v1/articles/bai-bao/")
