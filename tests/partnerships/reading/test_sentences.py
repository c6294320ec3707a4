"""Kinds of sentences that a set of announcements written by others found unread; each in sentences of our own."""

from datetime import date

import pytest
from django.utils import translation

from partnerships.reading import Names, ReadArticle, read

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.usefixtures("seeded")]
SIGNED = "Ngày 18/4/2021, UBND tỉnh Nghệ An và Tập đoàn VNPT ký thỏa thuận hợp tác."


def rows(table, *paragraphs, headline="Chung tay phát triển"):
    article = ReadArticle(headline, paragraphs, published=date(2021, 4, 19))
    return [row for row in read(article, Names(only_lists=True)) if row.table == table]


def values(table, column, *paragraphs):
    return [row.values.get(column) for row in rows(table, *paragraphs)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ngày 18/4, UBND tỉnh Nghệ An và VNPT tổng kết 5 năm thực hiện thỏa thuận hợp tác giai đoạn 2016 - 2020 và "
        "ký kết thỏa thuận hợp tác giai đoạn 2021 - 2025.",
        "Ngày 18/4, UBND tỉnh Nghệ An và VNPT tổ chức hội nghị sơ kết thỏa thuận hợp tác giai đoạn 2016 - 2020, hai "
        "bên tiếp tục ký thỏa thuận hợp tác giai đoạn 2021 - 2025.",
    ],
)
def test_a_review_and_what_is_signed_behind_it_in_one_sentence_are_two_agreements(sentence):
    assert [(row.values["period"], row.values["kind"]) for row in rows("agreements", sentence)] == [
        ("2021/2025", "agreement"), ("2016/2020", "agreement"),
    ]  # fmt: skip


def test_a_review_alone_proposes_what_it_reviews_if_its_day_is_printed_and_nobody_there_as_who_signed():
    told = (
        "Sáng 18/4, tại TP Vinh, UBND tỉnh Nghệ An sơ kết 3 năm thực hiện thỏa thuận hợp tác giữa UBND tỉnh và Tập "
        "đoàn VNPT giai đoạn 2018 - 2022 (ký ngày 5/3/2018).",
        "Ông Trần Văn Lam, Phó Chủ tịch UBND tỉnh chủ trì. Hai bên thống nhất đẩy mạnh đào tạo cán bộ.",
    )
    (agreement,) = rows("agreements", *told)
    assert {name: agreement.values.get(name) for name in ("signed", "period", "place")} == {
        "signed": "2018-03-05", "period": "2018/2022", "place": None,
    }  # fmt: skip
    assert not agreement.is_sure
    assert values("partners", "name", *told) == ["UBND tỉnh Nghệ An", "Tập đoàn VNPT"]
    assert values("people", "name", *told) == ["Trần Văn Lam"]
    assert rows("signatories", *told) == rows("clauses", *told) == []
    assert rows("agreements", told[0].replace("(ký ngày 5/3/2018)", "")) == []


@pytest.mark.parametrize(
    ("sentence", "partners"),
    [
        ("Công an tỉnh Nghệ An và Viễn thông Nghệ An (VNPT Nghệ An) ký thỏa thuận.",
         ["Công an tỉnh Nghệ An", "VNPT Nghệ An"]),
        ("Tỉnh ủy, UBND tỉnh Nghệ An và VNPT ký thỏa thuận.",
         ["Tỉnh ủy Nghệ An", "UBND tỉnh Nghệ An", "Tập đoàn VNPT"]),
        ("Thường trực Tỉnh ủy, UBND tỉnh Nghệ An và VNPT ký thỏa thuận.", ["UBND tỉnh Nghệ An", "Tập đoàn VNPT"]),
        ("Viện kiểm sát nhân dân tỉnh Nghệ An và VNPT ký thỏa thuận.",
         ["Viện kiểm sát nhân dân tỉnh Nghệ An", "Tập đoàn VNPT"]),
        ("Kiểm toán nhà nước và VNPT ký thỏa thuận.", ["Kiểm toán nhà nước", "Tập đoàn VNPT"]),
        ("Viện Kiểm sát nhân dân tối cao và VNPT ký thỏa thuận.", ["Viện Kiểm sát nhân dân tối cao", "Tập đoàn VNPT"]),
        ("Văn phòng Chủ tịch nước và VNPT ký thỏa thuận.", ["Văn phòng Chủ tịch nước", "Tập đoàn VNPT"]),
    ],
)  # fmt: skip
def test_bodies_are_known_by_what_they_begin_with_or_are_called_and_each_is_one(sentence, partners):
    assert values("partners", "name", sentence) == partners


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("Ông Trần Văn Lam, Chủ tịch UBND tỉnh và bà Đỗ Thị Bốn đã tới dự và ký kết.", ["signed", "signed"]),
        ("Trước sự chứng kiến của ông Lê Văn Ba, ông Trần Văn Lam và bà Đỗ Thị Bốn đã ký thỏa thuận.",
         ["attended", "signed", "signed"]),
        ("Dưới sự chứng kiến của ông Lê Văn Ba, ông Trần Văn Lam, hai bên đã ký thỏa thuận.", ["attended", "attended"]),
        ("Ông Trần Văn Lam tin tưởng VNPT sẽ làm tốt những việc trong thỏa thuận đã ký.", ["spoke"]),
    ],
)  # fmt: skip
def test_who_signs_is_told_from_who_watches_and_from_who_speaks_of_what_was_signed(sentence, parts):
    assert values("signatories", "part", SIGNED, sentence) == parts


@pytest.mark.parametrize(
    ("office", "party"),
    [("Giám đốc Sở", True), ("Giám đốc Sở Y tế tỉnh", True), ("Phó Chủ tịch UBND tỉnh", False), ("Cục trưởng", False)],
)
def test_an_office_may_name_its_body_in_short_and_a_guest_of_another_is_of_no_party_and_not_sure(office, party):
    signed = "Ngày 18/4/2021, Sở Y tế tỉnh Nghệ An và VNPT Nghệ An ký thỏa thuận hợp tác."
    (row,) = rows("signatories", signed, f"Ông Trần Văn Lam, {office} dự lễ.")
    assert (row.values.get("party"), row.is_sure) == ("so-y-te-nghe-an" if party else None, party)


def test_a_list_of_one_side_goes_on_behind_a_semicolon():
    told = "Về phía VNPT có ông Trần Văn Lam, Tổng Giám đốc; Thượng tá Đỗ Văn Bốn, Phó Tổng Giám đốc. Ông Lê Văn Ba dự."
    assert values("signatories", "party", SIGNED, told) == ["tap-doan-vnpt", "tap-doan-vnpt", None]


@pytest.mark.parametrize(
    ("told", "period"),
    [
        ("Thỏa thuận có hiệu lực từ ngày ký đến hết ngày 30/6/2024.", "2021-04-18/2024-06-30"),
        ("Thỏa thuận có giá trị đến hết tháng 6/2024.", "2021-04-18/2024-06"),
        ("Thỏa thuận được thực hiện từ tháng 5/2021 đến tháng 4 năm 2024.", "2021-05/2024-04"),
        ("Thỏa thuận có hiệu lực từ ngày ký đến ngày 30 tháng 6 năm 2024.", "2021-04-18/2024-06-30"),
        ("Thỏa thuận có hiệu lực 3 năm kể từ ngày 1/5/2021.", "2021-05-01/2024-05-01"),  # as from the day of signing
        ("Thỏa thuận có hiệu lực từ ngày ký đến ngày 31/13/2024.", None),
        ("Thỏa thuận có giá trị 500 tỷ đồng, đến 30/6/2024 giải ngân xong.", None),
    ],
)
def test_a_period_may_be_told_by_the_day_on_which_it_begins_or_ends(told, period):
    assert values("agreements", "period", SIGNED, told) == [period]


@pytest.mark.parametrize(
    "told",
    [
        "Thỏa thuận có thời hạn 3 năm, không làm phát sinh nghĩa vụ thanh toán của các bên.",
        "Chương trình phối hợp thu hút hơn 200 đại biểu làm công tác đào tạo.",
        "Thay mặt hai bên, lãnh đạo UBND tỉnh và VNPT đã ký vào văn bản hợp tác đào tạo.",
    ],
)
def test_terms_of_validity_who_was_there_and_the_signing_itself_are_no_points(told):
    assert rows("clauses", SIGNED, told) == []


def test_what_a_duty_is_worth_is_no_term_of_validity():
    told = "VNPT đào tạo cán bộ và cấp chứng chỉ có giá trị toàn quốc."
    assert len(rows("clauses", SIGNED, told)) == 1


def test_a_guest_of_a_group_that_is_no_party_stands_for_none():
    told = "Dự lễ có ông Trần Văn Lam, Phó Tổng Giám đốc Tập đoàn Hòa Phát."
    (row,) = rows("signatories", SIGNED, told)
    assert (row.values.get("party"), row.is_sure) == (None, False)


def test_a_branch_of_a_body_of_the_whole_country_is_not_that_body():
    told = "Ngày 18/4/2021, Ngân hàng Nhà nước Việt Nam chi nhánh Nghệ An và Tập đoàn VNPT ký thỏa thuận hợp tác."
    assert "Ngân hàng Nhà nước Việt Nam" not in values("partners", "name", told)


@pytest.mark.parametrize(
    ("told", "topics"),
    [
        ("VNPT hướng dẫn nhà nông kỹ thuật sản xuất lúa.", ["nong-nghiep-thong-minh"]),
        ("VNPT cử người về bản, nâng chất lượng đào tạo cán bộ.", ["nguon-nhan-luc"]),
        ("VNPT đẩy mạnh đào tạo cán bộ và được bố trí đất sạch.", ["nguon-nhan-luc;hop-tac-khac"]),
        ("VNPT đẩy mạnh đào tạo cán bộ và bố trí đất sạch.", ["nguon-nhan-luc", "hop-tac-khac"]),
    ],
)
def test_half_of_a_duty_is_no_point_and_a_word_said_in_passing_no_topic(told, topics):
    assert values("clauses", "topics", SIGNED, told) == topics


@pytest.mark.parametrize(
    ("told", "people"),
    [
        ("Bí thư Huyện ủy Quàng Văn Một dự.", [("Quàng Văn Một", "Bí thư Huyện ủy")]),
        ("Chủ tịch Tập đoàn Lê Văn Ba dự.", [("Lê Văn Ba", "Chủ tịch Tập đoàn")]),
        ("Phó Cục trưởng Ngân Thị Hai và Bí thư Huyện ủy Ksor H'Ba dự.",
         [("Ngân Thị Hai", "Phó Cục trưởng"), ("Ksor H'Ba", "Bí thư Huyện ủy")]),
    ],
)  # fmt: skip
def test_family_names_of_all_peoples_begin_a_name_behind_an_office(told, people):
    found = rows("signatories", SIGNED, told)
    names = {row.values["slug"]: row.values["name"] for row in rows("people", SIGNED, told)}
    assert [(names[row.values["person"]], row.values["capacity"]) for row in found] == people


@pytest.mark.parametrize(
    ("told", "systems"),
    [
        ("VNPT cung cấp nền tảng VNPT Smart School cho các trường.", ["VNPT Smart School"]),
        ("VNPT nâng cấp phần mềm quản lý hồ sơ VNPT iRecord.", ["VNPT iRecord"]),
        ("Nông sản được bán trên sàn thương mại điện tử Muasam.", ["Muasam"]),
        ("VNPT xây dựng nền tảng chia sẻ, kết nối dữ liệu (NDXP) của tỉnh.", ["NDXP"]),
    ],
)
def test_a_system_is_called_by_its_whole_name_alone(told, systems):
    assert values("solutions", "name", SIGNED, told) == systems


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("Thỏa thuận có thời hạn 5 năm kể từ ngày ký.", "2021–2026"),
        ("Thỏa thuận có hiệu lực từ ngày 1/5/2021 đến ngày 31/12/2021.", "2021"),
        ("Trước đó, hai bên đã ký thỏa thuận có hiệu lực từ ngày 1/5/2016 đến ngày 1/5/2019.", "2016–2019"),
    ],
)
def test_a_proposed_title_tells_a_period_by_its_years(told, said):
    assert values("agreements", "title", SIGNED, told)[-1].rpartition(", ")[2] == said


OF_SIGNING = ("agreements", "parties", "clauses", "signatories")
POINTS = "Hai bên hợp tác các nội dung: phát triển du lịch; đào tạo cán bộ."


@pytest.mark.parametrize(
    "told",
    [
        "Cũng tại buổi lễ, VNPT Nghệ An và Sở Y tế tỉnh Nghệ An ký Hợp đồng cung cấp bệnh án điện tử.",
        "Cùng ngày, VNPT Nghệ An và Sở TT&TT tỉnh Nghệ An cũng ký Bản ghi nhớ về bệnh án điện tử.",
        "Nhân dịp này, Tập đoàn VNPT ký với Sở Y tế tỉnh Nghệ An biên bản ghi nhớ về bệnh án điện tử.",
        "Cũng trong sáng 18/4, hai bên ký hợp đồng làm bệnh án điện tử.",
        "VNPT Nghệ An và Bệnh viện Sản Nhi Nghệ An ký hợp đồng làm bệnh án điện tử.",
    ],
)
def test_of_another_signing_on_the_same_day_it_is_said_that_it_is_not_read_and_nothing_is_sure(told):
    article = ReadArticle(
        "Chung tay", (SIGNED, POINTS, f"{told} Theo đó, VNPT lắp camera."), published=date(2021, 4, 19)
    )
    with translation.override("en"):
        found = [row for row in read(article, Names(only_lists=True)) if row.table in OF_SIGNING]
    assert "Another signing is told of in paragraph 3: it is not read." in found[0].reason
    assert not any(row.is_sure for row in found)
    # Nor is what it is about a clause of the one that is read.
    assert [row.values["topics"] for row in found if row.table == "clauses"] == ["du-lich", "nguon-nhan-luc"]


@pytest.mark.parametrize(
    "told",
    [
        "Tại buổi lễ, trước sự chứng kiến của lãnh đạo Bộ Y tế, hai bên đã ký thỏa thuận.",
        "Trước đó, năm 2016, hai bên cũng đã ký thỏa thuận hợp tác.",
        "Cùng ngày, VNPT Nghệ An dự kiến sẽ ký hợp đồng với Sở Y tế tỉnh Nghệ An.",
        "Cùng ngày, VNPT Nghệ An tập huấn chữ ký số cho Sở Y tế tỉnh Nghệ An.",
    ],
)
def test_the_same_signing_told_again_an_earlier_and_a_wished_one_are_no_other(told):
    found = [row for table in OF_SIGNING[:2] for row in rows(table, SIGNED, told)]
    assert [row.is_sure for row in found if row.values.get("name_as_printed")] == [True, True]
    assert not found[0].doubts


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (
            "VNPT sẽ đầu tư 350 tỷ đồng cho hạ tầng số của tỉnh; nâng cao chất lượng mạng lưới viễn thông, công nghệ "
            "thông tin trên địa bàn các huyện, thành phố; Xây dựng trung tâm điều hành thông minh (IOC).",
            "planned",
        ),
        ("Nền tảng VNPT Smart School sẽ được triển khai tại tỉnh.", "planned"),
        ("Hai bên hợp tác từ 2016, VNPT đã triển khai nền tảng VNPT Smart School.", "in_use"),
        ("Nền tảng VNPT Smart School đã được tỉnh đưa vào sử dụng.", "in_use"),
        ("VNPT đang triển khai thí điểm nền tảng VNPT Smart School.", "under_way"),
        ("VNPT cung cấp nền tảng VNPT Smart School cho các trường.", ""),
    ],
)
def test_how_far_a_system_has_come_is_what_a_word_says_and_else_it_is_asked_for(told, state):
    with translation.override("en"):
        (row,) = rows("deployments", SIGNED, told)
    assert (row.values["state"], "choose it" in row.reason) == (state, not state)


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ("VNPT đã ký hợp tác với 58/63 tỉnh, thành phố trong cả nước.", [None]),
        ("VNPT đã ký hợp tác với 47/63 tỉnh.", [None]),
        ("VNPT có 40.000 nhân viên.", [None]),
        ("VNPT đã lắp 900 trạm BTS tại Nghệ An.", ["nghe-an"]),
        ("Tỉnh có 460 xã.", ["nghe-an"]),
        ("Nghệ An xếp thứ 9 trên toàn quốc.", ["nghe-an"]),
    ],
)
def test_a_figure_of_the_country_or_of_the_group_alone_is_put_on_no_province(told, where):
    assert values("observations", "area", SIGNED, told) == where


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ("Tỉnh đã có 460 xã.", ["2021-04-19"]),
        ("Cuối năm 2019, tỉnh đã có 460 xã.", [None]),
        ("VNPT sẽ đào tạo 2.000 cán bộ cho tỉnh.", []),
        ("Hai bên phấn đấu phủ sóng 100% xã.", []),
        ("Mục tiêu là 80% xã; đến nay tỉnh đã đạt 90% xã.", ["2021-04-19"]),
    ],
)
def test_what_is_promised_is_no_observation_and_what_was_before_none_of_the_day(told, days):
    assert values("observations", "as_of", SIGNED, told) == days


def test_a_clause_says_that_its_passage_promises_an_amount():
    with translation.override("en"):
        (promised,) = rows("clauses", SIGNED, "Theo đó, VNPT sẽ đào tạo 2.000 cán bộ cho tỉnh.")
        (plain,) = rows("clauses", SIGNED, "Theo đó, VNPT sẽ đào tạo cán bộ cho tỉnh.")
    assert ["promises an amount" in row.reason for row in (promised, plain)] == [True, False]


@pytest.mark.parametrize(
    ("told", "value", "unit", "name"),
    [
        ("15,2 triệu USD cho tỉnh", "15200000", "USD", "USD"),
        ("12 triệu USD/năm", "12000000", "USD/năm", "USD/năm"),
        ("350 tỷ đồng cho tỉnh", "350000000000", "đồng", "đồng"),
        ("2.000 cán bộ", "2000", "cán bộ", "cán bộ"),
        ("12 bệnh viện của tỉnh", "12", "bệnh viện", "bệnh viện"),
        ("500 điện thoại thông minh", "500", "điện thoại", "điện thoại"),
        ("141 trạm y tế", "141", "trạm", "trạm y tế"),
        ("30 máy tính trong tỉnh", "30", "máy tính", "máy tính"),
        ("95% hộ gia đình", "95", "%", "% hộ gia đình"),
        ("hàng nghìn doanh nghiệp", "1000", "doanh nghiệp", "doanh nghiệp"),
    ],
)
def test_amounts_are_read_with_their_money_and_units_whole(told, value, unit, name):
    told = f"VNPT đã dành cho tỉnh {told}."
    (counted,) = rows("indicators", SIGNED, told)
    assert values("observations", "value", SIGNED, told) == [value]
    assert (counted.values["unit"], counted.values["name"]) == (unit, name)


def test_a_number_without_anything_that_is_counted_is_no_figure():
    assert rows("indicators", SIGNED, "VNPT ký vào 9 trên toàn tỉnh, tăng 12 vào sáng qua.") == []


@pytest.mark.parametrize(
    ("told", "parties"),
    [
        ("Về phía VNPT có PGS.TS. Lê Văn Một, Chủ tịch Tập đoàn; ông Trần Văn Hai, Tổng Giám đốc Tập đoàn.", "vv"),
        ("Về phía VNPT có ông Lê Văn Một - Chủ tịch HĐTV Tập đoàn, ông Trần Văn Hai - Tổng Giám đốc Tập đoàn.", "vv"),
        ("Về phía Tập đoàn có ông Lê Văn Một, Chủ tịch HĐTV; về phía tỉnh có ông Trần Văn Hai, Chủ tịch.", "vu"),
        ("Đại diện VNPT có ông Lê Văn Một, Chủ tịch HĐTV; ông Trần Văn Hai, Tổng Giám đốc.", "vv"),
        ("Về phía khách mời có ông Lê Văn Một, Chủ tịch HĐTV; ông Trần Văn Hai, Tổng Giám đốc.", "--"),
    ],
)
def test_whom_a_list_is_of_holds_for_all_of_it_and_may_be_called_in_short(told, parties):
    called = {"v": "tap-doan-vnpt", "u": "ubnd-tinh-nghe-an-2", "-": None}
    assert values("signatories", "party", SIGNED, told) == [called[each] for each in parties]
    assert values("signatories", "part", SIGNED, told) == ["attended", "attended"]
    assert values("signatories", "party", SIGNED, told, "Ông Trần Văn Hai đã ký kết.") == [
        called[one] for one in parties
    ]


def test_of_a_guest_it_is_said_whose_they_are():
    with translation.override("en"):
        (row,) = rows("signatories", SIGNED, "Dự lễ có ông Lê Văn Một, Giám đốc Bệnh viện Bạch Mai.")
    assert row.reason == "They were there for Bệnh viện Bạch Mai, which is none of the parties."


UNDATED = "Sáng 24/8, UBND tỉnh Nghệ An và Tập đoàn VNPT ký thỏa thuận hợp tác."


def test_of_an_undated_article_a_day_and_a_length_that_are_printed_are_said_though_they_give_no_value():
    told = (UNDATED, "Thỏa thuận có thời hạn 5 năm kể từ ngày ký.")
    with translation.override("en"):
        found = read(ReadArticle("Chung tay", told), Names(only_lists=True))
    (agreement,) = (row for row in found if row.table == "agreements")
    assert agreement.reason == (
        "“Sáng 24/8” is printed, and its year is not known. “thời hạn 5 năm” is printed, and its year is not known."
    )
    assert not agreement.is_sure and not {"signed", "period"} & agreement.values.keys()


@pytest.mark.parametrize(
    ("told", "signed", "kind"),
    [
        ("Năm 2019, hai bên đã ký Biên bản ghi nhớ.", "2019", "memorandum"),
        ("Trước khi có văn bản này, năm 2019, hai bên đã ký Biên bản ghi nhớ.", "2019", "memorandum"),
        ("Vào năm 2018 VNPT và UBND tỉnh Nghệ An từng ký thỏa thuận.", "2018", "agreement"),
        ("Văn bản này thay cho bản ghi nhớ hai bên đã ký ngày 12/5/2016.", "2016-05-12", "memorandum"),
    ],
)
@pytest.mark.parametrize("day", [date(2021, 8, 25), None])
def test_an_earlier_agreement_is_seen_by_its_year_alone_and_has_the_same_parties_none_of_them_sure(
    told, signed, kind, day
):
    found = read(ReadArticle("Chung tay", (UNDATED, told), published=day), Names(only_lists=True))
    new, earlier = (row.values for row in found if row.table == "agreements")
    assert (earlier["signed"], earlier["kind"]) == (signed, kind)
    assert earlier["slug"].startswith(f"nghe-an-{signed[:4]}")
    parties = [row for row in found if row.table == "parties"]
    assert [(row.values["agreement"], row.is_sure) for row in parties] == [
        *[(new["slug"], True)] * 2,
        *[(earlier["slug"], False)] * 2,
    ]
    assert [row.values["partner"] for row in parties[:2]] == [row.values["partner"] for row in parties[2:]]


def test_the_first_day_of_a_period_is_no_day_of_signing_and_a_namesake_of_the_same_year_is_another():
    before = "Trước đó, hai bên đã ký thỏa thuận có hiệu lực từ ngày 1/2/2021 đến ngày 1/4/2021."
    new, earlier = (row.values for row in rows("agreements", SIGNED, before))
    assert (earlier["period"], earlier.get("signed")) == ("2021-02-01/2021-04-01", None)
    assert new["slug"] != earlier["slug"]


def test_this_year_and_a_year_in_the_future_are_no_earlier_agreement():
    assert len(rows("agreements", SIGNED, "Từ nay đến năm 2025, hai bên sẽ làm như đã ký kết.")) == 1
    assert len(rows("agreements", SIGNED, "Đầu tháng, năm 2021, hai bên đã ký biên bản ghi nhớ.")) == 1
