"""Files of text: UTF-8 with or without its mark, UTF-16 with it, and nothing else."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, TextIO

from django.utils.translation import gettext as _

from changesets.plan.source import Refused, refused

from . import legacy_encodings
from .file_types import refuse_unless
from .rows import Place, bound

_BLOCK = 1024 * 1024
_SAMPLE = 64 * 1024


def open_text(file: BinaryIO, kind: str) -> TextIO:
    """Return the text of `file`, which ought to be of `kind`, with its line ends as they are.

    Raises:
        Refused: it is too large, of another kind, or in another encoding; it says which.
    """
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


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    yield from iter(partial(file.read, _BLOCK), b"")


def _check(file: BinaryIO, encoding: str) -> None:
    """Refuse what is no such text, before anything of it is taken for a row."""
    decoder = codecs.getincrementaldecoder(encoding)()
    read = 0
    try:
        for block in _blocks(file):
            decoder.decode(block)
            read += len(block)
        block = b""
        decoder.decode(block, final=True)
    except UnicodeDecodeError as error:
        held = len(error.object) - len(block)  # of a character that the last block ended within
        raise _no_text(file, encoding, read - held + error.start, at_end=not block) from None


def _no_text(file: BinaryIO, encoding: str, position: int, at_end: bool) -> Refused:
    line = _line_of(file, encoding, position)
    if at_end:
        return refused(_("The file breaks off in the middle of a character. Upload it whole."), line)
    file.seek(max(0, position - _SAMPLE // 2))
    if encoding == "utf-8-sig" and (told := legacy_encodings.of_bytes(file.read(_SAMPLE))):
        return refused(told, line)
    return refused(_("This is not UTF-8 text. In Excel, save the sheet as “CSV UTF-8”."), line)


def _line_of(file: BinaryIO, encoding: str, position: int) -> int:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    lines = 1
    for block in _blocks(file):
        lines += line_ends(decoder.decode(block[:position]))
        position -= len(block)
        if position <= 0:
            break
    return lines
