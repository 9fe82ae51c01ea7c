"""Where along the way from no dependence to full dependence does each verdict change?

Each end of a verdict is found by halving, exactly. Outside of loops what it hangs on comes or goes
once; within a loop, where what returns grows with the dependences, it is looked for between many
points.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np

from valuechain.analysis.sweep import FINE, Pieces, Sweep, at_once, joined
from valuechain.analysis.verdict import VERDICTS, Verdict
from valuechain.solve.network import Floats, Ints

_IN_LOOPS = 64  # pieces on each side of x = 1 between whose ends something may change unseen


@dataclass(frozen=True, eq=False)
class VerdictSpans:
    """The verdicts of a chain on its way from no dependence to full dependence."""

    sweep: Sweep

    def by_service(self) -> dict[str, Pieces[Verdict]]:
        """For each service its verdicts from where to where."""
        services, low, high = self._pieces()
        ends: list[list[float]] = [[0.0, self.sweep.top] for _ in self.sweep.network.services]
        below, above = self._signs(services, low), self._signs(services, high)
        while len(services):
            differing = below != above
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
            below, above = np.concatenate([below, between]), np.concatenate([between, above])
        return self._between(ends)

    def _pieces(self) -> tuple[Ints, Floats, Floats]:
        """Services, and the pieces of x in which their verdicts are looked for."""
        looped = self.sweep.network.looped
        fine = np.concatenate(
            [np.linspace(0.0, 1.0, _IN_LOOPS + 1), np.linspace(1.0, self.sweep.top, _IN_LOOPS + 1)]
        )
        plain, circling = np.flatnonzero(~looped), np.flatnonzero(looped)
        lows = [np.zeros(len(plain)), np.tile(fine[:-1], len(circling))]
        highs = [np.full(len(plain), self.sweep.top), np.tile(fine[1:], len(circling))]
        services = np.concatenate([plain, np.repeat(circling, len(fine) - 1)])
        return services, np.concatenate(lows), np.concatenate(highs)

    def _signs(self, services: Ints, x: Floats) -> Ints:
        """(entries,) what the verdict on each of these services hangs on, each at its own x."""
        found = np.empty(len(services), dtype=np.intp)
        still = self.sweep.still[services]
        found[still] = self.sweep.signs_of_still(services[still], x[still])
        moving = np.flatnonzero(~still)
        values, which = np.unique(x[moving], return_inverse=True)
        width = at_once(len(self.sweep.network.services))
        for first in range(0, len(values), width):
            signs = self.sweep.signs(values[first : first + width])
            some = np.flatnonzero((which >= first) & (which < first + width))
            found[moving[some]] = signs[services[moving[some]], which[some] - first]
        return found

    def _between(self, ends: list[list[float]]) -> dict[str, Pieces[Verdict]]:
        """The verdict between each two ends, neighbours that agree joined."""
        spans = [sorted(set(some)) for some in ends]
        services = np.repeat(np.arange(len(spans)), [len(some) - 1 for some in spans])
        middles = np.array(
            [(low + high) / 2 for some in spans for low, high in itertools.pairwise(some)]
        )
        codes = iter(self.sweep.codes(services, self._signs(services, middles)).tolist())
        solution = self.sweep.solution
        ids, order = list(solution.chain.services), solution.reading.network.services
        spans_of: dict[str, Pieces[Verdict]] = {}
        for service, some in enumerate(spans):
            pieces = [(low, high, next(codes)) for low, high in itertools.pairwise(some)]
            spans_of[ids[order[service]]] = [
                (low, high, VERDICTS[code]) for low, high, code in joined(pieces, self.sweep.top)
            ]
        return spans_of


def _of(some: Any, *arrays: Any) -> tuple[Any, ...]:
    """Some entries of each."""
    return tuple(array[some] for array in arrays)
