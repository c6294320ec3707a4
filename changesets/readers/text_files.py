"""Files of text: UTF-8 with or without its mark, UTF-16 with it, and nothing else."""

import codecs
import io
from typing import BinaryIO, TextIO

from django.utils.translation import gettext as _

from changesets.plan.source import refused

from . import legacy_encodings
from .file_types import refuse_unless
from .rows import Place, bound

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
