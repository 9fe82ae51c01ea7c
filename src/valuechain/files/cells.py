"""What a cell of a table means, as a text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from typing import Any

from valuechain.files.headings import HeldIn
from valuechain.model.dates import RETYPE, STORY
from valuechain.model.scalars import scalar
from valuechain.problems import Fault

_RUN = re.compile(r"(^|[;\t|])(?='*[=+\-@\t\r])")
_MADE = re.compile(r"(^|[;\t|])'(?='*[=+\-@\t\r])")
"""Where a spreadsheet would run a text, however it splits it; and where an apostrophe stops it."""
BYTE_ORDER_MARK = "\ufeff"
"""How a CSV file begins so that Excel shows letters such as ü right."""
_NO_TEXTS = (bytes, bytearray, list, tuple, dict, set, complex)
_LONG = 1e15  # numbers from which on an exponent is written


def texts_of(
    cells: Sequence[Any], meaning: Callable[[str], str], held: HeldIn = HeldIn.WORDS
) -> tuple[list[str], dict[int, Fault]]:
    """The cells of a column as texts, and by its index what is wrong with a cell."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        meant = {cell: text for cell in set(cells) if (text := meaning(cell)) != cell}
        return [meant.get(cell, cell) for cell in cells] if meant else list(cells), {}
    if kinds == {int} and max(map(abs, cells)) < _LONG:
        return list(map(str, cells)), {}
    texts, broken = [], {}
    written = fraction_text if held is HeldIn.FRACTIONS else cell_text
    for i, cell in enumerate(cells):
        try:
            texts.append(meaning(cell) if isinstance(cell, str) else written(cell, held))
        except Fault as fault:
            texts.append("")
            broken[i] = fault
    return texts, broken


def are_fractions(cells: Sequence[Any]) -> bool:
    """Whether a column made in Python holds fractions: floats from 0 to 1 and nothing else.

    Whole numbers with gaps become floats too, so that 0.0 and 1.0 with gaps are no fractions.

    >>> are_fractions([0.8, 1.0, None]), are_fractions([1.0, None]), are_fractions([1, 0])
    (True, False, False)
    """
    there = [value for value in map(scalar, cells) if value is not None]
    if set(map(type, there)) != {float} or not all(0 <= value <= 1 for value in there):
        return False
    return len(there) == len(cells) or any(value not in (0, 1) for value in there)


def fraction_text(cell: Any, held: HeldIn) -> str:
    """As `cell_text`; a fraction keeps its decimal point.

    >>> fraction_text(1.0, HeldIn.FRACTIONS), fraction_text(0.5, HeldIn.FRACTIONS)
    ('1.0', '0.5')
    """
    text = cell_text(cell, held)
    return text + ".0" if text in ("0", "1") else text


def cell_text(cell: Any, held: HeldIn = HeldIn.WORDS) -> str:
    """The text that a value in a cell stands for.

    Raises:
        Fault: it stands for none; message and hint.

    >>> cell_text(4.0), cell_text(0.81), cell_text(True), cell_text(None)
    ('4', '0.81', 'true', '')
    """
    cell = scalar(cell)
    if cell is None:
        return ""
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        return _date_text(cell, held)
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, _NO_TEXTS):
        raise Fault(f"{cell!r:.60} is no text and no number", "write one")
    try:
        return _number_text(cell)
    except (ValueError, OverflowError):
        raise Fault("a number with thousands of digits", "correct it") from None


def _date_text(cell: datetime.date | datetime.time | datetime.timedelta, held: HeldIn) -> str:
    """A date in words, where one belongs: days without a time as 2025-03-02.

    Raises:
        Fault: none belongs here.
    """
    if held is HeldIn.DATES:
        midnight = isinstance(cell, datetime.datetime) and cell.time() == datetime.time()
        return str(cell)[:10] if midnight else str(cell)
    remedy = STORY if held in (HeldIn.SCORES, HeldIn.FRACTIONS) else RETYPE
    raise Fault(f"a date or time ({cell}), not what was typed", remedy)


def _number_text(cell: Any) -> str:
    """Whole numbers without a decimal point, those of many digits with an exponent."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _LONG:
        return str(int(cell))
    if isinstance(cell, int) and abs(cell) >= _LONG:
        return repr(float(cell))
    return str(cell)


def neutral(text: str) -> str:
    """A text that no spreadsheet runs as a formula: with an apostrophe before what would run.

    That is its beginning, and what follows a sign at which some spreadsheet may split it.

    >>> neutral("=1+1"), neutral("order form"), neutral("shop;=1+1")
    ("'=1+1", 'order form', "shop;'=1+1")
    """
    return _RUN.sub(r"\1'", text)


def unneutral(text: str) -> str:
    """The text that `neutral` was given.

    >>> unneutral(neutral("'=1+1"))
    "'=1+1"
    """
    return _MADE.sub(r"\1", text) if "'" in text else text
