"""What the API answers is what its OpenAPI document says, whatever it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import checks

from config.wsgi import application
from tests import NIGHTLY, factories

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the test's transaction over requests, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
def test_answers_are_as_documented() -> None:
    register: dict[str, Any] = factories.whole_register()
    plain = {"Accept-Encoding": "identity"}  # a WSGI client unpacks nothing
    document = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)
    for found in document.get_all_operations():
        operation: Any = found.ok()
        if "{key}" in operation.path:
            key = register[operation.path.split("/")[3]].key
            operation.Case(path_parameters={"key": key}, headers=plain).call_and_validate(checks=CHECKS)
        else:
            operation.Case(headers=plain).call_and_validate(checks=CHECKS)

        @given(case=operation.as_strategy())
        @settings(max_examples=10 if NIGHTLY else 1, derandomize=True, suppress_health_check=list(HealthCheck))
        def ask(case: Any) -> None:
            case.call_and_validate(checks=CHECKS, headers=plain)

        ask()
