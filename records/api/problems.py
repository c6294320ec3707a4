"""Errors of the API as RFC 9457 problem details."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.utils.log import log_response
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ErrorDetail
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler

from records.filters import Problem

_LONGEST_ECHO = 200

TITLES = {
    400: gettext_lazy("Bad request"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("Method not allowed"),
    406: gettext_lazy("Not acceptable"),
    414: gettext_lazy("Address too long"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("Server error"),
    503: gettext_lazy("Not available for the moment"),
}

# What programs know an error by, where the name of its status is not the same in every release of Python.
CODES = {414: "address_too_long", 500: "server_error", 503: "unavailable"}


class BadParameters(APIException):
    """Query parameters that are unknown or have values that cannot be used."""

    status_code = 400
    default_detail = gettext_lazy("Some parameters cannot be used.")

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = problems
        if all(problem.code == "unknown_record" for problem in problems):
            self.status_code, self.detail = 404, ErrorDetail(_("What a parameter names is not published."))


class AddressTooLong(APIException):
    status_code = 414
    default_detail = gettext_lazy("The address is too long: ask for less at once.")


def problem_response(exc: Exception, context: dict[str, Any]) -> Response:
    answer = exception_handler(exc, context)
    if answer is None:
        answer = _unforeseen(exc, context["request"])
    status = answer.status_code
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": str(TITLES.get(status) or HTTPStatus(status).phrase),
        "status": status,
        "code": CODES.get(status) or HTTPStatus(status).name.lower(),
        "detail": str(answer.data["detail"]),
    }
    if isinstance(exc, BadParameters):
        body["errors"] = [
            {
                "parameter": Truncator(problem.parameter).chars(_LONGEST_ECHO),
                "value": Truncator(problem.value).chars(_LONGEST_ECHO),
                "code": problem.code,
                "message": problem.message,
            }
            for problem in exc.problems
        ]
    answer.data, answer.content_type = body, "application/problem+json"
    return answer


def _unforeseen(exc: Exception, request: Request) -> Response:
    if isinstance(exc, SuspiciousOperation):  # e.g. thousands of parameters
        return Response({"detail": _("The request cannot be read.")}, 400)
    detail, status, headers = _("The error is ours and has been noted."), 500, {}
    if isinstance(exc, OperationalError):
        detail, status, headers = _("The register cannot be read just now."), 503, {"Retry-After": "10"}
    answer = Response({"detail": detail}, status, headers=headers)
    # What Django does with an error that nobody catches.
    got_request_exception.send(sender=None, request=request)
    log_response("%s: %s", answer.reason_phrase, request.path, response=answer, request=request, exception=exc)
    return answer
