"""What came of agreements: told as of the day it was told, plans apart from use, deeds apart from promises."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from partnerships.models import Agreement, AgreementRelation, Clause, Deployment, Observation, Signatory
from tests import factories as make
from tests.changesets.test_imports import planned
from tests.office import page, shown
from tests.pages import texts
from tests.partnerships.website.test_facets import offered
from tests.test_site import addresses, both

pytestmark = pytest.mark.django_db

STATES = list(Deployment.State)
CLAIMS_USE = re.compile("đang dùng|in use", re.IGNORECASE)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def said(client: Client, address: str) -> str:
    return texts(client.get(address), "main")[0].replace("Bộ lọc đang dùng", "")


def test_no_page_says_in_use_of_what_is_only_planned(seeded: None, client: Client):
    Deployment.objects.update(state=Deployment.State.PLANNED)
    for address in addresses(most=2):
        for local in both(address) if address != "/data/" else ():  # which lists the terms there are
            assert not CLAIMS_USE.search(said(client, local)), local


def test_seed_records_tell_plans_from_use(seeded: None, client: Client):
    planned = Deployment.objects.filter(state=Deployment.State.PLANNED)
    assert {row.key for row in planned} == {
        f"{solution}~~nghe-an~vnpt" for solution in ("soc", "eportal", "hoi-nghi-truyen-hinh")
    }
    assert not Deployment.objects.filter(as_of="").exists()
    lead = texts(client.get("/en/solutions/hoi-nghi-truyen-hinh/"), "div", "lead")
    assert lead == ["Planned in 1 place (as of 2020), 1 not certain In use in 1 place (as of 2020), 1 not certain"]
    assert "planned, as of 18 December 2020 (year inferred)" in said(client, "/en/solutions/soc/")


def test_solutions_are_counted_by_state_and_by_what_the_public_may_see(client: Client):
    solution, group = make.solution("ioffice", name="iOffice"), make.partner()
    make.solution("trong", name="Trống")
    for number, (state, as_of, fields) in enumerate(
        [
            ("in_use", "2014-10", {}),
            ("in_use", "[..2020-12-18]", {}),
            ("in_use", "2025", {"status": "draft"}),
            ("planned", "2020?", {"certainty": "inferred", "note": "Suy ra."}),
            ("ended", "", {}),
        ]
    ):
        make.deployment(solution, area=make.area(f"tinh-{number}"), provider=group, state=state, as_of=as_of, **fields)
    shown = (
        "Planned in 1 place (as of 2020), 1 not certain In use in 2 places (as of 2014–2020) "
        "No longer in use in 1 place"
    )
    assert texts(client.get("/en/solutions/"), "div", "when") == [shown, ""]
    assert texts(client.get("/en/solutions/ioffice/"), "div", "lead") == [shown]
    rows = client.get("/api/v1/deployments/?state=planned&as_of_from=2020").json()["results"]
    assert [(row["state"], row["as_of"], row["as_of_earliest"]) for row in rows] == [("planned", "2020?", "2020-01-01")]


def test_a_deployment_says_its_state_wherever_it_stands(client: Client):
    agreed = make.signed_agreement(passages=[passage := make.passage()])
    group, committee = (agreed.parties.get(partner__slug=slug).partner for slug in ("vnpt", "ubnd-tinh-nghe-an"))
    make.deployment(
        make.solution(), partner=committee, provider=group, state="under_way", as_of="2020-12-18", passages=[passage]
    )
    for address in (
        "/en/agreements/nghe-an-2020/",
        "/en/partners/vnpt/",
        "/en/partners/ubnd-tinh-nghe-an/",
        "/en/solutions/vnpt-ioffice/",
        "/en/articles/bai-bao/",
    ):
        assert "under way, as of 18 December 2020" in said(client, address), address


def test_an_extension_stands_beside_and_is_no_link_of_the_chain(seeded: None, client: Client):
    response = client.get("/en/agreements/thanh-hoa-2015/")
    assert response.context["relations"] == []
    assert len(response.context["extensions"]) == 8
    assert [bar.agreement.slug for bar in response.context["timeline"].bars] == ["thanh-hoa-2015"]
    assert "Other agreements Beside it, with other bodies Beside it was also signed" in said(
        client, "/en/agreements/thanh-hoa-2015/"
    )
    assert {line.split(" also signed ")[0] for line in ways(response)} == {"Beside it was"}
    response = client.get("/en/agreements/nga-son-2018/")
    assert [way[:42] for way in ways(response)] == ["This agreement was also signed beside Stra"]
    assert "Compare the two" not in said(client, "/en/agreements/nga-son-2018/")
    follows = AgreementRelation.objects.continuing().values_list("agreement__slug", flat=True)
    assert set(follows) == {"bac-kan-2020", "nghe-an-2020"}


def ways(response) -> list[str]:
    return [text for text in texts(response, "p") if text.startswith(("This agreement", "Beside it was"))]


def test_deeds_and_wishes_stand_apart_from_what_was_promised(client: Client):
    agreed = make.signed_agreement()
    group = agreed.parties.get(partner__slug="vnpt")
    agreed_on, done_for = make.topic("ha-tang"), make.topic("y-te")
    make.clause(agreed, 1, kind="obligation", outcome="met", outcome_date="2018", topics=[agreed_on], obligors=[group])
    make.clause(agreed, 2, kind="wish", outcome="not_met", topics=[agreed_on], obligors=[group])
    make.clause(agreed, 3, kind="reported_deed", topics=[done_for], obligors=[group])
    response = client.get("/en/agreements/nghe-an-2020/")
    assert texts(response, "dl", "tallies") == ["met 1"]
    assert texts(response, "h3")[:3] == [
        "Taken on by: VNPT",
        "Hoped for, not promised: VNPT",
        "Told of as done, not as promised: VNPT",
    ]
    assert texts(response, "ul", "marks") == ["met – 2018", "not met", "told of as done"]
    # What is only told of as done makes it no agreement on its topic.
    for address, found in (("topic=ha-tang", 1), ("topic=y-te", 0)):
        assert len(client.get(f"/en/agreements/?{address}").context["rows"]) == found
        assert client.get(f"/api/v1/agreements/?{address}").json()["count"] == found
    assert client.get("/api/v1/agreements/nghe-an-2020/").json()["topics"] == ["ha-tang"]
    assert "Nothing on this topic is promised" in said(client, "/en/topics/y-te/")
    assert offered(client.get("/en/agreements/"))["topic"] == [("ha-tang", 1)]


def test_seeds_tell_no_deed_as_a_kept_promise(seeded: None, client: Client):
    deeds = Clause.objects.filter(kind=Clause.Kind.REPORTED_DEED)
    assert {clause.key for clause in deeds} == {"bac-kan-2015~3", "nghe-an-2014~6", "nghe-an-2014~7", "nghe-an-2014~8"}
    assert set(Clause.objects.values_list("outcome", flat=True)) == {"unknown"}
    found = Agreement.objects.public().filter(
        pk__in=Clause.objects.agreed().filter(topics__slug="y-te").values("agreement")
    )
    assert not found.exists()
    assert client.get("/agreements/?topic=y-te").context["rows"] == []


def test_an_outcome_that_is_not_known_has_no_date():
    with pytest.raises(ValidationError, match="An outcome that is not known has no date"):
        make.clause(make.signed_agreement(), outcome_date="2018")


def test_more_than_is_not_at_least(client: Client):
    figure, place = make.indicator(), make.area()
    make.observation(figure, area=place, as_of="2014", value=5000, bound="more_than")
    make.observation(figure, area=place, as_of="2016", value=6000, target="Kế hoạch 2016", against_target="exceeded")
    response = client.get("/en/indicators/phu-song-4g/")
    assert texts(response, "td", "figure") == ["more than 5,000 xã", "6,000 xã Target: Kế hoạch 2016 – exceeds it"]
    assert texts(response, "ul", "marks-key")[0].startswith("exactly more than")
    with pytest.raises(ValidationError, match="Say which target"):
        make.observation(figure, area=place, as_of="2018", against_target="missed")


def test_seeds_hold_four_rates_against_their_plan(seeded: None):
    beaten = Observation.objects.filter(against_target=Observation.Against.EXCEEDED)
    assert beaten.count() == 4
    assert list(Observation.objects.filter(bound="more_than").values_list("value", flat=True)) == [5000]


def test_a_part_in_the_signing_is_not_said_until_it_is_chosen(client: Client):
    row = Signatory(agreement=make.signed_agreement(), person=make.person())
    row.full_clean()
    row.save()
    assert row.part == Signatory.Part.NOT_SAID
    assert "part not said" in said(client, "/en/agreements/nghe-an-2020/")


def test_what_nobody_promised_says_so_where_it_stands_alone(client: Client):
    agreed, told = make.signed_agreement(), make.passage()
    make.clause(agreed, 1, heading="Cáp quang tới xã", kind="obligation", passages=[told])
    make.clause(agreed, 2, heading="Cáp quang đã kéo", kind="reported_deed", passages=[told])
    hits = texts(client.get("/en/search/?q=cap+quang"), "ul", "facts")
    assert sum("reported deed" in hit for hit in hits) == 1
    labels = texts(client.get("/en/articles/bai-bao/"), "span", "label")
    assert labels == ["Obligation", "Reported deed"]


def test_the_form_has_the_state_chosen(client: Client):
    client.force_login(make.staff("editor"))
    address = page(Deployment, "add", language="en")
    data = {**shown(client, address), "solution": make.solution().pk, "area": make.area().pk}
    assert "state" not in {name for name, value in data.items() if value}
    response = client.post(address, data)
    assert response.context["adminform"].form.errors == {"state": ["This field is required."]}
    client.post(address, {**data, "state": "planned"})
    assert Deployment.objects.get().state == Deployment.State.PLANNED


def test_a_file_of_before_says_that_its_deployments_are_taken_for_in_use():
    make.solution()
    make.area()
    found = planned("deployments", "solution,area\nvnpt-ioffice,nghe-an\n")
    assert found.summary[0]["note"] == "New rows are read as “state=in_use”: the file does not say it."
