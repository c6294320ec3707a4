"""A copy of the register, kept by the script of docs/api.md while several people write, equals it at the end."""

import json
import random
import re
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client

from partnerships.models import Agreement, Area, Clause, Partner, Party, Topic
from records import noting
from records.export.tables import tables
from records.models import StaleRecord, Status, Touched
from tests import NIGHTLY
from tests import factories as make
from tests.partnerships.desk.test_merging import merged

pytestmark = pytest.mark.django_db(transaction=True)

EACH = 180 if NIGHTLY else 18  # acts of each writer, all kinds among them: by night an hour's worth of an office
REFUSED = (
    StaleRecord,
    ObjectDoesNotExist,
    ValidationError,
    DatabaseError,
    LookupError,
)  # as a form says: somebody else was quicker


def script():
    blocks = re.findall(r"```python\n(.*?)```", (settings.BASE_DIR / "docs/api.md").read_text(), re.DOTALL)
    (code,) = (block for block in blocks if "def keep(" in block)
    assert len(code.splitlines()) < 40
    found = {}
    exec(code, found)
    return found["keep"]


class Writer(threading.Thread):
    """Somebody who edits, renames, withdraws, adds, deletes and merges."""

    def __init__(self, number, publisher):
        super().__init__()
        self.random, self.publisher = random.Random(number), publisher
        self.number, self.done, self.failed = number, 0, None

    def run(self):
        often = (self.edit, self.edit, self.rename, self.show, self.part, self.enter)
        acts = [*often, self.merge, self.in_bulk, self.take_back] * (EACH // 9)
        self.random.shuffle(acts)
        try:
            for act in acts:
                self.done += 1
                with suppress(*REFUSED):
                    act()
        except Exception as error:  # noqa: BLE001 -- told by the test
            self.failed = error
        finally:
            connection.close()

    def some(self, model, **of):
        keys = list(model.objects.filter(**of).order_by("pk").values_list("pk", flat=True))
        return model.objects.get(pk=self.random.choice(keys))

    def edit(self):
        row = self.some(self.random.choice((Agreement, Partner, Topic, Area)))
        name = "title" if isinstance(row, Agreement) else "label_vi" if isinstance(row, Topic) else "name"
        setattr(row, name, f"{self.number}-{self.done}")
        row.save()

    def rename(self):
        row = self.some(self.random.choice((Agreement, Partner, Topic, Area)), status=Status.PUBLISHED)
        row.slug = f"{row.slug[:20]}-{self.number}-{self.done}"
        row.save()

    def show(self):
        row = self.some(self.random.choice((Agreement, Partner, Topic)))
        row.status = Status.WITHDRAWN if row.status == Status.PUBLISHED else Status.PUBLISHED
        row.save()

    def part(self):
        with transaction.atomic():
            agreement = self.some(Agreement)
            self.some(self.random.choice((Clause, Party))).delete()
            make.clause(agreement, 1000 * self.number + self.done)
            make.party(agreement, self.some(Partner))

    def enter(self):
        agreement = make.agreement(f"new-{self.number}-{self.done}")
        make.party(agreement, self.some(Partner))
        self.some(Agreement, slug__startswith="new-").delete()

    def merge(self):
        with suppress(TypeError, KeyError):  # another was quicker: a page that is not there has no context
            merged(self.publisher, self.some(Topic), self.some(Topic))

    def in_bulk(self):
        Agreement.objects.filter(pk__gt=self.some(Agreement).pk).update(place=f"{self.number}-{self.done}")

    def take_back(self):
        with transaction.atomic():
            self.edit()
            self.part()
            transaction.set_rollback(True)


def rows_of(api, name):
    address, found = f"{api}{name}/?after=0&page_size=200", {}
    while address:
        with urlopen(address) as answer:
            page = json.load(answer)
        for row in page["results"]:
            assert row["id"] not in found
            found[row["id"]] = row
        address = page["next"]
    assert len(found) == page["count"]
    return found


def test_a_mirror_equals_the_register(seeded, live_server, tmp_path: Path, monkeypatch):
    """Also beside a backlog: of what was written at once, a reader notes but a little."""
    keep, file, api = script(), tmp_path / "mirror.sqlite3", f"{live_server.url}/api/v1/"
    monkeypatch.setattr(noting, "PATIENCE", 0)
    monkeypatch.setattr(noting, "STEP", 10)
    Agreement.objects.update(place="Vinh")
    Clause.objects.update(note="Xem lại")
    assert Touched.objects.count() > noting.STEP
    publishers = []
    for number in range(3):
        client = Client()
        client.force_login(make.staff("publisher", f"p{number}"))
        publishers.append(client)
    writers = [Writer(number, client) for number, client in enumerate(publishers, 1)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        keep(file, api)
    for writer in writers:
        writer.join()
        assert writer.failed is None
    while Touched.objects.exists():
        keep(file, api)
    keep(file, api)
    with sqlite3.connect(file) as copy:
        mirrored = {id_: json.loads(row) for id_, row in copy.execute("SELECT id, row FROM rows")}
    register = {}
    for name, model in tables().items():
        rows = rows_of(api, name)
        assert len(rows) == model.objects.public().count()
        register |= rows
    assert mirrored == register
