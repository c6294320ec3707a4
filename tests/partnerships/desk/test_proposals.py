"""A correction of a published record by somebody who may not publish: proposed, approved by another, undone."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from articles.models import Passage
from changesets.admin import uploads
from changesets.models import Import, Submission
from changesets.plan import proposals as plan
from changesets.plan.apply import apply, confirm
from changesets.plan.proposals import keep
from changesets.plan.staged_rows import stored
from changesets.readers.matching import LEFT_OUT
from partnerships.desk import proposal_review
from partnerships.models import Agreement, Clause
from records.locks import writing_alone
from tests import factories as make
from tests.changesets.test_sheets import match
from tests.changesets.uploading import at as import_page
from tests.changesets.uploading import messages_of, upload
from tests.office import errors, page, posted_by, rounds, row, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def agreement():
    """A published agreement with two points."""
    article = make.article("bai")
    passages = [make.passage(article, number) for number in (1, 2)]
    agreement = make.agreement("moi", passages=passages[:1])
    for slug, side in (("vnpt", "provider"), ("so-tttt", "public_body")):
        make.party(agreement, make.partner(slug), side, passages=passages[:1])
    for number in (1, 2):
        make.clause(agreement, number=number, heading=f"Nội dung {number}", passages=passages[1:])
    return agreement


def named(role, name=""):
    client = Client()
    user = make.User.objects.filter(username=name or role).first() or make.staff(role, name or role)
    client.force_login(user)
    return client


@pytest.fixture
def editor():
    return named("editor", "lan")


@pytest.fixture
def publisher():
    return named("publisher", "minh")


def form(record):
    return page(type(record), "change", record.pk, language="en")


def at(submission):
    return reverse("desk:proposal", args=[submission.changeset_id])


def proposed(client, record, why="", **typed):
    """Type into the form of `record` and save it; the proposal that this has become."""
    response = client.post(form(record), shown(client, form(record)) | {"why": why, "_save": "1"} | typed)
    assert response.status_code == 302, response.context.get("sentences") or errors(response)
    found = Submission.objects.exclude(changeset=None).order_by("pk").last()
    assert response["Location"] == at(found)
    return found


def decide(client, submission, decision, words="", **chosen):
    seen = client.get(at(submission)).context["proposal"].versions
    return client.post(at(submission), {"decision": decision, "words": words, "seen": seen, **chosen})


def said(client, submission):
    """What the page shows of each row that would change: its title, and the old and new values."""
    return [
        (change.change, change.title, [(str(each.label), each.old, each.new) for each in change.differences])
        for _label, entries in client.get(at(submission)).context["tables"]
        for entry in entries
        for change in entry["changes"]
        if change.differences
    ]


def current(record):
    return type(record).objects.get(pk=record.pk)


def test_a_correction_is_proposed_approved_and_undone(agreement, editor, publisher):
    content = editor.get(form(agreement)).content.decode()
    assert "What you save becomes a proposal" in content
    assert "Propose the correction" in content
    assert "Save and continue editing" not in content

    given = proposed(editor, agreement, "Bài viết ngày 2/5", summary="Mới")
    assert (current(agreement).summary, current(agreement).version) == (agreement.summary, agreement.version)
    assert [each.title for each in editor.get(reverse("desk:queue", args=["sent"])).context["page"]] == [
        "Thỏa thuận moi"
    ]
    assert [each.title for each in publisher.get(reverse("desk:today")).context["waiting"]] == ["Thỏa thuận moi"]
    assert given in publisher.get(form(agreement)).context["proposals"]

    content = publisher.get(at(given)).content.decode()
    assert "Bài viết ngày 2/5" in content
    assert said(publisher, given) == [("changed", "Thỏa thuận moi", [("summary", agreement.summary, "Mới")])]
    ((_row, preview),) = publisher.get(at(given)).context["previews"]
    assert "Mới" in publisher.get(preview).content.decode()
    assert "Mới" not in Client().get(f"/en/agreements/{agreement.slug}/").content.decode()

    response = decide(publisher, given, "approve")
    assert response.status_code == 302, response.context["reasons"]
    assert current(agreement).summary == "Mới"
    latest = current(agreement).history.first()
    assert (latest.history_user.username, latest.history_change_reason) == (
        "lan",
        f"proposal {given.changeset_id} – Bài viết ngày 2/5",
    )
    assert editor.get(reverse("desk:queue", args=["sent"])).context["page"].paginator.count == 0
    assert "approved" in publisher.get(at(given)).content.decode()

    assert editor.post(import_page("undo", given.changeset_id)).status_code == 403
    publisher.post(import_page("undo", given.changeset_id))
    assert current(agreement).summary == agreement.summary
    assert Import.objects.get(pk=given.changeset_id).state == "undone"


def test_parts_are_added_changed_moved_and_taken_out(agreement, editor, publisher):
    first, second = agreement.clauses.order_by("number")
    typed = shown(editor, form(agreement))
    place = {
        value: name.removesuffix("-id")
        for name, value in typed.items()
        if name.startswith("clauses-") and name.endswith("-id")
    }
    passage = Passage.objects.get(number=1)
    # The first goes to the place of the second, which makes way; a new one comes.
    typed |= {f"{place[first.pk]}-number": 2, f"{place[second.pk]}-number": 1}
    typed |= {f"{place[first.pk]}-heading": "Sửa"}
    row(
        typed,
        "clauses",
        number=3,
        heading="Thêm",
        passages=[passage.pk],
        certainty="stated",
        kind="goal",
        outcome="unknown",
    )
    given = proposed(editor, agreement, **typed)
    assert agreement.clauses.count() == 2
    decide(publisher, given, "approve")
    found = [(each.pk, each.number, each.heading) for each in agreement.clauses.order_by("number")]
    new = Clause.objects.get(number=3)
    assert found == [(second.pk, 1, "Nội dung 2"), (first.pk, 2, "Sửa"), (new.pk, 3, "Thêm")]
    assert [*new.passages.all()] == [passage]

    typed = shown(editor, form(agreement))
    name = next(
        name
        for name, value in typed.items()
        if name.startswith("clauses-") and name.endswith("-id") and value == new.pk
    )
    again = proposed(editor, agreement, **{name.replace("-id", "-DELETE"): "on"})
    assert [(change, title) for change, title, _told in said(publisher, again)] == [("removed", "3")]
    decide(publisher, again, "approve")
    assert not Clause.objects.filter(pk=new.pk).exists()
    publisher.post(import_page("undo", again.changeset_id))
    assert [*Clause.objects.get(number=3).passages.all()] == [passage]


# Overtaken


@pytest.mark.one_database
def test_what_others_changed_meanwhile_is_kept_and_told(agreement, editor, publisher):
    given = proposed(editor, agreement, summary="Mới")
    address = form(agreement)
    publisher.post(address, shown(publisher, address) | {"note": "Ghi thêm", "clauses-0-heading": "Của người khác"})
    answer = publisher.get(at(given))
    assert answer.context["clashes"] == []
    (moved,) = answer.context["moved"]
    told = [(each.label, each.new) for change in moved["changes"] for each in change.differences]
    assert ("note", "Ghi thêm") in told
    assert any(new == "Của người khác" for _label, new in told)
    decide(publisher, given, "approve")
    assert (current(agreement).summary, current(agreement).note) == ("Mới", "Ghi thêm")
    assert agreement.clauses.get(number=1).heading == "Của người khác"


@pytest.mark.parametrize(("choice", "left"), [("now", "Của người khác"), ("proposed", "Mới")])
def test_where_both_changed_the_same_somebody_chooses(agreement, editor, publisher, choice, left):
    _first, second = agreement.clauses.order_by("number")
    typed = {"clauses-0-heading": "Mới", "clauses-1-DELETE": "on"}
    given = proposed(editor, agreement, **typed)
    address = form(agreement)
    publisher.post(
        address, shown(publisher, address) | {"clauses-0-heading": "Của người khác", "clauses-1-heading": "Nữa"}
    )
    heading, gone = publisher.get(at(given)).context["clashes"]
    assert (heading["label"], heading["values"]) == ("heading", ["Nội dung 1", "Của người khác", "Mới"])
    assert (str(gone["noun"]), gone["row"]) == ("clause", "2")
    response = decide(publisher, given, "approve", **{heading["name"]: choice})
    assert response.context["reasons"] == ["Choose what holds where both changed the same."]
    response = decide(publisher, given, "approve", **{heading["name"]: choice, gone["name"]: choice})
    assert response.status_code == 302, response.context["reasons"]
    assert agreement.clauses.get(number=1).heading == left
    assert agreement.clauses.filter(pk=second.pk).exists() == (choice == "now")


def test_what_became_of_the_record_meanwhile_is_said(agreement, editor, publisher):
    given = proposed(editor, agreement, summary="Mới")
    typed = {"slug": "ten-khac", "_continue": "withdraw", "why": "Nhầm"}
    publisher.post(form(agreement), shown(publisher, form(agreement)) | typed)
    content = publisher.get(at(given)).content.decode()
    assert "it was withdrawn meanwhile, and stays so" in content
    assert "ten-khac" in content
    decide(publisher, given, "approve")
    assert (current(agreement).summary, current(agreement).status, current(agreement).slug) == (
        "Mới",
        "withdrawn",
        "ten-khac",
    )
    area = make.area("nghe-an")
    given = proposed(editor, area, note="Mới")
    admin = named("admin")
    admin.post(page(type(area), "delete", area.pk, language="en"), {"post": "yes"})
    assert not type(area).objects.exists()
    assert "it was deleted meanwhile" in publisher.get(at(given)).content.decode()
    response = decide(publisher, given, "approve")
    assert response.context["reasons"] == ["What it changes was deleted meanwhile: send it back, or withdraw it."]


def test_a_passage_that_both_cite_is_cited_once(agreement, editor, publisher):
    first, second = Passage.objects.order_by("number")
    given = proposed(editor, agreement, passages=[first.pk, second.pk], readings=f"{second.reference}@period=2016/2019")
    assert Agreement.citations_of(fact=agreement).count() == 1
    address = form(agreement)
    publisher.post(address, shown(publisher, address) | {"passages": [first.pk, second.pk]})
    response = decide(publisher, given, "approve")
    assert response.status_code == 302, response.context["reasons"]
    assert current(agreement).cited_as == f"{first.reference};{second.reference}@period=2016/2019"


# Back and forth


def test_it_is_sent_back_gone_on_with_and_withdrawn(agreement, editor, publisher):
    given = proposed(editor, agreement, summary="Mới")
    response = decide(publisher, given, "return")
    assert response.context["reasons"] == ["Say what is to be changed: the editor reads it."]
    decide(publisher, given, "return", "Viết rõ hơn")
    (returned,) = editor.get(reverse("desk:today")).context["returned"]
    assert (returned, returned.answer) == (given, "Viết rõ hơn")

    assert revising(editor, given, summary="Mới hơn")()["Location"] == at(given)
    assert Submission.objects.get().state == "waiting"
    assert said(publisher, given)[0][2] == [("summary", agreement.summary, "Mới hơn")]

    other = named("editor", "binh")
    assert decide(other, given, "withdraw").status_code == 403
    decide(editor, given, "withdraw")
    assert [*Submission.objects.waiting()] == []
    assert "not waiting any more" in editor.get(at(given)).content.decode()
    assert decide_late(publisher, given).context["reasons"] == ["Somebody decided on it meanwhile."]
    assert current(agreement).summary == agreement.summary


def decide_late(client, submission):
    return client.post(at(submission), {"decision": "approve", "seen": ""})


@pytest.mark.one_database
def test_what_was_looked_at_is_what_is_approved(agreement, editor, publisher):
    given = proposed(editor, agreement, summary="Mới")
    seen = publisher.get(at(given)).context["proposal"].versions
    current(agreement).save()
    response = publisher.post(at(given), {"decision": "approve", "seen": seen})
    assert response.context["reasons"] == ["Somebody changed it meanwhile: look at it again."]


def test_every_round_of_a_proposal_stays_with_what_was_said(agreement, editor, publisher):
    given = proposed(editor, agreement, "Theo bài", summary="Mới")
    decide(publisher, given, "return", "Bài viết 2030, không phải 2035.")
    revising(editor, given, summary="Mới hơn", why="")()
    told = [
        ("lan", "proposed.", "Theo bài"),
        ("minh", "sent back.", "Bài viết 2030, không phải 2035."),
        ("lan", "proposed.", ""),
    ]
    for client in (editor, publisher):
        assert rounds(client.get(at(given))) == told
    decide(publisher, given, "approve", "Đúng")
    told.append(("minh", "approved.", "Đúng"))
    timeline = reverse("desk:timeline", args=["agreements", agreement.pk])
    for address in (at(given), timeline):
        assert rounds(editor.get(address)) == rounds(publisher.get(address)) == told


def test_what_contradicts_is_refused_and_what_is_not_fit_stands_against_approval(agreement, editor, publisher):
    area = make.area("nghe-an")
    within = make.area("vinh", level="commune", parent=area)
    response = editor.post(form(area), shown(editor, form(area)) | {"parent": within.pk, "_save": "1"})
    assert (response.status_code, Submission.objects.count()) == (409, 0)
    given = proposed(editor, agreement, **{"parties-0-DELETE": "on"})
    answer = publisher.get(at(given))
    assert answer.context["faults"] == ["It needs at least two published principal parties."]
    assert decide(publisher, given, "approve").context["reasons"] == answer.context["faults"]
    assert agreement.parties.count() == 2
    assert Import.objects.get().state == "planned"


def test_nothing_typed_is_nothing_proposed(agreement, editor):
    response = editor.post(form(agreement), shown(editor, form(agreement)) | {"_save": "1"})
    assert messages_of(editor.get(response["Location"])) == ["You changed nothing, so nothing is proposed."]
    assert not Submission.objects.exists()


@pytest.mark.parametrize("number", ["9" * 40, "²", "x"])
def test_what_it_revises_is_a_number_or_nothing(agreement, editor, number):
    given = proposed(editor, agreement, summary="Mới", revises=number)
    assert [each.pk for each in Submission.objects.all()] == [given.pk]


def test_a_passage_within_its_article_is_proposed_with_it(editor, publisher):
    article = make.article("bai")
    passage = make.passage(article)
    typed = row(shown(editor, form(article)), "passages", kind="paragraph", number=2, gist="Đoạn hai")
    place = next(name for name, value in typed.items() if name.endswith("-id") and value == passage.pk)
    given = proposed(editor, article, **typed | {place.replace("-id", "-gist"): "Ý mới"})
    assert [*given.touched.values_list("table", "row")] == [("articles", article.pk), ("passages", passage.pk)]
    decide(publisher, given, "approve")
    assert [*article.passages.order_by("number").values_list("gist", "status")] == [
        ("Ý mới", "published"),
        ("Đoạn hai", "draft"),
    ]


def test_a_published_passage_is_not_changed_in_the_form_of_a_draft(editor):
    article = make.article("bai", status="draft")
    passage = make.passage(article)
    typed = shown(editor, form(article))
    place = next(name for name, value in typed.items() if name.endswith("-id") and value == passage.pk)
    editor.post(form(article), typed | {place.replace("-id", "-gist"): "Ý mới"})
    assert current(passage).gist == passage.gist


# Files

PEOPLE = "slug,name\nan,An Mới\nbinh,Bình\n"


@pytest.fixture
def file(editor):
    """A file that changes a published person and brings a new one."""
    make.person("an")
    found = upload(editor, "people.csv", PEOPLE)
    found.refresh_from_db()
    return found


def test_a_file_that_touches_what_is_public_is_proposed_as_a_whole(file, editor, publisher):
    assert (file.kind, file.state) == ("proposal", "planned")
    content = editor.get(import_page("change", file.pk)).content.decode()
    assert "it is proposed as a whole, with its rows of drafts" in content
    response = editor.post(import_page("confirm", file.pk))
    given = Submission.objects.get()
    assert response["Location"] == at(given)
    person = make.Person.objects.get()
    assert person.name == "An"
    assert "Every row of the file" in publisher.get(at(given)).content.decode()
    person.description = "Giữ lại"
    person.save()
    decide(publisher, given, "approve")
    assert [*make.Person.objects.order_by("slug").values_list("name", "description", "status")] == [
        ("An Mới", "Giữ lại", "published"),
        ("Bình", "", "draft"),
    ]


def test_what_others_changed_is_told_of_the_first_of_many(editor, publisher):
    def asked(count):
        people = [make.person(f"p{count}-{each}") for each in range(count)]
        rows = "".join(f"{each.slug},Mới {each.slug}\n" for each in people)
        file = upload(editor, "people.csv", f"slug,name\n{rows}")
        editor.post(import_page("confirm", file.pk))
        for each in people:
            each.name = "Của người khác"
            each.save()
        given = Submission.objects.get(changeset=file)
        with CaptureQueriesContext(connection) as queries:
            context = publisher.get(at(given)).context
        (against,) = [reasons for name, _label, reasons in context["decisions"] if name == "approve"]
        return len(queries), len(context["moved"]), context["more_moved"], len(context["clashes"]), against

    few, *_told = asked(20)
    many, *told = asked(30)
    assert told == [
        20,
        10,
        20,
        ["Others changed too many of the same values meanwhile (30): send it back, or withdraw it."],
    ]
    assert many - few <= 2 * 10  # what is tried: of two hundred at most


def test_a_file_of_drafts_is_the_editors_own_as_before(editor):
    make.person("an", status="draft")
    found = upload(editor, "people.csv", PEOPLE)
    found.refresh_from_db()
    assert found.kind == "import"
    editor.post(import_page("confirm", found.pk))
    assert make.Person.objects.get(slug="an").name == "An Mới"


def test_a_file_does_not_withdraw_by_proposal(editor):
    make.person("an")
    found = upload(editor, "people.csv", "slug,status\nan,withdrawn\n")
    found.refresh_from_db()
    assert (found.kind, found.state) == ("import", "refused")


@pytest.mark.parametrize("step", ["columns", "confirm", "cancel", "again"])
@pytest.mark.one_database
def test_what_was_submitted_is_not_read_in_another_way_under_the_reviewers_eyes(agreement, editor, publisher, step):
    sheet = f"slug,title,Nơi ký,Tóm tắt\nmoi,{agreement.title},Vinh,Không ai thấy\n"
    found = upload(editor, "bang.csv", sheet, leads_to="columns")
    match(editor, found, **{"column-2": "place", "column-3": LEFT_OUT})
    page = import_page("columns", found.pk)
    form = editor.get(page).context["form"]
    chosen = {name: form[name].initial for name in form.fields} | {"column-3": "summary"}
    editor.post(import_page("confirm", found.pk))
    given = Submission.objects.get()
    seen = publisher.get(at(given)).context["proposal"].versions
    assert import_page("columns", found.pk) not in editor.get(import_page("change", found.pk)).content.decode()

    response = editor.post(import_page(step, found.pk), chosen | {"lines": ""})
    assert (response.status_code, response["Location"]) == (302, at(given))
    response = publisher.post(at(given), {"decision": "approve", "seen": seen})
    assert response.status_code == 302, response.context["reasons"]
    assert (current(agreement).place, current(agreement).summary) == ("Vinh", agreement.summary)


def test_columns_said_while_it_is_submitted_come_too_late(agreement, editor, monkeypatch):
    sheet = f"slug,title,Nơi ký,Tóm tắt\nmoi,{agreement.title},Vinh,Không ai thấy\n"
    found = upload(editor, "bang.csv", sheet, leads_to="columns")
    match(editor, found, **{"column-2": "place", "column-3": LEFT_OUT})
    before_it_is_held(monkeypatch, lambda: editor.post(import_page("confirm", found.pk)), uploads)
    match(editor, found, **{"column-3": "summary"})
    assert (found.state, Submission.objects.count()) == ("planned", 1)
    assert found.match["columns"]["Tóm tắt"] == LEFT_OUT


@pytest.mark.one_database
def test_another_plan_in_its_place_is_not_what_was_looked_at(agreement, editor, publisher):
    given = proposed(editor, agreement, summary="Mới")
    seen = publisher.get(at(given)).context["proposal"].versions
    changeset = Import.objects.get()
    ((model, rows),) = stored(changeset)
    rows[0].values = [value if value != "Mới" else "Khác" for value in rows[0].values]
    keep(changeset, {model: rows})
    response = publisher.post(at(given), {"decision": "approve", "seen": seen})
    assert response.context["reasons"] == ["Somebody changed it meanwhile: look at it again."]


# Two decide at once


def before_it_is_held(monkeypatch, other, module=proposal_review):
    """Have `other` be quicker than whoever decides next in `module`."""

    def later():
        monkeypatch.setattr(module, "writing_alone", writing_alone)
        other()
        return writing_alone()

    monkeypatch.setattr(module, "writing_alone", later)


@pytest.mark.parametrize("late", ["approve", "return", "withdraw"])
@pytest.mark.one_database
def test_the_first_of_two_decisions_holds(agreement, editor, publisher, monkeypatch, late):
    given = proposed(editor, agreement, summary="Mới")
    seen = publisher.get(at(given)).context["proposal"].versions
    first = "return" if late == "approve" else "approve"
    posted = {"decision": first, "words": "Của người trước", "seen": seen}
    before_it_is_held(monkeypatch, lambda: named("publisher", "nam").post(at(given), posted))
    who = editor if late == "withdraw" else publisher
    response = who.post(at(given), posted | {"decision": late, "words": "Của người sau"})
    assert response.status_code == 409
    given.refresh_from_db()
    assert (given.answer, given.decided_by.username) == ("Của người trước", "nam")
    assert given.state == ("approved" if first == "approve" else "returned")
    assert current(agreement).summary == ("Mới" if first == "approve" else agreement.summary)


@pytest.mark.one_database
def test_what_goes_wrong_inside_while_it_is_written_leaves_it_waiting(agreement, editor, publisher, monkeypatch):
    given = proposed(editor, agreement, summary="Mới")
    with monkeypatch.context() as broken:
        broken.setattr("changesets.plan.rules.Judgement", None)
        with pytest.raises(TypeError):
            decide(publisher, given, "approve")
    given.refresh_from_db()
    assert (Import.objects.get().state, given.decided_by) == ("planned", None)
    assert decide(publisher, given, "approve").status_code == 302
    assert current(agreement).summary == "Mới"


def revising(client, given, **typed):
    """What its author would post to go on with a proposal."""
    form = client.get(at(given)).context["revised"]
    data = {}
    for name, value in form["typed"]:
        data.setdefault(name, []).append(value)
    again = client.post(form["address"], data)
    assert again.context["adminform"].form["summary"].value() == "Mới"
    revises = {"revises": again.context["revises"], "_save": "1"}
    return lambda: client.post(form["address"], posted_by(again) | typed | revises)


def test_what_its_author_says_while_it_is_approved_is_a_proposal_of_its_own(agreement, editor, publisher, monkeypatch):
    given = proposed(editor, agreement, summary="Mới")
    revise = revising(editor, given, summary="Mới hơn")
    before_it_is_held(monkeypatch, lambda: decide(publisher, given, "approve"), plan)
    revise()
    given.refresh_from_db()
    assert (given.state, current(agreement).summary) == ("approved", "Mới")
    second = Submission.objects.exclude(pk=given.pk).get()
    assert said(publisher, second)[0][2] == [("summary", "Mới", "Mới hơn")]
    publisher.post(import_page("undo", given.changeset_id))
    assert current(agreement).summary == agreement.summary


@pytest.mark.one_database
def test_what_its_author_says_before_it_is_approved_is_looked_at_first(agreement, editor, publisher, monkeypatch):
    given = proposed(editor, agreement, summary="Mới")
    seen = publisher.get(at(given)).context["proposal"].versions
    before_it_is_held(monkeypatch, revising(editor, given, summary="Mới hơn"))
    response = publisher.post(at(given), {"decision": "approve", "seen": seen})
    assert response.context["reasons"] == ["Somebody changed it meanwhile: look at it again."]
    assert said(publisher, given)[0][2] == [("summary", agreement.summary, "Mới hơn")]


# Its author does not approve it


def by_page(author, given):
    return decide(author, given, "approve", "Tôi chắc").status_code == 409


def by_confirming(author, given):
    """Nor does it end there: whoever may confirm imports by now is led to its page."""
    return author.post(import_page("confirm", given.changeset_id))["Location"] == at(given)


def by_the_engine(author, given):
    changeset = Import.objects.get(pk=given.changeset_id)
    return not confirm(changeset, changeset.owner)


def by_a_worker(author, given):
    """What was confirmed in somebody's name by force is looked at once more before it is written."""
    Import.objects.filter(pk=given.changeset_id).update(state="confirmed")
    Submission.objects.update(decided_by=given.owner)
    apply(Import.objects.get(pk=given.changeset_id))
    refused = Import.objects.get(pk=given.changeset_id).state == "refused"
    Import.objects.filter(pk=given.changeset_id).update(state="planned")
    return refused


def by_reading_it_again(author, given):
    author.post(import_page("again", given.changeset_id))
    author.post(import_page("confirm", given.changeset_id))
    return True


def by_undoing(author, given):
    author.post(import_page("undo", given.changeset_id))
    return True


DOORS = [by_page, by_confirming, by_the_engine, by_a_worker, by_reading_it_again, by_undoing]


@pytest.mark.parametrize("door", DOORS)
def test_an_author_does_not_approve_own_proposal_at_any_door(agreement, editor, publisher, door):
    given = proposed(editor, agreement, summary="Mới")
    make.User.objects.get(username="lan").groups.set(make.Group.objects.filter(name="publisher"))
    assert door(named("publisher", "lan"), given)
    assert current(agreement).summary == agreement.summary
    assert decide(publisher, given, "approve").status_code == 302
    assert current(agreement).summary == "Mới"


@pytest.mark.one_database
def test_nobody_without_the_right_decides(agreement, editor):
    given = proposed(editor, agreement, summary="Mới")
    other = named("editor", "binh")
    for decision in ("approve", "return"):
        assert decide(other, given, decision, "Vâng").status_code == 403
    assert other.post(at(given), {"decision": "publish"}).status_code == 400
    assert current(agreement).summary == agreement.summary


@pytest.mark.one_database
def test_the_setting_lets_every_publisher_approve(agreement, editor, publisher, settings):
    given = proposed(editor, agreement, summary="Mới")
    settings.FOUR_EYES = False
    make.User.objects.get(username="lan").groups.set(make.Group.objects.filter(name="publisher"))
    decide(named("publisher", "lan"), given, "approve")
    assert current(agreement).summary == "Mới"


@pytest.mark.one_database
def test_what_nobody_else_could_approve_its_author_does_with_a_reason(agreement, editor):
    given = proposed(editor, agreement, summary="Mới")
    make.User.objects.get(username="lan").groups.set(make.Group.objects.filter(name="publisher"))
    lan = named("publisher", "lan")
    assert decide(lan, given, "approve").status_code == 409
    decide(lan, given, "approve", "Đã đối chiếu")
    assert current(agreement).summary == "Mới"


@pytest.mark.parametrize(
    ("field", "values", "begins"),
    [
        ("sha256", ["", "a" * 64], ""),
        ("full_text", ["Một hai ba", "Một hai bốn"], "Một hai"),
        ("full_text", ["ba " * 998 + "ba", "tư " * 998 + "tư"], "999 words, fingerprint "),
    ],
)
def test_no_value_is_changed_unseen(editor, publisher, field, values, begins):
    old, new = values
    article = make.article("bai", **{field: old})
    given = proposed(editor, article, **{field: new})
    ((_change, _title, ((label, before, after),)),) = said(publisher, given)
    assert label == str(article._meta.get_field(field).verbose_name)
    assert (before.startswith(begins), after.startswith(begins), before == after) == (True, True, False)
