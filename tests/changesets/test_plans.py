"""What happens between the upload of a file and its rows in the register, and after."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from articles.models import Outlet, Passage
from changesets import jobs
from changesets.jobs import receive
from changesets.models import Import
from changesets.plan import apply, planner, report
from changesets.plan.apply import confirm
from changesets.plan.report import PER_PAGE, faults_of
from changesets.plan.staged_rows import StagedRow, value_fields
from changesets.plan.staging import Stage
from changesets.plan.undo import NotUndoable, undo
from partnerships.models import Agreement, Clause, Partner, PartnerName, Party
from records.corrections import corrections
from tests import factories as make

from .files import zipped

State = Import.State


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def editor(db):
    return make.staff("editor")


def planned(content, table="outlets", user=None, name="table.csv"):
    content = content.encode() if isinstance(content, str) else content
    upload = receive(BytesIO(content), name, owner=user, table=table)
    jobs.plan_now(upload)
    return upload


def applied(*args, **kwargs):
    upload = planned(*args, **kwargs)
    assert confirm(upload, upload.owner)
    jobs.apply_now(upload)
    assert (upload.state, upload.faults) == (State.APPLIED, [])
    return upload


def told(upload):
    return [str(fault) for _table, fault in faults_of(upload)]


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def pages(upload):
    return {(page.verdict, page.number): page.rows for page in upload.pages.all()}


# The plan


def test_a_plan_says_of_each_row_what_changes(editor):
    make.outlet("cu", name="Báo Cũ", status="draft", url="https://cu.vn/")
    make.outlet("nguyen", name="Nguyên", status="draft")
    upload = planned("slug,name,url\ncu,Báo Cũ Mới,\nmoi,Báo Mới,https://moi.vn/\nnguyen,Nguyên,\n", user=editor)
    assert (upload.state, upload.counts()) == (
        State.PLANNED,
        {"created": 1, "updated": 1, "unchanged": 1, "refused": 0},
    )
    assert pages(upload) == {
        ("created", 0): [
            {
                "table": "outlets",
                "line": 3,
                "key": "moi",
                "created": True,
                "changes": [["slug", "", "moi"], ["name", "", "Báo Mới"], ["url", "", "https://moi.vn/"]],
                "faults": [],
                "warnings": [],
            }
        ],
        ("updated", 0): [
            {
                "table": "outlets",
                "line": 2,
                "key": "cu",
                "created": False,
                "changes": [["name", "Báo Cũ", "Báo Cũ Mới"], ["url", "https://cu.vn/", ""]],
                "faults": [],
                "warnings": [],
            }
        ],
    }
    assert upload.summary == [
        {
            "table": "outlets",
            "created": 1,
            "updated": 1,
            "unchanged": 1,
            "cleared": 1,
            "absent": ["status"],
            "headings": {},
            "note": "",
        }
    ]
    assert upload.needs == ["articles.add_outlet", "articles.change_outlet"]
    assert Outlet.objects.count() == 2


def test_a_page_of_the_preview_does_not_grow_with_the_file(db):
    upload = planned("slug,name\n" + "".join(f"bao-{n},Báo {n}\n" for n in range(2 * PER_PAGE + 1)))
    assert {key: len(rows) for key, rows in pages(upload).items()} == {
        ("created", 0): PER_PAGE,
        ("created", 1): PER_PAGE,
        ("created", 2): 1,
    }


def alike(upload):
    """Of the rows of the preview, the names of the others that they are warned of."""
    said = "It goes by almost the same name as another: is it the same? ("
    return {
        row["key"]: sorted(sentence.removeprefix(said).removesuffix(")").split("; "))
        for rows in pages(upload).values()
        for row in rows
        for sentence in row["warnings"]
    }


def test_names_almost_in_use_are_warned_of(db):
    person = make.person("pham-duc-long", name="Phạm Đức Long")
    make.person_name(person, "PĐ Long")
    make.person("tran-van-a", name="Trần Văn A")
    new = ("PHẠM ĐỨC  LONG", "Phạm Đức Lông", "Pham Duc Lon", "PĐ Lonng", "Trần Văn Anh", "Bùi Tá", "Bùi Tả")
    rows = "".join(f"p-{number},{name}\n" for number, name in enumerate(new, 1))
    upload = planned(f"slug,name\n{rows}", "people")
    assert alike(upload) == {
        "p-1": ["Pham Duc Lon", "Phạm Đức Long", "Phạm Đức Lông"],
        "p-2": ["PHẠM ĐỨC LONG", "Pham Duc Lon", "Phạm Đức Long"],
        "p-3": ["PHẠM ĐỨC LONG", "Phạm Đức Long", "Phạm Đức Lông"],
        "p-4": ["Phạm Đức Long"],
        "p-6": ["Bùi Tả"],
        "p-7": ["Bùi Tá"],
    }
    assert (upload.state, upload.warned) == (State.PLANNED, 6)


def test_other_names_and_new_names_of_old_records_are_compared_too(db):
    make.person("cu", name="Phạm Đức Long", status="draft")
    make.person("khac", name="Lê Thị Hoa", status="draft")
    rows = "moi,Nguyễn Văn An,Phạm Đức Lông;Pham Duc Long\nkhac,Phạm Đức Long,\ncu,Phạm Đức Long,PĐ Long\n"
    upload = planned(f"slug,name,names\n{rows}", "people")
    assert alike(upload) == {
        "moi": ["Phạm Đức Long", "Phạm Đức Long"],
        "khac": ["Nguyễn Văn An", "Phạm Đức Long"],
        "cu": ["Nguyễn Văn An", "Phạm Đức Long"],
    }
    assert (upload.warned, [table.get("warned_updated") for table in upload.summary]) == (3, [2])


def test_more_rows_than_a_trial_takes_are_not_compared_and_that_is_said(db, monkeypatch):
    monkeypatch.setattr("changesets.plan.rules.ALWAYS_TRIED", 1)
    make.person("pham-duc-long", name="Phạm Đức Long")
    upload = planned("slug,name\na,Phạm Đức Long\nb,B\n", "people")
    assert (alike(upload), [table["note"] for table in upload.summary]) == (
        {},
        ["So many rows are not compared with others beforehand: look at what does not hold afterwards."],
    )


def test_a_row_that_is_refused_after_all_is_no_row_with_a_warning(db):
    make.area("nuoc", level="country")
    make.partner("cu", name="VNPT")
    upload = planned("slug,name,kind,parent\nmoi,VNPT,group,con\ncon,Khác,group,moi\n", "partners")
    assert (upload.refused, upload.warned) == (2, 0)


def test_the_rows_of_a_first_reading_are_counted_as_they_are_read(db, monkeypatch):
    monkeypatch.setattr(planner, "BATCH", 2)
    upload = receive(BytesIO(b"slug,name\na,A\nb,B\nc,C\n"), "outlets.csv", owner=None, table="outlets")
    beat, seen = planner.Planner._beat, []

    def watched(self, rows, **values):
        beat(self, rows, **values)
        seen.append(Import.objects.values_list("done", "total").get(pk=upload.pk))

    monkeypatch.setattr(planner.Planner, "_beat", watched)
    jobs.plan_now(upload)
    # How many there are is known once they are read and tried out.
    assert seen == [(2, 0), (3, 0), (3, 3)]
    assert (upload.state, upload.total) == (State.PLANNED, 3)


def test_the_note_of_a_workbook_is_the_same_in_a_zip(db):
    book = workbook(Mot=[["slug", "name"], ["a", "A"]], Hai=[["slug"], ["b"]])
    upload = planned(zipped({"outlets.xlsx": book}), "", name="x.zip")
    assert [table["note"] for table in upload.summary] == ["Only the first sheet is read, “Mot”, not: Hai."]


def test_every_row_counts_also_where_the_file_breaks_off(db):
    lines = "".join(f"bao-{number},Báo {number}\n" for number in range(1500))
    upload = planned(f'slug,name\n{lines}cuoi,"Không đóng\n')
    assert upload.counts() == {"created": 1000, "updated": 0, "unchanged": 0, "refused": 501}
    assert told(upload) == ["Line 1502: A quotation mark is not closed, or not doubled inside a cell."]
    assert not Outlet.objects.exists()
    upload = planned('slug,name,level,parent\na,A,province,\nb,B,district,a\nx,"mở,commune,\n', "areas")
    assert (sum(upload.counts().values()), upload.counts()["refused"], upload.total) == (3, 3, 3)


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ("bao-moi", "Line 3, slug “bao-moi”: Line 2 of the file is about the same record."),
        (" Bao-Moi ", "Line 3, slug “ Bao-Moi ”: Line 2 of the file is about the same record."),
        ("bao\u200b-moi", "Line 3, slug “bao\u200b-moi”: Line 2 of the file is about the same record."),
    ],
)
def test_keys_meet_whatever_their_case_and_spacing(db, second, message):
    assert told(planned(f"slug,name\nbao-moi,Báo Mới\n{second},Báo Khác\n")) == [message]


def test_a_new_key_differs_from_others_in_more_than_case(db):
    make.outlet("bao-moi")
    assert told(planned("slug,name\nBao-Moi,Báo Mới\n")) == ["Line 2, slug “Bao-Moi”: There is “bao-moi”: write it so."]


def test_a_new_row_needs_what_the_file_leaves_out(db):
    upload = planned("slug,url\nmoi,https://moi.vn/\n")
    assert told(upload) == ["Line 2, name: A new row needs this column."]
    upload = planned('[{"slug": "moi", "url": ""}, {"slug": "moi-2", "name": "Mới"}]', name="table.json")
    assert told(upload) == ["Line 1, name: A new row needs this column."]


def test_planning_asks_as_much_for_40_rows_as_for_3(db):
    def queries(slug, rows):
        agreement = make.agreement(slug, status="draft")
        for number in range(1, rows):
            make.clause(agreement, number, heading="Cũ")
        lines = "".join(f"{slug},{number},Mới\n" for number in range(1, rows + 2))
        content = f"agreement,number,heading\n{lines}".encode()
        upload = receive(BytesIO(content), "clauses.csv", owner=None, table="clauses")
        with CaptureQueriesContext(connection) as found:
            jobs.plan_now(upload)
        assert upload.counts() == {"created": 2, "updated": rows - 1, "unchanged": 0, "refused": 0}
        return len(found)

    few = queries("nghe-an", 3)
    assert queries("thai-binh", 40) == few < 125  # error checks are asked before and after


# Confirming


def test_what_is_confirmed_is_the_plan_and_not_the_file(db):
    upload = planned("slug,name\nmoi,Báo Mới\n")
    upload.file.delete(save=False)
    assert confirm(upload, None)
    jobs.apply_now(upload)
    assert list(Outlet.objects.values_list("slug", "name", "version", "status")) == [("moi", "Báo Mới", 1, "draft")]


def test_confirming_twice_does_nothing_the_second_time(db):
    upload = applied("slug,name\nmoi,Báo Mới\n")
    assert not confirm(upload, None)
    jobs.apply_now(upload)
    assert (upload.state, Outlet.objects.count(), Outlet.history.count()) == (State.APPLIED, 1, 1)


def test_the_database_knows_how_large_a_table_has_become(db, monkeypatch):
    monkeypatch.setattr(apply, "MANY", 40)
    rows = "".join(f"bao-{number},Báo {number}\n" for number in range(40))
    applied(f"slug,name\n{rows}")
    known = {
        "sqlite": "SELECT CAST(stat AS integer) FROM sqlite_stat1 WHERE tbl = 'articles_outlet'",
        "postgresql": "SELECT reltuples::int FROM pg_class WHERE relname = 'articles_outlet'",
    }
    with connection.cursor() as cursor:
        cursor.execute(known[connection.vendor])
        assert set(cursor.fetchall()) == {(40,)}


def test_only_the_columns_that_change_are_written(db):
    make.outlet("cu", name="Báo Cũ")
    with CaptureQueriesContext(connection) as asked:
        applied("slug,name\ncu,Báo Mới\n")
    tried, written = (each["sql"] for each in asked if each["sql"].startswith('UPDATE "articles_outlet" SET'))
    assert tried == written
    assert '"name" = s."name"' in written
    assert '"slug" = s."slug"' not in written
    assert Outlet.objects.values_list("slug", "name", "version").get() == ("cu", "Báo Mới", 2)


def test_a_write_may_take_longer_than_a_page(db):
    def limit():
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            return cursor.fetchone()[0]

    if connection.vendor == "sqlite":
        return  # it limits no statement
    usual = limit()
    with Stage():
        assert limit() == "10min"
    with pytest.raises(ZeroDivisionError), Stage():
        1 / 0  # noqa: B018
    assert limit() == usual != "10min"


def test_nobody_confirms_for_another(editor):
    upload = planned("slug,name\nmoi,Báo Mới\n", user=editor)
    assert not confirm(upload, make.staff("admin"))
    assert not confirm(upload, None)
    upload.refresh_from_db()
    assert upload.state == State.PLANNED


def test_a_row_changed_meanwhile_refuses_the_whole_and_says_who(editor):
    make.outlet("mot", name="Một", status="draft")
    other = make.outlet("hai", name="Hai", status="draft")
    upload = planned("slug,name\nmot,Một mới\nhai,Hai mới\nba,Ba\n", user=editor)
    other.name, other._history_user = "Hai khác", make.staff("publisher")
    other.save()
    assert confirm(upload, editor)
    jobs.apply_now(upload)
    assert upload.state == State.REFUSED
    (message,) = told(upload)
    assert message.startswith("Line 3: publisher changed this row at ")
    assert message.endswith(", after the plan was made.")
    assert list(Outlet.objects.order_by("slug").values_list("name", flat=True)) == ["Hai khác", "Một"]


def test_a_row_deleted_meanwhile_refuses_the_whole(db):
    outlet = make.outlet("mot", status="draft")
    upload = planned("slug,name\nmot,Một mới\n")
    outlet.delete()
    assert confirm(upload, None)
    jobs.apply_now(upload)
    (message,) = told(upload)
    assert message.startswith("Line 2: Somebody deleted this row at ")


def test_a_row_created_meanwhile_refuses_the_whole(db):
    upload = planned("slug,name\nmoi,Báo Mới\nmoi-2,Báo\n")
    make.outlet("moi")
    assert confirm(upload, None)
    jobs.apply_now(upload)
    assert (upload.state, Outlet.objects.count()) == (State.REFUSED, 1)
    assert told(upload) == ["Line 2: Somebody created “moi” after the plan was made."]


def test_a_slug_that_became_an_old_address_meanwhile_refuses_the_whole(db):
    upload = planned("slug,name\nmoi,Báo Mới\n")
    other = make.outlet("moi")
    other.slug = "bao-moi"
    other.save()
    assert confirm(upload, None)
    jobs.apply_now(upload)
    assert (upload.state, Outlet.objects.get().slug) == (State.REFUSED, "bao-moi")
    said = "Another record was published under this slug and is found by it: choose another slug."
    assert told(upload) == [f"Line 2, slug “moi”: {said}"]


def test_parts_are_planned_against_the_version_of_their_record(db):
    agreement = make.agreement("nghe-an", status="draft")
    upload = planned("agreement,number,heading\nnghe-an,1,Mới\n", "clauses")
    agreement.place = "Vinh"
    agreement.save()
    assert confirm(upload, None)
    jobs.apply_now(upload)
    (message,) = told(upload)
    assert message.startswith("Line 2: Somebody changed this row at ")
    assert not Clause.objects.exists()


def test_rights_are_asked_for_again_at_the_write(editor):
    upload = planned("slug,name\nmoi,Báo Mới\n", user=editor)
    editor.groups.clear()
    assert confirm(upload, editor)
    jobs.apply_now(upload)
    assert (upload.state, told(upload)) == (
        State.REFUSED,
        ["Your rights have changed since: you may no longer do this."],
    )
    assert not Outlet.objects.exists()


def test_what_is_cancelled_is_not_written(db):
    upload = planned("slug,name\nmoi,Báo Mới\n")
    assert confirm(upload, None)
    assert jobs.cancel(upload)
    jobs.apply_now(upload)
    assert (upload.state, Outlet.objects.count()) == (State.CANCELLED, 0)
    assert not jobs.cancel(applied("slug,name\nkhac,Báo Khác\n"))


def test_a_file_cancelled_while_it_is_read_leaves_no_plan(db, monkeypatch):
    for module, name in ((planner, "BATCH"), (report, "PER_PAGE")):
        monkeypatch.setattr(module, name, 1)
    upload = receive(BytesIO(b"slug,name\na,A\nb,B\nc,C\n"), "outlets.csv", owner=None, table="outlets")
    beat, stored = planner.Planner._beat, []

    def cancelled(self, rows, **values):
        stored.append((upload.pages.count(), upload.writes.count()))
        if self.upload.done == 1:
            assert jobs.cancel(Import.objects.get(pk=upload.pk))
        beat(self, rows, **values)

    monkeypatch.setattr(planner.Planner, "_beat", cancelled)
    jobs.plan_now(upload)
    assert stored == [(1, 1), (2, 2)]
    assert (upload.state, upload.all_pages.count(), upload.all_writes.count()) == (State.CANCELLED, 0, 0)


def test_a_file_cancelled_when_all_of_it_is_read_leaves_no_plan(db, monkeypatch):
    upload = receive(BytesIO(b"slug,name\na,A\n"), "outlets.csv", owner=None, table="outlets")
    summary = planner.Planner._summary

    def cancelled(self, *args):
        assert (upload.pages.count(), upload.writes.count()) == (1, 1)
        assert jobs.cancel(Import.objects.get(pk=upload.pk))
        return summary(self, *args)

    monkeypatch.setattr(planner.Planner, "_summary", cancelled)
    jobs.plan_now(upload)
    assert (upload.state, upload.all_pages.count(), upload.all_writes.count()) == (State.CANCELLED, 0, 0)


READ_AGAIN = "The program that read the file has stopped. Nothing was written: have it read again."
CONFIRM_AGAIN = "The program that wrote it has stopped. Nothing was written: confirm again."


@pytest.mark.parametrize(
    ("state", "after", "message"),
    [
        (State.WAITING, State.FAILED, "The program that was to read the file has stopped: have it read again."),
        (State.PLANNING, State.FAILED, READ_AGAIN),
        (
            State.CONFIRMED,
            State.PLANNED,
            "The program that was to write it has stopped. Nothing was written: confirm again.",
        ),
        (State.APPLYING, State.PLANNED, CONFIRM_AGAIN),
    ],
)
def test_the_jobs_of_a_dead_worker_are_given_up(db, state, after, message):
    upload = planned("slug,name\nmoi,Báo Mới\n")
    Import.objects.filter(pk=upload.pk).update(state=state, beat_at=timezone.now() - timedelta(minutes=1))
    assert jobs.reap() == 0
    Import.objects.filter(pk=upload.pk).update(beat_at=timezone.now() - timedelta(minutes=5))
    assert jobs.reap() == 1
    upload.refresh_from_db()
    assert (upload.state, told(upload)) == (after, [message])


@pytest.mark.parametrize("state", [State.WAITING, State.CONFIRMED])
@pytest.mark.parametrize(("status", "minutes", "reaped"), [("READY", 0, 0), ("RUNNING", 1, 0), ("RUNNING", 5, 1)])
def test_what_waits_for_a_worker_is_given_up_when_none_will_come(db, state, status, minutes, reaped):
    upload = planned("slug,name\nmoi,Báo Mới\n")
    Import.objects.filter(pk=upload.pk).update(state=state, beat_at=timezone.now() - timedelta(minutes=9))
    started = timezone.now() - timedelta(minutes=minutes)
    DBTaskResult.objects.create(
        status=status, started_at=started, run_after=started, args_kwargs={"args": [upload.pk], "kwargs": {}}
    )
    assert jobs.reap() == reaped
    assert DBTaskResult.objects.get().status == ("FAILED" if reaped else status)
    upload.refresh_from_db()
    assert (upload.state == state) is not bool(reaped)


def test_what_goes_wrong_inside_is_not_shown(db, monkeypatch):
    def broken(self, sources):
        raise RuntimeError("secret path /etc")

    monkeypatch.setattr(planner.Planner, "run", broken)
    upload = receive(BytesIO(b"slug,name\na,A\n"), "outlets.csv", owner=None, table="outlets")
    with pytest.raises(RuntimeError):
        jobs.plan_now(upload)
    assert upload.state == State.FAILED
    assert told(upload) == ["Something went wrong inside. Nothing was written. The administrators' log says why."]


def test_outdated_imports_are_cleared_away(db):
    never, done = planned("slug,name\na,A\n"), applied("slug,name\nb,B\n")
    Import.objects.update(expires_at=timezone.now() - timedelta(days=1))
    jobs.clear_outdated()
    rows = Import.objects.order_by("pk").values_list("state", "file")
    assert list(rows) == [(State.CLEARED, ""), (State.APPLIED, "")]
    assert not (never.pages.exists() or done.writes.exists())
    assert Outlet.objects.get().slug == "b"


def test_a_reader_given_up_for_dead_does_not_write_into_the_next_ones_plan(db, monkeypatch):
    monkeypatch.setattr(planner, "BATCH", 1)
    upload = receive(BytesIO(b"slug,name\na,A\nb,B\nc,C\n"), "outlets.csv", owner=None, table="outlets")
    beat, calls = planner.Planner._beat, []

    def slow(self, rows, **values):
        calls.append(self)
        if len(calls) == 2:  # silent for too long: given up, read again by another, and then it goes on
            Import.objects.filter(pk=upload.pk).update(beat_at=timezone.now() - timedelta(minutes=5))
            jobs.reap()
            again = Import.objects.get(pk=upload.pk)
            assert again.move((State.FAILED,), State.WAITING, faults=[])
            jobs.plan_now(again)
        beat(self, rows, **values)

    monkeypatch.setattr(planner.Planner, "_beat", slow)
    jobs.plan_now(upload)
    assert (upload.state, upload.counts()["created"], upload.run) == (State.PLANNED, 3, 2)
    assert confirm(upload, None)
    jobs.apply_now(upload)
    assert sorted(Outlet.objects.values_list("slug", flat=True)) == ["a", "b", "c"]


def test_a_number_no_column_holds_is_refused_on_both_databases(db):
    make.article("bai")
    upload = planned("article,kind,number,gist\nbai,paragraph,9223372036854775807,Ý\n", "passages")
    assert told(upload) == ["Line 2, number “9223372036854775807”: Ensure this value is less than or equal to 32767."]


def test_a_batch_that_cannot_be_staged_leaves_no_transaction_open(transactional_db):
    with Stage() as stage, pytest.raises((OverflowError, DatabaseError)):
        stage.load(Outlet, [StagedRow("+", 2**70, None, "", -1, "outlets", [None] * len(value_fields(Outlet)))])
    assert connection.get_autocommit()
    if connection.vendor == "sqlite":
        assert not connection.connection.in_transaction


def test_the_table_that_was_chosen_is_the_one_the_sheet_names(db):
    upload = planned(workbook(outlets=[["slug", "name"], ["a", "A"]]), "agreements", name="x.xlsx")
    assert told(upload) == ["You chose the table “agreements”, and the file says “outlets”."]


def test_the_preview_knows_of_sheets_that_were_not_read(db):
    upload = planned(workbook(Mot=[["slug", "name"], ["a", "A"]], Hai=[["slug"], ["b"]]), name="x.xlsx")
    assert [table["note"] for table in upload.summary] == ["Only the first sheet is read, “Mot”, not: Hai."]


# Several tables


SHEETS = {
    "clauses": [
        ["agreement", "number", "heading", "obligors", "passages"],
        ["fpt-da-nang-2021", 1, "Chuyển đổi số", "fpt", "bao-da-nang-fpt#headline"],
    ],
    "agreements": [
        ["slug", "status", "title", "kind", "signed", "passages"],
        ["fpt-da-nang-2021", "published", "FPT – Đà Nẵng", "agreement", "2021", "bao-da-nang-fpt#headline"],
    ],
    "parties": [
        ["agreement", "partner", "side", "passages"],
        ["fpt-da-nang-2021", "fpt", "provider", "bao-da-nang-fpt#headline"],
        ["fpt-da-nang-2021", "ubnd-da-nang", "public_body", "bao-da-nang-fpt#headline"],
    ],
    "partners": [
        ["slug", "status", "name", "kind", "names", "parent"],
        ["fpt-da-nang", "published", "FPT Đà Nẵng", "provider_unit", None, "fpt"],
        ["fpt", "published", "FPT", "group", "official=Công ty Cổ phần FPT;short=FPT Corp", None],
        ["ubnd-da-nang", "published", "UBND TP Đà Nẵng", "peoples_committee", None, None],
    ],
    "people": [["slug", "status", "name"], ["nguyen-van-khoa", "published", "Nguyễn Văn Khoa"]],
    "signatories": [
        ["agreement", "person", "part", "party", "passages"],
        ["fpt-da-nang-2021", "nguyen-van-khoa", "signed", "fpt", "bao-da-nang-fpt#headline"],
    ],
    "outlets": [["slug", "status", "name"], ["bao-da-nang", "published", "Báo Đà Nẵng"]],
    "articles": [
        ["slug", "status", "title", "outlet"],
        ["bao-da-nang-fpt", "published", "FPT ký thỏa thuận", "bao-da-nang"],
    ],
    "passages": [
        ["article", "kind", "number", "status", "gist"],
        ["bao-da-nang-fpt", "headline", 0, "published", "FPT và Đà Nẵng ký thỏa thuận."],
    ],
}


def test_an_agreement_of_another_provider_arrives_as_one_workbook(db):
    upload = applied(workbook(**SHEETS), "", make.staff("publisher"), "fpt.xlsx")
    assert upload.counts() == {"created": 12, "updated": 0, "unchanged": 0, "refused": 0}
    agreement = Agreement.objects.public().get(slug="fpt-da-nang-2021")
    assert sorted(agreement.parties.values_list("partner__slug", flat=True)) == ["fpt", "ubnd-da-nang"]
    assert [party.partner.slug for party in agreement.clauses.get().obligors.all()] == ["fpt"]
    assert agreement.signatories.get().party.partner.slug == "fpt"
    assert Partner.objects.get(slug="fpt-da-nang").parent.slug == "fpt"
    assert sorted(PartnerName.objects.values_list("name", flat=True)) == ["Công ty Cổ phần FPT", "FPT Corp"]
    assert {row.version for row in Agreement.objects.all()} == {1}
    assert corrections([Agreement, Partner], 1) == ([], False), "what comes together corrects nothing"
    assert planned(workbook(**SHEETS), "", None, "fpt.xlsx").counts() == {
        "created": 0,
        "updated": 0,
        "unchanged": 12,
        "refused": 0,
    }


def test_a_workbook_that_lacks_what_publishing_takes_is_refused_as_a_whole(db):
    sheets = {**SHEETS, "parties": SHEETS["parties"][:2], "signatories": [SHEETS["signatories"][0]]}
    upload = planned(workbook(**sheets), "", None, "fpt.xlsx")
    assert [(table, str(fault)) for table, fault in faults_of(upload)] == [
        ("agreements", "Line 2, status “published”: It needs at least two published principal parties.")
    ]
    assert not Outlet.objects.exists()


# Undoing


def world():
    return {
        "outlets": list(Outlet.objects.order_by("pk").values("slug", "name", "status")),
        "partners": list(Partner.objects.order_by("pk").values("slug", "name", "parent__slug")),
        "names": sorted(PartnerName.objects.values_list("partner__slug", "kind", "name")),
        "parties": list(Party.objects.order_by("pk").values("agreement__slug", "partner__slug", "side")),
        "passages": sorted(Party.passages.through.objects.values_list("fact", "passage")),
    }


def undone(upload, user=None):
    opposite = undo(upload, user)
    assert confirm(opposite, user)
    jobs.apply_now(opposite)
    upload.refresh_from_db()
    return opposite


def test_an_import_undone_leaves_the_register_as_it_was(db):
    place, group = make.passage(status="draft"), make.partner("vnpt", status="draft")
    make.partner_name(group, "VNPT", "short")
    agreement = make.agreement("nghe-an", status="draft")
    make.party(agreement, group, passages=[place])
    before = world()
    sheets = {
        "partners": [
            ["slug", "name", "kind", "names"],
            ["vnpt", "Tập đoàn VNPT", "group", "short=V"],
            ["moi", "Mới", "other", ""],
        ],
        "parties": [
            ["agreement", "partner", "side", "passages"],
            ["nghe-an", "vnpt", "other", ""],
            ["nghe-an", "moi", "provider", ""],
        ],
    }
    upload = applied(workbook(**sheets), "", None, "sua.xlsx")
    assert world() != before
    opposite = undone(upload)
    assert (opposite.state, told(opposite), upload.state) == (State.APPLIED, [], State.UNDONE)
    assert world() == before
    assert (Partner.objects.get(slug="vnpt").version, Agreement.objects.get().version) == (3, 3)
    assert [trace.history_type for trace in Partner.history.filter(slug="moi")] == ["-", "+"]
    assert [trace.history_change_reason for trace in group.history.all()][:2] == [opposite.reason, upload.reason]
    with pytest.raises(NotUndoable, match="Only an applied import can be undone"):
        undo(upload, None)
    with pytest.raises(NotUndoable, match="What undoes an import is not undone itself"):
        undo(opposite, None)


def test_what_was_kept_of_other_columns_is_not_undone(db):
    make.outlet("cu", name="Báo Cũ")
    upload = applied("slug,name\ncu,Báo Mới\n")
    writes = upload.writes.get()
    writes.columns = writes.columns[:-1]
    writes.save()
    with pytest.raises(NotUndoable, match="tables have changed"):
        undo(upload, None)
    assert (Outlet.objects.get().name, Import.objects.count()) == ("Báo Mới", 1)


def test_an_import_is_undone_once_at_a_time(db):
    upload = applied("slug,name\nmot,Một\n")
    first = undo(upload, None)
    assert undo(upload, None) != first  # never confirmed
    under_way = Import.objects.get(undoes=upload)
    assert confirm(under_way, None)
    with pytest.raises(NotUndoable, match="Somebody is undoing it already"):
        undo(upload, None)


def test_what_changed_since_cannot_be_undone_and_is_named(editor):
    upload = applied("slug,name\nmot,Một\nhai,Hai\n", user=editor)
    outlet = Outlet.objects.get(slug="mot")
    outlet.name, outlet._history_user = "Một khác", editor
    outlet.save()
    opposite = undone(upload, editor)
    (message,) = told(opposite)
    assert message.startswith("editor changed this row at ")
    assert message.endswith(", after the import.")
    assert (opposite.state, upload.state, Outlet.objects.count()) == (State.REFUSED, State.APPLIED, 2)


def test_what_others_point_to_cannot_be_undone(db):
    upload = applied("slug,name\nmot,Một\n")
    make.article("bai", outlet=Outlet.objects.get(slug="mot"))
    opposite = undone(upload)
    assert told(opposite) == ["article “Bài bai” points to a row that would go."]
    assert Outlet.objects.exists()


def test_a_passage_that_facts_cite_cannot_be_undone(db):
    make.article("bai")
    upload = applied("article,kind,number,gist\nbai,paragraph,1,Ý\n", "passages")
    make.agreement("nghe-an", status="draft", passages=[Passage.objects.get()])
    said = "citation “Thỏa thuận nghe-an, Bài bai, paragraph 1” points to a row that would go."
    assert told(undone(upload)) == [said]
    assert Passage.objects.exists()


def test_only_an_administrator_undoes_what_published_new_records(db):
    publisher = make.staff("publisher")
    upload = applied("slug,name,status\nmot,Một,published\n", user=publisher)
    with pytest.raises(NotUndoable, match="which only an administrator deletes"):
        undo(upload, publisher)
    assert undone(upload, make.staff("admin")).state == State.APPLIED
    assert not Outlet.objects.exists()


def test_an_undo_asks_for_the_right_to_delete_what_the_import_created(editor):
    upload = applied("slug,name\nmot,Một\n", user=editor)
    editor.groups.clear()
    for codename in ("add_outlet", "change_outlet"):
        editor.user_permissions.add(Permission.objects.get(codename=codename))
    opposite = undone(upload, editor)
    assert told(opposite) == ["Your rights have changed since: you may no longer do this."]
    assert Outlet.objects.exists()


def test_a_job_that_cannot_be_queued_is_not_left_waiting(db, monkeypatch):
    def away(number):
        raise OperationalError("database is locked")

    upload = planned("slug,name\na,A\n")
    assert confirm(upload, None)
    monkeypatch.setattr(jobs, "SMALL_PLAN", 0)
    monkeypatch.setattr(type(jobs.apply_later), "enqueue", lambda self, number: away(number))
    with pytest.raises(OperationalError):
        jobs.start_applying(upload)
    upload.refresh_from_db()
    assert upload.state == State.FAILED


def test_offices_that_differ_in_case_are_two(db):
    make.person("a", name="A")
    make.partner("vnpt")
    upload = planned("person,partner,title\na,vnpt,Giám đốc X\na,vnpt,giám đốc x\n", "positions")
    assert (told(upload), upload.created) == ([], 2)
