"""Every page of the office, in a real browser: axe finds nothing on it, and it fits a tablet and a phone.

Each is looked at once, by turns in Vietnamese by day and in English by night.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve, reverse
from django.utils import translation
from playwright.sync_api import Page

from changesets.models import Import, Submission
from partnerships.models import Agreement
from people.models import Person
from records import dates
from records.models import Note

from . import NIGHTLY
from . import factories as make
from .office import page as address_of
from .office import posted_by
from .test_browser_desk import from_the_key, sign_in
from .test_browser_pages import violations
from .test_permissions import ADMIN_ONLY_MODELS, PART_MODELS, RECORD_MODELS, uploaded

pytestmark = pytest.mark.django_db(transaction=True)

# What is not looked at of the addresses of the office, and why.
LEFT_OUT = {
    "answers of scripts": "desk:missing desk:typed admin:autocomplete admin:jsi18n admin:understood "
    "admin:agreement_sides",
    "only posted, or leads on": "desk:mail desk:apart desk:clone admin:logout admin:view_on_site again cancel confirm "
    "process_import",
    "a file": "errors",
    "pages of the public": "desk:preview desk:proposal_preview",
    "the page of a package, of several": "desk:chosen",
    "answered by the desk, whose front page has the same address": "admin:index",
    "looked at in test_browser_imports": "columns",
}
# The pages of a table that are the same but for its name: of four tables one each.
ALIKE = ("export", "import", "delete", "history")


def of_tables() -> Iterator[str]:
    alike = iter(ALIKE)
    for model, maker in RECORD_MODELS.items():
        row = maker(f"mau-{model._meta.model_name}".replace("_", "-"), "draft")
        if isinstance(row, Agreement):
            place = make.passage(make.article("bai"))
            party = make.party(row, make.partner("ubnd"), "public_body", passages=[place])
            make.clause(row, 1, passages=[place], obligors=[party])
            make.signatory(row, make.person("nguoi-ky"), party=party, passages=[place])
        yield address_of(model, "changelist")
        yield address_of(model, "add")
        yield address_of(model, "change", row.pk)
        if name := next(alike, ""):
            yield address_of(model, name, *([row.pk] if name in ("delete", "history") else []))
    for model, maker in PART_MODELS.items():
        maker(f"phan-{model._meta.model_name}", "draft")
        yield address_of(model, "changelist")
    for model in sorted(ADMIN_ONLY_MODELS, key=str):
        yield address_of(model, "changelist")
    for model, row in ((User, User.objects.first()), (Group, Group.objects.first())):
        yield from (address_of(model, "add"), address_of(model, "change", row.pk))
    yield address_of(User, "delete", make.staff("viewer", "di").pk)
    yield f"{address_of(Agreement, 'changelist')}?q=khong"
    yield f"{address_of(Person, 'add')}?_popup=1"


def of_imports(owner: User) -> Iterator[str]:
    yield from (address_of(Import, "changelist"), address_of(Import, "add"))
    for state in (Import.State.REFUSED, Import.State.PLANNED, Import.State.APPLIED):
        yield address_of(Import, "change", uploaded(owner, state).pk)
    yield address_of(Import, "undo", Import.objects.latest("pk").pk)


def of_the_desk(user: User) -> Iterator[str]:
    person, other = make.person("mot", name="Nguyễn An", status="draft"), make.person("hai", name="Nguyen An")
    before = person.history.first()
    person.description = "Nhà báo"
    person.save()
    Note.objects.create(table="people", row=person.pk, text="Gọi lại", author=user, person=user, due=dates.today())
    gone = make.person("xoa", status="draft")
    number = gone.pk
    gone.delete()
    of_person = ["people", person.pk]
    addresses = {
        "queue": (reverse("desk:queue", args=["waiting"]),),
        "package": (reverse("desk:package", args=of_person),),
        "timeline": (reverse("desk:timeline", args=of_person), reverse("desk:timeline", args=["people", number])),
        "compare": (
            f"{reverse('desk:compare', args=of_person)}?from={before.pk}",
            reverse("desk:compare", args=["people", number]),
        ),
        "deleted": (reverse("desk:deleted"),),
        "paste": (reverse("desk:paste"),),
        "read": (reverse("desk:read", args=[make.article("doc", full_text="Ngày 5/6/2024 hai bên ký.").pk]),),
        "notes": (reverse("desk:notes", args=of_person),),
        "merge": (
            reverse("desk:merge", args=of_person),
            f"{reverse('desk:merge', args=of_person)}?with=nguyen",
            f"{reverse('desk:merge', args=of_person)}?with={other.slug}",
        ),
        "account": (reverse("desk:account"),),
        "proposal": (proposed(other),),
    }
    for each in addresses.values():
        yield from each
    yield from (
        reverse("admin:index"),
        reverse("admin:checks"),
        f"{reverse('admin:checks')}?check=people.person.look-alike",
    )
    yield from (reverse("admin:password_change"), reverse("admin:password_change_done"))
    yield from (reverse("admin:app_list", args=["partnerships"]), address_of(User, "password_change", user.pk))


def kind(name: str) -> tuple[str, str]:
    """The table of which an address is, if it is of one, and which of the pages of a table."""
    tables = (f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)
    table = next((each for each in tables if name.startswith(f"admin:{each}_")), "")
    return table, name.removeprefix(f"admin:{table}_") if table else name


def addresses_of_the_office() -> set[str]:
    """The names of all addresses of the admin and the desk, and of what leads to the sign-in."""

    def named(patterns: list[Any], space: str) -> Iterator[str]:
        for each in patterns:
            if isinstance(each, URLResolver):
                yield from named(each.url_patterns, f"{each.namespace}:" if each.namespace else space)
            elif each.name and (space in ("admin:", "desk:") or "password" in each.name):
                yield f"{space}{each.name}"

    return {*named(get_resolver().url_patterns, "")}


@pytest.mark.one_database
def test_every_address_of_the_office_is_looked_at_or_left_out_for_a_reason(settings: Any, tmp_path: Any):
    settings.MEDIA_ROOT = tmp_path
    with translation.override("vi"):
        seen = {resolve(urlsplit(each).path).view_name for each in (*without(), *within(make.staff("admin", "minh")))}
    left_out = {name for names in LEFT_OUT.values() for name in names.split()}
    # Of what differs by the name of its table alone one is enough; the list and the forms are looked at of every noun.
    alike = {kind(each)[1] for each in seen} - {"changelist", "add", "change"}
    of_nouns = {f"{model._meta.app_label}_{model._meta.model_name}" for model in (*RECORD_MODELS, User, Group, Import)}
    lists = {f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry}
    missing = set()
    for name in addresses_of_the_office() - seen:
        table, page_of = kind(name)
        needed = table in of_nouns or (page_of == "changelist" and table in lists) or page_of not in ("add", "change")
        if needed and page_of not in alike | left_out:
            missing.add(name)
    assert missing == set()
    assert not left_out & ({kind(each)[1] for each in seen} | seen)


def without() -> list[str]:
    return [*map(reverse, SIGNED_OUT), reverse("password_reset_confirm", args=["x", "y"])]


def within(user: User) -> list[str]:
    return [*of_tables(), *of_imports(user), *of_the_desk(user)]


def proposed(row: Any) -> str:
    author, address = Client(), address_of(type(row), "change", row.pk)
    author.force_login(make.staff("editor", "lan"))
    author.post(address, posted_by(author.get(address)) | {"description": "Phóng viên", "_save": "1"})
    return reverse("desk:proposal", args=[Submission.objects.exclude(changeset=None).latest("pk").changeset_id])


SIGNED_OUT = ("admin:login", "admin_password_reset", "password_reset_done", "password_reset_complete")


# At night each page the other way round as well.
@pytest.mark.parametrize("first", [0, 1] if NIGHTLY else [0])
def test_every_page_of_the_office_is_accessible_and_fits_a_tablet_and_a_phone(
    page: Page, page_problems: list[str], settings: Any, tmp_path: Any, first: int
):
    settings.MEDIA_ROOT = tmp_path
    minh = make.staff("admin", "minh")
    with translation.override("vi"):
        outside, inside, closed = without(), within(minh), reverse("desk:paste")
    page.set_default_navigation_timeout(60_000)
    found: list[str] = []
    menus: set[str] = set()
    turns = cycle([("", "light"), ("/en", "dark")][:: -1 if first else 1])

    def look(address: str, status: int = 200) -> None:
        language, theme = next(turns)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        answer = page.goto(f"{language}{address}")
        named = f"{language}{address} {theme}"
        if not answer or answer.status != status:
            found.append(f"{named}: {answer and answer.status}")
        # The menu is the same beside each: it is looked at once by day and once by night.
        known = {"exclude": ["#nav-sidebar"]} if language in menus else None
        menus.update([language] if page.locator("#nav-sidebar").count() else [])
        found.extend(f"{named}: {each}" for each in violations(page, known))
        for width in (768, 360):
            page.set_viewport_size({"width": width, "height": 740})
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                found.append(f"{named}: {wide} at {width}")

    for address in outside:
        look(address)
    sign_in(page, "minh")
    from_the_key(page)
    for address in inside:
        look(address)
    refused = len(page_problems)
    look(f"{closed}999999/", 404)
    sign_in(page, "di")
    look(closed, 403)
    assert not found, "\n".join(found)
    # What is asked for to be refused, and what axe itself does.
    page_problems[refused:] = [each for each in page_problems[refused:] if "responded with a status of 40" not in each]
    page_problems[:] = [each for each in page_problems if "Applying inline style" not in each]
