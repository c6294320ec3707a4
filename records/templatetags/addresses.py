"""The address of the page at hand in its other forms."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html
from django.utils.translation import get_language

from records.filter_forms import SHOWING
from records.filters import LONGEST_SEARCH
from records.languages import offered
from records.rows import page

register = template.Library()
register.filter("address", page)
_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"\.[a-z]{2,5}$")


@register.simple_tag(takes_context=True)
def in_language(context: dict[str, Any], language: str) -> str:
    request: HttpRequest = context["request"]
    path, query = _path_in(request, language), request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


@register.simple_tag(takes_context=True)
def current(context: Any, *names: str) -> str:
    """Marks a link to the first address called so as the one at hand, by any of the others as that of its section."""
    match = getattr(context.get("request"), "resolver_match", None)
    if not match or match.url_name not in names:
        return ""
    return format_html(' aria-current="{}"', "page" if match.url_name == names[0] else "true")


@register.simple_tag(takes_context=True)
def offered_language(context: dict[str, Any]) -> str:
    return offered(context["request"])


def _path_in(request: HttpRequest, language: str) -> str:
    current = get_language() or settings.LANGUAGE_CODE
    path = request.path_info
    if current != settings.LANGUAGE_CODE:
        path = path.removeprefix(f"/{current}")
    path = escape_uri_path("/" + path.lstrip("/"))  # one that begins with two slashes would name another site
    return f"/{language}{path}" if language != settings.LANGUAGE_CODE else path


@register.inclusion_tag("records/_addresses.html", takes_context=True)
def addresses(context: dict[str, Any], *names: str, filters: Iterable[str] = ()) -> dict[str, Any]:
    """Under which address this page is known, in each language: with those parameters that say what it shows.

    `names` are theirs; of a list they are its `filters`, and the number of the page goes with them.
    """
    request: HttpRequest = context["request"]
    data, kept = request.GET, {*names, *filters} - {*SHOWING}
    # Pages of another size are other pages: only those of the usual size are numbered.
    if filters and "page_size" not in data and data.get("page") != "1":
        kept.add("page")
    told = {(name, value) for name in kept for value in data.getlist(name) if value}
    query = f"?{urlencode(sorted(told))}" if told else ""
    languages = {
        code: request.build_absolute_uri(f"{_path_in(request, code)}{query}") for code, _name in settings.LANGUAGES
    }
    current = get_language() or settings.LANGUAGE_CODE
    return {"languages": languages, "own": languages[current], "default": languages[settings.LANGUAGE_CODE]}


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The query string of this page with `changes`; None takes a parameter out, a list gives it several times; `page`
    always goes."""
    data = context["request"].GET.copy()
    for name, value in {"page": None, "format": None, **changes}.items():
        values = value if isinstance(value, list) else [value]
        data.setlist(name, [str(each) for each in values if each is not None])
    return data.urlencode()


@register.simple_tag(takes_context=True)
def other_parameters(context: dict[str, Any]) -> list[tuple[str, str]]:
    """What a form that only asks for another page of a list takes along."""
    data = context["request"].GET
    return [(name, value) for name in data if name not in ("page", "format") for value in data.getlist(name)]


@register.simple_tag
def longest_search() -> int:
    return LONGEST_SEARCH


@register.simple_tag(takes_context=True)
def words_of_address(context: dict[str, Any]) -> str:
    """What the address of this page asks for, as words to search: `/agreements/nghe-an-2020.html` is nghe an 2020."""
    request: HttpRequest = context["request"]
    if found := request.resolver_match:  # a page of ours, of which this record or this number is not there
        asked = " ".join(map(str, found.kwargs.values()))
    else:
        asked = _path_in(request, settings.LANGUAGE_CODE).strip("/").rpartition("/")[2]
    words = _WORD.findall(_ENDING.sub("", unquote(asked)))
    return " ".join(words)[:LONGEST_SEARCH]
