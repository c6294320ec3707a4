"""Withdrawing what others lean on: allowed, told, and along the same steps in the form, the list and an import."""

from io import BytesIO

import pytest
from django.utils import translation

from changesets import jobs
from changesets.models import Import
from changesets.plan.apply import confirm
from changesets.plan.report import faults_of, warnings_of
from changesets.uploads import receive
from partnerships.models import Partner
from people.models import Person
from records.dependents import dependents_of
from records.models import steps_from
from tests import factories as make
from tests.changesets.uploading import messages_of, signed_in
from tests.office import page, shown, steps

pytestmark = pytest.mark.django_db

State = Import.State
ALL = ("draft", "in_review", "published", "withdrawn")
REASONS = {
    "back_to_draft": "put back to draft",
    "submit_for_review": "submitted for review",
    "publish": "published",
    "withdraw": "withdrawn",
}
LEANS = "2 published records lean on it: Agreements (1), Positions (1)."


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def planned(content, table="people", user=None):
    upload = receive(BytesIO(content.encode()), "table.csv", owner=user, table=table)
    jobs.plan_now(upload)
    return upload


def written(upload):
    assert confirm(upload, upload.owner)
    jobs.apply_now(upload)
    assert (upload.state, list(faults_of(upload))) == (State.APPLIED, [])


@pytest.fixture
def vnpt():
    """A partner of a published agreement, of one that is a draft, and with a position."""
    agreement = make.signed_agreement()
    make.clause(agreement, obligors=[agreement.parties.first()])
    make.signed_agreement("nhap", status="draft")
    partner = Partner.objects.get(slug="vnpt")
    make.partner_name(partner, "Tập đoàn VNPT")
    make.position(make.person(), partner)
    return partner


# How much leans


def test_public_records_are_counted_once_and_others_not(vnpt):
    assert {model.collection: n for model, n in dependents_of(Partner, [vnpt.pk])[vnpt.pk].items()} == {
        "agreements": 1,
        "positions": 1,
    }
    place = make.passage()
    make.agreement("khac", passages=[place])
    article = place.article
    assert {m.collection: n for m, n in dependents_of(type(article), [article.pk])[article.pk].items()} == {
        "passages": 1
    }
    assert {m.collection: n for m, n in dependents_of(type(place), [place.pk])[place.pk].items()} == {"agreements": 1}
    assert dependents_of(Person, [make.person("ai-do").pk]) == {}


def test_it_asks_the_same_for_many(vnpt, django_assert_num_queries, django_assert_max_num_queries):
    others = [make.partner(f"p-{number}").pk for number in range(20)]
    with django_assert_max_num_queries(12) as asked:
        dependents_of(Partner, [vnpt.pk])
    with django_assert_num_queries(len(asked)):
        dependents_of(Partner, [vnpt.pk, *others])


# Told in the form, in the list and in the preview


def test_the_form_says_it_before_and_after(vnpt):
    publisher = signed_in("publisher")
    address = page(Partner, "change", vnpt.pk, language="en")
    assert LEANS in publisher.get(address).content.decode()
    response = publisher.post(address, shown(publisher, address) | {"_continue": "withdraw"}, follow=True)
    assert f"VNPT: {LEANS}" in messages_of(response)
    vnpt.refresh_from_db()
    assert vnpt.status == "withdrawn"


def test_the_list_says_it(vnpt):
    response = signed_in("publisher").post(
        page(Partner, "changelist", language="en"),
        {"action": "withdraw", "_selected_action": [vnpt.pk], "index": 0},
        follow=True,
    )
    assert messages_of(response) == [f"VNPT: {LEANS}", "1 record withdrawn."]


def test_the_preview_says_it(vnpt):
    upload = planned("slug,status\nvnpt,withdrawn\n", "partners")
    assert list(warnings_of(upload)) == [("partners", 2, LEANS)]
    assert (upload.updated, upload.warned) == (1, 1)
    written(upload)
    vnpt.refresh_from_db()
    assert vnpt.status == "withdrawn"
    assert list(warnings_of(planned("slug,status\nvnpt,published\n", "partners"))) == []


# The steps


@pytest.mark.parametrize("before", ALL)
@pytest.mark.parametrize("after", ALL)
def test_the_steps_are_the_same_everywhere(before, after):
    allowed = after in steps_from(before)
    action = dict(zip(ALL, ("back_to_draft", "submit_for_review", "publish", "withdraw"), strict=True))[after]
    publisher = signed_in("publisher")
    form, _line, listed = (make.person(slug, status=before) for slug in ("form", "line", "listed"))

    address = page(Person, "change", form.pk, language="en")
    response = publisher.post(address, shown(publisher, address) | {"_continue": action}, follow=True)
    said = messages_of(response)[-1].removeprefix("Form: ")
    assert (said == f"1 record {REASONS[action]}.") is allowed
    assert (action in steps(publisher.get(page(Person, "change", listed.pk, language="en")))) is allowed

    upload = planned(f"slug,status\nline,{after}\n", user=make.staff("publisher", "lan"))
    refusals = [fault.message for _table, fault in faults_of(upload)]
    if before == after:
        assert refusals == []
    else:
        assert refusals == ([] if allowed else [said])
    if allowed:
        written(upload)

    chosen = {"action": action, "_selected_action": [listed.pk], "index": 0}
    response = publisher.post(page(Person, "changelist", language="en"), chosen, follow=True)
    assert [message.removeprefix("Listed: ") for message in messages_of(response)] == [said]
    assert set(Person.objects.values_list("status", flat=True)) == {after if allowed else before}


def test_nobody_makes_a_draft_of_what_is_published():
    make.person("a")
    said = "It is published, and from there it may only become: withdrawn."
    for user in (None, make.staff("admin"), make.staff("publisher")):
        assert [str(fault) for _table, fault in faults_of(planned("slug,status\na,draft\n", user=user))] == [
            f"Line 2, status “draft”: {said}"
        ]
