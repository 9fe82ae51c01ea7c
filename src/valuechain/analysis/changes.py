"""What a change of services changes: the outcome, and every party.

Each answer is another solution of the network. Many are computed at once: services whose customers
stand near each other in the order of solution share everything that comes before them, so only what
they can reach is solved again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from valuechain.analysis.failures import Straight, straight
from valuechain.analysis.falls import Falls
from valuechain.analysis.reading import Reading, solvable
from valuechain.solve.forward import received_again, shortfalls
from valuechain.solve.loops import DIRECT
from valuechain.solve.network import Bools, Floats, Ints, Step

FREELY = 5000
"""Services up to which the numbers that need further solves are computed unasked."""
_WORK = 2e9
"""Multiplications likewise: some seconds."""
_ITERATIONS = 300
"""Of loops that are iterated quickly: some sixty for each of five questions about each service."""
_QUICK = 0.93
"""Dependence up to which a loop loses enough to be iterated."""
_CASES = 256
"""Cases solved at once: enough to make numpy's cost per call small."""
_NUMBERS = 2**22
"""Services times cases held at once."""
_LARGE = 2**15
"""Services from which on one case alone keeps numpy busy, and many at once only wait for memory."""


@dataclass(frozen=True, eq=False)
class Changes:
    """Changes of a solved chain, computed when first asked for.

    Services are counted in the order of solution.

    Attributes:
        reading: the solved chain.
        seed: (parties,) weights of the positions in the outcome.
        importance: (services,) as the adjoint has it: what a small change changes.
        charged: (services,) likewise, for dividing what there is.
    """

    reading: Reading
    seed: Floats
    importance: Floats
    charged: Floats

    @property
    def few(self) -> bool:
        """Whether every change is computed unasked: few services, and no loop that takes long."""
        return len(self.importance) <= FREELY and self._work <= _WORK

    @cached_property
    def _work(self) -> float:
        """Multiplications that solving every case of large loops takes.

        Where critical services decide, each by a matrix where it is slow; else those failures that
        are not straight, by iterations about twice round the loop.
        """
        network, cases = self.reading.network, len(self.importance)
        large = [step for step in network.steps if step.loop > DIRECT]
        slow = [step for step in large if self._is_slow(step)]
        if network.any_critical:
            by_matrix = sum(cases * step.loop**3 for step in slow)
            services = sum(step.last - step.first for step in large)
            return float(by_matrix + cases * services * _ITERATIONS)
        rounds = sum(2 * step.loop * (step.last - step.first) for step in slow)
        return float(rounds * np.count_nonzero(~self._straight.known)) if slow else 0.0

    def _is_slow(self, step: Step) -> bool:
        """Whether iterating its loops may take so long that each case is solved by a matrix."""
        inner = self.reading.network.provider[step.first : step.last] >= step.start
        effective = self.reading.effective[step.first : step.last][inner]
        return bool(effective.max(initial=0.0) > _QUICK)

    @property
    def gains_at_hand(self) -> bool:
        """Whether every gain is known or quickly found.

        Under the mean alone it is the importance times what the own shortfall falls by.
        """
        return self.few or not self.reading.network.any_critical

    @cached_property
    def contributions(self) -> Floats:
        """(services,) the part of what is lacking at the end that each causes."""
        return self.charged * self.reading.own

    @cached_property
    def gains(self) -> Floats:
        """(services,) the outcome if each alone were as good as can be reached, less that now."""
        return self.won(self._each, self.reading.reached, len(self._each))

    @cached_property
    def potentials(self) -> Floats:
        """(services,) the outcome if each alone had no own shortfall, less the outcome now."""
        return self.won(self._each, np.zeros(len(self._each)), len(self._each))

    @property
    def _each(self) -> Ints:
        """Every service as a group of its own."""
        return np.arange(len(self.importance))

    @cached_property
    def losses(self) -> Floats:
        """(services,) the outcome now, less the outcome if each alone failed."""
        found = self._straight
        losses = self.importance * found.rise
        bent = np.flatnonzero(~found.known)
        losses[bent] = self._losses_of(bent)
        return losses

    @cached_property
    def _straight(self) -> Straight:
        return straight(self.reading)

    def gain(self, service: int) -> float:
        """One of the `gains`, without the others where they are many."""
        if self.gains_at_hand:
            return float(self.gains[service])
        return self._won_by(service, float(self.reading.reached[service]))

    def potential(self, service: int) -> float:
        """One of the `potentials`, without the others where they are many."""
        if self.gains_at_hand:
            return float(self.potentials[service])
        return self._won_by(service, 0.0)

    def loss(self, service: int) -> float:
        """One of the `losses`, without the others where they are many."""
        if self.few:
            return float(self.losses[service])
        return float(self._losses_of(np.array([service]))[0])

    def spreads(self, services: Ints) -> Iterator[tuple[int, Floats]]:
        """(parties,) how much of what each position lacks the own shortfall of a service causes.

        For each of these services, with its place among them, in any order.
        """
        alone = Cases.single(services, np.zeros(len(services)))
        for some, rises in solved_again(self.reading, alone):
            for at, rise in zip(some.tolist(), rises.T, strict=True):
                yield at, np.maximum(-rise, 0.0)

    def together(self, services: Ints, own: Floats) -> float:
        """What the outcome gains if all these services had these own shortfalls at once."""
        return max(0.0, float(np.einsum("p,p", self.seed, self.fallen(services, own))))

    def fallen(self, services: Ints, own: Floats) -> Floats:
        """(parties,) what each lacks less if all these services had these own shortfalls."""
        everyone = self.reading.own.copy()
        everyone[services] = own
        with solvable():
            received = shortfalls(self.reading.network, everyone, self.reading.effective).received
        return np.asarray(self.reading.received - received)

    def won(self, group: Ints, own: Floats, groups: int) -> Floats:
        """(groups,) what the outcome gains if the services of each group had these shortfalls.

        Args:
            group: (services,) the number of the group of each, -1 for none.
            own: (services,) u then, no larger than now.
            groups: how many there are.
        """
        kept = np.flatnonzero(group >= 0)
        fall = self.importance[kept] * (self.reading.own - own)[kept]
        sums: Floats = np.bincount(group[kept], weights=fall, minlength=groups).astype(float)
        if not self.reading.network.any_critical:
            return sums
        # Convex in the own shortfalls: no group wins more than its slopes say.
        single = np.bincount(group[kept], minlength=groups) == 1
        alone = kept[single[group[kept]]]
        found, known = self._falls.won(alone, own[alone])
        won, open_ = np.zeros(groups), sums > 0
        won[group[alone[known]]] = found[known]
        open_[group[alone[known]]] = False
        some = kept[open_[group[kept]]]
        cases = Cases(groups, group[some], some, own[some])
        won += np.maximum(-rises_at_the_end(self.reading, self.seed, cases), 0.0)
        return np.minimum(won, sums)

    @cached_property
    def _falls(self) -> Falls:
        return Falls.of(self.reading, self.seed)

    def _won_by(self, service: int, own: float) -> float:
        most = self.importance[service] * (self.reading.own[service] - own)
        if most <= 0:
            return 0.0
        found, known = self._falls.won(np.array([service]), np.array([own]))
        if known[0]:
            return float(found[0])
        alone = Cases.single(np.array([service]), np.array([own]))
        return float(np.clip(-rises_at_the_end(self.reading, self.seed, alone)[0], 0.0, most))

    def _losses_of(self, services: Ints) -> Floats:
        failed = Cases.single(services, np.ones(len(services)))
        return np.maximum(rises_at_the_end(self.reading, self.seed, failed), 0.0)


@dataclass(frozen=True, eq=False)
class Cases:
    """Many cases, in each of which some services have other own shortfalls.

    Entry by entry the case, the service and its own shortfall.

    Attributes:
        count: how many cases there are.
        case, service: (entries,) which case, and which service in the order of solution.
        own: (entries,) u, 0..1.
    """

    count: int
    case: Ints
    service: Ints
    own: Floats

    @classmethod
    def single(cls, services: Ints, own: Floats) -> Cases:
        """One case for each of these services, which has this own shortfall in it."""
        return cls(len(services), np.arange(len(services)), services, own)

    def of(self, some: Bools) -> Cases:
        """Some of the (cases,), counted anew."""
        kept = some[self.case]
        return Cases(
            int(some.sum()),
            (np.cumsum(some) - 1)[self.case[kept]],
            self.service[kept],
            self.own[kept],
        )


def rises_at_the_end(reading: Reading, seed: Floats, cases: Cases) -> Floats:
    """(cases,) how the weighted shortfall of the ends rises in each."""
    rises, ends = np.zeros(cases.count), np.flatnonzero(seed)
    for some, change in solved_again(reading, cases):
        rises[some] = np.einsum("p,pc->c", seed[ends], change[ends])
    return rises


def solved_again(reading: Reading, cases: Cases) -> Iterator[tuple[Ints, Floats]]:
    """Batches of cases that change something, with the (parties, cases) rises of their shortfalls.

    Those come first that change what is solved earliest. The unchanged chain is solved along with
    each batch, so that what a change cannot reach rises by exactly 0.
    """
    network = reading.network
    earliest = np.full(cases.count, network.parties)
    np.minimum.at(earliest, cases.case, network.customer[cases.service])
    order = np.argsort(earliest, kind="stable")
    order = order[: int((earliest < network.parties).sum())]
    place = np.zeros(cases.count, dtype=np.intp)
    place[order] = np.arange(len(order))
    entries = np.argsort(place[cases.case], kind="stable")
    sorted_places = place[cases.case][entries]
    alone = len(order) == 1 or len(reading.own) > _LARGE
    alone &= not reading.network.narrow
    width = 1 if alone else _at_once(len(reading.own))
    for first in range(0, len(order), width):
        some = order[first : first + width]
        part = entries[slice(*np.searchsorted(sorted_places, (first, first + width)))]
        start = int(network.step_of(earliest[some[:1]])[0])
        if alone:
            own = reading.own.copy()
            own[cases.service[part]] = cases.own[part]
            with solvable():
                after = received_again(network, own, reading.effective, reading.received, start)
            yield some, (after - reading.received)[:, None]
            continue
        owns = np.repeat(reading.own[:, None], len(some) + 1, axis=1)
        owns[cases.service[part], place[cases.case[part]] - first] = cases.own[part]
        with solvable():
            known = np.repeat(reading.received[:, None], owns.shape[1], axis=1)
            received = received_again(network, owns, reading.effective[:, None], known, start)
        yield some, received[:, :-1] - received[:, -1:]


def _at_once(services: int) -> int:
    """How many cases are solved at once, with so many services each."""
    return max(1, min(_CASES, _NUMBERS // services))
