"""What the browser asks for: the other language is offered and never forced."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_from_request


def preferred_language(header: str) -> str:
    """The first language of an Accept-Language header that the register speaks, else its own; no cookie has a say."""
    asked = HttpRequest()
    asked.META["HTTP_ACCEPT_LANGUAGE"] = header
    return get_language_from_request(asked)


def offered(request: HttpRequest) -> str:
    """The language to offer on a Vietnamese page: `en` where the browser asks for it before Vietnamese, else ""."""
    asked = preferred_language(request.headers.get("Accept-Language", ""))
    return asked if get_language() == settings.LANGUAGE_CODE != asked else ""
