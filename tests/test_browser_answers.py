"""What readers ask of the site, counted in a browser: clicks from the front page, words read before the answer."""

import re
from itertools import product

import pytest
from playwright.sync_api import Locator, Page, expect

MOST_CLICKS, MOST_WORDS = 2, 60
# The agreements with the most points, and with the most that is reported beside them.
LONGEST = ("hung-yen-2016", "nghe-an-2020", "bac-kan-2020")
SCREEN = {"width": 360, "height": 740}
# Of the texts that somebody sees before an element, from where the link has led to; of a choice in a form, none.
WORDS_BEFORE = """answer => {
  const begun = document.querySelector("main :target")
  const texts = document.createTreeWalker(begun ?? document.querySelector("main"), NodeFilter.SHOW_TEXT)
  let words = 0
  while (texts.nextNode()) {
    const text = texts.currentNode
    if (answer.contains(text) || answer.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING) break
    const seen = text.parentElement.checkVisibility({contentVisibilityAuto: true})
    if (seen && !text.parentElement.closest("option, .unseen")) words += text.data.split(/\\s+/).filter(Boolean).length
  }
  return words
}"""


def found(answer: Locator, says: str) -> None:
    """The answer is in sight, says so, and is not far down the page."""
    expect(answer).to_be_visible()
    said = re.sub(r"\s+", " ", answer.inner_text())
    assert says in said, said
    assert answer.evaluate(WORDS_BEFORE) <= MOST_WORDS, answer.page.url


def follow(page: Page, *links: str) -> None:
    """From the front page, a click each."""
    page.goto("/en/")
    assert len(links) <= MOST_CLICKS
    for link in links:
        page.locator("main, .sections").locator(link).first.click()


@pytest.mark.parametrize(
    ("links", "answer", "says"),
    [
        # Which are in force today with VNPT, and what is not known of it?
        (["a[href$='/partners/vnpt/']"], ".lead", "6"),
        # What did Nghệ An 2020 add to 2014?
        (["a[href$='/agreements/nghe-an-2020/']", "a[href*='agreement=nghe-an-2014&']"], ".lead", "Only in"),
        # Who signed for VNPT in Hưng Yên?
        (["a[href$='/places/hung-yen/']", "a[href$='/agreements/hung-yen-2016/']"], ".signers", "No article names"),
        # What became of "e-government finished in 2017"?
        (["a[href$='kind=wish&state=overdue']"], ".outcome", "past due, nothing reported"),
        # Where does the article say so?
        (["a[href$='kind=wish&state=overdue']", "a[href$='#clause-11']"], "#clause-11 .refs", "¶12"),
        # What was Bắc Kạn, and where is it now?
        (["a[href$='/places/']", "a[href$='/places/bac-kan/']"], ".became", "Now Thái Nguyên province"),
        # Which end within a year?
        ([], "#ending", "12 months"),
        # How did the office of Phạm Đức Long change?
        (["a[href$='/people/']", "a[href$='/people/pham-duc-long/']"], ".lead", "Deputy General Director (2014"),
        # All of VNPT as a table?
        (["a[href$='/partners/vnpt/']", "summary:text-is('Follow and download')"], "a[href*='format=csv']", "CSV"),
        # How is a page cited?
        (["a[href$='/agreements/nghe-an-2020/']", "summary:text-is('Cite')"], ".citation", "Edition of"),
        # How does one follow Nghệ An?
        (["a[href$='/places/nghe-an/']", "summary:text-is('Follow and download')"], "[type='text/calendar']", "Ends"),
    ],
)
def test_a_journey_ends_within_two_clicks_and_sixty_words(
    seeded: None, page: Page, links: list[str], answer: str, says: str
):
    follow(page, *links)
    found(page.locator("main").locator(answer).first, says)


def test_the_longest_agreement_pages_are_read_on_ten_screens_of_a_phone(seeded: None, page: Page):
    page.set_viewport_size(SCREEN)
    for language, slug in product(("", "/en"), LONGEST):
        page.goto(f"{language}/agreements/{slug}/")
        assert page.evaluate("document.documentElement.scrollHeight") <= 10 * SCREEN["height"], (language, slug)
    # What is reported beside it is folded there, and opens.
    page.locator(".folded > summary").first.click()
    expect(page.locator(".deployments th").last).to_be_visible()


def test_the_agreement_of_most_points_is_read_in_few_words(seeded: None, page: Page):
    page.set_viewport_size({"width": 1280, "height": 740})
    for language in ("", "/en"):
        page.goto(f"{language}/agreements/{LONGEST[0]}/")
        # Beside the clauses, where there is room, all passages that carry them are open.
        expect(page.locator(".run .gist p").first).to_be_visible()
        assert len(page.locator("main").inner_text().split()) <= 1650
        # So is what is reported beside it.
        expect(page.locator(".folded .figures td").first).to_be_visible()
        # What is named by its number only opens where it leads.
        page.locator(".answers .refs a").first.click()
        expect(page.locator(".gist:target p")).to_be_visible()
