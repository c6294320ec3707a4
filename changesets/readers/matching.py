"""Which column of the register each column of a file is: guessed by its heading and its cells, or chosen."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from changesets.models import Import
from changesets.plan.headings import NEAR, columns_called
from changesets.plan.source import Fault
from records import dates
from records.columns import importable
from records.export.data_dictionary import titles
from records.export.tables import tables_in_order
from records.models import TrackedModel
from records.sheets import SheetColumn
from records.text import words

LEFT_OUT = "-"
_NUMBERS = ("stt", "tt", "so tt", "so thu tu", "no")
_NO_COLUMN = (*_NUMBERS, "ghi chu noi bo", "internal note")
_ADDRESS = re.compile(r"https?://|www\.|[\w.-]+\.vn/", re.IGNORECASE)
_AGAIN = re.compile(r" #\d+$")  # of a heading that stands there twice (`rows`)
_LINES = re.compile(r"(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?")
MOSTLY = 0.7  # of the cells of a column say what it is
MOST_LINES = 100_000


def sheet_columns(model: type[TrackedModel]) -> dict[str, SheetColumn]:
    """What a column of a sheet of `model` may be, by name, with labels in the active language."""
    said, more = titles(model), {column.name: column for column in model.sheet.columns}
    own = {
        name: replace(more.get(name, SheetColumn(name)), label=said[name], fills=((model.collection, name),))
        for name in (column.name for column in importable(model.columns()))
    }
    return {**own, **{name: column for name, column in more.items() if name not in own}}


def guessed(model: type[TrackedModel], headings: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """The column that each heading seems to mean over these first `rows`, as it was chosen the last time if it was;
    empty where none can be told."""
    if kept := kept_match(model, headings):
        return dict(kept.match["columns"])
    meant, known = _meanings(model), sheet_columns(model)
    cells = {
        heading: [cell for row in rows if (cell := (row[at] or "").strip())] for at, heading in enumerate(headings)
    }
    found = {
        heading: model.sheet.heads(plain)
        or meant.get(" ".join(words(plain)), "")
        or model.sheet.resembles(plain)
        or _by_heading(meant, plain)
        or _by_cells(known, cells[heading])
        for heading in headings
        for plain in [_AGAIN.sub("", heading)]
    }
    found = model.sheet.agreed(found, cells)
    # What a whole heading says goes before what is near it.
    sure = sorted(headings, key=lambda heading: " ".join(words(heading)) not in meant)
    taken: dict[str, str] = {}
    for heading in sure:
        name = found[heading] if found[heading] in known else LEFT_OUT if found[heading] else ""
        if takes_several(name) or name not in taken.values():
            taken[heading] = name
    return {heading: taken.get(heading, "") for heading in headings}


def kept_match(model: type[TrackedModel], headings: Sequence[str]) -> Import | None:
    return Import.objects.filter(table=model.collection, match__headings=sorted(headings)).order_by("-pk").first()


def likely_table(headings: Sequence[str]) -> str:
    """The table that knows most of these headings; of several the first."""
    folded = {" ".join(words(heading)) for heading in headings}
    return max(tables_in_order(), key=lambda model: len(folded & _meanings(model).keys())).collection


def is_number(heading: str) -> bool:
    return " ".join(words(heading)) in _NUMBERS


def takes_several(name: str) -> bool:
    """Whether several columns of a file may be this one, as there may be several parties."""
    return name in ("", LEFT_OUT) or name.partition(".")[0] in ("parties", "signatories", "clauses", "articles")


def _meanings(model: type[TrackedModel]) -> dict[str, str]:
    """The columns by what people head them, in folded words."""
    meant = dict.fromkeys(_NO_COLUMN, LEFT_OUT)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            meant |= {" ".join(words(str(each.label))): each.name for each in model.sheet.columns if each.label}
    meant |= columns_called(model)
    return meant | {" ".join(words(said)): each.name for each in model.sheet.columns for said in each.called.split("|")}


def _by_heading(meant: Mapping[str, str], heading: str) -> str:
    said = " ".join(words(heading))
    # A single word is too little to go by.
    within = [each for each in meant if " " in each and f" {each} " in f" {said} "]
    if not within and (near := process.extractOne(said, [*meant], scorer=fuzz.ratio, score_cutoff=NEAR)):
        within = [near[0]]
    return meant[max(within, key=len)] if within else ""


def _by_cells(known: Collection[str], cells: Sequence[str]) -> str:
    """Which of the columns `known` is told by cells alone: addresses, days and periods."""
    read = [_date(cell) for cell in cells]
    alike = {
        "articles.url": sum(bool(_ADDRESS.match(cell)) for cell in cells),
        "signed": sum("/" not in date and len(date) > 4 for date in read),
        "period": sum("/" in date for date in read),
    }
    return next((name for name, n in alike.items() if name in known and 0 < MOSTLY * len(cells) <= n), "")


def _date(cell: str) -> str:
    try:
        return dates.read(cell)
    except ValidationError:
        return ""


def match_problems(model: type[TrackedModel], headings: Sequence[str], columns: Mapping[str, str]) -> Iterator[Fault]:
    known = sheet_columns(model)
    for heading in {**dict.fromkeys(headings), **dict.fromkeys(columns)}:
        name = columns.get(heading, LEFT_OUT)
        said = ""
        if heading not in headings:
            said = _("The file has no such column.")
        elif name != LEFT_OUT and name not in known:
            said = _("There is no column “%(name)s”. There are: %(names)s.") % {"name": name, "names": ", ".join(known)}
        elif not takes_several(name) and list(columns.values()).count(name) > 1:
            said = _("Two columns of the file are said to be this one: leave one out.")
        if said:
            yield Fault(1, heading, heading, said)


def lines_of(text: str) -> set[int]:
    """The lines that `text` names, such as `3, 7-9`.

    Raises:
        ValidationError: it names none.
    """
    found: set[int] = set()
    for part in filter(None, (part.strip() for part in text.replace(";", ",").split(","))):
        if not (said := _LINES.fullmatch(part)) or int(said[2] or said[1]) - int(said[1]) > MOST_LINES:
            raise ValidationError(_("“%(text)s”: write lines as 3, 7-9.") % {"text": part}, code="lines")
        found |= {*range(int(said[1]), int(said[2] or said[1]) + 1)}
    return found
