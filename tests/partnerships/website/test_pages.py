"""What the pages of agreements, partners, people and articles say."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import reduce
from operator import or_

import pytest
from django.conf import settings
from django.db.models import Q
from django.test import Client

from articles.models import Certainty, Reason
from partnerships.models import FACTS, Agreement, AgreementRelation, Area, Clause, Partner, Party, Signatory
from records import dates
from records.export.formats import download
from tests import factories as make
from tests.pages import attributes, slugs, texts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def merged() -> None:
    """Thái Bình and the old Hưng Yên, both part of today's Hưng Yên; VNPT agreed with each."""
    today = make.area("hung-yen", name="Hưng Yên", designation="Tỉnh")
    gone = {"ended": "2025-07-01", "succeeded_by": today, "designation": "Tỉnh"}
    make.partner(name="VNPT")
    for slug, name in (("thai-binh", "Thái Bình"), ("hung-yen-cu", "Hưng Yên")):
        committee = make.partner(
            f"ubnd-{slug}",
            name=f"UBND tỉnh {name}",
            kind=Partner.Kind.PEOPLES_COMMITTEE,
            area=make.area(slug, name=name, **gone),
        )
        agreed = make.agreement(slug, title=f"Thỏa thuận {name}", signed="2014")
        make.party(agreed, Partner.objects.get(slug="vnpt"))
        make.party(agreed, committee, Party.Side.PUBLIC_BODY)


def test_province_of_today_finds_what_was_signed_before_and_says_why(client: Client, merged: None):
    make.signed_agreement("nghe-an-2020")
    response = client.get("/en/agreements/?province=hung-yen&ordering=title")
    assert texts(response, "h2")[0] == "2 agreements"
    assert slugs(response) == ["hung-yen-cu", "thai-binh"]
    assert texts(response, "div", "notice") == [
        "What was signed with a province that has since been merged is listed under the province it belongs to today: "
        "Hưng Yên province (until 30 June 2025) → Hưng Yên province "
        "Thái Bình province (until 30 June 2025) → Hưng Yên province"
    ]
    assert texts(response, "span", "place") == [
        "Hưng Yên province, now part of the enlarged Hưng Yên province",
        "Thái Bình province, now part of Hưng Yên province",
    ]


def test_province_that_was_not_merged_gives_no_reason(client: Client, merged: None):
    make.signed_agreement("nghe-an-2020")
    response = client.get("/en/agreements/?province=nghe-an")
    assert slugs(response) == ["nghe-an-2020"]
    assert texts(response, "div", "notice") == []


def test_unknown_parameter_is_refused_by_name_with_the_nearest_and_the_form_kept(client: Client):
    make.signed_agreement("nghe-an-2020")
    response = client.get("/en/agreements/?provnce=nghe-an&search=nghe")
    assert response.status_code == 400
    assert texts(response, "div", "problems") == [
        "This cannot be shown as asked. provnce=nghe-an: Unknown parameter; did you mean “province”?"
    ]
    assert 'name="search" value="nghe"' in response.content.decode()
    assert texts(response, "ol", "rows") == []


@pytest.mark.parametrize(
    ("query", "refused"),
    [
        ("lifecycle=alive", "lifecycle"),
        ("province=atlantis", "province"),
        ("signed_from=tomorrow", "signed_from"),
        ("ordering=password", "ordering"),
        ("page=0", "page"),
        ("page_size=9999", "page_size"),
        ("format=pdf", "format"),
        ("search=%00", "search"),
        ("signed_from=x&signed_from=2018", "signed_from"),
        (f"search={'x' * 201}", "search"),
    ],
)
def test_bad_value_is_refused_by_name(client: Client, query: str, refused: str):
    response = client.get(f"/en/agreements/?{query}")
    assert response.status_code == 400
    assert [problem.parameter for problem in response.context["problems"]] == [refused]


def test_page_beyond_the_end_is_not_there(client: Client):
    make.signed_agreement()
    assert client.get("/en/agreements/?page=2").status_code == 404


def test_list_is_paged_and_its_links_keep_the_filters(client: Client):
    for number in (1, 2, 3):
        make.agreement(f"so-{number}", signed=f"201{number}")
    response = client.get("/en/agreements/?page_size=2&kind=agreement")
    assert slugs(response) == ["so-3", "so-2"]
    following = next(href for href in attributes(response, "a", "href") if "page=2" in href)
    response = client.get(f"/en/agreements/{following}")
    assert slugs(response) == ["so-1"]
    assert "Page 2 of 2" in " ".join(texts(response, "nav", "pages")[0].split())


def test_filters_no_field_shows_are_kept_when_the_form_is_sent(client: Client):
    make.signed_agreement("nghe-an-2020")
    response = client.get("/en/agreements/?partner=vnpt")
    assert slugs(response) == ["nghe-an-2020"]
    assert response.context["form"].kept == [("partner", "vnpt")]
    assert '<input type="hidden" name="partner" value="vnpt">' in response.content.decode()


def test_download_holds_the_filtered_rows_in_each_format(client: Client, merged: None):
    make.signed_agreement("nghe-an-2020")
    query = "/agreements/?province=hung-yen&ordering=title&format="
    table = list(csv.DictReader(io.StringIO(client.get(f"{query}csv").getvalue().decode("utf-8-sig"))))
    assert [row["slug"] for row in table] == ["hung-yen-cu", "thai-binh"]
    assert "status" not in table[0]
    assert [row["slug"] for row in json.loads(client.get(f"{query}json").getvalue())] == ["hung-yen-cu", "thai-binh"]
    response = client.get(f"{query}xlsx")
    name = f"agreements_province-hung-yen_{dates.today()}.xlsx"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.getvalue()[:2] == b"PK"


def test_download_reads_its_rows_once_and_keeps_none(client: Client, monkeypatch: pytest.MonkeyPatch):
    make.signed_agreement()
    given = []
    monkeypatch.setattr(
        "records.views.download", lambda *parts, **named: given.append(parts) or download(*parts, **named)
    )
    assert client.get("/agreements/?format=json").status_code == 200
    ((_request, _columns, rows, _table, _ending),) = given
    assert iter(rows) is rows


def test_workbook_of_more_rows_than_a_sheet_holds_is_refused_and_says_what_to_take(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    make.signed_agreement("nghe-an-2014")
    make.agreement("nghe-an-2020")
    monkeypatch.setattr("records.export.xlsx_writer.MOST_ROWS", 1)
    response = client.get("/en/agreements/?format=xlsx")
    assert response.status_code == 400
    assert texts(response, "div", "problems") == [
        "This cannot be shown as asked. format=xlsx: "
        "“agreements” has more than the 1 rows that a workbook holds: take CSV or JSON."
    ]
    assert client.get("/en/agreements/?format=xlsx&search=2020").status_code == 200
    assert client.get("/en/agreements/?format=csv").status_code == 200


def test_agreement_answers_first_who_when_until_when_and_how_sure(client: Client):
    agreed = make.signed_agreement(
        "nghe-an-2020",
        title="Thỏa thuận Nghệ An",
        signed="2020?-12-18",
        period="2020/2025",
        certainty=Certainty.INFERRED,
        reason=Reason.YEAR_NOT_PRINTED,
        note="Năm suy ra từ giai đoạn.",
    )
    response = client.get("/en/agreements/nghe-an-2020/")
    assert texts(response, "h1") == ["Thỏa thuận Nghệ An"]
    answer = dict(zip(texts(response, "dt"), texts(response, "dd"), strict=True))
    signed = "VNPT signed this strategic cooperation agreement with UBND TINH NGHE AN on 18 December 2020"
    assert answer == {
        "In force?": "expired Its period was 2020–2025: it has expired.",
        "Public body": "UBND TINH NGHE AN Nghe An",
        "Provider": "VNPT",
        "Signed": f"{signed} (year inferred).",
        "Who signed": "No article names a signer.",
        "How sure": "Inferred, not stated: the year is not printed; Năm suy ra từ giai đoạn.",
    }
    assert texts(response, "p", "doubt") == ["Inferred, not stated: the year is not printed; Năm suy ra từ giai đoạn."]
    assert len(attributes(response, "time", "datetime")) == 1  # when the record was changed
    # Nothing precedes or continues it: its own period stands alone.
    assert [bar.agreement for bar in response.context["timeline"].bars] == [agreed]


def test_agreement_groups_clauses_by_who_took_them_on_with_what_the_article_says_once(client: Client):
    agreed = make.signed_agreement("nghe-an-2020", stated_points=3)
    vnpt, committee = agreed.parties.order_by("pk")
    told = make.passage(number=9)
    make.clause(
        agreed, 1, heading="Hạ tầng", passages=[told], topics=[make.topic("ha-tang", label_en="Infrastructure")]
    )
    make.clause(agreed, 2, heading="Tư vấn", kind=Clause.Kind.OBLIGATION, obligors=[vnpt], strength="commits")
    make.clause(agreed, 3, heading="Tạo điều kiện", kind=Clause.Kind.OBLIGATION, obligors=[committee], due="2021")
    make.clause(agreed, 4, heading="Dẫn đầu", kind=Clause.Kind.GOAL, condition="Đủ vốn", outcome="met")
    make.clause(agreed, 5, heading="Nhân lực", passages=[told])
    make.clause(agreed, 6, heading="Mong", kind=Clause.Kind.WISH, obligors=[vnpt], due="2017")
    make.clause(agreed, 7, heading="Đào tạo", kind=Clause.Kind.OBLIGATION, obligors=[vnpt])
    response = client.get("/en/agreements/nghe-an-2020/")
    assert texts(response, "dl", "tallies") == ["past due, nothing reported 1 met 1 nothing reported 4"]
    assert texts(response, "h3")[:5] == [
        "Both sides, or not said",
        "Taken on by: VNPT",
        "Taken on by: UBND TINH NGHE AN",
        "Hoped for, not promised: VNPT",
        "By topic (in n of 1 agreements)",
    ]
    assert texts(response, "h4") == ["Hạ tầng", "Dẫn đầu", "Nhân lực", "Tư vấn", "Đào tạo", "Tạo điều kiện", "Mong"]
    assert texts(response, "ul", "marks") == [
        "area of cooperation",
        "met goal On condition: Đủ vốn",
        "area of cooperation ¶9",
        "commits",
        "",
        "past due, nothing reported Due: 2021",
        "past due, nothing reported Due: 2017",
    ]
    assert attributes(response, "span", "aria-label") == ["nothing reported"] * 4
    assert texts(response, "dl", "index") == ["Infrastructure only here 1"]
    assert texts(response, "div", "overdue") == [
        "Past due past due, nothing reported Tạo điều kiện past due, nothing reported Mong hoped for, not promised"
    ]
    assert texts(response, "div", "claim") == ["Reported 3 points Recorded 2 recorded areas of cooperation"]
    # The passage stands beside the first clause that it carries, and beside the next its number.
    assert texts(response, "details", "gist") == ["Paragraph 9 Ý 9 ¶"]
    assert texts(response, "span", "refs").count("¶9") == 1
    assert "bai-bao-paragraph-9" in attributes(response, "details", "id")


def test_agreement_says_of_what_is_past_due_how_sure_that_is_and_names_the_place_as_a_place(client: Client):
    agreed = make.signed_agreement("nghe-an-2020", place="Vinh")
    doubt = {"certainty": Certainty.INFERRED, "reason": Reason.FROM_CONTEXT}
    make.clause(agreed, 1, heading="Xong 2017", kind=Clause.Kind.OBLIGATION, due="2017", **doubt)
    response = client.get("/en/agreements/nghe-an-2020/")
    assert texts(response, "div", "overdue") == ["Past due past due, nothing reported Xong 2017 (possibly)"]
    assert "Place of signing: Vinh" in texts(response, "small")


def test_agreement_tells_then_and_now_and_the_name_as_printed(client: Client, merged: None):
    party = Party.objects.get(agreement__slug="thai-binh", side=Party.Side.PUBLIC_BODY)
    party.name_as_printed = "Ủy ban nhân dân tỉnh TB"
    party.save()
    response = client.get("/en/agreements/thai-binh/")
    assert (
        "Thái Bình Provincial People's Committee Printed as Ủy ban nhân dân tỉnh TB "
        "Then Thái Bình province. Now Hưng Yên province (since 1 July 2025)"
    ) in texts(response, "dd")


def test_district_that_ended_is_told_with_its_province(client: Client):
    province = make.area("thanh-hoa", name="Thanh Hóa", designation="Tỉnh")
    gone = make.area(
        "thieu-hoa",
        name="Thiệu Hóa",
        designation="Huyện",
        level=Area.Level.DISTRICT,
        parent=province,
        ended="2025-07-01",
    )
    agreed = make.signed_agreement()
    make.party(agreed, make.partner("ubnd-thieu-hoa", area=gone), Party.Side.PUBLIC_BODY)
    response = client.get("/en/agreements/?province=thanh-hoa")
    assert texts(response, "span", "place")[-1] == "Thiệu Hóa district, Thanh Hóa province, until 30 June 2025"
    response = client.get("/en/agreements/nghe-an-2020/")
    assert "Then Thiệu Hóa district, Thanh Hóa province. Now Thanh Hóa province (since 1 July 2025)" in texts(
        response, "small"
    )


def test_agreement_tells_who_was_there_by_side_and_in_which_office_then(client: Client):
    agreed = make.signed_agreement()
    vnpt = agreed.parties.get(partner__slug="vnpt")
    long = make.person(name="Phạm Đức Long")
    guest = make.person("khach", name="Khách")
    make.signatory(agreed, guest, part=Signatory.Part.ATTENDED)
    make.signatory(agreed, make.person("ky", name="Lê Văn Ký"), part=Signatory.Part.SIGNED)
    make.signatory(agreed, long, part=Signatory.Part.SIGNED, party=vnpt, capacity="Chủ tịch HĐTV")
    make.signatory(agreed, long, part=Signatory.Part.SPOKE, party=vnpt, capacity="Chủ tịch HĐTV")
    response = client.get("/en/agreements/nghe-an-2020/")
    assert texts(response, "h3")[-3:] == ["VNPT", "Signed, for whom is not said", "Also there"]
    assert texts(response, "ul", "persons") == [
        "Phạm Đức Long Chairman of the Members' Council; signed, spoke",
        "Lê Văn Ký signed",
        "Khách attended",
    ]


def test_agreement_shows_its_chain_and_relations_from_both_ends(client: Client):
    first = make.agreement("dau", title="Đầu", signed="2010", period="2010/2014")
    second = make.agreement("giua", title="Giữa", signed="2014", period="2014/2020")
    third = make.agreement("cuoi", title="Cuối", signed="2020", period="2020/2025")
    make.relation(second, first, kind=AgreementRelation.Kind.RENEWS)
    make.relation(third, second, kind=AgreementRelation.Kind.FOLLOWS)
    response = client.get("/en/agreements/giua/")
    assert texts(response, "ul", "facts")[-1] == (
        "This agreement renews Đầu Compare the two, topic by topic "
        "This agreement is followed by Cuối Compare the two, topic by topic"
    )
    assert [href for href in attributes(response, "a", "href") if "agreement=dau" in href] == [
        "/en/compare/?agreement=dau&agreement=giua"
    ]
    assert [bar.agreement.slug for bar in response.context["timeline"].bars] == ["dau", "giua", "cuoi"]
    # From its far end, too, though no relation joins them directly.
    timeline = client.get("/en/agreements/dau/").context["timeline"]
    assert [bar.agreement.slug for bar in timeline.bars] == ["dau", "giua", "cuoi"]


def test_chain_leaves_out_what_follows_the_same_agreement(client: Client):
    province = make.agreement("thanh-hoa-2015", signed="2015")
    own = make.agreement("nga-son-2018", signed="2018")
    for district in (own, make.agreement("cam-thuy-2018", signed="2018"), make.agreement("tinh-doan", signed="2016")):
        make.relation(district, province, kind=AgreementRelation.Kind.FOLLOWS)
    make.relation(make.agreement("nga-son-2020", signed="2020"), own, kind=AgreementRelation.Kind.RENEWS)
    make.relation(make.agreement("phu-luc", signed="2019"), own, kind=AgreementRelation.Kind.AMENDS)

    def chain(slug: str) -> list[str]:
        return [bar.agreement.slug for bar in client.get(f"/agreements/{slug}/").context["timeline"].bars]

    assert chain("nga-son-2018") == ["thanh-hoa-2015", "nga-son-2018", "nga-son-2020"]
    assert chain("cam-thuy-2018") == ["thanh-hoa-2015", "cam-thuy-2018"]
    assert chain("thanh-hoa-2015") == ["thanh-hoa-2015", "tinh-doan", "nga-son-2018", "cam-thuy-2018", "nga-son-2020"]


def test_what_came_of_an_agreement_is_apart_from_what_is_reported_of_its_parties(client: Client):
    agreed = make.signed_agreement(passages=[make.passage()])
    make.clause(agreed, 1, heading="Dẫn đầu", outcome="met")
    make.clause(agreed, 2, heading="Hạ tầng")
    province = Area.objects.get(slug="nghe-an")
    make.event(title="Khai trương IOC", agreements=[agreed], date="2020-12-18")
    make.deployment(make.solution(name="iOffice"), area=province, coverage="Toàn tỉnh")
    make.observation(
        make.indicator(name="Xã phủ sóng"),
        area=province,
        as_of="2019",
        value="1234.50",
        bound="at_least",
        denominator=2000,
    )
    make.observation(make.indicator("cua-vnpt"), partner=Partner.objects.get(slug="vnpt"), as_of="2019")
    elsewhere = make.passage(make.article("bai-khac"))
    make.observation(make.indicator("khac"), area=province, as_of="2018", value=1, passages=[elsewhere])
    near = make.passage(number=2)
    make.deployment(make.solution("his", name="HIS"), area=province, passages=[near])
    response = client.get("/en/agreements/nghe-an-2020/")
    assert texts(response, "h2")[-3:] == ["Events", "Also reported", "Other passages"]
    assert texts(response, "ul", "marks") == ["met area of cooperation", "area of cooperation"]
    deployments, figures = texts(response, "table", "listed")
    events = texts(response, "ul", "facts")[-1]
    assert events == "launch Khai trương IOC 18 December 2020"
    # First what an article of this agreement says.
    assert re.findall("HIS|iOffice", deployments) == ["HIS", "iOffice"]
    outcomes, reported, _passages = texts(response, "section")[-3:]
    assert "iOffice" not in outcomes
    assert "no article says that it came of this agreement" in reported
    # Figures of the provider as a whole say nothing about this agreement.
    first = "Figure Value As of Source Xã phủ sóng Nghe An at least 1,234.5/2,000 xã 2019 "
    assert figures.startswith(first)
    assert texts(client.get("/agreements/nghe-an-2020/"), "td", "figure")[0].split()[-2] == "1.234,5/2.000"


def test_old_slug_redirects_for_ever_to_the_same_language(client: Client):
    agreed = make.signed_agreement("ten-cu")
    agreed.slug = "ten-moi"
    agreed.save()
    response = client.get("/en/agreements/ten-cu/")
    assert (response.status_code, response["Location"]) == (301, "/en/agreements/ten-moi/")
    assert client.get("/en/agreements/chua-tung-co/").status_code == 404


def test_partner_tells_names_area_agreements_units_people_and_what_runs_there(client: Client):
    agreed = make.signed_agreement("nghe-an-2020", title="Thỏa thuận Nghệ An")
    vnpt = Partner.objects.get(slug="vnpt")
    unit = make.partner("vnpt-nghe-an", name="VNPT Nghệ An", kind=Partner.Kind.PROVIDER_UNIT, parent=vnpt)
    make.party(make.agreement("cua-don-vi", title="Của đơn vị"), unit)
    make.party(agreed, unit, role=Party.Role.CONTRACTING_UNIT)
    make.partner_name(vnpt, "Tập đoàn VNPT")
    make.position(
        make.person(name="Phạm Đức Long"), vnpt, "Chủ tịch", first_cited="2020-12-18", last_cited="2020-12-18"
    )
    make.succession(make.partner("buu-dien", name="Bưu điện"), vnpt, date="2008")
    make.deployment(make.solution(name="iOffice"), area=Area.objects.get(slug="nghe-an"), provider=vnpt)
    response = client.get("/en/partners/vnpt/")
    assert texts(response, "h2") == [
        "Agreements over time",
        "People cited in office",
        "Before and after",
        "Solutions for others",
    ]
    # What both signed is told once.
    assert texts(response, "p", "lead") == [
        "With those below it and those it came from, party to 2 recorded agreements. Of 2 no period is known."
    ]
    assert texts(response, "ol", "rows") == [
        "Của đơn vị Through its unit VNPT Nghệ An Day of signing not known period not known "
        "Thỏa thuận Nghệ An With UBND TINH NGHE AN Through its unit VNPT Nghệ An Day of signing not known "
        "period not known"
    ]
    assert texts(response, "dd") == ["Tập đoàn VNPT variant", "VNPT Nghệ An"]
    assert texts(response, "ul", "facts") == ["Bưu điện merged into VNPT 2008"]
    assert texts(response, "table", "listed") == [
        "Person Office then, as printed When Source Phạm Đức Long Chairman Cited: 18 December 2020",
        "System State, as of when How far it reached then Source iOffice Nghe An in use, as of 2020",
    ]


def test_person_tells_the_career_in_the_order_of_the_articles(client: Client):
    long = make.person(name="Phạm Đức Long")
    vnpt = make.partner()
    make.position(long, vnpt, "Chủ tịch", first_cited="2019?", last_cited="2020-12-18")
    make.position(long, vnpt, "Phó Tổng Giám đốc", first_cited="[..2014-10-15]", last_cited="[..2014-10-15]")
    agreed = make.signed_agreement("nghe-an-2020", title="Thỏa thuận Nghệ An", signed="2020-12-18")
    make.signatory(agreed, long, capacity="Chủ tịch HĐTV", part=Signatory.Part.SIGNED)
    earlier = make.agreement("thai-binh-2014", title="Thỏa thuận Thái Bình", signed="[..2014-10-15]")
    make.signatory(earlier, long, capacity="Phó Tổng Giám đốc")
    response = client.get("/en/people/pham-duc-long/")
    assert texts(response, "h1") == ["Phạm Đức Long"]
    career, signings = texts(response, "ol", "career")
    assert career == (
        "Cited: no later than 15 October 2014 Deputy General Director VNPT "
        "Cited from 2019 (year inferred) to 18 December 2020 Chairman VNPT"
    )
    assert signings == (
        "no later than 15 October 2014 Thỏa thuận Thái Bình attended as Deputy General Director "
        "18 December 2020 Thỏa thuận Nghệ An signed as Chairman of the Members' Council"
    )


def test_people_are_listed_with_their_offices(client: Client):
    make.position(make.person(name="Phạm Đức Long"), make.partner(), "Chủ tịch")
    response = client.get("/en/people/")
    assert texts(response, "h2")[0] == "1 person"
    assert texts(response, "li", "row") == ["Phạm Đức Long Chairman, VNPT"]


def test_article_shows_its_passages_in_order_with_the_facts_they_carry(client: Client):
    printed = make.article(
        title="Lễ ký", title_is_ours=True, byline="PV", published="2014-10-15", published_time="13:43"
    )
    last, first = make.passage(printed, 2, gist="Kết"), make.passage(printed, 1, gist="Mở")
    make.passage(printed, 0, kind="headline", gist="Tít")
    agreed = make.agreement(title="Thỏa thuận", passages=[first])
    make.clause(agreed, 7, heading="Hạ tầng", passages=[first, last])
    response = client.get("/en/articles/bai-bao/")
    assert texts(response, "p", "doubt") == ["The article has no headline; this title is ours."]
    where = "No address and no headline are known: search for the names in this title of ours."
    assert texts(response, "dd") == ["15 October 2014, 13:43", "PV", where]
    assert texts(response, "h3") == ["Headline", "Paragraph 1", "Paragraph 2"]
    assert texts(response, "ol", "passages") == [
        "Headline Tít Paragraph 1 Mở Agreement Thỏa thuận Area of cooperation Hạ tầng"
        " Paragraph 2 Kết Area of cooperation Hạ tầng"
    ]
    assert "/en/agreements/nghe-an-2020/#clause-7" in attributes(response, "a", "href")


def test_each_kind_of_fact_has_a_part_of_its_own():
    parts = (settings.BASE_DIR / "templates/partnerships/facts").iterdir()
    assert sorted(part.name for part in parts) == sorted(f"_{model.collection}.html" for model in FACTS)


def test_an_article_shows_every_kind_of_fact_that_its_passages_carry(client: Client):
    make.whole_register()
    counts = {model: model.objects.count() for model in FACTS}
    assert [model for model, count in counts.items() if not count] == []  # `factories.whole_register` has one of each
    response = client.get("/en/articles/bai-bao/")
    assert f"facts drawn from them: {sum(counts.values())}." in texts(response, "p", "lead")[0]
    assert len(texts(response, "span", "label")) == sum(counts.values())


def test_an_agreement_shows_every_kind_of_fact_that_is_its_own(client: Client):
    """By its source: each has a passage that carries nothing else."""
    agreement = make.whole_register()["agreements"]
    ways = {
        model: [field.name for field in model._meta.fields if field.related_model is Agreement]
        for model in FACTS
        if model is not Agreement
    }
    own = [model for model, names in ways.items() if names]
    for number, model in enumerate(own, start=50):
        fact = model.objects.filter(reduce(or_, (Q(**{name: agreement}) for name in ways[model]))).first()
        assert fact, f"`factories.whole_register` has no {model.__name__} of its agreement"
        fact.set_links("passages", [make.passage(number=number, gist=f"Chỗ của {model.__name__}")])
    page = client.get("/en/agreements/thai-binh-2020/").content.decode()
    assert [model.__name__ for model in own if f"Chỗ của {model.__name__}" not in page] == []


def test_topic_and_solution_pages_lead_back_to_agreements(client: Client):
    topic = make.topic("ha-tang", label_en="Infrastructure")
    make.clause(make.agreement(title="Thỏa thuận"), 1, heading="Hạ tầng", topics=[topic])
    make.deployment(make.solution(name="iOffice"), area=make.area(), coverage="Toàn tỉnh")
    response = client.get("/en/topics/ha-tang/")
    assert texts(response, "h1") == ["Infrastructure"]
    assert texts(response, "p", "lead") == ["In 1 recorded agreement, with 1 clause. Of 1 no period is known."]
    assert texts(response, "h3") == ["Thỏa thuận"]
    assert texts(response, "ul", "facts") == ["Hạ tầng area of cooperation"]
    (table,) = texts(client.get("/en/solutions/vnpt-ioffice/"), "table", "listed")
    assert table.endswith("Source Nghe An in use, as of 2020 Toàn tỉnh")
