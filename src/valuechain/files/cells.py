"""What a cell of a table means, as a text."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from valuechain.problems import Fault

_DATE = "format the column as text and type it again: a spreadsheet takes 4/5 for a date"
_RUNS = "=+-@\t\r"


def texts_of(
    cells: Sequence[Any], meaning: Callable[[str], str]
) -> tuple[list[str], dict[int, Fault]]:
    """The cells of a column as texts, and by its index what is wrong with a cell."""
    if set(map(type, cells)) == {str}:
        meant = {cell: text for cell in set(cells) if (text := meaning(cell)) != cell}
        return [meant.get(cell, cell) for cell in cells], {}
    texts, broken = [], {}
    for i, cell in enumerate(cells):
        try:
            texts.append(meaning(cell) if isinstance(cell, str) else cell_text(cell))
        except Fault as fault:
            texts.append("")
            broken[i] = fault
    return texts, broken


def cell_text(cell: Any) -> str:
    """The text that a value in a cell stands for.

    Raises:
        Fault: it stands for none; message and hint.

    >>> cell_text(4.0), cell_text(0.81), cell_text(True), cell_text(None)
    ('4', '0.81', 'true', '')
    """
    if hasattr(cell, "item") and callable(cell.item):  # numpy's numbers
        cell = cell.item()
    if _is_missing(cell):
        return ""
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        raise Fault(f"a date or time ({cell}), not what was typed", _DATE)
    if isinstance(cell, bool):
        return str(cell).lower()
    try:
        return _number_text(cell)
    except (ValueError, OverflowError):
        raise Fault("a number with thousands of digits", "correct it") from None


def _is_missing(cell: Any) -> bool:
    """Whether a value in Python stands for none."""
    if cell is None or type(cell).__name__ in ("NAType", "NaTType"):
        return True
    return bool(cell != cell)  # noqa: PLR0124  not a number is not itself


def _number_text(cell: Any) -> str:
    """Whole numbers without a decimal point, those of many digits with an exponent."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, int) and abs(cell) >= 1e15:
        return repr(float(cell))
    return str(cell)


def neutral(text: str) -> str:
    """A text that no spreadsheet runs as a formula: with an apostrophe before it.

    >>> neutral("=1+1"), neutral("order form")
    ("'=1+1", 'order form')
    """
    return "'" + text if _runs(text) else text


def unneutral(text: str) -> str:
    """The text that `neutral` was given.

    >>> unneutral(neutral("'=1+1"))
    "'=1+1"
    """
    return text[1:] if text[:1] == "'" and _runs(text) else text


def _runs(text: str) -> bool:
    """Whether a spreadsheet would run it, but for apostrophes before it."""
    return text.lstrip("'")[:1] in tuple(_RUNS)
