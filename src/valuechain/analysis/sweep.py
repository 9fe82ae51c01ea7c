"""Where along the way from no dependence to full dependence do the answers change?

What verdicts hang on are comparisons of which each comes or goes once as x rises, because every
shortfall that is passed on rises with it; so each end of a verdict is found by halving, exactly.
Contributions may cross more than once: where the first one leads by more than the bend of the
curves between five points allows, no other can pass it; elsewhere the piece is halved.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from valuechain.analysis.dependence import FULL, Span, dependences_at, span_at_file
from valuechain.analysis.reading import Observations, divided, measured_alone, passing
from valuechain.analysis.solution import Solution
from valuechain.analysis.verdict import (
    ROOT_CAUSE,
    SYMPTOM,
    UNDECIDED,
    VERDICTS,
    Verdict,
    judged,
    signs_of,
)
from valuechain.solve.adjoint import importances, importances_of_cases
from valuechain.solve.forward import shortfalls
from valuechain.solve.loops import DIRECT
from valuechain.solve.network import Bools, Floats, Ints, Network
from valuechain.tolerances import EXACT, TIE

_FINE = (
    2.0**-24
)  # width of a piece that is not halved again: its middle is an end, to a ten-millionth
_PIECES = 16  # pieces on each side of x = 1 to begin with
_SAME_IN_LARGE_LOOPS = 1e-9  # likewise: more than the iteration of many cases leaves
_MANY = 1000  # pieces open at once beyond which what is left is as good as tied
_SHIFT = 64  # by which the signs of what was measured alone stand above those of the whole network
_NUMBERS = 2**21  # services times values of x solved at once


@dataclass(frozen=True, eq=False)
class _Network:
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
        """The service that is first all over the piece, -1 for none, or ``None`` where that cannot be told of all of it."""
        cost, root, signs = self.values
        moving = (
            signs[:, 0] != signs[:, -1]
        )  # each sign comes or goes once, so none that is the same at both ends moves between
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
class Sweep:
    """A chain on its way from no dependence to full dependence.

    Attributes:
        solution: of the chain as it is.
        full: the whole network.
        alone: what was measured alone, ``None`` where that is the same.
        top: the last x that is looked at.
    """

    solution: Solution
    full: _Network
    alone: _Network | None
    top: float

    @classmethod
    def of(cls, solution: Solution) -> Sweep:
        """Made ready."""
        reading = solution.reading
        alone = measured_alone(reading.network, reading.observations.scored)
        loops = bool((reading.network.loop > 1).any())
        other = None if alone is None else _Network(alone, reading.observations)
        return cls(
            solution,
            _Network(reading.network, reading.observations),
            other,
            FULL - 2.0**-20 if loops else FULL,
        )

    # The first root cause.

    def first(self) -> Iterator[tuple[float, float, str | None]]:
        """The first root cause from where to where."""
        ids = list(self.solution.chain.services)
        order = self.solution.reading.network.services
        by_id = self.solution.by_id
        found: list[tuple[float, float, int]] = []
        same = TIE if self.full.network.loop.max() <= DIRECT else _SAME_IN_LARGE_LOOPS
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
                if first is None and piece.high - piece.low > _FINE
            ]
            if not 0 < len(open_) <= _MANY:
                break
            values = self._at([x for piece in open_ for x in piece.middles()])
            waiting = [
                half
                for i, piece in enumerate(open_)
                for half in piece.halves(values.at(slice(4 * i, 4 * i + 4)))
            ]
        for low, high, service in _joined(found, self.top):
            yield low, high, None if service < 0 else ids[order[service]]

    def _begin(self) -> Iterator[_Piece]:
        """The first pieces; x = 1 is an end of two, because dependences bend there."""
        ends = np.concatenate(
            [
                np.linspace(0.0, 1.0, 4 * _PIECES + 1),
                np.linspace(1.0, self.top, 4 * _PIECES + 1)[1:],
            ]
        )
        values = self._at(ends.tolist())
        for first in range(0, len(ends) - 1, 4):
            yield _Piece(
                float(ends[first]), float(ends[first + 4]), values.at(slice(first, first + 5))
            )

    def _at(self, x: Sequence[float]) -> _Values:
        """The values at each x."""
        width = max(1, _NUMBERS // max(1, len(self.full.observations.score)))
        parts = [
            self._some(np.array(x[first : first + width])) for first in range(0, len(x), width)
        ]
        return _Values(*(np.concatenate(values, axis=1) for values in zip(*parts, strict=True)))

    def _some(self, x: Floats) -> _Values:
        network = self.full.network
        observations, delivered, received = self.full.solved(x)
        own, _, effective = divided(
            observations, delivered, observations.dependence * received[network.provider]
        )
        services, places = np.repeat(np.arange(len(own)), len(x)), np.tile(x, len(own))
        signs = [self.full.signs(services, places, received[network.provider].ravel())]
        if self.alone is not None:
            signs.append(
                self.alone.signs(
                    services, places, self.alone.solved(x)[2][network.provider].ravel()
                )
            )
        root = self._codes(services, signs) == ROOT_CAUSE
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
        network, weights = self.full.network, self.solution.weights
        if not 1 < network.loop.max() <= DIRECT:
            return importances_of_cases(
                network, delivered, effective, weights, self.full.observations.dependence
            )
        return np.stack(
            [
                importances(network, delivered[:, i], effective[:, i], weights)
                for i in range(delivered.shape[1])
            ],
            axis=1,
        )

    def _codes(self, services: Ints, signs: Sequence[Ints]) -> Ints:
        """(entries,) verdicts of services that follow from their signs in the whole network, and in what was measured alone."""
        scored = self.full.observations.scored[services]
        found = judged(signs[0], scored)
        weak = (found == ROOT_CAUSE) | (found == SYMPTOM)
        found[weak & (found != judged(signs[-1], scored))] = UNDECIDED
        return found

    # All verdicts.

    def verdicts(self) -> dict[str, list[tuple[float, float, Verdict]]]:
        """For each service its verdicts from where to where."""
        services = np.arange(len(self.full.observations.score))
        ends: list[list[float]] = [[0.0, self.top] for _ in services]
        low, high = np.zeros(len(services)), np.full(len(services), self.top)
        below, above = self._signs(services, low), self._signs(services, high)
        while len(services):
            differing = (below != above).any(axis=0)
            services, low, high, below, above = _of(differing, services, low, high, below, above)
            done = high - low <= _FINE
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
        return self._told(ends)

    def _signs(self, services: Ints, x: Floats) -> Ints:
        """(1 or 2, entries) what the verdicts hang on, in the whole network and in what was measured alone."""
        networks = [network for network in (self.full, self.alone) if network is not None]
        return np.stack(
            [network.signs(services, x, self._lacks(network, services, x)) for network in networks]
        )

    def _lacks(self, network: _Network, services: Ints, x: Floats) -> Floats:
        """(entries,) what the provider of each service lacks at its x."""
        at = network.network.provider[services]
        still, found = self._still[network]
        lacks = found[at]
        moving = np.flatnonzero(~still[at])
        values, which = np.unique(x[moving], return_inverse=True)
        width = max(1, _NUMBERS // max(1, network.network.parties))
        for first in range(0, len(values), width):
            received = network.solved(values[first : first + width])[2]
            some = (which >= first) & (which < first + width)
            lacks[moving[some]] = received[at[moving[some]], which[some] - first]
        return lacks

    @cached_property
    def _still(self) -> dict[_Network, tuple[Bools, Floats]]:
        """Which parties no dependence moves, since all that reaches them was observed.

        And what each lacks at the file's.
        """
        found = {}
        for network in (self.full, self.alone):
            if network is not None:
                received = network.solved(np.array([0.0, 1.0, self.top]))[2]
                found[network] = (received == received[:, :1]).all(axis=1), received[:, 1]
        return found

    def _told(self, ends: list[list[float]]) -> dict[str, list[tuple[float, float, Verdict]]]:
        """The verdict between each two ends, neighbours that agree joined."""
        spans = [sorted(set(some)) for some in ends]
        services = np.repeat(np.arange(len(spans)), [len(some) - 1 for some in spans])
        middles = np.array(
            [(low + high) / 2 for some in spans for low, high in itertools.pairwise(some)]
        )
        codes = iter(self._codes(services, list(self._signs(services, middles))).tolist())
        ids, order = list(self.solution.chain.services), self.solution.reading.network.services
        spans_of: dict[str, list[tuple[float, float, Verdict]]] = {}
        for service, some in enumerate(spans):
            pieces = [(low, high, next(codes)) for low, high in itertools.pairwise(some)]
            spans_of[ids[order[service]]] = [
                (low, high, VERDICTS[code]) for low, high, code in _joined(pieces, self.top)
            ]
        return spans_of


def first_holds(solution: Solution, first: str) -> Span | None:
    """From where to where in x the service that comes first now stays first, ``None`` where that is not told apart."""
    spans = ((low, high) for low, high, name in Sweep.of(solution).first() if name == first)
    return span_at_file(tuple(spans))


def is_quick(solution: Solution) -> bool:
    """Whether `first_holds` is: up to 5,000 services, and no loop that would have to be iterated for every x."""
    return solution.few and max(map(len, solution.loops), default=1) <= DIRECT


def _in_turn(these: Any, others: Any) -> Any:
    """(services, x) of both, these first and last."""
    values = np.empty((len(these), these.shape[1] + others.shape[1]), dtype=these.dtype)
    values[:, ::2], values[:, 1::2] = these, others
    return values


def _of(some: Bools, *arrays: Any) -> tuple[Any, ...]:
    """Some entries of each; entries are last."""
    return tuple(array[..., some] for array in arrays)


def _joined(
    pieces: Sequence[tuple[float, float, int]], top: float
) -> list[tuple[float, float, int]]:
    """Pieces in their order, neighbours that agree joined.

    What is finer than an end is exact is nobody's, and gaps are shared.
    """
    joint: list[tuple[float, float, int]] = []
    for low, high, what in sorted(pieces):
        if joint and joint[-1][2] == what:
            joint[-1] = (joint[-1][0], high, what)
        else:
            joint.append((low, high, what))
    wide = [piece for piece in joint if piece[1] - piece[0] >= EXACT]
    joined: list[tuple[float, float, int]] = []
    for low, high, what in wide:
        if joined and joined[-1][2] == what:
            joined[-1] = (joined[-1][0], high, what)
        else:
            end = (joined[-1][1] + low) / 2 if joined else 0.0
            joined[-1:] = [(joined[-1][0], end, joined[-1][2])] if joined else []
            joined.append((end, high, what))
    last = joined[-1]
    return [*joined[:-1], (last[0], FULL if last[1] >= top - EXACT else last[1], last[2])]
