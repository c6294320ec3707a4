"""What somebody typed is not lost: the record is gone, the database is busy or full."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from articles.models import Article
from changesets.models import Submission
from partnerships.models import Agreement
from people.models import Person
from records.models import Note
from tests import factories as make
from tests.changesets.uploading import signed_in
from tests.office import errors, page, posted_by, row, sent_back_by, shown

TERMS = {"kind": "area", "outcome": "unknown", "certainty": "stated"}


@pytest.fixture
def editor():
    return signed_in("editor")


def of(client, **typed):
    return {"_author": make.User.objects.get(username="editor").pk, **typed}


@pytest.mark.django_db
@pytest.mark.one_database
def test_what_was_typed_into_a_record_that_was_deleted_meanwhile_becomes_a_new_one(editor):
    agreement, former = make.signed_agreement("a", status="draft"), make.agreement("truoc")
    make.relation(agreement, former)
    make.clause(agreement, heading="Hạ tầng")
    address = page(Agreement, "change", agreement.pk, language="en")
    typed = row(shown(editor, address), "clauses", number="2", heading="Nhân lực", **TERMS) | of(
        editor, title="Tên mới"
    )
    agreement.delete()
    response = editor.post(address, typed)
    assert "It was deleted meanwhile" in response.context["sentences"][0]
    assert "<dd>Nhân lực</dd>" in response.content.decode()
    form = editor.post(response.context["address"], sent_back_by(response))
    saved = editor.post(response.context["address"], posted_by(form))
    assert saved.status_code == 302, errors(saved)
    agreement = Agreement.objects.get(status="draft")
    assert agreement.relations.get().other == former
    assert (agreement.title, agreement.status) == ("Tên mới", "draft")
    assert [*agreement.clauses.values_list("heading", flat=True)] == ["Hạ tầng", "Nhân lực"]
    assert agreement.parties.count() == 2


@pytest.mark.django_db
@pytest.mark.one_database
def test_what_was_typed_into_a_record_that_was_withdrawn_meanwhile_is_shown(editor):
    person = make.person()
    address = page(Person, "change", person.pk, language="en")
    typed = shown(editor, address) | of(editor, description="Đã gõ")
    make.staff("publisher", "Ngọc")
    person.status = "withdrawn"
    person.save()
    response = editor.post(address, typed)
    said = "It is withdrawn by now, and only a publisher changes it. Nothing is saved. Ask one: Ngọc."
    assert (response.status_code, response.context["sentences"]) == (409, [said])
    content = response.content.decode()
    assert ("<dd>Đã gõ</dd>" in content, "Back to the form" in content) == (True, False)
    assert editor.post(address, {"description": "Đã gõ"}).status_code == 403, "no form of ours"


@pytest.fixture
def full():
    """No room is left on the disk of the database."""
    table = Agreement.history.model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        else:
            cursor.execute(
                "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$"
            )
            cursor.execute(f"CREATE TRIGGER no_room BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION no_room()")
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA max_page_count = 1073741823")
        else:
            cursor.execute(f"DROP TRIGGER no_room ON {table}")
            cursor.execute("DROP FUNCTION no_room()")


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_gives_the_form_back_with_what_was_typed(editor, request):
    agreement = make.agreement(status="draft")
    address = page(Agreement, "change", agreement.pk, language="en")
    typed = shown(editor, address) | {"summary": "Hai bên " * 490}
    request.getfixturevalue("full")
    response = editor.post(address, typed)
    assert "The register has no room left on its disk." in response.context["sentences"][0]
    assert dict(response.context["typed"])["summary"] == typed["summary"]
    assert Agreement.objects.get().summary == ""


@pytest.mark.django_db
@pytest.mark.one_database
def test_a_busy_database_gives_the_form_back_with_what_was_typed(editor, monkeypatch):
    person = make.person(status="draft")
    address = page(Person, "change", person.pk, language="en")
    typed = shown(editor, address) | {"description": "Đã gõ"}

    def busy(*args, **kwargs):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(Person, "save", busy)
        response = editor.post(address, typed)
    assert [*response.context["sentences"]] == ["The register was too busy. Nothing is saved: save again."]
    assert posted_by(editor.post(address, sent_back_by(response)))["description"] == "Đã gõ"


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_database
def test_nothing_is_told_as_saved_when_the_commit_fails(editor, monkeypatch):
    person = make.person(status="draft")
    address = page(Person, "change", person.pk, language="en")
    typed = shown(editor, address) | {"description": "Đã gõ"}

    def full(*args):
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "_commit", full)
        response = editor.post(address, typed)
    assert response.status_code == 409
    assert "changed successfully" not in response.content.decode()
    assert "changed successfully" not in editor.get(address).content.decode(), "nor later"
    assert Person.objects.get().description == ""
    saved = editor.post(address, typed, follow=True)
    assert [message.tags for message in saved.context["messages"]] == [f"saved:{address} success"]


# A session that ends while somebody types

ADDRESS = page(Person, "add", language="en")
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}


def new_person(client):
    return of(client, **shown(client, ADDRESS) | {"slug": "an", "name": "Nguyễn Văn An", "_save": "Save"})


def sign_in(client, name, response, **changed):
    context = response.context
    posted = {"username": name, "password": "mat-khau", "next": context["next"], "_typed": context["typed"]}
    return client.post("/en/admin/login/", posted | changed)


@pytest.mark.django_db
def test_what_was_typed_is_shown_again_after_sign_in_and_saved_by_nobody_else(editor):
    typed = new_person(editor)
    editor.cookies.clear()
    asked = editor.post(f"{ADDRESS}?_popup=1", typed)
    assert (asked.status_code, "What you typed is kept" in asked.content.decode()) == (403, True)
    assert sign_in(editor, "editor", asked, password="sai").context["typed"] == asked.context["typed"]
    again = sign_in(editor, "editor", asked)
    assert again.context["address"] == f"{ADDRESS}?_popup=1"
    form = editor.post(again.context["address"], sent_back_by(again))
    assert (form.status_code, posted_by(form)["name"]) == (200, "Nguyễn Văn An")
    assert not Person.objects.exists()


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize(
    "forged", [{"next": "https://example.vn/"}, {"_typed": "[1]"}, {"_typed": "{"}, {"_typed": "[" * 99_999}]
)
def test_nothing_forged_leads_to_what_was_typed(editor, forged):
    typed = new_person(editor)
    editor.cookies.clear()
    response = sign_in(editor, "editor", editor.post(ADDRESS, typed), **forged)
    home = "/en/admin/" if "next" in forged else ADDRESS
    assert (response.status_code, response["Location"]) == (302, home)


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize("page_of", ["package", "paste", "notes", "list"])
def test_what_any_form_of_the_office_has_sent_goes_along_and_is_sent_again(page_of):
    client, person = signed_in("publisher"), make.person(status="in_review")
    posted, done = {
        "package": ({"decision": "return", "words": "Sửa tên"}, lambda: Submission.objects.get().answer == "Sửa tên"),
        "paste": ({"text": "Tít\nNội dung bài"}, lambda: Article.objects.get().full_text.endswith("Nội dung bài")),
        "notes": ({"text": "Hỏi lại"}, lambda: Note.objects.get().text == "Hỏi lại"),
        "list": (
            {"action": "back_to_draft", "_selected_action": person.pk, "index": 0, "why": "Nhầm"},
            lambda: Person.objects.get().status == "draft",
        ),
    }[page_of]
    address = page(Person, "changelist", language="en")
    if page_of != "list":
        place = () if page_of == "paste" else ("people", person.pk)
        address = reverse(f"desk:{page_of}", args=place)
    shows = client.get(address)
    author = set(re.findall(r'name="_author" value="(\d+)"', shows.content.decode()))
    assert author == {str(make.User.objects.get().pk)}
    posted |= {"_author": author.pop()}
    if page_of == "package":
        posted["seen"] = shows.context["package"].versions
    client.cookies.pop("sessionid")
    asked = client.post(address, posted)
    assert (asked.status_code, "What you typed is kept" in asked.content.decode()) == (403, True)
    again = sign_in(client, "publisher", asked)
    assert (again.status_code, again.context["address"], "Send it again" in again.content.decode()) == (
        409,
        address,
        True,
    )
    assert (Person.objects.get().status, Article.objects.exists(), Note.objects.exists()) == ("in_review", False, False)
    sent = dict(again.context["typed"])
    assert client.post(address, sent).status_code == 302
    assert done()


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize(
    ("address", "posted"),
    [("/en/admin/password_change/", {"old_password": "mat-khau"}), ("/en/admin/logout/", {}), ("/en/admin/login/", {})],
)
def test_no_password_and_no_way_out_goes_along(editor, address, posted):
    typed = of(editor, **posted)
    editor.cookies.clear()
    assert "What you typed is kept" not in editor.post(address, typed, follow=True).content.decode()


@pytest.mark.django_db
@pytest.mark.one_database
def test_of_a_file_it_is_said_that_it_is_not_kept(editor):
    typed = of(editor, file=SimpleUploadedFile("a.csv", b"slug,name"), table="people")
    editor.cookies.clear()
    asked = editor.post("/en/admin/changesets/import/add/", typed)
    assert "A file that you chose is not kept: choose it again." in asked.content.decode()


@pytest.mark.django_db
@pytest.mark.one_database
def test_another_account_does_not_see_what_was_typed(editor):
    typed = new_person(editor)
    make.staff("publisher", "minh")
    editor.cookies.clear()
    response = sign_in(editor, "minh", editor.post(ADDRESS, typed))
    assert (response.status_code, response["Location"]) == (302, ADDRESS)


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize(("origin", "status"), [(ORIGIN, 409), ({"HTTP_ORIGIN": "http://example.vn"}, 403), ({}, 403)])
def test_a_form_that_was_open_while_its_user_signed_in_again_is_not_lost(editor, origin, status):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = editor.cookies
    typed = new_person(editor)
    response = strict.post(ADDRESS, typed, **origin)
    assert (response.status_code, Person.objects.exists()) == (status, False)
    other = typed | {"_author": "0"}
    assert strict.post(ADDRESS, other, **origin).status_code == 403
    if status == 409:
        assert ("name", "Nguyễn Văn An") in response.context["typed"]
        pasted = of(strict, text="Tít")
        assert ("text", "Tít") in strict.post("/en/admin/read/", pasted, **origin).context["typed"]
        strict.cookies.pop("sessionid")
        assert "What you typed is kept" in strict.post(ADDRESS, typed, **origin).content.decode()
