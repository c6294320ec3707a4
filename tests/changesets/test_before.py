"""A part of the register as the code of 28 November 2026 wrote it, in files and as a fixture, read by today's."""

import csv
import io

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from partnerships.models import Agreement
from records.export.tables import tables
from tests.changesets.files import zipped
from tests.changesets.test_imports import applied, exported, imported, told

BEFORE = settings.BASE_DIR / "tests" / "changesets" / "before"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content)))


def files():
    return {path.stem: path.read_text(encoding="utf-8-sig") for path in sorted(BEFORE.glob("*.csv"))}


def register():
    """All tables as they are exported today."""
    return {name: exported(name).decode("utf-8-sig") for name in tables()}


def test_files_of_before_are_taken_whole_and_say_what_they_said():
    content = zipped({f"{name}.csv": text for name, text in files().items()})
    found = imported("", content, "zip", name="before.zip")
    assert (told(found), applied(found)) == ([], True)
    for name, text in files().items():
        model = tables()[name]
        changed = {column for each in model.former for column in each.columns}
        old = {model.key_in(row): row for row in rows_of(text)}
        new = {model.key_in(row): row for row in rows_of(exported(name).decode("utf-8-sig"))}
        assert old.keys() == new.keys(), name
        for key, row in old.items():
            kept = row.keys() - changed
            assert {column: new[key][column] for column in kept} == {column: row[column] for column in kept}, (
                name,
                key,
            )
    assert dict(Agreement.objects.values_list("slug", "kind")) == {
        "cuc-thue-thanh-hoa-2016": "agreement",
        "lien-doan-vo-thuat-thanh-hoa-2018": "agreement",
        "nghe-an-2014": "memorandum",
        "thai-binh-2014": "agreement",
    }
    assert dict(Agreement.objects.values_list("slug", "strategic")) == {
        "cuc-thue-thanh-hoa-2016": "not_said",
        "lien-doan-vo-thuat-thanh-hoa-2018": "not_said",
        "nghe-an-2014": "not_said",
        "thai-binh-2014": "yes",
    }
    again = imported("", content, "zip", name="before.zip")
    assert again.counts()["unchanged"] == sum(again.counts().values())


def test_a_fixture_of_before_is_loaded_to_the_same_register():
    with transaction.atomic():
        call_command("loaddata", BEFORE / "fixture.json", verbosity=0)
        from_fixture = register()
        transaction.set_rollback(True)
    content = zipped({f"{name}.csv": text for name, text in files().items()})
    assert applied(imported("", content, "zip", name="before.zip"))
    assert from_fixture == register()
