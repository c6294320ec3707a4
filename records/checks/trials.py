"""What a step would break elsewhere: it is taken, the checks are asked, and it is taken back."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection
from django.db.models import ProtectedError, RestrictedError

from records.dependents import Dependents, dependents_of
from records.locks import trial
from records.models import PublishableModel, Record, Status, TrackedModel

from .asking import Complaint, Finding, Findings, asked_of, by_record, findings, newly, readers_of, with_keys
from .check import Check, Severity

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
    with trial():
        while wave:
            dependents = _of_all(wave)
            before = published(dependents)
            for table, gone in wave.items():
                table._default_manager.filter(pk__in=gone).update(status=Status.WITHDRAWN)
            after = published(dependents)
            if not along:
                told = consequences(before, after, dependents)
            wave = {table: going for table in after if (going := _unfit(newly(before[table], after[table])))}
            for table, going in wave.items():
                along[table] |= going
    return Withdrawal(told, dict(along))


def deletion(model: type[PublishableModel], keys: Collection[int]) -> list[Consequence]:
    """What would follow if the rows `keys` of `model` were deleted; nothing where Django protects them."""
    try:
        with trial():
            effects = Effects(model, {"": keys})
            model._default_manager.filter(pk__in=keys).delete()
            told = effects.consequences()
    except (ProtectedError, RestrictedError):
        return []
    return told


@contextmanager
def publication(chosen: Mapping[type[PublishableModel], Collection[int]]) -> Iterator[Keys]:
    """The records `chosen` with what they need, as the checks name it, all published until this is left.

    Only what is a draft or in review comes along: what was withdrawn is somebody's decision. Nobody else writes
    meanwhile: read what is wanted of the database, and render it afterwards.
    """
    members: Keys = {}
    wave: Keys = {model: set(keys) for model, keys in chosen.items()}
    with _taken_back():
        while wave:
            _publish(wave)
            for model, keys in wave.items():
                members[model] = members.get(model, set()) | keys
            wave = _needed(wave, members)
    # In a transaction of its own, so that others write in between.
    with _taken_back():
        _publish(members)
        yield members


@contextmanager
def _taken_back() -> Iterator[None]:
    # Rows are locked as they are found to be needed: beside another writer each could wait for the other.
    with trial():
        yield
        connection.check_constraints()


def _publish(records: Keys) -> None:
    for model, keys in records.items():
        rows = model._default_manager.filter(pk__in=keys)
        if issubclass(model, Record):
            rows = rows.filter(merged_into=None)
        rows.update(status=Status.PUBLISHED)


def _needed(wave: Keys, members: Keys) -> Keys:
    """The drafts that checks name which the records of `wave` break although they are published."""
    needed: Keys = defaultdict(set)
    for record, keys in wave.items():
        broken: dict[tuple[type[TrackedModel], Check], list[int]] = defaultdict(list)
        for found in findings(record, keys, Severity.PUBLICATION, hiding=True).values():
            for model, check, pk in found:
                broken[model, check].append(pk)
        for (model, check), rows in broken.items():
            for named in check.named([*with_keys(model._default_manager.filter(pk__in=rows))]).values():
                for each in named:
                    if each.status in (Status.DRAFT, Status.IN_REVIEW) and each.pk not in members.get(type(each), ()):
                        needed[type(each)].add(each.pk)
    return needed


def published(dependents: Dependents) -> Judged:
    """What those of the records that are published break of the checks of publication, and what readers do not see."""
    found = {}
    for model, keys in dependents.items():
        rows = model._default_manager.filter(pk__in=list(keys), status=Status.PUBLISHED)
        found[model] = findings(model, list(rows.values_list("pk", flat=True)), Severity.PUBLICATION, hiding=True)
    return found


def _unfit(new: Findings) -> set[int]:
    """Those of the published records that are not fit to be so."""
    return {key for key, found in new.items() if any(each.check.severity != Severity.WARNING for each in found)}


def _of_all(wave: Keys) -> Dependents:
    found: Dependents = defaultdict(dict)
    for model, keys in wave.items():
        for table, causes in dependents_of(model, keys).items():
            found[table] = causes | found[table]
    return found


def consequences(before: Judged, after: Judged, causes: Dependents) -> list[Consequence]:
    """What records break `after` a step that they did not break `before` it; `causes` say for whose sake."""
    return [
        Consequence(record, said, causes[model][record.pk])
        for model, found in after.items()
        for record, said in by_record(model, newly(before.get(model, {}), found))
    ]


class Effects:
    """What other records lose by a change, or contradict after it: made before the change, asked after it.

    `changed` holds the rows of `model` that change, by the field that gets another value, "" where they go.
    """

    def __init__(self, model: type[PublishableModel], changed: Mapping[str, Collection[int]]) -> None:
        self.readers = [
            (table, check, way, changed[name]) for table, check, way, name in readers_of(model) if changed.get(name)
        ]
        # Readers may see those no more; all else they show as before.
        losing = {key for name in ("", "status", *model.public_parents) for key in changed.get(name, ())}
        shown = model._default_manager.filter(pk__in=losing, status=Status.PUBLISHED).values_list("pk", flat=True)
        self.dependents = dependents_of(model, [*shown]) if losing else {}
        self.changed = {model: {key for keys in changed.values() for key in keys}}
        self.before, _causes = self._broken()

    def consequences(self) -> list[Consequence]:
        return consequences(self.before, *self._broken())

    def _broken(self) -> tuple[Judged, Dependents]:
        causes: Dependents = defaultdict(dict, {model: dict(keys) for model, keys in self.dependents.items()})
        found: Judged = defaultdict(dict, published(self.dependents))
        for table, check, way, keys in self.readers:
            record, path = table.governing()
            rows = table._default_manager.filter(**{f"{way}__in": list(keys)}).order_by()
            broken = check.broken(asked_of(rows, check, path)).values_list(f"{path}pk", "pk", way)
            for owner, pk, cause in dict.fromkeys(broken):
                if owner not in self.changed.get(record, ()):  # what changes itself is asked for itself
                    found[record].setdefault(owner, []).append(Finding(table, check, pk))
                    causes[record].setdefault(owner, cause)
        return found, causes
