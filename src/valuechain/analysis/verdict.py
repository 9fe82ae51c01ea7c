"""Whose doing it is: the verdict on each service, and the dependence from which it tips."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np

from valuechain.analysis.reading import Observations, Reading, split, supposed
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


def verdicts(reading: Reading, supposed: Callable[[], Reading | None]) -> Ints:
    """(services,) indices into `VERDICTS`.

    A weak link is *undecided* where its verdict would be another if every unmeasured service were
    as satisfied as the lowest quarter of the measured ones: `supposed` reads the chain so, ``None``
    where nothing is unmeasured.
    """
    result = _judged(reading)
    missed = weak(reading)
    if missed.any() and (other := supposed()) is not None:
        result[missed & (result != _judged(other))] = UNDECIDED
    return result


def supposed_reading(reading: Reading) -> Reading | None:
    """The chain read with what nobody measured as satisfied as the lowest quarter of the rest."""
    other = supposed(reading.observations, reading.satisfaction)
    if other is None:
        return None
    return split(reading.network, other)


def weak(reading: Reading) -> Bools:
    """(services,) whether a scored service misses its target."""
    return reading.observations.scored & misses(reading.satisfaction, reading.observations.target)


def misses(satisfaction: Floats, target: Floats) -> Bools:
    """Whether a satisfaction misses its target."""
    return satisfaction < target - FAVOUR


def own_doing(own: Floats, satisfaction: Floats, target: Floats) -> Bools:
    """Whether what a weak link lacks is its own doing.

    On its own it would miss the target, or most of it is its own.
    """
    return misses(1.0 - own, target) | (2.0 * own - (1.0 - satisfaction) > FAVOUR)


def _judged(reading: Reading) -> Ints:
    """Verdicts that take what nobody measured as the reading does."""
    observations = reading.observations
    signs = signs_of(
        observations, 1.0 - reading.satisfaction, reading.own_shortfall, reading.provider_lacks
    )
    return judged(signs, observations.scored)


# What a verdict hangs on. Outside of loops each of these signs comes or goes once, and for good, as
# all dependences rise together.
WEAK, ALONE_WEAK, MOSTLY_OWN, SHIELDING, BADLY_SERVED = 1, 2, 4, 8, 16


def signs_of(
    observations: Observations, lacks: Floats, own: Floats, provider_lacks: Floats
) -> Ints:
    """What verdicts hang on, as bits; all arrays are of one shape, or broadcast to it.

    Args:
        observations: what is known.
        lacks: 1 - satisfaction.
        own: what of it is the provider's doing, with what returns through loops.
        provider_lacks: D of the provider.
    """
    passed_on = observations.dependence * provider_lacks
    return np.asarray(
        WEAK * misses(1.0 - lacks, observations.target)
        | ALONE_WEAK * misses(1.0 - own, observations.target)
        | MOSTLY_OWN * (2.0 * own - lacks > FAVOUR)
        | SHIELDING * (lacks < passed_on - FAVOUR)
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
    a loop, nor in what was only supposed.
    """
    score, lacks, network = reading.satisfaction, reading.provider_lacks, reading.network
    needed = np.maximum(reading.observations.target - score, (1.0 - score) / 2)
    tipping = np.full(len(score), np.nan)
    possible = reading.model.observed & weak(reading) & (needed <= lacks)
    possible &= ~network.looped
    tipping[possible] = needed[possible] / lacks[possible]
    return tipping
