"""Tables of figures, each row with its own verdict."""

from collections.abc import Sequence


def at_least(figure: float, goal: float, unit: str) -> str:
    """Say what is missed, or nothing."""
    return "" if figure >= goal else f"{number(figure)} {unit}, at least {number(goal)} wanted"


def at_most(figure: float, goal: float, unit: str) -> str:
    return "" if figure <= goal else f"{number(figure)} {unit}, at most {number(goal)} wanted"


def verdict(*missed: str) -> str:
    """Sum up the answers of `at_least` and `at_most`."""
    said = "; ".join(filter(None, missed))
    return f"**missed**: {said}" if said else "met"


def number(figure: float | None) -> str:
    """Three digits are as many as a measurement has."""
    if figure is None:
        return ""
    if figure >= 100 or isinstance(figure, int):
        return f"{figure:,.0f}"
    return f"{figure:.1f}" if figure >= 10 else f"{figure:.2f}"


def show(headings: Sequence[str], rows: Sequence[Sequence[str | float | None]]) -> None:
    """Print a Markdown table: names on the left, numbers on the right, the verdict last."""
    cells = [[cell if isinstance(cell, str) else number(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(headings, *cells, strict=True)]
    last = len(headings) - 1

    def line(row: Sequence[str]) -> str:
        padded = (
            cell.ljust(width) if at in (0, last) else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return f"| {' | '.join(padded)} |"

    print(line(headings))
    print("|" + "|".join("---" if at in (0, last) else "---:" for at in range(last + 1)) + "|")
    for row in cells:
        print(line(row))
    print(flush=True)
