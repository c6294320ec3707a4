"""Files received, planned and applied, at once or by a worker; and what becomes of a worker's jobs when it dies."""

import gc
import hashlib
import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any, BinaryIO, cast

from django.core.files import File
from django.db import OperationalError
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from .models import KEPT, SILENCE, Import
from .plan import apply, planner
from .plan.source import Source
from .readers import flat
from .readers.rows import bound
from .readers.sources import sources

logger = logging.getLogger(__name__)

# Up to this size somebody waits a second or two for the page; beyond, a worker takes over.
SMALL_FILE = 200_000
SMALL_PLAN = 1_000
_State = Import.State

# It is not the owner's fault; the reason is in the log.
_WENT_WRONG = gettext_lazy("Something went wrong inside. Nothing was written. The administrators' log says why.")
_TOO_BUSY = gettext_lazy("The register was too busy. Nothing was written: have the file read again.")
# What is said of an import that nobody works on any more.
_GIVEN_UP = {
    "waiting": gettext_lazy("The program that was to read the file has stopped: have it read again."),
    "planning": gettext_lazy("The program that read the file has stopped. Nothing was written: have it read again."),
    "confirmed": gettext_lazy("The program that was to write it has stopped. Nothing was written: confirm again."),
    "applying": gettext_lazy("The program that wrote it has stopped. Nothing was written: confirm again."),
}


def expect_many_rows() -> None:
    """Have this process look for circular garbage seldom: of the rows it makes by the million none points back."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


def receive(file: Any, name: str, *, owner: Any, table: str = "", why: str = "") -> Import:
    """Store `file`, which its owner (None on the command line) calls `name`, to be planned; `why` it changes things."""
    bound(file)
    size = file.tell()
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256")
    file.seek(0)
    upload = Import(
        owner=owner,
        file_name=name[-Import._meta.get_field("file_name").max_length :],  # type: ignore[operator]
        sha256=digest.hexdigest(),
        size=size,
        table=table,
        why=why,
        language=get_language() or "vi",
        expires_at=timezone.now() + KEPT,
    )
    upload.file.save(name, File(file), save=True)
    return upload


def start_planning(upload: Import) -> None:
    """Plan `upload`, which is waiting: now if it is small, else as soon as a worker is free."""
    if upload.size <= SMALL_FILE:
        plan_now(upload)
    else:
        _enqueue(plan_later, upload)


def start_applying(upload: Import) -> None:
    """Apply `upload`, which is confirmed: now if little changes, else as soon as a worker is free."""
    if upload.created + upload.updated <= SMALL_PLAN:
        apply_now(upload)
    else:
        _enqueue(apply_later, upload)


def _enqueue(job: Any, upload: Import) -> None:
    try:
        job.enqueue(upload.pk)
    except Exception:
        _leave(upload, upload.state, _WENT_WRONG)  # else it would wait for a worker for ever
        raise


def plan_now(upload: Import) -> None:
    try:
        with upload.file.open("rb") as file:
            called = flat.headings_of(upload) if upload.match else None
            planner.plan(upload, _sources(cast(BinaryIO, file), upload), called)
    except planner.Cancelled:
        pass
    except OperationalError:
        logger.exception("Import %s could not be read", upload.pk)
        _leave(upload, _State.PLANNING, _TOO_BUSY)
    except Exception:
        _leave(upload, upload.state, _WENT_WRONG)
        raise
    finally:
        upload.refresh_from_db()


def _sources(file: BinaryIO, upload: Import) -> Iterator[Source]:
    """The tables of the file, looked for when the plan asks: it stores what is refused by then."""
    yield from flat.sheet_sources(file, upload) if upload.match else sources(file, upload.file_name)


def apply_now(upload: Import) -> None:
    try:
        apply.apply(upload)
    except Exception:
        _leave(upload, _State.APPLYING, _WENT_WRONG)
        raise
    finally:
        upload.refresh_from_db()


def _leave(upload: Import, state: str, said: Promise, after: str = _State.FAILED) -> bool:
    """Have `upload` leave `state`, and tell its owner why; False if somebody was quicker."""
    with translation.override(upload.language):
        return upload.move((state,), after, faults=[("", 0, "", "", str(said))])


@task()
def plan_later(number: int) -> None:
    plan_now(Import.objects.get(pk=number))


@task()
def apply_later(number: int) -> None:
    apply_now(Import.objects.get(pk=number))


def cancel(upload: Import) -> bool:
    """Stop `upload` before anything is written; False if it is too late."""
    try:
        return upload.move(Import.OPEN, _State.CANCELLED)
    except OperationalError:  # it is being written: the row is locked until that is done
        return False


def reap() -> int:
    """Give up the jobs of workers that died, say so, and return how many there were. Nothing half done is left:
    nobody may confirm a plan before it is whole, and a write that was broken off was rolled back by the database.
    """
    under_way = {upload.pk: upload for upload in Import.objects.filter(state__in=Import.UNDER_WAY)}
    found = 0
    for upload in _abandoned(under_way.values()):
        after = _State.PLANNED if upload.state in (_State.CONFIRMED, _State.APPLYING) else _State.FAILED
        with suppress(OperationalError):  # not so dead after all
            if _leave(upload, upload.state, _GIVEN_UP[upload.state], after):
                found += 1
                del under_way[upload.pk]
    for job in DBTaskResult.objects.running():
        # Else it would be said to be running for ever.
        if _number(job) not in under_way:
            job.status = TaskResultStatus.FAILED
            job.save(update_fields=["status"])
    return found


def _abandoned(under_way: Iterable[Import]) -> list[Import]:
    """Those of which nothing was heard for long: a worker died at work, or before it began, or never had the job."""
    long_ago = timezone.now() - SILENCE
    silent = [upload for upload in under_way if (upload.beat_at or upload.created_at) < long_ago]
    if not silent:
        return []
    taken = DBTaskResult.objects.running().exclude(started_at__lt=long_ago)
    expected = {_number(job) for jobs in (DBTaskResult.objects.ready(), taken) for job in jobs}
    return [upload for upload in silent if upload.state in Import.AT_WORK or upload.pk not in expected]


def _number(job: DBTaskResult) -> int:
    """Which import it is about; none has the number 0, of which other jobs are."""
    return int(next(iter(job.args_kwargs["args"]), 0))


def clear_outdated() -> None:
    """Clear away what was never confirmed in time, or too long applied to be undone."""
    busy = (*Import.AT_WORK, _State.CONFIRMED)
    for upload in Import.objects.filter(expires_at__lt=timezone.now()).exclude(state__in=busy):
        upload.clear()


def clear_finished() -> None:
    """Forget jobs that ended a fortnight ago."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - timedelta(days=14)).delete()
