import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from articles.models import Outlet
from changesets.models import Import
from records.export.tables import tables
from tests import factories as make

pytestmark = pytest.mark.django_db

NO_ADDRESS = "This is no web address: write it as https://example.vn/page."


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def run(*args):
    """What a command prints, and its exit code."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*map(str, args), stdout=out, stderr=err)
    except SystemExit as exit_:
        return out.getvalue(), err.getvalue(), exit_.code
    return out.getvalue(), err.getvalue(), 0


def test_export_prints_csv_without_a_file():
    make.outlet(url="https://ictpress.vn/")
    assert run("export_records", "outlets") == (
        "\ufeffslug,status,name,url\r\nictpress,published,Ictpress,https://ictpress.vn/\r\n",
        "",
        0,
    )


@pytest.mark.parametrize("ending", ["csv", "xlsx", "JSON", "jsonl"])
def test_export_and_import_by_the_ending_of_the_file(tmp_path, ending):
    make.outlet()
    path = tmp_path / f"outlets.{ending}"
    assert run("export_records", "outlets", path) == (f"1 row in {path}\n", "", 0)
    Outlet.objects.update(name="Khác")
    assert run("import_records", "outlets", path) == ("0 created, 1 updated, 0 unchanged, 0 refused.\n", "", 0)
    assert Outlet.objects.get().name == "Ictpress"
    trace = Outlet.history.first()
    upload = Import.objects.get()
    assert (trace.history_user, trace.history_change_reason) == (None, f"import {upload.pk}: outlets.{ending}")


def csv_file(tmp_path, text):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def report(*args):
    out, _err, code = run("import_records", *args, "--json")
    return json.loads(out), code


def test_json_report_of_an_import(tmp_path):
    make.outlet(name="ICT")
    path = csv_file(tmp_path, "slug,name\nictpress,ICT\nmoi,Báo Mới\n")
    expected = {"created": 1, "updated": 0, "unchanged": 1, "refused": 0, "applied": True, "errors": []}
    assert report("outlets", path, "--dry-run") == ({**expected, "applied": False}, 0)
    assert Outlet.objects.count() == 1
    assert report("outlets", path) == (expected, 0)
    assert Outlet.objects.count() == 2


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_json_report_of_a_refusal(tmp_path, options):
    path = csv_file(tmp_path, "slug,name,url\nmoi,Báo Mới,\nict,ICT,nowhere\n")
    error = {"line": 3, "column": "url", "value": "nowhere", "message": NO_ADDRESS}
    assert report("outlets", path, *options) == (
        {"created": 1, "updated": 0, "unchanged": 0, "refused": 1, "applied": False, "errors": [error]},
        1,
    )
    assert not Outlet.objects.exists()


def test_json_report_of_refused_headings_and_files(tmp_path):
    path = csv_file(tmp_path, "slug,nam\nmoi,Báo Mới\nict,ICT\n")
    message = "There is no such column. Did you mean “name”?"
    error = {"line": 1, "column": "nam", "value": "nam", "message": message}
    counts = {"created": 0, "updated": 0, "unchanged": 0, "refused": 2, "applied": False}
    assert report("outlets", path) == ({**counts, "errors": [error]}, 1)
    path = csv_file(tmp_path, 'slug,name\nmoi,"Báo Mới\n')
    message = "A quotation mark is not closed, or not doubled inside a cell."
    error = {"line": 2, "column": "", "value": "", "message": message}
    assert report("outlets", path) == ({**counts, "refused": 1, "errors": [error]}, 1)
    path = csv_file(tmp_path, "slug,name,name\nmoi,Báo Mới,\n,,\nict,ICT,\n")
    error = {"line": 1, "column": "name", "value": "name", "message": "This heading stands there twice."}
    assert report("outlets", path) == ({**counts, "errors": [error]}, 1)


def test_json_report_where_there_is_nothing_to_read(tmp_path):
    counts = {"created": 0, "updated": 0, "unchanged": 0, "refused": 0, "applied": False}
    no_table = "There is no table “outlet”. Did you mean “outlets”? The tables are: " + ", ".join(tables()) + "."
    no_file = f"{tmp_path}/none.csv: No such file or directory"
    for table, path, value, message in (
        ("outlet", "x.csv", "outlet", no_table),
        ("outlets", tmp_path / "none.csv", str(tmp_path / "none.csv"), no_file),
    ):
        error = {"line": 0, "column": "", "value": value, "message": message}
        assert report(table, path) == ({**counts, "errors": [error]}, 1)


def test_people_are_told_in_sentences(tmp_path):
    path = csv_file(tmp_path, "slug,name,url\nict,ICT,nowhere\n")
    assert run("import_records", "outlets", path) == (
        "0 created, 0 updated, 0 unchanged, 1 refused.\nNothing was written.\n",
        f"Line 2, Address (url) “nowhere”: {NO_ADDRESS}\n",
        1,
    )
    path = csv_file(tmp_path, "slug,name\nict,ICT\n")
    assert run("import_records", "outlets", path, "--dry-run") == (
        "1 created, 0 updated, 0 unchanged, 0 refused.\nNothing was written: this was a trial.\n",
        "",
        0,
    )


@pytest.mark.parametrize("command", ["import_records", "export_records"])
def test_unknown_table(command):
    with pytest.raises(CommandError) as caught:
        call_command(command, "agrements", "x.csv")
    assert str(caught.value) == (
        f"There is no table “agrements”. Did you mean “agreements”? The tables are: {', '.join(tables())}."
    )
    with pytest.raises(CommandError, match=r"There is no table “xyz”\. The tables are: agreements, "):
        call_command(command, "xyz", "x.csv")


def test_a_trial_leaves_no_import_behind(tmp_path):
    report("outlets", csv_file(tmp_path, "slug,name\nict,ICT\n"), "--dry-run")
    report("outlets", csv_file(tmp_path, "slug,nam\nict,ICT\n"))
    assert not Import.objects.exists()


def test_all_tables_leave_and_come_back_in_one_file(tmp_path):
    make.whole_register()
    path = tmp_path / "register.zip"
    rows = sum(model.objects.count() for model in tables().values())
    assert run("export_records", "all", path) == (f"{rows} rows in {path}\n", "", 0)
    unchanged = {"created": 0, "updated": 0, "unchanged": rows, "refused": 0, "applied": True, "errors": []}
    assert report("all", path) == (unchanged, 0)
    assert report("all", csv_file(tmp_path, "slug,name\nict,ICT\n"))[0]["errors"] == [
        {"line": 0, "column": "", "value": "table.csv", "message": "Say which table this is: the file does not."}
    ]


@pytest.mark.one_database
def test_every_table_leaves_and_comes_back_as_json_lines(tmp_path):
    make.whole_register()
    for name, model in tables().items():
        path = tmp_path / f"{name}.jsonl"
        run("export_records", name, path)
        told, status = report(name, path)
        assert (told["unchanged"], told["errors"], status) == (model.objects.count(), [], 0), name


def test_warnings_go_to_stderr_and_hinder_nothing(tmp_path):
    make.person("pham-duc-long", name="Phạm Đức Long")
    path = csv_file(tmp_path, "slug,name\nle-a,Lê A\npham-d-long,Phạm Đức Long\n")
    warning = "Warning: Line 3: It goes by almost the same name as another: is it the same? (Phạm Đức Long)\n"
    assert run("import_records", "people", path, "--dry-run")[1:] == (warning, 0)
    out, err, code = run("import_records", "people", path, "--json")
    assert (list(json.loads(out)), err, code) == (
        ["created", "updated", "unchanged", "refused", "applied", "errors"],
        warning,
        0,
    )


def test_cells_that_clear_are_told_and_columns_are_named_as_typed_or_as_pages_name_them(tmp_path):
    make.person("le-a", name="Lê A", description="Giám đốc")
    path = csv_file(tmp_path, "slug,description\nle-a,\n")
    said = "People: 1 cell is empty in the file and not in the register: its value is deleted.\n"
    assert run("import_records", "people", path, "--dry-run")[1:] == (said, 0)
    path = csv_file(tmp_path, "slug,Họ tên,status\nle-a,,sai\n".replace("Họ tên", "Tên"))
    assert run("import_records", "people", path, "--dry-run")[1].splitlines()[:2] == [
        "Line 2, Status (status) “sai”: “sai” is none of these: draft; in_review (in review); published; withdrawn.",
        "Line 2, Tên (name): This cell may not be empty.",
    ]


def test_a_file_of_headings_only_is_told(tmp_path):
    path = csv_file(tmp_path, "slug,name\n")
    assert run("import_records", "people", path)[1:] == ("The file has headings and no rows.\n", 0)


def test_unknown_ending(tmp_path):
    with pytest.raises(CommandError, match=r"“x.xls” must end in one of"):
        call_command("export_records", "outlets", "x.xls")
    path = tmp_path / "x.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (error,) = report("outlets", path)[0]["errors"]
    assert ".xlsx" in error["message"]


def test_missing_file():
    with pytest.raises(CommandError, match=r"nowhere.csv: No such file or directory"):
        call_command("import_records", "outlets", "nowhere.csv")


def test_an_empty_workbook_is_of_all_tables(tmp_path):
    with pytest.raises(CommandError, match=r"^--empty is for all tables in one workbook"):
        call_command("export_records", "people", tmp_path / "people.csv", "--empty")
    assert not (tmp_path / "people.csv").exists()
