"""A package from draft to public: submitted whole, sent back with a sentence, approved by another, undone."""

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from articles.models import Article, Outlet, Passage
from changesets.models import Import, Submission
from changesets.plan.report import faults_of
from partnerships.models import Agreement, Clause, Partner, Position
from partnerships.website.record_pages import RECORD_PAGES
from people.models import Person
from records.checks.trials import publication
from records.models import Status
from tests import factories as make
from tests.changesets.uploading import messages_of, signed_in, upload
from tests.office import package, page, rounds, shown, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def statuses():
    rows = [
        row for model in (Outlet, Article, Passage, Partner, Person, Position, Agreement) for row in model.objects.all()
    ]
    return {f"{row._meta.model_name} {row.key}": row.status for row in rows}


@pytest.fixture
def agreement():
    """An agreement with twelve drafts that it needs."""
    draft = {"status": "draft"}
    article = make.article("bai", outlet=make.outlet("bao", **draft), **draft)
    places = [make.passage(article, number, **draft) for number in (1, 2)]
    agreement = make.agreement("moi", passages=places[:1], **draft)
    for slug, side in (("vnpt", "provider"), ("so-tttt", "public_body")):
        make.party(agreement, make.partner(slug, **draft), side, passages=places[:1])
    person = make.person("nguyen-van-an", **draft)
    make.signatory(agreement, person, passages=places[1:])
    make.position(person, Partner.objects.get(slug="vnpt"), passages=places[1:], **draft)
    make.clause(agreement, passages=places[1:])
    Agreement.history.update(history_user=make.staff("editor", "lan"))
    return agreement


def at(record, name="package"):
    return reverse(f"desk:{name}", args=[record.collection, record.pk])


def decide(client, record, decision, words=""):
    return package(client, at(record), decision, words)


def named(role):
    client = Client()
    client.force_login(make.staff(role, role) if role != "lan" else make.User.objects.get(username="lan"))
    return client


def test_it_goes_from_draft_to_public_by_two_people_with_a_return_between(agreement):
    editor, publisher = named("lan"), named("publisher")
    make.staff("publisher", "minh")
    assert set(statuses().values()) == {"draft"}
    response = decide(editor, agreement, "submit", "Xin duyệt")
    assert messages_of(editor.get(response["Location"])) == ["9 records are in review."]
    assert set(statuses().values()) == {"in_review"}

    home = publisher.get(reverse("desk:today"))
    assert [each.title for each in home.context["waiting"]] == [str(agreement)]
    response = decide(publisher, agreement, "return", "Xem lại ngày ký")
    assert set(statuses().values()) == {"draft"}
    home = editor.get(reverse("desk:today"))
    assert [(each.title, each.answer) for each in home.context["returned"]] == [(str(agreement), "Xem lại ngày ký")]
    address = page(Agreement, "change", agreement.pk, language="en")
    assert "Xem lại ngày ký" in editor.get(address).content.decode()

    editor.post(address, shown(editor, address) | {"signed": "2019-05-01", "_continue": "submit_for_review"})
    decide(editor, agreement, "submit")
    response = decide(publisher, agreement, "approve")
    assert (response.status_code, set(statuses().values())) == (302, {"published"})
    assert publisher.get(f"/en/agreements/{agreement.slug}/").status_code == 200
    assert Submission.objects.get().state == "approved"

    changeset = Import.objects.first()
    assert (changeset.kind, changeset.owner.username, changeset.updated) == ("review", "publisher", 9)
    for name in ("change", "undo"):
        assert publisher.get(reverse(f"admin:changesets_import_{name}", args=[changeset.pk])).status_code == 200
    address = reverse("admin:changesets_import_undo", args=[changeset.pk])
    assert messages_of(publisher.post(address, follow=True)) == ["It withdraws what is published: say why."]
    assert set(statuses().values()) == {"published"}
    publisher.post(address, {"why": "Nhầm bài"})
    assert set(statuses().values()) == {"withdrawn"}
    assert agreement.history.first().history_change_reason.endswith("– Nhầm bài")


@pytest.mark.one_database
def test_every_round_of_a_review_stays_with_what_was_said(agreement):
    editor, publisher = named("lan"), named("publisher")
    article = Article.objects.get()
    decide(editor, article, "submit", "Bài trước")
    for words, answer in (("Xin duyệt", "Xem lại ngày ký. " * 12), ("", "Thiếu trang 2")):
        decide(editor, agreement, "submit", words)
        decide(publisher, agreement, "return", answer)
    decide(editor, agreement, "submit", "Đã sửa")
    told = [
        ("lan", "submitted for review.", "Xin duyệt"),
        ("publisher", "sent back.", " ".join(("Xem lại ngày ký. " * 12).split())),
        ("lan", "submitted for review.", ""),
        ("publisher", "sent back.", "Thiếu trang 2"),
        ("lan", "submitted for review.", "Đã sửa"),
    ]
    of_the_article = ("lan", "submitted for review.", "Bài trước")
    form = page(Agreement, "change", agreement.pk, language="en")
    for client in (editor, publisher):
        # Of what the package needs is told what was said when that was reviewed by itself.
        assert rounds(client.get(at(agreement))) == [*told, of_the_article]
        assert rounds(client.get(at(agreement, "timeline"))) == rounds(client.get(form)) == told
    other = make.agreement("khac", status="in_review")
    response = take(publisher, "publish", agreement, other)
    assert [each for each in rounds(response) if each != of_the_article] == told


def test_what_the_article_tells_of_others_stays_where_it_is(agreement):
    told = {"passages": [Passage.objects.get(number=1)], "status": "draft"}
    others, vnpt = make.agreement("khac"), Partner.objects.get(slug="vnpt")
    nghe_an, vinh = make.area(), make.area("vinh")
    Partner.objects.filter(slug="so-tttt").update(area=nghe_an)
    own, of_others = [], []
    for rows, subjects, signed in ((own, {"partner": vnpt}, agreement), (of_others, {"area": vinh}, others)):
        rows += [
            make.observation(make.indicator(f"do-{signed.slug}"), as_of="2020", **subjects, **told),
            make.deployment(make.solution(f"he-{signed.slug}"), provider=vnpt, **subjects, **told),
            make.event(f"le-{signed.slug}", agreements=[signed], **told),
        ]
    own.append(make.observation(make.indicator("o-tinh"), area=nghe_an, as_of="2020", **told))
    for step, client in (("submit", named("lan")), ("approve", named("publisher"))):
        assert decide(client, agreement, step).status_code == 302
    for row in own + of_others:
        row.refresh_from_db()
    assert ({row.status for row in own}, {row.status for row in of_others}) == ({"published"}, {"draft"})


@pytest.mark.one_database
def test_a_draft_is_submitted_whatever_it_lacks_and_what_it_lacks_stands_against_approval():
    agreement = make.agreement("moi", status="draft")
    editor, publisher = named("editor"), named("publisher")
    decide(editor, agreement, "submit")
    agreement.refresh_from_db()
    assert agreement.status == Status.IN_REVIEW
    response = decide(publisher, agreement, "approve")
    assert response.status_code == 409
    assert response.context["reasons"] == ["1 record may not be published as it is: see what is said of it."]
    assert "It needs at least two published principal parties." in response.content.decode()


def test_an_edit_takes_it_out_of_review(agreement):
    editor, publisher = named("lan"), named("publisher")
    decide(editor, agreement, "submit")
    passage = Passage.objects.first()
    address = page(Article, "change", passage.article_id, language="en")
    typed = shown(editor, address)
    row = next(name for name, value in typed.items() if name.endswith("-id") and value == passage.pk)
    response = editor.post(address, typed | {row.replace("-id", "-gist"): "Ý khác"})
    assert response.status_code == 302
    passage.refresh_from_db()
    assert (passage.status, passage.article.status) == ("draft", "draft")
    response = publisher.get(at(agreement))
    assert set(response.context["changed_since"]) == {passage, passage.article}
    address = page(Agreement, "change", agreement.pk, language="en")
    editor.post(address, shown(editor, address) | {"summary": "Khác"})
    agreement.refresh_from_db()
    assert (agreement.status, Submission.objects.waiting().count()) == ("draft", 0)


@pytest.mark.parametrize("table", ["agreements", "clauses"])
def test_a_file_takes_it_out_of_review(agreement, table):
    decide(named("lan"), agreement, "submit")
    content = {"agreements": "slug,summary\nmoi,Khác\n", "clauses": "agreement,number,heading\nmoi,1,Khác\n"}[table]
    found = upload(named("editor"), f"{table}.csv", content)
    found.refresh_from_db()
    assert found.state == "planned", faults_of(found)
    editor = Client()
    editor.force_login(found.owner)
    editor.post(reverse("admin:changesets_import_confirm", args=[found.pk]))
    agreement.refresh_from_db()
    assert agreement.status == Status.DRAFT


# Who changed it last does not approve it


@pytest.fixture
def own():
    """A person whom a publisher has written, beside another publisher."""
    make.staff("publisher", "minh")
    author = named("publisher")
    address = page(Person, "add", language="en")
    author.post(address, shown(author, address) | {"name": "An", "slug": "an"})
    return author, Person.objects.get(slug="an")


def by_page(author, person):
    return decide(author, person, "approve", "Tôi chắc").status_code == 409


def by_form(author, person):
    address = page(Person, "change", person.pk, language="en")
    response = author.post(address, shown(author, address) | {"_continue": "publish"})
    return response["Location"] == at(person)


def by_list(author, person):
    chosen = {"action": "publish", "_selected_action": [person.pk], "index": 0}
    response = author.post(page(Person, "changelist", language="en"), chosen, follow=True)
    again = author.post(response.request["PATH_INFO"], {"chosen": person.pk, "decision": "approve", "seen": "x"})
    return again.status_code == 409


def by_file(author, person):
    found = upload(author, "people.csv", "slug,name,status\nan,An,published\nbinh,Bình,published\n")
    found.refresh_from_db()
    said = "Another publisher has to approve it: bring it in as a draft, and submit it."
    return [(fault.column, fault.message) for _table, fault in faults_of(found)] == [("status", said)] * 2


def by_status(author, person):
    address = page(Person, "change", person.pk, language="en")
    return author.post(address, shown(author, address) | {"status": "published"}).status_code == 302


def by_an_undone_submission(author, person):
    editor = named("editor")
    decide(editor, person, "submit")
    editor.post(reverse("admin:changesets_import_undo", args=[Import.objects.get().pk]))
    assert Import.objects.filter(state="undone").exists()
    return by_page(author, person)


def by_an_undone_import(author, person):
    other = named("editor")
    found = upload(other, "people.csv", "slug,name\nan,Anh\n")
    for step in ("confirm", "undo"):
        other.post(reverse(f"admin:changesets_import_{step}", args=[found.pk]))
    assert Import.objects.filter(state="undone").exists() and Person.objects.get().name == "An"
    return by_page(author, person) and by_list(author, person) and by_form(author, person)


def by_what_is_put_back(author, person):
    other, address = named("editor"), reverse("desk:compare", args=["people", person.pk])
    before = person.history.get().pk
    other.post(
        page(Person, "change", person.pk, language="en"),
        shown(other, page(Person, "change", person.pk)) | {"name": "Anh"},
    )
    seen = other.get(address, {"from": before}).context
    assert seen["changes"]
    chosen = [f"{each.mark}:{value.name}" for each in seen["changes"] for value in each.differences]
    other.post(f"{address}?from={before}", {"seen": seen["seen"], "chosen": chosen, "reason": "nhầm"})
    assert Import.objects.get().as_of and Person.objects.get().name == "An"
    return by_page(author, person) and by_list(author, person) and by_form(author, person)


DOORS = [by_page, by_form, by_list, by_file, by_status]
TAKEN_BACK = [by_an_undone_submission, by_an_undone_import, by_what_is_put_back]


@pytest.mark.parametrize("door", DOORS + TAKEN_BACK)
def test_an_author_does_not_approve_own_work_at_any_door(own, door):
    author, person = own
    assert door(author, person)
    person.refresh_from_db()
    assert person.status == Status.DRAFT
    minh = Client()
    minh.force_login(make.User.objects.get(username="minh"))
    decide(minh, person, "approve")
    person.refresh_from_db()
    assert person.status == Status.PUBLISHED


@pytest.mark.one_database
def test_the_setting_lets_every_publisher_approve(own, settings):
    settings.FOUR_EYES = False
    author, person = own
    decide(author, person, "approve")
    person.refresh_from_db()
    assert person.status == Status.PUBLISHED


def test_who_is_the_only_publisher_approves_own_work_with_a_reason():
    author = named("publisher")
    address = page(Person, "add", language="en")
    author.post(address, shown(author, address) | {"name": "An", "slug": "an"})
    person = Person.objects.get()
    assert decide(author, person, "approve").status_code == 409
    decide(author, person, "approve", "Đã đối chiếu với bài")
    person.refresh_from_db()
    assert person.status == Status.PUBLISHED
    assert person.history.first().history_change_reason.endswith("approved alone: Đã đối chiếu với bài")


# What stands in the way


@pytest.mark.one_database
def test_what_was_changed_while_somebody_looked_is_looked_at_again():
    person, publisher = make.person(status="in_review"), named("publisher")
    seen = publisher.get(at(person)).context["package"].versions
    person.save()
    response = publisher.post(at(person), {"decision": "approve", "seen": seen})
    assert response.context["reasons"] == ["Somebody changed it meanwhile: look at it again."]
    person.refresh_from_db()
    assert person.status == Status.IN_REVIEW


def test_it_is_not_sent_back_without_a_word():
    person = make.person(status="in_review")
    response = decide(named("publisher"), person, "return")
    assert response.context["reasons"] == ["Say what is to be changed: the editor reads it."]


@pytest.mark.one_database
def test_what_is_sent_back_takes_nothing_along_that_others_wait_for(agreement):
    lan, publisher, partner = named("lan"), named("publisher"), Partner.objects.get(slug="vnpt")
    decide(lan, partner, "submit")
    decide(lan, agreement, "submit")
    decide(publisher, agreement, "return", "Xem lại ngày ký")
    partner.refresh_from_db()
    assert (partner.status, [each.title for each in Submission.objects.waiting()]) == ("in_review", [str(partner)])


@pytest.mark.one_database
def test_the_history_says_a_decision_in_the_language_of_its_reader():
    person, publisher = make.person(status="in_review"), named("publisher")
    with translation.override("vi"):
        decide(publisher, person, "return", "Xem lại")
    said = publisher.get(page(Person, "history", person.pk, language="en"), follow=True).content.decode()
    assert "sent back: Xem lại" in said
    assert "đã trả lại: Xem lại" in publisher.get(page(Person, "history", person.pk), follow=True).content.decode()


def test_of_several_only_what_is_in_review_is_sent_back():
    publisher, people = named("publisher"), [make.person(each, status=each) for each in ("in_review", "withdrawn")]
    take(publisher, "publish", *people, decision="return", words="Xem lại")
    assert dict(Person.objects.values_list("slug", "status")) == {"in_review": "draft", "withdrawn": "withdrawn"}


def test_every_decision_that_is_withheld_says_why_and_whom_to_ask(agreement):
    named("publisher")
    content = signed_in("viewer").get(at(agreement)).content.decode()
    assert content.count('aria-disabled="true"') == 3
    assert "Only a publisher approves. Ask one: publisher." in content
    content = (
        signed_in("viewer", "xem").get(page(Person, "change", make.person("x").pk, language="en")).content.decode()
    )
    assert "It is published: only a publisher changes it. Ask one of these: publisher" in " ".join(content.split())


def test_the_page_tells_old_and_new_of_what_was_public_before():
    person, publisher = make.person(description="trước"), named("publisher")
    old = make.person_name(person, "Tên cũ")
    person.status, person.description = "withdrawn", "sau"
    person.save()
    old.delete()
    make.person_name(person, "Tên mới")
    ((_label, (entry,)),) = publisher.get(at(person)).context["tables"]
    told = [(change.change, [tuple(map(str, each))[:3] for each in change.differences]) for change in entry["changes"]]
    assert told[0] == ("changed", [("description", "trước", "sau")])
    assert [(change, values[0][1:]) for change, values in told[1:]] == [
        ("removed", ("Tên cũ", "")),
        ("added", ("", "Tên mới")),
    ]


def test_the_page_tells_of_other_sources_than_before():
    article = make.article("bai")
    first, second = (make.passage(article, number) for number in (1, 2))
    agreement = make.agreement("cu", passages=[first])
    agreement.status = "withdrawn"
    agreement.save()
    publisher = named("publisher")

    def differences():
        tables = publisher.get(at(agreement)).context["tables"]
        (change,) = next(entry for _, entries in tables for entry in entries if entry["row"] == agreement)["changes"]
        return [tuple(each[1:3]) for each in change.differences]

    assert differences() == []
    agreement.passages.set([second])
    assert differences() == [("Bài bai, paragraph 1", "Bài bai, paragraph 2")]


def test_the_preview_is_the_public_page_and_leaves_nothing_behind(agreement):
    response = named("publisher").get(at(agreement, "preview"))
    content = response.content.decode()
    assert (response.status_code, "no-store" in response["Cache-Control"]) == (200, True)
    assert str(agreement) in content and "Nguyen Van An" in content
    assert set(statuses().values()) == {"draft"}
    assert Client().get(f"/en/agreements/{agreement.slug}/").status_code == 404


@pytest.mark.parametrize("model", RECORD_PAGES)
def test_nobody_waits_while_a_preview_is_rendered(seeded, monkeypatch, model):
    held = len(connection.savepoint_ids)
    asked = []

    def rendered(*given):
        with CaptureQueriesContext(connection) as queries:
            content = render_to_string(*given)
        asked.append((len(connection.savepoint_ids), len(queries)))
        return content

    monkeypatch.setattr("partnerships.desk.review.render_to_string", rendered)
    assert signed_in("publisher").get(at(model.objects.first(), "preview")).status_code == 200
    assert asked == [(held, 0)]


def test_what_is_tried_breaks_no_promise_that_the_database_keeps_to_the_end(agreement):
    with pytest.raises(IntegrityError), publication({Agreement: {agreement.pk}}):
        agreement.parties.update(partner_id=0)


@pytest.mark.parametrize("name", ["package", "preview"])
@pytest.mark.one_database
def test_who_may_not_see_all_of_a_package_sees_nothing_of_it(agreement, name):
    client = signed_in("")
    Permission.objects.get(codename="view_agreement").user_set.add(client.session["_auth_user_id"])
    assert client.get(at(agreement, name)).status_code == 403


def test_many_are_published_through_the_same_page():
    publisher = named("publisher")
    people = [make.person(slug, status="draft") for slug in ("a", "b", "c")]
    chosen = {"action": "publish", "_selected_action": [each.pk for each in people], "index": 0}
    response = publisher.post(page(Person, "changelist", language="en"), chosen, follow=True)
    assert Person.objects.filter(status="published").count() == 0
    address = response.request["PATH_INFO"]
    package(publisher, address, "approve", chosen=[people[0].pk, people[2].pk])
    assert sorted(Person.objects.filter(status="published").values_list("slug", flat=True)) == ["a", "c"]


def test_a_package_is_found_in_as_many_queries_whatever_its_size(agreement):
    # All of a trial holds up every other writer, so it asks as much for three hundred records as for thirteen.
    def asked():
        with CaptureQueriesContext(connection) as queries, publication({Agreement: {agreement.pk}}) as members:
            pass
        return sum(map(len, members.values())), len(queries)

    few, for_few = asked()
    told = range(10, 10 + 300 - few)
    article = Article.objects.get()
    places = Passage.objects.bulk_create([Passage(article=article, number=each, gist=f"Ý {each}") for each in told])
    clauses = Clause.objects.bulk_create([Clause(agreement=agreement, number=each, heading="Ý") for each in told])
    citations = [
        Clause.passages.through(fact=clause, passage=place) for clause, place in zip(clauses, places, strict=True)
    ]
    Clause.passages.through.objects.bulk_create(citations)
    assert (asked(), few) == ((300, for_few), 8)


# The public page and the form


def test_a_page_and_its_form_lead_to_each_other_for_the_staff_alone(settings):
    person = make.person()
    address, form = "/en/people/pham-duc-long/", page(Person, "change", person.pk, language="en")
    editor = signed_in("editor")
    assert f'href="{form}"' in editor.get(address).content.decode()
    assert "private" in editor.get(address)["Cache-Control"]
    assert f'href="{address}"' in editor.get(form).content.decode()
    reader = Client().get(address)
    assert form not in reader.content.decode()
    assert (reader["Cache-Control"], reader.has_header("Vary") and "Cookie" in reader["Vary"]) == (
        "public, no-cache",
        False,
    )
    stranger = Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = "nobody"
    assert stranger.get(address).content == reader.content
    draft = make.outlet("bao", status="draft")
    assert "/en/outlets" not in editor.get(page(Outlet, "change", draft.pk, language="en")).content.decode()
