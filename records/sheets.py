"""Sheets of people's own shape: a row says a record and what belongs to it, under headings of its author's own.

A model names in `sheet` what a column of such a sheet may be beside a column of its own table, what people head it, and
what the rows of the tables are that one row of the sheet becomes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

Texts = Mapping[str, str]


@dataclass(frozen=True)
class SheetColumn:
    """What a column of a sheet may be.

    `called`: what people head it, beside names and titles of columns, with | between. `label`: what it is called where
    one chooses; empty of a column of the table itself, which has its title. `fills`: the tables and columns it goes to.
    """

    name: str
    called: str = ""
    label: Any = ""
    fills: Sequence[tuple[str, str]] = ()


class SheetRow(NamedTuple):
    """A row of `table` that a row of the sheet becomes, by column; `doubts` is what somebody should look at."""

    table: str
    texts: dict[str, str]
    doubts: Sequence[str] = ()


class Sheet:
    """A sheet of a table that says nothing but the table: its columns under other headings."""

    columns: ClassVar[Sequence[SheetColumn]] = ()

    def __init__(self, model: Any, names: Any) -> None:
        """`names`: the `records.sheet_names.SheetNames` of the whole sheet."""
        self.model, self.names = model, names

    @staticmethod
    def heads(heading: str) -> str:
        """The column that people head so, where that is told by the words in it and not by the whole heading."""
        return ""

    @staticmethod
    def resembles(heading: str) -> str:
        """The column that a heading which is none of what people head columns most probably means."""
        return ""

    @staticmethod
    def agreed(columns: dict[str, str], cells: Mapping[str, Sequence[str]]) -> dict[str, str]:
        """The `columns` that headings seem to be, where their neighbours and their first `cells` say otherwise."""
        return columns

    def prepare(self, rows: Sequence[Texts]) -> None:
        """Ask the register once for what all `rows` name."""
        self.names.look_up(self.model, map(self._called, rows))

    def is_one(self, texts: Texts) -> bool:
        """Whether a row says a record at all, and is no total."""
        return True

    def rows(self, texts: Texts) -> Iterator[SheetRow]:
        """What one row of the sheet says; drafts of records that it names are left to `names`.

        Raises:
            ValidationError: by column of the sheet.
        """
        record, called = dict(texts), self._called(texts)
        if self.model.key_fields == ("slug",) and not texts.get("slug") and called:
            found = self.names.found(self.model, called)
            record["slug"] = found[0] if len(found) == 1 else self.names.free(self.model, called)
        yield SheetRow(self.model.collection, record)

    @staticmethod
    def _called(texts: Texts) -> str:
        return next((texts[name] for name in ("name", "title", "label_vi") if texts.get(name)), "")
