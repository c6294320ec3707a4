"""Imports in the office: who may go on with one, and every step is taken once."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from changesets import jobs
from changesets.models import Import, PlanPage
from changesets.plan import planner
from people.models import Person
from tests import factories as make

from .uploading import NEW, at, messages_of, read, shown, signed_in, upload

pytestmark = pytest.mark.django_db

State = Import.State


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor():
    return signed_in("editor")


# Whose it is


OTHERS = ("viewer", "editor", "publisher", "admin")
STEPS = ("confirm", "cancel", "again", "undo")


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.one_database
def test_nobody_goes_on_with_the_import_of_another(editor, role):
    found = upload(editor, "people.csv", NEW)
    other = signed_in(role, "lan")
    answers = {step: other.post(at(step, found.pk)).status_code for step in STEPS}
    # A superuser may undo what is applied, which this is not.
    assert answers == {"confirm": 403, "cancel": 403, "again": 403, "undo": 302 if role == "admin" else 403}
    assert not Person.objects.exists()
    found.refresh_from_db()
    assert found.state == State.PLANNED
    assert shown(other, found)["offers"] == set()
    assert "Only editor, who uploaded the file, can go on with it." in read(other, at("change", found.pk))


def test_who_may_import_no_more_is_told_so(editor):
    found = upload(editor, "people.csv", NEW)
    found.owner.groups.clear()
    assert editor.get(at("change", found.pk)).status_code == 403
    found.owner.groups.set(Group.objects.filter(name="viewer"))
    assert editor.post(at("confirm", found.pk)).status_code == 403
    assert "Your account may no longer import: ask an administrator." in read(editor, at("change", found.pk))


def test_an_import_from_the_command_line_goes_on_nowhere_else(editor):
    found = Import.objects.create(file_name="people.csv", sha256="0" * 64, state=State.PLANNED)
    assert editor.post(at("confirm", found.pk)).status_code == 403
    text = read(editor, at("change", found.pk))
    assert "It was started on the command line, and only there it can go on." in text
    assert "people.csv command line" in read(editor, at("changelist"))


# Every step once


@pytest.mark.one_database
def test_confirming_twice_does_nothing_the_second_time_and_says_so(editor):
    found = upload(editor, "people.csv", NEW)
    editor.post(at("confirm", found.pk))
    response = editor.post(at("confirm", found.pk), follow=True)
    assert messages_of(response) == ["Nothing was done now. This import is: applied."]
    assert Person.objects.get().history.count() == 1


@pytest.mark.one_database
def test_discarding_after_the_fact_or_twice_does_nothing(editor):
    found = upload(editor, "people.csv", NEW)
    editor.post(at("cancel", found.pk))
    response = editor.post(at("cancel", found.pk), follow=True)
    assert messages_of(response) == ["Nothing was done now. This import is: cancelled."]
    assert "Cancelled. Nothing was written." in read(editor, at("change", found.pk))
    response = editor.post(at("confirm", found.pk), follow=True)
    assert messages_of(response) == ["Nothing was done now. This import is: cancelled."]
    assert not Person.objects.exists()


@pytest.mark.parametrize("step", ["confirm", "cancel", "again"])
@pytest.mark.one_database
def test_looking_at_a_step_takes_none(editor, step):
    found = upload(editor, "people.csv", NEW)
    assert editor.get(at(step, found.pk)).status_code == 405
    found.refresh_from_db()
    assert found.state == State.PLANNED


# When something came between


def test_what_changed_since_the_preview_is_refused_whole_and_planned_again(editor):
    person = make.person("pham-duc-long", status="draft", name="Phạm Đức Long")
    rows = "pham-duc-long,Phạm Đức Long,VNPT\nle-a,Lê A,\n"
    found = upload(editor, "people.csv", f"slug,name,description\n{rows}")
    person._history_user = make.staff("editor", "lan")
    person.description = "UBND"
    person.save()
    editor.post(at("confirm", found.pk))
    assert list(Person.objects.values_list("slug", "description")) == [("pham-duc-long", "UBND")]
    context = shown(editor, found)
    ((problem),) = context["problems"]
    assert (problem["table"], problem["line"], problem["value"]) == ("People", 2, "Phạm Đức Long")
    assert problem["message"].startswith("lan changed this row at ")
    assert (context["conflict"], context["offers"], context["has_error_file"]) == (True, {"again"}, False)
    assert "Not written: the register has changed since the plan was made." in read(editor, at("change", found.pk))

    editor.post(at("again", found.pk))
    (row,) = shown(editor, found, show="updated")["preview"]["rows"]
    assert [(change["old"], change["new"]) for change in row["changes"]] == [("UBND", "VNPT")]
    editor.post(at("confirm", found.pk))
    assert Person.objects.get(slug="pham-duc-long").description == "VNPT"
    response = editor.post(at("again", found.pk), follow=True)
    assert messages_of(response) == ["Nothing was done now. This import is: applied."]


def test_a_missing_record_is_made_and_the_same_file_read_again(editor):
    found = upload(editor, "passages.csv", "article,kind,number,gist\nbai-bao,paragraph,1,Ý một\n")
    assert found.state == State.REFUSED
    make.article("bai-bao", status="draft")
    editor.post(at("again", found.pk))
    found.refresh_from_db()
    assert (found.state, found.created, found.refused) == (State.PLANNED, 1, 0)


def test_an_error_of_ours_is_said_and_nothing_is_written(editor, monkeypatch):
    def fail(upload, sources):
        upload.move((State.WAITING,), State.PLANNING)
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(planner, "plan", fail)
        found = upload(editor, "people.csv", NEW)
    assert found.state == State.FAILED
    text = read(editor, at("change", found.pk))
    assert "Broken off. Nothing was written." in text
    assert "Something went wrong inside." in text
    editor.post(at("again", found.pk))
    found.refresh_from_db()
    assert found.state == State.PLANNED


# While it is under way


@pytest.fixture
def waiting(editor, monkeypatch):
    """An import that waits for a worker, and nobody takes it."""
    monkeypatch.setattr(jobs, "start_planning", lambda upload: None)
    return upload(editor, "people.csv", NEW)


def test_the_page_follows_while_something_is_under_way_and_then_rests(editor, waiting):
    response = editor.get(at("change", waiting.pk))
    assert response.headers["Refresh"] == "2"
    assert "Waiting to be read" in read(editor, at("change", waiting.pk))
    waiting.move((State.WAITING,), State.PLANNING, done=1000)
    text = read(editor, at("change", waiting.pk))
    assert "The file is being read 1000 rows read and compared so far." in text
    waiting.move((State.PLANNING,), State.PLANNING, total=1000)
    text = read(editor, at("change", waiting.pk))
    assert "The file is being read All rows are read. Now the plan is tried out on the whole register." in text
    waiting.move((State.PLANNING,), State.APPLYING, done=2, created=3, total=5)
    content = editor.get(at("change", waiting.pk)).content.decode()
    assert '<progress aria-labelledby="import-state-heading" max="3" value="2"></progress>' in content
    assert "The changes are being written 2 of 3 rows made ready." in read(editor, at("change", waiting.pk))
    waiting.move((State.APPLYING,), State.APPLYING, done=3)
    text = read(editor, at("change", waiting.pk))
    assert "All rows are ready. The database writes them in one step, which takes seconds." in text
    waiting.move((State.APPLYING,), State.APPLIED)
    assert "Refresh" not in editor.get(at("change", waiting.pk)).headers


def test_it_says_so_when_no_worker_takes_it(editor, waiting):
    said = "Nothing has begun for more than 15 seconds: perhaps no worker is running."
    assert said not in read(editor, at("change", waiting.pk))
    Import.objects.update(created_at=timezone.now() - timedelta(seconds=16))
    assert said in read(editor, at("change", waiting.pk))
    waiting.refresh_from_db()
    waiting.move((State.WAITING,), State.PLANNING)
    assert said not in read(editor, at("change", waiting.pk))


def test_it_is_cancelled_at_any_time_before_the_end(editor, waiting):
    assert shown(editor, waiting)["offers"] == {"cancel"}
    editor.post(at("cancel", waiting.pk))
    jobs.plan_now(waiting)  # a worker that comes to it later
    assert (waiting.state, waiting.pages.count()) == (State.CANCELLED, 0)


@pytest.mark.parametrize(
    ("state", "after", "said"),
    [
        (State.PLANNING, State.FAILED, "The program that read the file has stopped."),
        (State.APPLYING, State.PLANNED, "The program that wrote it has stopped."),
    ],
)
def test_a_dead_worker_is_noticed_by_whoever_looks(editor, waiting, state, after, said):
    waiting.move((State.WAITING,), state, created=1)
    Import.objects.update(beat_at=timezone.now() - timedelta(minutes=2))
    assert said in read(editor, at("change", waiting.pk))
    waiting.refresh_from_db()
    assert waiting.state == after


def test_what_nobody_confirmed_is_cleared_away(editor):
    found = upload(editor, "people.csv", NEW)
    Import.objects.update(expires_at=timezone.now() - timedelta(days=1))
    read(editor, at("changelist"))
    found.refresh_from_db()
    assert (found.state, found.file.name, PlanPage.objects.count()) == (State.CLEARED, "", 0)
    assert "Never confirmed, so its file and plan are deleted." in read(editor, at("change", found.pk))


@pytest.mark.one_database
def test_confirming_an_expired_plan_names_the_expiry(editor):
    found = upload(editor, "people.csv", NEW)
    Import.objects.update(expires_at=datetime(2026, 1, 2, 3, 4, tzinfo=timezone.get_current_timezone()))
    response = editor.post(at("confirm", found.pk), follow=True)
    assert messages_of(response) == [
        "The plan was kept until 2 January 2026, 03:04, and is not any more: upload the file again."
    ]
    assert not Person.objects.exists()


# Taking it back


def test_an_import_that_changed_nothing_is_not_undone(editor):
    found = upload(editor, "people.csv", NEW)
    found.move((State.PLANNED,), State.APPLIED, created=0, unchanged=1)
    assert shown(editor, found)["offers"] == set()


@pytest.mark.one_database
def test_an_import_is_undone_after_a_question(editor):
    make.person("pham-duc-long", name="Phạm Đức Long", status="draft", description="VNPT")
    rows = "pham-duc-long,Phạm Đức Long,UBND\nle-a,Lê A,\n"
    found = upload(editor, "people.csv", f"slug,name,description\n{rows}")
    editor.post(at("confirm", found.pk))
    text = read(editor, at("undo", found.pk))
    assert "People: 1 row that it made is deleted. People: 1 row gets back what it held before." in text
    assert Person.objects.count() == 2

    response = editor.post(at("undo", found.pk))
    opposite = Import.objects.first()
    assert response.headers["location"] == at("change", opposite.pk)
    assert list(Person.objects.values_list("slug", "description")) == [("pham-duc-long", "VNPT")]
    assert f"Import {found.pk} is undone." in read(editor, at("change", opposite.pk))
    assert f"This import has been undone. Import {opposite.pk} undid it" in read(editor, at("change", found.pk))
    assert shown(editor, opposite)["offers"] == set()
    again = editor.post(at("undo", found.pk), follow=True)
    assert messages_of(again) == ["Only an applied import can be undone, and only while its plan is kept."]
    assert "There is nothing to undo. This import is: undone." in read(editor, at("undo", found.pk))


@pytest.mark.one_database
def test_what_only_an_administrator_undoes_is_promised_to_nobody_else():
    publisher, admin = signed_in("publisher"), signed_in("admin", "lan")
    found = upload(publisher, "people.csv", NEW)
    publisher.post(at("confirm", found.pk))
    person = Person.objects.get()
    person.status = "published"
    person.save()
    said = "Records that it made were published, which only an administrator deletes: withdraw them."
    text = read(publisher, at("undo", found.pk))
    assert said in text
    assert "is deleted" not in text
    assert messages_of(publisher.post(at("undo", found.pk), follow=True)) == [said]
    assert "1 row that it made is deleted" in read(admin, at("undo", found.pk))


@pytest.mark.one_database
def test_what_was_changed_since_keeps_an_import_from_being_undone(editor):
    found = upload(editor, "people.csv", NEW)
    editor.post(at("confirm", found.pk))
    person = Person.objects.get()
    person._history_user = make.staff("editor", "lan")
    person.description = "mới"
    person.save()
    response = editor.post(at("undo", found.pk), follow=True)
    opposite = Import.objects.first()
    assert (opposite.undoes, opposite.state) == (found, State.REFUSED)
    (problem,) = response.context["problems"]
    assert (problem["value"], problem["message"][:20]) == ("Trần Văn Nam", "lan changed this row")
    assert f"Import {found.pk} could not be undone. Nothing is changed." in read(editor, at("change", opposite.pk))
    assert response.context["offers"] == set()
    assert shown(editor, found)["offers"] == {"undo"}
    assert Person.objects.get().description == "mới"


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("editor", 403), ("publisher", 403), ("admin", 302)])
def test_the_owner_or_a_superuser_undoes(editor, role, status):
    found = upload(editor, "people.csv", NEW)
    editor.post(at("confirm", found.pk))
    other = signed_in(role, "lan")
    assert shown(other, found)["offers"] == ({"undo"} if role == "admin" else set())
    assert other.post(at("undo", found.pk)).status_code == status
    assert Person.objects.exists() == (role != "admin")
