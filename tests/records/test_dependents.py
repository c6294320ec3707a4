"""Withdrawing and deleting what others need: said before, in form, list and import, which all take the same steps."""

import re
import zipfile
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.utils import translation

from articles.models import Article, Outlet, Passage
from changesets import jobs
from changesets.jobs import receive
from changesets.models import Import
from changesets.plan.apply import confirm
from changesets.plan.report import faults_of, warnings_of
from changesets.plan.undo import undo
from partnerships.models import Agreement, Area, Event, Partner, Position, Topic
from people.models import Person
from records.admin.steps import STEPS
from records.admin.withdrawing import ReasonForm
from records.checks import Check, Severity
from records.checks.asking import in_words
from records.checks.trials import withdrawal
from records.dependents import dependents_of
from records.models import no_step, steps_from
from tests import factories as make
from tests.changesets.uploading import messages_of, signed_in
from tests.office import DECISIONS, package, page, shown, steps, take
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
UNSEEN = "Readers do not see it, for what it names is not published: publish that, or withdraw it."
UNNAMED = "Readers do not see all that it names: publish what is not published, or take it out."
HIDDEN = "Readers would not see it, for what it names is not published: publish that, or take it out."
ONE_SIDE = "It needs at least two published principal parties."


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def planned(content, table="people", user=None):
    upload = receive(BytesIO(content.encode()), "table.csv", owner=user, table=table, why="Nhầm")
    jobs.plan_now(upload)
    return upload


def zipped(**tables):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in tables.items():
            archive.writestr(f"{name}.csv", content)
    return file.getvalue()


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
        ("Thỏa thuận nghe-an-2020", [UNSOURCED, f"Parties (VNPT; UBND TINH NGHE AN): {UNSOURCED}"]),
        ("Tổng Giám đốc", [UNSOURCED]),
    ]
    along = {"agreements": ["nghe-an-2020"], "positions": ["pham-duc-long~vnpt~Tổng Giám đốc"]}
    place = Passage.objects.get()
    for record in (place, place.article, place.article.outlet):
        named = f" ({in_words(record)})"
        unseen = [("Bài bai-bao", [f"{UNSEEN} (Ictpress)"])] if isinstance(record, Outlet) else []
        told, gone = consequences_of(record)
        assert (told, gone) == ([(who, [each + named for each in said]) for who, said in broken] + unseen, along)


def test_what_readers_no_longer_see_of_an_agreement_is_named(sourced):
    person, partner = Person.objects.get(), Partner.objects.get(slug="vnpt")
    make.signatory(sourced, person, passages=Passage.objects.all())
    assert consequences_of(person)[0] == [
        ("Thỏa thuận nghe-an-2020", [f"Signatories (Pham Duc Long, attended): {HIDDEN} (Pham Duc Long)"]),
        ("Tổng Giám đốc", [f"{UNSEEN} (Pham Duc Long)"]),
    ]
    told, _along = consequences_of(partner)
    assert told == [
        ("Thỏa thuận nghe-an-2020", [ONE_SIDE, f"Parties (VNPT): {HIDDEN} (VNPT)"]),
        ("Tổng Giám đốc", [f"{UNSEEN} (VNPT)"]),
    ]


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
    assert consequences_of(make.topic()) == ([], {})
    assert Topic.objects.get().status == "published"


def test_what_readers_lose_sight_of_is_asked_though_nothing_goes_along(sourced):
    """The topic of a clause, the area of a partner, the solution of a deployment."""
    topic, area = make.topic(), make.area("vinh")
    make.clause(sourced, topics=[topic], passages=Passage.objects.all())
    Partner.objects.filter(slug="vnpt").update(area=area)
    used = make.deployment(make.solution("ioffice"), partner=Partner.objects.get(slug="vnpt"))
    of_clause = f"Topics of clauses (1, Ha-Tang): {UNNAMED} (Ha-Tang)"
    assert consequences_of(topic) == ([("Thỏa thuận nghe-an-2020", [of_clause])], {})
    assert consequences_of(area) == ([("VNPT", [f"{UNNAMED} (Vinh)"])], {})
    assert consequences_of(used.solution) == ([(str(used), [f"{UNSEEN} ({used.solution})"])], {})


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
    """Withdraw by the form's button or the list's action; the page that asks."""
    model = type(record)
    if door == "form":
        address = page(model, "change", record.pk, language="en")
        return publisher.post(address, shown(publisher, address) | {"_continue": "withdraw"})
    chosen = {"action": "withdraw", "_selected_action": [record.pk], "index": 0}
    return publisher.post(page(model, "changelist", language="en"), chosen)


def answered(publisher, question, **answer):
    """Send the form of the page that asks, as it stands, with the answer."""
    content = question.content.decode()
    form = content[content.index('id="content-main"') :]
    hidden = re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', form)
    data = {name: [value for other, value in hidden if other == name] for name, _value in hidden}
    (address,) = re.findall(r'action="([^"]+)" id="content-main"', content)
    return publisher.post(address, data | answer, follow=True)


@pytest.mark.parametrize("door", ["form", "list"])
def test_nothing_is_withdrawn_before_it_was_asked(sourced, door):
    publisher = signed_in("publisher")
    told = asked(publisher, Passage.objects.get().article, door)
    assert texts(told, "h2") == ["2 published records would lose something"]
    content = told.content.decode()
    # Each sentence once, and who a position is of.
    assert (content.count(UNSOURCED), "Pham Duc Long, VNPT, Tổng Giám đốc" in content) == (1, True)
    assert {row.status for model in (Article, Agreement, Position) for row in model.objects.all()} == {"published"}

    refused = answered(publisher, told, how="alone", why="")
    assert refused.context["form"].errors == {"why": ["Say why."]}
    assert Article.objects.get().status == "published"

    response = answered(publisher, told, how="alone", why="nguồn sai")
    assert messages_of(response)[-1] == "1 article withdrawn."
    article = Article.objects.get()
    assert (article.status, article.history.first().history_change_reason) == ("withdrawn", "withdrawn: nguồn sai")
    assert Agreement.objects.get().status == "published"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_depends_on_it_may_go_along_and_the_reason_is_kept_whole(sourced, language):
    publisher = signed_in("publisher")
    question = asked(publisher, Article.objects.get(), "list")
    with translation.override(language):
        most = ReasonForm(step=STEPS[2]).fields["why"].max_length
    question = asked(publisher, Article.objects.get(), "list")
    reason = "g" * (most if language == "en" else 80)
    response = answered(publisher, question, how="along", why=reason)
    assert messages_of(response) == ["1 article, 1 agreement, 1 position withdrawn."]
    for model in (Article, Agreement, Position):
        assert model.objects.get().status == "withdrawn"
    assert Agreement.objects.get().history.first().history_change_reason == f"withdrawn along: {reason}"
    assert most >= 80 - 10


def test_who_was_asked_about_less_than_it_breaks_by_now_is_asked_again(sourced):
    publisher, article = signed_in("publisher"), Article.objects.get()
    question = asked(publisher, article, "list")
    make.signed_agreement("sau", passages=Passage.objects.all())
    again = answered(publisher, question, how="alone", why="nguồn sai")
    assert texts(again, "h2") == ["3 published records would lose something"]
    assert messages_of(again) == ["What the withdrawal breaks has changed since you were asked: look at it again."]
    assert Article.objects.get().status == "published"
    answered(publisher, again, how="alone", why="nguồn sai")
    assert Article.objects.get().status == "withdrawn"


def test_what_is_typed_beside_a_withdrawal_that_is_asked_about_is_neither_saved_nor_lost(sourced):
    publisher, article = signed_in("publisher"), Article.objects.get()
    address = page(Article, "change", article.pk, language="en")
    typed = shown(publisher, address) | {"note": "Ghi chú mới", "_continue": "withdraw"}
    told = publisher.post(address, typed)
    assert [str(sentence) for sentence in told.context["sentences"]] == [
        "Nothing is saved: others lose something by the withdrawal, and it is asked about first.",
        "Save what you typed by itself, then withdraw.",
    ]
    assert ("note", "Ghi chú mới") in told.context["typed"]
    article.refresh_from_db()
    assert (article.status, article.note, article.version) == ("published", "", 1)


def test_only_a_publisher_is_asked(sourced):
    article = Article.objects.get()
    for role in ("viewer", "editor"):
        response = asked(signed_in(role), article, "list")
        assert "form" not in (response.context or {})
        article.refresh_from_db()
        assert article.status == "published"


def test_what_is_so_of_several_records_is_said_once_and_first_and_names_them(sourced):
    vnpt = Partner.objects.get(slug="vnpt")
    make.position(make.person("le-a", name="Lê A"), vnpt, "Giám đốc", passages=[Passage.objects.get()])
    upload = planned("slug,status\nbai-bao,withdrawn\n", "articles")
    first, second = (fault.message for _table, fault in faults_of(upload))
    assert first == (
        f"“Pham Duc Long, VNPT, Tổng Giám đốc”, “Lê A, VNPT, Giám đốc” would stay published, but: {UNSOURCED} "
        "(Bài bai-bao) Withdraw that in the same file, or withdraw by hand, where a reason is asked."
    )
    assert second.startswith("“Thỏa thuận nghe-an-2020” would stay published, but: ")


def test_an_import_that_takes_a_source_away_is_refused_by_line_and_takes_along_what_its_file_does(sourced):
    """Nobody is asked for a reason there: what depends on it goes in the same file, or the step is taken by hand."""
    content = "slug,status\nbai-bao,withdrawn\n"
    upload = planned(content, "articles")
    said = f"Parties (VNPT; UBND TINH NGHE AN): {UNSOURCED} (Bài bai-bao)"
    by_hand = "Withdraw that in the same file, or withdraw by hand, where a reason is asked."
    assert [(fault.line, fault.column, fault.message) for _table, fault in faults_of(upload)] == [
        (
            2,
            "status",
            f"“Thỏa thuận nghe-an-2020” would stay published, but: {UNSOURCED} (Bài bai-bao) {said} {by_hand}",
        ),
        (
            2,
            "status",
            f"“Pham Duc Long, VNPT, Tổng Giám đốc” would stay published, but: {UNSOURCED} (Bài bai-bao) {by_hand}",
        ),
    ]
    files = zipped(
        articles=content,
        agreements="slug,status\nnghe-an-2020,withdrawn\n",
        positions="person,partner,title,status\npham-duc-long,vnpt,Tổng Giám đốc,withdrawn\n",
    )
    whole = receive(BytesIO(files), "all.zip", owner=None, table="", why="Nhầm")
    jobs.plan_now(whole)
    written(whole)
    assert {Article.objects.get().status, Agreement.objects.get().status} == {"withdrawn"}


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
    opposite = undo(upload, None, "Nhầm")
    assert confirm(opposite, None)
    jobs.apply_now(opposite)
    (said,) = [fault.message for _table, fault in faults_of(opposite)]
    assert said.startswith(f"“{agreement}” would stay published, but: {UNSOURCED}")
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
    response = publisher.post(address, shown(publisher, address) | {"_continue": action, "why": "Nhầm"}, follow=True)
    if action in DECISIONS:
        package(publisher, response.request["PATH_INFO"], DECISIONS[action])
    form.refresh_from_db()
    assert form.status == (after if allowed else before)
    said = no_step(before)
    assert (action in steps(publisher.get(page(Person, "change", listed.pk, language="en")))) is allowed

    upload = planned(f"slug,status\nline,{after}\n", user=get_user_model().objects.get())
    refusals = [fault.message for _table, fault in faults_of(upload)]
    if before == after:
        assert refusals == []
    else:
        assert refusals == ([] if allowed else [said])
    if allowed:
        written(upload)

    response = take(publisher, action, listed)
    if action not in DECISIONS:
        told = f"1 person {REASONS[action]}." if allowed else said
        assert [message.removeprefix("Listed: ") for message in messages_of(response)] == [told]
    assert set(Person.objects.values_list("status", flat=True)) == {after if allowed else before}


def test_nobody_makes_a_draft_of_what_is_published():
    make.person("a")
    said = "It is published, and from there it may only become: withdrawn."
    for user in (None, make.staff("admin"), make.staff("publisher")):
        assert [str(fault) for _table, fault in faults_of(planned("slug,status\na,draft\n", user=user))] == [
            f"Line 2, status “draft”: {said}"
        ]
