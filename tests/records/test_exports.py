"""Tables on their way out: workbooks, packages of several tables, names of files, and the command."""

from __future__ import annotations

import csv
import io
import threading
import tracemalloc
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal
from hashlib import sha512
from types import SimpleNamespace

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import QueryDict
from django.utils import translation

from articles.models import Outlet
from records.columns import Column
from records.export import package
from records.export.formats import FORMATS, file_name, write
from records.export.tables import tables
from records.export.xlsx_writer import Sheet, TooLarge, write_workbook
from tests import factories as make

COLUMNS = [Column("slug"), Column("value")]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def made(*rows, headings=("slug", "value"), title="outlets"):
    """The bytes of a workbook of one sheet."""
    file = io.BytesIO()
    write_workbook(file, [Sheet(title, headings, rows)])
    return file.getvalue()


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(content):
    return [[cell.value for cell in row] for row in opened(content).active]


# Workbooks


def test_cells_have_types():
    day = date(2018, 6, 1)
    rows = [
        ("a", 47),
        ("b", Decimal("-47.500")),
        ("c", True),
        ("d", False),
        ("e", day),
        ("f", time(13, 43)),
        ("g", None),
    ]
    sheet = opened(made(*rows, ("h", "2018-06-01"), ("i", "12"))).active
    assert [(cell.value, cell.data_type) for cell in sheet["B"]] == [
        ("value", "s"),
        (47, "n"),
        (-47.5, "n"),
        (True, "b"),
        (False, "b"),
        (datetime(2018, 6, 1), "d"),  # noqa: DTZ001 -- as openpyxl reads it
        ("13:43:00", "s"),
        (None, "n"),
        ("2018-06-01", "s"),
        ("12", "s"),
    ]
    assert sheet["B6"].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("day", [date(1831, 11, 4), date(1900, 2, 28)])
def test_days_that_spreadsheets_disagree_about_are_text(day):
    assert cells(made(("a", day)))[1] == ["a", day.isoformat()]


def test_the_first_day_that_all_agree_about_is_a_day():
    assert cells(made(("a", date(1900, 3, 1))))[1] == ["a", datetime(1900, 3, 1)]  # noqa: DTZ001


def test_numbers_longer_than_a_spreadsheet_keeps_are_text():
    rows = [("a", Decimal("999999999999.999")), ("b", Decimal("9999999999999.999")), ("c", 10**15)]
    assert cells(made(*rows))[1:] == [["a", 999999999999.999], ["b", "9999999999999.999"], ["c", "1000000000000000"]]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "@SUM(A1)",
        "https://example.org/",
        "mailto:a@b.vn",
        "internal:Sheet1!A1",
        "{=1}",
        "<r><t>x</t></r>",
        "<r>&</r>",
    ],
)
def test_texts_are_texts(text):
    """No formula, no link, and none of the markup that XlsxWriter takes from texts."""
    cell = opened(made((text, None))).active["A2"]
    assert (cell.value.removeprefix("'"), cell.data_type, cell.hyperlink) == (text, "s", None)


def test_what_xlsx_would_read_as_a_character_is_written_apart():
    """Excel takes `_x0041_` for A; that openpyxl does not undo this is the reader's business."""
    assert cells(made(("_x0041_", "a\rb"), ("_x1_", "a\x01b")))[1:] == [
        ["_x005F_x0041_", "a_x000D_b"],
        ["_x1_", "a\ufffdb"],
    ]


def test_headings_stay_in_sight_can_be_filtered_and_columns_are_as_wide_as_they_must():
    sheet = opened(made(("a" * 20, "x\ny"), ("b", "x" * 300))).active
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("outlets", "A2", "A1:B3")
    assert [cell.font.bold for row in sheet for cell in row] == [True, True, False, False, False, False]
    assert [round(sheet.column_dimensions[letter].width) for letter in "AB"] == [24, 61]


def test_a_table_without_rows_has_its_headings():
    sheet = opened(made()).active
    assert ([cell.value for cell in sheet[1]], sheet.auto_filter.ref) == (["slug", "value"], "A1:B1")


def test_the_same_rows_are_the_same_bytes(monkeypatch):
    first = made(("a", 1))
    monkeypatch.setattr("time.time", lambda: 2_000_000_000)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    assert made(("a", 1)) == first
    assert opened(first).properties.created == datetime(2000, 1, 1)  # noqa: DTZ001


def test_a_cell_that_is_too_long_is_refused_and_never_cut():
    assert len(cells(made(("a", "x" * 32_767)))[1][1]) == 32_767
    for text in ("x" * 32_768, "=" * 32_767, "𠮷" * 16_384):
        with pytest.raises(TooLarge) as caught:
            made(("a", "b"), ("c", text))
        assert str(caught.value) == (
            "“outlets”, row 3, column value: the text is longer than the 32767 characters that a cell of a workbook "
            "holds. Take CSV or JSON."
        )


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch):
    monkeypatch.setattr("records.export.xlsx_writer.MOST_ROWS", 2)
    assert len(cells(made(("a", 1), ("b", 2)))) == 3
    with pytest.raises(TooLarge) as caught:
        made(("a", 1), ("b", 2), ("c", 3))
    assert str(caught.value) == "“outlets” has more than the 2 rows that a workbook holds: take CSV or JSON."


def test_nothing_is_left_beside_a_workbook(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    b"".join(write("xlsx", COLUMNS, [("a", 1)]))
    with pytest.raises(ZeroDivisionError):
        b"".join(write("xlsx", COLUMNS, ((f"a-{number}", 1 / (500 - number)) for number in range(1000))))
    blocks = write("xlsx", COLUMNS, [("a", 1)])
    next(blocks)
    blocks.close()
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_is_called_by_its_table():
    assert opened(b"".join(write("xlsx", COLUMNS, [], "outlets"))).sheetnames == ["outlets"]


@pytest.mark.parametrize("ending", FORMATS)
def test_memory_is_flat(ending):
    def peak(number):
        rows = ((f"row-{at}", "x" * 500) for at in range(number))
        tracemalloc.start()
        size = sum(map(len, write(ending, COLUMNS, rows)))
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return size, most

    (_size, few), (size, many) = peak(1_000), peak(6_000)  # which are 3 MB
    assert size > 30_000
    assert many < few + 500_000 < 3_000_000


# Names of files


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "agreements_2026-11-22.csv"),
        ("province=hung-yen", "agreements_province-hung-yen_2026-11-22.csv"),
        ("kind=plan&kind=minutes&search=", "agreements_kind-plan-minutes_2026-11-22.csv"),
        (
            "search=Thái+Bình%3B+Đông&signed_from=6/2018",
            "agreements_search-thai-binh-dong_signed-from-6-2018_2026-11-22.csv",
        ),
        ("search=%22../..%2Fetc%5C%0D%0A%22", "agreements_search-etc_2026-11-22.csv"),
        ("search=北京", "agreements_search_2026-11-22.csv"),
        (
            "search=" + "viễn+thông+" * 12,
            f"agreements_{('search' + '-vien-thong' * 12)[:80].strip('-')}_2026-11-22.csv",
        ),
    ],
)
def test_a_file_is_named_by_table_filter_and_day(monkeypatch, query, name):
    # Half past six in the evening in Greenwich is the next day in Viet Nam.
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 21, 18, 30, tzinfo=UTC))
    assert file_name("agreements", dict(QueryDict(query).lists()), "csv") == name


# Several tables


def members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.fixture
def two_outlets(db):
    make.outlet("ictpress", name="ICTPress", url="https://ictpress.vn/")
    make.outlet("nhap", name="Nháp", status="draft")


def outlet_tables(table):
    return [table(Outlet)]


def test_the_office_gets_every_row_and_readers_what_is_public(two_outlets):
    public = members(b"".join(package.as_zip(outlet_tables(package.public_table))))
    office = members(b"".join(package.as_zip(outlet_tables(package.office_table))))
    assert {name: rows_of(content) for name, content in public.items()} == {
        "outlets.csv": [["slug", "name", "url"], ["ictpress", "ICTPress", "https://ictpress.vn/"]]
    }
    assert rows_of(office["outlets.csv"]) == [
        ["slug", "status", "name", "url"],
        ["ictpress", "published", "ICTPress", "https://ictpress.vn/"],
        ["nhap", "draft", "Nháp", ""],
    ]


def test_a_zip_begins_with_its_descriptor_and_is_the_same_bytes_again(two_outlets):
    content = b"".join(package.as_zip(outlet_tables(package.public_table), {"name": "đăng ký"}))
    assert list(members(content)) == ["datapackage.json", "outlets.csv"]
    assert members(content)["datapackage.json"].decode() == '{\n  "name": "đăng ký"\n}'
    assert b"".join(package.as_zip(outlet_tables(package.public_table), {"name": "đăng ký"})) == content


def generated(number):
    """A table of 4 MB for 8,000 rows, half as much packed, made while it is read."""
    texts = ((sha512(f"{at} {part}".encode()).hexdigest() for part in range(4)) for at in range(number))
    rows = ((f"row-{at}", " ".join(text)) for at, text in enumerate(texts))
    columns = COLUMNS
    return SimpleNamespace(
        name="made",
        blocks=lambda ending: write(ending, columns, rows, "made"),
        sheet=lambda: Sheet("made", [column.name for column in columns], rows),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("pack", [package.as_zip, package.as_workbook])
def test_packing_many_rows_takes_little_memory(pack):
    b"".join(pack([generated(200)]))  # what is loaded once
    tracemalloc.start()
    for block in pack([generated(8_000)]):
        assert len(block) < 1_000_000
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3_000_000


def elsewhere(work):
    """Run `work` on another connection and return how it ended."""
    ended = []

    def run():
        try:
            ended.append(work())
        except Exception as error:  # noqa: BLE001 -- told by the test
            ended.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=run)
    other.start()
    other.join(10)
    return ended


@pytest.mark.django_db(transaction=True)
def test_all_tables_are_of_one_moment_and_nobody_waits():
    paper = make.article(outlet=make.outlet())
    names = ["outlets", "articles"]

    def tables_and_an_edit_between():
        yield package.public_table(Outlet)
        assert elsewhere(lambda: type(paper).objects.filter(pk=paper.pk).update(title="Khác")) == [1]
        assert elsewhere(lambda: make.outlet("moi").slug) == ["moi"]
        yield package.public_table(type(paper))

    found = members(b"".join(package.as_zip(tables_and_an_edit_between(), {"name": "x"})))
    assert [[row[0] for row in rows_of(found[f"{name}.csv"])[1:]] for name in names] == [["ictpress"], ["bai-bao"]]
    headings, row = rows_of(found["articles.csv"])
    assert dict(zip(headings, row, strict=True))["title"] == "Bài bai-bao"
    assert not connection.in_atomic_block
    assert Outlet.objects.count() == 2


@pytest.mark.django_db
def test_a_table_past_the_old_bound_of_a_zip_does_not_break_the_stream(monkeypatch):
    make.outlet(name="Báo")
    small = b"".join(package.as_zip([package.public_table(Outlet)]))
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10)  # 2 GiB
    large = b"".join(package.as_zip([package.public_table(Outlet)]))
    assert members(large) == members(small)


@pytest.mark.django_db(transaction=True)
def test_a_download_that_is_given_up_holds_nothing():
    make.outlet()
    blocks = package.as_zip([package.public_table(Outlet)])
    next(blocks)
    assert not connection.in_atomic_block
    blocks.close()
    assert elsewhere(lambda: make.outlet("moi").slug) == ["moi"]


# The command


def export(*args):
    out = io.StringIO()
    call_command("export_records", *map(str, args), stdout=out)
    return out.getvalue()


@pytest.fixture
def register(db):
    make.whole_register()
    make.outlet("nhap", name="Nháp", status="draft")


def test_all_tables_go_into_a_zip(register, tmp_path):
    path = tmp_path / "register.zip"
    printed = export("all", path)
    found = members(path.read_bytes())
    assert list(found) == [f"{name}.csv" for name in tables()]
    assert printed == f"{sum(len(rows_of(content)) - 1 for content in found.values())} rows in {path}\n"
    for name in tables():
        export(name, tmp_path / f"{name}.csv")
        assert found[f"{name}.csv"] == (tmp_path / f"{name}.csv").read_bytes()
    assert rows_of(found["outlets.csv"])[1:] == [
        ["ictpress", "published", "Ictpress", ""],
        ["nhap", "draft", "Nháp", ""],
    ]
    before = path.read_bytes()
    export("all", path)
    assert path.read_bytes() == before


def test_all_tables_go_into_a_workbook(register, tmp_path):
    path = tmp_path / "register.xlsx"
    export("all", path)
    book = opened(path.read_bytes())
    assert book.sheetnames == list(tables())
    assert [[cell.value for cell in row] for row in book["outlets"]] == [
        ["slug", "status", "name", "url"],
        ["ictpress", "published", "Ictpress", None],
        ["nhap", "draft", "Nháp", None],
    ]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("all", "register.csv"), "“register.csv” must end in one of .zip, .xlsx."),
        (("all", "register"), "“register” must end in one of .zip, .xlsx."),
        (("all",), "Name the file: all tables go into a .zip or an .xlsx."),
        (("outlets", "outlets.zip"), "“outlets.zip” must end in one of .csv, .xlsx, .json, .jsonl."),
    ],
)
def test_the_command_says_which_files_it_writes(db, tmp_path, monkeypatch, args, message):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError) as caught:
        export(*args)
    assert str(caught.value) == message
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_said_plainly(two_outlets, tmp_path):
    path = tmp_path / "nowhere" / "outlets.csv"
    with pytest.raises(CommandError) as caught:
        export("outlets", path)
    assert str(caught.value) == f"{path}: No such file or directory"


def test_what_breaks_on_the_way_leaves_the_file_as_it_was(two_outlets, tmp_path, monkeypatch):
    path = tmp_path / "outlets.xlsx"
    export("outlets", path)
    before = path.read_bytes()
    monkeypatch.setattr("records.export.xlsx_writer.MOST_ROWS", 1)
    with pytest.raises(CommandError) as caught:
        export("outlets", path)
    assert str(caught.value) == "“outlets” has more than the 1 rows that a workbook holds: take CSV or JSON."

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CommandError, match="No space left on device"):
        export("outlets", tmp_path / "outlets.csv")
    assert [each.name for each in tmp_path.iterdir()] == ["outlets.xlsx"]
    assert path.read_bytes() == before
