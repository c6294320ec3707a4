"""Notices by mail: to whom something waits, was sent back or approved; off without an address; never in the way."""

from smtplib import SMTPRecipientsRefused

import pytest
from django.contrib.auth.models import Permission
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from changesets.admin.notices import tell
from changesets.models import Import, Submission, Touched
from people.models import Person
from tests import factories as make
from tests.changesets.uploading import messages_of
from tests.office import package


@pytest.fixture
def office(db):
    """An editor, two publishers, and one without an address, each signed in."""
    found = {}
    for name, role in (("lan", "editor"), ("minh", "publisher"), ("hoa", "publisher"), ("ba", "publisher")):
        user = make.staff(role, name)
        user.email = "" if name == "ba" else f"{name}@example.vn"
        user.save()
        found[name] = Client()
        found[name].force_login(user)
    Import.objects.create(owner=make.User.objects.get(username="hoa"), language="en")
    return found


def decide(client, person, decision, words=""):
    with translation.override("en"):
        return package(client, reverse("desk:package", args=["people", person.pk]), decision, words)


def test_whom_it_concerns_gets_word_in_a_language_of_theirs(office, mailoutbox, django_capture_on_commit_callbacks):
    person = make.person("nguyen-van-an", status="draft")
    Person.history.update(history_user=make.User.objects.get(username="lan"))
    found = []
    for name, *decision in (
        ("lan", "submit", "Xin duyệt"),
        ("minh", "return", "Xem lại ngày sinh"),
        ("lan", "submit"),
        ("hoa", "approve"),
    ):
        with django_capture_on_commit_callbacks() as callbacks:
            assert decide(office[name], person, *decision).status_code == 302
        assert mailoutbox == []  # not before it is stored
        for callback in callbacks:
            callback()
        found.append({mail.to[0]: mail for mail in mailoutbox})
        mailoutbox.clear()
    assert [sorted(mails) for mails in found] == [
        ["hoa@example.vn", "minh@example.vn"],
        ["lan@example.vn"],
        ["hoa@example.vn", "minh@example.vn"],
        ["lan@example.vn"],
    ]
    asked = found[0]["hoa@example.vn"]
    assert asked.subject == "Waits for review: Nguyen Van An"
    assert asked.body.splitlines()[:4] == [
        "lan: Xin duyệt",
        "",
        "Nguyen Van An",
        f"http://testserver/en/admin/review/people/{person.pk}/",
    ]
    assert f"http://testserver/admin/review/people/{person.pk}/" in found[0]["minh@example.vn"].body
    assert found[1]["lan@example.vn"].body.startswith("minh: Xem lại ngày sinh\n")


def test_everybody_gives_an_address_or_takes_it_away(office):
    for email, kept, said in (
        ("ba@example.vn", "ba@example.vn", "Notices go to ba@example.vn."),
        ("ba@", "ba@example.vn", "Enter a valid email address."),
        ("", "", "You get no notices by mail."),
    ):
        response = office["ba"].post("/en/admin/mail/", {"email": email}, follow=True)
        assert (make.User.objects.get(username="ba").email, messages_of(response)) == (kept, [said])


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_away_loses_nothing_and_is_told_of(office, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 9
    person = make.person(status="draft")
    response = office["lan"].get(decide(office["lan"], person, "submit")["Location"])
    assert messages_of(response) == [
        "That is done, but no mail could be sent about it. Tell them yourself: hoa, minh.",
        "1 record is in review.",
    ]
    assert Person.objects.get().status == "in_review"


def test_one_address_that_is_refused_keeps_no_mail_of_the_others(
    office, mailoutbox, monkeypatch, django_capture_on_commit_callbacks
):
    make.User.objects.filter(username="ba").update(email="ba@example.vn")
    send = EmailBackend.send_messages

    def refuse(backend, mails):
        if mails[0].to == ["hoa@example.vn"]:
            raise SMTPRecipientsRefused({})
        return send(backend, mails)

    warned = []
    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    monkeypatch.setattr("django.contrib.messages.warning", lambda request, said: warned.append(said))
    with django_capture_on_commit_callbacks(execute=True):
        decide(office["lan"], make.person(status="draft"), "submit")
    assert [mail.to for mail in mailoutbox] == [["ba@example.vn"], ["minh@example.vn"]]
    assert warned == ["That is done, but no mail could be sent about it. Tell them yourself: hoa."]


def test_a_proposal_is_told_to_who_may_publish_all_that_it_touches(
    office, mailoutbox, django_capture_on_commit_callbacks
):
    half = make.staff("editor", "half")
    half.email = "half@example.vn"
    half.save()
    half.user_permissions.add(Permission.objects.get(codename="publish_person"))
    lan = make.User.objects.get(username="lan")
    changeset = Import.objects.create(owner=lan, kind=Import.Kind.PROPOSAL, state=Import.State.PLANNED)
    given = Submission.objects.create(
        changeset=changeset, table="people", row=1, owner=lan, sent_at=timezone.now(), title="Đề nghị"
    )
    request = RequestFactory().get("/")
    request.user = lan
    Touched.objects.create(submission=given, table="people", row=1)
    for table, told in (("people", ["half", "hoa", "minh"]), ("outlets", ["hoa", "minh"])):
        Touched.objects.create(submission=given, table=table, row=2)
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            tell(request, [given])
        assert [mail.to for mail in mailoutbox] == [[f"{name}@example.vn"] for name in told]
