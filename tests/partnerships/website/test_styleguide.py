"""The style guide shows every part, and only while developing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client
from django.utils.safestring import SafeString

from partnerships.website.templatetags import website
from partnerships.website.views.styleguide import TOKENS
from records.templatetags import described

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PUBLIC = ("articles", "partnerships", "records")


def parts() -> set[str]:
    root = Path(project.BASE_DIR) / "templates"
    return {path.relative_to(root).as_posix() for folder in PUBLIC for path in (root / folder).rglob("_*.html")}


def filters_that_write_html() -> set[str]:
    return {
        f"|{name}"
        for library in (described, website)
        for name, written in library.register.filters.items()
        if getattr(written, "__annotations__", {}).get("return") is SafeString
    }


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_part_is_shown(seeded: None, client: Client, settings: Any, language: str):
    settings.DEBUG = True
    response = client.get(f"{language}/styleguide/")
    assert response.status_code == 200
    shown = set(re.findall(r"<h3><code>([^<]+)</code></h3>", response.content.decode()))
    assert shown == parts() | filters_that_write_html()


def test_every_part_opens_with_what_it_takes():
    root = Path(project.BASE_DIR) / "templates"
    silent = [name for name in parts() if not (root / name).read_text(encoding="utf-8").startswith("{# ")]
    assert silent == []


def test_readers_do_not_find_it(client: Client):
    assert client.get("/styleguide/").status_code == 404


def test_without_seed_records_there_is_nothing_to_show(client: Client, settings: Any):
    settings.DEBUG = True
    assert client.get("/styleguide/").status_code == 404


def test_every_token_of_colour_is_named():
    css = (Path(project.BASE_DIR) / "static/tokens.css").read_text(encoding="utf-8")
    declared = re.search(r":root \{(.*?)\}", css, re.DOTALL)
    assert declared
    assert set(re.findall(r"--([\w-]+): #", declared[1])) == set(TOKENS)
