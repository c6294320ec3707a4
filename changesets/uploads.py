"""Files as they arrive: stored under a name of our own, with owner, checksum and expiry."""

import hashlib
from typing import Any

from django.core.files import File
from django.utils import timezone
from django.utils.translation import get_language

from changesets.models import Import
from changesets.readers.rows import bound

from .models import KEPT


def receive(file: Any, name: str, *, owner: Any, table: str = "", why: str = "") -> Import:
    """Store `file`, which its owner (None on the command line) calls `name`, to be planned; `why` it changes things."""
    bound(file)
    size = file.tell()
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256")
    file.seek(0)
    upload = Import(
        owner=owner,
        file_name=name[-Import._meta.get_field("file_name").max_length :],  # type: ignore[operator]
        sha256=digest.hexdigest(),
        size=size,
        table=table,
        why=why,
        language=get_language() or "vi",
        expires_at=timezone.now() + KEPT,
    )
    upload.file.save(name, File(file), save=True)
    return upload
