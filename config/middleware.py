"""What is true of every request: the port it may name, whether anything is taken in or sent, and errors."""

import re
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from config.request_id import request_id
from records import replica
from records.admin.unsaved import form_of, not_saved, sent_by_form, to_office, typed_into
from records.connections import ReadOnlyError, is_read_only

_SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
Answer = Callable[[HttpRequest], Any]


def head_alone(get_response: Answer) -> Answer:
    """Send no body to who asks for the head alone; it says how long the body would be, where that is known."""

    def answered(request: HttpRequest) -> Any:
        response = get_response(request)
        if request.method == "HEAD" and response.streaming:
            response.streaming_content = ()
        elif request.method == "HEAD":
            response.content = b""
        return response

    return answered


def one_port(get_response: Answer) -> Answer:
    """Refuse a Host with a port that is not the site's: pages link to where they were asked for, and are kept so."""

    def answered(request: HttpRequest) -> Any:
        port = re.search(r":(\d+)$", request.META.get("HTTP_HOST", ""))
        if settings.PRODUCTION and port and request.path not in ("/healthz", "/readyz"):
            site = urlsplit(settings.SITE_URL)
            if int(port[1]) != (site.port or {"http": 80}.get(site.scheme, 443)):
                raise DisallowedHost(f"The site has no port {port[1]}.")
        return get_response(request)

    return answered


def from_replica(get_response: Answer) -> Answer:
    """Have the standby read for whoever has no session; where it fails, the database itself answers."""
    if replica.REPLICA not in settings.DATABASES:
        raise MiddlewareNotUsed

    def answered(request: HttpRequest) -> Any:
        if request.method in _SAFE and settings.SESSION_COOKIE_NAME not in request.COOKIES and replica.standby.usable():
            with replica.reading():
                response = get_response(request)
            if response.status_code != 503:
                if response.streaming:  # it is read when it is sent
                    response.streaming_content = replica.read_along(response.streaming_content)
                return response
            replica.standby.note(good=False)
        return get_response(request)

    return answered


class ReadOnly:
    """In read-only mode the staff's pages take nothing in, and say so before anything is done."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method in _SAFE or not to_office(request) or not is_read_only():
            return None
        if not sent_by_form(request) or not admin.site.has_permission(request):
            return unavailable(request, read_only=True)
        said = _("The register only shows for a while, and takes nothing in. Nothing is saved: keep this page open.")
        answer: Any = not_saved(request, form_of(request.path), [said], typed_into(request))
        answer.status_code = 503
        answer["Retry-After"] = "300"
        return answer.render()


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of an error: ours, or of a database that is away, busy or full."""
    [*messages.get_messages(request)]  # what was to be told of a save is not: it was not committed
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return unavailable(request, read_only=isinstance(error, ReadOnlyError))
    return render(None, "500.html", {"request_id": request_id.get()}, status=500)


def unavailable(request: HttpRequest, *, read_only: bool = False) -> HttpResponse:
    shown = {"request_id": request_id.get(), "read_only": read_only}
    answer = render(None, "503.html", shown, status=503)
    answer["Retry-After"] = "300" if read_only else "10"
    return answer
