"""The name of a request, by which what its reader sees is found in the logs."""

import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from django.http import HttpRequest

request_id: ContextVar[str] = ContextVar("request_id", default="-")
_GIVEN = re.compile(r"[\w-]{8,64}", re.ASCII)


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


def named_request(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Name the request as the proxy does, or by lot; its answer and the page of an error say it, too."""

    def answered(request: HttpRequest) -> Any:
        given = request.headers.get("X-Request-ID", "")
        request_id.set(name := given if _GIVEN.fullmatch(given) else uuid4().hex)
        response = get_response(request)
        response["X-Request-ID"] = name
        return response

    return answered
