"""A worker killed while it plans or writes leaves none of the rows or all of them, and a second one finishes.

`KILLS` says how often (`make nightly`: 50 times); the suite does it a few times.
"""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from articles.models import Outlet
from changesets import jobs
from changesets.jobs import receive
from changesets.models import Import
from changesets.plan.apply import confirm

KILLS = int(os.environ.get("KILLS", "2"))
ROWS = 3000
PATIENCE = 60  # seconds
MANAGE = Path(settings.BASE_DIR) / "manage.py"
State = Import.State
# A job, the state it is at work in, and the one it leads to.
PLAN = (jobs.plan_later, State.PLANNING, State.PLANNED)
APPLY = (jobs.apply_later, State.APPLYING, State.APPLIED)


def environment():
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        query = database["OPTIONS"].get("host") or database["HOST"]
        user, password = database["USER"], database["PASSWORD"]
        url = f"postgresql://{user}:{password}@/{database['NAME']}?host={query}"
        if database["HOST"] and not database["HOST"].startswith("/"):
            url = f"postgresql://{user}:{password}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    # Not `test`: there, tasks are done at once and no worker is needed.
    return {**os.environ, "ENVIRONMENT": "development", "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}


def worker(task, upload):
    """A worker process that takes up `task` of `upload` and then ends."""
    task.enqueue(upload.pk)
    command = [sys.executable, str(MANAGE), "worker", "--batch", "--no-startup-delay", "--verbosity", "0"]
    return subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE)


def until(upload, *states):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        upload.refresh_from_db()
        if upload.state in states:
            return
        time.sleep(0.005)
    raise AssertionError(f"still {upload.state}")


def finish(process):
    assert process.wait(PATIENCE) == 0, process.stderr.read().decode()


def rows():
    return Outlet.objects.count(), Outlet.history.filter(history_type="+").count()


def reap():
    Import.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
    jobs.reap()


def uploaded(number):
    lines = "".join(f"bao-{number}-{row},Báo số {row}\n" for row in range(ROWS))
    return receive(BytesIO(f"slug,name\n{lines}".encode()), "outlets.csv", owner=None, table="outlets")


@pytest.fixture
def lasts(transactional_db, settings):
    """How long a worker takes to plan, and to write, when nobody kills it: seconds from the first sign of it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    upload, found = uploaded("x"), {}
    for task, at_work, done in (PLAN, APPLY):
        process = worker(task, upload)
        until(upload, at_work, done)
        began = time.monotonic()
        until(upload, done)
        found[task] = time.monotonic() - began
        finish(process)
        confirm(upload, None)
    assert rows() == (ROWS, ROWS)
    return found


def killed(upload, job, lasts):
    """Start a worker on the `job` of `upload`, and kill it at some moment of its work."""
    task, at_work, done = job
    process = worker(task, upload)
    until(upload, at_work, done)
    time.sleep(random.uniform(0, lasts[task]))
    process.send_signal(signal.SIGKILL)
    process.wait()
    upload.refresh_from_db()


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_none_or_all(lasts):
    random.seed(20261122)
    base, outcomes = ROWS, {"planning": 0, "none": 0, "all": 0}
    for number in range(KILLS):
        upload = uploaded(number)
        if number % 2:
            killed(upload, PLAN, lasts)
            assert rows() == (base, base)
            outcomes["planning"] += 1
            if upload.state == State.PLANNING:
                reap()
                upload.refresh_from_db()
                assert upload.state == State.FAILED
                assert upload.move((State.FAILED,), State.WAITING)
        if upload.state == State.WAITING:
            jobs.plan_now(upload)
        assert confirm(upload, None)
        killed(upload, APPLY, lasts)
        written = upload.state == State.APPLIED
        outcomes["all" if written else "none"] += 1
        assert rows() == ((base + ROWS,) * 2 if written else (base, base))
        if not written:
            reap()
            upload.refresh_from_db()
            assert upload.state == State.PLANNED
            assert confirm(upload, None)
            jobs.apply_now(upload)
        base += ROWS
        assert (upload.state, upload.faults, *rows()) == (State.APPLIED, [], base, base)
    sys.stdout.write(f"{KILLS} kills: {outcomes}\n")
