"""Pages say no more than the articles tell: of the seeds, and of rows made for it."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from articles.models import Reason
from partnerships.models import Area, Partner, Party
from partnerships.website.pages import brief
from records import dates
from tests import factories as make
from tests.pages import attributes, texts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
AMBIGUOUS = {"certainty": "inferred", "reason": Reason.NAME_AMBIGUOUS}


def lead(client: Client, address: str) -> str:
    return texts(client.get(address), "p", "lead")[0]


def test_press_and_official_documents_are_counted_apart(client: Client):
    make.article("bao", published="2020")
    law = {"kind": "official_document", "issuer": "Quốc hội", "outlet": None}
    for number in ("202/2025/QH15", "203/2025/QH15"):
        make.article(f"nq-{number[:3]}", number=number, **law)
    for query, heading in (
        ("", "1 article, 2 official documents"),
        ("?kind=press_article", "1 article"),
        ("?kind=official_document", "2 official documents"),
        ("?search=khong-co", "0 articles"),
    ):
        assert texts(client.get(f"/en/articles/{query}"), "h2")[0] == heading
    home = client.get("/en/")
    assert any("1 article, 2 official documents" in told for told in texts(home, "p", "remark"))


def test_only_what_was_promised_counts_as_agreed(client: Client):
    agreed = make.signed_agreement()
    for number, kind in enumerate(("area", "obligation", "goal", "wish", "reported_deed"), start=1):
        make.clause(agreed, number, kind=kind)
    home = client.get("/en/")
    assert "All 3 clauses agreed on" in texts(home, "p", "more")


def test_an_agreement_counts_its_contents_only_and_a_topic_its_agreements(client: Client):
    agreed = make.signed_agreement()
    for number, kind in enumerate(("area", "wish", "reported_deed"), start=1):
        make.clause(agreed, number, kind=kind, topics=[make.topic(kind)])
    found = client.get(f"/api/v1/agreements/{agreed.slug}/").json()
    assert (found["clause_count"], found["topics"]) == (1, ["area"])
    for topic in ("wish", "reported_deed"):
        response = client.get(f"/en/topics/{topic}/")
        assert texts(response, "p", "lead") == [
            "Nothing on this topic is promised; it is only hoped for or told of as done."
        ]
        assert len(texts(response, "ul", "facts")) == 1
        ways = set(attributes(response, "a", "href"))
        assert f"/en/commitments/?topic={topic}" in ways
        assert f"/en/agreements/?topic={topic}" not in ways


@pytest.mark.parametrize("address", ["agreements/", "agreements/mau/"])
def test_what_is_said_around_a_name_is_not_in_the_language_of_the_name(client: Client, address: str):
    make.signed_agreement("mau")
    Party.objects.filter(partner__slug="ubnd-tinh-nghe-an").update(**AMBIGUOUS)
    name = '<span lang="vi">UBND TINH NGHE AN</span>'  # no rule makes English of it
    assert f"{name} (inferred)" in client.get(f"/en/{address}").content.decode()


def test_no_signing_is_said_where_none_is_told(client: Client):
    make.signed_agreement("hop-tac", kind="not_named", strategic="not_said", period="2015/2019")
    assert lead(client, "/en/agreements/hop-tac/").startswith(
        "VNPT cooperated with UBND TINH NGHE AN; no passage names a document or tells that one was signed."
    )
    for address in ("agreements", "partners/vnpt", ""):
        page = client.get(f"/en/{address}/".replace("//", "/")).content.decode()
        assert "No signing is reported" in page, address
        assert "Day of signing not known" not in page, address


def test_the_unit_that_is_stated_to_have_signed_is_named_and_the_same_to_programs(client: Client):
    agreed = make.signed_agreement("nga-son")
    Party.objects.filter(partner__slug="vnpt").update(**AMBIGUOUS)
    make.party(agreed, make.partner("vnpt-thanh-hoa"), role="contracting_unit")
    assert lead(client, "/en/agreements/nga-son/").startswith(
        "VNPT THANH HOA signed this strategic cooperation agreement with UBND TINH NGHE AN"
    )
    block = next(text for text in texts(client.get("/en/agreements/nga-son/"), "script") if "schema.org" in text)
    authors = {author["name"] for author in json.loads(block)["author"]}
    assert authors == {"VNPT THANH HOA", "UBND TINH NGHE AN"}


def test_where_only_the_provider_s_name_is_ambiguous_the_body_counts_for_certain(client: Client, seeded: None):
    claim = next(text for text in texts(client.get("/en/claims/"), "div", "claim") if "almost 20" in text)
    assert claim.endswith("Recorded 4 by name")


def test_whose_side_alone_is_inferred_was_there_for_certain(client: Client, seeded: None):
    page = client.get("/en/people/tran-van-thuyen/")
    assert "not certain)" not in page.content.decode()
    assert "other side (inferred)" in " ".join(texts(page, "th"))
    assert "same side (inferred)" in " ".join(texts(client.get("/en/people/tran-van-thuyen/"), "th"))


def test_a_solution_of_the_country_and_a_province_is_not_in_two_places(client: Client):
    product, country = make.solution(), make.area("viet-nam", level=Area.Level.COUNTRY)
    make.deployment(product, area=country)
    assert texts(client.get("/en/solutions/"), "div", "when") == ["In use countrywide (as of 2020)"]
    make.deployment(product, area=make.area("bac-kan", parent=country))
    assert texts(client.get("/en/solutions/"), "div", "when") == ["In use countrywide, 1 place named (as of 2020)"]


def test_a_public_body_has_no_units_but_bodies_below_it(client: Client):
    above = make.partner("ubnd-tinh", kind=Partner.Kind.PEOPLES_COMMITTEE)
    below = make.partner("ubnd-huyen", kind=Partner.Kind.PEOPLES_COMMITTEE, parent=above)
    make.party(make.agreement("thoa-thuan"), below, Party.Side.PUBLIC_BODY)
    page = client.get("/en/partners/ubnd-tinh/")
    assert "Through a body below it UBND HUYEN" in texts(page, "li", "row")[0]
    assert texts(page, "dt") == ["Bodies below it"]
    assert texts(client.get("/en/partners/ubnd-huyen/"), "dt") == ["Next above it"]


def test_of_what_has_no_known_period_nobody_says_that_it_is_over(client: Client):
    make.signed_agreement("khong-ro")
    assert lead(client, "/en/partners/vnpt/") == "Party to 1 recorded agreement. Of 1 no period is known."
    assert "is in force today; " in lead(client, "/en/map/")
    assert "whose period is known none is in force today" in lead(client, "/en/map/")
    assert "Of 1 recorded agreement no period is known." in lead(client, "/en/map/")
    make.signed_agreement("da-het", signed="2000", period="2000/2001")
    assert lead(client, "/en/partners/vnpt/") == (
        "Party to 2 recorded agreements. As far as the dates tell, none of those whose period is known is in force "
        "today. Of 1 no period is known."
    )
    assert attributes(client.get("/en/"), "a", "href").count("/en/agreements/?lifecycle=unknown") == 1


def test_what_is_not_signed_yet_is_to_be_signed_wherever_its_day_is_told(client: Client):
    day = f"{dates.today().year + 1}-01"
    agreed = make.signed_agreement("sap-ky", title="Sắp ký", signed=day, period=f"{day}/2099")
    make.clause(agreed, 1, text="Tỉnh bố trí kinh phí.")
    page = client.get("/en/agreements/sap-ky/")
    said = dict(zip(texts(page, "dt"), texts(page, "dd"), strict=True))
    assert said["To be signed"] == f"It is to be signed in January {day[:4]}, by VNPT with UBND TINH NGHE AN."
    assert not {"Signed", "Who signed"} & said.keys()
    assert texts(page, "ul", "questions") == []
    assert "dateCreated" not in page.content.decode()
    for address in ("", "partners/vnpt/", "agreements.atom", "agreements/"):
        shown = client.get(f"/en/{address}").content.decode()
        assert "To be signed" in shown and not re.search(rf"Signed(<[^>]*>|\s)+January {day[:4]}", shown), address
    event = client.get("/en/agreements.ics").content.decode().replace("\r\n ", "")
    assert "STATUS:TENTATIVE" in event and "It is not signed yet." in event
    agreed.parties.all().delete()
    assert f"It is to be signed in January {day[:4]}; both sides are" in lead(client, "/en/agreements/sap-ky/")


def test_what_is_to_be_ended_is_in_force_until_then_and_says_so(client: Client):
    year = dates.today().year
    make.signed_agreement("con", title="Còn", signed="2020", period=f"2020/{year + 3}", terminated=f"{year + 1}")
    standing = texts(client.get("/en/agreements/con/"), "small")[0]
    assert f"it is in force today. It is to be ended before its time: {year + 1}." in standing
    event = client.get("/en/agreements.ics").content.decode().replace("\r\n ", "")
    assert f"DTSTART;VALUE=DATE:{year + 1}1231" in event and "STATUS:TENTATIVE" in event
    assert "SUMMARY:To be ended: Còn" in event and "Terminated" not in event


def test_several_on_each_side_an_approximate_day_and_a_single_clause_make_a_sentence(client: Client):
    agreed = make.signed_agreement("chung", signed="2020~", period="2020/2025")
    make.party(agreed, make.partner("viettel"))
    make.clause(agreed, 1, text="Kinh phí của tỉnh.")
    page = client.get("/en/agreements/chung/")
    sentence = "VNPT and VIETTEL signed this strategic cooperation agreement with UBND TINH NGHE AN about 2020."
    assert lead(client, "/en/agreements/chung/") == sentence
    assert texts(page, "ul", "questions") == ["Who signed it? What came of its clause?"]
    assert "What came of the clause?" in texts(client.get("/en/partners/vnpt/brief/"), "td")


def test_what_has_not_begun_is_counted_wherever_the_others_are(client: Client):
    year = dates.today().year
    for slug, signed, period in (
        ("chua-ky", f"{year + 1}-01", f"{year + 1}/2099"),
        ("chua-den", f"{year - 1}", f"{year + 1}/2099"),
        ("con", f"{year - 2}", f"{year - 2}-01-01/{year + 1}-12-31"),
        ("het", "2010", "2010/2012"),
        ("khong-ro", "2010", ""),
    ):
        make.clause(make.signed_agreement(slug, signed=signed, period=period), 1, topics=[make.topic(f"t-{slug}")])
    ahead = "2 not signed or begun yet"
    home = client.get("/en/")
    assert texts(home, "div", "tally")[0].startswith(f"1 in force 1 over {ahead} 1 of no known period")
    (way,) = [href for href in attributes(home, "a", "href") if href.endswith("lifecycle=unsigned&lifecycle=upcoming")]
    assert client.get(way).context["page"].count == 2
    assert texts(client.get("/en/places/nghe-an/"), "dd")[:2] == [f"1 {ahead} 1 of no known period", "1"]
    assert f"1 is in force today. {ahead}. Of 1 no period" in lead(client, "/en/partners/vnpt/")
    assert "1 not signed or begun yet." in lead(client, "/en/topics/t-chua-ky/")
    assert "not signed or begun" not in lead(client, "/en/topics/t-con/")
    for address in ("partners/vnpt", "places/nghe-an"):
        told = lead(client, f"/en/{address}/brief/")
        assert f"1 in force today, 1 over, 1 of no known period. {ahead}." in told


def test_nobody_took_on_what_was_hoped_for_or_is_told_of_as_done(client: Client):
    agreed = make.signed_agreement()
    for number, kind in enumerate(("area", "obligation", "wish", "reported_deed", "reported_deed"), start=1):
        make.clause(agreed, number, kind=kind)
    page = client.get("/en/agreements/nghe-an-2020/")
    assert "What each side took on 2 clauses" in texts(page, "h2")
    assert "Apart from that, promised by nobody: 1 wish, 2 deeds told of as done" in texts(page, "p", "remark")
    for kind, n in (("wish", 1), ("reported_deed", 2)):
        way = f"/en/commitments/?agreement=nghe-an-2020&kind={kind}"
        assert way in attributes(page, "a", "href")
        assert client.get(way).context["page"].count == n


def test_what_is_due_is_counted_without_wishes_which_are_told_apart(client: Client, monkeypatch: pytest.MonkeyPatch):
    agreed = make.signed_agreement()
    for number, kind in enumerate(("obligation", "goal", "wish"), start=1):
        make.clause(agreed, number, kind=kind, due="2020")
    told = "2 clauses past due or due within 12 months not counted: 1 that was only hoped for"
    place = client.get("/en/places/nghe-an/")
    assert told in texts(place, "dd")
    due = [href for href in attributes(place, "a", "href") if "state=overdue&state=due_soon&kind" in href]
    assert [client.get(way).context["page"].count for way in due] == [2, 1]
    assert "2 past due, nothing reported not counted: 1 past due" in texts(client.get("/en/"), "div", "tally")[0]
    monkeypatch.setattr(brief, "POINTS", 2)
    for address in ("partners/vnpt", "places/nghe-an"):
        tables = client.get(f"/en/{address}/brief/").context["brief"].tables
        (table,) = [each for each in tables if "Due" in each.columns]
        assert table.cut == "2 of 3 are shown; 1 of all was only hoped for"


def test_what_no_column_of_a_chart_holds_is_said(client: Client):
    year = dates.today().year
    for slug, signed in (("a", f"{year}-01"), ("b", f"{year + 1}-01"), ("c", f"[{year + 1}..]"), ("d", f"[..{year}]")):
        make.signed_agreement(slug, signed=signed, period="2020/2099")
    outside = "2 agreements of other years are not drawn."
    assert outside in texts(client.get("/en/"), "li")
    drawn = "it stands in each year of the chart in which it may have been signed."
    trends = texts(client.get("/en/trends/"), "li")
    assert {outside, f"The year of 1 agreement is not known; {drawn}"} <= set(trends)


def test_a_search_counts_beside_the_box_what_is_not_in_it(client: Client):
    make.area("lao-cai", name="Lào Cai")
    make.area("lao-cai-cu", name="Lào Cai", ended="2025-07-01")
    make.area("thanh-pho-lao-cai", name="Thành phố Lào Cai Mới", level="district")
    page = client.get("/en/search/?q=lao+cai")
    (found,) = [group for group in page.context["answer"].groups if group.label == "Areas"]
    assert (found.count, [hit.name for hit in found.hits]) == (1, ["Thành phố Lào Cai Mới"])
