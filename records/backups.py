"""Backups: the database and the uploads in one archive, made while people write, and put back whole.

The archives lie in `BACKUP_DIR`, named by the second in which they were begun. One gets its name only when all of it
has been written and read again; what does not open, whoever put it there, counts as none.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from .connections import writing_anyway
from .models import TrackedModel
from .noting import number_anew

_NAME = "register-%Y%m%d-%H%M%S.zip"
_PATIENCE = 10  # seconds for whoever is writing to be done
_SCRATCH = "unfinished-"
_DATABASE, _ABOUT, _UPLOADS = "database", "about.json", "uploads/"
# All of so many days are kept, lest a backup of what should not be replace one of before; of so many weeks and months
# the last one each.
DAYS = 7
KEPT = (("%G-%V", 5), ("%Y-%m", 12))
# Seconds after which nobody is still writing an upload.
SETTLED = 60


class BackupError(Exception):
    """What stands in the way, in words for whoever runs the register."""


def make() -> Path:
    """Write a backup of the register as it is at one moment, and forget those that are too old."""
    folder = Path(settings.BACKUP_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = folder / datetime.now(UTC).strftime(_NAME)
    with _scratch(folder) as scratch:
        part = scratch / "part.zip"
        with ZipFile(part, "w", ZIP_DEFLATED) as archive:
            # Uploads before the database: what is cleared away meanwhile is there; after it: what came meanwhile,
            # and what may have been half written before.
            _add_uploads(archive, written_before=time.time() - SETTLED)
            _dump(scratch / _DATABASE)
            archive.write(scratch / _DATABASE, _DATABASE)
            _add_uploads(archive)
            archive.writestr(_ABOUT, json.dumps(_about()))
        _test(part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(name)
    good = [path for path in _there() if _is_good(path)]
    for outdated in {*good} - _kept(good) - {name}:  # whatever the clock said when the others were made
        outdated.unlink()
    for left in folder.glob(f"{_SCRATCH}*"):  # by one that was broken off
        if time.time() - left.stat().st_mtime > 24 * 60 * 60:
            shutil.rmtree(left, ignore_errors=True)
    return name


def restore(path: Path, *, replace: bool = False) -> None:
    """Put the register of the backup at `path` in the place of what is here; all of it, or nothing.

    `replace`: also if something is here. A backup of an earlier release is brought up to this one.
    """
    about = _test(path)
    if about["vendor"] != connection.vendor:
        said = _("It was made on %(there)s, and DATABASE_URL names %(here)s: restore it there, then move by a file.")
        raise BackupError(said % {"there": about["vendor"], "here": connection.vendor})
    if set(map(tuple, about["migrations"])) - set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations):
        raise BackupError(_("It was made by a later release than this one: install that release first."))
    if not replace and not _is_empty():
        raise BackupError(_("There is a register here already. Make a backup of it, then say --replace."))
    media = Path(settings.MEDIA_ROOT)
    media.parent.mkdir(parents=True, exist_ok=True)
    with _scratch(media.parent) as scratch, ZipFile(path) as archive:
        archive.extract(_DATABASE, scratch)
        uploads = scratch / _UPLOADS
        uploads.mkdir()
        for name in archive.namelist():
            if name.startswith(_UPLOADS):
                archive.extract(name, scratch)
        with _in_place_of(media, uploads):
            _load(scratch / _DATABASE)
    call_command("migrate", interactive=False, verbosity=0)
    with writing_anyway():
        number_anew()


@contextmanager
def _in_place_of(media: Path, uploads: Path) -> Iterator[None]:
    """Put what is in `uploads` into `media`, and what was there aside; back again if what is done meanwhile fails.

    Child by child, for the folder itself may be a mount. What was there is beside it under a name of its own until all
    is done, so that nothing is lost by a machine that stops.
    """
    before = media.parent / f"{media.name}-before-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    moved: list[tuple[Path, Path]] = []
    media.mkdir(mode=0o700, exist_ok=True)
    before.mkdir(mode=0o700)
    try:
        for source, target in ((media, before), (uploads, media)):
            for child in [*source.iterdir()]:
                shutil.move(child, target / child.name)
                moved.append((target / child.name, child))
        yield
    except BaseException:
        for there, origin in reversed(moved):
            shutil.move(there, origin)
        before.rmdir()
        raise
    shutil.rmtree(before)


def last(*, whole: bool = False) -> datetime | None:
    """When the last good backup was begun; it opens, and if it is to be `whole`, every byte of it was read again."""
    now = timezone.now()
    return next((_made(path) for path in _there() if _made(path) <= now and _is_good(path, whole=whole)), None)


def too_old(*, whole: bool = False) -> bool:
    """Whether somebody should see to it: there is no good backup, or none of late."""
    if not (hours := settings.BACKUP_MAX_AGE_HOURS):
        return False
    made = last(whole=whole)
    return made is None or timezone.now() - made > timedelta(hours=hours)


def _is_good(path: Path, *, whole: bool = False) -> bool:
    try:
        return bool(_test(path, whole=whole))
    except (BackupError, OSError):
        return False


def _made(path: Path) -> datetime:
    return datetime.strptime(path.name, _NAME).replace(tzinfo=UTC)


def _there() -> Iterator[Path]:
    for path in sorted(Path(settings.BACKUP_DIR).glob("register-*.zip"), reverse=True):
        try:
            _made(path)
        except ValueError:
            continue  # somebody's own file
        yield path


def _kept(latest_first: list[Path]) -> set[Path]:
    days = [*dict.fromkeys(_made(path).date() for path in latest_first)][:DAYS]
    kept = {path for path in latest_first if _made(path).date() in days}
    for period, most in KEPT:
        last_of: dict[str, Path] = {}
        for path in latest_first:
            last_of.setdefault(_made(path).strftime(period), path)
        kept |= {*[*last_of.values()][:most]}
    return kept


@contextmanager
def _scratch(beside: Path) -> Iterator[Path]:
    """A folder that only its user can read, on the disk where its files will stay."""
    with tempfile.TemporaryDirectory(dir=beside, prefix=_SCRATCH) as folder:
        before = os.umask(0o077)
        try:
            yield Path(folder)
        finally:
            os.umask(before)


def _about() -> dict[str, Any]:
    return {"vendor": connection.vendor, "migrations": [*MigrationLoader(connection).applied_migrations]}


def _test(path: Path, *, whole: bool = True) -> Any:
    """What the archive at `path` says of itself, if it opens and, all of it read, every byte is as it was written."""
    try:
        with ZipFile(path) as archive:
            if (broken := archive.testzip() if whole else None) is None:
                archive.getinfo(_DATABASE)
                return json.loads(archive.read(_ABOUT))
    except (BadZipFile, zlib.error, KeyError, ValueError, EOFError, RuntimeError, NotImplementedError) as error:
        broken = str(error)
    raise BackupError(_("%(file)s is no whole backup: %(reason)s.") % {"file": path.name, "reason": broken})


def _add_uploads(archive: ZipFile, written_before: float = inf) -> None:
    media, there = Path(settings.MEDIA_ROOT), set(archive.namelist())
    for path in sorted(media.rglob("*")):
        name = _UPLOADS + path.relative_to(media).as_posix()
        if name in there or not path.is_file():
            continue
        try:
            if path.stat().st_mtime > written_before:
                continue
            content = path.open("rb")
        except FileNotFoundError:
            continue  # cleared away a moment ago
        with content, archive.open(name, "w", force_zip64=True) as member:
            shutil.copyfileobj(content, member)


def _dump(into: Path) -> None:
    if connection.vendor == "postgresql":
        _run("pg_dump", "--no-owner", "--no-privileges", f"--file={into}")
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check")  # by this connection: the checks of the tables call Django's functions
        (said,) = cursor.fetchone()
    if said != "ok":
        raise BackupError(_("The database is damaged: %(reason)s.") % {"reason": said})
    with closing(_sqlite()) as ours, closing(sqlite3.connect(into)) as copy:
        ours.backup(copy)


def _load(dump: Path) -> None:
    connection.close()
    if connection.vendor == "postgresql":
        anew = "--command=DROP SCHEMA public CASCADE; CREATE SCHEMA public"
        _run("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "-1", anew, f"--file={dump}")
        return
    with closing(sqlite3.connect(dump)) as copy, closing(_sqlite()) as ours:
        until = time.monotonic() + _PATIENCE

        def in_use(status: int, remaining: int, total: int) -> None:
            if status and time.monotonic() > until:
                raise BackupError(_("The register is in use: stop the server and the worker first."))

        copy.backup(ours, progress=in_use)


def _sqlite() -> sqlite3.Connection:
    return sqlite3.connect(connection.settings_dict["NAME"], timeout=1)


def _run(program: str, *parameters: str) -> None:
    """Have a program of PostgreSQL do its work on our database."""
    known = connection.settings_dict
    known = known | {"HOST": known["HOST"] or known["OPTIONS"].get("host", "")}
    (_psql, *arguments), variables = connection.client.settings_to_cmd_args_env(known, [*parameters])
    try:
        done = subprocess.run(  # noqa: S603 -- one of two programs, and no shell
            [program, *arguments], env={**os.environ, **(variables or {})}, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        said = _("%(program)s is missing: install the programs of PostgreSQL (on Debian: postgresql-client).")
        raise BackupError(said % {"program": program}) from None
    if done.returncode:
        raise BackupError(f"{program}: {done.stderr.strip()[-1000:]}")


def _is_empty() -> bool:
    there = set(connection.introspection.table_names())
    models = [get_user_model(), *(model for model in apps.get_models() if issubclass(model, TrackedModel))]
    return not any(model._base_manager.exists() for model in models if model._meta.db_table in there)
