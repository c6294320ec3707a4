"""When an agreement was made public and last changed in public, and under which name it is known."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import models

from partnerships.models import Agreement, Clause
from partnerships.website.feeds import publication_dates
from partnerships.website.feeds.publication_dates import FOUNDED, Publication, last_updated
from tests import factories as make

pytestmark = pytest.mark.django_db


def day(number: int) -> datetime:
    return datetime(2026, 3, number, tzinfo=UTC)


def on(number: int, row: models.Model, **changes: Any) -> Any:
    """Save `row` with `changes` on that day of March 2026."""
    for name, value in changes.items():
        setattr(row, name, value)
    row._history_date = day(number)
    row.save()
    return row


def drafted(number: int, slug: str = "nghe-an-2020", **fields: Any) -> Agreement:
    title = {"title": "Thỏa thuận", "kind": Agreement.Kind.PLAN, "status": "draft"}
    return on(number, Agreement(slug=slug, **{**title, **fields}))


def publication(agreement: Agreement) -> Publication:
    return publication_dates.publications([agreement])[agreement.pk]


def test_since_it_was_published_and_not_since_it_was_written():
    agreement = on(3, on(2, drafted(1), title="Bản thảo khác"), status="published")
    assert publication(agreement) == Publication("nghe-an-2020", since=day(3), updated=day(3))


def test_a_change_that_readers_see_is_an_update():
    agreement = on(2, on(1, drafted(1), status="published"), summary="Thêm một câu.")
    assert publication(agreement) == Publication("nghe-an-2020", since=day(1), updated=day(2))


def test_a_version_that_shows_readers_nothing_new_is_none():
    agreement = on(2, on(1, drafted(1), status="published"), summary="Thêm một câu.")
    make.party(agreement, make.partner("bi-mat", status="draft"))
    on(3, agreement)
    assert publication(agreement).updated == day(2)


def test_what_is_changed_out_of_sight_shows_no_date_of_its_own():
    agreement = on(1, drafted(1), status="published")
    on(2, agreement, status="withdrawn")
    on(3, agreement, summary="Viết lại.")
    on(4, agreement, status="published")
    assert publication(agreement) == Publication("nghe-an-2020", since=day(1), updated=day(4))


def test_what_came_of_a_clause_is_an_update_of_its_agreement():
    agreement = on(2, drafted(1), status="published")
    clause = on(1, Clause(agreement=agreement, number=1, heading="Hạ tầng"))
    assert publication(agreement).updated == day(2)
    on(5, clause, outcome=Clause.Outcome.MET)
    assert publication(agreement).updated == day(5)
    clause._history_date = day(6)
    clause.delete()
    assert publication(agreement).updated == day(6)


def test_it_keeps_the_name_it_was_first_published_under():
    agreement = on(2, on(1, drafted(1, "ban-thao"), slug="nghe-an", status="published"), slug="nghe-an-2020")
    assert publication(agreement).slug == "nghe-an"
    assert publication(agreement).name == Publication("nghe-an").name
    assert publication(agreement).name != Publication("nghe-an-2020").name


def test_what_has_no_history_is_of_the_first_day():
    (agreement,) = Agreement.objects.bulk_create(
        [Agreement(slug="so-1", title="Số 1", kind="plan", status="published")]
    )
    assert publication(agreement) == Publication("so-1", since=FOUNDED, updated=FOUNDED)


def test_the_last_updated_are_found_with_what_was_deleted_or_withdrawn_left_out():
    rows = {slug: on(number, drafted(1, slug), status="published") for number, slug in enumerate("abcd", start=2)}
    drafted(9, "e")
    on(9, rows["d"], status="withdrawn")
    on(8, rows["a"], summary="Mới.")
    on(9, rows["c"])  # a version without news
    on(7, drafted(1, "f"), status="published").delete()
    agreements = Agreement.objects.public()
    found = [(Agreement.objects.get(pk=pk).slug, known.updated) for pk, known in last_updated(agreements, 10)]
    assert found == [("a", day(8)), ("c", day(4)), ("b", day(3))]
    assert [pk for pk, _known in last_updated(agreements.filter(slug__in=["b", "c"]), 1)] == [rows["c"].pk]


def test_names_differ_by_noun_and_never_change():
    """They stand in feed readers and calendars: a test that fails here tells of a mistake."""
    assert str(publication_dates.stable_id("agreements", "nghe-an-2020")) == "d1af3900-9ce9-50fd-82f9-4106ea29acc8"
    assert publication_dates.stable_id("partners", "a") != publication_dates.stable_id("topics", "a")
