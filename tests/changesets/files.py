"""Files as people and their programs make them, and as nobody should."""

import io
import zipfile

from changesets.plan.source import Fault, Refused
from changesets.readers.sources import sources

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    """A zip of `parts`: name -> content, bytes or text."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def sheet(*rows, after=""):
    """The XML of a sheet with these rows of cells, each cell XML or a text."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = (cell if cell.startswith("<") else inline(cell) for cell in row)
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData>{after}</worksheet>'


def inline(text):
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def workbook_parts(*sheets, states=(), names=(), since_1904=False, formats=(), strings=None):
    """The parts of a workbook. `sheets` are XML; `formats` the number formats of styles 0, 1, 2 ..."""
    numbers = range(1, len(sheets) + 1)
    names, states = list(names) or [f"Sheet{number}" for number in numbers], list(states) or ["visible"] * len(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" state="{state}" r:id="s{number}"/>'
        for number, name, state in zip(numbers, names, states, strict=True)
    )
    related = "".join(
        f'<Relationship Id="s{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    codes = "".join(f'<numFmt numFmtId="{164 + at}" formatCode="{code}"/>' for at, code in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{164 + at}"/>' for at in range(len(formats)))
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f'<workbookPr date1904="{int(since_1904)}"/><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}'
        f'<Relationship Id="x" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="y" Type="{OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId="9"/>'
        f"</cellStyleXfs><cellXfs>{styles}</cellXfs></styleSheet>",
        "xl/sharedStrings.xml": strings or f'<sst xmlns="{MAIN}"/>',
        **{f"xl/worksheets/sheet{number}.xml": xml for number, xml in zip(numbers, sheets, strict=True)},
    }


def workbook(*sheets, **options):
    return zipped(workbook_parts(*sheets, **options))


def read(content, name):
    """The headings of the one table in a file, and its rows by line; faults as the user sees them."""
    (source,) = sources(io.BytesIO(content), name)
    rows = source.read()
    return [rows.headings, *((line, str(row) if isinstance(row, Fault) else row) for line, row in rows)]


def refusal(content, name):
    """Why a file is refused, a line for each problem; it must be."""
    try:
        found = [read_on for source in sources(io.BytesIO(content), name) for read_on in source.read()]
    except Refused as error:
        return str(error)
    raise AssertionError(found)
