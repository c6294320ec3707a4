from datetime import date
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from partnerships.models import Agreement, AgreementRelation, Area, Lifecycle, Partner, Signatory
from partnerships.models.area_tree import all_places, places
from partnerships.models.lifecycle import lifecycle, lifecycle_certain
from records.checks import Severity
from records.checks.asking import all_checks
from records.columns import as_dicts, importable, public
from records.models import Status
from tests import factories as make
from tests.office import complaints_about

pytestmark = pytest.mark.django_db

UNSOURCED = "No published passage carries it: cite one, or publish the one it cites, its article and outlet."


def lifecycle_on(agreement, day):
    rows = Agreement.objects.filter(pk=agreement.pk)
    return rows.values_list(lifecycle(day), lifecycle_certain(day)).get()


@pytest.mark.parametrize(
    ("day", "state", "certain"),
    [
        (date(2019, 12, 31), Lifecycle.UPCOMING, True),
        (date(2020, 1, 1), Lifecycle.IN_FORCE, False),
        (date(2020, 12, 31), Lifecycle.IN_FORCE, True),
        (date(2025, 1, 1), Lifecycle.IN_FORCE, True),
        (date(2025, 1, 2), Lifecycle.IN_FORCE, False),
        (date(2025, 12, 31), Lifecycle.IN_FORCE, False),
        (date(2026, 1, 1), Lifecycle.EXPIRED, True),
    ],
)
def test_a_period_of_years_begins_and_ends_on_some_day_of_them(day, state, certain):
    agreement = make.agreement(period="2020-2025")
    assert lifecycle_on(agreement, day) == (state, certain)
    assert Agreement.objects.in_force(day).exists() is (state is Lifecycle.IN_FORCE)
    assert Agreement.objects.in_force(day, certainly=True).exists() is (state is Lifecycle.IN_FORCE and certain)


@pytest.mark.parametrize(
    ("fields", "state", "certain"),
    [
        ({}, Lifecycle.UNKNOWN, False),
        ({"period": "2018/.."}, Lifecycle.IN_FORCE, False),
        ({"period": "2020?/2030"}, Lifecycle.IN_FORCE, False),
        ({"period": "2020/2030"}, Lifecycle.IN_FORCE, True),
        ({"period": "2020/2030", "certainty": "disputed", "note": "Hai thời hạn."}, Lifecycle.IN_FORCE, False),
        ({"period": "2020/2030", "terminated": "2023-05-01"}, Lifecycle.TERMINATED, True),
        ({"period": "2020/2030", "terminated": "2024"}, Lifecycle.TERMINATED, False),
        ({"terminated": "2023?"}, Lifecycle.TERMINATED, False),
        ({"period": "2020/2030", "terminated": "2026"}, Lifecycle.IN_FORCE, True),
    ],
)
def test_lifecycle_of_open_uncertain_and_terminated_agreements(fields, state, certain):
    assert lifecycle_on(make.agreement(**fields), date(2024, 6, 1)) == (state, certain)


def test_expiring_within_counts_from_the_last_possible_end():
    make.agreement("som", period="2015/2025-03")
    make.agreement("muon", period="2015/2027")
    make.agreement("qua", period="2010/2014")
    make.agreement("mo", period="2015/..")
    found = Agreement.objects.expiring_within(120, date(2025, 1, 1))
    assert [agreement.slug for agreement in found] == ["som"]


def test_lists_are_by_day_of_signing_and_what_else_is_known_of_it():
    make.agreement("khong-ro")
    make.agreement("theo-ky", period="2015/2019")
    make.agreement("nam-2014", signed="2014-09-13")
    make.agreement("muon-nhat", signed="[..2014-10-15]", period="2014/2020")
    assert [a.slug for a in Agreement.objects.all()] == ["theo-ky", "muon-nhat", "nam-2014", "khong-ro"]


def contradicting(model):
    """The rows that break a check of `model` that nothing may break, by its name."""
    errors = [check for _model, check in all_checks([model]) if check.severity == Severity.ERROR]
    return {check.name: [*rows.order_by("pk")] for check in errors if (rows := check.broken(model.objects.all()))}


def test_renewals_and_parents_run_in_no_circle():
    first, second, third = (make.agreement(slug) for slug in ("mot", "hai", "ba"))
    links = [make.relation(second, first), make.relation(third, second, kind=AgreementRelation.Kind.RENEWS)]
    assert contradicting(AgreementRelation) == {}
    links.append(make.relation(first, third))
    assert contradicting(AgreementRelation) == {"circle": links}
    vnpt = make.partner()
    unit = make.partner("vnpt-thanh-hoa", parent=vnpt)
    Partner.objects.filter(pk=vnpt.pk).update(parent=unit)
    assert contradicting(Partner) == {"circle": [vnpt, unit]}


def test_a_row_does_not_point_at_itself_even_past_the_forms():
    vnpt, agreement, area = make.partner(), make.agreement(), make.area()
    for write in (
        lambda: Partner.objects.update(parent=vnpt),
        lambda: Area.objects.update(parent=area),
        lambda: AgreementRelation.objects.bulk_create([AgreementRelation(agreement=agreement, other=agreement)]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_observations_are_about_one_subject_and_recorded_once():
    area, indicator = make.area(), make.indicator()
    make.observation(indicator, area=area, as_of="2014")
    with pytest.raises(ValidationError, match=r"already recorded|đã"):
        make.observation(indicator, area=area, as_of="2014")
    for subject in ({}, {"area": area, "partner": make.partner()}):
        with pytest.raises(ValidationError) as refused:
            make.observation(indicator, **subject)
        assert list(refused.value.message_dict) == ["__all__"]


def test_a_signatory_speaks_for_a_party_of_the_same_agreement():
    other = make.signed_agreement("khac")
    agreement = make.agreement()
    row = make.signatory(agreement, make.person(), party=other.parties.first())
    assert contradicting(Signatory) == {"party-elsewhere": [row]}


def provinces():
    new = make.area("hung-yen", name="Hưng Yên", founded="2025-07-01")
    old = make.area("hung-yen-cu", name="Hưng Yên", ended="2025-07-01", succeeded_by=new)
    thai_binh = make.area("thai-binh", name="Thái Bình", ended="2025-07-01", succeeded_by=new)
    district = make.area("kien-xuong", level="district", parent=thai_binh, ended="2025-07-01")
    return new, old, thai_binh, district


def test_what_a_province_took_the_place_of_is_within_it():
    new, old, thai_binh, district = provinces()
    make.area("nghe-an")
    tree = all_places()
    assert tree.within(new.pk) == {area.pk for area in (new, old, thai_binh, district)}
    assert tree.within(thai_binh.pk) == {thai_binh.pk, district.pk}


def test_nothing_is_within_by_way_of_a_hidden_area():
    new, old, thai_binh, _district = provinces()
    Area.objects.filter(pk=thai_binh.pk).update(status=Status.DRAFT)
    assert places().within(new.pk) == {new.pk, old.pk}


def test_the_flat_row_says_then_and_now_and_only_what_is_public():
    *_areas, district = provinces()
    agreement = make.agreement(signed="[..2014-10-15]", period="2014/2020", passages=[make.passage()])
    make.party(agreement, make.partner())
    make.party(agreement, make.partner("ubnd-kien-xuong", area=district), "public_body")
    hidden = make.partner("bi-mat", status=Status.DRAFT, area=make.area("nghe-an"))
    make.party(agreement, hidden, "neither")
    make.clause(agreement, 1, topics=[make.topic(), make.topic("mat", status=Status.DRAFT)])
    make.clause(agreement, 2)
    draft = make.passage(number=2, status=Status.DRAFT)
    agreement.set_links("passages", [*agreement.passages.all(), draft])
    columns = public(Agreement.columns())
    (row,) = as_dicts(Agreement.objects.public().rows(columns), columns)
    assert row == {
        "slug": "nghe-an-2020",
        "title": "Thỏa thuận nghe-an-2020",
        "kind": "agreement",
        "strategic": "yes",
        "signed": "[..2014-10-15]",
        "signed_earliest": None,
        "signed_latest": date(2014, 10, 15),
        "period": "2014/2020",
        "period_earliest": date(2014, 1, 1),
        "period_latest": date(2020, 12, 31),
        "vision": None,
        "terminated": "",
        "lifecycle": "expired",
        "lifecycle_certain": True,
        "place": "",
        "summary": "",
        "stated_points": None,
        "legal_basis": [],
        "parties": ["vnpt", "ubnd-kien-xuong"],
        "provinces_then": ["thai-binh"],
        "provinces_now": ["hung-yen"],
        "topics": ["ha-tang"],
        "people": [],
        "clause_count": 2,
        "passages": ["bai-bao#paragraph-1"],
        "readings": [],
        "certainty": "stated",
        "reason": "",
        "note": "",
    }
    whole = importable(Agreement.columns())
    (staff_row,) = as_dicts(Agreement.objects.rows(whole), whole)
    assert staff_row["passages"] == ["bai-bao#paragraph-1", "bai-bao#paragraph-2"]
    assert staff_row["status"] == "published"


def test_what_keeps_an_agreement_from_being_published():
    bare = make.agreement("trong", status=Status.DRAFT)
    make.clause(bare)
    with translation.override("en"):
        assert list(map(str, complaints_about(bare, "publication"))) == [
            UNSOURCED,
            "It needs at least two published principal parties.",
            f"Clauses (1): {UNSOURCED}",
        ]
    passage = make.passage()
    whole = make.signed_agreement(passages=[passage])
    for party in whole.parties.all():
        party.set_links("passages", [passage])
    assert complaints_about(whole, "publication") == []
    type(passage).objects.update(status=Status.DRAFT)
    Partner.objects.filter(slug="vnpt").update(status=Status.WITHDRAWN)
    told = complaints_about(whole, "publication")
    assert [list(map(str, one.records)) for one in told] == [[str(passage)], [], ["VNPT"], [str(passage)]]


def test_every_fact_needs_a_passage_to_be_published():
    observed = make.observation(make.indicator(), area=make.area())
    with translation.override("en"):
        assert list(map(str, complaints_about(observed, "publication"))) == [UNSOURCED]
    observed.set_links("passages", [make.passage()])
    assert complaints_about(observed, "publication") == []


def test_a_hidden_area_on_the_way_shows_no_province():
    *_areas, district = provinces()
    make.partner("ubnd-kien-xuong", area=district)
    columns = public(Partner.columns())

    def shown():
        (row,) = as_dicts(Partner.objects.public().rows(columns), columns)
        return row["area"], row["province_then"], row["provinces_now"]

    assert shown() == ("kien-xuong", "thai-binh", ["hung-yen"])
    Area.objects.filter(slug="hung-yen").update(status=Status.DRAFT)
    assert shown() == ("kien-xuong", "thai-binh", ["thai-binh"])
    Area.objects.filter(pk=district.pk).update(status=Status.WITHDRAWN)
    assert shown() == (None, None, [])


@pytest.mark.parametrize("seed", range(8))
def test_columns_and_pages_lead_to_the_same_provinces_whatever_is_hidden(seed):
    chance = Random(seed)

    def status():
        return chance.choices((Status.PUBLISHED, Status.DRAFT), (4, 1))[0]

    # Provinces of four times, each made of some of before; districts and communes of any of them.
    times = [[make.area(f"tinh-{time}-{n}", ended="2025", status=status()) for n in range(3)] for time in range(4)]
    for time, before in enumerate(times):
        for area in before:
            for later in times[time + 1 :]:
                if chance.random() < 0.6:
                    kind = chance.choice(("merge", "split", "boundary"))
                    make.area_succession(area, chance.choice(later), kind=kind, status=status())
    provinces = [area for time in times for area in time]
    areas = [*provinces]
    for n in range(8):
        parent = chance.choice(provinces)
        district = make.area(f"huyen-{n}", level="district", parent=parent, status=status())
        commune = make.area(f"xa-{n}", level="commune", parent=chance.choice((district, parent)), status=status())
        areas += [district, commune]
    for area in areas:
        make.partner(f"ubnd-{area.slug}", area=area)
    columns, tree = public(Partner.columns()), places()
    rows = {row["slug"]: row for row in as_dicts(Partner.objects.public().rows(columns), columns)}
    told = {slug: (row["province_then"], row["provinces_now"]) for slug, row in rows.items()}

    def expected(area):
        if area.slug not in tree.by_slug:
            return None, []
        then = tree.province_of(area)
        return then.slug if then else None, sorted(province.slug for province in tree.provinces_now(area))

    assert told == {f"ubnd-{area.slug}": expected(area) for area in areas}
