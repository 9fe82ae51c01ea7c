"""What each party of a loop is worth to the parties behind it: the transposed equations."""

from __future__ import annotations

import numpy as np

from valuechain.solve.loops import EASY, GOOD, Loops, NotConverged, matrices, times
from valuechain.solve.network import Bundle, Floats, Ints, bundles, offsets
from valuechain.tolerances import ROUNDING

_CLOSER = 60  # iterations over many cases before those that are left are solved one by one
_CLOSE = 1e-10  # relative change at which that iteration stops


def solve_loops_backward(loops: Loops, slope: Floats, known: Floats) -> Floats:
    """(parties,) m with m = known + M' m, for the adjoint.

    `slope` is (services,), M's entries, 0 for services from outside.
    """
    if loops.is_small:
        return _transposed(loops, slope, known)
    inside = loops.inner >= 0
    growth = _reach(loops, slope)
    result = known
    for _ in range(loops.patience):
        worth = (slope * result[loops.customer])[inside]
        improved = known + np.bincount(loops.inner[inside], weights=worth, minlength=len(known))
        change = np.abs(improved - result).sum()
        result = improved
        rounding = ROUNDING * np.abs(result).sum()
        if np.isfinite(growth) and (growth * change <= GOOD or change <= rounding):
            return result
    if not loops.can_be_dense:
        raise NotConverged(loops.size)
    return _transposed(loops, slope, known)


def solve_cases_backward(loops: Loops, slope: Floats, known: Floats, usual: Floats) -> Floats:
    """(parties, cases) as `solve_loops_backward`, for slopes near the `usual` (services,) ones.

    Slopes are (services, cases). The inverse P for the usual ones carries each step of the
    iteration m = P (known + (M - usual M)' m) nearly to the end; cases for which it does not
    converge are solved one by one.
    """
    cases = range(slope.shape[1])
    if not loops.can_be_dense:
        return np.stack([solve_loops_backward(loops, slope[:, i], known[:, i]) for i in cases], 1)
    inverse = loops.inverse(usual).swapaxes(-1, -2)
    off = slope - usual[:, None]
    groups = _by_provider(loops, np.flatnonzero(np.abs(off).max(axis=1) > ROUNDING))
    result = times(inverse, known)
    if not groups:
        return result
    open_cases = np.ones(known.shape[1], dtype=bool)
    with np.errstate(all="ignore"):  # where it grows instead, the case is left open
        for _ in range(_CLOSER):
            right = known.copy()
            for parties, services in groups:
                worth = result[loops.customer[services]]
                right[parties] += np.einsum("pdc,pdc->pc", off[services], worth)
            improved = times(inverse, right)
            change, result = np.abs(improved - result).max(axis=0), improved
            open_cases = ~((change <= _CLOSE * result.max(axis=0)) & np.isfinite(change))
            if not open_cases.any():
                return result
    for case in np.flatnonzero(open_cases):
        result[:, case] = solve_loops_backward(loops, slope[:, case], known[:, case])
    return result


def _by_provider(loops: Loops, services: Ints) -> list[Bundle]:
    """Some services within the loops, by their providers."""
    order = services[np.argsort(loops.inner[services], kind="stable")]
    parties = len(loops.starts)
    return list(bundles(np.arange(parties), offsets(loops.inner[order], parties), order))


def _reach(loops: Loops, slope: Floats) -> float:
    """max(v) for some v >= 1 + M v."""
    largest = np.add.reduceat(slope, loops.starts).max()
    if largest <= EASY:
        return float(1 / (1 - largest))
    reach = np.ones(loops.parties)
    for _ in range(loops.patience):
        grown = np.add.reduceat(slope * reach[loops.inner], loops.starts)
        margin = (reach - grown).min()
        if margin >= 0.5:
            return float(reach.max() / margin)
        reach = 1 + grown
    return float("inf")


def _transposed(loops: Loops, slope: Floats, known: Floats) -> Floats:
    backward = matrices(loops, slope[:, None])[0].swapaxes(-1, -2)
    right = known.reshape(loops.count, loops.size, 1)
    solution: Floats = np.linalg.solve(backward, right).astype(float)
    return solution.ravel()
