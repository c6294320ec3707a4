import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from records.damage import not_damaged
from records.text import fold, normalise, normalise_prose, sort_key, words


@pytest.mark.parametrize(
    "written",
    [
        "thai binh",
        "Thái Bình",
        "THÁI  BÌNH",
        "Thái\u00a0Bình",
        " thái\tbình ",
        unicodedata.normalize("NFD", "Thái Bình"),
    ],
)
def test_spellings_of_one_name_fold_together(written):
    assert fold(written) == "thai binh"


def test_tone_placement_and_d_with_stroke_fold():
    assert fold("thỏa thuận") == fold("thoả thuận") == "thoa thuan"
    assert fold("Đắk Lắk đổi") == "dak lak doi"


def test_zero_width_characters_and_edges_go():
    assert normalise("\ufeff VNPT\u200b  Thanh Hóa \n") == "VNPT Thanh Hóa"


@pytest.mark.parametrize("letters", ["Ðð", "Ɖɖ", "Đđ"])
def test_the_three_letters_that_look_like_d_with_stroke_are_one(letters):
    upper, lower = letters
    assert normalise(f"{upper}à Nẵng, hội {lower}ồng") == "Đà Nẵng, hội đồng"
    assert fold(f"{upper}à") == "da"
    assert sort_key(f"{upper}à") == sort_key("Đà")


def test_what_turns_text_round_goes_and_arabic_stays():
    assert normalise("\u202eTPNV miền\u200f Tây\u2069 القاهرة") == "TPNV miền Tây القاهرة"


def damage_of(text):
    try:
        not_damaged(text)
    except ValidationError as error:
        return error.message
    return ""


LOST = "letters were lost on its way, and a sign stands in their place. Take it from the original again."
CYRILLIC = "in it is a Cyrillic letter that only looks like a Latin one. Type the word again."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("S? Thông tin và Truy?n thông B?c Ninh", f"“Truy?n”: {LOST}"),
        ("S? Y t?", f"“S?”: {LOST}"),
        ("S? Y tế", f"“S?”: {LOST}"),
        ("T?NH BẮC NINH", f"“T?NH”: {LOST}"),
        ("S\ufffd Y t\ufffd", f"“S\ufffd”: {LOST}"),
        ("một dòng\nhai\x07 dòng", "“hai\ufffd”: it holds a control character. Delete it."),
        ("Tập đoàn Viettel Hаnoi", f"“Hаnoi”: “а” {CYRILLIC}"),
        *((whole, "") for whole in ("Ai ký?", "Phương án B?", "Ai ký? Khi nào?", "Vì sao?Vì vậy", "https://a.vn/?b=c")),
        *((whole, "") for whole in ("Газпром", "Δt 5 μm", "Sở Y tế, VNPT 4.0", "Ký chưa?\nRồi.")),
    ],
)
def test_damaged_text_is_refused_with_the_word_that_is(text, said):
    with translation.override("en"):
        assert damage_of(text) == said


def test_prose_keeps_its_paragraphs():
    assert normalise_prose("một  hai\r\n\r\nba ") == "một hai\n\nba"


def test_words_split_at_punctuation():
    assert words("VNPT-HIS (y tế), 24/7_x") == ["vnpt", "his", "y", "te", "24", "7", "x"]


def test_sort_key_orders_as_a_vietnamese_dictionary():
    ordered = (
        "An Giang, ăn, ân, ba, bà, bả, bã, bá, bạ, Bà Rịa, Bắc Kạn, Cao Bằng, Da, Đà Nẵng, Hà Nam, Hà Nội, "
        "Hải Dương, Hưng Yên, ô, ơ, Thái Bình, Thanh Hóa, Ư, Yên Bái"
    ).split(", ")
    assert sorted(ordered, key=sort_key) == ordered


@given(st.text(max_size=50))
def test_fold_is_stable_and_folds_case_and_form(text):
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(st.text(max_size=30))
def test_sort_keys_are_digits_that_every_collation_orders_alike(text):
    assert sort_key(text).isdigit() and sort_key(text).isascii()
