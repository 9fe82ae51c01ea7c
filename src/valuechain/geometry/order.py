"""Who stands above whom within a column, so that few lines cross.

A good order is found by trying several at once. Each is improved by moving one party after another,
*with all its lines*, to the place where it crosses least; a line that spans several columns is laid
by dynamic programming over all places between lines that it could pass through. All orders are kept
side by side in arrays of shape (orders, ...), so that a step costs hardly more for eight of them
than for one; after each sweep the best third is kept (successive halving, only faster).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from valuechain.geometry.grid import Floats, Grid, Ints, Line

SWEEPS = 3
"""Times that every party is moved, at most."""
MOST_WORK = 3_000_000_000
"""Entries of tables looked at in all, counted beforehand, so that the result is the same on every machine; about ten seconds."""


def ordered(grid: Grid, keys: Floats) -> tuple[int, list[Ints]]:
    """The least crossings found, and the order that has them: for each column, the position of each of its items.

    Args:
        grid: items in columns.
        keys: (orders, items) where to start from: within a column, smaller stands further up.
    """
    orders = Orders(grid, keys)
    orders.gather()
    sweeps = min(SWEEPS, MOST_WORK // (orders.work() + 1))
    if not sweeps:
        return 0, [
            position[0] for position in orders.position
        ]  # the first order as it was gathered
    orders.measure()
    before = -1
    for sweep in range(sweeps):
        if sweep:
            orders.thin_out()
        parties = sorted(
            range(grid.parties), key=lambda party: ((-1) ** sweep * grid.column[party], party)
        )
        for party in parties:
            orders.move(party)
        crossings = int(orders.crossings().min())
        if orders.count == 1 and crossings in (0, before):
            break
        before = crossings
    return orders.best()


class Orders:
    """Several orders of the same grid, side by side, while they are being improved.

    A *slot* p of a column lies above the item at position p; a column of n items has the slots 0 ..
    n. For each gap between columns, ``table[o, p, q]`` counts the lines of order o that leave above
    slot p and arrive above slot q: from it follows how many lines a new one from slot p to slot q
    would cross, those that leave above and arrive below or the reverse.
    """

    def __init__(self, grid: Grid, keys: Floats) -> None:
        self.grid = grid
        self.count: int = len(keys)
        self.position: list[Ints] = [_ranks(keys[:, items]) for items in grid.columns]
        self._sizes = [len(items) for items in grid.columns]
        self._of_party: list[list[int]] = [[] for _ in range(grid.parties)]
        self._segments: list[list[tuple[int, int]]] = []
        self._collect_segments()
        self._grouped = max(grid.group, default=-1) >= 0
        self._rank: list[Floats] = []
        self._group = [np.array([grid.group[item] for item in items]) for items in grid.columns]
        self._reach = [self._columns_near(party) for party in range(grid.parties)]
        self._clock = 1
        self._changed = [1] * len(grid.columns)
        self._moved = [0] * grid.parties
        self._each = np.arange(self.count)
        self._tables: list[Floats | None] = [None] * len(self._sizes)
        self._crossed: list[Floats] = []

    def _collect_segments(self) -> None:
        """For each gap, where its segments start and end and how many services each is; for each line, its segments."""
        ends: list[list[tuple[int, int, float]]] = [[] for _ in self.grid.columns]
        place, column = self.grid.place, self.grid.column
        for number, line in enumerate(self.grid.lines):
            self._of_party[line.left].append(number)
            self._of_party[line.right].append(number)
            self._segments.append([(column[a], len(ends[column[a]])) for a in line.stations[:-1]])
            for (gap, _), (a, b) in zip(self._segments[-1], pairwise(line.stations), strict=True):
                ends[gap].append((place[a], place[b], line.weight))
        for numbers in self._of_party:
            numbers.sort(key=lambda number: len(self.grid.lines[number].passages))
        columns = [np.array(found, dtype=float).reshape(-1, 3).T for found in ends]
        self._from = [found[0].astype(np.intp) for found in columns]
        self._to = [found[1].astype(np.intp) for found in columns]
        self._weight = [found[2].copy() for found in columns]

    def _columns_near(self, party: int) -> tuple[int, int]:
        """The columns whose order the best place of a party depends on."""
        ends = [
            end
            for number in self._of_party[party]
            for end in (self.grid.lines[number].left, self.grid.lines[number].right)
        ]
        at = [self.grid.column[end] for end in (party, *ends)]
        return max(0, min(at) - 1), min(len(self._sizes) - 1, max(at) + 1)

    def measure(self) -> None:
        """Count all crossings anew."""
        self._each = np.arange(self.count)
        self._tables = [None] * len(self._sizes)
        self._crossed = [self._count_crossings(gap) for gap in range(len(self._sizes) - 1)]

    def work(self) -> int:
        """About how many entries of tables one sweep looks at."""
        pairs = [len(left) * len(right) for left, right in pairwise(self.grid.columns)]
        return 4 * self.count * sum(pairs[gap] * len(self._from[gap]) for gap in range(len(pairs)))

    # What is known of all orders

    def crossings(self) -> Floats:
        """(orders,) how often lines cross, each bundle as often as it holds services."""
        return np.sum(self._crossed, axis=0) if self._crossed else np.zeros(self.count)

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
        """Two sweeps of the barycentre heuristic (Sugiyama, Tagawa & Toda 1981), then departments apart."""
        last = len(self._sizes) - 1
        for _ in range(2):
            for at in range(1, last + 1):
                self._to_mean(at, at - 1)
            for at in range(last - 1, -1, -1):
                self._to_mean(at, at + 1)
        if self._grouped:
            self._part_departments()

    def _to_mean(self, at: int, beside: int) -> None:
        gap = min(at, beside)
        here, there = (
            (self._from[gap], self._to[gap]) if at == gap else (self._to[gap], self._from[gap])
        )
        size, weight = self._sizes[at], self._weight[gap]
        cells = (here + size * self._each[:, None]).ravel()
        total = np.bincount(
            cells, (self.position[beside][:, there] * weight).ravel(), size * self.count
        ).reshape(-1, size)
        degree = np.bincount(here, weight, size)
        alone = (self.position[at] + 0.5) * (self._sizes[beside] / size) - 0.5
        mean = np.where(degree > 0, total / np.maximum(degree, 1e-9), alone)
        self.position[at] = _ranks(mean + 1e-7 * self.position[at])

    def _part_departments(self) -> None:
        """In every column, departments one after the other; their order, for each of the orders, is the same in all columns.

        Who has no department has a rank of its own, between those of its neighbours.
        """
        heights = [
            (position + 0.5) / size
            for position, size in zip(self.position, self._sizes, strict=True)
        ]
        departments = max(self.grid.group) + 1
        total, held = np.zeros((self.count, departments)), np.zeros(departments)
        for at, group in enumerate(self._group):
            for place in np.flatnonzero(group >= 0):
                total[:, group[place]] += heights[at][:, place]
                held[group[place]] += 1
        mean = total / np.maximum(held, 1)
        self._rank = []
        for at, group in enumerate(self._group):
            rank = np.where(group >= 0, mean[:, group] + 1e-6 * group, heights[at])
            parties = np.array(self.grid.columns[at]) < self.grid.parties
            self._rank.append(np.where(parties | (group >= 0), rank, np.nan))
            self.position[at] = _ranks(rank + 1e-9 * heights[at])

    # One party after the other

    def move(self, party: int) -> None:
        """Take a party and all its lines out, and put them back where they cross least.

        That never crosses more than before: alone, each line does as well as it can from the best
        place together, and two lines that leave the same party need not cross each other (where
        they would, they can swap the rest of their ways).
        """
        numbers = self._of_party[party]
        first, last = self._reach[party]
        if not numbers or max(self._changed[first : last + 1]) <= self._moved[party]:
            return
        at = self.grid.column[party]
        before = self.position[first : last + 1]
        for number in numbers:
            self._weigh(number, 0)
        cost = np.sum(
            [self._alone(self.grid.lines[number], party, at) for number in numbers], axis=0
        )
        self._shift(
            party, np.argmin(cost + self._forbidden(party, at) if self._grouped else cost, axis=1)
        )
        for number in numbers:
            self._lay(number)
        self._clock += 1
        self._moved[party] = self._clock
        self._recount(
            [first + i for i, old in enumerate(before) if self.position[first + i] is not old]
        )

    def _alone(self, line: Line, party: int, at: int) -> Floats:
        """(orders, slots) what a line crosses at least if its party stood in each slot, as often as it holds services."""
        return line.weight * (
            self._reach_from_left(line, at)[0]
            if line.right == party
            else self._reach_from_right(line, at)
        )

    def _recount(self, changed: list[int]) -> None:
        """Count again what crosses beside these columns; where nothing was won, nobody need be moved again for it."""
        won = False
        for gap in sorted(
            {
                gap
                for column in changed
                for gap in (column - 1, column)
                if 0 <= gap < len(self._crossed)
            }
        ):
            crossed = self._count_crossings(gap)
            won = won or bool((crossed != self._crossed[gap]).any())
            self._crossed[gap] = crossed
        for column in changed if won else ():
            self._changed[column] = self._clock

    def _forbidden(self, party: int, at: int) -> Floats:
        """(orders, slots) infinite where a party would tear a department apart, or its own out of line."""
        rank = np.full((self.count, self._sizes[at]), np.nan)
        others = self._rank[at].copy()
        others[:, self.grid.place[party]] = np.nan
        np.put_along_axis(rank, self.position[at], others, 1)
        bound = np.full((self.count, 1), np.inf)
        above = np.concatenate([-bound, np.fmax.accumulate(np.fmax(rank, -np.inf), 1)], 1)
        below = np.concatenate(
            [np.fmin.accumulate(np.fmin(rank, np.inf)[:, ::-1], 1)[:, ::-1], bound], 1
        )
        own = self._rank[at][:, [self.grid.place[party]]]
        wrong = (above > own) | (below < own) if self.grid.group[party] >= 0 else above == below
        self._gap_ranks = above, below
        return np.where(wrong, np.inf, 0.0)

    def _shift(self, item: int, slot: Ints) -> None:
        """Move an item into a slot of its column."""
        at, place = self.grid.column[item], self.grid.place[item]
        position = self.position[at]
        old = position[:, place]
        new = slot - (slot > old)
        if item < self.grid.parties and self._grouped and self.grid.group[item] < 0:
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

    # What a line crosses

    def _table(self, gap: int) -> Floats:
        table = self._tables[gap]
        if table is None:
            table = np.zeros(
                (self.count, self._sizes[gap] + 1, self._sizes[gap + 1] + 1), dtype=np.float32
            )
            start, end = (
                self.position[gap][:, self._from[gap]],
                self.position[gap + 1][:, self._to[gap]],
            )
            table[self._each[:, None], start + 1, end + 1] = self._weight[gap]
            np.add.accumulate(table, 1, out=table)
            np.add.accumulate(table, 2, out=table)
            self._tables[gap] = table
        return table

    def _count_crossings(self, gap: int) -> Floats:
        table, each = self._table(gap), self._each[:, None]
        start, end = (
            self.position[gap][:, self._from[gap]],
            self.position[gap + 1][:, self._to[gap]],
        )
        crossed = table[each, -1, end] - table[each, start + 1, end]
        return np.asarray((crossed * self._weight[gap]).sum(1), dtype=float)

    def _departure(self, gap: int, party: int) -> Floats:
        """(orders, slots) what a line from a party crosses on its way to each slot of the next column."""
        table, at = self._table(gap), self.position[gap][:, self.grid.place[party]]
        row = table[self._each, at]
        return row[:, -1:] - row + table[:, -1] - table[self._each, at + 1]

    def _arrival(self, gap: int, party: int) -> Floats:
        """(orders, slots) what a line crosses on its way from each slot to a party in the next column."""
        table, at = self._table(gap), self.position[gap + 1][:, self.grid.place[party]]
        column = table[self._each, :, at]
        return table[:, :, -1] - table[self._each, :, at + 1] + column[:, -1:] - column

    def _reach_from_left(
        self, line: Line, column: int
    ) -> tuple[Floats, list[tuple[Floats, Floats]]]:
        """What a line crosses at least on its way from its left end to each slot of a column, and how that came about."""
        gap = self.grid.column[line.left]
        cost = self._departure(gap, line.left)
        steps = []
        for passed in range(gap + 1, column):
            table = self._table(passed)
            steps.append((cost, table))
            cost = ((cost + table[:, :, -1])[:, :, None] - 2 * table).min(1) + table[:, -1]
        return cost, steps

    def _reach_from_right(self, line: Line, column: int) -> Floats:
        """What a line crosses at least on its way from each slot of a column to its right end."""
        gap = self.grid.column[line.right] - 1
        cost = self._arrival(gap, line.right)
        for passed in range(gap - 1, column - 1, -1):
            table = self._table(passed)
            cost = ((cost + table[:, -1])[:, None, :] - 2 * table).min(2) + table[:, :, -1]
        return cost


def _ranks(keys: Floats) -> Ints:
    return keys.argsort(1, kind="stable").argsort(1)


def _between(above: Floats, below: Floats) -> Floats:
    """A rank between two; just beyond the one there is where the other is infinite."""
    with np.errstate(invalid="ignore"):
        middle = (above + below) / 2
    return np.where(
        np.isinf(above),
        np.where(np.isinf(below), 0.0, below - 1),
        np.where(np.isinf(below), above + 1, middle),
    )
