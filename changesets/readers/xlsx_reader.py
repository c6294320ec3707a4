"""XLSX read: the sheets of a workbook, strictly and within bounds. Why by our own hand: docs/adr/0010."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from changesets.limits import MAX_COLUMNS, MAX_ELEMENTS, MAX_PARTS, MAX_STRINGS, MAX_STYLES
from changesets.plan.source import Cells, Fault, Refused, refused

from .file_types import open_archive, refuse_unless
from .merged_cells import MAX_MERGES, filled
from .number_formats import Shown, Unclear, digits_of, iso_text, number_text, shown_by
from .rows import Rows, bound, is_title
from .xml_parts import decoded, elements, local_name, plain_text, refusing_what_is_broken, too_much

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of any spreadsheet
_MERGES_SHOWN = 10


def read_xlsx(file: BinaryIO) -> Rows:
    """Read the first visible sheet that holds anything."""
    book = Workbook(file)
    sheets = book.filled()
    return book.rows(sheets[0], book.note(sheets))


class Sheet(NamedTuple):
    name: str
    part: str
    hidden: bool


class Workbook:
    """A workbook and what its sheets share. Its file stays open; each reading of a sheet starts anew."""

    def __init__(self, file: BinaryIO, *, merged: bool = False) -> None:
        """Find the sheets. `merged`: merged cells are filled; else they are refused."""
        bound(file)
        refuse_unless(file, "xlsx")
        self._file, self.merged = file, merged
        self.epoch: datetime = WINDOWS_EPOCH
        self.sheets: list[Sheet] = []
        with refusing_what_is_broken():
            main = dict(self._related("").values())["officeDocument"]
            related = self._related(main)
            self._parts = dict(related.values())
            for name, element in self._elements(main):
                if name == "workbookPr" and element.get("date1904") in {"1", "true", "on"}:
                    self.epoch = MAC_EPOCH
                elif name == "sheet":
                    kind, part = related[next(value for key, value in element.items() if local_name(key) == "id")]
                    if kind == "worksheet":  # a chart may be a sheet of its own
                        hidden = element.get("state", "visible") != "visible"
                        self.sheets.append(Sheet(element.attrib["name"], part, hidden))
            if len(self.sheets) > MAX_PARTS:
                raise too_much()

    def rows(self, sheet: Sheet, note: str = "") -> Rows:
        return Rows(self._records(sheet), note)

    def note(self, filled: Sequence[Sheet]) -> str:
        """What to say of the sheets when only the first of the `filled` ones is read."""
        first, *others = filled
        message = _("Only the first sheet is read, “%(first)s”, not: %(names)s.")
        also = message % {"first": first.name, "names": ", ".join(sheet.name for sheet in others)} if others else ""
        return f"{also} {self.hidden_note()}".strip()

    def hidden_note(self) -> str:
        hidden = [sheet.name for sheet in self.sheets if sheet.hidden]
        return _("Hidden sheets are not read: %(names)s.") % {"names": ", ".join(hidden)} if hidden else ""

    def filled(self) -> list[Sheet]:
        """The visible sheets that hold anything; what cannot be read is something."""
        filled = [sheet for sheet in self.sheets if not sheet.hidden and next(self._records(sheet), None)]
        if not filled:
            raise refused(_("The workbook has no visible sheet that holds anything."))
        return filled

    def _elements(self, part: str, most: int = 100_000) -> Iterator[tuple[str, Element]]:
        with open_archive(self._file) as archive, archive.open(part) as opened:
            yield from elements(opened, most)

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """The kind and the name of the parts that `part` refers to, by its keys for them."""
        folder, name = posixpath.split(part)
        # A target is relative to the part that refers to it, or begins with “/”.
        return {
            element.attrib["Id"]: (
                element.attrib["Type"].rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, element.attrib["Target"])).lstrip("/"),
            )
            for tag, element in self._elements(posixpath.join(folder, "_rels", f"{name}.rels"))
            if tag == "Relationship" and element.get("TargetMode") != "External"
        }

    @cached_property
    def _strings(self) -> list[bytes]:
        """The texts that cells share, encoded: as Python keeps them they may take four times as much."""
        texts: list[bytes] = []
        size = 0
        if part := self._parts.get("sharedStrings"):
            for name, element in self._elements(part, MAX_ELEMENTS):
                if name == "si":
                    texts.append(plain_text(element).encode())
                    size += len(texts[-1])
                    if size > MAX_STRINGS:
                        raise too_much()
        return texts

    @cached_property
    def _styles(self) -> list[tuple[Shown, int]]:
        codes: dict[int, str] = {}
        cells: list[int] = []
        numbers: list[int] = []
        for name, element in self._elements(self._parts["styles"]) if "styles" in self._parts else ():
            if name == "numFmt":
                codes[int(element.attrib["numFmtId"])] = element.get("formatCode", "")
            elif name == "xf":
                numbers.append(int(element.get("numFmtId", 0)))
            elif name == "cellXfs":
                cells, numbers = numbers[:MAX_STYLES], []
            elif name == "cellStyleXfs":
                numbers = []
        shown = [codes.get(number) or BUILTIN_FORMATS.get(number, "General") for number in cells] or ["General"]
        return [(shown_by(code), digits_of(code)) for code in shown]

    def _text(self, kind: str, value: str, style: str) -> str:
        match kind:
            case "str" | "inlineStr":
                return decoded(value)
            case "s":
                if (number := int(value)) < 0:
                    raise IndexError(number)
                return decoded(self._strings[number].decode())
            case "n":
                shown, digits = self._styles[int(style)]
                return number_text(value.strip(), shown, self.epoch, digits)
            case "b":
                return "true" if int(value) else "false"
            case "d":
                return iso_text(value, self._styles[int(style)][0])
        raise Unclear(_("An error stands here: put the value itself, or nothing."))

    def _records(self, sheet: Sheet) -> Iterator[tuple[int, Cells | Fault]]:
        """The rows of a sheet that hold anything, as `Rows` takes them.

        Raises:
            Refused: at the end, if cells of the table are merged, unless they are filled; the sheet says so only there.
        """
        if self.merged:
            yield from filled(self._as_they_stand(sheet), self._merges(sheet))
        else:
            yield from self._as_they_stand(sheet)

    def _merges(self, sheet: Sheet) -> list[str]:
        with refusing_what_is_broken():
            found = self._elements(sheet.part, MAX_ELEMENTS)
            return [element.get("ref", "") for name, element in found if name == "mergeCell"][:MAX_MERGES]

    def _as_they_stand(self, sheet: Sheet) -> Iterator[tuple[int, Cells | Fault]]:
        headings: list[str] = []
        merged: list[str] = []
        line = first = last = 0
        with refusing_what_is_broken():
            for name, element in self._elements(sheet.part, MAX_ELEMENTS):
                if name == "mergeCell":
                    merged.append(element.get("ref", ""))
                elif name == "row":
                    above, line = line, int(element.get("r", line + 1))
                    if not above < line <= LAST_ROW:
                        raise ValueError(line)
                    cells, fault = self._row(element, line, headings)
                    if cells or fault:
                        last = line
                        yield line, fault.beside(cells) if fault else cells + [""] * (len(headings) - len(cells))
                    if not (first or fault or is_title(cells)):
                        headings, first = cells, line
            if not self.merged and (faults := _merge_faults(merged, first, last, headings)):
                raise Refused(*faults)

    def _row(self, row: Element, line: int, headings: list[str]) -> tuple[list[str], Fault | None]:
        """The cells of a row, and what is wrong with the first that cannot be read."""
        cells: list[str] = []
        fault = None
        column = 0
        for cell in row:
            before, column = column, _column(cell.attrib["r"]) if "r" in cell.attrib else column + 1
            if not before < column <= LAST_COLUMN:
                raise ValueError(column)
            text, problem = self._cell(cell)
            if column > MAX_COLUMNS + 1 and text:
                problem = problem or (text, _("It stands beside the table, which has %(columns)s columns at most."))
                # One is kept there, so that the row is refused again until it is mended.
                text = "" if len(cells) > MAX_COLUMNS else text
            if text:
                cells += [*[""] * (min(column, MAX_COLUMNS + 1) - 1 - len(cells)), text]
            if problem and not fault:
                value, message = problem
                fault = _fault(line, column, value, message % {"columns": MAX_COLUMNS}, headings)
        return cells, fault

    def _cell(self, cell: Element) -> tuple[str, tuple[str, str] | None]:
        """The text of a cell, or what stands in its place in the file with the errors, and what is wrong with it.

        Of a formula that is the value that was shown, if there is one: moved by a column, it would show another.
        """
        value = formula = ""
        problem = None
        for part in cell:
            name = local_name(part.tag)
            if name == "c" or (name == "v" and len(part)):
                raise ValueError(name)
            if name == "v":
                value = part.text or ""
            elif name == "is":
                value = plain_text(part)
            elif name == "f":
                formula = f"={part.text or ''}"
                problem = formula, _("A formula stands here: copy the column and paste its values.")
        try:
            text = self._text(cell.get("t", "n"), value, cell.get("s", "0")) if value else ""
        except Unclear as error:
            return formula or value, problem or (value, str(error))
        return text or formula, problem


def _fault(line: int, column: int, value: str, message: str, headings: Sequence[str]) -> Fault:
    if column <= len(headings):
        return Fault(line, headings[column - 1].strip(), value, message)
    cell = f"{get_column_letter(column)}{line}"
    return Fault(line, "", value, _("Cell %(cell)s: %(message)s") % {"cell": cell, "message": message})


def _merge_faults(merged: Sequence[str], first: int, last: int, headings: Sequence[str]) -> list[Fault]:
    """What to say of merged cells such as `A2:A3` if they begin in the table, on the lines `first` to `last`."""
    faults = []
    for cells in merged:
        left, top, right, bottom = range_boundaries(cells)
        if not (left and top) or (left, top) == (right, bottom):
            continue
        if first <= top <= last and left <= (len(headings) or left):
            message = _("Cells %(cells)s are merged: unmerge them, and fill in each.")
            heading = headings[left - 1] if headings else ""
            faults.append(Fault(top, heading, cells, message % {"cells": cells}))
    return faults[:_MERGES_SHOWN]


def _column(reference: str) -> int:
    return column_index_from_string(reference.rstrip("0123456789"))
