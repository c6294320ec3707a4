"""The flat rows of the API: which of them are read, and that what is put into SQL once does not outlive its day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.models import Value
from django.test import Client
from django.utils.translation import override

from partnerships.models import Agreement, Lifecycle, Observation, Topic
from records.columns import Column, importable, public
from records.export.tables import tables
from records.flat_rows import Question, flat_of
from records.models import Status
from records.pagination import in_turn
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
    assert slugs(read.where("kind", "agreement")) == ["nghe-an-2020", "nghe-an-2018", "nghe-an-2014"]
    assert slugs(read.where("kind", "agreement", 2)) == ["nghe-an-2020", "nghe-an-2018"]
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


def kind(value: Any) -> type:
    """An uncertain date is read as its text, which is all that is written of it."""
    return str if isinstance(value, str) else type(value)


@pytest.mark.parametrize("columns_of", [public, importable])
def test_values_are_those_that_django_reads(seeded: None, columns_of: Any) -> None:
    read = 0
    for model in tables().values():
        columns, rows = columns_of(model.columns()), model._default_manager.order_by("pk")
        expected = list(rows.rows(columns))
        found = list(in_turn(rows, rows, columns))
        assert found == expected, model._meta.label
        assert [list(map(kind, row)) for row in found] == [list(map(kind, row)) for row in expected]
        read += len(found)
    assert read > 400


def test_neither_the_day_nor_the_language_is_frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    for year in (2024, 2025):
        factories.agreement(f"nghe-an-{year}", period=f"2020/{year}", place=f"in {year}")
    columns = [column for column in Agreement.columns() if column.name == "slug"]

    def build(place: str) -> Any:
        named = Value(str(Lifecycle.EXPIRED.label))
        rows = Agreement.objects.public().in_force().filter(place=place).alias(named=named)
        return rows.order_by().values_list("pk", "slug").annotate(said=named)

    question = Question(Agreement, columns, build)
    found = []
    for day, language in ((date(2025, 12, 31), "vi"), (date(2026, 1, 1), "vi"), (date(2025, 12, 31), "en")):
        monkeypatch.setattr("records.dates.today", lambda day=day: day)
        with override(language):
            found.append([row[1:] for row in question("in 2025")])
    assert found == [[("nghe-an-2025", "hết hạn")], [], [("nghe-an-2025", "expired")]]


def test_the_same_question_is_compiled_once(django_assert_num_queries: Any) -> None:
    built = []

    def build(keys: list[int]) -> Any:
        built.append(len(keys))
        return Topic.objects.public().filter(pk__in=keys).values_list("pk", "slug")

    question = Question(Topic, [Column("slug")], build)
    keys = [factories.topic(slug).pk for slug in ("an-toan", "ha-tang", "y-te")]
    with django_assert_num_queries(6):
        assert [len(question(keys[:many])) for many in (1, 2, 3, 1, 0, 3)] == [1, 2, 3, 1, 0, 3]
    assert built == [1, 2, 4]


def test_what_does_not_filter_by_its_value_is_refused() -> None:
    for build in (
        lambda pk: Topic.objects.filter(pk=pk + 1).values_list("pk", "slug"),
        lambda pk: Topic.objects.values_list("pk", "slug"),
    ):
        with pytest.raises(TypeError, match="as it is"):
            Question(Topic, [Column("slug")], build)(1)
    assert Question(Topic, [Column("slug")], lambda pk: Topic.objects.none().filter(pk=pk))(1) == []
