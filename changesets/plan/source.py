"""Where planned rows come from: tables of rows by column name, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Self

from django.utils.translation import gettext as _

from records.export.values import shortened

if TYPE_CHECKING:
    from changesets.readers.rows import Rows

Cells = Sequence[str | None]


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
        """Return the fault with the `cells` of its row."""
        object.__setattr__(self, "cells", cells)
        return self

    def __str__(self) -> str:
        if not self.line:
            return self.message
        if not self.column:
            return _("Line %(line)s: %(message)s") % {"line": self.line, "message": self.message}
        return _("Line %(line)s, %(column)s “%(value)s”: %(message)s") % {
            "line": self.line,
            "column": self.column,
            "value": self.value,
            "message": self.message,
        }


class Refused(Exception):
    """A file that is not taken, and why; `rows` of it had been found by then."""

    rows = 0

    def __init__(self, *problems: Fault) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def refused(message: str, line: int = 0, column: str = "", value: str = "") -> Refused:
    return Refused(Fault(line, column, value, message))


@dataclass(frozen=True)
class Source:
    """A table in a file.

    `table`: the collection it holds, empty if the file does not say. `label`: what the user knows it by.
    `read`: opens it from its beginning, each time anew; raises Refused. `note`: what the reader should be
    told of the file that is no fault, such as sheets that are not read.
    """

    table: str
    label: str
    read: Callable[[], Rows]
    note: str = ""
