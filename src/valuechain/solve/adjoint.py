"""What each service is worth at the end of the chain: all importances by one backward pass.

With J = sum over parties of seed_k D_k, the adjoint m_k = dJ / dD_k obeys, from the end of the
chain backwards::

    m_k = seed_k + sum over the services e out of k of  c_e alpha_e m_b(e)          c_e = d D_b(e) /
    d delta_e

and then dJ / du_e = c_e m_b(e). Where branches of a maximum tie within 1e-12, the critical services
at the maximum share equally; a mean that exceeds them all counts alone.
"""

from __future__ import annotations

import numpy as np

from valuechain.solve.backward import solve_cases_backward, solve_loops_backward
from valuechain.solve.forward import received_from
from valuechain.solve.loops import Loops
from valuechain.solve.network import Floats, Network, Step
from valuechain.tolerances import TIE


def importances(network: Network, delivered: Floats, dependence: Floats, seed: Floats) -> Floats:
    """(services,) the effect dJ / du of each service's own shortfall.

    Args:
        network: the network in its order of solution.
        delivered: (services,) shortfalls at the solution; they decide which branch of a maximum
            counts.
        dependence: (services,) effective dependence.
        seed: (parties,) weight of each position's shortfall in J.

    Cost: one pass over the services, and one transposed solve for each loop.
    """
    share = branch_shares(network, delivered)
    slope = share * dependence
    passed = _along_lists if network.narrow else _along_steps
    return share * passed(network, slope, seed)[network.customer]


def importances_of_cases(
    network: Network, delivered: Floats, dependence: Floats, seed: Floats, usual: Floats
) -> Floats:
    """As `importances`, for many cases at once.

    Args:
        network: as there.
        delivered: (services, cases) as there.
        dependence: (services, cases) as there.
        seed: as there.
        usual: (services,) dependences near which those of the cases lie; it matters to the time
            only.
    """
    share = branch_shares(network, delivered)
    return (
        share
        * _along_bundles(network, share * dependence, seed, network.weight * usual)[
            network.customer
        ]
    )


def branch_shares(network: Network, delivered: Floats) -> Floats:
    """c: how much each service's shortfall counts in what its customer lacks, near the solution.

    (services,) or (services, cases), as `delivered` is.
    """
    if not network.any_critical:
        return network.weight if delivered.ndim == 1 else network.weight[:, None]
    served = np.flatnonzero(np.diff(network.into))
    starts = network.into[served]
    mean, worst = received_from(delivered, network.weight, network.critical, starts)
    index = np.repeat(np.arange(len(served)), np.diff(network.into)[served])
    weight, critical = (
        (network.weight, network.critical)
        if delivered.ndim == 1
        else (network.weight[:, None], network.critical[:, None])
    )
    top = critical & (delivered >= worst[index] - TIE)
    share = top / np.maximum(np.add.reduceat(top.astype(float), starts), 1.0)[index]
    return np.where((mean > worst + TIE)[index], weight, share)


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
        outside = (
            step.start if step.loop > 1 else step.stop
        )  # what runs round within a loop is solved for already
        for party in range(step.stop - 1, step.start - 1, -1):
            worth = adjoint[party]
            for service in range(into[party], into[party + 1]):
                if provider[service] < outside:
                    adjoint[provider[service]] += slopes[service] * worth
    return np.array(adjoint)
