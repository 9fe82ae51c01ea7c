"""What small groups may show: nothing that tells, even by subtraction, what a few answered.

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
        alone = next(filter(self._tells_alone, shown), None)
        if alone is not None:
            return alone
        hidden = sorted(self.hidden)
        rows = self._sums(shown, hidden)
        sizes = [self._few(cell) for cell in hidden]
        if not _can_be_tried(rows, sizes, self.least):
            # Then no sum that hides anything is shown at all.
            self.closed |= {at for at in shown if self.hidden & set(self.totals[at])}
            return None
        known = _known_of(rows, sizes, self.least)
        if known is None:
            return None
        return next(at for at in shown if hidden[known] in self.totals[at])

    def _tells_alone(self, at: int) -> bool:
        """Whether all that a total adds up but a small group is shown."""
        within = [cell for cell in self.totals[at] if cell in self.hidden]
        few = len(within) == 1 or sum(self.sizes[cell] for cell in within) < self.least
        return bool(within) and few

    def _sums(self, shown: Sequence[int], hidden: Sequence[int]) -> NDArray[np.float64]:
        """(shown totals, hidden cells) which cells each total adds up."""
        columns = {cell: i for i, cell in enumerate(hidden)}
        rows = np.zeros((len(shown), len(hidden)))
        for i, at in enumerate(shown):
            rows[i, [columns[cell] for cell in self.totals[at] if cell in columns]] = 1.0
        return rows

    def _few(self, cell: int) -> int:
        """How many people a number tells of.

        As many as may be told where it is withheld for the sake of others only.
        """
        if cell in self.small:
            return self.sizes[cell]
        return self.least


def _can_be_tried(rows: NDArray[np.float64], sizes: list[int], least: int) -> bool:
    """Whether there are few enough groups to try each of them."""
    used = np.flatnonzero(rows.any(axis=0)).tolist()
    if len(used) > _COLUMNS:
        return False
    tried = list(islice(_groups(used, sizes, least), _TRIED + 1))
    return len(tried) <= _TRIED


def _known_of(rows: NDArray[np.float64], sizes: list[int], least: int) -> int | None:
    """A column of a group of fewer than `least` of which these sums tell something, or ``None``.

    Sums, alone or together, tell of a group where some combination of them has nothing but the
    group in it: where the sums without the group have a lower rank than with it.
    """
    used = np.flatnonzero(rows.any(axis=0)).tolist()
    rank = _rank(rows)
    for group in _groups(used, sizes, least):
        others = [column for column in range(len(sizes)) if column not in group]
        if _rank(rows[:, others]) < rank:
            return group[0]
    return None


def _rank(rows: NDArray[np.float64]) -> int:
    if not rows.size:
        return 0
    return int(np.linalg.matrix_rank(rows, tol=_ZERO))


def _groups(
    columns: list[int], sizes: list[int], least: int, first: int = 0
) -> Iterator[list[int]]:
    """All groups of columns that tell of fewer than `least` people, as large as that allows."""
    grown = False
    for i in range(first, len(columns)):
        size = sizes[columns[i]]
        if 0 < size < least:
            grown = True
            for rest in _groups(columns, sizes, least - size, i + 1):
                yield [columns[i], *rest]
    if not grown:
        yield []
