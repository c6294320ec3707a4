"""What things are called in each language, and that a page says which language it is."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import conditional_escape

from partnerships.models import Agreement, Partner, Position
from partnerships.models.english import agreement_in_english, area_in_english, body_in_english, office_in_english
from partnerships.website.pages.called import called, place_called, shorter
from people.models import Person
from tests.pages import texts

pytestmark = pytest.mark.one_database


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
    assert agreement_in_english("Giao lưu giữa VNPT và bạn bè", "agreement", "yes") == ""
    assert agreement_in_english("VNPT – Ninh Bình", "agreement", "yes") == ""


def test_a_page_says_of_each_name_in_which_language_it_is():
    body = Partner(name="UBND tỉnh Bắc Kạn")
    office = Position(person=Person(name="A"), partner=body, title="Chủ tịch UBND tỉnh")
    with translation.override("vi"):
        assert conditional_escape(called(office)) == "Chủ tịch UBND tỉnh Bắc Kạn"
        assert place_called("Tỉnh Thái Nguyên", inside=True) == "tỉnh Thái Nguyên"
    with translation.override("en"):
        committee = "Bắc Kạn Provincial People&#x27;s Committee"
        assert conditional_escape(called(office)) == f'<span lang="en">Chairman, {committee}</span>'
        assert conditional_escape(called(Partner(name="Hội <b>"))) == '<span lang="vi">Hội &lt;b&gt;</span>'
        assert conditional_escape(shorter(called(body), 12)) == '<span lang="en">Bắc Kạn Pro…</span>'
        agreed = Agreement(title="Hợp tác giữa VNPT và UBND xã Hòa Bình", kind="plan", strategic="not_said")
        assert called(agreed) == "Plan between VNPT and Hòa Bình Commune People's Committee"


def test_every_seed_record_has_an_english_name(seeded: None):
    with translation.override("en"):
        for model in (Partner, Agreement, Position):
            for row in model.objects.public():
                assert 'lang="vi"' not in conditional_escape(called(row)), row


def test_the_english_brief_is_in_english(seeded: None, client: Client):
    response = client.get("/en/partners/ubnd-tinh-hung-yen/brief/")
    assert texts(response, "h1") == ["Brief for a meeting: Hưng Yên Provincial People's Committee"]
    (agreed,) = [row for row in texts(response, "tr") if row.startswith("1 ")]
    assert "Strategic cooperation agreement between VNPT and Hưng Yên Provincial People's" in agreed
