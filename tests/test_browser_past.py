"""Nobody undoes anybody, and what was typed or deleted comes back: in a real browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import F
from django.test import Client
from playwright.sync_api import Dialog, Page, expect

from partnerships.models import Agreement, Partner
from people.models import Person
from records.past import State, values

from . import factories as make
from .office import page as office_page
from .office import shown
from .test_browser_desk import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def told(page: Page, text: str) -> None:
    expect(page.locator(".messagelist")).to_contain_text(text)


def kept(page: Page) -> list[str]:
    """What the browser keeps of forms."""
    found: list[str] = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('unsaved:'))")
    return [page.evaluate("(key) => localStorage[key]", key) for key in found]


def wait_until_kept(page: Page, text: str) -> None:
    for _tenth in range(100):
        if any(text in each for each in kept(page)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(text)


def as_it_is(agreement: Agreement) -> dict[object, object]:
    rows = State.now(Agreement, agreement.pk).rows
    return {(model, pk): values(row) for model, found in rows.items() for pk, row in found.items()}


def test_two_editors_keep_theirs_and_choose_where_both_changed_the_same(page: Page, page_problems: list[str]):
    make.staff("editor", "lan")
    agreement = make.signed_agreement("moi", status="draft", summary="Trước", place="Vinh")
    make.clause(agreement, heading="Hạ tầng")
    make.clause(agreement, 2, heading="Nhân lực")
    address = office_page(Agreement, "change", agreement.pk, language="en")
    sign_in(page, "lan")
    page.goto(address)
    page.fill("#id_summary", "Của Lan")
    page.fill("#id_place", "Huế")
    other = Client()
    other.force_login(make.staff("editor", "minh"))
    typed = {"summary": "Của Minh", "title": "Tên mới", "clauses-0-heading": "Hạ tầng số", "clauses-1-DELETE": "on"}
    assert other.post(address, shown(other, address) | typed).status_code == 302
    page.locator("input[name=_save]").first.click()
    expect(page.locator("#content")).to_contain_text("Both changed the same")
    expect(page.locator("#content")).to_contain_text("Của Minh")
    page.get_by_label("Của Lan").check()
    page.get_by_role("button", name="Save both together").click()
    told(page, "“Của Lan”, which you typed, holds now; “Của Minh” is not kept.")
    assert kept(page) == [], "nothing is left to be offered as not saved"
    agreement.refresh_from_db()
    assert (agreement.summary, agreement.place, agreement.title) == ("Của Lan", "Huế", "Tên mới")
    assert [*agreement.clauses.values_list("heading", flat=True)] == ["Hạ tầng số"]
    page_problems[:] = [each for each in page_problems if "409" not in each]  # the page of both


def test_an_old_version_and_a_deleted_record_come_back_whole(page: Page):
    make.staff("editor", "lan")
    source = make.passage(make.article())
    agreement = make.signed_agreement("moi", status="draft", title="Trước", passages=[source])
    clause, gone = (make.clause(agreement, number, passages=[source]) for number in (1, 2))
    before = as_it_is(agreement)
    agreement.title, clause.heading = "Sau", "Sau"
    agreement.save()
    clause.save()
    gone.delete()
    sign_in(page, "lan")
    page.goto(f"/en/admin/history/agreements/{agreement.pk}/")
    page.get_by_role("button", name="Compare, put back…").click()
    page.goto(f"{page.url.split('?')[0]}?from={agreement.history.last().pk}")
    for box in page.locator("input[name=chosen]").all():
        box.check()
    page.fill("#reason", "Sửa nhầm")
    page.get_by_role("button", name="Put back what is chosen").click()
    told(page, "It is put back.")
    assert as_it_is(agreement) == before
    agreement.refresh_from_db()
    # What is deleted within seconds of a change was deleted by the same hand.
    for history in (model for model in apps.get_models() if hasattr(model, "history_date")):
        history.objects.update(history_date=F("history_date") - timedelta(minutes=5))
    agreement.delete()
    page.goto("/en/admin/deleted/")
    page.locator("#content").get_by_role("link", name="Trước").click()
    page.get_by_role("link", name="Bring it back…").click()
    page.fill("#reason", "Xóa nhầm")
    page.get_by_role("button", name="Put back what is chosen").click()
    told(page, "It is put back.")
    assert as_it_is(Agreement.objects.get()) == before


def test_two_partners_become_one_and_two_again(page: Page):
    make.staff("publisher", "minh")
    keep, lose = make.partner("vnpt", name="Tập đoàn VNPT"), make.partner("vnpt-2", name="Tập đoàn VNPPT")
    agreement = make.agreement("moi")
    make.party(agreement, lose)
    sign_in(page, "minh")
    page.goto(f"/en/admin/merge/partners/{keep.pk}/")
    page.get_by_role("link", name="Tập đoàn VNPPT").click()
    page.get_by_label("Tập đoàn VNPT", exact=True).check()
    page.fill("#reason", "Cùng một đơn vị")
    page.get_by_role("button", name="Merge", exact=True).click()
    told(page, "They are one now.")
    assert agreement.parties.get().partner == keep
    page.goto("/en/partners/vnpt-2/")
    expect(page.locator("h1")).to_have_text("VNPT Group")
    page.goto(f"/en/admin/history/partners/{keep.pk}/")
    page.get_by_role("link", name="Cùng một đơn vị").click()
    page.get_by_role("link", name="Undo this import…").click()
    page.get_by_role("button", name="Undo the import").click()
    expect(page.locator("#import-state")).to_contain_text("is undone")
    assert (agreement.parties.get().partner, Partner.objects.get(pk=lose.pk).status) == (lose, "published")


def test_what_was_typed_outlives_the_session_the_page_and_the_way_away(page: Page, page_problems: list[str]):
    make.staff("editor", "lan")
    person = make.person("an", name="Trần An", status="draft")
    make.person("binh", name="Lê Bình", status="draft")
    address = f"/en/admin/people/person/{person.pk}/change/"
    sign_in(page, "lan")
    page.goto(address)
    page.fill("#id_name", "Le Binhh")
    expect(page.locator(".desk-alike")).to_contain_text("Lê Bình")
    page.fill("#id_name", "Trần An")
    page.locator("#id_description").press_sequentially("Đang gõ dở")
    wait_until_kept(page, "Đang gõ dở")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.reload()
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Show it in the form").click()
    expect(page.locator("#id_description")).to_have_value("Đang gõ dở")
    page.context.clear_cookies()
    page.locator("input[name=_save]").first.click()
    expect(page.locator(".errornote")).to_contain_text("What you typed is kept")
    page.fill("#id_username", "lan")
    page.fill("#id_password", "mat-khau")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Back to the form, with what you typed").click()
    expect(page.locator("#id_description")).to_have_value("Đang gõ dở")
    page.locator("input[name=_continue]").click()
    told(page, "was changed successfully")
    assert Person.objects.get(pk=person.pk).description == "Đang gõ dở"
    page.wait_for_load_state()
    assert kept(page) == []
    page.fill("#id_description", "Chưa lưu")
    wait_until_kept(page, "Chưa lưu")
    page.locator("#logout-form button").click()
    page.wait_for_load_state()
    page.wait_for_load_state()
    assert kept(page) == []
    page_problems[:] = [each for each in page_problems if "403" not in each and "409" not in each]
