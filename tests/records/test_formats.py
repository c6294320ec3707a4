import csv
import io
import json
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from changesets.readers.sources import sources
from records import dates
from records.columns import Column
from records.export.formats import FORMATS, download, write
from records.export.values import escape, plain, unescape

COLUMNS = [Column("slug"), Column("names", many=True), Column("value")]
ROWS = [
    ("nghe-an", "VNPT;Tập đoàn “A”, B", Decimal("-47.500")),
    ("=1+1", None, None),
    ("'x", "@a", True),
    ("dòng 1\ndòng 2", "", date(2018, 6, 1)),
]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def written(ending, rows=ROWS, columns=COLUMNS):
    return b"".join(write(ending, columns, rows))


def table(ending, content):
    (source,) = sources(io.BytesIO(content), f"table.{ending}")
    rows = source.read()
    return [rows.headings, *(cells for _line, cells in rows)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (Decimal("47.000"), "47"),
        (Decimal("-0.500"), "-0.5"),
        (Decimal("0.000"), "0"),
        (Decimal("1000.000"), "1000"),
        (Decimal("9999999999999.999"), "9999999999999.999"),
        (date(2018, 6, 1), "2018-06-01"),
        (time(13, 43), "13:43:00"),
        (3, "3"),
    ],
)
def test_plain_is_canonical(value, text):
    assert plain(value) == text


@pytest.mark.parametrize("start", "=+-@\t\r＝＋－＠'")
def test_escape_marks_every_beginning_of_a_formula(start):
    assert escape(f"{start}cmd") == f"'{start}cmd"
    assert unescape(escape(f"{start}cmd")) == f"{start}cmd"


@given(st.text())
def test_escape_is_reversible_and_leaves_no_formula(text):
    marked = escape(text)
    assert unescape(marked) == text
    assert not marked.startswith(tuple("=+-@\t\r＝＋－＠"))


def test_csv_bytes():
    assert written("csv").decode() == (
        "\ufeffslug,names,value\r\n"
        'nghe-an,"VNPT;Tập đoàn “A”, B",-47.5\r\n'
        "'=1+1,,\r\n"
        "''x,'@a,true\r\n"
        '"dòng 1\ndòng 2",,2018-06-01\r\n'
    )


def test_json_bytes():
    assert written("json").decode() == (
        "[\n"
        '{"slug": "nghe-an", "names": ["VNPT", "Tập đoàn “A”, B"], "value": -47.5},\n'
        '{"slug": "=1+1", "names": [], "value": null},\n'
        '{"slug": "\'x", "names": ["@a"], "value": true},\n'
        '{"slug": "dòng 1\\ndòng 2", "names": [], "value": "2018-06-01"}\n'
        "]\n"
    )
    assert written("json", rows=[]) == b"[]\n"


def test_xlsx_cells():
    sheet = openpyxl.load_workbook(io.BytesIO(written("xlsx"))).active
    assert [[cell.value for cell in row] for row in sheet] == [
        ["slug", "names", "value"],
        ["nghe-an", "VNPT;Tập đoàn “A”, B", -47.5],
        ["'=1+1", None, None],
        ["''x", "'@a", True],
        ["dòng 1\ndòng 2", None, datetime(2018, 6, 1)],  # noqa: DTZ001 -- as openpyxl reads it
    ]
    assert all(cell.data_type != "f" for row in sheet for cell in row)
    assert [cell.font.bold for cell in sheet[1]] == [True, True, True]
    assert sheet.freeze_panes == "A2"


def test_xlsx_does_not_tell_the_time(monkeypatch):
    first = written("xlsx")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000)
    assert written("xlsx") == first


def test_xlsx_keeps_long_numbers_and_replaces_what_xml_cannot_hold():
    content = written("xlsx", [("a\x01b", None, Decimal("9999999999999.999"))])
    assert table("xlsx", content)[1] == ["a\ufffdb", "", "9999999999999.999"]


READ = [ending for ending in FORMATS if ending != "jsonl"]  # lines of JSON go out to programs alone


@pytest.mark.parametrize("ending", READ)
def test_what_is_written_is_read_back(ending):
    assert table(ending, written(ending)) == [
        ["slug", "names", "value"],
        ["nghe-an", "VNPT;Tập đoàn “A”, B", "-47.5"],
        ["=1+1", "", ""],
        ["'x", "@a", "true"],
        ["dòng 1\ndòng 2", "", "2018-06-01"],
    ]


# XML knows no control characters and one kind of line end; the fields keep neither NUL nor CR.
CELL = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff") | st.just("\n"))


@pytest.mark.parametrize("ending", READ)
@given(text=CELL)
def test_any_text_survives(ending, text):
    content = written(ending, [("a", None, text)])
    assert table(ending, content)[1] == ["a", "", text]


@pytest.mark.parametrize(
    ("ending", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/json"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_download(rf, ending, content_type):
    response = download(rf.get("/"), COLUMNS, iter(ROWS), "agreements", ending)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="agreements_{dates.today()}.{ending}"'
    assert response.getvalue() == b"".join(write(ending, COLUMNS, ROWS, "agreements"))


def test_download_streams_and_meets_errors_before_it_answers(rf):
    pulled = []

    def rows():
        for number in range(50_000):
            pulled.append(number)
            yield (f"row-{number}", None, None)

    head = download(rf.head("/"), COLUMNS, rows(), "agreements", "csv")
    assert (pulled, head.getvalue()) == ([], b"")
    response = download(rf.get("/"), COLUMNS, rows(), "agreements", "csv")
    assert 0 < len(pulled) < 20_000
    lines = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert len(lines) == 50_001
    with pytest.raises(ZeroDivisionError):
        download(rf.get("/"), COLUMNS, ((1 / 0,) for _ in range(1)), "agreements", "json")


def test_json_numbers_are_numbers():
    assert json.loads(written("json", [("a", None, Decimal("47.000"))])) == [{"slug": "a", "names": [], "value": 47}]
