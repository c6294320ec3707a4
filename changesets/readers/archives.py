"""Zip archives, and XLSX workbooks, which are some, opened within bounds: 1 kB of them can hold gigabytes."""

import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _

from changesets.limits import MAX_LISTED, MAX_PARTS, MAX_UNPACKED
from changesets.plan.source import refused

from .rows import Place

_ENCRYPTED = 0x1


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
