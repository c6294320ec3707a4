"""What cells are refused with, and the one spelling of what names a record."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import DecimalField, IntegerField
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext

from changesets import jobs
from changesets.jobs import receive
from changesets.models import Import
from changesets.plan.plain_cells import refuse_unclear_number
from changesets.plan.report import faults_of, warnings_of
from partnerships.models import Area
from records.export.values import shortened
from tests import factories as make

State = Import.State
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def planned(content, table):
    upload = receive(BytesIO(content.encode()), "table.csv", owner=None, table=table)
    jobs.plan_now(upload)
    return upload


def told(upload):
    return [str(fault) for _table, fault in faults_of(upload)]


# One spelling


@pytest.mark.parametrize(
    ("cell", "refused"),
    [
        ("bai#paragraph-1;bai~paragraph-1", ["bai~paragraph-1"]),
        ("bai~paragraph-1", ["bai~paragraph-1"]),
        ("bai~paragraph-2;bai~headline", ["bai~paragraph-2", "bai~headline"]),
    ],
)
def test_a_passage_is_named_in_one_way(cell, refused):
    make.agreement("nghe-an", status="draft", passages=[make.passage(make.article("bai"))])
    said = [f"“{each}”: write {each.replace('~', '#')}." for each in refused]
    assert told(planned(f"slug,passages\nnghe-an,{cell}\n", "agreements")) == [
        f"Line 2, passages “{cell}”: {each}" for each in said
    ]


def test_naming_a_passage_twice_is_naming_it():
    make.agreement("nghe-an", status="draft", passages=[make.passage(make.article("bai"))])
    twice = "bai#paragraph-1;  bai#paragraph-1 ;bai#para\u200bgraph-1"
    upload = planned(f"slug,passages\nnghe-an,{twice}\n", "agreements")
    assert (told(upload), upload.unchanged) == ([], 1)


def test_the_same_name_spelt_twice_is_one():
    upload = planned("slug,name,kind,names\nvnpt,VNPT,group,short=VN  PT; short = VN PT\n", "partners")
    ((row,),) = [page.rows for page in upload.pages.all()]
    assert row["changes"][-1] == ["names", "", "short=VN PT"]
    assert upload.state == State.PLANNED


@pytest.mark.parametrize(("stored", "new"), [("bao-moi", "Bao-Moi"), ("Bao-Moi", "bao-moi"), ("BAO-moi", "bao-MOI")])
def test_a_new_slug_differs_from_others_in_more_than_case(stored, new):
    make.outlet(stored)
    make.outlet("Khac-HAN")
    assert told(planned(f"slug,name\n{new},Báo Mới\n{stored},Báo\nkhac,Khác\n", "outlets"))[0] == (
        f"Line 2, slug “{new}”: There is “{stored}”: write it so."
    )


@pytest.mark.parametrize(("first", "second"), [("bao-moi", "Bao-Moi"), ("Bao-Moi", "bao-moi")])
def test_two_new_slugs_differ_in_more_than_case(first, second):
    message = f"Line 3, slug “{second}”: Line 2 of the file is about the same record."
    assert told(planned(f"slug,name\n{first},A\n{second},B\n", "outlets")) == [message]


# Sentences


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("title_is_ours", "maybe", "Say “true” or “false”."),
        ("published_time", "14h30", "This is no time of day: write it as 14:30."),
        ("published_time", "25:10", "This is no time of day: write it as 14:30."),
        ("url", "www.vnpt.vn", "This is no web address: write it as https://example.vn/page."),
    ],
)
def test_what_would_be_right_is_said_by_an_example(column, value, message):
    make.article("bai", status="draft")
    assert told(planned(f"slug,{column}\nbai,{value}\n", "articles")) == [f"Line 2, {column} “{value}”: {message}"]


def test_the_sentences_are_in_the_language_of_the_reader():
    make.article("bai", status="draft")
    with translation.override("vi"):
        (said,) = told(planned("slug,title_is_ours\nbai,maybe\n", "articles"))
        assert said == f"Dòng 2, title_is_ours “maybe”: {gettext('Say “true” or “false”.')}"


@pytest.mark.parametrize(
    ("table", "content", "message"),
    [
        ("agreements", "slug,kind\na,{long}\n", "“{short}” is none of these: "),
        ("parties", "agreement,partner,side\n{long},x,neither\n", "There is no agreement “{short}”."),
        ("agreements", "slug,passages\na,{long}\n", "There is no passage “{short}”."),
        ("clauses", "agreement,number\na,{long}\n", "“{short}” is no whole number."),
        ("articles", "slug,published_time\na,{long}\n", "This is no time of day: write it as 14:30."),
    ],
)
def test_a_long_value_is_shortened_where_it_is_told(table, content, message):
    make.agreement("a", status="draft")
    make.article("a", status="draft")
    upload = planned(content.format(long="dài" * 100), table)
    ((_table, fault),) = [each for each in faults_of(upload) if "dài" in each[1].value]
    short = ("dài" * 100)[:80] + "…"
    assert fault.value == short
    assert fault.message.startswith(message.format(short=short))


# Dates


def test_a_column_that_has_the_month_first_is_told_as_one_and_a_mirror_image_is_warned_of():
    make.agreement("a", status="draft", signed="2018-08-02")
    make.agreement("b", status="draft", signed="2017-10-27")
    make.agreement("c", status="draft", signed="2018-08-08")
    upload = planned("slug,signed\na,8/2/2018\nb,10/27/2017\nc,8/8/2018\n", "agreements")
    assert told(upload) == [
        "Line 3, signed “10/27/2017”: This column seems to have the month first: write its dates with the day first, "
        "all of them.",
        "Line 3, signed “10/27/2017”: “10/27/2017” is no day of the calendar. Is the month first in it? "
        "Then write 27/10/2017.",
    ]
    assert warnings_of(upload) == [
        ("agreements", 2, "signed “8/2/2018”: its day and month change places: 2018-08-02 becomes 2018-02-08.")
    ]


@pytest.mark.parametrize("typed", ["ngày 2 tháng 8 năm 2018", "August 2, 2018", "2018-08-02 00:00:00"])
def test_a_date_in_words_says_what_is_stored(typed):
    make.agreement("a", status="draft", signed="2018-08-02")
    upload = planned(f'slug,signed\na,"{typed}"\n', "agreements")
    assert (told(upload), upload.unchanged) == ([], 1)


# Damage


@pytest.mark.django_db
def test_damaged_text_is_refused_in_files_and_forms_alike():
    said = "“T?nh”: letters were lost on its way, and a sign stands in their place. Take it from the original again."
    remedy = "Open the original file again, and save it as “CSV UTF-8” or XLSX."
    assert told(planned("slug,name,level\na,T?nh A,province\n", "areas")) == [f"Line 2, name “T?nh A”: {said} {remedy}"]
    with pytest.raises(ValidationError) as refused:
        Area(slug="a", name="T?nh A", level="province").clean_fields()
    assert refused.value.message_dict == {"name": [said]}


# Numbers


def test_a_number_with_three_digits_behind_its_point_is_asked_about():
    make.indicator("i", status="draft")
    make.area("a")
    values = ("1.234", "77.5", "12.345", '"77,5"', '"3.359,80"', '"1,234"')
    rows = "".join(f"i,,a,{year},{value},draft\n" for year, value in enumerate(values, start=2011))
    upload = planned(f"indicator,partner,area,as_of,value,status\n{rows}", "observations")
    asked = "is read with three decimals. If thousands are meant, write"
    assert warnings_of(upload) == [
        ("observations", 2, f"value “1.234” {asked} 1234."),
        ("observations", 4, f"value “12.345” {asked} 12345."),
    ]
    assert [each.partition(": ")[2] for each in told(upload)] == [
        "“77,5”: write 77.5.",
        "“3.359,80”: write 3359.80.",
        "“1,234”: write 1.234.",
    ]


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("1.234", "“1.234” is no whole number. If thousands are meant, write 1234."),
        ("1,5", "“1,5” is no whole number."),
        ("6 nội dung", "“6 nội dung”: write 6."),
        ("khoảng 1.234.567 điểm", "“khoảng 1.234.567 điểm”: write 1234567."),
        ("sáu", "“sáu” is no whole number."),
    ],
)
def test_a_whole_number_is_written_as_one(number, message):
    make.agreement("a", status="draft")
    said = told(planned(f'agreement,number,heading\na,"{number}",Y tế\n', "clauses"))
    assert said == [f"Line 2, number “{number}”: {message}"]


@pytest.mark.parametrize("text", ["9" * 8000 + "x", "1" + "," * 8000 + "1", "." * 8000])
def test_no_column_takes_a_number_so_long_and_no_pattern_is_tried_on_it(text):
    for field, said in (
        (DecimalField(), "This is no number."),
        (IntegerField(), f"“{shortened(text)}” is no whole number."),
    ):
        with pytest.raises(ValidationError) as refused:
            refuse_unclear_number(field, text)
        assert refused.value.messages == [said]


# Questions to the database


@pytest.mark.parametrize(
    ("table", "headings", "row"),
    [
        ("areas", "slug,name,level,code,scheme,parent", "{slug},{slug} mới,province,{number},gso,nuoc"),
        ("partners", "slug,name,kind,names,area", "{slug},{slug} mới,group,short={slug},nuoc"),
    ],
)
def test_planning_asks_as_much_for_40_rows_as_for_4(table, headings, row):
    make.area("nuoc", level="country")

    def queries(start, rows):
        numbers = range(start, start + rows)
        for number in numbers[2:]:
            one = make.area if table == "areas" else make.partner
            one(f"r-{number}", status="draft")
        lines = "".join(row.format(slug=f"r-{number}", number=number) + "\n" for number in numbers)
        upload = receive(BytesIO(f"{headings}\n{lines}".encode()), "x.csv", owner=None, table=table)
        with CaptureQueriesContext(connection) as found:
            jobs.plan_now(upload)
        assert upload.counts() == {"created": 2, "updated": rows - 2, "unchanged": 0, "refused": 0}
        return len(found)

    few = queries(100, 4)  # of two that there are already, each looks like the other
    assert queries(200, 40) <= few <= 96
