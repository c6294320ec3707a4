"""What whoever runs the register relies on: read-only mode, a database that is away, figures and logs."""

import logging
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager, nullcontext
from functools import partial
from types import SimpleNamespace

import psycopg
import pytest
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management import call_command, get_commands
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from django.utils import timezone, translation

from articles.models import Outlet
from changesets.jobs import receive
from changesets.models import Import
from config import redis_cache
from partnerships.models import Agreement
from people.models import Person
from records.connections import ReadOnlyError, is_read_only, switch, writing_anyway
from records.management.commands import check_installation
from tests import factories as make
from tests.changesets.uploading import NEW, at, signed_in, upload
from tests.office import errors, page, posted_by, sent_back_by, shown
from tests.pages import texts

from .test_backups import written
from .test_killed_worker import environment
from .test_races import at_once

ROOT = settings.BASE_DIR


@pytest.fixture
def data_dir(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def read_only(data_dir):
    """How the mode is switched on in the middle of a test."""

    def on():
        with translation.override("en"):
            call_command("read_only", "on")

    return on


# Read-only mode


@pytest.mark.django_db(transaction=True)
def test_in_read_only_mode_a_form_comes_back_with_what_was_typed(read_only):
    editor = signed_in("editor")
    person = make.person(status="draft")
    address = page(Person, "change", person.pk, language="en")
    author = {"_author": make.User.objects.get(username="editor").pk}
    typed = shown(editor, address) | author | {"description": "Đã gõ"}
    read_only()
    response = editor.post(address, typed)
    assert (response.status_code, response["Retry-After"]) == (503, "300")
    assert dict(response.context["typed"])["description"] == "Đã gõ"
    pasted = editor.post("/en/admin/read/", author | {"text": "Đã dán"})
    assert (pasted.status_code, dict(pasted.context["typed"])["text"]) == (503, "Đã dán")
    assert texts(editor.get(address), "li", "warning") == ["The register only shows for a while, and takes nothing in."]
    again = editor.post(address, sent_back_by(response))
    assert dict(again.context["typed"])["description"] == "Đã gõ", "and once more"
    assert Person.objects.get().description == ""
    switch().unlink()
    form = editor.post(address, sent_back_by(again))
    assert posted_by(form)["description"] == "Đã gõ"


@pytest.mark.django_db(transaction=True)
def test_in_read_only_mode_the_staff_signs_in_and_reads_and_everything_else_is_refused(read_only, client):
    make.signed_agreement()
    make.staff("admin", "quan-tri")
    read_only()
    posted = {"username": "quan-tri", "password": "sai"}
    assert client.post("/en/admin/login/", posted).status_code == 200
    assert client.post("/en/admin/login/", posted | {"password": "mat-khau"})["Location"] == "/en/admin/"
    assert (AccessAttempt.objects.count(), make.User.objects.get().last_login is None) == (0, False), "both are written"
    number = Agreement.objects.get().pk
    office = ("", "checks/", "account/", "deleted/", "articles/article/add/", "partnerships/agreement/")
    record = (f"partnerships/agreement/{number}/change/", f"history/agreements/{number}/")
    for address in (*(f"admin/{each}" for each in (*office, *record)), "agreements/", "search/?q=a"):
        assert client.get(f"/en/{address}").status_code == 200, address
    assert client.get("/api/v1/agreements/").status_code == 200
    for address in (at("add"), "/en/admin/partnerships/agreement/", "/en/admin/read/", "/en/admin/mail/"):
        refused = client.post(address, {"action": "delete_selected", "_selected_action": "1"})
        assert (refused.status_code, refused["Retry-After"]) == (503, "300"), address
        assert "takes nothing in" in texts(refused, "p")[1]
    assert client.post("/api/v1/agreements/").status_code == 405, "as ever"
    assert client.post("/en/admin/logout/").status_code in (200, 302)
    assert not Session.objects.exists()
    assert "/en/admin/login/" in client.get("/en/admin/")["Location"]


@pytest.mark.django_db(transaction=True)
def test_in_read_only_mode_what_a_step_would_do_is_shown_all_the_same(read_only):
    """Those pages take the step and take it back."""
    admin, editor, person = signed_in("admin"), signed_in("editor"), make.person()
    drafted = make.agreement("nhap", status="draft")
    change = page(Person, "change", person.pk, language="en")
    editor.post(change, shown(editor, change) | {"name": "Tên khác", "_save": "1"})
    proposal = f"proposal/{Import.objects.get().pk}/"
    review = f"review/agreements/{drafted.pk}/"
    make.person("hai", status="draft")
    addresses = (
        proposal, f"{proposal}preview/people/{person.pk}/", review, f"{review}missing/", f"{review}preview/",
        f"merge/people/{person.pk}/?with=hai", f"partnerships/agreement/{drafted.pk}/delete/",
        f"people/person/{person.pk}/delete/", "partnerships/agreement/import/", "read/",
    )  # fmt: skip
    read_only()
    before = Agreement.history.count(), Person.history.count()
    for address in addresses:
        assert admin.get(f"/en/admin/{address}").status_code == 200, address
    assert (Agreement.history.count(), Person.history.count()) == before
    assert Agreement.objects.get().status == "draft"
    with pytest.raises(ReadOnlyError):
        make.person("thu-ba", name="Ba")


@pytest.mark.django_db(transaction=True)
def test_in_read_only_mode_the_database_refuses_whichever_way_it_comes(read_only, tmp_path):
    sheet = tmp_path / "people.csv"
    sheet.write_text(NEW, encoding="utf-8")
    table = Person._meta.db_table
    statements = [
        f"/* a word */ DELETE FROM {table}",
        f"WITH x AS (SELECT 1) INSERT INTO {table} (slug) SELECT 'a'",
        f"  update {table} set name = '\"django_session\"'",
        f"DROP TABLE {table}",
    ]
    if connection.vendor == "postgresql":
        statements += [f"TRUNCATE {table}", f"SELECT setval('{table}_id_seq', 9)", f"SELECT * FROM {table} FOR UPDATE"]

    def ask(statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)

    make.person()
    with transaction.atomic():  # which is under way
        make.person("thu-hai", name="Hai")
        read_only()
        with pytest.raises(ReadOnlyError):
            make.person("thu-ba", name="Ba")
        transaction.set_rollback(True)
    for write in (
        make.person,
        lambda: call_command("import_records", "people", sheet),
        lambda: receive(sheet.open("rb"), "people.csv", owner=None, table="people"),
        lambda: Outlet.objects.update(name="x"),
        lambda: call_command("seed", verbosity=0),
        *(partial(ask, statement) for statement in statements),
    ):
        for within in (nullcontext(), transaction.atomic()):
            with pytest.raises(ReadOnlyError), within:
                write()
    assert Person.objects.get().slug == "pham-duc-long"
    with writing_anyway():
        make.person("thu-hai", name="Hai")
    with pytest.raises(ReadOnlyError):
        make.person("thu-ba", name="Ba")
    switch().unlink()
    make.person("thu-ba", name="Ba")
    assert (Person.objects.count(), Import.objects.count()) == (3, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_database
def test_a_command_that_writes_says_that_it_may_not():
    for words in (["seed"], ["createsuperuser", "--no-input", "--username=a", "--email=a@so.vn"]):
        done = subprocess.run(
            [sys.executable, ROOT / "manage.py", *words],
            env=environment() | {"READ_ONLY": "true", "LANG": "vi_VN"}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (1, "Sổ đăng ký đang ở chế độ chỉ cho xem.\n"), words


@pytest.mark.parametrize(("words", "said"), [(["on"], "is read-only."), (["off"], "takes things in."), ([], "takes")])
@pytest.mark.one_database
def test_the_mode_is_switched_by_a_command(data_dir, capsys, words, said):
    with translation.override("en"):
        call_command("read_only", *words)
    assert said in capsys.readouterr().out
    assert is_read_only() == (words == ["on"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_database
def test_the_worker_waits_until_things_are_taken_in_again(read_only, settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    waited = []
    read_only()
    monkeypatch.setattr("time.sleep", lambda seconds: (waited.append(seconds), switch().unlink()))
    handled = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    call_command("worker", "--batch", "--no-startup-delay", "--verbosity", "0")
    for number, before in handled.items():
        signal.signal(number, before)
    assert waited


# While the database is away


def away(*args, **kwargs):
    raise OperationalError("secret of the database")


@pytest.fixture
def database_away(db, monkeypatch):
    """A way to have the server of the database gone for whoever asks from now on."""
    with monkeypatch.context() as patched:
        yield lambda: patched.setattr(type(connections["default"]), "cursor", away)


@pytest.mark.one_database
def test_while_the_database_is_away_pages_are_those_that_were_kept_or_say_when_to_come_again(database_away):
    client = Client(raise_request_exception=False)
    make.signed_agreement()
    kept = {address: client.get(address).content for address in ("/agreements/", "/api/v1/agreements/", "/en/")}
    database_away()
    for address, content in kept.items():
        response = client.get(address)
        assert (response.status_code, response.content) == (200, content), address
        assert response["Warning"].startswith("110"), address
    for address in ("/people/", "/search/?q=a", "/agreements.atom", "/data/register.zip", "/sitemap.xml", "/en/map/"):
        response = client.get(address)
        assert (response.status_code, response["Retry-After"]) == (503, "10"), address
        assert texts(response, "h1") == ["Sổ đăng ký tạm thời chưa phục vụ được"]
        assert "secret" not in response.content.decode()
    answer = client.get("/api/v1/people/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_database
def test_what_an_action_was_to_say_is_not_said_when_it_is_not_committed(monkeypatch):
    publisher = signed_in("publisher")
    publisher.raise_request_exception = False
    person = make.person(status="draft")
    chosen = {"action": "submit_for_review", "_selected_action": person.pk}
    with monkeypatch.context() as patched:
        patched.setattr(connection, "_commit", away)
        response = publisher.post("/en/admin/people/person/", chosen)
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert texts(publisher.get("/en/admin/people/person/"), "ul", "messagelist") == []
    assert Person.objects.get().status == "draft"


@contextmanager
def another_writes(monkeypatch):
    """Somebody else holds what is written to, and this process waits for a moment only."""
    options = connection.settings_dict["OPTIONS"]
    if connection.vendor == "sqlite":
        monkeypatch.setitem(options, "timeout", 0.1)
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        hold = "BEGIN IMMEDIATE"
    else:
        monkeypatch.setitem(options, "options", re.sub(r"lock_timeout=\d+", "lock_timeout=100", options["options"]))
        other = psycopg.connect(environment()["DATABASE_URL"])
        tables = (Person, Import, Session, AccessLog)
        hold = f"LOCK TABLE {', '.join(model._meta.db_table for model in tables)} IN EXCLUSIVE MODE"
    connection.close()  # so that the next one is told
    with closing(other):
        other.execute(hold)
        yield
        other.rollback()
    monkeypatch.undo()
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_while_another_writes_reads_go_on_and_whoever_saves_is_told_to_come_again(monkeypatch):
    publisher, stranger = signed_in("publisher"), Client(raise_request_exception=False)
    publisher.raise_request_exception = False
    make.staff("editor", "moi")
    person = make.person(status="draft")
    address = page(Person, "change", person.pk, language="en")
    typed = shown(publisher, address) | {"description": "Đã gõ"}
    found = upload(publisher, "people.csv", NEW)
    chosen = {"action": "submit_for_review", "_selected_action": person.pk}
    name = {"username": "moi", "password": "mat-khau"}

    def act():
        return [
            publisher.post("/en/admin/people/person/", chosen),
            publisher.post(at("confirm", found.pk)),
            stranger.post("/en/admin/login/", name),
        ]

    with another_writes(monkeypatch):
        for read in ("/en/agreements/", "/en/people/", "/api/v1/people/"):
            assert stranger.get(read).status_code == 200, read
        assert publisher.get("/en/admin/people/person/").status_code == 200
        response = publisher.post(address, typed)
        assert [*response.context["sentences"]] == ["The register was too busy. Nothing is saved: save again."]
        for refused in act():
            assert (refused.status_code, refused.get("Retry-After")) == (503, "10"), refused.content.decode()[-1500:]
    found.refresh_from_db()
    assert (found.state, Person.objects.count()) == ("planned", 1)
    assert publisher.post(address, sent_back_by(response)).status_code == 200, "the form again"
    assert [answer.status_code for answer in act()] == [302, 302, 302]
    assert Person.objects.filter(slug="tran-van-nam").exists()


@pytest.mark.one_database
def test_without_redis_pages_are_made_anew_and_nobody_is_counted(monkeypatch, caplog):
    cache = redis_cache.SparedRedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 1}})
    assert (cache.get("a"), cache.get("a", 5), cache.set("a", 1), cache.add("a", 1)) == (None, 5, None, True)
    assert cache.incr("a") == 0
    assert "Redis is away" in caplog.text


@pytest.mark.django_db
def test_with_the_clock_set_back_the_last_change_is_still_the_last(monkeypatch):
    editor = signed_in("editor")
    person = make.person(status="draft")
    address = page(Person, "change", person.pk, language="en")
    opened = shown(editor, address)
    assert editor.post(address, opened | {"description": "Trước"}).status_code == 302
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now - timezone.timedelta(days=1))
    assert editor.post(address, shown(editor, address) | {"description": "Sau"}).status_code == 302
    # What was opened before is not of the past by the clock: it is given back instead of put together.
    assert "saved after you opened it" in errors(editor.post(address, opened | {"description": "Muộn"}))["__all__"][0]
    assert Person.objects.get().description == "Sau"
    assert [each.description for each in person.history.order_by("history_id")][-2:] == ["Trước", "Sau"]
    assert editor.get("/en/admin/").status_code == 200


# Upgrades


@pytest.mark.django_db(transaction=True)
def test_of_two_upgrades_at_once_the_second_waits(data_dir, monkeypatch):
    inside, most = [], []

    def busy(*args, **kwargs):
        inside.append(1)
        most.append(len(inside))
        threading.Event().wait(0.05)
        inside.pop()

    monkeypatch.setattr("django.core.management.commands.migrate.Command.handle", busy)
    assert at_once(*[lambda: call_command("migrate")] * 3) == [None] * 3
    assert most == [1, 1, 1]


# Figures, logs and the page of an error


@pytest.mark.django_db
def test_figures_are_shown_to_who_knows_the_token(client, settings, tmp_path):
    settings.BACKUP_DIR = tmp_path
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "chia-khoa"
    assert client.get("/metrics", headers={"authorization": "Bearer sai"}).status_code == 404
    make.person()
    receive((tmp_path / "a").open("w+b"), "a.csv", owner=None, table="people")
    client.get("/people/")

    def figures():
        answer = client.get("/metrics", headers={"authorization": "Bearer chia-khoa"})
        assert answer.status_code == 200
        lines = answer.content.decode().splitlines()
        return dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))

    found = figures()
    assert found['register_imports{state="waiting"}'] == "1.0"
    assert found["register_last_backup_timestamp_seconds"] == "0.0"
    assert float(found["register_disk_free_bytes"]) > 0
    assert found["register_read_only"] == "0.0"
    assert float(found['django_http_responses_total_by_status_total{status="200"}']) >= 1
    assert "register_checks_failing" in found
    watched = (
        (ROOT / "docs/operations.md").read_text(encoding="utf-8").partition("## Ten figures")[2].partition("##")[0]
    )
    up, *named = re.findall(r"^\| `(\w+)", watched, re.MULTILINE)
    answer = client.get("/metrics", headers={"authorization": "Bearer chia-khoa"}).content.decode()
    assert (up, len(named)) == ("up", 9)
    assert [each for each in named if f"# TYPE {each} " not in answer] == []
    (tmp_path / "register-20261129-010204.zip").touch()  # none
    written(tmp_path / "register-20261129-010203.zip")
    assert float(figures()["register_last_backup_timestamp_seconds"]) == 1795914123.0


@pytest.mark.django_db
@pytest.mark.one_database
def test_a_request_has_one_name_in_the_answer_the_log_and_the_page_of_its_error(monkeypatch, caplog):
    client = Client(raise_request_exception=False)
    assert client.get("/", headers={"x-request-id": "ten-cua-proxy"})["X-Request-ID"] == "ten-cua-proxy"
    assert len(client.get("/", headers={"x-request-id": "<script>"})["X-Request-ID"]) == 32
    monkeypatch.setattr("partnerships.website.views.home.render", lambda *args: 1 / 0)
    caches["pages"].clear()
    (handler,) = logging.getLogger("django").handlers[:1]
    caplog.handler.addFilter(handler.filters[0])
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)
    response = client.get("/", headers={"x-request-id": "yeu-cau-123"})
    assert (response.status_code, texts(response, "small")) == (500, ["yeu-cau-123"])
    assert {record.request_id for record in caplog.records} == {"yeu-cau-123"}


@pytest.mark.django_db
@pytest.mark.one_database
def test_a_slow_statement_is_named_without_its_values(settings, caplog):
    settings.SLOW_QUERY_MS = 0.0001
    assert not Person.objects.filter(name="Bí Mật").exists()
    (said,) = caplog.messages
    assert " ms: SELECT" in said
    assert "Bí Mật" not in said


# What production refuses


def started(**told):
    environment = {"PATH": os.environ["PATH"], "ENVIRONMENT": "production", "DATA_DIR": os.environ["DATA_DIR"], **told}
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stderr.strip().rpartition("\n")[2]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"SECRET_KEY": "", "ALLOWED_HOSTS": "so.vn"}, "SECRET_KEY must be set in production"),
        ({"SECRET_KEY": "short", "ALLOWED_HOSTS": "so.vn"}, "SECRET_KEY must be set in production"),
        ({"SECRET_KEY": "a" * 80, "ALLOWED_HOSTS": "so.vn"}, "SECRET_KEY must be set in production"),
        ({"SECRET_KEY": "0123456789abcdef" * 4, "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the hosts"),
        ({"SECRET_KEY": "0123456789abcdef" * 4, "ALLOWED_HOSTS": "so.vn"}, ""),
    ],
)
def test_production_refuses_what_is_weak(told, said):
    assert said in started(**told)


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize(
    ("host", "status"), [("so.vn", 200), ("so.vn:443", 200), ("so.vn:1", 400), ("khac.vn", 400), ("so.vn:8443", 400)]
)
def test_only_the_port_of_the_site_is_linked_to(settings, client, host, status):
    settings.PRODUCTION, settings.ALLOWED_HOSTS, settings.SITE_URL = True, ["so.vn"], "https://so.vn"
    assert client.get("/", headers={"host": host}).status_code == status
    assert client.get("/healthz", headers={"host": "so.vn:8000"}).status_code == 200


# The installation


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_database
def test_an_installation_that_is_not_good_is_told_what_to_do(settings, tmp_path, capsys, monkeypatch):
    settings.BACKUP_DIR, settings.BACKUP_MAX_AGE_HOURS = tmp_path, 26
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir(mode=0o755)
    settings.SITE_URL = "http://127.0.0.1:1"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.MIGRATION_MODULES = {}
    monkeypatch.setattr(check_installation, "_PATIENCE", 0.1)
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=5_000_000))
    with translation.override("en"), pytest.raises(SystemExit):
        call_command("check_installation")
    said = capsys.readouterr().out
    for sentence in (
        "ENVIRONMENT is test, not production.",
        "migrations are not applied: ./manage migrate.",
        f"Others may read {tmp_path / 'media'}: chmod go= it.",
        f"Only 5 MB are free at {tmp_path}.",
        f"There is no good backup of late in {tmp_path}: ./manage backup.",
        "No worker takes up jobs: large imports and mails wait.",
        "EMAIL_HOST is not set",
        "http://127.0.0.1:1: <urlopen error",
    ):
        assert sentence in said


@pytest.mark.django_db
@pytest.mark.one_database
def test_what_is_good_is_said_to_be(settings, tmp_path, capsys, live_server):
    settings.BACKUP_DIR, settings.SITE_URL = tmp_path, live_server.url
    with translation.override("en"), pytest.raises(SystemExit):
        call_command("check_installation", "--without", "settings", "database", "files", "mail", "worker")
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["Room on the disk: good", "Backup: good"]
    assert said[3:] == [f"  {live_server.url} answers without Strict-Transport-Security."], "which is production's"


@pytest.mark.django_db
@pytest.mark.one_database
def test_what_cannot_be_looked_at_is_said_of_that_alone(settings, tmp_path, capsys, monkeypatch):
    settings.BACKUP_DIR = tmp_path
    monkeypatch.setattr(connection, "cursor", away)
    with translation.override("en"), pytest.raises(SystemExit):
        call_command("check_installation", "--without", "settings", "files", "disk", "worker", "mail", "site")
    said = capsys.readouterr().out.splitlines()
    assert said == ["Database:", "  OperationalError: secret of the database", "Backup: good"]


def test_the_units_start_what_is_there_as_their_own_user():
    for path in sorted((ROOT / "deploy").glob("register-*.service")):
        unit = path.read_text(encoding="utf-8")
        (command,) = re.findall(r"^ExecStart=/opt/register/.venv/bin/(.+)$", unit, re.MULTILINE)
        assert "\nUser=register\n" in unit
        program, *words = command.split()
        assert words[1] in get_commands() if program == "python" else (ROOT / words[1]).exists(), path
    assert {path.stem for path in (ROOT / "deploy").glob("*.timer")} == {"register-daily", "register-backup"}


def test_whatever_ends_the_server_ends_the_worker_beside_it(db):
    """`make run` hands it a pipe, which is closed with the server that holds the other end."""
    conf = (ROOT / "bin/gunicorn.conf.py").read_text(encoding="utf-8")
    assert '"--with-parent"' in conf
    assert "stdin=subprocess.PIPE" in conf
    command = [sys.executable, ROOT / "manage.py", "worker", "--with-parent", "--verbosity", "0"]
    worker = subprocess.Popen(command, env=environment(), stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    worker.stdin.close()
    assert worker.wait(60) in (0, -signal.SIGTERM)
