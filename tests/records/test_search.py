"""What a search finds: the same rows however many hold a word, right after every kind of write, and nothing hidden."""

from itertools import permutations

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import connection, transaction

from articles.models import Passage
from changesets.models import Import
from partnerships.models import Agreement, Area, Clause, Partner, PartnerName
from people.models import Person
from records.models import Status
from records.search import abbreviations
from records.search.index import indexed, install, name
from tests import factories as make
from tests.changesets.uploading import at, signed_in, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def spread():
    """An agreement whose words stand in every place that is searched, and one that has none of them."""
    agreed = make.agreement("a", title="Thỏa thuận hợp tác", summary="ký ở Vinh")
    make.clause(agreed, heading="Đào tạo", text="cho cán bộ")
    group = make.partner("vnpt", name="Tập đoàn VNPT")
    make.partner_name(group, "Bưu chính Viễn thông")
    make.party(agreed, group, name_as_printed="Bưu điện tỉnh")
    head = make.person("long", name="Phạm Đức Long")
    make.person_name(head, "ông Lòng")
    make.signatory(agreed, head)
    make.agreement("b", title="Biên bản")
    return agreed


def found(query, model=Agreement):
    return list(model.objects.public().search(query).values_list("slug", flat=True))


@pytest.mark.parametrize(
    "query", ["hop tac", "VINH", "dao tao", "can bo", "vnpt", "vien thong", "buu dien", "pham long", "ong"]
)
def test_an_agreement_is_found_by_the_words_of_all_its_parts(spread, query):
    assert found(query) == ["a"]


def test_words_are_found_in_any_order_and_spread_over_the_parts(spread):
    for words in permutations(("hợp", "đào", "vnpt", "bưu", "đức")):
        assert found(" ".join(words)) == ["a"]
    assert found("hop dao vnpt buu duc khong") == found("hop tá") == found("op tac") == []
    assert found('"hop tac"') == ["a"]
    assert found('"tac hop"') == found('"tac vinh"') == []


def test_hidden_names_find_nothing(spread):
    for status in (Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN):
        Partner.objects.update(status=status)
        Person.objects.update(status=status)
        assert found("vnpt") == found("vien thong") == found("buu dien") == found("pham long") == found("ong") == []
        assert found("hop tac can bo") == ["a"]


@pytest.mark.parametrize("typed", ["hòa", "hoà", "HOA", "ho\u0300a"])
def test_marks_of_any_spelling_meet(typed):
    make.agreement("a", title="Tỉnh Hòa Bình")
    make.agreement("b", title="Đạ Huoai")
    assert found(typed) == ["a"]
    assert found("da huoai") == found("Đạ HUOAI") == ["b"]


def test_short_forms_find_what_they_stand_for_both_ways():
    for number, group in enumerate(abbreviations.GROUPS):
        for place, form in enumerate(group):
            make.area(f"a-{number}-{place}", name=f"đầu {form} cuối")
    for number, group in enumerate(abbreviations.GROUPS):
        slugs = {f"a-{number}-{place}" for place in range(len(group))}
        for form in group:
            # Others may hold a short form within a longer one: `UBMTTQ` holds no `MTTQ`, but its full form does.
            typed = form if form == "AI" else form.lower()  # in small letters it is a word: who
            assert slugs <= set(found(typed, Area)), form
            assert slugs <= set(found(f'"dau {form} cuoi"', Area)), form


STRANGE = (
    *('"', '""', "*", "a*", "-a", "^a", "a:b", "folded:a", "NEAR(a b)", "NEAR(a b, 2)", "AND", "a AND", "OR", "NOT a"),
    *("a + b", "(", "{a b}:", "'", "';--", "%", "_", "\\", "a\0b", "\ud7ff\ue000", "a | b & !c", "<->", ":*", "$1 %s"),
    *(
        "x" * 200,
        "a " * 100,
        '"' * 200,
        '"a' * 100,
        "ủ" * 200,
        "北京",
        "😀",
        "½ ² ﬁ",
        "1e5 1.5 -2 0x1f",
        "a@b.c http://x.y/z",
    ),
)


@pytest.mark.parametrize("query", STRANGE)
def test_no_query_is_a_command(query):
    make.agreement("a", title="Không có gì ở đây cả")
    assert found(query) == []
    make.agreement("b", title=query.replace("\0", " ")[:300].strip() or "-")
    words = [word for word in query.split() if any(char.isalnum() for char in word)]
    assert found(query) == (["b"] if words and "😀" not in query and "\ue000" not in query else [])


def test_operators_are_words():
    make.agreement("a", title="NOT and OR near")
    make.agreement("b", title="chỉ có or")
    assert found("or near") == found("and not") == ["a"]
    assert found("or") == ["b", "a"]


# Kept right by the database


def names():
    return [found(word, Partner) for word in ("mot", "hai", "ba")]


def test_every_kind_of_write_is_found_at_once():
    one = make.partner("p", name="Một")
    assert names() == [["p"], [], []]
    one.name = "Hai"
    one.save()
    assert names() == [[], ["p"], []]
    Partner.objects.filter(pk=one.pk).update(folded=" ba ")
    assert names() == [[], [], ["p"]]
    Partner.objects.bulk_update([Partner(pk=one.pk, name="Một")], ["name", "folded"])
    assert names() == [["p"], [], []]
    Partner.objects.bulk_create(
        [Partner(slug="q", name="Hai", kind="other", status=Status.PUBLISHED)],
    )
    assert names() == [["p"], ["q"], []]
    again = [Partner(slug="q", name="Ba", kind="other", status=Status.PUBLISHED)]
    Partner.objects.bulk_create(again, update_conflicts=True, unique_fields=["slug"], update_fields=["name", "folded"])
    assert names() == [["p"], [], ["q"]]
    Partner.objects.filter(slug="p").delete()
    assert names() == [[], [], ["q"]]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE partnerships_partner SET folded = ' mot '")
    assert names() == [["q"], [], []]


def test_what_is_rolled_back_is_not_found():
    with transaction.atomic():
        make.partner("p", name="Một")
        assert names() == [["p"], [], []]
        transaction.set_rollback(True)
    assert names() == [[], [], []]


def test_fixtures_are_found(tmp_path):
    one = make.partner("p", name="Một")
    file = tmp_path / "one.json"
    file.write_text(serializers.serialize("json", [one]))
    one.name = "Hai"
    one.save()
    call_command("loaddata", file, verbosity=0)
    assert names() == [["p"], [], []]
    one.delete()
    call_command("loaddata", file, verbosity=0)
    assert names() == [["p"], [], []]


def test_an_import_and_its_undoing_are_found():
    admin = signed_in("admin")
    make.partner("p", name="Một")
    file = "slug,name,kind,status\np,Hai,group,published\nq,Ba,group,published\n"
    made = upload(admin, "partners.csv", file, "partners")
    admin.post(at("confirm", made.pk))
    assert names() == [[], ["p"], ["q"]]
    admin.post(at("undo", made.pk))
    assert Import.objects.get(pk=made.pk).state == Import.State.UNDONE
    assert names() == [["p"], [], []]


@pytest.mark.django_db(transaction=True)
def test_a_flushed_register_finds_nothing_and_what_comes_after():
    make.partner("p", name="Một")
    call_command("flush", interactive=False, verbosity=0)
    assert names() == [[], [], []]
    make.partner("q", name="Hai")
    assert names() == [[], ["q"], []]


def test_every_folded_column_has_an_index():
    assert {model._meta.label for model in indexed()} == {
        *(f"articles.{each}" for each in ("Outlet", "Article", "Passage")),
        *(f"people.{each}" for each in ("Person", "PersonName")),
        *(f"partnerships.{each}" for each in ("Area", "Partner", "PartnerName", "Topic", "Solution", "Agreement")),
        *(f"partnerships.{each}" for each in ("Clause", "Indicator", "Event", "Party", "AreaName")),
    }
    assert install("default") == []  # all are there: nothing is built


@pytest.mark.django_db(transaction=True)
def test_what_migrate_has_dropped_is_put_back():
    make.partner("p", name="Một")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {name(Partner)}_update")
        else:
            cursor.execute(f"DROP INDEX {name(Partner)}")
    Partner.objects.update(folded=" hai ")
    assert install("default") == ["partnerships_partner"]
    assert names() == [[], ["p"], []]
    assert install("default") == []


@pytest.mark.django_db(transaction=True)
def test_the_index_is_built_anew_by_command(capsys):
    make.partner("p", name="Một")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {name(Partner)}({name(Partner)}) VALUES ('delete-all')")
        assert names() == [[], [], []]
    call_command("rebuild_search")
    assert "partnerships_partner" in capsys.readouterr().out.split()
    assert names() == [["p"], [], []]


def test_other_tables_are_found_by_their_own_words():
    agreed = make.agreement("a")
    make.clause(agreed, heading="Đào tạo", condition="khi có vốn")
    make.passage(gist="Hai bên ký")
    assert Clause.objects.public().search("dao von").count() == 1
    assert Passage.objects.public().search('"hai ben"').count() == 1
    PartnerName.objects.create(partner=make.partner(), kind="short", name="Một Hai")
    assert names() == [["vnpt"], ["vnpt"], []]


def test_a_word_finds_the_same_rows_however_many_hold_it(spread):
    """Those that stand in nearly every row, in a few, in one and in none, in one search."""
    for number in range(60):
        agreed = make.agreement(f"c-{number}", title=f"Thỏa thuận hợp tác số {number}", signed="2020")
        make.clause(agreed, heading="Đào tạo" if number % 20 == 0 else "Hạ tầng", text="cho cán bộ")
    assert len(found("hop tac can bo")) == 61
    assert found("hop tac dao tao") == ["c-40", "c-20", "c-0", "a"]
    assert found("hop tac dao tao can bo vinh") == ["a"]
    assert found("hop tac can bo khong") == []


def test_a_search_is_one_query_beside_what_its_words_mean(spread, django_assert_num_queries):
    found("hop tac")
    for query, slugs in (("hop tac vnpt", ["a"]), ("hop tac khong", [])):
        with django_assert_num_queries(3):
            assert found(query) == slugs
