"""A chain on its way from no dependence to full dependence, to see where its answers change.

Outside of loops, what verdicts hang on are comparisons of which each comes or goes once as x rises,
because every shortfall that is passed on rises with it. `verdict_spans` and `first_step` build on
that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np

from valuechain.analysis.dependence import FULL, dependences_at
from valuechain.analysis.reading import Observations, divided, passing, supposed
from valuechain.analysis.solution import Solution
from valuechain.analysis.verdict import ROOT_CAUSE, SYMPTOM, UNDECIDED, judged, signs_of
from valuechain.solve.branches import Solved
from valuechain.solve.forward import shortfalls
from valuechain.solve.network import Bools, Floats, Ints, Network
from valuechain.solve.returns import returning_in_cases
from valuechain.tolerances import EXACT

What = TypeVar("What")
Pieces: TypeAlias = "list[tuple[float, float, What]]"
"""From where to where in x what is so."""
FINE = 2.0**-24
"""Width of a piece that is not halved again: its middle is an end, to a ten-millionth."""
_SHIFT = 64  # by which some signs stand above others
_NUMBERS = 2**21  # services times values of x solved at once
_SHORT = 2.0**-20  # of full dependence, where loops end: there some have no solution
_SHORTER = 2.0**-10  # where bounds may hold round a loop, by whose allowances alone it loses


@dataclass(frozen=True, eq=False)
class Swept:
    """A chain solved at some x; (services, x) but for `received`, which is (parties, x).

    Attributes:
        network: the network.
        observations: what is known, with the dependences at each x.
        delivered: what services lack.
        received: what parties lack.
    """

    network: Network
    observations: Observations
    delivered: Floats
    received: Floats

    @classmethod
    def of(cls, network: Network, observations: Observations) -> Swept:
        """Solved."""
        solution = shortfalls(network, 1.0 - observations.score, passing(observations))
        return cls(network, observations, solution.delivered, solution.received)

    @property
    def satisfaction(self) -> Floats:
        """As observed, else as modelled."""
        return np.where(
            self.observations.observed[:, None], self.observations.score, 1.0 - self.delivered
        )

    def parts(self) -> tuple[Floats, Floats]:
        """u, and the effective dependence."""
        passed_on = self.observations.dependence * self.received[self.network.provider]
        own, _, effective = divided(self.observations, self.delivered, passed_on)
        return own, effective

    def returning(self, returned: Floats) -> Floats:
        """By what the own shortfalls grow in loops; `returned` are (services,) factors near it."""
        return self._returning(self.parts()[1], returned)

    def _returning(self, effective: Floats, returned: Floats) -> Floats:
        if not self.network.looped.any():
            return np.ones_like(self.delivered)
        solved = Solved(self.delivered, self.received, effective)
        return returning_in_cases(self.network, solved, returned)

    def signs(self, returned: Floats) -> Ints:
        """What verdicts hang on; `returned` as for `returning`."""
        own, effective = self.parts()
        own *= self._returning(effective, returned)
        lacks = 1.0 - self.satisfaction
        at = self.received[self.network.provider]
        return signs_of(self.observations, lacks, np.minimum(own, lacks), at)


class OwnX(NamedTuple):
    """What some services have, each at an x of its own: (entries,) each.

    Attributes:
        received: what their providers lack.
        score: their scores; of what is only supposed, they hang on x.
        returning: by what their own shortfalls grow in loops.
    """

    received: Floats
    score: Floats
    returning: Floats


@dataclass(frozen=True, eq=False)
class Sweep:
    """A chain on its way from no dependence to full dependence.

    Attributes:
        solution: of the chain as it is.
        top: the last x that is looked at.
    """

    solution: Solution
    top: float

    @classmethod
    def of(cls, solution: Solution) -> Sweep:
        """Made ready."""
        top = FULL
        if solution.reading.looped:
            top -= _SHORTER if solution.reading.network.bounding.any() else _SHORT
        return cls(solution, top)

    @property
    def network(self) -> Network:
        """Of the chain."""
        return self.solution.reading.network

    def at(self, x: Floats) -> Swept:
        """The chain at each x."""
        observations = self.solution.reading.observations
        return Swept.of(
            self.network,
            replace(
                observations,
                score=np.repeat(observations.score[:, None], len(x), axis=1),
                dependence=dependences_at(observations.dependence[:, None], x[None, :]),
                target=observations.target[:, None],
                reachable=observations.reachable[:, None],
            ),
        )

    def both(self, x: Floats) -> list[Swept]:
        """The chain at each x; and with what nobody measured as bad as may be, where that is."""
        found = self.at(x)
        other = supposed(found.observations, found.satisfaction)
        if other is None:
            return [found]
        return [found, Swept.of(self.network, other)]

    def signs(self, x: Floats) -> Ints:
        """(services, x) all that the verdicts hang on, packed into one number."""
        return self.signs_of(self.both(x))

    def signs_of(self, both: list[Swept]) -> Ints:
        """As `signs`, of what is solved already."""
        returned = self.solution.reading.returned
        return packed([swept.signs(returned) for swept in both])

    @cached_property
    def _ends(self) -> list[Swept]:
        """At none, the file's and full dependence."""
        return self.both(np.array([0.0, 1.0, self.top]))

    @cached_property
    def still(self) -> Bools:
        """(services,) whether what the provider receives is the same for any dependence.

        All that reaches it was observed; and the service is in no loop.
        """
        same = np.ones(self.network.parties, dtype=bool)
        for swept in self._ends:
            same &= (swept.received == swept.received[:, :1]).all(axis=1)
        return same[self.network.provider] & ~self.network.looped

    def signs_of_still(self, services: Ints, x: Floats) -> Ints:
        """(entries,) as `signs`, of such services, each at its own x: nothing is solved again."""
        provider, alone = self.network.provider[services], np.ones(len(services))
        known = [
            OwnX(swept.received[provider, 1], swept.observations.score[services, 1], alone)
            for swept in self._ends
        ]
        return self.signs_at_own_x(services, x, known)

    def own_x(self, swept: Swept, services: Ints, at: Ints) -> OwnX:
        """What is known of these services, each in its own column of what was solved."""
        returning = swept.returning(self.solution.reading.returned)
        return OwnX(
            swept.received[self.network.provider[services], at],
            swept.observations.score[services, at],
            returning[services, at],
        )

    def signs_at_own_x(self, services: Ints, x: Floats, known: list[OwnX]) -> Ints:
        """(entries,) as `signs`, of services of which that is known; nothing is solved again."""
        signs = [
            self._signs_at(swept.observations, services, x, each)
            for swept, each in zip(self._ends, known, strict=True)
        ]
        return packed(signs)

    def _signs_at(self, observations: Observations, services: Ints, x: Floats, known: OwnX) -> Ints:
        given = self.solution.reading.observations
        mine = replace(
            observations,
            observed=observations.observed[services],
            expert=observations.expert[services],
            score=known.score,
            dependence=dependences_at(given.dependence[services], x),
            target=given.target[services],
        )
        passed_on = mine.dependence * known.received
        free = np.minimum(1.0, 1.0 - mine.score + passed_on)
        delivered = np.where(mine.observed, 1.0 - mine.score, free)
        own, _, _ = divided(mine, delivered, passed_on)
        own *= known.returning
        return signs_of(mine, delivered, np.minimum(own, delivered), known.received)

    def codes(self, services: Ints, signs: Ints) -> Ints:
        """(entries,) verdicts that follow from packed signs."""
        scored = self.solution.reading.observations.scored[services]
        first, second = signs // _SHIFT, signs % _SHIFT
        found = judged(first, scored)
        weak = (found == ROOT_CAUSE) | (found == SYMPTOM)
        found[weak & (found != judged(second, scored))] = UNDECIDED
        return found


def packed(signs: list[Ints]) -> Ints:
    """The signs of one or two readings as one number: of one, twice the same."""
    return signs[0] * _SHIFT + signs[-1]


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
