"""Values as the text of a cell, the same in every format."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from records.text import cut

# What a spreadsheet program takes for the beginning of a formula, and the mark itself.
FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠'")

MOST_SHOWN = 80  # characters of a value where it is told what is wrong with it


def escape(text: str) -> str:
    """Return `text` so that no spreadsheet program runs it; `unescape` undoes it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def unescape(text: str) -> str:
    return text.removeprefix("'")


def shortened(text: str) -> str:
    """Return the beginning of a text that is too long for a sentence."""
    return cut(text, MOST_SHOWN + 1)


def plain(value: Any) -> str:
    """The canonical text of a value: ISO dates, `true`/`false`, decimals without trailing zeros."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value.normalize(), "f") if value else "0"
        case time():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
    return str(value)
