"""What things are called in each language, and that a page says which language it is."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import conditional_escape

from partnerships.models import Agreement, Area, AreaName, Indicator, Observation, Partner, Position
from partnerships.models.english import agreement_in_english, area_in_english, body_in_english, office_in_english
from partnerships.website.pages.called import measured, office_called, place_called
from people.models import Person
from records.spoken import called, shorter
from tests import factories as make
from tests.pages import attributes, texts
from tests.test_language import Shown, public_addresses

pytestmark = pytest.mark.one_database

# Beside a list and some records of each noun.
OTHERS = (
    "/",
    "/agreements/?provider=vnpt&province=hung-yen&lifecycle=expired",
    "/agreements/?provider=ubnd-tinh-hung-yen",
    "/agreements/hung-yen-2016/",
    "/agreements/nghe-an-2020/",
    "/agreements.atom?provider=ubnd-tinh-hung-yen",
    "/claims/",
    "/commitments/?province=hung-yen",
    "/compare/?agreement=nghe-an-2014&agreement=nghe-an-2020",
    "/compare/?agreement=hung-yen-2016",
    "/map/",
    "/map/?division=before",
    "/partners/vnpt/",
    "/partners/vnpt/brief/",
    "/people/pham-duc-long/",
    "/places/hung-yen/",
    "/places/hung-yen/brief/",
    "/search/?q=hung+yen",
    "/search/suggest/?q=hung+yen",
    "/trends/",
)


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("UBND tỉnh Hưng Yên", "Hưng Yên Provincial People's Committee"),
        ("UBND thành phố Hồ Chí Minh", "Hồ Chí Minh City People's Committee"),
        ("Ủy ban nhân dân huyện Nga Sơn", "Nga Sơn District People's Committee"),
        ("Thành ủy Hải Phòng", "Hải Phòng City Party Committee"),
        ("Sở Văn hóa, Thể thao và Du lịch Nghệ An", "Nghệ An Department of Culture, Sports and Tourism"),
        ("Tập đoàn VNPT", "VNPT Group"),
        ("VNPT Thanh Hóa", "VNPT Thanh Hóa"),
        # What no rule covers whole stays as it is.
        ("Ban Quản lý Khu kinh tế Nghi Sơn", ""),
        ("UBND tỉnh", ""),
        ("Tập đoàn Công nghiệp Than", ""),
        ("Trường Đại học Kinh tế quốc dân", ""),
        ("Trường Đại học Hồng Đức", "Hồng Đức University"),
        ("UBND tỉnh Thái Bình và Sở Y tế", ""),
    ],
)
def test_bodies_have_english_names_by_rule_or_none(name: str, english: str):
    assert body_in_english(name) == english


def test_offices_places_and_agreements_have_english_names_by_rule_or_none():
    assert office_in_english("Phó Chủ tịch UBND tỉnh") == "Vice Chairman of the Provincial People's Committee"
    assert office_in_english("Phó Bí thư Tỉnh ủy") == "Deputy Secretary of the Provincial Party Committee"
    assert office_in_english("Chủ tịch HĐND huyện") == "Chairman of the District People's Council"
    assert office_in_english("Tỉnh ủy viên") == "Member of the Provincial Party Committee"
    assert office_in_english("Tỉnh ủy") == office_in_english("Phó Tỉnh ủy viên") == ""
    assert office_in_english("Chánh Văn phòng") == ""
    assert area_in_english("Huyện", "Nga Sơn") == "Nga Sơn district"
    title = "Thỏa thuận hợp tác giữa Sở Giáo dục và Đào tạo Nghệ An và VNPT, 2020–2025"
    assert agreement_in_english(title, "agreement", "yes") == (
        "Strategic cooperation agreement between Nghệ An Department of Education and Training and VNPT, 2020–2025"
    )
    assert agreement_in_english(f"Phụ lục {title[:1].lower()}{title[1:]}", "agreement", "yes") == ""
    three = "Thỏa thuận hợp tác giữa UBND tỉnh Thái Bình và Sở Giáo dục và VNPT"
    assert agreement_in_english(three, "agreement", "yes") == ""
    assert agreement_in_english("Giao lưu giữa VNPT và bạn bè", "agreement", "yes") == ""
    assert agreement_in_english("VNPT – Ninh Bình", "agreement", "yes") == ""


def test_a_page_says_of_each_name_in_which_language_it_is():
    body = Partner(name="UBND tỉnh Bắc Kạn")
    office = Position(person=Person(name="A"), partner=body, title="Chủ tịch UBND tỉnh")
    with translation.override("vi"):
        assert conditional_escape(office_called(office)) == "Chủ tịch UBND tỉnh Bắc Kạn"
        assert place_called("Tỉnh Thái Nguyên", inside=True) == "tỉnh Thái Nguyên"
    with translation.override("en"):
        committee = "Bắc Kạn Provincial People&#x27;s Committee"
        assert conditional_escape(office_called(office)) == f"Chairman, {committee}"
        assert conditional_escape(called(Partner(name="Hội <b>"))) == '<span lang="vi">Hội &lt;b&gt;</span>'
        assert conditional_escape(shorter(called(body), 12)) == "Bắc Kạn Pro…"
        agreed = Agreement(title="Hợp tác giữa VNPT và UBND xã Hòa Bình", kind="plan", strategic="not_said")
        assert called(agreed) == "Plan between VNPT and Hòa Bình Commune People's Committee"


def test_a_record_is_called_by_both_names_in_english_alone(client: Client, db: None):
    make.partner("ubnd-hung-yen", name="UBND tỉnh Hưng Yên")
    for language, names in (
        ("/en", ["Hưng Yên Provincial People's Committee", "UBND tỉnh Hưng Yên"]),
        ("", ["UBND tỉnh Hưng Yên"]),
    ):
        response = client.get(f"{language}/partners/ubnd-hung-yen/")
        shown = texts(response, "h1") + texts(response, "p", "remark")
        assert [each for each in shown if "Hưng Yên" in each] == names


def test_every_seed_record_has_an_english_name(seeded: None):
    with translation.override("en"):
        for model in (Partner, Agreement, Area):
            assert [row for row in model.objects.public() if not row.english] == []
        assert [name for name in AreaName.objects.exclude(designation="") if not name.english] == []
        for office in Position.objects.public().select_related("partner"):
            assert 'lang="vi"' not in conditional_escape(office_called(office)), office


def test_no_english_page_calls_anything_in_vietnamese_that_has_an_english_name(seeded: None, client: Client):
    """Not as a name, however it is marked, but on its own page beside the English one; nor within English words."""
    rows = [row for model in (Agreement, Partner, Area, AreaName) for row in model.objects.public()]
    names = {str(row) for row in rows if row.english not in ("", str(row))}
    titles = {*Position.objects.public().values_list("title", flat=True)}
    for address in {*public_addresses(), *OTHERS} - {"/data/"}:  # where columns are explained by examples
        response = client.get(f"/en{address}")
        # What is quoted of a text is cut where a word of it was found.
        vietnamese = names if address.startswith("/search/") else names | titles
        shown, page = Shown(response.content.decode()), response.content.decode()
        own = {str((response.context or {}).get("record", ""))}
        spoken = {text.strip(" ,;·:–→") for _language, text in shown.texts}
        assert vietnamese & spoken <= own, address
        described = attributes(response, "meta", "content") + texts(response, "title")
        in_english = "\n".join([*described, *(text for language, text in shown.texts if language != "vi")])
        assert {name for name in vietnamese if name in in_english} == set(), address
        assert {name for name in vietnamese if f'"name": "{name}"' in page} == set(), address


def test_the_english_brief_is_in_english(seeded: None, client: Client):
    response = client.get("/en/partners/ubnd-tinh-hung-yen/brief/")
    assert texts(response, "h1") == ["Brief for a meeting: Hưng Yên Provincial People's Committee"]
    (agreed,) = [row for row in texts(response, "tr") if row.startswith("1 ")]
    assert "Strategic cooperation agreement between VNPT and Hưng Yên Provincial People's" in agreed


@pytest.mark.parametrize(
    ("unit", "bound", "vietnamese", "english"),
    [
        ("hạng", "exact", "hạng 21/63", "rank 21/63"),
        ("%", "exact", "21/63%", "21/63%"),
        ("đơn vị", "about", "khoảng 21/63 đơn vị", "about 21/63 bodies"),
    ],
)
def test_a_value_and_its_unit_stand_in_the_order_of_the_language(unit, bound, vietnamese, english):
    observation = Observation(value=21, denominator=63, bound=bound, indicator=Indicator(unit=unit))
    for language, said in (("vi", vietnamese), ("en", english)):
        with translation.override(language):
            assert measured(observation) == said
