"""When an agreement was made public and last changed in public, and under which name it is known for ever.

Read off the history, and of that only what every reader could see at the time: the versions that were published,
and the clauses, which are public with their agreement. What is tied to a public agreement but hidden (a party whose
partner is a draft) makes a new version as well; that version is equal to the one before and changes no date here.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby, takewhile
from typing import Any

from django.db.models import Max

from partnerships.models import Agreement, Clause
from records.caching.counts import cached_counts
from records.fields import DerivedField
from records.models import Record, Status

# The names made from it are in feed readers and calendars all over: never change it.
NAMESPACE = uuid.UUID("6f0d3a52-5a0b-4d0c-9d53-7a1c6f3c2e94")
# Of what has no history, e.g. rows that a benchmark wrote in bulk; a constant, so that nothing seems to change.
FOUNDED = datetime(2026, 1, 1, tzinfo=UTC)
# A version may change nothing for the reader, so more agreements are looked at than are wanted.
MARGIN = 4


def stable_id(*parts: str) -> uuid.UUID:
    """A name that is the same on every host and in every language, and no other's."""
    return uuid.uuid5(NAMESPACE, "/".join(parts))


def stable_id_of(record: Record) -> uuid.UUID:
    """The name of a public record; it keeps it under another slug."""
    public: Any = type(record).history.filter(id=record.pk, status=Status.PUBLISHED)
    first = public.order_by("history_id").values_list("slug", flat=True).first()
    return stable_id(record.collection, first or record.slug)


@dataclass(frozen=True, slots=True)
class Publication:
    """`slug`: the one it was first published under; `since`: when; `updated`: last change a reader could see."""

    slug: str
    since: datetime = FOUNDED
    updated: datetime = FOUNDED

    @property
    def name(self) -> uuid.UUID:
        return stable_id(Agreement.collection, self.slug)


def publications(agreements: Iterable[Agreement]) -> dict[int, Publication]:
    """The publications of public agreements by primary key: two queries."""
    found = {agreement.pk: Publication(agreement.slug) for agreement in agreements}
    names = ("id", "history_date", "status", "slug", *_shown(Agreement))
    versions = Agreement.history.filter(id__in=found).order_by("id", "history_id").values_list(*names)
    for pk, of_one in groupby(versions.iterator(), key=lambda version: version[0]):
        found[pk] = _publication(list(of_one)) or found[pk]
    clauses = Clause.history.filter(agreement__in=found).order_by().values_list("agreement")
    for pk, changed in clauses.annotate(changed=Max("history_date")):
        found[pk] = replace(found[pk], updated=max(found[pk].updated, changed))
    return found


def last_changed(record: Record) -> datetime | None:
    """When readers last saw a public record change; None without a history."""
    if isinstance(record, Agreement):
        return publications([record])[record.pk].updated
    model: Any = type(record)
    versions = model.history.filter(id=record.pk).order_by("history_id")
    found = _publication(list(versions.values_list("id", "history_date", "status", "slug", *_shown(model))))
    return found.updated if found else None


@cached_counts
def register_changed() -> datetime | None:
    return next((publication.updated for _pk, publication in last_updated(Agreement.objects.public(), 1)), None)


def last_updated(agreements: Any, most: int) -> list[tuple[int, Publication]]:
    """Of the queryset `agreements`, the `most` that changed last for the reader, newest first.

    Those without a history are not among them.
    """
    versions = Agreement.history.filter(id__in=agreements.order_by().values("pk")).order_by().values("id")
    newest = versions.annotate(newest=Max("history_id")).order_by("-newest").values_list("id", flat=True)
    looked_at = Agreement.objects.public().filter(pk__in=list(newest[: most * MARGIN])).only("pk", "slug")
    dated = sorted(publications(looked_at).items(), key=lambda item: (item[1].updated, item[0]), reverse=True)
    return dated[:most]


def _shown(model: type[Record]) -> list[str]:
    """The columns of a record that its page is made of."""
    unseen = {"id", "version", "status", "slug"}
    fields = model._meta.concrete_fields
    return [field.attname for field in fields if field.name not in unseen and not isinstance(field, DerivedField)]


def _publication(versions: Sequence[tuple[Any, ...]]) -> Publication | None:
    """What the versions of one record (key, time, status, slug, what is shown ...) tell, oldest first."""
    public = [place for place, version in enumerate(versions) if version[2] == Status.PUBLISHED]
    if not public:
        return None
    first, shown = versions[public[0]], versions[public[-1]]
    alike = takewhile(lambda version: version[2:] == shown[2:], reversed(versions[: public[-1] + 1]))
    return Publication(first[3], first[1], [version[1] for version in alike][-1])
