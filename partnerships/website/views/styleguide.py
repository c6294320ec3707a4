"""One page with every part of the public templates, while developing."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import RequestContext, Template
from django.template.loader import render_to_string

from partnerships.website.styleguide.samples import samples

# These stand in the head of a page, where nobody sees them: their text is shown.
HEADS = ("_forms", "_card", "_addresses")


def styleguide_view(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    groups = [
        (heading, [_part(request, name, values) for name, values in parts]) for heading, parts in samples(request)
    ]
    return render(request, "partnerships/styleguide.html", {"groups": groups, "tokens": TOKENS})


def _part(request: HttpRequest, name: str, values: dict[str, Any]) -> dict[str, Any]:
    if name.startswith("|"):
        written = f"{{% load described website %}}{{{{ value{name}{':with' if 'with' in values else ''} }}}}"
        shown = Template(written).render(RequestContext(request, values))
    else:
        shown = render_to_string(name, values, request)
    return {"name": name, "shown": shown, "as_text": any(each in name for each in HEADS)}


# As static/tokens.css names them.
TOKENS = {
    "paper": "the page",
    "raised": "fields and what lies above the page",
    "ink": "text",
    "soft": "remarks, labels",
    "rule": "lines between",
    "line": "frames of fields",
    "faint": "grounds: the foot, code, filters",
    "accent": "links, what is in force, what is met",
    "accent-faint": "notices, the line beside a source",
    "alarm": "what is past due, errors",
    "alarm-faint": "the ground of these",
    "past": "what is over",
    "past-faint": "what may be",
}
