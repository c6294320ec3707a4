"""Every example of docs/api.md is asked of the seed register, and every example of the OpenAPI document."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from email.message import Message
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import quote
from urllib.request import HTTPHandler, build_opener
from urllib.response import addinfourl

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.one_database

DOCUMENT = (settings.BASE_DIR / "docs/api.md").read_text(encoding="utf-8")
HERE = "http://127.0.0.1:8000"


class ToTheRegister(HTTPHandler):
    """What programs ask of the register by `urllib` is answered here."""

    def http_open(self, request: Any) -> Any:
        answer = Client(headers=dict(request.header_items())).get(request.full_url.removeprefix(HERE))
        headers = Message()
        for name, value in answer.items():
            headers[name] = value
        found: Any = addinfourl(BytesIO(b"".join(answer)), headers, request.full_url, answer.status_code)
        found.msg = answer.reason_phrase
        return found


def test_every_address_of_the_document_finds_something(seeded: None) -> None:
    addresses = re.findall(rf"curl '{HERE}([^']+)'", DOCUMENT)
    assert len(addresses) > 8
    for address in addresses:
        answer = Client().get(address)
        assert answer.status_code == 200, address
        if "results" in (body := answer.json() if answer["Content-Type"].endswith("json") else {}):
            assert body["results"], address


def test_every_program_of_the_document_runs(seeded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    # Tests after this one reach what they name again.
    monkeypatch.setattr("urllib.request.urlopen", build_opener(ToTheRegister()).open)
    for program in re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL):
        said = StringIO()
        with redirect_stdout(said):
            exec(compile(program, "docs/api.md", "exec"), {"__name__": "__main__"})
        if "indicator=" in program:
            lines = [line.split() for line in said.getvalue().splitlines()]
            assert lines == [["2011", "thai-binh", "#" * 56, "56"], ["2013", "thai-binh", "#" * 21, "21"]]


def test_every_parameter_is_described_and_its_example_answered(seeded: None) -> None:
    client = Client(headers={"accept-language": "en"})
    paths = client.get("/api/v1/schema/?format=json").json()["paths"]
    for path, operations in paths.items():
        for parameter in operations["get"].get("parameters", ()):
            assert len(parameter.get("description", "")) > 3, (path, parameter["name"])
            if (example := parameter.get("example")) is not None and parameter["in"] == "query":
                values = example if isinstance(example, list) else [example]
                query = "&".join(f"{parameter['name']}={quote(str(value))}" for value in values)
                if parameter["name"] == "certainly":
                    query += "&lifecycle=expired"
                answer = client.get(f"{path}?{query}")
                assert answer.status_code == 200, (path, query, answer.content)
