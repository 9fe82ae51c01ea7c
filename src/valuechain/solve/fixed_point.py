"""What the parties of a loop lack, when each passes its shortfall on to the next.

In a loop the equations of `forward` are a fixed point. The worst critical service makes them
convex, the cap at 1 concave; so, like a stochastic game, they are solved by policy iteration: with
the capped services fixed, `policies` finds the least solution from below in finitely many linear
solves; then the caps that prove idle are lifted, which only lowers it.

Loops of more parties than that pays for are iterated from below until the error is proven small.
For the way back, from what the customers lose to who makes them lose it, see `backward`.
"""

from __future__ import annotations

import numpy as np

from valuechain.solve.amplification import FAR, amplification, amplification_directly, holding
from valuechain.solve.loops import GOOD, Loops, NotConverged, grow, times
from valuechain.solve.network import Bools, Floats, bundles
from valuechain.solve.policies import newton
from valuechain.tolerances import ROUNDING

ALIKE = 600
"""Parties in a loop up to which many cases are cheaper by its inverse than by iterating."""
_ENTRIES = 2**24  # matrix entries built at once
_SOLVED_TO = 1e-9  # residual beyond which the equations are not solved at all


def solve_loops(
    loops: Loops, own: Floats, dependence: Floats, start: Floats
) -> tuple[Floats, float]:
    """(parties,) or (parties, cases) shortfalls received, and a bound on their error.

    `own` and `dependence` are (services,) or (services, cases), with dependence 0 for services from
    outside; `start` is like the result, a guess near it, or 0.
    """
    flat = own.ndim == 1
    own = own.reshape(len(own), -1)
    if (
        own.shape[1] > 1
        and dependence.shape[1] == 1
        and dependence.any()
        and (found := _alike(loops, own, dependence))
    ):
        return found
    dependence = np.broadcast_to(dependence.reshape(len(own), -1), own.shape)
    if not dependence.any():  # every inner service was observed: nothing runs round
        result, error = (
            grow(loops, own, dependence, np.zeros((loops.count * loops.size, 1)), cap=True)[1],
            0.0,
        )
    else:
        result, error = _in_batches(loops, own, dependence, start.reshape(len(start), -1))
    return (result[:, 0] if flat else result), error


def _alike(loops: Loops, own: Floats, dependence: Floats) -> tuple[Floats, float] | None:
    """Many cases with the same (services, 1) dependence, by one inverse.

    ``None`` where a maximum or a cap may differ.
    """
    if loops.size > ALIKE or loops.any_bound:
        return None
    inverse = loops.inverse(loops.weight * dependence[:, 0])
    steady = np.zeros((loops.count * loops.size, own.shape[1]))
    for parties, services in bundles(
        np.arange(len(steady)), np.append(loops.starts, len(own)), np.arange(len(own))
    ):
        steady[parties] = np.einsum("pd,pdc->pc", loops.weight[services], own[services])
    received = times(inverse, steady)
    passing = np.flatnonzero(dependence[:, 0])
    passed_on = dependence[passing] * received[loops.inner[passing]]
    if (own[passing] + passed_on).max() > 1.0:
        return None
    onwards = np.append(np.searchsorted(passing, loops.starts), len(passing))
    for parties, services in bundles(np.arange(len(steady)), onwards, np.arange(len(passing))):
        steady[parties] += np.einsum(
            "pd,pdc->pc", loops.weight[passing][services], passed_on[services]
        )
    residual = np.abs(steady - received).max()
    return received, float(inverse.sum(axis=-1).max() * max(residual, ROUNDING * received.max()))


def _in_batches(
    loops: Loops, own: Floats, dependence: Floats, start: Floats
) -> tuple[Floats, float]:
    if not loops.direct:
        return _patiently(loops, own, dependence, start)
    width = max(1, _ENTRIES // (loops.count * loops.size**2))
    solved = [
        _directly(
            loops, own[:, i : i + width], dependence[:, i : i + width], start[:, i : i + width]
        )
        for i in range(0, own.shape[1], width)
    ]
    return np.concatenate([result for result, _ in solved], axis=1), max(
        error for _, error in solved
    )


def _patiently(
    loops: Loops, own: Floats, dependence: Floats, start: Floats
) -> tuple[Floats, float]:
    """Iterate large loops; solve those cases that are slow one by one with dense matrices."""
    growth = amplification(loops, dependence, loops.bounds)
    received = _below(loops, start)
    for _ in range(loops.patience):
        delivered, improved = grow(loops, own, dependence, received, cap=True)
        change = np.abs(improved - received).max(axis=0)
        received = improved
        unproven = np.isinf(growth) | (change > np.maximum(GOOD / growth, ROUNDING))
        if not unproven.any() or (change <= ROUNDING).all():
            break
    if not loops.proportional:
        growth = amplification(loops, dependence, holding(loops, delivered, received))
        unproven = np.isinf(growth) | (change > np.maximum(GOOD / growth, ROUNDING))
    least = np.maximum(change, ROUNDING * received.max(axis=0))
    error = np.where(unproven, 0.0, growth) * least
    for case in np.flatnonzero(unproven):
        if not loops.dense:
            raise NotConverged(loops.size)
        one = slice(case, case + 1)
        received[:, one], error[case] = _directly(
            loops, own[:, one], dependence[:, one], received[:, one], growth[one]
        )
    return received, float(error.max())


def _directly(
    loops: Loops, own: Floats, dependence: Floats, start: Floats, growth: Floats | None = None
) -> tuple[Floats, float]:
    """Policy iteration with dense solves; `growth` where the (cases,) amplifications are known."""
    start = _below(loops, start)
    capped = own + dependence * start[loops.inner] > 1.0
    received = _uncapped(loops, own, dependence, start, capped)
    over = own + dependence * received[loops.inner] > 1.0
    if capped.any() and (over ^ capped).any():  # they are others than at the start
        capped = np.zeros_like(capped)
        received = _uncapped(loops, own, dependence, start, capped)
        over = own + dependence * received[loops.inner] > 1.0
    while (over ^ capped).any():
        capped = over
        received = _uncapped(loops, own, dependence, received, capped)
        over = capped & (
            own + dependence * received[loops.inner] > 1.0
        )  # caps are only ever lifted
    delivered, improved = grow(loops, own, dependence, received, cap=True)
    if growth is None or not loops.proportional or np.isinf(growth).any():
        growth = amplification_directly(loops, dependence, holding(loops, delivered, received))
    residual = np.abs(improved - received).max(axis=0)
    if residual.max() > _SOLVED_TO:
        raise NotConverged(loops.size)
    error = float((growth * np.maximum(residual, ROUNDING * received.max(axis=0))).max())
    if not loops.proportional and error > FAR / 2:
        raise NotConverged(loops.size)
    return received, error


def _uncapped(
    loops: Loops, own: Floats, dependence: Floats, start: Floats, capped: Bools
) -> Floats:
    """The fixed point where these services lack everything, and no other is capped."""
    return newton(
        loops,
        np.where(capped, 1.0, own),
        np.where(capped, 0.0, dependence),
        _below(loops, start),
    )


def _below(loops: Loops, start: Floats) -> Floats:
    """From where the least solution is found: with allowances not from above.

    There bounds might hold all round a circle, in which nothing is lost.
    """
    return start if loops.proportional else np.zeros_like(start)
