"""The migrations themselves, on a database of their own with data in it: forwards, backwards, forwards."""

import os
import re
import shutil
import subprocess
import sys
import textwrap
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
from tests import NIGHTLY

OURS = ("articles", "people", "partnerships")
AT_NIGHT = pytest.mark.skipif(not NIGHTLY, reason="walks of all steps are for `make nightly`")


@pytest.fixture
def own_database(db, tmp_path):
    """The environment of a `manage.py` that works on an empty database of the kind under test."""
    environment = {**os.environ, "DATA_DIR": str(tmp_path)}
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


@pytest.fixture
def manage(own_database):
    """Run lines of Python on that database; what they print."""
    begin = """import django
django.setup()
from django.core.management import call_command as manage
from django.utils import translation
translation.activate("en")
"""

    def run(lines, **environment):
        done = subprocess.run(
            [sys.executable, "-c", begin + textwrap.dedent(lines)],
            cwd=settings.BASE_DIR,
            env=own_database | environment,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    return run


def test_migrations_run_forwards_backwards_and_forwards_with_data(manage):
    told = manage(
        """
        from articles.models import Article
        from partnerships.models import Agreement
        manage("migrate", verbosity=0)
        manage("seed")
        Article.objects.filter(slug="vnpt-hung-yen-2016").update(full_text="Cùng một bài")
        # Triggers go with the table that they write to: the register can be written without it.
        manage("migrate", "records", "0001", verbosity=0)
        Agreement.objects.update(place="Vinh")
        manage("migrate", "records", verbosity=0)
        # Back to the first that stand for several, and forwards over the rows.
        manage("migrate", "articles", "0001_squashed", verbosity=0)
        manage("migrate", "partnerships", "0001_squashed", verbosity=0)
        manage("migrate", verbosity=0)
        print(Agreement.objects.filter(place="Vinh").count(), Article.objects.exclude(text_key="").count())
        manage("makemigrations", "--check", "--dry-run")
        """
    )
    assert "agreements: 15 created" in told
    assert told.splitlines()[-2:] == ["15 1", "No changes detected"]


def test_of_a_review_of_before_the_last_round_is_known(manage):
    told = manage(
        """
        from django.contrib.auth.models import User
        from django.utils import timezone
        from changesets.models import Submission
        manage("migrate", verbosity=0)
        lan, minh = (User.objects.create_user(name) for name in ("lan", "minh"))
        sent = {"table": "agreements", "owner": lan, "sent_at": timezone.now(), "words": "Xin duyệt"}
        returned = {"state": "returned", "decided_by": minh, "decided_at": timezone.now(), "answer": "Sửa lại"}
        Submission.objects.create(row=1, **sent)
        Submission.objects.create(row=2, **sent, **returned)
        manage("migrate", "changesets", "0008", verbosity=0)
        manage("migrate", "changesets", verbosity=0)
        for each in Submission.objects.order_by("row"):
            print([(str(one.history_user), one.state, one.answer or one.words) for one in each.rounds.reverse()])
        """
    )
    assert told.split("\n") == [
        "[('lan', 'waiting', 'Xin duyệt')]",
        "[('lan', 'waiting', 'Xin duyệt'), ('minh', 'returned', 'Sửa lại')]",
        "",
    ]


@AT_NIGHT
def test_migrations_run_to_nothing_and_back(manage):
    told = manage(
        """
        from partnerships.models import Agreement
        manage("migrate", verbosity=0)
        manage("seed", verbosity=0)
        for app in ("partnerships", "people", "articles"):
            manage("migrate", app, "zero", verbosity=0)
        manage("migrate", verbosity=0)
        print(Agreement.objects.count())
        """
    )
    assert told.splitlines()[-1] == "0"


def steps_before():
    """Of each app with a migration that stands for several, the files of those in their order."""
    found = {}
    for squashed in sorted(settings.BASE_DIR.glob("*/migrations/0001_squashed_*.py")):
        last = squashed.stem.removeprefix("0001_squashed_")
        steps = (path for path in sorted(squashed.parent.glob("0*.py")) if path != squashed and path.name[:4] <= last)
        found[squashed.parts[-3]] = list(steps)
    return found


def test_a_database_that_ran_every_step_has_nothing_to_do(settings):
    settings.MIGRATION_MODULES = {}  # pytest-django has put them out of sight
    replacements = MigrationLoader(None).replacements.values()
    ours = {migration.app_label: migration.replaces for migration in replacements if migration.app_label in OURS}
    assert ours == {app: [(app, path.stem) for path in paths] for app, paths in steps_before().items()}


@AT_NIGHT
def test_the_steps_that_one_migration_stands_for_run_with_data(manage, tmp_path):
    """From a database of today back through each of them and forwards again."""

    def kinds(of):
        """The kinds of agreements, which those of their history are as well."""
        tables = (f"partnerships_{history}agreement" for history in ("", "historical"))
        asked = " UNION ALL ".join(f"SELECT DISTINCT kind FROM {of.format(table=table)}" for table in tables)
        found = manage(
            f"""
            from django.db import connection
            cursor = connection.cursor()
            cursor.execute({asked!r})
            print(*cursor.fetchall())
            """
        )
        counted = Counter(re.findall(r"'(\w+)'", found))
        assert set(counted.values()) == {2}
        return set(counted)

    settings_of_before = ["from config.settings import *", "MIGRATION_MODULES = {}"]
    for app, paths in steps_before().items():
        (tmp_path / f"{app}_before").mkdir()
        (tmp_path / f"{app}_before" / "__init__.py").touch()
        for path in paths:
            shutil.copy(path, tmp_path / f"{app}_before")
        settings_of_before.append(f"MIGRATION_MODULES[{app!r}] = '{app}_before'")
    (tmp_path / "settings_of_before.py").write_text("\n".join(settings_of_before))
    before = {"PYTHONPATH": f"{tmp_path}:{settings.BASE_DIR}", "DJANGO_SETTINGS_MODULE": "settings_of_before"}

    manage(
        """
        manage("migrate", verbosity=0)
        manage("seed", verbosity=0)
        manage("migrate", "articles", "0001_squashed", verbosity=0)
        manage("migrate", "partnerships", "0001_squashed", verbosity=0)
        """
    )
    manage(
        """
        manage("migrate", "partnerships", "0003", verbosity=0)
        manage("migrate", "articles", "0001", verbosity=0)
        """,
        **before,
    )
    assert kinds("{table} WHERE kind <> 'memorandum'") == {"cooperation", "strategic_cooperation"}
    manage("""manage("migrate", "partnerships", verbosity=0)""", **before)
    manage("""manage("migrate", verbosity=0)""")
    assert kinds("{table} WHERE strategic = 'yes'") == {"agreement"}
    told = manage(
        """
        from partnerships.models import AgreementRelation, AreaSuccession, Party
        rows = Party.objects.exclude(name_as_printed="").order_by("pk")
        print([party.folded for party in rows] == [*rows.values_list("folded", flat=True)])
        # There was no word for extensions then: what followed with other bodies extends again.
        print(AgreementRelation.objects.filter(kind="extends").count())
        # Nor was any document named of what became of areas: it is published again when the seed has named them.
        published = AreaSuccession.objects.filter(status="published")
        print(published.exists())
        # A reason without a note is a note now: the seed says it as a term again. No row is lost or made anew.
        manage("seed")
        print(published.filter(citations=None).exists(), published.exists())
        """
    )
    assert told.splitlines()[:3] == ["True", "8", "False"]
    assert re.search(r"^relations: (\d updated, )?\d+ unchanged$", told, re.MULTILINE)
    assert told.splitlines()[-1] == "False True"


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
