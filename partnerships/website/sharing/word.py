"""A brief as a Word file: the same tables as on its page, on A4, with links and the language of every part."""

import io
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from partnerships.website.pages.brief import Brief, Cell, Table
from records.dates import format_date
from records.spoken import Spoken

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
A4, MARGIN, FONT = (Mm(210), Mm(297)), Mm(14), "Times New Roman"
# In points: how large each style is written, and how far it stands from what is before it.
STYLES = (("Normal", 9, 0), ("Heading 1", 14, 0), ("Heading 2", 10.5, 5))


def written(brief: Brief, address: str, absolute: Callable[[str], str], language: str) -> Iterator[bytes]:
    """The blocks of the file; `address` is where the register shows whom it is about."""
    document = Document()
    _on_a4(document, language)
    properties = document.core_properties
    properties.title, properties.author, properties.language = str(brief.heading), "", LANGUAGES[language]
    document.add_heading(str(brief.heading), 1)
    as_of = _("As of")
    lead = document.add_paragraph(f"{as_of} {format_date(brief.day)}. {brief.lead} ")
    _write(lead, Cell(absolute(address), address), absolute)
    if brief.now:
        became = document.add_paragraph(brief.became)
        for cell in brief.now:
            became.add_run(" ")
            _write(became, cell, absolute)
    for table in brief.tables:
        document.add_heading(table.heading, 2)
        if table.rows:
            _add(document, table, absolute)
        else:
            document.add_paragraph(table.nothing)
        if table.first and table.cut:
            _write(document.add_paragraph(), Cell(table.cut, table.first.way), absolute)
    file = io.BytesIO()
    document.save(file)
    yield file.getvalue()


def _on_a4(document: Any, language: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = A4
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    for name, size, before in STYLES:
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(2)
        style.paragraph_format.line_spacing = 1
    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), LANGUAGES[language])


def _add(document: Any, table: Table, absolute: Callable[[str], str]) -> None:
    made = document.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    made.autofit = False
    for said in (list(map(Cell, table.columns)), *table.rows):
        for cell, text, width in zip(made.add_row().cells, said, table.columns.values(), strict=True):
            cell.width = Mm(width)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            _write(cell.paragraphs[0], text, absolute)
    for cell in made.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True


def _write(paragraph: Any, said: Cell, absolute: Callable[[str], str]) -> None:
    """The parts of a text, each in its language; a link, where there is a way to more of it."""
    link = OxmlElement("w:hyperlink")
    if said.way:
        to = paragraph.part.relate_to(absolute(said.way), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), to)
    for text, language in said.text.parts if isinstance(said.text, Spoken) else [(said.text, "")]:
        run = paragraph.add_run(text)
        if language and language != get_language():
            spoken = OxmlElement("w:lang")
            spoken.set(qn("w:val"), LANGUAGES[language])
            run.element.get_or_add_rPr().append(spoken)
        if said.way:
            run.underline = True
            run.element.addprevious(link)
            link.append(run.element)
