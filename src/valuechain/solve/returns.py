"""What of its own shortfall comes back to a service, when its provider is in a loop.

A service e of own shortfall u_e lacks u_e by its own doing, and what of it returns through the loop
to its provider: u_e times d delta_e / d u_e. With the slopes M[customer, provider] = c alpha of the
services within a loop (see `adjoint`), that factor is 1 + alpha_e c_e (I - M)^-1[a(e), b(e)].
"""

from __future__ import annotations

import numpy as np

from valuechain.solve.adjoint import branch_shares
from valuechain.solve.loops import DENSE, DIRECT, Loops
from valuechain.solve.network import Floats, Ints, Network

_ENTRIES = 2**22  # matrix entries inverted at once


def returning(network: Network, delivered: Floats, dependence: Floats) -> Floats:
    """(services,) d delta_e / d u_e, 1 outside of loops.

    Args:
        network: the network in its order of solution.
        delivered: (services,) shortfalls at the solution; they decide which branch counts.
        dependence: (services,) effective dependence.

    In a loop of more than 6,000 parties what returns is left out: see `is_left_out`.
    Cost: an inverse for each loop.
    """
    found = np.ones(len(dependence))
    share = branch_shares(network, delivered)
    for step in network.steps:
        if step.loop == 1:
            continue
        loops, part = Loops.of(network, step), slice(step.first, step.last)
        inner = np.flatnonzero(loops.inner >= 0)
        slope = np.where(loops.inner >= 0, share[part] * dependence[part], 0.0)
        if loops.dense and slope.any():
            back = loops.inverse(slope)[_ways_back(loops, inner)]
            found[step.first + inner] += slope[inner] * back
    return found


def returning_in_cases(
    network: Network, delivered: Floats, dependence: Floats, usual: Floats
) -> Floats:
    """As `returning`, (services, cases).

    In a loop of more than 150 parties all cases have the factors of the `usual` (services,) ones.
    """
    found = np.repeat(usual[:, None], delivered.shape[1], axis=1)
    share = branch_shares(network, delivered)
    for step in network.steps:
        if step.loop == 1 or step.loop > DIRECT:
            continue
        loops, part = Loops.of(network, step), slice(step.first, step.last)
        inner = np.flatnonzero(loops.inner >= 0)
        slope = np.where((loops.inner >= 0)[:, None], share[part] * dependence[part], 0.0)
        width = max(1, _ENTRIES // (loops.count * loops.size**2))
        for first in range(0, slope.shape[1], width):
            some = slice(first, first + width)
            back = np.linalg.inv(loops.matrices(slope[:, some]))[(..., *_ways_back(loops, inner))]
            found[step.first + inner, some] = 1.0 + slope[inner, some] * back.T
    return found


def is_left_out(network: Network) -> bool:
    """Whether what returns is left out of some loop, because it is too large."""
    return bool(network.loop.max() > DENSE)


def _ways_back(loops: Loops, inner: Ints) -> tuple[Ints, Ints, Ints]:
    """Where in the inverses stands the way from a service's customer back to its provider."""
    customer, provider = loops.customer[inner], loops.inner[inner]
    return customer // loops.size, provider % loops.size, customer % loops.size
