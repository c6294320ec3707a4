"""What was corrected in published records, the last first."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from partnerships.website.record_pages import RECORD_PAGES
from records.caching.pages import cached_page
from records.corrections import MOST_PAGES, SHOWN, corrections
from records.filters import Problem
from records.pagination import read_number
from records.rows import page
from records.view_decorators import refused, takes


@cached_page
@takes("page")
def corrections_view(request: HttpRequest) -> HttpResponse:
    number = read_number(request.GET, "page", 1, MOST_PAGES)
    if isinstance(number, Problem):
        return refused(request, [number])
    found, more = corrections(RECORD_PAGES, number)
    if number > 1 and not found and not more:
        raise Http404
    turned = {"number": number, "more": True, "preceding": number - 1, "following": number + 1 if more else None}
    told = [(page(each.record), each) for each in found]
    return render(
        request, "partnerships/corrections.html", {"corrections": told, "page": turned, "most": MOST_PAGES * SHOWN}
    )
