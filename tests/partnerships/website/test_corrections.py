"""The public page of corrections: what, when and why; never who, and nothing that readers had not seen."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from records.models import Status, TrackedModel
from records.noting import catch_up
from tests import factories as make
from tests.changesets.uploading import signed_in
from tests.office import page, shown
from tests.pages import texts
from tests.partnerships.desk.test_merging import merged

pytestmark = pytest.mark.django_db
PAGE = "/en/corrections/"


@pytest.fixture
def agreement():
    source = make.passage(make.article("nguon"))
    made = make.agreement("nghe-an-2020", summary="Cũ", passages=[source])
    for slug, side in (("vnpt", "provider"), ("ubnd", "public_body")):
        make.party(made, make.partner(slug), side, passages=[source])
    long_since()
    return made


def long_since():
    """Let all that is there have been there before."""
    for model in apps.get_models():
        if issubclass(model, TrackedModel):
            model.history.update(history_date="2025-12-31T00:00Z")


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


def test_pages_are_filled_with_what_is_told(client):
    person, article = make.person(name="Cũ"), make.article("bai")
    changed(person, name="Mới")
    for number in range(55):
        changed(article, full_text=f"Nguyên văn {number}")
    assert [row[3] for each in told(client) for row in each[2]] == [[("name", "Cũ", "Mới")]]
    caches["pages"].clear()
    response = client.get(PAGE)
    assert (response.context["page"]["following"], texts(response, "nav", "pages")) == (None, [])
    assert client.get(f"{PAGE}?page=2").status_code == 404


def test_hidden_work_changes_no_byte(agreement, client):
    hidden, draft = make.partner("an", status="draft"), make.agreement("nhap", status="draft")
    clause, party = make.clause(agreement), make.party(agreement, hidden)
    article, secret = make.article("bai"), make.topic("kin", status="draft")
    group = make.partner("tap-doan", status="withdrawn")
    office, own = make.partner("don-vi", parent=hidden), make.clause(draft)
    passage = make.passage(make.article("nguon-kin", status="draft"), 3)
    long_since()
    changed(agreement, summary="Mới")

    def page():
        caches["pages"].clear()
        answer = client.get(PAGE)
        return answer.content, answer["ETag"]

    before = page()
    for number in range(30):  # more than a page of what readers do not see
        changed(party, name_as_printed=f"Kín {number}")
        changed(article, full_text=f"Nguyên văn {number}")
    for text in ("một", "hai"):
        changed(draft, title=text)
        changed(hidden, name=text)
        changed(own, heading=text)
        changed(secret, label_vi=text)
        changed(group, name=text)
        make.partner_name(hidden, text)
    changed(office, parent=group)
    clause.set_links("topics", [secret])
    own.set_links("topics", [make.topic()])
    agreement.set_links("passages", [*agreement.passages.all(), passage])
    party.delete()
    clause.set_links("topics", [])
    own.delete()
    assert page() == before


def test_what_hangs_on_a_record_or_its_parts_is_told(agreement, client):
    partner, person, topic = make.partner("tap-doan"), make.person(), make.topic("so")
    name, clause = make.partner_name(partner, "Tên cũ"), make.clause(agreement)
    long_since()
    changed(name, name="Tên mới")
    assert told(client) == [
        ("TAP DOAN", "", [("Other name", "variant, Tên mới", "changed", [("name", "Tên cũ", "Tên mới")])])
    ]
    make.person_name(person, "Ông A")
    assert told(client)[0][2] == [("Other name", "Ông A", "added", [("name", "", "Ông A")])]
    clause.set_links("topics", [topic])
    assert told(client)[0] == (str(agreement), "", [("Clause", "1", "changed", [("topics", "", "So")])])
    added = make.clause(agreement, 2, heading="Hạ tầng")
    added.set_links("topics", [topic])
    caches["pages"].clear()
    (_noun, _title, how, values) = told(client)[0][2][-1]
    assert (how, [value for value in values if value[0] in ("heading", "topics")]) == (
        "added",
        [("heading", "", "Hạ tầng"), ("topics", "", "So")],
    )
    changed(topic, status=Status.WITHDRAWN)
    assert "So" not in str(told(client))
    added.delete()
    (_noun, _title, how, values) = told(client)[0][2][-1]
    assert (how, ("heading", "Hạ tầng", "") in values) == ("removed", True)


def test_a_merge_is_told_with_its_reason_names_and_parts(agreement, client):
    keep, lose = make.partner("viettel", name="Viettel"), make.partner("viettel-2", name="Viettel 2")
    party = make.party(agreement, lose)
    long_since()
    publisher = signed_in("publisher")
    assert merged(publisher, keep, lose).status_code == 200
    of_keep, of_agreement = sorted(told(client), key=lambda each: each[0] != "Viettel")
    assert of_keep[:2] == ("Viettel", "cùng một đơn vị")
    assert sorted(of_keep[2]) == [
        ("Other name", "variant, Viettel 2", "added", [("kind", "", "variant"), ("name", "", "Viettel 2")]),
        ("Partner", "Viettel 2", "merged", []),
    ]
    moved = ("Party", "Viettel", "changed", [("partner", "Viettel 2", "Viettel")])
    assert of_agreement == (str(agreement), "cùng một đơn vị", [moved])
    said = client.get(PAGE).content
    lose.refresh_from_db()
    changed(lose, name="Tên không ai thấy")
    caches["pages"].clear()
    assert client.get(PAGE).content == said
    assert party.pk


def test_of_a_merge_with_what_readers_never_saw_only_what_came_is_told(client):
    keep, lose = make.agreement("mot"), make.agreement("hai", status="draft", title="Kín")
    make.party(lose, make.partner("vnpt"), passages=[make.passage(make.article("nguon"))])
    long_since()
    assert merged(signed_in("publisher"), keep, lose).status_code == 200
    ((record, why, rows),) = told(client)
    assert (record, why, [row[:3] for row in rows]) == (str(keep), "cùng một đơn vị", [("Party", "VNPT", "added")])
    assert "Kín" not in client.get(PAGE).content.decode()


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
