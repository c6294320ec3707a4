"""A new editor's way with a file, in a real browser: upload, look, confirm, mend, undo."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from partnerships.models import Agreement, Partner, Party
from people.models import Person

from . import factories as make
from .test_browser_pages import violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def editor(page: Page) -> Page:
    make.staff("editor", "lan")
    page.goto("/en/admin/")
    page.fill("#id_username", "lan")
    page.fill("#id_password", "mat-khau")
    page.get_by_role("button", name="Log in").click()
    return page


@pytest.fixture
def accessible(editor: Page, page_problems: list[str]) -> Callable[[], bool]:
    """Asks axe about our part of the page; the frame around it is Django's."""

    def ask() -> bool:
        assert violations(editor, "#content") == []
        page_problems[:] = [each for each in page_problems if "Applying inline style" not in each]  # axe's own
        return True

    return ask


def workbook(**sheets: list[list[str]]) -> dict[str, Any]:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    made.save(content)
    return {
        "name": "fpt.xlsx",
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": content.getvalue(),
    }


def test_another_providers_agreement_arrives_as_one_workbook_and_is_taken_back(
    editor: Page, accessible: Callable[[], bool]
):
    editor.get_by_role("link", name="Agreements", exact=True).first.click()
    editor.get_by_role("link", name="Import", exact=True).click()
    expect(editor.get_by_label("Table")).to_have_value("agreements")
    editor.get_by_label("File").set_input_files(
        workbook(
            agreements=[
                ["slug", "title", "kind", "signed"],
                ["fpt-quang-ninh-2024", "FPT – Quảng Ninh", "agreement", "12/3/2024"],
            ],
            parties=[
                ["agreement", "partner", "side", "role"],
                ["fpt-quang-ninh-2024", "fpt", "provider", "principal"],
                ["fpt-quang-ninh-2024", "bo-tai-chinh", "public_body", "principal"],
            ],
            partners=[
                ["slug", "name", "kind"],
                ["fpt", "Tập đoàn FPT", "group"],
                ["bo-tai-chinh", "Bộ Tài chính", "ministry"],
            ],
        )
    )
    editor.get_by_role("button", name="Upload and preview").click()
    expect(editor.locator("#import-state h2")).to_have_text("This would change. Nothing is written yet.")
    expect(editor.locator(".import-rows tbody tr")).to_have_count(5)
    signed = editor.locator(".import-rows tbody tr", has_text="FPT – Quảng Ninh").locator("ins", has_text="2024-03-12")
    expect(signed).to_be_visible()
    assert Agreement.objects.count() == Partner.objects.count() == 0
    assert accessible()

    editor.get_by_role("button", name="Confirm: write 5 rows").click()
    expect(editor.locator("#import-state h2")).to_have_text("Done. All changes are written.")
    agreement = Agreement.objects.get()
    assert (agreement.signed, agreement.status, Party.objects.count()) == ("2024-03-12", "draft", 2)
    editor.locator(".import-rows").get_by_role("link", name="fpt-quang-ninh-2024", exact=True).click()
    editor.get_by_role("link", name="History").click()
    editor.get_by_role("link", name="fpt.xlsx").click()

    editor.get_by_role("link", name="Undo this import…").click()
    expect(editor.locator("main")).to_contain_text("Partners: 2 rows that it made are deleted.")
    editor.get_by_role("button", name="Undo the import").click()
    expect(editor.locator("#import-state h2")).to_contain_text("is undone.")
    assert Agreement.objects.count() == Partner.objects.count() == 0


def test_a_spoiled_file_comes_back_with_its_errors_and_is_mended(
    editor: Page, accessible: Callable[[], bool], tmp_path: Path
):
    rows = [["slug", "name", "status"], ["le-a", "Lê A", "draft"], ["tran-b", "Trần B", "nháp"]]
    editor.goto("/en/admin/changesets/import/add/")
    editor.get_by_label("File").set_input_files(workbook(people=rows))
    editor.get_by_role("button", name="Upload and preview").click()
    expect(editor.locator("#import-state h2")).to_have_text("The file is refused. Nothing is written.")
    expect(editor.locator(".import-rows tbody tr").first).to_contain_text(
        "Status status “nháp” is none of these: draft; in_review (in review); published; withdrawn."
    )
    assert accessible()
    with editor.expect_download() as downloaded:
        editor.get_by_role("link", name="the file with its errors").click()
    assert downloaded.value.suggested_filename == "fpt-errors.xlsx"
    downloaded.value.save_as(mended := tmp_path / "fpt-errors.xlsx")
    book = load_workbook(mended)
    assert [cell.value for cell in book["people"][1]][:4] == ["error", "slug", "name", "status"]
    book["people"]["D3"] = "draft"
    book.save(mended)

    editor.goto("/en/admin/changesets/import/add/")
    editor.get_by_label("File").set_input_files(mended)
    editor.get_by_role("button", name="Upload and preview").click()
    editor.get_by_role("button", name="Confirm: write 2 rows").click()
    expect(editor.locator("#import-state h2")).to_have_text("Done. All changes are written.")
    assert list(Person.objects.order_by("slug").values_list("slug", flat=True)) == ["le-a", "tran-b"]


def test_no_page_is_wider_than_a_phone_that_of_columns_too(editor: Page, accessible: Callable[[], bool]):
    editor.set_viewport_size({"width": 360, "height": 740})
    for address in ("/en/admin/changesets/import/", "/en/admin/changesets/import/add/"):
        editor.goto(address)
        assert editor.evaluate("document.documentElement.scrollWidth") == 360, address
    sheet = "STT,Tên,Đối tác,Đại diện\n1,Hợp tác,UBND tỉnh Lào Cai,Lê A\n".encode()
    editor.get_by_label("File").set_input_files({"name": "cua toi.csv", "mimeType": "text/csv", "buffer": sheet})
    editor.get_by_role("button", name="Upload and preview").click()
    expect(editor.locator("h1")).to_have_text("What is each column?")
    editor.wait_for_load_state()  # a page without its style sheets is wider
    assert editor.evaluate("document.documentElement.scrollWidth") == 360
    assert accessible()
    editor.get_by_label("Đại diện").select_option("signatories.signed")
    editor.get_by_role("button", name="Read with these columns").click()
    left = "Left out of the file: 1 column (“STT”) and 0 rows."
    expect(editor.locator("#import-summary-heading ~ ul")).to_contain_text(left)
