"""The migrations themselves, on a database of their own with data in it: forwards, backwards, forwards."""

import os
import re
import subprocess
import sys
from collections import Counter
from itertools import chain
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations import AlterField, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from records.fields import TermField
from records.migrations._operations import AlterTerms

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

    # To nothing and back without rows; what steps do to rows is seen below, each walked once in each direction.
    manage("migrate", "auth", "--verbosity=0")  # without it, what follows any migration fails
    manage("migrate", "partnerships", "0003", "--verbosity=0")
    for app in reversed(OURS):
        manage("migrate", app, "zero", "--verbosity=0")
    manage("migrate", "--verbosity=0")
    assert "agreements: 15 created" in manage("seed")
    # Triggers go with the table that they write to: the register can be written without it.
    manage("migrate", "records", "0001", "--verbosity=0")
    manage("shell", "-c", "from partnerships.models import Agreement; Agreement.objects.update(place='Vinh')")
    manage("migrate", "records", "--verbosity=0")
    # And back to before a column was folded, and forwards over its rows.
    manage("migrate", "partnerships", "0003", "--verbosity=0")
    manage("migrate", "articles", "0001", "--verbosity=0")
    assert kinds("{table} WHERE kind <> 'memorandum'") == {"cooperation", "strategic_cooperation"}
    manage("migrate", "--verbosity=0")
    assert kinds("{table} WHERE strategic = 'yes'") == {"agreement"}
    rows = "from partnerships.models import Party; rows = Party.objects.exclude(name_as_printed='').order_by('pk')"
    told = manage("shell", "-c", f"{rows}; print([p.folded for p in rows] == [*rows.values_list('folded', flat=True)])")
    assert told.split()[-1] == "True"
    # There was no word for extensions then: what followed with other bodies extends again.
    told = "from partnerships.models import AgreementRelation as R; print(R.objects.filter(kind='extends').count())"
    assert manage("shell", "-c", told).split()[-1] == "8"
    # Nor was any document named of what became of areas: it is published again when the seed has named them.
    told = "from partnerships.models import AreaSuccession as S; s = S.objects.filter(status='published')"
    assert manage("shell", "-c", f"{told}; print(s.exists())").split()[-1] == "False"
    # A reason without a note is a note now: the seed says it as a term again. No row is lost or made anew.
    assert re.search(r"relations: (\d updated, )?\d+ unchanged$", manage("seed"), re.MULTILINE)
    assert manage("shell", "-c", f"{told}; print(s.filter(citations=None).exists(), s.exists())").endswith(
        "False True\n"
    )
    assert "No changes detected" in manage("makemigrations", "--check", "--dry-run")


def terms(field):
    return {value for value, _label in field.flatchoices} | ({""} if field.blank else set())


def untold_terms(migrations):
    """The columns of which a migration changes the terms in Django's eyes only."""
    state, wrong = ProjectState(), []
    for migration in migrations:
        for operation in chain.from_iterable(getattr(each, "operations", [each]) for each in migration.operations):
            app, altered = migration.app_label, isinstance(operation, AlterField)
            if altered and isinstance(operation.field, TermField) and not isinstance(operation, AlterTerms):
                before = state.models[app, operation.model_name_lower].fields[operation.name]
                if terms(before) != terms(operation.field):
                    wrong.append(f"{migration}: {operation.model_name}.{operation.name}")
            operation.state_forwards(app, state)
    return wrong


def test_the_terms_of_a_column_change_in_the_database_too(settings):
    """Django takes choices for none of its business: on PostgreSQL the check would stay as it was."""
    settings.MIGRATION_MODULES = {}  # pytest-django has put them out of sight
    graph = MigrationLoader(None).graph
    plans = (graph.forwards_plan(leaf) for app in OURS for leaf in graph.leaf_nodes(app))
    migrations = [graph.nodes[key] for key in dict.fromkeys(chain.from_iterable(plans))]
    assert migrations
    assert untold_terms(migrations) == []
    widened = Migration("widened", "partnerships")
    plain = TermField(name="kind", choices=[("one", "one")])
    widened.operations = [AlterField("agreement", "kind", plain)]
    assert untold_terms([*migrations, widened]) == ["partnerships.widened: agreement.kind"]
