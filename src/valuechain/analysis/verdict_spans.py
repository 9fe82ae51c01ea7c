"""Where along the way from no dependence to full dependence does each verdict change?

Each end of a verdict is found by halving, exactly: what it hangs on comes or goes once.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from valuechain.analysis.sweep import FINE, Pieces, Sweep, SweptNetwork, at_once, joined
from valuechain.analysis.verdict import VERDICTS, Verdict
from valuechain.solve.network import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class VerdictSpans:
    """The verdicts of a chain on its way from no dependence to full dependence."""

    sweep: Sweep

    def by_service(self) -> dict[str, Pieces[Verdict]]:
        """For each service its verdicts from where to where."""
        services = np.arange(len(self.sweep.full.observations.score))
        ends: list[list[float]] = [[0.0, self.sweep.top] for _ in services]
        low, high = np.zeros(len(services)), np.full(len(services), self.sweep.top)
        below, above = self._signs(services, low), self._signs(services, high)
        while len(services):
            differing = (below != above).any(axis=0)
            services, low, high, below, above = _of(differing, services, low, high, below, above)
            done = high - low <= FINE
            for service, x in zip(
                services[done].tolist(), ((low + high) / 2)[done].tolist(), strict=True
            ):
                ends[service].append(x)
            services, low, high, below, above = _of(~done, services, low, high, below, above)
            middle = (low + high) / 2
            between = self._signs(services, middle)
            services = np.concatenate([services, services])
            low, high = np.concatenate([low, middle]), np.concatenate([middle, high])
            below, above = (
                np.concatenate([below, between], axis=1),
                np.concatenate([between, above], axis=1),
            )
        return self._between(ends)

    def _signs(self, services: Ints, x: Floats) -> Ints:
        """(1 or 2, entries) what the verdicts hang on, in each of the networks."""
        return np.stack(
            [
                network.signs(services, x, self._lacks(network, services, x))
                for network in self.sweep.networks
            ]
        )

    def _lacks(self, network: SweptNetwork, services: Ints, x: Floats) -> Floats:
        """(entries,) what the provider of each service lacks at its x."""
        at = network.network.provider[services]
        still, found = self._still[network]
        lacks = found[at]
        moving = np.flatnonzero(~still[at])
        values, which = np.unique(x[moving], return_inverse=True)
        width = at_once(network.network.parties)
        for first in range(0, len(values), width):
            received = network.solved(values[first : first + width])[2]
            some = (which >= first) & (which < first + width)
            lacks[moving[some]] = received[at[moving[some]], which[some] - first]
        return lacks

    @cached_property
    def _still(self) -> dict[SweptNetwork, tuple[Bools, Floats]]:
        """Which parties no dependence moves, since all that reaches them was observed.

        With it, what each lacks at the file's.
        """
        found = {}
        for network in self.sweep.networks:
            received = network.solved(np.array([0.0, 1.0, self.sweep.top]))[2]
            found[network] = (received == received[:, :1]).all(axis=1), received[:, 1]
        return found

    def _between(self, ends: list[list[float]]) -> dict[str, Pieces[Verdict]]:
        """The verdict between each two ends, neighbours that agree joined."""
        spans = [sorted(set(some)) for some in ends]
        services = np.repeat(np.arange(len(spans)), [len(some) - 1 for some in spans])
        middles = np.array(
            [(low + high) / 2 for some in spans for low, high in itertools.pairwise(some)]
        )
        codes = iter(self.sweep.codes(services, list(self._signs(services, middles))).tolist())
        solution = self.sweep.solution
        ids, order = list(solution.chain.services), solution.reading.network.services
        spans_of: dict[str, Pieces[Verdict]] = {}
        for service, some in enumerate(spans):
            pieces = [(low, high, next(codes)) for low, high in itertools.pairwise(some)]
            spans_of[ids[order[service]]] = [
                (low, high, VERDICTS[code]) for low, high, code in joined(pieces, self.sweep.top)
            ]
        return spans_of


def _of(some: Bools, *arrays: Any) -> tuple[Any, ...]:
    """Some entries of each; entries are last."""
    return tuple(array[..., some] for array in arrays)
