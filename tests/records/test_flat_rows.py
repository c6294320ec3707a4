"""The flat rows of the API: which of them are read, and that what is put into SQL once does not outlive its day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from partnerships.models import Agreement, Observation, Topic
from records.flat_rows import flat_of
from records.models import Status
from tests import factories

pytestmark = pytest.mark.django_db


def slugs(rows: list[tuple[Any, ...]]) -> list[str]:
    return [row[1] for row in rows]


def test_rows_are_those_of_the_keys_and_public() -> None:
    keys = [factories.topic(slug).pk for slug in ("an-toan", "ha-tang", "y-te")]
    hidden = factories.topic("nhan-luc", status=Status.DRAFT).pk
    found = [slugs(flat_of(Topic).of(asked)) for asked in ([], keys[1:2], [*keys[::2], hidden, 10**9])]
    assert [sorted(each) for each in found] == [[], ["ha-tang"], ["an-toan", "y-te"]]


def test_rows_that_meet_a_condition_come_in_order_and_no_more_than_asked_for() -> None:
    for signed in ("2014", "2020", "2018"):
        factories.agreement(f"nghe-an-{signed}", signed=signed)
    read = flat_of(Agreement)
    assert slugs(read.where("kind", "strategic_cooperation")) == ["nghe-an-2020", "nghe-an-2018", "nghe-an-2014"]
    assert slugs(read.where("kind", "strategic_cooperation", 2)) == ["nghe-an-2020", "nghe-an-2018"]
    assert [slugs(read.where("slug", f"nghe-an-{year}")) for year in (2014, 2015)] == [["nghe-an-2014"], []]


def test_only_columns_of_decimals_are_decimals() -> None:
    assert (flat_of(Observation).decimals, flat_of(Agreement).decimals) == (["value", "denominator"], [])


def test_another_day_is_another_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.agreement("nghe-an-2020", period="2020/2025")
    said = []
    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2025, 12, 31)):
        monkeypatch.setattr("records.dates.today", lambda day=day: day)
        answers = [Client().get(f"/api/v1/agreements/{address}").json() for address in ("", "nghe-an-2020/")]
        said.append((answers[0]["results"][0]["lifecycle"], answers[1]["lifecycle"]))
    assert said == [("in_force", "in_force"), ("expired", "expired"), ("in_force", "in_force")]
