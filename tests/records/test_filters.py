"""What every FilterSet promises."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from partnerships.filters import AgreementFilterSet
from tests import factories as make


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
