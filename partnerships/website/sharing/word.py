"""A brief as a Word file: the same tables as on its page, on A4."""

import io
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from partnerships.website.pages.brief import Brief, Table
from records.dates import format_date

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
A4, MARGIN, FONT = (Mm(210), Mm(297)), Mm(14), "Times New Roman"
# In points: how large each style is written, and how far it stands from what is before it.
STYLES = (("Normal", 9, 0), ("Heading 1", 14, 0), ("Heading 2", 10.5, 5))


def written(brief: Brief, address: str, language: str) -> bytes:
    """The bytes of the file; `address` is where the register shows whom it is about."""
    document = Document()
    _on_a4(document, language)
    document.core_properties.title, document.core_properties.author = brief.heading, ""
    document.add_heading(brief.heading, 1)
    as_of = _("As of")
    document.add_paragraph(f"{as_of} {format_date(brief.day)}. {brief.lead} {address}")
    for table in brief.tables:
        document.add_heading(table.heading, 2)
        if table.rows:
            _add(document, table)
        else:
            document.add_paragraph(table.nothing)
        if table.cut:
            document.add_paragraph(table.cut)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


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


def _add(document: Any, table: Table) -> None:
    made = document.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    made.autofit = False
    for texts in (table.columns, *([said.text for said in row] for row in table.rows)):
        for cell, text, width in zip(made.add_row().cells, texts, table.columns.values(), strict=True):
            cell.width, cell.text = Mm(width), text
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    for cell in made.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
