"""What the form of an agreement makes of what is typed once."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from partnerships.models import Agreement, Partner, Party, Position, Signatory
from people.models import Person
from tests import factories as make
from tests import office
from tests.office import errors, row, shown

pytestmark = pytest.mark.django_db

ADD = {"title": "VNPT – Ninh Bình", "slug": "moi", "kind": "agreement", "strategic": "not_said", "signed": "14/10/2024"}
NAMES = ("UBND tỉnh Ninh Bình", "VNPT Ninh Bình")


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make.staff("editor"))
    return client


def typed(client: Client, **changed: Any) -> dict[str, Any]:
    """An agreement of parties nobody knows, with a signer in an office and two clauses without a number."""
    data = shown(client, office.page(Agreement, "add", language="en")) | ADD
    for name, side in zip(NAMES, ("public_body", "provider"), strict=True):
        row(data, "parties", partner=f"+{name}", side=side, role="principal", certainty="stated")
    signer = {"person": "+Nguyễn Văn An", "party": f"+{NAMES[0]}", "capacity": "Chủ tịch UBND tỉnh", "part": "signed"}
    row(data, "signatories", certainty="stated", **signer)
    for heading in ("Hạ tầng", "Đào tạo"):
        row(
            data,
            "clauses",
            kind="area",
            heading=heading,
            outcome="unknown",
            certainty="stated",
            obligors=f"+{NAMES[1]}",
        )
    return data | changed


def save(client: Client, data: dict[str, Any]) -> Any:
    return client.post(office.page(Agreement, "add", language="en"), data)


def test_names_become_drafts_and_one_passage_holds_for_all(editor: Client):
    place, own = make.passage(), make.passage(number=9)
    response = save(editor, typed(editor, _passages=[place.pk], **{"clauses-1-passages": [own.pk]}))
    assert response.status_code == 302, errors(response)
    agreement = Agreement.objects.get()
    kinds = {"UBND tỉnh Ninh Bình": "peoples_committee", "VNPT Ninh Bình": "provider_unit"}
    assert dict(Partner.objects.values_list("name", "kind")) == kinds
    assert {*Partner.objects.values_list("status", flat=True), Person.objects.get().status} == {"draft"}
    assert [*agreement.clauses.values_list("number", "heading")] == [(1, "Hạ tầng"), (2, "Đào tạo")]
    facts = [agreement, *agreement.parties.all(), *agreement.signatories.all(), *agreement.clauses.all()]
    assert [[each.pk for each in fact.passages.all()] for fact in facts] == [[place.pk]] * 5 + [[own.pk]]
    held = Position.objects.get()
    assert (held.title, held.partner.name, held.first_cited) == ("Chủ tịch UBND tỉnh", NAMES[0], "2024-10-14")
    assert [each.pk for each in held.passages.all()] == [place.pk]


def test_an_office_that_is_recorded_is_no_second_one(editor: Client):
    person, committee = make.person("nguyen-van-an", name="Nguyễn Văn An"), make.partner("ubnd", name=NAMES[0])
    make.position(person, committee, title="Chủ tịch")
    assert save(editor, typed(editor)).status_code == 302
    assert (Position.objects.count(), Person.objects.count(), Partner.objects.count()) == (1, 1, 2)


def test_an_office_too_long_for_one_is_kept_as_printed_alone(editor: Client):
    assert save(editor, typed(editor, **{"signatories-0-capacity": "Chủ tịch " * 30})).status_code == 302
    assert (len(Signatory.objects.get().capacity), Position.objects.count()) == (269, 0)


def test_a_side_that_nobody_typed_is_what_the_kinds_say_and_a_typed_one_wins(editor: Client):
    data = typed(editor, **{"parties-0-side": "", "parties-1-side": ""})
    customer, provider = make.partner("thep", kind="enterprise"), make.partner("vnpt", kind="group")
    row(data, "parties", partner=customer.pk, side="", role="principal", certainty="stated")
    row(data, "parties", partner=provider.pk, side="neither", role="witness", certainty="stated")
    row(data, "parties", partner="+Hội Nông dân", side="", role="principal", certainty="stated")
    asked = {"partner": [f"+{NAMES[0]}", f"+{NAMES[1]}", customer.pk, provider.pk], "side": ["", "", "", "neither"]}
    sides = ["public_body", "provider", "neither", "neither"]
    assert editor.get("/en/admin/partnerships/agreement/sides/", asked).json() == {"sides": sides}
    assert save(editor, data).status_code == 302
    assert [*Party.objects.order_by("pk").values_list("side", flat=True)] == [*sides, "organisation"]


def test_a_side_that_no_kind_says_is_asked_for(editor: Client):
    stranger = make.partner("la", kind="other")
    response = save(editor, typed(editor, **{"parties-0-partner": stranger.pk, "parties-0-side": ""}))
    assert errors(response)["parties-0-side"] == ["This field is required."]


def test_a_form_that_is_shown_again_has_drafted_nothing(editor: Client):
    response = save(editor, typed(editor, signed="bao giờ"))
    assert set(errors(response)) == {"signed"}
    assert f'<option value="+{NAMES[0]}" selected>{NAMES[0]}</option>' in response.content.decode()
    assert not Partner.objects.exists() and not Person.objects.exists()


def test_a_name_of_several_is_chosen_and_one_who_may_add_no_partner_drafts_none(editor: Client):
    for slug in ("a", "b"):
        make.person(slug, name="Nguyễn Văn An")
    said = "Several are called “Nguyễn Văn An”: choose one of them."
    assert errors(save(editor, typed(editor)))["signatories-0-person"] == [said]
    Group.objects.get(name="editor").permissions.remove(Permission.objects.get(codename="add_partner"))
    assert errors(save(editor, typed(editor)))["parties-0-partner"] == [f"“{NAMES[0]}” is none of the choices."]


def test_a_drafted_body_has_the_area_that_its_name_says(editor: Client):
    province = make.area("ninh-binh", name="Ninh Bình", level="province", designation="tỉnh")
    make.area("tp-ninh-binh", name="Ninh Bình", level="district", designation="thành phố", parent=province)
    data = typed(editor)
    row(data, "parties", partner="+UBND thành phố Ninh Bình", side="public_body", role="witness", certainty="stated")
    row(data, "parties", partner="+Hội Chữ thập đỏ", side="organisation", role="witness", certainty="stated")
    assert save(editor, data).status_code == 302
    assert dict(Partner.objects.values_list("name", "area__slug")) == {
        **dict.fromkeys(NAMES, "ninh-binh"),
        "UBND thành phố Ninh Bình": "tp-ninh-binh",
        "Hội Chữ thập đỏ": None,
    }


def test_a_saved_date_comes_back_as_it_is_typed_and_is_no_change(editor: Client):
    agreement = make.agreement(status="draft", signed="2016?-08-03", period="2016/2021")
    address = office.page(Agreement, "change", agreement.pk)
    data = shown(editor, address)
    assert (data["signed"], data["period"]) == ("3/8/2016 (năm suy ra)", "2016–2021")
    assert editor.post(address, data).status_code == 302
    assert Agreement.history.count() == 1
    assert editor.post(address, data | {"signed": "4/8/2016 (năm suy ra)"}).status_code == 302
    assert Agreement.objects.get().signed == "2016?-08-04"


@pytest.mark.one_database
def test_a_date_is_told_as_it_is_understood(editor: Client):
    for asked, said in (
        ("text=quý III/2018", {"reads": "understood as: between July 2018 and September 2018"}),
        ("text=giai đoạn 2016 - 2020&interval=1", {"reads": "understood as: 2016–2020"}),
        ("text=", {"reads": ""}),
        ("text=18 November 2024", {"reads": ""}),  # as it is shown
    ):
        assert editor.get(f"/en/admin/understood/?{asked}").json() == said
    assert "is not a date" in editor.get("/en/admin/understood/?text=hôm nào").json()["error"]


@pytest.mark.one_database
def test_what_is_missing_for_review_is_said_beside_the_form(editor: Client):
    agreement = make.agreement("moi", status="draft")
    shut = f"/en/admin/review/agreements/{agreement.pk}/missing/"
    assert (
        f'data-load="{shut}"'
        in editor.get(office.page(Agreement, "change", agreement.pk, language="en")).content.decode()
    )
    assert "It needs at least two published principal parties." in editor.get(shut).content.decode()
