from itertools import pairwise
from unicodedata import normalize

import pytest

from records import text
from records.search import abbreviations
from records.search.highlight import Piece, excerpt, highlighted
from records.search.ranking import Level, Ranking, Together, spellings
from records.search.terms import MOST_TERMS, read

pytestmark = pytest.mark.django_db  # words mean what the register holds


def phrases(query, **options):
    return [term.phrases for term in read(query, **options)]


def test_words_are_folded_and_phrases_stay_together():
    assert phrases('Bắc "chính  QUYỀN số" kạn, BẮC') == [("bac",), ("chinh quyen so",), ("kan",)]
    assert phrases('""  -- ') == phrases("") == phrases('"') == []
    assert phrases('"mở ngoặc') == [("mo ngoac",)]
    assert [term.typed for term in read('Đạt "hoà  bình"')] == ["Đạt", "hoà  bình"]


def test_short_forms_are_read_wherever_they_stand():
    assert phrases("UBND tỉnh") == [("ubnd", "uy ban nhan dan"), ("tinh",)]
    assert phrases("tỉnh ủy ban nhân dân") == [("tinh",), ("uy ban nhan dan", "ubnd")]
    assert phrases("TT&TT")[0][0] == "tt tt"
    assert set(phrases("TT&TT")[0]) == {"tt tt", "tttt", "thong tin va truyen thong"}
    assert phrases("dân nhân") == [("dan",), ("nhan",)]
    # The longest form wins, not one that begins like it.
    assert phrases("CNTT-TT")[0][0] == "cntt tt"
    assert len(phrases("công nghệ thông tin và truyền thông")) == 1


def test_a_phrase_has_every_reading_of_its_short_forms():
    assert phrases('"UBND TP Vinh"') == [
        ("ubnd tp vinh", "ubnd thanh pho vinh", "uy ban nhan dan tp vinh", "uy ban nhan dan thanh pho vinh")
    ]
    assert [term.also for term in read('"UBND TP Vinh"')] == [("Ủy ban nhân dân", "thành phố")]


def test_every_form_belongs_to_one_group_and_folds_to_words():
    forms = [tuple(text.words(form)) for group in abbreviations.GROUPS for form in group]
    assert len(forms) == len(set(forms))
    assert all(forms)
    assert all(len(group) > 1 for group in abbreviations.GROUPS)


def test_the_last_word_may_be_a_beginning_while_it_is_typed():
    assert [(term.phrases, term.begun) for term in read("thái ng", typing=True)] == [
        (("thai",), False),
        (("ng",), True),
    ]
    assert not any(term.begun for term in read("thái nguyên ", typing=True))
    again = read("việt nam việt", typing=True)
    assert [(term.phrases, term.begun) for term in again] == [(("nam",), False), (("viet",), True)]


def test_marks_are_read_however_they_are_spelt():
    typed = "thái bình"
    assert read(normalize("NFD", typed)) == read(typed)


def test_more_words_than_anybody_seeks_are_cut():
    assert len(read(" ".join(f"từ{number}" for number in range(100)))) == MOST_TERMS


def test_spans_are_the_words():
    for said in ("Sở TT&TT: hòa–hoà", "Đà Nẵng", "a\u0323\u0302 b", "", "  ", "ß ﬁ ½ 北京", "x\u200by"):
        spans = list(text.spans(said))
        assert [word for *_place, word in spans] == text.words(said)
        assert all(start < end for start, end, _word in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_what_was_found_is_marked_in_the_words_as_printed():
    assert highlighted("Sở TT&TT Thái Bình", read("so thai")) == [
        Piece("Sở", found=True),
        Piece(" TT&TT "),
        Piece("Thái", found=True),
        Piece(" Bình"),
    ]
    assert highlighted("Sở TT&TT", read("thông tin và truyền thông")) == [Piece("Sở "), Piece("TT&TT", found=True)]
    assert highlighted("Thái Nguyên", read("ngu", typing=True)) == [Piece("Thái "), Piece("Nguyên", found=True)]
    assert highlighted("<b>Thái</b>", read("thai")) == [Piece("<b>"), Piece("Thái", found=True), Piece("</b>")]
    assert highlighted("Bình Thái", read('"thai binh"')) == [Piece("Bình Thái")]


def test_an_excerpt_is_around_what_was_found_first():
    said = "đầu " * 60 + "Thái Bình " + "cuối " * 60
    pieces = excerpt(said.strip(), read("thai binh"))
    shown = "".join(piece.text for piece in pieces)
    assert shown.startswith("… đầu") and shown.endswith("cuối …")
    assert len(shown) <= 210
    assert [piece.text for piece in pieces if piece.found] == ["Thái", "Bình"]
    assert excerpt("không có", read("thai")) == []
    assert excerpt("Thái Bình", read("thai")) == [Piece("Thái", found=True), Piece(" Bình")]


def test_a_tone_may_stand_on_either_letter():
    assert set(spellings("hoà")) == set(spellings("Hòa")) >= {"hoà", "hòa"}
    assert not set(spellings("hóa")) & set(spellings("hòa"))
    assert spellings("đất") == ("đất",)
    assert spellings("hoa") == ("hoa",)


@pytest.mark.parametrize(
    ("query", "title", "summary", "level", "together"),
    [
        ("Hòa Bình", "Hoà Bình", "", Level.TITLE_EXACTLY, Together.AS_A_WHOLE),
        ("hòa bình", "Tỉnh Hòa Bình", "", Level.TITLE_EXACTLY, Together.IN_A_ROW),
        ("hòa bình", "Hoa Binh ABC", "", Level.TITLE, Together.AT_ITS_BEGINNING),
        ("hòa bình", "Bình Hòa", "", Level.TITLE_EXACTLY, Together.APART),
        ("hòa bình", "Tỉnh", "ở Hòa Bình", Level.TEXT_EXACTLY, Together.IN_A_ROW),
        ("hòa bình", "Tỉnh", "hoa binh", Level.TEXT, Together.IN_A_ROW),
        ("hòa bình", "Tỉnh Hòa", "Bình", Level.TEXT_EXACTLY, Together.IN_A_ROW),
        ("hòa bình", "Tỉnh", "Hòa", Level.ELSEWHERE, Together.APART),
        ("UBND", "Ủy ban nhân dân", "", Level.TITLE, Together.AS_A_WHOLE),
        # The word after a short title is not part of it.
        ("abc", "Ký", "abc", Level.TEXT_EXACTLY, Together.IN_A_ROW),
    ],
)
def test_where_a_row_holds_the_words(query, title, summary, level, together):
    folded = f" {' '.join(text.words(f'{title} {summary}'))} "
    assert Ranking(read(query)).of_row([title], folded, [summary])[:2] == (level, together)
