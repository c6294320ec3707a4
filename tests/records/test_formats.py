import csv
import io
import json
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from records.columns import Column
from records.tables.formats import FORMATS, download, write
from records.tables.reading import Refused
from records.tables.values import escape, plain, unescape

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
    read = FORMATS[ending]().create_dataset(content)
    return [read.headers, *map(list, read)]


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
        ["dòng 1\ndòng 2", None, "2018-06-01"],
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


@pytest.mark.parametrize("ending", FORMATS)
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


@pytest.mark.parametrize("ending", FORMATS)
@settings(max_examples=40)
@given(text=CELL)
def test_any_text_survives(ending, text):
    content = written(ending, [("a", None, text)])
    assert table(ending, content)[1] == ["a", "", text]


def test_csv_of_any_program_is_read():
    plain_rows = [["slug", "name"], ["nghe-an", "Nghệ An"]]
    text = "slug;name\nnghe-an;Nghệ An\n;\n"
    assert table("csv", text.encode()) == plain_rows
    assert table("csv", text.replace(";", "\t").encode("utf-16")) == plain_rows
    assert table("csv", "\ufeffslug,name,\r\nnghe-an,Nghệ An,".encode()) == plain_rows


def test_lines_are_those_of_the_file():
    assert FORMATS["csv"]().create_dataset(b'slug,note\n"a","1\n2"\n\nb,\n').lines == [2, 5]
    assert FORMATS["json"]().create_dataset(b'[\n\n{"slug": "a",\n "note": 1}, {"slug": "b"}\n]').lines == [3, 4]


def test_json_leaves_out_cells_and_takes_lists():
    read = FORMATS["json"]().create_dataset(b'[{"slug": "a", "names": ["x", "y"]}, {"slug": "b", "value": 1.50}]')
    assert list(read) == [("a", "x;y", None), ("b", None, "1.50")]


def refusal(ending, content):
    with pytest.raises(Refused) as caught:
        FORMATS[ending]().create_dataset(content)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("slug\nThái Bình".encode("cp1258", "replace"), "Line 2: This is not UTF-8 text."),
        (b'slug,name\na,"open\nb,c\n', "Line 2: A quotation mark is not closed, or not doubled inside a cell."),
        (b'slug,name\na,"x"y\n', "Line 2: A quotation mark is not closed, or not doubled inside a cell."),
        (b"", "Line 1: The file is empty: its first line names the columns."),
        (b"slug,,name\n", "Line 1: Column 2 has no heading."),
        (b"slug,slug\n", "Line 1, slug “slug”: This heading stands there twice."),
        (b"slug\n" + b"x" * 200_000, "Line 2: A cell is longer than any of the register."),
        (b"x" * (20 * 1024 * 1024 + 1), "The file is larger than 20 MB."),
    ],
)
def test_csv_is_refused(content, message):
    assert refusal("csv", content).startswith(message)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[{]", "Line 1: This is not JSON."),
        (b"[" * 100_000, "This is not JSON."),
        (b'{"slug": "a"}', "The file must be an array of objects: [{…}, …]."),
        (b'[{"a": 1, "a": 2}]', "An object names a column twice: a, a."),
    ],
)
def test_json_is_refused(content, message):
    assert refusal("json", content) == message


@pytest.mark.parametrize(
    ("ending", "content", "problem"),
    [
        ("csv", b"slug,name\na,b,c\n", "Line 2: The row has more cells than there are headings."),
        ("csv", b"slug,name\na\n", "Line 2: The row has fewer cells than there are headings."),
        ("csv", b"slug,name\na,x\0y\n", "Line 2, name “x\ufffdy”: This holds what is no character."),
        ("json", b'[{"slug": "a\\ud800"}]', "Line 1, slug “a\ufffd”: This holds what is no character."),
        (
            "json",
            b'[{"slug": {"a": 1}}]',
            "Line 1, slug “{'a': '1'}”: A cell holds a text, a number, true, false, null or an array of texts "
            "without “;”.",
        ),
    ],
)
def test_a_bad_row_is_told_with_its_line(ending, content, problem):
    assert [str(found) for found in FORMATS[ending]().create_dataset(content).problems.values()] == [problem]


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_xlsx_cells_become_texts():
    content = workbook(
        ["slug", "a", "b", "c", "d"],
        ["x", 2016, 47.5, True, datetime(2018, 6, 1)],  # noqa: DTZ001 -- as openpyxl reads it
        [None, time(13, 43), 1.0],
    )
    assert table("xlsx", content)[1:] == [["x", "2016", "47.5", "true", "2018-06-01"], ["", "13:43:00", "1", "", ""]]


def test_xlsx_formulas_are_refused_by_row():
    read = FORMATS["xlsx"]().create_dataset(workbook(["slug", "name"], ["a", "=1+1"]))
    assert [str(problem) for problem in read.problems.values()] == [
        "Line 2, name “=1+1”: A formula or an error stands here: paste its value instead."
    ]


def rezipped(content, name, change):
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, change(data) if part == name else data)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
NO_WORKBOOK = "This is not an XLSX workbook that can be read. Save it again, or save it as CSV."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no zip", NO_WORKBOOK),
        (rezipped(workbook(["slug"]), SHEET, lambda xml: xml[:100]), NO_WORKBOOK),
        (rezipped(workbook(["slug"]), SHEET, lambda xml: BOMB + xml), NO_WORKBOOK),
        (
            rezipped(workbook(["slug"]), SHEET, lambda xml: xml + b" " * 2_000_000),
            "The workbook unpacks to more than a table can be.",
        ),
    ],
    ids=["no-zip", "cut", "entities", "zip-bomb"],
)
def test_xlsx_is_refused(content, message, monkeypatch):
    monkeypatch.setattr("records.tables.workbooks.MAX_UNPACKED", 1_000_000)
    assert refusal("xlsx", content) == message


def test_xlsx_that_claims_the_last_row_is_bounded():
    far = b'<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row></sheetData>'
    content = rezipped(workbook(["slug"]), SHEET, lambda xml: xml.replace(b"</sheetData>", far))
    assert table("xlsx", content) == [["slug"]]


@pytest.mark.parametrize(
    ("ending", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("json", "application/json"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_download(ending, content_type):
    response = download(COLUMNS, iter(ROWS), "agreements", ending)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="agreements.{ending}"'
    assert response.getvalue() == written(ending)


def test_download_streams_and_meets_errors_before_it_answers():
    pulled = []

    def rows():
        for number in range(50_000):
            pulled.append(number)
            yield (f"row-{number}", None, None)

    response = download(COLUMNS, rows(), "agreements", "csv")
    assert len(pulled) < 20_000
    lines = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert len(lines) == 50_001
    with pytest.raises(ZeroDivisionError):
        download(COLUMNS, ((1 / 0,) for _ in range(1)), "agreements", "json")


def test_json_numbers_are_numbers():
    assert json.loads(written("json", [("a", None, Decimal("47.000"))])) == [{"slug": "a", "names": [], "value": 47}]
