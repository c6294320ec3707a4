"""Withdrawing and deleting what others need: said before, in form, list and import, which all take the same steps."""

from io import BytesIO

import pytest
from django.utils import translation

from articles.models import Article, Passage
from changesets import jobs
from changesets.models import Import
from changesets.plan.apply import confirm
from changesets.plan.report import faults_of, warnings_of
from changesets.plan.undo import undo
from changesets.uploads import receive
from partnerships.models import Agreement, Area, Event, Partner, Position, Topic
from people.models import Person
from records.checks import Check, Severity
from records.checks.trials import withdrawal
from records.dependents import dependents_of
from records.models import steps_from
from tests import factories as make
from tests.changesets.uploading import messages_of, signed_in
from tests.office import page, shown, steps
from tests.pages import texts

pytestmark = pytest.mark.django_db

State = Import.State
ALL = ("draft", "in_review", "published", "withdrawn")
REASONS = {
    "back_to_draft": "put back to draft",
    "submit_for_review": "submitted for review",
    "publish": "published",
    "withdraw": "withdrawn",
}
UNSOURCED = "No published passage carries it: cite one, or publish the one it cites, its article and outlet."
HIDDEN = "Readers would not see it, for what it names is not published: publish that, or take it out."
ONE_SIDE = "It needs at least two published principal parties."


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


@pytest.fixture
def sourced():
    """An agreement and a position, published, all of which one passage carries."""
    place = make.passage()
    agreement = make.signed_agreement(passages=[place])
    for party in agreement.parties.all():
        party.set_links("passages", [place])
    make.position(make.person(), Partner.objects.get(slug="vnpt"), passages=[place])
    return agreement


# Before anything is withdrawn


def consequences_of(*records):
    found = withdrawal(type(records[0]), [record.pk for record in records])
    return [(str(each.record), list(map(str, each.complaints))) for each in found.consequences], {
        model.collection: sorted(row.key for row in model.objects.filter(pk__in=keys))
        for model, keys in found.along.items()
    }


def test_whoever_stays_published_without_a_source_is_named(sourced):
    """To any depth: the outlet of the article of the passage."""
    broken = [
        ("Thỏa thuận nghe-an-2020", [UNSOURCED, f"Parties (vnpt, ubnd-tinh-nghe-an): {UNSOURCED}"]),
        ("Tổng Giám đốc", [UNSOURCED]),
    ]
    along = {"agreements": ["nghe-an-2020"], "positions": ["pham-duc-long~vnpt~Tổng Giám đốc"]}
    place = Passage.objects.get()
    for record in (place, place.article, place.article.outlet):
        named = f" ({record})"
        told, gone = consequences_of(record)
        assert (told, gone) == ([(who, [each + named for each in said]) for who, said in broken], along)


def test_what_readers_no_longer_see_of_an_agreement_is_named(sourced):
    person, partner = Person.objects.get(), Partner.objects.get(slug="vnpt")
    make.signatory(sourced, person, passages=Passage.objects.all())
    assert consequences_of(person)[0] == [
        ("Thỏa thuận nghe-an-2020", [f"Signatories (pham-duc-long~attended): {HIDDEN} (Pham Duc Long)"])
    ]
    told, _along = consequences_of(partner)
    assert told == [("Thỏa thuận nghe-an-2020", [ONE_SIDE, f"Parties (vnpt): {HIDDEN} (VNPT)"])]


def test_what_goes_along_takes_others_along(sourced):
    later = make.signed_agreement("sau", passages=Passage.objects.all())
    for party in later.parties.all():
        party.set_links("passages", Passage.objects.all())
    other = make.article("khac")
    source = make.passage(other)
    make.relation(later, sourced, passages=[source])
    sourced.set_links("passages", [*sourced.passages.all()])
    assert consequences_of(Partner.objects.get(slug="vnpt"))[1] == {"agreements": ["nghe-an-2020", "sau"]}
    assert consequences_of(sourced)[1] == {"agreements": ["sau"]}


def test_what_breaks_nothing_has_no_consequences(sourced):
    topic = make.topic()
    make.clause(sourced, topics=[topic], passages=Passage.objects.all())
    assert consequences_of(topic) == ([], {})
    assert Topic.objects.get().status == "published"


def test_what_was_broken_before_is_nobodys_doing_now(vnpt):
    place = make.passage()
    assert consequences_of(place) == ([], {})


def test_it_asks_the_same_for_many(vnpt, django_assert_num_queries, django_assert_max_num_queries):
    others = [make.partner(f"p-{number}").pk for number in range(20)]
    with django_assert_max_num_queries(20) as asked:
        dependents_of(Partner, [vnpt.pk])
    with django_assert_num_queries(len(asked)):
        dependents_of(Partner, [vnpt.pk, *others])


# Asked in the form and the list, told in the preview


def asked(publisher, record, door):
    """Withdraw by the form's button or the list's action; the address that is asked at."""
    model = type(record)
    if door == "form":
        address = page(model, "change", record.pk, language="en")
        response = publisher.post(address, shown(publisher, address) | {"_continue": "withdraw"})
    else:
        chosen = {"action": "withdraw", "_selected_action": [record.pk], "index": 0}
        response = publisher.post(page(model, "changelist", language="en"), chosen)
    assert response.status_code == 302
    return response["Location"]


@pytest.mark.parametrize("door", ["form", "list"])
def test_nothing_is_withdrawn_before_it_was_asked(sourced, door):
    publisher = signed_in("publisher")
    place = Passage.objects.get()
    address = asked(publisher, place.article, door)
    told = publisher.get(address)
    assert texts(told, "h2") == ["2 published records would lose something"]
    assert "Thỏa thuận nghe-an-2020" in told.content.decode()
    assert {row.status for model in (Article, Agreement, Position) for row in model.objects.all()} == {"published"}

    refused = publisher.post(address, {"how": "alone", "reason": ""})
    assert refused.context["form"].errors == {"reason": ["Say why they may stay published all the same."]}
    assert Article.objects.get().status == "published"

    response = publisher.post(address, {"how": "alone", "reason": "nguồn sai"}, follow=True)
    assert messages_of(response) == ["1 record withdrawn."]
    article = Article.objects.get()
    assert (article.status, article.history.first().history_change_reason) == ("withdrawn", "withdrawn: nguồn sai")
    assert Agreement.objects.get().status == "published"


def test_what_depends_on_it_may_go_along(sourced):
    publisher = signed_in("publisher")
    address = asked(publisher, Article.objects.get(), "list")
    response = publisher.post(address, {"how": "along", "reason": "gỡ bài"}, follow=True)
    assert messages_of(response) == ["3 records withdrawn."]
    for model in (Article, Agreement, Position):
        assert model.objects.get().status == "withdrawn"
    reason = Agreement.objects.get().history.first().history_change_reason
    assert reason == "withdrawn along with what it depends on: gỡ bài"


def test_only_a_publisher_is_asked(sourced):
    article = Article.objects.get()
    address = f"{page(Article, 'withdraw', language='en')}?pk={article.pk}"
    for role in ("viewer", "editor"):
        assert signed_in(role).get(address).status_code == 403
    publisher = signed_in("publisher")
    for nothing in ("0", "x", "99999", "9" * 30):
        assert publisher.get(f"{page(Article, 'withdraw', language='en')}?pk={nothing}").status_code == 302


def test_the_preview_says_it(sourced):
    upload = planned("slug,status\nbai-bao,withdrawn\n", "articles")
    said = f"Parties (vnpt, ubnd-tinh-nghe-an): {UNSOURCED} (Bài bai-bao)"
    assert list(warnings_of(upload)) == [
        (
            "articles",
            2,
            f"“Thỏa thuận nghe-an-2020” stays published, but: {UNSOURCED} (Bài bai-bao) {said}",
        ),
        ("articles", 2, f"“Tổng Giám đốc” stays published, but: {UNSOURCED} (Bài bai-bao)"),
    ]
    assert (upload.updated, upload.warned) == (1, 1)
    written(upload)
    assert Article.objects.get().status == "withdrawn"
    assert list(warnings_of(planned("slug,status\nbai-bao,published\n", "articles"))) == []


def test_the_preview_warns_by_line_of_what_the_file_gives_cause_to():
    make.area(status="draft")
    make.partner("cu", area=Area.objects.get())
    content = (
        "slug,name,kind,status,area\ncu,Tên khác,group,published,nghe-an\nmoi,Đối tác mới,group,published,nghe-an\n"
    )
    upload = planned(content, "partners")
    said = "Readers do not see all that it names: publish what is not published, or take it out. (Nghe An)"
    assert list(warnings_of(upload)) == [("partners", 3, said)]  # that of "cu" is not the doing of the file
    assert (upload.created, upload.warned) == (1, 1)
    written(upload)


def test_an_undoing_that_takes_a_source_away_is_refused():
    place = make.passage(status="draft")
    upload = planned("article,kind,number,status\nbai-bao,paragraph,1,published\n", "passages")
    written(upload)
    agreement = make.signed_agreement(passages=[place])
    opposite = undo(upload, None)
    assert confirm(opposite, None)
    jobs.apply_now(opposite)
    (said,) = [fault.message for _table, fault in faults_of(opposite)]
    assert said.startswith(f"“{agreement}” stays published, but: {UNSOURCED}")
    place.refresh_from_db()
    assert (opposite.state, place.status) == (State.REFUSED, "published")


# Before anything is deleted


def test_a_deletion_that_takes_something_from_published_records_is_refused(sourced, monkeypatch):
    """No table has such a check yet: what facts need, the database protects."""
    other = make.agreement("khac")
    event = make.event(agreements=[other], passages=Passage.objects.all())
    admin = signed_in("admin")
    address = page(Agreement, "delete", other.pk, language="en")
    assert admin.get(address).context["protected"] == []
    alone = Check(
        "alone", Severity.PUBLICATION, lambda rows: rows.filter(agreement_links=None), "It is of no agreement."
    )
    monkeypatch.setattr(Event, "checks", classmethod(lambda cls: (alone,)))
    assert list(map(str, admin.get(address).context["protected"])) == [f"{event}: It is of no agreement."]
    admin.post(address, {"post": "yes"})
    assert event.agreements.get() == other


def test_the_refusal_of_a_deletion_says_whose_it_is():
    mine, public = make.person("nhap", status="draft"), make.person("da-dang")
    editor = signed_in("editor")
    chosen = {"action": "delete_selected", "_selected_action": [mine.pk, public.pk], "index": 0}
    response = editor.post(page(Person, "changelist", language="en"), chosen)
    assert response.context["perms_lacking"] == [
        "“Da Dang” is or was published: it is withdrawn by a publisher, and deleted by an administrator."
    ]
    assert "doesn't have permission" not in response.content.decode()


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
