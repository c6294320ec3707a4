import re
from collections import Counter

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from changesets.models import Import
from people.models import Person
from records import roles
from records.models import PublishableModel, TrackedModel
from tests import factories as make
from tests.changesets.uploading import signed_in
from tests.office import page

pytestmark = pytest.mark.django_db


def granted() -> dict[str, set[tuple[str, str]]]:
    return {
        group.name: set(group.permissions.values_list("content_type__app_label", "codename"))
        for group in Group.objects.all()
    }


def expected(actions: tuple[str, ...]) -> set[tuple[str, str]]:
    return {
        (model._meta.app_label, f"{action}_{model._meta.model_name}")
        for model in apps.get_models()
        if issubclass(model, (TrackedModel, Import))
        for action in actions
        if model is not Import or action in ("view", "add")
        if action != "publish" or issubclass(model, PublishableModel)
    }


def test_every_role_has_its_actions_on_every_record_and_nothing_else():
    kept = {"viewer": ("view",), "editor": ("view", "add", "change", "delete")}
    kept["publisher"] = (*kept["editor"], "publish")
    assert granted() == {role: expected(actions) for role, actions in kept.items()}


def test_migrating_again_changes_nothing_and_brings_back_what_was_lost():
    before = granted()
    call_command("migrate", verbosity=0)
    assert granted() == before
    Group.objects.get(name="editor").permissions.clear()
    call_command("migrate", verbosity=0)
    assert granted() == before


def test_a_database_without_groups_gets_them_in_one_migrate():
    Group.objects.all().delete()
    Permission.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert set(granted()) == {"viewer", "editor", "publisher"}
    assert granted()["publisher"] == expected(roles.ACTIONS["publisher"])


@pytest.mark.parametrize("role", ["editor", "publisher", "admin"])
def test_what_was_ever_published_is_deleted_by_an_administrator(role):
    user = make.staff(role)
    was, never = make.person("was"), make.person("never", status="draft")
    for status in ("withdrawn", "draft"):
        was.status = status
        was.save()
    assert roles.may_delete(user, never)
    assert roles.may_delete(user, was) is (role == "admin")
    client = signed_in(role, "lan")
    statuses = {
        person.slug: client.post(page(Person, "delete", person.pk), {"post": "yes"}).status_code
        for person in (was, never)
    }
    assert statuses == {"was": 302 if role == "admin" else 403, "never": 302}


@pytest.mark.one_database
def test_a_role_is_called_in_the_reader_s_language_and_keeps_its_name(monkeypatch):
    monkeypatch.setitem(roles.CALLED, "editor", "biên tập viên")
    monkeypatch.setitem(roles.CALLED, "viewer", "người xem")
    monkeypatch.setitem(roles.CALLED, "publisher", "người duyệt")
    client, editor = signed_in("admin"), Group.objects.get(name="editor")
    user = make.staff("editor", "lan")
    own = Group.objects.create(name="Thực tập")
    pages = [
        page(make.User, "changelist"),
        page(make.User, "change", user.pk),
        page(Group, "changelist"),
        *(page(Group, name, editor.pk) for name in ("change", "history", "delete")),
    ]
    for address in pages:
        text = re.sub("<[^>]*>", " ", client.get(address).content.decode())
        assert "biên tập viên" in text, address
        assert not re.search(r"\b(editor|viewer|publisher|Can (view|add|change))\b", text), address
    left = editor.permissions.last()
    client.post(pages[3], {"permissions": [left.pk]})
    editor.refresh_from_db()
    assert (editor.name, *editor.permissions.all()) == ("editor", left)
    client.post(page(Group, "change", own.pk), {"name": "Cộng tác"})
    own.refresh_from_db()
    assert own.name == "Cộng tác"
    found = client.get(page(Group, "changelist"), {"q": "BIEN TAP"}).context["cl"].result_list
    assert [*found] == [editor]


@pytest.mark.one_database
def test_who_deletes_a_role_reads_how_many_lose_it_and_no_two_rights_are_called_alike():
    client, editor = signed_in("admin"), Group.objects.get(name="editor")
    for name in ("lan", "mai"):
        make.staff("editor", name)
    response = client.get(page(Group, "delete", editor.pk))
    assert response.context["deleted_objects"] == ["biên tập viên – người dùng: 2"]
    rights = client.get(page(Group, "add")).context["adminform"].form.fields["permissions"]
    called = Counter(label for _value, label in rights.choices)
    assert [label for label, n in called.items() if n > 1] == []
    assert "thỏa thuận › trích dẫn: được xem" in called
