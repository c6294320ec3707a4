"""An article as it is pasted: what is taken of it, how it is split, and what is refused."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from articles.pasted import Pasted, few_words, outlet_of, read_pasted, split
from tests import factories as make

pytestmark = pytest.mark.one_database

TEXT = """Tỉnh Sông Lam bắt tay VNPT làm chính quyền số

08:05, thứ Sáu, 18/12/2020

(Báo Sông Lam) - Ngày 18/12, UBND tỉnh Sông Lam và VNPT đặt bút ký một thỏa thuận.

Bước tiếp của một chặng đường

Đại diện hai bên (bên phải) trao văn bản
Đại diện hai bên (bên phải) trao văn bản

Hai bên làm năm việc trong\u200b năm năm tới.

Trần Lam

Tin liên quan
Một bài khác của báo.
"""
PLACES = "headline dateline paragraph-1 heading-1 caption-1 paragraph-2 byline".split()
PAGE = """<!doctype html><html><head><title>Báo</title><link rel="canonical" href="https://songlam.example/a.html">
<script>alert(1)</script></head><body><nav><a href="/">Trang chủ</a> <a href="/kt">Kinh tế</a></nav>
<article><h1>Tỉnh Sông Lam bắt tay VNPT làm chính quyền số</h1>
<p onclick="steal()">Ngày 18/12, UBND tỉnh Sông Lam và <b>Tập đoàn VNPT</b> đặt bút ký một thỏa thuận chuyển đổi số.</p>
<figure><img src="https://elsewhere.example/x.png"><figcaption>Quang cảnh buổi lễ.</figcaption></figure>
<p>Hai bên làm năm việc trong năm năm tới, từ hạ tầng cho đến đào tạo người của tỉnh, và mỗi năm gặp nhau một lần.</p>
</article><footer>Giấy phép số 1</footer></body></html>"""


def test_text_is_split_as_the_register_counts_places():
    found = read_pasted(TEXT)
    assert list(found.places) == PLACES
    assert found.places["caption-1"] == "Đại diện hai bên (bên phải) trao văn bản"
    assert found.places["paragraph-2"] == "Hai bên làm năm việc trong năm năm tới."
    assert (found.published, found.published_time, found.byline) == ("2020-12-18", time(8, 5), "Trần Lam")
    assert (found.printed_outlets[0], found.language) == ("Báo Sông Lam", "vi")
    assert found.left_out == ["Tin liên quan", "Một bài khác của báo."]
    assert split(found.text.split("\n")).places == found.places  # what is kept is split so again


def test_a_text_without_a_headline_has_none():
    found = read_pasted("Ngày 3/8, hai bên ký một bản ghi nhớ ở thành phố Lam Sơn.\nHai bên hẹn gặp lại.")
    assert list(found.places) == ["paragraph-1", "paragraph-2"]
    assert read_pasted("Two sides sign\nThey signed it.").language == "en"


def test_a_saved_page_leaves_its_surroundings_behind():
    found = read_pasted(PAGE)
    assert list(found.places) == ["headline", "paragraph-1", "caption-1", "paragraph-2"]
    assert found.places["caption-1"] == "Quang cảnh buổi lễ."
    assert found.url == "https://songlam.example/a.html"
    assert found.left_out == ["Trang chủ", "Kinh tế", "Giấy phép số 1"]
    assert not any(word in found.text for word in ("alert", "steal", "elsewhere"))
    for address in ("/tin/a.html", "https:///a.html", "javascript:a()"):
        assert read_pasted(PAGE.replace("https://songlam.example/a.html", address)).url == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (" \n . \n", "There is no text in it"),
        ("Tít\n" + "hai bên " * 150_000, "more than a megabyte"),
        ("Tít\n" + "hai bên ký. " * 10_000, "at most 100000"),
        ("<html>" + "<div>" * 300 + "x", "nested too deeply"),
        ("<html>" + "<b>x</b>" * 20_000, "too many parts"),
        ("<p>" + "<a " * 300_000, "too many parts"),  # no end is looked for from each: that took hours
        ("<p>" + "<b x='<'>" * 300, "nested too deeply"),
        ("Tít\nHai b\x01ên ký.", "a control character"),
        ("Tít\nHai b\ufffdn ký.", "letters were lost"),
    ],
)
def test_what_is_no_article_is_refused_with_why(typed, said):
    with translation.override("en"), pytest.raises(ValidationError, match=said):
        read_pasted(typed)


def test_marks_that_turn_text_round_do_no_harm():
    assert read_pasted("Tít \u202ebài\n\u2066Hai bên\0 ký.\u2069").text == "Tít bài\nHai bên ký."


def test_few_words_find_a_place_and_no_sentence_is_kept():
    text = "Hai bên cùng ký một bản thỏa thuận về hạ tầng số của tỉnh."
    assert few_words(text, ["Hai bên cùng ký một bản khác."]) == ("ký một bản thỏa", "tầng số của tỉnh.")
    assert few_words("Trần Lam", []) == ("Trần Lam", "")


def test_the_outlet_is_known_by_its_address_or_as_printed(db):
    named, addressed = make.outlet("lam", name="Báo Sông Lam"), make.outlet("khac", url="https://www.khac.example/")
    found = read_pasted(TEXT)
    assert outlet_of(found, "https://khac.example/bai.html") == addressed
    assert outlet_of(found, "") == named
    assert outlet_of(read_pasted("Tít\nHai bên ký."), "https://khac.example/bai.html") == addressed
    assert outlet_of(read_pasted("Tít\nHai bên ký."), "https://la.example/") is None


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize(
    "text",
    [
        "Tít\nBáo Lam | 12/3/2024, 08:00\nHai bên ký.",
        "Tít\nlam.example - 12/3/2024\nHai bên ký.",
        "Tít\nHai bên ký.\nHai bên hẹn gặp lại.\nTheo Báo Lam",
        "Hai bên ký | Báo Lam\nHai bên ký.",
        "Tít\nHai bên ký.\nHai bên hẹn.\nHai bên về.\nTin liên quan\nNguồn: lam.example",
    ],
)
def test_the_outlet_is_read_where_the_text_prints_it(text):
    there = make.outlet("lam", name="Báo Lam", url="https://www.lam.example/")
    make.outlet("khac", name="Báo khác", url="https://khac.example/")
    assert outlet_of(read_pasted(text), "") == there
    assert outlet_of(read_pasted(text.replace("Báo Lam", "Báo lạ").replace("lam.", "la.")), "") is None


@pytest.mark.django_db
def test_what_stands_around_a_text_names_its_outlet_only_where_nothing_tells_more():
    there = make.outlet("lam", name="Báo Lam", url="https://www.lam.example/")
    make.outlet("khac", name="Báo khác", url="https://khac.example/")
    for around, outlet in ((["Theo Báo Lam"], there), (["Theo Báo Lam", "Nguồn: Báo khác"], None)):
        found = Pasted("", places={"headline": "VNPT ký kết", "paragraph-1": "Hai bên ký."}, left_out=around)
        assert outlet_of(found, "") == outlet
        assert outlet_of(found, "https://nobody-knows.example/1") is None, "it has an address of its own"


@pytest.mark.parametrize(
    ("line", "after", "places", "published"),
    [
        ("25/8", "Hai bên ký.", {"dateline": "25/8"}, ""),
        ("Thứ Năm, ngày 25/8 - 08:30", "Hai bên ký.", {"dateline": "Thứ Năm, ngày 25/8 - 08:30"}, ""),
        ("25/8", "25/08/2022 08:00", {"dateline": "25/08/2022 08:00"}, "2022-08-25"),
        ("Bài 1/3", "Hai bên ký.", {"heading-1": "Bài 1/3"}, ""),
        ("32/8", "Hai bên ký.", {"heading-1": "32/8"}, ""),
    ],
)
def test_a_day_without_its_year_under_the_headline_is_a_dateline_and_no_heading(line, after, places, published):
    found = read_pasted(f"Nghệ An bắt tay VNPT\n{line}\n{after}\nHai bên hẹn gặp lại.\n")
    told = {place: text for place, text in found.places.items() if place.partition("-")[0] in ("dateline", "heading")}
    assert (told, found.published) == (places, published)
