"""What a step would break elsewhere: it is taken, the checks are asked, and it is taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError

from records.dependents import Dependents, dependents_of
from records.models import PublishableModel, Status

from .asking import Complaint, Findings, by_record, findings, newly
from .check import Severity

Keys = dict[type[PublishableModel], set[int]]
Judged = dict[type[PublishableModel], Findings]


class Consequence(NamedTuple):
    """A published record that would break a check, what is said of it, and the record for whose sake."""

    record: PublishableModel
    complaints: list[Complaint]
    cause: int


class Withdrawal(NamedTuple):
    """What a withdrawal breaks, and all the records that would go with it, so that nothing is broken."""

    consequences: list[Consequence]
    along: Keys


def withdrawal(model: type[PublishableModel], keys: Collection[int]) -> Withdrawal:
    """What would follow if the rows `keys` of `model` were withdrawn."""
    told: list[Consequence] = []
    along: Keys = defaultdict(set)
    wave: Keys = {model: set(keys)}
    with transaction.atomic():
        while wave:
            dependents = _of_all(wave)
            before = published(dependents)
            for table, gone in wave.items():
                table._default_manager.filter(pk__in=gone).update(status=Status.WITHDRAWN)
            after = published(dependents)
            if not along:
                told = consequences(before, after, dependents)
            new = {table: found for table in after if (found := newly(before[table], after[table]))}
            wave = {table: set(found) for table, found in new.items()}
            for table, going in wave.items():
                along[table] |= going
        transaction.set_rollback(True)
    return Withdrawal(told, dict(along))


def deletion(model: type[PublishableModel], keys: Collection[int]) -> list[Consequence]:
    """What would follow if the rows `keys` of `model` were deleted; nothing where Django protects them."""
    dependents = dependents_of(model, keys)
    before = published(dependents)
    try:
        with transaction.atomic():
            model._default_manager.filter(pk__in=keys).delete()
            told = consequences(before, published(dependents), dependents)
            transaction.set_rollback(True)
    except (ProtectedError, RestrictedError):
        return []
    return told


def published(dependents: Dependents) -> Judged:
    """What those of the records that are published break of the checks of publication."""
    found = {}
    for model, keys in dependents.items():
        rows = model._default_manager.filter(pk__in=list(keys), status=Status.PUBLISHED)
        found[model] = findings(model, list(rows.values_list("pk", flat=True)), Severity.PUBLICATION)
    return found


def _of_all(wave: Keys) -> Dependents:
    found: Dependents = defaultdict(dict)
    for model, keys in wave.items():
        for table, causes in dependents_of(model, keys).items():
            found[table] = causes | found[table]
    return found


def consequences(before: Judged, after: Judged, dependents: Dependents) -> list[Consequence]:
    """What the `dependents` break `after` a step that they did not break `before` it."""
    return [
        Consequence(record, said, dependents[model][record.pk])
        for model, found in after.items()
        for record, said in by_record(model, newly(before[model], found))
    ]
