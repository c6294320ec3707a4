"""Rows of a file on their way into a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from records.columns import SEPARATOR
from records.export.values import MOST_SHOWN, shortened
from records.models import Status
from records.text import normalise

from .report import RowResult
from .source import Fault

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

    result: RowResult
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

    @property
    def unpublishes(self) -> bool:
        return self.owner is not None and self.owner.status == Status.PUBLISHED != (self.status or Status.PUBLISHED)

    def new_names(self) -> list[str]:
        """The names that the record is to go by and did not before, of a table that has names."""
        names = [self.after["name"]] if "name" in self.changed else []
        if "names" in self.changed:
            former = self.before.get("names", "").split(SEPARATOR)
            names += [value[-1] for text, value in self.values["names"].items() if text not in former]
        return names

    def fault(self, column: str, *messages: str) -> None:
        value = self.row.get(column) or ""
        for spelt in {value, normalise(value)} if len(value) > MOST_SHOWN else ():
            messages = tuple(message.replace(spelt, shortened(spelt)) for message in messages)
        self.result.faults += [Fault(self.result.line, column, value, message) for message in messages]
