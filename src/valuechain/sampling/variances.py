"""How much do a few answers differ, given how much answers differ elsewhere?

The variance of few answers is itself a guess. Where many services were asked about, those of all
tell what is usual, and each is moved towards it, the more the fewer answers it rests on: the
moderated variance of Smyth 2004 (*Linear models and empirical Bayes methods for assessing
differential expression in microarray experiments*, Statistical Applications in Genetics and
Molecular Biology 3(1)).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from valuechain.solve.network import Floats

LEAST = 5
"""Variances from which on what is usual is estimated."""
_LARGE = 6.0  # from where on the series of psi and its derivative are exact enough


@dataclass(frozen=True)
class Usual:
    """The usual variance, and of how many answers more it is worth.

    Attributes:
        variance: of answers.
        freedom: degrees of freedom that it adds to those of a service; 0 for none.
    """

    variance: float = 0.0
    freedom: float = 0.0

    def moderated(self, variance: float, freedom: float) -> tuple[float, float]:
        """A variance and its degrees of freedom, moved towards the usual.

        >>> Usual(0.04, 4.0).moderated(0.08, 4.0)
        (0.06, 8.0)
        """
        if math.isinf(self.freedom):
            return self.variance, math.inf
        both = self.freedom + freedom
        return (self.freedom * self.variance + freedom * variance) / both, both


def usual(variances: Floats, freedoms: Floats) -> Usual:
    """What is usual, from the variances of many services.

    Args:
        variances: (services,) of the answers about each.
        freedoms: (services,) degrees of freedom, one less than answers.
    """
    told = (variances > 0) & (freedoms > 0)
    if told.sum() < LEAST:
        return Usual()
    half = freedoms[told] / 2.0
    logs = np.log(variances[told]) - np.array([_psi(each) for each in half]) + np.log(half)
    middle = float(logs.mean())
    beyond = float(logs.var(ddof=1) - np.mean([_psi_slope(each) for each in half]))
    if beyond <= 0:
        return Usual(math.exp(middle), math.inf)
    prior = _inverse_slope(beyond)
    return Usual(math.exp(middle + _psi(prior) - math.log(prior)), 2.0 * prior)


def _psi(x: float) -> float:
    """The derivative of ln gamma (Abramowitz & Stegun 1964, 6.3.5 and 6.3.18)."""
    below = 0.0
    while x < _LARGE:
        below -= 1.0 / x
        x += 1.0
    square = 1.0 / x**2
    series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)))
    return below + math.log(x) - 0.5 / x - series


def _psi_slope(x: float) -> float:
    """Its derivative (6.4.6 and 6.4.12)."""
    below = 0.0
    while x < _LARGE:
        below += 1.0 / x**2
        x += 1.0
    square = 1.0 / x**2
    series = square * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square / 30)))
    return below + (1.0 + 0.5 / x + series) / x


def _inverse_slope(value: float) -> float:
    """Where the derivative of psi has this value, above 0: it falls from infinity to 0."""
    low, high = 1e-8, 1e8
    for _ in range(200):
        middle = math.sqrt(low * high)
        if _psi_slope(middle) > value:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)
