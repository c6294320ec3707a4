"""The pages in a real browser: accessible, whole on a phone, usable by keyboard and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests import NIGHTLY
from tests.every_page import PAGES
from tests.pages import VOID
from tests.partnerships.website.test_brief import ADDRESSES, many

ERRORS = ("/agreements/?provnce=hung-yen", "/compare/?agreement=khong-co", "/nothing/here/")
# A page and its twin differ in their words alone: by day one of both is looked at, turn about, by night each.
LOOKED_AT = [
    f"{language}{address}"
    for n, address in enumerate((*PAGES, *ERRORS))
    for english, language in enumerate(("", "/en"))
    if NIGHTLY or english == n % 2
]


RUN_AXE = """([context, options]) => axe.run(context ?? document, options).then(
    results => results.violations.map(each => `${each.id}: ${each.nodes[0].html}`)
)"""


def violations(page: Page, context: Any = None, **options: Any) -> list[str]:
    """What axe objects to in the page, or in `context` of it: the rule and the first element.

    It is asked for nothing else: listing all that is well takes longer than looking. Nor does it load the style sheets
    again, which only rules need that are off.
    """
    asked = {"preload": False, "resultTypes": ["violations"], "selectors": False, **options}
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN_AXE, [context, asked])
    return found


def test_axe_finds_nothing_on_any_kind_of_page(seeded: None, page: Page, page_problems: list[str]):
    for address in LOOKED_AT:
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(address)
        assert violations(page) == [], address
        page.emulate_media(color_scheme="dark")
        assert violations(page, runOnly=["color-contrast"]) == [], f"{address} in the dark"
    # Axe itself tries a style of its own, and the last addresses are errors.
    expected = ("Applying inline style", "status of 40")
    page_problems[:] = [found for found in page_problems if not any(each in found for each in expected)]


# With everything opened that can be: what lies in a closed one waits for it.
OPEN = """() => [...document.querySelectorAll("details")].slice(0, 8).forEach(details => {
    const summary = details.querySelector("summary")
    if (summary.getClientRects().length) summary.click()
})"""


def test_no_page_is_wider_than_a_phone(seeded: None, page: Page):
    page.set_viewport_size({"width": 360, "height": 740})
    for address in (*PAGES, *(f"/en{each}" for each in PAGES)):
        page.goto(address)
        page.evaluate(OPEN)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, address


LINES = "button => { const all = new Range(); all.selectNodeContents(button); return all.getClientRects().length }"


BLOCKS = (
    "address, article, aside, details, dialog, div, dl, fieldset, figure, footer, form, h1, h2, h3, h4, header, hr, "
    "main, nav, ol, p, pre, search, section, table, ul"
)
# What the browser makes of the text of a page, element by element; what stands where none may; what leads nowhere.
MADE_OF = """([text, blocks]) => {
    const parsed = new DOMParser().parseFromString(text, "text/html")
    const all = [...parsed.querySelectorAll("*")], ids = all.map(each => each.id).filter(Boolean)
    const below = "abbr cite code em q small span strong time label button summary p h1 h2 h3 h4 dt"
    const odd = below.split(" ").flatMap(tag => [...parsed.querySelectorAll(`${tag} > :is(${blocks})`)])
        .filter(each => !(each.parentElement.matches("summary") && each.matches("h2, h3, h4")))
    const astray = all.filter(each => each.matches("ul > :not(li), ol > :not(li), dl > :not(div, dt, dd)")
        || each.matches("li") && !each.textContent.trim() && !each.querySelector("svg, input"))
    const led = ["for", "aria-labelledby", "aria-describedby", "aria-controls", "headers"].flatMap(name =>
        all.flatMap(each => (each.getAttribute(name) || "").split(/\\s+/).filter(Boolean)))
    const ways = [...parsed.querySelectorAll("[href^='#']")].map(each => each.getAttribute("href").slice(1))
    const lost = [...led, ...ways.filter(Boolean)]
    return [all.map(each => each.localName.toLowerCase()),
        [...new Set([...odd, ...astray].map(each => `${each.parentElement.localName} > ${each.localName}`)),
         ...ids.filter((id, at) => ids.indexOf(id) < at).map(id => `#${id} twice`),
         ...lost.filter(id => !parsed.getElementById(id)).map(id => `no #${id}`)]]
}"""


class Written(HTMLParser):
    """The elements of a page as they are written, and what is written that a browser would have to put right."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)
        self.close()
        self.wrong += [f"<{tag}> is left open" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.elements.append(tag)
        if len(dict(attrs)) < len(attrs):
            self.wrong.append(f"<{tag}> has an attribute twice")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> ends nothing")


def test_pages_are_written_as_a_browser_reads_them(seeded: None, page: Page):
    for address in LOOKED_AT:
        text = page.request.get(address).text()
        written, (elements, wrong) = Written(text), page.evaluate(MADE_OF, [text, BLOCKS])
        assert (written.wrong, wrong) == ([], []), address
        assert elements == written.elements, address


def test_search_button_is_one_line(seeded: None, page: Page):
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 740})
        for address in ("/", "/search/"):
            page.goto(address)
            assert page.locator("main .search button").evaluate(LINES) == 1, (address, width)


def test_keyboard_reaches_the_content_first_and_the_filters_in_order(seeded: None, page: Page):
    page.goto("/en/agreements/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("name", "search")
    page.keyboard.type("thai binh")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_have_text("1 agreement")


def test_a_long_filter_is_typed_in_and_closes_by_escape_and_by_a_click_outside(seeded: None, page: Page):
    page.goto("/en/agreements/")
    facet = page.locator(".facet", has=page.locator("[name=topic]"))
    summary = facet.locator("summary").first
    summary.click()
    facet.get_by_role("searchbox").press_sequentially("SMART c")
    expect(facet.locator("label:visible")).to_have_text([re.compile(r"Smart city \d+")])
    page.keyboard.press("Escape")
    expect(facet).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()
    summary.click()
    facet.get_by_role("searchbox").click()
    page.locator("h1").click()
    expect(facet).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()
    summary.click()
    page.locator("#filter-search").click()
    expect(facet).not_to_have_attribute("open", "")
    expect(page.locator("#filter-search")).to_be_focused()


@pytest.fixture
def scriptless(browser: Browser, live_server: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_reader_without_scripts_filters_reads_and_checks_the_source(seeded: None, scriptless: Page):
    page = scriptless
    page.goto("/en/agreements/")
    page.locator("summary", has_text="Province or district").click()
    page.get_by_label("Hưng Yên 2", exact=True).check()
    page.locator(".facet[open] button").click()
    expect(page.locator("#found")).to_have_text("2 agreements")
    page.get_by_role("link", name=re.compile("Thái Bình.*, 2014–2020")).click()
    expect(page.locator("h1")).to_contain_text("Thái Bình")
    page.locator("#vnpt-thai-binh-2014-paragraph-2").get_by_role("link", name="In its article").click()
    expect(page).to_have_url("/en/articles/vnpt-thai-binh-2014/#paragraph-2")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page).to_have_url("/articles/vnpt-thai-binh-2014/")


def test_a_reader_without_scripts_finds_a_province_on_the_map(seeded: None, scriptless: Page):
    page = scriptless
    page.goto("/en/map/")
    page.locator(".map a", has_text="Thanh Hóa").click()
    expect(page).to_have_url("/en/places/thanh-hoa/")
    expect(page.locator(".lead")).to_contain_text("9 agreements")
    page.get_by_role("link", name="Map", exact=True).click()
    page.get_by_role("link", name="before 1 July 2025").click()
    page.get_by_role("row", name="Thái Bình").get_by_role("link").first.click()
    expect(page.locator(".lead")).to_contain_text("1 agreement is recorded")


def test_keyboard_passes_over_the_map_to_its_table(seeded: None, page: Page):
    page.goto("/en/map/")
    page.get_by_role("link", name="all that are recorded").focus()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip the map: to the table")
    page.keyboard.press("Tab")
    expect(page.locator(".map a").first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Thanh Hóa")


def test_a_column_leads_to_its_list(seeded: None, page: Page):
    page.goto("/en/trends/")
    page.locator(".chart a", has_text="2018: 6 agreements").click()
    expect(page).to_have_url("/en/agreements/?signed_from=2018&signed_to=2018")
    expect(page.locator("#found")).to_have_text("6 agreements")


BESIDE = """() => [...document.querySelectorAll(".answers dd")].every(answer =>
    answer.getBoundingClientRect().left >= answer.parentElement.querySelector("dt").getBoundingClientRect().right)"""


def test_on_paper_an_answer_stands_beside_its_question(seeded: None, page: Page):
    page.set_viewport_size({"width": 680, "height": 900})  # of A4 within its margins
    page.emulate_media(media="print")
    for address in ("/agreements/bac-kan-2015/", "/en/places/hung-yen/", "/partners/vnpt/"):
        page.goto(address)
        assert page.evaluate(BESIDE), address


def test_a_brief_fills_two_pages_of_paper_whatever_it_holds(live_server: Any, page: Page):
    many(range(1, 14))
    for language in ("", "/en"):
        for address in ADDRESSES:
            page.goto(f"{language}{address}/")
            printed = page.pdf(prefer_css_page_size=True)
            assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2, address


def test_a_list_gives_its_bars_and_names_their_room_and_a_phone_folds_what_is_long(seeded: None, page: Page):
    """A period fills its cell; compared columns are alike; a partner of the seed register is ten screens."""
    widths = """() => [...document.querySelectorAll("td.period svg.bar")].every(
        bar => bar.clientWidth >= 0.8 * bar.closest("td").clientWidth)"""
    for wide in (1280, 360):
        page.set_viewport_size({"width": wide, "height": 800})
        page.goto("/agreements/")
        assert page.evaluate(widths), wide
    page.goto("/en/compare/?agreement=bac-kan-2015&agreement=bac-kan-2020")
    columns = page.locator(".compared thead").first.locator("th").all()
    assert len({round((each.bounding_box() or {})["width"]) for each in columns}) == 1
    for language in ("", "/en"):
        page.goto(f"{language}/partners/vnpt/")
        assert page.evaluate("document.documentElement.scrollHeight") <= 10 * 800, language
        expect(page.locator("#delivered-heading")).to_be_visible()
        expect(page.locator(".deployments").first).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.locator(".deployments").first).to_be_visible()


def test_the_briefs_of_the_largest_partner_and_place_fit_two_pages(seeded: None, live_server: Any, page: Page):
    for address in ("/partners/vnpt/", "/places/thanh-hoa/"):
        page.goto(f"{address}brief/")
        printed = page.pdf(prefer_css_page_size=True)
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2, address
