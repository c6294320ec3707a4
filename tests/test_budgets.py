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

from .pages import attributes

pytestmark = pytest.mark.one_database

# Issue 4: under 100 kB a page, everything it needs included, without the map.
MOST_BYTES = 100_000
MOST_BYTES_OF_MAP = 200_000
MOST_REQUESTS = 6
PAGES = (
    "/",
    "/agreements/",
    "/agreements/bac-kan-2015/",
    "/partners/",
    "/partners/vnpt/",
    "/partners/vnpt/brief/",
    "/people/",
    "/people/pham-duc-long/",
    "/articles/",
    "/articles/vnpt-nghe-an-2020/",
    "/topics/ha-tang/",
    "/solutions/vnpt-ioffice/",
    "/indicators/xep-hang-ung-dung-cntt/",
    "/trends/",
    "/claims/",
    "/commitments/",
    "/about/",
    "/corrections/",
    "/places/",
    "/places/hung-yen/",
    "/compare/?agreement=nghe-an-2014&agreement=nghe-an-2020",
    "/search/?q=thai+binh",
    "/data/",
)
_IN_STYLES = re.compile(r"""url\(\s*["']?(?!data:|#)([^"')]+)""")
_ABOUT = {"canonical", "alternate", "next", "prev"}  # links that nothing is loaded by


def loaded(response: Any) -> list[str]:
    """The addresses that a browser asks for to show the page."""
    kinds = attributes(response, "link", "rel")
    links = [
        address for kind, address in zip(kinds, attributes(response, "link", "href"), strict=True) if kind not in _ABOUT
    ]
    return [*links, *attributes(response, "script", "src"), *attributes(response, "img", "src")]


def packed(address: str) -> dict[str, int]:
    """The bytes of a static file as WhiteNoise sends it, and of those that it names."""
    path = finders.find(address.removeprefix(settings.STATIC_URL))
    assert path, f"{address} is no static file of ours"
    content = Path(path).read_bytes()
    found = {address: len(gzip.compress(content))}
    if address.endswith(".css"):
        for named in _IN_STYLES.findall(content.decode()):
            found |= packed(urljoin(address, named))
    return found


@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_are_light_and_ask_nobody_else(seeded: None, client: Client, language: str):
    for address in (*PAGES, "/map/"):
        response = client.get(f"{language}{address}", headers={"Accept-Encoding": "gzip"})
        assert response.status_code == 200, address
        page = len(response.content)
        files: dict[str, int] = {}
        for each in loaded(client.get(f"{language}{address}")):
            assert not urlsplit(each).netloc, f"{address} loads {each}"
            files |= packed(each)
        most = MOST_BYTES_OF_MAP if address == "/map/" else MOST_BYTES
        assert page + sum(files.values()) < most, (address, page, files)
        assert len(files) < MOST_REQUESTS, (address, files)
