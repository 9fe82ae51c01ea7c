"""How far may the solution of a loop be wrong?

If G is the linear growth of the equations (without own shortfalls and caps) and v >= 1 + G(v), then
a residual r leaves an error of at most max|r| max(v), because the equations contract in the norm
max |x_k| / v_k. Where services have allowances, bounds that lie further below than any error that
is stated do not count in G: round a circle of bounds nothing would be lost, but each allowance
keeps the next bound from holding.
"""

from __future__ import annotations

import numpy as np

from valuechain.solve.loops import ENDLESS, PATIENCE, Loops, NotConverged, grow
from valuechain.solve.network import Floats
from valuechain.solve.policies import newton

FAR = 1e-6
"""By how much a bound may miss and still count in the error of what is stated."""
EASY = 0.999
"""Growth up to which 1 / (1 - growth) bounds an error well enough."""


def amplification(loops: Loops, dependence: Floats, bounds: Floats) -> Floats:
    """(cases,) by how much a residual can grow into an error: max(v) for some v >= 1 + G(v).

    Infinite where none was found. `bounds` are the allowances that `grow` takes: 0 or infinite.
    """
    largest = dependence.max(axis=0)
    bound = np.full(dependence.shape[1], np.inf)
    easy = largest <= EASY
    bound[easy] = 1 / (1 - largest[easy])
    if easy.all():
        return bound
    if bounds.shape[1] == 1 < dependence.shape[1] and (dependence == dependence[:, :1]).all():
        return np.full(len(bound), _amplification_of_one(loops, dependence[:, :1], bounds))
    bound[~easy] = _iterated(loops, dependence[:, ~easy], bounds, PATIENCE)
    return bound


def _amplification_of_one(loops: Loops, dependence: Floats, bounds: Floats) -> float:
    """The same for one dependence of many cases, solved densely where iterating takes long."""
    key = loops.key(dependence, loops.weight, bounds)
    if key not in loops.kept:
        found = _iterated(loops, dependence, bounds, PATIENCE if loops.dense else ENDLESS)
        if np.isinf(found[0]) and loops.dense:
            found = _densely(loops, dependence, bounds)
        loops.kept[key] = found
    return float(loops.kept[key][0])


def _densely(loops: Loops, dependence: Floats, bounds: Floats) -> Floats:
    """(1,) the same by a dense solve; infinite where bounds hold round a circle."""
    try:
        reach = _reach(loops, dependence, bounds)
    except NotConverged:
        return np.array([np.inf])
    return _proven(loops, dependence, bounds, reach)[0]


def _iterated(loops: Loops, dependence: Floats, bounds: Floats, patience: int) -> Floats:
    """(cases,) amplifications, infinite where so many iterations do not suffice."""
    reach = np.ones((loops.count * loops.size, dependence.shape[1]))
    for _ in range(patience):
        found, grown = _proven(loops, dependence, bounds, reach)
        if np.isfinite(found).all():
            return found
        reach = 1 + grown
    return np.full(dependence.shape[1], np.inf)


def _proven(
    loops: Loops, dependence: Floats, bounds: Floats, reach: Floats
) -> tuple[Floats, Floats]:
    """(cases,) amplifications that this reach proves, infinite where it does not; and G(reach)."""
    still = np.zeros_like(dependence)
    grown = grow(loops, still, dependence, reach, cap=False, allowance=bounds)[1]
    margin = (reach - grown).min(axis=0)
    found = np.full(len(margin), np.inf)
    np.divide(reach.max(axis=0), margin, out=found, where=margin >= 0.5)
    return found, grown


def amplification_directly(loops: Loops, dependence: Floats, bounds: Floats) -> Floats:
    """(cases,) amplifications by dense solves."""
    largest = dependence.max(axis=0)
    if largest.max() <= EASY:
        return np.asarray(1 / (1 - largest))
    return np.asarray(_reach(loops, dependence, bounds).max(axis=0))


def _reach(loops: Loops, dependence: Floats, bounds: Floats) -> Floats:
    """(parties, cases) the least v = 1 + G(v)."""
    ones = np.ones((len(loops.starts), dependence.shape[1]))
    return newton(loops, np.ones_like(dependence), dependence, ones, bounds)


def holding(loops: Loops, delivered: Floats, received: Floats) -> Floats:
    """(services, cases) 0 where a bound may hold near this solution, infinite elsewhere."""
    if loops.proportional:
        return loops.bounds
    bound = delivered - loops.allowance[:, None]
    return np.where(bound >= received[loops.customer] - FAR, 0.0, np.inf)
