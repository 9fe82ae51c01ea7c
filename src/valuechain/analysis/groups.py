"""What do services win the customers together? Links, teams and departments as groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np

from valuechain.analysis.solution import Solution
from valuechain.model.parts import Service
from valuechain.solve.network import Floats, Ints

Name: TypeAlias = tuple[str, ...]
"""What the services of a group have in common."""
AS_GOOD = 0.9
"""Part of what the first wins from which on another group is as good as it."""
_SOME = 16  # groups solved at once where not all are


@dataclass(frozen=True, eq=False)
class Groups:
    """The measured services of a chain, by what they have in common.

    Attributes:
        solution: of the chain.
        members: the ids of the services of each group, in file order, by its name.
        group: (services,) the number of the group of each, in the order of solution, -1 for none.
    """

    solution: Solution
    members: dict[Name, tuple[str, ...]]
    group: Ints

    @classmethod
    def by(cls, solution: Solution, key: Callable[[Service], Name]) -> Groups:
        """By a key; a service whose key is all empty is in none."""
        scored = solution.in_file_order(solution.reading.observations.scored).tolist()
        members: dict[Name, list[str]] = {}
        number: dict[Name, int] = {}
        group = np.full(len(scored), -1, dtype=np.intp)
        services = solution.chain.services.values()
        for at, (service, known) in enumerate(zip(services, scored, strict=True)):
            own = key(service)
            if known and any(own):
                group[at] = number.setdefault(own, len(number))
                members.setdefault(own, []).append(service.id)
        of_each = {name: tuple(ids) for name, ids in members.items()}
        return cls(solution, of_each, group[solution.reading.network.services])

    @cached_property
    def names(self) -> list[Name]:
        """Of all groups, by number."""
        return list(self.members)

    @property
    def everyone(self) -> Ints:
        """The numbers of all groups."""
        return np.arange(len(self.names))

    def won(self, some: Ints) -> tuple[Floats, Floats]:
        """(some,) what these groups win: as good as can be reached, and perfect."""
        chosen = np.full(len(self.names) + 1, -1, dtype=np.intp)  # the last is for no group
        chosen[some] = np.arange(len(some))
        changes, reading = self.solution.changes, self.solution.reading
        group = chosen[self.group]
        gains = changes.won(group, reading.reached, len(some))
        perfect = changes.won(group, np.zeros(len(group)), len(some))
        return gains, np.maximum(perfect, gains)

    def promising(self) -> Iterator[tuple[Ints, Floats]]:
        """Some groups after the other, with what each can win at most, the largest first.

        No group wins more than its slopes say.
        """
        changes, reading = self.solution.changes, self.solution.reading
        kept = self.group >= 0
        fall = (changes.importance * (reading.own - reading.reached))[kept]
        sums = np.bincount(self.group[kept], weights=fall, minlength=len(self.names))
        most = np.asarray(sums, dtype=float)
        order = np.argsort(-most, kind="stable")
        for first in range(0, len(order), _SOME):
            some = order[first : first + _SOME]
            yield some, most[some]


def sums_of_groups(values: Floats, group: Ints, groups: int) -> Floats:
    """(groups, cases) sums of the (services, cases) values of each group; -1 is none."""
    kept = np.flatnonzero(group >= 0)
    kept = kept[np.argsort(group[kept], kind="stable")]
    if not len(kept):
        return np.zeros((groups, values.shape[1]))
    starts = np.searchsorted(group[kept], np.arange(groups))
    return np.asarray(np.add.reduceat(values[kept], starts, axis=0), dtype=float)


def best_exactly(
    most: Floats, known: Mapping[int, Floats], exactly: Callable[[Ints, Ints], Floats]
) -> Floats:
    """(groups, cases) what groups win where they win no more than `most`.

    Exact for those known, and for all that may be the best of their case.

    Args:
        most: (groups, cases) bounds.
        known: (cases,) of some groups.
        exactly: of a group and a case each, what is won.
    """
    gains, solved = most.copy(), np.zeros(most.shape, dtype=bool)
    for number, values in known.items():
        gains[number], solved[number] = values, True
    best = np.where(solved, gains, 0.0).max(axis=0, initial=0.0)
    while True:
        left = np.where(solved, 0.0, most)
        group = left.argmax(axis=0) if len(left) else np.zeros(len(best), dtype=np.intp)
        waiting = np.flatnonzero(left.max(axis=0, initial=0.0) > best)
        if not len(waiting):
            return gains
        group = group[waiting]
        gains[group, waiting] = exactly(group, waiting)
        solved[group, waiting] = True
        best[waiting] = np.maximum(best[waiting], gains[group, waiting])


def links_of(solution: Solution) -> Groups:
    """The links of a chain."""
    return Groups.by(solution, lambda service: (service.provider, service.customer))


def teams_of(solution: Solution) -> Groups:
    """Its providers."""
    return Groups.by(solution, lambda service: (service.provider,))


def departments_of(solution: Solution) -> Groups:
    """Its departments."""
    parties = solution.chain.parties
    return Groups.by(solution, lambda service: (parties[service.provider].group,))
