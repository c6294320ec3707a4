"""The search box in a real browser: suggestions while typing, by keyboard, and the same search without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .test_browser_pages import violations


@pytest.mark.parametrize("address", ["/", "/search/"])
def test_names_are_suggested_while_typing(seeded: None, page: Page, page_problems: list[str], address: str):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address)
    box, links = page.locator("#q"), page.locator("#suggestions a")
    expect(links).to_have_count(0)
    box.press_sequentially("thai b", delay=20)
    expect(links.first).to_have_text(re.compile("Tỉnh Thái Bình"))
    expect(page.locator("#suggestions mark").nth(1)).to_have_text("Bình")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert violations(page) == []
    page_problems[:] = [each for each in page_problems if "Applying inline style" not in each]  # axe's own
    box.press_sequentially("zzz", delay=20)
    expect(links).to_have_count(0)
    expect(page.locator("#suggested")).to_have_text(re.compile("Không có tên"))
    box.fill("thai b")
    expect(links.first).to_be_visible()
    # A combobox: how many there are is said, arrows choose, Escape closes, Enter opens what is chosen.
    number = links.count()
    expect(page.locator("#suggested")).to_have_text(re.compile(rf"^{number} "))
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("Escape")
    expect(links).to_have_count(0)
    box.fill("thai bi")
    expect(links.first).to_be_visible()
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-1")
    expect(links.first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/places/thai-binh/$"))


def test_the_box_searches_with_enter_and_without_scripts(seeded: None, browser: Browser, live_server: Any):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    plain = context.new_page()
    plain.goto("/")
    plain.locator("#q").fill("thai binh")
    plain.locator("#q").press("Enter")
    expect(plain).to_have_url(re.compile(r"/search/\?q=thai\+binh$"))
    expect(plain.locator("mark").first).to_have_text("Thái Bình")
    context.close()
