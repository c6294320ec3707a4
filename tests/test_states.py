"""What legal steps lead to can be exported, loaded into an empty register and edited again."""

import io
import zipfile

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import translation

from articles.models import Article, Outlet
from changesets import jobs
from changesets.jobs import receive
from changesets.models import Import
from changesets.plan.apply import confirm
from changesets.plan.report import faults_of, warnings_of
from partnerships.models import Agreement, Area, Partner, Topic
from people.models import Person
from records.models import Status
from tests import factories as make
from tests import office
from tests.conftest import SeedRecords

pytestmark = pytest.mark.django_db

AGREEMENT = "nghe-an-2020"


def withdrawn(model, **of):
    def step():
        row = model.objects.filter(**of, status=Status.PUBLISHED).first()
        row.status = Status.WITHDRAWN
        row.save()

    return step


def renamed():
    partner = Partner.objects.get(slug="ubnd-tinh-nghe-an")
    partner.slug = "uy-ban-nghe-an"
    partner.save()


def withdrawn_and_back():
    for status in (Status.WITHDRAWN, Status.PUBLISHED):
        agreement = Agreement.objects.get(slug=AGREEMENT)
        agreement.status = status
        agreement.save()


OF_IT = {"passages__agreements__slug": AGREEMENT}
A_PARTNER = withdrawn(Partner, parties__agreement__slug=AGREEMENT, slug__startswith="ubnd")
WALKS = {
    "its parties, people, places and topics are withdrawn": (
        A_PARTNER,
        withdrawn(Person, signatories__agreement__slug=AGREEMENT),
        withdrawn(Topic, clause_links__clause__agreement__slug=AGREEMENT),
        withdrawn(Area, partners__parties__agreement__slug="thai-binh-2014"),
    ),
    "its sources are withdrawn": (
        withdrawn(Article, **OF_IT),
        withdrawn(Outlet, articles__passages__agreements__slug="bac-kan-2015"),
    ),
    "what is beside it is renamed or gone": (withdrawn(Agreement, slug="nghe-an-2014"), renamed, withdrawn_and_back),
}


def dump(path):
    call_command("export_records", "all", path)
    with zipfile.ZipFile(path) as archive:
        return {name: sorted(archive.read(name).decode().splitlines()) for name in archive.namelist() if ".csv" in name}


def empty_the_register():
    with connection.cursor() as cursor:
        for model in SeedRecords.models():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def load(content, user=None):
    upload = receive(io.BytesIO(content), "all.zip", owner=user, table="")
    jobs.plan_now(upload)
    if upload.state == Import.State.PLANNED:
        assert confirm(upload, user)
        jobs.apply_now(upload)
    return upload


def told(upload):
    return [str(fault) for _table, fault in faults_of(upload)]


@pytest.mark.parametrize("walk", WALKS)
def test_a_state_comes_back_and_is_edited_again(seeded, tmp_path, walk):
    for step in WALKS[walk]:
        step()
    path, publisher = tmp_path / "all.zip", make.staff("publisher")
    was = dump(path)
    empty_the_register()
    upload = load(path.read_bytes(), publisher)
    assert (told(upload), upload.state) == ([], Import.State.APPLIED)
    assert dump(tmp_path / "again.zip") == was
    # The same file once more changes nothing, and whoever depends on what is withdrawn can be saved for another reason.
    assert load(path.read_bytes()).counts()["unchanged"] == upload.created
    client = Client()
    client.force_login(publisher)
    agreement = Agreement.objects.get(slug=AGREEMENT)
    address = office.page(Agreement, "change", agreement.pk, language="en")
    response = client.post(address, office.shown(client, address) | {"place": "Vinh, Nghệ An"})
    assert response.status_code == 302
    assert Agreement.objects.get(slug=AGREEMENT).place == "Vinh, Nghệ An"


def test_what_is_published_beside_what_is_withdrawn_is_said_before_it_is_confirmed(seeded, tmp_path):
    A_PARTNER()
    dump(tmp_path / "all.zip")
    empty_the_register()
    with translation.override("en"):
        upload = load((tmp_path / "all.zip").read_bytes())
    said = [sentence for table, _line, sentence in warnings_of(upload) if table == "agreements"]
    assert any(sentence.startswith("It is published as the file has it, though: ") for sentence in said)


def test_a_file_explains_only_what_it_brings_itself(db):
    """Beside a partner that was withdrawn before, nothing is published by a file either."""
    place = make.passage()
    make.partner("vnpt")
    body = make.partner("ubnd", kind="peoples_committee", status="withdrawn")
    agreement = make.agreement("a", status="draft", passages=[place])
    for partner, side in ((Partner.objects.get(slug="vnpt"), "provider"), (body, "public_body")):
        make.party(agreement, partner, side, passages=[place])
    upload = receive(io.BytesIO(b"slug,status\na,published\n"), "agreements.csv", owner=None, table="agreements")
    jobs.plan_now(upload)
    assert upload.state == Import.State.REFUSED


def test_drafts_that_older_rules_let_pass_are_taken_by_an_empty_register_only(seeded, tmp_path):
    person = Person.objects.filter(signatories__agreement__slug=AGREEMENT).first()
    Person.objects.filter(pk=person.pk).update(status=Status.DRAFT)
    path = tmp_path / "all.zip"
    was = dump(path)
    empty_the_register()
    make.outlet("khac")
    assert load(path.read_bytes()).state == Import.State.REFUSED
    empty_the_register()
    upload = load(path.read_bytes())
    assert (told(upload), dump(tmp_path / "again.zip")) == ([], was)
