"""The migrations themselves, on a database of their own with data in it: forwards, backwards, forwards."""

import os
import re
import subprocess
import sys
from collections import Counter
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

OURS = ("articles", "people", "partnerships")


@pytest.fixture
def own_database(db, tmp_path):
    """The environment of a `manage.py` that works on an empty database of the kind under test."""
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "LC_ALL": "C.UTF-8"}
    if connection.vendor == "sqlite":
        yield {**environment, "DATABASE_URL": ""}
        return
    address = urlsplit(os.environ["DATABASE_URL"])
    name = f"migrations_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield {**environment, "DATABASE_URL": urlunsplit(address._replace(path=f"/{name}"))}
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_migrations_run_forwards_backwards_and_forwards_with_data(own_database):
    def manage(*arguments):
        done = subprocess.run(
            [sys.executable, settings.BASE_DIR / "manage.py", *arguments],
            env=own_database,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def kinds(of):
        """The kinds of agreements, which those of their history are as well."""
        tables = (f"partnerships_{history}agreement" for history in ("", "historical"))
        asked = " UNION ALL ".join(f"SELECT DISTINCT kind FROM {of.format(table=table)}" for table in tables)
        found = manage(
            "shell",
            "-c",
            f"from django.db import connection as c; x = c.cursor(); x.execute({asked!r}); print(*x.fetchall())",
        )
        counted = Counter(re.findall(r"'(\w+)'", found))
        assert set(counted.values()) == {2}
        return set(counted)

    manage("migrate", "--verbosity=0")
    assert "agreements: 15 created" in manage("seed")
    # Triggers go with the table that they write to: the register can be written without it.
    manage("migrate", "records", "0001", "--verbosity=0")
    manage("shell", "-c", "from partnerships.models import Agreement; Agreement.objects.update(place='Vinh')")
    manage("migrate", "records", "--verbosity=0")
    # And back to before a column was folded, and forwards over its rows.
    manage("migrate", "partnerships", "0003", "--verbosity=0")
    assert kinds("{table} WHERE kind <> 'memorandum'") == {"cooperation", "strategic_cooperation"}
    manage("migrate", "partnerships", "--verbosity=0")
    assert kinds("{table} WHERE strategic = 'yes'") == {"agreement"}
    rows = "from partnerships.models import Party; rows = Party.objects.exclude(name_as_printed='').order_by('pk')"
    told = manage("shell", "-c", f"{rows}; print([p.folded for p in rows] == [*rows.values_list('folded', flat=True)])")
    assert told.split()[-1] == "True"
    # There was no word for extensions then: what followed with other bodies extends again.
    told = "from partnerships.models import AgreementRelation as R; print(R.objects.filter(kind='extends').count())"
    assert manage("shell", "-c", told).split()[-1] == "8"
    # A reason without a note is a note now: the seed says it as a term again. No row is lost or made anew.
    assert re.search(r"relations: (\d updated, )?\d+ unchanged$", manage("seed"), re.MULTILINE)
    for app in reversed(OURS):
        manage("migrate", app, "zero", "--verbosity=0")
    manage("migrate", "--verbosity=0")
    assert "No changes detected" in manage("makemigrations", "--check", "--dry-run")
