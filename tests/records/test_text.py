import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
