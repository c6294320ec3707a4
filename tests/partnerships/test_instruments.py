"""What was signed and by whom: the instrument, whether it is strategic, its vision, and the sides of its parties."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from articles.models import Passage
from partnerships.models import Agreement, Partner, Party
from records.models import Status
from tests import factories as make
from tests.changesets.test_imports import imported, told
from tests.office import complaints_about
from tests.pages import slugs, texts

pytestmark = pytest.mark.django_db
Kind, Side = Agreement.Kind, Party.Side
TWO = "It needs at least two published principal parties."


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def between(slug, *partners, **fields):
    """An agreement that may be published, between `partners`, each with its side."""
    place = Passage.objects.first() or make.passage()
    made = make.agreement(slug, passages=[place], **fields)
    for partner, side in partners:
        make.party(made, partner, side, passages=[place])
    return made


def test_what_it_is_called_says_whether_it_is_strategic_and_nothing_where_nothing_names_it():
    named = {
        (kind, strategic): Agreement(kind=kind, strategic=strategic).instrument
        for kind in Kind
        for strategic in ("yes", "not_said")
    }
    assert named == {
        ("agreement", "yes"): "strategic cooperation agreement",
        ("agreement", "not_said"): "cooperation agreement",
        ("memorandum", "yes"): "strategic memorandum of understanding",
        ("memorandum", "not_said"): "memorandum of understanding",
        ("minutes", "yes"): "minutes of strategic cooperation",
        ("minutes", "not_said"): "minutes",
        ("plan", "yes"): "plan of strategic cooperation",
        ("plan", "not_said"): "plan",
        ("not_named", "yes"): "strategic cooperation",
        ("not_named", "not_said"): "",
    }


def test_a_vision_is_a_year_to_come():
    assert make.agreement(vision=2035).vision == 2035
    with pytest.raises(ValidationError, match=r"A vision is a year from 2000 to 2100\."):
        make.agreement("som", vision=1999)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.update(vision=2101)
    found = imported("agreements", "slug,vision\nnghe-an-2020,2101\n")
    assert told(found) == [(2, "vision", "2101", "A vision is a year from 2000 to 2100.")]
    assert imported("agreements", "slug,vision\nnghe-an-2020,2045\n").counts()["updated"] == 1


def test_the_vision_stands_beside_the_period(client: Client):
    make.signed_agreement(period="2025/2030", vision=2035)
    response = client.get("/en/agreements/nghe-an-2020/")
    said = dict(zip(texts(response, "dt"), texts(response, "dd"), strict=True))
    assert said["In force?"].endswith("Its vision reaches to 2035.")


def test_where_no_passage_names_the_document_no_page_does(client: Client):
    make.signed_agreement(kind="not_named", strategic="not_said", signed="2018-03")
    response = client.get("/en/agreements/nghe-an-2020/")
    (lead,) = texts(response, "p", "lead")
    assert lead.startswith(
        "VNPT signed a cooperation with UBND TINH NGHE AN in March 2018; no passage names the document."
    )
    assert "genre" not in response.content.decode()
    compared = texts(client.get("/en/compare/?agreement=nghe-an-2020&agreement=x"), "tr")
    assert compared == []
    make.signed_agreement("nghe-an-2024", kind="plan", strategic="no")
    compared = texts(client.get("/en/compare/?agreement=nghe-an-2020&agreement=nghe-an-2024"), "tr")
    assert compared[1] == "Kind Plan Document not named"


def test_lists_are_narrowed_by_what_is_strategic(client: Client):
    for slug, kind, strategic in (("a", "memorandum", "yes"), ("b", "agreement", "not_said"), ("c", "plan", "no")):
        make.agreement(slug, kind=kind, strategic=strategic)
    assert slugs(client.get("/en/agreements/?strategic=yes")) == ["a"]
    assert client.get("/api/v1/agreements/?strategic=not_said").json()["results"][0]["slug"] == "b"
    assert client.get("/en/agreements/?strategic=maybe").status_code == 400
    assert client.get("/en/trends/?by=strategic").status_code == 200


def test_two_enterprises_may_sign_and_be_published(client: Client):
    vnpt, bank = make.partner(), make.partner("vietcombank", kind=Partner.Kind.ENTERPRISE)
    made = between("vnpt-vietcombank", (vnpt, Side.PROVIDER), (bank, Side.NEITHER))
    assert complaints_about(made, "publication") == []
    (lead,) = texts(client.get("/en/agreements/vnpt-vietcombank/"), "p", "lead")
    assert lead.startswith("VNPT signed this strategic cooperation agreement with VIETCOMBANK")
    made = between("vnpt-fpt", (vnpt, Side.PROVIDER), (make.partner("fpt"), Side.PROVIDER))
    assert complaints_about(made, "publication") == []
    (lead,) = texts(client.get("/en/agreements/vnpt-fpt/"), "p", "lead")
    assert lead.startswith("VNPT signed this strategic cooperation agreement with FPT")


@pytest.mark.parametrize("change", [{"role": "witness"}, {"role": "contracting_unit"}])
def test_who_watches_or_signs_for_another_is_no_second_party(change):
    vnpt, bank = make.partner(), make.partner("vietcombank", kind=Partner.Kind.ENTERPRISE)
    made = between("vnpt-vietcombank", (vnpt, Side.PROVIDER), (bank, Side.NEITHER))
    Party.objects.filter(partner=bank).update(**change)
    assert TWO in list(map(str, complaints_about(made, "publication")))
    Party.objects.update(role="principal")
    Partner.objects.filter(slug="vietcombank").update(status=Status.DRAFT)
    assert TWO in list(map(str, complaints_about(made, "publication")))


def test_a_federation_is_an_organisation_on_its_page(client: Client, seeded):
    response = client.get("/en/agreements/lien-doan-vo-thuat-thanh-hoa-2018/")
    said = dict(zip(texts(response, "dt"), texts(response, "dd"), strict=True))
    assert said["Organisation"].startswith("Thanh Hóa Martial Arts Federation")
    assert "Public body" not in said
    kinds = Party.objects.filter(side=Side.PUBLIC_BODY).values_list("partner__kind", flat=True)
    assert not {Partner.Kind.ASSOCIATION, Partner.Kind.MASS_ORGANISATION, Partner.Kind.ENTERPRISE} & set(kinds)


def test_whoever_stands_on_neither_side_is_on_nobody_s(client: Client):
    made = between(
        "lien-danh",
        *((make.partner(slug), Side.NEITHER) for slug in ("mot", "hai")),
    )
    first, second = made.parties.order_by("pk")
    make.signatory(made, make.person("a"), party=first)
    make.signatory(made, make.person("b"), party=second)
    assert texts(client.get("/en/people/a/"), "tr")[1] == "B Thỏa thuận lien-danh 1"


def test_it_rests_on_official_documents_only(client: Client):
    made = between("mot", *((make.partner(slug), Side.PROVIDER) for slug in ("vnpt", "fpt")))
    law = make.article("nghi-quyet", kind="official_document", number="36a/NQ-CP", issuer="Chính phủ", title="Về CPĐT")
    assert told(imported("agreements", "slug,legal_basis\nmot,nghi-quyet\n")) == []
    assert list(made.legal_basis.all()) == [law]
    response = client.get("/en/agreements/mot/")
    assert "Legal basis" in texts(response, "dt")
    assert "36a/NQ-CP Về CPĐT" in texts(response, "dd")
    assert slugs(client.get("/en/agreements/?legal_basis=nghi-quyet")) == ["mot"]
    found = imported("agreements", "slug,legal_basis\nmot,bai-bao;nghi-quyet\n")
    refusal = "Only an official document is a legal basis: name the law, not the article about it."
    assert [message for *_where, message in told(found)] == [refusal]
    law.status = Status.DRAFT
    law.save()
    assert client.get("/api/v1/agreements/mot/").json()["legal_basis"] == []


def test_kinds_and_sides_of_before_are_read_as_those_of_today():
    make.partner()
    make.agreement("thai-binh-2014", kind="plan", strategic="no")
    before = "slug,title,kind\nthai-binh-2014,Thái Bình,strategic_cooperation\nhuyen,Huyện,cooperation\n"
    assert told(found := imported("agreements", before)) == []
    assert list(Agreement.objects.order_by("slug").values_list("slug", "kind", "strategic")) == [
        ("huyen", "agreement", "not_said"),
        ("thai-binh-2014", "agreement", "yes"),
    ]
    assert found.summary[0]["note"] == (
        "“kind=strategic_cooperation” is of before and read as “kind=agreement, strategic=yes” (1 row). "
        "“kind=cooperation” is of before and read as “kind=agreement” (1 row)."
    )
    both = imported("agreements", "slug,kind,strategic\nhuyen,strategic_cooperation,no\n")
    assert both.summary[0]["note"] == (
        "“kind=strategic_cooperation” is of before and read as “kind=agreement” (1 row)."
    )
    imported("parties", "agreement,partner,side\nhuyen,vnpt,other\n")
    assert Party.objects.get().side == "neither"
