"""Reading a page as a test does: the texts of its elements, where its links lead and what it asks the database."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

VOID = {"meta", "link", "input", "br", "hr", "img"}
INLINE = {"a", "span", "strong", "q", "small", "time", "code", "cite"}


class _Reader(HTMLParser):
    def __init__(self, tag: str, of_class: str) -> None:
        super().__init__()
        self.tag, self.of_class = tag, of_class
        self.open: list[tuple[str, list[str] | None]] = []
        self.found: list[list[str]] = []
        self.attributes: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        wanted = tag == self.tag and (not self.of_class or self.of_class in (given.get("class") or "").split())
        pieces: list[str] | None = [] if wanted else None
        if pieces is not None:
            self.found.append(pieces)
            self.attributes.append(given)
        if tag not in VOID:
            self.open.append((tag, pieces))
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass
        self._part(tag)

    def _part(self, tag: str) -> None:
        """A block parts words even where no space does."""
        if tag not in INLINE:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        for _tag, pieces in self.open:
            if pieces is not None:
                pieces.append(data)


def _read(response: Any, tag: str, of_class: str) -> _Reader:
    reader = _Reader(tag, of_class)
    reader.feed(response.content.decode())
    return reader


def texts(response: Any, tag: str, of_class: str = "") -> list[str]:
    """The text of each `tag` (of the class), its spaces collapsed."""
    return [" ".join("".join(pieces).split()) for pieces in _read(response, tag, of_class).found]


def attributes(response: Any, tag: str, name: str, of_class: str = "") -> list[str]:
    """The attribute `name` of each `tag` (of the class) that has it."""
    return [value for given in _read(response, tag, of_class).attributes if (value := given.get(name)) is not None]


def slugs(response: Any) -> list[str]:
    """The last word of the address behind each row of a list."""
    return [row.slug for row in response.context["rows"]]


def queries(client: Client, address: str) -> int:
    """How many queries the page at the address takes."""
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
        assert response.status_code == 200
        b"".join(response)  # a download asks while it is read
    return len(asked)
