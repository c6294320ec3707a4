"""Values that only one row may have, exchanged and handed on within one file."""

from io import BytesIO

import pytest
from django.utils import translation

from changesets import jobs
from changesets.models import Import
from changesets.plan.apply import confirm
from changesets.plan.report import faults_of
from changesets.plan.undo import undo
from changesets.uploads import receive
from partnerships.models import Area
from tests import factories as make

State = Import.State


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def areas(transactional_db):
    """Three provinces, 01, 02 and 03, and a district in the first: what points to a row must stay."""
    made = {slug: make.area(slug, scheme="gso", code=f"0{at}") for at, slug in enumerate(("a", "b", "c"), 1)}
    make.area("trong-a", level="district", parent=made["a"])
    return made


def codes():
    return dict(Area.objects.exclude(code="").order_by("pk").values_list("slug", "code"))


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
        ("a,02\nb,01\n", {"a": "02", "b": "01", "c": "03"}),
        ("a,02\nb,03\nc,01\n", {"a": "02", "b": "03", "c": "01"}),
        ("b,04\na,02\n", {"a": "02", "b": "04", "c": "03"}),
        ("a,02\nb,\n", {"a": "02", "c": "03"}),
    ],
)
def test_codes_are_exchanged_and_handed_on_and_taken_back(areas, rows, after):
    lines = "".join(f"{row},{'gso' if row[-1] != ',' else ''}\n" for row in rows.split())
    upload = planned(f"slug,code,scheme\n{lines}")
    written(upload)
    assert codes() == after
    assert Area.objects.get(slug="trong-a").parent == areas["a"]
    changed = len(rows.split())
    assert [trace.history_type for trace in Area.history.all()[:changed]] == ["~"] * changed
    assert {row.pk for row in areas.values()} < set(Area.objects.values_list("pk", flat=True))
    written(undo(upload, None))
    assert codes() == {"a": "01", "b": "02", "c": "03"}


def test_a_new_row_takes_what_another_gives_away(areas):
    upload = planned("slug,code,scheme,name,level\nmoi,02,gso,Mới,province\nb,05,gso,B,province\n")
    written(upload)
    assert codes() == {"a": "01", "b": "05", "c": "03", "moi": "02"}
    written(undo(upload, None))
    assert codes() == {"a": "01", "b": "02", "c": "03"}


def test_the_same_code_in_two_new_rows_names_both_lines(areas):
    upload = planned(
        "slug,code,scheme,name,level\nmot,07,gso,Một,province\nhai,08,gso,Hai,province\nba,07,gso,Ba,province\n"
    )
    assert told(upload) == ["Line 4, code “07”: Another area has this code in this scheme. See line 2 of the file."]
    assert upload.counts() == {"created": 2, "updated": 0, "unchanged": 0, "refused": 1}


def test_a_code_that_its_row_keeps_is_not_taken(areas):
    taken = "Another area has this code in this scheme."
    assert told(planned("slug,code\na,02\n")) == [f"Line 2, code “02”: {taken}"]
    assert told(planned("slug,code\na,02\nb,02\n")) == [f"Line 2, code “02”: {taken}"]
    # It changes, but not its code.
    upload = planned("slug,code,name\na,02,A\nb,02,Khác\n")
    assert told(upload) == [f"Line 2, code “02”: {taken} See line 3 of the file."]
    upload = planned("slug,code\na,03\nb,03\n")
    assert told(upload) == [f"Line {line}, code “03”: {taken}" for line in (2, 3)] + [
        f"Line 3, code “03”: {taken} See line 2 of the file."
    ]


def test_what_a_wrong_row_gives_away_is_no_second_fault(areas):
    upload = planned("slug,code,founded\na,02,\nb,05,30/02/2018\n")
    assert [fault.column for _table, fault in faults_of(upload)] == ["founded"]
    assert upload.counts() == {"created": 0, "updated": 1, "unchanged": 0, "refused": 1}
