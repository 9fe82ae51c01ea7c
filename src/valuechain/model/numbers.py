"""What a text of digits means: numbers, percentages, ranges and amounts.

Each is refused with the spelling that would be right.
"""

from __future__ import annotations

import math
import re
import sys
from decimal import Decimal
from typing import Any, TypeAlias

from valuechain.model.score import as_percentage
from valuechain.model.texts import GAP, without_comma
from valuechain.problems import Fault, quoted
from valuechain.typography import plainly

Range: TypeAlias = tuple[float, float]
MOST = 1e15
"""The highest cost."""
_NUMBER = re.compile(r"\+?\d{1,20}(?:\.\d{0,60})?(?:[eE][+-]?\d{1,3})?|\+?\.\d{1,60}", re.ASCII)
_PERCENT = re.compile(rf"(\d{{1,3}}(?:\.\d{{1,60}})?){GAP}%", re.ASCII)
THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_DASHED = re.compile(r"[\d.]+\s*%?\s*(?:-|to)\s*[\d.]+\s*%?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_SUCH_AS = "a number such as 1 or 2.5"


def middle(ends: Range) -> float:
    """The number that stands for a range.

    >>> middle((0.5, 1.0))
    0.75
    """
    return (ends[0] + ends[1]) / 2


def number_within(value: object, low: float, high: float) -> bool:
    """Whether a value is a finite number within these ends."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return low <= value <= min(high, sys.float_info.max)


def is_fraction(value: object) -> bool:
    """Whether a value lies from 0 to 1."""
    return number_within(value, 0, 1)


def is_number(value: Any) -> bool:
    """Whether a value is a number from 0."""
    return number_within(value, 0, math.inf)


def is_positive(value: Any) -> bool:
    """Whether a value is a number above 0."""
    return is_number(value) and value > 0


def is_cost(value: object) -> bool:
    """Whether a value is one that costs can have."""
    return number_within(value, 0, MOST)


# Reading.


def percentage(text: str) -> float:
    """A fraction 0..1, written as a percentage or a fraction.

    A percentage is divided exactly and rounded once.

    >>> percentage("80%"), percentage("0.8")
    (0.8, 0.8)
    """
    if match := _PERCENT.fullmatch(text):
        whole, _, decimals = match[1].partition(".")
        value = int(whole + decimals) / (100 * int(10 ** len(decimals)))
    elif _NUMBER.fullmatch(text):
        value = float(text)
    else:
        hint = _decimal_comma(text) or "write '80%' or 0.8"
        raise Fault(f"{quoted(text)} is not a percentage", hint)
    if value <= 1:
        return value
    if value <= 100 and not match:
        raise Fault(f"{quoted(text)} is above 1", f"did you mean '{text}%'?")
    raise Fault(f"{quoted(text)} is above 1", "it lies between 0% and 100%")


def percentage_or_range(text: str) -> float | Range:
    """A percentage, or a range of them such as ``0.5..0.9``."""
    low, dots, high = text.partition("..")
    if not dots and _DASHED.fullmatch(plainly(text)):
        hint = "write a range with two points, such as 0.5..0.9"
        raise Fault(f"{quoted(text)} is not a percentage", hint)
    if not dots:
        return percentage(text)
    if not low or not high:
        raise Fault(f"{quoted(text)} has one end", "a range has two, such as 0.5..0.9")
    ends = percentage(low.rstrip()), percentage(high.lstrip())
    if ends[0] >= ends[1]:
        hint = "write the lower end first, such as 0.5..0.9; or one number"
        raise Fault(f"{quoted(text)} is no range", hint)
    return ends


def number(text: str) -> float:
    """A finite number >= 0."""
    if _PERCENT.fullmatch(text):
        return percentage(text)
    if not _NUMBER.fullmatch(text):
        raise Fault(f"{quoted(text)} is not a number", _instead_of(text))
    value = float(text)
    if value == float("inf"):
        raise Fault(f"{quoted(text)} is too large", _SUCH_AS)
    return value


def _instead_of(text: str) -> str:
    if text.startswith("-"):
        return "it must not be negative"
    return _decimal_comma(text) or _SUCH_AS


def _decimal_comma(text: str) -> str:
    meant = without_comma(text, lambda fixed: _NUMBER.fullmatch(fixed) or _PERCENT.fullmatch(fixed))
    return meant and f"write {meant}"


def positive(text: str) -> float:
    """A finite number > 0."""
    value = number(text)
    if value == 0:
        raise Fault(f"{quoted(text)} is not above 0", "leave the service out if it does not count")
    return value


def whole(text: str) -> int:
    """A whole number >= 1."""
    if not _WHOLE.fullmatch(text) or int(text) < 1:
        raise Fault(f"{quoted(text)} is not a whole number from 1", "such as 12")
    return int(text)


def amount(text: str) -> float:
    """A cost or a budget: a number from 0, with or without commas between its thousands."""
    if "%" in text:
        raise Fault(f"{quoted(text)} is no amount", _SUCH_AS)
    grouped = THOUSANDS.fullmatch(text)
    value = number(text.replace(",", "") if grouped else text)
    if value > MOST:
        raise Fault(f"{quoted(text)} is too large", f"at most {MOST:,.0f}: count in thousands")
    return value


# Writing.


def plain(value: float) -> str:
    """A number as a file has it.

    >>> plain(3.0), plain(0.1)
    ('3', '0.1')
    """
    return repr(float(value)).removesuffix(".0")


def decimal(value: float, digits: int = 6) -> str:
    """A number in so many digits, never with an exponent; what is below a billionth is 0.

    >>> decimal(9e-05), decimal(1e12), decimal(0.1 + 0.2), decimal(1e-12)
    ('0.00009', '1000000000000', '0.3', '0')
    """
    if abs(value) < 1e-9:
        return "0"
    return f"{Decimal(f'{value:.{digits}g}'):f}"


def share(value: float) -> str:
    """A percentage; of what is so small that only a power of ten says it exactly, that."""
    if 0 < value <= 1e-9:
        return plain(value)
    return as_percentage(value)
