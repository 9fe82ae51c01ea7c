"""From where to where, and how probable: intervals and chances in words."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar

from valuechain.language import numeral, say
from valuechain.reports.words import bare_points, percent, points
from valuechain.results import Interval

T = TypeVar("T", float, int)
_ROUNDING = 1e-6
"""Of a step, by which an end may lie beyond it: the last bits of what was drawn."""


def between(interval: Interval) -> str:
    """An interval in whole percent.

    >>> between((0.534, 0.661)), between((0.6, 0.6))
    ('53 to 66 %', '60 %')
    """
    low, high = map(percent, interval)
    if low == high:
        return low
    return say("{low} to {high}", low=low.removesuffix(" %"), high=high)


def points_between(interval: Interval) -> str:
    """An interval in points, as `outward`.

    >>> points_between((0.057, 0.08)), points_between((0.1, 0.1))
    ('5 to 8 points', '10 points')
    """
    low, _, high = outward(interval).partition("-")
    if not high:
        return points(interval[1])
    return say("{low} to {high} points", low=low, high=high)


def bare_between(interval: Interval) -> str:
    """The numbers in `points_between`.

    >>> bare_between((0.057, 0.08)), bare_between((0.1, 0.1))
    ('5 to 8', '10')
    """
    low, _, high = outward(interval).partition("-")
    return say("{low} to {high}", low=low, high=high) if high else low


def outward(interval: Interval) -> str:
    """An interval in points, its ends rounded away from one another.

    In whole points, below one point in tenths: a decimal of an interval promises more than draws
    can hold.

    >>> outward((0.057, 0.0712)), outward((0.0022, 0.0061)), outward((0.1, 0.1))
    ('5-8', '0.2-0.7', '10')
    """
    low, high = (round(100 * end, 9) for end in interval)
    if bare_points(interval[0]) == bare_points(interval[1]):
        return bare_points(interval[1])
    step = 1.0
    if high < 1.0:
        step = 0.1
    ends = math.floor(low / step + _ROUNDING) * step, math.ceil(high / step - _ROUNDING) * step
    return "-".join(numeral(f"{end:.1f}".removesuffix(".0")) for end in ends)


def whole(fraction: float) -> str:
    """A fraction in whole percent, as tables have it."""
    return percent(fraction).removesuffix(" %")


def span(interval: tuple[T, T], shape: Callable[[T], str]) -> str:
    """An interval as tables have it.

    >>> span((0.534, 0.661), whole), span((3, 3), str)
    ('53-66', '3')
    """
    return "-".join(dict.fromkeys(map(shape, interval)))


def chance(probability: float) -> str:
    """A probability as a percentage; never quite none or all where it is neither.

    >>> chance(0.7134), chance(0.0001), chance(1.0)
    ('71 %', 'less than 1 %', '100 %')
    """
    if 0 < probability < 0.01:
        return say("less than 1 %")
    if 0.99 < probability < 1:
        return say("more than 99 %")
    return percent(probability)
