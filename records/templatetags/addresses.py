"""The address of the page at hand in its other forms."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language

register = template.Library()


def here(path: str) -> str:
    """`path` as an address on this site: one that begins with two slashes would name another."""
    return escape_uri_path("/" + path.lstrip("/"))


@register.simple_tag(takes_context=True)
def in_language(context: dict[str, Any], language: str) -> str:
    """The path and query of this page in `language`; of a page that is not there, too."""
    request: HttpRequest = context["request"]
    current = get_language() or settings.LANGUAGE_CODE
    path = request.path_info
    if current != settings.LANGUAGE_CODE:
        path = path.removeprefix(f"/{current}")
    path = here(path)
    if language != settings.LANGUAGE_CODE:
        path = f"/{language}{path}"
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


@register.simple_tag(takes_context=True)
def absolute(context: dict[str, Any], path: str = "") -> str:
    """The absolute address of `path`, or of this page without its query."""
    request: HttpRequest = context["request"]
    return request.build_absolute_uri(path or here(request.path))


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The query string of this page with `changes`; None takes a parameter out, and `page` always goes."""
    data = context["request"].GET.copy()
    for name, value in {"page": None, "format": None, **changes}.items():
        data.pop(name, None)
        if value is not None:
            data[name] = str(value)
    return data.urlencode()
