"""What is on offer? The actions that can change something, and what any set of them wins."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from valuechain.analysis.changes import Cases, rises_at_the_end
from valuechain.analysis.solution import Solution
from valuechain.model.action_rules import all_needed
from valuechain.model.actions import Action
from valuechain.solve.adjoint import importances
from valuechain.solve.levels import reached_from
from valuechain.solve.network import Bools, Floats, Ints
from valuechain.tolerances import TIE

_LAST_DIGIT = 1e-12  # of a budget: what sums of costs may miss by


@dataclass(frozen=True, eq=False)
class Options:
    """Actions worth looking at, sorted by id; every array is (actions,) unless said otherwise.

    Attributes:
        before: the chain as it is.
        actions: those that change something for a customer who counts, and those that such need.
        service: whose service it is, in the order of solution.
        own: own shortfall that it leaves, never more than there is now.
        cost: as the file says.
        needs: pairs (one, other) of indices: the one needs the other.
        excludes: pairs of indices that exclude one another.
        idle: actions that change nothing: they reach less than there is, or no customer.
        unmeasured: actions of services that nobody measured, of which nothing can be said.
    """

    before: Solution
    actions: tuple[Action, ...]
    service: Ints
    own: Floats
    cost: Floats
    needs: tuple[tuple[int, int], ...]
    excludes: tuple[tuple[int, int], ...]
    idle: tuple[Action, ...]
    unmeasured: tuple[Action, ...]

    def __len__(self) -> int:
        return len(self.actions)

    @property
    def additive(self) -> bool:
        """Whether gains of different services add up."""
        return not self.before.reading.network.any_critical

    @property
    def free(self) -> bool:
        """Whether no action needs or excludes another."""
        return not self.needs and not self.excludes

    @cached_property
    def needed(self) -> tuple[frozenset[int], ...]:
        """For each action all that it needs, directly or not."""
        number = {action.id: i for i, action in enumerate(self.actions)}
        needs = {action.id: action.needs for action in self.actions}
        return tuple(
            frozenset(number[other] for other in all_needed(action, needs)) for action in needs
        )

    @cached_property
    def barred(self) -> tuple[frozenset[int], ...]:
        """For each action those beside which it cannot be done.

        What excludes it or is excluded, and the others of its service.
        """
        found: list[set[int]] = [set() for _ in range(len(self))]
        for one, other in self.excludes:
            found[one].add(other)
            found[other].add(one)
        for group in self.groups:
            for i in group:
                found[i].update(other for other in group if other != i)
        return tuple(map(frozenset, found))

    @cached_property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """The actions of each service, of which at most one is done."""
        found: dict[int, list[int]] = {}
        for index, service in enumerate(self.service.tolist()):
            found.setdefault(service, []).append(index)
        return tuple(map(tuple, found.values()))

    @cached_property
    def steps(self) -> Floats:
        """By how much each lowers its service's own shortfall."""
        return self.before.reading.own[self.service] - self.own

    @cached_property
    def alone(self) -> Floats:
        """What each wins alone; under the mean, in any company."""
        return self.gains(np.eye(len(self), dtype=bool))

    def gains(self, sets: Bools) -> Floats:
        """(sets,) what each of the (sets, actions) wins: the outcome with it less that now."""
        reading, weights = self.before.reading, self.before.weights
        if self.additive:
            worth = importances(reading.network, reading.solved, weights)[self.service] * self.steps
            return np.asarray(sets @ worth)
        case, action = np.nonzero(sets)
        rises = rises_at_the_end(
            reading, weights, Cases(len(sets), case, self.service[action], self.own[action])
        )
        return np.maximum(-rises, 0.0)

    def costs(self, sets: Bools) -> Floats:
        """(sets,) what each costs, summed exactly."""
        costs = self.cost.tolist()
        return np.array([math.fsum(costs[i] for i in np.flatnonzero(row)) for row in sets])

    def allowed(self, sets: Bools) -> Bools:
        """(sets,) whether each has what it needs, nothing it excludes, one action a service."""
        fine = np.ones(len(sets), dtype=bool)
        for one, other in self.needs:
            fine &= ~sets[:, one] | sets[:, other]
        for one, other in self.excludes:
            fine &= ~(sets[:, one] & sets[:, other])
        for group in self.groups:
            fine &= sets[:, list(group)].sum(axis=1) <= 1
        return fine

    def chosen(self, one: Bools) -> tuple[Action, ...]:
        """The actions of a set."""
        return tuple(self.actions[i] for i in np.flatnonzero(one))


def within(budget: float) -> float:
    """The most that a set of this budget may cost: sums of decimals miss by their last digit."""
    return budget * (1 + _LAST_DIGIT)


def options_of(before: Solution) -> Options:
    """The actions of a solved chain."""
    reading = before.reading
    services = [service for service in before.chain.services.values() if service.improve]
    every = sorted(
        (action for service in services for action in service.improve), key=lambda action: action.id
    )
    at = before.places(action.service for action in every)
    own = np.minimum(reading.own[at], [1.0 - action.quality for action in every])
    useful = (reading.own[at] - own > TIE) & _reaching(before)[at]
    kept = _with_needed(every, useful)
    index = {every[i].id: place for place, i in enumerate(kept)}
    unmeasured = set(before.unmeasured)
    return Options(
        before=before,
        actions=tuple(every[i] for i in kept),
        service=at[kept],
        own=own[kept],
        cost=np.array([every[i].cost for i in kept], dtype=float),
        needs=_pairs([every[i] for i in kept], index, "needs"),
        excludes=_pairs([every[i] for i in kept], index, "excludes"),
        idle=tuple(
            action
            for i, action in enumerate(every)
            if not useful[i] and action.service not in unmeasured
        ),
        unmeasured=tuple(action for action in every if action.service in unmeasured),
    )


def _with_needed(every: Sequence[Action], useful: Bools) -> list[int]:
    """Indices of the useful actions and of all that they need."""
    number = {action.id: i for i, action in enumerate(every)}
    needs = {action.id: action.needs for action in every}
    kept = set(np.flatnonzero(useful).tolist())
    for i in np.flatnonzero(useful).tolist():
        kept |= {number[other] for other in all_needed(every[i].id, needs)}
    return sorted(kept)


def _pairs(kept: Sequence[Action], index: dict[str, int], name: str) -> tuple[tuple[int, int], ...]:
    """The pairs that actions name; whom nobody would choose is of no account."""
    return tuple(
        (index[action.id], index[other])
        for action in kept
        for other in getattr(action, name)
        if other in index
    )


def _reaching(before: Solution) -> Bools:
    """(services,) whether a customer who counts can be reached, whatever counts most now."""
    network = before.reading.network
    passing = (before.reading.effective > 0) | network.bounding  # what bounds passes on at any
    return reached_from(before.weights > 0, network.customer[passing], network.provider[passing])[
        network.customer
    ]
