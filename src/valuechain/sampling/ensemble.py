"""The whole diagnosis again, for many drawn scores at once.

Draws are solved in blocks small enough for a processor's cache; `tally` counts what they show.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from valuechain.analysis.reading import Observations, divided, passing, satisfactions
from valuechain.analysis.verdict import misses, own_doing
from valuechain.sampling.posterior import Posterior
from valuechain.solve.adjoint import importances_of_cases
from valuechain.solve.forward import shortfalls
from valuechain.solve.network import Bools, Floats, Ints, Network

KINDS = ("satisfaction", "own_shortfall", "contribution", "rank")
"""The numbers of a service whose intervals are found, in this order."""
ENDS, EXPERTS = 4, 5
"""Where, behind these, the satisfaction of the external customers and experts is counted."""
_BLOCK = 2**17  # services times draws solved at once
_CHUNK = 2**19  # services times draws in one task
_LEAST, _MOST = 256, 1024  # draws in one task
_TRILLION = 1e12  # contributions that agree to so many parts tie


@dataclass(frozen=True, eq=False)
class Ranges:
    """Dependences that are drawn.

    A range of its own for some services, one common draw for those with the file's range.
    """

    own: Ints
    low: Floats
    high: Floats
    common: Ints
    common_ends: tuple[float, float]

    def drawn(self, random: np.random.Generator, dependence: Floats, cases: int) -> Floats:
        """(services, cases) dependences."""
        drawn = np.repeat(dependence, cases, axis=1)
        drawn[self.common] = random.uniform(*self.common_ends, cases)
        drawn[self.own] = random.uniform(
            self.low[:, None], self.high[:, None], (len(self.own), cases)
        )
        return drawn


@dataclass(frozen=True, eq=False)
class Ensemble:
    """All that a chunk of draws needs to know.

    Attributes:
        network: the network.
        observations: what the chain says, as columns.
        posterior: which scores are drawn, and how.
        ranges: which dependences are, ``None`` where all are single numbers.
        weights: (parties,) weights in the outcome.
        ends: positions of the external customers.
        experts: services of which an expert's score is drawn.
        usual: (services,) effective dependences of the scores as they are, near which the drawn
            ones lie.
        by_id: (services,) the place of each service's id among all ids sorted.
        alone: the network of what was measured alone, ``None`` where that is the same.
        hanging: services whose verdict may hang on what nobody measured.
    """

    network: Network
    observations: Observations
    posterior: Posterior
    ranges: Ranges | None
    weights: Floats
    ends: Ints
    experts: Ints
    usual: Floats
    by_id: Ints
    alone: Network | None
    hanging: Ints

    @property
    def block(self) -> int:
        """Draws solved at once."""
        return max(32, min(_MOST, _BLOCK // max(1, len(self.by_id))))

    @property
    def chunk(self) -> int:
        """Draws in one task: some whole blocks."""
        return self.block * max(
            1, min(_MOST, max(_LEAST, _CHUNK // max(1, len(self.by_id)))) // self.block
        )


class Block(NamedTuple):
    """What some draws show; (services, cases) unless said otherwise, in the order of solution.

    `numbers` are those of `KINDS`, then (ends, cases) and (experts, cases); `scores` is (drawn,
    cases); `first` is (cases,), the place by id of the first root cause, -1 for none; `gains` is
    (candidates, cases).
    """

    outcome: Floats
    numbers: tuple[Floats, ...]
    scores: Floats
    root: Bools
    undecided: Bools
    weak: Bools
    first: Ints
    gains: Floats


def random_of(seed: int, number: int) -> np.random.Generator:
    """The random numbers of the chunk with this number.

    They are independent of every other chunk, and of who computes it.
    """
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(number,))))


def solved(ensemble: Ensemble, random: np.random.Generator, cases: int, candidates: Ints) -> Block:
    """Draw this many times and diagnose each."""
    network, observations = ensemble.network, _drawn(ensemble, random, cases)
    slope = passing(observations)
    solution = shortfalls(network, 1.0 - observations.score, slope)
    lacks = solution.delivered
    passed_on = solution.received[network.provider]
    passed_on *= observations.dependence
    own, inherited, effective = divided(observations, lacks, passed_on)
    satisfaction = satisfactions(observations, lacks)
    weak = misses(satisfaction, observations.target)
    weak[~observations.scored] = False
    root = own_doing(own, inherited, observations.target)
    root &= weak
    undecided = _undecided(ensemble, observations, slope, weak, root)
    root &= ~undecided
    contribution = importances_of_cases(network, lacks, effective, ensemble.weights, ensemble.usual)
    contribution *= own
    rank, first = _ranked(contribution, root, ensemble.by_id)
    return Block(
        1.0 - np.einsum("p,pc->c", ensemble.weights, solution.received),
        (
            satisfaction,
            own,
            contribution,
            rank,
            1.0 - solution.received[ensemble.ends],
            observations.score[ensemble.experts],
        ),
        observations.score[ensemble.posterior.rows],
        root,
        undecided,
        weak,
        first,
        _gains(ensemble, (own, effective, contribution, solution.received), candidates),
    )


def _drawn(ensemble: Ensemble, random: np.random.Generator, cases: int) -> Observations:
    """What the chain might say: scores, and dependences where they are ranges, drawn."""
    observations = ensemble.observations
    score = np.repeat(observations.score, cases, axis=1)
    score[ensemble.posterior.rows] = ensemble.posterior.drawn(random, cases)
    dependence = (
        observations.dependence
        if ensemble.ranges is None
        else ensemble.ranges.drawn(random, observations.dependence, cases)
    )
    return replace(observations, score=score, dependence=dependence)


def _undecided(
    ensemble: Ensemble, observations: Observations, slope: Floats, weak: Bools, root: Bools
) -> Bools:
    """Weak links whose verdict would change if what nobody measured were left out."""
    found = np.zeros_like(weak)
    if ensemble.alone is None:
        return found
    other, rows = shortfalls(ensemble.alone, 1.0 - observations.score, slope), ensemble.hanging
    part = observations.of(rows)
    passed_on = part.dependence * other.received[ensemble.network.provider[rows]]
    own, inherited, _ = divided(part, other.delivered[rows], passed_on)
    # What nobody measured counts as perfect: without it, what is weak stays weak, and only whose
    # doing it is can change.
    found[rows] = weak[rows] & (own_doing(own, inherited, part.target) != root[rows])
    return found


def _ranked(contribution: Floats, root: Bools, by_id: Ints) -> tuple[Floats, Ints]:
    """Each service's place by contribution, 1 for the largest, ties by id.

    Second, the place by id of the first root cause, -1 for none.

    Contribution and id are packed into one whole number, so that a plain sort, which is much faster
    than an indirect one, ranks them and can be read back.
    """
    services = len(by_id)
    digits = services.bit_length()
    code = services - 1 - by_id  # among equals the first id has the largest
    key = np.rint(contribution * _TRILLION).astype(np.int64)
    key <<= digits
    key += code[:, None]
    first = ((key + 1) * root).max(axis=0) - 1
    key.sort(axis=0)
    key &= (1 << digits) - 1
    rank = np.empty(key.shape)
    np.put_along_axis(rank, key, np.arange(services, 0, -1.0)[:, None], axis=0)
    return rank[code], np.where(first < 0, -1, services - 1 - (first & ((1 << digits) - 1)))


def _gains(
    ensemble: Ensemble, parts: tuple[Floats, Floats, Floats, Floats], candidates: Ints
) -> Floats:
    """What fixing each candidate alone would win.

    `parts` are own, effective, contribution (services) and received (parties).
    """
    own, effective, contribution, received = parts
    if not ensemble.network.any_critical:
        return contribution[candidates]
    gains = np.empty((len(candidates), own.shape[1]))
    for i, service in enumerate(candidates):
        better = own.copy()
        better[service] = 0.0
        gains[i] = np.einsum(
            "p,pc->c",
            ensemble.weights,
            received - shortfalls(ensemble.network, better, effective).received,
        )
    return np.clip(gains, 0.0, contribution[candidates])
