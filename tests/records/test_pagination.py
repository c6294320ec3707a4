from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import translation

from partnerships.api.viewsets import VIEWSETS
from partnerships.models import Topic
from records import pagination
from records.filters import Problem
from records.pagination import DEEPEST, HIGHEST, NoSuchPage, Page, in_turn, page_problems, paginate
from tests import factories

pytestmark = pytest.mark.django_db


def read(keys: Sequence[int]) -> Any:
    return Topic.objects.public().filter(pk__in=keys).values_list("pk", "slug")


@pytest.fixture
def topics() -> list[str]:
    slugs = ["an-toan", "ha-tang", "nhan-luc", "nong-nghiep", "y-te"]
    for slug in reversed(slugs):
        factories.topic(slug)
    return slugs


def page(query: str) -> Page:
    return paginate(Topic.objects.public(), QueryDict(query))


def slugs(found: Page) -> list[str]:
    return [slug for _pk, slug in found.rows(read)]


def test_pages_follow_the_order_of_the_query(topics: list[str]) -> None:
    pages = [page(f"page_size=2&page={number}") for number in (1, 2, 3)]
    assert [slugs(each) for each in pages] == [topics[:2], topics[2:4], topics[4:]]
    assert [(each.preceding, each.following) for each in pages] == [(None, 2), (1, 3), (2, None)]
    assert {(each.count, each.last) for each in pages} == {(5, 3)}
    assert [topic.slug for topic in pages[1].records(Topic.objects.public())] == topics[2:4]


def test_an_empty_list_has_one_empty_page() -> None:
    empty = page("")
    assert (empty.keys, empty.count, empty.last, empty.following, empty.preceding) == ((), 0, 1, None, None)


def test_keys_are_read_without_the_columns(topics: list[str], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2) as queries:
        page("page_size=2&page=2")
    assert not any("label_vi" in query["sql"] for query in queries.captured_queries)


@pytest.mark.parametrize(("number", "size"), [(4, 2), (2, 5), (DEEPEST, 2)])
def test_beyond_the_end_there_is_no_page(topics: list[str], number: int, size: int) -> None:
    with pytest.raises(NoSuchPage):
        page(f"page_size={size}&page={number}")


def test_the_deepest_offset_is_refused_before_it_is_read(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0), pytest.raises(NoSuchPage, match="100000"):
        paginate(Topic.objects.public(), QueryDict(f"page={DEEPEST}"), 100 * DEEPEST, or_none=True)


def test_a_page_that_lies_deep_behind_the_end_is_beyond_the_end(topics: list[str]) -> None:
    for query in (f"page={HIGHEST}", "page=1001&page_size=200"):
        beyond = paginate(Topic.objects.public(), QueryDict(query), 5, or_none=True)
        assert (beyond.keys, beyond.count, beyond.following) == ((), 5, None)
    with translation.override("en"), pytest.raises(NoSuchPage, match="beyond the end"):
        page(f"page={HIGHEST}")


@pytest.mark.parametrize(
    "value", ["0", "-1", "1.5", "", " 1", "abc", "٣", "1e3", "9" * 10, "9" * 5000, "%00", "%ff", "1&page=2", "+1"]
)
def test_a_page_is_one_whole_number(value: str) -> None:
    (problem,) = page_problems(QueryDict(f"page={value}"))
    assert isinstance(problem, Problem)
    assert problem.parameter == "page"


@pytest.mark.parametrize(("size", "fits"), [("1", True), ("200", True), ("201", False), ("0", False), ("x", False)])
def test_a_page_is_bounded(size: str, fits: bool) -> None:
    assert ([problem.parameter for problem in page_problems(QueryDict(f"page_size={size}"))] == []) is fits


def test_all_rows_are_read_some_at_a_time_and_hidden_ones_not_at_all(
    topics: list[str], monkeypatch: Any, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(pagination, "PER_READ", 2)
    public, columns = Topic.objects.public(), [each for each in Topic.columns() if each.name in ("slug", "label_vi")]
    with django_assert_num_queries(4):  # the keys, and thrice the rows
        found = list(in_turn(public, public, columns))
    assert [slug for slug, _label in found] == topics
    reading = in_turn(public, public, columns)
    assert next(reading)[0] == "an-toan"
    Topic.objects.filter(slug="nhan-luc").update(status="withdrawn")
    Topic.objects.filter(slug="nong-nghiep").delete()
    assert [slug for slug, _label in reading] == ["ha-tang", "y-te"]


# Worked out from the day (a commitment's state, of few), or of what never grows large.
SORTED = {("clauses", "state")}
SMALL = {"areas", "outlets", "topics", "solutions", "indicators", "area-names"}
ORDERS = [
    (viewset, name)
    for viewset in VIEWSETS
    if "ordering" in viewset.filterset_class.base_filters and viewset.queryset.model.collection not in SMALL
    for name in ("", *(name for name, _label in viewset.filterset_class.base_filters["ordering"].extra["choices"]))
    if (viewset.queryset.model.collection, name) not in SORTED
]


@pytest.mark.parametrize(("viewset", "name"), ORDERS, ids=lambda each: each if isinstance(each, str) else each.__name__)
def test_each_order_that_is_offered_is_read_off_an_index(viewset, name):
    ordering, model = viewset.filterset_class.base_filters["ordering"], viewset.queryset.model
    rows = ordering.filter(model.objects.public(), [name] if name else []).values("pk")[:50]
    if connection.vendor == "sqlite":
        assert "TEMP B-TREE" not in rows.explain()
        return
    with connection.cursor() as cursor:
        for way in ("sort", "seqscan", "bitmapscan", "hashjoin", "mergejoin"):  # of few rows, any is as good
            cursor.execute(f"SET LOCAL enable_{way} = off")
    assert not re.search(r"^\W*Sort +\(", rows.explain(), re.MULTILINE)
