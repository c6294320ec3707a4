"""XLSX read: cells as they are meant, sheets and members as the tables that they are."""

import io

import openpyxl
import pytest
from django.utils import translation

from changesets.readers.sources import sources

from .files import MAIN, read, refusal, sheet, workbook, workbook_parts, zipped


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def cell(value, kind="n", style=0):
    return f'<c t="{kind}" s="{style}"><v>{value}</v></c>'


def one(cell_xml, **options):
    """The one cell of a workbook, or why it is refused."""
    (_headings, (_line, told)) = read(workbook(sheet(["a"], [cell_xml]), **options), "x.xlsx")
    return told if isinstance(told, str) else told[0]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("2016", "2016"),
        ("-3", "-3"),
        ("47.5", "47.5"),
        ("1.1000000000000001", "1.1"),
        ("-0.0", "0"),
        ("1E+20", "100000000000000000000"),
        ("1.5E-3", "0.0015"),
        ("12345678901234567", "12345678901234567"),
        ("43252", "43252"),
        ("1e999", "Line 2, a “1e999”: This is no number."),
        ("nan", "Line 2, a “nan”: This is no number."),
        ("1_000", "Line 2, a “1_000”: This is no number."),
        ("٣", "Line 2, a “٣”: This is no number."),
    ],
)
def test_numbers(number, text):
    assert one(cell(number)) == text


NO_DAY = "This is shown as a date, and there is no such day: write the date as a text."
NO_YEAR = "This date is shown without its year: write it in full, such as 27/10/2017."


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("dd/mm/yyyy", "43252", "2018-06-01"),
        ("dd/mm/yy", "43252", "2018-06-01"),
        ("[$-42A]dd mmmm yyyy;@", "43252", "2018-06-01"),
        ("&quot;ngày&quot; d &quot;tháng&quot; m &quot;năm&quot; yyyy", "43252", "2018-06-01"),
        ("mmm-yy", "43252", "2018-06"),
        ("mm/yyyy", "43266", "2018-06-15"),
        ("yyyy", "43101", "2018"),
        ("yyyy", "43252", "2018-06-01"),
        ("d-mmm", "43252", f"Line 2, a “43252”: {NO_YEAR}"),
        ("dd/mm/yyyy hh:mm", "43252.57152777778", "2018-06-01T13:43:00"),
        ("h:mm AM/PM", "0.57152777778", "13:43:00"),
        ("[h]:mm", "1.5", "Line 2, a “1.5”: This is shown as a duration: write it as a number or a text."),
        ("[Red]0.00", "47.5", "47.5"),
        ("#,##0&quot; đồng&quot;", "1000", "1000"),
        ("General", "43252", "43252"),
        ("00", "4", "04"),
        ("00000", "273", "00273"),
        ("0", "4", "4"),
        (
            "0%",
            "0.5",
            "Line 2, a “0.5”: This is shown as a percentage: "
            "write the number itself, such as 50, in the format “General”.",
        ),
        ("dd/mm/yyyy", "59", "1900-02-28"),
        ("dd/mm/yyyy", "60", f"Line 2, a “60”: {NO_DAY}"),
        ("dd/mm/yyyy", "61", "1900-03-01"),
        ("dd/mm/yyyy", "-1", f"Line 2, a “-1”: {NO_DAY}"),
        ("dd/mm/yyyy", "2958465", "9999-12-31"),
        ("dd/mm/yyyy", "2958466", f"Line 2, a “2958466”: {NO_DAY}"),
    ],
)
def test_numbers_are_what_their_format_shows(code, number, text):
    assert one(cell(number), formats=[code]) == text


def test_workbooks_that_count_from_1904():
    assert one(cell("41790"), formats=["dd/mm/yyyy"], since_1904=True) == "2018-06-01"
    assert one(cell("60"), formats=["dd/mm/yyyy"], since_1904=True) == "1904-03-01"


@pytest.mark.parametrize(
    ("cell_xml", "text"),
    [
        (cell("1", "b"), "true"),
        (cell("0", "b"), "false"),
        (cell("2018-06-01T00:00:00", "d"), "2018-06-01"),
        (cell("13:43:00", "d"), "13:43:00"),
        (cell("2018-02-30", "d"), f"Line 2, a “2018-02-30”: {NO_DAY}"),
        (cell("'=1+1", "str"), "=1+1"),
        (cell("a_x000D_b_x005F_x0041_", "str"), "a\rb_x0041_"),
        (cell("a_xD800_", "str"), "Line 2, a “a\ufffd”: This holds what is no character."),
        ("<c t='inlineStr'><is><r><t>Thái</t></r><r><t xml:space='preserve'> Bình</t></r></is></c>", "Thái Bình"),
        ("<c t='inlineStr'><is><t>漢</t><rPh sb='0' eb='1'><t>かん</t></rPh></is></c>", "漢"),
        (cell("#N/A", "e"), "Line 2, a “#N/A”: An error stands here: put the value itself, or nothing."),
        (
            "<c><f>SUM(A1:A9)</f><v>45</v></c>",
            "Line 2, a “=SUM(A1:A9)”: A formula stands here: copy the column and paste its values.",
        ),
        (
            "<c><f t='shared' si='0'/><v>4</v></c>",
            "Line 2, a “=”: A formula stands here: copy the column and paste its values.",
        ),
        (
            cell("x" * 100_001, "str"),
            f"Line 2, a “{'x' * 80}…”: The cell has more than 100000 characters, and no column takes so many.",
        ),
    ],
)
def test_cells_of_every_type(cell_xml, text):
    assert one(cell_xml) == text


def test_shared_strings():
    strings = f"<sst xmlns='{MAIN}'><si><t>Nghệ An</t></si><si/><si><r><t>a</t></r><r><t>b</t></r></si></sst>"
    rows = read(workbook(sheet(["a"], [cell(0, "s")], [cell(1, "s")], [cell(2, "s")]), strings=strings), "x.xlsx")
    assert rows == [["a"], (2, ["Nghệ An"]), (4, ["ab"])]
    broken = "This is not an XLSX workbook that can be read. Save it again, or save it as CSV."
    for number in ("3", "-1", "x"):
        assert refusal(workbook(sheet(["a"], [cell(number, "s")]), strings=strings), "x.xlsx") == broken


def test_rows_and_cells_that_are_left_out():
    rows = '<row r="3"><c r="B3" t="str"><v>b</v></c><c r="D3" t="str"><v>d</v></c></row>'
    rows += '<row r="5"><c r="A5"/><c r="C5" t="str"><v> </v></c></row>'
    rows += '<row r="9"><c r="B9"><v>1</v></c></row><row><c r="D10"><v>2</v></c></row>'
    parts = workbook_parts(f"<x:worksheet xmlns:x='{MAIN}'><sheetData>{rows}</sheetData></x:worksheet>")
    assert refusal(zipped(parts), "x.xlsx") == "Line 3: Column 1 has no heading.\nLine 3: Column 3 has no heading."
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace('"B3"', '"A3"').replace("D3", "B3")
    assert read(zipped(parts), "x.xlsx") == [
        ["b", "d"],
        (9, ["", "1"]),
        (10, "Line 10: The row has more cells than there are headings: 4, not 2."),
    ]


MERGED = "Cells {0} are merged: unmerge them, and fill in each."


def test_merged_cells_are_refused_by_their_range():
    def merged(*ranges):
        return f"<mergeCells>{''.join(f'<mergeCell ref={each!r}/>' for each in ranges)}</mergeCells>"

    heads = sheet(["slug", '<c r="B1"/>', "name"], ["a", "b", "c"], after=merged("A1:B1"))
    assert refusal(workbook(heads), "x.xlsx") == (
        f"Line 1: Column 2 has no heading.\nLine 1, slug “A1:B1”: {MERGED.format('A1:B1')}"
    )
    body = sheet(["slug", "name"], ["a", "b"], ["", "c"], after=merged("A2:A3", "F1:G9", "B7:B9"))
    assert refusal(workbook(body), "x.xlsx") == f"Line 2, slug “A2:A3”: {MERGED.format('A2:A3')}"


def test_rows_that_are_read_before_a_merge_is_found_are_counted():
    (source,) = sources(
        io.BytesIO(workbook(sheet(["a"], ["b"], after='<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'))), "x.xlsx"
    )
    rows = source.read()
    assert rows.headings == ["a"]
    with pytest.raises(Exception, match="merged") as caught:
        list(rows)
    assert caught.value.rows == 2


def test_a_workbook_of_openpyxl_is_read():
    book = openpyxl.Workbook()
    for row in (["slug", "n"], ["a", 1.5], [None, True]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    assert read(file.getvalue(), "X.XLSX") == [["slug", "n"], (2, ["a", "1.5"]), (3, ["", "true"])]


# The tables of a file


def found(content, name):
    """What each table of a file holds, by the name it goes by, and the notes on them."""
    listed = sources(io.BytesIO(content), name)
    opened = {(each.table, each.label): each.read() for each in listed}
    notes = {rows.note for rows in opened.values()}
    return {names: [cells for _line, cells in rows] for names, rows in opened.items()}, notes


EMPTY = sheet()


def test_the_first_sheet_that_shows_anything_is_the_table():
    book = workbook(
        sheet(["hidden"], ["x"]),
        EMPTY,
        sheet(["slug"], ["a"]),
        sheet(["slug"], ["b"]),
        sheet(["very"], ["x"]),
        names=["Old", "Empty", "First", "Second", "Deep"],
        states=["hidden", "visible", "visible", "visible", "veryHidden"],
    )
    note = "Only the first sheet is read, “First”, not: Second. Hidden sheets are not read: Old, Deep."
    assert found(book, "b.xlsx") == ({("", "b.xlsx"): [["a"]]}, {note})


def test_a_sheet_for_each_table():
    names = ["partners", " People ", "Sheet3", "agreements"]
    sheets = [sheet(["slug"], ["vnpt"]), sheet(["slug"], ["an"]), EMPTY]
    states = ["visible", "visible", "visible", "hidden"]
    assert found(workbook(*sheets, sheet(["slug"], ["x"]), names=names, states=states), "all.xlsx") == (
        {("partners", "sheet partners"): [["vnpt"]], ("people", "sheet  People "): [["an"]]},
        {"Hidden sheets are not read: agreements."},
    )


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["partners", "agreement"], "There is no table “agreement”. Did you mean “agreements”?"),
        (["partners", "Partners"], "The table “partners” is in the file twice."),
    ],
)
def test_a_sheet_that_is_no_table_beside_one_that_is(names, message):
    content = workbook(sheet(["slug"], ["a"]), sheet(["slug"], ["b"]), names=names)
    assert refusal(content, "all.xlsx").startswith(message)


def test_a_workbook_without_anything():
    message = "The workbook has no visible sheet that holds anything."
    assert refusal(workbook(EMPTY, sheet(["slug"]), states=["visible", "hidden"]), "x.xlsx") == message


def test_a_zip_with_a_file_for_each_table():
    content = zipped(
        {
            "README.md": "",
            "datapackage.json": "{}",
            "__MACOSX/._partners.csv": "\0",
            ".DS_Store": "\0",
            "partners.csv": "slug\nvnpt\n",
            "People.JSON": '[{"slug": "an"}]',
            "agreements.xlsx": workbook(sheet(["slug"], ["hop-tac"])),
            "areas.csv": "slug\n" + "x" * 90 + "\n" * 5_000,
        }
    )
    assert found(content, "all.zip")[0] == {
        ("partners", "partners.csv"): [["vnpt"]],
        ("people", "People.JSON"): [["an"]],
        ("agreements", "agreements.xlsx"): [["hop-tac"]],
        ("areas", "areas.csv"): [["x" * 90]],
    }


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"agreement.csv": "slug\n"}, "There is no table “agreement”. Did you mean “agreements”?"),
        ({"partners.csv": "slug\n", "partners.json": "[]"}, "The table “partners” is in the file twice."),
        ({"a/partners.csv": "slug\n"}, "“a/partners.csv” lies in a folder: put the files into the zip without one."),
        ({"/partners.csv": "slug\n"}, "“/partners.csv” lies in a folder: put the files into the zip without one."),
        ({"../partners.csv": ""}, "“../partners.csv” lies in a folder: put the files into the zip without one."),
        ({"a\\partners.csv": ""}, "“a\\partners.csv” lies in a folder: put the files into the zip without one."),
        ({"partners.zip": zipped({})}, "“partners.zip” is no table: a zip holds files such as agreements.csv."),
        ({"partners": "slug\n"}, "“partners” is no table: a zip holds files such as agreements.csv."),
        ({}, "The zip holds no table: it should hold files such as agreements.csv."),
        ({"partners.csv": zipped({"x": ""})}, "This is a zip archive: let its name end in .zip."),
        ({"partners.csv": ""}, "Line 1: The file is empty: its first line names the columns."),
    ],
)
def test_a_zip_that_holds_no_tables_of_the_register(parts, message):
    assert refusal(zipped(parts), "all.zip").startswith(message)


def test_each_reading_starts_anew_and_minds_no_other():
    for content, name in [
        (b"slug\na\nb\n", "x.csv"),
        (b'[{"slug": "a"}, {"slug": "b"}]', "x.json"),
        (workbook(sheet(["slug"], ["a"], ["b"])), "x.xlsx"),
        (zipped({"partners.csv": b"slug\na\nb\n"}), "x.zip"),
    ]:
        file = io.BytesIO(content)
        (source,) = sources(file, name)
        first, second = iter(source.read()), iter(source.read())
        assert [next(each)[1] for each in (first, second, second, first)] == [["a"], ["a"], ["b"], ["b"]]
        assert not file.closed
