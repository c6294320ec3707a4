"""What undoing never does: make a draft of what was published, or delete it by the hand of a publisher."""

from io import BytesIO

import pytest
from django.utils import translation

from changesets import jobs
from changesets.jobs import receive
from changesets.models import Import
from changesets.plan.apply import confirm
from changesets.plan.report import faults_of
from changesets.plan.undo import NotUndoable, undo
from people.models import Person
from records.models import Status
from tests import factories as make

from .uploading import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def planned(content, user=None):
    upload = receive(BytesIO(content.encode()), "people.csv", owner=user, table="people")
    jobs.plan_now(upload)
    return upload


def written(upload):
    assert confirm(upload, upload.owner)
    jobs.apply_now(upload)
    assert (upload.state, list(faults_of(upload))) == (Import.State.APPLIED, [])


def test_what_an_import_published_is_withdrawn_when_it_is_undone():
    make.person("a", status="draft", description="trước")
    make.person("b", status="withdrawn")
    upload = planned("slug,status,description\na,published,sau\nb,published,\n", user=make.staff("publisher"))
    written(upload)
    written(undo(upload, upload.owner, "Nhầm"))
    listed = signed_in("publisher", "other").get("/en/admin/changesets/import/").content.decode()
    assert "2 taken back" in listed and "2 updated" in listed
    assert list(Person.objects.order_by("slug").values_list("status", "description")) == [
        ("withdrawn", "trước"),
        ("withdrawn", ""),
    ]


def test_a_reason_too_long_for_the_history_says_that_it_goes_on():
    reason = Import(pk=7, kind=Import.Kind.FILE, file_name="Thỏa thuận 2022–2025 " * 9).reason
    assert (len(reason), reason[-1]) == (100, "…")


def test_what_readers_lose_sight_of_by_an_undoing_is_said():
    area = make.area("vinh", status="draft")
    upload = receive(BytesIO(b"slug,status\nvinh,published\n"), "areas.csv", owner=None, table="areas")
    jobs.plan_now(upload)
    written(upload)
    make.partner("ubnd-vinh", name="UBND Vinh", area=area)
    opposite = undo(upload, None, "Nhầm")
    assert confirm(opposite, None)
    jobs.apply_now(opposite)
    said = (
        "“UBND Vinh” would have to be looked at: Readers do not see all that it names: publish what is not published, "
    )
    assert opposite.state == Import.State.APPLIED
    assert [fault.message for _table, fault in faults_of(opposite)] == [f"{said}or take it out. (Vinh)"]


def test_an_import_whose_records_were_published_since_is_undone_by_an_administrator():
    publisher = make.staff("publisher")
    upload = planned("slug,name\nmoi,Mới\n", user=publisher)
    written(upload)
    person = Person.objects.get()
    for status in (Status.PUBLISHED, Status.WITHDRAWN, Status.DRAFT):
        person.status = status
        person.save()
    with pytest.raises(NotUndoable, match="which only an administrator deletes"):
        undo(upload, publisher)
