"""Two records that are one: what moves, what collides, where the address leads, and how it is undone."""

import os

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from changesets.models import Import
from partnerships.models import Agreement, Partner, PartnerName, Party
from people.models import Person
from records.models import Status, TrackedModel
from records.past import values
from tests import NIGHTLY
from tests import factories as make
from tests.changesets.uploading import at as import_page
from tests.changesets.uploading import signed_in, upload
from tests.office import page

from .test_timeline import undone

pytestmark = pytest.mark.django_db

# Agreements of a partner that is merged.
MANY = int(os.environ.get("AGREEMENTS", "1000" if NIGHTLY else "100"))


@pytest.fixture
def publisher():
    return signed_in("publisher")


def register():
    """Every row of every table, but for the versions of records and what follows from others."""
    tables = (model for model in TrackedModel.__subclasses__() for model in _concrete(model))
    return {(model, row.pk): values(row) for model in tables for row in model._default_manager.all()}


def _concrete(model):
    below = [each for sub in model.__subclasses__() for each in _concrete(sub)]
    return below if model._meta.abstract else [*below, model]


def at(keep, lose=None):
    return f"/en/admin/merge/{keep.collection}/{keep.pk}/" + (f"?with={lose.slug}" if lose else "")


def merged(client, keep, lose, **posted):
    shown = client.get(at(keep, lose)).context
    chosen = {f"value-{each['name']}": each["chosen"] or "keep" for each in shown["fields"]}
    data = {"seen": shown["seen"], "reason": "cùng một đơn vị", **chosen, **posted}
    return client.post(at(keep, lose), data, follow=True)


def two_partners(agreements=3):
    keep = make.partner("vnpt", name="Tập đoàn VNPT")
    lose = make.partner("vnpt-2", name="Tập đoàn Bưu chính", website="https://vnpt.com.vn/")
    office = make.partner("so", name="Sở", parent=lose)
    make.partner_name(lose, "Bưu chính")
    for number in range(agreements):
        source = make.passage(make.article(f"bai-{number}"))
        agreement = make.agreement(f"a-{number}", passages=[source])
        make.party(agreement, lose, passages=[source])
        make.party(agreement, office, Party.Side.PUBLIC_BODY, passages=[source])
    return keep, lose


def test_what_points_to_one_moves_and_its_names_and_address_lead_to_the_other(publisher, client):
    keep, lose = two_partners()
    shown = publisher.get(at(keep, lose)).context
    assert {str(label): count for label, count in shown["moved"]} == {"partners": 1, "other names": 1, "parties": 3}
    assert [(each["name"], each["chosen"]) for each in shown["fields"]] == [("name", ""), ("website", "lose")]
    response = merged(publisher, keep, lose)
    assert "They are one now." in response.content.decode()
    keep.refresh_from_db()
    lose.refresh_from_db()
    assert (keep.website, keep.parties.count()) == ("https://vnpt.com.vn/", 3)
    assert Partner.objects.get(parent=keep).slug == "so"
    assert (lose.status, lose.merged_into) == (Status.WITHDRAWN, keep)
    assert [*keep.names.values_list("name", flat=True)] == ["Bưu chính", "Tập đoàn Bưu chính"]
    assert {each.version for each in Agreement.objects.all()} == {2}
    redirected = client.get("/partners/vnpt-2/")
    assert (redirected.status_code, redirected["Location"]) == (301, "/partners/vnpt/")
    assert client.get("/api/v1/partners/vnpt-2/").status_code == 301
    found = client.get("/api/v1/agreements/?provider=vnpt-2")
    assert (found.status_code, found.json()["count"]) == (200, 3)


def test_rows_that_would_be_the_same_become_one_with_the_sources_of_both(publisher):
    keep, lose = two_partners(1)
    agreement = Agreement.objects.get()
    also = make.passage(make.article("khac"))
    make.party(agreement, keep, passages=[also])
    clause = make.clause(agreement, obligors=[agreement.parties.get(partner=lose)], passages=[also])
    shown = publisher.get(at(keep, lose)).context
    assert [(str(noun), kept) for kept, _row, noun in shown["collisions"]] == [("party", f"{agreement}, {keep}")]
    merged(publisher, keep, lose)
    party = agreement.parties.get(partner=keep)
    assert {each.article.slug for each in party.passages.all()} == {"bai-0", "khac"}
    assert [*clause.obligors.all()] == [party]
    assert not lose.parties.exists()


def test_a_merge_is_undone_row_for_row(publisher):
    keep, lose = two_partners(2)
    make.party(Agreement.objects.get(slug="a-0"), keep, passages=[make.passage(make.article("khac"))])
    before = register()
    merged(publisher, keep, lose)
    assert register() != before
    undone(Import.objects.get())
    after = register()
    assert {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)} == set()


def test_a_merge_of_many_and_its_undoing_ask_no_more_than_of_few(publisher):
    def asked(keep, lose):
        before = register()
        with CaptureQueriesContext(connection) as merging:
            assert "They are one now." in merged(publisher, keep, lose, reason="x").content.decode()
        with CaptureQueriesContext(connection) as undoing:
            undone(Import.objects.filter(kind=Import.Kind.MERGE, undoes=None).first())
        assert register() == before
        return len(merging), len(undoing)

    keep, lose = two_partners(4)
    few = asked(keep, lose)
    other = make.partner("vnpt-3")
    kind = make.agreement("mau").kind
    agreements = [Agreement(slug=f"b-{n}", title=f"B {n}", kind=kind, status="draft") for n in range(MANY)]
    made = Agreement.objects.bulk_create(agreements)
    Party.objects.bulk_create([Party(agreement=row, partner=other, side=Party.Side.PROVIDER) for row in made])
    many = asked(Partner.objects.get(pk=keep.pk), other)
    assert all(more <= less + 10 for more, less in zip(many, few, strict=True)), (few, many)


def test_of_a_draft_and_a_published_record_the_published_one_is_kept(publisher):
    draft, public = make.partner("vnpt-2", name="VNPT", status="draft"), make.partner("vnpt", name="VNPT")
    assert publisher.get(at(draft, public))["Location"] == at(public, draft)
    page = publisher.get(at(public, draft)).content.decode()
    assert f'{at(draft, public)}&amp;kept=1"' in page and "<code>vnpt-2</code>" in page
    # Nobody ever had its address: none is promised to lead on.
    assert "What vnpt-2 was called becomes another name; it was never public" in page
    assert "The address vnpt will lead to vnpt-2" in publisher.get(at(draft, public) + "&kept=1").content.decode()
    make.party(make.agreement("a"), public)
    shown = publisher.get(at(draft, public) + "&kept=1").context
    response = publisher.post(at(draft, public), {"seen": shown["seen"], "reason": ""})
    assert response.context["reasons"][0] == "This would withdraw the published record: keep that instead."


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_published_records_are_merged_by_who_may_publish(role):
    keep, lose = make.person("a", name="A"), make.person("b", name="B")
    make.staff("publisher", "Ngọc")
    response = merged(signed_in(role), keep, lose)
    assert response.status_code == 409
    assert "Ngọc" in response.context["reasons"][0]
    assert not Person.objects.exclude(merged_into=None).exists()


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"reason": " "}, "Say why they are one."),
        ({"reason": "x" * 81}, "The reason has at most 80 letters."),
        ({"seen": "1 0"}, "Somebody changed it meanwhile: look at it again."),
        ({"value-name": ""}, "Choose a value of: name."),
    ],
)
@pytest.mark.one_database
def test_a_merge_is_refused_with_the_reason(publisher, posted, said):
    keep, lose = make.person("a", name="Nguyễn A"), make.person("b", name="Trần B")
    response = merged(publisher, keep, lose, **posted)
    assert (response.status_code, response.context["reasons"]) == (409, [said])
    assert publisher.get(at(keep) + "?with=khong-co").status_code == 400


def test_another_is_found_by_words_of_its_name(publisher):
    keep, lose, other = (make.person(name[-1].lower(), name=name) for name in ("Lê A", "Trần Văn B", "Trần Văn C"))
    found = publisher.get(at(keep) + "?with=tran van").context["called"]
    assert found == [lose, other]
    assert publisher.get(at(keep) + "?with=tran b")["Location"] == at(keep, lose)


def test_what_may_be_the_same_is_offered_and_no_more_once_it_is_merged(publisher):
    keep, lose = make.person("a", name="Phạm Đức Long"), make.person("b", name="Pham Duc Long")
    ((row, _why, alike),) = publisher.get(at(keep)).context["candidates"]
    assert (row, alike) == (lose, 100)
    merged(publisher, keep, lose)
    assert publisher.get(at(keep)).context["candidates"] == []


def test_two_records_of_one_article_become_one_with_their_passages(publisher):
    keep, lose = make.article("a", url="https://example.vn/1"), make.article("b", url="https://example.vn/1?x")
    first, twin, more = make.passage(keep, 1), make.passage(lose, 1), make.passage(lose, 2)
    agreement = make.agreement("c", passages=[twin, more])
    response = merged(publisher, keep, lose)
    assert response.status_code == 200, response.context["reasons"]
    assert {*agreement.passages.values_list("pk", flat=True)} == {first.pk, more.pk}
    more.refresh_from_db()
    twin.refresh_from_db()
    assert (more.article, twin.article, twin.status) == (keep, lose, Status.WITHDRAWN)
    assert Article.objects.by_former_slug("b") == keep
    assert PartnerName.objects.count() == 0


def by_file(client, row):
    found = upload(client, "partners.csv", f"slug,status\n{row.slug},published\n")
    client.post(import_page("confirm", found.pk))
    return [client.get(import_page("change", found.pk)).content.decode()]


def by_review(client, row):
    address = f"/en/admin/review/partners/{row.pk}/"
    seen = client.get(address).context["package"].versions
    return client.post(address, {"decision": "approve", "words": "x", "seen": seen}).context["reasons"]


def by_itself(client, row):
    row.status = Status.PUBLISHED
    with pytest.raises(IntegrityError, match="merged_is_withdrawn"), transaction.atomic():
        row.save()
    return []


def by_list(client, row):
    data = {"action": "back_to_draft", "_selected_action": row.pk}
    return [client.post(page(Partner, "changelist", language="en"), data, follow=True).content.decode()]


@pytest.mark.parametrize("door", [by_file, by_review, by_list, by_itself])
def test_what_was_merged_is_not_published_beside_what_it_became(publisher, client, door):
    keep, lose = two_partners(0)
    merged(publisher, keep, lose)
    sentence = "It is merged into another record and stays withdrawn: undo the merge to have it back."
    assert all(sentence in told for told in door(publisher, Partner.objects.get(pk=lose.pk)))
    assert Partner.objects.get(pk=lose.pk).status == Status.WITHDRAWN
    assert client.get("/partners/vnpt-2/")["Location"] == "/partners/vnpt/"


def test_a_passage_stays_with_the_statement_that_it_carries(publisher):
    article = make.article("bai")
    one, two = make.passage(article, 1), make.passage(article, 2)
    keep, lose, partner = make.agreement("a", passages=[one]), make.agreement("b", passages=[two]), make.partner("vnpt")
    make.clause(keep, heading="Hạ tầng", passages=[one])
    make.clause(lose, heading="Y tế 500 tỷ", passages=[two])
    make.party(keep, partner, passages=[one])
    other = make.party(lose, partner, Party.Side.PUBLIC_BODY, passages=[two])
    owed = make.clause(lose, 2, heading="Hạ tầng số", obligors=[other], passages=[two])
    shown = publisher.get(at(keep, lose)).context
    assert (shown["collisions"], [str(noun) for *_rows, noun in shown["differing"]]) == ([], ["party"])
    merged(publisher, keep, lose)
    cited = {row.heading: [*row.passages.all()] for row in keep.clauses.order_by("number")}
    assert cited == {"Hạ tầng": [one], "Hạ tầng số": [two], "Y tế 500 tỷ": [two]}
    assert [*keep.clauses.order_by("number").values_list("number", flat=True)] == [1, 2, 3]
    assert [(row.agreement, [*row.passages.all()]) for row in partner.parties.order_by("pk")] == [
        (keep, [one]),
        (lose, [two]),
    ]
    assert [*owed.obligors.all()] == [keep.parties.get()]
