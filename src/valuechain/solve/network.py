"""In which order a network can be solved: loops found, everything else in levels.

Parties are renumbered so that each step of the solution is one contiguous slice of parties and one
of services. A step holds either parties that are in no loop and depend on earlier steps only, or
all loops of one size on one level.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from valuechain.solve.levels import components, offsets, places_by

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.intp]
Bools: TypeAlias = NDArray[np.bool_]

NARROW = 25
"""Services per step below which plain lists beat numpy's cost per call."""
THIN = 4
"""The same for many cases: there it is one service after the other that beats picking them."""


class Step(NamedTuple):
    """Parties ``start:stop`` and the services into them, ``first:last``, that are solved at once.

    `loop` is the number of parties in each loop of the step, 1 for parties in no loop.
    """

    start: int
    stop: int
    first: int
    last: int
    loop: int


class Bundle(NamedTuple):
    """Parties with the same number of services, summed for many cases at once.

    `parties` is (n,) positions, `services` (n, number of services each).
    """

    parties: Ints
    services: Ints


@dataclass(frozen=True, eq=False)
class Network:
    """A network in the order of its solution.

    Attributes:
        order: (parties,) index, as the caller numbers them, of the party at each position.
        position: (parties,) the inverse of `order`.
        services: (services,) index, as the caller numbers them, of each service; sorted by position
            of the customer.
        provider, customer: (services,) positions, sorted likewise.
        weight: (services,) shares among what the customer receives; they sum to 1 for each
            customer.
        allowance: (services,) what the customer has left when the service fails: 0 where it is
            critical, infinite where the service alone bounds nothing.
        bounding: (services,) whether what the provider itself lacks bounds the customer likewise.
        into: (parties + 1,) where the services into each position begin.
        level: (parties,) length of the longest way to each position, a loop counting as one;
            ascending.
        loop: (parties,) number of parties in its loop, 1 for none.
    """

    order: Ints
    position: Ints
    services: Ints
    provider: Ints
    customer: Ints
    weight: Floats
    allowance: Floats
    bounding: Bools
    into: Ints
    level: Ints
    loop: Ints

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What can be solved at once, in the order of solution.

        Parties whom nobody serves are in none.
        """
        return _steps(self.into, self.loop, self.level)

    @cached_property
    def runs(self) -> tuple[Step, ...]:
        """As `steps`, but all that lies between two loops is one, to be solved party by party."""
        return _steps(self.into, self.loop, np.where(self.loop > 1, self.level, 0))

    @property
    def parties(self) -> int:
        """Number of parties."""
        return len(self.order)

    @property
    def narrow(self) -> bool:
        """Whether the network is a long thin chain, better solved with plain lists."""
        return len(self.services) < NARROW * self.levels

    @property
    def thin(self) -> bool:
        """The same of many cases."""
        return len(self.services) < THIN * self.levels

    @property
    def levels(self) -> int:
        """How many there are."""
        return int(self.level[-1]) + 1

    @cached_property
    def any_critical(self) -> bool:
        """Whether some service alone may decide what its customer lacks, instead of the mean."""
        return bool(np.isfinite(self.allowance).any())

    @cached_property
    def proportional(self) -> bool:
        """Whether all shortfalls double when all own ones do: no allowance is between 0 and all."""
        return not bool(((self.allowance > 0) & np.isfinite(self.allowance)).any())

    @cached_property
    def bounds(self) -> Bounds | None:
        """The same with a further service for every bound, ``None`` where there is none."""
        return bounds_of(self) if self.bounding.any() else None

    @cached_property
    def kept(self) -> dict[tuple[bytes, ...], Floats]:
        """Inverses of loops, and amplifications: many batches of cases need the same."""
        return {}

    @cached_property
    def outgoing(self) -> Ints:
        """(services,) services sorted by position of the provider."""
        return places_by(self.provider, self.parties)

    @cached_property
    def out_of(self) -> Ints:
        """(parties + 1,) where the services of each position begin within `outgoing`."""
        return offsets(self.provider, self.parties)

    @cached_property
    def looped(self) -> Bools:
        """(services,) whether both ends are in one loop.

        Loops of one step never serve each other.
        """
        same = np.zeros(len(self.services), dtype=bool)
        for step in self.steps:
            if step.loop > 1:
                same[step.first : step.last] = self.provider[step.first : step.last] >= step.start
        return same

    @cached_property
    def incoming(self) -> tuple[tuple[Bundle, ...], ...]:
        """For each step, its parties with the services they receive."""
        every = np.arange(len(self.services))
        return tuple(
            tuple(bundles(np.arange(step.start, step.stop), self.into, every))
            for step in self.steps
        )

    @cached_property
    def limiting(self) -> tuple[tuple[Bundle, ...], ...]:
        """For each step, its parties with those of their services that may alone decide."""
        some = np.flatnonzero(np.isfinite(self.allowance))
        into = offsets(self.customer[some], self.parties)
        return tuple(
            tuple(bundles(np.arange(step.start, step.stop), into, some)) for step in self.steps
        )

    @cached_property
    def limited(self) -> Ints:
        """The services of all parties for whom a service may alone decide."""
        decided = np.zeros(self.parties, dtype=bool)
        decided[self.customer[np.isfinite(self.allowance)]] = True
        return np.flatnonzero(decided[self.customer])

    @cached_property
    def leaving(self) -> tuple[tuple[Bundle, ...], ...]:
        """For each step, its parties with what they deliver to later steps, not within a loop."""
        going = self.outgoing[~self.looped[self.outgoing]]
        out_of = offsets(self.provider[going], self.parties)
        return tuple(
            tuple(bundles(np.arange(step.start, step.stop), out_of, going)) for step in self.steps
        )

    def step_of(self, positions: Ints) -> Ints:
        """Index of the step that solves each of these served parties."""
        return np.searchsorted([step.stop for step in self.steps], positions, side="right")

    def loops(self) -> Iterator[Ints]:
        """The parties of each loop, as the caller numbers them."""
        for step in self.runs:
            if step.loop > 1:
                yield from self.order[step.start : step.stop].reshape(-1, step.loop)


class Bounds(NamedTuple):
    """A network in which each bound by what a provider lacks is a service of its own.

    It has no weight, passes on all that the provider lacks, and has the allowance of the service
    that it bounds along with.

    Attributes:
        network: with these services.
        place: (services,) where each stands in it.
        along: (bounds,) the services that are bounded along.
        at: (bounds,) where these bounds stand in it.
    """

    network: Network
    place: Ints
    along: Ints
    at: Ints

    def widened(self, values: Floats, beside: float) -> Floats:
        """(services, ...) values, those of the bounds `beside`."""
        wide = np.full((len(self.network.services), *values.shape[1:]), beside)
        wide[self.place] = values
        return wide


def bounds_of(network: Network) -> Bounds:
    """Add a service for every bound, behind those of the same customer."""
    count, along = len(network.services), np.flatnonzero(network.bounding)
    every = np.concatenate([np.arange(count), along])
    order = places_by(network.customer[every], network.parties)
    chosen = every[order]
    wide = replace(
        network,
        services=network.services[chosen],
        provider=network.provider[chosen],
        customer=network.customer[chosen],
        weight=np.where(order < count, network.weight[chosen], 0.0),
        allowance=network.allowance[chosen],
        bounding=np.zeros(len(every), dtype=bool),
        into=offsets(network.customer[every], network.parties),
    )
    places = np.argsort(order)
    return Bounds(wide, places[:count], along, places[count:])


def arrange(
    rank: Ints, ends: tuple[Ints, Ints], weight: Floats, allowance: Floats, bounding: Bools
) -> Network:
    """Find the loops and levels of a network.

    Sums of floats depend on the order of their terms. Here it follows from the ranks alone, not
    from how the caller numbers parties and services: then equal chains have equal numbers, to the
    last digit.

    Args:
        rank: (parties,) the rank 0, 1, ... of each, by which `ends` names it.
        ends: (services,) where each service comes from, and (services,) where it goes. Those
            between the same two count in the order in which they stand.
        weight: (services,) > 0, finite; any scale.
        allowance: (services,) as `Network` has it.
        bounding: (services,) likewise.

    Cost: O(parties + services).
    """
    parties, (provider, customer) = len(rank), ends
    component, size, level = components(parties, provider, customer)
    order = np.lexsort((component, size[component], level[component]))
    position = np.empty_like(order)
    position[order] = np.arange(parties)
    by_provider = places_by(position[provider], parties)
    services = by_provider[places_by(position[customer[by_provider]], parties)]
    served = position[customer[services]]
    into = offsets(served, parties)
    return Network(
        order=np.argsort(rank)[order],
        position=position[rank],
        services=services,
        provider=position[provider[services]],
        customer=served,
        weight=_shares(weight[services], served, into),
        allowance=allowance[services],
        bounding=bounding[services],
        into=into,
        level=level[component[order]],
        loop=size[component[order]],
    )


def bundles(parties: Ints, begins: Ints, services: Ints) -> Iterator[Bundle]:
    """The parties by how many services each has.

    Those of a party are `services[begins[party] : begins[party + 1]]`.
    """
    count = np.diff(begins)[parties]
    several = 1 + np.flatnonzero(np.bincount(count)[1:])  # np.unique would load numpy.ma
    for number in several.tolist():
        some = parties[count == number]
        yield Bundle(some, services[begins[some][:, None] + np.arange(number)])


def _shares(weight: Floats, customer: Ints, into: Ints) -> Floats:
    """Weights as shares of what each customer receives.

    Scaled by the largest first, so that huge ones cannot overflow.
    """
    served = np.flatnonzero(np.diff(into))
    largest = np.maximum.reduceat(weight, into[served])
    index = np.searchsorted(served, customer)
    scaled = weight / largest[index]
    return scaled / np.add.reduceat(scaled, into[served])[index]


def _steps(into: Ints, size: Ints, level: Ints) -> tuple[Step, ...]:
    """One step for each level and size of loop.

    Parties whom nobody serves (level 0, no loop) need none.
    """
    ends = np.flatnonzero(np.diff(level) | np.diff(size)) + 1
    bounds = np.concatenate(([0], ends, [len(size)]))
    starts, stops = bounds[:-1], bounds[1:]
    served = into[stops] > into[starts]
    starts, stops = starts[served], stops[served]
    columns = (starts, stops, into[starts], into[stops], size[starts])
    return tuple(map(Step._make, zip(*(column.tolist() for column in columns), strict=True)))
