"""Merged cells as those who merged them mean them: what stands in the first stands in each below it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from openpyxl.utils import range_boundaries

from changesets.plan.source import Cells, Fault

from .rows import is_title

MAX_MERGES = 20_000
# So many cells of a row, each merged over others, are a title or a letterhead and no headings.
_TITLES = 2


class Carried(str):
    """The text of a cell that stands in the one it is merged with, on a line above."""

    __slots__ = ()


class _Merge(NamedTuple):
    left: int
    top: int
    right: int
    bottom: int


def filled(
    records: Iterable[tuple[int, Cells | Fault]], references: Sequence[str]
) -> Iterator[tuple[int, Cells | Fault]]:
    """The rows of a sheet with merged cells such as `A2:A3` filled downwards, and with headings of two lines as one.

    Titles over several columns are left out. A heading over several columns stands before each of those below it.
    """
    merges = [_Merge(*found) for each in references if None not in (found := range_boundaries(each))]
    rows = iter(records)
    width = 0
    for line, row in rows:
        if isinstance(row, Fault) or not _is_title(line, row, merges):
            headings = row if isinstance(row, Fault) else _headings(line, row, rows, merges)
            width = 0 if isinstance(headings, Fault) else len(headings)
            yield line, headings
            break
    below = [each for each in merges if each.bottom > each.top]
    carried: dict[_Merge, str] = {}
    for line, row in rows:
        if isinstance(row, Fault):
            yield line, row
            continue
        cells = [cell or "" for cell in row] + [""] * (width - len(row))
        for each in below:
            at = each.left - 1
            if at >= len(cells):
                continue
            if each.top == line:
                carried[each] = cells[at]
            elif each.top < line <= each.bottom and not cells[at]:
                cells[at] = Carried(carried.get(each, ""))
        yield line, cells


def _is_title(line: int, cells: Cells, merges: Sequence[_Merge]) -> bool:
    wide = {each.left for each in merges if each.top == line and each.right > each.left}
    there = [at for at, cell in enumerate(cells, 1) if cell and cell.strip()]
    return is_title(cells) or (len(there) <= _TITLES and {*there} <= wide)


def _headings(
    line: int, cells: Cells, rows: Iterator[tuple[int, Cells | Fault]], merges: Sequence[_Merge]
) -> list[str]:
    """The headings on `line`, and the next one of `rows` if a heading stands over several of those there."""
    upper = [cell or "" for cell in cells]
    wide = [each for each in merges if each.top == each.bottom == line and each.right > each.left]
    if not wide or not any(each.top == line < each.bottom for each in merges):
        return upper
    _line, lower = next(rows, (line, []))
    below = [cell or "" for cell in (lower.cells if isinstance(lower, Fault) else lower)]
    width = max(len(upper), len(below), *(each.right for each in wide))
    upper, below = (each + [""] * (width - len(each)) for each in (upper, below))
    for each in wide:
        upper[each.left - 1 : each.right] = [upper[each.left - 1]] * (each.right - each.left + 1)
    return [" ".join(filter(None, (one.strip(), two.strip()))) for one, two in zip(upper, below, strict=True)]
