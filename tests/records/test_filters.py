"""What every FilterSet promises."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils import translation

from partnerships.filters import AgreementFilterSet, PartnerFilterSet
from partnerships.models import AreaName, Partner
from records.filters import RecordFilterSet
from tests import factories as make

TEN = ", ".join(f"“my-{number:02}”" for number in range(10))


@pytest.mark.parametrize(
    ("ordering", "slugs"),
    [
        ("period_end", ["den-2020", "den-2025", "khong-ro", "vo-han"]),
        ("-period_end", ["den-2025", "den-2020", "vo-han", "khong-ro"]),
    ],
)
def test_unknown_dates_come_last_in_both_directions(db: None, ordering: str, slugs: list[str]) -> None:
    make.agreement("khong-ro")
    make.agreement("den-2025", period="2020/2025")
    make.agreement("vo-han", period="2015/..")
    make.agreement("den-2020", period="2015/2020")
    found = AgreementFilterSet(QueryDict(f"ordering={ordering}"))
    assert [agreement.slug for agreement in found.qs] == slugs


@pytest.mark.parametrize(
    ("filterset", "query", "slugs"),
    [
        (PartnerFilterSet, "kind=Sở, ngành", ["so"]),
        (PartnerFilterSet, "kind=DEPARTMENT", ["so"]),
        (PartnerFilterSet, "province=Tỉnh Nghệ An", ["so"]),
        (PartnerFilterSet, "province=xứ nghệ", ["so"]),
        (PartnerFilterSet, "parent=VNPT", ["vnpt-na"]),
        (PartnerFilterSet, "parent=vnpt-cu", ["vnpt-na"]),
        (AgreementFilterSet, "provider=VNPT&lifecycle=Chưa rõ thời hạn&lifecycle=hết hạn", ["a"]),
        (AgreementFilterSet, "year=năm 2018&in_force_on=ngày 2 tháng 8 năm 2019", ["a"]),
        (AgreementFilterSet, "year=Chưa rõ", ["c", "b"]),
        (AgreementFilterSet, "lifecycle=expired&certainly=Có", ["a"]),
        (AgreementFilterSet, "signed_from=quý III/2018", ["a"]),
        (AgreementFilterSet, "partner=VNPT&partner=vnpt-na&ordering=title", ["a", "c"]),
        (AgreementFilterSet, "partner_all=VNPT&partner_all=vnpt-na", ["c"]),
        (AgreementFilterSet, "partner_not=vnpt-na", ["a", "b"]),
        (AgreementFilterSet, "year_not=2018&ordering=title", ["b", "c"]),
        (AgreementFilterSet, "lifecycle_not=Hết hạn&certainly=có&ordering=title", ["b", "c"]),
        (AgreementFilterSet, "signed_known=có", ["a"]),
        (AgreementFilterSet, "signed_known=false&kind_not=plan", ["b"]),
        (PartnerFilterSet, "parent_known=true&area_known=false", ["vnpt-na"]),
        (PartnerFilterSet, "slug=so&slug=vnpt-cu&ordering=name", ["so", "tap-doan-vnpt"]),
        (AgreementFilterSet, "period_end_from=2020-03&period_end_to=2020-06", ["c", "a"]),
        (AgreementFilterSet, "period_end_certainly_from=2020&period_end_certainly_to=2020", ["a"]),
        (AgreementFilterSet, "period_end_certainly_to=2020-06", []),
        (AgreementFilterSet, "period_end_certainly_from=2020-06", []),
        (AgreementFilterSet, "period_end_from=2021", ["c"]),
        (AgreementFilterSet, "period_end_certainly_from=2021", []),
    ],
)
def test_filters_read_labels_names_and_dates_in_words(
    db: None, filterset: type[RecordFilterSet], query: str, slugs: list[str]
) -> None:
    area = make.area("nghe-an", name="Nghệ An", designation="Tỉnh")
    AreaName.objects.create(area=area, kind="variant", name="Xứ Nghệ")
    make.partner("so", name="Sở Y tế", kind="department", area=area)
    vnpt = make.partner("vnpt-cu", name="VNPT")
    vnpt.slug = "tap-doan-vnpt"
    vnpt.save()
    make.partner("vnpt-na", name="VNPT Nghệ An", kind="provider_unit", parent=vnpt)
    make.party(make.agreement("a", signed="2018-08-02", period="2018/2020"), vnpt)
    make.agreement("b")
    both = make.agreement("c", period="2019/..", kind="plan")
    make.party(both, vnpt)
    make.party(both, Partner.objects.get(slug="vnpt-na"))
    asked = filterset(QueryDict(query))
    assert (asked.problems(), [row.slug for row in asked.qs]) == ([], slugs)


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("to=2010", []),
        ("from=2025&period_end_to=2025", []),
        ("to=2026-11", ["mo", "nam-2020"]),
        ("to=2020-05", []),
        ("to=2020-06", ["nam-2020"]),
        ("certainly_from=2020-06", ["nam-2020"]),
        ("certainly_from=2020-07", []),
        ("certainly_to=2020", ["nam-2020"]),
    ],
)
def test_no_period_ends_before_it_begins(db: None, query: str, slugs: list[str]) -> None:
    make.agreement("mo", period="2026-11-30/..")
    make.agreement("nam-2020", period="2020-06/2020")
    asked = AgreementFilterSet(QueryDict(f"period_end_{query}&ordering=title"))
    assert (asked.problems(), [row.slug for row in asked.qs]) == ([], slugs)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("province=Huế", "More than one area is called “Huế”: write “hue”, “hue-cu”, whichever is meant."),
        ("province=Mỹ", f"More than one area is called “Mỹ”: write {TEN}, “…”, whichever is meant."),
        ("province=Hue Cu", "There is no area “Hue Cu”. Did you mean “hue-cu”?"),
        ("province=Nháp", "There is no area “Nháp”."),
        ("kind=treaty", "“treaty” is none of these: agreement (cooperation agreement); memorandum (memorandum of "
         "understanding); minutes; plan; not_named (document not named)."),
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_read_proposes(db: None, query: str, message: str) -> None:
    make.area("hue", name="Huế")
    make.area("hue-cu", name="Huế")
    make.area("nhap", name="Nháp", status="draft")
    for number in range(11):
        make.area(f"my-{number:02}", name="Mỹ")
    with translation.override("en"):
        assert [problem.message for problem in AgreementFilterSet(QueryDict(query)).problems()] == [message]
