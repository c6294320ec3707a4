"""Values that only one row may have, exchanged and handed on within one file."""

from io import BytesIO

import pytest
from django.utils import translation

from changesets import jobs
from changesets.jobs import receive
from changesets.models import Import
from changesets.plan.apply import confirm
from changesets.plan.report import faults_of
from changesets.plan.undo import undo
from partnerships.models import Area, AreaCode
from tests import factories as make

State = Import.State


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def areas(transactional_db):
    """Three provinces, 01, 02 and 03, and a district in the first: what points to a row must stay."""
    made = {slug: make.area(slug, code=("gso", f"0{at}")) for at, slug in enumerate(("a", "b", "c"), 1)}
    make.area("trong-a", level="district", parent=made["a"])
    return made


def codes():
    return dict(AreaCode.objects.order_by("area").values_list("area__slug", "code"))


def planned(content):
    upload = receive(BytesIO(content.encode()), "areas.csv", owner=None, table="areas")
    jobs.plan_now(upload)
    return upload


def told(upload):
    return [str(fault) for _table, fault in faults_of(upload)]


def written(upload):
    assert told(upload) == []
    assert confirm(upload, None)
    jobs.apply_now(upload)
    assert (upload.state, told(upload)) == (State.APPLIED, [])


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        ("a,gso=02\nb,gso=01\n", {"a": "02", "b": "01", "c": "03"}),
        ("a,gso=02\nb,gso=03\nc,gso=01\n", {"a": "02", "b": "03", "c": "01"}),
        ("b,gso=04\na,gso=02\n", {"a": "02", "b": "04", "c": "03"}),
        ("a,gso=02\nb,\n", {"a": "02", "c": "03"}),
    ],
)
def test_codes_are_exchanged_and_handed_on_and_taken_back(areas, rows, after):
    upload = planned("slug,codes\n" + rows)
    written(upload)
    assert codes() == after
    assert Area.objects.get(slug="trong-a").parent == areas["a"]
    changed = len(rows.split())
    assert [trace.history_type for trace in Area.history.all()[:changed]] == ["~"] * changed
    assert {row.pk for row in areas.values()} < set(Area.objects.values_list("pk", flat=True))
    written(undo(upload, None))
    assert codes() == {"a": "01", "b": "02", "c": "03"}


def test_a_new_row_takes_what_another_gives_away(areas):
    upload = planned("slug,codes,name,level\nmoi,gso=02,Mới,province\nb,gso=05,B,province\n")
    written(upload)
    assert codes() == {"a": "01", "b": "05", "c": "03", "moi": "02"}
    written(undo(upload, None))
    assert codes() == {"a": "01", "b": "02", "c": "03"}


TAKEN = "Another area has this code in this scheme."


def test_the_same_code_in_two_new_rows_names_both_lines(areas):
    rows = ("mot,gso=07,Một,province", "hai,gso=08,Hai,province", "ba,gso=07,Ba,province")
    upload = planned("\n".join(("slug,codes,name,level", *rows, "")))
    assert told(upload) == [f"Line 4, codes “gso=07”: {TAKEN} See line 2 of the file."]
    assert upload.counts() == {"created": 2, "updated": 0, "unchanged": 0, "refused": 1}


def test_a_code_that_its_area_keeps_is_not_taken(areas):
    assert told(planned("slug,codes\na,gso=02\n")) == [f"Line 2, codes “gso=02”: {TAKEN}"]
    assert told(planned("slug,codes\na,gso=02\nb,gso=02\n")) == [f"Line 2, codes “gso=02”: {TAKEN}"]
    upload = planned("slug,codes\na,gso=03\nb,gso=03\n")
    assert told(upload) == [f"Line {line}, codes “gso=03”: {TAKEN}" for line in (2, 3)] + [
        f"Line 3, codes “gso=03”: {TAKEN} See line 2 of the file."
    ]


def test_what_a_wrong_row_gives_away_is_no_second_fault(areas):
    upload = planned("slug,codes,founded\na,gso=02,\nb,gso=05,30/02/2018\n")
    assert [fault.column for _table, fault in faults_of(upload)] == ["founded"]
    assert upload.counts() == {"created": 0, "updated": 1, "unchanged": 0, "refused": 1}
