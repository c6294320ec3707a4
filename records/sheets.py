"""Sheets of people's own shape: a row says a record and what belongs to it, under headings of its author's own.

A model names in `sheet` what a column of such a sheet may be beside a column of its own table, what people head it, and
what the rows of the tables are that one row of the sheet becomes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from .models import TrackedModel

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


class Names(Protocol):
    """What the register and the rows above call things."""

    def found(self, model: type[TrackedModel], text: str) -> list[str]:
        """The slugs of the records of the register that go by the name `text`, or have it for their slug."""

    def called(self, model: type[TrackedModel], slug: str) -> str:
        """The name of a record of the register or of a draft."""

    def free(self, model: type[TrackedModel], text: str) -> str:
        """A slug made of `text` that no record has, and no row before."""

    def draft(self, model: type[TrackedModel], text: str, key: str = "", **columns: str) -> str:
        """Add a new record of `columns`, once for each `key`, or else `text`, and return its slug, made of `text`."""

    def warn(self, model: type[TrackedModel], sentence: str) -> None:
        """Have somebody look at what this row of the sheet becomes in the table of `model`."""

    def note(self, sentence: str) -> None:
        """Say of this row what its plan does not show."""


class Sheet:
    """A sheet of a table that says nothing but the table: its columns under other headings."""

    columns: Sequence[SheetColumn] = ()

    def __init__(self, model: type[TrackedModel]) -> None:
        self.model = model

    def likely(self, name: str, cells: Sequence[str]) -> str:
        """The column that a heading means which means `name`, by what stands under it."""
        return name

    def rows(self, texts: Texts, names: Names) -> Iterator[tuple[str, dict[str, str]]]:
        """What one row of the sheet says, by table; drafts of records that it names are left to `names`.

        Raises:
            ValidationError: by column of the sheet.
        """
        record = dict(texts)
        called = next((texts[name] for name in ("name", "title", "label_vi") if texts.get(name)), "")
        if self.model.key_fields == ("slug",) and not texts.get("slug") and called:
            found = names.found(self.model, called)
            record["slug"] = found[0] if len(found) == 1 else names.free(self.model, called)
        yield self.model.collection, record
