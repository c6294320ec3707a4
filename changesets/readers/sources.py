"""Which tables a file holds: one, or a workbook with a sheet for each, or a zip with a file for each."""

import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext as _

from changesets.limits import MAX_BYTES
from changesets.plan.source import Source, refused
from records.export.data_dictionary import ABOUT
from records.export.tables import UnknownTable, table, tables

from .csv_reader import read_csv
from .file_types import open_archive, refuse_unless, wrong_kind
from .json_reader import read_json, read_json_lines
from .rows import Rows, bound
from .xlsx_reader import Workbook, read_xlsx

_IN_MEMORY = 4 * 1024 * 1024


def sources(file: BinaryIO, name: str) -> list[Source]:
    """Return the tables in the file called `name`. It must stay open while they are read."""
    return [replace(source, read=partial(_with_headings, source.read)) for source in typed_sources(file, name)]


def _with_headings(read: Callable[[], Rows]) -> Rows:
    rows = read()
    if rows.faults:
        raise rows.refused_by(*rows.faults)
    return rows


def typed_sources(file: BinaryIO, name: str, *, merged: bool = False) -> list[Any]:
    """The same tables whatever is wrong with their headings: each `Source` reads `Rows`. `merged`: merged cells
    of a workbook are filled."""
    bound(file)
    match ending(name):
        case "csv" | "json" | "jsonl" as kind:
            return [Source("", name, partial(_READERS[kind], file))]
        case "xlsx":
            return _sheets(Workbook(file, merged=merged), name)
        case "zip":
            return _members(file)
    raise wrong_kind(file)


def ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _folded(name: str) -> str:
    """The name of a sheet or file as that of a collection: people write it in whatever case."""
    return name.strip().casefold()


def _table(name: str, taken: Iterable[str]) -> str:
    """The collection `name`, which is not among those `taken`."""
    known = _folded(name)
    if known not in tables():
        try:
            table(name)
        except UnknownTable as error:
            raise refused(str(error), value=name) from None
    if known in taken:
        raise refused(_("The table “%(table)s” is in the file twice.") % {"table": known}, value=name)
    return known


def _sheets(book: Workbook, name: str) -> list[Source]:
    filled = book.filled()
    if not any(_folded(sheet.name) in tables() for sheet in book.sheets if not sheet.hidden):
        return [Source("", name, partial(book.rows, filled[0], book.note(filled)))]
    note = book.hidden_note()
    found: dict[str, Source] = {}
    for sheet in filled:
        if _folded(sheet.name) == ABOUT:
            continue
        known = _table(sheet.name, found)
        label = _("sheet %(name)s") % {"name": sheet.name}
        found[known] = Source(known, label, partial(book.rows, sheet, note))
    return list(found.values())


_READERS: dict[str, Callable[[BinaryIO], Rows]] = {
    "csv": read_csv,
    "json": read_json,
    "jsonl": read_json_lines,
    "xlsx": read_xlsx,
}
# What programs put beside the tables, and our own description of them.
_NO_TABLE = re.compile(r"__MACOSX/.*|(.*/)?\.DS_Store|README[^/]*|datapackage\.json", re.DOTALL)


def _members(file: BinaryIO) -> list[Source]:
    refuse_unless(file, "zip")
    with open_archive(file) as archive:
        members = [part for part in archive.infolist() if not _NO_TABLE.fullmatch(part.filename)]
    found: dict[str, Source] = {}
    for member in members:
        name = member.filename
        if "/" in name or "\\" in name:
            raise refused(_("“%(name)s” lies in a folder: put the files into the zip without one.") % {"name": name})
        if ending(name) not in _READERS:
            raise refused(_("“%(name)s” is no table: a zip holds files such as agreements.csv.") % {"name": name})
        if member.file_size > MAX_BYTES:
            raise refused(_("“%(name)s” is larger than %(size)s MB.") % {"name": name, "size": MAX_BYTES // 1024**2})
        known = _table(name.rpartition(".")[0], found)
        found[known] = Source(known, name, partial(_read_member, file, name))
    if not found:
        raise refused(_("The zip holds no table: it should hold files such as agreements.csv."))
    return list(found.values())


def _read_member(file: BinaryIO, name: str) -> Rows:
    unpacked = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 -- its rows hold it
    try:
        with open_archive(file) as archive, archive.open(name) as member:
            shutil.copyfileobj(member, unpacked)
    except (zipfile.BadZipFile, zlib.error, EOFError, LookupError, NotImplementedError, RuntimeError):
        raise refused(_("The zip archive is broken. Pack it again, and upload it whole.")) from None
    return _READERS[ending(name)](cast(BinaryIO, unpacked))
