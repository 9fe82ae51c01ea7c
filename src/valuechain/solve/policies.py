"""The fixed point of a loop without caps, by policy iteration.

The worst critical service makes the equations convex; so they are solved by Newton's method, whose
steps are policies: which services decide (Hoffman & Karp 1966, *On nonterminating stochastic
games*). Every linear solve is dense and direct.
"""

from __future__ import annotations

import numpy as np

from valuechain.solve.loops import Loops, grow, solved
from valuechain.solve.network import Bools, Floats
from valuechain.tolerances import ROUNDING

_POLICIES = 50  # as many policies as ever seen, many times over; what remains shows in the residual
_RESIDUAL = 64 * ROUNDING  # that the sums of some hundred services leave


def newton(
    loops: Loops, own: Floats, slope: Floats, start: Floats, allowance: Floats | None = None
) -> Floats:
    """The fixed point without caps: Newton on a convex function.

    From the first step on monotone from below, and finite.
    """
    given = loops.allowance[:, None] if allowance is None else allowance
    given = np.broadcast_to(given, own.shape)
    received = start.copy()
    open_cases = np.arange(own.shape[1])
    for _ in range(_POLICIES):
        part, steep, left = own[:, open_cases], slope[:, open_cases], given[:, open_cases]
        delivered, improved = grow(
            loops, part, steep, received[:, open_cases], cap=False, allowance=left
        )
        # From below the residual shrinks to rounding; policies may flip for ever between branches
        # that tie.
        unsolved = np.abs(improved - received[:, open_cases]).max(axis=0) > _RESIDUAL * np.maximum(
            improved.max(axis=0), ROUNDING
        )
        if not unsolved.any():
            break
        open_cases, part, steep = open_cases[unsolved], part[:, unsolved], steep[:, unsolved]
        left = left[:, unsolved]
        share, top = _policy(loops, delivered[:, unsolved], improved[:, unsolved], left)
        known = share * (part - np.where(top, left, 0.0))
        known = np.add.reduceat(known, loops.starts, axis=0)
        received[:, open_cases] = _solved_loops(loops, loops.matrices(share * steep), known)
        if not loops.any_bound:
            break
    return received


def _policy(
    loops: Loops, delivered: Floats, received: Floats, allowance: Floats
) -> tuple[Floats, Bools]:
    """(services, cases) what each counts in its customer's shortfall, on the largest branch.

    And which of them alone decide there, less their allowances.
    """
    weight = np.broadcast_to(loops.weight[:, None], delivered.shape)
    if not loops.any_bound:
        return weight, np.zeros(delivered.shape, dtype=bool)
    top = delivered - allowance >= received[loops.customer]
    tops = np.add.reduceat(top.astype(float), loops.starts, axis=0)[loops.customer]
    return np.where(tops > 0, top / np.maximum(tops, 1.0), weight), top


def _solved_loops(loops: Loops, matrix: Floats, known: Floats) -> Floats:
    """Solve each loop's equations; `known` and the result are (parties, cases)."""
    right = known.T.reshape(known.shape[1], loops.count, loops.size, 1)
    return solved(matrix, right).reshape(known.shape[1], -1).T
