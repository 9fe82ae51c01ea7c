"""How long does it take? Times with their units, as people write them.

A day has 24 hours; a working day has 8, for work that waits for nobody at night.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from valuechain.model.texts import parsed
from valuechain.problems import Fault, quoted
from valuechain.tolerances import FAVOUR

UNITS = {"s": 1, "min": 60, "h": 3600, "working day": 8 * 3600, "d": 24 * 3600}
"""Seconds in each unit."""
_WORDS = {
    "s": "s|sec|secs|second|seconds",
    "min": "min|mins|minute|minutes",
    "h": "h|hr|hrs|hour|hours",
    "working day": r"working\s+days?|workdays?",
    "d": "d|day|days",
}
_NUMBER = r"\d{1,9}(?:\.\d{1,9})?"
_UNIT = "|".join(f"(?:{words})" for words in _WORDS.values())
_PART = rf"{_NUMBER}\s*(?:{_UNIT})"
_ONE = rf"{_PART}(?:\s+{_PART})*"
_PARTS = rf"({_NUMBER})\s*({_UNIT})(?![a-z])"
_TO = r"\s*\.\.\s*"
_WHOLE = rf"({_ONE})(?:{_TO}({_ONE}))?|({_NUMBER}){_TO}({_NUMBER})\s*({_UNIT})"
_BARE = rf"-?{_NUMBER}(?:{_TO}{_NUMBER})?"
PATTERN = rf"\s*(?:{_ONE}(?:{_TO}{_ONE})?|{_NUMBER}{_TO}{_NUMBER}\s*(?:{_UNIT}))\s*"
"""As a schema has it."""
MOST = 10**9
"""Seconds: some thirty years."""
SUCH_AS = "such as '40 min', '1.5 h', '2 working days' or '30..45 min'"


@dataclass(frozen=True, slots=True)
class Duration:
    """A time that something takes, in its own words and in seconds.

    Attributes:
        low, high: between which seconds it lies; the same where it is known.
        text: the words of the file.

    Made by `Duration.parse`.

    >>> Duration.parse("1 h 30 min").low, Duration.parse("30..45 min").high
    (5400.0, 2700.0)
    """

    low: float
    high: float
    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def middle(self) -> float:
        """Half way between its ends, in seconds."""
        return (self.low + self.high) / 2

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read a time as a file has it.

        Raises:
            ModelError: the text is none; the problem's hint shows what is.
        """
        return parsed(read_duration, text, "a time")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Only files with times pay for it."""
    return re.compile(pattern, re.ASCII)


def read_duration(text: str) -> Duration:
    """A time, or a range of them.

    Raises:
        Fault: the text is none.
    """
    folded = text.strip().casefold()
    match = _compiled(_WHOLE).fullmatch(folded)
    if match is None:
        raise _no_time(text, folded)
    one, other, first, last, unit = match.groups()
    if unit is not None:
        one, other = f"{first} {unit}", f"{last} {unit}"
    low = _seconds(one)
    high = _seconds(other) if other is not None else low
    if low > high:
        raise Fault(f"{quoted(text)} ends before it begins", "write the shorter time first")
    if high > MOST:
        raise Fault(f"{quoted(text)} is too long", "at most thirty years")
    return Duration(low, high, text)


def read_limit(text: str) -> Duration:
    """A time that is no range.

    Raises:
        Fault: the text is none.
    """
    found = read_duration(text)
    if found.low < found.high:
        raise Fault(f"{quoted(text)} is a range", "one time belongs here, such as '15 min'")
    return found


def longer(seconds: float, limit: float) -> bool:
    """Whether a time is longer than another, by more than sums of times are off.

    >>> longer(0.2 + 3.1, 3.3), longer(10_815, 10_800)
    (False, True)
    """
    return seconds > limit * (1.0 + FAVOUR)


def differ(one: float, other: float) -> bool:
    """Whether two times differ by more than that.

    >>> differ(0.2 + 3.1, 3.3), differ(10_800, 10_815)
    (False, True)
    """
    return longer(one, other) or longer(other, one)


def units_in(text: str) -> list[str]:
    """The units that a time is written in.

    >>> units_in("1 h..2 working days")
    ['h', 'working day']
    """
    found = (word for _, word in _compiled(_PARTS).findall(text.strip().casefold()))
    return [_named(word) for word in found]


def _no_time(text: str, folded: str) -> Fault:
    if folded.startswith("-"):
        return Fault(f"a time of {quoted(text)} is negative", SUCH_AS)
    if _compiled(_BARE).fullmatch(folded):
        hint = f"write '{text.strip()} min', or h, d, working days"
        return Fault(f"{quoted(text)} has no unit", hint)
    return Fault(f"{quoted(text)} is not a time", SUCH_AS)


def _seconds(text: str) -> float:
    """Whole and rounded once."""
    total = sum(Fraction(number) * _unit(word) for number, word in _compiled(_PARTS).findall(text))
    return float(total)


def _unit(word: str) -> int:
    return UNITS[_named(word)]


def _named(word: str) -> str:
    return next(unit for unit, words in _WORDS.items() if re.fullmatch(words, word))
