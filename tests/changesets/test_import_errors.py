"""Refused files: what is wrong, row by row, and the file that goes back to be mended."""

import io
import json

import pytest
from openpyxl import load_workbook

from changesets.models import Import
from people.models import Person

from .files import sheet, workbook, zipped
from .uploading import SPOILED, at, book, content_of, messages_of, read, shown, signed_in, upload

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

State = Import.State


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor():
    return signed_in("editor")


# Refusals, and the file that goes back


def test_a_refused_file_says_line_column_value_and_reason(editor):
    found = upload(editor, "people.csv", SPOILED)
    assert (found.state, found.refused, found.created) == (State.REFUSED, 3, 1)
    context = shown(editor, found, show="refused")
    rows = [
        (row["line"], row["key"], [(e["column"], e["value"], e["message"]) for e in row["problems"]])
        for row in context["preview"]["rows"]
    ]
    assert rows == [
        (3, "", [("slug", "", "This may not be empty: the row is found by it.")]),
        (
            4,
            "tran-b",
            [("status", "sai", "“sai” is none of these: draft; in_review (in review); published; withdrawn.")],
        ),
        (6, "", [("", "", "The row has fewer cells than there are headings: 2, not 4.")]),
    ]
    assert context["offers"] == {"again"}
    text = read(editor, at("change", found.pk))
    assert "The file is refused. Nothing is written." in text
    assert "3 – Slug slug This may not be empty: the row is found by it." in text
    assert not Person.objects.exists()


def test_the_file_with_its_errors_is_the_file_with_one_more_column_and_is_taken_once_mended(editor):
    found = upload(editor, "people.csv", SPOILED)
    response = editor.get(at("errors", found.pk))
    assert response.headers["content-disposition"] == 'attachment; filename="people-errors.csv"'
    content = content_of(response).decode("utf-8-sig")
    assert content == (
        "error,slug,name,status,description\r\n"
        ",le-a,Lê A,draft,'=1+1\r\n"
        "slug: This may not be empty: the row is found by it.,,Không tên,draft,x\r\n"
        "status: “sai” is none of these: draft; in_review (in review); published; withdrawn.,"
        'tran-b,"Trần, B",sai,"hai\ndòng"\r\n'
        '"The row has fewer cells than there are headings: 2, not 4.",thieu,Thiếu\r\n'
    )
    mended = (
        content.replace(",,Không", ",khong,Không").replace(",sai,", ",draft,").replace("Thiếu\r\n", "Thiếu,draft,\r\n")
    )
    again = upload(editor, "people-errors.csv", mended)
    assert (again.state, again.created, again.refused) == (State.PLANNED, 4, 0)
    editor.post(at("confirm", again.pk))
    assert Person.objects.get(slug="le-a").description == "=1+1"


def test_an_error_file_that_is_uploaded_as_it_is_gives_the_same_error_file(editor):
    first = content_of(editor.get(at("errors", upload(editor, "people.csv", SPOILED).pk))).decode()
    second = content_of(editor.get(at("errors", upload(editor, "people.csv", first).pk))).decode()
    # Its own column counts as one.
    assert second == first.replace("2, not 4", "3, not 5")


def test_lines_of_json_come_back_as_lines(editor):
    found = upload(editor, "people.jsonl", '{"slug": "a", "name": "A"}\n{"slug": "", "name": "B"}\n')
    lines = content_of(editor.get(at("errors", found.pk))).decode().splitlines()
    reason = "slug: This may not be empty: the row is found by it."
    assert [json.loads(line) for line in lines] == [
        {"error": "", "slug": "a", "name": "A"},
        {"error": reason, "slug": "", "name": "B"},
    ]


def cells_of(content):
    read_back = load_workbook(io.BytesIO(content), read_only=True)
    return {
        sheet.title: [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
        for sheet in read_back.worksheets
    }


def test_a_workbook_comes_back_as_a_workbook_whatever_is_wrong_with_its_rows(editor):
    people = [
        ["slug", "name"],
        ["le-a", "Lê A"],
        ["=A2", "=B2", "bên cạnh"],
        ["c", "C", "thừa"],
        ["d", "D", *[""] * 148, "xa"],
    ]
    found = upload(editor, "register.xlsx", book(people=people, topics=[["slug", "label_vi"], ["ha-tang", "Hạ tầng"]]))
    response = editor.get(at("errors", found.pk))
    assert response.headers["content-disposition"] == 'attachment; filename="register-errors.xlsx"'
    assert cells_of(content_of(response)) == {
        "people": [
            ["error", "slug", "name"],
            ["le-a", "Lê A"],
            ["slug: A formula stands here: copy the column and paste its values.", "'=A2", "'=B2", "bên cạnh"],
            ["The row has more cells than there are headings: 3, not 2.", "c", "C", "thừa"],
            ["Cell EU5: It stands beside the table, which has 100 columns at most.", "d", "D", "xa"],
        ],
        "topics": [
            ["error", "slug", "label_vi"],
            ["label_en: A new row needs this column.", "ha-tang", "Hạ tầng"],
        ],
    }


def test_a_formula_comes_back_as_the_value_that_it_showed(editor):
    day = "<c s='1'><f>TODAY()</f><v>43252</v></c>"
    rows = [
        ["slug", "name", "description"],
        ["le-a", "<c t='str'><f>UPPER(A2)</f><v>LÊ A</v></c>", day],
        ["le-b", "<c t='str'><f t='shared' si='0'/><v>LÊ B</v></c>", "<c><f>1/0</f></c>"],
        ["le-c", "<c t='e'><f>NA()</f><v>#N/A</v></c>", "x"],
    ]
    found = upload(editor, "people.xlsx", workbook(sheet(*rows), formats=["0", "dd/mm/yyyy"]))
    told = "name: A formula stands here: copy the column and paste its values."
    assert list(cells_of(content_of(editor.get(at("errors", found.pk)))).values()) == [
        [
            ["error", "slug", "name", "description"],
            [told, "le-a", "LÊ A", "2018-06-01"],
            [told, "le-b", "LÊ B", "'=1/0"],
            [told, "le-c", "'=NA()", "x"],
        ]
    ]


def test_a_zip_comes_back_as_a_workbook_and_json_as_json(editor):
    found = upload(editor, "all.zip", zipped({"people.csv": SPOILED, "topics.json": "[]"}))
    response = editor.get(at("errors", found.pk))
    assert response.headers["content-disposition"] == 'attachment; filename="all-errors.xlsx"'
    assert [len(rows) for rows in cells_of(content_of(response)).values()] == [5, 1]

    rows = [{"slug": "le-a", "status": "sai", "names": ["A", "B"]}, {"slug": "b", "name": "B"}]
    found = upload(editor, "people.json", json.dumps(rows))
    assert json.loads(content_of(editor.get(at("errors", found.pk)))) == [
        {
            "error": "status: “sai” is none of these: draft; in_review (in review); published; withdrawn. "
            "name: A new row needs this column.",
            "slug": "le-a",
            "status": "sai",
            "names": "A;B",
        },
        {"error": "", "slug": "b", "name": "B"},
    ]


def test_headings_that_are_wrong_are_told_at_once_and_in_the_file_with_errors(editor):
    found = upload(editor, "people.csv", "slug,nam,version\na,A,1\n")
    context = shown(editor, found)
    assert [(each["table"], each["line"], each["column"], each["message"]) for each in context["problems"]] == [
        ("People", 1, "nam", "There is no such column. Did you mean “name”?"),
        ("People", 1, "version", "This column is not imported: the register keeps it itself."),
    ]
    assert context["summary"][0]["absent"] is None
    assert content_of(editor.get(at("errors", found.pk))).decode("utf-8-sig") == (
        "error,slug,nam,version\r\n"
        "nam: There is no such column. Did you mean “name”? "
        "version: This column is not imported: the register keeps it itself.,a,A,1\r\n"
    )


def test_a_column_that_is_there_twice_comes_back_as_it_stands(editor):
    found = upload(editor, "people.csv", "slug,name,name\na,A,B\nb,B,C\n")
    assert content_of(editor.get(at("errors", found.pk))).decode("utf-8-sig") == (
        "error,slug,name,name\r\nname: This heading stands there twice.,a,A,B\r\n,b,B,C\r\n"
    )


def test_a_file_that_breaks_off_has_no_file_with_errors(editor):
    found = upload(editor, "people.csv", 'slug,name\na,A\nb,"B\n')
    assert (found.state, editor.get(at("errors", found.pk)).status_code) == (State.REFUSED, 404)


def test_what_no_workbook_holds_is_said_and_no_error(editor):
    rows = f"slug,name,description\na,A,{'x' * 40_000}\n"
    found = upload(editor, "all.zip", zipped({"people.csv": rows}))
    response = editor.get(at("errors", found.pk), follow=True)
    (message,) = messages_of(response)
    assert "longer than the 32767 characters that a cell of a workbook holds" in message


def test_a_row_of_any_width_comes_back(editor):
    rows = f"slug,name\na,A{',x' * 500}\n"
    found = upload(editor, "all.zip", zipped({"people.csv": rows}))
    (_headings, row) = cells_of(content_of(editor.get(at("errors", found.pk))))["people"]
    assert row[:3] == ["The row has more cells than there are headings: 502, not 2.", "a", "A"]
    assert len(row) == 102
