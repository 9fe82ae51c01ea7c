"""The whole diagnosis again, for many drawn scores at once: what one chunk of draws shows.

A chunk is a pure function of the ensemble and of its number, so that any machine computes the same
one; its draws are solved in blocks small enough for a processor's cache.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from valuechain.analysis.reading import Observations, divided, passing, satisfactions
from valuechain.analysis.verdict import misses, own_doing
from valuechain.sampling.histogram import Bins, Counts, counted
from valuechain.sampling.posterior import Posterior
from valuechain.solve.adjoint import importances_of_cases
from valuechain.solve.forward import shortfalls
from valuechain.solve.network import Bools, Floats, Ints, Network

KINDS = ("satisfaction", "own_shortfall", "contribution", "rank")
"""The numbers of a service whose intervals are told, in this order."""
ENDS, EXPERTS = 4, 5
"""Where, behind these, the external customers' satisfaction and experts' scores are counted."""
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
        ends = self.low[:, None], self.high[:, None]
        drawn[self.own] = random.uniform(*ends, (len(self.own), cases))
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
        draws = _CHUNK // max(1, len(self.by_id))
        return self.block * max(1, min(_MOST, max(_LEAST, draws)) // self.block)


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


class Moments(NamedTuple):
    """Sums from which gains are regressed on scores.

    z is a drawn score less its mean, over its spread.

    `powers` is (4, drawn), sums of z to the first to the fourth. Of the gains of all candidates,
    for each drawn score, and last of the gain of its own service, (drawn, candidates + 1): their
    sums, those of their squares, and with z and its square.
    """

    powers: Floats
    gains: Floats
    squares: Floats
    with_z: Floats
    with_square: Floats


class Tally(NamedTuple):
    """What one chunk of draws contributes to the whole."""

    outcome: Floats
    counts: tuple[Counts, ...]
    root: Ints
    undecided: Ints
    weak: Ints
    first: Ints
    moments: Moments

    def plus(self, other: Tally) -> Tally:
        """Both together."""
        counts = zip(self.counts, other.counts, strict=True)
        moments = zip(self.moments, other.moments, strict=True)
        return Tally(
            np.concatenate([self.outcome, other.outcome]),
            tuple(here + there.astype(np.uint32) for here, there in counts),
            self.root + other.root,
            self.undecided + other.undecided,
            self.weak + other.weak,
            self.first + other.first,
            Moments(*(here + there for here, there in moments)),
        )


@dataclass(frozen=True, eq=False)
class Counting:
    """How the draws are counted, as a pilot showed.

    Attributes:
        rules: bins for each of `KINDS`, for the external customers' satisfaction, and for the drawn
            scores of experts.
        candidates: services that may be the first root cause, in the order of solution.
        centre, scale: (drawn, 1) mean and spread of the drawn scores.
    """

    bins: tuple[Bins, ...]
    candidates: Ints
    centre: Floats
    scale: Floats


def random_of(seed: int, number: int) -> np.random.Generator:
    """The random numbers of the chunk with this number.

    They are independent of every other chunk's, and of who computes it.
    """
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(number,))))


def chunk(ensemble: Ensemble, counting: Counting, seed: int, number: int, draws: int) -> Tally:
    """What this chunk of draws shows."""
    random = random_of(seed, number)
    shares = []
    bins: list[list[NDArray[np.uint8]]] = [[] for _ in counting.bins]
    for first in range(0, draws, ensemble.block):
        block = solved(ensemble, random, min(ensemble.block, draws - first), counting.candidates)
        for kept, rule, values in zip(bins, counting.bins, block.numbers, strict=True):
            kept.append(rule.bins(values))
        shares.append(_share(ensemble, counting, block))
    outcome, root, undecided, weak, chosen, moments = zip(*shares, strict=True)
    return Tally(
        np.concatenate(outcome),
        tuple(counted(np.concatenate(kept, axis=1)) for kept in bins),
        np.sum(root, axis=0),
        np.sum(undecided, axis=0),
        np.sum(weak, axis=0),
        np.sum(chosen, axis=0),
        Moments(*(np.sum(part, axis=0) for part in zip(*moments, strict=True))),
    )


def _share(
    ensemble: Ensemble, counting: Counting, block: Block
) -> tuple[Floats, Ints, Ints, Ints, Ints, Moments]:
    z = (block.scores - counting.centre) / counting.scale
    square = z * z
    own, gains = block.numbers[2][ensemble.posterior.rows], block.gains
    powers = np.stack([z.sum(axis=1), square.sum(axis=1), _dot(square, z), _dot(square, square)])
    every = len(z), len(gains)
    moments = Moments(
        powers,
        _beside(np.broadcast_to(gains.sum(axis=1), every), own.sum(axis=1)),
        _beside(np.broadcast_to(_dot(gains, gains), every), _dot(own, own)),
        _beside(np.einsum("ec,ac->ea", z, gains), _dot(z, own)),
        _beside(np.einsum("ec,ac->ea", square, gains), _dot(square, own)),
    )
    return (
        block.outcome,
        block.root.sum(axis=1),
        block.undecided.sum(axis=1),
        block.weak.sum(axis=1),
        times_first(block, ensemble.by_id),
        moments,
    )


def times_first(block: Block, by_id: Ints) -> Ints:
    """(services,) how often each is the first root cause."""
    return np.bincount(block.first[block.first >= 0], minlength=len(by_id))[by_id]


def _dot(one: Floats, other: Floats) -> Floats:
    """Row by row; not a product of matrices: threads of a BLAS would cost more than they win."""
    products: Floats = np.einsum("ec,ec->e", one, other)
    return products


def _beside(others: Floats, own: Floats) -> Floats:
    return np.concatenate([others, own[:, None]], axis=1)


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
    dependence = observations.dependence
    if ensemble.ranges is not None:
        dependence = ensemble.ranges.drawn(random, dependence, cases)
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
    """Each service's place by contribution, and the place by id of the first root cause.

    1 is the largest; ties go by id. Contribution and id are packed into one whole number, so that a
    plain sort, which is much faster than an indirect one, ranks them and can be read back.
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
        less = received - shortfalls(ensemble.network, better, effective).received
        gains[i] = np.einsum("p,pc->c", ensemble.weights, less)
    return np.clip(gains, 0.0, contribution[candidates])
