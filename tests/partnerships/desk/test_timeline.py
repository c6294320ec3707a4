"""What became of a record, and what of it is put back."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext

from articles.models import Article, Outlet
from changesets.models import Import
from changesets.plan.apply import apply, confirm
from changesets.plan.undo import undo
from partnerships.models import Agreement, Clause, Party
from people.models import Person
from records.admin.history import reason_in_words
from records.approval import last_edits
from records.models import Status
from records.past import State, values
from tests import factories as make
from tests.changesets.uploading import signed_in
from tests.office import page, rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return signed_in("editor")


def at(name, row, **query):
    address = f"/en/admin/history/{row.collection}/{row.pk}/"
    return address + ("compare/" if name == "compare" else "") + "".join(f"?{k}={v}" for k, v in query.items())


def events(client, row, **query):
    """Of each version, the latest first, what the timeline says that changed."""
    found = client.get(at("timeline", row, **query)).context["events"]
    return [[(e.title, e.change, [tuple(d)[:3] for d in e.differences]) for e in event.changes] for event in found]


def rows_of(record):
    """Everything that a record holds with its parts, but for its version."""
    state = State.now(type(record), record.pk)
    return {(model, pk): values(row) for model, rows in state.rows.items() for pk, row in rows.items()}


def put_back(client, row, before, *chosen, **posted):
    address = at("compare", row, **{"from": before.pk})
    shown = client.get(address)
    marks = chosen or [each.mark for each in shown.context["changes"]]
    data = {"seen": shown.context["seen"], "chosen": marks, "reason": "nhầm", **posted}
    return client.post(address, data, follow=True)


def drafted():
    """A draft with a party, two clauses and their sources, and the versions it had."""
    source = make.passage(make.article("bai", title="Bài"), gist="Ý")
    agreement = make.agreement("a", status="draft", title="Trước", passages=[source])
    party = make.party(agreement, make.partner("vnpt", name="VNPT"))
    first, second = make.clause(agreement, 1, passages=[source]), make.clause(agreement, 2, obligors=[party])
    agreement.title = "Sau"
    agreement.save()
    first.heading = "Khác"
    first.save()
    second.delete()
    return agreement


def test_the_timeline_tells_of_the_record_its_parts_and_their_sources_with_old_and_new(editor):
    agreement = drafted()
    last, made = events(editor, agreement)
    assert ("Trước", "Sau") in [(old, new) for _label, old, new in last[0][2]]
    assert [(title, change) for title, change, _said in last[1:]] == [("1", "changed"), ("2", "removed")]
    assert ("heading", "Điều 1", "Khác") in last[1][2]
    assert ("obligors", "VNPT", "") in last[2][2]
    assert [(title, change) for title, change, _said in made] == [
        ("Trước", "added"),
        ("VNPT", "added"),
        ("1", "added"),
        ("2", "added"),
    ]
    assert ("passages", "", "Bài, paragraph 1") in made[0][2]


def test_a_reason_stands_in_the_language_of_the_reader(editor):
    person = make.person()
    with translation.override("vi"):
        said = gettext("withdrawn")
    person.history.update(history_change_reason=f"{said}: nguồn sai")
    content = editor.get(at("timeline", person)).content.decode()
    assert "withdrawn: nguồn sai" in content
    assert "style=" not in content.split('id="content-main"')[1]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("seed", "loaded with the register"),
        ("edit: thử sửa", "edited: thử sửa"),
        ("restore 11 as of 2026-11-29T17:48:43+00:00: viết sai", "put back as of 30 November 2026, 00:48: viết sai"),
        ("restore 11: viết sai", "put back: viết sai"),
        ("merge 10: nhập hai lần", "merged: nhập hai lần"),
        ("reading 3: Tít: hai bên ký", "read in an article: Tít: hai bên ký"),
        ("proposal 3: Thỏa thuận", "proposed: Thỏa thuận"),
        ("review 4: gửi duyệt: Thỏa thuận", "submitted: Thỏa thuận"),
        ("review 5 undoes 4: undoing import 4", "took back no. 4"),
        ("import 3 – Danh sách mới", "import 3: Danh sách mới"),
    ],
)
def test_what_the_history_says_of_a_changeset_is_no_machine_s_word(reason, said):
    with translation.override("en"):
        assert reason_in_words(reason) == said


def test_a_timeline_asks_no_more_of_a_large_record_than_of_a_small_one(editor):
    large = make.signed_agreement("b", status="draft")

    def grown(first, last):
        for number in range(first, last):
            make.clause(large, number, passages=[make.passage(make.article(f"bai-{number}"))])
            large.save()
        found = []
        for address in (at("timeline", large), at("compare", large, **{"from": large.history.last().pk})):
            with CaptureQueriesContext(connection) as queries:
                assert editor.get(address).status_code == 200
            found.append(len(queries))
        return found

    assert grown(3, 24) == grown(24, 42)
    assert max(grown(42, 43)) < 50
    older = events(editor, large, page=2)
    assert [older[0][0][0], older[-1][0][0]] == ["23", "4"]
    assert len(events(editor, large, page=3)[-1]) == 4  # as it was made, and what came before the next version


def test_chosen_rows_come_back_as_they_were_and_the_others_stay(editor):
    agreement = drafted()
    clause = Clause.objects.get(number=1)
    old = agreement.history.last()
    second = f"partnerships.clause:{Clause.history.get(history_type='-').id}"
    response = put_back(editor, agreement, old, second, f"partnerships.agreement:{agreement.pk}:title", reason="nhầm")
    assert "It is put back." in response.content.decode()
    agreement.refresh_from_db()
    assert (agreement.title, agreement.version, agreement.status) == ("Trước", 3, Status.DRAFT)
    back = Clause.objects.get(number=2)
    assert (f"partnerships.clause:{back.pk}", [each.partner.slug for each in back.obligors.all()]) == (second, ["vnpt"])
    clause.refresh_from_db()
    assert clause.heading == "Khác"
    assert [(title, change) for title, change, _said in events(editor, agreement)[0]] == [
        ("Trước", "changed"),
        ("2", "added"),
    ]
    assert "put back: nhầm</a>" in response.content.decode()


def test_putting_back_is_undone_row_for_row(editor):
    agreement = drafted()
    before = rows_of(agreement)
    old = agreement.history.last()
    shown = editor.get(at("compare", agreement, **{"from": old.pk})).context["changes"]
    marks = [each.mark for each in shown if not each.own] + [f"{each.mark}:title" for each in shown if each.own]
    put_back(editor, agreement, old, *marks)
    assert [Clause.objects.count(), Agreement.objects.get().title] == [2, "Trước"]
    undone(Import.objects.get())
    assert rows_of(agreement) == before


def undone(changeset):
    opposite = undo(changeset, changeset.owner)
    assert confirm(opposite, changeset.owner)
    apply(opposite)
    assert opposite.state == Import.State.APPLIED, opposite.faults


def test_a_deleted_record_stands_in_a_list_and_comes_back_with_its_parts(editor):
    agreement = drafted()
    before, pk = rows_of(agreement), agreement.pk
    response = editor.post(page(Agreement, "delete", pk), {"post": "yes"})
    assert (response.status_code, Party.objects.count()) == (302, 0)
    (entry,) = editor.get("/en/admin/deleted/").context["entries"]
    assert (entry["title"], str(entry["noun"])) == ("Sau", "agreement")
    assert editor.get(entry["address"]).status_code == 200
    shown = editor.get(f"{entry['address']}compare/")
    assert set(shown.context["chosen"]) == {each.mark for each in shown.context["changes"]}
    data = {"seen": shown.context["seen"], "chosen": shown.context["chosen"], "reason": "nhầm"}
    assert editor.post(f"{entry['address']}compare/", data).status_code == 302
    agreement = Agreement.objects.get(pk=pk)
    assert rows_of(agreement) == before
    assert agreement.version == 3
    assert editor.get("/en/admin/deleted/").context["entries"] == []
    assert editor.post(f"{entry['address']}compare/", data).status_code == 409  # a second time
    undone(Import.objects.get())
    assert (Agreement.objects.count(), Clause.objects.count()) == (0, 0)


def test_what_names_a_deleted_record_comes_back_with_it_or_not_at_all(editor):
    outlet = make.outlet("bao", name="Báo", status="draft")
    article = make.article("bai", outlet=outlet, status="draft")
    passage = make.passage(article, status="draft", gist="Ý")
    for model, pk in ((Article, article.pk), (Outlet, outlet.pk)):
        assert editor.post(page(model, "delete", pk), {"post": "yes"}).status_code == 302
    response = put_back(editor, article, article.history.exclude(history_type="-").first())
    assert response.status_code == 409
    assert response.context["reasons"] == ["article “Bài bai” names outlet “Báo”, which is deleted: choose that too."]
    (mark,) = response.context["together"]
    assert (
        put_back(editor, article, article.history.exclude(history_type="-").first(), together=mark).status_code == 200
    )
    article = Article.objects.get(outlet__slug="bao")
    assert [*article.passages.values_list("pk", "gist")] == [(passage.pk, "Ý")]


@pytest.mark.parametrize(("role", "answer"), [("viewer", 409), ("publisher", 200)])
@pytest.mark.one_database
def test_what_is_published_is_put_back_by_who_may_publish(role, answer):
    person = make.person(description="trước")
    person.description = "sau"
    person.save()
    client = signed_in(role)
    make.staff("publisher", "Ngọc")
    response = put_back(client, person, person.history.last(), f"people.person:{person.pk}:description")
    assert response.status_code == answer
    person.refresh_from_db()
    assert (person.description, person.status) == ("trước" if answer == 200 else "sau", Status.PUBLISHED)


def test_what_an_editor_puts_back_of_a_published_record_is_proposed(editor):
    source = make.passage(make.article())
    agreement = make.signed_agreement(title="Trước", passages=[source])
    agreement.parties.first().set_links("passages", [source])
    clause = make.clause(agreement, heading="Trước", passages=[source])
    gone = make.clause(agreement, 2, passages=[source])
    before = rows_of(agreement)
    agreement.title, clause.heading = "Sau", "Sau"
    agreement.save()
    clause.save()
    gone.delete()
    shown = editor.get(at("compare", agreement, **{"from": agreement.history.last().pk}))
    assert "Propose to put back what is chosen" in shown.content.decode()
    marks = [f"partnerships.agreement:{agreement.pk}:title", *(each.mark for each in shown.context["changes"])]
    response = put_back(editor, agreement, agreement.history.last(), *marks)
    assert "It is proposed" in response.content.decode()
    assert Agreement.objects.get().title == "Sau"
    publisher, address = signed_in("publisher", "Ngọc"), response.redirect_chain[-1][0]
    seen = publisher.get(address).context["proposal"].versions
    assert publisher.post(address, {"decision": "approve", "seen": seen}).status_code == 302
    assert rows_of(agreement) == before
    agreement.refresh_from_db()
    last = agreement.history.first()
    assert (last.history_user.username, last.history_change_reason[-7:]) == ("editor", " – nhầm")
    said = rounds(editor.get(at("timeline", agreement)))
    assert said == [("editor", "proposed.", "nhầm"), ("Ngọc", "approved.", "")]


def test_what_was_withdrawn_is_put_back_by_a_publisher_alone(editor):
    person = make.person(description="trước", status="withdrawn")
    person.description = "sau"
    person.save()
    make.staff("publisher", "Ngọc")
    response = put_back(editor, person, person.history.last(), f"people.person:{person.pk}:description")
    assert "Ask one: " in response.context["reasons"][0]
    assert "Ngọc" in unescape(response.content.decode())


def test_a_refused_put_back_names_the_value_that_another_holds(editor):
    person = make.person("a", status="draft")
    person.slug = "b"
    person.save()
    make.person("a", name="Người khác", status="draft")
    response = put_back(editor, person, person.history.last(), f"people.person:{person.pk}:slug")
    assert response.context["reasons"] == [
        "Slug “a” is of person “Người khác” now: change that first, or leave this out."
    ]


@pytest.mark.one_database
def test_nothing_is_put_back_over_what_somebody_saved_meanwhile(editor):
    person = make.person(description="trước", status="draft")
    person.description = "sau"
    person.save()
    address, chosen = (
        at("compare", person, **{"from": person.history.last().pk}),
        f"people.person:{person.pk}:description",
    )
    seen = editor.get(address).context["seen"]
    person.name = "Khác"
    person.save()
    response = editor.post(address, {"seen": seen, "chosen": chosen})
    assert (response.status_code, response.context["reasons"]) == (
        409,
        ["Somebody changed it meanwhile: look at it again."],
    )
    for posted, said in (
        ({"chosen": []}, "Choose what is to be put back."),
        ({"reason": "x" * 81}, "at most 80"),
        ({"reason": " "}, "Say why"),
    ):
        response = put_back(editor, person, person.history.last(), chosen, **posted)
        assert said in response.context["reasons"][0]


def test_two_old_versions_are_compared_and_the_past_is_not_changed(editor):
    person = make.person(description="một", status="draft")
    for words in ("hai", "ba"):
        person.description = words
        person.save()
    three, two, one = person.history.all()
    address = at("compare", person) + f"?from={one.pk}&to={two.pk}"
    response = editor.get(address)
    (change,) = response.context["changes"]
    assert [tuple(each)[1:3] for each in change.differences] == [("hai", "một")]
    assert editor.post(address, {"seen": three.pk, "chosen": change.mark}).status_code == 400
    for wrong in ("?from=x", f"?from={make.person('b').history.get().pk}", "?from=9999999"):
        assert editor.get(at("compare", person) + wrong).status_code == 404


def test_the_history_of_a_part_is_that_of_its_record(editor):
    agreement = drafted()
    clause = Clause.objects.get()
    response = editor.get(page(Clause, "history", clause.pk, language="en"), follow=True)
    assert response.request["PATH_INFO"] == at("timeline", agreement)


def test_all_put_back_is_of_whom_it_was_before_and_a_part_of_it_of_who_chose(editor):
    first, second, third = (make.staff("editor", name) for name in ("a", "b", "c"))
    person = make.person(description="trước", status="draft")
    person.description, person.name = "sau", "Khác"
    person.save()
    for version, user in zip(person.history.all(), (second, first), strict=True):
        version.history_user = user
        version.save()
    oldest = person.history.last()
    description, name = (f"people.person:{person.pk}:{field}" for field in ("description", "name"))

    def author():
        return last_edits(Person, [person.pk])[person.pk].user

    assert author() == second.pk
    put_back(editor, person, oldest, description)
    assert author() == Import.objects.latest("pk").owner_id
    put_back(editor, person, oldest, name)
    assert author() == first.pk
    # Undone, it is of whom it was; put back as of then, too.
    opposite = undo(Import.objects.latest("pk"), third)
    assert confirm(opposite, third)
    apply(opposite)
    assert author() == Import.objects.earliest("pk").owner_id
    put_back(editor, person, person.history.all()[3], description, name)
    person.refresh_from_db()
    assert (person.name, person.description, author()) == ("Khác", "sau", second.pk)


def test_what_was_public_comes_back_withdrawn(client):
    person = make.person("x")
    pk, publisher = person.pk, signed_in("publisher")
    person.delete()
    person.pk = pk
    assert put_back(publisher, person, Person.history.exclude(history_type="-").first()).status_code == 200
    assert Person.objects.get(pk=pk).status == Status.WITHDRAWN
    assert client.get("/people/x/").status_code == 404
