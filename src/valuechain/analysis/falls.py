"""What does a better service win? Read off where no other service comes to decide instead.

Where single services may decide what a customer lacks, what is won bends: once the worst is better,
the next one counts. At the service's own customer that is worked out exactly. Beyond, what a party
lacks may fall by so much that on all ways from it whatever decides now still does; that is bounded
from the end of the chain backwards, for a party's shortfall falls by no more than the largest fall
among its providers, times what those who decide there pass on together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from valuechain.analysis.reading import Reading
from valuechain.analysis.room import least_room, over
from valuechain.solve.adjoint import worth
from valuechain.solve.branches import branches
from valuechain.solve.network import Bools, Floats, Ints, Network
from valuechain.tolerances import FAVOUR, TIE


@dataclass(frozen=True, eq=False)
class Falls:
    """How far what customers lack may fall, and what that is worth.

    All but `room` and `worth` are (services,), of the customer of each.

    Attributes:
        reading: of the chain.
        mean: of what its customer receives.
        others: the largest bound of the other services of its customer, -inf for none.
        room: (parties,) by how much each may fall by itself until something bends.
        worth: (parties,) what that wins at the end of the chain, for each point.
    """

    reading: Reading
    mean: Floats
    others: Floats
    room: Floats
    worth: Floats

    @classmethod
    def of(cls, reading: Reading, seed: Floats) -> Falls:
        """Of a chain; `seed` is (parties,) weights in the outcome."""
        network, delivered, effective = reading.network, reading.delivered, reading.effective
        place = np.arange(len(delivered))
        if (bounds := network.bounds) is not None:
            network, place = bounds.network, bounds.place
            effective = bounds.widened(effective, 1.0)
            delivered = bounds.widened(delivered, 0.0)
            delivered[bounds.at] = reading.received[network.provider[bounds.at]]
        at = _AtCustomers.of(network, delivered)
        slope = branches(reading.network, reading.solved).slope
        return cls(
            reading,
            at.mean[place],
            at.others[place],
            _rooms(network, at, effective),
            worth(reading.network, slope, seed),
        )

    def won(self, services: Ints, own: Floats) -> tuple[Floats, Bools]:
        """(services,) what is won if each alone had this own shortfall; and where that is known."""
        reading, network = self.reading, self.reading.network
        customer = network.customer[services]
        fall = reading.own[services] - own
        delivered = reading.delivered[services]
        mean, others = self.mean[services], self.others[services]
        left = network.allowance[services]
        now = np.maximum(mean, np.maximum(others, delivered - left))
        then = np.maximum(
            mean - network.weight[services] * fall, np.maximum(others, delivered - fall - left)
        )
        fallen = now - then
        known = (fallen <= 0) | (fallen < self.room[customer] - FAVOUR)
        return self.worth[customer] * np.maximum(fallen, 0.0), known


@dataclass(frozen=True, eq=False)
class _AtCustomers:
    """What decides at the customer of each service; all are (services,).

    Attributes:
        mean: of what it receives.
        bound: what the service alone makes it lack, -inf for nothing.
        others: the largest of the others.
        starts: (served parties,) where the services of each begin.
        index: the number of its customer among the served.
    """

    mean: Floats
    bound: Floats
    others: Floats
    starts: Ints
    index: Ints

    @classmethod
    def of(cls, network: Network, delivered: Floats) -> _AtCustomers:
        """Of a solution."""
        served = np.flatnonzero(np.diff(network.into))
        starts, counts = network.into[served], np.diff(network.into)[served]
        index = np.repeat(np.arange(len(served)), counts)
        mean = np.add.reduceat(network.weight * delivered, starts)[index]
        bound = delivered - network.allowance
        worst = np.maximum.reduceat(bound, starts)[index]
        top = bound >= worst
        alone = np.add.reduceat(top.astype(int), starts)[index] == 1
        next_ = np.maximum.reduceat(np.where(top, -np.inf, bound), starts)[index]
        others = np.where(top & alone, next_, worst)
        return cls(mean, bound, others, starts, index)


def _rooms(network: Network, at: _AtCustomers, effective: Floats) -> Floats:
    """(parties,) by how much each may fall by itself; 0 in loops and where it leads into one."""
    lead, passed = _deciding(network, at, effective)
    customer = network.customer[at.starts]
    limit, gain = np.full(network.parties, np.inf), np.zeros(network.parties)
    limit[customer], gain[customer] = over(lead, passed), passed
    until = limit[network.customer]
    return least_room(network, effective, (until, gain), lambda _, least: np.zeros(len(least)))


def _deciding(network: Network, at: _AtCustomers, effective: Floats) -> tuple[Floats, Floats]:
    """(served,) how far what decides leads, and what it passes on of a fall of all providers."""
    bound = np.maximum.reduceat(at.bound, at.starts)
    mean = at.mean[at.starts]
    top = at.bound >= bound[at.index]
    second = np.maximum.reduceat(np.where(top, at.others, -np.inf), at.starts)
    lead = np.where(mean >= bound, mean - bound, bound - np.maximum(second, mean))
    lead[lead <= 2 * TIE] = 0.0  # they count as level, and share
    # Of one service alone both fall together.
    lead[np.diff(np.append(at.starts, len(top))) == 1] = np.inf
    of_mean = np.add.reduceat(network.weight * effective, at.starts)
    of_top = np.maximum.reduceat(np.where(top, effective, 0.0), at.starts)
    return lead, np.where(mean >= bound, of_mean, of_top)
