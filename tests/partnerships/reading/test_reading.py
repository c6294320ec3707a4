"""What the reader proposes of sentences of our own."""

import hashlib
import json
from datetime import date
from time import process_time

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from partnerships.models import Clause
from partnerships.reading import Names, ReadArticle, read
from tests import factories

pytestmark = pytest.mark.django_db


def proposed(*paragraphs, table="agreements", names=None, **given):
    article = ReadArticle(
        **({"headline": "Ký kết hợp tác", "published": date(2021, 4, 19)} | given), paragraphs=paragraphs
    )
    return [row for row in read(article, names) if row.table == table]


SIGNED = "Chiều 18/4, UBND tỉnh Nghệ An và Tập đoàn VNPT ký thỏa thuận hợp tác chiến lược giai đoạn 2021 – 25."


@pytest.mark.usefixtures("seeded")
def test_the_article_comes_first_and_then_who_signed_what():
    rows = read(ReadArticle("Nghệ An ký với VNPT", (SIGNED,), published=date(2021, 4, 19)))
    assert [row.table for row in rows] == ["articles", "partners", "partners", "agreements", "parties", "parties"]
    agreement, public, provider = rows[3:]
    assert {name: agreement.values[name] for name in ("kind", "strategic", "signed", "period")} == {
        "kind": "agreement", "strategic": "yes", "signed": "2021?-04-18", "period": "2021/2025",
    }  # fmt: skip
    assert (public.values["partner"], public.values["side"]) == ("ubnd-tinh-nghe-an", "public_body")
    assert (provider.values["partner"], provider.values["side"]) == ("vnpt", "provider")
    assert [row.known for row in rows[1:3]] == ["ubnd-tinh-nghe-an", "vnpt"]


@pytest.mark.one_database
@pytest.mark.usefixtures("seeded")
def test_what_is_proposed_is_the_same_in_every_language():
    told = (
        f"{SIGNED} Hai bên thống nhất cùng nhau tổ chức giao lưu hằng năm.",
        "Thay mặt VNPT, ông Trần Văn Lam, Phó Tổng Giám đốc Tập đoàn VNPT ký thỏa thuận.",
        "Trước đó, giai đoạn 2013 - 2018, hai bên đã ký thỏa thuận hợp tác và triển khai nhiều nội dung.",
    )
    found = []
    for language in ("vi", "en"):
        with translation.override(language):
            article = ReadArticle("Nghệ An ký với VNPT", told, published=date(2021, 4, 19))
            found.append([(row.table, row.values, row.passages) for row in read(article)])
    rows = [values for _table, values, _passages in found[0]]
    assert any(values.get("title", "").endswith("2013–2018") for values in rows)
    assert found[0] == found[1]
    # What somebody was on that day is said where they signed; of the person it would be said for ever.
    assert [values for table, values, _p in found[0] if table == "people"] == [
        {"slug": "tran-van-lam", "name": "Trần Văn Lam"}
    ]
    assert [values["capacity"] for table, values, _p in found[0] if table == "signatories"] == [
        "Phó Tổng Giám đốc Tập đoàn VNPT"
    ]


@pytest.mark.one_database
def test_what_is_longer_than_an_article_may_be_is_refused():
    with pytest.raises(ValidationError):
        read(ReadArticle("Dài", ("a" * 1_000_000,)), Names(only_lists=True))


@pytest.mark.one_database
@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    ("sentence", "column", "value"),
    [
        ("Sáng nay (19/4), UBND tỉnh Nghệ An và VNPT ký bản ghi nhớ.", "signed", "2021-04-19"),
        ("Ngày 18 tháng 4 năm 2021, UBND tỉnh Nghệ An và VNPT ký bản ghi nhớ.", "signed", "2021-04-18"),
        ("UBND tỉnh Nghệ An và VNPT vừa ký bản ghi nhớ.", "signed", "[..2021-04-19]"),
        ("Ngày 18.4, tại Hà Nội, UBND tỉnh Nghệ An và VNPT ký bản ghi nhớ.", "place", "Hà Nội"),
        ("UBND tỉnh Nghệ An và VNPT ký bản ghi nhớ để làm đề án giai đoạn 2021-2030.", "period", None),
        ("UBND tỉnh Nghệ An và VNPT ký bản ghi nhớ nhằm thực hiện nghị quyết nhiệm kỳ 2020-2025.", "period", None),
        (
            "Ngày 18/4/2021, UBND tỉnh Nghệ An và VNPT ký bản ghi nhớ, thời hạn 5 năm.",
            "period",
            "2021-04-18/2026-04-18",
        ),
        ("UBND tỉnh Nghệ An và VNPT ký bản ghi nhớ đến năm 2030, tầm nhìn 2045.", "vision", "2045"),
        ("UBND tỉnh Nghệ An và VNPT ký bản ghi nhớ gồm sáu nội dung.", "stated_points", "6"),
        ("UBND tỉnh Nghệ An và VNPT ký bản ghi nhớ để xây dựng chiến lược số.", "strategic", "not_said"),
        ("UBND tỉnh Nghệ An và VNPT ký chương trình phối hợp.", "kind", "plan"),
    ],
)
def test_a_value_of_the_agreement_is_not_taken_from_what_stands_beside_it(sentence, column, value):
    (agreement,) = proposed(sentence)
    assert agreement.values.get(column) == value


@pytest.mark.one_database
@pytest.mark.usefixtures("seeded")
def test_who_only_wishes_to_sign_has_signed_nothing():
    assert proposed("VNPT mong muốn sẽ ký kết thỏa thuận với UBND tỉnh Nghệ An.", headline="VNPT thăm Nghệ An") == []


@pytest.mark.one_database
@pytest.mark.usefixtures("seeded")
def test_people_are_read_with_their_offices_before_or_behind_the_name_and_the_side_they_stand_on():
    rows = proposed(
        SIGNED,
        "Dự lễ có các đồng chí: Sùng Văn Một, Phó Bí thư Tỉnh ủy; Lê Thị Hai, Chủ tịch UBND tỉnh Nghệ An. "
        "Về phía VNPT có Thượng tá Trần Văn Ba và bà Đỗ Thị Bốn, Phó Tổng Giám đốc.",
        "Bộ trưởng Hồ Văn Năm cho biết: đây là việc tốt.",
        table="signatories",
    )
    assert [(row.values["person"], row.values["capacity"], row.values.get("party")) for row in rows] == [
        ("sung-van-mot", "Phó Bí thư Tỉnh ủy", "ubnd-tinh-nghe-an"),
        ("le-thi-hai", "Chủ tịch UBND tỉnh Nghệ An", "ubnd-tinh-nghe-an"),
        ("tran-van-ba", "Phó Tổng Giám đốc", "vnpt"),
        ("do-thi-bon", "Phó Tổng Giám đốc", "vnpt"),
        ("ho-van-nam", "Bộ trưởng", None),
    ]


@pytest.mark.one_database
@pytest.mark.usefixtures("seeded")
def test_points_have_topics_and_no_words_of_the_article():
    rows = proposed(SIGNED, "Hai bên hợp tác các nội dung: phát triển du lịch; đào tạo cán bộ.", table="clauses")
    assert [row.values["topics"] for row in rows] == ["du-lich", "nguon-nhan-luc"]
    assert [row.values["heading"] for row in rows] == ["Du lịch", "Nguồn nhân lực"]
    assert all("text" not in row.values and row.passages == ("paragraph-2",) for row in rows)


@pytest.mark.one_database
@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    ("paragraphs", "topics"),
    [
        (("Theo đó, VNPT làm du lịch. Tập đoàn cũng đào tạo cán bộ.",), ["du-lich", "nguon-nhan-luc"]),
        (("Về y tế, VNPT làm bệnh án điện tử.", "Về giáo dục, hai bên làm học bạ số."), ["y-te", "giao-duc"]),
        (("Văn bản có hai trụ cột. Đầu tiên là du lịch. Cuối cùng là y tế.",), ["du-lich", "y-te"]),
        (("Theo thỏa thuận, một là, làm du lịch. Hai là, mở trạm y tế.",), ["du-lich", "y-te"]),
        (("Nội dung gồm:", "1. Du lịch: mở cổng; bán vé.", "2. Y tế."), ["du-lich", "y-te"]),
        (("Nội dung gồm:", "• Du lịch | VNPT | mở cổng", "• Y tế | hai bên | 4 trạm"), ["du-lich", "y-te"]),
        (("Hai bên hỗ trợ du lịch và đào tạo cán bộ.",), ["du-lich", "nguon-nhan-luc"]),
        (("Ngược lại, UBND tỉnh Nghệ An cử đầu mối.",), ["hop-tac-khac"]),
        (("Hiện VNPT có 12 trạm y tế. Tỉnh đã mở du lịch.",), []),
        (("Ông Lê Văn A cho biết: VNPT sẽ làm du lịch.",), []),
        (("Theo đó, VNPT làm du lịch với Sở Y tế.",), ["du-lich"]),
    ],
)
def test_each_sentence_or_item_of_what_was_agreed_is_a_point(paragraphs, topics):
    assert [row.values.get("topics") for row in proposed(SIGNED, *paragraphs, table="clauses")] == topics


@pytest.mark.one_database
@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    "headline", ["VNPT ký kết với hai tỉnh", "VNPT ký thỏa thuận hợp tác với gần 20 huyện", "Nghệ An, Hà Tĩnh ký kết"]
)
def test_of_a_digest_of_several_signings_nothing_of_the_agreement_is_sure(headline):
    other = "Cùng ngày, UBND tỉnh Hà Tĩnh và Viettel ký kết thỏa thuận hợp tác giai đoạn 2021-2026."
    told = (
        "Hai bên hợp tác các nội dung: phát triển du lịch; đào tạo cán bộ.",
        "Ông Trần Văn Lam, Phó Tổng Giám đốc VNPT ký.",
    )
    rows = read(ReadArticle(headline, (SIGNED, other, *told), published=date(2021, 4, 19)))
    tables = ("agreements", "parties", "clauses", "signatories")
    assert {(row.table, str(row.certainty)) for row in rows if row.table in tables} == {
        (table, "inferred") for table in tables
    }


@pytest.mark.one_database
@pytest.mark.parametrize(
    "text",
    ["Dự lễ có " + ", ".join(["ông Nguyễn Văn An, Giám đốc Sở Y tế"] * 1000), "VNPT sẽ làm du lịch và y tế, " * 1200],
)
def test_one_unbroken_sentence_of_ten_thousand_words_takes_no_longer_than_many(text):
    begun = process_time()
    read(ReadArticle("Ký kết", (SIGNED + text,)), Names(only_lists=True))
    assert process_time() - begun < 4  # so long, a pattern that looks through all of it at each place takes minutes


@pytest.mark.one_database
def test_a_place_is_no_party_where_its_area_has_no_designation():
    for slug, name in (("nghe-an", "Nghệ An"), ("vinh", "Vinh")):
        factories.area(slug, name=name, designation="")
    rows = proposed("Ngày 18/4, tại thành phố Vinh, UBND tỉnh Nghệ An và VNPT ký bản ghi nhớ.", table="parties")
    assert [row.values["name_as_printed"] for row in rows] == ["UBND tỉnh Nghệ An", "VNPT"]


@pytest.mark.one_database
@pytest.mark.usefixtures("seeded")
def test_figures_are_read_with_their_bounds_and_documents_by_their_numbers():
    text = "Hiện có gần 20 huyện, hơn 5.000 tài khoản, 47/63 tỉnh, 3,3 triệu người theo Nghị quyết 36a/NQ-CP năm 2015."
    rows = [each.values for each in proposed(text, table="observations")]
    assert [(row["value"], row.get("denominator"), row["bound"]) for row in rows] == [
        ("20", None, "almost"), ("5000", None, "more_than"), ("47", "63", "exact"), ("3300000", None, "exact"),
    ]  # fmt: skip
    assert "tài khoản" in {each.values["unit"] for each in proposed(text, table="indicators")}
    *_, document = proposed(text, table="articles")
    assert (document.values["number"], document.values["issuer"]) == ("36a/NQ-CP", "Chính phủ")


@pytest.mark.one_database
@pytest.mark.usefixtures("seeded")
def test_a_long_text_asks_the_register_no_more_than_a_short_one(django_assert_num_queries):
    told = "Ông Lê Văn {0}, Giám đốc VNPT Nghệ An cho biết hơn {1} trạm {0} dùng hệ thống Mo{0}Ra theo {1}/QĐ-TTg."
    short, long = ([told.format(chr(97 + n).upper() * 2, n + 3) for n in range(many)] for many in (1, 20))
    with CaptureQueriesContext(connection) as few:
        proposed(SIGNED, *short)
    with django_assert_num_queries(len(few)):
        proposed(SIGNED, *long)


@pytest.mark.one_database
@pytest.mark.usefixtures("seeded")
def test_what_is_not_seen_in_a_text_changes_nothing_of_it():
    hidden = SIGNED.replace("UBND", "\u202eUB\u200bND\x07").replace("Chiều", "\x00Chiều")
    assert [row.values for row in proposed(hidden)] == [row.values for row in proposed(SIGNED)]


@pytest.mark.usefixtures("seeded")
def test_an_agreement_of_the_register_is_known_again_and_what_contradicts_it_is_a_reading():
    text = "Ngày 18/12/2020, UBND tỉnh Nghệ An và Tập đoàn VNPT ký thỏa thuận hợp tác giai đoạn {}."
    given = {"headline": "Ký kết", "published": date(2020, 12, 20)}
    (same,) = proposed(text.format("2020-2025"), **given)
    (other,) = proposed(text.format("2020-2030"), **given)
    assert (same.known, other.known) == ("nghe-an-2020", "nghe-an-2020")
    assert (same.certainty, other.certainty) == ("stated", "disputed")


@pytest.mark.usefixtures("seeded")
def test_points_of_an_agreement_of_the_register_are_its_points_or_come_behind_them_and_never_sure():
    signed = "Ngày 18/12/2020, UBND tỉnh Nghệ An và Tập đoàn VNPT ký thỏa thuận hợp tác giai đoạn 2020-2025."
    told = "Hai bên hợp tác các nội dung: bảo mật; bán dẫn; khám bệnh."
    rows = proposed(signed, told, table="clauses", headline="Ký kết", published=date(2020, 12, 20))
    recorded = Clause.objects.filter(agreement__slug="nghe-an-2020")
    known = {str(each.number): each.heading for each in recorded}
    last = max(map(int, known))
    assert [(row.values["number"], known.get(row.values["number"]), row.is_sure) for row in rows] == [
        ("6", "An toàn, an ninh thông tin", False), ("8", "Công nghiệp CNTT", False), (str(last + 1), None, False),
    ]  # fmt: skip
    assert [row.values["heading"] for row in rows] == [known["6"], known["8"], "Y tế"]
    # Of two here that may be the one there nobody knows which it is: both come behind, and say so.
    told = "Hai bên hợp tác các nội dung: bảo mật hệ thống; chống mã độc."
    with translation.override("en"):
        rows = proposed(signed, told, table="clauses", headline="Ký kết", published=date(2020, 12, 20))
    assert [row.values["number"] for row in rows] == [str(last + 1), str(last + 2)]
    assert {row.reason for row in rows} == {
        "It may be clause 6 of the register: several here or there have its topics."
    }


@pytest.mark.one_database
@pytest.mark.usefixtures("seeded")
def test_the_reader_is_measured_by_what_stands_beside_texts(tmp_path, capsys):
    (tmp_path / "mot.txt").write_text(f"Nghệ An ký với VNPT\n\n{SIGNED}\n\n19/04/2021\n", encoding="utf-8")
    right = {"article": {}, "agreement": {"signed": "2021-04-18", "vision": 2045}, "people": [], "points": []}
    right |= {"parties": [{"partner": "VNPT"}], "figures": [], "systems": [], "documents": []}
    (tmp_path / "mot.json").write_text(json.dumps(right), encoding="utf-8")
    call_command("measure_reading", tmp_path)
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if line.startswith("mot")]
    assert [line[:4] for line in lines if "parties" in line] == [["mot", "parties", "1/1", "100%"]] * 2
    assert [line[:4] for line in lines if "agreement" in line] == [["mot", "agreement", "1/2", "50%"]] * 2
    call_command("read_article", tmp_path / "mot.txt", "--json")
    rows = json.loads(capsys.readouterr().out)
    assert rows[0]["table"] == "articles" and {row["known"] for row in rows if row["table"] == "partners"} == {
        "vnpt", "ubnd-tinh-nghe-an",
    }  # fmt: skip
    assert rows[0]["values"]["sha256"] == hashlib.sha256((tmp_path / "mot.txt").read_bytes()).hexdigest()


@pytest.mark.one_database
@pytest.mark.usefixtures("seeded")
def test_a_file_is_read_as_what_is_pasted_is(tmp_path, capsys):
    (tmp_path / "dau.txt").write_bytes(f"\ufeffNghệ An ký với VNPT\n{SIGNED}\n".encode())
    call_command("read_article", tmp_path / "dau.txt", "--json")
    assert json.loads(capsys.readouterr().out)[0]["values"]["title"] == "Nghệ An ký với VNPT"
    (tmp_path / "cu.txt").write_bytes("Hai bên ký\nHai bên đã ký một thoa thuân.\n".encode("cp1258", "replace"))
    with translation.override("en"), pytest.raises(CommandError, match="letters were lost"):
        call_command("read_article", tmp_path / "cu.txt")


@pytest.mark.one_database
@pytest.mark.usefixtures("seeded")
def test_the_unit_that_signs_is_a_party_and_not_its_group_of_the_headline():
    signed = "Ngày 7/12/2022, Công an tỉnh Bạc Liêu và VNPT Bạc Liêu ký kết kế hoạch phối hợp."
    rows = proposed(signed, table="parties", headline="Công an tỉnh Bạc Liêu và VNPT ký kế hoạch phối hợp")
    assert [(row.values["name_as_printed"], row.is_sure) for row in rows] == [
        ("Công an tỉnh Bạc Liêu", True),
        ("VNPT Bạc Liêu", True),
    ]


@pytest.mark.one_database
@pytest.mark.usefixtures("seeded")
def test_a_party_that_one_sentence_of_several_names_is_not_sure():
    several = "Ngày 14/3/2023, UBND tỉnh Vĩnh Phúc đã ký thỏa thuận hợp tác với Tập đoàn FPT, Tập đoàn Sumitomo."
    two = "Thỏa thuận giữa UBND tỉnh Vĩnh Phúc và Tập đoàn FPT được ký kết trong 5 năm."
    rows = proposed(several, two, table="parties", headline="Vĩnh Phúc và Tập đoàn FPT ký thỏa thuận")
    assert {row.values["name_as_printed"]: row.is_sure for row in rows} == {
        "UBND tỉnh Vĩnh Phúc": True,
        "Tập đoàn FPT": True,
        "Tập đoàn Sumitomo": False,
    }


@pytest.mark.one_database
@pytest.mark.usefixtures("seeded")
def test_many_people_are_asked_for_in_as_many_questions_as_two():
    def asked(count):
        named = "; ".join(f"ông Nguyễn Văn {chr(65 + at)}nh, Giám đốc Sở Y tế" for at in range(count))
        with CaptureQueriesContext(connection) as queries:
            assert len(proposed(SIGNED, f"Tham dự có {named}.", table="people")) == count
        return len(queries)

    assert asked(20) == asked(2)
