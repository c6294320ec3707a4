"""From a pasted article to a package in review, in a real browser: few clicks, few pages, no name typed again."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

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
    expect(page.get_by_label("Text of the article")).to_be_focused()
    expect(page.get_by_text("Address:")).to_be_visible()
    page.fill("#id_text", TEXT)
    click(page.get_by_role("button", name="Keep and read it"))
    click(page.locator("#reading-sure"))
    for key in page.locator('[data-draft][data-state=""]:has(.desk-decided)').evaluate_all(
        "all => all.map(each => each.id)"
    ):
        click(page.locator(f"#{key}").get_by_label("Accept", exact=True))
    expect(page.locator("#reading-tally")).to_contain_text("open 0")
    click(page.get_by_role("button", name="Make the package").last)
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
    assert "paragraph 3" in passages.input_value()
    page.keyboard.press("e")
    expect(agreement.locator("details input").first).to_be_focused()
    page.keyboard.type("xjz")  # typing stays typing
    expect(tally).to_contain_text("accepted 1 ")
    signed = agreement.get_by_label("Date of signing")
    signed.focus()
    page.get_by_role("button", name="Cite paragraph 2").click()
    expect(signed).to_be_focused()
    (cited,) = (each for each in passages.input_value().split(";") if each.strip().startswith("paragraph 2"))
    assert "Date of signing" in cited
    agreement.locator("summary").focus()
    page.keyboard.press("Shift+X")
    expect(tally).to_contain_text("dropped 1")
    page.keyboard.press("?")
    page.get_by_label("Single letters").uncheck()
    page.locator("h1").click()
    page.keyboard.press("z")
    expect(tally).to_contain_text("dropped 1")


def test_enter_in_a_field_takes_its_own_draft_and_escape_leaves_it(page: Page, page_problems: list[str]):
    register()
    article = kept()
    sign_in(page, "lan")
    page.goto(f"/en/admin/read/{article.pk}/")
    address, tally = page.url, page.locator("#reading-tally")
    agreement = page.locator("[data-draft]", has_text="2020–2025").first
    agreement.locator("summary").click()
    title = agreement.get_by_label("Title", exact=True)
    title.fill("Thỏa thuận khác")
    title.press("Escape")
    expect(agreement).to_be_focused()
    page.keyboard.press("x")
    expect(tally).to_contain_text("dropped 1")
    page.keyboard.press("z")
    title.press("Enter")
    expect(tally).to_contain_text("accepted 1 ")
    expect(agreement).to_have_attribute("data-state", "accept")
    assert page.url == address
    page.keyboard.press("j")  # a key of the list again
    page.keyboard.press("Control+Enter")
    page.locator("#decision").wait_for()
    assert Agreement.objects.get().title == "Thỏa thuận khác"


def test_enter_in_a_field_sends_nothing_without_a_script(browser: Browser, live_server: Any, page: Page):
    register()
    article = kept()
    sign_in(page, "lan")
    without = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    without.add_cookies(page.context.cookies())
    plain = without.new_page()
    plain.goto(f"/en/admin/read/{article.pk}/")
    sent: list[str] = []
    plain.on("request", lambda request: sent.append(request.method))
    plain.locator("summary", has_text="Edit").first.click()
    plain.locator(".desk-draft details input").first.press("Enter")
    plain.locator(".desk-draft details input").first.press("End")
    plain.get_by_role("button", name="Accept all that is sure").click()
    expect(plain.locator(".messagelist")).to_contain_text("Accepted as sure")
    assert sent.count("POST") == 1
    without.close()


def test_all_that_is_sure_counts_down_says_what_it_did_and_is_taken_back_as_one(page: Page, page_problems: list[str]):
    register()
    article = kept()
    sign_in(page, "lan")
    page.goto(f"/en/admin/read/{article.pk}/")
    sure, tally, said = (page.locator(f"#reading-{name}") for name in ("sure", "tally", "said"))
    before = int(sure.locator("span").inner_text())
    assert before > 2
    page.locator("[data-sure]:has(.desk-decided)").first.get_by_label("Drop").check()
    expect(sure).to_have_text(f"Accept all that is sure ({before - 1})")
    sure.press("Enter")
    expect(sure).to_have_text("Accept all that is sure (0)")
    expect(said).to_have_text(f"Accepted as sure: {before - 1}. Z takes them back as one.")
    expect(tally).to_contain_text(f"accepted {before - 1} ")
    page.keyboard.press("z")
    expect(tally).to_contain_text("accepted 0 ")
    expect(tally).to_contain_text("dropped 1")
    expect(sure).to_have_text(f"Accept all that is sure ({before - 1})")


def test_what_is_clicked_does_not_move_away_from_the_pointer(page: Page, page_problems: list[str]):
    register()
    article = kept()
    sign_in(page, "lan")
    page.set_viewport_size({"width": 1280, "height": 3000})  # nothing is scrolled to
    page.goto(f"/en/admin/read/{article.pk}/")
    for each in page.locator("[data-draft]").get_by_label("Accept", exact=True).all():
        each.check()
    expect(page.locator("#reading-tally")).to_contain_text("open 0")


def test_the_package_is_made_at_the_end_as_well_and_marks_stand_apart(page: Page, page_problems: list[str]):
    register()
    article = kept()
    sign_in(page, "lan")
    page.goto(f"/en/admin/read/{article.pk}/")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.get_by_role("button", name="Make the package").last).to_be_in_viewport()
    page.keyboard.press("?")
    expect(page.locator("#desk-keys")).to_contain_text("Ctrl+Enter Make the package")
    expect(page.locator("#desk-keys ul")).to_be_in_viewport()
    for text in page.locator(".desk-at p").all_inner_texts():
        assert not re.search(r"[0-9]{3,}", text.replace("2020", "").replace("2025", "")), text


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
