"""What the API answers is what its OpenAPI document says, whatever it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, assume, given, settings
from schemathesis import GenerationMode

from config.wsgi import application
from records.api.viewsets import FILES, LONGEST_ADDRESS, NOT_IN_FILES
from records.export.tables import tables
from tests import NIGHTLY

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

CASES = 100 if NIGHTLY else 10  # of an operation, half of them such as the document allows
SHARPENED = {"lifecycle", "lifecycle_not", "in_force_on"}


def as_one_may_ask(query: dict[str, Any]) -> dict[str, Any]:
    """Without what the document says in words alone: what goes with what."""
    left = {*query}
    if not left & SHARPENED:
        left -= {"certainly"}
    if "after" in query:  # a walk has an order of its own; it begins with 0 and goes on by `next`
        left -= {"ordering", "page"} if str(query["after"]) == "0" else {"after"}
    if query.get("format") in FILES:
        left -= {*NOT_IN_FILES, "fields"}
    return {name: query[name] for name in query if name in left}


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the test's transaction over requests, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection", "seeded")
def test_answers_are_as_documented() -> None:
    plain = {"Accept-Encoding": "identity"}  # a WSGI client unpacks nothing
    document = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)
    for found in document.get_all_operations():
        operation: Any = found.ok()
        if "{key}" in operation.path:
            model = tables()[operation.path.split("/")[3]]
            for row in model.objects.public()[: None if NIGHTLY else 3]:
                operation.Case(path_parameters={"key": row.key}, headers=plain).call_and_validate()
        for mode in GenerationMode:

            @given(case=operation.as_strategy(generation_mode=mode))
            @settings(max_examples=CASES // 2, derandomize=True, suppress_health_check=list(HealthCheck))
            def ask(case: Any) -> None:
                assume(len(case.formatted_path + urlencode(case.query or {}, doseq=True)) < LONGEST_ADDRESS - 100)
                if case.query and case.meta.generation.mode.is_positive:
                    case.query = as_one_may_ask(case.query)
                case.call_and_validate(headers=plain)

            ask()
