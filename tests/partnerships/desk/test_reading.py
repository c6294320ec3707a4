"""From an article that is pasted to a package: what is accepted, mended, dropped; one changeset, taken back as one."""

import hashlib
from dataclasses import replace

import pytest
from django.db import connection

from articles.models import Article, Certainty, Dismissed, Passage
from changesets.models import Import
from partnerships.desk import pasting, reading
from partnerships.models import Agreement, Clause, Partner, Party, Position, Signatory
from partnerships.reading import Proposal
from people.models import Person
from records.models import Status
from tests import factories as make
from tests.changesets.uploading import messages_of, signed_in
from tests.office import package
from tests.partnerships.desk.test_timeline import undone

pytestmark = pytest.mark.django_db

TEXT = """Tỉnh Sông Lam bắt tay VNPT
18/12/2020, 08:05
Ngày 18/12, UBND tỉnh Sông Lam và VNPT đặt bút ký một thỏa thuận cho 2021 - 2025.
Thay mặt VNPT, ông Trần Văn Lam đặt bút ký.
Trần Bút
"""
PLACES = "dateline headline paragraph-1 paragraph-2".split()
AGREEMENT = {"slug": "song-lam-2020", "title": "Thỏa thuận Sông Lam", "kind": "agreement", "signed": "2020-12-18"}
COMMITTEE = {"slug": "ubnd-song-lam", "name": "UBND tỉnh Sông Lam", "kind": "peoples_committee"}
PERSON = {"slug": "tran-van-lam", "name": "Trần Văn Lam"}


def proposals(known="vnpt", of_agreement=None, certainty="stated"):
    """An agreement of a new partner with one of the register, its signatory and a point."""
    first = {"agreement": "song-lam-2020"}
    year = {"signed": ("paragraph-1",)}
    values = AGREEMENT | {"period": "2021/2025"}
    return [
        Proposal("articles", {"slug": "tinh-song-lam", "title": "Tỉnh Sông Lam"}),
        Proposal("partners", COMMITTEE, ("paragraph-1",)),
        Proposal("partners", {"slug": "vnpt", "name": "VNPT"}, ("paragraph-1",), known=known, alternatives=("vnpt-2",)),
        Proposal("agreements", values, ("paragraph-1",), certainty, "Bài nói rõ.", of_agreement, places=year),
        Proposal("parties", first | {"partner": "ubnd-song-lam", "side": "public_body"}, ("paragraph-1",)),
        Proposal("parties", first | {"partner": "vnpt", "side": "provider"}, ("paragraph-1",)),
        Proposal("people", PERSON, ("paragraph-2",)),
        Proposal(
            "signatories",
            first | {"person": "tran-van-lam", "part": "signed", "party": "vnpt"},
            ("paragraph-2",),
            "inferred",
            "Câu chỉ nói thay mặt.",
        ),
        Proposal("clauses", first | {"number": "1", "heading": "Hạ tầng số"}, ("paragraph-1",)),
    ]


@pytest.fixture
def editor():
    return signed_in("editor")


@pytest.fixture
def article(monkeypatch):
    make.partner("vnpt", name="VNPT")
    make.partner("vnpt-2", name="VNPT khác")
    monkeypatch.setattr(reading, "read", lambda article, names: proposals())
    return make.article("bai", full_text=TEXT, published="2020-12-18", status="draft")


def at(article):
    return f"/en/admin/read/{article.pk}/"


def decided(client, article, state="accept", **posted):
    """Post the form as it is shown, every draft `state` but for those that are `posted`, by number and name."""
    data = {"make": "1"}
    for _noun, entries in client.get(at(article)).context["groups"]:
        for entry in entries:
            draft = entry["draft"]
            data |= {each["name"]: each["value"] for each in entry["fields"]}
            data |= {f"{draft.key}-passages": draft.cited, f"{draft.key}-known": draft.chosen}
            data[f"{draft.key}-decided"] = state
            data |= {
                f"{draft.key}-{name.partition('_')[2]}": value
                for name, value in posted.items()
                if name.startswith(f"d{draft.number}_")
            }
    return client.post(at(article), data | {name: posted[name] for name in posted if not name.startswith("d")})


# Pasted


def paste(client, text=TEXT, **posted):
    return client.post("/en/admin/read/", {"text": text, "url": "", **posted})


def test_a_pasted_article_is_a_draft_with_its_text_and_is_read(editor):
    outlet = make.outlet("lam", url="https://lam.example/")
    response = paste(editor, url="https://www.lam.example/bai.html")
    article = Article.objects.get()
    assert response["Location"] == at(article)
    assert (article.status, article.slug, article.title) == (
        "draft",
        "tinh-song-lam-bat-tay-vnpt",
        "Tỉnh Sông Lam bắt tay VNPT",
    )
    assert (article.outlet, article.byline, article.published) == (outlet, "Trần Bút", "2020-12-18")
    assert str(article.published_time) == "08:05:00"
    assert article.full_text == TEXT.strip()
    assert article.history.get().history_user.username == "editor"
    assert not Passage.objects.exists()


@pytest.mark.parametrize(
    "other",
    [
        {"url": "https://lam.example/bai"},
        {"title": "TINH SONG LAM bắt tay VNPT"},
        {"full_text": TEXT.upper()},
        {"full_text": TEXT.replace("đặt bút ký một", "cùng ký một") + "Một câu nữa của báo khác."},
    ],
)
def test_an_article_that_the_register_seems_to_have_is_named_and_not_kept(editor, other):
    there = make.article("co-roi", **other)
    response = paste(editor, url="https://lam.example/bai")
    assert response.status_code == 409
    assert [row for row, *_why in response.context["doubles"]] == [there]
    assert response.context["form"]["text"].value() == TEXT
    assert Article.objects.count() == 1
    assert paste(editor, url="https://lam.example/bai", anyway="1").status_code == 302
    assert Article.objects.count() == 2


def test_the_text_is_kept_with_the_article_that_lacks_it(editor):
    there = make.article("co-roi", title="Tỉnh Sông Lam bắt tay VNPT", status="draft", sha256="0" * 64)
    seen = f"co-roi:{there.version}"
    assert f'name="into" value="{seen}"' in paste(editor).content.decode()
    there.save()
    assert paste(editor, into=seen).status_code == 409  # somebody saved it meanwhile
    assert paste(editor, into=f"co-roi:{there.version}")["Location"] == at(there)
    there.refresh_from_db()
    assert (there.full_text, there.sha256) == (TEXT.strip(), hashlib.sha256(TEXT.encode()).hexdigest())
    assert there.history.latest().history_change_reason == "edit: Dán toàn văn của bài."
    public = make.article("cong-bo")
    assert paste(editor, into=f"cong-bo:{public.version}").status_code == 403
    assert not Article.objects.get(pk=public.pk).full_text


@pytest.mark.one_database
def test_texts_are_compared_before_others_have_to_wait_and_by_what_few_have(editor, monkeypatch):
    there, held, asked = (
        make.article("co-roi", full_text=TEXT + "Hai bên hẹn gặp lại."),
        len(connection.savepoint_ids),
        [],
    )
    for number in range(pasting.MOST_NEAR + 1):
        make.article(f"khac-{number}", full_text="Trần Bút\nBài khác.")
    ratio = pasting.fuzz.token_sort_ratio

    def compared(*texts):
        asked.append(len(connection.savepoint_ids))
        return ratio(*texts)

    monkeypatch.setattr(pasting.fuzz, "token_sort_ratio", compared)
    assert [row for row, *_why in paste(editor).context["doubles"]] == [there]
    assert asked == [held]


@pytest.mark.one_database
def test_what_is_wrong_is_said_at_its_field(editor):
    page = f"<html><head><link rel='canonical' href='https://lam.example/{'a' * 1000}'></head><body><p>Hai bên ký.</p>"
    response = paste(editor, page)
    assert (response.status_code, [*response.context["form"].errors]) == (400, ["url"])


@pytest.mark.parametrize("text", [" ", "Tít\nHai b\ufffdn ký.", "hai bên " * 150_000])
def test_what_is_refused_is_not_lost(editor, text):
    response = paste(editor, text)
    assert response.status_code == 400
    assert response.context["form"]["text"].value() == text
    assert not Article.objects.exists()


def test_who_may_add_nothing_reads_nothing(article):
    viewer = signed_in("viewer")
    assert viewer.get("/en/admin/read/").status_code == 403
    assert viewer.get(at(article)).status_code == 403


# Decided


def test_what_is_accepted_becomes_one_package_of_drafts(editor, article):
    response = decided(editor, article)
    agreement = Agreement.objects.get()
    assert response["Location"] == f"/en/admin/review/agreements/{agreement.pk}/"
    assert "paragraph 1 (date of signing)" in editor.get(response["Location"]).content.decode()
    assert (agreement.slug, agreement.signed, agreement.period) == ("song-lam-2020", "2020-12-18", "2021/2025")
    assert [*agreement.parties.values_list("partner__slug", "side")] == [
        ("vnpt", "provider"),
        ("ubnd-song-lam", "public_body"),
    ]
    signatory = Signatory.objects.get()
    assert (signatory.party.partner.slug, signatory.certainty, signatory.reason) == ("vnpt", "inferred", "from_context")
    facts = (*agreement.clauses.all(), *agreement.parties.all(), agreement, signatory)
    assert {each.note for each in facts} == {""}  # what the reader tells the editor is not published
    assert agreement.cited_as == "bai#paragraph-1@signed"
    assert [each.heading for each in agreement.clauses.all()] == ["Hạ tầng số"]
    first, second = Passage.objects.order_by("number")
    assert first.gist.startswith("Nói đến: UBND tỉnh Sông Lam; VNPT; Thỏa thuận Sông Lam; Hạ tầng số.")
    assert (second.first_words, second.last_words) == ("Thay mặt VNPT, ông", "Lam đặt bút ký.")
    made = [*Person.objects.all(), *Partner.objects.filter(slug="ubnd-song-lam"), agreement, first, second]
    assert {row.status for row in made} == {Status.DRAFT}
    assert {row.history.get().history_change_reason[:7] for row in made} == {"reading"}
    assert Import.objects.get().kind == Import.Kind.READING
    assert package(editor, response["Location"], "submit").status_code == 302
    agreement.refresh_from_db()
    assert agreement.status == Status.IN_REVIEW


def test_it_leads_to_the_agreement_that_the_article_is_about_and_not_to_the_one_before_it(editor, article, monkeypatch):
    before = {"slug": "song-lam-2016", "title": "Thỏa thuận trước", "signed": "2016-12-18"}
    earlier = Proposal("agreements", AGREEMENT | before, ("paragraph-1",))
    monkeypatch.setattr(reading, "read", lambda article, names: [*proposals(), earlier])
    response = decided(editor, article)
    assert Agreement.objects.count() == 2
    about = Agreement.objects.get(slug="song-lam-2020")
    assert response["Location"] == f"/en/admin/review/agreements/{about.pk}/"


@pytest.mark.parametrize("recorded", [None, "Phó Giám đốc", "Kế toán trưởng"])
def test_the_office_in_which_somebody_signed_is_kept_with_the_person(editor, article, monkeypatch, recorded):
    if recorded:
        person = make.person("tran-van-lam", name="Trần Văn Lam")
        Position.objects.create(person=person, partner=Partner.objects.get(slug="vnpt"), title=recorded)
    told = proposals()
    told[7].values["capacity"] = "Phó Giám đốc Trung tâm"
    certainty = "stated" if recorded else "inferred"
    told[7] = replace(told[7], certainty=certainty)
    monkeypatch.setattr(reading, "read", lambda article, names: told)
    assert decided(editor, article, **({"d6_known": "tran-van-lam"} if recorded else {})).status_code == 302
    offices = Position.objects.filter(title="Phó Giám đốc Trung tâm")
    if recorded == "Phó Giám đốc":  # said with more words
        assert not offices
        return
    office = offices.get()
    assert (office.person.slug, office.partner.slug, office.status) == ("tran-van-lam", "vnpt", "draft")
    assert (office.first_cited, office.last_cited, office.certainty) == ("2020-12-18", "2020-12-18", certainty)
    assert office.cited_as == "bai#paragraph-2"


def test_it_is_taken_back_as_one_until_it_is_public_and_then_withdrawn(editor, article):
    decided(editor, article)
    undone(Import.objects.get())
    assert not (Agreement.objects.exists() or Person.objects.exists() or Passage.objects.exists())
    assert Article.objects.get() == article
    response = decided(editor, article)
    package(editor, response["Location"], "submit")
    publisher = signed_in("publisher")
    refused = package(publisher, response["Location"], "approve")
    assert refused.status_code == 409 and "Its gist is as the machine left it" in refused.content.decode()
    for passage in Passage.objects.all():
        passage.gist = "Hai bên ký."
        passage.save()
    assert package(publisher, response["Location"], "approve").status_code == 302
    assert Agreement.objects.get().status == Status.PUBLISHED
    reading_of = Import.objects.get(kind=Import.Kind.READING, undoes=None, state="applied")
    address = f"/en/admin/changesets/import/{reading_of.pk}/undo/"
    assert editor.post(address).status_code == 403
    said = messages_of(publisher.post(address, follow=True))
    assert said[-1] == "It withdraws what is published: say why."
    said = messages_of(publisher.post(address, {"why": "x" * 81}, follow=True))
    assert said[-1] == "The reason has at most 80 letters."
    assert not Import.objects.filter(undoes=reading_of).exists()
    publisher.post(address, {"why": "Nhầm bài"})
    assert Import.objects.get(undoes=reading_of).state == Import.State.APPLIED
    assert {row.status for row in (Agreement.objects.get(), Person.objects.get())} == {Status.WITHDRAWN}
    assert (Party.objects.count(), Passage.objects.filter(status=Status.WITHDRAWN).count()) == (2, 2)
    assert Article.objects.get().status == Status.PUBLISHED


@pytest.mark.parametrize("taken_back", [False, True])
def test_it_is_taken_back_when_it_was_submitted_and_when_that_was_undone(editor, article, taken_back):
    paste(editor, anyway="1")
    response = decided(editor, Article.objects.latest("pk"))
    package(editor, response["Location"], "submit")
    assert Article.objects.latest("pk").status == Status.IN_REVIEW
    read, submitted = Import.objects.order_by("pk")
    for changeset in [submitted, read] if taken_back else [read]:
        editor.post(f"/en/admin/changesets/import/{changeset.pk}/undo/")
    read.refresh_from_db()
    assert read.state == Import.State.UNDONE
    assert not (Agreement.objects.exists() or Person.objects.exists() or Passage.objects.exists())


def test_the_package_names_what_is_not_sure_of_it(editor, article):
    response = decided(editor, article)
    Agreement.objects.update(certainty="inferred", reason="year_not_printed")
    page = editor.get(response["Location"])
    said = [each for _label, entries in page.context["tables"] for entry in entries for each in entry["unsure"]]
    assert "inferred: the year is not printed" in said
    assert "signatory “Trần Văn Lam, signed”: inferred: inferred from the context" in said
    assert "address not known" in page.content.decode()


def test_what_was_read_in_an_article_is_called_no_file(editor, article):
    decided(editor, article)
    content = editor.get(f"/en/admin/changesets/import/{Import.objects.get().pk}/change/").content.decode()
    assert f"Article read {Import.objects.get().pk}: Bài" in content
    assert not any(word in content for word in ("SHA-256", "not in the file", "<code>gist</code>"))


def test_what_somebody_edited_after_it_was_submitted_is_not_taken_back(editor, article):
    response = decided(editor, article)
    package(editor, response["Location"], "submit")
    agreement = Agreement.objects.get()
    agreement.title = "Tên khác"
    agreement.save()
    read = Import.objects.earliest("pk")
    editor.post(f"/en/admin/changesets/import/{read.pk}/undo/")
    read.refresh_from_db()
    assert (read.state, Agreement.objects.get().title) == (Import.State.APPLIED, "Tên khác")


@pytest.mark.one_database
def test_known_records_are_linked_and_another_may_be_meant(editor, article):
    decided(editor, article, d2_known="vnpt-2")
    assert {*Party.objects.values_list("partner__slug", flat=True)} == {"vnpt-2", "ubnd-song-lam"}
    assert Signatory.objects.get().party.partner.slug == "vnpt-2"


def test_a_known_record_may_be_none_of_those(editor, article):
    decided(editor, article, d2_known="", d2_kind="group")
    assert {*Party.objects.values_list("partner__slug", flat=True)} == {"vnpt-3", "ubnd-song-lam"}
    assert Partner.objects.filter(name="VNPT").count() == 2


@pytest.mark.one_database
def test_what_is_accepted_brings_what_it_names(editor, article):
    decided(editor, article, state="", d4_decided="accept")  # the party of the new partner
    assert Agreement.objects.exists() and Partner.objects.filter(slug="ubnd-song-lam").exists()
    assert not Person.objects.exists()


def test_what_names_something_dropped_is_refused_and_nothing_is_lost(editor, article):
    response = decided(editor, article, d6_decided="drop", d3_title="Tên khác")
    assert response.status_code == 409
    assert not Agreement.objects.exists()
    page = response.content.decode()
    assert "It names number 6, which you dropped." in page and "Tên khác" in page


@pytest.mark.one_database
def test_what_the_engine_refuses_stands_beside_its_draft(editor, article):
    response = decided(editor, article, d3_signed="hôm qua", d1_kind="la")
    errors = {each["draft"].number: each["draft"].errors for _n, group in response.context["groups"] for each in group}
    assert response.status_code == 409
    assert errors[3][0].startswith("Date of signing:") and errors[1][0].startswith("Kind:")
    assert not Import.objects.exists()


def test_what_is_mended_is_kept_so(editor, article):
    decided(editor, article, d3_title="Tên khác", d8_heading="Hạ tầng", d8_passages="paragraph-2;paragraph-1")
    assert Agreement.objects.get().title == "Tên khác"
    assert Clause.objects.get().cited_as == "bai#paragraph-1;bai#paragraph-2"


@pytest.mark.one_database
def test_no_code_is_shown_and_words_are_taken(editor, article):
    response = editor.get(at(article))
    assert "2020-12-18" not in response.content.decode()
    form = editor.get(f"/en/admin/articles/article/{article.pk}/change/").content.decode()
    assert f'href="{at(article)}"' in form  # and back from the form
    assert f'href="/en/admin/review/articles/{article.pk}/"' in form
    groups = response.context["groups"]
    (entry,) = (each for _noun, entries in groups for each in entries if each["draft"].number == 3)
    assert entry["draft"].cited == "paragraph 1 (Date of signing)"
    shown = {each["label"]: each["value"] for each in entry["fields"]}
    assert (shown["Date of signing"], shown["Period"]) == ("18 December 2020", "2021–2025")
    assert dict(entry["values"])["Date of signing"] == "18 December 2020"
    assert not any(each["name"].endswith("-slug") for each in entry["fields"])
    decided(editor, article, d3_passages="Paragraph 2 (Kind, date of signing); dòng ngày tháng", d3_signed="19/12/2020")
    agreement = Agreement.objects.get()
    assert (agreement.signed, agreement.period) == ("2020-12-19", "2021/2025")
    assert agreement.cited_as == "bai#dateline;bai#paragraph-2@kind@signed"


@pytest.mark.one_database
def test_what_names_neither_partner_nor_area_is_told_so_and_not_of_columns(editor, article, monkeypatch):
    make.solution("benh-an", name="Bệnh án điện tử")
    values = {"solution": "benh-an", "coverage": "tuyến tỉnh", "state": "planned", "as_of": "2020-12-18"}
    use = Proposal("deployments", values, ("paragraph-1",))
    monkeypatch.setattr(reading, "read", lambda article, names: [*proposals(), use])
    groups = decided(editor, article).context["groups"]
    told = {each["draft"].model.collection: each["draft"].errors for _noun, group in groups for each in group}
    assert told["deployments"] == ["Partner: Name a partner or an area, one of them."]


@pytest.mark.one_database
def test_a_state_that_the_article_does_not_say_is_asked_for_and_none_is_put_in_its_place(editor, article, monkeypatch):
    make.solution("benh-an", name="Bệnh án điện tử")
    values = {"solution": "benh-an", "partner": "vnpt", "state": "", "as_of": "2020-12-18"}
    use = Proposal("deployments", values, ("paragraph-1",))
    monkeypatch.setattr(reading, "read", lambda article, names: [*proposals(), use])
    groups = decided(editor, article).context["groups"]
    told = {each["draft"].model.collection: each["draft"].errors for _noun, group in groups for each in group}
    assert [each.partition(":")[0] for each in told["deployments"]] == ["State"]


@pytest.mark.one_database
def test_records_are_chosen_by_their_names(editor, article, monkeypatch):
    told = proposals()
    for slug in ("ha-tang", "dao-tao", "an-toan"):
        make.topic(slug, label_vi=slug.title(), label_en=slug.title())
    told[8].values["topics"] = "ha-tang;dao-tao"
    monkeypatch.setattr(reading, "read", lambda article, names: told)
    fields = {
        (each["draft"].number, field["name"].partition("-")[2]): field
        for _noun, entries in editor.get(at(article)).context["groups"]
        for each in entries
        for field in each["fields"]
    }
    assert fields[4, "agreement"]["choices"] == [("song-lam-2020", "Thỏa thuận Sông Lam")]
    partners = {"ubnd-song-lam": "UBND tỉnh Sông Lam", "vnpt": "VNPT"}
    assert dict(fields[4, "partner"]["choices"]) == dict(fields[7, "party"]["choices"]) == partners
    assert dict(fields[8, "topics"]["choices"]) == {each: each.title() for each in ("ha-tang", "dao-tao", "an-toan")}
    assert fields[8, "topics"]["value"] == ["ha-tang", "dao-tao"]
    content = editor.get(at(article)).content.decode()
    assert not [slug for slug in ("song-lam-2020", "ubnd-song-lam") if f">{slug}<" in content]
    assert 'type="text" value="song-lam-2020"' not in content
    decided(editor, article, d8_topics=["", "dao-tao", "an-toan"], d7_party="ubnd-song-lam")
    assert {each.slug for each in Clause.objects.get().topics.all()} == {"dao-tao", "an-toan"}
    assert Signatory.objects.get().party.partner.slug == "ubnd-song-lam"
    undone(Import.objects.get())
    decided(editor, article, d8_topics=[""])
    assert not Clause.objects.get().topics.exists()


@pytest.mark.one_database
def test_a_place_that_is_none_is_refused_by_its_words(editor, article):
    response = decided(editor, article, d3_passages="trang 7")
    assert response.status_code == 409
    errors = [error for _n, group in response.context["groups"] for each in group for error in each["draft"].errors]
    assert "trang 7" in response.content.decode() and not Agreement.objects.exists(), errors


@pytest.mark.one_database
def test_a_signatory_brings_the_party_that_it_signs_for(editor, article):
    decided(editor, article, state="", d7_decided="accept")
    assert Party.objects.get().partner.slug == "vnpt"
    assert Signatory.objects.get().party == Party.objects.get()
    undone(Import.objects.get())
    response = decided(editor, article, d5_decided="drop")
    assert response.status_code == 409 and "It names number 5, which you dropped." in response.content.decode()


@pytest.mark.one_database
def test_the_editor_says_how_sure_it_is_and_why(editor, article):
    decided(editor, article, d7_certainty="stated", d7_reason="")
    assert (Signatory.objects.get().certainty, Signatory.objects.get().reason) == ("stated", "")
    undone(Import.objects.get())
    decided(editor, article, d7_reason="role_not_said")
    assert Signatory.objects.get().reason == "role_not_said"


def test_what_is_not_in_the_article_is_not_proposed_again_until_it_is_asked_for(editor, article):
    decided(editor, article, state="", d8_decided="not-here", make="")
    numbers = [each["draft"].number for _noun, group in editor.get(at(article)).context["groups"] for each in group]
    assert numbers == [1, 2, 3, 4, 5, 6, 7]
    assert str(Dismissed.objects.get()) == "Hạ tầng số"
    editor.post(at(article), {"back": Dismissed.objects.get().proposal})
    assert not Dismissed.objects.exists()


@pytest.mark.one_database
def test_what_is_not_sure_says_why_and_from_what(editor, article, monkeypatch):
    found = proposals()
    found[7] = replace(found[7], certainty=Certainty.INFERRED, reason="")  # the signatory
    monkeypatch.setattr(reading, "read", lambda article, names: found)
    content = editor.get(at(article)).content.decode()
    assert '<p class="desk-remark">Inferred: inferred from the context (paragraph 2)</p>' in content
    assert content.count('class="desk-remark">Inferred:') == 1


def test_all_that_is_sure_is_ticked_without_a_script(editor, article):
    assert "and with them what they name: 3<" not in editor.get(at(article)).content.decode()
    response = editor.post(at(article), {"sure": "1"})
    ticked = {each["draft"].number: each["state"] for _noun, group in response.context["groups"] for each in group}
    assert [number for number, state in ticked.items() if state == "accept"] == [1, 2, 3, 4, 5, 6, 8]


def test_what_is_made_with_all_that_is_sure_is_said_before(editor, article, monkeypatch):
    monkeypatch.setattr(reading, "read", lambda article, names: proposals(certainty="inferred"))
    assert "and with them what they name: 3<" in editor.get(at(article)).content.decode()


# Known and contradicting


def known_agreement(monkeypatch, **fields):
    source = make.passage(make.article("bai-truoc"))
    there = make.agreement("song-lam", passages=[source], **({"signed": "2020-12-17", "kind": "agreement"} | fields))
    found = [
        each
        for each in proposals(of_agreement="song-lam", certainty="disputed")
        if each.table in ("articles", "agreements")
    ]
    monkeypatch.setattr(reading, "read", lambda article, names: found)
    return there


def test_what_contradicts_the_register_comes_as_a_reading(editor, article, monkeypatch):
    there = known_agreement(monkeypatch, status="draft", period="")
    decided(editor, article)
    there = Agreement.objects.get()
    assert (there.signed, there.period) == ("2020-12-17", "2021/2025")  # what was empty is filled
    assert there.cited_as == "bai#paragraph-1@kind@signed=2020-12-18;bai-truoc#paragraph-1"


def test_a_published_record_gets_a_reading_of_a_publisher_alone(editor, article, monkeypatch):
    there = known_agreement(monkeypatch, period="")
    assert decided(editor, article).status_code == 409
    decided(signed_in("publisher"), article)
    there = Agreement.objects.get()
    assert (there.signed, there.period) == ("2020-12-17", "")
    assert "bai#paragraph-1@" in there.cited_as and "signed=2020-12-18" in there.cited_as
    assert Passage.objects.get(article=article).status == Status.DRAFT
