"""Pages and the answers of the API, kept until the tables they read change; and "not modified" for who has them.

An answer is the same for every reader, so what was answered once is the answer until a table that it reads or
the day is another. The ETag is made from what it shows and from nothing else: it says no more than
the answer does, and stays when an edit changed nothing that the public sees.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.cache import caches
from django.db import DEFAULT_DB_ALIAS, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.text import compress_string
from django.utils.translation import get_language

from records import replica
from records.changes import all_is_noted, version
from records.languages import offered
from records.models import PublicRow
from records.noting import catch_up
from records.view_decorators import read_only

from .data_version import CHANGES, Basis, made_from, marks

# Larger answers are downloads: they are made anew, and stream.
LARGEST = 2_000_000
_SECONDS = 24 * 60 * 60
# Taken unless refused: `gzip;q=0`.
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", re.IGNORECASE)

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class CachedPage:
    basis: Basis
    etag: str
    headers: dict[str, str]
    packed: bytes
    length: int  # of what is packed


def cached_page(view: View) -> View:
    """Answer `view` from what it answered last, if nothing that it reads has changed since, and always with an ETag.

    It only reads. Never twice around one view.
    """

    @read_only
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return kept_answer(request, lambda: view(request, *args, **kwargs))

    return answered


def kept_answer(request: Any, make: Callable[[], Any], *differing: str) -> HttpResponseBase:
    """The answer that was kept for this request, or what `make` answers, rendered.

    Requests for one address in one language have the same answer, unless they are `differing`.
    """
    name = _name(request, *differing)
    kept = caches["pages"].get(name)
    try:
        # What tells of changes does not hold before all that was written has been looked at.
        holds = kept is not None and (CHANGES not in kept.basis.tables or _caught_up(marks())) and kept.basis.holds()
    except OperationalError:  # the database is away: what was true a moment ago is better than nothing
        stale = _answer(request, kept)
        stale["Warning"] = '110 - "Response is Stale"'
        return stale
    if not holds:
        before = marks()
        caught_up = _caught_up(before)
        answer, basis = made_from(make, before)
        if not caught_up and PublicRow._meta.db_table in basis.tables:
            return answer
        if answer.status_code != 200 or answer.streaming or not _is_page(answer):
            return answer
        # Weak: the same page may travel packed or not.
        etag = f'W/"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
        kept = CachedPage(basis, etag, dict(answer.headers), compress_string(answer.content), len(answer.content))
        caches["pages"].set(name, kept, _SECONDS)
    return _answer(request, kept)


def _caught_up(before: dict[str, int]) -> bool:
    """Whether all that was written until the marks `before` is noted by now; readers of a standby note nothing.

    What is read from now on tells of the changes, so their number is that of now. The tables keep their marks: what is
    written in between makes another version.
    """
    if all_is_noted(before):
        return True
    caught_up = replica.alias() == DEFAULT_DB_ALIAS and catch_up()
    before[CHANGES] = version()
    return caught_up


def _name(request: Any, *differing: str) -> str:
    """What the answer depends on besides the register: its whole address, for it links to itself, and the language."""
    asked = (request.build_absolute_uri(), get_language(), offered(request), *differing)
    return hashlib.sha256(repr(asked).encode()).hexdigest()


def _is_page(answer: Any) -> bool:
    return len(answer.content) <= LARGEST and not (
        answer.has_header("Content-Disposition") or answer.has_header("Content-Encoding") or answer.cookies
    )


def _answer(request: Any, kept: CachedPage) -> HttpResponseBase:
    packs = bool(_TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")))
    answer: Any = get_conditional_response(request, etag=kept.etag)
    if answer is None:
        answer = HttpResponse(kept.packed if packs else gzip.decompress(kept.packed), headers=kept.headers)
        if packs:
            answer["Content-Encoding"] = "gzip"
    # Of what is not modified, too: the length of the page, which is not 0 (RFC 9110, 8.6).
    answer["Content-Length"] = str(len(kept.packed) if packs else kept.length)
    answer["ETag"] = kept.etag
    answer["As-Of"] = kept.basis.day.isoformat()
    # Whoever keeps it asks each time whether it is still so: no reader sees what an editor has corrected.
    answer["Cache-Control"] = "public, no-cache"
    patch_vary_headers(answer, ("Accept-Encoding",))
    return answer
