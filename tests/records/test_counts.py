"""Counts that are kept: by whom they are counted, and for how long."""

from __future__ import annotations

from threading import Barrier, Thread
from time import sleep

import pytest
from django.db import connection

from people.models import Person
from records.caching.counts import CountsCache
from tests import factories as make


@pytest.mark.django_db(transaction=True)
def test_one_counts_and_the_others_wait_for_it() -> None:
    cache, counted, found, together = CountsCache(most=5), [], [], Barrier(4)

    def count() -> int:
        counted.append(1)
        sleep(0.3)  # all the others have asked by then
        return len(counted)

    def ask() -> None:
        together.wait(10)
        try:
            found.append(cache.get_or_compute("people", count))
        finally:
            connection.close()

    askers = [Thread(target=ask) for _asker in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(10)
    assert (counted, found) == ([1], [1, 1, 1, 1])


def test_a_count_lasts_until_what_it_counts_changes(db: None, django_assert_num_queries) -> None:
    cache = CountsCache(most=5)
    count = Person.objects.public().count
    make.person()
    assert cache.get_or_compute("people", count) == 1
    make.article()
    with django_assert_num_queries(1):
        assert cache.get_or_compute("people", count) == 1
    make.person("nguyen-van-yen")
    assert cache.get_or_compute("people", count) == 2


def test_only_the_latest_answers_are_kept_and_a_failed_one_is_not(db: None) -> None:
    cache, asked = CountsCache(most=2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        cache.get_or_compute(key, lambda key=key: asked.append(key))
    assert asked == ["a", "b", "c", "b"]
    with pytest.raises(ZeroDivisionError):
        cache.get_or_compute("d", lambda: 1 // 0)
    assert cache.get_or_compute("d", lambda: 4) == 4
