"""Rules that look beyond one row hold when two write at once: each time one is refused, and told why.

`ROUNDS` says how often each race is run (`make nightly`: 25); without the lock the second or third finds it missing.
"""

import os
import threading
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from changesets import jobs
from changesets.jobs import receive
from changesets.models import Import
from changesets.plan.apply import confirm
from changesets.plan.report import faults_of
from partnerships.models import Agreement, AgreementRelation, AreaSuccession, Event, Partner, Succession, Topic
from records.checks import Check, Severity
from tests import factories as make
from tests import office
from tests.office import errors, row, shown
from tests.pages import texts

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = int(os.environ.get("ROUNDS", "5"))


def at_once(*acts):
    """What each of `acts` returns, when all of them begin at the same moment, each on its own connection."""
    start, answers = threading.Barrier(len(acts)), {}

    def run(number, act):
        try:
            with translation.override("en"):
                start.wait(30)
                answers[number] = act()
        except Exception as error:  # noqa: BLE001 -- told by the test
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [answers[number] for number in range(len(acts))]


@pytest.fixture
def editors():
    clients = []
    for name in ("an", "binh"):
        client = Client()
        client.force_login(make.staff("editor", name))
        clients.append(client)
    return clients


def posting(client, address, data):
    """Post a form in English; what it says, or nothing if it was saved."""

    def act():
        response = client.post(address, data)
        if response.status_code == 409:  # not the form is wrong, but what it does to other records
            return {"": texts(response, "li")}
        return errors(response) if response.status_code == 200 else {}

    return act


def form(client, record):
    address = office.page(type(record), "change", record.pk, language="en")
    return address, shown(client, address)


def renewing(client, later, earlier):
    address, data = form(client, later)
    return posting(client, address, row(data, "relations", kind="renews", other=earlier.pk, certainty="stated"))


def test_two_agreements_do_not_renew_each_other(editors):
    ends = []
    for number in range(ROUNDS):
        a, b = (make.agreement(f"{name}-{number}", status="draft") for name in "ab")
        told = at_once(renewing(editors[0], a, b), renewing(editors[1], b, a))
        ends.append((AgreementRelation.objects.filter(agreement__in=(a, b)).count(), sorted(map(str, told))))
    said = "The agreement follows itself, by way of others: correct one of these relations."
    assert [(links, len(told), said in told[0], told[1]) for links, told in ends] == [(1, 2, True, "{}")] * ROUNDS
    # And either can be saved again, for any other reason.
    for agreement in Agreement.objects.all()[:2]:
        address, data = form(editors[0], agreement)
        assert posting(editors[0], address, data | {"place": "Vinh"})() == {}


def part_of(client, unit, group):
    address, data = form(client, unit)
    return posting(client, address, data | {"parent": group.pk})


def importing(user, collection, *lines):
    """Apply a plan of `lines`; what it is refused for."""
    with translation.override("en"):
        upload = receive(BytesIO("\n".join(lines).encode()), f"{collection}.csv", owner=user, table=collection)
        jobs.plan_now(upload)
    assert (upload.state, confirm(upload, user)) == (Import.State.PLANNED, True)

    def act():
        jobs.apply_now(upload)
        return {fault.column: [fault.message] for _table, fault in faults_of(upload)}

    return act


CIRCLE = "It is a unit of itself, by way of others: correct what it is a unit of."


@pytest.mark.parametrize("doors", ["two forms", "two files", "a form and a file"])
def test_two_partners_are_not_units_of_each_other(editors, doors):
    user, ends = make.staff("editor"), []
    for number in range(ROUNDS):
        a, b = (make.partner(f"{name}-{number}", status="draft") for name in "ab")
        files = [importing(user, "partners", "slug,parent", f"{x.slug},{y.slug}") for x, y in ((a, b), (b, a))]
        forms = [part_of(client, x, y) for client, x, y in zip(editors, (a, b), (b, a), strict=True)]
        acts = {"two forms": forms, "two files": files, "a form and a file": [forms[0], files[1]]}[doors]
        told = at_once(*acts)
        refused = [each for each in told if each]
        ends.append((Partner.objects.filter(pk__in=(a.pk, b.pk), parent__isnull=False).count(), len(refused)))
        assert CIRCLE in str(refused)
    assert ends == [(1, 1)] * ROUNDS


def test_no_area_is_made_smaller_than_what_becomes_a_part_of_it(editors):
    for number in range(ROUNDS):
        large, small = (make.area(f"{n}-{number}", status="draft", level=n) for n in ("province", "district"))
        address, data = form(editors[0], large)
        shrinking = posting(editors[0], address, data | {"level": "commune"})
        refused = [each for each in at_once(shrinking, part_of(editors[1], small, large)) if each]
        assert len(refused) == 1, refused
        assert "is no larger" in str(refused)
        large.refresh_from_db()
        small.refresh_from_db()
        assert (large.level, small.parent) in (("commune", None), ("province", large))


def test_a_slug_is_given_once(editors):
    address = office.page(Topic, "add", language="en")
    for number in range(ROUNDS):
        data = shown(editors[0], address) | {"slug": f"y-te-{number}", "label_vi": "Y tế", "label_en": "Health"}
        told = at_once(*(posting(client, address, data) for client in editors))
        assert sorted(map(str, told)) == ["{'slug': ['Topic with this Slug already exists.']}", "{}"]


def succeeding(client, model, predecessor, successor):
    address = office.page(model, "add", language="en")
    chosen = {"predecessor": predecessor.pk, "successor": successor.pk, "kind": "merge", "date": "1/7/2025"}
    return posting(client, address, shown(client, address) | chosen)


@pytest.mark.parametrize(
    ("model", "made", "sentence"),
    [
        (Succession, make.partner, "It succeeds itself"),
        (
            AreaSuccession,
            lambda slug: make.area(slug, ended="2025-07-01"),
            "It succeeds itself",
        ),
    ],
)
def test_two_records_do_not_succeed_each_other(editors, model, made, sentence):
    ends = []
    for number in range(ROUNDS):
        a, b = (made(f"{name}-{number}") for name in "ab")
        told = at_once(succeeding(editors[0], model, a, b), succeeding(editors[1], model, b, a))
        ends.append((model.objects.filter(predecessor__in=(a, b)).count(), sorted(map(str, told))))
    assert [(rows, sentence in told[0], told[1]) for rows, told in ends] == [(1, True, "{}")] * ROUNDS


def stepping(client, record, action):
    """Take the step `action` in the list; where it leads to, which is elsewhere if it asks first."""
    address = office.page(type(record), "changelist", language="en")
    posted = {"action": action, "_selected_action": [record.pk], "index": 0, "why": "Nhầm"}
    return lambda: client.post(address, posted).status_code


def approving(client, record):
    """Approve what was looked at before."""
    address = reverse("desk:package", args=[record.collection, record.pk])
    posted = {"decision": "approve", "seen": client.get(address).context["package"].versions}
    return lambda: client.post(address, posted).status_code


def test_nothing_is_published_on_what_is_withdrawn_at_that_moment():
    clients, ends = [Client(), Client()], set()
    for client, name in zip(clients, ("an", "binh"), strict=True):
        client.force_login(make.staff("publisher", name))
    place, group = make.passage(), make.partner("vnpt")
    for number in range(ROUNDS):
        body = make.partner(f"ubnd-{number}", kind="peoples_committee")
        agreement = make.agreement(f"a-{number}", status="draft", passages=[place])
        for partner, side in ((group, "provider"), (body, "public_body")):
            make.party(agreement, partner, side, passages=[place])
        at_once(approving(clients[0], agreement), stepping(clients[1], body, "withdraw"))
        for record in (agreement, body):
            record.refresh_from_db()
        ends.add((agreement.status, body.status))
    # Published first, the withdrawal asks what is to become of it; withdrawn first, the publication is refused.
    assert ends <= {("published", "published"), ("draft", "withdrawn")}


def test_nothing_is_published_on_what_is_deleted_at_that_moment(monkeypatch):
    """No table has such a check yet: what facts need, the database protects."""
    of_none = Check("of-none", Severity.PUBLICATION, lambda rows: rows.filter(agreement_links=None), "It is of none.")
    monkeypatch.setattr(Event, "checks", classmethod(lambda cls: (of_none,)))
    clients, ends = [Client(), Client()], set()
    for client, role in zip(clients, ("publisher", "admin"), strict=True):
        client.force_login(make.staff(role, role))
    for number in range(ROUNDS):
        agreement = make.agreement(f"a-{number}")
        event = make.event(f"e-{number}", agreements=[agreement], status="draft")
        address = office.page(Agreement, "delete", agreement.pk, language="en")
        at_once(stepping(clients[0], event, "publish"), lambda at=address: clients[1].post(at, {"post": "yes"}))
        event.refresh_from_db()
        ends.add((event.status, event.agreements.count()))
    # Published first, the deletion is refused; deleted first, the publication is.
    assert ends <= {("published", 1), ("draft", 0)}


def test_what_was_split_off_may_go_back():
    a, b = make.partner("a"), make.partner("b")
    make.succession(a, b, kind="split")
    make.succession(b, a, kind="merge")
    assert Succession.objects.count() == 2
