"""Whose doing it is: the verdict on each service, and the dependence from which it tips."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np

from valuechain.analysis.reading import Observations, Reading, measured_alone, split
from valuechain.solve.network import Bools, Floats, Ints
from valuechain.tolerances import FAVOUR

Verdict: TypeAlias = Literal["root cause", "symptom", "undecided", "shield", "sound", "unmeasured"]
VERDICTS: tuple[Verdict, ...] = (
    "root cause",
    "symptom",
    "undecided",
    "shield",
    "sound",
    "unmeasured",
)
ROOT_CAUSE, SYMPTOM, UNDECIDED, SHIELD, SOUND, UNMEASURED = range(len(VERDICTS))


def verdicts(reading: Reading, alone: Callable[[], Reading | None]) -> Ints:
    """(services,) indices into `VERDICTS`.

    A weak link is *undecided* where its verdict would change if the unmeasured services were left
    out: `alone` reads the chain so, ``None`` where that changes nothing.
    """
    result = _measured(reading)
    missed = weak(reading)
    if missed.any() and (other := alone()) is not None:
        result[missed & (result != _measured(other))] = UNDECIDED
    return result


def alone_of(reading: Reading) -> Reading | None:
    """The chain read without its unmeasured services, ``None`` where that changes nothing."""
    network = measured_alone(reading.network, reading.observations.scored)
    if network is None:
        return None
    return split(network, reading.observations)


def weak(reading: Reading) -> Bools:
    """(services,) whether a scored service misses its target."""
    return reading.observations.scored & misses(reading.satisfaction, reading.observations.target)


def misses(satisfaction: Floats, target: Floats) -> Bools:
    """Whether a satisfaction misses its target."""
    return satisfaction < target - FAVOUR


def own_doing(own: Floats, inherited: Floats, target: Floats) -> Bools:
    """Whether what a weak link lacks is its own doing.

    Alone it would miss the target, or most of it is its own.
    """
    return (own > 1.0 - target + FAVOUR) | (own - inherited > FAVOUR)


def _measured(reading: Reading) -> Ints:
    """Verdicts that take what nobody measured as perfect."""
    observations = reading.observations
    signs = signs_of(
        observations, reading.satisfaction, reading.own, reading.inherited, reading.provider_lacks
    )
    return judged(signs, observations.scored)


# What a verdict hangs on: each of these signs comes or goes once, and for good, as all dependences
# rise together.
WEAK, ALONE_WEAK, MOSTLY_OWN, SHIELDING, BADLY_SERVED = 1, 2, 4, 8, 16


def signs_of(
    observations: Observations,
    satisfaction: Floats,
    own: Floats,
    inherited: Floats,
    provider_lacks: Floats,
) -> Ints:
    """What verdicts hang on, as bits; all arrays are of one shape, or broadcast to it."""
    return np.asarray(
        WEAK * misses(satisfaction, observations.target)
        | ALONE_WEAK * (own > 1.0 - observations.target + FAVOUR)
        | MOSTLY_OWN * (own - inherited > FAVOUR)
        | SHIELDING * (inherited < observations.dependence * provider_lacks - FAVOUR)
        | BADLY_SERVED * misses(1.0 - provider_lacks, observations.target)
    )


def judged(signs: Ints, scored: Bools) -> Ints:
    """Indices into `VERDICTS` that follow from the signs, what nobody measured taken as perfect."""
    met = np.where((signs & SHIELDING > 0) & (signs & BADLY_SERVED > 0), SHIELD, SOUND)
    missed = np.where(signs & (ALONE_WEAK | MOSTLY_OWN) > 0, ROOT_CAUSE, SYMPTOM)
    return np.where(scored, np.where(signs & WEAK > 0, missed, met), UNMEASURED)


def tipping_dependences(reading: Reading) -> Floats:
    """(services,) dependence below which an observed weak link is a root cause; nan for none.

    From there on it is a symptom.

    max(t - s, (1 - s) / 2) / D_a, none where that is above 1 or the provider lacks nothing, nor in
    what was only supposed.
    """
    score, lacks = reading.satisfaction, reading.provider_lacks
    needed = np.maximum(reading.observations.target - score, (1.0 - score) / 2)
    tipping = np.full(len(score), np.nan)
    possible = reading.model.observed & weak(reading) & (lacks > 0) & (needed <= lacks)
    tipping[possible] = needed[possible] / lacks[possible]
    return tipping
