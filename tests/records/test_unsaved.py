"""A session that ends while somebody types: after sign-in the form is there as it was typed, and nothing is saved."""

import pytest
from django.test import Client

from people.models import Person
from tests import factories as make
from tests.office import page, sent_back_by, shown

ADDRESS = page(Person, "add", language="en")
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def editor(db):
    client = Client()
    client.force_login(make.staff("editor", "lan"))
    return client


def typed(client):
    author = make.User.objects.get(username="lan").pk
    return shown(client, ADDRESS) | {"slug": "an", "name": "Nguyễn Văn An", "_author": author, "_save": "Save"}


def sign_in(client, name, response, **changed):
    context = response.context
    posted = {"username": name, "password": "mat-khau", "next": context["next"], "_typed": context["typed"]}
    return client.post("/en/admin/login/", posted | changed)


def test_it_is_shown_again_after_sign_in_and_saved_by_nobody_else(editor):
    data = typed(editor)
    editor.cookies.clear()
    asked = editor.post(f"{ADDRESS}?_popup=1", data)
    assert asked.status_code == 403
    assert "What you typed is kept" in asked.content.decode()
    assert sign_in(editor, "lan", asked, password="sai").context["typed"] == asked.context["typed"]
    again = sign_in(editor, "lan", asked)
    assert again.context["address"] == f"{ADDRESS}?_popup=1"
    form = editor.post(again.context["address"], sent_back_by(again))
    assert (form.status_code, form.context["adminform"].form["name"].value()) == (200, "Nguyễn Văn An")
    assert not Person.objects.exists()
    editor.post(ADDRESS, data)
    assert Person.objects.get().name == "Nguyễn Văn An"


@pytest.mark.parametrize(
    "forged", [{"next": "https://example.vn/"}, {"_typed": "[1]"}, {"_typed": "{"}, {"_typed": "[" * 99_999}]
)
def test_nothing_else_leads_there(editor, forged):
    data = typed(editor)
    editor.cookies.clear()
    response = sign_in(editor, "lan", editor.post(ADDRESS, data), **forged)
    home = "/accounts/profile/" if "next" in forged else ADDRESS
    assert (response.status_code, response["Location"]) == (302, home)


def test_another_account_does_not_see_it(editor):
    data = typed(editor)
    make.staff("publisher", "minh")
    editor.cookies.clear()
    response = sign_in(editor, "minh", editor.post(ADDRESS, data))
    assert (response.status_code, response["Location"]) == (302, ADDRESS)


@pytest.mark.parametrize(("origin", "status"), [(ORIGIN, 409), ({"HTTP_ORIGIN": "http://example.vn"}, 403), ({}, 403)])
def test_a_form_that_was_open_while_its_user_signed_in_again_is_not_lost(editor, origin, status):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = editor.cookies
    data = typed(editor)
    response = strict.post(ADDRESS, data, **origin)
    assert (response.status_code, Person.objects.exists()) == (status, False)
    if status == 409:
        assert ("name", "Nguyễn Văn An") in response.context["typed"]
        strict.cookies.pop("sessionid")
        assert "What you typed is kept" in strict.post(ADDRESS, data, **origin).content.decode()
