"""Pages to look at: the map of provinces, the register over the years and its figures."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from partnerships.website.charts.province_map import Measure, province_map
from partnerships.website.counts import Division, Terms
from partnerships.website.pages.trends import in_force_by_year, signed_by_year, topics
from partnerships.website.views.home import counts as register_counts
from records.caching.pages import cached_page
from records.filters import Problem, unknown_parameters
from records.view_decorators import refused


class Options(forms.Form):
    """What the query of a page chooses."""

    def problems(self, request: HttpRequest) -> list[Problem]:
        unknown = unknown_parameters(request.GET, tuple(self.fields))
        repeated = [name for name in self.fields if len(request.GET.getlist(name)) > 1]
        wrong = [(name, " ".join(map(str, messages))) for name, messages in self.errors.items()]
        return [
            *unknown,
            *(Problem(name, "", _("Give it once.")) for name in repeated),
            *(Problem(name, request.GET[name], message) for name, message in wrong if name not in repeated),
        ]


class MapOptions(Options):
    division = forms.TypedChoiceField(
        choices=Division.choices, coerce=Division, empty_value=Division.TODAY, required=False
    )
    measure = forms.TypedChoiceField(choices=Measure.choices, coerce=Measure, empty_value=None, required=False)


class TrendsOptions(Options):
    by = forms.TypedChoiceField(choices=Terms.choices, coerce=Terms, empty_value=Terms.LIFECYCLE, required=False)


def shown(request: HttpRequest, template: str, form: Options, context: Any) -> HttpResponse:
    """The page with what `context` makes of the options, or what is wrong with them."""
    if problems := form.problems(request):
        return refused(request, problems)
    return render(request, template, context(**form.cleaned_data))


@cached_page
def map_view(request: HttpRequest) -> HttpResponse:
    def context(division: Division, measure: Measure | None) -> dict[str, Any]:
        drawn = province_map(division, measure)
        fell_back = measure is None and not drawn.in_force
        return {"map": drawn, "divisions": Division, "measures": Measure, "fell_back": fell_back, **register_counts()}

    return shown(request, "partnerships/map.html", MapOptions(request.GET), context)


@cached_page
def trends_view(request: HttpRequest) -> HttpResponse:
    def context(by: Terms) -> dict[str, Any]:
        return {"by": by, "terms": Terms, "signed": signed_by_year(by), "in_force": in_force_by_year(), **topics()}

    return shown(request, "partnerships/trends.html", TrendsOptions(request.GET), context)
