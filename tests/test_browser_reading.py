"""From a pasted article to a package in review, in a real browser: few clicks, few pages, no name typed again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from articles.models import Article
from partnerships.models import Agreement, Partner, Party

from . import factories as make
from .test_browser_desk import sign_in
from .test_browser_pages import violations

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = """Nghệ An và VNPT ký thỏa thuận hợp tác chiến lược

10:15, 19/12/2020

Ngày 18/12, tại thành phố Vinh, UBND tỉnh Nghệ An và Tập đoàn VNPT ký thỏa thuận hợp tác chiến lược 2020 - 2025.

Thay mặt hai bên, ông Trần Văn Lam, Chủ tịch UBND tỉnh Nghệ An và bà Lê Thị Sông, Phó Tổng Giám đốc VNPT ký thỏa thuận.

Hai bên thống nhất hợp tác trên 2 nội dung gồm: xây dựng chính quyền điện tử; bảo đảm an toàn thông tin.

Hà Bút
"""


def register() -> Partner:
    make.staff("editor", "lan")
    nghe_an = make.area("nghe-an", name="Nghệ An", designation="tỉnh")
    make.topic("an-toan-thong-tin", label_vi="An toàn thông tin", label_en="Information security")
    make.partner("ubnd-nghe-an", name="UBND tỉnh Nghệ An", kind=Partner.Kind.PEOPLES_COMMITTEE, area=nghe_an)
    return make.partner("vnpt", name="Tập đoàn VNPT")


def kept() -> Article:
    return make.article("bai", full_text=TEXT.replace("\n\n", "\n").strip(), published="2020-12-19", status="draft")


def test_a_pasted_article_becomes_a_package_in_review(page: Page, page_problems: list[str]):
    register()
    sign_in(page, "lan")
    clicked, loads = [], []
    page.on("load", lambda loaded: loads.append(loaded.url))

    def click(button: Locator) -> None:
        button.click()
        page.wait_for_load_state()
        clicked.append(button)

    page.set_default_timeout(30_000)  # what is submitted is tried out
    page.goto("/en/admin/read/")
    page.fill("#id_text", TEXT)
    click(page.get_by_role("button", name="Keep and read it"))
    click(page.locator("#reading-sure"))
    for key in page.locator('[data-draft][data-state=""]:has(.desk-decided)').evaluate_all(
        "all => all.map(each => each.id)"
    ):
        click(page.locator(f"#{key}").get_by_label("Accept", exact=True))
    expect(page.locator("#reading-tally")).to_contain_text("open 0")
    click(page.get_by_role("button", name="Make the package"))
    click(page.get_by_role("button", name="Submit for review"))
    expect(page.locator(".messagelist")).to_contain_text("in review")
    assert len(loads) <= 4, loads
    assert len(clicked) <= 25
    agreement = Agreement.objects.get()
    assert (agreement.status, agreement.period) == ("in_review", "2020/2025")
    assert {*Party.objects.values_list("partner__slug", flat=True)} == {"ubnd-nghe-an", "vnpt"}


def test_keys_decide_and_cite_while_no_field_has_the_focus(page: Page, page_problems: list[str]):
    register()
    article = kept()
    sign_in(page, "lan")
    page.goto(f"/en/admin/read/{article.pk}/")
    tally = page.locator("#reading-tally")
    expect(tally).to_contain_text("accepted 0")
    agreement = page.locator("[data-draft]", has_text="2020–2025").first
    while not agreement.evaluate("each => each.classList.contains('desk-now')"):
        page.keyboard.press("j")
    page.keyboard.press("x")
    expect(tally).to_contain_text("dropped 1")
    page.keyboard.press("z")
    expect(tally).to_contain_text("dropped 0")
    page.keyboard.press("Enter")
    expect(tally).to_contain_text("accepted 1")
    page.keyboard.press("k")
    page.keyboard.press("g")
    page.keyboard.press("3")
    passages = agreement.locator("[data-passages]")
    assert "paragraph-3" in passages.input_value()
    page.keyboard.press("e")
    expect(agreement.locator("details input").first).to_be_focused()
    page.keyboard.type("xjz")  # typing stays typing
    expect(tally).to_contain_text("accepted 1 ")
    signed = agreement.get_by_label("Date of signing")
    signed.focus()
    page.get_by_role("button", name="Cite paragraph 2").click()
    expect(signed).to_be_focused()
    (cited,) = (each for each in passages.input_value().split(";") if each.startswith("paragraph-2"))
    assert "@signed" in cited
    agreement.locator("summary").focus()
    page.keyboard.press("Shift+X")
    expect(tally).to_contain_text("dropped 1")
    page.keyboard.press("?")
    page.get_by_label("Single letters").uncheck()
    page.locator("h1").click()
    page.keyboard.press("z")
    expect(tally).to_contain_text("dropped 1")


@pytest.mark.parametrize("width", [1280, 768, 360])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(page: Page, page_problems: list[str], width: int):
    register()
    article = kept()
    sign_in(page, "lan")
    page.set_viewport_size({"width": width, "height": 740})
    for language in ("", "/en"):
        for address in ("read/", f"read/{article.pk}/"):
            page.goto(f"{language}/admin/{address}")
            assert violations(page, "#content") == [], address
            assert page.evaluate("document.documentElement.scrollWidth") == width, address
    page_problems[:] = [each for each in page_problems if "Applying inline style" not in each]  # axe's own
