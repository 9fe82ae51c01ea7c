"""A chain on its way from no dependence to full dependence, to see where its answers change.

What verdicts hang on are comparisons of which each comes or goes once as x rises, because every
shortfall that is passed on rises with it. `verdict_spans` and `first_cause` build on that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

import numpy as np

from valuechain.analysis.dependence import FULL, dependences_at
from valuechain.analysis.reading import Observations, divided, measured_alone, passing
from valuechain.analysis.solution import Solution
from valuechain.analysis.verdict import ROOT_CAUSE, SYMPTOM, UNDECIDED, judged, signs_of
from valuechain.solve.forward import shortfalls
from valuechain.solve.network import Floats, Ints, Network
from valuechain.tolerances import EXACT

What = TypeVar("What")
Pieces: TypeAlias = "list[tuple[float, float, What]]"
"""From where to where in x what is so."""
FINE = 2.0**-24
"""Width of a piece that is not halved again: its middle is an end, to a ten-millionth."""
_NUMBERS = 2**21  # services times values of x solved at once
_SHORT_OF_FULL = 2.0**-20  # where loops end: at full dependence some have no solution


@dataclass(frozen=True, eq=False)
class SweptNetwork:
    """A network and what was observed in it, solved for any x."""

    network: Network
    observations: Observations

    def columns(self, x: Floats) -> Observations:
        """The observations, with the dependences at each x: (services, x)."""
        observations = self.observations
        score = np.repeat(observations.score[:, None], len(x), axis=1)
        dependence = dependences_at(observations.dependence[:, None], x[None, :])
        return Observations(
            observations.observed,
            observations.expert,
            score,
            dependence,
            observations.target[:, None],
        )

    def solved(self, x: Floats) -> tuple[Observations, Floats, Floats]:
        """The observations, what services deliver, and what parties receive, (..., x)."""
        observations = self.columns(x)
        solution = shortfalls(self.network, 1.0 - observations.score, passing(observations))
        return observations, solution.delivered, solution.received

    def signs(self, services: Ints, x: Floats, received: Floats) -> Ints:
        """(entries,) what the verdict on each of these services hangs on, each at its own x.

        `received` is what its provider lacks.
        """
        observations = replace(
            self.observations.of(services),
            dependence=dependences_at(self.observations.dependence[services], x),
        )
        passed_on = observations.dependence * received
        delivered = np.where(
            observations.observed,
            1.0 - observations.score,
            np.minimum(1.0, 1.0 - observations.score + passed_on),
        )
        own, inherited, _ = divided(observations, delivered, passed_on)
        satisfaction = np.where(observations.observed, observations.score, 1.0 - delivered)
        return signs_of(observations, satisfaction, own, inherited, received)


@dataclass(frozen=True, eq=False)
class Sweep:
    """A chain on its way from no dependence to full dependence.

    Attributes:
        solution: of the chain as it is.
        full: the whole network.
        alone: what was measured alone, ``None`` where that is the same.
        top: the last x that is looked at.
    """

    solution: Solution
    full: SweptNetwork
    alone: SweptNetwork | None
    top: float

    @classmethod
    def of(cls, solution: Solution) -> Sweep:
        """Made ready."""
        reading = solution.reading
        alone, other = measured_alone(reading.network, reading.observations.scored), None
        if alone is not None:
            other = SweptNetwork(alone, reading.observations)
        top = FULL
        if (reading.network.loop > 1).any():
            top -= _SHORT_OF_FULL
        return cls(solution, SweptNetwork(reading.network, reading.observations), other, top)

    @property
    def networks(self) -> list[SweptNetwork]:
        """The whole network, and what was measured alone where that is something else."""
        return [network for network in (self.full, self.alone) if network is not None]

    def codes(self, services: Ints, signs: Sequence[Ints]) -> Ints:
        """(entries,) verdicts of services that follow from their signs.

        Those in the whole network, and last those in what was measured alone.
        """
        scored = self.full.observations.scored[services]
        found = judged(signs[0], scored)
        weak = (found == ROOT_CAUSE) | (found == SYMPTOM)
        found[weak & (found != judged(signs[-1], scored))] = UNDECIDED
        return found


def at_once(size: int) -> int:
    """How many values of x are solved at once, where each has so many numbers."""
    return max(1, _NUMBERS // max(1, size))


def joined(pieces: Pieces[What], top: float) -> Pieces[What]:
    """Pieces in their order, neighbours that agree joined, from 0 to the top.

    What is finer than an end is exact is nobody's, and gaps are shared.
    """
    wide = [piece for piece in _merged(sorted(pieces)) if piece[1] - piece[0] >= EXACT]
    joined: Pieces[What] = []
    for low, high, what in _merged(wide):
        end = 0.0
        if joined:
            begin, before, other = joined[-1]
            end = (before + low) / 2
            joined[-1] = (begin, end, other)
        joined.append((end, high, what))
    begin, end, what = joined[-1]
    if end >= top - EXACT:
        joined[-1] = (begin, FULL, what)
    return joined


def _merged(pieces: Pieces[What]) -> Pieces[What]:
    """Neighbours that agree are one."""
    merged: Pieces[What] = []
    for low, high, what in pieces:
        if merged and merged[-1][2] == what:
            merged[-1] = (merged[-1][0], high, what)
        else:
            merged.append((low, high, what))
    return merged
