import json
import re
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from articles.models import Article, Passage
from partnerships.models import Agreement, Area, Clause, Partner, Party
from people.models import Person
from records.approval import last_edits
from records.models import Status
from tests import factories as make
from tests import office
from tests.changesets.uploading import messages_of
from tests.office import errors, page, posted_by, row, sent_back_by, shown, steps

pytestmark = pytest.mark.django_db

UNSOURCED = "No published passage carries it: cite one, or publish the one it cites, its article and outlet."


def signed_in(role: str, name: str = "") -> Client:
    client = Client()
    client.force_login(make.staff(role, name))
    return client


@pytest.fixture
def editor() -> Client:
    return signed_in("editor")


# Two at once


def decided(client: Client, address: str, response: Any, choice: str, *names: str) -> Any:
    """Choose on the page of two saves, in the order of what both changed, and save."""
    assert response.status_code == 409
    data: dict[str, list[str]] = {response.context["seen"][0]: [response.context["seen"][1]]}
    for name, value in response.context["typed"]:
        data.setdefault(name, []).append(value)
    assert tuple(str(clash["label"] or clash["row"]) for clash in response.context["clashes"]) == names
    return client.post(address, data | {clash["name"]: [choice] for clash in response.context["clashes"]})


@pytest.mark.parametrize(("choice", "left"), [("now", "Chủ tịch HĐTV"), ("proposed", "Tổng Giám đốc")])
def test_where_two_changed_the_same_they_choose_and_what_only_one_did_is_kept(editor, choice, left):
    colleague = signed_in("editor", "lan")
    person = make.person(status="draft", name="Phạm Đức Long", description="VNPT")
    address = page(Person, "change", person.pk, language="en")
    mine, theirs = shown(editor, address), shown(colleague, address)
    colleague.post(address, theirs | {"description": "Chủ tịch HĐTV"})
    response = editor.post(address, mine | {"description": "Tổng Giám đốc", "name": "Phạm Đức Long."})

    told = response.context["told"]
    when = person.history.first().history_date
    assert told.startswith("lan saved this record at ")
    assert f"{when:%Y}" in told
    assert "and changed: description (“VNPT” → “Chủ tịch HĐTV”)." in told
    (clash,) = response.context["clashes"]
    assert clash["values"] == ["VNPT", "Chủ tịch HĐTV", "Tổng Giám đốc"]
    assert "As you typed it: Tổng Giám đốc" in re.sub(r"\s+", " ", response.content.decode())
    person.refresh_from_db()
    assert (person.description, person.version) == ("Chủ tịch HĐTV", 2)

    back = editor.post(address, sent_back_by(response))
    assert errors(back) == {"__all__": ["Nothing is saved yet. This is what you typed."]}
    kept = posted_by(back)
    assert (kept["name"], kept["description"], kept["base_version"]) == ("Phạm Đức Long.", "Tổng Giám đốc", "1")

    saved = decided(editor, address, response, choice, "description")
    (told,) = [said for said in messages_of(editor.get(saved["Location"])) if said.startswith("lan saved")]
    held = {
        "now": "“Chủ tịch HĐTV” stays; “Tổng Giám đốc”, which you typed, is not kept.",
        "proposed": "“Tổng Giám đốc”, which you typed, holds now; “Chủ tịch HĐTV” is not kept.",
    }
    else_kept = "All else that you both changed is kept."
    assert told.partition("”). ")[2] == f"Person “Phạm Đức Long”: description: {held[choice]} {else_kept}"
    person.refresh_from_db()
    assert (person.name, person.description, person.version) == ("Phạm Đức Long.", left, 3)
    assert person.history.first().history_user.username != "lan"


def test_what_was_chosen_of_an_older_version_is_asked_again(editor):
    person = make.person(status="draft", description="VNPT")
    colleague, address = signed_in("editor", "lan"), page(Person, "change", person.pk, language="en")
    mine = shown(editor, address)
    colleague.post(address, shown(colleague, address) | {"description": "A"})
    response = editor.post(address, mine | {"description": "Tôi"})
    colleague.post(address, shown(colleague, address) | {"description": "B"})
    response = decided(editor, address, response, "proposed", "description")
    assert response.context["clashes"][0]["values"] == ["VNPT", "B", "Tôi"]


def test_two_who_change_different_fields_and_parts_both_keep_theirs(editor):
    agreement = make.signed_agreement(status="draft")
    for number in (1, 2, 3):
        make.clause(agreement, number=number, heading=f"Nội dung {number}")
    address = page(Agreement, "change", agreement.pk, language="en")
    lan, mine = signed_in("editor", "lan"), shown(editor, address)
    facts = {"outcome": "unknown", "certainty": "stated"}
    passage = make.passage()
    theirs = mine | {"clauses-0-heading": "Hạ tầng", "clauses-1-DELETE": "on", "passages": [passage.pk]}
    theirs = row(dict(theirs), "clauses", number=4, heading="Của Lan", text="x", kind="area", strength="", **facts)
    response = lan.post(address, theirs)
    assert response.status_code == 302, errors(response)
    typed = row(dict(mine), "clauses", number=5, heading="Của tôi", text="y", kind="area", strength="", **facts)
    typed |= {"clauses-2-heading": "Nhân lực", "summary": "Mới", "_save": "1"}
    response = editor.post(address, typed, follow=True)
    (told,) = [said for said in messages_of(response) if "Both are kept." in said]
    assert "passages (“” → “" in told
    assert "clause “2”" in told
    agreement.refresh_from_db()
    assert agreement.summary == "Mới"
    assert [*agreement.passages.all()] == [passage]
    found = {clause.number: clause.heading for clause in agreement.clauses.all()}
    assert found == {1: "Hạ tầng", 3: "Nhân lực", 4: "Của Lan", 5: "Của tôi"}


@pytest.mark.parametrize(
    ("choice", "left", "held"),
    [
        ("now", {}, "Clause “1” is deleted; what was changed in it is not kept."),
        ("proposed", {1: "Của tôi"}, "Clause “1” stays; that it was deleted does not hold."),
    ],
)
def test_a_part_that_one_deleted_and_the_other_changed_is_asked_about(editor, choice, left, held):
    agreement, passage = make.signed_agreement(status="draft"), make.passage()
    make.clause(agreement, heading="Nội dung", passages=[passage])
    address = page(Agreement, "change", agreement.pk, language="en")
    mine = shown(editor, address)
    signed_in("editor", "lan").post(address, mine | {"clauses-0-DELETE": "on"})
    assert not Clause.objects.exists()
    response = editor.post(address, mine | {"clauses-0-heading": "Của tôi"})
    assert "Deleted, as it is now" in response.content.decode()
    response = decided(editor, address, response, choice, "1")
    assert response.status_code == 302, response.context["sentences"]
    assert any(held in said for said in messages_of(editor.get(response["Location"])))
    assert {each.number: each.heading for each in Clause.objects.all()} == left
    assert all([*each.passages.all()] == [passage] for each in Clause.objects.all())


@pytest.mark.parametrize(
    ("status", "after", "written"), [("in_review", "draft", "Mới"), ("published", "published", "VNPT")]
)
def test_what_was_submitted_meanwhile_is_a_draft_again_and_what_was_published_is_proposed(
    editor, status, after, written
):
    person = make.person(status="draft", description="VNPT", name="Lan")
    address = page(Person, "change", person.pk, language="en")
    mine = shown(editor, address)
    person.status = status
    person.save()
    response = editor.post(address, mine | {"description": "Mới", "_save": "1"})
    assert ("/proposal/" in response["Location"]) == (status == "published")
    person.refresh_from_db()
    assert (person.status, person.description) == (after, written)


def test_a_stale_passage_in_an_articles_form_is_asked_about(editor):
    article = make.article(status="draft")
    passage = make.passage(article, status="draft", gist="Ban đầu")
    address = page(Article, "change", article.pk, language="en")
    mine = shown(editor, address)
    passage.gist = "Người khác viết"
    passage.save()
    response = editor.post(address, mine | {"passages-0-gist": "Tôi viết"})
    passage.refresh_from_db()
    assert passage.gist == "Người khác viết"
    assert decided(editor, address, response, "proposed", "gist").status_code == 302
    passage.refresh_from_db()
    assert passage.gist == "Tôi viết"


def test_paragraphs_move_up_for_a_new_first_one(editor):
    article = make.article(status="draft")
    for number in (1, 2):
        make.passage(article, number, status="draft")
    make.passage(article, 0, kind="headline", status="draft", gist="Đầu đề")
    address = page(Article, "change", article.pk)
    data = shown(editor, address)
    places = {data[f"passages-{place}-gist"]: place for place in range(3)}
    data[f"passages-{places['Ý 1']}-number"] = 2
    data[f"passages-{places['Ý 2']}-number"] = 3
    data |= {f"passages-{places['Đầu đề']}-kind": "dateline"}
    row(data, "passages", kind="paragraph", number=1, gist="Mới", status="draft")
    row(data, "passages", kind="headline", number=0, gist="Đầu đề mới", status="draft")
    response = editor.post(address, data)
    assert response.status_code == 302, errors(response)
    assert {passage.place: (passage.gist, passage.version) for passage in Passage.objects.all()} == {
        "headline": ("Đầu đề mới", 1),
        "dateline": ("Đầu đề", 2),
        "paragraph-1": ("Mới", 1),
        "paragraph-2": ("Ý 1", 2),
        "paragraph-3": ("Ý 2", 2),
    }


def test_why_something_was_changed_stands_in_its_history_and_it_is_an_edit_all_the_same(editor):
    person = make.person(status="draft")
    address = page(Person, "change", person.pk, language="en")
    why = "  Bài viết   ngày 2/5 " + "x" * 100
    assert 'name="why"' in editor.get(address).content.decode()
    editor.post(address, shown(editor, address) | {"description": "Mới", "why": why})
    version = person.history.first()
    assert version.history_change_reason == ("edit: Bài viết ngày 2/5 " + "x" * 100)[:100]
    assert last_edits(Person, [person.pk])[person.pk].user == version.history_user_id
    told = editor.get(reverse("desk:timeline", args=["people", person.pk])).content.decode()
    assert "edited: Bài viết ngày 2/5" in told


@pytest.mark.parametrize("number", [32768, 99999, 2**31, 10**30])
def test_a_number_no_column_holds_is_refused_on_both_databases(editor, number):
    agreement = make.agreement(status="draft")
    clause = make.clause(agreement)
    address = page(Agreement, "change", agreement.pk, language="en")
    data = shown(editor, address)
    response = editor.post(address, data | {"stated_points": number, "clauses-0-number": number})
    told = ["Ensure this value is less than or equal to 32767."]
    assert errors(response) == {"stated_points": told, "clauses-0-number": told}
    assert editor.post(address, data | {"stated_points": 32767, "clauses-0-number": 32767}).status_code == 302
    clause.refresh_from_db()
    assert clause.number == 32767


def test_what_only_the_database_refuses_keeps_what_was_typed(editor, monkeypatch):
    person = make.person(status="draft", description="VNPT")
    address = page(Person, "change", person.pk, language="en")
    data = shown(editor, address) | {"description": "UBND"}

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr(Person, "save", refuse)
    refusal = editor.post(address, data)
    assert refusal.context["sentences"] == ["This collides with what is stored. Nothing is saved."]
    assert "This collides with what is stored." in refusal.content.decode()
    response = editor.post(address, sent_back_by(refusal))
    assert errors(response) == {"__all__": ["Nothing is saved yet. This is what you typed."]}
    assert posted_by(response)["description"] == "UBND"


# Rights within a form


BUTTONS = {
    "viewer": {"draft": [], "in_review": [], "published": [], "withdrawn": []},
    "editor": {
        "draft": ["submit_for_review"],
        "in_review": ["back_to_draft"],
        "published": [],
        "withdrawn": [],
    },
    "publisher": {
        "draft": ["submit_for_review", "publish"],
        "in_review": ["publish", "back_to_draft"],
        "published": ["withdraw"],
        "withdrawn": ["publish", "back_to_draft"],
    },
}


@pytest.mark.parametrize("role", BUTTONS)
def test_the_steps_offered_as_buttons_are_those_allowed(role):
    client = signed_in(role)
    people = {status: make.person(f"p-{status}", status=status) for status in Status.values}
    answers = {status: client.get(page(Person, "change", person.pk)) for status, person in people.items()}
    assert {status: steps(answer) for status, answer in answers.items()} == BUTTONS[role]
    for status, answer in answers.items():
        found = re.findall(r'<button type="submit" class="button" name="_continue" value="(\w+)">', str(answer.content))
        assert found == BUTTONS[role][status]
    if role != "viewer":
        assert steps(client.get(page(Person, "add"))) == BUTTONS[role]["draft"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_button_speaks_the_readers_language(language):
    with translation.override(language):
        button = gettext("Save and publish")
    person = make.person(status="in_review")
    content = signed_in("publisher").get(page(Person, "change", person.pk, language=language)).content.decode()
    assert f'value="publish">{button}</button>' in content


def test_a_step_is_taken_on_what_was_typed_as_a_version_of_its_own():
    person = make.person(status="withdrawn", description="trước")
    publisher = signed_in("publisher", "lan")
    address = page(Person, "change", person.pk, language="en")
    typed = shown(publisher, address) | {"description": "sau", "_continue": "back_to_draft", "why": "thiếu nguồn"}
    response = publisher.post(address, typed, follow=True)
    assert response.redirect_chain == [(address, 302)]
    assert "1 person put back to draft." in [str(message) for message in response.context["messages"]]
    person.refresh_from_db()
    assert (person.status, person.description, person.version) == ("draft", "sau", 3)
    step, typing = person.history.all()[:2]
    assert (step.history_change_reason, step.history_user.username) == ("put back to draft: thiếu nguồn", "lan")
    assert (step.status, typing.status, typing.history_change_reason) == ("draft", "withdrawn", "edit: thiếu nguồn")


@pytest.mark.parametrize(("action", "before"), [("withdraw", "published"), ("back_to_draft", "in_review")])
def test_nothing_is_withdrawn_or_sent_back_without_a_reason(action, before):
    person, publisher = make.person(status=before), signed_in("publisher")
    address = page(Person, "change", person.pk, language="en")
    # Facts have a column `reason`, which is none for the step.
    typed = shown(publisher, address) | {"_continue": action, "reason": "year_not_printed"}
    for question in (publisher.post(address, typed), office.take(publisher, action, person, reason=" ")):
        assert (question.status_code, [*question.context["form"].fields]) == (200, ["why"])
        assert question.context["form"]["why"].value().strip() == ""
    if action == "withdraw":  # a change sends it back to draft anyway
        refused = publisher.post(address, typed | {"description": "sau"})
        assert [*refused.context["sentences"]] == ["Nothing is saved: say why, in the field by the buttons."]
        assert ("description", "sau") in refused.context["typed"]
    assert person.history.count() == 1
    office.take(publisher, action, person, reason="sai nguồn")
    assert str(person.history.first().history_change_reason).endswith(": sai nguồn")


def test_a_new_record_is_submitted_by_its_form(editor):
    address = page(Person, "add", language="en")
    typed = shown(editor, address) | {"name": "Lan", "slug": "lan", "_continue": "submit_for_review"}
    response = editor.post(address, typed)
    person = Person.objects.get()
    office.package(editor, response["Location"], "submit")
    person.refresh_from_db()
    assert (person.status, person.history.count()) == ("in_review", 2)


@pytest.mark.parametrize("typed", [{"status": "published"}, {"_continue": "publish"}], ids=["field", "step"])
def test_an_editor_cannot_post_a_status_that_is_not_offered(editor, typed):
    person = make.person(status="draft")
    address = page(Person, "change", person.pk)
    editor.post(address, shown(editor, address) | {"description": "sau"} | typed)
    person.refresh_from_db()
    assert (person.status, person.description) == (Status.DRAFT, "sau")


def test_an_editor_who_publishes_is_told_who_does():
    make.staff("publisher", "lan")
    person = make.person(status="draft")
    editor = signed_in("editor")
    address = page(Person, "change", person.pk, language="en")
    response = editor.post(address, shown(editor, address) | {"_continue": "publish"}, follow=True)
    assert "Only a publisher approves. Ask one: lan." in response.content.decode()


def test_what_there_is_to_look_at_is_said_and_the_form_saved():
    area = make.area(status="draft")
    partner = make.partner(area=area)
    publisher = signed_in("publisher")
    address = page(Partner, "change", partner.pk, language="en")
    response = publisher.post(address, shown(publisher, address) | {"description": "sau"}, follow=True)
    (said,) = [message for message in messages_of(response) if "was changed" not in message]
    noted = "Readers do not see all that it names: publish what is not published, or take it out."
    link = f'<a href="{page(Area, "change", area.pk, language="en")}">Nghe An</a> [draft]'
    assert said == f"VNPT: {noted} ({link})"
    partner.refresh_from_db()
    assert partner.description == "sau"


def test_a_published_record_is_not_saved_against_the_rules_of_publication():
    agreement = make.signed_agreement(passages=[make.passage()])
    publisher = signed_in("publisher")
    address = page(Agreement, "change", agreement.pk, language="en")
    typed = shown(publisher, address) | {"title": "Tên khác", "passages": []}
    refusal = publisher.post(address, typed)
    # That its parties cite none either is not the doing of this form.
    assert list(map(str, refusal.context["sentences"][1:])) == [UNSOURCED]
    response = publisher.post(address, sent_back_by(refusal))
    assert posted_by(response)["title"] == "Tên khác"
    agreement.refresh_from_db()
    assert (agreement.status, agreement.version) == ("published", 1)
    # Unless it leaves the public with the same button.
    assert publisher.post(address, typed | {"_continue": "withdraw", "why": "Sai nguồn"}).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.status, agreement.title) == ("withdrawn", "Tên khác")


def test_a_published_passage_in_a_drafts_form_stays_as_it_is(editor):
    article = make.article(status="draft")
    passage = make.passage(article, gist="Đã công bố")
    address = page(Article, "change", article.pk)
    data = shown(editor, address)
    assert editor.post(address, data | {"passages-0-gist": "Khác"}).status_code == 302
    response = editor.post(address, shown(editor, address) | {"passages-0-DELETE": "on"})
    assert set(errors(response)) == {"passages"}
    passage.refresh_from_db()
    assert passage.gist == "Đã công bố"


def test_a_viewer_reads_drafts_and_full_texts_but_finds_no_form():
    article = make.article(status="draft", full_text="Toàn văn chỉ cho nhân viên")
    response = signed_in("viewer").get(page(Article, "change", article.pk))
    assert "Toàn văn chỉ cho nhân viên" in response.content.decode()
    assert 'name="_save"' not in response.content.decode()
    assert 'name="title"' not in response.content.decode()


# Actions


@pytest.mark.parametrize(
    ("role", "action", "before", "after"),
    [
        ("editor", "submit_for_review", "draft", "in_review"),
        ("editor", "submit_for_review", "published", "published"),
        ("editor", "back_to_draft", "in_review", "draft"),
        ("editor", "back_to_draft", "withdrawn", "withdrawn"),
        ("editor", "publish", "in_review", "in_review"),
        ("editor", "withdraw", "published", "published"),
        ("viewer", "submit_for_review", "draft", "draft"),
        ("publisher", "publish", "draft", "published"),
        ("publisher", "withdraw", "published", "withdrawn"),
        ("publisher", "back_to_draft", "withdrawn", "draft"),
        ("publisher", "withdraw", "draft", "draft"),
    ],
)
def test_actions_move_only_what_the_role_may_move(role, action, before, after):
    person = make.person(status=before)
    office.take(signed_in(role), action, person)
    person.refresh_from_db()
    assert person.status == after
    assert person.history.count() == (1 if before == after else 2)


def test_publishing_by_action_says_what_is_missing():
    agreement = make.agreement(status="in_review")
    response = office.take(signed_in("publisher"), "publish", agreement)
    ((_label, (entry,)),) = response.context["tables"]
    assert [str(each) for each in entry["complaints"]] == [
        UNSOURCED,
        "It needs at least two published principal parties.",
    ]
    agreement.refresh_from_db()
    assert agreement.status == Status.IN_REVIEW


def test_bulk_delete_takes_drafts_and_refuses_published(editor):
    draft, published = make.person("a", status="draft"), make.person("b")

    def delete(person: Person) -> int:
        return editor.post(
            page(Person, "changelist"),
            {"action": "delete_selected", "_selected_action": [person.pk], "post": "yes"},
        ).status_code

    assert (delete(draft), delete(published)) == (302, 403)
    assert list(Person.objects.values_list("slug", flat=True)) == ["b"]


# Choosing


def completed(client: Client, source: Any, field: str, term: str, **asked: Any) -> list[str]:
    response = client.get(
        reverse("admin:autocomplete"),
        {
            "app_label": source._meta.app_label,
            "model_name": source._meta.model_name,
            "field_name": field,
            "term": term,
            **asked,
        },
    )
    return [found["text"] for found in json.loads(response.content)["results"]]


def test_a_choice_completes_by_the_beginnings_of_words_without_marks(editor):
    committee = make.partner("ubnd-thai-binh", name="Ủy ban nhân dân tỉnh Thái Bình", kind="peoples_committee")
    make.partner_name(committee, "UBND tỉnh Thái Bình", "short")
    make.partner("thai-nguyen", name="Đại học Thái Nguyên", kind="other", status="draft")
    for term in ("thai bi", "Thái Bì", "ubnd thai", "nhan dan bi"):
        found, new = completed(editor, Party, "partner", term)
        assert (found, new.startswith(f"{term}: ")) == ("Ủy ban nhân dân tỉnh Thái Bình", True)
    assert completed(editor, Party, "partner", "dai ho")[0].startswith("Đại học Thái Nguyên [")
    assert completed(editor, Party, "partner", "UBND tỉnh Thái Bình") == ["Ủy ban nhân dân tỉnh Thái Bình"]
    assert [each[:5] for each in completed(editor, Party, "partner", "inh")] == ["inh: "]
    assert completed(editor, Party, "partner", "\0" + "a " * 5000) == []
    others = [make.partner(slug, name=slug) for slug in ("mot", "hai")]  # those of the form in its order
    near = [each.pk for each in (*others, committee)]
    assert completed(editor, Party, "partner", "", near=near)[:3] == ["mot", "hai", committee.name]


def test_a_passage_is_found_by_article_kind_and_number(editor):
    article = make.article("vnpt-nghe-an-2020", title="VNPT và Nghệ An ký kết")
    for number in (7, 8, 88):
        make.passage(article, number, gist="Sáu nội dung hợp tác, 8 đơn vị" if number == 7 else "Sáu nội dung hợp tác")
    other = make.passage(make.article("nghe-an-khac", title="Nghệ An"), 8, gist="Sáu nội dung hợp tác")
    found = completed(editor, Clause.passages.through, "passage", "nghe an vnpt para 8")
    assert [each.partition(":")[0] for each in found] == [f"vnpt-nghe-an-2020, đoạn {number}" for number in (8, 7)]
    found = completed(editor, Clause.passages.through, "passage", "nghe an para 8", near=other.article_id)
    assert found[0] == "nghe-an-khac, đoạn 8: Sáu nội dung hợp tác"


# Hostile queries


@pytest.mark.parametrize("model", [Agreement, Partner, Person, Passage, Clause])
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("title__regex=[", 400),
        ("signed__year=99999999999", 400),
        ("status__exact=nonsense", 400),
        ("version__gt=1", 400),
        ("history__history_user__password__startswith=a", 400),
        ("certainty=%00", 400),
        ("q=%00", 400),
        ("q=" + "a+" * 2000, 200),
        ("q=%22%22%22", 200),
        ("p=abc", 200),
        ("p=99999999999999999999", 200),
        ("o=abc.-99999.1.x", 200),
        ("all=&_facets=1", 200),
        ("e=1", 200),
        ("_to_field=slug__x", 400),
    ],
)
def test_a_hostile_query_is_never_an_error_of_ours(editor, model, query, status):
    response = editor.get(f"{page(model, 'changelist')}?{query}")
    assert response.status_code == status


def test_ids_that_are_none_are_answered(editor):
    huge = "9" * 30
    assert editor.get(page(Person, "change", huge)).status_code == 302
    assert editor.get(page(Person, "history", huge)).status_code == 404
    assert editor.get(page(Person, "history", "abc")).status_code == 404
    chosen = {"action": "publish", "_selected_action": [huge], "index": 0}
    assert editor.post(page(Person, "changelist"), chosen).status_code == 400
    for model in (User, Group, AccessAttempt):
        chosen = {"action": "delete_selected", "_selected_action": ["x"], "index": 0}
        assert signed_in("admin", model.__name__).post(page(model, "changelist"), chosen).status_code == 400

    data = shown(editor, page(Agreement, "add")) | {"passages": [huge, "abc"]}
    assert "passages" in errors(editor.post(page(Agreement, "add"), data))


@pytest.mark.parametrize("action", ["delete_selected", "submit_for_review"])
def test_more_rows_than_a_request_holds_are_told_before_the_confirmation(editor, settings, action):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 12
    people = [make.person(f"p-{number}", status="draft") for number in range(3)]
    chosen = {"action": action, "_selected_action": [people[0].pk], "select_across": "1", "index": 0}
    answer = editor.post(page(Person, "changelist"), chosen, follow=True)
    said = gettext("%(chosen)s rows are chosen, and at most %(most)s can be confirmed at once: narrow the list.")
    assert [str(message) for message in answer.context["messages"]] == [said % {"chosen": 3, "most": 2}]
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 13
    shown = editor.post(page(Person, "changelist"), chosen, follow=True).context
    assert len(shown["deletable_objects"][0] if action == "delete_selected" else shown["package"].roots) == 3


# Signing in


def test_too_many_wrong_passwords_lock_the_login_form(settings):
    make.staff("editor", "lan")
    client = Client()
    wrong = {"username": "lan", "password": "sai"}
    statuses = [client.post(reverse("admin:login"), wrong).status_code for _ in range(6)]
    assert statuses == [200, 200, 200, 200, 429, 429]
    right = client.post(reverse("admin:login"), {"username": "lan", "password": "mat-khau"})
    assert right.status_code == 429
