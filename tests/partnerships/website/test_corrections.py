"""The public page of corrections: what, when and why; never who, and nothing that readers had not seen."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from records.models import Status
from records.noting import catch_up
from tests import factories as make
from tests.changesets.uploading import signed_in
from tests.office import page, shown
from tests.pages import texts

pytestmark = pytest.mark.django_db
PAGE = "/en/corrections/"


@pytest.fixture
def agreement():
    source = make.passage(make.article("nguon"))
    made = make.agreement("nghe-an-2020", summary="Cũ", passages=[source])
    for slug, side in (("vnpt", "provider"), ("ubnd", "public_body")):
        make.party(made, make.partner(slug), side, passages=[source])
    made.history.update(history_date="2026-01-01T00:00Z")
    made.parties.model.history.update(history_date="2025-12-31T00:00Z")
    return made


def changed(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def told(client):
    """Of each correction the record, why, and what: of which row, the field, old and new."""
    return [
        (
            str(each.record),
            each.reason,
            [(row.noun, row.title, row.change, [tuple(d)[:3] for d in row.differences]) for row in each.changes],
        )
        for _address, each in client.get(PAGE).context["corrections"]
    ]


def test_what_when_and_why_but_not_who(agreement, client):
    assert told(client) == []
    publisher = signed_in("publisher", "lan-huong")
    address = page(type(agreement), "change", agreement.pk)
    make.clause(agreement, heading="Hạ tầng")
    make.clause(agreement, 2, heading="Nhân lực").history.model.objects.update(history_date="2025-12-31T00:00Z")
    typed = {"summary": "Mới", "clauses-0-heading": "Hạ tầng số", "clauses-1-DELETE": "on", "why": "Bài ghi khác"}
    assert publisher.post(address, shown(publisher, address) | typed).status_code == 302
    ((record, why, rows),) = told(client)
    assert (record, why) == (str(agreement), "Bài ghi khác")
    assert [row[:3] for row in rows] == [("", "", "changed"), ("Clause", "1", "changed"), ("Clause", "2", "removed")]
    assert (rows[0][3], rows[1][3]) == ([("summary", "Cũ", "Mới")], [("heading", "Hạ tầng", "Hạ tầng số")])
    assert ("heading", "Nhân lực", "") in rows[2][3]
    response = Client().get(PAGE)
    assert "lan-huong" not in response.content.decode()
    assert texts(response, "del")[0] == "Cũ"
    assert PAGE in Client().get(f"/en/agreements/{agreement.slug}/").content.decode()


def test_nothing_of_a_register_that_was_only_seeded(seeded, client):
    assert told(client) == []


def test_of_the_last_year_only(client):
    person = make.person(name="Cũ")
    changed(person, name="Mới")
    assert len(told(client)) == 1
    person.history.update(history_date=timezone.now() - timedelta(days=366))
    caches["pages"].clear()
    assert told(client) == []
    assert "last twelve months, and of these the last 5,000 changes at most" in client.get(PAGE).content.decode()


def test_nothing_of_what_readers_had_not_seen(agreement, client):
    draft = make.agreement("nhap", status="draft")
    changed(draft, title="Đổi khi còn nháp")
    changed(draft, status=Status.PUBLISHED)
    hidden = make.partner("an", status="draft")
    party = make.party(agreement, hidden, name_as_printed="Kín")
    changed(party, name_as_printed="Kín hơn")
    partner = make.partner("con", parent=None)
    changed(partner, parent=hidden)
    changed(make.article("bai", full_text="Nguyên văn"), full_text="Nguyên văn khác")
    changed(make.article("bai-2", outlet=make.outlet("o", status="draft")), title="Báo chưa công bố")
    changed(make.person(), status=Status.WITHDRAWN)
    assert told(client) == []
    # A partner that is published later does not show what was changed before.
    changed(hidden, status=Status.PUBLISHED)
    assert [row for each in told(client) for row in each[2] if "Kín" in str(row)] == []


def test_what_is_withdrawn_is_shown_no_more_and_names_of_what_is_are_left_out(agreement, client):
    group = make.partner("tap-doan")
    partner = make.partner("con", name="Cũ")
    changed(partner, name="Mới", parent=group)
    assert [row[3] for row in told(client)[0][2]] == [[("name", "Cũ", "Mới"), ("unit of", "", "TAP DOAN")]]
    changed(group, status=Status.WITHDRAWN)
    assert [row[3] for row in told(client)[0][2]] == [[("name", "Cũ", "Mới")]]
    changed(partner, status=Status.WITHDRAWN)
    assert told(client) == []


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("edit: Sai tên", "Sai tên"),
        ("import 3 – Danh sách mới", "Danh sách mới"),
        ("import 3: noi-bo.csv", ""),
        ("proposal 3: Thỏa thuận", ""),
        ("merge 3: một đơn vị", "một đơn vị"),
        ("merge 4 undoes 3: undoing import 3", ""),
        (None, ""),
    ],
)
def test_why_is_what_somebody_said(client, reason, said):
    person = make.person(name="Cũ")
    changed(person, name="Mới")
    person.history.filter(history_type="~").update(history_change_reason=reason)
    assert [each[1] for each in told(client)] == [said]


def test_pages_cost_the_same_for_many_and_end(client):
    def asked():
        caches["pages"].clear()
        while not catch_up():
            pass
        with CaptureQueriesContext(connection) as found:
            assert client.get(PAGE).status_code == 200
        return len(found)

    people = [make.person(f"p-{number}") for number in range(30)]
    for person in people[:2]:
        changed(person, name="Mới")
    few = asked()
    for person in people:
        for text in ("một", "hai"):
            changed(person, description=text)
    assert asked() == few
    caches["pages"].clear()
    pages = [client.get(f"{PAGE}?page={number}").context["corrections"] for number in (1, 2)]
    assert [sum(len(each.changes) for _address, each in found) for found in pages] == [50, 12]
    assert client.get(f"{PAGE}?page=3").status_code == 404
    assert [client.get(f"{PAGE}?{query}").status_code for query in ("page=0", "page=x", "seite=1")] == [400] * 3
