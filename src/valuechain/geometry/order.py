"""Who stands above whom within a column, so that few lines cross.

A good order is found by trying several at once. Each is improved by moving one node after another,
*with all its lines*, to the place where it crosses least; a line that spans several columns is laid
by dynamic programming over all places between lines that it could pass through. All orders are kept
side by side in arrays of shape (orders, ...), so that a step costs hardly more for eight of them
than for one; after each sweep the best third is kept (successive halving, only faster).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from valuechain.geometry.crossings import Crossings, ranks
from valuechain.geometry.grid import Floats, Grid, Ints, Line

SWEEPS = 3
"""Times that every node is moved, at most."""
MOST_WORK = 3_000_000_000
"""Entries of tables looked at in all: about ten seconds.

Counted beforehand, so that the result is the same on every machine.
"""


def ordered(grid: Grid, keys: Floats) -> tuple[int, list[Ints]]:
    """The least crossings found, and for each column the position of each of its items.

    Args:
        grid: items in columns.
        keys: (orders, items) where to start from: within a column, smaller stands further up.
    """
    orders = Orders(grid, keys)
    orders.gather()
    sweeps = min(SWEEPS, MOST_WORK // (orders.work() + 1))
    if not sweeps:  # the first order as it was gathered
        return 0, [position[0] for position in orders.position]
    orders.measure()
    before = -1
    for sweep in range(sweeps):
        if sweep:
            orders.thin_out()
        orders.move_all((-1) ** sweep)
        crossings = int(orders.crossings().min())
        if orders.count == 1 and crossings in (0, before):
            break
        before = crossings
    return orders.best()


class Orders(Crossings):
    """Several orders of the same grid while they are being improved."""

    position: list[Ints]
    count: int

    def __init__(self, grid: Grid, keys: Floats) -> None:
        super().__init__(grid, keys)
        self._grouped = max(grid.group, default=-1) >= 0
        self._rank: list[Floats] = []
        self._group = [np.array([grid.group[item] for item in items]) for items in grid.columns]
        self._reach = [self._columns_near(node) for node in range(grid.nodes)]
        self._clock = 1
        self._changed = [1] * len(grid.columns)
        self._moved = [0] * grid.nodes

    def _columns_near(self, node: int) -> tuple[int, int]:
        """The columns whose order the best place of a node depends on."""
        lines = [self.grid.lines[number] for number in self._of_node[node]]
        ends = [end for line in lines for end in (line.left, line.right)]
        at = [self.grid.column[end] for end in (node, *ends)]
        return max(0, min(at) - 1), min(len(self._sizes) - 1, max(at) + 1)

    def work(self) -> int:
        """About how many entries of tables one sweep looks at."""
        pairs = [len(left) * len(right) for left, right in pairwise(self.grid.columns)]
        return 4 * self.count * sum(pairs[gap] * len(self._from[gap]) for gap in range(len(pairs)))

    def best(self) -> tuple[int, list[Ints]]:
        """The crossings and the positions of the best order."""
        crossings = self.crossings()
        chosen = int(crossings.argmin())
        return int(crossings[chosen]), [position[chosen] for position in self.position]

    def thin_out(self) -> None:
        """Keep the best third."""
        if self.count > 1:
            kept = np.argsort(self.crossings(), kind="stable")[: max(1, self.count // 3)]
            self.position = [np.asarray(position[kept]) for position in self.position]
            self._rank = [np.asarray(rank[kept]) for rank in self._rank]
            self.count = len(kept)
            self.measure()

    # A first guess: everything towards the mean of its neighbours

    def gather(self) -> None:
        """Two sweeps of the barycentre heuristic (Sugiyama, Tagawa & Toda 1981), groups apart."""
        last = len(self._sizes) - 1
        for _ in range(2):
            for at in range(1, last + 1):
                self._to_mean(at, at - 1, self._to[at - 1], self._from[at - 1])
            for at in range(last - 1, -1, -1):
                self._to_mean(at, at + 1, self._from[at], self._to[at])
        if self._grouped:
            self._part_groups()

    def _to_mean(self, at: int, beside: int, here: Ints, there: Ints) -> None:
        """Order a column by the means of its neighbours in the column beside.

        The segments between join the items `here` to those `there`.
        """
        size, weight = self._sizes[at], self._weight[min(at, beside)]
        cells = (here + size * self._each[:, None]).ravel()
        total = np.bincount(
            cells, (self.position[beside][:, there] * weight).ravel(), size * self.count
        ).reshape(-1, size)
        degree = np.bincount(here, weight, size)
        alone = (self.position[at] + 0.5) * (self._sizes[beside] / size) - 0.5
        mean = np.where(degree > 0, total / np.maximum(degree, 1e-9), alone)
        self.position[at] = ranks(mean + 1e-7 * self.position[at])

    def _part_groups(self) -> None:
        """In every column, groups one after the other, in each order as in all its columns.

        Who has no group has a rank of its own, between those of its neighbours.
        """
        heights = [
            (position + 0.5) / size
            for position, size in zip(self.position, self._sizes, strict=True)
        ]
        groups = max(self.grid.group) + 1
        total, held = np.zeros((self.count, groups)), np.zeros(groups)
        for at, group in enumerate(self._group):
            for place in np.flatnonzero(group >= 0):
                total[:, group[place]] += heights[at][:, place]
                held[group[place]] += 1
        mean = total / np.maximum(held, 1)
        self._rank = []
        for at, group in enumerate(self._group):
            rank = np.where(group >= 0, mean[:, group] + 1e-6 * group, heights[at])
            nodes = np.array(self.grid.columns[at]) < self.grid.nodes
            self._rank.append(np.where(nodes | (group >= 0), rank, np.nan))
            self.position[at] = ranks(rank + 1e-9 * heights[at])

    # One node after the other

    def move_all(self, direction: int) -> None:
        """Move every node: column by column to the right, or with direction -1 to the left."""
        column = self.grid.column
        for node in sorted(
            range(self.grid.nodes), key=lambda node: (direction * column[node], node)
        ):
            self.move(node)

    def move(self, node: int) -> None:
        """Take a node and all its lines out, and put them back where they cross least.

        That never crosses more than before: alone, each line does as well as it can from the best
        place together, and two lines that leave the same node need not cross each other (where they
        would, they can swap the rest of their ways).
        """
        numbers = self._of_node[node]
        first, last = self._reach[node]
        if not numbers or max(self._changed[first : last + 1]) <= self._moved[node]:
            return
        at = self.grid.column[node]
        before = self.position[first : last + 1]
        for number in numbers:
            self._weigh(number, 0)
        lines = [self.grid.lines[number] for number in numbers]
        cost = np.sum([self._alone(line, node, at) for line in lines], axis=0)
        if self._grouped:
            cost = cost + self._forbidden(node, at)
        self._shift(node, np.argmin(cost, axis=1))
        for number in numbers:
            self._lay(number)
        self._clock += 1
        self._moved[node] = self._clock
        self._recount(
            [first + i for i, old in enumerate(before) if self.position[first + i] is not old]
        )

    def _alone(self, line: Line, node: int, at: int) -> Floats:
        """(orders, slots) what a line crosses at least if its node stood in each slot.

        As often as it holds edges.
        """
        if line.right == node:
            return line.weight * self._reach_from_left(line, at)[0]
        return line.weight * self._reach_from_right(line, at)

    def _recount(self, changed: list[int]) -> None:
        """Count again what crosses beside these columns.

        Where nothing was won, nobody need be moved again for it.
        """
        won = False
        for gap in self._gaps_beside(changed):
            crossed = self._count_crossings(gap)
            won = won or bool((crossed != self._crossed[gap]).any())
            self._crossed[gap] = crossed
        if won:
            for column in changed:
                self._changed[column] = self._clock

    def _gaps_beside(self, columns: Iterable[int]) -> list[int]:
        beside = {gap for column in columns for gap in (column - 1, column)}
        return sorted(beside & set(range(len(self._crossed))))

    def _forbidden(self, node: int, at: int) -> Floats:
        """(orders, slots) infinite where a node would tear groups apart, or its own out of line."""
        rank = np.full((self.count, self._sizes[at]), np.nan)
        others = self._rank[at].copy()
        others[:, self.grid.place[node]] = np.nan
        np.put_along_axis(rank, self.position[at], others, 1)
        bound = np.full((self.count, 1), np.inf)
        above = np.concatenate([-bound, np.fmax.accumulate(np.fmax(rank, -np.inf), 1)], 1)
        below = np.concatenate(
            [np.fmin.accumulate(np.fmin(rank, np.inf)[:, ::-1], 1)[:, ::-1], bound], 1
        )
        self._gap_ranks = above, below
        own = self._rank[at][:, [self.grid.place[node]]]
        wrong = above == below
        if self.grid.group[node] >= 0:
            wrong = (above > own) | (below < own)
        return np.where(wrong, np.inf, 0.0)

    def _shift(self, item: int, slot: Ints) -> None:
        """Move an item into a slot of its column."""
        at, place = self.grid.column[item], self.grid.place[item]
        position = self.position[at]
        old = position[:, place]
        new = slot - (slot > old)
        if item < self.grid.nodes and self._grouped and self.grid.group[item] < 0:
            self._rank[at] = self._rank[at].copy()
            self._rank[at][:, place] = _between(
                *(bound[self._each, slot] for bound in self._gap_ranks)
            )
        if (new == old).all():
            return
        new, old = new[:, None], old[:, None]
        moved = (
            position
            + ((position >= new) & (position < old))
            - ((position > old) & (position <= new))
        )
        moved[:, place] = new[:, 0]
        self._place(at, moved)

    def _lay(self, number: int) -> None:
        """Let a line pass where it crosses least, by dynamic programming from left to right."""
        line = self.grid.lines[number]
        if line.passages:
            column = self.grid.column[line.right]
            cost, steps = self._reach_from_left(line, column - 1)
            slot = (cost + self._arrival(column - 1, line.right)).argmin(1)
            for passage in reversed(line.passages):
                self._shift(passage, slot)
                if steps:
                    cost, table = steps.pop()
                    slot = (cost + table[:, :, -1] - 2 * table[self._each, :, slot]).argmin(1)
        self._weigh(number, line.weight)


def _between(above: Floats, below: Floats) -> Floats:
    """A rank between two; just beyond the one there is where the other is infinite."""
    with np.errstate(invalid="ignore"):
        middle = (above + below) / 2
    return np.where(
        np.isinf(above),
        np.where(np.isinf(below), 0.0, below - 1),
        np.where(np.isinf(below), above + 1, middle),
    )
