"""What changed in public: of every row that readers see its lasting id, and when and as which change it changed last.

It is noted beside the rows (`records.noting`), so that what is told of it holds while they are written.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from . import dates
from .caching.data_version import CHANGES, WAITING, data_version, marks, tables_read
from .columns import Column
from .flat_rows import flat_of
from .models import PublicRow, Record, Status, TrackedModel

# The names made from it are in feed readers, calendars and mirrors all over: never change it.
NAMESPACE = uuid.UUID("6f0d3a52-5a0b-4d0c-9d53-7a1c6f3c2e94")
# Under which the data version holds the day for which all is noted, and the number behind which changes have been told
# since the register was put back from a backup.
DAY, BEGINNING = "records_touched", "records_changes_beginning"


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
    data_version(sorted(tables_of(model)))
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


def beginning() -> int:
    """The number behind which changes are told: those up to it were numbered before a backup was put back."""
    return data_version([BEGINNING])


def as_of() -> date:
    """The day for which what follows from the day is among the changes."""
    return date.fromordinal(data_version([DAY]) or dates.today().toordinal())


def all_is_noted(found: Mapping[str, int] | None = None) -> bool:
    """Whether all that was written is noted; `found`: the marks, if they are known."""
    found = marks() if found is None else found
    return found.get(DAY) == dates.today().toordinal() and not found[WAITING]


@cache
def tables_of(model: type[TrackedModel]) -> frozenset[str]:
    """The tables that the flat rows of a collection are read from."""
    with tables_read() as found:
        flat_of(model).of([0])
    return frozenset(found)


def lasting_ids(model: type[TrackedModel], called: Mapping[int, str]) -> dict[int, uuid.UUID]:
    """The ids of public rows by their primary keys and how they are `called`; of what is not noted, as it will be."""
    rows = PublicRow.objects.filter(collection=model.collection, row__in=called)
    known = dict(rows.values_list("row", "pk"))
    first = entries_of(model, {pk: key for pk, key in called.items() if pk not in known})
    return known | {pk: entry.pk for pk, entry in first.items()}


def entries_of(model: Any, called: Mapping[int, str], loaded: Iterable[PublicRow] = ()) -> dict[int, PublicRow]:
    """An entry for each row that has none; those that are `loaded` are taken as they are.

    Its id is made of the key that it first had in public; of a record the history knows that. Whose id that is keeps it
    until it is deleted, hidden or not: then it passes on, with the entry. Till then the other has an id of its own.
    """
    if not called:
        return {}
    first = dict(called)
    if issubclass(model, Record):
        published = model.history.filter(id__in=called, status=Status.PUBLISHED).order_by("-history_id")
        first.update(published.values_list("id", "slug"))
    wanted = {pk: lasting_id(model.collection, key) for pk, key in first.items()}
    taken = PublicRow.objects.in_bulk(wanted.values()) | {each.pk: each for each in loaded}
    there = model._base_manager.filter(pk__in=[each.row for each in taken.values()]).values_list("pk", flat=True)
    living, found = {*there, *called}, {}
    for pk, key in sorted(called.items()):
        entry = taken.get(wanted[pk])
        if entry is None or entry.row in living:
            own = lasting_id(model.collection, key, str(pk)) if entry else wanted[pk]
            entry = taken[own] = PublicRow(id=own, collection=model.collection, key=key)
        entry.row, entry.digest = pk, ""
        found[pk] = entry
    return found
