"""What the shortfall of each party of a loop is worth: the adjoint within loops.

The equations of `adjoint` are linear, the transpose of those that `fixed_point` solves; so they are
solved directly, or iterated until the error is proven small, as there.
"""

from __future__ import annotations

import numpy as np

from valuechain.solve.amplification import EASY
from valuechain.solve.levels import offsets
from valuechain.solve.loops import GOOD, Loops, NotConverged, solved, times
from valuechain.solve.network import Bools, Bundle, Floats, Ints, bundles
from valuechain.tolerances import ROUNDING

_FEW_STEPS = 60  # over many cases before those that are left are solved one by one
_CLOSE = 1e-10  # relative change at which these steps end: a sampled number needs no more
_LARGE = 600  # parties in a loop from which an inverse costs more than many steps without it
_STEPS, _CLOSER = 150, 1e-12  # how many, and the change at which they end: each is a small one


def solve_loops_backward(loops: Loops, slope: Floats, known: Floats) -> Floats:
    """(parties,) m with m = known + M' m, for the adjoint.

    `slope` is (services,), M's entries, 0 for services from outside.
    """
    if loops.direct:
        return _transposed(loops, slope, known)
    inside = loops.inner >= 0
    growth = _reach(loops, slope)
    result = known
    for _ in range(loops.patience):
        pushed = np.bincount(
            loops.inner[inside],
            weights=(slope * result[loops.customer])[inside],
            minlength=len(known),
        )
        improved = known + pushed
        change = np.abs(improved - result).sum()
        result = improved
        if np.isfinite(growth) and (
            growth * change <= GOOD or change <= ROUNDING * np.abs(result).sum()
        ):
            return result
    if not loops.dense:
        raise NotConverged(loops.size)
    return _transposed(loops, slope, known)


def solve_cases_backward(loops: Loops, slope: Floats, known: Floats, usual: Floats) -> Floats:
    """As `solve_loops_backward`, (parties, cases) for slopes that lie near the usual ones.

    `slope` is (services, cases), `usual` (services,).

    The inverse P for the usual slopes carries each step of the iteration m = P (known + (M - usual
    M)' m) nearly to the end; cases for which it does not converge are solved one by one. In large
    loops, where P costs more than many steps without it, these come first.
    """
    if not loops.dense:
        return np.stack(
            [solve_loops_backward(loops, slope[:, i], known[:, i]) for i in range(slope.shape[1])],
            axis=1,
        )
    if loops.size <= _LARGE:
        return _preconditioned(loops, slope, known, usual)
    groups = _by_provider(loops, np.flatnonzero(loops.inner >= 0))
    result, open_cases = _stepped(loops, groups, slope, known, None)
    some = np.flatnonzero(open_cases)
    if some.size:
        result[:, some] = _preconditioned(loops, slope[:, some], known[:, some], usual)
    return result


def _preconditioned(loops: Loops, slope: Floats, known: Floats, usual: Floats) -> Floats:
    """(parties, cases), each step carried nearly to the end by the inverse for usual slopes."""
    inverse = loops.inverse(usual).swapaxes(-1, -2)
    off = slope - usual[:, None]
    groups = _by_provider(loops, np.flatnonzero(np.abs(off).max(axis=1) > ROUNDING))
    if not groups:
        return times(inverse, known)
    result, open_cases = _stepped(loops, groups, off, known, inverse)
    for case in np.flatnonzero(open_cases):
        result[:, case] = solve_loops_backward(loops, slope[:, case], known[:, case])
    return result


def _stepped(
    loops: Loops, groups: list[Bundle], slope: Floats, known: Floats, inverse: Floats | None
) -> tuple[Floats, Bools]:
    """(parties, cases) after some steps m = P (known + slope' m), and which cases are open still.

    P is the identity without an `inverse`.
    """

    def carried(right: Floats) -> Floats:
        return right if inverse is None else times(inverse, right)

    most, close = (_STEPS, _CLOSER) if inverse is None else (_FEW_STEPS, _CLOSE)
    result = carried(known)
    open_cases = np.ones(known.shape[1], dtype=bool)
    with np.errstate(all="ignore"):  # where it grows instead, the case is left open
        for _ in range(most):
            right = known.copy()
            for parties, services in groups:
                right[parties] += np.einsum(
                    "pdc,pdc->pc", slope[services], result[loops.customer[services]]
                )
            improved = carried(right)
            change, result = np.abs(improved - result).max(axis=0), improved
            open_cases = ~((change <= close * result.max(axis=0)) & np.isfinite(change))
            if not open_cases.any():
                break
    return result, open_cases


def _by_provider(loops: Loops, services: Ints) -> list[Bundle]:
    """Some services within the loops, by their providers."""
    order = services[np.argsort(loops.inner[services], kind="stable")]
    return list(
        bundles(np.arange(len(loops.starts)), offsets(loops.inner[order], len(loops.starts)), order)
    )


def _reach(loops: Loops, slope: Floats) -> float:
    """max(v) for some v >= 1 + M v."""
    largest = np.add.reduceat(slope, loops.starts).max()
    if largest <= EASY:
        return float(1 / (1 - largest))
    reach = np.ones(loops.count * loops.size)
    for _ in range(loops.patience):
        grown = np.add.reduceat(slope * reach[loops.inner], loops.starts)
        margin = (reach - grown).min()
        if margin >= 0.5:
            return float(reach.max() / margin)
        reach = 1 + grown
    return float("inf")


def _transposed(loops: Loops, slope: Floats, known: Floats) -> Floats:
    backward = loops.matrices(slope[:, None])[0].swapaxes(-1, -2)
    return solved(backward, known.reshape(loops.count, loops.size, 1)).ravel()
