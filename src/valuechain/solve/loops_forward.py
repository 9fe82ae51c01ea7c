"""What the parties of a loop lack, when each passes its shortfall on to the next.

In a loop the equations of `forward` are a fixed point. The worst critical service makes them
convex, the cap at 1 concave; so, like a stochastic game, they are solved by policy iteration
(Hoffman & Karp 1966, *On nonterminating stochastic games*): with the capped services fixed,
Newton's method finds the least solution from below in finitely many linear solves; then the caps
that prove idle are lifted, which only lowers it. Every linear solve is dense and direct for all
loops of a size at once.

Loops of more parties than that pays for are iterated from below until the error is proven small.

The error: if G is the linear growth of the equations (without own shortfalls and caps) and v >= 1 +
G(v), then a residual r leaves an error of at most max|r| max(v), because the equations contract in
the norm max |x_k| / v_k.
"""

from __future__ import annotations

import numpy as np

from valuechain.solve.loops import EASY, GOOD, Loops, NotConverged, matrices, times
from valuechain.solve.network import Floats, bundles
from valuechain.tolerances import ROUNDING

_ENTRIES = 2**24  # matrix entries built at once
_SOLVED = 1e-9  # residual beyond which the equations are not solved at all
_POLICIES = 50  # as many policies as ever seen, many times over; what remains shows in the residual
_SUMMED = 64 * ROUNDING  # residual that the sums of some hundred services leave


def solve_loops(
    loops: Loops, own: Floats, dependence: Floats, start: Floats
) -> tuple[Floats, float]:
    """(parties,) or (parties, cases) shortfalls received, and a bound on their error.

    `own` and `dependence` are (services,) or (services, cases), with dependence 0 for services from
    outside; `start` is like the result, a guess near it, or 0.
    """
    flat = own.ndim == 1
    own = own.reshape(len(own), -1)
    many_alike = own.shape[1] > 1 and dependence.shape[1] == 1 and dependence.any()
    if many_alike and (found := _alike(loops, own, dependence)):
        return found
    dependence = np.broadcast_to(dependence.reshape(len(own), -1), own.shape)
    if dependence.any():
        result, error = _in_batches(loops, own, dependence, start.reshape(len(start), -1))
    else:  # every inner service was observed: nothing runs round
        nothing = np.zeros((loops.parties, 1))
        result, error = _grow(loops, own, dependence, nothing, cap=True)[1], 0.0
    if flat:
        result = result[:, 0]
    return result, error


def _alike(loops: Loops, own: Floats, dependence: Floats) -> tuple[Floats, float] | None:
    """Many cases with the same (services, 1) dependence, by one inverse.

    ``None`` where a maximum or a cap may differ.
    """
    if not loops.can_be_dense or loops.critical.any():
        return None
    inverse = loops.inverse(loops.weight * dependence[:, 0])
    steady = np.zeros((loops.parties, own.shape[1]))
    every, ends = np.arange(loops.parties), np.append(loops.starts, len(own))
    for parties, services in bundles(every, ends, np.arange(len(own))):
        steady[parties] = np.einsum("pd,pdc->pc", loops.weight[services], own[services])
    received = times(inverse, steady)
    passing = np.flatnonzero(dependence[:, 0])
    passed_on = dependence[passing] * received[loops.inner[passing]]
    if (own[passing] + passed_on).max() > 1.0:
        return None
    onwards, weight = np.append(np.searchsorted(passing, loops.starts), len(passing)), loops.weight
    for parties, services in bundles(every, onwards, np.arange(len(passing))):
        steady[parties] += np.einsum("pd,pdc->pc", weight[passing][services], passed_on[services])
    residual = max(np.abs(steady - received).max(), ROUNDING * received.max())
    return received, float(inverse.sum(axis=-1).max() * residual)


def _in_batches(
    loops: Loops, own: Floats, dependence: Floats, start: Floats
) -> tuple[Floats, float]:
    if not loops.is_small:
        return _patiently(loops, own, dependence, start)
    width = max(1, _ENTRIES // (loops.count * loops.size**2))
    results, errors = [], []
    for first in range(0, own.shape[1], width):
        some = slice(first, first + width)
        result, error = _directly(loops, own[:, some], dependence[:, some], start[:, some])
        results.append(result)
        errors.append(error)
    return np.concatenate(results, axis=1), max(errors)


def _patiently(
    loops: Loops, own: Floats, dependence: Floats, start: Floats
) -> tuple[Floats, float]:
    """Iterate large loops; where that is slow, solve the slow cases one by one, densely."""
    growth = _amplification(loops, dependence)
    received = start
    for _ in range(loops.patience):
        improved = _grow(loops, own, dependence, received, cap=True)[1]
        change = np.abs(improved - received).max(axis=0)
        received = improved
        unproven = np.isinf(growth) | (change > np.maximum(GOOD / growth, ROUNDING))
        if not unproven.any():
            break
    error = growth * np.maximum(change, ROUNDING * received.max(axis=0))
    for case in np.flatnonzero(unproven):
        if not loops.can_be_dense:
            raise NotConverged(loops.size)
        one = slice(case, case + 1)
        received[:, one], error[case] = _directly(
            loops, own[:, one], dependence[:, one], received[:, one]
        )
    return received, float(error.max())


def _amplification(loops: Loops, dependence: Floats) -> Floats:
    """(cases,) by how much a residual can grow into an error.

    It is max(v) for some v >= 1 + G(v), infinite where none was found.
    """
    largest = dependence.max(axis=0)
    bound = np.full(dependence.shape[1], np.inf)
    easy = largest <= EASY
    bound[easy] = 1 / (1 - largest[easy])
    if easy.all():
        return bound
    hard = dependence[:, ~easy]
    reach = np.ones((loops.parties, hard.shape[1]))
    for _ in range(loops.patience):
        grown = _grow(loops, np.zeros_like(hard), hard, reach, cap=False)[1]
        margin = (reach - grown).min(axis=0)
        if (margin >= 0.5).all():
            bound[~easy] = (reach / margin).max(axis=0)
            break
        reach = 1 + grown
    return bound


def _grow(
    loops: Loops, own: Floats, dependence: Floats, received: Floats, *, cap: bool
) -> tuple[Floats, Floats]:
    """One application of the equations: services delivered, and what the parties then receive."""
    delivered = own + dependence * received[loops.inner]
    if cap:
        delivered = np.minimum(delivered, 1.0)
    mean = np.add.reduceat(loops.weight[:, None] * delivered, loops.starts, axis=0)
    if loops.critical.any():
        worst = np.maximum.reduceat(
            np.where(loops.critical[:, None], delivered, -np.inf), loops.starts, axis=0
        )
        mean = np.maximum(mean, worst)
    return delivered, mean


def _directly(loops: Loops, own: Floats, dependence: Floats, start: Floats) -> tuple[Floats, float]:
    """Policy iteration with dense solves."""
    capped = np.zeros(own.shape, dtype=bool)
    received = _newton(loops, own, dependence, start)
    over = own + dependence * received[loops.inner] > 1.0
    while (over ^ capped).any():
        capped = over
        level, slope = np.where(capped, 1.0, own), np.where(capped, 0.0, dependence)
        received = _newton(loops, level, slope, received)
        # Caps are only ever lifted.
        over = capped & (own + dependence * received[loops.inner] > 1.0)
    residual = np.abs(_grow(loops, own, dependence, received, cap=True)[1] - received).max(axis=0)
    if residual.max() > _SOLVED:
        raise NotConverged(loops.size)
    rounding = np.maximum(residual, ROUNDING * received.max(axis=0))
    return received, float((_growth(loops, dependence) * rounding).max())


def _growth(loops: Loops, dependence: Floats) -> Floats:
    """As `_amplification`, by a dense solve."""
    largest: Floats = dependence.max(axis=0)
    if largest.max() <= EASY:
        return 1 / (1 - largest)
    ones = np.ones((loops.parties, dependence.shape[1]))
    reach: Floats = _newton(loops, np.ones(dependence.shape), dependence, ones).max(axis=0)
    return reach


def _newton(loops: Loops, own: Floats, slope: Floats, start: Floats) -> Floats:
    """The fixed point without caps: Newton on a convex function.

    From the first step on it is monotone from below, and finite.
    """
    received = start.copy()
    open_cases = np.arange(own.shape[1])
    for _ in range(_POLICIES):
        part, steep = own[:, open_cases], slope[:, open_cases]
        delivered, improved = _grow(loops, part, steep, received[:, open_cases], cap=False)
        # From below the residual shrinks to rounding; policies may flip for ever between branches
        # that tie.
        rounding = _SUMMED * np.maximum(improved.max(axis=0), ROUNDING)
        unsolved = np.abs(improved - received[:, open_cases]).max(axis=0) > rounding
        if not unsolved.any():
            break
        open_cases, part, steep = open_cases[unsolved], part[:, unsolved], steep[:, unsolved]
        share = _policy(loops, delivered[:, unsolved], improved[:, unsolved])
        known = np.add.reduceat(share * part, loops.starts, axis=0)
        received[:, open_cases] = _solved(loops, matrices(loops, share * steep), known)
        if not loops.critical.any():
            break
    return received


def _policy(loops: Loops, delivered: Floats, received: Floats) -> Floats:
    """(services, cases) how much each service counts in its customer's shortfall.

    That is, on the branch of the maximum which is largest.
    """
    weight = np.broadcast_to(loops.weight[:, None], delivered.shape)
    if not loops.critical.any():
        return weight
    top = loops.critical[:, None] & (delivered >= received[loops.customer])
    tops = np.add.reduceat(top.astype(float), loops.starts, axis=0)[loops.customer]
    return np.where(tops > 0, top / np.maximum(tops, 1.0), weight)


def _solved(loops: Loops, matrix: Floats, known: Floats) -> Floats:
    """Solve each loop's equations; `known` and the result are (parties, cases)."""
    right = known.T.reshape(known.shape[1], loops.count, loops.size, 1)
    solution: Floats = np.linalg.solve(matrix, right).astype(float)
    return solution.reshape(known.shape[1], -1).T
