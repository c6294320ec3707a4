"""An agreement's way from draft to public by two people, in a real browser: submitted, sent back, mended, approved."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from partnerships.models import Agreement, Partner

from . import factories as make
from .test_browser_pages import violations

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page: Page, name: str) -> None:
    page.goto("about:blank")  # a preview that is still on its way would bring its cookie
    page.context.clear_cookies()
    page.goto("/en/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", "mat-khau")
    page.get_by_role("button", name="Log in").click()
    page.locator("#user-tools").wait_for()
    page.wait_for_load_state()  # else its end is counted among what comes after


def drafts() -> Agreement:
    """An agreement with the twelve records that it needs, none of them public."""
    draft = {"status": "draft"}
    article = make.article("bai", outlet=make.outlet("bao", **draft), **draft)
    places = [make.passage(article, number, **draft) for number in range(1, 6)]
    agreement = make.agreement("moi", passages=places[:1], **draft)
    make.party(agreement, make.partner("so-tttt"), "public_body", passages=places[:1])
    make.party(agreement, make.partner("vnpt", **draft), "provider", passages=places[1:2])
    for name, place in (("nguyen-van-an", places[2]), ("le-thi-ba", places[3])):
        person = make.person(name, **draft)
        make.signatory(agreement, person, passages=[place])
        make.position(person, Partner.objects.get(slug="vnpt"), passages=[place], **draft)
    make.clause(agreement, passages=places[4:])
    Agreement.history.update(history_user=make.User.objects.get(username="lan"))
    return agreement


def test_two_people_bring_a_draft_to_the_public(page: Page, page_problems: list[str]):
    make.staff("editor", "lan")
    make.staff("publisher", "minh")
    make.staff("publisher", "hoa")
    agreement = drafts()

    sign_in(page, "lan")
    page.goto(f"/en/admin/partnerships/agreement/{agreement.pk}/change/")
    page.get_by_role("button", name="Save and submit for review").click()
    page.locator("#decision").wait_for()
    assert violations(page, "#content") == []
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator(".messagelist")).to_contain_text("13 records are in review.")
    expect(page.get_by_role("button", name="Approve and publish")).to_have_attribute("aria-disabled", "true")

    sign_in(page, "minh")
    assert violations(page, "#content") == []
    page.locator("#content").get_by_role("link", name=str(agreement)).first.click()
    page.locator("iframe").scroll_into_view_if_needed()  # it is read when somebody comes near
    expect(page.frame_locator("iframe").locator("h1")).to_have_text(str(agreement))
    page.get_by_label("Words to the other side").fill("Thiếu tóm tắt")
    page.get_by_role("button", name="Send back").click()

    sign_in(page, "lan")
    expect(page.get_by_role("region", name="Sent back to me")).to_contain_text("Thiếu tóm tắt")
    page.goto(f"/en/admin/partnerships/agreement/{agreement.pk}/change/")
    page.fill("#id_summary", "Hai bên hợp tác năm năm.")
    # From the form that is filled in and the front page of who approves: at most 8 clicks and 4 pages for 13 records.
    clicked, loads = [], []

    def note(loaded: Page) -> None:
        loads.append(loaded.url)

    def click(button: Locator) -> None:
        button.click()
        page.wait_for_load_state()
        clicked.append(button)

    page.on("load", note)
    click(page.get_by_role("button", name="Save and submit for review"))
    click(page.get_by_role("button", name="Submit for review"))
    expect(page.locator(".messagelist")).to_contain_text("13 records are in review.")
    page.remove_listener("load", note)

    sign_in(page, "minh")
    page.on("load", note)
    click(page.locator("#content").get_by_role("link", name=str(agreement)).first)
    click(page.get_by_role("button", name="Approve and publish"))
    expect(page.locator(".messagelist")).to_contain_text("13 records are published.")
    assert (len(clicked), len(loads)) == (4, 4), loads
    page.get_by_role("link", name="Its public page").click()
    expect(page.locator("main")).to_contain_text("Hai bên hợp tác năm năm.")
    page_problems[:] = [each for each in page_problems if "Applying inline style" not in each]  # axe's own


def test_a_correction_is_proposed_approved_and_undone(page: Page, page_problems: list[str]):
    make.staff("editor", "lan")
    make.staff("publisher", "minh")
    article = make.article("bai")
    agreement = make.signed_agreement("moi", passages=[make.passage(article)])
    form = f"/en/admin/partnerships/agreement/{agreement.pk}/change/"

    sign_in(page, "lan")
    page.goto(form)
    page.fill("#id_summary", "Hai bên hợp tác năm năm.")
    page.get_by_label("Why, for the reviewer").fill("Bài nói rõ thời hạn")
    page.get_by_role("button", name="Propose the correction").click()
    expect(page.locator(".messagelist")).to_contain_text("Your correction is proposed")
    expect(page.get_by_role("button", name="Approve: make it public")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="Go on with it in the form").click()
    expect(page.locator("#id_summary")).to_have_value("Hai bên hợp tác năm năm.")
    page.fill("#id_summary", "Hai bên hợp tác sáu năm.")
    page.get_by_role("button", name="Propose the correction").click()

    sign_in(page, "minh")
    page.get_by_role("region", name="Waiting for my review").get_by_role("link").click()
    expect(page.locator("#content")).to_contain_text("Bài nói rõ thời hạn")
    expect(page.frame_locator("iframe").locator("main")).to_contain_text("Hai bên hợp tác sáu năm.")
    page.locator("iframe").scroll_into_view_if_needed()
    decision, preview = (page.locator(each).bounding_box() for each in ("#decision", ".desk-preview"))
    assert decision["y"] + decision["height"] <= preview["y"]  # it stays in sight, beside what it is about
    assert violations(page, "#content") == []
    page.get_by_role("button", name="Approve: make it public").click()
    expect(page.locator(".messagelist")).to_contain_text("The correction is public.")
    assert Agreement.objects.get().summary == "Hai bên hợp tác sáu năm."
    page.get_by_role("link", name="What was done, and how to undo it").click()
    page.get_by_role("link", name="Undo this import…").click()
    page.get_by_role("button", name="Undo the import").click()
    expect(page.locator("#import-state")).to_contain_text("is undone")
    assert Agreement.objects.get().summary == agreement.summary
    page_problems[:] = [each for each in page_problems if "Applying inline style" not in each]  # axe's own


def test_keys_press_the_buttons_of_the_page_and_leave_typing_alone(page: Page, page_problems: list[str]):
    make.staff("editor", "lan")
    make.staff("publisher", "minh")
    people = [make.person(name, status="draft") for name in ("an", "binh")]
    sign_in(page, "lan")
    for person in people:
        page.goto(f"/en/admin/people/person/{person.pk}/change/")
        page.fill("#id_description", "Gõ tự do: r n ?")
        page.keyboard.press("Control+s")
        expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
        expect(page.locator("#id_description")).to_have_value("Gõ tự do: r n ?")
        page.wait_for_load_state()  # keys are listened to once the page is there
        page.keyboard.press("Control+Enter")
        page.locator("#decision").wait_for()
        page.wait_for_load_state()
        page.keyboard.press("Control+Enter")
        expect(page.locator(".messagelist")).to_contain_text("1 record is in review.")

    sign_in(page, "minh")
    page.goto(f"/en/admin/review/people/{people[0].pk}/")
    page.locator("#desk-keys summary").click()
    expect(page.locator("#desk-keys")).to_contain_text("Ctrl+Enter Approve and publish")
    assert violations(page, "#header") == []
    page.keyboard.press("Alt+PageDown")
    expect(page.locator("#desk-new")).to_be_focused()
    page.keyboard.press("Alt+n")
    page.wait_for_url(f"**/review/people/{people[1].pk}/")
    page.keyboard.press("Alt+r")
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.type("Nr?")
    expect(page.locator("#words")).to_have_value("Nr?")
    page.keyboard.press("Alt+r")
    expect(page.locator(".messagelist")).to_contain_text("It is sent back")
    page_problems[:] = [each for each in page_problems if "Applying inline style" not in each]  # axe's own


@pytest.mark.parametrize("address", ["/en/admin/", "/en/admin/people/person/add/"])
def test_a_question_mark_lists_the_keys_and_brings_back(page: Page, page_problems: list[str], address: str):
    make.staff("editor", "lan")
    sign_in(page, "lan")
    page.goto(address)
    keys = page.locator("#desk-keys ul")
    link = page.locator("#content a").last
    link.focus()
    page.keyboard.press("?")
    expect(keys).to_be_in_viewport()
    expect(page.locator("#desk-keys summary")).to_be_focused()
    assert violations(page, "#header") == []
    page.keyboard.press("Escape")
    expect(keys).not_to_be_visible()
    expect(link).to_be_focused()
    page.keyboard.press("?")
    page.get_by_label("Single letters").uncheck()
    page.goto(address)
    page.locator("#content a").last.press("?")
    expect(keys).not_to_be_visible()
    page_problems[:] = [each for each in page_problems if "Applying inline style" not in each]  # axe's own


def from_the_key(page: Page) -> None:
    """Begin to set up a second factor: the page then shows the picture of its key."""
    page.goto("/en/admin/account/")
    page.get_by_role("button", name="Set it up").click()
    picture = page.get_by_alt_text("QR code of the key")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 0
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
