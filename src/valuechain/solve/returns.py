"""What of its own shortfall comes back to a service, when its provider is in a loop.

A service e of own shortfall u_e lacks u_e by its own doing, and what of it returns through the loop
to its provider: u_e times d delta_e / d u_e. With the slopes M[customer, provider] of the services
within a loop (see `branches`), that factor is 1 + alpha_e c_e (I - M)^-1[a(e), b(e)].

Only these entries of the inverse are needed. In the largest loops, whose inverse would take long,
what leaves each party is followed on its ways, M^0 + M^1 + ..., until it has faded, or has spread
so far that the rest, which is small, is left out.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from valuechain.solve.branches import Solved, branches
from valuechain.solve.levels import offsets
from valuechain.solve.loops import DIRECT, Loops, inverted
from valuechain.solve.network import Floats, Ints, Network

FULL = 2500
"""Parties in a loop up to which the whole inverse is computed: half a second at 2,000."""
_ENTRIES = 2**22  # matrix entries inverted at once
_FADED = 1e-13  # what is left of one, below which it is followed no further
_ROUNDS = 400
_FOLLOWED = 2**20  # pairs followed at once


class Returns(NamedTuple):
    """What comes back to each service.

    Attributes:
        factor: (services,) d delta_e / d u_e, 1 outside of loops.
        complete: whether no long ways are left out.
    """

    factor: Floats
    complete: bool


def returning(network: Network, solved: Solved) -> Returns:
    """What comes back to each service, of what there is.

    Args:
        network: the network in its order of solution.
        solved: the solution, (services,) of it; it decides which branch counts.
    """
    factor, complete = np.ones(len(network.services)), True
    share, _, slopes = branches(network, solved, divided=True)
    again = share * solved.dependence
    for step in network.steps:
        if step.loop == 1:
            continue
        loops, part = Loops.of(network, step), slice(step.first, step.last)
        inner = np.flatnonzero(loops.inner >= 0)
        slope = np.where(loops.inner >= 0, slopes[part], 0.0)
        if slope.any():
            back, whole = _ways_back(loops, inner, slope)
            factor[step.first + inner] += again[step.first + inner] * back
            complete &= whole
    return Returns(factor, complete)


def amplifications(network: Network, solved: Solved) -> Floats:
    """(parties,) how much more each lacks in the end than what it lacks at first, >= 1.

    The diagonal of (I - M)^-1: 1 over Mason's return difference (Mason 1953, *Feedback theory*,
    Proceedings of the IRE 41), so that 1 - 1 / amplification is the share that comes back round. 1
    outside of loops; NaN in loops whose inverse would take long.

    Args:
        network: the network in its order of solution.
        solved: the solution, (services,) of it; it decides which branch counts.
    """
    found = np.ones(network.parties)
    slopes = branches(network, solved).slope
    for step in network.steps:
        if step.loop == 1:
            continue
        parties, part = slice(step.start, step.stop), slice(step.first, step.last)
        found[parties] = np.nan
        if step.loop <= FULL:
            loops = Loops.of(network, step)
            slope = np.where(loops.inner >= 0, slopes[part], 0.0)
            found[parties] = np.einsum("lpp->lp", loops.inverse(slope)).ravel()
    return found


def returning_in_cases(network: Network, solved: Solved, usual: Floats) -> Floats:
    """As `returning`, (services, cases) factors.

    In a loop of more than 150 parties all cases have the `usual` (services,) ones.
    """
    found = np.repeat(usual[:, None], solved.delivered.shape[1], axis=1)
    share, _, slopes = branches(network, solved, divided=True)
    again = share * solved.dependence
    for step in network.steps:
        if step.loop == 1 or step.loop > DIRECT:
            continue
        loops, part = Loops.of(network, step), slice(step.first, step.last)
        inner = np.flatnonzero(loops.inner >= 0)
        slope = np.where((loops.inner >= 0)[:, None], slopes[part], 0.0)
        width = max(1, _ENTRIES // (loops.count * loops.size**2))
        for first in range(0, slope.shape[1], width):
            some = slice(first, first + width)
            back = inverted(loops.matrices(slope[:, some]))[(..., *_entries(loops, inner))]
            found[step.first + inner, some] = 1.0 + again[step.first + inner, some] * back.T
    return found


def _ways_back(loops: Loops, inner: Ints, slope: Floats) -> tuple[Floats, bool]:
    """(inner,) entries of the inverse from each service's customer back to its provider."""
    if loops.size <= FULL:
        return loops.inverse(slope)[_entries(loops, inner)], True
    return _followed(loops, inner, slope)


def _entries(loops: Loops, inner: Ints) -> tuple[Ints, Ints, Ints]:
    """Where in the (loops, size, size) inverses these entries stand."""
    customer, provider = loops.customer[inner], loops.inner[inner]
    return customer // loops.size, provider % loops.size, customer % loops.size


def _followed(loops: Loops, inner: Ints, slope: Floats) -> tuple[Floats, bool]:
    """The same entries, by following what leaves every party on its ways; whether all faded.

    At any time there are pairs of the party where it began and that where it is.
    """
    parties = loops.count * loops.size
    order = inner[np.argsort(loops.inner[inner], kind="stable")]
    begins = offsets(loops.inner[order], parties)
    wanted = loops.customer[inner] * parties + loops.inner[inner]
    sums = np.zeros(len(inner))
    pair, left = np.arange(parties) * (parties + 1), np.ones(parties)
    for _ in range(_ROUNDS):
        at = np.searchsorted(pair, wanted)
        met = (at < len(pair)) & (pair[np.minimum(at, len(pair) - 1)] == wanted)
        sums[met] += left[at[met]]
        pair, left = _one_on(pair, left, (parties, begins, order), (loops.customer, slope))
        if not len(pair):
            return sums, True
        if len(pair) > _FOLLOWED:
            break
    return sums, False


def _one_on(
    pair: Ints, left: Floats, out: tuple[int, Ints, Ints], ways: tuple[Ints, Floats]
) -> tuple[Ints, Floats]:
    """All pairs one service further, those that meet added up, without what has faded."""
    parties, begins, order = out
    customer, slope = ways
    start, here = pair // parties, pair % parties
    count = begins[here + 1] - begins[here]
    which = np.repeat(np.arange(len(pair)), count)
    nth = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    service = order[begins[here[which]] + nth]
    key, value = start[which] * parties + customer[service], left[which] * slope[service]
    sorting = np.argsort(key, kind="stable")
    key, value = key[sorting], value[sorting]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    key, value = key[first], np.add.reduceat(value, first)
    kept = value > _FADED
    return key[kept], value[kept]
