"""Reading a page as a test does: the texts of its elements, where its links lead and what it asks the database."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from records.noting import catch_up

VOID = {"meta", "link", "input", "br", "hr", "img"}
INLINE = {"a", "span", "strong", "q", "small", "time", "code", "cite"}


class _Reader(HTMLParser):
    """Each element with its attributes and where its texts begin and end among all of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None], slice]] = []
        self.open: list[tuple[str, int]] = []
        self.feed(page)
        while self.open:
            self._ends()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part(tag)
        if tag not in VOID:
            self.open.append((tag, len(self.elements)))
        self.elements.append((tag, dict(attrs), slice(len(self.pieces), len(self.pieces))))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self._ends() != tag:
            pass
        self._part(tag)

    def _ends(self) -> str:
        tag, place = self.open.pop()
        _tag, given, begun = self.elements[place]
        self.elements[place] = (tag, given, slice(begun.start, len(self.pieces)))
        return tag

    def _part(self, tag: str) -> None:
        """A block parts words even where no space does."""
        if tag not in INLINE:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


_read = lru_cache(maxsize=8)(_Reader)  # a test asks a page several times


def _elements(response: Any, tag: str, of_class: str) -> Iterator[tuple[dict[str, str | None], str]]:
    page = _read(response.content.decode())
    for name, given, texts_of in page.elements:
        if name == tag and (not of_class or of_class in (given.get("class") or "").split()):
            yield given, "".join(page.pieces[texts_of])


def texts(response: Any, tag: str, of_class: str = "") -> list[str]:
    """The text of each `tag` (of the class), its spaces collapsed."""
    return [" ".join(text.split()) for _given, text in _elements(response, tag, of_class)]


def attributes(response: Any, tag: str, name: str, of_class: str = "") -> list[str]:
    """The attribute `name` of each `tag` (of the class) that has it."""
    found = (given.get(name) for given, _text in _elements(response, tag, of_class))
    return [value for value in found if value is not None]


def slugs(response: Any) -> list[str]:
    """The last word of the address behind each row of a list."""
    return [row.slug for row in response.context["rows"]]


def queries(client: Client, address: str, status: int = 200) -> int:
    """How many queries the page at the address takes."""
    caches["pages"].clear()
    while not catch_up():
        pass
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
        assert response.status_code == status
        b"".join(response)  # a download asks while it is read
    return len(asked)
