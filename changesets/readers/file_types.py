"""What a file is, whatever its name says, what to do if it is no table that can be read, and the text it holds.

Text is UTF-8 with or without its mark, or UTF-16 with it, and nothing else. Zip archives, and XLSX workbooks, which are
some, are opened within bounds: 1 kB of them can hold gigabytes.
"""

import codecs
import io
import re
import zipfile
import zlib
from typing import BinaryIO, TextIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changesets.limits import MAX_LISTED, MAX_PARTS, MAX_UNPACKED
from changesets.plan.source import Refused, refused

from . import legacy_encodings
from .rows import Place, bound

_BEGINNINGS = {
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"%PDF": "pdf",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "xls",
    b"\x1f\x8b": "packed",
    b"7z\xbc\xaf": "packed",
    b"Rar!": "packed",
    b"{\\rtf": "word",
}
_HTML = re.compile(rb"\s*<(!doctype html|html|head|body|table|meta|\?xml)", re.IGNORECASE)
_JSON = re.compile(rb"\s*[\[{]")  # no heading of ours begins so
# The names of a stream in an OLE file are in UTF-16.
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED = 0x1  # of the flags of a part of an archive
# What only that kind of archive holds.
_PARTS = {
    "xlsm": "xl/vbaProject.bin",
    "xlsb": "xl/workbook.bin",
    "word": "word/document.xml",
    "xlsx": "[Content_Types].xml",
}

_TOLD = {
    "image": gettext_lazy("This is an image, not a table."),
    "pdf": gettext_lazy("This is a PDF document, not a table."),
    "packed": gettext_lazy("This is a packed file. Unpack it, and upload the table itself or a zip of tables."),
    "word": gettext_lazy(
        "This is a text document. Copy its table into Excel and save it as “Excel Workbook (*.xlsx)”."
    ),
    "html": gettext_lazy("This is a web page or XML. Open it in Excel and save it as “Excel Workbook (*.xlsx)”."),
    "xls": gettext_lazy(
        "This is a workbook of an old Excel (.xls). Open it in Excel and save it as “Excel Workbook (*.xlsx)”."
    ),
    "xlsb": gettext_lazy(
        "This is a binary workbook (.xlsb). Open it in Excel and save it as “Excel Workbook (*.xlsx)”."
    ),
    "xlsm": gettext_lazy(
        "This workbook holds macros (.xlsm). Open it in Excel and save it as “Excel Workbook (*.xlsx)”."
    ),
    "ods": gettext_lazy(
        "This is an OpenDocument spreadsheet (.ods). Open it and save it as “Excel Workbook (*.xlsx)”."
    ),
    "protected": gettext_lazy(
        "This workbook is protected by a password. Remove it in Excel (“File › Info › Protect Workbook”) and save it."
    ),
    "broken": gettext_lazy("This workbook or archive is broken, or was not uploaded whole. Save it again."),
    "xlsx": gettext_lazy("This is an XLSX workbook: let its name end in .xlsx."),
    "zip": gettext_lazy("This is a zip archive: let its name end in .zip."),
    "json": gettext_lazy("This is JSON: let its name end in .json."),
    "csv": gettext_lazy("This is text, such as CSV: let its name end in .csv."),
    "empty": gettext_lazy("The file is empty: its first line names the columns."),
}


def kind_of(file: BinaryIO) -> str:
    """Return `csv`, `json`, `xlsx`, `zip`, or a kind that is no table."""
    file.seek(0)
    head = file.read(4096)
    kind = next((kind for start, kind in _BEGINNINGS.items() if head.startswith(start)), "")
    if kind == "xls":
        return "protected" if _PROTECTED in head + file.read() else "xls"
    if kind == "zip":
        return _kind_of_archive(file)
    if kind:
        return kind
    # Past the byte order mark; the letters of UTF-16 have a zero each.
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")
    if _HTML.match(text):
        return "html"
    return "json" if _JSON.match(text) else "csv"


def refuse_unless(file: BinaryIO, kind: str) -> None:
    if kind_of(file) != kind:
        raise wrong_kind(file)


def wrong_kind(file: BinaryIO) -> Refused:
    return refused(str(_TOLD[kind_of(file) if file.seek(0, 2) else "empty"]))


def _kind_of_archive(file: BinaryIO) -> str:
    try:
        with open_archive(file) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and b"opendocument" in archive.open("mimetype").read(100):
                return "ods"
    except (zipfile.BadZipFile, EOFError, zlib.error):
        return "broken"
    return next((kind for kind, part in _PARTS.items() if part in names), "zip")


def open_archive(file: BinaryIO) -> zipfile.ZipFile:
    """Return the archive; closing it leaves `file` open. No part yields more than it declares.

    Raises:
        Refused: it is larger than tables can be, or protected.
        zipfile.BadZipFile: it is none, or broken.
    """
    try:
        # It reads the list of contents, however long that claims to be, at once.
        archive = zipfile.ZipFile(Place(file, MAX_LISTED))
    except (NotImplementedError, OSError, OverflowError, ValueError) as error:
        raise zipfile.BadZipFile(str(error)) from error
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise refused(_("The file unpacks to more than tables can be."))
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise refused(_("The archive is protected by a password. Upload one without."))
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise refused(_("The archive is packed in an unusual way. Pack it again as an ordinary zip."))
    return archive


# Text


_BLOCK = 1024 * 1024
_SAMPLE = 64 * 1024


def open_text(file: BinaryIO, kind: str) -> TextIO:
    """Return the text of `file`, which ought to be of `kind`, with its line ends as they are."""
    bound(file)
    refuse_unless(file, kind)
    encoding = _encoding(file)
    _check(file, encoding)
    return io.TextIOWrapper(io.BufferedReader(Place(file), _BLOCK // 4), encoding=encoding, newline="")


def without_marks(text: str) -> str:
    """Drop the byte order mark that some programs put before a file that has one already."""
    return text.lstrip("\ufeff")


def line_ends(text: str) -> int:
    """How many lines end in `text`, in the manner of any system."""
    return text.count("\n") + (text.count("\r") - text.count("\r\n") if "\r" in text else 0)


def _encoding(file: BinaryIO) -> str:
    file.seek(0)
    head = file.read(4096)
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise refused(_("This is UTF-32 text. Save it as UTF-8; in Excel that is “CSV UTF-8”."))
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.count(0) > len(head) / 4:
        raise refused(_("This looks like UTF-16 without its mark. Save it as UTF-8; in Excel that is “CSV UTF-8”."))
    return "utf-8-sig"


def _check(file: BinaryIO, encoding: str) -> None:
    """Refuse what is no such text, before anything of it is taken for a row."""
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    file.seek(0)
    line, more = 1, True
    while more:
        block = file.read(_BLOCK)
        more = bool(block)
        try:
            line += decoder.decode(block, final=not more).count("\n")
        except UnicodeDecodeError as error:
            line += line_ends(error.object[: error.start].decode(error.encoding))
            if not more:
                raise refused(_("The file breaks off in the middle of a character. Upload it whole."), line) from None
            wrong = file.tell() - len(error.object) + error.start
            file.seek(max(0, wrong - _SAMPLE // 2))
            told = legacy_encodings.of_bytes(file.read(_SAMPLE)) if encoding == "utf-8-sig" else ""
            raise refused(told or _("This is not UTF-8 text. In Excel, save the sheet as “CSV UTF-8”."), line) from None
