"""Public pages kept until the register changes, and the answer "not modified" for readers who have them already.

A page is the same for every reader, so what was answered once is the answer until the data version or
the day is another: lifecycles turn at midnight. The ETag is made from what the page shows and from nothing else:
it tells no more than the page does, and stays when an edit changed nothing that the public sees.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.text import compress_string
from django.utils.translation import get_language

from records import dates
from records.languages import offered

from .data_version import data_version

# Larger answers are downloads: they are made anew, and stream.
LARGEST = 500_000
_SECONDS = 24 * 60 * 60
_GZIP = "gzip"
# Taken unless refused: `gzip;q=0`.
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", re.IGNORECASE)

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A page as it was answered, for as long as `state` is what it was."""

    state: tuple[Any, ...]
    etag: str
    headers: dict[str, str]
    packed: bytes


def cached_page(view: View) -> View:
    """Answer `view` from what it answered last, if nothing has changed since, and always with an ETag.

    Never twice around one view.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        # Read before the page is: what changes meanwhile is another edition.
        state, name = (data_version(), dates.today()), _name(request)
        kept = caches["pages"].get(name)
        if kept is None or kept.state != state:
            answer = view(request, *args, **kwargs)
            if answer.status_code != 200 or answer.streaming or not _is_page(answer):
                return answer
            kept = _keep(state, answer)
            caches["pages"].set(name, kept, _SECONDS)
        return _answer(request, kept)

    return answered


def _name(request: HttpRequest) -> str:
    """What the page depends on besides the register: its whole address, for it links to itself, and the language."""
    asked = (request.build_absolute_uri(), get_language(), offered(request))
    return hashlib.sha256(repr(asked).encode()).hexdigest()


def _is_page(answer: Any) -> bool:
    return len(answer.content) <= LARGEST and not (
        answer.has_header("Content-Disposition") or answer.has_header("Content-Encoding") or answer.cookies
    )


def _keep(state: tuple[Any, ...], answer: Any) -> CachedPage:
    # Weak: the same page may travel packed or not.
    etag = f'W/"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    return CachedPage(state, etag, dict(answer.headers), compress_string(answer.content))


def _answer(request: HttpRequest, kept: CachedPage) -> HttpResponseBase:
    answer: Any = get_conditional_response(request, etag=kept.etag)
    if answer is None:
        packs = bool(_TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")))
        answer = HttpResponse(kept.packed if packs else gzip.decompress(kept.packed), headers=kept.headers)
        if packs:
            answer["Content-Encoding"] = _GZIP
    answer["ETag"] = kept.etag
    # Whoever keeps it asks each time whether it is still so: no reader sees what an editor has corrected.
    answer["Cache-Control"] = "public, no-cache"
    patch_vary_headers(answer, ("Accept-Encoding",))
    return answer
