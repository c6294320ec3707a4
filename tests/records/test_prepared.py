"""Questions put into SQL once find what the same querysets find."""

from __future__ import annotations

from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from partnerships.models import Clause, Party, Topic
from records.prepared import Prepared
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def topics() -> dict[str, int]:
    return {slug: make.topic(slug).pk for slug in ("an-toan", "ha-tang", "nhan-luc", "nong-nghiep", "y-te")}


def slugs_of(keys: list[int], slug: str) -> QuerySet:
    return Topic.objects.public().filter(pk__in=keys).exclude(slug=slug).values_list("slug", flat=True)


def test_it_finds_what_the_queryset_finds(topics: dict[str, int]) -> None:
    prepared = Prepared(slugs_of)
    for slugs in ([], ["y-te"], ["y-te", "an-toan"], ["nhan-luc", "y-te", "ha-tang"], list(topics)):
        keys = [topics[slug] for slug in slugs]
        for but in ("y-te", "nowhere"):
            assert prepared(keys, but) == list(slugs_of(keys, but)) == [slug for slug in sorted(slugs) if slug != but]


def test_it_is_built_once_for_each_length(topics: dict[str, int]) -> None:
    built: list[int] = []

    def build(keys: list[int]) -> QuerySet:
        built.append(len(keys))
        return slugs_of(keys, "")

    prepared, keys = Prepared(build), list(topics.values())
    assert [len(prepared(keys[:many])) for many in (1, 2, 3, 4, 5, 3, 1, 0)] == [1, 2, 3, 4, 5, 3, 1, 0]
    assert built == [1, 2, 4, 8]
    make.topic("moi")
    assert len(prepared([*keys, Topic.objects.get(slug="moi").pk])) == 6


def test_records_come_with_what_they_were_asked_with(django_assert_num_queries: Any) -> None:
    agreement, other = make.agreement("nghe-an"), make.agreement("bac-kan")
    make.party(agreement, make.partner("vnpt", name="VNPT"))
    make.party(other, make.partner("ubnd"))
    make.clause(agreement)
    prepared = Prepared(
        lambda pk: Party.objects.select_related("partner").prefetch_related("agreement__clauses").filter(agreement=pk)
    )
    with django_assert_num_queries(3):
        (party,) = prepared(agreement.pk)
        assert (party.partner.name, [clause.number for clause in party.agreement.clauses.all()]) == ("VNPT", [1])
    (party,) = prepared(other.pk)
    assert party.partner.slug == "ubnd"


def test_each_thread_asks_through_its_own_connection(transactional_db: None) -> None:
    pk, found = make.topic("y-te").pk, list[Any]()
    prepared = Prepared(slugs_of)
    assert prepared([pk], "") == ["y-te"]

    def ask() -> None:
        try:
            with connection.execute_wrapper(lambda execute, *asked: found.append(connection.alias) or execute(*asked)):
                found.append(prepared([pk], ""))
        finally:
            connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found == ["default", ["y-te"]]


@pytest.mark.parametrize(
    ("build", "value"),
    [
        (lambda word: Topic.objects.filter(label_vi__contains=word), "an"),
        (lambda number: Clause.objects.filter(number__gte=number), 1),
        (lambda key: Topic.objects.filter(pk=key + 1), 1),
        (lambda key: Topic.objects.all(), 1),
        (lambda yes: Topic.objects.filter(pk=yes), True),
        (lambda slugs: Topic.objects.filter(slug__in=slugs), ["an-toan"]),
    ],
    ids=["contains", "small-number", "reckoned", "unused", "truth", "texts"],
)
def test_what_it_would_answer_wrongly_is_refused(build: Any, value: Any) -> None:
    with pytest.raises(TypeError):
        Prepared(build)(value)


def test_it_finds_nothing_where_nothing_can_be_found(topics: dict[str, int]) -> None:
    prepared = Prepared(lambda keys: Topic.objects.none().filter(pk__in=keys))
    assert prepared(list(topics.values())) == prepared([]) == []
    assert Prepared(slugs_of)({None, topics["y-te"]}, "") == ["y-te"]
