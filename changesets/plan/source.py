"""Where planned rows come from: tables of rows by column name, and what is wrong with them.

The engine knows nothing of files: it takes a `Source` a table, from whoever has rows. `changesets.readers` makes
sources of files, `listed` makes one of rows in memory.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol, Self

from django.utils.translation import gettext as _

from records.export.values import shortened

Cells = Sequence[str | None]
Texts = Mapping[str, str | None]  # a row by column


@dataclass(frozen=True)
class Fault:
    """Why a file or a row of it is refused; line 0 is the file as a whole. A long value is cut."""

    line: int
    column: str
    value: str
    message: str
    # Of a row that is not taken, what could be read of it: no part of what is wrong, but of the file with the errors.
    cells: ClassVar[Cells] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", shortened(self.value))

    def beside(self, cells: Cells) -> Self:
        object.__setattr__(self, "cells", cells)
        return self

    def __str__(self) -> str:
        if not self.line:
            return self.message
        if not self.column:
            return _("Line %(line)s: %(message)s") % {"line": self.line, "message": self.message}
        said = _("Line %(line)s, %(column)s “%(value)s”: %(message)s")
        if self.value in ("", self.column):
            said = _("Line %(line)s, %(column)s: %(message)s")
        return said % {"line": self.line, "column": self.column, "value": self.value, "message": self.message}


class Refused(Exception):
    """A file that is not taken, and why; `rows` of it had been found by then. `of_headings`: nothing is wrong but
    those, and all rows can be read again."""

    rows = 0
    of_headings = False

    def __init__(self, *problems: Fault) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def refused(message: str, line: int = 0, column: str = "", value: str = "") -> Refused:
    return Refused(Fault(line, column, value, message))


class Rows(Protocol):
    """The rows of one table. `headings` names their columns, `note` says what is no fault but should be known."""

    @property
    def headings(self) -> list[str]: ...

    @property
    def note(self) -> str: ...

    def __iter__(self) -> Iterator[tuple[int, Cells | Fault]]:
        """The line of each row, by which people find it, and its cells, one a heading; or why it cannot be taken.

        None is a cell that the row says nothing of: the record keeps what it holds.

        Raises:
            Refused: the rest cannot be read.
        """

    def refused_by(self, *problems: Fault) -> Refused:
        """The refusal of the whole table for `problems`, with the number of its rows."""


@dataclass(frozen=True)
class Source:
    """A table of rows for a plan.

    `table`: the collection it holds, empty if the source does not say. `label`: what people call it.
    `read`: opens it from its beginning, each time anew; raises Refused. `warnings`: what is to be looked at, by row.
    """

    table: str
    label: str
    read: Callable[[], Rows]
    warnings: Sequence[tuple[int, str]] = ()


@dataclass
class ListedRows:
    """Rows in memory, each with its line."""

    headings: list[str]
    rows: Sequence[tuple[int, Cells | Fault]]
    note: str = ""

    def __iter__(self) -> Iterator[tuple[int, Cells | Fault]]:
        return iter(self.rows)

    def refused_by(self, *problems: Fault) -> Refused:
        refusal = Refused(*problems)
        refusal.rows = len(self.rows)
        return refusal


def listed(table: str, records: Sequence[Mapping[str, str | None]]) -> Source:
    """The source of `records`, texts by column, numbered from 1; a column that a record lacks stays as it is."""
    headings = list(dict.fromkeys(name for record in records for name in record))
    rows = ListedRows(headings, [*enumerate(([record.get(name) for name in headings] for record in records), start=1)])
    return Source(table, table, lambda: rows)
