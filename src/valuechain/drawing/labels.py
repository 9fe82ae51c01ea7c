"""Which number does an arrow bear, and how does a change look?"""

from __future__ import annotations

from typing import Literal, TypeAlias

from valuechain.questions.simulation import SureVerdict
from valuechain.reports.intervals import span, whole
from valuechain.reports.words import percent, signed
from valuechain.results import Interval
from valuechain.tolerances import WORTH_NAMING

Look: TypeAlias = (
    SureVerdict | Literal["better", "worse", "shifted", "same", "appeared", "vanished"]
)
"""How an arrow looks: by its verdict, or by how it changed."""
WEAK: tuple[Look, ...] = ("root cause", "symptom", "undecided")
"""What is below its target."""
UNTITLED = "Who serves whom"
"""The title of a chain that has none."""
NOT_KNOWN = "?"
"""What stands where a satisfaction is not known."""
AT_MOST = "\u2264 "
"""What stands before an upper bound."""
TO = " \u2192 "
"""Between then and now."""
NUMBERED = 50
"""Arrows up to which each bears its number; beyond, only weak links do."""


def bare_percent(fraction: float) -> str:
    """A percentage without its sign, as the pictures show it."""
    return percent(fraction).removesuffix(" %")


def dashed(interval: Interval) -> str:
    """An interval in percent as short as a picture needs it, without the sign."""
    return span(interval, whole).replace("-", "–")  # noqa: RUF001  an en dash between numbers


def label(satisfaction: float | None) -> str:
    """The number on an arrow, a question mark where there is none."""
    if satisfaction is None:
        return NOT_KNOWN
    return bare_percent(satisfaction)


def change_label(won: float) -> str:
    """The number on the arrow of a change, with a minus as wide as a plus."""
    return signed(won).replace("-", "\u2212")


def look_of(won: float, least: float = WORTH_NAMING) -> Look:
    """How what won the customers so much looks; below the least like what did not change."""
    if abs(won) < least:
        return "same"
    if won > 0:
        return "better"
    return "worse"
