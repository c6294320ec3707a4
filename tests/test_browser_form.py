"""The form of a record in a real browser: one agreement entered from an article, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from articles.models import Article
from partnerships.models import Agreement, Clause, Partner, Party, Position, Signatory
from people.models import Person
from records.models import Status

from . import factories as make
from .test_browser_desk import sign_in
from .test_browser_pages import violations

pytestmark = pytest.mark.django_db(transaction=True)

CLAUSES = ("Hạ tầng viễn thông", "Chính quyền điện tử", "An toàn thông tin", "Đào tạo cán bộ", "Đô thị thông minh")


class Hand:
    """Somebody at a page: counts clicks, keys and pages loaded, and sees whether a window opens over another."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.keys = page, 0, 0
        self.loads: list[str] = []
        self.windows: list[Page] = []
        page.on("load", lambda loaded: self.loads.append(loaded.url))
        page.context.on("page", lambda opened: self.windows.extend([opened]))

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self.keys += 1

    def fill(self, what: Locator, text: str) -> None:
        self.click(what)
        self.type(text)

    def choose(self, text: str) -> None:
        """In the choice that has the focus: type, wait for what the register offers, take the first."""
        expect(self.page.locator(".select2-selection:focus")).to_be_attached()
        self.press("Enter")
        expect(self.page.locator(".select2-container--open .select2-search__field")).to_be_focused()
        self.type(text)
        expect(self.page.locator(".select2-results__option--highlighted")).to_contain_text(text)
        self.press("Enter")


@pytest.fixture
def hand(page: Page) -> Hand:
    make.staff("editor", "lan")
    sign_in(page, "lan")
    page.goto("/en/admin/articles/article/add/")
    return Hand(page)


def test_an_agreement_is_entered_from_its_article_in_few_clicks(hand: Hand, page: Page, page_problems: list[str]):
    expect(page.locator("#id_title")).to_be_focused()
    hand.fill(page.locator("#id_title"), "VNPT và Ninh Bình ký thỏa thuận hợp tác")
    hand.click(page.locator(".field-outlet .select2-selection"))
    hand.type("Báo Ninh Bình")
    expect(page.locator(".select2-results__option--highlighted")).to_contain_text("a new draft")
    hand.press("Enter")
    expect(page.locator("#id_language")).to_have_value("vi")
    hand.fill(page.locator("#id_published"), "15/10/2024")
    hand.press("Tab")
    expect(page.locator(".field-published .reads").first).to_have_text("understood as: 15 October 2024")
    hand.press("Alt+n")
    for place, gist in enumerate(("Hai bên ký thỏa thuận năm năm.", "Năm lĩnh vực hợp tác.")):
        hand.fill(page.locator(f"#id_passages-{place}-number"), str(place + 2))
        hand.press("Tab")
        hand.type(gist)
        hand.press("Alt+n")
    hand.press("Alt+a")

    page.locator("#agreement_form").wait_for()
    hand.fill(page.locator("#id_title"), "VNPT – Ninh Bình 2024")
    page.select_option("#id_kind", "agreement")
    page.select_option("#id_strategic", "not_said")
    hand.clicks += 4
    hand.fill(page.locator("#id_signed"), "ngày 14 tháng 10 năm 2024")
    hand.click(page.locator(".places input").first)
    for place, (name, side) in enumerate((("UBND tỉnh Ninh Bình", "public_body"), ("Tập đoàn VNPT", "provider"))):
        hand.press("Alt+b")
        hand.choose(name)
        expect(page.locator(f"#id_parties-{place}-side")).to_have_value(side)  # by what kind of organisation it is
    expect(page.locator(".field-passages #id_passages option")).to_have_text("paragraph 2")  # taken with the first row
    signers = (("Nguyễn Văn An", "Chủ tịch", "UBND tỉnh Ninh Bình"), ("Trần Thị Bình", "Giám đốc", "Tập đoàn VNPT"))
    for place, (name, office, side) in enumerate(signers):
        hand.press("Alt+p")
        hand.choose(name)
        page.select_option(f"#id_signatories-{place}-part", "signed")
        hand.clicks += 2
        hand.fill(page.locator(f"#id_signatories-{place}-capacity"), office)
        hand.press("Tab", "Enter")
        expect(page.locator(".select2-results__option").nth(1)).to_have_text("Tập đoàn VNPT")  # those of the form first
        hand.press(*["ArrowDown"] * place, "Enter")
        expect(page.locator(f"#id_signatories-{place}-party")).to_have_value(f"+{side}")
    for each in page.locator(".places input").all():
        hand.click(each)
    hand.press("Alt+n")
    for place, heading in enumerate(CLAUSES):
        hand.fill(page.locator(f"#id_clauses-{place}-heading"), heading)
        if heading != CLAUSES[-1]:
            hand.press("Enter")
    expect(page.locator("#clauses-0 summary [data-of=passages]")).to_have_text("paragraph 3")
    expect(page.locator(".rows details[open]")).to_have_count(1)  # the others are lines again
    expect(page.locator("#parties-0 summary [data-of=passages]")).to_have_text("paragraph 2")
    assert violations(page, "#content") == []
    hand.press("Control+s")
    page.wait_for_url("**/change/*", timeout=30_000)
    expect(page.locator(".messagelist")).to_contain_text("added successfully")

    print(f"{hand.clicks} clicks, {hand.keys} keys, {len(hand.loads)} pages")  # noqa: T201 - what the test measures
    assert hand.clicks <= 60
    assert len(hand.loads) <= 4
    assert hand.windows == []
    agreement = Agreement.objects.get()
    assert [*Clause.objects.values_list("number", "heading")] == [*enumerate(CLAUSES, 1)]
    sides = {"UBND tỉnh Ninh Bình": "public_body", "Tập đoàn VNPT": "provider"}
    assert dict(Party.objects.values_list("partner__name", "side")) == sides
    offices = {(name, office, side) for name, office, side in signers}
    assert {*Position.objects.values_list("person__name", "title", "partner__name")} == offices
    assert {*Signatory.objects.values_list("person__name", "capacity", "party__partner__name")} == offices
    facts = (agreement, *Party.objects.all(), *Signatory.objects.all(), *Position.objects.all())
    assert {place for fact in facts for place in fact.passages.values_list("number", flat=True)} == {2}
    assert {*Clause.objects.values_list("passages__number", flat=True)} == {3}
    drafts = (Article, Partner, Person, Position)
    assert {row.status for model in drafts for row in model.objects.all()} == {Status.DRAFT}
    page_problems[:] = [each for each in page_problems if "Applying inline style" not in each]  # axe's own


def test_a_side_that_is_chosen_stays_and_another_follows_from_who_they_are(hand: Hand, page: Page):
    agreement = make.agreement(status="draft")
    for slug, kind in (("thep", "enterprise"), ("vnpt", "group")):
        make.partner(slug, name=slug, kind=kind)
    page.goto(f"/en/admin/partnerships/agreement/{agreement.pk}/change/")
    hand.press("Alt+b")
    hand.choose("thep")
    expect(page.locator("#id_parties-0-side")).to_have_value("provider")
    hand.press("Alt+b")
    hand.choose("vnpt")
    expect(page.locator("#id_parties-1-side")).to_have_value("provider")
    expect(page.locator("#id_parties-0-side")).to_have_value("neither")  # beside a group it is its customer
    page.locator("#parties-0 summary").click()
    page.select_option("#id_parties-0-side", "organisation")
    hand.press("Alt+b")
    hand.choose("UBND tỉnh Ninh Bình")
    expect(page.locator("#id_parties-2-side")).to_have_value("public_body")
    expect(page.locator("#id_parties-0-side")).to_have_value("organisation")


def test_a_list_of_choices_that_has_the_focus_when_it_is_made_keeps_it(hand: Hand, page: Page):
    agreement = make.agreement(status="draft")
    page.add_init_script("""document.addEventListener('DOMContentLoaded', () => {
        const first = document.querySelector('select[name=parties-0-partner]');
        first.closest('details').open = true;
        first.focus();
    })""")
    page.goto(f"/en/admin/partnerships/agreement/{agreement.pk}/change/")
    expect(page.locator("#id_parties-0-partner + .select2 .select2-selection:focus")).to_be_attached()


def test_keys_lead_from_a_list_to_a_new_row_and_to_what_is_wrong(hand: Hand, page: Page):
    agreement = make.signed_agreement(status="draft")
    page.goto("/en/admin/partnerships/agreement/")
    hand.press("Alt+n")
    page.wait_for_url("**/agreement/add/")
    page.goto(f"/en/admin/partnerships/agreement/{agreement.pk}/change/")
    page.fill("#id_period", "bao giờ")
    hand.press("Control+s")
    page.locator(".errornote").wait_for(timeout=30_000)
    expect(page.locator("#id_period")).to_be_focused()


def test_what_is_typed_is_kept_by_a_key_from_within_a_list_of_choices(hand: Hand, page: Page):
    agreement = make.signed_agreement(status="draft")
    page.goto(f"/en/admin/partnerships/agreement/{agreement.pk}/change/")
    page.fill("#id_title", "Tên khác")
    hand.press("Alt+n")
    page.locator("#clauses-0 .field-topics .select2-search__field").focus()
    with page.expect_navigation():
        hand.press("Control+s")
    agreement.refresh_from_db()
    assert agreement.title == "Tên khác"


def test_rows_are_opened_dropped_and_left_by_keyboard(hand: Hand, page: Page):
    agreement = make.signed_agreement(status="draft")
    make.clause(agreement, 1)
    page.goto(f"/en/admin/partnerships/agreement/{agreement.pk}/change/")
    hand.press("Alt+n")
    expect(page.locator("#id_clauses-1-heading")).to_be_focused()
    hand.press("Escape")
    expect(page.locator("#clauses-1 summary")).to_be_focused()
    expect(page.locator("#clauses-1 details")).not_to_have_attribute("open", "")
    hand.press("Enter", "Tab")
    hand.type("Hạ tầng")
    hand.press("Enter")
    expect(page.locator("#id_clauses-2-heading")).to_be_focused()
    page.locator("#clauses-1 summary").focus()  # shut as the next was begun
    hand.press("Enter")
    page.locator("#clauses-1 .inline-deletelink").focus()
    hand.press("Enter")
    expect(page.locator("#clauses-0 summary")).to_be_focused()
    expect(page.locator(".rows-clauses .dynamic-clauses")).to_have_count(2)
