"""Where along the way from no dependence to full dependence does each verdict change?

Each end of a verdict is found by halving the piece of the way in which it changes. Outside of loops
what it hangs on comes or goes once; within a loop, where what returns grows with the dependences,
something that changes twice within a first piece is not seen. The chain is solved for each half
until that was much work: then what a provider lacks is a parabola through three points of a piece.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from valuechain.analysis.sweep import FINE, OwnX, Pieces, Sweep, Swept, at_once, joined
from valuechain.analysis.verdict import VERDICTS, Verdict
from valuechain.solve.network import Floats, Ints

_SIDE = 64  # pieces on each side of x = 1, to begin with
_WORK = 2**25  # services times x that are solved, at most, while pieces are halved
_ROUNDS = 8  # by which a solution through loops costs more


@dataclass(frozen=True, eq=False)
class VerdictSpans:
    """The verdicts of a chain on its way from no dependence to full dependence."""

    sweep: Sweep

    def by_service(self) -> dict[str, Pieces[Verdict]]:
        """For each service its verdicts from where to where."""
        starts = np.empty(len(self.sweep.still), dtype=np.intp)
        still, moving = self._of_still(starts), self._of_moving(starts)
        known, _ = _halved(still, self.sweep.signs_of_still, math.inf)
        solved, rest = _halved(moving, self._signs, self._work)
        curves = _Curves(self, rest)
        drawn, _ = _halved(curves.pieces, curves.signs, math.inf)
        drawn = [end._replace(key=int(rest.key[end.key])) for end in drawn]
        return self._between(starts, [*known, *solved, *drawn])

    @property
    def _work(self) -> float:
        """How many x may be solved while they are halved."""
        size = max(1, len(self.sweep.network.services))
        steps = _ROUNDS if self.sweep.network.looped.any() else 1
        return _WORK / (size * steps)

    def _of_still(self, starts: Ints) -> _Open:
        """The whole way, of each service of which nothing is solved again.

        `starts` is told what their verdicts hang on where nobody depends.
        """
        services = np.flatnonzero(self.sweep.still)
        low, high = np.zeros(len(services)), np.full(len(services), self.sweep.top)
        signs = self.sweep.signs_of_still
        pieces = _Open(services, low, high, signs(services, low), signs(services, high))
        starts[services] = pieces.below
        return pieces

    def _of_moving(self, starts: Ints) -> _Open:
        """The first pieces in which something changes, of all other services.

        `starts` as for `_of_still`.
        """
        services = np.flatnonzero(~self.sweep.still)
        before, after = (
            np.linspace(0.0, 1.0, _SIDE + 1),
            np.linspace(1.0, self.sweep.top, _SIDE + 1),
        )
        x = np.concatenate([before, after[1:]])
        signs = np.empty((len(services), len(x)), dtype=np.int16)
        if len(services):
            for some, at, both in self.solved(x):
                signs[:, some] = self.sweep.signs_of(both)[services][:, at]
        starts[services] = signs[:, 0]
        row, low = np.nonzero(np.diff(signs))
        below, above = (signs[row, end].astype(np.intp) for end in (low, low + 1))
        return _Open(services[row], x[low], x[low + 1], below, above)

    def solved(self, x: Floats) -> Iterator[tuple[Ints, Ints, list[Swept]]]:
        """The chain at each of these x, some at a time: which they are, and where each is there."""
        values, which = np.unique(x, return_inverse=True)
        width = at_once(len(self.sweep.network.services))
        for first in range(0, len(values), width):
            some = np.flatnonzero((which >= first) & (which < first + width))
            yield some, which[some] - first, self.sweep.both(values[first : first + width])

    def _signs(self, services: Ints, x: Floats) -> Ints:
        """(entries,) what the verdict on each of these services hangs on, each at its own x."""
        found = np.empty(len(services), dtype=np.intp)
        for some, at, both in self.solved(x):
            found[some] = self.sweep.signs_of(both)[services[some], at]
        return found

    def _between(self, starts: Ints, ends: list[_End]) -> dict[str, Pieces[Verdict]]:
        """The verdict between each two ends, neighbours that agree joined."""
        top = self.sweep.top
        services = np.concatenate(
            [np.arange(len(starts)), np.array([end.key for end in ends], dtype=np.intp)]
        )
        begins = np.concatenate([np.zeros(len(starts)), [end.x for end in ends]])
        signs = np.concatenate([starts, np.array([end.above for end in ends], dtype=np.intp)])
        codes = self.sweep.codes(services, signs)
        found: list[list[tuple[float, int]]] = [[] for _ in starts]
        for i in np.lexsort([begins, services]).tolist():
            found[services[i]].append((float(begins[i]), int(codes[i])))
        solution = self.sweep.solution
        ids, order = list(solution.chain.services), solution.reading.network.services
        return {
            ids[order[service]]: [
                (low, high, VERDICTS[code]) for low, high, code in joined(_spans(some, top), top)
            ]
            for service, some in enumerate(found)
        }


def _spans(begins: list[tuple[float, int]], top: float) -> Pieces[int]:
    """From where to where, of what begins where."""
    ends = [begin for begin, _ in begins[1:]]
    return [(low, high, what) for (low, what), high in zip(begins, [*ends, top], strict=True)]


class _End(NamedTuple):
    """Where something ends.

    Attributes:
        key: for which service or piece.
        x: where.
        above: what its verdict hangs on from there on.
    """

    key: int
    x: float
    above: int


class _Open(NamedTuple):
    """Pieces of x, (pieces,) each.

    Attributes:
        key: the service or the piece that each is of.
        low, high: from where to where.
        below, above: what the verdict hangs on there.
    """

    key: Ints
    low: Floats
    high: Floats
    below: Ints
    above: Ints


Signs: TypeAlias = Callable[[Ints, Floats], Ints]
"""What verdicts hang on, by the keys of pieces, each at its own x."""


def _halved(pieces: _Open, signs: Signs, work: float) -> tuple[list[_End], _Open]:
    """Where something ends within the pieces, and those that are open after so many x."""
    ends: list[_End] = []
    while True:
        pieces = _Open(*_of(pieces.below != pieces.above, *pieces))
        done = pieces.high - pieces.low <= FINE
        middle = (pieces.low + pieces.high) / 2
        ends += map(_End, *(each[done].tolist() for each in (pieces.key, middle, pieces.above)))
        pieces, middle = _Open(*_of(~done, *pieces)), middle[~done]
        work -= len(np.unique(middle))
        if work < 0 or not len(middle):
            return ends, pieces
        between = signs(pieces.key, middle)
        pieces = _Open(
            np.concatenate([pieces.key, pieces.key]),
            np.concatenate([pieces.low, middle]),
            np.concatenate([middle, pieces.high]),
            np.concatenate([pieces.below, between]),
            np.concatenate([between, pieces.above]),
        )


@dataclass(frozen=True, eq=False)
class _Curves:
    """What verdicts in pieces of x hang on, each a parabola through three points of its piece.

    Attributes:
        spans: of which these pieces are left.
        rest: the pieces, of services.
    """

    spans: VerdictSpans
    rest: _Open

    @property
    def pieces(self) -> _Open:
        """The same, each with its number as its key."""
        return self.rest._replace(key=np.arange(len(self.rest.key)))

    @cached_property
    def _known(self) -> Floats:
        """(readings, what is known, points, pieces)."""
        low, high = self.rest.low, self.rest.high
        return np.stack([self._at(x) for x in (low, (low + high) / 2, high)], axis=2)

    def _at(self, x: Floats) -> Floats:
        """(readings, what is known, pieces), each piece at its own x."""
        order, found = [], []
        for some, at, both in self.spans.solved(x):
            order.append(some)
            services = self.rest.key[some]
            found.append(np.stack([self.spans.sweep.own_x(swept, services, at) for swept in both]))
        return np.concatenate(found, axis=-1)[..., np.argsort(np.concatenate(order))]

    def signs(self, pieces: Ints, x: Floats) -> Ints:
        """(entries,) what verdicts hang on in these pieces, each at its own x."""
        low, high = self.rest.low[pieces], self.rest.high[pieces]
        t = (x - low) / (high - low)
        weights = np.stack([(1 - t) * (1 - 2 * t), 4 * t * (1 - t), t * (2 * t - 1)])
        values = np.einsum("rkpn,pn->rkn", self._known[..., pieces], weights)
        known = [OwnX(*each) for each in values]
        return self.spans.sweep.signs_at_own_x(self.rest.key[pieces], x, known)


def _of(some: Any, *arrays: Any) -> tuple[Any, ...]:
    """Some entries of each."""
    return tuple(array[some] for array in arrays)
