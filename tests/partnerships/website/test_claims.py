"""What articles claim in number beside what the register holds, and how that is counted."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.test import Client

import partnerships.models.claims
from articles.models import Article
from partnerships.models import Area, Observation, Partner, Party
from partnerships.website.pages.claims import claims
from tests import factories as make
from tests.pages import queries, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def vnpt() -> Partner:
    return make.partner("vnpt", name="VNPT")


@pytest.fixture
def province(vnpt: Partner) -> Area:
    """Four bodies of districts agreed with VNPT; one of them twice, one too late, one in another province."""
    province = make.area("thanh-hoa", name="Thanh Hóa")
    signed = (
        ("cam-thuy", "2018-06"),
        ("cam-thuy", "2016"),
        ("nga-son", "2018-08"),
        ("thieu-hoa", "[..2018-01-01]"),
        ("muon", "2019"),
    )
    for slug, date in signed:
        district(slug, date, province, vnpt)
    district("dien-chau", "2018", make.area("nghe-an"), vnpt)
    return province


def district(slug: str, date: str, province: Area, provider: Partner) -> None:
    area = Area.objects.filter(slug=slug).first() or make.area(slug, parent=province, level=Area.Level.DISTRICT)
    body = Partner.objects.filter(slug=f"ubnd-{slug}").first() or make.partner(f"ubnd-{slug}", name=slug, area=area)
    agreed = make.agreement(f"{slug}-{date.strip('[].')}", signed=date)
    make.party(agreed, provider)
    make.party(agreed, body, Party.Side.PUBLIC_BODY)


def claimed(province: Area, vnpt: Partner) -> None:
    told = make.passage(make.article("bao", title="Bài báo"), 3, gist="Gần 20 huyện đã ký.")
    counted = make.indicator("so-huyen", name="Số huyện", unit="huyện", counts="districts", counterpart=vnpt)
    make.observation(counted, area=province, as_of="2018-08-13", value=20, bound="almost", passages=[told])


def test_almost_20_districts_beside_three_that_are_recorded_by_name(client: Client, province: Area, vnpt: Partner):
    claimed(province, vnpt)
    response = client.get("/en/claims/")
    assert texts(response, "div", "claim") == ["Reported almost 20 huyện Recorded 3 by name"]
    assert texts(response, "ul", "claims") == [
        "Reported almost 20 huyện Recorded 3 by name Số huyện Thanh Hóa, 13 August 2018 cam-thuy, nga-son, thieu-hoa "
        "Counted: Public bodies of districts of Thanh Hóa with a recorded agreement with VNPT. "
        "Agreements that may have been signed by that day. Paragraph 3 · Ictpress: Gần 20 huyện đã ký."
    ]


@pytest.mark.parametrize("address", ["indicators/so-huyen", "articles/bao", "partners/vnpt", "partners/ubnd-tinh"])
def test_a_claim_stands_on_the_page_of_whatever_it_concerns(
    client: Client, province: Area, vnpt: Partner, address: str
):
    claimed(province, vnpt)
    make.partner("ubnd-tinh", area=province)
    response = client.get(f"/en/{address}/")
    assert texts(response, "div", "claim") == ["Reported almost 20 huyện Recorded 3 by name"]


def test_a_claim_stands_on_the_page_of_an_agreement_that_the_same_article_carries(
    client: Client, province: Area, vnpt: Partner
):
    claimed(province, vnpt)
    make.signed_agreement("cung-bai", passages=[make.passage(make.article("khac"))])
    assert texts(client.get("/en/agreements/cung-bai/"), "div", "claim") == []
    carried = make.passage(Article.objects.get(slug="bao"), 4)
    make.agreement("trong-bai", passages=[carried])
    response = client.get("/en/agreements/trong-bai/")
    assert texts(response, "div", "claim") == ["Reported almost 20 huyện Recorded 3 by name"]


def test_what_may_have_been_signed_at_any_time_may_have_been_by_that_day(province: Area, vnpt: Partner):
    claimed(province, vnpt)
    Observation.objects.update(as_of="2015")
    observation = Observation.objects.get()
    observation.save()  # works the days out
    assert [party.partner.slug for party in claims([observation])[0].held] == ["ubnd-thieu-hoa"]


@pytest.mark.parametrize(("signed", "held"), [("2018-08-12", 4), ("2018-08-13", 4), ("2018-08-14", 3)])
def test_what_was_signed_on_the_very_day_of_a_claim_counts(
    client: Client, province: Area, vnpt: Partner, signed: str, held: int
):
    claimed(province, vnpt)  # as of 2018-08-13
    district("hau-loc", signed, province, vnpt)
    assert texts(client.get("/en/claims/"), "div", "claim") == [f"Reported almost 20 huyện Recorded {held} by name"]


def test_a_partner_without_a_place_has_no_claims_of_others(client: Client, province: Area, vnpt: Partner):
    claimed(province, vnpt)
    Observation.objects.update(area=None, partner=vnpt)
    make.partner("khong-noi")
    assert texts(client.get("/en/partners/khong-noi/"), "div", "claim") == []


def test_what_was_not_all_looked_at_is_at_least_so_many(
    client: Client, province: Area, vnpt: Partner, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(partnerships.models.claims, "LOOKED_AT", 2)
    claimed(province, vnpt)
    assert texts(client.get("/en/claims/"), "div", "claim") == ["Reported almost 20 huyện Recorded at least 2 by name"]


def test_strategic_agreements_are_counted_by_body(client: Client, vnpt: Partner):
    make.signed_agreement("nghe-an-2014", signed="2014-09-13")
    make.signed_agreement("nghe-an-ghi-nho", signed="2013", kind="memorandum")
    make.agreement("bac-kan-2015", period="2015/2019")
    counted = make.indicator("don-vi", name="Đơn vị", unit="đơn vị", counts="strategic", counterpart=vnpt)
    make.observation(counted, partner=vnpt, as_of="2014-10-15", value=20, bound="about")
    assert texts(client.get("/en/claims/"), "div", "claim") == ["Reported about 20 bodies Recorded 1 by name"]


@pytest.mark.parametrize(("strategic", "held"), [("yes", 1), ("not_said", 0), ("no", 0)])
def test_what_is_strategic_is_counted_whatever_the_document(client: Client, vnpt: Partner, strategic: str, held: int):
    make.signed_agreement("nghe-an-2014", signed="2014-09-13", kind="memorandum", strategic=strategic)
    counted = make.indicator("don-vi", name="Đơn vị", unit="đơn vị", counts="strategic", counterpart=vnpt)
    make.observation(counted, partner=vnpt, as_of="2014-10-15", value=20, bound="about")
    assert texts(client.get("/en/claims/"), "div", "claim") == [f"Reported about 20 bodies Recorded {held} by name"]


@pytest.mark.usefixtures("seeded")
def test_of_the_strategic_partners_of_2014_the_seeds_hold_two(client: Client):
    claim = next(each for each in client.get("/en/claims/").context["claims"] if each.observation.value == 20)
    assert [party.agreement.slug for party in claim.held] == ["nghe-an-2014", "thai-binh-2014"]


def test_points_that_differ_most_stand_first(client: Client):
    for slug, stated, recorded in (("du", 2, 2), ("thieu", 6, 1)):
        agreed = make.agreement(slug, stated_points=stated)
        for number in range(1, recorded + 1):
            make.clause(agreed, number)
        make.clause(agreed, 9, kind="goal")
    assert texts(client.get("/en/claims/"), "div", "claim") == [
        "Reported 6 points Recorded 1 recorded area of cooperation",
        "Reported 2 points Recorded 2 recorded areas of cooperation",
    ]


def test_an_article_and_an_agreement_tell_of_the_same_points(client: Client):
    told, elsewhere = make.passage(make.article("bao")), make.passage(make.article("khac"))
    agreed = make.agreement("sau-diem", stated_points=6, passages=[told])
    make.clause(agreed, 1, passages=[told])
    make.clause(agreed, 2, passages=[elsewhere])
    make.clause(agreed, 3, kind="goal", passages=[told])
    for address in ("articles/bao", "agreements/sau-diem", "claims"):
        said = texts(client.get(f"/en/{address}/"), "div", "claim")
        assert said == ["Reported 6 points Recorded 2 recorded areas of cooperation"], address


def test_twenty_claims_ask_as_much_as_two(client: Client, province: Area, vnpt: Partner):
    counted = make.indicator("so-huyen", counts="districts", counterpart=vnpt)
    found = []
    for years in (range(2016, 2018), range(2018, 2036)):
        for year in years:
            make.observation(counted, area=province, as_of=str(year), value=20)
        client.get("/claims/")  # the areas are remembered from here on
        caches["pages"].clear()
        found.append(queries(client, "/claims/"))
    assert found[0] == found[1]
    held = [claim.rpartition(" Recorded ")[2] for claim in texts(client.get("/en/claims/"), "div", "claim")]
    assert held == ["2 by name", "2 by name", "3 by name", *["4 by name"] * 17]


def test_drafts_are_neither_held_nor_claimed(client: Client, province: Area, vnpt: Partner):
    claimed(province, vnpt)
    before = client.get("/en/claims/").content
    late = make.agreement("nhap", signed="2018", status="draft")
    make.party(late, vnpt)
    make.party(late, make.partner("ubnd-nhap", area=Area.objects.get(slug="muon")), Party.Side.PUBLIC_BODY)
    hidden = make.partner("an", status="draft", area=Area.objects.get(slug="muon"))
    agreed = make.agreement("ky-voi-an", signed="2018")
    make.party(agreed, vnpt)
    make.party(agreed, hidden, Party.Side.PUBLIC_BODY)
    secret = make.indicator("kin", counts="districts", counterpart=hidden)
    make.observation(secret, area=province, as_of="2018", value=3)
    make.agreement("diem", stated_points=9, status="draft")
    assert client.get("/en/claims/").content == before


def test_what_is_counted_needs_the_provider_of_the_agreements(vnpt: Partner):
    with pytest.raises(ValidationError, match="What the register counts needs the provider"):
        make.indicator(counts="districts")
    with pytest.raises(ValidationError, match="What the register counts needs the provider"):
        make.indicator(counterpart=vnpt)


def test_the_trends_lead_to_the_claims_and_nothing_there_says_so(client: Client):
    assert 'href="/en/claims/"' in client.get("/en/trends/").content.decode()
    assert "Nothing has been published here yet." in client.get("/en/claims/").content.decode()
    assert client.get("/en/claims/?x=1").status_code == 400
