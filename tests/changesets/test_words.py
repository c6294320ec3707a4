"""Words that pages show, in the place of codes, names of columns and slugs."""

from io import BytesIO

import pytest
from django.utils import translation

from changesets import jobs
from changesets.jobs import receive
from changesets.plan.report import columns_called, warnings_of
from partnerships.models import Agreement, Area, AreaName, Partner
from records import names
from records.columns import public
from records.export.formats import FORMATS
from tests import factories as make
from tests.changesets.files import sheet, workbook
from tests.changesets.test_cells import planned, told

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def changes(upload):
    return {tuple(change) for page in upload.pages.all() for row in page.rows for change in row["changes"]}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("change", [str, str.upper, lambda label: f" {label} "])
def test_a_label_of_either_language_is_taken_for_its_code(language, change):
    for number, (code, label) in enumerate(Partner.Kind.choices):
        with translation.override(language):
            written = change(str(label))
        upload = planned(f'slug,name,kind\np-{number},Tên {number},"{written}"\n', "partners")
        assert (told(upload), ("kind", "", code) in changes(upload)) == ([], True)


def test_yes_and_no_are_read_in_both_languages():
    make.article("bai", status="draft")
    for word in ("Có", "yes", "đúng", "true", "1"):
        assert ("title_is_ours", "false", "true") in changes(planned(f"slug,title_is_ours\nbai,{word}\n", "articles"))


@pytest.mark.parametrize(
    "headings",
    ["Slug,Tên,Mô tả", "Định danh (slug),Tên (name),Mô tả (description)", "Slug,Name,Description", "slug,TÊN,mô tả"],
)
def test_the_headings_that_pages_show_are_taken(headings):
    make.partner("vnpt", name="VNPT", status="draft")
    upload = planned(f"{headings}\nvnpt,Tập đoàn VNPT,Nhà cung cấp\n", "partners")
    assert told(upload) == []
    assert changes(upload) == {("name", "VNPT", "Tập đoàn VNPT"), ("description", "", "Nhà cung cấp")}


def test_a_heading_and_its_label_are_the_same_column_twice():
    assert told(planned("slug,name,Tên\nvnpt,A,B\n", "partners")) == [
        "Line 1, Tên: “name” is the same column: keep one of the two."
    ]


@pytest.mark.parametrize("written", ["Tỉnh Nghệ An", "Nghệ An", "nghệ an", "Xứ Nghệ"])
def test_the_name_of_one_record_is_read_as_its_slug_and_said(written):
    make.area("nghe-an", name="Nghệ An", designation="Tỉnh")
    AreaName.objects.create(area=Area.objects.get(), kind="variant", name="Xứ Nghệ")
    make.partner("vnpt", name="VNPT", status="draft")
    upload = planned(f"slug,area\nvnpt,{written}\n", "partners")
    assert (told(upload), changes(upload)) == ([], {("area", "", "nghe-an")})
    assert warnings_of(upload) == [("partners", 2, f"area “{written}” was read as nghe-an.")]


def test_what_is_said_of_a_cell_names_its_heading_as_typed():
    make.area("nghe-an", name="Nghệ An")
    make.partner("vnpt", name="VNPT", status="draft")
    upload = planned("SLUG,AREA\nvnpt,Nghệ An\n", "partners")
    assert warnings_of(upload) == [("partners", 2, "AREA “Nghệ An” was read as nghe-an.")]
    assert columns_called(upload, "partners")["area"] == "AREA"


def test_a_name_that_is_stored_already_changes_nothing():
    make.partner("vnpt", name="VNPT", area=make.area("nghe-an", name="Nghệ An"), status="draft")
    assert planned("slug,area\nvnpt,Nghệ An\n", "partners").unchanged == 1


def test_a_part_is_found_by_names_and_each_of_several_names_is_read():
    agreement = make.agreement("a", status="draft")
    make.partner("vnpt", name="VNPT")
    upload = planned("agreement,partner,side\na,VNPT,Provider\n", "parties")
    assert told(upload) == []
    assert warnings_of(upload) == [("parties", 2, "partner “VNPT” was read as vnpt.")]
    assert agreement.slug == "a"


def test_a_short_form_and_what_it_stands_for_are_one_name():
    agreement = make.agreement("a", status="draft")
    make.partner("ubnd-nghe-an", name="UBND tỉnh Nghệ An")
    upload = planned(f"agreement,partner,side\n{agreement.slug},Uỷ ban nhân dân tỉnh Nghệ An,public_body\n", "parties")
    assert (told(upload), upload.created) == ([], 1)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Trần Văn Hùng", True),
        ("trần văn HÙNG", True),
        ("Tran Van Hung", True),  # who types no marks leaves them to be found
        ("Trần Văn Hưng", False),
        ("Trần Văn Hung", False),
    ],
)
def test_names_that_differ_in_marks_are_two(written, read):
    make.person("hung", name="Trần Văn Hùng")
    make.agreement("a", status="draft")
    upload = planned(f"agreement,person,part\na,{written},signed\n", "signatories")
    said = f"Line 2, person “{written}”: There is no person “{written}”. Did you mean “hung”?"
    assert told(upload) == ([] if read else [said])


@pytest.mark.parametrize(
    ("typed", "name", "same"),
    [
        ("Uỷ ban nhân dân tỉnh Thanh Hoá", "UBND tỉnh Thanh Hóa", True),
        ("HDND tỉnh Thanh Hóa", "HĐND tỉnh Thanh Hóa", True),
        ("Trần Thị Ái", "Trần Thị Ai", False),
        ("Ủy ban nhân dân tỉnh Thanh Hòa", "UBND tỉnh Thanh Hóa", False),
        ("Đo Đạc", "Đo Đac", False),
    ],
)
def test_a_tone_may_stand_on_either_letter_and_a_short_form_for_its_words(typed, name, same):
    assert names.means(typed, name) == same


def test_what_is_meant_is_looked_for_among_names_that_begin_alike(monkeypatch):
    monkeypatch.setattr(names, "ALIKE", 2)
    for number in range(4):
        make.person(f"a-{number}", name=f"A {number}")
    make.person("tran-van-hung", name="Trần Văn Hùng")
    make.agreement("a", status="draft")
    upload = planned("agreement,person,part\na,Trần Văn Hungg,signed\n", "signatories")
    assert told(upload)[0].endswith("Did you mean “tran-van-hung”?")


def test_titles_and_labels_are_names_too():
    make.agreement("a", title="Thỏa thuận VNPT với Nghệ An", status="draft")
    make.topic("y-te", label_vi="Y tế", label_en="Health")
    upload = planned("agreement,number,heading,topics\nThỏa thuận VNPT với Nghệ An,1,Y tế,Health\n", "clauses")
    assert told(upload) == []
    read = ["agreement “Thỏa thuận VNPT với Nghệ An” was read as a.", "topics “Health” was read as y-te."]
    assert [said for _table, _line, said in warnings_of(upload)][:2] == read


def test_of_several_records_of_one_name_none_is_taken_and_all_are_proposed():
    make.area("hue", name="Huế")
    make.area("hue-cu", name="Huế")
    make.partner("vnpt", status="draft")
    assert told(planned("slug,area\nvnpt,Huế\n", "partners")) == [
        "Line 2, area “Huế”: More than one area is called “Huế”: write “hue”, “hue-cu”, whichever is meant."
    ]


def test_the_public_download_is_imported_and_what_follows_from_others_is_left_aside():
    agreement = make.agreement(
        "a", kind="memorandum", passages=[make.passage(number=1), place := make.passage(number=2)]
    )
    make.reads(agreement, place, period="2016/2019", signed="")
    columns = public(Agreement.columns())
    rows = Agreement.objects.public().rows(columns)
    upload = planned(b"".join(FORMATS["csv"]().write(columns, rows)).decode(), "agreements")
    assert (told(upload), upload.unchanged) == ([], 1)
    derived = ", ".join(column.name for column in columns if column.derived and column.name != "readings")
    assert upload.summary[0]["note"] == f"Left aside, because they follow from other columns: {derived}."


def test_parties_are_named_by_name_within_their_agreement():
    agreement = make.agreement("a", status="draft")
    for slug, name in (("vnpt", "VNPT"), ("vnpt-2", "VNPT"), ("so-y-te", "Sở Y tế")):
        make.partner(slug, name=name)
    make.party(agreement, Partner.objects.get(slug="vnpt"))
    upload = planned("agreement,number,heading,obligors\na,1,Y tế,VNPT\n", "clauses")
    assert (told(upload), ("obligors", "", "vnpt") in changes(upload)) == ([], True)
    assert told(planned("agreement,number,heading,obligors\na,1,Y tế,Sở Y tế\n", "clauses")) == [
        "Line 2, obligors “Sở Y tế”: “Sở Y tế” is no party of “a”. There are: “vnpt”."
    ]


def test_a_name_that_the_file_itself_brings_is_read():
    make.agreement("a", status="draft")
    book = workbook(
        sheet(
            ["slug", "name", "kind", "parent"], ["so", "Sở Y tế", "department", ""], ["tt", "TT", "other", "Sở Y tế"]
        ),
        sheet(["agreement", "partner", "side"], ["a", "Sở Y tế", "public_body"]),
        sheet(["agreement", "number", "heading", "obligors"], ["a", "1", "Y tế", "Sở Y tế"]),
        names=["partners", "parties", "clauses"],
    )
    upload = receive(BytesIO(book), "a.xlsx", owner=None, table="")
    jobs.plan_now(upload)
    assert told(upload) == []
    assert {("parent", "", "so"), ("obligors", "", "so")} <= changes(upload)


@pytest.mark.parametrize("written", ["bai#đoạn 2", "bai#Paragraph 2", "bai#paragraph-2", "Bài về y tế#đoạn 2"])
def test_places_are_named_as_pages_name_them(written):
    make.passage(make.article("bai", title="Bài về y tế"), 2)
    make.agreement("a", status="draft")
    upload = planned(f"slug,passages\na,{written}@signed\n", "agreements")
    assert (told(upload), changes(upload)) == ([], {("passages", "", "bai#paragraph-2@signed")})
