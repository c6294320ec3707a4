"""The other language, offered and never forced."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation.trans_real import parse_accept_lang_header

OTHER = "en"


def offered(request: HttpRequest) -> str:
    """The language to offer on a Vietnamese page: `en` where the browser asks for it before Vietnamese, else ""."""
    if get_language() != settings.LANGUAGE_CODE:
        return ""
    for asked, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        known = asked.partition("-")[0]
        if known in (settings.LANGUAGE_CODE, OTHER):
            return OTHER if known == OTHER else ""
    return ""
