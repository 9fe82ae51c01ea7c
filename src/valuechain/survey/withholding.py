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
    small = {cell for cell, size in enumerate(sizes) if 0 < size < least}
    hidden = set(small)
    closed = {at for at, cells in enumerate(totals) if 0 < sum(sizes[cell] for cell in cells) < least}
    while True:
        leak = _leaking(sizes, totals, least, small, hidden, closed)
        if leak is None:
            return hidden, closed
        open_cells = [cell for cell in totals[leak] if cell not in hidden and sizes[cell]]
        if open_cells:
            hidden.add(min(open_cells, key=lambda cell: (sizes[cell], cell)))
        else:
            closed.add(leak)


def _leaking(
    sizes: Sequence[int], totals: Sequence[Sequence[int]], least: int, small: set[int], hidden: set[int], closed: set[int]
) -> int | None:
    """A total that, alone or with others, tells a number that must not be told."""
    shown = [at for at in range(len(totals)) if at not in closed]
    for at in shown:
        within = [cell for cell in totals[at] if cell in hidden]
        if within and (len(within) == 1 or sum(sizes[cell] for cell in within) < least):
            return at
    columns = {cell: i for i, cell in enumerate(sorted(hidden))}
    rows = np.zeros((len(shown), len(columns)))
    for i, at in enumerate(shown):
        rows[i, [columns[cell] for cell in totals[at] if cell in columns]] = 1.0
    if not rows.any():
        return None
    _, values, basis = np.linalg.svd(rows, full_matrices=False)
    known = basis[values > _ZERO]
    for cell in sorted(small):
        # A number follows from the sums exactly where its unit vector is a combination of them.
        if (known[:, columns[cell]] ** 2).sum() > 1 - _ZERO:
            return next(at for at in shown if cell in totals[at])
    return None
