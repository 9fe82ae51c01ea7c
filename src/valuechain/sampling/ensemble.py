"""The whole diagnosis again, for many drawn scores at once.

Draws are solved in blocks small enough for a processor's cache; `tally` counts what they show.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from valuechain.analysis.groups import best_exactly, sums_of_groups
from valuechain.analysis.reading import (
    Observations,
    divided,
    passing,
    satisfactions,
)
from valuechain.analysis.verdict import misses, own_doing
from valuechain.sampling.histogram import MOST_OF_TWO_BYTES
from valuechain.sampling.posterior import Posterior
from valuechain.sampling.unasked import Unasked
from valuechain.solve.adjoint import importances_of_cases
from valuechain.solve.branches import Solved
from valuechain.solve.forward import received_again, shortfalls
from valuechain.solve.network import Bools, Floats, Ints, Network
from valuechain.solve.returns import returning_in_cases

KINDS = ("satisfaction", "own_shortfall", "contribution", "rank")
"""The numbers of a service whose intervals are found, in this order."""
ENDS, EXPERTS, LINKS = 4, 5, 6
"""Where, behind these, the satisfaction of external customers, experts, and gains are counted."""
_BLOCK = 2**17  # services times draws solved at once
_CHUNK = 2**19  # services times draws that have random numbers of their own
_LEAST, _MOST = 256, 1024  # draws that have, unless there are more services than are usual
_MUCH_IN_CHUNK = 2**25  # services times draws that are not exceeded then
_SHARE = 2**20  # services times draws in one task: what it brings back is small beside its work
_FEWEST = 32  # draws solved at once, unless there are more services than are usual
_STEP = 2**11  # numbers of one level from which on the calls for it cost less than they
_MUCH = 2**22  # services times draws that are not exceeded then: 32 MB an array
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
        measured: (services,) whether anything was asked or told of each.
        posterior: which scores are drawn, and how.
        unasked: how what nobody measured is drawn.
        ranges: which dependences are, ``None`` where all are single numbers.
        weights: (parties,) weights in the outcome.
        ends: positions of the external customers.
        experts: services of which an expert's score is drawn.
        usual: (services,) effective dependences of the scores as they are, near which the drawn
            ones lie.
        by_id: (services,) the place of each service's id among all ids sorted.
        returned: (services,) what returns through loops, of the scores as they are.
        group: (services,) the number of the link of each, -1 for what nobody measured.
        groups: how many links there are.
    """

    network: Network
    observations: Observations
    measured: Bools
    posterior: Posterior
    unasked: Unasked
    ranges: Ranges | None
    weights: Floats
    ends: Ints
    experts: Ints
    usual: Floats
    by_id: Ints
    returned: Floats
    group: Ints
    groups: int

    @property
    def drawn(self) -> Ints:
        """Where the services stand that vary from draw to draw."""
        return np.concatenate([self.posterior.rows, self.unasked.rows])

    @property
    def block(self) -> int:
        """Draws solved at once."""
        fewest = max(_FEWEST, _STEP * self.network.levels // max(1, len(self.by_id)))
        usual = min(_MOST, max(fewest, self._times(_BLOCK)))
        return max(1, min(usual, self._times(_MUCH)))

    @property
    def chunk(self) -> int:
        """Draws with random numbers of their own: some whole blocks."""
        usual = min(_MOST, max(_LEAST, self._times(_CHUNK)))
        return self.block * max(1, min(usual, self._times(_MUCH_IN_CHUNK)) // self.block)

    @property
    def share(self) -> int:
        """Chunks in one task."""
        return max(1, min(self._times(_SHARE), MOST_OF_TWO_BYTES) // self.chunk)

    @property
    def counted(self) -> int:
        """Numbers of each draw that are counted."""
        services, experts = len(KINDS) * len(self.by_id), len(self.experts)
        return services + experts + len(self.ends) + self.groups

    def _times(self, numbers: int) -> int:
        """How many draws of all services have so many numbers."""
        return numbers // max(1, len(self.by_id))


class Block(NamedTuple):
    """What some draws show; (services, cases) unless said otherwise, in the order of solution.

    `numbers` are those of `KINDS`, then (ends, cases), (experts, cases) and (links, cases), what
    each link wins; `scores` is (drawn, cases), `unasked` (unmeasured, cases), what each of these
    would win.
    """

    outcome: Floats
    numbers: tuple[Floats, ...]
    scores: Floats
    unasked: Floats
    root: Bools
    weak: Bools


def random_of(seed: int, number: int) -> np.random.Generator:
    """The random numbers of the chunk with this number.

    They are independent of every other chunk, and of who computes it.
    """
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(number,))))


class Drawn(NamedTuple):
    """Some draws, solved; (services, cases) but for `received`, which is (parties, cases).

    `own` is u, `passed_on` what the provider passes on at most.
    """

    observations: Observations
    delivered: Floats
    received: Floats
    passed_on: Floats
    own: Floats
    effective: Floats

    @property
    def solved(self) -> Solved:
        """The solutions with what reproduces them."""
        return Solved(self.delivered, self.received, self.effective)


def solved(ensemble: Ensemble, random: np.random.Generator, cases: int, candidates: Ints) -> Block:
    """Draw this many times and diagnose each; what the candidate links win is always exact."""
    draws = read_again(ensemble, drawn(ensemble, random, cases))
    observations = draws.observations
    satisfaction = satisfactions(observations, draws.delivered)
    own = _own_shortfall(ensemble, draws)
    weak = misses(satisfaction, observations.target)
    weak[~ensemble.measured] = False
    root = weak & own_doing(own, satisfaction, observations.target)
    importance = importances_of_draws(ensemble, draws)
    fall = falls(draws, importance)
    gains = gains_of_links(ensemble, draws, fall, candidates)
    contribution = importance
    if not ensemble.network.proportional:
        contribution = importances_of_draws(ensemble, draws, divided=True)
    contribution *= draws.own
    return Block(
        1.0 - np.einsum("p,pc->c", ensemble.weights, draws.received),
        (
            satisfaction,
            own,
            contribution,
            _ranked(contribution, ensemble.by_id),
            1.0 - draws.received[ensemble.ends],
            observations.score[ensemble.experts],
            gains,
        ),
        observations.score[ensemble.drawn],
        fall[ensemble.unasked.rows],
        root,
        weak,
    )


def gains_drawn(
    ensemble: Ensemble, random: np.random.Generator, cases: int, candidates: Ints
) -> Floats:
    """(links, cases) what each link wins in so many draws, and nothing else."""
    draws = read_again(ensemble, drawn(ensemble, random, cases))
    fall = falls(draws, importances_of_draws(ensemble, draws))
    return gains_of_links(ensemble, draws, fall, candidates)


def outcomes_of(ensemble: Ensemble, observations: Observations) -> Floats:
    """(cases,) outcomes of what was drawn, and nothing else."""
    solution = shortfalls(ensemble.network, 1.0 - observations.score, passing(observations))
    return np.asarray(1.0 - np.einsum("p,pc->c", ensemble.weights, solution.received))


def read_again(ensemble: Ensemble, observations: Observations) -> Drawn:
    """The chain solved for what was drawn, each shortfall split."""
    solution = shortfalls(ensemble.network, 1.0 - observations.score, passing(observations))
    passed_on = solution.received[ensemble.network.provider]
    passed_on *= observations.dependence
    own, _, effective = divided(observations, solution.delivered, passed_on)
    return Drawn(observations, solution.delivered, solution.received, passed_on, own, effective)


def importances_of_draws(ensemble: Ensemble, draws: Drawn, *, divided: bool = False) -> Floats:
    """(services, cases)."""
    return importances_of_cases(
        ensemble.network, draws.solved, ensemble.weights, ensemble.usual, divided=divided
    )


def _own_shortfall(ensemble: Ensemble, draws: Drawn) -> Floats:
    """What providers cause, with what of it returns through loops."""
    if not ensemble.network.looped.any():
        return draws.own
    factor = returning_in_cases(ensemble.network, draws.solved, ensemble.returned)
    return np.minimum(draws.own * factor, draws.delivered)


def drawn(ensemble: Ensemble, random: np.random.Generator, cases: int) -> Observations:
    """What the chain might say: scores, and dependences where they are ranges, drawn."""
    observations = ensemble.observations
    score = np.repeat(observations.score, cases, axis=1)
    score[ensemble.posterior.rows] = ensemble.posterior.drawn(random, cases)
    if len(ensemble.unasked.rows):
        score[ensemble.unasked.rows] = ensemble.unasked.drawn(random, score)
    dependence = (
        observations.dependence
        if ensemble.ranges is None
        else ensemble.ranges.drawn(random, observations.dependence, cases)
    )
    return replace(observations, score=score, dependence=dependence)


def _ranked(contribution: Floats, by_id: Ints) -> Floats:
    """Each service's place by contribution, 1 for the largest, ties by id.

    Contribution and id are packed into one whole number, so that a plain sort, which is much faster
    than an indirect one, ranks them and can be read back.
    """
    services = len(by_id)
    digits = services.bit_length()
    code = services - 1 - by_id  # among equals the first id has the largest
    key = np.rint(contribution * _TRILLION).astype(np.int64)
    key <<= digits
    key += code[:, None]
    key.sort(axis=0)
    key &= (1 << digits) - 1
    rank = np.empty(key.shape)
    np.put_along_axis(rank, key, np.arange(services, 0, -1.0)[:, None], axis=0)
    return rank[code]


def _reached(own: Floats, reachable: Floats) -> Floats:
    """(some, cases) own shortfalls at the reachable level."""
    return np.minimum(own, 1.0 - reachable)


def falls(draws: Drawn, importance: Floats) -> Floats:
    """(services, cases) what each service wins at its reachable level, as its slope says."""
    fall = _reached(draws.own, draws.observations.reachable)
    np.subtract(draws.own, fall, out=fall)
    fall *= importance
    return fall


def gains_of_links(ensemble: Ensemble, draws: Drawn, fall: Floats, candidates: Ints) -> Floats:
    """(links, cases) what each link wins.

    Where bottlenecks hide one another, exact for the candidates and for all that may come first;
    of the others what the slopes of their services say, which they cannot exceed.
    """
    gains = sums_of_groups(fall, ensemble.group, ensemble.groups)
    if not ensemble.network.any_critical:
        return gains
    reachable = draws.observations.reachable

    def of_one(group: int) -> Floats:
        """In every draw."""
        rows = np.flatnonzero(ensemble.group == group)
        own = draws.own.copy()
        own[rows] = _reached(own[rows], reachable[rows])
        won = _won(ensemble, own, rows, (draws.effective, draws.received))
        return np.asarray(np.clip(won, 0.0, gains[group]), dtype=float)

    def of_each(group: Ints, at: Ints) -> Floats:
        """Of one group in each of some draws."""
        chosen = np.zeros(ensemble.groups + 1, dtype=bool)  # the last is for no group
        chosen[group] = True
        rows = np.flatnonzero(chosen[ensemble.group])
        own = draws.own[:, at]
        mine = ensemble.group[rows, None] == group
        own[rows] = np.where(mine, _reached(own[rows], reachable[rows]), own[rows])
        won = _won(ensemble, own, rows, (draws.effective[:, at], draws.received[:, at]))
        return np.asarray(np.clip(won, 0.0, gains[group, at]), dtype=float)

    exact = {group: of_one(group) for group in candidates.tolist()}
    return best_exactly(gains, exact, of_each)


def _won(ensemble: Ensemble, own: Floats, rows: Ints, before: tuple[Floats, Floats]) -> Floats:
    """(cases,) what is won where the services of some `rows` have other own shortfalls.

    `before` are the effective dependences and what was received.
    """
    (effective, known), network = before, ensemble.network
    start = int(network.step_of(network.customer[rows].min(keepdims=True))[0])
    after = received_again(network, own, effective, known, start)
    return np.asarray(np.einsum("p,pc->c", ensemble.weights, known - after), dtype=float)
