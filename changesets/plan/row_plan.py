"""A row of a source on its way into a plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from changesets.models import PlanPage
from records.export.values import MOST_SHOWN, shortened
from records.text import normalise

from .source import Fault

Texts = Mapping[str, str | None]
_Verdict = PlanPage.Verdict


@dataclass(slots=True)
class Owner:
    """The record that decides over a row: itself, or what it is a part of. A new one has no version."""

    pk: int
    version: int | None
    status: str


@dataclass(slots=True)
class RowPlan:
    """What a row says, what it changes, and why it is refused.

    `texts` and `before` (of the register) are by column, `values` what the texts mean where they say something new,
    `changes` are (column, old, new), `old` and `new` the values of the whole row in the database. A row of which
    the key cannot be told has no `owner`.
    """

    table: str
    line: int
    texts: Texts
    key: str = ""
    pk: int = 0
    created: bool = False
    owner: Owner = field(init=False)
    before: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    status: str = ""
    old: list[Any] | None = None
    new: list[Any] | None = None

    @property
    def changed(self) -> list[str]:
        return [name for name, _old, _new in self.changes]

    @property
    def unchanged(self) -> bool:
        return not (self.created or self.faults or self.changes)

    @property
    def verdict(self) -> str:
        if self.faults:
            return _Verdict.REFUSED
        if self.warnings:
            return _Verdict.WARNED
        return _Verdict.CREATED if self.created else _Verdict.UPDATED

    def fault(self, column: str, *messages: str) -> None:
        value = self.texts.get(column) or ""
        for spelt in {value, normalise(value)} if len(value) > MOST_SHOWN else ():
            messages = tuple(message.replace(spelt, shortened(spelt)) for message in messages)
        self.faults += [Fault(self.line, column, value, message) for message in messages]

    def as_dict(self) -> dict[str, Any]:
        return {
            "table": self.table,
            "line": self.line,
            "key": self.key,
            "created": self.created,
            "changes": self.changes,
            "faults": [(fault.column, fault.value, fault.message) for fault in self.faults],
            "warnings": self.warnings,
        }
