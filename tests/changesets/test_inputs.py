"""What people write means the same in a file, a form, a filter of a page and the API."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from changesets import jobs
from changesets.plan.apply import confirm
from changesets.plan.report import warnings_of
from partnerships.filters import AgreementFilterSet
from partnerships.models import Agreement, Partner
from tests import factories as make
from tests.partnerships.desk.test_timeline import at as timeline

from .test_cells import planned, told
from .test_words import changes
from .uploading import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *((typed, "2017-10-27") for typed in ("ngày 27 tháng 10 năm 2017", "ngày 27/10/2017", "27 tháng 10 năm 2017")),
        *(
            (typed, "2017-10-27")
            for typed in ("2017-10-27 00:00:00", "2017-10-27T00:00:00", "27-10-2017", "27.10.2017")
        ),
        *((typed, "2017-10") for typed in ("tháng 10 năm 2017", "tháng 10/2017")),
        ("năm 2017", "2017"),
        *((typed, "[2018-07..2018-09]") for typed in ("quý III/2018", "quý 3 năm 2018")),
        ("6 tháng đầu năm 2020", "[2020-01..2020-06]"),
        ("22 Apr 2016", "2016-04-22"),
        ("August 11, 2020", "2020-08-11"),
    ],
)
def test_a_date_in_words_is_read_at_every_door(typed, read):
    upload = planned(f'slug,title,kind,signed\na,A,memorandum,"{typed}"\n', "agreements")
    assert (told(upload), ("signed", "", read) in changes(upload)) == ([], True)
    assert Agreement._meta.get_field("signed").clean(typed, None) == read
    make.agreement("mot", signed=read)
    query = QueryDict(mutable=True)
    query["signed_from"] = typed
    asked = AgreementFilterSet(query)
    assert (asked.problems(), [row.slug for row in asked.qs]) == ([], ["mot"])
    assert [row["slug"] for row in Client().get("/api/v1/agreements/", {"signed_from": typed}).json()["results"]] == [
        "mot"
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        *((typed, "there is no month 0") for typed in ("2017-00-15", "00/05/2017", "2017-05-00", "2017-00-00")),
        *((typed, "there is no month 0") for typed in ("00/2017", "15/00/2017")),
        ("6/30/2013", "Then write 30/06/2013."),
        ("cuối năm 2018", "such as 2018."),
        ("2017-10-27 14:30:00", ""),
        ("2" * 61, "at most 60 characters"),
    ],
)
def test_what_is_no_date_is_refused_at_every_door_in_its_own_words(typed, said):
    (fault,) = told(planned(f"slug,title,kind,signed\na,A,memorandum,{typed}\n", "agreements"))
    with pytest.raises(ValidationError) as refused:
        Agreement._meta.get_field("signed").clean(typed, None)
    answer = Client().get("/api/v1/agreements/", {"signed_from": typed}, headers={"accept-language": "en"})
    assert answer.status_code == 400
    for told_here in (fault, refused.value.messages[0], str(answer.json())):
        assert (said in told_here, typed[:20] in told_here or len(typed) > 60) == (True, True)


@pytest.mark.parametrize("period", ["2017-00-00/2020-00-00", "8/1/2011 - 6/30/2013", "2018-02-30/2020"])
def test_in_a_period_what_is_wrong_is_named_as_typed(period):
    wrong = {"8": "6/30/2013"}.get(period[0], period.partition("/")[0])
    (fault,) = told(planned(f"slug,title,kind,period\na,A,memorandum,{period}\n", "agreements"))
    assert f": “{wrong}”" in fault
    with pytest.raises(ValidationError, match=f"“{wrong}”"):
        Agreement._meta.get_field("period").clean(period, None)


def test_one_date_with_the_month_first_is_told_by_itself_and_no_column():
    assert told(planned("slug,title,kind,signed\na,A,memorandum,12/25/2020\n", "agreements")) == [
        "Line 2, signed “12/25/2020”: “12/25/2020” is no day of the calendar. Is the month first in it? "
        "Then write 25/12/2020."
    ]


@pytest.mark.parametrize(
    "name", ["S? Thông tin và Truy?n thông B?c Ninh", "S? Y t?", "S\ufffd Y t\ufffd", "Hаnoi", "Sở\x07 Y tế"]
)
def test_damaged_text_is_refused_at_every_door(name):
    assert len(told(planned(f"slug,name,kind\na,{name},department\n", "partners"))) == 1
    with pytest.raises(ValidationError):
        Partner._meta.get_field("name").clean(name, None)


def test_a_question_mark_behind_a_word_is_none():
    assert told(planned("slug,name,kind\na,Ai ký?,department\n", "partners")) == []


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Sở Y tế Ðà Nẵng", "Sở Y tế Đà Nẵng"),
        ("Sở Y tế Ɖà Nẵng", "Sở Y tế Đà Nẵng"),
        ("\u202eTPNV miền Tây", "TPNV miền Tây"),
        ("\u2067Sở\u2069 القاهرة", "Sở القاهرة"),
    ],
)
def test_what_only_looks_so_is_mended_and_its_like_is_warned_of(typed, stored):
    make.partner("co-san", name=stored, kind="department")
    upload = planned(f"slug,name,kind\na,{typed},department\n", "partners")
    assert ("name", "", stored) in changes(upload)
    assert Partner._meta.get_field("name").clean(typed, None) == stored
    alike, *nowhere = ((line, said[:43]) for _table, line, said in warnings_of(upload))
    assert alike == (2, "It goes by almost the same name as another:")
    assert nowhere == [(2, "It is a body of some place, and its area is")] * stored.startswith("Sở")
    assert [row["slug"] for row in Client().get("/api/v1/partners/", {"search": typed}).json()["results"]] == ["co-san"]


@pytest.mark.parametrize(
    ("table", "content"),
    [
        ("agreements", "slug,title,kind,signed,period\na,A,memorandum,2021-05-01,2014/2020\n"),
        ("agreements", "slug,title,kind,signed,terminated\na,A,memorandum,2018,2015\n"),
        ("agreements", "slug,title,kind,signed\na,A,memorandum,11/2/2071\n"),
        ("positions", "person,partner,title,started,ended\nlan,vnpt,Giám đốc,2020,2015\n"),
        ("areas", "slug,name,level,founded,ended\na,A,province,2025,2020\n"),
        ("positions", "person,partner,title,started\nlan,vnpt,Giám đốc,2/11/2071\n"),
    ],
)
def test_dates_that_cannot_be_together_are_refused_or_warned_of(table, content):
    make.person("lan")
    make.partner("vnpt")
    upload = planned(content, table)
    assert [said for said in told(upload) if "Line 2" in said] or [line for _t, line, _s in warnings_of(upload)] == [2]


def test_the_history_names_the_passages_that_a_file_takes_away_and_brings():
    article = make.article("bai", title="Bài")
    first, *_more = [make.passage(article, number) for number in (1, 2, 3)]
    agreement = make.agreement("a", status="draft", passages=[first])
    agreement.save()
    editor = signed_in("editor")
    for cited, old, new in (
        ("bai#paragraph-2;bai#paragraph-3", "Bài, paragraph 1", "Bài, paragraph 2; Bài, paragraph 3"),
        ("bai#paragraph-2", "Bài, paragraph 2; Bài, paragraph 3", "Bài, paragraph 2"),
    ):
        upload = planned(f"slug,passages\na,{cited}\n", "agreements")
        assert confirm(upload, None)
        jobs.apply_now(upload)
        latest = editor.get(timeline("timeline", agreement)).context["events"][0]
        assert [tuple(each)[:3] for change in latest.changes for each in change.differences] == [("passages", old, new)]


def test_who_took_the_place_of_another_has_its_agreements_everywhere():
    before, now = make.partner("thai-binh", name="UBND tỉnh Thái Bình"), make.partner("hung-yen", name="UBND Hưng Yên")
    make.succession(before, now, date="2025-07-01")
    make.party(make.agreement("a", title="Thỏa thuận A", period="2020/2035"), before)
    client = Client()
    assert "Thỏa thuận A" in client.get("/en/partners/hung-yen/").text
    found = client.get("/api/v1/agreements/?lineage=hung-yen").json()["results"]
    assert [row["slug"] for row in found] == ["a"]
    assert "Thỏa thuận A" in client.get("/en/partners/hung-yen/agreements.ics").content.decode()
