"""What lists download for people, and what for programs."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from partnerships.models import Clause
from partnerships.website.record_pages import RECORD_PAGES
from records.export import readable
from records.export.formats import FORMATS
from records.export.readable import columns_of
from tests.pages import attributes, texts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def sheets(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200, address
    return openpyxl.load_workbook(io.BytesIO(response.getvalue())).worksheets


def test_a_list_downloads_for_people_in_words(seeded: None, client: Client):
    listed, about = sheets(client, "/en/agreements/?province=bac-kan&format=readable")
    assert [sheet.title for sheet in (listed, about)] == ["Agreements", "What the columns mean"]
    headings, *rows = listed.values
    first = dict(zip(headings, rows[0], strict=True))
    assert len(rows) == 2
    assert [first[name] for name in ("Kind", "Date of signing", "Period", "Lifecycle", "Lifecycle certain")] == [
        "cooperation agreement",
        "2020 (year inferred)",
        "2020–2025",
        "expired",
        "yes",
    ]
    assert first["Address of the page"] == "http://testserver/en/agreements/bac-kan-2020/"
    assert first["Provinces now"] == "Thái Nguyên province"
    assert first["Name in English"].startswith("Strategic cooperation agreement between VNPT and Bắc Kạn Provincial")
    (listed, _about) = sheets(client, "/agreements/?province=bac-kan&format=readable")
    assert "Name in English" not in next(listed.values)
    assert "Date of signing, earliest day" not in headings
    # Every column is explained, and dates are texts that no spreadsheet reads as days.
    assert [row[0] for row in about.values][1:-1] == list(headings)
    assert all(isinstance(value, str | int | None) for row in rows for value in row)


def test_a_download_for_people_reads_the_names_that_some_rows_use_and_no_more(
    seeded: None, client: Client, monkeypatch: pytest.MonkeyPatch
):
    address = "/en/partners/?format=readable"
    listed, _about = sheets(client, address)
    asked: list[set[str]] = []
    read = readable._words_of

    def noted(column: Any, collection: str, root: str, values: Any) -> Any:
        if column.name == "parent":
            asked.append({*values})
        return read(column, collection, root, values)

    monkeypatch.setattr(readable, "AT_ONCE", 7)
    monkeypatch.setattr(readable, "_words_of", noted)
    with CaptureQueriesContext(connection) as queries:
        assert [*sheets(client, address)[0].values] == [*listed.values]
    assert len(asked) == -(-(listed.max_row - 1) // 7)
    names = [query["sql"] for query in queries if 'FROM "partnerships_area"' in query["sql"]]
    assert names
    assert all('"slug" IN' in query or '"id" IN' in query for query in names if "LIMIT" not in query)


@pytest.mark.parametrize("model", [*RECORD_PAGES, Clause])
def test_every_list_says_which_download_is_for_whom(seeded: None, client: Client, model: Any):
    with translation.override("en"):
        address = reverse("commitments" if model is Clause else model.collection)
    page = client.get(address)
    (downloads,) = texts(page, "div", "downloads")
    assert "For people: Excel names" in downloads
    assert f"For programs: {' '.join(FORMATS).upper()} API keys" in downloads
    assert {f"?format={ending}" for ending in ("readable", "csv", "xlsx", "json")} <= {*attributes(page, "a", "href")}
    assert attributes(page, "a", "data-copy") == ["Copy as API call"]
    _headings, *rows = sheets(client, f"{address}?format=readable")[0].values
    assert rows
    # What has a label is said by it.
    terms = {term for column in columns_of(model) for term, _label in column.terms if "_" in term}
    assert not terms & {value for row in rows for value in row if isinstance(value, str)}
    assert client.get(f"{address}?format=readble").status_code == 400
