"""What each service is worth at the end of the chain: all importances by one backward pass.

With J = sum over parties of seed_k D_k, the adjoint m_k = dJ / dD_k obeys, from the end of the
chain backwards::

    m_k = seed_k + sum over the services e out of k of  s_e m_b(e)        s_e = d D_b(e) / d D_k

and then dJ / du_e = c_e m_b(e), c_e = d D_b(e) / d delta_e. Both come from `branches`: s_e is c_e
alpha_e, and what goes around the service by a bound of what its provider lacks.
"""

from __future__ import annotations

import numpy as np

from valuechain.solve.backward import solve_cases_backward, solve_loops_backward
from valuechain.solve.branches import Solved, branches
from valuechain.solve.loops import Loops
from valuechain.solve.network import Floats, Network, Step


def importances(network: Network, solved: Solved, seed: Floats, *, divided: bool = False) -> Floats:
    """(services,) the effect dJ / du of each service's own shortfall.

    Args:
        network: the network in its order of solution.
        solved: the solution, (services,) of it; it decides which branch of a maximum counts.
        seed: (parties,) weight of each position's shortfall in J.
        divided: whether J is to be divided among the own shortfalls, so that what they cause adds
            up to it: see `branches`.

    Cost: one pass over the services, and one transposed solve for each loop.
    """
    share, _, slope = branches(network, solved, divided=divided)
    return share * worth(network, slope, seed)[network.customer]


def worth(network: Network, slope: Floats, seed: Floats) -> Floats:
    """(parties,) the adjoint m, for the (services,) slopes of `branches`."""
    passed = _along_lists if network.narrow else _along_steps
    return passed(network, slope, seed)


def importances_of_cases(
    network: Network, solved: Solved, seed: Floats, usual: Floats, *, divided: bool = False
) -> Floats:
    """As `importances`, for many cases at once.

    Args:
        network: as there.
        solved: as there, (services, cases) of it.
        seed: as there.
        usual: (services,) dependences near which those of the cases lie; it matters to the time
            only.
        divided: as there.
    """
    share, _, slope = branches(network, solved, divided=divided)
    passed = _row_by_row if network.thin else _along_bundles
    adjoint = passed(network, slope, seed, network.weight * usual)
    return share * adjoint[network.customer]


def _along_steps(network: Network, slope: Floats, seed: Floats) -> Floats:
    adjoint = seed.astype(float)
    pushed = slope[network.outgoing]
    customer, provider = network.customer[network.outgoing], network.provider[network.outgoing]
    for step in reversed(network.steps):
        part = slice(network.out_of[step.start], network.out_of[step.stop])
        if part.stop > part.start:
            # Inside a loop the adjoint of the step itself is not known yet; it still is the seed,
            # so take it out again.
            outside = customer[part] >= step.stop
            adjoint[step.start : step.stop] += np.bincount(
                provider[part] - step.start,
                weights=pushed[part] * adjoint[customer[part]] * outside,
                minlength=step.stop - step.start,
            )
        if step.loop > 1:
            parties = slice(step.start, step.stop)
            adjoint[parties] = _solve_step(network, step, slope, adjoint[parties])
    return adjoint


def _along_bundles(network: Network, slope: Floats, seed: Floats, usual: Floats) -> Floats:
    """All (services, cases) at once."""
    adjoint = np.repeat(seed.astype(float)[:, None], slope.shape[1], axis=1)
    for step, bundles in zip(reversed(network.steps), reversed(network.leaving), strict=True):
        for parties, services in bundles:
            adjoint[parties] += np.einsum(
                "pdc,pdc->pc", slope[services], adjoint[network.customer[services]]
            )
        if step.loop > 1:
            loop = slice(step.start, step.stop)
            adjoint[loop] = _solve_cases(network, step, slope, adjoint[loop], usual)
    return adjoint


def _row_by_row(network: Network, slope: Floats, seed: Floats, usual: Floats) -> Floats:
    """The same for long thin chains, service by service."""
    adjoint = np.repeat(seed.astype(float)[:, None], slope.shape[1], axis=1)
    into, provider = network.into.tolist(), network.provider.tolist()
    worths, slopes, pushed = list(adjoint), list(slope), np.empty(slope.shape[1])
    for step in reversed(network.runs):
        if step.loop > 1:
            parties = slice(step.start, step.stop)
            adjoint[parties] = _solve_cases(network, step, slope, adjoint[parties], usual)
        outside = _first_solved(step)
        for party in range(step.stop - 1, step.start - 1, -1):
            for service in range(into[party], into[party + 1]):
                if provider[service] < outside:
                    np.multiply(slopes[service], worths[party], out=pushed)
                    worths[provider[service]] += pushed
    return adjoint


def _first_solved(step: Step) -> int:
    """Up to which position providers are pushed to: within a loop they are solved for already."""
    return step.start if step.loop > 1 else step.stop


def _solve_cases(
    network: Network, step: Step, slope: Floats, known: Floats, usual: Floats
) -> Floats:
    """As `_solve_step`, for many cases whose slopes lie near the usual ones."""
    loops = Loops.of(network, step)
    inner, part = loops.inner >= 0, slice(step.first, step.last)
    return solve_cases_backward(loops, slope[part] * inner[:, None], known, usual[part] * inner)


def _solve_step(network: Network, step: Step, slope: Floats, known: Floats) -> Floats:
    """The adjoint of the parties of one step's loops, of which `known` comes from outside."""
    loops = Loops.of(network, step)
    return solve_loops_backward(
        loops, np.where(loops.inner >= 0, slope[step.first : step.last], 0.0), known
    )


def _along_lists(network: Network, slope: Floats, seed: Floats) -> Floats:
    """Party by party in plain Python: for long thin chains.

    Each pushes to its providers once it is complete.
    """
    adjoint = seed.tolist()
    into, provider, slopes = network.into.tolist(), network.provider.tolist(), slope.tolist()
    for step in reversed(network.runs):
        if step.loop > 1:
            parties = slice(step.start, step.stop)
            adjoint[parties] = _solve_step(
                network, step, slope, np.array(adjoint[parties])
            ).tolist()
        outside = _first_solved(step)
        for party in range(step.stop - 1, step.start - 1, -1):
            worth = adjoint[party]
            for service in range(into[party], into[party + 1]):
                if provider[service] < outside:
                    adjoint[provider[service]] += slopes[service] * worth
    return np.array(adjoint)
