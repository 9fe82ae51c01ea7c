"""Whose doing it is: the verdict on each service, and the dependence from which it tips."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from valuechain.analysis.reading import Reading, without_unmeasured
from valuechain.propagation.arrangement import Bools, Floats, Ints

Verdict: TypeAlias = Literal["root cause", "symptom", "undecided", "shield", "sound", "unmeasured"]
VERDICTS: tuple[Verdict, ...] = ("root cause", "symptom", "undecided", "shield", "sound", "unmeasured")
ROOT_CAUSE, SYMPTOM, UNDECIDED, SHIELD, SOUND, UNMEASURED = range(len(VERDICTS))

FAVOUR = 1e-9
"""By how much every comparison is decided in the service's favour: meeting the target exactly is met."""


def verdicts(reading: Reading) -> Ints:
    """(services,) indices into `VERDICTS`.

    A weak link is *undecided* where its verdict would change if the unmeasured services were left out.
    """
    result = _measured(reading)
    missed = weak(reading)
    other = without_unmeasured(reading) if missed.any() else None
    if other is not None:
        result[missed & (result != _measured(other))] = UNDECIDED
    return result


def weak(reading: Reading) -> Bools:
    """(services,) whether a scored service misses its target."""
    return reading.told.scored & (reading.satisfaction < reading.told.target - FAVOUR)


def _measured(reading: Reading) -> Ints:
    """Verdicts that take what nobody measured as perfect."""
    alone_misses = 1.0 - reading.own < reading.told.target - FAVOUR
    mostly_own = reading.own > reading.inherited + FAVOUR
    shields = (reading.inherited < reading.told.dependence * reading.provider_lacks - FAVOUR) & (
        1.0 - reading.provider_lacks < reading.told.target - FAVOUR
    )
    met = np.where(shields, SHIELD, SOUND)
    missed = np.where(alone_misses | mostly_own, ROOT_CAUSE, SYMPTOM)
    return np.where(reading.told.scored, np.where(weak(reading), missed, met), UNMEASURED)


def tipping_dependences(reading: Reading) -> Floats:
    """(services,) dependence below which an observed weak link is a root cause and from which on a symptom; nan for none.

    max(t - s, (1 - s) / 2) / D_a, none where that is above 1 or the provider lacks nothing.
    """
    score, lacks = reading.satisfaction, reading.provider_lacks
    needed = np.maximum(reading.told.target - score, (1.0 - score) / 2)
    tipping = np.full(len(score), np.nan)
    possible = reading.told.observed & weak(reading) & (lacks > 0) & (needed <= lacks)
    tipping[possible] = needed[possible] / lacks[possible]
    return tipping
