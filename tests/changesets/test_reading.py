"""What staff bring back from their spreadsheets, read as it is meant, or refused with the place and the remedy."""

import json
import unicodedata

import pytest
from django.utils import translation

from changesets.plan.source import Fault

from .files import read, refusal, sheet, workbook, zipped

pytestmark = pytest.mark.one_database


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


ROWS = [["slug", "name"], (2, ["nghe-an", "Nghệ An"]), (3, ["vnpt", "Tập đoàn"])]
TEXT = "slug,name\nnghe-an,Nghệ An\nvnpt,Tập đoàn\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        b"\xef\xbb\xbf" + TEXT.encode("utf-8-sig"),
        ("\ufeff\ufeff" + TEXT.replace("slug", '"slug"')).encode(),
        ("\ufeff" + TEXT).encode("utf-16-le"),
        ("\ufeff" + TEXT).encode("utf-16-be"),
        ("\ufeff\ufeff" + TEXT).encode("utf-16-le"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\r\n", 1).replace("An\n", "An\r").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode("utf-16"),
        TEXT.replace(",", ",,").replace("slug,,", "slug,").replace(",,", ",").encode(),
        TEXT.replace("slug,name", " slug , name ,,").replace("An\n", "An,,\n").replace("àn\n", "àn,,").encode(),
        TEXT.rstrip("\n").encode(),
    ],
    ids="plain bom bom-twice bom-twice-and-quote utf-16-le utf-16-be utf-16-bom-twice crlf cr mixed semicolon "
    "tab same trailing-cells no-last-line-end".split(),
)
def test_csv_of_any_program_is_read(content):
    assert read(content, "partners.csv") == ROWS


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sep=;\nslug;name\na;b,c\n", [["slug", "name"], (3, ["a", "b,c"])]),
        ('\ufeffSEP=\t\r\n"slug"\tname\r\na\tb\r\n', [["slug", "name"], (3, ["a", "b"])]),
        ('"a, b, c, d";name\nx;y\n', [["a, b, c, d", "name"], (2, ["x", "y"])]),
        ('"a\nb",c;d\n1,2\n', [["a\nb", "c;d"], (3, ["1", "2"])]),
        ("\n\n,,\nslug,name\n\n , \na,b\n", [["slug", "name"], (7, ["a", "b"])]),
        ('slug,name\n"a","1\n2"\n\nb,\n', [["slug", "name"], (2, ["a", "1\n2"]), (5, ["b", ""])]),
        ('slug,name\r"a","1\r2"\rb,\r', [["slug", "name"], (2, ["a", "1\r2"]), (4, ["b", ""])]),
        ('slug,name\na,x"y""z\n', [["slug", "name"], (2, ["a", 'x"y""z'])]),
        ('slug,name\na,"x""y"\n', [["slug", "name"], (2, ["a", 'x"y'])]),
        (
            "slug,name\na,'=1+1\nb,''x\nc,=1\n",
            [["slug", "name"], (2, ["a", "=1+1"]), (3, ["b", "'x"]), (4, ["c", "=1"])],
        ),
        ("slug,error,name\na,was wrong,b\n", [["slug", "name"], (2, ["a", "b"])]),
        ("Slug\nx\n", [["Slug"], (2, ["x"])]),
        ("slug\n", [["slug"]]),
        ("slug\n30/02/2018\n", [["slug"], (2, ["30/02/2018"])]),
    ],
)
def test_csv_is_read_exactly(text, rows):
    assert read(text.encode(), "partners.csv") == rows


def test_decomposed_text_is_read():
    decomposed = unicodedata.normalize("NFD", TEXT)
    assert decomposed != TEXT
    assert read(decomposed.encode(), "partners.csv")[1:] == [
        (line, [unicodedata.normalize("NFD", cell) for cell in cells]) for line, cells in ROWS[1:]
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Line 1: The file is empty: its first line names the columns."),
        (b"\xef\xbb\xbf", "Line 1: The file is empty: its first line names the columns."),
        (b"\r\n\n\r\r\n", "Line 1: The file is empty: its first line names the columns."),
        (b"slug,,name\n", "Line 1: Column 2 has no heading."),
        (b"\nslug, slug\n", "Line 2, slug: This heading stands there twice."),
        (",".join(f"c{n}" for n in range(101)).encode(), "Line 1: The file has more than 100 columns."),
        (
            b'slug,name\na,b\nc,"open\nb,c\n',
            "Line 3: A quotation mark is not closed, or not doubled inside a cell.",
        ),
        (
            b'slug,name\n"x" y,b\n',
            "Line 2: A quotation mark is not closed, or not doubled inside a cell.",
        ),
        (
            b'slug,name,note\na,"the "big" one",c\n',
            "Line 2: A quotation mark is not closed, or not doubled inside a cell.",
        ),
        (TEXT.encode("utf-32"), "This is UTF-32 text. Save it as UTF-8; in Excel that is “CSV UTF-8”."),
        (
            b"slug,name\na,b\n".decode().encode("utf-16-le"),
            "This looks like UTF-16 without its mark. Save it as UTF-8; in Excel that is “CSV UTF-8”.",
        ),
        (TEXT.encode()[:-3], "Line 3: The file breaks off in the middle of a character. Upload it whole."),
        (
            ("\ufeff" + TEXT).encode("utf-16-le")[:-1],
            "Line 3: The file breaks off in the middle of a character. Upload it whole.",
        ),
        (
            b"slug,name\r\na,b\r\nc,\xa4\xff\xfe\xfd\n",
            "Line 3: This is not UTF-8 text. In Excel, save the sheet as “CSV UTF-8”.",
        ),
    ],
)
def test_csv_is_refused(content, message):
    assert refusal(content, "partners.csv") == message


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("x.csv", b"a,b\n1,2,3\n", "Line 2: The row has more cells than there are headings: 3, not 2."),
        ("x.csv", b"a,b\n1\n", "Line 2: The row has fewer cells than there are headings: 1, not 2."),
        ("x.csv", b"a,b\n1,x\0y\n", "Line 2, b “x\ufffdy”: This holds what is no character."),
        ("x.json", b'[{"a": "x\\ud800"}]', "Line 1, a “x\ufffd”: This holds what is no character."),
        ("x.json", b'[{"a": 1,\n"a": 2}]', "Line 1, a: The object names this column twice."),
        *(
            (
                "x.json",
                b'[\n{"a": %s}]' % value,
                f"Line 2, a “{shown}”: "
                "A cell holds a text, a number, true, false, null or an array of texts without “;”.",
            )
            for value, shown in [
                (b'{"b": 1}', "{…}"),
                (b"[[1]]", "[…]"),
                (b'["x;y"]', '["x;y"]'),
                (b"NaN", "NaN"),
                (b"-Infinity", "-Infinity"),
            ]
        ),
    ],
)
def test_a_bad_row_is_told_and_the_next_is_read(name, content, problem):
    good = b',\n\n{"a": "c"}]' if name.endswith("json") else b"c,d\n"
    content = content[:-1] + good if name.endswith("json") else content + good
    (_headings, (_line, told), (_next, cells)) = read(content, name)
    assert (told, cells[0]) == (problem, "c")


def test_long_values_are_cut_where_they_are_told():
    assert Fault(1, "a", "x" * 300, "").value == "x" * 80 + "…"


# Encodings

SENTENCE = "Cộng hòa xã hội chủ nghĩa Việt Nam: thỏa thuận hợp tác giữa Ủy ban nhân dân tỉnh và Tập đoàn"
# As the keyboards of the time wrote it.
TCVN3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam: tháa thuËn hîp t¸c gi÷a ñy ban nh©n d©n tØnh vµ TËp ®oµn"
VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam: thoûa thuaän hôïp taùc giöõa UÛy ban nhaân daân tænh vaø Taäp ñoaøn"
WINDOWS_1258 = SENTENCE.translate(str.maketrans({"ộ": "ô\u0323", "ò": "o\u0300", "ủ": "u\u0309", "ĩ": "i\u0303",
    "ệ": "ê\u0323", "ỏ": "o\u0309", "ậ": "â\u0323", "ợ": "ơ\u0323", "ữ": "ư\u0303", "Ủ": "U\u0309", "ỉ": "i\u0309",
    "ã": "a\u0303"})).encode("cp1258")  # fmt: skip
BY_UNIKEY = "Convert it to Unicode with UniKey, and save it as “CSV UTF-8” or XLSX."
HINTS = {
    "TCVN3": "This is TCVN3 (ABC), not Unicode: “hßa” stands for “hòa”. " + BY_UNIKEY,
    "VNI": "This is VNI, not Unicode: “Coäng” stands for “Cộng”. " + BY_UNIKEY,
    "1258": "This is Windows-1258, not Unicode: “Côòng” stands for “Cộng”. "
    "Open it with “Data › From Text/CSV” and file origin 1258, and save it as “CSV UTF-8”.",
    "UTF-8": "This is UTF-8 (Windows-1252), not Unicode: “Cá»™ng” stands for “Cộng”. "
    "Open the original again with “Data › From Text/CSV” and file origin 65001 (UTF-8).",
}
DOUBLE_UTF8 = "".join(bytes([byte]).decode("cp1252", "replace") for byte in SENTENCE.encode())


@pytest.mark.parametrize(
    ("content", "hint"),
    [(TCVN3.encode("latin-1"), "TCVN3"), (VNI.encode("latin-1"), "VNI"), (WINDOWS_1258, "1258")],
)
def test_bytes_of_old_encodings_are_refused_by_name(content, hint):
    assert refusal(b"slug,title\na,b\nc," + content + b"\n", "agreements.csv") == f"Line 3: {HINTS[hint]}"


@pytest.mark.parametrize(
    ("text", "hint"),
    [(TCVN3, "TCVN3"), (VNI, "VNI"), (WINDOWS_1258.decode("cp1252"), "1258"), (DOUBLE_UTF8, "UTF-8")],
)
@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_old_encodings_saved_as_unicode_are_refused_by_name(text, hint, ending):
    rows = [["slug", "title"], ["a", "plain"], ["c", text]]
    objects = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    content = {
        "csv": "\n".join(map(",".join, rows)).encode(),
        "xlsx": workbook(sheet(*rows)),
        "json": json.dumps(objects, indent=0).encode(),
    }[ending]
    assert refusal(content, f"agreements.{ending}").endswith(f"title “{text[:80].rstrip()}…”: {HINTS[hint]}")


@pytest.mark.parametrize(
    "names",
    [
        ["Siemens Österreich", "Société Générale", "Müller & Söhne", "Nokia Göteborg på två språk"],
        ["Crédit Agricole", "Où être né", "Française d’électricité", "Théâtre de l’Hôtel Dieu"],
        ["Tập đoàn “Viễn thông” © 2018 – 50 m²", "Cà phê ½ giá", "Công ty Ç × 3 § 4"],
        ["Tập đoàn “VNPT”", SENTENCE, "Céng hßa", SENTENCE],
        [*["VNPT"] * 60, "TØnh Th¸i B×nh", *["VNPT"] * 60],
    ],
    ids=["german", "french", "signs", "a name", "a row"],
)
def test_names_of_other_languages_are_text(names):
    content = "\n".join(["slug,name", *(f"x,{name}" for name in names)]).encode()
    assert [cells for _line, cells in read(content, "partners.csv")[1:]] == [["x", name] for name in names]


def test_one_row_in_an_old_encoding_is_told():
    rows = read("\n".join(["slug,name", *["a,Tập đoàn"] * 60, f"b,{TCVN3}", "c,d"]).encode(), "partners.csv")
    assert rows[-2:] == [(62, f"Line 62, name “{TCVN3[:80]}…”: {HINTS['TCVN3']}"), (63, ["c", "d"])]


# JSON


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            '[{"slug": "a", "names": ["x", "y"]},\n\n {"slug": "b",\n "value": 1.50}, {"slug": "c"}]\n',
            [["slug", "names", "value"], (1, ["a", "x;y", None]), (3, ["b", None, "1.50"]), (4, ["c", None, None])],
        ),
        (
            '[\r\n{"a": true},\r\n{"a": false},\r{"a": null, "b": 1}]',
            [["a", "b"], (2, ["true", None]), (3, ["false", None]), (4, ["", "1"])],
        ),
        ('[{"a": 1e999}, {"a": -0.10}]', [["a"], (1, ["1e999"]), (2, ["-0.10"])]),
        ('[{"a": %s}]' % ("9" * 5000), [["a"], (1, ["9" * 5000])]),
        (
            '[{"a": "\'=1+1"}, {"a": "=1+1"}, {"a": "x\\ny"}, {"a": "\\ud83d\\ude00"}]',
            [["a"], (1, ["'=1+1"]), (2, ["=1+1"]), (3, ["x\ny"]), (4, ["😀"])],
        ),
        ('[{"a": 1}, {}, {"a": ""}, {" b ": 2, "error": 3}]', [["a", "b"], (1, ["1", None]), (4, [None, "2"])]),
        ("[]", [[]]),
        (" [ ] \n", [[]]),
        ("[{}]", [[]]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_is_read_exactly(text, rows, encoding):
    assert read(text.encode(encoding), "partners.json") == rows


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": "x"}\n\n{"b": ["y", "z"],\r\n "a": 1.50}\n', [["a", "b"], (1, ["x", None]), (3, ["1.50", "y;z"])]),
        ('{"a": "x"}\n[{"a": "y"}]', "Line 2: Each line must be an object: {…}."),
        ('{"a": "x"} {"a": "y"}', "Line 1: Each line must be an object: {…}."),
        ('{"a": "x"}\n{"a": ', "Line 2: This is not JSON."),
        ("", "The file is empty: its first line names the columns."),
    ],
)
def test_json_lines_are_read_exactly(text, found):
    content = text.encode()
    assert (refusal if isinstance(found, str) else read)(content, "partners.jsonl") == found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[{]", "Line 1: This is not JSON."),
        ('[{"a": 1}\n{"a": 2}]', "Line 2: This is not JSON."),
        ('[{"a": 1},\n{"a": 2},\n]', "Line 3: The file must be an array of objects: [{…}, …]."),
        ('[{"a": 1}]\n\n[]', "Line 3: This is not JSON."),
        ('[{"a": 1},\n{"a":\n "x]', "Line 3: This is not JSON."),
        ('[{"a": "x\ny"}]', "Line 1: This is not JSON."),
        ('[{"a": 1}', "Line 1: This is not JSON."),
        ('[\n{"a": ' + "[" * 100_000, "Line 2: This is not JSON."),
        ("[" * 100_000, "Line 1: The file must be an array of objects: [{…}, …]."),
        ('{"slug": "a"}', "Line 1: The file must be an array of objects: [{…}, …]."),
        ('{"a": 1}\n{"a": 2}\n', "Line 1: The file must be an array of objects: [{…}, …]."),
        ("[1, 2]", "Line 1: The file must be an array of objects: [{…}, …]."),
        ('[{"a": 1}, null]', "Line 1: The file must be an array of objects: [{…}, …]."),
        ('[{"": 1}]', "Line 1: Column 1 has no heading."),
        ('[{"a": 1}, {"a": 2, " ": 3}]', "Line 1: Column 2 has no heading."),
        ('[{"a": 1, "\\u0000": 2}]', "Line 1: Column 2 has no heading."),
        ('[{"a": 1, " a": 2}]', "Line 1, a: This heading stands there twice."),
        (json.dumps([{f"c{n}": 1 for n in range(101)}]), "Line 1: The file has more than 100 columns."),
        ("", "The file is empty: its first line names the columns."),
    ],
)
def test_json_is_refused(text, message):
    assert refusal(text.encode(), "partners.json") == message


def test_lines_of_long_json_are_right():
    text = "[\r\n" + ",\r\n\r\n".join('{"a":\r\n"%s"}' % ("x" * length) for length in range(60)) + "\r\n]\r\n"
    assert [line for line, _cells in read(text.encode(), "x.json")[1:]] == [5 + 3 * row for row in range(59)]


# What the file is


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0", "This is an image, not a table."),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n\0\0", "This is an image, not a table."),
        ("a.json", b"%PDF-1.7\n", "This is a PDF document, not a table."),
        ("a.csv", b'[{"slug": "a"}]', "This is JSON: let its name end in .json."),
        ("a.json", b"slug,name\n", "This is text, such as CSV: let its name end in .csv."),
        ("a.xlsx", b"slug,name\n", "This is text, such as CSV: let its name end in .csv."),
        ("a.zip", b"slug,name\n", "This is text, such as CSV: let its name end in .csv."),
        ("a.csv", workbook(sheet(["slug"])), "This is an XLSX workbook: let its name end in .xlsx."),
        ("a.zip", workbook(sheet(["slug"])), "This is an XLSX workbook: let its name end in .xlsx."),
        ("a.xlsx", zipped({"partners.csv": "slug\n"}), "This is a zip archive: let its name end in .zip."),
        ("a.txt", b"slug\n", "This is text, such as CSV: let its name end in .csv."),
        ("a", b"slug\n", "This is text, such as CSV: let its name end in .csv."),
        (
            "a.csv",
            b"\xef\xbb\xbf\n<html><table><tr><td>slug</table>",
            "This is a web page or XML. Open it in Excel and save it as “Excel Workbook (*.xlsx)”.",
        ),
        (
            "a.csv",
            b"\x1f\x8b\x08",
            "This is a packed file. Unpack it, and upload the table itself or a zip of tables.",
        ),
        ("a.xlsx", b"", "The file is empty: its first line names the columns."),
    ],
)
def test_a_file_of_another_kind_is_told_what_it_is(name, content, message):
    assert refusal(content, name) == message
