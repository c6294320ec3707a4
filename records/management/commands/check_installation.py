import shutil
import ssl
import stat
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import run_checks
from django.core.mail import get_connection
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from records import backups
from records.terminal import TerminalCommand

_PATIENCE = 30  # seconds for the worker to take up a job, and for the site to answer
_ROOM = 2_000_000_000  # bytes that should be free on a disk
_HEADERS = (
    "Content-Security-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "X-Request-ID",
)


@task()
def answer() -> None:
    """The worker takes up jobs."""


def check_settings() -> Iterator[str]:
    if not settings.PRODUCTION:
        yield _("ENVIRONMENT is %(name)s, not production.") % {"name": settings.ENVIRONMENT}
    for message in run_checks(include_deployment_checks=True):
        if not message.is_silenced() and message.id != "security.W021":  # preloading HSTS is everybody's own choice
            yield str(message.msg)


def check_database() -> Iterator[str]:
    executor = MigrationExecutor(connection)
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield _("%(count)d migrations are not applied: ./manage migrate.") % {"count": len(waiting)}


def check_files() -> Iterator[str]:
    own = [settings.BACKUP_DIR, settings.MEDIA_ROOT, Path(connection.settings_dict["NAME"])]
    for path in filter(Path.exists, own if connection.vendor == "sqlite" else own[:2]):
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield _("Others may read %(path)s: chmod go= it.") % {"path": path}
    try:
        staticfiles_storage.url("site.css")
    except ValueError:
        yield _("Static files are not collected: ./manage collectstatic.")


def check_disk() -> Iterator[str]:
    for path in filter(Path.exists, (settings.DATA_DIR, settings.BACKUP_DIR)):
        if (free := shutil.disk_usage(path).free) < _ROOM:
            yield _("Only %(free)d MB are free at %(path)s.") % {"free": free // 10**6, "path": path}


def check_backup() -> Iterator[str]:
    if backups.too_old(whole=True):
        yield _("There is no good backup of late in %(path)s: ./manage backup.") % {"path": settings.BACKUP_DIR}


def check_worker() -> Iterator[str]:
    job, until = answer.enqueue(), time.monotonic() + _PATIENCE
    while not DBTaskResult.objects.finished().filter(pk=job.id).exists():
        if time.monotonic() > until:
            DBTaskResult.objects.filter(pk=job.id).delete()
            yield _("No worker takes up jobs: large imports and mails wait.")
            return
        time.sleep(0.2)


def check_mail() -> Iterator[str]:
    if not settings.EMAIL_HOST:
        yield _("EMAIL_HOST is not set: nobody is mailed reminders, decisions or a new password.")
        return
    try:
        with get_connection():
            pass
    except OSError as error:
        yield _("The mail server %(host)s: %(error)s") % {"host": settings.EMAIL_HOST, "error": error}


def check_site() -> Iterator[str]:
    try:
        with urllib.request.urlopen(settings.SITE_URL, timeout=_PATIENCE) as found:  # noqa: S310 -- our own address
            missing = [name for name in _HEADERS if name not in found.headers]
    except (OSError, ssl.SSLError) as error:
        yield f"{settings.SITE_URL}: {error}"
        return
    if missing:
        yield _("%(site)s answers without %(headers)s.") % {"site": settings.SITE_URL, "headers": ", ".join(missing)}


CHECKS: dict[str, tuple[Any, Callable[[], Iterator[str]]]] = {
    "settings": (gettext_lazy("Settings"), check_settings),
    "database": (gettext_lazy("Database"), check_database),
    "files": (gettext_lazy("Files"), check_files),
    "disk": (gettext_lazy("Room on the disk"), check_disk),
    "backup": (gettext_lazy("Backup"), check_backup),
    "worker": (gettext_lazy("Worker"), check_worker),
    "mail": (gettext_lazy("Mail"), check_mail),
    "site": (gettext_lazy("Site and its headers"), check_site),
}


class Command(TerminalCommand):
    help = "Prove that the register is installed well; exits with 1 if something is not as it should be."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--without", nargs="*", choices=[*CHECKS], default=[], help="what is not to be looked at")

    def handle(self, *args: Any, without: list[str], **options: Any) -> None:
        failed = False
        for name, (label, check) in CHECKS.items():
            if name in without:
                continue
            try:
                said = [*check()]
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is what is not as it should be
                said = [f"{type(error).__name__}: {error}"]
            failed = failed or bool(said)
            self.stdout.write(f"{label}:" if said else _("%(check)s: good") % {"check": label})
            for each in said:
                self.stdout.write(self.style.ERROR(f"  {each}"))
        if failed:
            raise SystemExit(1)
