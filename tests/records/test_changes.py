"""What is told of changes: lasting ids, when a row changed last for its readers, and in which order."""

from __future__ import annotations

from typing import Any

import pytest

from partnerships.models import Agreement
from records import changes
from records.changes import catch_up, lasting_id
from records.models import PublicRow, Status
from tests import factories as make


def told() -> list[tuple[str, str, bool]]:
    """What has changed since this was asked last, as the public is told."""
    known = getattr(told, "known", 0)
    while not catch_up():
        pass
    found = PublicRow.objects.filter(change__gt=known).order_by("change")
    told.known = changes.version()  # type: ignore[attr-defined]
    return [(row.collection, row.key, row.gone) for row in found]


def changed(*keys: str) -> set[tuple[str, str, bool]]:
    return {(*key.split("/", 1), False) for key in keys}  # type: ignore[misc]


def gone(*keys: str) -> set[tuple[str, str, bool]]:
    return {(*key.split("/", 1), True) for key in keys}  # type: ignore[misc]


@pytest.fixture
def register(db: None) -> dict[str, Any]:
    rows = make.whole_register()
    told()
    return rows


def test_a_row_keeps_its_id_whatever_it_is_called(db: None):
    agreement = make.agreement("a")
    told()
    named = lasting_id("agreements", "a")
    assert PublicRow.objects.get().pk == named
    agreement.slug = "b"
    agreement.save()
    assert told() == [("agreements", "b", False)]
    agreement.status = Status.WITHDRAWN
    agreement.save()
    assert told() == [("agreements", "b", True)]
    agreement.status = Status.PUBLISHED
    agreement.save()
    assert told() == [("agreements", "b", False)]
    assert PublicRow.objects.get().pk == named
    # Deleted and entered again under its first name, it is the same to whoever knew it.
    agreement.delete()
    make.agreement("a")
    assert told() == [("agreements", "a", False)]
    assert [row.pk for row in PublicRow.objects.all()] == [named]


def test_what_is_called_as_another_once_was_has_an_id_of_its_own(db: None):
    agreement, first, second = make.agreement("a"), make.partner("x"), make.partner("y")
    party = make.party(agreement, first)
    told()
    party.partner = second
    party.save()
    other = make.party(agreement, first)
    told()
    ids = dict(PublicRow.objects.filter(collection="parties").values_list("row", "pk"))
    assert ids[party.pk] == lasting_id("parties", "a~x") != ids[other.pk]


def test_the_numbers_go_on_without_a_gap_whatever_is_hidden(register: dict[str, Any]):
    before = changes.version()
    draft = make.agreement("nhap", status=Status.DRAFT)
    make.clause(draft, 1)
    make.party(Agreement.objects.public()[0], make.partner("an", status=Status.DRAFT))
    draft.delete()
    assert told() == []
    Agreement.objects.public().update(place="Vinh")
    told()
    assert changes.version() == before + Agreement.objects.public().count()
