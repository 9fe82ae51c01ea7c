"""Where along the way from no dependence to full dependence does another service come first?

Contributions may cross more than once: where the first one leads by more than the bend of the
curves between five points allows, no other can pass it; elsewhere the piece is halved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from valuechain.analysis.dependence import Span, span_at_file
from valuechain.analysis.reading import divided
from valuechain.analysis.solution import Solution
from valuechain.analysis.sweep import FINE, Sweep, at_once, joined
from valuechain.analysis.verdict import ROOT_CAUSE
from valuechain.solve.adjoint import importances, importances_of_cases
from valuechain.solve.loops import DIRECT
from valuechain.solve.network import Bools, Floats, Ints
from valuechain.tolerances import TIE

_PIECES = 16  # pieces on each side of x = 1 to begin with
_TIE_IN_LARGE_LOOPS = 1e-9  # as a tie: more than the iteration of many cases leaves
_MANY = 1000  # pieces open at once beyond which what is left is as good as tied
_SHIFT = 64  # by which the signs of what was measured alone stand above those of the whole network


class _Values(NamedTuple):
    """(services, x) contributions, whether each is a root cause, and the signs that say so."""

    cost: Floats
    root: Bools
    signs: Ints

    def at(self, part: slice) -> _Values:
        """Those at some x."""
        return _Values(self.cost[:, part], self.root[:, part], self.signs[:, part])

    def between(self, others: _Values) -> _Values:
        """Both in turn, these first and last."""
        return _Values(
            _in_turn(self.cost, others.cost),
            _in_turn(self.root, others.root),
            _in_turn(self.signs, others.signs),
        )


class _Piece(NamedTuple):
    """A piece of x with its values at its ends and at three points between."""

    low: float
    high: float
    values: _Values

    def middles(self) -> list[float]:
        """Where its halves need to be known and are not yet."""
        return [self.low + (self.high - self.low) * eighth / 8 for eighth in (1, 3, 5, 7)]

    def halves(self, others: _Values) -> Iterator[_Piece]:
        """Its halves, once they are known there."""
        values = self.values.between(others)
        middle = (self.low + self.high) / 2
        yield _Piece(self.low, middle, values.at(slice(0, 5)))
        yield _Piece(middle, self.high, values.at(slice(4, 9)))

    def first(self, by_id: Ints, same: float) -> int | None:
        """The service that is first all over the piece, -1 for none.

        ``None`` where that cannot be said of all of it.
        """
        cost, root, signs = self.values
        # Each sign comes or goes once, so none that is the same at both ends moves between.
        moving = signs[:, 0] != signs[:, -1]
        ever, always = root.any(axis=1) | moving, root.all(axis=1) & ~moving
        if not ever.any():
            return -1
        if not always.any():
            return None
        middle = np.where(always, cost[:, 2], -1.0)
        leaders = np.flatnonzero(middle >= middle.max() - same)
        first = int(leaders[np.argmin(by_id[leaders])])
        lead = cost[first] - cost
        bend = np.abs(np.diff(lead, n=2, axis=1)).max(axis=1)
        ahead = lead.min(axis=1) > bend
        tied = (np.abs(lead).max(axis=1) < same) & (by_id >= by_id[first])
        return first if (ahead | tied | ~ever).all() else None


@dataclass(frozen=True, eq=False)
class FirstCauses:
    """The first root causes of a chain on its way from no dependence to full dependence."""

    sweep: Sweep

    def spans(self) -> Iterator[tuple[float, float, str | None]]:
        """The first root cause from where to where."""
        solution = self.sweep.solution
        ids: list[str | None] = [*solution.chain.services]
        order = solution.reading.network.services.tolist()
        names = [*(ids[place] for place in order), None]  # -1 is nobody
        for low, high, service in joined(self._found(), self.sweep.top):
            yield low, high, names[service]

    def _found(self) -> list[tuple[float, float, int]]:
        """Pieces, and what is first all over each, by halving those that are open."""
        by_id, same = self.sweep.solution.by_id, self._tie
        found: list[tuple[float, float, int]] = []
        waiting = list(self._begin())
        while True:
            firsts = [piece.first(by_id, same) for piece in waiting]
            found += [
                (piece.low, piece.high, first)
                for piece, first in zip(waiting, firsts, strict=True)
                if first is not None
            ]
            open_ = [
                piece
                for piece, first in zip(waiting, firsts, strict=True)
                if first is None and piece.high - piece.low > FINE
            ]
            if not 0 < len(open_) <= _MANY:
                break
            values = self._at([x for piece in open_ for x in piece.middles()])
            waiting = [
                half
                for i, piece in enumerate(open_)
                for half in piece.halves(values.at(slice(4 * i, 4 * i + 4)))
            ]
        return found

    @property
    def _tie(self) -> float:
        """Contributions that differ by less are equal."""
        if self._size_of_loops <= DIRECT:
            return TIE
        return _TIE_IN_LARGE_LOOPS

    @property
    def _size_of_loops(self) -> int:
        """Parties in the largest loop, 1 for none."""
        return int(self.sweep.full.network.loop.max())

    def _begin(self) -> Iterator[_Piece]:
        """The first pieces; x = 1 is an end of two, because dependences bend there."""
        ends = np.concatenate(
            [
                np.linspace(0.0, 1.0, 4 * _PIECES + 1),
                np.linspace(1.0, self.sweep.top, 4 * _PIECES + 1)[1:],
            ]
        )
        values = self._at(ends.tolist())
        for first in range(0, len(ends) - 1, 4):
            yield _Piece(
                float(ends[first]), float(ends[first + 4]), values.at(slice(first, first + 5))
            )

    def _at(self, x: Sequence[float]) -> _Values:
        """The values at each x."""
        width = at_once(len(self.sweep.full.observations.score))
        parts = [
            self._some(np.array(x[first : first + width])) for first in range(0, len(x), width)
        ]
        return _Values(*(np.concatenate(values, axis=1) for values in zip(*parts, strict=True)))

    def _some(self, x: Floats) -> _Values:
        full, alone = self.sweep.full, self.sweep.alone
        provider = full.network.provider
        observations, delivered, received = full.solved(x)
        own, _, effective = divided(
            observations, delivered, observations.dependence * received[provider]
        )
        services, places = np.repeat(np.arange(len(own)), len(x)), np.tile(x, len(own))
        signs = [full.signs(services, places, received[provider].ravel())]
        if alone is not None:
            lacks = alone.solved(x)[2][provider].ravel()
            signs.append(alone.signs(services, places, lacks))
        root = self.sweep.codes(services, signs) == ROOT_CAUSE
        cost = self._importances(delivered, effective)
        cost *= own
        return _Values(
            cost, root.reshape(cost.shape), (signs[0] + _SHIFT * signs[-1]).reshape(cost.shape)
        )

    def _importances(self, delivered: Floats, effective: Floats) -> Floats:
        """(services, x).

        In loops one x after the other, unless they are large: the iteration over many is not exact
        enough for ties.
        """
        network, weights = self.sweep.full.network, self.sweep.solution.weights
        if not 1 < self._size_of_loops <= DIRECT:
            usual = self.sweep.full.observations.dependence
            return importances_of_cases(network, delivered, effective, weights, usual)
        return np.stack(
            [
                importances(network, delivered[:, i], effective[:, i], weights)
                for i in range(delivered.shape[1])
            ],
            axis=1,
        )


def first_holds(solution: Solution, first: str) -> Span | None:
    """From where to where in x the service that comes first now stays first.

    ``None`` where that cannot be made out.
    """
    pieces = FirstCauses(Sweep.of(solution)).spans()
    return span_at_file(tuple((low, high) for low, high, name in pieces if name == first))


def is_quick(solution: Solution) -> bool:
    """Whether `first_holds` is: few services, and no loop to be iterated for every x.

    Few are up to 5,000.
    """
    return solution.few and max(map(len, solution.loops), default=1) <= DIRECT


def _in_turn(these: Any, others: Any) -> Any:
    """(services, x) of both, these first and last."""
    values = np.empty((len(these), these.shape[1] + others.shape[1]), dtype=these.dtype)
    values[:, ::2], values[:, 1::2] = these, others
    return values
