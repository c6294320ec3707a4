"""What changed in public: of every row that readers see its lasting id, and when and as which change it changed last.

The triggers of the tables note which rows are written (`Touched`), drafts and hidden rows too. Here the rows that show
something of those are read as readers see them, and compared with what they saw before: what is equal is no change,
whoever wrote, and nothing that is hidden leaves a trace. Whoever answers readers does it first (`catch_up`).

One does it at a time, of what is committed, and counts on from the last: a change with a lower number is never seen
after one with a higher. Each day all rows are looked through once: what turns at midnight is a change of that day.
"""

import hashlib
import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import InternalError, OperationalError, connection, transaction
from django.db.models import Exists, Max, OuterRef, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from . import dates
from .caching.data_version import CHANGES, data_version, tables_read
from .columns import Column
from .export.tables import tables
from .flat_rows import flat_of
from .models import DataVersion, PublicRow, Record, Status, Touched, TrackedModel

# The names made from it are in feed readers, calendars and mirrors all over: never change it.
NAMESPACE = uuid.UUID("6f0d3a52-5a0b-4d0c-9d53-7a1c6f3c2e94")
# How many rows a reader waits for to be compared.
MOST = 1_000
_LOCK = 7_203_512  # names our advisory lock among those of the database
_DAY = Touched._meta.db_table  # under which the data version holds the day whose midnight has been looked at

Kind = Touched.Kind


def lasting_id(*parts: str) -> uuid.UUID:
    """A name that is the same on every host and in every language, and no other's."""
    return uuid.uuid5(NAMESPACE, "/".join(parts))


@cache
def ledger_columns(model: type[TrackedModel]) -> tuple[Column, ...]:
    """The lasting id of a row and the time of its last change, as columns of its flat row."""
    row = PublicRow.objects.filter(collection=model.collection, row=OuterRef("pk"), gone=False)
    told = {
        "id": _("The same for ever, whatever else changes; that of Atom feeds, too."),
        "updated": _("When last anything changed that the row shows, as readers see it."),
    }
    return tuple(Column(name, Subquery(row.values(name)), derived=True, help=text) for name, text in told.items())


def noted(model: type[TrackedModel]) -> Any:
    """The entries of rows that readers see of a collection; what is made from them depends on all that rows show."""
    data_version(sorted(_tables_of(model)))
    return PublicRow.objects.filter(collection=model.collection, gone=False)


def updated(record: TrackedModel) -> datetime | None:
    """When readers last saw a public row change."""
    return noted(type(record)).filter(row=record.pk).values_list("updated", flat=True).first()


def register_updated() -> datetime | None:
    """When readers last saw anything of the register change."""
    return PublicRow.objects.filter(change=version()).values_list("updated", flat=True).first()


def version() -> int:
    """The number of the last public change; what is made from it depends on every change."""
    return data_version([CHANGES])


def catch_up(most: int = MOST) -> bool:
    """Compare what has been written since with what readers saw, `most` rows of it at a time; whether all is done.

    Whoever finds the register being written, or not to be written to, goes on with what was known before.
    """
    if all_is_noted():
        return True
    try:
        with _alone(), translation.override(settings.LANGUAGE_CODE):
            _note_the_day()
            _reach(most)
            _compare(most)
    except (OperationalError, InternalError):
        return False
    return all_is_noted()


def all_is_noted() -> bool:
    today = DataVersion.objects.filter(table=_DAY, mark=dates.today().toordinal())
    return today.exclude(Exists(Touched.objects.all())).exists()


@contextmanager
def _alone() -> Iterator[None]:
    """A transaction beside which no other compares. On SQLite a reader does not wait for who writes."""
    waiting = connection.vendor == "sqlite" and not connection.in_atomic_block
    try:
        if waiting:
            _busy_timeout(0.1)
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            yield
    finally:
        if waiting:
            _busy_timeout(connection.settings_dict["OPTIONS"]["timeout"])


def _busy_timeout(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {int(seconds * 1_000)}")


def _note_the_day() -> None:
    today = dates.today().toordinal()
    if not DataVersion.objects.filter(table=_DAY, mark=today).exists():
        DataVersion.objects.update_or_create(table=_DAY, slot=0, defaults={"mark": today})
        _sweep(tables())


def _sweep(collections: Iterable[str]) -> None:
    """Have all rows of the collections compared, from the first on."""
    Touched.objects.filter(kind=Kind.SWEEP, table__in=collections).delete()
    Touched.objects.bulk_create(Touched(table=name, row=0, kind=Kind.SWEEP) for name in collections)


def _reach(most: int) -> None:
    """Look for the rows that show something of those that were written."""
    written = list(Touched.objects.filter(kind=Kind.CHANGED).order_by("pk")[:most])
    if not written:
        return
    changed: dict[str, set[int]] = defaultdict(set)
    for each in written:
        changed[each.table].add(each.row)
    swept, reached = [], []
    for name, model in tables().items():
        keys: set[int] = set()
        for table in changed.keys() & _tables_of(model):
            ways, own = _ways(model).get(table, ()), table == model._meta.db_table
            if 0 in changed[table] or not (ways or own):
                swept.append(name)
                break
            keys |= changed[table] if own else set()
            for way in ways:
                keys.update(model._base_manager.filter(**{f"{way}__in": changed[table]}).values_list("pk", flat=True))
        else:
            reached += [Touched(table=name, row=key, kind=Kind.REACHED) for key in sorted(keys)]
    _sweep(swept)
    Touched.objects.bulk_create(reached)
    _done(written)


def _done(entries: Iterable[Touched]) -> None:
    Touched.objects.filter(pk__in=[each.pk for each in entries]).delete()


@cache
def _tables_of(model: type[TrackedModel]) -> frozenset[str]:
    """The tables that the flat rows of a collection are read from."""
    with tables_read() as found:
        flat_of(model).of([0])
    return frozenset(found)


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


def _compare(most: int) -> None:
    """Compare rows that were reached; when there are no more, those of collections that are looked through."""
    while most > 0 and (entry := Touched.objects.order_by("kind", "pk").first()):
        if entry.kind == Kind.CHANGED:
            return
        if entry.kind == Kind.REACHED:
            reached = list(Touched.objects.filter(kind=Kind.REACHED).order_by("pk")[:most])
            keys: dict[str, set[int]] = defaultdict(set)
            for each in reached:
                keys[each.table].add(each.row)
            for name, of_one in keys.items():
                _settle(tables()[name], sorted(of_one))
            _done(reached)
            most -= len(reached)
            continue
        model = tables()[entry.table]
        public = model.objects.public().order_by("pk").filter(pk__gt=entry.row).values_list("pk", flat=True)
        known = PublicRow.objects.filter(collection=entry.table, row__gt=entry.row).order_by("row")
        behind = sorted({*public[:most], *known.values_list("row", flat=True)[:most]})[:most]
        _settle(model, behind)
        most -= len(behind)
        if most > 0:
            _done([entry])
        else:
            Touched.objects.filter(pk=entry.pk).update(row=behind[-1])


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
    seen |= _seen_first(model, {pk: key for pk, key in called.items() if pk not in seen}, seen.values())
    for pk in sorted(shown):
        was, digest = seen[pk], hashlib.sha256(repr(shown[pk][1:]).encode()).hexdigest()[:32]
        if was.digest != digest:
            was.row, was.key, was.gone, was.digest = pk, called[pk], False, digest
            changed[was.pk] = was
    now, last = timezone.now(), PublicRow.objects.aggregate(last=Max("change"))["last"] or 0
    for number, was in enumerate(changed.values(), last + 1):
        was.change, was.updated = number, now
    fields = ("row", "key", "gone", "change", "updated", "digest")
    PublicRow.objects.bulk_create(changed.values(), update_conflicts=True, unique_fields=["id"], update_fields=fields)
    if changed:
        DataVersion.objects.update_or_create(table=CHANGES, slot=0, defaults={"mark": last + len(changed)})


def _seen_first(model: Any, called: dict[int, str], others: Iterable[PublicRow]) -> dict[int, PublicRow]:
    """An entry for each row that readers see for the first time.

    Its id is made of the key that it first had in public; of a record the history knows that. What takes the place of
    a row that is gone under the same key has its id; what is called as another once was has one of its own.
    """
    first = dict(called)
    if issubclass(model, Record):
        published = model.history.filter(id__in=called, status=Status.PUBLISHED).order_by("-history_id")
        first.update(published.values_list("id", "slug"))
    wanted = {pk: lasting_id(model.collection, key) for pk, key in first.items()}
    taken = PublicRow.objects.in_bulk(wanted.values()) | {each.pk: each for each in others}
    found: dict[int, PublicRow] = {}
    for pk, key in called.items():
        entry = taken.get(wanted[pk])
        if entry is None or not entry.gone:
            own = lasting_id(model.collection, key, str(pk)) if entry else wanted[pk]
            entry = taken[own] = PublicRow(id=own, collection=model.collection, row=pk, key=key)
        found[pk] = entry
    return found
