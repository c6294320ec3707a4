"""Ends of periods: told once each at 180, 90 and 30 days, anew when an end moves; and what else is done each day."""

from datetime import date, timedelta
from functools import partialmethod
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changesets.models import Import
from partnerships.desk.reminders import remind
from partnerships.management.commands import daily
from partnerships.models import Agreement, Reminder
from records import dates
from tests import factories as make
from tests.changesets.uploading import signed_in

pytestmark = pytest.mark.django_db

END = date(2026, 12, 31)


@pytest.fixture
def on(monkeypatch, mailoutbox):
    """Do what is done on the day so many days before the end; the mails of that day, by address."""

    def daily_on(days, end=END):
        monkeypatch.setattr(dates, "today", lambda: end - timedelta(days=days))
        mailoutbox.clear()
        call_command("daily")
        return {mail.to[0]: mail.body for mail in mailoutbox}

    return daily_on


@pytest.fixture
def office():
    """A publisher, an editor who entered the agreement, one who did not, and a publisher without an address."""
    for role, name in (("publisher", "minh"), ("editor", "lan"), ("editor", "ba"), ("publisher", "hoa")):
        user = make.staff(role, name)
        user.email = "" if name == "hoa" else f"{name}@example.vn"
        user.save()
    Import.objects.create(owner=make.User.objects.get(username="minh"), language="en")


def agreement(slug="a", **fields):
    made = make.signed_agreement(slug, **{"title": f"Thỏa thuận {slug}", "period": "2020/2026", **fields})
    made.history.filter(history_type="+").update(history_user=make.User.objects.get(username="lan"))
    return made


@pytest.mark.one_database
def test_each_distance_is_told_once_to_who_may_publish_and_who_entered_it(office, on):
    row = agreement()
    found = {days: sorted(on(days)) for days in (181, 180, 179, 91, 90, 30, 29, 1, 0, -1)}
    told = {days for days, whom in found.items() if whom == ["lan@example.vn", "minh@example.vn"]}
    assert told == {180, 90, 30}
    assert [days for days, whom in found.items() if whom] == [180, 90, 30]
    Reminder.objects.all().delete()
    mails = on(100)
    said = [
        "Thỏa thuận a",
        "ends on 31 December 2026",
        f"http://localhost/en/admin/partnerships/agreement/{row.pk}/change/",
    ]
    assert mails["minh@example.vn"].splitlines()[:3] == said
    assert f"http://localhost/admin/partnerships/agreement/{row.pk}/change/" in mails["lan@example.vn"]


@pytest.mark.one_database
def test_an_end_that_moves_starts_anew(office, on):
    row = agreement()
    assert on(60)
    row.period = "2020/2027"
    row.save()
    assert not on(59)
    assert [bool(on(days, date(2027, 12, 31))) for days in (170, 160, 80)] == [True, False, True]


def test_the_end_is_that_of_the_agreement_that_amends_it_or_of_another_reading(office, on):
    row = agreement()
    later = agreement("b", period="2020/2027")
    make.relation(later, row, kind="amends")
    assert not on(60)
    assert "Thỏa thuận b" in on(60, date(2027, 12, 31))["minh@example.vn"]
    place = make.passage(make.article("bai-c"))
    make.reads(agreement("c", period="2020/2030", passages=[place]), place, period="2020-2026")
    assert "Thỏa thuận c" in on(60)["minh@example.vn"]


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"status": "withdrawn"}, {"terminated": "2025"}])
@pytest.mark.one_database
def test_what_readers_do_not_see_or_is_ended_already_is_not_told(office, on, fields):
    agreement(**fields)
    assert not on(60)


@pytest.mark.one_database
def test_what_was_told_stands_on_the_front_page_until_it_ends(office, on):
    agreement()
    client = signed_in("viewer")
    seen = {}
    for days in (200, 60, 0, -1):
        on(days)
        seen[days] = [each.agreement.title for each in client.get("/en/admin/").context["reminders"]]
    assert seen == {200: [], 60: ["Thỏa thuận a"], 0: ["Thỏa thuận a"], -1: []}


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(("refused", "now"), [("lan", ["minh@example.vn"]), ("", [])], ids=["one", "all"])
@pytest.mark.one_database
def test_who_cannot_be_reached_is_told_another_day_and_nobody_twice(on, mailoutbox, capsys, refused, now):
    agreement()
    with pytest.MonkeyPatch.context() as away:
        away.setattr(EmailBackend, "send_messages", partialmethod(refuse, EmailBackend.send_messages, refused))
        for each in (now, []):
            with pytest.raises(SystemExit):
                on(60)
            assert [mail.to[0] for mail in mailoutbox] == each
            assert f"reminders (No mail could be sent to: {refused or 'lan, minh'})" in capsys.readouterr().err
    shown = signed_in("viewer").get("/en/admin/").context["reminders"]
    assert [each.agreement.title for each in shown] == ["Thỏa thuận a"]
    everybody = {"lan@example.vn", "minh@example.vn"}
    assert {*on(59)} == everybody - {*now}
    assert not on(58)


def refuse(backend, send, refused, mails):
    if any(refused in address for mail in mails for address in mail.to):
        raise SMTPRecipientsRefused({})
    return send(backend, mails)


def test_what_contradicts_itself_is_no_failure_of_the_day(monkeypatch):
    def broken(*args, **options):
        raise SystemExit(1)

    monkeypatch.setattr("records.management.commands.check_register.Command.handle", broken)
    call_command("daily")


def test_a_step_that_fails_stops_none_of_the_others(monkeypatch, capsys):
    done = []

    def fails():
        raise ValueError("sai")

    steps = (("một", fails), ("hai", lambda: done.append("hai")))
    monkeypatch.setattr(daily, "STEPS", steps)
    with pytest.raises(SystemExit) as left:
        call_command("daily")
    assert (left.value.code, done) == (1, ["hai"])
    assert "Failed: một (sai)." in capsys.readouterr().err


def test_what_is_over_is_cleared_away():
    old = timezone.now() - timedelta(days=1)
    upload = Import.objects.create(file_name="a.csv", state=Import.State.PLANNED, expires_at=old)
    call_command("daily")
    upload.refresh_from_db()
    assert upload.state == Import.State.CLEARED


def test_many_ends_ask_as_much_as_two(office, monkeypatch):
    monkeypatch.setattr(dates, "today", lambda: END - timedelta(days=60))
    counted = []
    for many in (2, 10):
        for number in range(many):
            agreement(f"a-{many}-{number}")
        Reminder.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            remind()
        assert Reminder.objects.count() == Agreement.objects.count()
        counted.append(len(queries))
    assert counted[0] >= counted[1]
