"""Files made to cost: each is refused or read within bounds, and none ends in an error of the program.

The bounds are lowered here where a test of their true size would take seconds; `tracemalloc` sees what is kept.
"""

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changesets.plan.source import Refused
from changesets.readers.sources import sources

from .files import MAIN, inline, read, refusal, sheet, workbook, workbook_parts, zipped

pytestmark = pytest.mark.one_database

MB = 1024 * 1024
BROKEN_BOOK = "This is not an XLSX workbook that can be read. Save it again, or save it as CSV."
BROKEN_FILE = "This workbook or archive is broken, or was not uploaded whole. Save it again."
TOO_MUCH = "The workbook holds more than tables can: delete what is empty around them."
UNPACKS = "The file unpacks to more than tables can be."


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def frugal():
    """Fails if a test keeps more than some megabytes beside the file."""
    tracemalloc.start()
    yield
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40 * MB


def made(size, unit, head=b"", tail=b""):
    return b"".join([head, unit * (size // len(unit)), tail])


# Text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            made(10 * MB, b"x", b"a,b\n1,", b"\n"),
            "Line 2: A cell is longer than any of the register.",
        ),
        (
            made(4 * MB, b"x,y\n", b'a,b\n1,2\n3,"'),
            "Line 3: A quotation mark is not closed, or not doubled inside a cell.",
        ),
        (made(4 * MB, b'"x\n",', b"a,b\n"), "Line 2: A quotation mark is not closed, or not doubled inside a cell."),
        (made(2 * MB, b",", b"a,b\n"), "Line 2: A cell is longer than any of the register."),
        (made(2 * MB, b"x", b"a,"), "Line 1: A cell is longer than any of the register."),
        (b"a\n" + b"1\n" * 200_000, "Line 100002: The file has more than 100000 rows."),
    ],
    ids="cell quote quotes commas heading rows".split(),
)
def test_csv_beyond_bounds(content, message):
    assert refusal(content, "x.csv").startswith(message)


def test_empty_rows_are_counted(monkeypatch):
    for module in ("rows", "csv_reader"):
        monkeypatch.setattr(f"changesets.readers.{module}.MAX_EMPTY", 1000)
    assert refusal(b"\n" * 1001, "x.csv") == "Line 1001: The file has more than 1000 empty rows: delete them."
    assert (
        refusal(b"a,b\n" + b",\r" * 1001, "x.csv") == "Line 1002: The file has more than 1000 empty rows: delete them."
    )
    assert read(b"\n" * 999 + b"a\n" + b"\n" * 1000 + b"b", "x.csv") == [["a"], (2001, ["b"])]


def test_csv_rows_are_told_when_they_are_too_wide_or_their_cells_too_long():
    content = b"a,b\n" + b"," * 500_000 + b"\n" + b",x" * 200 + b"\n" + b"y," + b"x" * 100_001 + b"\n1,2\n"
    assert read(content, "x.csv")[1:] == [
        (3, "Line 3: The row has more cells than there are headings: 201, not 2."),
        (4, f"Line 4, b “{'x' * 80}…”: The cell has more than 100000 characters, and no column takes so many."),
        (5, ["1", "2"]),
    ]


@pytest.mark.usefixtures("frugal")
def test_a_long_csv_is_not_held_in_memory():
    row = ",".join(["Thỏa thuận hợp tác giữa Ủy ban nhân dân tỉnh và Tập đoàn" * 7] * 5) + "\n"
    content = ("a,b,c,d,e\n" + row * 10_000).encode()
    (source,) = sources(io.BytesIO(content), "x.csv")
    tracemalloc.reset_peak()
    held = tracemalloc.get_traced_memory()[0]
    assert sum(len(cells) for _line, cells in source.read()) == 50_000
    assert tracemalloc.get_traced_memory()[1] - held < 8 * MB
    del content, source, row
    tracemalloc.reset_peak()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (made(10 * MB, b'"a":1,', b"[{"), "Line 1: This object is longer than any row of the register."),
        (made(10 * MB, b"x", b'[\n{"a":"'), "Line 2: This object is longer than any row of the register."),
        (b"[" + b"{},\n" * 100_001 + b"{}]", "Line 100001: The file has more than 100000 rows."),
        (b"[{x}," + b'{"a": 1},\n' * 60_000 + b"{}]", "Line 1: This is not JSON."),
        (b'[{"a":' * 100_000, "Line 1: This is not JSON."),
    ],
    ids="pairs text objects early deep".split(),
)
def test_json_beyond_bounds(content, message):
    assert refusal(content, "x.json") == message


def test_json_larger_than_is_held_in_memory():
    assert refusal(made(16 * MB, b" ", b"[{}", b"]"), "x.json") == "The file is larger than 16 MB."


def test_numbers_of_many_digits():
    assert read(b'[{"a": %s}, {"a": 1e999}]' % (b"9" * 100_001), "x.json")[1:] == [
        (1, f"Line 1, a “{'9' * 80}…”: The cell has more than 100000 characters, and no column takes so many."),
        (2, ["1e999"]),
    ]


def test_no_file_is_read_that_is_larger_than_all(monkeypatch):
    for module in ("rows", "sources"):
        monkeypatch.setattr(f"changesets.readers.{module}.MAX_BYTES", 2 * MB)
    for ending in ("csv", "json", "xlsx", "zip", "doc"):
        assert refusal(b"a" * (2 * MB + 1), f"x.{ending}") == "The file is larger than 2 MB."
    packed = zipped({"partners.csv": b"a" * (2 * MB + 1)})
    assert refusal(packed, "x.zip") == "“partners.csv” is larger than 2 MB."


# Containers


def contents_of(count):
    """A zip whose list of contents has `count` entries of nothing."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0)
    listed = b"".join(entry + b"%07d" % number for number in range(count))
    return b"PK\3\4" + listed + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, len(listed), 4, 0)


def lying(name, content, size):
    """A zip with a member that says it has `size` bytes."""
    packed = zipped({name: content})
    true, false = struct.pack("<L", len(content)), struct.pack("<L", size)
    return packed.replace(true, false)


def encrypted(name):
    """A zip whose member has the flag of one with a password."""
    packed = bytearray(zipped({name: "slug\n"}))
    packed[6] |= 1
    packed[packed.index(b"PK\1\2") + 8] |= 1
    return bytes(packed)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PARTS = workbook_parts(sheet(["slug"], ["a"]))
BOOK = zipped(PARTS)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.xls", OLE, "This is a workbook of an old Excel (.xls)."),
        ("x.xlsx", OLE, "This is a workbook of an old Excel (.xls)."),
        ("x.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "This workbook is protected by a password."),
        ("x.xlsm", zipped({**PARTS, "xl/vbaProject.bin": ""}), "This workbook holds macros (.xlsm)."),
        ("x.xlsx", zipped({**PARTS, "xl/vbaProject.bin": ""}), "This workbook holds macros (.xlsm)."),
        ("x.xlsb", zipped({"[Content_Types].xml": "", "xl/workbook.bin": ""}), "This is a binary workbook (.xlsb)."),
        (
            "x.ods",
            zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}),
            "This is an OpenDocument spreadsheet (.ods).",
        ),
        ("x.xlsx", zipped({"[Content_Types].xml": "", "word/document.xml": ""}), "This is a text document."),
        ("x.xlsx", BOOK[:-30], BROKEN_FILE),
        ("x.xlsx", BOOK[:400], BROKEN_FILE),
        ("x.zip", zipped({"partners.csv": "slug\n"})[:-10], BROKEN_FILE),
        ("x.xlsx", b"PK\3\4", BROKEN_FILE),
        ("x.zip", contents_of(1001), UNPACKS),
        ("x.zip", lying("partners.csv", b"slug\n" * 1000, 2**31), UNPACKS),
        ("x.zip", lying("partners.csv", b"slug\n" * 1000, 7), "The zip archive is broken."),
        ("x.xlsx", lying("[Content_Types].xml", b"slug\n" * 1000, 2**31), UNPACKS),
        ("x.zip", encrypted("partners.csv"), "The archive is protected by a password. Upload one without."),
        (
            "x.zip",
            zipped({"partners.csv": "slug\n"}, zipfile.ZIP_LZMA),
            "The archive is packed in an unusual way. Pack it again as an ordinary zip.",
        ),
        ("x.xlsx", zipped({"[Content_Types].xml": ""}), BROKEN_BOOK),
        ("x.xlsx", zipped({"book.xlsx": BOOK}), "This is a zip archive: let its name end in .zip."),
    ],
)
def test_containers_that_are_no_tables(name, content, message):
    assert refusal(content, name).startswith(message)


@pytest.mark.usefixtures("frugal")
def test_a_long_list_of_contents_is_not_read():
    for ending in ("xlsx", "zip"):
        assert refusal(contents_of(100_000), f"x.{ending}") == UNPACKS


def test_a_zip_of_zeros(monkeypatch):
    monkeypatch.setattr("changesets.readers.file_types.MAX_UNPACKED", 3 * MB)
    assert refusal(zipped({"partners.csv": b"\0" * 4 * MB}), "x.zip") == UNPACKS
    assert refusal(zipped({**PARTS, "xl/media/image.png": b"\0" * 4 * MB}), "x.xlsx") == UNPACKS


# Parts of a workbook

SHEET = "xl/worksheets/sheet1.xml"


def book_with(part, content):
    return zipped({**PARTS, part: content})


def sheet_of(xml):
    return book_with(
        SHEET, f"<worksheet xmlns='{MAIN}'><sheetData><row>{inline('a')}</row>{xml}</sheetData></worksheet>"
    )


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'
DEFINES = "The workbook defines entities, which no spreadsheet program does. Save it again in one."


@pytest.mark.parametrize(
    ("part", "content", "message"),
    [
        (SHEET, ENTITIES + PARTS[SHEET].replace(">a<", ">&b;<"), DEFINES),
        (SHEET, OUTSIDE + PARTS[SHEET], DEFINES),
        (SHEET, (f'<?xml version="1.0" encoding="utf-16"?>{ENTITIES}{PARTS[SHEET]}').encode("utf-16"), DEFINES),
        (SHEET, f'<?xml version="1.0" encoding="cp037"?>{PARTS[SHEET]}', BROKEN_BOOK),
        (SHEET, PARTS[SHEET][:100], BROKEN_BOOK),
        (SHEET, PARTS[SHEET].replace("slug", "&amp;#0;").replace("&amp;", "&"), BROKEN_BOOK),
        (SHEET, "", BROKEN_BOOK),
        ("xl/workbook.xml", ENTITIES + PARTS["xl/workbook.xml"], DEFINES),
        ("xl/workbook.xml", PARTS["xl/workbook.xml"].replace("s1", "s2"), BROKEN_BOOK),
        (
            "xl/_rels/workbook.xml.rels",
            PARTS["xl/_rels/workbook.xml.rels"].replace("sheet1", "../../../x"),
            BROKEN_BOOK,
        ),
        ("_rels/.rels", "<Relationships/>", BROKEN_BOOK),
    ],
)
def test_parts_that_are_broken_or_worse(part, content, message):
    assert refusal(book_with(part, content), "x.xlsx") == message


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ("<x>" * 100_000, TOO_MUCH),
        (f"<x y='{'z' * 10 * MB}'/>", TOO_MUCH),
        ("".join(f"<x{number}/>" for number in range(6_000)), TOO_MUCH),
        ("".join(f"<x y{number}=''/>" for number in range(6_000)), TOO_MUCH),
        ("<!--" + "<x>" * 1_500_000 + "-->", TOO_MUCH),
        ("<row>" + "<c><is><x/></is></c>" * 14_000 + "</row>", TOO_MUCH),
        ("<row><c><is>" + f"<t>{'z' * 900_000}</t>" * 12 + "</is></c></row>", TOO_MUCH),
        ("<row>" + "<c/>" * 17_000 + "</row>", BROKEN_BOOK),
        ("<row>" + "<c><v>1</v></c>" * 17_000 + "</row>", BROKEN_BOOK),
        ("<row><c><c/></c></row>", BROKEN_BOOK),
        ("<row><c><v><v/></v></c></row>", BROKEN_BOOK),
        ("<row r='9'/><row r='9'/>", BROKEN_BOOK),
        ("<row r='1048577'/>", BROKEN_BOOK),
        ("<row r='x'/>", BROKEN_BOOK),
        ("<row r='2'><c r='B2'><v>1</v></c><c r='A2'><v>1</v></c></row>", BROKEN_BOOK),
        ("<row r='2'><c r='ABCD2'><v>1</v></c></row>", BROKEN_BOOK),
        ("<row r='2'><c r='XFE2'><v>1</v></c></row>", BROKEN_BOOK),
        ("<row r='2'><c s='x'><v>1</v></c></row>", BROKEN_BOOK),
        ("<row r='2'><c t='b'><v>x</v></c></row>", BROKEN_BOOK),
    ],
)
@pytest.mark.usefixtures("frugal")
def test_sheets_that_no_program_writes(xml, message):
    assert refusal(sheet_of(xml), "x.xlsx") == message


def test_elements_are_counted(monkeypatch):
    monkeypatch.setattr("changesets.readers.xlsx_reader.MAX_ELEMENTS", 2000)
    assert refusal(sheet_of("<row/>" * 2001), "x.xlsx") == TOO_MUCH
    strings = f"<sst xmlns='{MAIN}'>{'<si/>' * 2001}</sst>"
    shared = workbook(sheet(["a"], ["<c t='s'><v>0</v></c>"]), strings=strings)
    assert refusal(shared, "x.xlsx") == TOO_MUCH
    assert read(sheet_of("<row/>" * 1900), "x.xlsx") == [["a"]]


def test_a_far_cell_is_told_and_not_counted_up_to():
    xml = "<dimension ref='A1:XFD1048576'/><row r='1048576'><c r='XFD1048576'><v>7</v></c></row>"
    assert read(sheet_of(xml), "x.xlsx") == [
        ["a"],
        (
            1_048_576,
            "Line 1048576: Cell XFD1048576: It stands beside the table, which has 100 columns at most.",
        ),
    ]


def test_a_sheet_that_says_it_has_a_million_columns():
    xml = PARTS[SHEET].replace(
        "<sheetData>", "<dimension ref='A1:ZZZZZ99999999'/><cols><col min='1' max='999999999'/></cols><sheetData>"
    )
    assert read(book_with(SHEET, xml), "x.xlsx") == [["slug"], (2, ["a"])]


@pytest.mark.usefixtures("frugal")
def test_strings_of_millions():
    cells = "<row><c t='s'><v>0</v></c></row><row><c t='s'><v>2999</v></c></row>"
    strings = f"<sst xmlns='{MAIN}'><si><t>{'x' * 20 * MB}</t></si>{'<si><t>abc</t></si>' * 2_999}</sst>"
    content = zipped(
        {
            **PARTS,
            SHEET: f"<worksheet xmlns='{MAIN}'><sheetData><row>{inline('a')}</row>{cells}</sheetData></worksheet>",
            "xl/sharedStrings.xml": strings,
        }
    )
    del strings
    tracemalloc.reset_peak()
    assert read(content, "x.xlsx")[1:] == [
        (2, f"Line 2, a “{'x' * 80}…”: The cell has more than 100000 characters, and no column takes so many."),
        (3, ["abc"]),
    ]


def test_styles_of_thousands():
    formats = ["General"] * 3000 + ["dd/mm/yyyy"]
    cell = "<c s='3000'><v>43252</v></c>"
    assert read(workbook(sheet(["a"], [cell]), formats=formats), "x.xlsx") == [["a"], (2, ["2018-06-01"])]
    beyond = "<c s='3001'><v>43252</v></c>"
    assert refusal(workbook(sheet(["a"], [beyond]), formats=formats), "x.xlsx") == BROKEN_BOOK


# Whatever else


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, len(BOOK) - 1), byte=st.integers(0, 255))
def test_a_workbook_with_one_byte_changed_is_read_or_refused(at, byte):
    read_or_refused(BOOK[:at] + bytes([byte]) + BOOK[at + 1 :], "x.xlsx")


@given(content=st.binary(max_size=200), name=st.sampled_from(["x.csv", "x.json", "x.xlsx", "x.zip", "x.xls", "x"]))
def test_any_bytes_are_read_or_refused(content, name):
    read_or_refused(content, name)


@given(
    text=st.text(st.sampled_from("a,;\t\"\n\r'= [{}]:1éß\ufeff\0"), max_size=40),
    name=st.sampled_from(["x.csv", "x.json"]),
)
def test_any_text_is_read_or_refused(text, name):
    read_or_refused(text.encode(), name)


def read_or_refused(content, name):
    try:
        for source in sources(io.BytesIO(content), name):
            for _row in source.read():
                pass
    except Refused:
        pass


def test_a_damaged_member_is_refused():
    packed = bytearray(zipped({"partners.csv": "slug\n" + "".join(f"{zlib.crc32(b'%d' % n)}\n" for n in range(5000))}))
    packed[2000] ^= 0xFF
    assert refusal(bytes(packed), "x.zip") == "The zip archive is broken. Pack it again, and upload it whole."
