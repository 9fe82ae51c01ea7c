"""How probable is a difference by chance alone, and which of many may be named?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from statistics import NormalDist

_MANY = 1e6  # degrees of freedom from which on t is normal
RATE = 0.05
"""Of what is named, the part that is wrong on average, at most."""


def of_normal(z: float) -> float:
    """Two-sided probability of a standard normal so far from 0.

    >>> round(of_normal(1.96), 3)
    0.05
    """
    return math.erfc(abs(z) / math.sqrt(2.0))


def of_t(t: float, freedom: int) -> float:
    """Two-sided probability of Student's t so far from 0.

    Abramowitz & Stegun 1964, *Handbook of Mathematical Functions*, 26.7.3 and 26.7.4.

    Args:
        t: a mean over its standard error.
        freedom: whole degrees of freedom, from 1.

    >>> round(of_t(2.262, 9), 3), round(of_t(4.303, 2), 3)
    (0.05, 0.05)
    """
    if math.isinf(t):
        return 0.0
    angle = math.atan(t / math.sqrt(freedom))
    sine, square = math.sin(abs(angle)), math.cos(angle) ** 2
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    total = 0.0 if freedom == 1 else term
    for k in range(2 + odd, freedom - 1, 2):
        term *= square * (k - 1) / k
        total += term
    within = sine * total
    if odd:
        within = 2.0 / math.pi * (abs(angle) + within)
    return max(0.0, 1.0 - within)


def of_any_t(t: float, freedom: float) -> float:
    """As `of_t`, with degrees of freedom that need not be whole; as normal where they are many."""
    if freedom > _MANY:
        return of_normal(t)
    return of_t(t, max(1, int(freedom)))


def of_chance(chance: float) -> float:
    """How many standard deviations from 0 a standard normal is with that two-sided probability.

    >>> round(of_chance(0.05), 2)
    1.96
    """
    return -NormalDist().inv_cdf(max(chance, 1e-300) / 2.0)


def of_t_95(freedom: float) -> float:
    """How far from 0 Student's t is with a two-sided probability of 5 %; found by halving.

    Degrees of freedom as for `of_any_t`.

    >>> round(of_t_95(9), 2), round(of_t_95(2.9), 2)
    (2.26, 4.3)
    """
    return of_chance(0.05) if freedom > _MANY else _of_t_95(max(1, int(freedom)))


@cache
def _of_t_95(freedom: int) -> float:
    low, high = 1.9, 13.0  # of very many degrees of freedom, and of one
    for _ in range(40):
        middle = (low + high) / 2.0
        low, high = (middle, high) if of_t(middle, freedom) > 0.05 else (low, middle)
    return low


def discoveries(chances: Mapping[str, float]) -> frozenset[str]:
    """Those of many differences that may be named: of these at most 5 % are wrong on average.

    Benjamini & Hochberg 1995, *Controlling the false discovery rate*, Journal of the Royal
    Statistical Society B 57(1): the k smallest, for the largest k of which the k-th is at most k /
    n of the rate.

    >>> sorted(discoveries({"a": 0.001, "b": 0.02, "c": 0.04, "d": 0.9}))
    ['a', 'b']
    """
    ordered = sorted(chances, key=lambda name: (chances[name], name))
    most = 0
    for k, name in enumerate(ordered, 1):
        if chances[name] <= RATE * k / len(ordered):
            most = k
    return frozenset(ordered[:most])
