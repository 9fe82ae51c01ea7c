"""What do services win the customers together? Links, teams and departments as groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np

from valuechain.analysis.solution import Solution
from valuechain.solve.network import Floats, Ints
from valuechain.tolerances import FAVOUR

Name: TypeAlias = tuple[str, ...]
"""What the services of a group have in common."""
_SOME = 16  # groups solved at once where not all are
_MOST_TIES = 100  # groups that are looked at because they may tie with the best


@dataclass(frozen=True, eq=False)
class Groups:
    """The measured services of a chain, by what they have in common.

    Attributes:
        solution: of the chain.
        group: (services,) the number of the group of each, in the order of solution, -1 for none.
        codes: (groups,) of each.
        called: the name of the group of a code.
    """

    solution: Solution
    group: Ints
    codes: Ints
    called: Callable[[int], Name]

    def __len__(self) -> int:
        return len(self.codes)

    def name(self, number: int) -> Name:
        """Of a group: of very many, nearly all are never named."""
        return self.called(int(self.codes[number]))

    @cached_property
    def names(self) -> list[Name]:
        """Of all groups, by number."""
        return list(map(self.called, self.codes.tolist()))

    @classmethod
    def by(cls, solution: Solution, code: Ints, called: Callable[[int], Name]) -> Groups:
        """By the (services,) code of each, in the order of solution, -1 for none.

        What nobody measured is in none.
        """
        known = np.flatnonzero(solution.reading.observations.scored & (code >= 0))
        codes, numbers = np.unique(code[known], return_inverse=True)
        group = np.full(len(code), -1, dtype=np.intp)
        group[known] = numbers.ravel()
        return cls(solution, group, codes, called)

    @cached_property
    def members(self) -> dict[Name, tuple[str, ...]]:
        """The ids of the services of each group, in file order, by its name."""
        return dict(zip(self.names, self.members_of(self.everyone), strict=True))

    def members_of(self, some: Ints) -> list[tuple[str, ...]]:
        """The ids of the services of some groups, in file order."""
        chosen = np.full(len(self) + 1, -1, dtype=np.intp)  # the last is for no group
        chosen[some] = np.arange(len(some))
        numbers = self.solution.in_file_order(chosen[self.group])
        ids = list(self.solution.chain.services)
        found: list[list[str]] = [[] for _ in some]
        for at in np.flatnonzero(numbers >= 0).tolist():
            found[numbers[at]].append(ids[at])
        return list(map(tuple, found))

    @property
    def everyone(self) -> Ints:
        """The numbers of all groups."""
        return np.arange(len(self))

    def won(self, some: Ints) -> tuple[Floats, Floats]:
        """(some,) what these groups win: as good as can be reached, and perfect."""
        chosen = np.full(len(self) + 1, -1, dtype=np.intp)  # the last is for no group
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
        sums = np.bincount(self.group[kept], weights=fall, minlength=len(self))
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

    Exact for those known, and for all that may be the best of their case, or tie with it; of very
    many that may tie, for some.

    Args:
        most: (groups, cases) bounds.
        known: (cases,) of some groups.
        exactly: of a group and a case each, what is won.
    """
    gains, solved = most.copy(), np.zeros(most.shape, dtype=bool)
    for number, values in known.items():
        gains[number], solved[number] = values, True
    best = np.where(solved, gains, 0.0).max(axis=0, initial=0.0)
    rounds = 0
    while True:
        left = np.where(solved, 0.0, most)
        group = left.argmax(axis=0) if len(left) else np.zeros(len(best), dtype=np.intp)
        highest = left.max(axis=0, initial=0.0)
        rivals = highest > best if rounds > _MOST_TIES else highest >= best - FAVOUR
        waiting = np.flatnonzero(rivals & (highest > 0.0))
        if not len(waiting):
            return gains
        rounds += 1
        group = group[waiting]
        gains[group, waiting] = exactly(group, waiting)
        solved[group, waiting] = True
        best[waiting] = np.maximum(best[waiting], gains[group, waiting])


def links_of(solution: Solution) -> Groups:
    """The links of a chain."""
    network, parties = solution.reading.network, _parties(solution)
    code = network.provider * len(parties) + network.customer

    def called(code: int) -> Name:
        return parties[code // len(parties)], parties[code % len(parties)]

    return Groups.by(solution, code, called)


def teams_of(solution: Solution) -> Groups:
    """Its providers."""
    parties = _parties(solution)
    return Groups.by(solution, solution.reading.network.provider, lambda code: (parties[code],))


def departments_of(solution: Solution) -> Groups:
    """Its departments."""
    of_party = [solution.chain.parties[party].group for party in _parties(solution)]
    names = sorted(set(of_party) - {""})
    number = {name: i for i, name in enumerate(names)}
    codes = np.array([number.get(name, -1) for name in of_party], dtype=np.intp)
    provider = solution.reading.network.provider
    return Groups.by(solution, codes[provider], lambda code: (names[code],))


def _parties(solution: Solution) -> list[str]:
    """The ids of the parties by position."""
    ids = list(solution.chain.parties)
    return [ids[i] for i in solution.reading.network.order.tolist()]
