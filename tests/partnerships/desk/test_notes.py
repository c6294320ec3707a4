"""Notes on records, and the tasks among them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Person
from records import dates
from records.models import Note
from tests import factories as make
from tests.changesets.uploading import messages_of, signed_in
from tests.office import page

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def at(record):
    return f"/en/admin/notes/{record.collection}/{record.pk}/"


def texts(client, record):
    return [each.text for each in client.get(at(record)).context["notes"]]


def hidden_fields(response, address):
    """What the first form of a page that leads to `address` posts unseen."""
    (form, *_more) = re.findall(rf'<form[^>]*action="{address}".*?</form>', response.content.decode(), re.DOTALL)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def todo(client):
    shown = client.get("/en/admin/").context["tasks"]
    return [(each["note"].text, each["record"], each["overdue"]) for each in shown]


def test_a_task_stands_on_its_persons_front_page_until_it_is_done_what_is_overdue_first():
    lan, minh = signed_in("editor", "lan"), signed_in("publisher", "minh")
    person, today = make.person(name="An"), dates.today()
    number = make.User.objects.get(username="lan").pk
    for text, days in (("Gọi lại", 3), ("Hỏi văn phòng", -2)):
        task = {"text": text, "person": number, "due": today + timedelta(days=days)}
        assert minh.post(at(person), task).status_code == 302
    assert minh.post(at(person), {"text": "Chỉ để nhớ"}).status_code == 302
    assert texts(lan, person) == ["Chỉ để nhớ", "Hỏi văn phòng", "Gọi lại"]
    form = " ".join(lan.get(page(Person, "change", person.pk, language="en")).content.decode().split())
    assert "Notes (1) · Open tasks (2) </a>" in form
    assert "<h1>Notes: An</h1>" in lan.get(at(person)).content.decode()
    assert todo(minh) == []
    assert todo(lan) == [("Hỏi văn phòng", "An", True), ("Gọi lại", "An", False)]
    checked = Client(enforce_csrf_checks=True)
    checked.force_login(make.User.objects.get(username="lan"))
    posted = hidden_fields(checked.get("/en/admin/"), at(person))
    done = checked.post(at(person), {**posted, "done": "1"})
    assert done["Location"] == "/en/admin/"
    told = [(each["note"].text, each["record"]) for each in minh.get("/en/admin/").context["done"]]
    assert told == [("Hỏi văn phòng", "An")]
    assert lan.get("/en/admin/").context["done"] == []  # her own deed is no news
    address = at(person)
    person.delete()
    assert todo(lan) == [("Gọi lại", None, False)]
    assert lan.get(address).status_code == 200  # of a deleted record what was written is still read, and done


@pytest.mark.parametrize("given", [{"person": True}, {"due": "2/1/2026"}, {"text": ""}, {"due": "sai"}])
def test_half_a_task_is_refused_and_what_was_typed_is_kept(given):
    client, person = signed_in("editor", "lan"), make.person()
    if "person" in given:
        given = {"person": make.User.objects.get(username="lan").pk}
    answer = client.post(at(person), {"text": "Gọi lại", **given})
    assert answer.status_code == 400
    assert given.get("text", "Gọi lại") in answer.content.decode()
    assert not Note.objects.exists()


def test_notes_follow_a_record_that_is_merged_and_stay_when_their_author_goes():
    editor = signed_in("editor", "lan")
    keep, lose = make.person("mot"), make.person("hai", status="withdrawn")
    editor.post(at(lose), {"text": "Trùng?"})
    lose.merged_into = keep
    lose.save()
    make.User.objects.all().delete()
    assert texts(signed_in("editor", "minh"), keep) == ["Trùng?"]
    lose.merged_into = None
    lose.save()
    assert texts(signed_in("editor", "ba"), keep) == []


def test_a_note_is_taken_away_by_who_wrote_it_alone():
    lan, minh, person = signed_in("editor", "lan"), signed_in("publisher", "minh"), make.person()
    lan.post(at(person), {"text": "Nhầm"})
    for client, left in ((minh, ["Nhầm"]), (lan, [])):
        number = Note.objects.values_list("pk", flat=True).first()
        client.post(at(person), {"note": number, "delete": "1"})
        assert texts(lan, person) == left


def test_who_may_not_see_a_record_gets_no_task_about_it_and_no_note():
    editor, outsider = signed_in("editor", "lan"), signed_in("", "ba")
    person = make.person()
    user = make.User.objects.get(username="ba")
    assert editor.post(at(person), {"text": "a", "person": user.pk, "due": "2026-01-02"}).status_code == 400
    Note.objects.create(table="people", row=person.pk, text="a", person=user, due="2026-01-02")
    assert todo(outsider) == []
    assert outsider.get(at(person)).status_code == 403


def test_a_task_whose_account_is_gone_or_closed_is_the_editors():
    lan, minh, seer = signed_in("editor", "lan"), signed_in("publisher", "minh"), signed_in("viewer", "ba")
    person = make.person(name="An")
    for name, gone in (("hoa", "is_active"), ("binh", "is_staff"), ("chi", None)):
        user = make.staff("editor", name)
        Note.objects.create(table="people", row=person.pk, text=name, person=user, due="2026-01-02")
        assert todo(lan) == todo(seer) == []
        make.User.objects.filter(pk=user.pk).update(**{gone: False}) if gone else user.delete()
        for client in (lan, minh):
            assert todo(client) == [(name, "An", True)]
        assert "nobody's any more" in lan.get("/en/admin/").content.decode()
        lan.post(at(person), {"note": Note.objects.get(text=name).pk, "done": "1"})
        assert todo(minh) == []


def test_a_task_is_done_by_its_person_its_author_or_an_editor_and_a_remark_by_nobody():
    seer, other, lan = signed_in("viewer", "ba"), signed_in("viewer", "hoa"), signed_in("editor", "lan")
    person = make.person()
    users = {each.username: each for each in make.User.objects.all()}
    done, refused = ["The task is done."], ["That is no open task of yours."]
    for client, fields, said in (
        (lan, {}, refused),
        (other, {"person": users["ba"], "due": "2026-01-02"}, refused),
        (seer, {"person": users["ba"], "due": "2026-01-02"}, done),
        (other, {"person": users["ba"], "author": users["hoa"], "due": "2026-01-02"}, done),
        (lan, {"person": users["ba"], "due": "2026-01-02"}, done),
    ):
        note = Note.objects.create(table="people", row=person.pk, text="a", **fields)
        offered = client.get(at(person)).content.decode().count('name="done"')
        assert offered == (said == done)
        assert messages_of(client.post(at(person), {"note": note.pk, "done": "1"}, follow=True)) == said
        assert bool(Note.objects.get(pk=note.pk).done_at) == (said == done)
        note.delete()


def test_many_tasks_ask_as_much_as_two():
    client = signed_in("editor", "lan")
    user = make.User.objects.get(username="lan")

    def asked(number):
        for each in range(number):
            person = make.person(f"p-{number}-{each}")
            Note.objects.create(table="people", row=person.pk, text="a", person=user, author=user, due="2026-01-02")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk:today"))
            client.get(at(person))
        return len(queries)

    asked(1)
    assert asked(2) >= asked(20)
