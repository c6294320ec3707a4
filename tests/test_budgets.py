"""What a page may cost its reader: bytes that travel, requests, and nothing from anybody else."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from config.stylesheets import SHEET, joined

from .every_page import PAGES
from .pages import attributes

pytestmark = pytest.mark.one_database

# A page with everything it needs; the letters are sent once and kept for a year.
MOST_BYTES = 50_000
MOST_BYTES_OF_LETTERS = 69_000
MOST_REQUESTS = 6
_IN_STYLES = re.compile(r"""url\(\s*["']?(?!data:|#)([^"')]+)""")
_SIGNS = re.compile(r'<use href="([^"#]+)#')
_ABOUT = {"canonical", "alternate", "next", "prev"}  # links that nothing is loaded by


def loaded(response: Any) -> list[str]:
    """The addresses that a browser asks for to show the page."""
    kinds = attributes(response, "link", "rel")
    links = [
        address for kind, address in zip(kinds, attributes(response, "link", "href"), strict=True) if kind not in _ABOUT
    ]
    signs = set(_SIGNS.findall(response.content.decode()))
    return [*links, *signs, *attributes(response, "script", "src"), *attributes(response, "img", "src")]


def content_of(address: str) -> bytes:
    """A static file as it is collected: the sheet with its parts in it."""
    name = address.removeprefix(settings.STATIC_URL)
    if name == SHEET:
        return joined(collected()).encode()
    path = finders.find(name)
    assert path, f"{address} is no static file of ours"
    return Path(path).read_bytes()


def collected() -> dict[str, tuple[Any, str]]:
    return {path: (storage, path) for finder in finders.get_finders() for path, storage in finder.list([])}


def packed(address: str) -> dict[str, int]:
    """The bytes of a static file as WhiteNoise sends it, and of those that it names."""
    content = content_of(address)
    # Letters are packed already.
    found = {address: len(content if address.endswith(".woff2") else gzip.compress(content))}
    if address.endswith(".css"):
        for named in _IN_STYLES.findall(content.decode()):
            found |= packed(urljoin(address, named))
    return found


@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_are_light_and_ask_nobody_else(seeded: None, client: Client, language: str):
    for address in PAGES:
        response = client.get(f"{language}{address}", headers={"Accept-Encoding": "gzip"})
        assert response.status_code == 200, address
        page = len(response.content)
        files: dict[str, int] = {}
        for each in loaded(client.get(f"{language}{address}")):
            assert not urlsplit(each).netloc, f"{address} loads {each}"
            files |= packed(each)
        letters = [files.pop(each) for each in list(files) if each.endswith(".woff2")]
        assert len(letters) == 4
        assert sum(letters) < MOST_BYTES_OF_LETTERS
        assert page + sum(files.values()) < MOST_BYTES, (address, page, files)
        assert len(files) < MOST_REQUESTS, (address, files)


def test_the_sheet_is_sent_as_one_file():
    parts = Path(settings.BASE_DIR) / "static/site"
    sheet = joined(collected())
    assert "@import" not in sheet
    assert all(part.read_text(encoding="utf-8") in sheet for part in parts.glob("*.css"))
