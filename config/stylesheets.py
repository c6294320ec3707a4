"""The sheet of the public pages: written a part a feature, sent as one file."""

import re
from collections.abc import Iterator, MutableMapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

SHEET = "site.css"
Sources = MutableMapping[str, tuple[Storage, str]]
_IMPORT = re.compile(r'@import url\("(?P<part>[\w/.-]+)"\) layer\((?P<layer>\w+)\);')


class JoinedSheetStorage(CompressedManifestStaticFilesStorage):
    """Puts the parts that the sheet imports into it, before names are given a digest and files are packed.

    While developing browsers follow the imports themselves.
    """

    def post_process(self, paths: Sources, *args: Any, **options: Any) -> Iterator[Any]:
        if SHEET in paths and not options.get("dry_run"):
            self.delete(SHEET)
            self.save(SHEET, ContentFile(joined(paths).encode()))
            paths[SHEET] = (self, SHEET)
        yield from super().post_process(paths, *args, **options)


def joined(paths: Sources) -> str:
    """The sheet with its parts in it, each in its layer; `paths` says where static files are read from."""

    def text(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return str(file.read().decode())

    return _IMPORT.sub(lambda found: f"@layer {found['layer']} {{\n{text(found['part'])}}}", text(SHEET))
