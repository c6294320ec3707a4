"""What breaks a rule of another record is refused at every door: form, list, import, the command, an undoing."""

import json
from io import BytesIO, StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import translation

from articles.models import Article, Passage
from changesets import jobs
from changesets.jobs import receive
from changesets.models import Import
from changesets.plan.apply import confirm
from changesets.plan.report import faults_of
from changesets.plan.undo import undo
from partnerships.models import Agreement, Area, Partner
from records.checks.asking import all_checks, broken_rows
from tests import factories as make
from tests import office
from tests.changesets.uploading import messages_of, signed_in
from tests.office import shown

pytestmark = pytest.mark.django_db

UNSOURCED = "No published passage carries it: cite one, or publish the one it cites, its article and outlet."
NOT_ENDED = "The former area has not ended: say when, or that only a part was handed over."
NO_LARGER = "It is part of an area that is no larger."


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def by_form(record, **typed):
    """Type over the form of a record; what it is refused for, as people read it."""
    publisher = signed_in("publisher", f"an-{get_user_model().objects.count()}")
    address = office.page(type(record), "change", record.pk, language="en")
    response = publisher.post(address, shown(publisher, address) | typed)
    return [] if response.status_code == 302 else [str(said) for said in response.context["sentences"]]


def planned(table, content):
    upload = receive(BytesIO(content.encode()), f"{table}.csv", owner=None, table=table)
    jobs.plan_now(upload)
    return upload


def told(upload):
    return [(fault.line, fault.column, fault.message) for _table, fault in faults_of(upload)]


def by_command(tmp_path, table, content):
    file, out = tmp_path / f"{table}.csv", StringIO()
    file.write_text(content)
    with pytest.raises(SystemExit):
        call_command("import_records", table, str(file), "--json", stdout=out, stderr=StringIO())
    return [(each["line"], each["column"], each["message"]) for each in json.loads(out.getvalue())["errors"]]


def nothing_is_wrong():
    return [
        check.name for model, check in all_checks() if check.severity == "error" and broken_rows(model, check)
    ] == []


@pytest.fixture
def succeeded():
    """A succession of a whole area."""
    former = make.area("ha-tay", ended="2008-08-01")
    return make.area_succession(former, make.area("ha-noi"))


def test_an_area_that_another_took_the_place_of_stays_ended(succeeded, tmp_path):
    former = succeeded.predecessor
    (intro, said) = by_form(former, ended="")
    assert (intro, NOT_ENDED in said) == ("Nothing is saved, for then this would no longer hold:", True)
    content = "slug,ended\nha-tay,\n"
    expected = [(2, "ended", f"“Ha Tay, Ha Noi” would contradict it: {NOT_ENDED} (Ha Tay)")]
    assert told(planned("areas", content)) == expected
    assert by_command(tmp_path, "areas", content) == expected
    former.refresh_from_db()
    assert (str(former.ended), former.version, nothing_is_wrong()) == ("2008-08-01", 1, True)


def test_an_undoing_contradicts_nothing_either():
    make.area("ha-tay")
    upload = planned("areas", "slug,ended\nha-tay,2008-08-01\n")
    assert confirm(upload, None)
    jobs.apply_now(upload)
    make.area_succession(Area.objects.get(), make.area("ha-noi"))
    opposite = undo(upload, None)
    assert confirm(opposite, None)
    jobs.apply_now(opposite)
    assert opposite.state == Import.State.REFUSED
    assert [message for _line, _column, message in told(opposite)] == [
        f"“Ha Tay, Ha Noi” would contradict it: {NOT_ENDED} (Ha Tay)"
    ]


def test_what_is_true_when_it_is_planned_is_asked_again_when_it_is_written():
    former = make.area("ha-tay", ended="2008-08-01")
    upload = planned("areas", "slug,ended\nha-tay,\n")
    make.area_succession(former, make.area("ha-noi"))
    assert confirm(upload, None)
    jobs.apply_now(upload)
    assert (upload.state, told(upload)) == (
        Import.State.REFUSED,
        [(2, "ended", f"“Ha Tay, Ha Noi” would contradict it: {NOT_ENDED} (Ha Tay)")],
    )


def test_an_area_does_not_become_smaller_than_its_parts(tmp_path):
    larger = make.area("nghe-an")
    make.area("vinh", level="district", parent=larger)
    assert [NO_LARGER in said for said in by_form(larger, level="commune")] == [False, True]
    content = "slug,level\nnghe-an,commune\n"
    expected = [(2, "level", f"“Vinh” would contradict it: {NO_LARGER} (Nghe An)")]
    assert told(planned("areas", content)) == expected == by_command(tmp_path, "areas", content)
    # Both in one file: only the end counts.
    assert told(planned("areas", "slug,level,parent\nnghe-an,commune,\nvinh,district,\n")) == []


@pytest.fixture
def sourced():
    """A published agreement that one passage carries."""
    place = make.passage()
    agreement = make.signed_agreement(passages=[place])
    for party in agreement.parties.all():
        party.set_links("passages", [place])
    return agreement


def test_an_outlet_that_readers_do_not_see_takes_no_source_away(sourced, tmp_path):
    draft = make.outlet("nhap", status="draft")
    sentences = by_form(Article.objects.get(), outlet=draft.pk)
    assert len(sentences) == 2
    assert sentences[1].startswith(f"{sourced}: {UNSOURCED}")
    content = "slug,outlet\nbai-bao,nhap\n"
    (fault,) = told(planned("articles", content))
    assert fault[:2] == (2, "outlet")
    assert fault[2].startswith(f"“{sourced}” would stay published, but: {UNSOURCED}")
    assert by_command(tmp_path, "articles", content) == [fault]
    assert Article.objects.get().outlet.slug == "ictpress"
    # One that they see is as good as another.
    assert by_form(Article.objects.get(), outlet=make.outlet("khac").pk) == []


def test_a_passage_does_not_move_to_an_article_that_readers_do_not_see(sourced):
    draft = make.article("nhap", status="draft")
    assert UNSOURCED in by_form(Passage.objects.get(), article=draft.pk)[1]
    assert Passage.objects.get().article.slug == "bai-bao"


def test_a_law_that_agreements_rest_on_does_not_become_an_article(sourced):
    law = make.article("luat", kind="official_document", number="1/2020", issuer="Quốc hội")
    sourced.set_links("legal_basis", [law])
    press = {"kind": "press_article", "number": "", "issuer": ""}
    assert "Only an official document is a legal basis" in by_form(law, **press)[1]
    ((line, column, message),) = told(planned("articles", "slug,kind,number,issuer\nluat,press_article,,\n"))
    assert (line, column) == (2, "kind")
    assert message.startswith(f"“{sourced}” would stay published, but: Only an official document is a legal basis")


# Publishing a list


@pytest.mark.parametrize("backwards", [False, True])
def test_agreements_that_need_each_other_are_published_together_in_whatever_order(backwards):
    place = make.passage()
    agreements = [make.signed_agreement(slug, status="draft", passages=[place]) for slug in ("a", "b", "c")]
    for agreement in agreements:
        for party in agreement.parties.all():
            party.set_links("passages", [place])
    a, b, c = agreements[::-1] if backwards else agreements
    make.relation(a, b, kind="renews", passages=[place])
    make.relation(b, c, kind="renews", passages=[place])
    publisher = signed_in("publisher")
    # The last comes along, for the others need it.
    assert messages_of(office.take(publisher, "publish", a, b))[0].startswith("3 records are published.")
    assert Agreement.objects.filter(status="published").count() == 3


def test_publishing_from_the_list_says_what_is_to_be_looked_at():
    partner = make.partner("p1", status="draft", area=make.area("vinh", status="draft"))
    publisher, address = signed_in("publisher"), office.page(Partner, "changelist", language="en")
    chosen = {"action": "publish", "_selected_action": [partner.pk], "index": 0}
    content = publisher.post(address, chosen, follow=True).content.decode()
    assert "Readers do not see all that it names" not in content  # the draft comes along
    assert ">Vinh</a>" in content


# The pages that ask


def test_many_records_are_withdrawn_though_no_address_could_name_them(sourced):
    """They are carried in the form of the page, as Django's own before a deletion does."""
    article = Article.objects.get()
    Article.objects.bulk_create(
        Article(slug=f"b-{number}", title="B", outlet=article.outlet, status="published") for number in range(1100)
    )
    keys = list(Article.objects.values_list("pk", flat=True))
    publisher, address = signed_in("publisher"), office.page(Article, "changelist", language="en")
    question = publisher.post(address, {"action": "withdraw", "_selected_action": keys, "index": 0})
    assert (question.status_code, question.content.decode().count('name="_selected_action"')) == (200, len(keys))


def test_what_is_deleted_is_named_in_words(sourced):
    position = make.position(make.person(), Partner.objects.get(slug="vnpt"), passages=Passage.objects.all())
    admin = signed_in("admin")
    response = admin.get(office.page(type(position.person), "delete", position.person.pk, language="en"))
    content = response.content.decode()
    assert "Pham Duc Long, VNPT, Tổng Giám đốc" in content
    assert "Citation:" not in content


def test_a_form_that_is_withdrawn_with_the_same_button_is_saved_only_if_it_is(sourced):
    """The page asks before; until that is answered the record is published, and may not be what it may not be."""
    later = make.signed_agreement("sau", passages=Passage.objects.all())
    make.relation(later, sourced, passages=Passage.objects.all())
    sentences = by_form(sourced, passages=[], _continue="withdraw")
    assert UNSOURCED in sentences[1]
    sourced.refresh_from_db()
    assert (sourced.status, sourced.version) == ("published", 1)
