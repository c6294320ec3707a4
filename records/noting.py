"""What changed in public is noted (`records.changes`).

The triggers of the tables note which rows are written (`Touched`), drafts and hidden rows too. Here the rows that show
something of those are read as readers see them, and compared with what they saw before: what is equal is no change,
whoever wrote, and nothing that is hidden leaves a trace. Whoever answers readers does a little of it first
(`catch_up`), the worker and `daily` whatever is left.

One does it at a time, of what is committed, and counts on from the last: a change with a lower number is never seen
after one with a higher. Each day all rows are looked through once: what turns at midnight is a change of that day.
"""

import hashlib
import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from time import monotonic, time_ns
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InternalError, OperationalError, connection, transaction
from django.db.models import F, Max
from django.utils import timezone, translation

from . import dates
from .caching.data_version import CHANGES
from .changes import BEGINNING, DAY, all_is_noted, beginning, entries_of, tables_of
from .connections import is_read_only
from .export.tables import tables
from .flat_rows import flat_of
from .locks import Lock
from .models import DataVersion, PublicRow, Touched, TrackedModel

# How many rows are compared at a time, while nobody else writes on SQLite; and how many seconds a reader works at it.
STEP = 100
PATIENCE = 0.05
# How many where nobody waits for it: a step is a dozen questions, which PostgreSQL takes long to plan.
LONG_STEP = 400
# Of what is shown by more rows of a collection than this, all its rows are looked through.
FAR = 5_000
_BEGUN = "records_day_begun"  # under which the data version holds the day for which all rows are looked through

Kind = Touched.Kind
logger = logging.getLogger(__name__)


def catch_up(seconds: float | None = None, *, waited_for: bool = True) -> bool:
    """Compare what has been written since with what readers saw, for so many `seconds`; whether all is done.

    `waited_for`: by a reader; else more is done at a time.

    Whoever finds that another does it, or that nothing can be written, goes on with what was known before.
    """
    until = monotonic() + (PATIENCE if seconds is None else seconds)
    size = STEP if waited_for or connection.vendor == "sqlite" else LONG_STEP  # on SQLite who writes waits
    while not (done := all_is_noted()) and _step(size) and monotonic() < until:
        pass
    return done


def number_anew() -> None:
    """Have all changes told again under higher numbers than any told before, where a backup has been put back."""
    with transaction.atomic():
        before, last = beginning(), _last()
        begun = max(time_ns() // 1_000, last + 1)
        PublicRow.objects.update(change=F("change") + (begun - before))
        _mark(BEGINNING, begun)
        _mark(CHANGES, begun + last - before)


def _mark(name: str, mark: int) -> None:
    DataVersion.objects.update_or_create(table=name, slot=0, defaults={"mark": mark})


def _last() -> int:
    return PublicRow.objects.aggregate(last=Max("change"))["last"] or beginning()


def _step(size: int) -> bool:
    """Do a part of what is left to do; False if that is not for us."""
    if is_read_only():
        return False
    try:
        with _alone() as alone, translation.override(settings.LANGUAGE_CODE):
            if alone:
                _go_on(size)
            return alone
    except (OperationalError, InternalError):
        return False
    except DatabaseError:  # whoever reads is answered with what is known
        logger.exception("Changes could not be noted")
        return False


@contextmanager
def _alone() -> Iterator[bool]:
    """A transaction beside which no other compares, or False. On SQLite a reader does not wait for who writes."""
    waiting = connection.vendor == "sqlite" and not connection.in_atomic_block
    try:
        if waiting:
            _busy_timeout(0.1)
        with transaction.atomic():
            alone = True
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT NOT pg_is_in_recovery() AND pg_try_advisory_xact_lock(%s)", [Lock.CHANGES])
                    (alone,) = cursor.fetchone()
            yield alone
    finally:
        if waiting:
            _busy_timeout(connection.settings_dict["OPTIONS"]["timeout"])


def _busy_timeout(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {int(seconds * 1_000)}")


def _go_on(size: int) -> None:
    """Reach for rows that show something of what was written, or compare some of them with what readers saw."""
    today = dates.today().toordinal()
    if not DataVersion.objects.filter(table=_BEGUN, mark=today).exists():
        _mark(_BEGUN, today)
        _sweep(tables())
    waiting = Touched.objects.order_by("kind", "pk")
    if not (first := waiting.first()):
        _mark(DAY, today)
    elif first.kind == Kind.SWEEP:
        _look_through(first, size)
    else:
        some = list(waiting.filter(kind=first.kind)[:size])
        rows: dict[str, set[int]] = defaultdict(set)
        for each in some:
            rows[each.table].add(each.row)
        if first.kind == Kind.CHANGED:
            _reach(rows)
        else:
            for name, keys in rows.items():
                _settle(tables()[name], sorted(keys))
        Touched.objects.filter(pk__in=[each.pk for each in some]).delete()


def _sweep(collections: Iterable[str]) -> None:
    """Have all rows of the collections looked through; what is being looked through is so once more, behind that."""
    waiting = {*Touched.objects.filter(kind=Kind.SWEEP, row=0).values_list("table", flat=True)}
    Touched.objects.bulk_create(
        Touched(table=name, row=0, kind=Kind.SWEEP) for name in collections if name not in waiting
    )


def _look_through(entry: Touched, size: int) -> None:
    """Compare the next rows of a collection, public or once public."""
    model = tables()[entry.table]
    public = model.objects.public().order_by("pk").filter(pk__gt=entry.row).values_list("pk", flat=True)
    known = PublicRow.objects.filter(collection=entry.table, row__gt=entry.row).order_by("row")
    behind = sorted({*public[:size], *known.values_list("row", flat=True)[:size]})[:size]
    _settle(model, behind)
    this = Touched.objects.filter(pk=entry.pk)
    if len(behind) < size:
        this.delete()
    else:
        this.update(row=behind[-1])


def _reach(changed: Mapping[str, set[int]]) -> None:
    """Note which rows are to be compared because of the rows of tables that `changed`."""
    for name, model in tables().items():
        keys = _reached(model, changed)
        if keys is None:
            _sweep([name])
        else:
            waiting = Touched.objects.filter(table=name, row__in=keys, kind=Kind.REACHED).values_list("row", flat=True)
            new = sorted(keys.difference(waiting))  # compared once, by however many ways it is reached
            Touched.objects.bulk_create(Touched(table=name, row=key, kind=Kind.REACHED) for key in new)


def _reached(model: Any, changed: Mapping[str, set[int]]) -> set[int] | None:
    """The keys of rows that show something of what `changed`; None if they are many, or it is not known which."""
    keys: set[int] = set()
    for table in changed.keys() & tables_of(model):
        ways, own = _ways(model).get(table, ()), table == model._meta.db_table
        if 0 in changed[table] or not (ways or own):
            return None
        keys |= changed[table] if own else set()
        for way in ways:
            found = model._base_manager.filter(**{f"{way}__in": changed[table]}).order_by().distinct()
            keys.update(found.values_list("pk", flat=True)[: FAR + 1])
        if len(keys) > FAR:
            return None
    return keys


@cache
def _ways(model: type[TrackedModel]) -> dict[str, list[str]]:
    """By table the ways from rows of a collection to those of which they show something, as far as they are known."""
    fields = (field for field in (*model._meta.fields, *model._meta.many_to_many) if field.is_relation)
    targets: Any = ((field.name, field.related_model) for field in fields)
    links = {name: target for name, target in targets if issubclass(target, TrackedModel)}
    above = {f"{name}__{way}" for name, target in links.items() for way in target.parent_paths()}
    found: dict[str, list[str]] = defaultdict(list)
    steps = {way[:end] for way in model.shows for end in (*(at.start() for at in re.finditer("__", way)), None)}
    for way in sorted({*links, *above, *_parts(model), *steps}):
        target: Any = model
        for step in way.split("__"):
            target = target._meta.get_field(step).related_model
        if target.collection not in model.shows_far:
            found[target._meta.db_table].append(way)
    return found


def _parts(model: Any, behind: str = "") -> Iterator[str]:
    """The ways to what belongs to a row and is no row of a collection itself: names, links, readings of citations."""
    for relation in model._meta.related_objects:
        part = relation.related_model
        if issubclass(part, TrackedModel) and not part.collection and part.key_fields[0] == relation.field.name:
            yield (way := f"{behind}{relation.name}")
            yield from _parts(part, f"{way}__")


def _settle(model: type[TrackedModel], keys: Sequence[int]) -> None:
    """Compare the rows of these primary keys with what readers saw, and number what has changed."""
    if not keys:
        return
    flat = flat_of(model)
    names = [column.name for column in flat.columns]
    shown = {row[0]: row for row in flat.of(keys)}
    called = {pk: model.key_in(dict(zip(names, row, strict=True))) for pk, row in shown.items()}
    seen = {each.row: each for each in PublicRow.objects.filter(collection=model.collection, row__in=keys)}
    changed = {each.pk: each for each in seen.values() if each.row not in shown and not each.gone}
    for was in changed.values():
        was.gone, was.digest = True, ""
    seen |= entries_of(model, {pk: key for pk, key in called.items() if pk not in seen}, seen.values())
    for pk in sorted(shown):
        was, digest = seen[pk], hashlib.sha256(repr(shown[pk][1:]).encode()).hexdigest()[:32]
        if was.digest != digest:
            was.key, was.gone, was.digest = called[pk], False, digest
            changed[was.pk] = was
    now, last = timezone.now(), _last()
    for number, was in enumerate(changed.values(), last + 1):
        was.change, was.updated = number, now
    fields = ("row", "key", "gone", "change", "updated", "digest")
    PublicRow.objects.bulk_create(changed.values(), update_conflicts=True, unique_fields=["id"], update_fields=fields)
    if changed:
        _mark(CHANGES, last + len(changed))
