"""What small groups may show: nothing that tells what a few answered, also not by subtraction.

Numbers of groups with fewer answers than wanted are withheld. A sum that is shown gives a withheld
number away where all its other parts are shown, and so may several sums together; then more is
withheld, the smallest first (complementary suppression, Willenborg & de Waal 2001, *Elements of
Statistical Disclosure Control*, chapter 6).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

_ZERO = 1e-9
_TRIED = 100  # groups that are tried one by one, at most
_COLUMNS = 60


def withheld(
    sizes: Sequence[int], totals: Sequence[Sequence[int]], least: int
) -> tuple[set[int], set[int]]:
    """Which cells, and which of the totals, are not shown.

    Args:
        sizes: answers in each cell.
        totals: for each sum that would be shown, the numbers of its cells.
        least: the smallest number of answers that may be shown.

    >>> withheld([3, 9, 12], [[0, 1, 2]], 5)
    ({0, 1}, set())
    """
    return _Suppression(sizes, totals, least).finished()


class _Suppression:
    """Numbers being withheld until nothing gives a small group away."""

    def __init__(self, sizes: Sequence[int], totals: Sequence[Sequence[int]], least: int) -> None:
        self.sizes, self.totals, self.least = sizes, totals, least
        self.small = {cell for cell, size in enumerate(sizes) if 0 < size < least}
        self.hidden = set(self.small)
        self.closed = {
            at for at, cells in enumerate(totals) if 0 < sum(sizes[cell] for cell in cells) < least
        }

    def finished(self) -> tuple[set[int], set[int]]:
        """The cells and totals that are withheld in the end."""
        while (leak := self._leak()) is not None:
            shown = [
                cell for cell in self.totals[leak] if cell not in self.hidden and self.sizes[cell]
            ]
            if shown:
                self.hidden.add(min(shown, key=lambda cell: (self.sizes[cell], cell)))
            else:
                self.closed.add(leak)
        return self.hidden, self.closed

    def _leak(self) -> int | None:
        """A total that, alone or with others, tells a number that must not be told."""
        shown = [at for at in range(len(self.totals)) if at not in self.closed]
        alone = next(filter(self._leaks_alone, shown), None)
        if alone is not None:
            return alone
        columns = {cell: i for i, cell in enumerate(sorted(self.hidden))}
        rows = np.zeros((len(shown), len(columns)))
        for i, at in enumerate(shown):
            rows[i, [columns[cell] for cell in self.totals[at] if cell in columns]] = 1.0
        sizes = [self._few(cell) for cell in columns]
        if not _can_be_tried(rows, sizes, self.least):
            # Then no sum that hides anything is shown at all.
            self.closed |= {at for at in shown if self.hidden & set(self.totals[at])}
            return None
        cell = _known_of(rows, sizes, self.least)
        if cell is None:
            return None
        return next(at for at in shown if list(columns)[cell] in self.totals[at])

    def _leaks_alone(self, total: int) -> bool:
        """Whether this total less its other parts tells of one number or of few people."""
        within = [cell for cell in self.totals[total] if cell in self.hidden]
        if len(within) < 2:
            return bool(within)
        return sum(self.sizes[cell] for cell in within) < self.least

    def _few(self, cell: int) -> int:
        """How many people a withheld number tells of.

        As many as may be told of where it is withheld for the sake of others only.
        """
        return min(self.sizes[cell], self.least)


def _can_be_tried(rows: NDArray[np.float64], sizes: list[int], least: int) -> bool:
    """Whether there are few enough groups to try each of them."""
    used = np.flatnonzero(rows.any(axis=0)).tolist()
    if len(used) > _COLUMNS:
        return False
    return len(list(islice(_groups(used, sizes, least - 1), _TRIED + 1))) <= _TRIED


def _known_of(rows: NDArray[np.float64], sizes: list[int], least: int) -> int | None:
    """A column of a group of fewer than `least` of which these sums tell something.

    They may tell it alone or together; ``None`` where they tell of no such group.

    Sums tell of a group where some combination of them has nothing but the group in it: where the
    sums without the group have a lower rank than with it.
    """
    used = np.flatnonzero(rows.any(axis=0)).tolist()
    rank = _rank(rows)
    for group in _groups(used, sizes, least - 1):
        others = [column for column in range(len(sizes)) if column not in group]
        if _rank(rows[:, others]) < rank:
            return group[0]
    return None


def _rank(rows: NDArray[np.float64]) -> int:
    if not rows.size:
        return 0
    return int(np.linalg.matrix_rank(rows, tol=_ZERO))


def _groups(columns: list[int], sizes: list[int], room: int, first: int = 0) -> Iterator[list[int]]:
    """All groups of columns that tell of at most `room` people, as large as that allows."""
    grown = False
    for i in range(first, len(columns)):
        if 0 < sizes[columns[i]] <= room:
            grown = True
            for rest in _groups(columns, sizes, room - sizes[columns[i]], i + 1):
                yield [columns[i], *rest]
    if not grown:
        yield []
