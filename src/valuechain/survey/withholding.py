"""What small groups may show: nothing that tells what a few people answered, also not by subtraction.

Numbers of groups with fewer answers than wanted are withheld. A sum that is shown gives a withheld number away where all its
other parts are shown, and so may several sums together; then more is withheld, the smallest first (complementary suppression,
Willenborg & de Waal 2001, *Elements of Statistical Disclosure Control*, chapter 6).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_ZERO = 1e-9


def withheld(sizes: Sequence[int], totals: Sequence[Sequence[int]], least: int) -> tuple[set[int], set[int]]:
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
        self.closed = {at for at, cells in enumerate(totals) if 0 < sum(sizes[cell] for cell in cells) < least}

    def finished(self) -> tuple[set[int], set[int]]:
        """The cells and totals that are withheld in the end."""
        while (leak := self._leak()) is not None:
            shown = [cell for cell in self.totals[leak] if cell not in self.hidden and self.sizes[cell]]
            if shown:
                self.hidden.add(min(shown, key=lambda cell: (self.sizes[cell], cell)))
            else:
                self.closed.add(leak)
        return self.hidden, self.closed

    def _leak(self) -> int | None:
        """A total that, alone or with others, tells a number that must not be told."""
        told = [at for at in range(len(self.totals)) if at not in self.closed]
        for at in told:
            within = [cell for cell in self.totals[at] if cell in self.hidden]
            if within and (len(within) == 1 or sum(self.sizes[cell] for cell in within) < self.least):
                return at
        columns = {cell: i for i, cell in enumerate(sorted(self.hidden))}
        rows = np.zeros((len(told), len(columns)))
        for i, at in enumerate(told):
            rows[i, [columns[cell] for cell in self.totals[at] if cell in columns]] = 1.0
        if not rows.any():
            return None
        _, values, basis = np.linalg.svd(rows, full_matrices=False)
        known = basis[values > _ZERO]
        for cell in sorted(self.small):
            # A number follows from the sums exactly where its unit vector is a combination of them.
            if (known[:, columns[cell]] ** 2).sum() > 1 - _ZERO:
                return next(at for at in told if cell in self.totals[at])
        return None
