"""A plan for the register as it is now: what nobody else has changed since is taken over, the rest is chosen."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from records.fields import DerivedField
from records.models import Link, PublishableModel, Status, TrackedModel
from records.past import Names

from .staged_rows import CREATE, DELETE, UPDATE, StagedRow, stored_values_of, value_fields, values_of

Rows = dict[type[TrackedModel], list[StagedRow]]
# What is chosen where both changed a value.
NOW, PROPOSED = "now", "proposed"


@dataclass
class Clash:
    """A value that both have changed since: `base` is of before, `name` says what was chosen in a form.

    `field` is None where a row is to go that was changed meanwhile.
    """

    model: Any
    number: int
    field: Any
    base: Any
    now: Any
    proposed: Any

    @property
    def name(self) -> str:
        return f"{self.model._meta.label_lower}-{self.number}-{self.field.name if self.field else ''}"


class UpToDate:
    """A `plan` for the register as it is now.

    `rows` are to be written, `clashes` what was to be chosen (`chosen` holds what was, by their names), `gone` the rows
    that are not there any more, `overtaken` the records of which there is a newer version.
    """

    def __init__(self, plan: Iterable[tuple[Any, list[StagedRow]]], chosen: Mapping[str, str]) -> None:
        self.chosen = chosen
        self.rows: Rows = {}
        self.clashes: list[Clash] = []
        self.gone: list[Any] = []
        self.overtaken: list[Any] = []
        # Rows that the plan would make and somebody else has made by now.
        self.made: dict[type[TrackedModel], dict[int, int]] = defaultdict(dict)
        # Rows that are not to go after all, and what belongs to them stays as well.
        self.staying: dict[type[TrackedModel], set[int]] = defaultdict(set)
        plan = [*plan]
        for model, rows in plan:
            self._find_made(model, rows)
        for model, rows in plan:
            current = model._default_manager.in_bulk([row.number for row in rows if row.number > 0])
            brought = [self._brought(model, row, current.get(row.number)) for row in rows]
            self.rows.setdefault(model, []).extend(filter(None, brought))

    @property
    def open(self) -> list[Clash]:
        return [each for each in self.clashes if each.name not in self.chosen]

    def _find_made(self, model: Any, rows: Iterable[StagedRow]) -> None:
        if not issubclass(model, Link):
            return
        names = [model._meta.get_field(name).attname for name in model.key_fields]
        places = [[each.attname for each in value_fields(model)].index(name) for name in names]
        new = {
            tuple(self._linked(model, name, row.values[at]) for name, at in zip(names, places, strict=True)): row.number
            for row in rows
            if row.op == CREATE
        }
        there = model._default_manager.filter(**{f"{names[0]}__in": {key[0] for key in new}})
        for pk, *key in there.values_list("pk", *names) if new else ():
            if tuple(key) in new:
                self.made[model][new[tuple(key)]] = pk

    def _linked(self, model: Any, name: str, value: Any) -> Any:
        """A value, of a link to what somebody else has made by now its number."""
        return self.made.get(model._meta.get_field(name).related_model, {}).get(value, value)

    def _brought(self, model: Any, row: StagedRow, now: Any) -> StagedRow | None:
        fields = value_fields(model)
        if row.op == CREATE:
            row.values = [self._linked(model, each.name, value) for each, value in zip(fields, row.values, strict=True)]
            return None if row.number in self.made[model] else row
        if now is None:
            if row.op == UPDATE:
                self.gone.append(row_of(model, row.number, row.old or ()))
            return None
        values = as_kept(stored_values_of(now))
        if row.op == DELETE:
            changed = values != [*row.values]
            stays = changed and self._choice(Clash(model, row.number, None, row.values, now, None)) == NOW
            links: Any = zip(fields, values, strict=True)
            if stays or any(value in self.staying.get(each.related_model, ()) for each, value in links):
                self.staying[model].add(row.number)
                return None
            row.values = values
            return row
        if isinstance(now, PublishableModel) and now.version != row.version:
            self.overtaken.append(now)
        for at, each in enumerate(fields):
            base, proposed = (row.old or ())[at], row.values[at]
            if isinstance(each, DerivedField) or each.name == "version" or proposed in (base, values[at]):
                continue
            if base == values[at] or self._choice(Clash(model, row.number, each, base, values[at], proposed)) != NOW:
                values[at] = proposed
        # What follows from other columns is worked out anew.
        return updated(row.line, now, row.table, values_of(row_of(model, row.number, values)))

    def _choice(self, clash: Clash) -> str:
        self.clashes.append(clash)
        return self.chosen.get(clash.name, PROPOSED)


def row_of(model: Any, pk: int, values: Iterable[Any]) -> Any:
    fields = zip(value_fields(model), values, strict=True)
    own = [(each, value) for each, value in fields if not isinstance(each, DerivedField)]
    return model(pk=pk, **{each.attname: each.to_python(value) for each, value in own})


def as_kept(values: Iterable[Any]) -> list[Any]:
    kept: list[Any] = json.loads(json.dumps([*values], cls=DjangoJSONEncoder))
    return kept


def updated(line: int, row: Any, table: str, values: list[Any]) -> StagedRow:
    """The next version of `row`, of whatever version `values` are."""
    model: Any = type(row)
    version, blame = None, ""
    if isinstance(row, PublishableModel):
        version = row.version
        values[[each.name for each in value_fields(model)].index("version")] = version + 1
        blame = model.key_fields[0] if row.status == Status.PUBLISHED else ""
    return StagedRow(UPDATE, line, version, blame, row.pk, table, values, old=stored_values_of(row))


def clashes_in_words(clashes: Sequence[Clash], chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    names, found = Names(), []
    told = [(each, [_holding(each, value) for value in (each.base, each.now, each.proposed)]) for each in clashes]
    keys = [(each.model, each.number) for each in clashes]
    names.load((row for _each, rows in told for row in rows), keys)
    for each, rows in told:
        found.append(
            {
                "name": each.name,
                "noun": each.model._meta.verbose_name,
                "row": names.called((each.model, each.number)),
                "label": each.field.verbose_name if each.field else "",
                "values": [names.said(row, each.field) for row in rows] if each.field else [],
                "deleted": each.now is None and not each.field,
                "chosen": chosen.get(each.name, ""),
            }
        )
    return found


def _holding(clash: Clash, value: Any) -> Any:
    if clash.field is None:
        return clash.model()
    return clash.model(**{clash.field.attname: clash.field.to_python(value)})
