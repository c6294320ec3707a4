"""The engine takes rows from anywhere: these come from no file."""

import pytest
from django.utils import timezone, translation

from articles.models import Outlet
from changesets import jobs
from changesets.models import KEPT, Import
from changesets.plan import planner
from changesets.plan.apply import confirm
from changesets.plan.report import faults_of
from changesets.plan.source import Fault, Refused, Source, listed
from changesets.plan.undo import undo
from partnerships.models import Clause
from tests import factories as make

State = Import.State


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def planned(*sources, owner=None):
    changeset = Import.objects.create(
        owner=owner, file_name="a proposal", language="en", expires_at=timezone.now() + KEPT
    )
    planner.plan(changeset, sources)
    return changeset


def applied(changeset):
    assert faults(changeset) == []
    assert confirm(changeset, changeset.owner)
    jobs.apply_now(changeset)
    assert (changeset.state, changeset.faults) == (State.APPLIED, [])
    return changeset


def faults(changeset):
    return [(table, fault.line, fault.column, fault.message) for table, fault in faults_of(changeset)]


class Tuples:
    """Rows of any class will do that has headings, a note, lines and cells."""

    headings = ["agreement", "number", "heading"]
    note = "Read off a page."

    def __init__(self, *rows):
        self.rows = rows

    def __iter__(self):
        yield from self.rows

    def refused_by(self, *problems):
        return Refused(*problems)


@pytest.mark.one_database
def test_rows_of_no_file_are_planned_applied_and_undone(db):
    agreement = make.agreement("nghe-an", status="draft")
    make.outlet("bao", name="Báo Cũ")
    records = [{"slug": "bao", "name": "Báo Mới"}, {"slug": "dai", "name": "Đài"}]
    clauses = Tuples((7, ("nghe-an", "1", "Một")), (9, ("nghe-an", "2", "Hai")))

    changeset = planned(listed("outlets", records), Source("clauses", "page 3", lambda: clauses))
    assert faults(changeset) == []
    assert (changeset.state, changeset.file.name, changeset.total) == (State.PLANNED, "", 4)
    assert changeset.counts() == {"created": 3, "updated": 1, "unchanged": 0, "refused": 0}
    assert [(found["table"], found["note"]) for found in changeset.summary] == [
        ("outlets", ""),
        ("clauses", "Read off a page."),
    ]
    assert Outlet.objects.get().name == "Báo Cũ"  # nothing is written yet

    applied(changeset)
    assert dict(Outlet.objects.values_list("slug", "name")) == {"bao": "Báo Mới", "dai": "Đài"}
    assert [(clause.number, clause.heading) for clause in agreement.clauses.all()] == [(1, "Một"), (2, "Hai")]

    applied(undo(changeset, None))
    assert dict(Outlet.objects.values_list("slug", "name")) == {"bao": "Báo Cũ"}
    assert not Clause.objects.exists()


def test_a_column_that_a_record_lacks_stays_as_it_is(db):
    make.outlet("bao", name="Báo", url="https://bao.vn/")
    make.outlet("dai", name="Đài", url="https://dai.vn/")
    applied(planned(listed("outlets", [{"slug": "bao", "url": ""}, {"slug": "dai", "name": "Đài Mới"}])))
    assert list(Outlet.objects.order_by("slug").values_list("name", "url")) == [
        ("Báo", ""),
        ("Đài Mới", "https://dai.vn/"),
    ]


def test_a_wrong_row_of_no_file_is_found_by_its_line_and_nothing_is_written(db):
    rows = Tuples((7, ("nghe-an", "1", "Một")), (8, Fault(8, "number", "?", "This is no number.")))
    changeset = planned(Source("clauses", "page 3", lambda: rows))
    assert changeset.state == State.REFUSED
    assert faults(changeset) == [
        ("clauses", 7, "agreement", "There is no agreement “nghe-an”."),
        ("clauses", 8, "number", "This is no number."),
    ]


def test_columns_that_the_table_lacks_refuse_every_row(db):
    changeset = planned(listed("outlets", [{"slug": "bao", "colour": "red"}] * 3))
    assert (changeset.state, changeset.refused) == (State.REFUSED, 3)
    assert [line for _table, line, *_why in faults(changeset)] == [1]


def test_what_a_source_refuses_while_the_tables_are_looked_for_is_stored(db):
    def sources():
        yield listed("outlets", [{"slug": "bao", "name": "Báo"}])
        raise Refused(Fault(0, "", "", "The rest is torn off."))

    changeset = Import.objects.create(file_name="torn", language="en")
    planner.plan(changeset, sources())
    assert (changeset.state, faults(changeset)) == (State.REFUSED, [("", 0, "", "The rest is torn off.")])
