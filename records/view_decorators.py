"""What may be asked of a public address: to be read, with the parameters that it knows."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from .filters import Problem, is_tracking, unknown_parameters

View = Callable[..., HttpResponseBase]


def read_only(view: View) -> View:
    """Answer nothing but GET and HEAD; whatever else is sent is a 405, with a token or without one.

    What trackers hang on a link leads to the address without it, so that nobody passes it on.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if any(map(is_tracking, request.GET)):
            return redirect(_untracked(request))
        return view(request, *args, **kwargs)

    return csrf_exempt(require_safe(answered))


def _untracked(request: HttpRequest) -> str:
    asked = request.GET.copy()
    for name in filter(is_tracking, [*asked]):
        del asked[name]
    return f"{request.path}?{asked.urlencode()}" if asked else request.path


def takes(*names: str) -> Callable[[View], View]:
    def taking(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            problems = unknown_parameters(request.GET, names)
            return refused(request, problems) if problems else view(request, *args, **kwargs)

        return answered

    return taking


def refused(request: HttpRequest, problems: Iterable[Problem]) -> HttpResponse:
    return render(request, "records/refused.html", {"problems": problems}, status=400)
