"""How often do lines cross, and what would one more line cross? In several orders at once."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from valuechain.geometry.grid import Floats, Grid, Ints, Line


class Crossings:
    """Several orders of the same grid, side by side, and what crosses in each.

    A *slot* p of a column lies above the item at position p; a column of n items has the slots 0 ..
    n. For each gap between columns, ``table[o, p, q]`` counts the lines of order o that leave above
    slot p and arrive above slot q: from it follows how many lines a new one from slot p to slot q
    would cross, those that leave above and arrive below or the reverse.

    Attributes:
        grid: items in columns.
        count: how many orders there are.
        position: for each column, (orders, items) the position of each of its items.
    """

    def __init__(self, grid: Grid, keys: Floats) -> None:
        self.grid = grid
        self.count: int = len(keys)
        self.position: list[Ints] = [ranks(keys[:, items]) for items in grid.columns]
        self._sizes = [len(items) for items in grid.columns]
        self._of_node: list[list[int]] = [[] for _ in range(grid.nodes)]
        self._segments: list[list[tuple[int, int]]] = []
        self._collect_segments()
        self._each = np.arange(self.count)
        self._tables: list[Floats | None] = [None] * len(self._sizes)
        self._crossed: list[Floats] = []

    def _collect_segments(self) -> None:
        """For each gap, the ends and weights of its segments; for each line, its segments."""
        ends: list[list[tuple[int, int, float]]] = [[] for _ in self.grid.columns]
        place, column = self.grid.place, self.grid.column
        for number, line in enumerate(self.grid.lines):
            self._of_node[line.left].append(number)
            self._of_node[line.right].append(number)
            self._segments.append([(column[a], len(ends[column[a]])) for a in line.stations[:-1]])
            for (gap, _), (a, b) in zip(self._segments[-1], pairwise(line.stations), strict=True):
                ends[gap].append((place[a], place[b], line.weight))
        for numbers in self._of_node:
            numbers.sort(key=lambda number: len(self.grid.lines[number].passages))
        columns = [np.array(found, dtype=float).reshape(-1, 3).T for found in ends]
        self._from = [found[0].astype(np.intp) for found in columns]
        self._to = [found[1].astype(np.intp) for found in columns]
        self._weight = [found[2].copy() for found in columns]

    def measure(self) -> None:
        """Count all crossings anew."""
        self._each = np.arange(self.count)
        self._tables = [None] * len(self._sizes)
        self._crossed = [self._count_crossings(gap) for gap in range(len(self._sizes) - 1)]

    def crossings(self) -> Floats:
        """(orders,) how often lines cross, each bundle as often as it holds edges."""
        return np.asarray(np.sum([np.zeros(self.count), *self._crossed], axis=0))

    # What changes

    def _place(self, at: int, position: Ints) -> None:
        self.position[at] = position
        self._tables[at] = None
        if at:
            self._tables[at - 1] = None

    def _weigh(self, number: int, weight: int) -> None:
        """Let a line count, or with weight 0 not."""
        for gap, segment in self._segments[number]:
            self._weight[gap][segment] = weight
            self._tables[gap] = None

    # What a line crosses

    def _ends(self, gap: int) -> tuple[Ints, Ints]:
        """(orders, segments) the positions at which the segments of a gap start and end."""
        start = self.position[gap][:, self._from[gap]]
        return start, self.position[gap + 1][:, self._to[gap]]

    def _table(self, gap: int) -> Floats:
        known = self._tables[gap]
        if known is not None:
            return known
        shape = (self.count, self._sizes[gap] + 1, self._sizes[gap + 1] + 1)
        table: NDArray[Any] = np.zeros(shape, dtype=np.float32)  # half the size, and as exact
        start, end = self._ends(gap)
        table[self._each[:, None], start + 1, end + 1] = self._weight[gap]
        np.add.accumulate(table, 1, out=table)
        np.add.accumulate(table, 2, out=table)
        self._tables[gap] = table
        return table

    def _count_crossings(self, gap: int) -> Floats:
        table, each = self._table(gap), self._each[:, None]
        start, end = self._ends(gap)
        crossed = table[each, -1, end] - table[each, start + 1, end]
        return np.asarray((crossed * self._weight[gap]).sum(1), dtype=float)

    def _departure(self, gap: int, node: int) -> Floats:
        """(orders, slots) what a line crosses from a node to each slot of the next column."""
        table, at = self._table(gap), self.position[gap][:, self.grid.place[node]]
        row = table[self._each, at]
        return row[:, -1:] - row + table[:, -1] - table[self._each, at + 1]

    def _arrival(self, gap: int, node: int) -> Floats:
        """(orders, slots) what a line crosses from each slot to a node in the next column."""
        table, at = self._table(gap), self.position[gap + 1][:, self.grid.place[node]]
        column = table[self._each, :, at]
        return table[:, :, -1] - table[self._each, :, at + 1] + column[:, -1:] - column

    def _reach_from_left(
        self, line: Line, column: int
    ) -> tuple[Floats, list[tuple[Floats, Floats]]]:
        """What a line crosses at least from its left end to each slot, and how that came about."""
        gap = self.grid.column[line.left]
        cost = self._departure(gap, line.left)
        steps = []
        for passed in range(gap + 1, column):
            table = self._table(passed)
            steps.append((cost, table))
            cost = ((cost + table[:, :, -1])[:, :, None] - 2 * table).min(1) + table[:, -1]
        return cost, steps

    def _reach_from_right(self, line: Line, column: int) -> Floats:
        """What a line crosses at least from each slot of a column to its right end."""
        gap = self.grid.column[line.right] - 1
        cost = self._arrival(gap, line.right)
        for passed in range(gap - 1, column - 1, -1):
            table = self._table(passed)
            cost = ((cost + table[:, -1])[:, None, :] - 2 * table).min(2) + table[:, :, -1]
        return cost


def ranks(keys: NDArray[np.floating[Any]]) -> Ints:
    """(orders, items) the position of each item when sorted by its key."""
    return keys.argsort(1, kind="stable").argsort(1)
