import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest
from django.apps import apps
from django.core.cache import caches
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ConsoleMessage, Page, Request, sync_playwright

from . import NIGHTLY
from .statistics import count_rows

# Before pytest-django reads the settings; a developer's own data directory is never touched.
os.environ["ENVIRONMENT"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="register-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
CHROMIUM_FLAGS = [
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",  # nor anywhere else
    # no calls home
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure() -> None:
    # No deadline: a machine that does something else is no fault.
    hypothesis.settings.register_profile("ours", deadline=None, max_examples=300 if NIGHTLY else 60)
    hypothesis.settings.load_profile("ours")
    # pytest-django does this only where it is told the settings before this file is read.
    django.setup()
    from records.checks import counting

    counting.PATIENCE = 60  # a busy machine counts all the same
    # What is loaded by now stays: looking through it for garbage takes a tenth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_itemcollected(item: pytest.Item) -> None:
    if "browser" in uses(item):
        item.add_marker("browser")  # before `-m` chooses


@pytest.hookimpl(trylast=True)  # pytest-django has put those that roll back before those that write
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if connection.vendor != "sqlite":
        once = [item for item in items if runs_once(item)]
        config.hook.pytest_deselected(items=once)
        items[:] = [item for item in items if not runs_once(item)]
    # The seed records are loaded before the first that wants them, after the last that rolls back and wants none.
    items.sort(key=lambda item: (commits(item), ("seeded" in uses(item)) is not commits(item)))


def runs_once(item: pytest.Item) -> bool:
    """Whether the other database has nothing to add: what touches none never does, what is marked not but at night."""
    marked = not NIGHTLY and item.get_closest_marker("one_database") is not None
    return marked or not touches_database(item)


def uses(item: pytest.Item) -> tuple[str, ...]:
    return tuple(getattr(item, "fixturenames", ()))


def touches_database(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db") is not None
    return marked or not {"db", "transactional_db", "live_server"}.isdisjoint(uses(item))


def commits(item: pytest.Item) -> bool:
    """Whether the test writes outside a transaction that is rolled back."""
    marker = item.get_closest_marker("django_db")
    told = marker is not None and marker.kwargs.get("transaction", False)
    return told or not {"transactional_db", "live_server"}.isdisjoint(uses(item))


@pytest.fixture(autouse=True)
def _no_pages_of_other_tests() -> None:
    """What a page was in another test's settings, at another test's hour."""
    caches["pages"].clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The day is noted before any test begins: none looks all collections through for it.

    And whatever is written is noted before an answer, however slow the machine.
    """
    from records import noting

    noting.PATIENCE = 60
    with django_db_blocker.unblock():
        noting.catch_up()


# The seed records


class SeedRecords:
    """The tables of our apps as `seed` leaves them, and whether they stand in the database.

    Seeding validates every row, which is too slow to do twice. Tests that roll back find the rows committed before
    them; a test that commits has every table emptied when it ends, and the next that wants the rows has them put back.
    """

    def __init__(self) -> None:
        self.tables: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {}
        self.present = False

    @staticmethod
    def models() -> list[Any]:
        ours = {"partnerships", "people", "articles", "changesets", "records"}
        return [
            model
            for model in apps.get_models(include_auto_created=True)
            if model._meta.app_label in ours
            and model._meta.label not in ("records.DataVersion", "records.PublicRow", "records.Touched")
            and model._meta.managed
            and not model._meta.proxy
        ]

    def load(self) -> None:
        from records.noting import catch_up

        if self.present:
            return
        if self.tables:
            self.restore()
        else:
            call_command("seed", verbosity=0)
            self.take()
        count_rows(self.models())
        while not catch_up():
            pass
        self.present = True

    def take(self) -> None:
        quote = connection.ops.quote_name
        with connection.cursor() as cursor:
            for model in self.models():
                table = model._meta.db_table
                cursor.execute(f"SELECT * FROM {quote(table)}")
                columns = [column[0] for column in cursor.description]
                # SQLite's driver reads a time of day and will not write one.
                rows = [tuple(str(v) if isinstance(v, time) else v for v in row) for row in cursor.fetchall()]
                self.tables[table] = (columns, rows)

    def restore(self) -> None:
        quote = connection.ops.quote_name
        # Foreign keys are checked at the end of the transaction, so the order does not matter.
        with transaction.atomic(), connection.cursor() as cursor:
            for table, (columns, rows) in self.tables.items():
                marks = f"({', '.join(['%s'] * len(columns))})"
                sql = f"INSERT INTO {quote(table)} ({', '.join(map(quote, columns))}) VALUES "
                # Many in a statement: psycopg sends what `executemany` is given one by one.
                for start in range(0, len(rows), 500):
                    some = rows[start : start + 500]
                    cursor.execute(sql + ", ".join([marks] * len(some)), [value for row in some for value in row])
            for sql in connection.ops.sequence_reset_sql(no_style(), self.models()):
                cursor.execute(sql)


SEED = SeedRecords()


@pytest.fixture(scope="session")
def _seed(django_db_setup: None, django_db_blocker: Any) -> None:
    """The seed records stand before a test begins its transaction."""
    with django_db_blocker.unblock():
        SEED.load()


@pytest.fixture
def seeded(_seed: None, db: None) -> Iterator[None]:
    """The seed records, committed: what the test does to them is rolled back, unless it commits as well."""
    SEED.load()
    committing = not connection.in_atomic_block
    yield
    if committing:
        SEED.present = False


@pytest.fixture(autouse=True)
def _no_seed_unasked(request: pytest.FixtureRequest, django_db_blocker: Any) -> None:
    if SEED.present and "seeded" not in uses(request.node) and commits(request.node):
        with django_db_blocker.unblock():
            call_command("flush", interactive=False, verbosity=0)
        SEED.present = False
    assert not SEED.present or "seeded" in uses(request.node) or not touches_database(request.node)


# The browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    if not CHROMIUM.exists():
        missing = f"{CHROMIUM} is missing: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    # Playwright keeps an event loop running in this thread, and Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page_problems() -> list[str]:
    """What `page` found wrong; a test that expects a 404 or the like clears it."""
    return []


@pytest.fixture
def page(browser: Chromium, live_server: Any, page_problems: list[str]) -> Iterator[Page]:
    """A blank page whose relative addresses are the live server's.

    The test fails on script errors, refused resources (CSP) and requests to anywhere else.
    """
    context = browser.new_context(base_url=live_server.url, locale="vi-VN")
    context.set_default_timeout(10_000)

    def note_request(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            page_problems.append(f"request to {request.url}")

    def note_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            page_problems.append(f"console: {message.text}")

    context.on("request", note_request)  # a route would switch the browser's cache off
    page = context.new_page()
    page.on("pageerror", lambda error: page_problems.append(f"script error: {error}"))
    page.on("console", note_console)
    yield page
    context.close()
    assert page_problems == []
