"""What every record shares, tried on the nouns that use it."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers import deserialize
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from articles.models import Article, Outlet, Passage, Reason
from partnerships.models import Clause, Observation, Partner, PartnerName, Party, Signatory
from people.models import Person
from records.checks.asking import all_checks
from records.fields import TermField
from records.models import StaleRecord, Status
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_derived_columns_are_the_same_whoever_writes_them():
    saved = make.outlet("dien-dan", name="Diễn đàn  Doanh nghiệp")
    Outlet.objects.bulk_create([Outlet(slug="trong-loat", name="Diễn đàn Doanh nghiệp")])
    fixture = '[{"model": "articles.outlet", "fields": {"slug": "tu-tep", "name": "Diễn đàn Doanh nghiệp"}}]'
    for loaded in deserialize("json", fixture):
        loaded.save()
    rows = set(Outlet.objects.values_list("name", "folded", "sort_key"))
    assert rows == {("Diễn đàn Doanh nghiệp", " dien dan doanh nghiep ", saved.sort_key)}


def test_bounds_follow_the_date_on_every_save():
    article = make.article(published="6/2018")
    article.published = "[..2014-10-15]"
    article.save(update_fields=["published"])
    stored = Article.objects.values_list("published", "published_earliest", "published_latest").get()
    assert [str(value) for value in stored] == ["[..2014-10-15]", "None", "2014-10-15"]


@pytest.mark.parametrize(
    ("column", "value"),
    [("name", "x" * 301), ("name", ""), ("status", "hidden"), ("url", "javascript:alert(1)")],
)
def test_the_database_itself_refuses(column, value):
    outlet = make.outlet()
    with pytest.raises(Exception, match=r"(?i)check|too long|constraint"), transaction.atomic():
        Outlet.objects.filter(pk=outlet.pk).update(**{column: value})


def test_a_date_that_was_not_understood_is_refused_by_the_database():
    article = make.article()
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="published_known"), transaction.atomic():
        cursor.execute("UPDATE articles_article SET published = %s WHERE id = %s", ["once", article.pk])


def test_every_write_is_nfc_with_single_spaces():
    Person.objects.bulk_create([Person(slug="nfd", name="Pha\u0323m  Đức\u200b Long")])
    assert Person.objects.get().name == "Phạm Đức Long"


def test_the_second_of_two_stale_saves_is_told_and_writes_nothing():
    make.person("le-tien-ninh")
    first, second = Person.objects.get(), Person.objects.get()
    first.description = "Giám đốc Sở"
    first.save()
    second.description = "Người khác"
    with pytest.raises(StaleRecord), transaction.atomic():
        second.save()
    assert Person.objects.values_list("description", "version").get() == ("Giám đốc Sở", 2)
    assert second.version == 1


def test_each_save_is_one_history_row_and_links_have_their_own():
    agreement = make.agreement()
    one, two = make.passage(number=1), make.passage(number=2)
    clause = make.clause(agreement, passages=[one])
    clause.heading = "Hạ tầng"
    clause.save()
    assert clause.set_links("passages", [one, two]) is True
    assert clause.set_links("passages", [two, one]) is False
    assert list(clause.history.values_list("heading", flat=True)) == ["Hạ tầng", "Điều 1"]
    links = Clause.passages.through.history.order_by("history_id").values_list("passage__number", "history_type")
    assert list(links) == [(1, "+"), (2, "+")]


def test_keys_name_rows_without_ids():
    agreement = make.signed_agreement()
    vnpt = Party.objects.get(partner__slug="vnpt")
    passage = make.passage(number=3)
    headline = make.passage(kind="headline", number=0)
    observed = make.observation(make.indicator(), area=make.area("bac-kan"), as_of="[..2020-12]")
    spoke = make.signatory(agreement, make.person(), part=Signatory.Part.SPOKE)
    assert vnpt.key == "nghe-an-2020~vnpt"
    assert (passage.key, headline.key) == ("bai-bao~paragraph-3", "bai-bao~headline")
    assert observed.key == "phu-song-4g~~bac-kan~[..2020-12]"
    assert spoke.key == "nghe-an-2020~pham-duc-long~spoke"
    for row in (agreement, vnpt, passage, headline, observed, spoke):
        assert type(row).objects.by_key(row.key).get() == row
        assert type(row).objects.get_by_natural_key(*row.natural_key()) == row


@pytest.mark.parametrize("key", ["", "x", "~", "a~b~c~d~e", "bai-bao~paragraph-x", "bai-bao~paragraph-9999999999999"])
def test_a_key_of_nothing_finds_nothing(key):
    make.passage()
    assert not list(Passage.objects.by_key(key))
    assert not list(Observation.objects.by_key(key))


def test_a_child_is_public_only_with_every_parent():
    agreement = make.signed_agreement()
    assert Party.objects.public().count() == 2
    Partner.objects.filter(slug="vnpt").update(status=Status.WITHDRAWN)
    assert [party.key for party in Party.objects.public()] == ["nghe-an-2020~ubnd-tinh-nghe-an"]
    type(agreement).objects.update(status=Status.IN_REVIEW)
    assert not Party.objects.public().exists()


def test_an_optional_parent_counts_only_when_there_is_one():
    about_area = make.observation(make.indicator(), area=make.area())
    make.observation(make.indicator("khac"), partner=make.partner(status=Status.DRAFT))
    assert list(Observation.objects.public()) == [about_area]


def test_search_takes_whole_folded_words_in_any_order_and_phrases_together():
    make.partner("ubnd-tinh-thai-binh", name="Ủy ban nhân dân tỉnh Thái Bình")
    make.partner("so-tttt-thai-nguyen", name="Sở Thông tin và Truyền thông Thái Nguyên")

    def found(query):
        return list(Partner.objects.search(query).values_list("slug", flat=True))

    assert found("thai binh") == found("BÌNH  Thái") == found('"thai binh"') == ["ubnd-tinh-thai-binh"]
    assert found("thai") == ["so-tttt-thai-nguyen", "ubnd-tinh-thai-binh"]
    assert found('"binh thai"') == found("tha") == found("thai binh 2014") == []


def test_search_reads_the_other_names():
    vnpt = make.partner(name="Tập đoàn VNPT")
    make.partner_name(vnpt, "Tập đoàn Bưu chính Viễn thông Việt Nam", PartnerName.Kind.OFFICIAL)
    assert list(Partner.objects.search("buu chinh vien thong")) == [vnpt]


def test_a_slug_stays_with_the_record_that_was_published_under_it():
    partner = make.partner("vnpt")
    partner.slug = "tap-doan-vnpt"
    partner.save()
    other = make.partner("vnpt")
    (taken,) = [check for _model, check in all_checks([Partner]) if check.name == "slug-taken"]
    assert [*taken.broken(Partner.objects.all())] == [other]
    other.delete()
    partner.slug = "vnpt"
    partner.save()
    assert not taken.broken(Partner.objects.all())


def test_an_old_address_leads_to_the_record_only_if_both_were_public():
    partner = make.partner("vnpt-cu", status=Status.DRAFT)
    partner.slug = "vnpt-tam"
    partner.status = Status.PUBLISHED
    partner.save()
    partner.slug = "vnpt"
    partner.save()
    assert Partner.objects.by_former_slug("vnpt-tam") == partner
    assert Partner.objects.by_former_slug("vnpt-cu") is None
    partner.status = Status.WITHDRAWN
    partner.save()
    assert Partner.objects.by_former_slug("vnpt-tam") is None


def test_what_is_not_stated_says_why():
    agreement = make.agreement()
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        make.clause(agreement, certainty="inferred")
    assert refused.value.messages == ["What is inferred or disputed needs a reason, or a note that says why."]
    make.clause(agreement, certainty="inferred", note="Bài không in năm.")
    make.clause(agreement, number=2, certainty="inferred", reason=Reason.YEAR_NOT_PRINTED)


def test_the_database_knows_every_term_of_a_closed_list():
    """A term that a migration has added to the choices alone is refused by the column's check."""
    for model in apps.get_models():
        written = checks_of(model._meta.db_table)
        for field in model._meta.local_fields:
            if isinstance(field, TermField):
                missing = [term for term, _label in field.flatchoices if f"'{term}'" not in written]
                assert (model, field.name, missing) == (model, field.name, [])


def checks_of(table: str) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
        else:
            cursor.execute(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'",
                [table],
            )
        return "\n".join(line for (line,) in cursor.fetchall())
