"""Rows of a file on their way into a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from records.tables.reading import Fault

from .findings import Finding

Texts = Mapping[str, str | None]


@dataclass(slots=True)
class Owner:
    """The record that decides over a row: itself, or what it is a part of. A new one has no version."""

    pk: int
    version: int | None
    status: str


@dataclass(slots=True)
class Entry:
    """A row of the file on its way into the plan.

    `before` and `after` are texts by column, `old` and `new` the values of the whole row in the database.
    """

    finding: Finding
    row: Texts
    pk: int = 0
    owner: Owner | None = None
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    unchanged: bool = False
    changed: list[str] = field(default_factory=list)
    status: str = ""
    old: list[Any] | None = None
    new: list[Any] | None = None

    def fault(self, column: str, *messages: str) -> None:
        value = self.row.get(column) or ""
        self.finding.faults += [Fault(self.finding.line, column, value, message) for message in messages]
