"""Eight imports of one record at once: exactly one is written, and seven are told."""

import threading
from io import BytesIO

import pytest
from django.db import connection
from django.utils import translation

from changesets import jobs
from changesets.jobs import receive
from changesets.models import Import
from changesets.plan.apply import confirm
from changesets.plan.report import faults_of
from people.models import Person
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8
State = Import.State


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def written_at_once(rows):
    """What becomes of the imports of each of `rows`, planned one after the other and written all at once."""
    uploads = []
    for number, row in enumerate(rows):
        user = make.staff("editor", f"e-{number}")
        upload = receive(BytesIO(f"slug,name\n{row}\n".encode()), "people.csv", owner=user, table="people")
        jobs.plan_now(upload)
        assert (upload.state, confirm(upload, user)) == (State.PLANNED, True)
        uploads.append(upload)
    start, broken = threading.Barrier(WRITERS), []

    def write(upload):
        try:
            start.wait(30)
            jobs.apply_now(upload)
        except Exception as error:  # noqa: BLE001 -- told by the test
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(upload,)) for upload in uploads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert broken == []
    won = [upload for upload in uploads if upload.state == State.APPLIED]
    lost = [upload for upload in uploads if upload.state == State.REFUSED]
    assert (len(won), len(lost)) == (1, WRITERS - 1)
    return won[0], [str(fault) for upload in lost for _table, fault in faults_of(upload)]


def test_one_of_eight_changes_wins():
    make.person("le-a", name="Lê A", status="draft")
    won, told = written_at_once([f"le-a,Lê {number}" for number in range(WRITERS)])
    person = Person.objects.get()
    assert (person.name, person.version, person.history.count()) == (f"Lê {won.owner.username[2:]}", 2, 2)
    assert len(told) == WRITERS - 1
    for message in told:
        assert message.startswith(f"Line 2: {won.owner} changed this row at ")
        assert message.endswith(", after the plan was made.")


def test_one_of_eight_new_rows_wins():
    won, told = written_at_once([f"le-a,Lê {number}" for number in range(WRITERS)])
    person = Person.objects.get()
    assert (person.name, person.version, person.history.count()) == (f"Lê {won.owner.username[2:]}", 1, 1)
    assert told == [f"Line 2: {won.owner} created “le-a” after the plan was made."] * (WRITERS - 1)
