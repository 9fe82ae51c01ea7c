"""Where along the way from no dependence to full dependence does another step come first?

What groups of services win may cross more than once: where the first leads by more than the bend of
the curves between five points allows, no other can pass it; elsewhere the piece is halved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from valuechain.analysis.dependence import Span, span_at_file
from valuechain.analysis.groups import Groups, Name, best_exactly, sums_of_groups
from valuechain.analysis.solution import Solution
from valuechain.analysis.sweep import FINE, Sweep, Swept, at_once, joined
from valuechain.solve.adjoint import importances, importances_of_cases
from valuechain.solve.branches import Solved
from valuechain.solve.forward import received_again
from valuechain.solve.loops import DIRECT
from valuechain.solve.network import Floats, Ints
from valuechain.tolerances import TIE, WORTH_NAMING

_PIECES = 16  # pieces on each side of x = 1 to begin with
_TIE_IN_LARGE_LOOPS = 1e-9  # as a tie: more than the iteration of many cases leaves
_MANY = 1000  # pieces open at once beyond which what is left is as good as tied
First: TypeAlias = tuple[int, ...]
"""The numbers of the groups that come first together, none where nothing is worth it."""


class _Piece(NamedTuple):
    """A piece of x, with what (groups, 5) win at its ends and at three points between.

    The last row is what is too little to be named.
    """

    low: float
    high: float
    gains: Floats

    def middles(self) -> list[float]:
        """Where its halves need to be known and are not yet."""
        return [self.low + (self.high - self.low) * eighth / 8 for eighth in (1, 3, 5, 7)]

    def halves(self, others: Floats) -> Iterator[_Piece]:
        """Its halves, once they are known there."""
        gains = np.empty((len(self.gains), 9))
        gains[:, ::2], gains[:, 1::2] = self.gains, others
        middle = (self.low + self.high) / 2
        yield _Piece(self.low, middle, gains[:, :5])
        yield _Piece(middle, self.high, gains[:, 4:])

    def first(self, same: float) -> First | None:
        """What comes first all over the piece; ``None`` where that cannot be said of all of it."""
        middle = self.gains[:, 2]
        leaders = np.flatnonzero(middle >= middle.max() - same)
        lead = self.gains[leaders[0]] - self.gains
        tied = np.abs(lead).max(axis=1) < same
        bend = np.abs(np.diff(lead, n=2, axis=1)).max(axis=1)
        if not (tied | (lead.min(axis=1) > bend)).all():
            return None
        nobody = len(self.gains) - 1
        return tuple(group for group in np.flatnonzero(tied).tolist() if group != nobody)


@dataclass(frozen=True, eq=False)
class FirstSteps:
    """What comes first on the way from no dependence to full dependence.

    Attributes:
        groups: what there is to work on.
        sweep: the way.
    """

    groups: Groups
    sweep: Sweep

    @classmethod
    def of(cls, groups: Groups) -> FirstSteps:
        """Made ready."""
        return cls(groups, Sweep.of(groups.solution))

    def spans(self) -> Iterator[tuple[float, float, tuple[Name, ...]]]:
        """The names of what comes first together, from where to where."""
        for low, high, first in joined(self._found(), self.sweep.top):
            yield low, high, tuple(map(self.groups.name, first))

    def _found(self) -> list[tuple[float, float, First]]:
        """Pieces, and what is first all over each, by halving those that are open."""
        same = self._tie
        found: list[tuple[float, float, First]] = []
        waiting = list(self._begin())
        while True:
            open_ = []
            for piece in waiting:
                first = piece.first(same)
                if first is not None:
                    found.append((piece.low, piece.high, first))
                elif piece.high - piece.low > FINE:
                    open_.append(piece)
            if not 0 < len(open_) <= _MANY:
                return found
            gains = self._at([x for piece in open_ for x in piece.middles()])
            waiting = [
                half
                for i, piece in enumerate(open_)
                for half in piece.halves(gains[:, 4 * i : 4 * i + 4])
            ]

    @property
    def _tie(self) -> float:
        """Gains that differ by less are equal."""
        return TIE if self._size_of_loops <= DIRECT else _TIE_IN_LARGE_LOOPS

    @property
    def _size_of_loops(self) -> int:
        """Parties in the largest loop, 1 for none."""
        return int(self.sweep.network.loop.max())

    def _begin(self) -> Iterator[_Piece]:
        """The first pieces; x = 1 is an end of two, because dependences bend there."""
        ends = np.concatenate(
            [
                np.linspace(0.0, 1.0, 4 * _PIECES + 1),
                np.linspace(1.0, self.sweep.top, 4 * _PIECES + 1)[1:],
            ]
        )
        gains = self._at(ends.tolist())
        for first in range(0, len(ends) - 1, 4):
            low, high = float(ends[first]), float(ends[first + 4])
            yield _Piece(low, high, gains[:, first : first + 5])

    def _at(self, x: Sequence[float]) -> Floats:
        """(groups + 1, x) what each wins, and what is too little to be named."""
        width = at_once(len(self.groups.group))
        parts = [self._some(np.array(x[i : i + width])) for i in range(0, len(x), width)]
        gains = np.concatenate(parts, axis=1)
        return np.vstack([gains, np.full((1, len(x)), WORTH_NAMING)])

    def _some(self, x: Floats) -> Floats:
        swept = self.sweep.at(x)
        own, effective = swept.parts()
        reached = np.minimum(own, 1.0 - swept.observations.reachable)
        fall = own - reached
        fall *= self._importances(swept, effective)
        most = sums_of_groups(fall, self.groups.group, len(self.groups))
        network = self.sweep.network
        if not network.any_critical:
            return most

        def exactly(group: Ints, at: Ints) -> Floats:
            """What each of these groups wins, at its own x."""
            mine = self.groups.group[:, None] == group
            lowered = np.where(mine, reached[:, at], own[:, at])
            first = network.customer[mine.any(axis=1)].min(keepdims=True)
            start = int(network.step_of(first)[0])
            known = swept.received[:, at]  # holds before that, and is near it from there on
            after = received_again(network, lowered, effective[:, at], known, start)
            won = np.einsum("p,pc->c", self._weights, known - after)
            return np.asarray(np.clip(won, 0.0, most[group, at]), dtype=float)

        return best_exactly(most, {}, exactly)

    @property
    def _weights(self) -> Floats:
        return self.groups.solution.weights

    def _importances(self, swept: Swept, effective: Floats) -> Floats:
        """(services, x).

        In loops one x after the other, unless they are large: the iteration over many is not exact
        enough for ties.
        """
        network, weights = self.sweep.network, self._weights
        if not 1 < self._size_of_loops <= DIRECT:
            usual = self.groups.solution.reading.observations.dependence
            solved = Solved(swept.delivered, swept.received, effective)
            return importances_of_cases(network, solved, weights, usual)
        return np.stack(
            [
                importances(
                    network,
                    Solved(swept.delivered[:, i], swept.received[:, i], effective[:, i]),
                    weights,
                )
                for i in range(effective.shape[1])
            ],
            axis=1,
        )


def first_holds(groups: Groups, first: Name) -> Span | None:
    """From where to where in x the group that comes first now stays first, alone or with others.

    ``None`` where that cannot be made out.
    """
    spans = FirstSteps.of(groups).spans()
    return span_at_file(where_first(spans, first))


def where_first(
    spans: Iterable[tuple[float, float, tuple[Any, ...]]], name: Any
) -> tuple[Span, ...]:
    """From where to where a group is among those that come first; neighbouring spans are one."""
    found: list[Span] = []
    for low, high, names in spans:
        if name not in names:
            continue
        begin = low
        if found and found[-1][1] == low:
            begin = found.pop()[0]
        found.append((begin, high))
    return tuple(found)


def is_quick(solution: Solution) -> bool:
    """Whether `first_holds` is: few services, and no loop to be iterated for every x.

    Few are up to 5,000.
    """
    return solution.few and max(map(len, solution.loops), default=1) <= DIRECT
