"""What the draws need to know: the chain in arrays, and from where to where its numbers may be."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from valuechain.analysis.groups import links_of
from valuechain.analysis.solution import Solution
from valuechain.model.chain import ValueChain
from valuechain.model.numbers import Range
from valuechain.sampling.ensemble import (
    KINDS,
    LINKS,
    Block,
    Ensemble,
    Ranges,
    gains_drawn,
    random_of,
    solved,
)
from valuechain.sampling.histogram import rule
from valuechain.sampling.posterior import posterior_of
from valuechain.sampling.tally import Counting, firsts
from valuechain.sampling.unasked import nobody_asked, unasked
from valuechain.solve.network import Floats, Ints

_PILOT = 256  # draws that place the bins and are not counted, at least
_TAIL = 12.8  # of them beyond an interval's ends
_MOST_PILOT = 4096
_STEADY = 1e-9  # spread that is put to a score that does not vary, so that z is 0 and not 0 / 0
_CANDIDATES = 8  # links that are weighed against one another as the first to work on
ANY_DEPENDENCE = (0.5, 1.0)
"""What dependence may be where a file gives one number: from *it matters* to *I cannot without*."""


def ensemble_of(solution: Solution, *, unmeasured: bool = True) -> Ensemble:
    """A chain made ready to be solved again and again.

    Args:
        solution: of the chain.
        unmeasured: whether what nobody measured is drawn too.
    """
    chain, reading = solution.chain, solution.reading
    network, observations = reading.network, reading.observations
    positions = solution.solved_at
    at = dict(zip(chain.parties, network.position.tolist(), strict=True))
    links = links_of(solution)
    others = unasked(reading, solution.by_id) if unmeasured else nobody_asked()
    observed = observations.observed.copy()
    observed[others.rows] = True
    return Ensemble(
        network=network,
        observations=replace(
            observations,
            observed=observed,
            score=observations.score[:, None],
            dependence=observations.dependence[:, None],
            target=observations.target[:, None],
            reachable=observations.reachable[:, None],
        ),
        measured=observations.scored,
        posterior=posterior_of(chain, positions.tolist()),
        unasked=others,
        ranges=_ranges(chain, positions),
        weights=solution.weights,
        ends=np.array([at[party] for party in chain.external_customers], dtype=np.intp),
        experts=np.array(list(_drawn_experts(chain, positions)), dtype=np.intp),
        usual=reading.effective,
        by_id=solution.by_id,
        returned=reading.returned,
        group=links.group,
        groups=len(links),
    )


def of_any_dependence(ensemble: Ensemble) -> Ensemble:
    """The same with one dependence for all services, drawn from `ANY_DEPENDENCE`."""
    nobody, everyone = np.zeros(0, dtype=np.intp), np.arange(len(ensemble.by_id))
    ranges = Ranges(nobody, np.zeros(0), np.zeros(0), everyone, ANY_DEPENDENCE)
    return replace(ensemble, ranges=ranges)


def _drawn_experts(chain: ValueChain, positions: Ints) -> Iterator[int]:
    """Where they stand, in the order of `posterior_of`."""
    services = zip(positions.tolist(), chain.services.values(), strict=True)
    for at, service in sorted(services, key=lambda each: each[1].id):
        if service.quality is not None and service.quality.responses is not None:
            yield at


def _ranges(chain: ValueChain, positions: Ints) -> Ranges | None:
    """Services whose dependence is a range: with the file's, they share one draw.

    With another, each has its own.
    """
    own: list[tuple[int, Range]] = []
    common = []
    services = zip(positions.tolist(), chain.services.values(), strict=True)
    for at, service in sorted(services, key=lambda each: each[1].id):
        if service.dependence_range is None:
            continue
        if service.dependence_range == chain.dependence_range:
            common.append(at)
        else:
            own.append((at, service.dependence_range))
    if not own and not common:
        return None
    ends = np.array([ends for _, ends in own], dtype=float).reshape(-1, 2)
    rows = np.array([at for at, _ in own], dtype=np.intp)
    return Ranges(
        rows,
        ends[:, 0],
        ends[:, 1],
        np.array(common, dtype=np.intp),
        chain.dependence_range or (0.0, 0.0),
    )


class _Pilot:
    """A first set of draws, which is not counted.

    It shows from where to where each number may be, and what may come first.
    """

    def __init__(self, ensemble: Ensemble, seed: int, level: float) -> None:
        self._ensemble, self._seed = ensemble, seed
        self._draws = min(_MOST_PILOT, max(_PILOT, math.ceil(_TAIL / (1 - level))))
        random = random_of(seed, 0)
        nobody = np.zeros(0, dtype=np.intp)
        first = solved(ensemble, random, ensemble.block, nobody)
        self.low: list[Floats] = [values.min(axis=1, keepdims=True) for values in first.numbers]
        self.high: list[Floats] = [values.max(axis=1, keepdims=True) for values in first.numbers]
        self.often: Floats = np.zeros(ensemble.groups)
        self.centre: Floats = first.scores.mean(axis=1, keepdims=True)
        self.scale: Floats = np.maximum(first.scores.std(axis=1, keepdims=True), _STEADY)
        self._count(first)
        del first  # one block is held at a time
        for _ in range(ensemble.block, self._draws, ensemble.block):
            self._count(solved(ensemble, random, ensemble.block, nobody))

    def _count(self, block: Block) -> None:
        for kept, values in zip(self.low, block.numbers, strict=True):
            np.minimum(kept, values.min(axis=1, keepdims=True), out=kept)
        for kept, values in zip(self.high, block.numbers, strict=True):
            np.maximum(kept, values.max(axis=1, keepdims=True), out=kept)
        self.often += firsts(block.numbers[LINKS]).sum(axis=1)

    def weigh(self, links: Ints) -> None:
        """Where the gains of these links lie: in the draws of others they are bounds only."""
        ensemble, random = self._ensemble, random_of(self._seed, 0)
        low: Floats = np.full((len(links), 1), np.inf)
        high: Floats = -low
        for _ in range(0, self._draws, ensemble.block):
            gains = gains_drawn(ensemble, random, ensemble.block, links)[links]
            low = np.minimum(low, gains.min(axis=1, keepdims=True))
            high = np.maximum(high, gains.max(axis=1, keepdims=True))
        self.low[LINKS][links], self.high[LINKS][links] = low, high


def counting_of(ensemble: Ensemble, seed: int, level: float) -> Counting:
    """Where to put the bins, and which services to weigh against one another.

    A first set of draws shows it.
    """
    pilot = _Pilot(ensemble, seed, level)
    likely = np.lexsort((-pilot.high[LINKS].ravel(), -pilot.often))[:_CANDIDATES]
    if ensemble.network.any_critical:
        pilot.weigh(likely)
    services = len(ensemble.by_id)
    rules = [
        rule(low, high, 1, services, whole=True)
        if kind == KINDS.index("rank")
        else rule(low, high, 0.0, 1.0)
        for kind, (low, high) in enumerate(zip(pilot.low, pilot.high, strict=True))
    ]
    return Counting(tuple(rules), likely, pilot.centre, pilot.scale)
