"""Imports in the office: what is uploaded, and what the pages say of it."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from changesets.admin import uploads
from changesets.models import Import
from partnerships.models import Agreement, Partner, Party
from people.models import Person
from tests import factories as make
from tests.office import page

from .uploading import NEW, SPOILED, at, book, read, shown, signed_in, upload

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

State = Import.State


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor():
    return signed_in("editor")


# From the file to the register


def test_a_new_editor_uploads_looks_confirms_and_sees_the_result(editor):
    make.person("pham-duc-long", name="Phạm Đức Long", status="draft", description="VNPT")
    rows = "pham-duc-long,Phạm Đức Long,Chủ tịch HĐTV\nle-a,Lê A,\n"
    found = upload(editor, "people-2026.csv", f"slug,name,description\n{rows}", why="Danh sách mới")
    assert (found.table, found.state, Person.objects.count()) == ("people", State.PLANNED, 1)
    text = read(editor, at("change", found.pk))
    assert "This would change. Nothing is written yet." in text
    assert "People 1 1 0 0 People: these columns are not in the file and stay as they are: Status (status), " in text
    assert "Updated (1) Created (1) Line Record What changes 2 pham-duc-long Description description VNPT Chủ" in text
    assert editor.post(at("confirm", found.pk), follow=True).redirect_chain == [(at("change", found.pk), 302)]
    assert dict(Person.objects.values_list("slug", "description")) == {"pham-duc-long": "Chủ tịch HĐTV", "le-a": ""}
    text = read(editor, at("change", found.pk))
    assert "Done. All changes are written." in text
    assert "Undo this import…" in text
    history = Person.objects.get(slug="le-a").history.get()
    assert (history.history_user.username, history.history_change_reason) == (
        "editor",
        f"import {found.pk} – Danh sách mới",
    )


def test_a_workbook_of_several_tables_is_previewed_by_table_and_applied_whole(editor):
    content = book(
        parties=[["agreement", "partner", "side", "role"], ["fpt-da-nang", "fpt", "provider", "principal"]],
        agreements=[["slug", "title", "kind"], ["fpt-da-nang", "FPT – Đà Nẵng", "memorandum"]],
        partners=[["slug", "name", "kind"], ["fpt", "FPT", "group"]],
    )
    found = upload(editor, "fpt.xlsx", content)
    rows = shown(editor, found)["preview"]["rows"]
    assert {(row["table"], row["key"], row["address"]) for row in rows} == {
        ("agreements", "fpt-da-nang", ""),
        ("partners", "fpt", ""),
        ("parties", "fpt-da-nang~fpt", ""),
    }
    editor.post(at("confirm", found.pk))
    party = Party.objects.get()
    assert (party.agreement.slug, party.partner.slug) == ("fpt-da-nang", "fpt")
    addresses = {row["table"]: row["address"] for row in shown(editor, found)["preview"]["rows"]}
    assert addresses == {
        "agreements": page(Agreement, "change", party.agreement_id, language="en"),
        "partners": page(Partner, "change", party.partner_id, language="en"),
        "parties": page(Party, "change", party.pk, language="en"),
    }


def test_what_changes_is_shown_cell_by_cell_with_what_is_emptied_and_what_stays(editor):
    same = "Hai bên thống nhất phối hợp triển khai hạ tầng số, " * 5
    make.partner(
        "vnpt", status="draft", name="VNPT", description=f"{same}giai đoạn 2014. {same}", website="https://v.vn"
    )
    rows = f'vnpt,"{same}giai đoạn 2020. {same}",,VNPT\n'
    found = upload(editor, "partners.csv", f"slug,description,website,name\n{rows}")
    context = shown(editor, found)
    (row,) = context["preview"]["rows"]
    website, description = sorted(row["changes"], key=lambda change: -len(change["column"]))[::-1]
    assert (website["old"], website["new"]) == ("https://v.vn", "")
    assert (description["old"], description["new"]) == ("2014.", "2020.")
    assert description["before"].startswith("…")
    assert description["before"].endswith("triển khai hạ tầng số, giai đoạn")
    assert description["after"].endswith("…")
    (table,) = context["summary"]
    assert (table["counts"]["updated"], table["cleared"]) == (1, 1)
    assert table["absent"][:2] == ["Status (status)", "Kind (kind)"]
    text = read(editor, at("change", found.pk))
    assert "Partners: 1 cell is empty in the file and not in the register: its value is deleted." in text
    assert "https://v.vn emptied" in text


def test_a_key_of_codes_has_its_name_beside_it(editor):
    agreement = make.agreement("a", title="Thỏa thuận A", status="draft")
    make.party(agreement, make.partner("vnpt", name="VNPT"), role="principal")
    found = upload(editor, "parties.csv", "agreement,partner,role\na,vnpt,beneficiary\n")
    (row,) = shown(editor, found)["preview"]["rows"]
    assert (row["key"], row["name"]) == ("a~vnpt", "Thỏa thuận A, VNPT")
    assert "a~vnpt Thỏa thuận A, VNPT" in read(editor, at("change", found.pk))


def test_a_lookalike_is_warned_of_before_anybody_confirms(editor):
    make.person("pham-duc-long", name="Phạm Đức Long")
    found = upload(editor, "people.csv", "slug,name\npham-duc-long-2,Phạm Đức Long\nle-a,Lê A\n")
    preview = shown(editor, found)["preview"]
    assert [(tab["verdict"], tab["rows"], tab["chosen"]) for tab in preview["tabs"]] == [
        ("warned", 1, True),
        ("created", 1, False),
    ]
    assert preview["rows"][0]["key"] == "pham-duc-long-2"
    assert "Look at 1 row with a warning first" in read(editor, at("change", found.pk))


def test_a_file_of_headings_only_says_so(editor):
    found = upload(editor, "people.csv", "slug,name\n")
    text = read(editor, at("change", found.pk))
    assert "The file has headings and no rows." in text
    assert "Nothing would change" not in text
    assert shown(editor, found)["offers"] == {"discard"}


def test_a_change_of_line_breaks_is_to_be_seen(editor):
    make.outlet("ict", status="draft")
    make.partner("vnpt", status="draft", description="Một\nhai")
    found = upload(editor, "partners.csv", "slug,description\nvnpt,Một hai\n")
    (row,) = shown(editor, found)["preview"]["rows"]
    assert [(change["old"], change["new"]) for change in row["changes"]] == [("Một ↵ hai", "Một hai")]


def test_a_file_that_changes_nothing_says_so_and_offers_no_confirmation(editor):
    make.person("le-a", name="Lê A")
    found = upload(editor, "people.csv", "slug,name\nle-a,Lê A\n")
    context = shown(editor, found)
    assert (context["offers"], context["preview"]["tabs"]) == ({"discard"}, [])
    assert "Nothing would change: the register has all of this already." in read(editor, at("change", found.pk))


# The form


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("agreements.csv", "agreements"),
        ("Agreements-2026 (1).CSV", "agreements"),
        ("people_kind-x_2026-11-22.json", "people"),
        ("danh-sach.csv", ""),
        ("agreementsx.csv", ""),
        ("", ""),
    ],
)
def test_the_table_is_told_by_the_name_of_the_file(name, table):
    assert uploads.named_by(name) == table


def test_a_file_whose_name_says_nothing_leads_to_the_page_that_asks_what_it_is(editor):
    found = upload(editor, "danh-sach.csv", NEW, leads_to="columns")
    form = editor.get(at("columns", found.pk), {"table": "people"}).context["form"]
    assert (form.model, [*form.initial]) == (Person, ["lines"])
    assert {name: form[name].initial for name in form.fields if name != "lines"} == {
        "column-0": "slug",
        "column-1": "name",
        "column-2": "status",
    }
    assert upload(editor, "danh-sach.csv", NEW, "people").state == State.PLANNED


def test_the_list_of_a_table_leads_to_its_form_and_its_template(editor):
    content = editor.get(page(Person, "changelist", language="en")).content.decode()
    assert page(Person, "import", language="en") in content
    assert 'href="/en/data/templates/people.xlsx"' in content
    form = editor.get(at("add"), {"table": "people"})
    assert form.context["form"]["table"].value() == "people"
    assert 'href="/en/data/templates/people.csv"' in form.content.decode()
    viewers = signed_in("viewer").get(page(Person, "changelist", language="en")).content.decode()
    assert page(Person, "import", language="en") not in viewers


def test_a_file_that_is_too_large_is_stopped_while_it_arrives(editor, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 1024**2)
    arrived = []
    receive = uploads.BoundedUpload.receive_data_chunk

    def counted(self, raw_data, start):
        arrived.append(len(raw_data))
        return receive(self, raw_data, start)

    monkeypatch.setattr(uploads.BoundedUpload, "receive_data_chunk", counted)
    response = editor.post(at("add"), {"file": SimpleUploadedFile("people.csv", b"x" * 3 * 1024**2)})
    assert response.context["form"].errors == {"file": ["The file is larger than 1 MB."]}
    assert 1024**2 < sum(arrived) < 1.2 * 1024**2
    assert not Import.objects.exists()


def test_nobody_but_staff_sends_files_at_all(client):
    file = SimpleUploadedFile("x.csv", b"x" * 100)
    response = client.post(reverse("admin:login"), {"username": "a", "password": "b", "file": file})
    assert response.wsgi_request.FILES == {}
    assert uploads.stopped(response.wsgi_request)


@pytest.mark.parametrize("name", ["people.xls", "people", "people.csv.exe"])
def test_what_is_no_table_is_refused_with_a_reason(editor, name):
    found = upload(editor, name, b"MZ\x90\x00")
    assert found.state == State.REFUSED
    (problem,) = shown(editor, found)["problems"]
    assert problem["message"]
    assert editor.get(at("errors", found.pk)).status_code == 404


# Where it is found again


def test_the_history_of_a_record_leads_to_its_import(editor):
    found = upload(editor, "people.csv", NEW)
    editor.post(at("confirm", found.pk))
    address = f"/en/admin/history/people/{Person.objects.get().pk}/"
    link = f'added it: <a href="{at("change", found.pk)}">import {found.pk}: people.csv</a>'
    assert link in " ".join(editor.get(address).content.decode().split())
    reader = signed_in("", "lan")
    reader.get(address)
    lan = User.objects.get(username="lan")
    lan.user_permissions.set(Permission.objects.filter(codename="view_person"))
    content = reader.get(address).content.decode()
    assert f"added it: import {found.pk}: people.csv" in " ".join(content.split())
    assert at("change", found.pk) not in content


def test_the_list_says_what_became_of_each_and_filters(editor):
    applied = upload(editor, "people.csv", NEW)
    editor.post(at("confirm", applied.pk))
    refused = upload(editor, "people.csv", SPOILED)
    planned = upload(signed_in("publisher", "lan"), "people.csv", NEW.replace("tran", "le"))
    text = read(editor, at("changelist"))
    assert re.search(rf"{planned.pk} people.csv lan [^.]+ planned: waits for its owner's confirmation 1 created", text)
    assert re.search(rf"{refused.pk} people.csv editor [^.]+ refused 1 created, 3 refused", text)
    assert re.search(rf"{applied.pk} people.csv editor [^.]+ applied 1 created", text)

    def listed(query):
        response = editor.get(f"{at('changelist')}?{query}")
        return list(response.context["cl"].result_list)

    assert listed("state=refused") == [refused]
    assert listed(f"owner={applied.owner_id}") == [refused, applied]
    assert listed("owner=99999999999999999999") == listed("state=%00") == listed("owner=abc") == []


@pytest.mark.parametrize(
    ("query", "status"),
    [("file_name__regex=[", 400), ("owner__password__startswith=a", 400), ("p=abc", 200), ("o=-99.x", 200)],
)
def test_a_hostile_query_is_never_an_error_of_ours(editor, query, status):
    assert editor.get(f"{at('changelist')}?{query}").status_code == status


@pytest.mark.parametrize("query", [{"show": "x"}, {"page": "abc"}, {"page": "9" * 40}, {"show": "created", "page": -1}])
def test_any_page_of_a_preview_is_answered(editor, query):
    found = upload(editor, "people.csv", NEW)
    assert [row["key"] for row in shown(editor, found, **query)["preview"]["rows"]] == ["tran-van-nam"]


def test_an_import_that_is_none_is_not_found(editor):
    for step in ("change", "errors", "undo"):
        assert editor.get(at(step, 10**30)).status_code == 404


# What it costs


def topics(rows):
    return "slug,label_vi,label_en\n" + "".join(f"chu-de-{at},Chủ đề {at},Topic {at}\n" for at in range(rows))


def test_a_preview_of_5000_rows_takes_the_queries_of_a_small_one_and_is_no_larger(editor, django_assert_num_queries):
    found = upload(editor, "topics.csv", topics(5000))
    tabs = shown(editor, found)["preview"]["tabs"]
    assert [(tab["verdict"], tab["rows"], tab["pages"]) for tab in tabs] == [("created", 5000, 50)]
    last = shown(editor, found, page=50)["preview"]["rows"]
    assert (len(last), last[-1]["key"]) == (100, "chu-de-4999")
    for query in ({}, {"page": 50}):
        with django_assert_num_queries(12):
            response = editor.get(at("change", found.pk), query)
        assert len(response.content) < 100_000
    small = upload(editor, "topics.csv", topics(2))
    with django_assert_num_queries(12):
        editor.get(at("change", small.pk))


def test_the_list_takes_the_same_queries_for_many(editor, django_assert_num_queries):
    def counted():
        with django_assert_num_queries(10):
            editor.get(at("changelist"))

    upload(editor, "people.csv", NEW)
    counted()
    for _each in range(5):
        upload(editor, "people.csv", NEW)
    counted()


@pytest.mark.django_db
@pytest.mark.one_database
def test_rows_of_others_are_shown_to_who_may_see_their_tables(editor):
    found = upload(editor, "people.csv", NEW, "people")
    spoiled = upload(editor, "people.csv", SPOILED, "people")
    watcher = signed_in("", "nguoi-xem")
    user = User.objects.get(username="nguoi-xem")

    def answers():
        addresses = (at("changelist"), at("change", found.pk), at("errors", spoiled.pk))
        return [watcher.get(address).status_code for address in addresses]

    user.user_permissions.set(Permission.objects.filter(codename__in=["view_import", "view_agreement"]))
    assert answers() == [200, 403, 403]
    user.user_permissions.add(Permission.objects.get(codename="view_person"))
    assert answers() == [200, 200, 200]
