"""What people write in sheets of their own, kind by kind; and one that an officer might keep."""

from pathlib import Path

import pytest
from django.utils import translation

from changesets.plan.report import faults_of
from changesets.readers.matching import guessed
from changesets.readers.merged_cells import filled
from partnerships.models import Agreement, Partner
from partnerships.models.sheet_dates import read_period, read_signing
from partnerships.models.sheet_parties import sides_of
from partnerships.models.sheet_words import addresses, is_person, looks_joined, parted, person_and_office
from people.models import Person
from records.sheet_names import SheetNames
from tests import factories as make

from .test_sheets import applied, match, upload
from .uploading import signed_in

pytestmark = pytest.mark.one_database

OFFICERS = Path(__file__).with_name("officers.xlsx")


@pytest.fixture(autouse=True)
def _here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("signed", "period", "read", "doubts"),
    [
        ("16/4/2021", "không thời hạn", ("2021-04-16", "2021-04-16/.."), 1),
        ("2021", "vô thời hạn", ("2021", "2021/.."), 1),
        ("", "không xác định thời hạn", (None, None), 1),
        ("đầu năm 2021", "2021÷2025", ("2021", "2021/2025"), 1),
        ("giữa tháng 3/2021", "đầu năm 2021 - cuối năm 2025", ("2021-03", "2021/2025"), 2),
        ("03/04/21", "", ("2021-04-03", None), 1),
        ("43035", "", ("2017-10-27", None), 1),
        ("18/12/2019 (dự kiến)", "2020-2025 (giai đoạn 1)", ("2019-12-18", "2020/2025"), 2),
        ("chưa rõ", "dài hạn", (None, None), 1),
        ("31/2/2022", "5 năm", ("31/2/2022", None), 0),
        ("quý III/2018", "5 năm", ("[2018-07..2018-09]", None), 1),
        ("18/12/2019", "5 năm, tự động gia hạn", ("2019-12-18", "2019-12-18/2024-12-18"), 1),
        ("2020", "31/12/2025", ("2020", "../2025-12-31"), 1),
    ],
)
def test_a_date_is_taken_as_far_as_it_is_known_and_asked_about(signed, period, read, doubts):
    texts, first = read_signing({"signed": signed, "period": period})
    texts, more = read_period(texts)
    assert (texts.get("signed"), texts.get("period") or None, len(first + more)) == (*read, doubts)


def test_what_is_in_sight_behind_a_period_is_its_vision_and_its_ends_may_be_said_in_words():
    assert read_period({"period": "2021-2025, tầm nhìn đến năm 2030"})[0] == {
        "period": "2021-2025",
        "vision": "2030",
    } | {"period": "2021/2025"}
    ends = {"signed": "2020-01-02", "period.from": "ngày ký", "period.until": "vô thời hạn"}
    assert read_period(ends)[0]["period"] == "2020-01-02/.."
    assert read_period({"period.from": "quý III/2018", "period.until": "3 năm"})[0]["period"] == "2018-07/2021-07"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("UBND tỉnh Phú Yên và UBND tỉnh Khánh Hòa", ["UBND tỉnh Phú Yên", "UBND tỉnh Khánh Hòa"]),
        ("Viettel, FPT", ["Viettel", "FPT"]),
        ("Sở Thông tin và Truyền thông", ["Sở Thông tin và Truyền thông"]),
        ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Sở Thông tin và Truyền thông, Viettel", ["Sở Thông tin và Truyền thông", "Viettel"]),
        ("Viettel, Becamex IDC", ["Viettel", "Becamex IDC"]),
        ("Becamex IDC và FPT", ["Becamex IDC", "FPT"]),
        ("Sở Văn Hóa, Du Lịch", ["Sở Văn Hóa, Du Lịch"]),
        ("Liên danh Viettel - CMC", ["Viettel", "CMC"]),
        ("UBND huyện Mộc Châu, tỉnh Sơn La", ["UBND huyện Mộc Châu, tỉnh Sơn La"]),
        ("UBND tỉnh Lào Cai, tỉnh Sơn La", ["UBND tỉnh Lào Cai", "tỉnh Sơn La"]),
    ],
)
@pytest.mark.django_db
def test_names_of_bodies_are_parted_where_each_begins_as_one(text, names):
    found = sides_of({"parties.partner": text}, SheetNames(), {})
    assert [side.name.removeprefix("UBND ") for side in found] == [name.removeprefix("UBND ") for name in names]
    assert [each for side in found for each in side.doubts] == (
        [f"“{text}” was taken for several: “{'”, “'.join(names)}”."]
        if len(names) > 1
        else [f"“{text}” was taken for one: write “;” between several."]
        if "Du Lịch" in text
        else []
    )


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("Chủ tịch UBND tỉnh Lê Minh Tường", "Lê Minh Tường", "Chủ tịch UBND tỉnh"),
        ("TGĐ Phạm Đức Huy", "Phạm Đức Huy", "TGĐ"),
        ("Phó CT UBND TP Nguyễn Thực Hành", "Nguyễn Thực Hành", "Phó CT UBND TP"),
        ("Giám đốc Viettel Sơn La Vũ Đình Nam", "Vũ Đình Nam", "Giám đốc Viettel Sơn La"),
        ("Chủ tịch UBND TP Hồ Chí Minh Phan Văn Một", "Phan Văn Một", "Chủ tịch UBND TP Hồ Chí Minh"),
        ("Phó Chủ tịch Lê A, Trưởng ban", "Lê A", "Phó Chủ tịch, Trưởng ban"),
        ("Giám đốc - Bà Lê Thị Hai", "Lê Thị Hai", "Giám đốc"),
        ("Giám đốc, ông Y Một", "Y Một", "Giám đốc"),
        ("Đại tá Phạm Đức Long, Phó TGĐ", "Phạm Đức Long", "Phó TGĐ"),
        ("Chủ tịch UBND tỉnh Lâm Đồng", "Chủ tịch UBND tỉnh Lâm Đồng", ""),
        ("Chủ tịch UBND TP Hồ Chí Minh", "Chủ tịch UBND TP Hồ Chí Minh", ""),
    ],
)
def test_an_office_may_stand_before_a_name_and_a_rank_is_no_part_of_it(text, name, office):
    assert person_and_office(text) == (name, office)


def test_what_may_be_several_and_is_taken_for_one_is_asked_about():
    assert [*map(looks_joined, ("Viettel, Becamex IDC", "Sở Văn hóa, Thể thao và Du lịch", "Lê A, Giám đốc"))] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Lê Văn Dung và Trần Văn Giang", ["Lê Văn Dung", "Trần Văn Giang"]),
        ("Ông Hồ Văn Hai, Ông Lý Văn Ích", ["Ông Hồ Văn Hai", "Ông Lý Văn Ích"]),
        ("Bà Đỗ Thị Bốn, Phó Chủ tịch UBND tỉnh", ["Bà Đỗ Thị Bốn, Phó Chủ tịch UBND tỉnh"]),
        ("Ông A Văn Bình, Giám đốc và Bà Lê C, Chủ tịch", ["Ông A Văn Bình, Giám đốc", "Bà Lê C, Chủ tịch"]),
        ("Dang Van Minh and Pham Anh Tuan", ["Dang Van Minh", "Pham Anh Tuan"]),
    ],
)
def test_names_of_people_are_parted_where_each_begins_as_one(text, names):
    assert parted(text, is_person) == names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://a.vn/1; https://b.vn/2", ["https://a.vn/1", "https://b.vn/2"]),
        ("https://a.vn/1 https://b.vn/2\nhttps://c.vn/3", ["https://a.vn/1", "https://b.vn/2", "https://c.vn/3"]),
        ("https://a.vn/1,https://b.vn/tin,2", ["https://a.vn/1", "https://b.vn/tin,2"]),
        ("Link: congthuong.vn/bai-1.html", ["congthuong.vn/bai-1.html"]),
        ("https://web.archive.org/web/2019/https://a.vn/1", ["https://web.archive.org/web/2019/https://a.vn/1"]),
        ("Báo Một", []),
    ],
)
def test_several_links_stand_in_a_cell_and_one_may_lack_https(text, found):
    assert addresses(text) == found


PUBLIC, BUSINESS = ["UBND tỉnh Lào Cai", "Sở Y tế Hà Nội"], ["Viettel", "FPT"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "names"),
    [
        (
            {
                "Người ký A": [],
                "Chức vụ A": [],
                "Người ký B": [],
                "Chức danh B": [],
                "Bên A": BUSINESS,
                "Bên B": PUBLIC,
            },
            "signatories.provider signatories.provider.office signatories.partner signatories.partner.office "
            "parties.provider parties.partner",
        ),
        (
            {
                "Đơn vị ký bên A": PUBLIC,
                "Đơn vị ký bên B": BUSINESS,
                "Đại diện Bên A": [],
                "Chức vụ": [],
                "Đại diện B": [],
            },
            "parties.partner parties.provider signatories.partner signatories.partner.office signatories.provider",
        ),
        (
            {
                "Đơn vị": PUBLIC,
                "Đối tác": BUSINESS,
                "Đại diện đối tác": [],
                "Báo đưa tin": ["Báo Một"],
                "Nguồn": ["a.vn/1"],
            },
            "parties.partner parties.provider signatories.provider articles.outlet articles.url",
        ),
    ],
)
def test_a_side_is_told_by_its_letter_its_words_and_who_stands_there(columns, names):
    rows = [[(cells * 2 or ["", ""])[at] for cells in columns.values()] for at in range(2)]
    assert [*guessed(Agreement, [*columns], rows).values()] == names.split()


def test_merged_cells_are_filled_downwards_and_headings_of_two_lines_are_one():
    rows = [
        (1, ["BẢNG", "", ""]),
        (2, ["TT", "Bên A", ""]),
        (3, ["", "Tên", "Người ký"]),
        (4, ["1", "X", "A"]),
        (5, ["", "", "B"]),
    ]
    found = [*filled(rows, ["A1:C1", "A2:A3", "B2:C2", "A4:A5", "B4:B5"])]
    assert found == [(2, ["TT", "Bên A Tên", "Bên A Người ký"]), (4, ["1", "X", "A"]), (5, ["1", "X", "B"])]


@pytest.mark.django_db
def test_an_officers_table_goes_in_with_one_refusal():
    """Letterhead, headings of two lines, an agreement over two rows, a total that is a formula, who made the list."""
    editor = signed_in("editor")
    make.partner("vnpt", name="VNPT")
    found = upload(editor, "danh muc.xlsx", OFFICERS.read_bytes())
    match(editor, found)
    assert [(fault.line, fault.column, fault.value) for _table, fault in faults_of(found)] == [
        (24, "Ngày, tháng, năm ký", "31/9/2023")
    ]
    match(editor, found, lines="24")
    applied(editor, found)
    assert Agreement.objects.count() == 14
    two = Agreement.objects.get(title__contains="ngành giáo dục")
    assert sorted(two.parties.values_list("partner__name", "side")) == [
        ("Sở Giáo dục và Đào tạo", "public_body"),
        ("VNPT Bình An", "provider"),
        ("Viettel Bình An", "provider"),
    ]
    three = Agreement.objects.get(title__contains="ba bên")
    assert sorted(three.signatories.values_list("person__name", "capacity", "party__partner__name")) == [
        ("Bùi Thị Lan", "Phó Giám đốc", "Sở Xây dựng"),
        ("Nguyễn Văn Khoa", "TGĐ", "FPT"),
        ("Đỗ Văn Khải", "Giám đốc", "Sở Giao thông vận tải"),
    ]


@pytest.mark.django_db
def test_the_register_is_asked_once_for_all_names(django_assert_max_num_queries):
    for number in range(60):
        make.person(f"nguoi-{number}", name=f"Nguyễn Văn {number}")
    names = SheetNames()
    with django_assert_max_num_queries(3):
        names.look_up(Person, [f"Nguyễn Văn {number}" for number in range(90)])
        assert names.found(Person, "Nguyễn Văn 7") == ["nguoi-7"]
        assert names.found(Person, "Nguyễn Văn 80") == []
    with django_assert_max_num_queries(2):
        assert [names.free(Partner, "VNPT") for _again in range(3)] == ["vnpt", "vnpt-2", "vnpt-3"]
