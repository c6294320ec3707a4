"""The front page of the staff: each number is that of its list, and a large register asks no more than a small one."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from partnerships.admin.agreements import ending
from partnerships.models import Agreement
from people.models import Person
from records.checks import counting
from tests import factories as make
from tests.changesets.uploading import signed_in
from tests.office import page, shown
from tests.pages import texts

pytestmark = pytest.mark.django_db

HOME = "/en/admin/"
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
NUMBER = re.compile(r'<a href="([^"]*)">(?:<b>)?(\d+)<')


def numbers(client):
    """Every number of the page that is a link, with its address."""
    content = client.get(HOME).content.decode()
    return {unescape(address): int(count) for address, count in NUMBER.findall(content)}


def listed(client, address):
    context = client.get(address).context
    return context["cl"].queryset.count() if "cl" in context else context["entry"]["count"]


def test_every_number_is_that_of_its_list(seeded):
    client = signed_in("editor")
    for slug in ("a", "b"):
        address = page(Person, "add", language="en")
        client.post(address, shown(client, address) | {"slug": slug, "name": slug})
    make.person("c", status="in_review")
    found = numbers(client)
    people = page(Person, "changelist", language="en")
    assert found[f"{people}?status=draft&by=me"] == 2
    assert found[f"{people}?status=in_review"] == 1
    assert found[f"{people}?changed=visit"] == Person.objects.count()
    assert found[f"{page(Agreement, 'changelist', language='en')}?ends=no-successor"] == 7
    assert len(found) > 20
    assert {address: listed(client, address) for address in found} == found


@pytest.mark.one_database
def test_a_later_visit_counts_from_the_end_of_the_one_before():
    client, now = signed_in("editor"), timezone.now()
    for number, slug in enumerate(("a", "b", "c")):
        make.person(slug)
        Person.history.filter(slug=slug).update(history_date=now - timedelta(hours=36 - 12 * number))
    session = client.session
    session["desk_seen"] = [(now - timedelta(hours=hours)).isoformat() for hours in (48, 18)]
    session.save()
    address = f"{page(Person, 'changelist', language='en')}?changed=visit"
    assert numbers(client)[address] == listed(client, address) == numbers(client)[address] == 1


def test_a_reason_that_is_a_sentence_is_followed_by_what_changed():
    client = signed_in("editor")
    make.person("a")
    Person.history.update(history_change_reason="Bài in sai năm.")
    assert "Bài in sai năm: person A" in " ".join(texts(client.get(HOME), "li"))


@pytest.mark.parametrize(("status", "left"), [("published", 0), ("draft", 1), ("withdrawn", 1)])
def test_only_what_readers_see_is_a_successor(status, left):
    earlier = make.agreement("truoc", period="2015/2017")
    make.relation(make.agreement("sau", status=status), earlier)
    assert ending(Agreement.objects.filter(pk=earlier.pk), "no-successor").count() == left


def test_it_asks_as_much_of_a_large_register_as_of_a_small_one():
    client = signed_in("publisher")

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(HOME).status_code == 200
        return len(queries)

    def filled(number):
        make.signed_agreement(f"b-{number}", status="draft")
        make.person(f"c-{number}")
        make.article(f"d-{number}")

    filled(0)
    client.get(HOME)
    before = asked()
    for number in range(1, 12):
        filled(number)
    assert asked() <= before


def test_what_is_slow_to_count_is_told_as_of_last_time_and_counted_anew_when_that_is_long_ago(monkeypatch):
    client = signed_in("viewer")
    make.agreement("a")

    def source():
        return [(each["count"], each["at"]) for each in client.get(HOME).context["broken"] if each["name"] == name]

    name = "partnerships.agreement.no-public-source"
    assert source() == [(1, None)]
    monkeypatch.setattr(counting, "PATIENCE", 0)
    assert source() == []
    assert "checks are not counted yet: they are when this page is opened again." in client.get(HOME).content.decode()
    call_command("check_register", stdout=StringIO())
    kept = counting.KeptCount.objects.get(name=name)
    make.agreement("b")
    assert source() == [(1, kept.at)]
    assert "as of" in client.get(HOME).content.decode()
    counting.KeptCount.objects.filter(name=name).update(at=NOON)
    assert source() == [(2, None)]


def test_a_viewer_of_one_table_sees_that_table_only():
    client = signed_in("")
    make.person("a")
    user = client.session["_auth_user_id"]
    Permission.objects.get(codename="view_person").user_set.add(user)
    response = client.get(HOME)
    assert [[each["count"] for each in tables] for _label, tables in response.context["shelves"]] == [[1]]
    assert response.context["ends"] == response.context["files"] == []


def test_lists_narrow_by_what_changed_and_by_whom_and_by_their_source():
    editor = signed_in("editor")
    make.agreement("cu")
    address = page(Person, "add")
    editor.post(address, shown(editor, address) | {"slug": "a", "name": "A"})
    make.person("b")
    Person.history.filter(slug="b").update(history_date="2020-01-01T00:00Z")

    def found(model, **query):
        return sorted(row.slug for row in editor.get(page(model, "changelist"), query).context["cl"].queryset)

    assert found(Person) == ["a", "b"]
    assert found(Person, by="me") == found(Person, changed="7") == ["a"]
    assert found(Agreement, source="none") == ["cu"]
    assert found(Article, source="none") == found(Person, by="x") == []


@pytest.mark.one_database
def test_the_page_is_reached_by_every_role_of_the_staff(client):
    assert client.get(reverse("admin:index")).status_code == 302
    for role in ("viewer", "editor", "publisher", "admin"):
        assert signed_in(role, role).get(HOME).status_code == 200
